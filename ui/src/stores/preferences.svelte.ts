// What the reader has set: kept in the library, so that every face of it looks alike.
import type { Backend } from "../backend/backend";
import type { Settings } from "../backend/generated/Settings";

export class Preferences {
  now = $state.raw<Settings>({ theme: "system", textSize: 18, refreshMinutes: 30, unreadOnly: false });
  /** What the library has. */
  private kept = this.now;

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

  /** Shows a change that is not made yet, such as a slider's on its way. `change` keeps where it ends. */
  show(part: Partial<Settings>): void {
    this.now = { ...this.now, ...part };
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
