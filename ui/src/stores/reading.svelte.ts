// The article that is open.
import { type Backend, failureOf } from "../backend/backend";
import type { ArticleCard } from "../backend/generated/ArticleCard";
import type { ArticleView } from "../backend/generated/ArticleView";
import type { Failure } from "../backend/generated/Failure";

export class Reading {
  /** Chosen; its text may still be on its way. */
  id = $state<number | null>(null);
  article = $state.raw<ArticleView | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** The full text of an excerpt: being fetched, or why not. */
  fullText = $state.raw<"none" | "fetching" | Failure>("none");

  constructor(private readonly backend: Backend) {}

  /** True once the article is there and still the one wanted. The one before stays in view until then. */
  async open(id: number): Promise<boolean> {
    this.id = id;
    this.failure = null;
    this.fullText = "none";
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
    if (this.article.excerptOnly) void this.complete(id);
    return true;
  }

  close(): void {
    this.id = null;
    this.article = null;
    this.failure = null;
  }

  /** Takes in what changed about the open article. */
  patch(card: ArticleCard): void {
    if (this.article?.id === card.id) this.article = { ...this.article, read: card.read, saved: card.saved, tags: card.tags };
  }

  private async complete(id: number): Promise<void> {
    this.fullText = "fetching";
    try {
      const full = await this.backend.call("full_text", { id });
      if (this.id !== id || !this.article) return;
      const { read, saved, tags } = this.article;
      this.article = { ...full, read, saved, tags };
      this.fullText = "none";
    } catch (thrown) {
      if (this.id === id) this.fullText = failureOf(thrown);
    }
  }
}
