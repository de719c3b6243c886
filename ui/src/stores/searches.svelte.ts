// The searches that are kept as lists.
import type { SavedSearch } from "../backend/generated/SavedSearch";
import type { ScopeRef } from "../backend/generated/ScopeRef";
import { words } from "../words";
import type { Desk } from "./desk.svelte";

export class Searches {
  all = $state.raw<readonly SavedSearch[]>([]);
  private turn = 0;

  constructor(private readonly desk: Desk) {}

  /** Reads them, and counts anew. */
  async load(): Promise<void> {
    const turn = ++this.turn;
    const all = await this.desk.backend.call("saved_searches", {});
    if (turn === this.turn) this.all = all;
  }

  find(id: number | null | undefined): SavedSearch | undefined {
    return this.all.find((one) => one.id === id);
  }

  /** The kept search whose list is open. */
  get open(): SavedSearch | undefined {
    const { list, search } = this.desk;
    return list.scope.kind === "search" && !search.active ? this.find(list.scope.id) : undefined;
  }

  /** Keeps a search under a name, or changes one that is kept. True when it is done. */
  async keep(saved: SavedSearch | null, name: string, text: string): Promise<true> {
    const { desk } = this;
    if (saved) {
      const put = async (to: { name: string; query: string }) => {
        const kept = await desk.backend.call("update_saved_search", { id: saved.id, name: to.name, text: to.query });
        await this.load();
        await desk.openScope(scopeOf(kept));
      };
      await put({ name, query: text });
      const redo = () => put({ name, query: text });
      desk.undoable({ done: words.searchAsBefore(saved.name), undo: () => put(saved), redo }, words.searchChanged(name));
      return true;
    }
    // The name may have been taken: then that search is another now, and undoing gives it its words back.
    const before = this.all.find((one) => one.name === name.trim());
    let kept = await this.add(name, text);
    await desk.openScope(scopeOf(kept));
    const redo = async () => void (kept = await this.add(name, text));
    const undo = before ? async () => void (await this.add(before.name, before.query)) : () => this.drop(kept.id);
    const [done, said] = before ? [words.searchAsBefore, words.searchChanged] : [words.searchGone, words.searchKept];
    desk.undoable({ done: done(kept.name), undo, redo }, said(kept.name));
    return true;
  }

  async remove(saved: SavedSearch): Promise<void> {
    const { desk } = this;
    let { id } = saved;
    await this.drop(id);
    const undo = async () => void ({ id } = await this.add(saved.name, saved.query));
    desk.undoable({ done: words.searchKept(saved.name), undo, redo: () => this.drop(id) }, words.searchGone(saved.name));
  }

  private async add(name: string, text: string): Promise<SavedSearch> {
    const kept = await this.desk.backend.call("save_search", { name, text });
    await this.load();
    return kept;
  }

  private async drop(id: number): Promise<void> {
    const { desk } = this;
    const wasOpen = this.open?.id === id;
    await desk.backend.call("remove_saved_search", { id });
    await this.load();
    if (wasOpen) await desk.openScope({ kind: "unread" });
  }
}

export function scopeOf({ id, query }: SavedSearch): ScopeRef {
  return { kind: "search", id, name: query };
}
