// Refreshing: how far it is, how to start and stop it. When it goes on by itself is decided in Rust, window or not.
import type { Backend } from "../backend/backend";
import type { RefreshState } from "../backend/generated/RefreshState";

const IDLE: RefreshState = { running: false, done: 0, total: 0, new: 0, failed: 0, current: null, finished: null };

export class Refresh {
  state = $state.raw<RefreshState>(IDLE);
  /** Whether the reader asked for the one under way, and so wants to hear how it ended. */
  private asked = false;

  constructor(private readonly backend: Backend) {}

  /** Asks how far it is. Gives what `heard` gives; an event that came meanwhile knows better than the answer. */
  async load(): Promise<RefreshState | null> {
    const before = this.state;
    const state = await this.backend.call("refresh_state", {});
    return this.state === before ? this.heard(state) : null;
  }

  /** Asks all sources, or one, now. */
  async start(source: number | null): Promise<void> {
    this.asked = true;
    await this.backend.call("refresh", { source });
  }

  async startDue(): Promise<void> {
    if (!this.state.running) await this.backend.call("refresh_due", {});
  }

  /** Goes on with what has not been asked, and tells how it ended. One that is under way comes first. */
  async resume(): Promise<void> {
    this.asked = true;
    await this.backend.call("refresh_due", {});
  }

  async cancel(): Promise<void> {
    await this.backend.call("cancel_refresh", {});
  }

  /** Takes in how far it is. Gives the state when a refresh the reader asked for has just ended. */
  heard(state: RefreshState): RefreshState | null {
    const ended = this.state.running && !state.running;
    this.state = state;
    if (!ended || !this.asked) return null;
    this.asked = false;
    return state;
  }
}
