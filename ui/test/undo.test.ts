import { describe, expect, it } from "vitest";
import { BackendError } from "../src/backend/backend";
import { UndoStack } from "../src/stores/undo.svelte";

describe("undo", () => {
  it("takes back the newest first, each once", async () => {
    const stack = new UndoStack();
    const undone: string[] = [];
    for (const name of ["a", "b"]) stack.push({ done: name, undo: async () => void undone.push(name) });
    await stack.undo();
    await stack.undo();
    expect(await stack.undo()).toBeNull();
    expect(undone).toEqual(["b", "a"]);
  });

  it("takes back one that is not the newest, as a toast asks for", async () => {
    const stack = new UndoStack();
    const undone: string[] = [];
    const first = { done: "a", undo: async () => void undone.push("a") };
    stack.push(first);
    stack.push({ done: "b", undo: async () => void undone.push("b") });
    await stack.undo(first);
    expect(await stack.undo(first)).toBeNull();
    expect(undone).toEqual(["a"]);
    expect(stack.size).toBe(1);
  });

  it("keeps what could not be undone", async () => {
    const stack = new UndoStack();
    stack.push({ done: "a", undo: () => Promise.reject(new Error("disk")) });
    await expect(stack.undo()).rejects.toThrow("disk");
    expect(stack.size).toBe(1);
  });

  it("drops what can never be undone, so that it does not stand before the rest", async () => {
    const stack = new UndoStack();
    const gone = new BackendError({ code: "not-found", what: "Article 1", why: "there is none", todo: "reload" });
    let times = 0;
    stack.push({ done: "a", undo: async () => void (times += 1) });
    stack.push({ done: "b", undo: () => Promise.reject(gone) });
    await expect(stack.undo()).rejects.toThrow("there is none");
    await stack.undo();
    expect(times).toBe(1);
  });

  it("does not undo the same twice when pressed twice at once", async () => {
    const stack = new UndoStack();
    let times = 0;
    stack.push({ done: "a", undo: async () => void (times += 1) });
    await Promise.all([stack.undo(), stack.undo()]);
    expect(times).toBe(1);
  });
});
