// What several sources say alike is one row: its versions are switched between, and taken apart again.
import { type Component, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { actionOf, isEnabled } from "../src/actions";
import { FakeBackend, article, source } from "../src/backend/fake";
import ArticleHead from "../src/components/ArticleHead.svelte";
import { Desk } from "../src/stores/desk.svelte";
import Host from "./Host.svelte";

let backend: FakeBackend;
let desk: Desk;
let drawn: ReturnType<typeof mount> | undefined;

beforeEach(async () => {
  localStorage.clear();
  backend = new FakeBackend({
    sources: [1, 2, 3].map((id) => source({ id })),
    articles: [1, 2, 3, 4].map((id) => article({ id, sourceId: Math.min(id, 3), sourceTitle: `Source ${id}`, published: `2025-11-24T08:00:0${9 - id}Z` })),
  });
  await backend.call("fold", { id: 2, under: 1 });
  await backend.call("fold", { id: 3, under: 1 });
  desk = new Desk(backend);
  await desk.preferences.load();
  await desk.begin();
});
afterEach(async () => {
  if (drawn) await unmount(drawn);
  drawn = undefined;
});

const rows = () => desk.rows.map((row) => row.id);

it("shows one row, and the other versions in its place", async () => {
  expect(rows()).toEqual([1, 4]);
  await desk.open(desk.rows[0]!);
  expect(desk.current?.alsoIn.map(({ sourceTitle }) => sourceTitle)).toEqual(["Source 2", "Source 3"]);
  for (const id of [2, 3, 1]) {
    await desk.folds.next();
    expect([desk.current?.id, desk.reading.row]).toEqual([id, 1]);
  }
  await desk.folds.show(2);
  await desk.step(1);
  expect(desk.current?.id).toBe(4);
  expect(isEnabled(actionOf("unfold"), desk)).toBe(false);
});

it("takes a version out, and puts it back when that is undone", async () => {
  await desk.open(desk.rows[0]!);
  await desk.folds.show(2);
  await desk.folds.unfold();
  expect(rows()).toEqual([1, 2, 4]);
  expect([desk.current?.id, desk.reading.row]).toEqual([2, 2]);
  await desk.undo();
  expect(rows()).toEqual([1, 4]);
  expect([desk.current?.folded, desk.reading.row]).toEqual([1, 1]);
});

it("takes all of them apart from the one on top", async () => {
  await desk.open(desk.rows[0]!);
  await desk.folds.unfold();
  expect(desk.rows[0]?.alsoIn).toEqual([]);
  await desk.openScope({ kind: "all" });
  expect(rows()).toEqual([1, 2, 3, 4]);
  await desk.undo();
  expect(rows()).toEqual([1, 4]);
});

it("names the other sources under the headline", async () => {
  await desk.open(desk.rows[0]!);
  const head: Component = ((target: never, props: object) => (ArticleHead as unknown as (...all: unknown[]) => unknown)(target, { ...props, article: desk.reading.article })) as never;
  drawn = mount(Host, { target: document.body, props: { desk, what: head } });
  await vi.waitFor(() => expect(document.querySelectorAll('[data-testid="version"]')).toHaveLength(2));
  document.querySelectorAll<HTMLElement>('[data-testid="version"]')[1]?.click();
  await vi.waitFor(() => expect(desk.current?.id).toBe(3));
});
