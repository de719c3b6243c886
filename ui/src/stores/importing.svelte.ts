// Taking a file in: looked into, decided, under way, done. It goes on while its dialog is closed.
import { failureOf } from "../backend/backend";
import type { Failure } from "../backend/generated/Failure";
import type { FileLook } from "../backend/generated/FileLook";
import type { ImportReport } from "../backend/generated/ImportReport";
import type { ImportState } from "../backend/generated/ImportState";
import { words } from "../words";
import type { Desk } from "./desk.svelte";

export type Step =
  | { kind: "none" }
  | { kind: "looking"; name: string }
  /** Nothing is taken in yet: what would be. */
  | { kind: "look"; name: string; file: number; report: ImportReport }
  | { kind: "taking"; name: string }
  | { kind: "done"; name: string; report: ImportReport }
  | { kind: "failed"; failure: Failure };

/** Bytes of a file that cross at a time. */
const PART = 4 * 1024 * 1024;
const NONE: Step = { kind: "none" };
const IDLE: ImportState = { running: false, done: 0, total: 0 };

export class Importing {
  step = $state.raw<Step>(NONE);
  /** How far the import under way is. */
  state = $state.raw<ImportState>(IDLE);

  constructor(private readonly desk: Desk) {}

  get busy(): boolean {
    return this.step.kind === "looking" || this.step.kind === "taking";
  }

  /** Looks into a file; nothing changes. */
  async look(file: File): Promise<void> {
    if (this.busy) return;
    const looking: Step = { kind: "looking", name: file.name };
    this.step = looking;
    const next = await this.tried(async () => {
      const { desk: { backend } } = this;
      const { name } = file;
      let number: number | null = null;
      let put = 0;
      do {
        number = await backend.call("put_file", { name, file: number, data: await base64(file.slice(put, put + PART), name) });
        put += PART;
      } while (put < file.size && this.step === looking);
      const arrival = await backend.call("open_file", { name, file: number });
      if (arrival.kind === "file") return { kind: "look", name, file: number, report: arrival.look.report };
      // A page, a link or a feed: there is nothing to be taken in.
      if (this.desk.view.dialog?.kind === "exchange") this.desk.view.close();
      await this.desk.arrivals.take([arrival]);
      return NONE;
    });
    // Put aside meanwhile.
    if (this.step === looking) this.step = next;
  }

  /** Shows what is in a file that another program handed over. */
  show(name: string, { file, report }: FileLook): void {
    this.step = { kind: "look", name, file, report };
    this.desk.view.show({ kind: "exchange" });
  }

  /** Takes in what was looked into. */
  async take(): Promise<void> {
    const { step, desk } = this;
    if (step.kind !== "look") return;
    const { name, file } = step;
    this.state = { ...IDLE, running: true };
    this.step = { kind: "taking", name };
    this.step = await this.tried(async () => ({ kind: "done", name, report: await desk.backend.call("import_file", { file }) }));
    this.state = IDLE;
    if (this.step.kind !== "done") return;
    const { report } = this.step;
    await desk.attempt(() => Promise.all([desk.sources.load(), desk.list.merge(desk.reading.id)]));
    // What was just imported has nothing to show until it has been asked for.
    if (report.sources > 0) void desk.attempt(() => desk.refresh.resume());
    if (desk.view.dialog?.kind !== "exchange") desk.notices.say(words.importFacts(report, "done").join(" · "));
  }

  /** Stops what is under way, or puts the file aside that was looked into. What is in stays. */
  async stop(): Promise<void> {
    // A newer file has taken its place, and is to stay.
    const replaced = this.step.kind === "look" && this.desk.arrivals.hasFile;
    // The report of what was stopped is still to come.
    if (this.step.kind !== "taking") this.step = NONE;
    if (!replaced) await this.desk.attempt(() => this.desk.backend.call("cancel_import", {}));
  }

  /** Forgets the last report, for the next file. */
  clear(): void {
    if (!this.busy) this.step = NONE;
  }

  heard(state: ImportState): void {
    if (this.step.kind === "taking" && state.running) this.state = state;
  }

  private async tried(work: () => Promise<Step>): Promise<Step> {
    try {
      return await work();
    } catch (thrown) {
      return { kind: "failed", failure: failureOf(thrown) };
    }
  }
}

/** Some of the bytes of the file called `name`, as Base64: what crosses to the newsroom is JSON. */
async function base64(part: Blob, name: string): Promise<string> {
  const reader = new FileReader();
  await new Promise((done, failed) => {
    reader.onload = done;
    reader.onerror = () => failed(new Error(words.unreadableFile(name)));
    reader.readAsDataURL(part);
  });
  const address = reader.result as string;
  return address.slice(address.indexOf(",") + 1);
}
