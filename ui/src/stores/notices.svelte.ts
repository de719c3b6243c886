// Short messages at the foot of the window. They say what happened, and offer to take it back.
import { failureOf } from "../backend/backend";
import { words } from "../words";
import type { Undoable } from "./undo.svelte";

export interface Notice {
  id: number;
  text: string;
  trouble: boolean;
  undo: Undoable | null;
  deeds: readonly Deed[];
}

/** What is offered beside a message. */
export interface Deed {
  name: string;
  run: () => Promise<void>;
}

const SECONDS = { plain: 5, undo: 9, trouble: 12 };

/** Troubles kept in sight at once: more would hide the page. */
const AT_ONCE = 3;

export class Notices {
  shown = $state.raw<readonly Notice[]>([]);
  private last = 0;
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>();

  say(text: string, undo: Undoable | null = null, deeds: readonly Deed[] = []): void {
    this.show({ text, undo, deeds, trouble: false }, undo || deeds.length > 0 ? SECONDS.undo : SECONDS.plain);
  }

  fail(thrown: unknown): void {
    this.show({ text: words.failure(failureOf(thrown)), undo: null, deeds: [], trouble: true }, SECONDS.trouble);
  }

  dismiss(id: number): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
    this.shown = this.shown.filter((notice) => notice.id !== id);
  }

  /** What offered to undo `entry` is gone, as it has been undone. */
  dismissUndo(entry: Undoable): void {
    for (const notice of this.shown) if (notice.undo === entry) this.dismiss(notice.id);
  }

  /** Keeps a notice while the pointer or the focus is on it. */
  hold(id: number): void {
    clearTimeout(this.timers.get(id));
  }

  release(id: number): void {
    if (this.timers.has(id)) this.timers.set(id, setTimeout(() => this.dismiss(id), SECONDS.plain * 1000));
  }

  private show(notice: Omit<Notice, "id">, seconds: number): void {
    const id = ++this.last;
    // What went well is said one thing at a time; what went wrong stays, and the same words twice are one message.
    const others = this.shown.filter((one) => one.trouble && one.text !== notice.text);
    this.shown = [...others, { ...notice, id }].slice(-AT_ONCE);
    this.timers.set(id, setTimeout(() => this.dismiss(id), seconds * 1000));
  }
}
