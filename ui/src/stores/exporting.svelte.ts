// Writing sources, the library or articles into the downloads folder. It goes on while its dialog is closed.
import { failureOf } from "../backend/backend";
import type { ExportChoice } from "../backend/generated/ExportChoice";
import type { Exported } from "../backend/generated/Exported";
import type { ExportKind } from "../backend/generated/ExportKind";
import type { Failure } from "../backend/generated/Failure";
import type { ImportState } from "../backend/generated/ImportState";
import type { ScopeRef } from "../backend/generated/ScopeRef";
import { words } from "../words";
import type { Desk } from "./desk.svelte";

/** Which articles: those of the list that is shown, all saved ones, all, or the open one. */
export type Which = "list" | "saved" | "all" | "article";

const IDLE: ImportState = { running: false, done: 0, total: 0 };

export class Exporting {
  what = $state<ExportKind>("opml");
  which = $state<Which>("list");
  busy = $state(false);
  state = $state.raw<ImportState>(IDLE);
  /** What was written last, and as what. */
  done = $state.raw<{ what: ExportKind; exported: Exported } | null>(null);
  failure = $state.raw<Failure | null>(null);

  constructor(private readonly desk: Desk) {}

  /** Which choices there are now. */
  get choices(): Which[] {
    return this.desk.current ? ["list", "saved", "all", "article"] : ["list", "saved", "all"];
  }

  /** Sources and the whole library are always all of it. */
  get chooses(): boolean {
    return this.what !== "opml" && this.what !== "archive";
  }

  async start(): Promise<void> {
    if (this.busy) return;
    const { desk, what } = this;
    this.busy = true;
    this.failure = null;
    this.done = null;
    this.state = IDLE;
    try {
      const exported = await desk.backend.call("export", { what, choice: this.choice() });
      this.done = { what, exported };
      if (desk.view.dialog?.kind !== "exchange") desk.notices.say(`${words.exportedAs(what, exported)} ${exported.path}`);
    } catch (thrown) {
      const failure = failureOf(thrown);
      // Who stopped it knows.
      if (failure.code !== "cancelled") this.failure = failure;
    } finally {
      this.busy = false;
      this.state = IDLE;
    }
  }

  async stop(): Promise<void> {
    await this.desk.attempt(() => this.desk.backend.call("cancel_export", {}));
  }

  heard(state: ImportState): void {
    if (this.busy && state.running) this.state = state;
  }

  /** For the next one. */
  clear(): void {
    this.done = null;
    this.failure = null;
    if (!this.choices.includes(this.which)) this.which = "list";
  }

  private choice(): ExportChoice {
    const { desk } = this;
    const which = this.chooses ? this.which : "all";
    const scope: ScopeRef = which === "list" ? desk.scope : { kind: which === "saved" ? "saved" : "all" };
    const article = which === "article" ? (desk.current?.id ?? null) : null;
    const title = article === null ? (this.chooses ? desk.nameOf(scope) : "") : (desk.current?.title ?? "");
    return { scope, unreadOnly: which === "list" && desk.list.unreadOnly, article, title };
  }
}
