// Reading in the browser against the real library: keys, marks, undo, saving, search.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

describe("reading", () => {
  let browser;
  before(async () => {
    browser = await Browser.open();
    await browser.follow("/harbour/", "The Harbour Gazette");
    await browser.row("Night ferry returns").waitFor();
  });
  after(() => browser.close());

  const article = async (title) => (await browser.list()).find((row) => row.title.includes(title));

  test("j and k go through the list; opening marks read and the row stays", async () => {
    await browser.get("unread-link").click();
    await browser.row("Night ferry returns").waitFor();
    await browser.press("j");
    await browser.headline("Night ferry returns");
    await browser.press("j");
    await browser.headline("Town library lends tools & ladders");
    await until("both are read", async () => (await article("Night ferry")).read && (await article("Town library")).read);
    assert.equal(await browser.row("Night ferry returns").count(), 1);
    await browser.press("k");
    await browser.headline("Night ferry returns");
  });

  test("z takes back, one after the other", async () => {
    await browser.press("z");
    await until("the second is unread again", async () => !(await article("Town library")).read);
    await browser.press("Control+z");
    await until("the first is unread again", async () => !(await article("Night ferry")).read);
    // What the window shows is what the next key goes by.
    await browser.row("Night ferry returns").locator(".dot").waitFor();
  });

  test("m, s and their toasts", async () => {
    await browser.press("m");
    await until("read", async () => (await article("Night ferry")).read);
    await browser.press("s");
    await browser.get("toast").filter({ hasText: "Saved for later." }).waitFor();
    assert.ok((await article("Night ferry")).saved);
    await browser.get("undo-button").click();
    await until("not saved", async () => !(await article("Night ferry")).saved);
  });

  test("c copies the link, e opens the share menu, a quote is copied", async () => {
    const copied = () => browser.page.evaluate(() => navigator.clipboard.readText());
    await browser.press("c");
    await until("the link is copied", async () => (await copied()) === browser.site.url("/harbour/ferry"));
    await browser.press("e");
    await browser.get("share-target").filter({ hasText: "quote" }).click();
    await until("the quote is copied", async () => (await copied()).includes("Night ferry returns after eleven years"));
    await browser.get("toast").waitFor();
  });

  test("t tags, and the tag is a place", async () => {
    await browser.press("t");
    await browser.get("tag-input").fill("harbour");
    await browser.press("Enter");
    await browser.press("Escape");
    await browser.get("tag-row").filter({ hasText: "harbour" }).click();
    await browser.row("Night ferry returns").waitFor();
    assert.deepEqual((await article("Night ferry")).tags, ["harbour"]);
  });

  test("space pages the article and then goes to the next unread", async () => {
    await browser.press("g", "a");
    await browser.row("Town library").click();
    await browser.headline("Town library");
    for (let pages = 0; pages < 10 && (await browser.get("article-headline").textContent()).includes("Town library"); pages++) {
      await browser.press("Space");
      await browser.page.waitForTimeout(150);
    }
    await browser.headline("Kelp farm doubles its lines");
  });

  test("keys work inside the article too", async () => {
    // Not on its picture, which would open large.
    await browser.body.locator("p").first().click();
    await browser.press("k");
    await browser.headline("Town library");
  });

  test("marking all read can be undone", async () => {
    const before = (await browser.list("--unread")).length;
    assert.ok(before > 10);
    await browser.press("g", "a");
    await browser.press("Shift+A");
    await until("all are read", async () => (await browser.list("--unread")).length === 0);
    await browser.get("undo-button").click();
    await until("they are back", async () => (await browser.list("--unread")).length === before);
  });

  test("u leaves out what is read, and keeps the open article", async () => {
    await browser.row("Kelp farm").click();
    await browser.headline("Kelp farm");
    await until("read", async () => (await article("Kelp farm")).read);
    await browser.press("u");
    await until("the read ones are gone", async () => (await browser.row("Town library").count()) === 0);
    assert.equal(await browser.row("Kelp farm").count(), 1);
    await browser.press("u");
    await browser.row("Town library").waitFor();
  });

  test("search marks what it found and never takes it for markup", async () => {
    await browser.press("/");
    await browser.page.keyboard.type("telescope");
    await until("one is found", async () => (await browser.get("article-row").count()) === 1);
    assert.equal(await browser.get("article-row").locator("mark").first().textContent(), "telescope");
    await browser.press("Escape");
    await until("the list is back", async () => (await browser.get("article-row").count()) > 3);
  });

  test("the palette and the help come from the same table", async () => {
    await browser.press("?");
    const help = await browser.get("help-dialog").innerText();
    for (const name of ["Next article", "Mark all read", "Follow a source", "Unread only"]) assert.ok(help.includes(name), name);
    await browser.press("Escape");
    await browser.press("Control+k");
    await browser.get("palette-input").fill("harb gaz");
    await browser.press("Enter");
    await until("the source is shown", async () => (await browser.get("list-title").textContent()) === "The Harbour Gazette");
  });

  test("no error was written on the way", () => assert.deepEqual(browser.errors, []));
});

describe("a page that belongs to no source", () => {
  let browser;
  before(async () => (browser = await Browser.open()));
  after(() => browser.close());

  test("is saved by its address, and read without what stood around it", async () => {
    await browser.get("save-address").click();
    await browser.get("follow-address").fill(browser.site.url("/story/lighthouse"));
    await browser.press("Enter");
    await browser.headline("The owl in the lighthouse");
    assert.match(await browser.body.innerText(), /moths were never the point/);
    assert.equal((await browser.list("--saved")).length, 1);
    await browser.get("saved-link").click();
    await browser.row("The owl in the lighthouse").waitFor();
  });

  test("and offered by Follow, when its address is pasted anywhere", async () => {
    await browser.page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    }, browser.site.url("/story/lighthouse"));
    await browser.get("save-offer").waitFor();
    await browser.press("Escape");
  });
});
