// Highlights in the browser over the real newsroom: made by pointer and by keys, noted, listed, kept, lost and removed.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

describe("highlights", () => {
  let browser;
  before(async () => {
    browser = await Browser.open();
    await browser.cli("follow", browser.site.url("/almanac/feed.xml"));
    await browser.get("all-link").click();
    await browser.row("How Marrow Bay reads its tides").waitFor();
    await open("How Marrow Bay");
  });
  after(() => browser.close());

  const open = async (title) => {
    await browser.row(title).click();
    await browser.headline(title);
    await browser.body.locator("p").first().waitFor();
  };
  const frame = (work, argument) => browser.page.getByTestId("article-frame").evaluate(work, argument);
  const kept = async () => (await browser.cli("--json", "highlights")).split("\n").filter(Boolean).map((line) => JSON.parse(line));
  /** How many passages are drawn, and those with a note among them. */
  const drawn = () => frame((element) => ["marked", "noted"].map((kind) => element.contentWindow.CSS.highlights.get(kind)?.size ?? 0));
  const selected = () => frame((element) => element.contentDocument.getSelection().toString());
  /** Drags over the words of a paragraph, as a reader does. */
  const drag = async (n, from, to) => {
    const [a, b] = await frame((element, [n, from, to]) => {
      const page = element.contentDocument;
      const paragraph = page.querySelectorAll("p")[n];
      const text = page.createTreeWalker(paragraph, 4).nextNode();
      const { left, top } = element.getBoundingClientRect();
      return [text.data.indexOf(from), text.data.indexOf(to) + to.length].map((at, i) => {
        const range = page.createRange();
        range.setStart(text, i === 0 ? at : at - 1);
        range.setEnd(text, i === 0 ? at + 1 : at);
        const box = range.getBoundingClientRect();
        return { x: left + (i === 0 ? box.left + 1 : box.right - 1), y: top + box.top + box.height / 2 };
      });
    }, [n, from, to]);
    await browser.page.mouse.move(a.x, a.y);
    await browser.page.mouse.down();
    await browser.page.mouse.move(b.x, b.y, { steps: 8 });
    await browser.page.mouse.up();
  };

  test("are made of what is selected, by the bar over it", async () => {
    await drag(1, "the board", "week before");
    await browser.get("selection-bar").waitFor();
    const words = await selected();
    assert.match(words, /the board/);
    await browser.get("selection-highlight").click();
    await until("it is drawn", async () => (await drawn())[0] === 1);
    const [made] = await kept();
    assert.equal(made.text, words.trim());
    assert.ok(made.before.endsWith(" ") && made.after.length > 0, JSON.stringify(made));
    assert.equal(await browser.get("selection-bar").count(), 0);
    await browser.get("highlights-link").waitFor();
  });

  test("take a note, which Escape keeps", async () => {
    await frame((element) => {
      const { left, top, height } = [...element.contentWindow.CSS.highlights.get("marked")][0].getClientRects()[0];
      element.contentDocument.elementFromPoint(left + 2, top + height / 2).dispatchEvent(new element.contentWindow.MouseEvent("click", { bubbles: true, clientX: left + 2, clientY: top + height / 2 }));
    });
    await browser.get("highlight-popover").waitFor();
    await browser.get("note-edit").click();
    await browser.get("note-input").fill("Ask Ines\nabout the brush.");
    await browser.press("Escape");
    await until("the note is kept", async () => (await kept())[0].note === "Ask Ines\nabout the brush.");
    await until("it is drawn otherwise", async () => (await drawn()).join() === "0,1");
    assert.equal(await browser.get("highlight-popover").count(), 0);
  });

  test("are chosen sentence by sentence with keys alone", async () => {
    await browser.press("Shift+H");
    await until("a sentence is selected", async () => /\.$|\?$|!$/.test((await selected()).trim()));
    const first = await selected();
    await browser.press("ArrowDown");
    assert.notEqual(await selected(), first);
    await browser.press("ArrowUp");
    assert.equal(await selected(), first);
    await browser.press("Shift+ArrowDown");
    const two = await selected();
    assert.ok(two.startsWith(first) && two.length > first.length, two);
    await browser.press("Enter");
    await until("both are highlighted", async () => (await kept()).length === 2);
    assert.equal((await kept())[0].text.replace(/\s/gu, ""), two.replace(/\s/gu, ""));
    await browser.press("z");
    await until("undone", async () => (await kept()).length === 1);
    await browser.press("Shift+Z");
    await until("done again", async () => (await kept()).length === 2);
  });

  test("are drawn again after a restart, and lie on one page that filters, opens and copies them", async () => {
    await browser.restart();
    await browser.get("all-link").click();
    await browser.press("g", "h");
    await until("both are there", async () => (await browser.get("highlight-item").count()) === 2);
    await browser.get("highlights-filter").fill("THE BRUSH");
    await until("one is left", async () => (await browser.get("highlight-item").count()) === 1);
    await browser.get("copy-highlights").click();
    await until("it is copied", async () => /^## \[How Marrow Bay.*> .*Ask Ines\nabout the brush\.\n$/su.test(await browser.page.evaluate(() => navigator.clipboard.readText())));
    await browser.get("highlights-filter").fill("nothing like it");
    await browser.get("no-highlights").waitFor();
    await browser.get("highlights-filter").fill("the brush");
    await browser.get("highlight-open").click();
    await browser.headline("How Marrow Bay");
    await browser.get("highlight-popover").waitFor();
    assert.match(await browser.get("highlight-note").textContent(), /Ask Ines/);
    await until("they are drawn", async () => (await drawn()).join() === "1,1");
  });

  test("go from one to the next by keys, and Delete removes the open one", async () => {
    await browser.press("Escape", "]", "]");
    await browser.get("highlight-popover").waitFor();
    await browser.press("Delete");
    await until("it is gone", async () => (await kept()).length === 1);
    await browser.get("undo-button").last().click();
    await until("it is back", async () => (await kept()).length === 2);
  });

  test("that have no place in the text any more stand at its foot", async () => {
    const [{ article }] = await kept();
    await browser.page.evaluate(
      (id) =>
        fetch("/api/add_highlight", {
          method: "POST", headers: { "content-type": "application/json", "x-standfirst": "1" },
          body: JSON.stringify({ id, passage: { text: "A passage that was corrected away, with all it said.", before: "", after: "" }, note: "was it true?" }),
        }),
      article,
    );
    await browser.page.reload();
    await browser.get("all-link").click();
    await open("How Marrow Bay");
    const lost = browser.get("lost-highlights");
    await lost.waitFor();
    assert.match(await lost.textContent(), /corrected away.*was it true\?/su);
    await lost.getByTestId("highlight-remove").click();
    await until("it is gone", async () => (await lost.count()) === 0);
  });

  test("leave the text as it is: nothing in the frame is changed, and nothing went wrong", async () => {
    assert.equal(await frame((element) => element.contentDocument.querySelectorAll("mark").length), 0);
    assert.deepEqual([browser.errors, browser.strangers], [[], []]);
  });
});
