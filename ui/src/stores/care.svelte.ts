// What the reader does for one source: pause it, give it another address or a login, repair it. Repairs are remembered while
// the page that shows them is open, so that a row can say what happened.
import { failureOf } from "../backend/backend";
import type { AccessInput } from "../backend/generated/AccessInput";
import type { Failure } from "../backend/generated/Failure";
import type { KeepRule } from "../backend/generated/KeepRule";
import type { Older } from "../backend/generated/Older";
import type { Repair } from "../backend/generated/Repair";
import type { SourceView } from "../backend/generated/SourceView";
import { needsAttention } from "../health";
import { words } from "../words";
import type { Desk } from "./desk.svelte";

/** Repairs at once: each asks several addresses, and most wait for servers that do not answer. */
const AT_ONCE = 4;

/** How far the repair of a source is, and what came of it. */
export type Tended =
  | { kind: "looking" }
  | { kind: "done"; repair: Repair }
  | { kind: "moved"; sentence: string }
  | { kind: "well" }
  | { kind: "failed"; failure: Failure };

export class Care {
  /** By the id of the source. */
  tended = $state.raw<ReadonlyMap<number, Tended>>(new Map());
  /** How far "Repair all" is; null while it is not at work. */
  all = $state.raw<{ done: number; total: number } | null>(null);
  /** Fetching older articles, for the source with this id. */
  fetching = $state<number | null>(null);
  older = $state.raw<{ id: number; outcome: Older | Failure } | null>(null);
  private stopped = false;

  constructor(private readonly desk: Desk) {}

  async setPaused(source: SourceView, paused: boolean): Promise<void> {
    const put = async (to: boolean) => {
      this.desk.adoptSource(await this.desk.backend.call("set_source_paused", { id: source.id, paused: to }));
      // It is due at once, as if it had just been followed.
      if (!to) await this.desk.refresh.startDue();
    };
    await put(paused);
    const said = (to: boolean) => (to ? words.pausedNow : words.unpausedNow)(source.title);
    this.desk.undoable({ done: said(!paused), undo: () => put(!paused), redo: () => put(paused) }, said(paused));
  }

  async setQuiet(source: SourceView, quiet: boolean): Promise<void> {
    const put = async (to: boolean) => {
      this.desk.adoptSource(await this.desk.backend.call("set_source_quiet", { id: source.id, quiet: to }));
      await this.desk.reopenList();
      this.desk.sources.recount();
    };
    await put(quiet);
    const said = (to: boolean) => (to ? words.quietNow : words.unquietNow)(source.title);
    this.desk.undoable({ done: said(!quiet), undo: () => put(!quiet), redo: () => put(quiet) }, said(quiet));
  }

  /** Whether the desktop tells of its new articles. */
  async setNotify(source: SourceView, notify: boolean): Promise<void> {
    const put = async (to: boolean) => this.desk.adoptSource(await this.desk.backend.call("set_source_notify", { id: source.id, notify: to }));
    await put(notify);
    const said = (to: boolean) => (to ? words.notifyNow : words.notifyNoMore)(source.title);
    this.desk.undoable({ done: said(!notify), undo: () => put(!notify), redo: () => put(notify) }, said(notify));
  }

  /** Whether the pages of its articles are asked for their text. */
  async setText(source: SourceView, before: string, mode: string): Promise<void> {
    const { desk } = this;
    const put = async (to: string) => desk.about.take(await desk.backend.call("set_source_text", { id: source.id, mode: to }));
    await put(mode);
    const said = words.sourceTextNow(source.title);
    desk.undoable({ done: said, undo: () => put(before), redo: () => put(mode) }, said);
  }

  /** How long its articles are kept. Not undoable: what that removes is gone. */
  async setKeep(source: SourceView, rule: KeepRule): Promise<void> {
    this.desk.about.take(await this.desk.backend.call("set_source_keep", { id: source.id, rule }));
    this.desk.notices.say(words.keepsNow);
  }

  /** Blocks like one that was put back are left out of its pages again. */
  async forgetRestored(source: SourceView, mark: string): Promise<void> {
    this.desk.about.take(await this.desk.backend.call("forget_restored", { source: source.id, mark }));
    this.desk.notices.say(words.leftOutAgain);
  }

  /** Gives it another address, and asks it there. */
  async setAddress(source: SourceView, address: string): Promise<void> {
    const { desk } = this;
    const put = async (to: string) => {
      desk.adoptSource(await desk.backend.call("set_source_address", { id: source.id, address: to }));
      await desk.about.load();
      await desk.backend.call("refresh", { source: source.id });
    };
    await put(address);
    desk.undoable({ done: words.addressBack(source.title), undo: () => put(source.url), redo: () => put(address) }, words.addressChanged(source.title));
  }

  /** Sets whom it is asked as, and asks it so. */
  async setAccess(source: SourceView, access: AccessInput): Promise<void> {
    const { desk } = this;
    const page = await desk.backend.call("set_source_access", { id: source.id, access });
    desk.about.take(page);
    desk.notices.say(words.accessChanged(source.title));
    await desk.backend.call("refresh", { source: source.id });
  }

  async repair(source: SourceView): Promise<void> {
    const { desk } = this;
    if (this.tended.get(source.id)?.kind === "looking") return;
    this.put(source.id, { kind: "looking" });
    try {
      const repair = await desk.backend.call("repair_source", { id: source.id });
      this.put(source.id, { kind: "done", repair });
      desk.adoptSource(repair.source);
      void desk.about.load();
    } catch (thrown) {
      this.put(source.id, { kind: "failed", failure: failureOf(thrown) });
    }
  }

  /** One of the feeds a repair offered. */
  async take(source: SourceView, url: string): Promise<void> {
    await this.setAddress(source, url);
    this.put(source.id, { kind: "moved", sentence: words.movedTo(url) });
  }

  /** Repairs every source that needs attention and has not been tended to yet, a few at a time. */
  async repairAll(): Promise<void> {
    if (this.all) return;
    const waiting = this.failing().filter(({ id }) => !this.tended.has(id));
    const queue = waiting.length > 0 ? waiting : this.failing();
    const total = queue.length;
    if (total === 0) return;
    this.stopped = false;
    this.all = { done: 0, total };
    const work = async () => {
      for (let next = queue.shift(); next && !this.stopped; next = queue.shift()) {
        await this.repair(next);
        this.all = { done: (this.all?.done ?? 0) + 1, total };
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    this.all = null;
  }

  /** Ends "Repair all" after those that are being looked for. */
  stop(): void {
    this.stopped = true;
  }

  async fetchOlder(source: SourceView): Promise<void> {
    if (this.fetching !== null) return;
    this.fetching = source.id;
    this.older = null;
    try {
      this.older = { id: source.id, outcome: await this.desk.backend.call("older_articles", { id: source.id }) };
    } catch (thrown) {
      this.older = { id: source.id, outcome: failureOf(thrown) };
    } finally {
      this.fetching = null;
    }
    await this.desk.about.load();
  }

  /** What is to be said of a source's repair now. One that was not found may have answered since, or been paused. */
  outcomeOf(source: SourceView): Tended | undefined {
    const tended = this.tended.get(source.id);
    if (tended?.kind !== "done" || tended.repair.repaired || needsAttention(source)) return tended;
    return source.state === "paused" ? undefined : { kind: "well" };
  }

  /** Sources that need attention, and those whose repair is still to be read about. */
  rows(): SourceView[] {
    return this.desk.sources.overview.sources.filter((source) => needsAttention(source) || this.tended.has(source.id));
  }

  /** A page is opened: what older repairs came to has been read. Those under way go on. */
  forget(): void {
    this.tended = new Map([...this.tended].filter(([, tended]) => tended.kind === "looking"));
    this.older = null;
  }

  private failing(): SourceView[] {
    return this.desk.sources.overview.sources.filter(needsAttention);
  }

  private put(id: number, tended: Tended): void {
    this.tended = new Map(this.tended).set(id, tended);
  }
}
