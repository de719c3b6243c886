// What the reader has set: kept in the library, so that every face of it looks alike.
import type { Backend } from "../backend/backend";
import type { Settings } from "../backend/generated/Settings";

export class Preferences {
  now = $state.raw<Settings>({ theme: "system", textSize: 18, refreshMinutes: 30, unreadOnly: false });

  constructor(private readonly backend: Backend) {}

  async load(): Promise<void> {
    this.now = await this.backend.call("settings", {});
  }

  /** Changes some of it; the rest stays. What the library made of it is what counts. */
  async change(part: Partial<Settings>): Promise<void> {
    const before = this.now;
    this.now = { ...before, ...part };
    try {
      this.now = await this.backend.call("set_settings", { settings: this.now });
    } catch (thrown) {
      this.now = before;
      throw thrown;
    }
  }
}
