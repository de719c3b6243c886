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
    const kept = saved
      ? await desk.backend.call("update_saved_search", { id: saved.id, name, text })
      : await desk.backend.call("save_search", { name, text });
    await this.load();
    await desk.openScope(scopeOf(kept));
    if (saved) {
      const undo = async () => void (await this.keep(kept, saved.name, saved.query));
      desk.undoable({ done: words.searchAsBefore(saved.name), undo }, words.searchChanged(kept.name));
    } else {
      desk.undoable({ done: words.searchGone(kept.name), undo: () => this.drop(kept.id) }, words.searchKept(kept.name));
    }
    return true;
  }

  async remove(saved: SavedSearch): Promise<void> {
    const { desk } = this;
    await this.drop(saved.id);
    const undo = async () => {
      await desk.backend.call("save_search", { name: saved.name, text: saved.query });
      await this.load();
    };
    desk.undoable({ done: words.searchKept(saved.name), undo }, words.searchGone(saved.name));
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
