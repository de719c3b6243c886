// What the article frame may hold: elements, and the attributes of each. The same as `article::sanitize` lets through,
// written out again because each wall must hold alone; `tests/walls/lists.test.mjs` finds it when they part.

const SHARED = ["dir", "lang"];

/** Elements with the attributes that are theirs. */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  a: ["href", "title"],
  abbr: [],
  b: [],
  blockquote: [],
  br: [],
  caption: [],
  cite: [],
  code: [],
  col: ["span"],
  colgroup: [],
  dd: [],
  del: [],
  div: [],
  dl: [],
  dt: [],
  em: [],
  figcaption: [],
  figure: [],
  h2: [],
  h3: [],
  h4: [],
  h5: [],
  h6: [],
  hr: [],
  i: [],
  img: ["alt", "height", "src", "title", "width"],
  ins: [],
  kbd: [],
  li: [],
  mark: [],
  ol: ["reversed", "start"],
  p: [],
  pre: [],
  q: [],
  rp: [],
  rt: [],
  ruby: [],
  s: [],
  samp: [],
  small: [],
  strong: [],
  sub: [],
  sup: [],
  table: [],
  tbody: [],
  td: ["colspan", "rowspan"],
  tfoot: [],
  th: ["colspan", "rowspan", "scope"],
  thead: [],
  time: ["datetime"],
  tr: [],
  u: [],
  ul: [],
  var: [],
};

/** Elements whose contents are no text for a reader, or are read differently a second time. They go as a whole. */
export const DROPPED =
  "applet, audio, base, button, canvas, datalist, embed, form, frame, frameset, iframe, input, link, map, math, meta, " +
  "noembed, noframes, noscript, object, option, param, plaintext, script, select, source, style, svg, template, " +
  "textarea, title, track, video, xmp";

export const isAllowed = (element: string): boolean => Object.hasOwn(ELEMENTS, element);

export const mayHave = (element: string, attribute: string): boolean =>
  SHARED.includes(attribute) || (isAllowed(element) && (ELEMENTS[element] ?? []).includes(attribute));
