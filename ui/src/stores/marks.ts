// The reader's own side of articles: read, saved, tags. Every change knows its inverse.
import type { ArticleCard } from "../backend/generated/ArticleCard";
import type { ScopeRef } from "../backend/generated/ScopeRef";
import { words } from "../words";
import type { Desk } from "./desk.svelte";
import { sameScope } from "./sources.svelte";
import type { Undoable } from "./undo.svelte";

/** A bulk change that the library can undo, as the window's session keeps it. */
interface Bulk {
  scope: ScopeRef;
  change: number;
  count: number;
}

const KEPT = "standfirst.all-read";
/** The library itself forgets older ones. */
const MOST = 20;

export class Marks {
  constructor(private readonly desk: Desk) {}

  /** `quietly`: can be undone, but is not worth a message. */
  async setRead(card: ArticleCard, read: boolean, how: "said" | "quietly" = "said"): Promise<void> {
    await this.putRead(card.id, read);
    const said = read ? words.markedRead : words.markedUnread;
    const done = read ? words.markedUnread : words.markedRead;
    this.desk.undoable({ done, undo: () => this.putRead(card.id, !read), redo: () => this.putRead(card.id, read) }, how === "said" ? said : null);
  }

  /** Marks several at once, as one deed. */
  async setAllRead(cards: readonly ArticleCard[], read: boolean): Promise<void> {
    const [first] = cards;
    if (cards.length === 1 && first) return this.setRead(first, read);
    const { desk } = this;
    const changed = new Set(cards.filter((card) => card.read !== read).map((card) => card.id));
    const put = async (value: boolean) => {
      await desk.backend.call("set_read", { ids: [...changed], read: value });
      this.showRead(changed, value);
    };
    await put(read);
    const said = (value: boolean) => words.pickedRead(changed.size, value);
    desk.undoable({ done: said(!read), undo: () => put(!read), redo: () => put(read) }, said(read));
  }

  /** The same for saving. Taken back, it was saved when it had been. */
  async setAllSaved(cards: readonly ArticleCard[], saved: boolean): Promise<void> {
    const [first] = cards;
    if (cards.length === 1 && first) return this.setSaved(first, saved);
    const { desk } = this;
    const changed = cards.filter((card) => card.saved !== saved);
    const archived = changed.filter((card) => card.archived).map((card) => card.id);
    const put = async (value: boolean) => {
      for (const { id, savedAt } of changed) desk.adopt(await desk.backend.call("set_saved", { id, saved: value, since: savedAt }));
    };
    // Taken back, what was put away is put away again.
    const back = async () => {
      await put(!saved);
      if (archived.length > 0) await this.putArchived(archived, true);
    };
    await put(saved);
    const said = (value: boolean) => words.pickedSaved(changed.length, value);
    desk.undoable({ done: said(!saved), undo: back, redo: () => put(saved) }, said(saved));
  }

  async setSaved(card: ArticleCard, saved: boolean): Promise<void> {
    const { desk } = this;
    const put = async (value: boolean) => {
      desk.adopt(await desk.backend.call("set_saved", { id: card.id, saved: value, since: card.savedAt }));
      // Whether it is kept offline goes by that, too.
      if (desk.reading.id === card.id) await desk.reading.reload();
    };
    // Taken back, what was put away is put away again.
    const back = async () => {
      await put(!saved);
      if (card.archived && !saved) await this.putArchived([card.id], true);
    };
    await put(saved);
    const [said, done] = saved ? [words.savedNow, words.unsavedNow] : [words.unsavedNow, words.savedNow];
    desk.undoable({ done, undo: back, redo: () => put(saved) }, said);
  }

  /** Puts saved articles away, or takes them back. They leave the list that is open, as it is not theirs any more. */
  async setArchived(cards: readonly ArticleCard[], archived: boolean): Promise<void> {
    const ids = cards.filter((card) => card.archived !== archived).map((card) => card.id);
    await this.putArchived(ids, archived);
    const [said, done] = archived ? [words.archivedNow(ids.length), words.unarchivedNow(ids.length)] : [words.unarchivedNow(ids.length), words.archivedNow(ids.length)];
    this.desk.undoable({ done, undo: () => this.putArchived(ids, !archived), redo: () => this.putArchived(ids, archived) }, said);
  }

  private async putArchived(ids: number[], archived: boolean): Promise<void> {
    const { desk } = this;
    await desk.backend.call("set_archived", { ids, archived });
    const changed = new Set(ids);
    desk.list.patch(changed, { archived, saved: true });
    desk.search.patch(changed, { archived, saved: true });
    const { current } = desk;
    if (current && changed.has(current.id)) desk.reading.patch({ ...current, archived, saved: true });
    const { kind } = desk.list.scope;
    if (kind === (archived ? "saved" : "archived")) desk.list.remove(changed);
    else if (kind === "saved" || kind === "archived") await desk.reopenList();
    desk.sources.recount();
  }

  async setTag(card: ArticleCard, tag: string, on: boolean): Promise<void> {
    const put = async (value: boolean) =>
      this.desk.adopt(await this.desk.backend.call(value ? "add_tag" : "remove_tag", { id: card.id, tag }));
    const already = (this.desk.current?.id === card.id ? this.desk.current : card).tags.includes(tag) === on;
    await put(on);
    if (already) return this.desk.notices.say(on ? words.tagged(tag) : words.untagged(tag));
    const [said, done] = on ? [words.tagged(tag), words.untagged(tag)] : [words.untagged(tag), words.tagged(tag)];
    this.desk.undoable({ done, undo: () => put(!on), redo: () => put(on) }, said);
  }

  async markAllRead(scope: ScopeRef): Promise<void> {
    const { desk } = this;
    const { change, count } = await desk.backend.call("mark_all_read", { scope });
    if (count === 0) return desk.notices.say(words.allRead(0));
    desk.undoable(this.bulk(scope, change, count, this.showAllRead(scope)), words.allRead(count));
  }

  /** What was marked before the window was loaded anew can be undone still: the library keeps it. */
  recall(): void {
    for (const { scope, change, count } of kept()) this.desk.undos.push(this.bulk(scope, change, count));
  }

  private bulk(scope: ScopeRef, made: number, count: number, rows: ReadonlySet<number> = new Set()): Undoable {
    const { desk } = this;
    let [change, marked] = [made, rows];
    keep([...kept().filter((one) => one.change !== change), { scope, change, count }]);
    return {
      done: words.unreadAgain(count),
      undo: async () => {
        await desk.backend.call("undo_mark_all_read", { change });
        keep(kept().filter((one) => one.change !== change));
        this.showRead(marked, false);
        // What else is unread again, the library knows.
        await desk.list.merge(desk.reading.row);
      },
      redo: async () => {
        ({ change } = await desk.backend.call("mark_all_read", { scope }));
        keep([...kept(), { scope, change, count }]);
        marked = this.showAllRead(scope);
      },
    };
  }

  private async putRead(id: number, read: boolean): Promise<void> {
    const { desk } = this;
    await desk.backend.call("set_read", { ids: [id], read });
    desk.list.patch(new Set([id]), { read });
    const card = desk.rows.find((row) => row.id === id) ?? desk.current;
    if (card?.id === id) desk.adopt({ ...card, read });
    else desk.sources.recount();
  }

  /** Shows what of the list or the search is read by now; returns the rows that were not before. */
  private showAllRead(scope: ScopeRef): ReadonlySet<number> {
    const { list, search } = this.desk;
    const rows = search.active ? search.hits.map((hit) => hit.article) : list.rows.filter((row) => this.covers(scope, row));
    const marked = new Set(rows.filter((row) => !row.read).map((row) => row.id));
    this.showRead(marked, true);
    return marked;
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
      case "saved": return row.saved && !row.archived;
      case "archived": return row.archived;
      case "source": return row.sourceId === scope.id;
      case "folder": return sources.find(row.sourceId)?.folder === scope.name;
      case "tag": return row.tags.includes(scope.name ?? "");
      // Which articles a search finds, the library knows; the event that follows brings them.
      case "hidden":
      case "search": return false;
    }
  }
}

function kept(): Bulk[] {
  try {
    const rows: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(rows) ? (rows as Bulk[]) : [];
  } catch {
    return [];
  }
}

function keep(bulks: Bulk[]): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(bulks.slice(-MOST)));
  } catch {
    // A full storage costs an undoing after the next reload, not the marks.
  }
}
