import { describe, expect, it } from "vitest";
import { ACTIONS } from "../src/actions";
import { matching } from "../src/matching";
import { pieces } from "../src/snippet";
import { words } from "../src/words";

describe("snippets", () => {
  it("come in pieces", () => {
    expect(pieces("the \u0002river\u0003 rose, the \u0002river\u0003")).toEqual([
      { text: "the ", hit: false },
      { text: "river", hit: true },
      { text: " rose, the ", hit: false },
      { text: "river", hit: true },
    ]);
  });

  it("keep their text when marks are missing or doubled", () => {
    for (const odd of ["\u0003a\u0002b", "\u0002\u0002a\u0003\u0003b", "plain", ""]) {
      expect(pieces(odd).map((piece) => piece.text).join("")).toBe(odd.replace(/[\u0002\u0003]/gu, ""));
    }
  });

  it("leave markup as the text it is", () => {
    expect(pieces("<img src=x onerror=alert(1)>")).toEqual([{ text: "<img src=x onerror=alert(1)>", hit: false }]);
  });
});

describe("the palette's matching", () => {
  const names = ["Refresh", "Go to Über den Fluss", "Mark all read", "Read on"];
  const find = (query: string) => matching(names, query, (name) => name);

  it("finds actions by other words than their names", () => {
    const found = matching(ACTIONS, "dark", (one) => `${one.id} ${words.also[one.id] ?? ""}`);
    expect(found.map(({ id }) => id)).toEqual(["theme"]);
    const ids = new Set(ACTIONS.map(({ id }) => id));
    expect(Object.keys(words.also).filter((id) => !ids.has(id))).toEqual([]);
  });
  it("puts beginnings first", () => expect(find("read")).toEqual(["Read on", "Mark all read"]));
  it("knows no accents and no case", () => expect(find("uber fluss")).toEqual(["Go to Über den Fluss"]));
  it("shows all for nothing, none for nonsense", () => {
    expect(find(" ")).toEqual(names);
    expect(find("xyzzy")).toEqual([]);
  });
});
