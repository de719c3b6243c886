// What the reader has set: kept in the library, so that every face of it looks alike.
import type { Backend } from "../backend/backend";
import type { Settings } from "../backend/generated/Settings";

/** Milliseconds without a change until it is kept. */
const REST = 300;

export class Preferences {
  now = $state.raw<Settings>({ theme: "system", textSize: 18, refreshMinutes: 30, unreadOnly: false });
  /** What the library has. */
  private kept = this.now;
  /** Counts the changes up. */
  private turn = 0;

  constructor(private readonly backend: Backend) {}

  async load(): Promise<void> {
    this.kept = await this.backend.call("settings", {});
    this.now = this.kept;
  }

  /** Changes some of it; the rest stays. What the library made of it is what counts. */
  async change(part: Partial<Settings>): Promise<void> {
    this.show(part);
    await this.keep();
  }

  /** The same for what changes many times a second, like a slider: it shows at once, and is kept when it rests. */
  async changeSoon(part: Partial<Settings>): Promise<void> {
    const turn = this.show(part);
    await new Promise((rested) => setTimeout(rested, REST));
    if (turn === this.turn) await this.keep();
  }

  private show(part: Partial<Settings>): number {
    this.now = { ...this.now, ...part };
    return ++this.turn;
  }

  private async keep(): Promise<void> {
    const sent = this.now;
    try {
      this.kept = await this.backend.call("set_settings", { settings: sent });
      // What was changed since is on its way too.
      if (this.now === sent) this.now = this.kept;
    } catch (thrown) {
      if (this.now === sent) this.now = this.kept;
      throw thrown;
    }
  }
}
