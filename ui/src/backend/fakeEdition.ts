// What `vite dev` shows with `?fake`: enough of everything to look at every view. Development only.
import { article, FakeBackend, source } from "./fake";
import type { ArticleView } from "./generated/ArticleView";
import type { Preview } from "./generated/Preview";
import type { Repair } from "./generated/Repair";
import type { RequestView } from "./generated/RequestView";
import type { SourcePage } from "./generated/SourcePage";

const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();

const LOREM = [
  "The river had been rising since Tuesday, a hand’s breadth an hour, and by the time the council met on Thursday evening nobody in the room needed to be shown the map again.",
  "“We have been saying this for eleven years,” said Marta Lindqvist, who keeps the gauge at the old mill and reads it twice a day. “The water does not read the minutes of our meetings.”",
  "What was decided in the end was modest: forty thousand sandbags, a second pump, and a promise to move the school’s archive upstairs before the weekend.",
  "The engineers had asked for more. Their report, all ninety pages of it, argues that the quay should be raised by sixty centimetres along its whole length, and that the money spent on pumps would be better spent on stone.",
];

const body = (extra = "") =>
  `<p>${LOREM[0]}</p><p>${LOREM[1]}</p><h2>Sandbags and stone</h2><p>${LOREM[2]} See <a href="https://example.org/report">the report</a>.</p><blockquote><p>${LOREM[1]}</p></blockquote><figure><img src="image:inner" alt="The quay at noon"><figcaption>The quay at noon.</figcaption></figure>${extra}<p>${LOREM[3]}</p><ul><li>Forty thousand sandbags</li><li>A second pump</li></ul><pre><code>level = read_gauge()\nif level > 4.2:\n    warn("the quay")</code></pre>${LOREM.map((text) => `<p>${text}</p>`).join("")}`;

/** What an article taken from its page knows of itself. */
const READ: Partial<ArticleView> = {
  origin: "page", offline: { kept: true, whole: true, missing: 0, message: null },
  texts: { shown: "page", feed: { state: "excerpt", words: 42, message: null }, page: { state: "here", words: 1240, message: null } },
  provenance: "Text from the page at courier.example, fetched on 24 November 2025, 08:00 UTC.",
  leftOut: [
    { block: 1, reason: "newsletter", text: "Sign up for The Morning Tide, our newsletter about everything that floats. Delivered every weekday at six.", html: "<p>Sign up for The Morning Tide, our newsletter about everything that floats.</p>" },
    { block: 2, reason: "related", text: "Also read: The school that moved upstairs", html: "<p>Also read: The school that moved upstairs</p>" },
    { block: 4, reason: "other", text: "This article was amended on 24 November to correct the height of the quay, which is four metres twenty and not four metres two.", html: "<p>This article was amended on 24 November to correct the height of the quay.</p>" },
  ],
  fields: [{ field: "title", way: "heading on the page" }, { field: "published", way: "JSON-LD" }, { field: "author", way: "JSON-LD, as on the page" }, { field: "credit", way: "the end of the caption" }],
};

/** What a text can have besides paragraphs. */
const RICH = `<figure><blockquote><p>The water does not read the minutes of our meetings.</p></blockquote></figure><p>The gauge was read by hand until 1998<sup><a href="https://source-1.example/101#fn1">1</a></sup>, and again since 2014<sup><a href="https://source-1.example/101#fn2">2</a></sup>.</p><table><caption>Heights at the quay, in metres</caption><thead><tr><th>Day</th><th>Morning</th><th>Evening</th><th>Highest ever on this day</th><th>Keeper</th><th>Remarks of the keeper</th></tr></thead><tbody><tr><td>Tuesday</td><td>3.10</td><td>3.42</td><td>4.02 (1962)</td><td>Lindqvist</td><td>Wind from the south-west, falling towards noon</td></tr><tr><td>Wednesday</td><td>3.71</td><td>3.98</td><td>4.11 (1962)</td><td>Lindqvist</td><td>Boats moved to the upper basin</td></tr></tbody></table><ol><li>Read the gauge<ul><li>at six</li><li>and at eighteen hours</li></ul></li><li>Write it down</li></ol><dl><dt>Freeboard</dt><dd>What the quay has left over the water.</dd><dt>Gauge</dt><dd>A board with numbers, and somebody who looks at it.</dd></dl><h2>Notes</h2><ol><li><p>When the first electric gauge was fitted, by a firm from the capital that no longer exists. <a href="https://source-1.example/101#fnref1">↩</a></p></li><li><p>See <a href="https://example.org/report">the report</a>, page 12. <a href="https://source-1.example/101#fnref2">↩</a></p></li></ol>`;

const SOURCES = [
  source({ id: 1, title: "Northfield Courier", folder: "World" }),
  source({ id: 2, title: "Der Flussanzeiger", folder: "World", error: "The server could not be reached: its name is not known. Check the address, or try again later.", errorCode: "unresolvable", failures: 3 }),
  source({ id: 3, title: "صحيفة الضفة", folder: "World" }),
  source({ id: 4, title: "The Slow Engineer", folder: "Craft", state: "paused" }),
  source({ id: 5, title: "Notes on Typography and Other Quiet Pursuits of the Long Afternoon", folder: "Craft" }),
  source({ id: 6, title: "Sample edition", kind: "sample", folder: null }),
];

const ARTICLES: ArticleView[] = [
  article({ id: 101, sourceId: 1, sourceTitle: "Northfield Courier", title: "The Town That Reads Its River Twice a Day", deck: "For eleven years a retired miller has kept the gauge. This week, the council finally listened.", section: "Home", breadcrumbs: ["Homepage", "Home"], author: "Dana Reyes", published: ago(0.6), picture: "river", leadPicture: "river", caption: "The mill at first light on Thursday, with the gauge at its eastern wall", credit: "Jonas Weber / Courier", html: body(RICH), cited: [{ name: "Report of the river engineers", url: "https://example.org/report" }, { name: "Hotnews", url: null }], minutes: 6, alsoIn: [{ id: 111, sourceTitle: "The Slow Engineer" }, { id: 112, sourceTitle: "Notes on Typography and Other Quiet Pursuits of the Long Afternoon" }], ...READ }),
  article({ id: 111, sourceId: 4, sourceTitle: "The Slow Engineer", title: "A river gauge, read twice a day", published: ago(0.5), folded: 101, html: body(), minutes: 6, ...READ, alsoIn: [{ id: 101, sourceTitle: "Northfield Courier" }, { id: 112, sourceTitle: "Notes on Typography and Other Quiet Pursuits of the Long Afternoon" }] }),
  article({ id: 112, sourceId: 5, sourceTitle: "Notes on Typography and Other Quiet Pursuits of the Long Afternoon", title: "The miller’s gauge", published: ago(0.4), folded: 101, html: body(), minutes: 6, ...READ, alsoIn: [{ id: 101, sourceTitle: "Northfield Courier" }, { id: 111, sourceTitle: "The Slow Engineer" }] }),
  article({ id: 102, sourceId: 2, sourceTitle: "Der Flussanzeiger", title: "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente wird neu berechnet", deck: "Die Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzgebung bleibt davon unberührt.", lang: "de", section: "Politik", published: ago(2), html: `<p>Die Donaudampfschifffahrtsgesellschaftskapitänswitwenrente wird ab Januar nach der Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung berechnet.</p>${body()}` }),
  article({ id: 103, sourceId: 3, sourceTitle: "صحيفة الضفة", title: "المدينة التي تقرأ نهرها مرتين في اليوم", deck: "منذ أحد عشر عامًا يراقب طحّان متقاعد مقياس النهر، وهذا الأسبوع أصغى إليه المجلس أخيرًا.", lang: "ar", dir: "rtl", section: "محليات", breadcrumbs: ["الرئيسية", "محليات"], author: "ليلى حداد", published: ago(3), picture: "ar", leadPicture: "ar", caption: "الطاحونة عند الفجر", credit: "وكالة الضفة", html: `<p>كان النهر يرتفع منذ يوم الثلاثاء، مقدار كف كل ساعة، وحين اجتمع المجلس مساء الخميس لم يكن أحد في القاعة بحاجة إلى رؤية الخريطة من جديد.</p><h2>أكياس الرمل والحجر</h2><p>ما تقرر في النهاية كان متواضعًا: أربعون ألف كيس رمل، ومضخة ثانية، ووعد بنقل أرشيف المدرسة إلى الطابق العلوي.</p><blockquote><p>الماء لا يقرأ محاضر اجتماعاتنا.</p></blockquote>`, minutes: 4 }),
  article({ id: 104, sourceId: 4, sourceTitle: "The Slow Engineer", title: "Against the dashboard", deck: "A number that nobody acts on is decoration.", published: ago(5), read: true, html: body() }),
  article({ id: 105, sourceId: 5, sourceTitle: "Notes on Typography and Other Quiet Pursuits of the Long Afternoon", title: "Measure, leading, and the comfort of the margin: what a page owes to the hand that holds it", deck: "The eye wants sixty-odd characters; the thumb wants a place to rest.", published: ago(9), saved: true, tags: ["type"], picture: "type", leadPicture: "type", html: body() }),
  article({ id: 106, sourceId: 6, sourceTitle: "Sample edition", title: "Welcome to Standfirst", deck: "A newspaper made of the sources you choose, and finished when you are.", published: ago(20), html: body(), minutes: 3 }),
  article({ id: 107, sourceId: 1, sourceTitle: "Northfield Courier", title: "Ferry timetable changes on Monday", section: "Transport", published: ago(26), excerptOnly: true, html: "<p>The first boat leaves ten minutes earlier.</p>" }),
  ...Array.from({ length: 60 }, (_, index) =>
    article({
      id: 100 - index, sourceId: 1 + (index % 6), sourceTitle: SOURCES[index % 6]?.title ?? "",
      title: ["Bread, and who is left to bake it", "A bridge too small for its own traffic finds an unlikely defender", "The archivist’s last box", "Why the night train is back"][index % 4] ?? "",
      deck: index % 3 === 0 ? null : (LOREM[index % 4] ?? null), published: ago(30 + index * 5), read: index % 4 === 0,
      picture: index % 3 === 1 ? `p${index}` : null, leadPicture: index % 3 === 1 ? `p${index}` : null, html: body(), tags: index === 7 ? ["archive"] : [],
    })),
];

const request = (hours: number, part: Partial<RequestView> = {}): RequestView => ({ at: ago(hours), tookMs: 84, bytes: 0, outcome: "unchanged", sentence: "Nothing new, said the server (304)", failed: false, new: 0, ...part });
const PAGES: Record<number, Partial<SourcePage>> = {
  1: {
    hub: "https://hub.example/", hasOlder: true, etag: 'W/"5f1c-62a0"', lastModified: "Mon, 24 Nov 2025 08:00:00 GMT",
    schedule: "How often it is asked follows from this: it asks for 3 hours between two requests, and it has published every 10 hours of late.",
    access: { login: "dana", headers: ["X-Reader", "X-Edition"], cookie: true, inKeyring: true, inForce: true },
    requests: [
      request(0.5), request(3.4, { outcome: "new", sentence: "3 new articles", bytes: 184_000, tookMs: 1240, new: 3 }),
      request(7, { outcome: "timeout", sentence: "the server took too long to answer: try again later", failed: true, tookMs: 30_000 }),
      request(30, { outcome: "same", sentence: "Sent again, the same as before", bytes: 1_240_000 }), request(200), request(9000),
    ],
  },
};
const REPAIRS: Record<number, Partial<Repair>> = {
  2: { repaired: false, sentence: "This may be it, under another name:", offers: [{ url: "https://fluss.example/rss", siteUrl: null, title: "Flussanzeiger, alle Meldungen", description: null, kind: "feed", how: "The page names this feed.", followed: false, entries: [{ title: "Pegel", url: null, published: ago(3) }] }] },
};

const PREVIEWS: Record<string, Preview> = {
  "https://quiet.example/": {
    candidates: [
      { url: "https://quiet.example/feed.xml", siteUrl: "https://quiet.example/", title: "The Quiet Weekly", description: "Long reads on Sundays.", kind: "feed", how: "The page names this feed.", followed: false, entries: [{ title: "What the lighthouse keeper counted", url: null, published: ago(4) }, { title: "An atlas of hedges", url: null, published: ago(170) }, { title: "Letters, sorted by weather", url: null, published: ago(340) }] },
      { url: "https://quiet.example/comments.xml", siteUrl: "https://quiet.example/", title: "The Quiet Weekly: letters", description: null, kind: "feed", how: "The page names this feed.", followed: true, entries: [] },
    ],
    article: { url: "https://quiet.example/", title: "What the lighthouse keeper counted", deck: "Ships, mostly." },
    why: null,
    tried: [{ url: "https://quiet.example/", found: "A page that names two feeds." }],
  },
  "https://hill.example/news/": {
    candidates: [
      { url: "https://hill.example/news/", siteUrl: "https://hill.example/news/", title: "Hill Parish", description: null, kind: "page", how: "Standfirst will watch the list of headlines under “Latest” on this page: 24 links now.", followed: false, entries: [{ title: "The roof still leaks in places", url: null, published: ago(9) }, { title: "A bell is heard again", url: null, published: null }] },
    ],
    article: null,
    why: null,
    tried: [{ url: "https://hill.example/news/", found: "a page that names no feed" }, ...["feed/", "rss.xml", "atom.xml", "feed.xml", "index.xml", "rss/", "feed.json", "feed", "rss"].map((path) => ({ url: `https://hill.example/${path}`, found: "there is nothing at this address (404)" }))],
  },
};

/** `?fake`, `?fake=empty`, `?fake=many`, `?fake=failing`, `?fake=damaged`, `?fake=unopened`. */
export function fakeBackend(kind: string): FakeBackend {
  if (kind === "empty") return new FakeBackend({ sources: [], articles: [], previews: PREVIEWS });
  if (kind === "many") {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      article({ id: index + 1, sourceId: 1, sourceTitle: "Northfield Courier", title: `Number ${index + 1}: ${LOREM[index % 4]}`, deck: LOREM[(index + 1) % 4] ?? null, published: ago(index / 10), html: body() }));
    return new FakeBackend({ sources: SOURCES, articles: many });
  }
  const fake = new FakeBackend({ sources: SOURCES, articles: ARTICLES, previews: PREVIEWS, pages: PAGES, repairs: REPAIRS, ...(kind === "readonly" ? { readOnly: "The disk is full. You can go on reading; nothing is stored until there is room." } : {}) });
  if (kind === "failing") {
    fake.failing.set("articles", "the disk cannot be read");
    fake.failing.set("full_text", "the page asks for a login");
  }
  // The library is damaged: it opens all the same, or not at all.
  if (kind === "damaged" || kind === "unopened") Object.assign(fake, { damage: "library.db is damaged (2 pages of it cannot be read)", unopened: kind === "unopened" });
  if (kind === "excerpt") fake.failing.set("full_text", "the page asks for a login");
  if (kind === "slow") fake.delay = 400;
  return fake;
}
