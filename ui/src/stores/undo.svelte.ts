// What can be taken back: a stack of inverse commands.
import { failureOf } from "../backend/backend";

export interface Undoable {
  /** What the reader is told once it is undone. */
  done: string;
  /** Takes it back. */
  undo: () => Promise<void>;
}

/** More than this nobody remembers. */
const DEPTH = 100;

export class UndoStack {
  private entries = $state.raw<readonly Undoable[]>([]);

  get size(): number {
    return this.entries.length;
  }

  push(entry: Undoable): void {
    this.entries = [...this.entries, entry].slice(-DEPTH);
  }

  /** Nothing that was done can be taken back any more. */
  clear(): void {
    this.entries = [];
  }

  /** Undoes the newest entry, or the one given if it has not been undone yet. Null when there is nothing to undo. */
  async undo(which: Undoable | undefined = this.entries.at(-1)): Promise<Undoable | null> {
    if (!which || !this.entries.includes(which)) return null;
    // Taken off first: a second press while the first is at work must undo the one before, not the same again.
    this.entries = this.entries.filter((entry) => entry !== which);
    try {
      await which.undo();
    } catch (thrown) {
      // What it is about has gone: it will never work, and would stand before all that is older.
      if (failureOf(thrown).code !== "not-found") this.entries = [...this.entries, which];
      throw thrown;
    }
    return which;
  }
}
