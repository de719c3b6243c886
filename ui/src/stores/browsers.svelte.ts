// Which browsers can save here through the extension.
import type { BrowserConnections } from "../backend/generated/BrowserConnections";
import { words } from "../words";
import type { Desk } from "./desk.svelte";

export class Browsers {
  /** Null until it was asked for. */
  now = $state.raw<BrowserConnections | null>(null);

  constructor(private readonly desk: Desk) {}

  /** Those to be told, by name: the reader's browsers that do not know the way here. */
  readonly lacking = $derived((this.now?.browsers ?? []).filter((one) => one.state === "stale" || (one.present && one.state === "unknown")));

  async load(): Promise<void> {
    this.now = await this.desk.backend.call("browsers", {});
  }

  /** Tells the reader's browsers how to reach the app; can be taken back. */
  async connect(): Promise<void> {
    await this.load();
    const told = this.lacking;
    if (told.length === 0) return this.desk.notices.say(words.browsersNothingToDo(this.now?.browsers.some((one) => one.state !== "unknown") ?? false));
    const names = told.map(({ name }) => name);
    const [redo, undo] = [true, false].map((on) => async () => void (this.now = await this.desk.backend.call("connect_browsers", { names, on }))) as [() => Promise<void>, () => Promise<void>];
    await redo();
    this.desk.undoable({ done: words.browsersUntold, undo, redo }, words.browsersTold(told.map(({ title }) => title)));
  }
}
