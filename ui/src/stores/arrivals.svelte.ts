// What other programs handed over, and links that were dropped on the window: what was done is said and can be undone, what
// is to be decided is asked, one thing after the other and never over a dialog that is open. What they want to see waits as well.
import type { Arrival } from "../backend/generated/Arrival";
import type { ArticleCard } from "../backend/generated/ArticleCard";
import { words } from "../words";
import type { Desk } from "./desk.svelte";

/** Questions that wait at most: a page that calls without end is not to be answered without end. */
const MOST = 20;

type Question = Exclude<Arrival, { kind: "saved" | "refused" }> | { kind: "dropped"; address: string } | { kind: "address" };

export class Arrivals {
  /** What the reader is to be asked, the first first. */
  waiting = $state.raw<readonly Question[]>([]);

  /** Somebody outside the window wants to see something, and does not yet. */
  private wanted = $state(false);

  private loading = false;
  /** Something came in since the last call was made. */
  private called = false;

  constructor(private readonly desk: Desk) {}

  /**
   * Takes what has come in. One call at a time: answers of calls made at once may come in another order than their calls, and
   * what is said last must be what came last.
   */
  async load(): Promise<void> {
    this.called = true;
    if (this.loading) return;
    this.loading = true;
    try {
      while (this.called) {
        this.called = false;
        await this.take(await this.desk.backend.call("arrivals", {}));
      }
    } finally {
      this.loading = false;
    }
  }

  async take(arrivals: readonly Arrival[]): Promise<void> {
    const saved: ArticleCard[] = [];
    for (const arrival of arrivals) {
      if (arrival.kind === "refused") this.desk.notices.fail(arrival.failure);
      else if (arrival.kind !== "saved") this.ask(arrival);
      else if (arrival.already) this.desk.notices.say(words.savedBefore(arrival.article.title));
      else saved.push(arrival.article);
    }
    if (saved.length > 0) await this.saved(saved);
  }

  /** Links that were dropped on the window. */
  dropped(addresses: readonly string[]): void {
    for (const address of addresses) this.ask({ kind: "dropped", address });
  }

  /**
   * Shows what somebody outside the window wants to see: the notification that was clicked, a row of the tray's menu. Not while
   * a dialog is open, as what is half written there would be lost; the newsroom keeps it until then, or what is wanted later.
   */
  async show(): Promise<void> {
    const { desk } = this;
    this.wanted = desk.view.dialog !== null;
    if (this.wanted) return;
    const wanted = await desk.backend.call("to_show", {});
    if (wanted === null) return;
    if (wanted.save) {
      // A dialog may have been opened since.
      if (desk.view.dialog === null) desk.view.show({ kind: "save" });
      else this.ask({ kind: "address" });
      return;
    }
    await desk.openScope(wanted.source === null ? { kind: "unread" } : { kind: "source", id: wanted.source });
    if (wanted.article !== null) await desk.open(await desk.backend.call("article", { id: wanted.article }));
  }

  /** Asks what waits first, once there is nothing else to be answered. */
  next(): void {
    if (this.wanted && this.desk.view.dialog === null) void this.desk.attempt(() => this.show());
    const [first, ...rest] = this.waiting;
    const { view, importing } = this.desk;
    if (!first || view.dialog !== null || importing.busy || this.desk.broken !== null) return;
    this.waiting = rest;
    switch (first.kind) {
      case "follow": return view.show({ kind: "follow", address: first.address, outside: true });
      case "dropped": return view.show({ kind: "follow", address: first.address });
      case "save": return view.show({ kind: "save", address: first.address, title: first.title });
      case "address": return view.show({ kind: "save" });
      case "file": return importing.show(first.name, first.look);
    }
  }

  /** Whether a file waits, in whose place the newsroom has put aside the one before it. */
  get hasFile(): boolean {
    return this.waiting.some(({ kind }) => kind === "file");
  }

  private ask(question: Question): void {
    if (question.kind === "file") this.waiting = this.waiting.filter(({ kind }) => kind !== "file");
    if (this.waiting.length < MOST) this.waiting = [...this.waiting, question];
  }

  private async saved(cards: readonly ArticleCard[]): Promise<void> {
    const { desk } = this;
    const put = async (saved: boolean) => {
      for (const { id } of cards) desk.adopt(await desk.backend.call("set_saved", { id: desk.following.articleOf(id), saved, since: null }));
    };
    for (const card of cards) desk.adopt(card);
    await desk.sources.load();
    const [only] = cards;
    const said = cards.length === 1 && only ? (only.linkOnly ? words.savedLink : words.savedAddress(only.title)) : words.savedPages(cards.length);
    desk.undoable({ done: words.unsavedNow, undo: () => put(false), redo: () => put(true) }, said);
  }
}

/** The addresses of the web in what is dragged: a list of them, or the first link of a marked-up text. */
export function addressesIn(data: DataTransfer): string[] {
  const list = data.getData("text/uri-list").split(/\r?\n/u).filter((line) => !line.startsWith("#"));
  const web = list.map((line) => line.trim()).filter((line) => /^https?:\/\/\S+$/iu.test(line));
  if (web.length > 0) return [...new Set(web)].slice(0, MOST);
  const link = new DOMParser().parseFromString(data.getData("text/html"), "text/html").querySelector<HTMLAnchorElement>("a[href^='http' i]");
  return link && /^https?:\/\/\S+$/iu.test(link.href) ? [link.href] : [];
}
