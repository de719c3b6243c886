// The typefaces the app brings along: Source Serif 4 and Source Sans 3, variable, roman and italic, cut into pieces by
// script. An engine loads the pieces an article has letters of. All other scripts are the system's to write.
import sansCuts from "@fontsource-variable/source-sans-3/unicode.json";
import serifCuts from "@fontsource-variable/source-serif-4/unicode.json";

type Files = Record<string, string>;

// With the axis of optical sizes: headlines are drawn finer than the text under them.
const SERIF: Files = import.meta.glob("../node_modules/@fontsource-variable/source-serif-4/files/*-opsz-*.woff2", { query: "?url", import: "default", eager: true });
const SANS: Files = import.meta.glob("../node_modules/@fontsource-variable/source-sans-3/files/*-wght-*.woff2", { query: "?url", import: "default", eager: true });

export interface Face {
  family: string;
  style: "normal" | "italic";
  url: string;
  /** Which letters it has, as CSS writes it. */
  range: string;
}

function faces(family: string, files: Files, cuts: Record<string, string>, axis: string): Face[] {
  return Object.entries(files).flatMap(([path, url]) => {
    const [, cut = "", style] = new RegExp(`/[a-z]+-[a-z]+-\\d-(.+)-${axis}-(normal|italic)\\.woff2$`, "u").exec(path) ?? [];
    const range = cuts[cut];
    return range === undefined || (style !== "normal" && style !== "italic") ? [] : [{ family, style, url, range }];
  });
}

/** Named as in tokens.css. A file without a range would be one for every letter: it is left out. */
export const FACES: readonly Face[] = [
  ...faces("Source Serif 4 Variable", SERIF, serifCuts, "opsz"),
  ...faces("Source Sans 3 Variable", SANS, sansCuts, "wght"),
];

/**
 * Lets a document write in them. Made by script in the document's own realm, so that neither the window nor the article
 * frame needs a style sheet with addresses in it; nothing is loaded before a letter asks for it.
 */
export function bringTypefaces(view: Window & typeof globalThis): void {
  for (const { family, style, url, range } of FACES) {
    const address = new URL(url, location.href).href;
    view.document.fonts.add(new view.FontFace(family, `url("${address}") format("woff2")`, { style, weight: "200 900", unicodeRange: range, display: "swap" }));
  }
}
