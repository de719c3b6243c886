import { expect, it } from "vitest";
import { longTime, shortTime } from "../src/time";

const now = new Date(2025, 10, 24, 12, 0);
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

it.each([
  [before(0), "now"], [before(-30), "now"], [before(5), "5 min"], [before(125), "2 h"], [before(2 * 1440), "Sat"],
  [before(20 * 1440), "4 Nov"], [before(400 * 1440), "20 Oct 2024"], ["nonsense", ""],
])("says %s as %s", (iso, said) => {
  expect(shortTime(iso, now)).toBe(said);
});

it("says a whole time in words", () => {
  expect(longTime(now.toISOString())).toMatch(/^Monday,? 24 November 2025 at 12:00$/u);
  expect(longTime("nonsense")).toBe("");
});
