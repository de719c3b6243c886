// How a source is, in sentences: which need the reader, and what is said of them.
import { describe, expect, it } from "vitest";
import { source } from "../src/backend/fake";
import { needsAttention, notAskedYet, remedy, since, size, standing, trouble } from "../src/health";
import { ago, ahead, duration, momentOf } from "../src/time";

const NOW = new Date("2025-11-24T12:00:00Z");
const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000).toISOString();
const login = { error: "the server wants a login (401): set a login for the source", errorCode: "login" };

describe("attention", () => {
  it.each([
    ["one that is well", {}, false],
    ["one that fails", login, true],
    ["one that is gone", { state: "gone" }, true],
    ["one that never answered", { lastOk: null, failures: 2 }, true],
    ["one that has not been asked", { lastOk: null }, false],
    ["one that the reader paused", { ...login, state: "paused" }, false],
  ])("%s", (_, part, needs) => expect(needsAttention(source(part))).toBe(needs));

  it("is not what a source needs that came with an import and waits", () => {
    expect(notAskedYet(source({ lastOk: null }))).toBe(true);
    for (const part of [{}, { lastOk: null, failures: 1 }, { lastOk: null, state: "paused" }, { lastOk: null, kind: "sample" as const }]) {
      expect(notAskedYet(source(part)), JSON.stringify(part)).toBe(false);
    }
  });
});

describe("the sentences of a source", () => {
  it("say what failed, why, and what to do", () => {
    expect(trouble(source(login))).toBe("Could not be refreshed: the server wants a login (401). Set a login for the source.");
    expect(trouble(source({ error: "It broke" }))).toBe("Could not be refreshed: It broke.");
    expect(trouble(source({ state: "gone" }))).toMatch(/gone for good/u);
    expect(trouble(source({}))).toBeNull();
  });

  it("say when it was read, and when it is asked next", () => {
    const well = source({ lastOk: at(-5), nextDue: at(25) });
    expect(standing(well, NOW, true)).toBe("Last read 5 min ago. Asked again in 25 min.");
    expect(standing(well, NOW, false)).toBe("Last read 5 min ago. Asked when you refresh.");
    expect(standing({ ...well, nextDue: at(-1) }, NOW, true)).toBe("Last read 5 min ago. Asked with the next refresh.");
    expect(standing({ ...well, state: "paused" }, NOW, true)).toBe("Last read 5 min ago. It is asked only when you press Refresh now.");
    expect(standing(source({ lastOk: null }), NOW, true)).toBe("Not asked yet. Asked with the next refresh.");
  });

  it("say how long it has failed", () => {
    expect(since(source({ ...login, lastOk: at(-180), failures: 3 }), NOW)).toBe("Last read 3 h ago. Tried 3 times since.");
    expect(since(source({ ...login, lastOk: null, failures: 1 }), NOW)).toBe("Never read so far. Tried once.");
  });

  it("offer first what is most likely to help", () => {
    expect(remedy(source(login))).toBe("login");
    expect(remedy(source({ errorCode: "invalid-address" }))).toBe("address");
    expect(remedy(source({ errorCode: "not-found" }))).toBe("repair");
  });
});

describe("measures", () => {
  it("are told as people do", () => {
    expect([0, 840, 14_200, 999_600, 1_240_000].map(size)).toEqual([null, "840 B", "14 kB", "1.0 MB", "1.2 MB"]);
    expect([84, 1240, 30_000].map(duration)).toEqual(["84 ms", "1.2 s", "30 s"]);
  });

  it("of time look back and ahead", () => {
    expect(ago(at(-3 * 24 * 60), NOW)).toMatch(/^on \w{3}$/u);
    expect(ago(at(0), NOW)).toBe("just now");
    expect([ahead(at(0.2), NOW), ahead(at(150), NOW), ahead(at(-1), NOW), ahead("?", NOW)]).toEqual(["in 1 min", "in 3 h", null, null]);
    expect(momentOf(NOW.toISOString(), NOW)).toMatch(/^\d\d:\d\d$/u);
    expect(momentOf(at(-3 * 24 * 60), NOW)).toMatch(/^\w{3} \d\d:\d\d$/u);
    expect(momentOf(at(-20 * 24 * 60), NOW)).toMatch(/^4 Nov \d\d:\d\d$/u);
    expect(momentOf("2023-03-04T12:00:00Z", NOW)).toBe("4 Mar 2023");
  });
});
