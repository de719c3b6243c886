import { beforeEach, describe, expect, it, vi } from "vitest";
import { article, FakeBackend, source } from "../src/backend/fake";
import { Desk } from "../src/stores/desk.svelte";
import { scopeOf } from "../src/stores/searches.svelte";

let backend: FakeBackend;
let desk: Desk;

beforeEach(async () => {
  const articles = Array.from({ length: 230 }, (_, i) => article({ id: i + 1, sourceId: 1, title: i % 2 === 0 ? `Harbour ${i}` : `Weather ${i}` }));
  backend = new FakeBackend({ sources: [source({ id: 1 })], articles });
  desk = new Desk(backend);
  await desk.sources.load();
  await desk.openScope({ kind: "all" });
});

async function search(text: string): Promise<void> {
  desk.search.type(text);
  await desk.search.run();
}

const called = (command: string) => backend.calls.filter((call) => call.command === command);

describe("a search", () => {
  it("comes page by page, and is counted after its first page", async () => {
    await search("harbour");
    expect(desk.search.hits.length).toBe(100);
    expect(desk.search.count).toBe(115);
    await Promise.all([desk.search.more(), desk.search.more()]);
    expect(desk.search.hits.length).toBe(115);
    expect(desk.search.atEnd).toBe(true);
    expect(called("search").length).toBe(2);
  });

  it("needs no counting where the first page is all", async () => {
    await search("harbour 7");
    expect(called("count_hits")).toEqual([]);
    expect(desk.search.count).toBe(desk.search.hits.length);
  });

  it("drops the answer to what is no longer asked", async () => {
    backend.delay = 20;
    desk.search.type("harbour");
    const late = desk.search.run();
    desk.search.type("weather 1");
    backend.delay = 0;
    await desk.search.run();
    await late;
    expect(desk.search.hits.every((hit) => hit.article.title.startsWith("Weather 1"))).toBe(true);
  });

  it("says what it searched when it finds nothing", async () => {
    await search("zyx");
    expect(desk.search.hits).toEqual([]);
    expect(desk.search.outcome.searched).toEqual({ articles: 230, sources: 1 });
  });

  it("asks in another order", async () => {
    await search("harbour");
    await desk.search.setOrder("date");
    expect(called("search").at(-1)?.args).toMatchObject({ input: { order: "date", after: null } });
  });

  it("keeps the hits when the next page does not come", async () => {
    await search("harbour");
    backend.failing.set("search", "the disk is gone");
    await desk.search.more();
    expect(desk.search.hits.length).toBe(100);
    expect(desk.search.stuck?.why).toBe("the disk is gone");
  });

  it("is marked read as one, and put back", async () => {
    await search("harbour");
    await desk.marks.markAllRead(desk.scope);
    expect(called("mark_all_read").at(-1)?.args).toEqual({ scope: { kind: "search", name: "harbour" } });
    expect(desk.search.hits.every((hit) => hit.article.read)).toBe(true);
    expect(backend.articles.filter((one) => one.read).length).toBe(115);
    await desk.undo();
    expect(desk.search.hits.some((hit) => hit.article.read)).toBe(false);
    expect(backend.articles.some((one) => one.read)).toBe(false);
  });
});

describe("completion", () => {
  it("takes the place of what was typed, wherever the cursor is", async () => {
    desk.search.type("sec storm", "sec");
    await vi.waitFor(() => expect(desk.search.completing.proposals.map((one) => one.text)).toEqual(["section:"]));
    expect(desk.search.completing.take({ text: "section:", meaning: "" }, desk.search.query, 3)).toEqual({ text: "section:storm", cursor: 8 });
  });

  it("goes away with the field's text", async () => {
    desk.search.type("sec");
    await vi.waitFor(() => expect(desk.search.completing.proposals.length).toBe(1));
    desk.search.type("");
    expect(desk.search.completing.proposals).toEqual([]);
  });
});

describe("a kept search", () => {
  it("is a list with a name, and can be changed, removed and brought back", async () => {
    await desk.searches.keep(null, "Port", "harbour");
    const kept = desk.searches.all[0];
    if (!kept) throw new Error("it was not kept");
    expect(kept).toMatchObject({ name: "Port", query: "harbour", unread: 115 });
    expect(desk.list.scope).toEqual(scopeOf(kept));
    expect(desk.list.rows.every((row) => row.title.startsWith("Harbour"))).toBe(true);
    expect(desk.nameOf(desk.list.scope)).toBe("Port");

    await desk.searches.keep(kept, "Sky", "weather");
    expect(desk.searches.open?.name).toBe("Sky");
    await desk.undo();
    expect(desk.searches.open?.name).toBe("Port");

    const open = desk.searches.open;
    if (!open) throw new Error("it is not open");
    await desk.searches.remove(open);
    expect(desk.searches.all).toEqual([]);
    expect(desk.list.scope.kind).toBe("unread");
    await desk.undo();
    expect(desk.searches.all.map((one) => one.name)).toEqual(["Port"]);
  });

  it("whose name is given to another search has its words again when that is taken back", async () => {
    await desk.searches.keep(null, "Port", "harbour");
    await desk.searches.keep(null, "Port", "weather");
    expect(desk.searches.all.map((one) => one.query)).toEqual(["weather"]);
    await desk.undo();
    expect(desk.searches.all.map((one) => one.query)).toEqual(["harbour"]);
  });

  it("is put away by undoing that it was kept", async () => {
    await desk.searches.keep(null, "Port", "harbour");
    await desk.undo();
    expect(desk.searches.all).toEqual([]);
  });
});
