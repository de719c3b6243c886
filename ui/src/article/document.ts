// The document of the article frame. The body comes sanitised from Rust; this is the second wall, which holds alone:
// no script runs, nothing is loaded but pictures of the library and the app's own typefaces, and nothing in it can
// navigate.
import type { Backend } from "../backend/backend";

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
}

/** The whole document for `srcdoc`. The policy is its first element: nothing before it escapes. */
export function frameDocument(body: Body, backend: Pick<Backend, "imageUrl" | "imageOrigins">): string {
  const lang = body.lang === null ? "" : ` lang="${escapeAttribute(body.lang)}"`;
  const dir = body.dir === "rtl" ? "rtl" : "ltr";
  return `<!doctype html><html${lang} dir="${dir}"><head><meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy(backend.imageOrigins, location.origin))}"><meta charset="utf-8"></head><body>${contained(body.html, backend)}</body></html>`;
}

/** What no article needs, and what could load, run, submit or navigate in spite of a policy. */
const UNWANTED = "script, style, link, meta, base, iframe, frame, object, embed, form, template, svg, math, audio, video";
const UNWANTED_ATTRIBUTES = new Set(["style", "srcset", "ping", "target", "background", "poster", "action", "formaction"]);

/**
 * The body without what the frame must not have. Pictures come as `image:KEY`, and leave as addresses of the backend;
 * whatever else an `img` names is not shown.
 */
export function contained(html: string, backend: Pick<Backend, "imageUrl">): string {
  // Parsed inertly: a document made by DOMParser runs and loads nothing.
  const parsed = new DOMParser().parseFromString(`<!doctype html><body>${html}`, "text/html");
  for (const element of parsed.querySelectorAll(UNWANTED)) element.remove();
  for (const element of parsed.body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) {
      if (name.startsWith("on") || UNWANTED_ATTRIBUTES.has(name)) element.removeAttribute(name);
    }
  }
  for (const picture of parsed.querySelectorAll("img")) {
    const key = /^image:([\w-]+)$/u.exec(picture.getAttribute("src") ?? "")?.[1];
    if (key === undefined) picture.remove();
    else picture.setAttribute("src", backend.imageUrl(key));
  }
  return parsed.body.innerHTML;
}

/** The address a click asks for: the link it is in, if that is one for a browser or mail program. */
export function linkOf(target: EventTarget | null): string | null {
  const node = target as Node | null;
  const element = node && node.nodeType === 3 ? node.parentElement : (node as Element | null);
  // As written, not as resolved: the frame's base would make an address of the app out of a relative one.
  const href = element?.closest?.("a[href]")?.getAttribute("href") ?? "";
  return /^(https?:|mailto:)/iu.test(href) ? href : null;
}

function escapeAttribute(text: string): string {
  return text.replace(/&/gu, "&amp;").replace(/"/gu, "&quot;").replace(/</gu, "&lt;");
}

/** A text as HTML. */
export function escapeText(text: string): string {
  return text.replace(/&/gu, "&amp;").replace(/</gu, "&lt;").replace(/>/gu, "&gt;");
}
