// What the reader does with the text of the open article: which of its texts is shown, what was left out of it, copying
// from it, keeping it offline, printing it.
import { figuresOf, type Figure } from "../article/figures";
import { markdownWithCitation } from "../article/citation";
import { printArticle } from "../article/print";
import type { ArticleView } from "../backend/generated/ArticleView";
import type { LeftOutView } from "../backend/generated/LeftOutView";
import { words } from "../words";
import type { Desk } from "./desk.svelte";

export type Which = "feed" | "page";

export class Text {
  /** The list of what was left out is unfolded. */
  leftOutOpen = $state(false);
  readonly figures = $derived.by((): Figure[] => (this.article === null ? [] : figuresOf(this.article)));

  constructor(private readonly desk: Desk) {}

  private get article(): ArticleView | null {
    return this.desk.reading.article;
  }

  /** The text that is not shown. */
  get other(): Which {
    return this.article?.texts.shown === "page" ? "feed" : "page";
  }

  /** Whether there is another text, or may be one on the page. */
  get canSwitch(): boolean {
    const { article, other } = this;
    return this.desk.current !== null && article !== null && this.offers(other);
  }

  /** Whether an article has this text, or its page may. */
  offers(which: Which): boolean {
    const { article } = this;
    if (article === null) return false;
    // What was saved by its address came with no feed.
    if (article.linkOnly) return which === "page" && article.texts.page.state !== "fetching";
    if (article.texts.shown === which) return true;
    const { state } = article.texts[which];
    return which === "page" ? /^https?:/u.test(article.url ?? "") && state !== "fetching" : state === "here" || state === "excerpt";
  }

  async show(which: Which): Promise<void> {
    await this.desk.reading.show(which);
  }

  showLeftOut(): void {
    this.leftOutOpen = true;
    this.desk.view.reveal("left-out");
  }

  /** Puts a block back into the text. What like it was put back is noted with the source: undoing takes the note away. */
  async restore(block: LeftOutView): Promise<void> {
    const { article, desk } = this;
    if (article === null) return;
    const { id, sourceId } = article;
    const before = sourceId === null ? [] : await this.marksOf(sourceId);
    const restore = async () => desk.reading.take(await desk.backend.call("restore_block", { id, block: block.block }));
    await restore();
    if (sourceId === null) return desk.notices.say(words.restored);
    const fresh = (await this.marksOf(sourceId)).filter((mark) => !before.includes(mark));
    if (fresh.length === 0) return desk.notices.say(words.restored);
    const undo = async () => {
      for (const mark of fresh) desk.about.take(await desk.backend.call("forget_restored", { source: sourceId, mark }));
      desk.reading.take(await desk.backend.call("article", { id }));
    };
    desk.undoable({ done: words.leftOutAgain, undo, redo: restore }, words.restored);
  }

  private async marksOf(source: number): Promise<string[]> {
    return (await this.desk.backend.call("source_page", { id: source })).kept.map(({ mark }) => mark);
  }

  async setOffline(on: boolean): Promise<void> {
    const { article, desk } = this;
    if (article === null) return;
    const put = async (value: boolean) => desk.reading.take(await desk.backend.call("set_offline", { id: article.id, on: value }));
    await put(on);
    const said = (value: boolean) => (value ? words.keptOffline : words.notKeptOffline);
    desk.undoable({ done: said(!on), undo: () => put(!on), redo: () => put(on) }, said(on));
  }

  /** What is marked in the text, as a Markdown quote; with nothing marked, the headline with its deck. */
  async copyQuote(): Promise<void> {
    const { article, desk } = this;
    if (article === null) return;
    const selection = [desk.view.selected(), document.getSelection()].find((one) => one && !one.isCollapsed && one.rangeCount > 0);
    const passage = selection ? selection.getRangeAt(0).cloneContents() : document.createTextNode(article.deck ?? article.title);
    await desk.backend.copyText(markdownWithCitation(passage, article));
    desk.notices.say(words.copiedQuote);
  }

  async print(): Promise<void> {
    if (this.article !== null) await printArticle(this.article, this.desk.backend);
  }
}
