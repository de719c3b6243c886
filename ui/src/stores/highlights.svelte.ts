// Passages the reader marked: those of the open article, and the page of all of them.
import { tick, untrack } from "svelte";
import { highlightsMarkdown } from "../article/citation";
import { Marking } from "../article/marking";
import { failureOf } from "../backend/backend";
import type { ArticleView } from "../backend/generated/ArticleView";
import type { Failure } from "../backend/generated/Failure";
import type { Highlight } from "../backend/generated/Highlight";
import type { HighlightEntry } from "../backend/generated/HighlightEntry";
import type { Passage } from "../backend/generated/Passage";
import type { PlacedHighlight } from "../backend/generated/PlacedHighlight";
import { words } from "../words";
import type { Desk } from "./desk.svelte";

/** A place on the page, in pixels from the top left of the article. */
export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A part of the open article that highlights are in: its text or its deck. */
export interface Part {
  /** 0 for the deck, 1 for the text. */
  place: number;
  root: HTMLElement;
  /** A place of its document as one of the article. */
  placed: (box: DOMRect) => Box;
  reveal: (box: DOMRect) => void;
  /** What of its document is in sight. */
  sight: () => { top: number; bottom: number };
}

/** Highlights of a page of the list. */
const PAGE = 100;
const MOST = 500;
/** Milliseconds of rest before what is typed is looked for. */
const PAUSE = 150;

export class Highlights {
  private parts: { part: Part; marking: Marking }[] = [];
  /** What is selected, and where. */
  selection = $state.raw<{ passage: Passage; box: Box; root: HTMLElement } | null>(null);
  /** The highlight whose note is open, and where; `writing`: the note is to be written at once. */
  opened = $state.raw<{ id: number; box: Box; writing: boolean } | null>(null);
  /** Of each part, the highlights of the open article that have no place in it. */
  private elsewhere = $state.raw<readonly { root: HTMLElement; ids: ReadonlySet<number> }[]>([]);
  /** Notes that were typed and could not be kept, by highlight. */
  readonly unkept = new Map<number, string>();
  /** To be brought into sight once its article is there. */
  wanted: number | null = null;

  filter = $state("");
  rows = $state.raw<readonly HighlightEntry[]>([]);
  status = $state<"loading" | "ready" | "failed">("loading");
  failure = $state.raw<Failure | null>(null);
  private next = $state.raw<string | null>(null);
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly desk: Desk) {}

  get more(): boolean {
    return this.next !== null;
  }

  /** The highlight of the open article that is open. */
  get current(): PlacedHighlight | undefined {
    return this.desk.reading.article?.highlights.find(({ id }) => id === this.opened?.id);
  }

  /** Highlights of the open article that have no place in it. */
  get lost(): PlacedHighlight[] {
    const { article } = this.desk.reading;
    if (article === null || this.elsewhere.length === 0) return [];
    return article.highlights.filter(({ id }) => this.elsewhere.every(({ ids }) => ids.has(id)));
  }

  /** Lets highlights be drawn and made in a part of the article, until the function returned last is called. */
  attach(part: Part): { draw: (highlights: readonly PlacedHighlight[]) => void; end: () => void } {
    const { root } = part;
    const marking = new Marking(root, {
      selected: (passage, box) => {
        if (passage && box) {
          this.selection = { passage, box: part.placed(box), root };
          this.close();
        } else if (this.selection?.root === root) this.selection = null;
      },
      pointed: (id) => (id === null ? this.close() : this.open(id)),
      reveal: (box) => {
        const { top, bottom } = part.sight();
        if (box.top < top || box.bottom > bottom) part.reveal(box);
      },
      sight: part.sight,
    });
    this.parts = [...this.parts, { part, marking }].sort((a, b) => a.part.place - b.part.place);
    this.selection = this.opened = null;
    // Drawing is an effect, and must not wait for what it writes.
    const others = () => untrack(() => this.elsewhere).filter((one) => one.root !== root);
    return {
      draw: (highlights) => (this.elsewhere = [...others(), { root, ids: new Set(marking.draw(highlights)) }]),
      end: () => {
        marking.end();
        this.parts = this.parts.filter((one) => one.marking !== marking);
        this.elsewhere = others();
        if (untrack(() => this.selection)?.root === root) this.selection = null;
      },
    };
  }

  /** The article was laid out anew: what stands over it stands elsewhere. */
  settle(): void {
    const { opened, selection } = this;
    if (selection !== null) for (const { marking } of this.parts) marking.tell();
    if (opened === null) return;
    const box = this.boxOf(opened.id);
    this.opened = box && { ...opened, box };
  }

  private selected(): Passage | null {
    for (const { marking } of this.parts) {
      const passage = marking.selected();
      if (passage) return passage;
    }
    return null;
  }

  private deselect(): void {
    for (const { marking } of this.parts) if (marking.selected()) marking.deselect();
  }

  private boxOf(id: number): Box | null {
    for (const { part, marking } of this.parts) {
      const box = marking.boxOf(id);
      if (box) return part.placed(box);
    }
    return null;
  }

  private reveal(id: number): void {
    for (const { part, marking } of this.parts) {
      const box = marking.boxOf(id);
      if (box) part.reveal(box);
    }
  }

  /** Marks what is selected. */
  async add(writing = false): Promise<void> {
    const { desk } = this;
    const { article } = desk.reading;
    const passage = this.selected();
    if (article === null || !passage) {
      if (writing && this.opened) this.opened = { ...this.opened, writing };
      else desk.notices.say(words.selectFirst);
      return;
    }
    const before = new Set(article.highlights.map(({ id }) => id));
    const view = await desk.backend.call("add_highlight", { id: article.id, passage, note: null });
    this.deselect();
    this.took(view);
    const made = view.highlights.find(({ id }) => !before.has(id));
    if (made) {
      const undo = async () => void this.took(await desk.backend.call("remove_highlight", { highlight: made.id }));
      desk.undoable({ done: words.highlightGone, undo, redo: () => this.putBack(made) }, words.highlighted);
    } else desk.notices.say(words.highlightedBefore);
    const same = made ?? view.highlights.find((one) => one.passage.text === passage.text);
    if (!writing || !same) return;
    // It has a place once it is drawn.
    await tick();
    this.open(same.id, true);
  }

  /** Opens the note of a highlight of the open article. */
  open(id: number, writing = false): void {
    const box = this.boxOf(id);
    if (box) this.opened = { id, box, writing };
  }

  close(): void {
    this.opened = null;
  }

  /** The next or previous highlight of the article, in sight and open. */
  step(by: 1 | -1): void {
    const order = this.parts.flatMap(({ marking }) => marking.order());
    const at = order.indexOf(this.opened?.id ?? -1);
    const id = order.at(at < 0 ? (by > 0 ? 0 : -1) : (at + by) % order.length);
    if (id === undefined) return this.desk.notices.say(words.noHighlightsHere);
    this.reveal(id);
    this.open(id);
  }

  /** Selects a sentence, from which keys go on to others. */
  chooseSentence(): void {
    if (this.parts.at(-1)?.marking.chooseSentence()) this.desk.notices.say(words.sentenceHint);
  }

  /** Keys while a passage is selected or a highlight is open. Whether this one meant anything. */
  press(chord: string): boolean {
    if (this.parts.some(({ marking }) => marking.press(chord))) return true;
    if (chord === "escape" && (this.opened || this.selection)) {
      this.close();
      this.deselect();
      return true;
    }
    if (chord !== "enter" || this.selection === null) return false;
    void this.desk.attempt(() => this.add());
    return true;
  }

  async setNote(highlight: Highlight, note: string): Promise<void> {
    const [before, after] = [highlight.note, note.trim() === "" ? null : note.trim()];
    if (before === after) return;
    const put = async (value: string | null) =>
      void this.took(await this.desk.backend.call("set_highlight_note", { highlight: highlight.id, note: value }));
    await put(after);
    this.desk.undoable({ done: words.noteBack, undo: () => put(before), redo: () => put(after) }, after === null ? words.noteGone : words.noteKept);
  }

  async remove(highlight: Highlight): Promise<void> {
    const take = async () => void this.took(await this.desk.backend.call("remove_highlight", { highlight: highlight.id }));
    if (this.opened?.id === highlight.id) this.close();
    await take();
    this.desk.undoable({ done: words.highlightBack, undo: () => this.putBack(highlight), redo: take }, words.highlightGone);
  }

  async copy({ passage }: Highlight): Promise<void> {
    await this.desk.backend.copyText(passage.text);
    this.desk.notices.say(words.copiedPassage);
  }

  /** Opens the article of a highlight, where it stands. */
  async show({ highlight, article }: HighlightEntry): Promise<void> {
    this.wanted = highlight.id;
    const { reading, view } = this.desk;
    // It is open under the page already: nothing will load.
    if (reading.article?.id === article.id) {
      view.clear();
      view.pane = "article";
      return this.bring();
    }
    await this.desk.open(article);
  }

  /** The text of the open article is there: what was wanted in it is brought into sight. */
  bring(): void {
    const { wanted } = this;
    this.wanted = null;
    if (wanted === null) return;
    this.reveal(wanted);
    this.open(wanted);
  }

  /** Takes the words that highlights are to have. */
  type(filter: string): void {
    this.filter = filter;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(), PAUSE);
  }

  /** The page of all of them, from its beginning; as many as are here already. */
  async load(): Promise<void> {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    try {
      const page = await this.ask(null, Math.min(MOST, Math.max(PAGE, this.rows.length)));
      if (turn !== this.turn) return;
      this.rows = page.highlights;
      this.next = page.next;
      this.status = "ready";
    } catch (thrown) {
      if (turn !== this.turn) return;
      this.failure = failureOf(thrown);
      this.status = "failed";
    }
  }

  async loadMore(): Promise<void> {
    const turn = ++this.turn;
    const page = await this.ask(this.next, PAGE);
    if (turn !== this.turn) return;
    this.rows = [...this.rows, ...page.highlights];
    this.next = page.next;
  }

  /** Looks whether the page has changed meanwhile, while it is seen. */
  async follow(): Promise<void> {
    if (this.desk.view.page?.kind === "highlights") await this.load();
  }

  /** All that the filter leaves, as Markdown, onto the clipboard. */
  async copyAll(): Promise<void> {
    const all: HighlightEntry[] = [];
    for (let after: string | null = null; ; ) {
      const page = await this.ask(after, MOST);
      all.push(...page.highlights);
      after = page.next;
      if (after === null) break;
    }
    if (all.length === 0) return this.desk.notices.say(words.noHighlights);
    await this.desk.backend.copyText(highlightsMarkdown(all));
    this.desk.notices.say(words.copiedHighlights(all.length));
  }

  private ask(after: string | null, limit: number) {
    return this.desk.backend.call("highlights", { query: { words: this.filter.trim(), after, limit } });
  }

  private async putBack({ id, article, passage, note, at, edited }: Highlight): Promise<void> {
    this.took(await this.desk.backend.call("put_back_highlight", { highlight: { id, article, passage, note, at, edited } }));
  }

  /** Takes in an article whose highlights have changed. */
  private took(view: ArticleView): void {
    const { reading, sources } = this.desk;
    reading.take(view);
    if (this.opened && reading.article?.id === view.id && !view.highlights.some(({ id }) => id === this.opened?.id)) this.close();
    sources.recount();
    void this.follow().catch(() => undefined);
  }
}
