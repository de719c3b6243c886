import { describe, expect, it } from "vitest";
import { FakeBackend } from "../src/backend/fake";
import type { SearchCompletion } from "../src/backend/generated/SearchCompletion";
import { Completing } from "../src/stores/completing.svelte";

const answer = (typed: string, ...texts: string[]): SearchCompletion => ({ typed, proposals: texts.map((text) => ({ text, meaning: "" })) });

/** Proposals whose answers come when the test says so. */
function slow(): { completing: Completing; answer: (typed: string, ...texts: string[]) => Promise<void> } {
  const backend = new FakeBackend({ sources: [], articles: [] });
  const waiting: ((found: SearchCompletion) => void)[] = [];
  backend.call = (() => new Promise((resolve) => waiting.push(resolve as never))) as typeof backend.call;
  return {
    completing: new Completing(backend),
    answer: async (...args) => {
      waiting.shift()?.(answer(...args));
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

describe("proposals whose answers are slow", () => {
  it("fit what was typed on since", async () => {
    const one = slow();
    void one.completing.complete("mud t");
    await one.answer("t", "tag:", "title:");
    void one.completing.complete("mud ti");
    expect(one.completing.proposals.map(({ text }) => text)).toEqual(["title:"]);
    one.completing.choose(1);
    const [title] = one.completing.proposals;
    if (!title) throw new Error("none");
    expect(one.completing.take(title, "mud ti", 6)).toEqual({ text: "mud title:", cursor: 10 });
  });

  it("keep the one that was chosen, when the answer comes between choosing and Return", async () => {
    const one = slow();
    void one.completing.complete("t");
    await one.answer("t", "tag:", "title:");
    void one.completing.complete("ti");
    one.completing.choose(1);
    await one.answer("ti", "title:");
    expect(one.completing.proposals[one.completing.chosen]?.text).toBe("title:");
  });

  it("are gone when something else is typed", async () => {
    const one = slow();
    void one.completing.complete("t");
    await one.answer("t", "tag:", "title:");
    void one.completing.complete("x");
    expect(one.completing.proposals).toEqual([]);
  });
});
