// Where passages stand in the text of a page: from what is selected to its words and what stands around them, and back
// (W3C Web Annotation, Text Quote Selector). What the library calls the same is the same here: blanks do not count, and
// quotation marks and dashes are taken for the plain ones (`library::Quote`).
import type { Passage } from "../backend/generated/Passage";

/** Letters kept of what stands before and after a passage. */
const CONTEXT = 32;

const BLOCKS = "blockquote, br, caption, dd, div, dl, dt, figcaption, figure, h1, h2, h3, h4, h5, h6, hr, li, ol, p, pre, table, td, th, tr, ul";

/** A text as it is read, a line for each block, and the nodes it stands in. */
export class PageText {
  readonly text: string;
  /** Text nodes in order, and where in `text` each begins. */
  private readonly nodes: { node: Text; start: number }[] = [];
  private readonly folded: { letters: string; places: number[] };

  constructor(private readonly root: Element) {
    let text = "";
    const page = root.ownerDocument;
    const walker = page.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
      // The box of a note says again what the text says elsewhere.
      node.nodeType === 1 && (node as Element).matches(".note-box") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    let block: Element | null = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === 1) {
        if ((node as Element).matches("br") && text !== "") text += "\n";
        continue;
      }
      const here = node.parentElement?.closest(BLOCKS) ?? root;
      if (block !== null && here !== block && !text.endsWith("\n")) text += "\n";
      block = here;
      this.nodes.push({ node: node as Text, start: text.length });
      text += (node as Text).data.replace(/\s/gu, " ");
    }
    this.text = text;
    this.folded = fold(text);
  }

  /** The passage a range of the page covers; null where it covers no letter of this text. */
  passageOf(range: Range): Passage | null {
    let [start, end] = [this.placeOf(range.startContainer, range.startOffset), this.placeOf(range.endContainer, range.endOffset)];
    while (start < end && /\s/u.test(this.text.charAt(start))) start += 1;
    while (end > start && /\s/u.test(this.text.charAt(end - 1))) end -= 1;
    return start < end ? this.between(start, end) : null;
  }

  /** The passage from one place of the text to another. */
  between(start: number, end: number): Passage {
    const tidy = (part: string) => part.replace(/ *\n[ \n]*/gu, "\n").replace(/ +/gu, " ");
    const around = (part: string) => [...tidy(part)];
    return {
      text: tidy(this.text.slice(start, end)).trim(),
      before: around(this.text.slice(Math.max(0, start - 3 * CONTEXT), start)).slice(-CONTEXT).join(""),
      after: around(this.text.slice(end, end + 3 * CONTEXT)).slice(0, CONTEXT).join(""),
    };
  }

  /** Where a passage stands in the page; of several places, the one with the most alike around it. */
  rangeOf({ text, before, after }: Passage): Range | null {
    const wanted = fold(text).letters;
    const [ahead, behind] = [fold(before).letters, fold(after).letters];
    const { letters, places } = this.folded;
    let best: { at: number; alike: number } | null = null;
    for (let at = wanted === "" ? -1 : letters.indexOf(wanted); at >= 0; at = letters.indexOf(wanted, at + 1)) {
      const alike = same(reversed(ahead), reversed(letters.slice(Math.max(0, at - ahead.length), at))) + same(behind, letters.slice(at + wanted.length, at + wanted.length + behind.length));
      if (best === null || alike > best.alike) best = { at, alike };
    }
    const first = best && places[best.at];
    const last = best && places[best.at + wanted.length - 1];
    return first === null || last === null || first === undefined || last === undefined ? null : this.range(first, last + 1);
  }

  /** The range of the page from one place of the text to another. */
  range(start: number, end: number): Range {
    const range = this.root.ownerDocument.createRange();
    const [from, to] = [this.nodeAt(start), this.nodeAt(end - 1)];
    if (from) range.setStart(from.node, start - from.start);
    if (to) range.setEnd(to.node, Math.min(to.node.length, end - to.start));
    return range;
  }

  /** The place in the text of a place in the page. */
  placeOf(container: Node, offset: number): number {
    const point = this.root.ownerDocument.createRange();
    point.setStart(container, offset);
    // The first text that ends behind the point.
    let [low, high] = [0, this.nodes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const { node } = this.nodes[middle] as { node: Text };
      if (point.comparePoint(node, node.length) <= 0 && node !== container) low = middle + 1;
      else if (node === container || point.comparePoint(node, node.length) > 0) high = middle;
    }
    const found = this.nodes[low];
    if (!found) return this.text.length;
    return found.node === container ? found.start + offset : found.start;
  }

  private nodeAt(place: number): { node: Text; start: number } | undefined {
    let [low, high] = [0, this.nodes.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.nodes[middle]?.start ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return this.nodes[low];
  }
}

/** A text without blanks, with the plain form of its signs, and where each of its letters stood. */
function fold(text: string): { letters: string; places: number[] } {
  let letters = "";
  const places: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const letter = plain(text.charAt(at));
    if (letter === "") continue;
    letters += letter;
    places.push(at);
  }
  return { letters, places };
}

function plain(letter: string): string {
  if (letter >= "!" && letter <= "~") return letter;
  if (/[\s\u00AD\u200B-\u200F\u2060\uFEFF]/u.test(letter)) return "";
  if (/[‘’‚‛]/u.test(letter)) return "'";
  if (/[“”„‟]/u.test(letter)) return '"';
  return /[\u2010-\u2015\u2212]/u.test(letter) ? "-" : letter;
}

/** How many letters are the same from the beginning on. */
function same(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one.charAt(at) === other.charAt(at)) at += 1;
  return at;
}

const reversed = (text: string): string => [...text].reverse().join("");
