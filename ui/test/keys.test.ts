import { beforeEach, describe, expect, it } from "vitest";
import { capsOf, chordOf, groundOf, KeyReader, passes } from "../src/keys";

const press = (key: string, more: KeyboardEventInit = {}) => new KeyboardEvent("keydown", { key, ...more });

describe("chords", () => {
  it.each([
    ["j", {}, "j"],
    ["J", { shiftKey: true }, "shift+j"],
    [" ", {}, "space"],
    [" ", { shiftKey: true }, "shift+space"],
    ["?", { shiftKey: true }, "?"],
    ["/", {}, "/"],
    ["ArrowDown", {}, "arrowdown"],
    ["Escape", {}, "escape"],
    ["k", { ctrlKey: true }, "mod+k"],
    ["k", { metaKey: true }, "mod+k"],
    ["+", { ctrlKey: true, shiftKey: true }, "mod+plus"],
    ["=", { ctrlKey: true }, "mod+="],
    ["-", { ctrlKey: true }, "mod+-"],
    ["о", { code: "KeyJ" }, "j"],
    ["ت", { code: "KeyJ" }, "j"],
  ])("reads %s with %o as %s", (key, more, chord) => {
    expect(chordOf(press(key, more))).toBe(chord);
  });

  it("leaves modifiers alone and Alt to the system", () => {
    expect(chordOf(press("Shift", { shiftKey: true }))).toBeNull();
    expect(chordOf(press("j", { altKey: true }))).toBeNull();
  });
});

describe("sequences", () => {
  let reader: KeyReader;
  beforeEach(() => {
    reader = new KeyReader(new Set(["j", "g a", "g u", "a"]));
  });

  it("waits for the second key", () => {
    expect(reader.press("g", 0)).toEqual({ kind: "waiting" });
    expect(reader.press("a", 100)).toEqual({ kind: "done", keys: "g a" });
  });

  it("forgets the first key after a while", () => {
    reader.press("g", 0);
    expect(reader.press("a", 5000)).toEqual({ kind: "done", keys: "a" });
  });

  it("takes a key that does not continue for itself", () => {
    reader.press("g", 0);
    expect(reader.press("j", 10)).toEqual({ kind: "done", keys: "j" });
    expect(reader.press("u", 20)).toEqual({ kind: "none" });
  });
});

describe("where keys act", () => {
  it("knows fields, controls, dialogs and the page", () => {
    document.body.innerHTML = `<input id="i"><button id="b"><span id="s">x</span></button><div role="dialog"><button id="d"></button></div><p id="p"></p>`;
    const ground = (id: string) => groundOf(document.getElementById(id));
    expect([ground("i"), ground("b"), ground("s"), ground("d"), ground("p")]).toEqual(["field", "control", "control", "overlay", "page"]);
    expect(groundOf(document)).toBe("page");
    expect(groundOf(null)).toBe("page");
  });

  it("leaves typing to fields, and space to buttons", () => {
    expect(passes("j", "field")).toBe(false);
    expect(passes("mod+k", "field")).toBe(true);
    expect(passes("space", "control")).toBe(false);
    expect(passes("j", "control")).toBe(true);
    expect(passes("j", "overlay")).toBe(false);
    expect(passes("space", "page")).toBe(true);
  });
});

it("draws keys as caps", () => {
  expect(capsOf("g a")).toEqual([["G"], ["A"]]);
  expect(capsOf("shift+space")).toEqual([["Shift", "Space"]]);
  expect(capsOf("mod+k")).toEqual([["Ctrl", "K"]]);
});
