// What the window makes of events: many, late, and lost ones.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { article, FakeBackend, source } from "../src/backend/fake";
import { HttpBackend } from "../src/backend/http";
import { Desk } from "../src/stores/desk.svelte";
import { Refresh } from "../src/stores/refresh.svelte";

const RUNNING = { running: true, done: 1, total: 2, new: 0, failed: 0, current: null, finished: null };
const ENDED = { ...RUNNING, running: false, done: 2, new: 3, finished: "2025-11-24T08:00:00Z" };

let backend: FakeBackend;
let desk: Desk;
let stop: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  backend = new FakeBackend({ sources: [source({ id: 1 })], articles: [article({ id: 1, sourceId: 1 })] });
  desk = new Desk(backend);
  stop = desk.start();
  await vi.advanceTimersByTimeAsync(1);
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe("events", () => {
  it("bring new articles during a long refresh, though they never rest", async () => {
    backend.articles = [article({ id: 2, sourceId: 1, published: "2025-11-24T09:00:00Z" }), ...backend.articles];
    for (let i = 0; i < 10; i += 1) {
      backend.emit({ kind: "changed" });
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(desk.list.rows.map((row) => row.id)).toEqual([2, 1]);
    const looks = () => backend.calls.filter(({ command }) => command === "overview").length;
    const before = looks();
    await vi.advanceTimersByTimeAsync(5000);
    expect(looks()).toBe(before + 1);
  });

  it("let no refresh seem to run on when the one that says it ended was lost", async () => {
    const call = backend.call.bind(backend);
    const answers: Record<string, unknown> = { refresh: null, refresh_state: ENDED };
    vi.spyOn(backend, "call").mockImplementation((async (command: "overview", args: object) =>
      command in answers ? answers[command] : call(command, args as never)) as never);
    await desk.refresh.start(null);
    backend.emit({ kind: "refresh", state: RUNNING });
    backend.emit({ kind: "changed" });
    await vi.advanceTimersByTimeAsync(300);
    expect(desk.refresh.state.running).toBe(false);
    expect(desk.notices.shown.at(-1)?.text).toBe("3 new articles from 2 sources.");
  });

  it("know better than an answer that was on its way when they came", async () => {
    const refresh = new Refresh(backend);
    const loading = refresh.load();
    refresh.heard(RUNNING);
    await loading;
    expect(refresh.state).toBe(RUNNING);
  });
});

describe("the event stream", () => {
  it("is followed by a look at everything when it opens again", () => {
    const streams: { onopen?: () => void; onerror?: () => void }[] = [];
    vi.stubGlobal("EventSource", class { static CLOSED = 2; constructor() { streams.push(this as object); } });
    const heard = vi.fn();
    new HttpBackend().listen(heard);
    const stream = streams[0];
    stream?.onopen?.();
    expect(heard).not.toHaveBeenCalled();
    stream?.onerror?.();
    stream?.onopen?.();
    expect(heard.mock.calls).toEqual([[{ kind: "changed" }]]);
    vi.unstubAllGlobals();
  });

  it("is asked for again when the server answered something else, ever more slowly, until nobody listens", async () => {
    const streams: { readyState: number; onopen?: () => void; onerror?: () => void; close: () => void }[] = [];
    vi.stubGlobal("EventSource", class { static CLOSED = 2; readyState = 0; close = vi.fn(); constructor() { streams.push(this); } });
    const refuse = () => {
      const stream = streams.at(-1);
      if (stream) stream.readyState = 2;
      stream?.onerror?.();
    };
    const heard = vi.fn();
    const deaf = new HttpBackend().listen(heard);
    refuse();
    await vi.advanceTimersByTimeAsync(1000);
    expect(streams.length).toBe(2);
    refuse();
    await vi.advanceTimersByTimeAsync(1000);
    expect(streams.length).toBe(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(streams.length).toBe(3);
    streams[2]?.onopen?.();
    expect(heard.mock.calls).toEqual([[{ kind: "changed" }]]);
    refuse();
    deaf();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(streams.length).toBe(3);
    vi.unstubAllGlobals();
  });
});
