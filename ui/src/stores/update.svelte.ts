// This copy of the app: who brings it up to date, and a newer version if there is one. Nothing is asked before the reader asks.
import type { Installation } from "../backend/generated/Installation";
import type { UpdateView } from "../backend/generated/UpdateView";
import type { Desk } from "./desk.svelte";

export class Updating {
  here = $state.raw<Installation | null>(null);
  /** The newer version; null when there is none, undefined while nobody has looked. */
  found = $state.raw<UpdateView | null | undefined>(undefined);
  /** What is being done. */
  busy = $state<"looking" | "installing" | null>(null);

  constructor(private readonly desk: Desk) {}

  async load(): Promise<void> {
    this.here ??= await this.desk.backend.call("installation", {});
  }

  /** Looks for a newer version, where this copy updates itself. */
  async look(): Promise<void> {
    await this.load();
    if (this.here?.updates !== "itself") return;
    this.found = undefined;
    await this.during("looking", async () => {
      this.found = await this.desk.backend.call("look_for_update", {});
    });
  }

  /** Puts the newer version in this one's place and starts it: what comes back is only a failure. */
  install(): Promise<void> {
    return this.during("installing", async () => {
      await this.desk.backend.call("install_update", {});
    });
  }

  private async during(what: "looking" | "installing", work: () => Promise<void>): Promise<void> {
    if (this.busy !== null) return;
    this.busy = what;
    try {
      await work();
    } catch (thrown) {
      // Whoever tries again looks first.
      this.found = undefined;
      throw thrown;
    } finally {
      this.busy = null;
    }
  }
}
