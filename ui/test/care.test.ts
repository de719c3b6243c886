// What a reader does for a source: pause it, move it, log in, repair it, and what the window says of it meanwhile.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { actionOf, isEnabled } from "../src/actions";
import { SOURCE_ACTIONS } from "../src/sourceActions";
import { article, FakeBackend, source } from "../src/backend/fake";
import type { Candidate } from "../src/backend/generated/Candidate";
import type { SourceView } from "../src/backend/generated/SourceView";
import { Desk } from "../src/stores/desk.svelte";

const failing = { error: "there is nothing at this address (404): check the address", errorCode: "not-found", failures: 3 };
const OFFER: Candidate = { url: "https://new.example/feed", siteUrl: null, title: "Perhaps", description: null, kind: "feed", how: "The page names this feed.", entries: [], followed: false };

let backend: FakeBackend;
let desk: Desk;

beforeEach(async () => {
  localStorage.clear();
  backend = new FakeBackend({
    sources: [source({ id: 1 }), source({ id: 2, ...failing }), source({ id: 3, ...failing }), source({ id: 4, lastOk: null }), source({ id: 5, lastOk: null })],
    articles: [article({ id: 1, sourceId: 1 })],
    pages: { 1: { hasOlder: true } },
    repairs: { 3: { repaired: false, sentence: "This may be it, under another name:", offers: [OFFER] } },
  });
  desk = new Desk(backend);
  await desk.sources.load();
  await desk.openScope({ kind: "unread" });
});

const found = (id: number): SourceView => {
  const one = desk.sources.find(id);
  if (!one) throw new Error(`no source ${id}`);
  return one;
};
const said = () => desk.notices.shown.at(-1)?.text;
const calls = (name: string) => backend.calls.filter(({ command }) => command === name).map(({ args }) => args);

describe("the page of a source", () => {
  it("lies over the article, which can meanwhile not be marked, and goes with the next one", async () => {
    const [row] = desk.list.rows;
    if (!row) throw new Error("no row");
    await desk.open(row);
    await desk.openSource(2);
    expect(desk.about.page?.source.title).toBe("Source 2");
    expect(desk.current).toBeNull();
    expect(isEnabled(actionOf("save"), desk)).toBe(false);
    actionOf("escape").run(desk);
    expect(desk.view.page).toBeNull();
    expect(desk.current?.id).toBe(1);
    await desk.openSource(2);
    await desk.open(row);
    expect(desk.view.page).toBeNull();
  });

  it("leads back to the pane it was opened from, and to the list of those that fail", async () => {
    desk.view.pane = "sources";
    await desk.openSource(1);
    expect(desk.view.pane).toBe("article");
    desk.view.lift();
    expect(desk.view.pane).toBe("sources");
    desk.openAttention();
    await desk.openSource(2);
    desk.view.lift();
    expect(desk.view.page).toEqual({ kind: "attention" });
    desk.view.lift();
    expect(desk.view.page).toBeNull();
    expect(desk.view.pane).toBe("sources");
  });

  it("drops the answer for a source that is no longer wanted", async () => {
    const late = desk.openSource(1);
    await desk.openSource(2);
    await late;
    expect(desk.about.page?.source.id).toBe(2);
  });

  it("is an orphan when its source is unfollowed", async () => {
    await desk.openSource(2);
    expect(desk.pageIsOrphan).toBe(false);
    await desk.following.unfollow(found(2));
    expect(desk.pageIsOrphan).toBe(true);
  });

  it("says why it cannot be shown", async () => {
    backend.failing.set("source_page", "the disk is gone");
    await desk.openSource(1);
    expect(desk.about.failure?.why).toBe("the disk is gone");
  });

  it("offers older articles while there are some, and tells what came", async () => {
    const older = actionOf("older-articles");
    expect(isEnabled(older, desk)).toBe(false);
    await desk.openSource(1);
    expect(isEnabled(older, desk)).toBe(true);
    await desk.care.fetchOlder(found(1));
    expect(desk.care.older?.outcome).toMatchObject({ new: 41 });
    expect(isEnabled(older, desk)).toBe(false);
  });
});

describe("actions of a source", () => {
  it("are for the source whose page is open, then that of the list, then that of the article", async () => {
    const about = actionOf("about-source");
    expect(isEnabled(about, desk)).toBe(false);
    const [row] = desk.list.rows;
    if (row) await desk.open(row);
    expect(isEnabled(about, desk)).toBe(true);
    await desk.openSource(2);
    actionOf("pause-source").run(desk);
    await vi.waitFor(() => expect(found(2).state).toBe("paused"));
    expect(found(1).state).toBe("active");
    expect(about.object?.(desk)).toBe("Source 2");
  });

  it("are all in the palette but one that the palette has for the list", () => {
    expect(SOURCE_ACTIONS.filter((one) => !one.palette).map(({ id }) => id)).toEqual(["read-source"]);
  });

  it("pause and resume, each with a way back", async () => {
    await desk.care.setPaused(found(1), true);
    expect(said()).toBe("Source 1 is paused.");
    expect(actionOf("pause-source").name(desk)).toBe("Pause");
    await desk.undo();
    expect(found(1).state).toBe("active");
    expect(said()).toBe("Source 1 is asked again.");
    expect(calls("refresh_due").length).toBe(1);
  });

  it("leave out of Unread and take back in", async () => {
    await desk.openScope({ kind: "unread" });
    const all = desk.list.rows.length;
    expect(desk.list.rows.some((row) => row.sourceId === 1)).toBe(true);
    await desk.care.setQuiet(found(1), true);
    expect(found(1).quiet).toBe(true);
    expect(desk.list.rows.some((row) => row.sourceId === 1)).toBe(false);
    await desk.undo();
    expect(found(1).quiet).toBe(false);
    expect(desk.list.rows.length).toBe(all);
  });

  it("give another address, ask there, and go back", async () => {
    await desk.care.setAddress(found(2), "https://new.example/feed");
    expect(found(2).url).toBe("https://new.example/feed");
    expect(calls("refresh")).toEqual([{ source: 2 }]);
    await desk.undo();
    expect(found(2).url).toBe("https://source-2.example/feed");
    await expect(desk.care.setAddress(found(2), "ftp://x")).rejects.toThrow("none that can be fetched");
  });

  it("set a login, show it without its secret, and ask with it", async () => {
    await desk.openSource(1);
    await desk.care.setAccess(found(1), { login: "ann", password: "one", headers: null, cookie: null });
    expect(desk.about.page?.access).toEqual({ login: "ann", headers: [], cookie: false, inKeyring: true, inForce: true });
    expect(calls("refresh")).toEqual([{ source: 1 }]);
  });
});

describe("repairing", () => {
  it("says what happened, and keeps the row to be read", async () => {
    desk.openAttention();
    await desk.care.repair(found(2));
    expect(desk.care.tended.get(2)).toMatchObject({ kind: "done", repair: { sentence: "It answers again." } });
    expect(desk.sources.failing).toBe(1);
    expect(desk.care.rows().map(({ id }) => id)).toEqual([2, 3]);
    desk.openAttention();
    expect(desk.care.rows().map(({ id }) => id)).toEqual([3]);
  });

  it("offers what it found, and follows the one that is chosen", async () => {
    desk.openAttention();
    await desk.care.repair(found(3));
    expect(desk.care.tended.get(3)).toMatchObject({ repair: { offers: [{ title: "Perhaps" }] } });
    await desk.care.take(found(3), OFFER.url);
    expect(found(3).url).toBe(OFFER.url);
    expect(desk.care.tended.get(3)).toMatchObject({ kind: "moved" });
    expect(calls("refresh")).toEqual([{ source: 3 }]);
  });

  it("goes through all that fail, each once, and can be stopped", async () => {
    desk.openAttention();
    await desk.care.repairAll();
    expect(calls("repair_source")).toEqual([{ id: 2 }, { id: 3 }]);
    expect(desk.care.all).toBeNull();
    backend.sources = Array.from({ length: 20 }, (_, index) => source({ id: index + 1, ...failing }));
    await desk.sources.load();
    desk.openAttention();
    const all = desk.care.repairAll();
    expect(desk.care.all).toEqual({ done: 0, total: 20 });
    desk.care.stop();
    await all;
    expect(calls("repair_source").length).toBe(2 + 4);
  });

  it("is not said to have failed any more when the source has answered since", async () => {
    desk.openAttention();
    await desk.care.repair(found(3));
    expect(desk.care.outcomeOf(found(3))?.kind).toBe("done");
    expect(desk.care.outcomeOf({ ...found(3), error: null, failures: 0 })).toEqual({ kind: "well" });
    expect(desk.care.outcomeOf({ ...found(3), state: "paused" })).toBeUndefined();
  });

  it("says what kept it from looking", async () => {
    backend.failing.set("repair_source", "the disk is gone");
    await desk.care.repair(found(2));
    expect(desk.care.tended.get(2)).toMatchObject({ kind: "failed", failure: { why: "the disk is gone" } });
  });

  it("keeps its list when a source is unfollowed from it", async () => {
    await desk.openScope({ kind: "source", id: 2 });
    desk.openAttention();
    await desk.following.unfollow(found(2));
    expect(desk.view.page).toEqual({ kind: "attention" });
    expect(desk.list.scope.kind).toBe("unread");
  });
});

describe("sources that have not been asked", () => {
  it("are counted while nobody asks them, and not before a refresh that ended has been counted", async () => {
    vi.useFakeTimers();
    const stop = desk.start();
    await vi.advanceTimersByTimeAsync(1);
    expect(desk.unasked).toBe(2);
    const running = { running: true, done: 0, total: 5, new: 0, failed: 0, current: null, finished: null };
    backend.emit({ kind: "refresh", state: running });
    expect(desk.unasked).toBe(0);
    backend.sources = backend.sources.map((one) => (one.id === 4 ? { ...one, lastOk: "2025-11-24T08:00:00Z" } : one));
    const call = backend.call.bind(backend);
    vi.spyOn(backend, "call").mockImplementation((async (command: "overview", args: object) =>
      (command as string) === "refresh_state" ? { ...running, running: false, done: 1 } : call(command, args as never)) as never);
    backend.emit({ kind: "refresh", state: { ...running, running: false, done: 1 } });
    expect(desk.unasked).toBe(0);
    await vi.advanceTimersByTimeAsync(300);
    expect(desk.unasked).toBe(1);
    stop();
    vi.useRealTimers();
  });

  it("go on with one key, though a refresh is under way", async () => {
    expect(isEnabled(actionOf("resume-asking"), desk)).toBe(true);
    desk.refresh.heard({ running: true, done: 0, total: 1, new: 0, failed: 0, current: null, finished: null });
    await desk.refresh.resume();
    expect(calls("refresh_due").length).toBe(1);
  });
});

describe("the size of everything", () => {
  it("goes by steps to twice and back, and is kept", () => {
    expect(desk.preferences.zoom).toBe(100);
    for (let n = 0; n < 9; n += 1) actionOf("larger").run(desk);
    expect(desk.preferences.zoom).toBe(200);
    expect(document.documentElement.style.fontSize).toBe("200%");
    expect(isEnabled(actionOf("larger"), desk)).toBe(false);
    expect(new Desk(backend).preferences.zoom).toBe(200);
    actionOf("normal-size").run(desk);
    expect(document.documentElement.style.fontSize).toBe("");
    actionOf("smaller").run(desk);
    expect(desk.preferences.zoom).toBe(90);
    localStorage.setItem("standfirst.zoom", "7");
    expect(new Desk(backend).preferences.zoom).toBe(100);
  });
});
