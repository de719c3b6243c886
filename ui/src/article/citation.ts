// What is copied out of an article keeps where it is from: as plain text, as HTML, and as Markdown.
import type { ArticleView } from "../backend/generated/ArticleView";
import type { HighlightEntry } from "../backend/generated/HighlightEntry";
import { dayOf } from "../time";

export type Citable = Pick<ArticleView, "title" | "sourceTitle" | "published" | "url">;

/** `Source, 4 March 2025`, with what there is of it. */
function from({ sourceTitle, published }: Citable): string {
  return [oneLine(sourceTitle), dayOf(published)].filter((part) => part !== "").join(", ");
}

/** An address to link to, as the article has it. */
function link({ url }: Citable): string | null {
  return url !== null && /^https?:/iu.test(url) ? url : null;
}

/** `Headline — Source, date, address`. */
export function citation(article: Citable): string {
  const after = [from(article), link(article) ?? ""].filter((part) => part !== "").join(", ");
  return after === "" ? oneLine(article.title) : `${oneLine(article.title)} — ${after}`;
}

/** The passage, and under it the citation. */
export function textWithCitation(text: string, article: Citable): string {
  return `“${text.trim()}”\n\n${citation(article)}\n`;
}

/** The passage as a quotation. What it holds is sanitised already; pictures stay behind, as they are the library's. */
export function htmlWithCitation(passage: DocumentFragment, article: Citable): string {
  const page = passage.ownerDocument;
  const quote = page.createElement("blockquote");
  const url = link(article);
  if (url !== null) quote.setAttribute("cite", url);
  quote.append(passage);
  for (const picture of quote.querySelectorAll("img")) picture.remove();
  for (const element of quote.querySelectorAll("[tabindex], [role]")) {
    element.removeAttribute("tabindex");
    element.removeAttribute("role");
  }
  const line = page.createElement("p");
  const title = page.createElement(url === null ? "cite" : "a");
  if (url !== null) title.setAttribute("href", url);
  title.textContent = oneLine(article.title);
  const rest = from(article);
  line.append("— ", title, rest === "" ? "" : `, ${rest}`);
  return quote.outerHTML + line.outerHTML;
}

/** The passage as a Markdown quote, with the citation as its last line. */
export function markdownWithCitation(passage: Node, article: Citable): string {
  const url = link(article);
  const title = escaped(oneLine(article.title));
  const rest = from(article);
  const last = `— ${url === null ? title : `[${title}](${url})`}${rest === "" ? "" : `, ${escaped(rest)}`}`;
  const quoted = `${markdown(passage)}\n\n${last}`.split("\n").map((row) => (row === "" ? ">" : `> ${row}`));
  return `${quoted.join("\n")}\n`;
}

/** Highlights with their notes, article by article, in the order given. */
export function highlightsMarkdown(entries: readonly HighlightEntry[]): string {
  const articles = new Map<number, HighlightEntry[]>();
  for (const entry of entries) articles.set(entry.article.id, [...(articles.get(entry.article.id) ?? []), entry]);
  const parts = [...articles.values()].map((of) => {
    const { article } = of[0] as HighlightEntry;
    const url = link(article);
    const title = escaped(oneLine(article.title));
    const quotes = of.map(({ highlight: { passage, note } }) => {
      const quote = escaped(passage.text.trim()).replace(/\n/gu, "\n\n").replace(/^/gmu, "> ").replace(/^> $/gmu, ">");
      return note === null ? quote : `${quote}\n\n${escaped(note)}`;
    });
    return [`## ${url === null ? title : `[${title}](${url})`}`, escaped(from(article)), ...quotes].filter((part) => part !== "").join("\n\n");
  });
  return `${parts.join("\n\n")}\n`;
}

const BLOCKS = "address blockquote dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody td th thead tr ul".split(" ");

/** HTML as Markdown, as far as a quotation needs it. */
export function markdown(node: Node): string {
  return blocks(node).replace(/\n{3,}/gu, "\n\n").trim();
}

function blocks(node: Node): string {
  let out = "";
  for (const child of node.childNodes) {
    const name = child.nodeName.toLowerCase();
    if (BLOCKS.includes(name)) out = `${out.trimEnd()}\n\n${block(child as Element, name)}${name === "li" ? "" : "\n\n"}`;
    else out += inline(child);
  }
  return out;
}

function block(element: Element, name: string): string {
  const inner = name === "pre" ? "" : blocks(element).trim();
  const level = /^h([1-6])$/u.exec(name)?.[1];
  if (level !== undefined) return `${"#".repeat(Number(level))} ${inner}`;
  switch (name) {
    case "hr": return "---";
    case "pre": return `\`\`\`\n${(element.textContent ?? "").trimEnd()}\n\`\`\``;
    case "blockquote": return inner.replace(/^/gmu, "> ");
    case "li": return `${mark(element)}${inner.replace(/\n+/gu, "\n  ")}`;
    case "ul":
    case "ol": return inner.replace(/\n\n(?=- |\d+\. )/gu, "\n");
    default: return inner;
  }
}

function mark(item: Element): string {
  const list = item.parentElement;
  if (list?.nodeName.toLowerCase() !== "ol") return "- ";
  return `${Number(list.getAttribute("start") ?? 1) + [...list.children].indexOf(item)}. `;
}

function inline(node: Node): string {
  if (node.nodeType === 3) return escaped((node.textContent ?? "").replace(/\s+/gu, " "));
  if (node.nodeType !== 1) return "";
  const element = node as Element;
  const inner = blocks(element);
  const about = (sign: string) => (inner.trim() === "" ? inner : inner.replace(/^(\s*)([\s\S]*?)(\s*)$/u, `$1${sign}$2${sign}$3`));
  switch (element.nodeName.toLowerCase()) {
    case "b":
    case "strong": return about("**");
    case "i":
    case "em":
    case "cite": return about("*");
    case "code":
    case "kbd":
    case "samp": return `\`${element.textContent ?? ""}\``;
    case "br": return "  \n";
    case "img": return "";
    case "a": {
      const href = element.getAttribute("href") ?? "";
      return /^(https?|mailto):/iu.test(href) && inner.trim() !== "" ? `[${inner}](${href.replace(/[()\s]/gu, (sign) => `%${sign.charCodeAt(0).toString(16)}`)})` : inner;
    }
    default: return inner;
  }
}

/** What Markdown would take for its own. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>#]/gu, "\\$&");
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
