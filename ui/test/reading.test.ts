// What the reader does with an open article's text, and what the window remembers of it.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { figuresOf } from "../src/article/figures";
import { printDocument } from "../src/article/print";
import { article, FakeBackend, source } from "../src/backend/fake";
import { actionOf, isEnabled } from "../src/actions";
import { Desk } from "../src/stores/desk.svelte";
import { Places } from "../src/stores/places";
import { FACES } from "../src/typefaces";

let backend: FakeBackend;
let desk: Desk;

const LEFT_OUT = [
  { block: 3, reason: "related", text: "Also read", html: "<p>Also read</p>" },
  { block: 7, reason: "other", text: "A correction", html: "<p>A correction</p>" },
];

beforeEach(async () => {
  localStorage.clear();
  backend = new FakeBackend({
    sources: [source({ id: 1 })],
    articles: [
      article({ id: 1, sourceId: 1, leftOut: LEFT_OUT, published: "2025-11-24T09:00:00Z" }),
      article({ id: 2, sourceId: 1, excerptOnly: true }),
      article({ id: 3, sourceId: 1, texts: { shown: "feed", feed: { state: "excerpt", words: 9, message: null }, page: { state: "paywalled", words: 0, message: "The page shows its text to subscribers only." } } }),
    ],
  });
  desk = new Desk(backend);
  await desk.sources.load();
  await desk.openScope({ kind: "all" });
});

const open = async (id: number) => {
  const row = desk.list.rows.find((one) => one.id === id);
  if (row) await desk.open(row);
};
const calls = (command: string) => backend.calls.filter((call) => call.command === command).length;

describe("the texts of an article", () => {
  it("are switched between, and what cannot be had is not offered", async () => {
    await open(2);
    await vi.waitFor(() => expect(desk.reading.article?.texts.shown).toBe("page"));
    expect(isEnabled(actionOf("other-text"), desk)).toBe(true);
    await desk.text.show("feed");
    expect(desk.reading.article?.texts.shown).toBe("feed");
    expect(desk.reading.article?.html).not.toContain("the rest");
    backend.articles = [article({ id: 9, url: null })];
    await desk.openScope({ kind: "all" });
    await open(9);
    expect(isEnabled(actionOf("other-text"), desk)).toBe(false);
  });

  it("are asked for when the library says so, and not twice", async () => {
    await open(3);
    backend.articles.push(article({ id: 4, excerptOnly: true, texts: { shown: "feed", feed: { state: "excerpt", words: 9, message: null }, page: { state: "fetching", words: 0, message: null } } }));
    await desk.reading.open(4);
    await new Promise((done) => setTimeout(done, 5));
    expect(calls("full_text")).toBe(0);
    await open(3);
    expect(desk.reading.article?.html).toContain("The text of article 3");
  });

  it("keep the one there is when the other fails, and say why", async () => {
    await open(1);
    backend.failing.set("show_text", "the page asks for a login");
    await desk.text.show("page");
    expect(desk.reading.fetching).toMatchObject({ why: "the page asks for a login" });
    expect(desk.reading.article?.texts.shown).toBe("feed");
  });
});

describe("what was left out", () => {
  it("is put back with one press, and left out again with another", async () => {
    await open(1);
    await desk.text.restore(LEFT_OUT[1] as (typeof LEFT_OUT)[number]);
    expect(desk.reading.article?.html).toContain("A correction");
    expect(desk.reading.article?.leftOut.map(({ block }) => block)).toEqual([3]);
    await desk.undo();
    expect(desk.reading.article?.html).not.toContain("A correction");
    expect(desk.reading.article?.leftOut.map(({ block }) => block)).toEqual([3, 7]);
    expect(calls("show_text"), "undoing chose a text for good").toBe(0);
  });
});

describe("offline", () => {
  it("is a mark that can be taken back", async () => {
    await open(1);
    actionOf("offline").run(desk);
    await vi.waitFor(() => expect(desk.reading.article?.offline.kept).toBe(true));
    expect(actionOf("offline").pressed?.(desk)).toBe(true);
    await desk.undo();
    expect(desk.reading.article?.offline.kept).toBe(false);
  });
});

describe("how articles look", () => {
  it("changes by one key each, and stays", async () => {
    for (const id of ["typeface", "width", "spacing", "justify", "theme", "larger-text"]) actionOf(id).run(desk);
    await vi.waitFor(async () =>
      expect(await backend.call("settings", {})).toMatchObject({ typeface: "sans", width: "wide", spacing: "airy", justify: true, theme: "light", textSize: 19 }),
    );
  });

  it("has both typefaces in both styles, for Latin, Greek, Cyrillic and Vietnamese", () => {
    for (const family of ["Source Serif 4 Variable", "Source Sans 3 Variable"]) {
      for (const style of ["normal", "italic"]) {
        const ranges = FACES.filter((face) => face.family === family && face.style === style).map(({ range }) => range);
        for (const letter of ["U+0000-00FF", "U+0100", "U+0400", "U+0370", "U+1EA0"]) expect(ranges.some((range) => range.includes(letter)), `${family} ${style} ${letter}`).toBe(true);
      }
    }
  });
});

describe("places", () => {
  const article = { id: 1, published: "2025-11-24T08:00:00Z" };

  it("are kept for what has been begun and not finished, also across restarts", () => {
    const places = new Places();
    places.keep(article, 0.4, 0.6);
    expect(new Places().of(article)).toBe(0.4);
    places.keep(article, 0.9, 0.99);
    expect(new Places().of(article)).toBe(0);
    expect(new Places().of({ ...article, published: "2020-01-01T00:00:00Z" })).toBe(0);
  });

  it("are those of the last 500 articles", () => {
    const places = new Places();
    for (let id = 1; id <= 510; id++) places.keep({ id, published: "" }, 0.5, 0.6);
    expect(places.of({ id: 10, published: "" })).toBe(0);
    expect(new Places().of({ id: 11, published: "" })).toBe(0.5);
  });

  it("survive a storage that is full or holds something else", () => {
    const full = { getItem: () => "{]", setItem: () => { throw new Error("full"); } };
    const places = new Places(full);
    places.keep(article, 0.4, 0.6);
    expect(places.of(article)).toBe(0.4);
  });
});

describe("figures", () => {
  it("are the photograph over the text and the pictures in it, without signs and links", () => {
    const found = figuresOf(article({
      leadPicture: "lead", caption: "Over it", credit: "A. Person",
      html: `<figure><img src="image:a" alt="A"><figcaption>The  quay</figcaption></figure><img src="image:icon" width="16" height="16"><a href="https://x.example/"><img src="image:b"></a><a href="https://x.example/c.jpg"><img src="image:c" alt=""></a><img src="https://evil.example/x.png">`,
    }));
    expect(found).toEqual([
      { key: "lead", alt: "", caption: "Over it", credit: "A. Person" },
      { key: "a", alt: "A", caption: "The quay", credit: "" },
      { key: "c", alt: "", caption: "", credit: "" },
    ]);
  });
});

describe("an article on paper", () => {
  const pictures = { imageUrl: (key: string) => `library://localhost/${key}`, imageOrigins: ["library:"] };
  const html = `<p>See <a href="https://y.example/b">the report</a>, <a href="https://z.example/">z.example</a> and <a href="https://y.example/b">again</a>.</p><p>Text<sup><a href="https://x.example/a#fn1">1</a></sup></p><ol><li>Note <a href="https://x.example/a#fnref1">↩</a></li></ol>`;
  const page = () =>
    new DOMParser().parseFromString(printDocument(article({ title: "A <b> & c", author: "D", section: "E", leadPicture: "k", caption: "F", credit: "G", html, url: "https://x.example/a" }), pictures), "text/html");

  it("has head, picture, text, addresses and where it is from, and no way out", () => {
    expect(page().title).toBe("A <b> & c");
    expect(page().querySelector("h1")?.textContent).toBe("A <b> & c");
    expect(page().querySelector("figcaption")?.textContent).toBe("F G");
    expect([...page().querySelectorAll("footer li")].map((one) => one.textContent)).toEqual(["https://y.example/b"]);
    expect([...page().querySelectorAll("main sub")].map((one) => one.textContent)).toEqual(["1", "1"]);
    expect(page().querySelector(".from")?.textContent).toContain("https://x.example/a");
    expect(page().querySelector("main")?.textContent).not.toContain("↩");
    expect(page().head.firstElementChild?.getAttribute("content")).toContain("script-src 'none'");
    expect(page().querySelector("script, link, style")).toBeNull();
  });
});
