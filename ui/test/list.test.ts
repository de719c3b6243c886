// What the list does with what comes meanwhile, and with a page that does not come.
import { describe, expect, it } from "vitest";
import { article, FakeBackend, source } from "../src/backend/fake";
import { ArticleList } from "../src/stores/list.svelte";

const hour = (n: number) => new Date(Date.UTC(2025, 10, 24) - n * 3_600_000).toISOString();
/** `count` articles, the newest `from` hours old. */
const many = (count: number, from: number, firstId: number) =>
  Array.from({ length: count }, (_, i) => article({ id: firstId + i, sourceId: 1, published: hour(from + i) }));

async function listOf(count: number): Promise<{ backend: FakeBackend; list: ArticleList; ids: () => number[] }> {
  const backend = new FakeBackend({ sources: [source({ id: 1 })], articles: many(count, 0, 1) });
  const list = new ArticleList(backend);
  await list.open({ kind: "unread" }, false);
  return { backend, list, ids: () => list.rows.map((row) => row.id) };
}

const wanted = (backend: FakeBackend) => backend.articles.map((one) => one.id);

describe("a merge", () => {
  it("misses none of 250 arrivals, whose page is smaller, above a list that has more to come", async () => {
    const { backend, list, ids } = await listOf(150);
    backend.arrive(many(250, -250, 1001));
    await list.merge();
    expect(list.inserted.count).toBe(250);
    while (!list.atEnd) await list.more();
    expect(ids()).toEqual(wanted(backend));
  });

  it("misses none of 250 arrivals above a list that is at its end", async () => {
    const { backend, list, ids } = await listOf(3);
    backend.arrive(many(250, -250, 1001));
    await list.merge();
    expect(ids()).toEqual(wanted(backend));
    expect(list.atEnd).toBe(true);
  });

  it("misses none of 250 arrivals when all rows here have been read by now", async () => {
    const { backend, list, ids } = await listOf(120);
    for (const one of backend.articles.slice(0, 100)) one.read = true;
    backend.arrive(many(250, -250, 1001));
    await list.merge();
    while (!list.atEnd) await list.more();
    expect(ids()).toEqual(wanted(backend));
  });

  it("misses none that come late, among and below the rows here", async () => {
    const { backend, list, ids } = await listOf(10);
    backend.arrive([article({ id: 500, sourceId: 1, published: hour(4.5) }), ...many(250, 20, 1001)]);
    await list.merge();
    expect(ids()).toEqual(wanted(backend));
    expect(list.inserted.count).toBe(0);
  });

  it("fills a list that was empty, and pages on from there", async () => {
    const { backend, list, ids } = await listOf(0);
    backend.arrive(many(250, 0, 1));
    await list.merge();
    expect(list.atEnd).toBe(false);
    while (!list.atEnd) await list.more();
    expect(ids()).toEqual(wanted(backend));
  });

  it("begins anew when thousands have come, with the open article still there", async () => {
    const { backend, list, ids } = await listOf(5);
    const open = backend.articles[0];
    if (!open) throw new Error("no article");
    open.read = true;
    open.published = hour(-3990.5);
    list.replace(open);
    backend.arrive(many(4000, -4000, 1001));
    await list.merge(open.id);
    expect(ids()).toContain(open.id);
    while (!list.atEnd) await list.more();
    expect(ids().filter((id) => id !== open.id)).toEqual(wanted(backend).filter((id) => id !== open.id));
  });
});

describe("a page that does not come", () => {
  it("leaves the rows that are there, and comes when asked for again", async () => {
    const { backend, list, ids } = await listOf(150);
    backend.failing.set("articles", "the disk is gone");
    await list.more();
    expect(list.status).toBe("ready");
    expect(list.stuck?.why).toBe("the disk is gone");
    expect(ids().length).toBe(100);
    backend.failing.clear();
    await list.more();
    expect(list.stuck).toBeNull();
    expect(ids()).toEqual(wanted(backend));
  });
});
