// Highlights in the article frame: drawn, pointed at, and made from what is selected, by pointer or sentence by sentence.
// Nothing in the frame is changed for it where the engine has the CSS Custom Highlight API; else passages are put into
// `mark` elements.
import type { Passage } from "../backend/generated/Passage";
import type { PlacedHighlight } from "../backend/generated/PlacedHighlight";
import { PageText } from "./passages";
import { type Span, sentencesOf } from "./sentences";

type View = Window & typeof globalThis;

/** What the window does for it. Places are in pixels of the frame. */
export interface MarkingAsks {
  /** Something is selected, or nothing any more. */
  selected(passage: Passage | null, box: DOMRect | null): void;
  /** A highlight was clicked, or the text beside all of them. */
  pointed(id: number | null): void;
  /** Brings a place into sight. */
  reveal(box: DOMRect): void;
  /** What of the frame is in sight, from its top. */
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

  constructor(private readonly page: Document, private readonly view: View, private readonly asks: MarkingAsks) {
    this.text = new PageText(page.body);
    this.drawn = "highlights" in view.CSS && typeof view.Highlight === "function";
    page.addEventListener("pointerdown", () => {
      this.down = true;
      this.chosen = null;
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) page.addEventListener(end, () => this.released());
    page.addEventListener("selectionchange", () => this.tell());
    page.addEventListener("click", (event) => this.clicked(event));
  }

  /** Draws them; returns the ids of those that have no place here. */
  draw(highlights: readonly PlacedHighlight[]): number[] {
    if (!this.drawn) this.unwrap();
    this.ranges = new Map();
    for (const { id, place } of highlights) {
      const range = place && this.text.rangeOf(place);
      if (range) this.ranges.set(id, range);
    }
    const noted = new Set(highlights.filter(({ note }) => note !== null).map(({ id }) => id));
    for (const kind of KINDS) {
      const ranges = [...this.ranges].filter(([id]) => noted.has(id) === (kind === "noted")).map(([, range]) => range);
      if (this.drawn) this.view.CSS.highlights.set(kind, new this.view.Highlight(...ranges));
      else for (const range of ranges) this.wrap(range, kind);
    }
    return highlights.map(({ id }) => id).filter((id) => !this.ranges.has(id));
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
    return selection && selection.rangeCount > 0 && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  }

  private released(): void {
    if (!this.down) return;
    this.down = false;
    // The engine settles the selection after this event.
    setTimeout(() => this.tell(), 0);
  }

  private tell(): void {
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
    for (const mark of this.page.querySelectorAll("mark:is(.marked, .noted)")) mark.replaceWith(...mark.childNodes);
    this.page.body.normalize();
    this.text = new PageText(this.page.body);
  }
}

/** The first and the last line of a range, and how wide it is. */
function boxOf(range: Range): DOMRect {
  return range.getBoundingClientRect();
}
