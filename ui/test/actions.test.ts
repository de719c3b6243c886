import { describe, expect, it } from "vitest";
import { ACTIONS, actionOf, BY_KEYS } from "../src/actions";
import { ICONS } from "../src/icons";
import { FakeBackend } from "../src/backend/fake";
import { Desk } from "../src/stores/desk.svelte";

describe("the actions table", () => {
  it("gives every action an id of its own", () => {
    const ids = ACTIONS.map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("gives every key string to one action", () => {
    const keys = ACTIONS.flatMap((one) => one.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(BY_KEYS.size).toBe(keys.length);
  });

  it("begins no sequence with a key that acts by itself", () => {
    for (const keys of BY_KEYS.keys()) {
      const [first = ""] = keys.split(" ");
      if (keys.includes(" ")) expect(BY_KEYS.has(first), keys).toBe(false);
    }
  });

  it("has the keys the documentation promises", () => {
    const promised = {
      next: "j", previous: "k", "page-on": "space", "page-back": "shift+space", "toggle-read": "m", save: "s", open: "o", copy: "c",
      refresh: "r", "refresh-source": "shift+r", follow: "a", search: "/", tag: "t", "mark-all-read": "shift+a", undo: "z",
      "unread-only": "u", all: "g a", unread: "g u", saved: "g s", help: "?", palette: "mod+k", escape: "escape",
      "about-source": "i", "pause-source": "p", "quiet-source": "q", "notify-source": "g t", doctor: "g l", quit: "mod+q", "repair-source": "x", attention: "g n", "reading-settings": "v", "other-text": "b", "left-out": "n", figures: "f", offline: "d", print: "mod+p", "copy-quote": "shift+c", cite: "shift+q",
      width: "w", typeface: "y", spacing: "l", justify: "shift+j", highlight: "h", "choose-sentence": "shift+h", redo: "shift+z", highlights: "g h", theme: "shift+t", "larger-text": "plus", "smaller-text": "-", larger: "mod+plus", smaller: "mod+-", "normal-size": "mod+0",
    };
    for (const [id, keys] of Object.entries(promised)) expect(actionOf(id).keys, id).toContain(keys);
    expect(actionOf("share").keys).toEqual(["shift+s", "e"]);
    expect(actionOf("share-quote").keys).toEqual(['"']);
  });

  it("can name every action, and draw those that are buttons", () => {
    const desk = new Desk(new FakeBackend({ sources: [], articles: [] }));
    for (const one of ACTIONS) {
      expect(one.name(desk), one.id).not.toBe("");
      if (one.places.length > 0) expect(ICONS, one.id).toHaveProperty(one.icon ?? "");
    }
  });

  it("offers nothing about an article while none is open", () => {
    const desk = new Desk(new FakeBackend({ sources: [], articles: [] }));
    for (const id of ["save", "share", "open", "copy", "tag", "toggle-read", "print", "copy-quote", "offline", "figures", "left-out", "other-text", "reading-settings"]) expect(actionOf(id).enabled?.(desk), id).toBe(false);
  });
});
