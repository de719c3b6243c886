// An article on paper, or as a PDF: a document of its own in a hidden frame, with the same wall around it as the pane's,
// so that nothing of the window comes along and the text flows from page to page.
import type { Backend } from "../backend/backend";
import type { ArticleView } from "../backend/generated/ArticleView";
import printCss from "../styles/print.css?inline";
import { dayOf, longTime } from "../time";
import { bringTypefaces } from "../typefaces";
import { words } from "../words";
import { isPrivate } from "./address";
import { contained, escapeAttribute, escapeText, framed } from "./document";
import { notesIn } from "./notes";

type Pictures = Pick<Backend, "imageUrl" | "imageOrigins">;

/** Milliseconds that pictures and typefaces are waited for. What is not there by then is not printed. */
const PATIENCE = 8000;

/** Opens the system's print dialog, which also makes PDF files. Resolves when the dialog has been asked for. */
export async function printArticle(article: ArticleView, backend: Pictures): Promise<void> {
  document.querySelector("iframe.print-frame")?.remove();
  const frame = document.createElement("iframe");
  frame.className = "print-frame";
  frame.title = words.print;
  frame.tabIndex = -1;
  // As the pane's, and a dialog: of all it could open only printing is left, as no script runs in it.
  frame.setAttribute("sandbox", "allow-same-origin allow-scripts allow-modals");
  frame.setAttribute("referrerpolicy", "no-referrer");
  frame.setAttribute("aria-hidden", "true");
  frame.srcdoc = printDocument(article, backend);
  const loaded = new Promise((done) => frame.addEventListener("load", done, { once: true }));
  document.body.append(frame);
  await loaded;
  const view = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!view) return;
  await dressForPrint(view);
  view.addEventListener("afterprint", () => setTimeout(() => frame.remove(), 0), { once: true });
  view.focus();
  view.print();
}

/** Puts style and typefaces into the document of {@link printDocument}, and waits for all it shows. */
export async function dressForPrint(view: Window & typeof globalThis): Promise<void> {
  const page = view.document;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(printCss);
  page.adoptedStyleSheets = [sheet];
  bringTypefaces(view);
  const pictures = [...page.images].filter((picture) => !picture.complete);
  const shown = pictures.map((picture) => new Promise((done) => ["load", "error"].forEach((name) => picture.addEventListener(name, done, { once: true }))));
  // Laid out once, so that the letters are asked for.
  void page.body.offsetHeight;
  await Promise.race([Promise.all([page.fonts.ready, ...shown]), new Promise((done) => setTimeout(done, PATIENCE))]);
}

/** The document: head, text, where its links lead, and where it is from. What the article says passes its wall; the rest is ours. */
export function printDocument(article: ArticleView, backend: Pictures): string {
  const { text, links } = numbered(contained(article.html, backend, isPrivate(article.url)));
  const lead = article.leadPicture === null ? "" : figure(article, backend.imageUrl(article.leadPicture));
  return framed(article, `${head(article)}${lead}<main>${text}</main>${foot(article, links)}`, backend, article.title);
}

function head(article: ArticleView): string {
  const section = article.breadcrumbs.length > 0 ? article.breadcrumbs.join(" / ") : article.section;
  const by = article.author === null ? "" : `<b>${escapeText(article.dir === "rtl" ? article.author : words.by(article.author))}</b> · `;
  return `<header>${section === null ? "" : `<p class="section">${escapeText(section)}</p>`}<h1>${escapeText(article.title)}</h1>${
    article.deck === null ? "" : `<p class="deck">${escapeText(article.deck)}</p>`
  }<p class="byline">${by}${escapeText(article.sourceTitle)} · <span lang="en" dir="ltr">${escapeText(longTime(article.published))}</span></p></header>`;
}

function figure({ caption, credit }: ArticleView, address: string): string {
  const under = [caption, credit].filter((part) => part !== null && part !== "").map((part) => `<span>${escapeText(part ?? "")}</span>`);
  return `<figure class="lead"><img src="${escapeAttribute(address)}" alt="">${under.length > 0 ? `<figcaption>${under.join(" ")}</figcaption>` : ""}</figure>`;
}

/** The text with a small number after each link that leads out, and the addresses in that order. */
function numbered(html: string): { text: string; links: string[] } {
  const page = new DOMParser().parseFromString(`<!doctype html><body>${html}`, "text/html");
  const notes = notesIn(page.body);
  const links: string[] = [];
  for (const link of page.body.querySelectorAll("a[href]")) {
    const address = link.getAttribute("href") ?? "";
    if (!/^https?:/iu.test(address) || notes.note.has(link) || (link.textContent ?? "").trim() === "") continue;
    // Nobody follows an arrow on paper.
    if (notes.back.has(link)) {
      (link.closest("sup") ?? link).remove();
      continue;
    }
    // A text that is its own address says it already.
    if (address.includes((link.textContent ?? "").trim().replace(/\/$/u, "")) && (link.textContent ?? "").includes(".")) continue;
    const known = links.indexOf(address);
    const number = known < 0 ? links.push(address) : known + 1;
    const mark = page.createElement("sub");
    mark.lang = "en";
    mark.textContent = String(number);
    link.append("\u2060", mark);
  }
  return { text: page.body.innerHTML, links };
}

function foot(article: ArticleView, links: readonly string[]): string {
  const list = links.map((address) => `<li>${escapeText(address)}</li>`).join("");
  const from = [article.sourceTitle, dayOf(article.published)].filter((part) => part !== "").map((part) => `<bdi>${escapeText(part)}</bdi>`).join(", ");
  const address = article.url === null || !/^https?:/iu.test(article.url) ? "" : `<br><span class="address">${escapeText(article.url)}</span>`;
  return `<footer lang="en" dir="ltr"><p class="end"></p>${list === "" ? "" : `<h2>${words.printedFrom}</h2><ol>${list}</ol>`}<p class="from"><cite dir="auto">${escapeText(article.title)}</cite><br>${from}${address}</p></footer>`;
}
