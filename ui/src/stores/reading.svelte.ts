// The article that is open.
import { type Backend, failureOf } from "../backend/backend";
import type { ArticleCard } from "../backend/generated/ArticleCard";
import type { ArticleView } from "../backend/generated/ArticleView";
import type { Failure } from "../backend/generated/Failure";

export class Reading {
  /** Chosen; its text may still be on its way. */
  id = $state<number | null>(null);
  /** The row of the list it stands in: its own, or that of the article it is folded under. */
  row = $state<number | null>(null);
  article = $state.raw<ArticleView | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** The other text of the article: being fetched, or why not. */
  fetching = $state.raw<"none" | "fetching" | Failure>("none");

  constructor(private readonly backend: Backend) {}

  /** True once the article is there and still the one wanted. The one before stays in view until then. */
  async open(id: number, row: number | null = id): Promise<boolean> {
    this.id = id;
    this.row = row;
    this.failure = null;
    this.fetching = "none";
    try {
      const article = await this.backend.call("article", { id });
      if (this.id !== id) return false;
      this.article = article;
    } catch (thrown) {
      if (this.id !== id) return false;
      this.article = null;
      this.failure = failureOf(thrown);
      return false;
    }
    // An excerpt whose page is to be asked for the rest, and is not being asked already.
    if (this.article.excerptOnly && this.article.texts.page.state !== "fetching") void this.fetch(() => this.backend.call("full_text", { id }));
    return true;
  }

  close(): void {
    this.id = null;
    this.row = null;
    this.article = null;
    this.failure = null;
  }

  /** Takes in what changed about the open article. */
  patch(card: ArticleCard): void {
    if (this.article?.id === card.id) this.article = { ...this.article, read: card.read, saved: card.saved, archived: card.archived, tags: card.tags };
  }

  /** Takes in an answer that has the open article as it is now. Its marks may have changed meanwhile. */
  take(article: ArticleView): void {
    if (this.id !== article.id || !this.article) return;
    const { read, saved, archived, tags } = this.article;
    this.article = { ...article, read, saved, archived, tags };
  }

  /** Shows the feed's text or the page's, which may have to be fetched first. */
  async show(which: "feed" | "page"): Promise<void> {
    const { id } = this;
    if (id !== null) await this.fetch(() => this.backend.call("show_text", { id, which }));
  }

  /** Looks whether what was on its way has come. */
  async follow(): Promise<void> {
    const { article } = this;
    if (article === null || this.fetching === "fetching") return;
    if (article.texts.page.state === "fetching" || (article.offline.kept && !article.offline.whole)) await this.reread(article.id);
  }

  /** Reads the open article again, with its marks. */
  async reload(): Promise<void> {
    const { id } = this;
    if (id === null) return;
    const article = await this.backend.call("article", { id });
    if (this.id === id && this.article) this.article = article;
  }

  private async fetch(ask: () => Promise<ArticleView>): Promise<void> {
    const { id } = this;
    this.fetching = "fetching";
    try {
      const article = await ask();
      if (this.id !== id) return;
      this.take(article);
      this.fetching = "none";
    } catch (thrown) {
      if (this.id !== id || id === null) return;
      this.fetching = failureOf(thrown);
      // The library may know better by now why the page gave nothing.
      await this.reread(id).catch(() => undefined);
    }
  }

  private async reread(id: number): Promise<void> {
    const article = await this.backend.call("article", { id });
    this.take(article);
  }
}
