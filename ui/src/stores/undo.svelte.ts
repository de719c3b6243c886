// What can be taken back, and done again: two stacks of what was done.
import { failureOf } from "../backend/backend";

export interface Undoable {
  /** What the reader is told once it is undone. */
  done: string;
  /** Takes it back. */
  undo: () => Promise<void>;
  /** Does it again, after it was taken back. */
  redo: () => Promise<void>;
}

/** More than this nobody remembers. */
const DEPTH = 100;

export class UndoStack {
  private entries = $state.raw<readonly Undoable[]>([]);
  private undone = $state.raw<readonly Undoable[]>([]);

  get size(): number {
    return this.entries.length;
  }

  /** How much can be done again. */
  get again(): number {
    return this.undone.length;
  }

  push(entry: Undoable): void {
    this.entries = [...this.entries, entry].slice(-DEPTH);
    // What is done now may be about the same: doing the former again would not give what it gave.
    this.undone = [];
  }

  /** Nothing that was done can be taken back any more. */
  clear(): void {
    this.entries = [];
    this.undone = [];
  }

  /** Undoes the newest entry, or the one given if it has not been undone yet. Null when there is nothing to undo. */
  async undo(which: Undoable | undefined = this.entries.at(-1)): Promise<Undoable | null> {
    if (!which || !this.entries.includes(which)) return null;
    // Taken off first: a second press while the first is at work must undo the one before, not the same again.
    this.entries = this.entries.filter((entry) => entry !== which);
    await attempt(which.undo, () => (this.entries = [...this.entries, which]));
    this.undone = [...this.undone, which];
    return which;
  }

  /** Does again what was undone last. Null when there is nothing to do again. */
  async redo(): Promise<Undoable | null> {
    const which = this.undone.at(-1);
    if (!which) return null;
    this.undone = this.undone.slice(0, -1);
    await attempt(which.redo, () => (this.undone = [...this.undone, which]));
    this.entries = [...this.entries, which];
    return which;
  }
}

/** What fails is there to be tried again, unless what it is about has gone: it would stand before all that is older. */
async function attempt(work: () => Promise<void>, keep: () => void): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (failureOf(thrown).code !== "not-found") keep();
    throw thrown;
  }
}
