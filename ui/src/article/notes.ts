// Footnotes. The sanitiser drops ids, so a reference and its note no longer name each other; what is left are two links
// into the same document: one in the text, and one in the note that leads back. Their fragments go by many names (fn1
// and fnref1, cite_note-4 and cite_ref-4, footnote-anchor-2 and footnote-2), but they carry the same numbers.

export interface Notes {
  /** The note a reference in the text is about. */
  note: ReadonlyMap<Element, Element>;
  /** The reference a link in a note leads back to. */
  back: ReadonlyMap<Element, Element>;
}

interface Anchor {
  link: Element;
  /** The document it leads into. */
  page: string;
  fragment: string;
  /** The numbers in its fragment, or its last word where there are none. */
  marks: string[];
  /** The block of the note it would stand in. */
  block: Element | null;
}

/** Each is compared with those of its number, which on a hostile page are all of them. */
const MOST_ANCHORS = 2000;
/** Longer than this is no mark of a footnote, but a link to a part of the page. */
const LONGEST_MARK = 8;
/** What a link that leads back shows, besides the number. */
const BACK = /^[\s[(]*(?:[\u2190-\u21ff\u2934-\u2937\u{1f519}^]|\d|[a-z]\b|back|jump|return)/iu;

/** Which links of an article are references to notes, and which lead back from there. */
export function notesIn(body: Element): Notes {
  const anchors = [...body.querySelectorAll("a[href*='#']")].flatMap((link) => anchorOf(link) ?? []).slice(0, MOST_ANCHORS);
  /** The anchors so far, by their page and first mark. */
  const before = new Map<string, Anchor[]>();
  const note = new Map<Element, Element>();
  const back = new Map<Element, Element>();
  // A page may cite one note several times: each reference has the note, which leads back to the first of them.
  for (const to of anchors) {
    const key = `${to.page} ${to.marks[0]}`;
    const alike = before.get(key) ?? [];
    before.set(key, alike);
    const earlier = alike.length;
    alike.push(to);
    if (to.block === null || !BACK.test(to.link.textContent ?? "")) continue;
    const references = alike.slice(0, earlier).filter((from) => isPair(from, to) && !back.has(from.link));
    const [first] = references;
    if (first === undefined) continue;
    for (const from of references) if (!note.has(from.link)) note.set(from.link, to.block);
    back.set(to.link, first.link);
  }
  return { note, back };
}

/**
 * A reference stands in the text, its note further down, and both fragments have the same numbers. Where a note is cited
 * more than once, the way back has one number more: which of its references it means.
 */
function isPair(from: Anchor, to: Anchor): boolean {
  if (from.page !== to.page || from.fragment === to.fragment) return false;
  if (to.marks.length - from.marks.length > 1 || !from.marks.every((mark, at) => mark === to.marks[at])) return false;
  return from.block !== to.block && !(to.block?.contains(from.link) ?? true);
}

function anchorOf(link: Element): Anchor | null {
  const href = link.getAttribute("href") ?? "";
  const at = href.indexOf("#");
  const fragment = href.slice(at + 1);
  const marks = fragment.match(/\d+/gu)?.map((digits) => String(Number(digits))) ?? fragment.match(/[^-_:.]+$/u) ?? [];
  if (marks.length === 0 || (link.textContent ?? "").trim().length > LONGEST_MARK) return null;
  return { link, page: href.slice(0, at), fragment, marks, block: link.closest("li, p, dd, div, td") };
}

/** A copy of a note's content without the links that lead back, to be shown beside its reference. */
export function contentOf(note: Element, back: Notes["back"]): DocumentFragment {
  const page = note.ownerDocument;
  const copy = page.createDocumentFragment();
  const whole = note.closest("li") ?? note;
  const links = [...whole.querySelectorAll("a")];
  const twin = whole.cloneNode(true) as Element;
  const twins = [...twin.querySelectorAll("a")];
  links.forEach((link, at) => back.has(link) && (twins[at]?.closest("sup") ?? twins[at])?.remove());
  copy.append(...twin.childNodes);
  return copy;
}

/** The heading a link to a part of the page names, as tables of contents do. */
export function headingNamed(link: Element, body: Element): Element | null {
  const wanted = plain(link.textContent);
  if (wanted === "") return null;
  return [...body.querySelectorAll("h2, h3, h4, h5, h6")].find((heading) => plain(heading.textContent) === wanted) ?? null;
}

function plain(text: string | null): string {
  return (text ?? "").replace(/^[\s\d.]+/u, "").replace(/\s+/gu, " ").trim().toLowerCase();
}
