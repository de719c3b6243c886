// Backups and damage: what the reader can do so that nothing is lost, or as little as can be.
import type { Backups } from "../backend/generated/Backups";
import type { Recovery } from "../backend/generated/Recovery";
import type { Rescued } from "../backend/generated/Rescued";
import { words } from "../words";
import type { Desk } from "./desk.svelte";

export class Safety {
  backups = $state.raw<Backups | null>(null);
  recovery = $state.raw<Recovery | null>(null);
  /** What came of the rescue. */
  rescued = $state.raw<Rescued | null>(null);
  /** What is being done, in words. */
  busy = $state<string | null>(null);

  constructor(private readonly desk: Desk) {}

  async load(): Promise<void> {
    this.backups = await this.desk.backend.call("backups", {});
  }

  /** What is known of damage. */
  async look(): Promise<void> {
    this.recovery = await this.desk.backend.call("recovery", {});
    // What came of an earlier rescue says nothing of new damage.
    if (this.recovery.damage !== null) this.rescued = null;
  }

  /** Writes a backup where the reader finds it; returns where. */
  backUp(): Promise<string> {
    return this.during(words.backingUp, async () => (await this.desk.backend.call("back_up", {})).path);
  }

  /** Puts a backup in the place of everything; that can be taken back, but nothing from before it. */
  async restore(path: string): Promise<void> {
    const { desk } = this;
    const put = async (from: string) => {
      const restored = await this.during(words.restoring, () => desk.backend.call("restore_backup", { path: from }));
      desk.undos.clear();
      await this.anew();
      return restored;
    };
    const wasBroken = desk.broken !== null;
    const { before, articles } = await put(path);
    if (wasBroken) return desk.notices.say(words.restoredBackup(articles));
    const [undo, redo] = [before, path].map((from) => async () => void (await put(from))) as [() => Promise<void>, () => Promise<void>];
    desk.undoable({ done: words.restoredBefore, undo, redo }, words.restoredBackup(articles));
  }

  async rescue(): Promise<void> {
    this.rescued = await this.during(words.rescuing, () => this.desk.backend.call("rescue", {}));
    this.desk.undos.clear();
    await this.look();
    if (this.desk.broken === null) await this.anew();
  }

  /** All that the window shows is of another library now. */
  async anew(): Promise<void> {
    const { desk } = this;
    desk.view.clear();
    desk.reading.close();
    await desk.begin();
    await this.desk.attempt(() => this.load());
  }

  private async during<T>(what: string, work: () => Promise<T>): Promise<T> {
    this.busy = what;
    try {
      return await work();
    } finally {
      this.busy = null;
    }
  }
}
