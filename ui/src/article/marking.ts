// Highlights in a part of the article, its text or its deck: drawn, pointed at, and made from what is selected, by pointer
// or sentence by sentence. Nothing in it is changed for it where the engine has the CSS Custom Highlight API; else passages
// are put into `mark` elements.
import type { Passage } from "../backend/generated/Passage";
import type { PlacedHighlight } from "../backend/generated/PlacedHighlight";
import { PageText } from "./passages";
import { type Span, sentencesOf } from "./sentences";

type View = Window & typeof globalThis;

/** What the window does for it. Places are in pixels of its document. */
export interface MarkingAsks {
  /** Something is selected, or nothing any more. */
  selected(passage: Passage | null, box: DOMRect | null): void;
  /** A highlight was clicked, or the text beside all of them. */
  pointed(id: number | null): void;
  /** Brings a place into sight. */
  reveal(box: DOMRect): void;
  /** What of its document is in sight. */
  sight(): { top: number; bottom: number };
}

const KINDS = ["marked", "noted"] as const;

export class Marking {
  private text: PageText;
  private ranges = new Map<number, Range>();
  /** The sentences that are selected by keys, the first and the last. */
  private chosen: { from: number; to: number } | null = null;
  private sentences: Span[] | null = null;
  private down = false;
  private readonly drawn: boolean;

  private readonly page: Document;
  private readonly view: View;
  private readonly listening = new AbortController();

  constructor(private readonly root: HTMLElement, private readonly asks: MarkingAsks) {
    this.page = root.ownerDocument;
    this.view = this.page.defaultView as View;
    this.text = new PageText(root);
    // Under jsdom there is neither.
    this.drawn = this.view.CSS !== undefined && "highlights" in this.view.CSS && typeof this.view.Highlight === "function";
    const { signal } = this.listening;
    // A frame has nothing but its text: beside it is in it.
    const ground: Document | HTMLElement = root === this.page.body ? this.page : root;
    ground.addEventListener("pointerdown", () => {
      this.down = true;
      this.chosen = null;
    }, { signal });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) this.page.addEventListener(end, () => this.released(), { signal });
    this.page.addEventListener("selectionchange", () => this.tell(), { signal });
    ground.addEventListener("click", (event) => this.clicked(event as MouseEvent), { signal });
  }

  /** Listens and draws no longer. */
  end(): void {
    this.listening.abort();
    if (this.drawn) for (const kind of KINDS) this.view.CSS.highlights.delete(kind);
  }

  /** Draws them; returns the ids of those that have no place here. */
  draw(highlights: readonly PlacedHighlight[]): number[] {
    const kindOf = ({ note }: PlacedHighlight) => (note === null ? "marked" : "noted");
    if (this.drawn) {
      this.find(highlights);
      for (const kind of KINDS) {
        const ranges = highlights.filter((one) => kindOf(one) === kind).flatMap(({ id }) => this.ranges.get(id) ?? []);
        this.view.CSS.highlights.set(kind, new this.view.Highlight(...ranges));
      }
    } else {
      this.unwrap();
      for (const one of highlights) {
        const range = one.place && this.text.rangeOf(one.place);
        if (!range) continue;
        this.wrap(range, kindOf(one));
        // The texts have been taken apart.
        this.text = new PageText(this.root);
      }
      this.find(highlights);
    }
    return highlights.map(({ id }) => id).filter((id) => !this.ranges.has(id));
  }

  private find(highlights: readonly PlacedHighlight[]): void {
    this.ranges = new Map();
    for (const { id, place } of highlights) {
      const range = place && this.text.rangeOf(place);
      if (range) this.ranges.set(id, range);
    }
  }

  selected(): Passage | null {
    const range = this.selection();
    return range && this.text.passageOf(range);
  }

  deselect(): void {
    this.chosen = null;
    this.page.getSelection()?.removeAllRanges();
    this.tell();
  }

  boxOf(id: number): DOMRect | null {
    const range = this.ranges.get(id);
    return range ? boxOf(range) : null;
  }

  /** Those that have a place, in the order of the text. */
  order(): number[] {
    const starts = [...this.ranges].map(([id, range]) => ({ id, start: this.text.placeOf(range.startContainer, range.startOffset) }));
    return starts.sort((a, b) => a.start - b.start || a.id - b.id).map(({ id }) => id);
  }

  /** Selects the sentence in which the selection begins, or else the first that is in sight. Whether there is one. */
  chooseSentence(): boolean {
    this.sentences ??= sentencesOf(this.text, this.page.documentElement.lang || null);
    const range = this.selection();
    let at: number;
    if (range) {
      const place = this.text.placeOf(range.startContainer, range.startOffset);
      at = this.sentences.findIndex(({ end }) => end > place);
    } else {
      const { top } = this.asks.sight();
      at = this.firstBelow(top);
    }
    if (at < 0) return false;
    this.choose({ from: at, to: at });
    return true;
  }

  /** While sentences are being chosen: arrows choose another, with Shift more or fewer of them. */
  press(chord: string): boolean {
    const { chosen, sentences } = this;
    if (chosen === null || sentences === null) return false;
    const [, shift, way] = /^(shift\+)?arrow(down|right|up|left)$/u.exec(chord) ?? [];
    if (way === undefined) return false;
    const by = way === "down" || way === "right" ? 1 : -1;
    const last = sentences.length - 1;
    if (shift) {
      // The selection shrinks before it grows to the other side.
      this.choose({ from: chosen.from, to: Math.min(last, Math.max(0, chosen.to + by)) });
    } else {
      const at = by > 0 ? Math.max(chosen.from, chosen.to) + 1 : Math.min(chosen.from, chosen.to) - 1;
      const place = Math.min(last, Math.max(0, at));
      this.choose({ from: place, to: place });
    }
    return true;
  }

  private choose(chosen: { from: number; to: number }): void {
    const [first, last] = [Math.min(chosen.from, chosen.to), Math.max(chosen.from, chosen.to)];
    const [start, end] = [this.sentences?.[first], this.sentences?.[last]];
    if (!start || !end) return;
    this.chosen = chosen;
    const range = this.text.range(start.start, end.end);
    const selection = this.page.getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    const edge = this.sentences?.[chosen.to];
    if (edge) this.asks.reveal(boxOf(this.text.range(edge.start, edge.end)));
  }

  /** The first sentence that begins below a line of the frame; they stand one under the other. */
  private firstBelow(top: number): number {
    const sentences = this.sentences ?? [];
    let [low, high] = [0, sentences.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const { start, end } = sentences[middle] as Span;
      if (boxOf(this.text.range(start, end)).top >= top) high = middle;
      else low = middle + 1;
    }
    return low < sentences.length ? low : sentences.length - 1;
  }

  private selection(): Range | null {
    const selection = this.page.getSelection();
    if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    return range.intersectsNode(this.root) ? range : null;
  }

  private released(): void {
    if (!this.down) return;
    this.down = false;
    // The engine settles the selection after this event.
    setTimeout(() => this.tell(), 0);
  }

  /** Tells what is selected, and where. */
  tell(): void {
    // While it is being drawn nothing may stand in its way.
    const range = this.down ? null : this.selection();
    const passage = range && this.text.passageOf(range);
    if (range === null && !this.down) this.chosen = null;
    this.asks.selected(passage, range && passage ? boxOf(range) : null);
  }

  private clicked(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || this.selection()) return;
    const { clientX: x, clientY: y } = event;
    const hits = [...this.ranges].filter(([, range]) => [...range.getClientRects()].some((rect) => x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom));
    // Of several, the shortest: the longer ones can be reached elsewhere.
    const shortest = hits.sort(([, a], [, b]) => a.toString().length - b.toString().length)[0];
    this.asks.pointed(shortest?.[0] ?? null);
  }

  private wrap(range: Range, kind: string): void {
    const walker = this.page.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
    const parts: Range[] = [];
    for (let node: Node | null = walker.currentNode; node; node = walker.nextNode()) {
      if (node.nodeType !== 3 || !range.intersectsNode(node)) continue;
      const part = this.page.createRange();
      part.setStart(node, node === range.startContainer ? range.startOffset : 0);
      part.setEnd(node, node === range.endContainer ? range.endOffset : (node as Text).length);
      if (part.toString().trim() !== "") parts.push(part);
    }
    for (const part of parts.reverse()) {
      const mark = this.page.createElement("mark");
      mark.className = kind;
      part.surroundContents(mark);
    }
  }

  private unwrap(): void {
    for (const mark of this.root.querySelectorAll("mark:is(.marked, .noted)")) mark.replaceWith(...mark.childNodes);
    this.root.normalize();
    this.text = new PageText(this.root);
  }
}

/** The first and the last line of a range, and how wide it is. */
function boxOf(range: Range): DOMRect {
  return range.getBoundingClientRect();
}
