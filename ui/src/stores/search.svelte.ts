// Search as the reader types: pages of hits, how many there are, what could not be meant, and what can be typed next.
import { type Backend, failureOf } from "../backend/backend";
import type { ArticleCard } from "../backend/generated/ArticleCard";
import type { Failure } from "../backend/generated/Failure";
import type { SearchHit } from "../backend/generated/SearchHit";
import type { SearchNote } from "../backend/generated/SearchNote";
import type { SearchOrder } from "../backend/generated/SearchOrder";
import type { Searched } from "../backend/generated/Searched";
import { Completing } from "./completing.svelte";

/** Milliseconds of rest before a search starts. */
const PAUSE = 150;
const PAGE = 100;

/** What a search came to, besides its hits. */
interface Outcome {
  /** The text that finds the same when it is no longer being typed. */
  meant: string;
  /** What was looked for, in words. */
  told: string;
  notes: readonly SearchNote[];
  unindexed: number;
  searched: Searched | null;
}

const NOTHING: Outcome = { meant: "", told: "", notes: [], unindexed: 0, searched: null };

export class Search {
  query = $state("");
  order = $state<SearchOrder>("relevance");
  hits = $state.raw<readonly SearchHit[]>([]);
  outcome = $state.raw<Outcome>(NOTHING);
  /** How many hits there are; null until it is counted, which the first page does not wait for. */
  count = $state.raw<number | null>(null);
  status = $state<"idle" | "searching" | "ready" | "failed">("idle");
  failure = $state.raw<Failure | null>(null);
  /** Why the next page did not come. */
  stuck = $state.raw<Failure | null>(null);
  readonly completing: Completing;
  private next = $state.raw<string | null>(null);
  private loadingMore = false;
  private typing = true;
  /** Counts up with every search: an answer for an older one is dropped. */
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly backend: Backend) {
    this.completing = new Completing(backend);
  }

  get active(): boolean {
    return this.query.trim() !== "";
  }

  get atEnd(): boolean {
    return this.status === "ready" && this.next === null;
  }

  /** Takes the words typed so far, up to the cursor `before`; the search runs once they rest. */
  type(query: string, before = query): void {
    this.query = query;
    clearTimeout(this.timer);
    void this.completing.complete(before);
    if (!this.active) return this.end();
    this.status = "searching";
    this.timer = setTimeout(() => void this.run(true), PAUSE);
  }

  /** Searches at once. `typing`: the last word may go on. */
  async run(typing = false): Promise<void> {
    clearTimeout(this.timer);
    if (!this.active) return;
    const turn = ++this.turn;
    this.typing = typing;
    this.stuck = null;
    this.loadingMore = false;
    try {
      const { hits, next, ...outcome } = await this.ask(null);
      if (turn !== this.turn || !this.active) return;
      this.hits = hits;
      this.next = next;
      this.outcome = outcome;
      this.count = next === null ? hits.length : null;
      this.status = "ready";
      if (next !== null) await this.countHits(turn);
    } catch (thrown) {
      if (turn !== this.turn) return;
      this.failure = failureOf(thrown);
      this.status = "failed";
    }
  }

  /** The next page, if there is one and it is not on its way already. */
  async more(): Promise<void> {
    if (this.next === null || this.loadingMore || this.status !== "ready") return;
    const turn = this.turn;
    this.loadingMore = true;
    this.stuck = null;
    try {
      const { hits, next } = await this.ask(this.next);
      if (turn !== this.turn) return;
      const known = new Set(this.hits.map((hit) => hit.article.id));
      this.hits = [...this.hits, ...hits.filter((hit) => !known.has(hit.article.id))];
      this.next = next;
    } catch (thrown) {
      if (turn === this.turn) this.stuck = failureOf(thrown);
    } finally {
      if (turn === this.turn) this.loadingMore = false;
    }
  }

  async setOrder(order: SearchOrder): Promise<void> {
    this.order = order;
    await this.run(this.typing);
  }

  end(): void {
    this.turn += 1;
    clearTimeout(this.timer);
    this.completing.dismiss();
    this.query = "";
    this.hits = [];
    this.next = null;
    this.count = null;
    this.outcome = NOTHING;
    this.status = "idle";
  }

  replace(card: ArticleCard): void {
    this.patch(new Set([card.id]), card);
  }

  /** Changes the articles of hits that are here. */
  patch(ids: ReadonlySet<number>, change: Partial<ArticleCard>): void {
    this.hits = this.hits.map((hit) => (ids.has(hit.article.id) ? { ...hit, article: { ...hit.article, ...change } } : hit));
  }

  private async countHits(turn: number): Promise<void> {
    // Hits without their number are still hits.
    const count = await this.backend.call("count_hits", { text: this.query, typing: this.typing, unread: false }).catch(() => null);
    if (turn === this.turn) this.count = count;
  }

  private ask(after: string | null) {
    return this.backend.call("search", { input: { text: this.query, typing: this.typing, unreadOnly: false, order: this.order, after, limit: PAGE } });
  }
}
