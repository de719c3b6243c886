// Highlights where WebKit is its own judge: a passage is selected with the pointer, marked, drawn, noted, and there again
// after a restart.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Keys, until } from "./webdriver.mjs";
import { reading, World } from "./world.mjs";

describe("highlights in the real window", () => {
  let world;
  let window;
  before(async () => {
    world = await World.create({ sample: false });
    await world.json("follow", world.site.url("/almanac/feed.xml"));
    window = await world.open();
    await open();
  });
  after(() => world.end());

  const open = async () => {
    await window.click("all-link");
    await (await window.withText("article-row", "How Marrow Bay reads its tides")).click();
    await reading(window, "How Marrow Bay");
    await until("its text is laid out", () => inside(`return frame.classList.contains("ready") && frame.clientHeight > 1000`));
    await window.run(`document.querySelector(".article-pane .scroller").scrollTo(0, 500)`);
  };
  /** Runs the body of a function of the frame's document. */
  const inside = (script) => window.run(`const frame = document.querySelector("[data-testid=article-frame]"); const page = frame.contentDocument; ${script}`);
  const drawn = (kind) => inside(`return [...(frame.contentWindow.CSS.highlights.get("${kind}") ?? [])].map((range) => range.toString())`);
  const pointer = (actions) => window.call("POST", "/actions", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }] });
  const move = ({ x, y }) => ({ type: "pointerMove", duration: 60, x: Math.round(x), y: Math.round(y), origin: "viewport" });
  const [down, up] = ["pointerDown", "pointerUp"].map((type) => ({ type, button: 0 }));
  /** Where a letter of the second paragraph is in the window. */
  const letter = (at) =>
    inside(`
      const text = page.createTreeWalker(page.querySelectorAll("p")[1], 4).nextNode();
      const range = page.createRange();
      range.setStart(text, ${at});
      range.setEnd(text, ${at} + 1);
      const [box, { left, top }] = [range.getBoundingClientRect(), frame.getBoundingClientRect()];
      return { x: left + box.left, y: top + box.top + box.height / 2 };`);

  test("a passage is selected, marked and drawn without touching the text", async () => {
    const [from, to] = [await letter(0), await letter(24)];
    await pointer([move(from), down, move({ x: (from.x + to.x) / 2, y: from.y }), move(to), up]);
    await window.click("selection-highlight");
    const [passage] = await until("it is drawn", async () => {
      const ranges = await drawn("marked");
      return ranges.length === 1 && ranges;
    });
    assert.match(passage, /^In the 1\. week/);
    const [kept] = await world.json("highlights");
    assert.equal(kept.text, passage.trim());
    assert.equal(await inside(`return page.querySelectorAll("mark").length`), 0);
    // It is seen: the engine paints what the sheet of the frame says.
    const paint = await inside(`return frame.contentWindow.getComputedStyle(page.querySelectorAll("p")[1], "::highlight(marked)").backgroundColor`);
    assert.notEqual(paint, "rgba(0, 0, 0, 0)");
  });

  test("a click opens it, and what is noted is kept", async () => {
    const at = await letter(5);
    await pointer([move(at), down, up]);
    await window.get("highlight-popover");
    await window.click("note-edit");
    await window.get("note-input");
    await window.press(..."by hand", Keys.escape);
    await window.gone("highlight-popover");
    await until("it is kept", async () => (await world.json("highlights"))[0].note === "by hand");
  });

  test("keys alone choose a sentence and mark it", async () => {
    await window.press([Keys.shift, "H"]);
    await until("a sentence is selected", () => inside(`return page.getSelection().toString().trim() !== ""`));
    await window.press(Keys.down);
    await window.press(Keys.enter);
    await until("it is marked", async () => (await world.json("highlights")).length === 2);
    await window.press("z");
    await until("and undone", async () => (await world.json("highlights")).length === 1);
  });

  test("it is drawn again after a restart, and its page leads to it", async () => {
    window = await world.reopen();
    await window.click("highlights-link");
    await window.withText("highlight-item", "by hand");
    await window.click("highlight-open");
    await reading(window, "How Marrow Bay");
    await window.withText("highlight-note", "by hand");
    assert.equal((await drawn("noted")).length, 1);
  });
});
