// Search as the reader types.
import { type Backend, failureOf } from "../backend/backend";
import type { ArticleCard } from "../backend/generated/ArticleCard";
import type { Failure } from "../backend/generated/Failure";
import type { SearchHit } from "../backend/generated/SearchHit";

/** Milliseconds of rest before a search starts. */
const PAUSE = 150;

export class Search {
  static readonly LIMIT = 100;
  query = $state("");
  hits = $state.raw<readonly SearchHit[]>([]);
  status = $state<"idle" | "searching" | "ready" | "failed">("idle");
  failure = $state.raw<Failure | null>(null);
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly backend: Backend) {}

  get active(): boolean {
    return this.query.trim() !== "";
  }

  /** Takes the words typed so far; the search runs once they rest. */
  type(query: string): void {
    this.query = query;
    clearTimeout(this.timer);
    if (!this.active) return this.end();
    this.status = "searching";
    this.timer = setTimeout(() => void this.run(), PAUSE);
  }

  async run(): Promise<void> {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    try {
      const hits = await this.backend.call("search", { query: this.query.trim(), limit: Search.LIMIT });
      if (turn !== this.turn || !this.active) return;
      this.hits = hits;
      this.status = "ready";
    } catch (thrown) {
      if (turn !== this.turn) return;
      this.failure = failureOf(thrown);
      this.status = "failed";
    }
  }

  end(): void {
    this.turn += 1;
    clearTimeout(this.timer);
    this.query = "";
    this.hits = [];
    this.status = "idle";
  }

  replace(card: ArticleCard): void {
    this.hits = this.hits.map((hit) => (hit.article.id === card.id ? { ...hit, article: { ...hit.article, ...card } } : hit));
  }
}
