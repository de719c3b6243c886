// What is set shows at once, and is kept without a call for each step of a slider.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeBackend } from "../src/backend/fake";
import { Preferences } from "../src/stores/preferences.svelte";

let backend: FakeBackend;
let preferences: Preferences;

beforeEach(async () => {
  vi.useFakeTimers();
  backend = new FakeBackend({ sources: [], articles: [] });
  preferences = new Preferences(backend);
  await preferences.load();
});

afterEach(() => void vi.useRealTimers());

const kept = () => backend.calls.filter(({ command }) => command === "set_settings");

describe("preferences", () => {
  it("keep where a slider comes to rest, once", async () => {
    for (const textSize of [19, 20, 21]) {
      preferences.show({ textSize });
      expect(preferences.now.textSize).toBe(textSize);
    }
    await preferences.change({ textSize: 21 });
    expect(kept()).toMatchObject([{ args: { settings: { textSize: 21 } } }]);
  });

  it("keep a slider's place with what is set right after it", async () => {
    preferences.show({ textSize: 22 });
    await preferences.change({ theme: "dark" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(kept()).toMatchObject([{ args: { settings: { textSize: 22, theme: "dark" } } }]);
  });

  it("do not jump back when the answer for an older place comes", async () => {
    backend.delay = 100;
    void preferences.change({ textSize: 20 });
    preferences.show({ textSize: 25 });
    await vi.advanceTimersByTimeAsync(150);
    expect(preferences.now.textSize).toBe(25);
  });

  it("go back to what the library has when it cannot keep them", async () => {
    backend.failing.set("set_settings", "the disk is full");
    const failed = expect(preferences.change({ textSize: 25 })).rejects.toThrow("the disk is full");
    await vi.advanceTimersByTimeAsync(1000);
    await failed;
    expect(preferences.now.textSize).toBe(18);
  });
});
