// The article list: pages of a scope, newest first, loaded as the reader comes near their end.
import { type Backend, failureOf } from "../backend/backend";
import type { ArticleCard } from "../backend/generated/ArticleCard";
import type { ArticlePage } from "../backend/generated/ArticlePage";
import type { Failure } from "../backend/generated/Failure";
import type { SavedOrder } from "../backend/generated/SavedOrder";
import type { ScopeRef } from "../backend/generated/ScopeRef";

/** A page: what IPC carries in 3 ms. */
const PAGE = 100;
/** The most the backend gives at once. */
const MOST = 500;
/** More new rows than this are no longer put among the old ones: the list begins anew. */
const FLOOD = 2000;

export type ListStatus = "loading" | "ready" | "failed";

export class ArticleList {
  scope = $state.raw<ScopeRef>({ kind: "unread" });
  unreadOnly = $state(false);
  /** The order of what is saved; every other list has the newest first. */
  order = $state<SavedOrder>("newest");
  rows = $state.raw<readonly ArticleCard[]>([]);
  status = $state<ListStatus>("loading");
  failure = $state.raw<Failure | null>(null);
  /** Why the next page did not come. The rows before it stay. */
  stuck = $state.raw<Failure | null>(null);
  /** Rows that a merge put above the others: the view keeps its place by so many rows. */
  inserted = $state.raw({ count: 0 });
  /** Done when the list that was opened last is there, or has failed. */
  opening: Promise<void> = Promise.resolve();
  private next = $state.raw<string | null>(null);
  private loadingMore = false;
  /** Counts up with every new list: an answer for an older one is dropped. */
  private turn = 0;

  constructor(private readonly backend: Backend) {}

  get atEnd(): boolean {
    return this.status === "ready" && this.next === null;
  }

  /** Whether it is a list of what is saved, which has an order of its own. */
  get isOrdered(): boolean {
    return this.scope.kind === "saved" || this.scope.kind === "archived";
  }

  /** Shows a scope from its beginning. `keep` stays in the list even if it is read by now. */
  open(scope: ScopeRef, unreadOnly: boolean, keep: ArticleCard | null = null): Promise<void> {
    this.opening = this.load(scope, unreadOnly, keep);
    return this.opening;
  }

  private async load(scope: ScopeRef, unreadOnly: boolean, keep: ArticleCard | null): Promise<void> {
    const turn = ++this.turn;
    const same = this.scope === scope;
    this.scope = scope;
    this.unreadOnly = unreadOnly;
    this.status = "loading";
    this.stuck = null;
    this.loadingMore = false;
    if (!same) this.rows = [];
    try {
      const page = await this.ask(null, PAGE);
      if (turn !== this.turn) return;
      this.next = page.next;
      this.rows = keep && !this.isOrdered ? withRow(page.articles, keep, page.next === null) : page.articles;
      this.status = "ready";
    } catch (thrown) {
      if (turn === this.turn) this.fail(thrown);
    }
  }

  /** The next page, if there is one and it is not on its way already. */
  async more(): Promise<void> {
    if (this.next === null || this.loadingMore || this.status !== "ready") return;
    const turn = this.turn;
    this.loadingMore = true;
    this.stuck = null;
    try {
      const page = await this.ask(this.next, PAGE);
      if (turn !== this.turn) return;
      const known = new Set(this.rows.map((row) => row.id));
      this.rows = [...this.rows, ...page.articles.filter((row) => !known.has(row.id))];
      this.next = page.next;
    } catch (thrown) {
      if (turn === this.turn) this.stuck = failureOf(thrown);
    } finally {
      if (turn === this.turn) this.loadingMore = false;
    }
  }

  /**
   * Takes in what changed meanwhile. Rows already here stay, though they be read by now: the reader is among them. When
   * more has come than can be put among them, the list begins anew, with the article `open` still in it.
   */
  async merge(open: number | null = null): Promise<void> {
    if (this.status !== "ready") return;
    const turn = this.turn;
    if (this.isOrdered) return this.refill(turn, open);
    const present = await this.present(turn);
    if (turn !== this.turn) return;
    if (present === null) {
      return this.open(this.scope, this.unreadOnly, this.rows.find((row) => row.id === open) ?? null);
    }
    const fresh = new Map(present.articles.map((row) => [row.id, row]));
    const kept = this.rows.map((row) => fresh.get(row.id) ?? row);
    const known = new Set(kept.map((row) => row.id));
    const added = present.articles.filter((row) => !known.has(row.id));
    if (kept.length === 0) this.next = present.next;
    const first = kept[0];
    const last = kept.at(-1);
    // What lies beyond the rows loaded so far comes with its own page.
    const fitting = last && this.next !== null ? added.filter((row) => before(row, last)) : added;
    this.inserted = { count: first ? fitting.filter((row) => before(row, first)).length : 0 };
    this.rows = fitting.length === 0 ? kept : [...kept, ...fitting].sort((a, b) => (before(a, b) ? -1 : 1));
  }

  /** As many rows as are here, as they are now; the open one keeps its place though it be of the list no more. */
  private async refill(turn: number, open: number | null): Promise<void> {
    let { articles, next } = await this.ask(null, Math.min(MOST, Math.max(PAGE, this.rows.length)));
    while (next !== null && articles.length < this.rows.length && turn === this.turn) {
      const page = await this.ask(next, MOST);
      articles = [...articles, ...page.articles];
      next = page.next;
    }
    if (turn !== this.turn) return;
    const at = this.rows.findIndex((row) => row.id === open);
    const kept = this.rows[at];
    if (kept && !articles.some((row) => row.id === open)) articles = [...articles.slice(0, at), kept, ...articles.slice(at)];
    this.rows = articles;
    this.next = next;
  }

  /**
   * What the scope has now, from its top to the last row here, or to its end if that is here: one page less, and what came
   * between it and the rows here would never be asked for. Null when that is too much.
   */
  private async present(turn: number): Promise<ArticlePage | null> {
    const last = this.next === null ? undefined : this.rows.at(-1);
    const enough = this.rows.length + FLOOD;
    const limit = Math.min(MOST, Math.max(PAGE, this.rows.length));
    let { articles, next } = await this.ask(null, limit);
    if (this.rows.length === 0) return { articles, next };
    for (;;) {
      const lowest = articles.at(-1);
      if (next === null || !lowest || (last && !before(lowest, last)) || turn !== this.turn) return { articles, next };
      if (articles.length >= enough) return null;
      const page = await this.ask(next, MOST);
      articles = [...articles, ...page.articles];
      next = page.next;
    }
  }

  /** Changes rows that are here. */
  patch(ids: ReadonlySet<number>, change: Partial<ArticleCard>): void {
    this.rows = this.rows.map((row) => (ids.has(row.id) ? { ...row, ...change } : row));
  }

  replace(card: ArticleCard): void {
    this.patch(new Set([card.id]), card);
  }

  /** Puts a row where its time is, whether the scope has it or not. */
  add(card: ArticleCard): void {
    this.rows = withRow([...this.rows], card, true);
  }

  remove(ids: ReadonlySet<number>): void {
    this.rows = this.rows.filter((row) => !ids.has(row.id));
  }

  /** The row `step` places from the article `id`; the first when `id` is not here. */
  neighbour(id: number | null, step: 1 | -1): ArticleCard | undefined {
    const at = this.rows.findIndex((row) => row.id === id);
    return at < 0 ? this.rows[0] : this.rows[at + step];
  }

  /** The first unread row below the article `id`. */
  nextUnread(id: number | null): ArticleCard | undefined {
    const at = this.rows.findIndex((row) => row.id === id);
    return this.rows.slice(at + 1).find((row) => !row.read);
  }

  private ask(after: string | null, limit: number) {
    const order = this.isOrdered ? { order: this.order } : {};
    return this.backend.call("articles", { query: { scope: this.scope, unreadOnly: this.unreadOnly, ...order, after, limit } });
  }

  private fail(thrown: unknown): void {
    this.failure = failureOf(thrown);
    this.status = "failed";
  }
}

/** Newest first; the higher id first at the same time. */
export function before(a: ArticleCard, b: ArticleCard): boolean {
  const [left, right] = [Date.parse(a.published), Date.parse(b.published)];
  return left === right ? a.id > b.id : left > right;
}

function withRow(rows: ArticleCard[], keep: ArticleCard, complete: boolean): ArticleCard[] {
  if (rows.some((row) => row.id === keep.id)) return rows;
  const at = rows.findIndex((row) => before(keep, row));
  if (at < 0) return complete ? [...rows, keep] : rows;
  return [...rows.slice(0, at), keep, ...rows.slice(at)];
}
