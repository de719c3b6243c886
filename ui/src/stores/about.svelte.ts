// The source whose page is open: all that is known of it, read again whenever something changed.
import { type Backend, failureOf } from "../backend/backend";
import type { Failure } from "../backend/generated/Failure";
import type { SourcePage } from "../backend/generated/SourcePage";
import type { SourceView } from "../backend/generated/SourceView";

export class About {
  id = $state<number | null>(null);
  page = $state.raw<SourcePage | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** Counts up with every question: an older answer is dropped. */
  private turn = 0;

  constructor(private readonly backend: Backend) {}

  async open(id: number): Promise<void> {
    if (this.id !== id) this.page = null;
    this.id = id;
    this.failure = null;
    await this.load();
  }

  close(): void {
    this.turn += 1;
    this.id = null;
    this.page = null;
    this.failure = null;
  }

  /** Reads it again. What is shown stays until the answer is there. */
  async load(): Promise<void> {
    const { id } = this;
    if (id === null) return;
    const turn = ++this.turn;
    try {
      const page = await this.backend.call("source_page", { id });
      if (turn !== this.turn) return;
      this.page = page;
      this.failure = null;
    } catch (thrown) {
      if (turn === this.turn) this.failure = failureOf(thrown);
    }
  }

  /** Takes in a page that came with a change. */
  take(page: SourcePage): void {
    if (page.source.id !== this.id) return;
    this.turn += 1;
    this.page = page;
  }

  /** Takes in what changed about the source. */
  patch(source: SourceView): void {
    if (this.page?.source.id === source.id) this.page = { ...this.page, source };
  }
}
