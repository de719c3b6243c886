import { describe, expect, it, vi } from "vitest";
import { BackendError } from "../src/backend/backend";
import { FakeBackend } from "../src/backend/fake";
import { Desk } from "../src/stores/desk.svelte";
import { UndoStack } from "../src/stores/undo.svelte";

const nothing = async (): Promise<void> => undefined;

describe("undo", () => {
  it("does again what was undone, the last first, until something else is done", async () => {
    const stack = new UndoStack();
    const log: string[] = [];
    const entry = (name: string) => ({ done: name, undo: async () => void log.push(`-${name}`), redo: async () => void log.push(`+${name}`) });
    for (const name of ["a", "b"]) stack.push(entry(name));
    expect(await stack.redo()).toBeNull();
    await stack.undo();
    await stack.undo();
    await stack.redo();
    await stack.redo();
    await stack.undo();
    expect(log).toEqual(["-b", "-a", "+a", "+b", "-b"]);
    stack.push(entry("c"));
    expect(await stack.redo()).toBeNull();
    expect([stack.size, stack.again]).toEqual([2, 0]);
  });

  it("keeps what could not be done again", async () => {
    const stack = new UndoStack();
    stack.push({ done: "a", undo: nothing, redo: () => Promise.reject(new Error("disk")) });
    await stack.undo();
    await expect(stack.redo()).rejects.toThrow("disk");
    expect([stack.size, stack.again]).toEqual([0, 1]);
  });

  it("takes back the newest first, each once", async () => {
    const stack = new UndoStack();
    const undone: string[] = [];
    for (const name of ["a", "b"]) stack.push({ done: name, undo: async () => void undone.push(name), redo: nothing });
    await stack.undo();
    await stack.undo();
    expect(await stack.undo()).toBeNull();
    expect(undone).toEqual(["b", "a"]);
  });

  it("takes back one that is not the newest, as a toast asks for", async () => {
    const stack = new UndoStack();
    const undone: string[] = [];
    const first = { done: "a", undo: async () => void undone.push("a"), redo: nothing };
    stack.push(first);
    stack.push({ done: "b", undo: async () => void undone.push("b"), redo: nothing });
    await stack.undo(first);
    expect(await stack.undo(first)).toBeNull();
    expect(undone).toEqual(["a"]);
    expect(stack.size).toBe(1);
  });

  it("keeps what could not be undone", async () => {
    const stack = new UndoStack();
    stack.push({ done: "a", undo: () => Promise.reject(new Error("disk")), redo: nothing });
    await expect(stack.undo()).rejects.toThrow("disk");
    expect(stack.size).toBe(1);
  });

  it("drops what can never be undone, so that it does not stand before the rest", async () => {
    const stack = new UndoStack();
    const gone = new BackendError({ code: "not-found", what: "Article 1", why: "there is none", todo: "reload" });
    let times = 0;
    stack.push({ done: "a", undo: async () => void (times += 1), redo: nothing });
    stack.push({ done: "b", undo: () => Promise.reject(gone), redo: nothing });
    await expect(stack.undo()).rejects.toThrow("there is none");
    await stack.undo();
    expect(times).toBe(1);
  });

  it("does not undo the same twice when pressed twice at once", async () => {
    const stack = new UndoStack();
    let times = 0;
    stack.push({ done: "a", undo: async () => void (times += 1), redo: nothing });
    await Promise.all([stack.undo(), stack.undo()]);
    expect(times).toBe(1);
  });
});

describe("a press of undo while something is being done", () => {
  const desk = () => new Desk(new FakeBackend({ sources: [], articles: [] }));
  const entry = (log: string[], name: string) => ({ done: name, undo: async () => void log.push(`-${name}`), redo: async () => void log.push(`+${name}`) });

  it("takes that back, and not what was done before", async () => {
    const [one, log] = [desk(), [] as string[]];
    one.undoable(entry(log, "before"), null);
    let answer = (): void => undefined;
    const doing = one.attempt(async () => {
      await new Promise<void>((resolve) => (answer = resolve));
      one.undoable(entry(log, "now"), null);
    });
    const undoing = one.undo();
    const again = one.undo();
    answer();
    await Promise.all([doing, undoing, again]);
    expect(log).toEqual(["-now", "-before"]);
  });

  it("takes back what is just being done again", async () => {
    const [one, log] = [desk(), [] as string[]];
    one.undoable(entry(log, "a"), null);
    await one.undo();
    await Promise.all([one.redo(), one.undo()]);
    expect(log).toEqual(["-a", "+a", "-a"]);
  });

  it("waits for no server for ever", async () => {
    vi.useFakeTimers();
    const [one, log] = [desk(), [] as string[]];
    one.undoable(entry(log, "a"), null);
    void one.attempt(() => new Promise(() => undefined));
    const undoing = one.undo();
    await vi.advanceTimersByTimeAsync(2000);
    await undoing;
    vi.useRealTimers();
    expect(log).toEqual(["-a"]);
  });
});
