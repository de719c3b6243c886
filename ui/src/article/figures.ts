// The pictures of an article, to be looked at large.
import type { ArticleView } from "../backend/generated/ArticleView";

export interface Figure {
  /** The key under which the library has the picture. */
  key: string;
  alt: string;
  caption: string;
  credit: string;
}

/** Narrower or lower than this, in CSS pixels as the page says it, is a sign in the text and no picture. */
const SMALLEST = 64;

/** The pictures of the body that open large, with their keys, in order. `of` is the body as it came, with `image:KEY`. */
export function picturesIn(of: ParentNode): HTMLImageElement[] {
  return [...of.querySelectorAll("img")].filter((picture) => {
    const sizes = ["width", "height"].map((name) => Number(picture.getAttribute(name) ?? Number.NaN));
    return !sizes.some((size) => size < SMALLEST) && !isLink(picture);
  });
}

/** A picture that leads elsewhere is a link; one that leads to itself in large is a picture. */
function isLink(picture: Element): boolean {
  const href = picture.closest("a")?.getAttribute("href");
  return href != null && !/\.(avif|gif|jpe?g|png|webp)(\?|$)/iu.test(href);
}

/** All pictures of an article: the one over the text first, then those of the text. */
export function figuresOf(article: ArticleView): Figure[] {
  const body = new DOMParser().parseFromString(`<!doctype html><body>${article.html}`, "text/html").body;
  const inBody = picturesIn(body).flatMap((picture): Figure[] => {
    const key = /^image:([\w-]+)$/u.exec(picture.getAttribute("src") ?? "")?.[1];
    if (key === undefined) return [];
    const caption = picture.closest("figure")?.querySelector("figcaption")?.textContent?.replace(/\s+/gu, " ").trim() ?? "";
    return [{ key, alt: picture.getAttribute("alt") ?? "", caption, credit: "" }];
  });
  const { leadPicture, caption, credit } = article;
  const lead = leadPicture === null ? [] : [{ key: leadPicture, alt: "", caption: caption ?? "", credit: credit ?? "" }];
  return [...lead, ...inBody];
}
