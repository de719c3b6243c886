// Undoing what is done to several articles at once leaves each as it was.
import { beforeEach, describe, expect, it } from "vitest";
import type { ArticleCard } from "../src/backend/generated/ArticleCard";
import { article, FakeBackend, source } from "../src/backend/fake";
import { Desk } from "../src/stores/desk.svelte";

let backend: FakeBackend;
let desk: Desk;

beforeEach(async () => {
  const articles = [article({ id: 1, saved: true }), article({ id: 2, saved: true, archived: true }), article({ id: 3 })];
  backend = new FakeBackend({ sources: [source({ id: 1 })], articles });
  desk = new Desk(backend);
  await desk.sources.load();
  await desk.openScope({ kind: "all" });
});

const cards = (...ids: number[]): ArticleCard[] => desk.rows.filter(({ id }) => ids.includes(id));
const saved = () => backend.articles.filter((one) => one.saved).map(({ id }) => id).sort();
const archived = () => backend.articles.filter((one) => one.archived).map(({ id }) => id).sort();

describe("several at once", () => {
  it("go back to the Archive when they came from there and un-saving is undone", async () => {
    await desk.marks.setAllSaved(cards(1, 2), false);
    expect([saved(), archived()]).toEqual([[], []]);
    await desk.undo();
    expect([saved(), archived()]).toEqual([[1, 2], [2]]);
    await desk.redo();
    expect([saved(), archived()]).toEqual([[], []]);
  });
});
