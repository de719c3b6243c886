import { describe, expect, it } from "vitest";
import { nearEnd, reveal, windowOf } from "../src/windowing";

describe("the window of a virtual list", () => {
  it("draws what is in view and some more", () => {
    expect(windowOf(10_000, 100, 50_000, 800, 8)).toEqual({ from: 492, to: 516 });
  });

  it("draws nothing without rows or a height", () => {
    expect(windowOf(0, 100, 0, 800, 8)).toEqual({ from: 0, to: 0 });
    expect(windowOf(10, 0, 0, 800, 8)).toEqual({ from: 0, to: 0 });
  });

  it("covers the whole view at any place, to the last pixel", () => {
    for (const row of [99, 110.5, 147.25]) {
      for (let scroll = 0; scroll <= 1000 * row - 733; scroll += 313.7) {
        const { from, to } = windowOf(1000, row, scroll, 733, 0);
        expect(from * row).toBeLessThanOrEqual(scroll);
        expect(to * row).toBeGreaterThanOrEqual(Math.min(scroll + 733, 1000 * row) - 0.001);
      }
    }
  });

  it("stays inside when the list has become shorter than the scroll", () => {
    expect(windowOf(5, 100, 90_000, 800, 8)).toEqual({ from: 5, to: 5 });
  });

  it("takes the bounce above the top for the top", () => {
    expect(windowOf(100, 100, -80, 400, 2)).toEqual({ from: 0, to: 6 });
  });
});

describe("bringing a row into view", () => {
  it("moves no further than it must", () => {
    expect(reveal(3, 100, 0, 400)).toBe(0);
    expect(reveal(4, 100, 0, 400)).toBe(100);
    expect(reveal(1, 100, 250, 400)).toBe(100);
  });
});

it("asks for more before the end is seen", () => {
  expect(nearEnd(100, 100, 0, 800, 40)).toBe(false);
  expect(nearEnd(100, 100, 5300, 800, 40)).toBe(true);
  expect(nearEnd(100, 0, 0, 800, 40)).toBe(false);
});
