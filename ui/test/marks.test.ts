// Undoing what is done to several articles at once leaves each as it was.
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ArticleCard } from "../src/backend/generated/ArticleCard";
import { actionOf } from "../src/actions";
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

  it("leave what was in the Archive before in it when putting a mixed pick away is undone", async () => {
    desk.picks.only(1);
    for (const id of [2, 3]) desk.picks.toggle(id);
    expect(desk.chosen).toHaveLength(3);
    actionOf("archive").run(desk);
    await desk.undo();
    expect([saved(), archived()]).toEqual([[1, 2], [2]]);
    await desk.redo();
    expect([saved(), archived()]).toEqual([[1, 2], [1, 2]]);
  });

  it("are taken out of the Archive when all that are saved of them lie there", async () => {
    desk.picks.only(2);
    desk.picks.toggle(3);
    const archive = actionOf("archive");
    expect(archive.name(desk)).toBe("Back to Saved");
    archive.run(desk);
    await vi.waitFor(() => expect([saved(), archived()]).toEqual([[1, 2], []]));
    await desk.undo();
    expect([saved(), archived()]).toEqual([[1, 2], [2]]);
  });
});
