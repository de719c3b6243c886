// What the window makes of what the newsroom tells without being asked: some is for one store, the rest says that the library
// has changed, and then what is shown is looked at anew.
import type { Event } from "../backend/generated/Event";
import type { RefreshState } from "../backend/generated/RefreshState";
import { words } from "../words";
import type { Desk } from "./desk.svelte";

/** Milliseconds in which events that say "changed" are taken for one. */
const CALM = 250;
/** Milliseconds after which they are heeded though more keep coming, as they do during a long refresh. */
const LONGEST = 1500;

export class Events {
  /** A refresh has asked sources since they were counted last. */
  uncounted = $state(false);
  private calm: ReturnType<typeof setTimeout> | undefined;
  private overdue: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly desk: Desk) {}

  heard(event: Event): void {
    const { desk } = this;
    if (event.kind === "saved") {
      void desk.attempt(() => desk.following.savedEnded(event.end));
      return;
    }
    if (event.kind === "import") return desk.importing.heard(event.state);
    if (event.kind === "notify") return desk.rules.heard(event.notifications);
    if (event.kind === "export") return desk.exporting.heard(event.state);
    if (event.kind === "arrived") return void desk.attempt(() => desk.arrivals.load());
    // The shell tells the desktop; in the window `notify` says it.
    if (event.kind === "bulletin") return;
    if (event.kind === "show") {
      void desk.attempt(() => desk.arrivals.show());
      return;
    }
    if (event.kind === "shared") return desk.notices.say(event.message);
    if (event.kind === "trouble") {
      desk.notices.fail(event.failure);
      return;
    }
    if (event.kind === "refresh") {
      this.ended(desk.refresh.heard(event.state));
      this.uncounted = true;
      if (event.state.running) return;
    }
    const heed = () => {
      this.rest();
      void this.catchUp().catch(() => undefined);
    };
    clearTimeout(this.calm);
    this.calm = setTimeout(heed, CALM);
    this.overdue ??= setTimeout(heed, LONGEST);
  }

  /** Lets go of what was not heeded yet. */
  rest(): void {
    clearTimeout(this.calm);
    clearTimeout(this.overdue);
    this.overdue = undefined;
  }

  private ended(refresh: RefreshState | null): void {
    if (refresh) this.desk.notices.say(words.refreshed(refresh));
  }

  private async count(): Promise<void> {
    const { desk } = this;
    // A refresh that has ended by now asks nobody after it.
    const ended = !desk.refresh.state.running;
    await desk.sources.load();
    if (ended) this.uncounted = desk.refresh.state.running;
  }

  private async catchUp(): Promise<void> {
    const { desk } = this;
    // The event that says a refresh has ended may be the one that was lost.
    const refresh = desk.refresh.load().then((state) => this.ended(state));
    void desk.searches.load().catch(() => undefined);
    await Promise.all([this.count(), desk.list.merge(desk.reading.row), refresh, desk.about.load(), desk.reading.follow(), desk.highlights.follow(), desk.rules.catchUp()]);
    const row = desk.list.rows.find((one) => one.id === desk.reading.row);
    if (row) desk.reading.patch(row);
  }
}
