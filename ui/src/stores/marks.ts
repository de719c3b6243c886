// The reader's own side of articles: read, saved, tags. Every change knows its inverse.
import type { ArticleCard } from "../backend/generated/ArticleCard";
import type { ScopeRef } from "../backend/generated/ScopeRef";
import { words } from "../words";
import type { Desk } from "./desk.svelte";
import { sameScope } from "./sources.svelte";

export class Marks {
  constructor(private readonly desk: Desk) {}

  /** `quietly`: can be undone, but is not worth a message. */
  async setRead(card: ArticleCard, read: boolean, how: "said" | "quietly" = "said"): Promise<void> {
    await this.putRead(card.id, read);
    const said = read ? words.markedRead : words.markedUnread;
    const done = read ? words.markedUnread : words.markedRead;
    this.desk.undoable({ done, undo: () => this.putRead(card.id, !read) }, how === "said" ? said : null);
  }

  async setSaved(card: ArticleCard, saved: boolean): Promise<void> {
    const put = async (value: boolean) => this.desk.adopt(await this.desk.backend.call("set_saved", { id: card.id, saved: value }));
    await put(saved);
    const [said, done] = saved ? [words.savedNow, words.unsavedNow] : [words.unsavedNow, words.savedNow];
    this.desk.undoable({ done, undo: () => put(!saved) }, said);
  }

  async setTag(card: ArticleCard, tag: string, on: boolean): Promise<void> {
    const put = async (value: boolean) =>
      this.desk.adopt(await this.desk.backend.call(value ? "add_tag" : "remove_tag", { id: card.id, tag }));
    const already = (this.desk.current?.id === card.id ? this.desk.current : card).tags.includes(tag) === on;
    await put(on);
    if (already) return this.desk.notices.say(on ? words.tagged(tag) : words.untagged(tag));
    const [said, done] = on ? [words.tagged(tag), words.untagged(tag)] : [words.untagged(tag), words.tagged(tag)];
    this.desk.undoable({ done, undo: () => put(!on) }, said);
  }

  async markAllRead(scope: ScopeRef): Promise<void> {
    const { desk } = this;
    const { change, count } = await desk.backend.call("mark_all_read", { scope });
    if (count === 0) return desk.notices.say(words.allRead(0));
    const rows = desk.search.active ? desk.search.hits.map((hit) => hit.article) : desk.list.rows.filter((row) => this.covers(scope, row));
    const marked = new Set(rows.filter((row) => !row.read).map((row) => row.id));
    this.showRead(marked, true);
    const undo = async () => {
      await desk.backend.call("undo_mark_all_read", { change });
      this.showRead(marked, false);
      await desk.list.merge(desk.reading.row);
    };
    desk.undoable({ done: words.unreadAgain(count), undo }, words.allRead(count));
  }

  private async putRead(id: number, read: boolean): Promise<void> {
    const { desk } = this;
    await desk.backend.call("set_read", { ids: [id], read });
    desk.list.patch(new Set([id]), { read });
    const card = desk.rows.find((row) => row.id === id) ?? desk.current;
    if (card?.id === id) desk.adopt({ ...card, read });
    else desk.sources.recount();
  }

  private showRead(ids: ReadonlySet<number>, read: boolean): void {
    const { list, reading, search, sources } = this.desk;
    list.patch(ids, { read });
    search.patch(ids, { read });
    const row = list.rows.find((one) => one.id === reading.row);
    if (row) reading.patch(row);
    sources.recount();
  }

  /** Whether the scope has this row of the present list. */
  private covers(scope: ScopeRef, row: ArticleCard): boolean {
    const { list, sources } = this.desk;
    if (sameScope(scope, list.scope)) return true;
    switch (scope.kind) {
      case "all":
      case "unread": return true;
      case "saved": return row.saved;
      case "source": return row.sourceId === scope.id;
      case "folder": return sources.find(row.sourceId)?.folder === scope.name;
      case "tag": return row.tags.includes(scope.name ?? "");
      // Which articles a search finds, the library knows; the event that follows brings them.
      case "search": return false;
    }
  }
}
