// The document of the article frame. The body comes sanitised from Rust; this is the second wall, which holds alone:
// no script runs, nothing is loaded but pictures of the library and the app's own typefaces, and nothing in it can
// navigate.
import type { Backend } from "../backend/backend";
import { isAddress, isPrivate } from "./address";
import { DROPPED, isAllowed, mayHave } from "./allowed";

/**
 * The frame's policy. Styles are adopted from the app (CSSOM, which a policy does not touch), so none are allowed.
 * Scripts are allowed by the frame's sandbox only so that WebKit lets our own listeners hear it; here they are not.
 */
export function policy(imageOrigins: readonly string[], appOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'none'",
    "style-src 'none'",
    `img-src ${imageOrigins.join(" ")}`,
    // The typefaces come from the app itself, and only a style of ours can ask for them.
    `font-src ${appOrigin}`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
}

export interface Body {
  html: string;
  lang: string | null;
  dir: string;
  /** Where the article is: one from the reader's own network may link into it. */
  url?: string | null;
}

/** The whole document for `srcdoc`. The policy is its first element: nothing before it escapes. */
export function frameDocument(body: Body, backend: Pick<Backend, "imageUrl" | "imageOrigins">): string {
  return framed(body, contained(body.html, backend, isPrivate(body.url)), backend);
}

/** A document with the frame's policy around `inner`, which is contained or our own. */
export function framed({ lang, dir }: Pick<Body, "lang" | "dir">, inner: string, backend: Pick<Backend, "imageOrigins">, title = ""): string {
  const written = lang === null ? "" : ` lang="${escapeAttribute(lang)}"`;
  const rules = escapeAttribute(policy(backend.imageOrigins, location.origin));
  return `<!doctype html><html${written} dir="${dir === "rtl" ? "rtl" : "ltr"}"><head><meta http-equiv="Content-Security-Policy" content="${rules}"><meta charset="utf-8"><title>${escapeText(title)}</title></head><body>${inner}</body></html>`;
}

/** Sizes a picture may claim, in pixels: no article is made a mile long by one. */
const SIZE = /^\d{1,4}$/u;

/**
 * The body with nothing but what the frame may hold (`allowed.ts`). Pictures come as `image:KEY`, and leave as addresses
 * of the backend; whatever else an `img` names is not shown. Doing it twice changes nothing but the pictures.
 */
export function contained(html: string, backend: Pick<Backend, "imageUrl">, isHome = false): string {
  // Parsed inertly: a document made by DOMParser runs and loads nothing.
  const parsed = new DOMParser().parseFromString(`<!doctype html><body>${html}`, "text/html");
  // A document answers with an element of the article when it is asked for a property (`<img name=body>`); these do not.
  const body = Document.prototype.querySelector.call(parsed, "body");
  if (body === null) return "";
  for (const element of body.querySelectorAll(DROPPED)) Element.prototype.remove.call(element);
  for (const element of body.querySelectorAll("*")) {
    const name = element.localName;
    // An element that says what it `is` is written out with that again, whatever becomes of its attributes.
    if (element.namespaceURI !== HTML || !isAllowed(name) || element.hasAttribute("is")) {
      element.replaceWith(...element.childNodes);
      continue;
    }
    for (const { name: attribute } of [...element.attributes]) {
      if (!mayHave(name, attribute)) element.removeAttribute(attribute);
    }
    if (name === "a" && !isAddress(element.getAttribute("href") ?? "", isHome)) element.removeAttribute("href");
    if (name === "img") showOurs(element, backend);
  }
  return body.innerHTML;
}

const HTML = "http://www.w3.org/1999/xhtml";

/** A picture of the library, or none. */
function showOurs(picture: Element, backend: Pick<Backend, "imageUrl">): void {
  const key = /^image:([\w-]+)$/u.exec(picture.getAttribute("src") ?? "")?.[1];
  if (key === undefined) picture.remove();
  else picture.setAttribute("src", backend.imageUrl(key));
  for (const side of ["width", "height"]) {
    if (!SIZE.test(picture.getAttribute(side) ?? "")) picture.removeAttribute(side);
  }
}

/** The address a click asks for: the link it is in, if that is one for a browser or mail program. */
export function linkOf(target: EventTarget | null): string | null {
  const node = target as Node | null;
  const element = node && node.nodeType === 3 ? node.parentElement : (node as Element | null);
  // As written, not as resolved: the frame's base would make an address of the app out of a relative one.
  const href = element?.closest?.("a[href]")?.getAttribute("href") ?? "";
  return isAddress(href, true) ? href : null;
}

export function escapeAttribute(text: string): string {
  return text.replace(/&/gu, "&amp;").replace(/"/gu, "&quot;").replace(/</gu, "&lt;");
}

/** A text as HTML. */
export function escapeText(text: string): string {
  return text.replace(/&/gu, "&amp;").replace(/</gu, "&lt;").replace(/>/gu, "&gt;");
}
