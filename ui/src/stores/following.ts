// What the reader does with sources: follow, rename, move, end, and save pages that belong to none.
import type { ArticleCard } from "../backend/generated/ArticleCard";
import type { Followed } from "../backend/generated/Followed";
import type { SaveEnd } from "../backend/generated/SaveEnd";
import type { ScopeRef } from "../backend/generated/ScopeRef";
import type { SourceView } from "../backend/generated/SourceView";
import { words } from "../words";
import type { Deed } from "./notices.svelte";
import type { Desk } from "./desk.svelte";

export class Following {
  /** Links that were saved and turned out to be an article that was here already: the link itself is gone. */
  private readonly became = new Map<number, number>();
  /** How saves ended, by their link. */
  private readonly ends = new Map<number, SaveEnd>();

  constructor(private readonly desk: Desk) {}

  /** `wanted`: whether the reader still waits for it. If not, it is done and said, and the list stays as it is. */
  async follow(url: string, folder: string | null, wanted: () => boolean = () => true): Promise<Followed> {
    const { desk } = this;
    const source = await desk.backend.call("follow", { url, folder });
    await desk.sources.load();
    if (wanted()) await desk.openScope({ kind: "source", id: source.id });
    // Undoing would end what was followed before.
    if (source.already) desk.notices.say(words.followedBefore(source.title, source.folder));
    else {
      desk.undoable(
        { done: words.unfollowed(source.title), undo: () => this.end(source.id), redo: () => this.revive(source.id) },
        words.followed(source.title),
      );
    }
    return source;
  }

  async unfollow(source: SourceView): Promise<void> {
    const { desk } = this;
    await this.end(source.id);
    const redo = () => this.end(source.id);
    desk.undoable({ done: words.followedAgain(source.title), undo: () => this.revive(source.id), redo }, words.unfollowed(source.title));
  }

  async update(source: SourceView, title: string, folder: string | null): Promise<void> {
    const { desk } = this;
    const put = async (to: { title: string; folder: string | null }) => {
      await desk.backend.call("update_source", { id: source.id, title: to.title, folder: to.folder });
      await this.afterChange();
    };
    await put({ title, folder });
    desk.undoable({ done: words.changed(source.title), undo: () => put(source), redo: () => put({ title, folder }) }, words.changed(title));
  }

  /** Whether there is such a folder or tag. */
  has({ kind, name }: ScopeRef): boolean {
    const { folders, tags } = this.desk.sources.overview;
    return (kind === "folder" ? folders : kind === "tag" ? tags : []).some((one) => one.name === name);
  }

  /** Gives a folder or tag another name; with none, its sources are in no folder, or its articles without it. */
  async renamePlace({ kind, name = "" }: ScopeRef, to: string | null): Promise<void> {
    if (kind !== "folder" && kind !== "tag") return;
    const { desk } = this;
    const [from, command] = [name ?? "", kind === "folder" ? ("rename_folder" as const) : ("rename_tag" as const)];
    let change = 0;
    let count = 0;
    const go = async (here: string | null, there: string | null) => {
      const { scope } = desk.list;
      if (scope.kind === kind && scope.name === here) await desk.openScope(there === null ? { kind: "all" } : { kind, name: there }, "stay");
      await this.afterChange();
      await desk.reading.reload();
    };
    const put = async () => {
      ({ change, count } = await desk.backend.call(command, { name: from, to }));
      await go(from, to);
    };
    await put();
    const undo = async () => {
      await desk.backend.call("undo_renaming", { change });
      await go(to, from);
    };
    const said = to === null ? words.removedPlace[kind](from, count) : words.renamedPlace(from, to);
    desk.undoable({ done: words.placeBack(from), undo, redo: put }, said);
  }

  /** `wanted`: as in `follow`. */
  async saveAddress(address: string, wanted: () => boolean = () => true): Promise<void> {
    const { desk } = this;
    const save = () => desk.backend.call("save_address", { address });
    const card = await save();
    await desk.sources.load();
    if (wanted()) await desk.openScope({ kind: "saved" });
    if (wanted()) await desk.open(card);
    // It may have been saved before: then there is nothing to take back.
    if (!card.linkOnly) return desk.notices.say(words.savedAddress(card.title));
    let { id } = card;
    const undo = async () => {
      desk.adopt(await desk.backend.call("set_saved", { id: this.articleOf(id), saved: false, since: null }));
      await this.afterChange();
    };
    const redo = async () => {
      ({ id } = await save());
      await this.afterChange();
    };
    // A quick server's answer may have been told before ours.
    const end = this.ends.get(card.id);
    desk.undoable({ done: words.unsavedNow, undo, redo }, end ? words.savedEnd(end) : words.savedLink);
  }

  /** The article that a save was answered with, or the one it turned out to be. */
  articleOf(saved: number): number {
    return this.became.get(saved) ?? saved;
  }

  /** A page that was saved has its text, or will not get it. */
  async savedEnded(end: SaveEnd): Promise<void> {
    const { desk } = this;
    const { reading } = desk;
    if (end.id !== end.link) this.became.set(end.link, end.id);
    this.ends.set(end.link, end);
    const open = async (id: number) => {
      const card: ArticleCard = await desk.backend.call("article", { id });
      await desk.open(card);
    };
    if (reading.id === end.link) await (end.id === end.link ? reading.reload() : open(end.id));
    await this.afterChange();
    const deeds: Deed[] = [{ name: words.openSaved, run: () => open(end.id) }];
    const again = async () => {
      await desk.backend.call("show_text", { id: end.id, which: "page" });
    };
    if (end.kind === "link") deeds.push({ name: words.tryAgain, run: again });
    // Who reads it already need not be led to it.
    desk.notices.say(words.savedEnd(end), null, reading.id === end.id ? deeds.slice(1) : deeds);
  }

  private async revive(id: number): Promise<void> {
    await this.desk.backend.call("refollow", { id });
    await this.afterChange();
  }

  private async end(id: number): Promise<void> {
    const { desk } = this;
    await desk.backend.call("unfollow", { id });
    const { scope } = desk.list;
    // Who goes through the sources that need attention stays among them.
    const where = desk.view.page?.kind === "attention" ? "stay" : "show";
    if (scope.kind === "source" && scope.id === id) await desk.openScope({ kind: "unread" }, where);
    await this.afterChange();
  }

  /** Rows may have gone or changed their source's name. */
  private async afterChange(): Promise<void> {
    await Promise.all([this.desk.sources.load(), this.desk.reopenList()]);
  }
}
