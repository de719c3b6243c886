import { beforeEach, describe, expect, it, vi } from "vitest";
import { article, FakeBackend, source } from "../src/backend/fake";
import { Desk } from "../src/stores/desk.svelte";

const hour = (n: number) => new Date(Date.UTC(2025, 10, 24) - n * 3_600_000).toISOString();
const many = (n: number) =>
  Array.from({ length: n }, (_, i) => article({ id: i + 1, sourceId: 1 + (i % 2), title: `Number ${i + 1}`, published: hour(i) }));

let backend: FakeBackend;
let desk: Desk;

async function start(count: number): Promise<void> {
  backend = new FakeBackend({ sources: [source({ id: 1 }), source({ id: 2, folder: "World" })], articles: many(count) });
  desk = new Desk(backend);
  await desk.sources.load();
  await desk.openScope({ kind: "unread" });
}

const ids = () => desk.list.rows.map((row) => row.id);
const row = (id: number) => {
  const found = desk.list.rows.find((one) => one.id === id);
  if (!found) throw new Error(`no row ${id}`);
  return found;
};

describe("the list", () => {
  it("pages by its cursor until the end, without losing or doubling a row", async () => {
    await start(350);
    expect(ids().length).toBe(100);
    while (!desk.list.atEnd) await desk.list.more();
    expect(ids()).toEqual(Array.from({ length: 350 }, (_, i) => i + 1));
  });

  it("asks for a page once, however often it is told to", async () => {
    await start(250);
    await Promise.all([desk.list.more(), desk.list.more(), desk.list.more()]);
    expect(ids().length).toBe(200);
  });

  it("drops the answer of a list that is no longer wanted", async () => {
    await start(5);
    const late = desk.openScope({ kind: "all" });
    await desk.openScope({ kind: "source", id: 2 });
    await late;
    expect(ids()).toEqual([2, 4]);
  });

  it("keeps what is read by now among what a merge brings", async () => {
    await start(3);
    await desk.open(row(2));
    backend.arrive([article({ id: 9, sourceId: 1, published: hour(-1) })]);
    await desk.list.merge();
    expect(ids()).toEqual([9, 1, 2, 3]);
    expect(desk.list.inserted.count).toBe(1);
    expect(row(2).read).toBe(true);
  });

  it("keeps the open article when only unread ones are shown", async () => {
    await start(4);
    await desk.openScope({ kind: "all" });
    await desk.open(row(3));
    await desk.open(row(2));
    await desk.toggleUnreadOnly();
    expect(ids()).toEqual([1, 2, 4]);
  });

  it("says what failed, and recovers", async () => {
    await start(3);
    backend.failing.set("articles", "the disk is gone");
    await desk.openScope({ kind: "all" });
    expect(desk.list.status).toBe("failed");
    expect(desk.list.failure?.why).toBe("the disk is gone");
    backend.failing.clear();
    await desk.reopenList();
    expect(ids()).toEqual([1, 2, 3]);
  });
});

describe("reading", () => {
  beforeEach(() => start(4));

  it("marks read once the article is there, and undo takes it back", async () => {
    await desk.open(row(1));
    expect(desk.reading.article?.read).toBe(true);
    expect(row(1).read).toBe(true);
    expect(backend.articles.find((one) => one.id === 1)?.read).toBe(true);
    expect(desk.notices.shown).toEqual([]);
    await desk.undo();
    expect(row(1).read).toBe(false);
    expect(desk.reading.article?.read).toBe(false);
  });

  it("does not mark read what was passed by before it came", async () => {
    const first = desk.open(row(1));
    await desk.open(row(2));
    await first;
    expect(row(1).read).toBe(false);
    expect(desk.reading.article?.id).toBe(2);
  });

  it("goes to the next, the previous, and stops at the ends", async () => {
    await desk.step(1);
    await desk.step(1);
    expect(desk.reading.id).toBe(2);
    await desk.step(-1);
    await desk.step(-1);
    expect(desk.reading.id).toBe(1);
  });

  it("pages first, then goes to the next unread", async () => {
    await desk.open(row(1));
    await desk.marks.setRead(row(2), true);
    let room = true;
    desk.view.pager = { page: () => room };
    await desk.page(1);
    expect(desk.reading.id).toBe(1);
    room = false;
    await desk.page(1);
    expect(desk.reading.id).toBe(3);
  });

  it("gets the full text of an excerpt, or says why not and leaves the excerpt", async () => {
    const two = backend.articles.filter((one) => one.id < 3);
    for (const one of two) one.excerptOnly = true;
    await desk.open(row(1));
    await vi.waitFor(() => expect(desk.reading.article?.html).toContain("this is the rest"));
    expect(desk.reading.fetching).toBe("none");
    backend.failing.set("full_text", "a login is needed");
    await desk.open(row(2));
    await vi.waitFor(() => expect(desk.reading.fetching).toMatchObject({ why: "a login is needed" }));
    expect(desk.reading.article?.html).toContain("The text of article 2");
  });
});

describe("marking", () => {
  beforeEach(() => start(4));

  it("marks all of a scope read, and brings them back", async () => {
    await desk.marks.markAllRead({ kind: "source", id: 1 });
    expect(desk.list.rows.map((one) => one.read)).toEqual([true, false, true, false]);
    await desk.sources.load();
    expect(desk.sources.overview.unread).toBe(2);
    await desk.undo();
    expect(desk.list.rows.some((one) => one.read)).toBe(false);
    expect(backend.articles.some((one) => one.read)).toBe(false);
  });

  it("saves with an undo in the toast", async () => {
    await desk.open(row(1));
    await desk.marks.setSaved(row(1), true);
    expect(desk.current?.saved).toBe(true);
    const entry = desk.notices.shown[0]?.undo;
    expect(entry).toBeTruthy();
    await desk.undo(entry ?? undefined);
    expect(row(1).saved).toBe(false);
    expect(desk.notices.shown.map((one) => one.text)).toEqual(["No longer saved."]);
  });

  it("takes no tag off by undo that was there before it was put on again", async () => {
    await desk.marks.setTag(row(1), "river", true);
    await desk.marks.setTag(row(1), "river", true);
    expect(desk.undos.size).toBe(1);
    await desk.undo();
    expect(row(1).tags).toEqual([]);
  });

  it("shows what could not be done", async () => {
    backend.failing.set("set_saved", "the disk is full");
    await desk.attempt(() => desk.marks.setSaved(row(1), true));
    expect(row(1).saved).toBe(false);
    expect(desk.notices.shown[0]).toMatchObject({ trouble: true, text: "The command set_saved: the disk is full. Try again later." });
  });

  it("leaves articles unread while nothing can be written", async () => {
    desk.sources.overview = { ...desk.sources.overview, readOnly: "The disk is full." };
    await desk.open(row(1));
    expect(row(1).read).toBe(false);
    expect(desk.notices.shown).toEqual([]);
  });
});

describe("following", () => {
  beforeEach(() => start(4));

  it("unfollows with a way back", async () => {
    const one = desk.sources.find(1);
    if (!one) throw new Error("no source");
    await desk.openScope({ kind: "source", id: 1 });
    await desk.following.unfollow(one);
    expect(desk.sources.find(1)).toBeUndefined();
    expect(desk.list.scope.kind).toBe("unread");
    await desk.undo();
    expect(desk.sources.find(1)?.title).toBe("Source 1");
    expect(ids()).toEqual([1, 2, 3, 4]);
  });

  it("moves a source into a folder and back", async () => {
    const one = desk.sources.find(1);
    if (!one) throw new Error("no source");
    await desk.following.update(one, "Another name", "World");
    expect(desk.sources.inFolder("World").map((found) => found.title)).toEqual(["Another name", "Source 2"]);
    await desk.undo();
    expect(desk.sources.find(1)).toMatchObject({ title: "Source 1", folder: null });
  });

  it("saves a page that belongs to no source", async () => {
    await desk.following.saveAddress("https://elsewhere.example/a");
    expect(desk.list.scope.kind).toBe("saved");
    expect(desk.reading.article?.url).toBe("https://elsewhere.example/a");
  });

  it("says how a save ended, and leads to what became of it", async () => {
    const stop = desk.start();
    await desk.following.saveAddress("https://elsewhere.example/a");
    const id = desk.reading.id ?? 0;
    expect(desk.notices.shown.at(-1)?.undo).not.toBeNull();
    await desk.open(desk.rows.find((row) => row.id !== id) ?? desk.rows[0]!);
    backend.emit({ kind: "saved", end: { id, link: id, title: "A page", kind: "full", pictures: 3, why: null } });
    await vi.waitFor(() => expect(desk.notices.shown.at(-1)?.text).toBe("Saved “A page” with full text, 3 pictures."));
    backend.emit({ kind: "saved", end: { id, link: id, title: "A page", kind: "link", pictures: 0, why: "it is a file, not a page. Open it in the browser." } });
    await vi.waitFor(() => expect(desk.notices.shown.at(-1)?.text).toBe("Saved as a link only: it is a file, not a page. Open it in the browser."));
    expect(desk.notices.shown.at(-1)?.deeds.at(-1)?.name).toBe("Try again");
    await desk.notices.shown.at(-1)?.deeds.at(-1)?.run();
    expect(backend.calls.at(-1)).toMatchObject({ command: "show_text", args: { id, which: "page" } });
    stop();
  });

  it("opens the article that a saved link turned out to be", async () => {
    const stop = desk.start();
    await desk.following.saveAddress("https://elsewhere.example/short");
    const link = desk.reading.id ?? 0;
    const other = backend.articles.find((one) => one.id !== link);
    if (!other) throw new Error("no other article");
    backend.articles = backend.articles.filter((one) => one.id !== link);
    backend.emit({ kind: "saved", end: { id: other.id, link, title: other.title, kind: "full", pictures: 0, why: null } });
    await vi.waitFor(() => expect(desk.reading.article?.id).toBe(other.id));
    stop();
  });

  it("takes a save back", async () => {
    await desk.following.saveAddress("https://elsewhere.example/a");
    expect(desk.sources.overview.saved).toBe(1);
    await desk.undo();
    await desk.sources.load();
    expect(desk.sources.overview.saved).toBe(0);
  });

  it("puts what is saved away and back, and lists it in its order", async () => {
    for (const one of backend.articles.slice(0, 3)) Object.assign(one, { saved: true, savedAt: one.published, minutes: one.id });
    await desk.openScope({ kind: "saved" });
    const [first] = desk.rows;
    if (!first) throw new Error("no row");
    await desk.marks.setArchived([first], true);
    expect(desk.rows.map((row) => row.id)).not.toContain(first.id);
    await desk.openScope({ kind: "archived" });
    expect(desk.rows.map((row) => row.id)).toEqual([first.id]);
    await desk.undo();
    expect(desk.rows).toEqual([]);
    await desk.openScope({ kind: "saved" });
    expect(desk.rows.map((row) => row.id)).toContain(first.id);
    await desk.setSavedOrder("longest");
    const minutes = desk.rows.map((row) => row.minutes ?? 0);
    expect(minutes).toEqual([...minutes].sort((a, b) => b - a));
    expect(backend.calls.filter(({ command }) => command === "articles").at(-1)?.args).toMatchObject({ query: { order: "longest" } });
    // No longer saving and taking that back puts it where it was.
    const row = desk.rows[0]!;
    await desk.marks.setArchived([row], true);
    await desk.marks.setSaved({ ...row, archived: true }, false);
    await desk.undo();
    expect(backend.articles.find((one) => one.id === row.id)).toMatchObject({ saved: true, archived: true, savedAt: row.savedAt });
  });
});

describe("refreshing", () => {
  it("tells how far it is, and sums up what the reader asked for", async () => {
    await start(4);
    const stop = desk.start();
    await desk.refresh.start(null);
    await vi.waitFor(() => expect(desk.refresh.state.running).toBe(false));
    await vi.waitFor(() => expect(desk.notices.shown.at(-1)?.text).toBe("Nothing new from 2 sources."));
    stop();
  });
});

describe("what somebody outside the window wants to see", () => {
  it("is shown when it is asked for, and when the window begins", async () => {
    await start(4);
    const stop = desk.start();
    const [first, second] = backend.articles;
    if (!first || !second) throw new Error("there are articles");
    backend.wanted = { article: second.id, source: null, save: false };
    backend.emit({ kind: "show" });
    await vi.waitFor(() => expect(desk.reading.article?.id).toBe(second.id));
    expect(desk.view.pane).toBe("article");
    backend.wanted = { article: null, source: first.sourceId, save: false };
    backend.emit({ kind: "show" });
    await vi.waitFor(() => expect(desk.list.scope).toEqual({ kind: "source", id: first.sourceId }));
    backend.wanted = { article: null, source: null, save: true };
    backend.emit({ kind: "show" });
    await vi.waitFor(() => expect(desk.view.dialog?.kind).toBe("save"));
    stop();
    backend.wanted = { article: first.id, source: null, save: false };
    const later = new Desk(backend);
    const end = later.start();
    await vi.waitFor(() => expect(later.reading.article?.id).toBe(first.id));
    end();
  });

  it("leaves the desktop's bulletins to the desktop", async () => {
    await start(2);
    const stop = desk.start();
    backend.emit({ kind: "bulletin", bulletin: { title: "x", body: "y", show: { article: 1, source: null, save: false } } });
    expect(desk.notices.shown).toEqual([]);
    stop();
  });
});

describe("search", () => {
  it("runs when the typing rests, and ends with its field", async () => {
    await start(12);
    desk.search.type("Number 1");
    expect(desk.search.status).toBe("searching");
    await vi.waitFor(() => expect(desk.search.status).toBe("ready"));
    expect(desk.rows.map((one) => one.id)).toEqual([1, 10, 11, 12]);
    await desk.step(1);
    await desk.step(1);
    expect(desk.reading.id).toBe(10);
    desk.search.type("");
    expect(desk.rows.length).toBe(12);
  });
});
