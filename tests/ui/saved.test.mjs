// Saving by address, the orders of Saved, and the archive, in the browser over the real newsroom.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

describe("saved", () => {
  let browser;
  before(async () => (browser = await Browser.open({ sample: true })));
  after(() => browser.close());

  const rows = async (...args) => browser.list(...args);
  const toast = (text) => browser.get("toast").filter({ hasText: text }).waitFor();

  test("a page that is not there is a link that says why, and is tried again from there", async () => {
    await browser.press("Shift+N");
    await browser.get("follow-address").fill(browser.site.url("/not-there"));
    await browser.press("Enter");
    await toast("Saved as a link only");
    await browser.get("save-dialog").waitFor({ state: "detached" });
    const [row] = await rows("--saved");
    assert.equal(row.link_only, true);
    await browser.get("link-only-mark").first().waitFor();
    await browser.get("full-text-note").filter({ hasText: "could not be had" }).waitFor();
    // Taking the save back leaves nothing.
    await browser.press("z");
    await until("it is gone", async () => (await rows("--saved")).length === 0);
    await browser.get("list-notice").filter({ hasText: "Nothing saved yet." }).waitFor();
  });

  test("what is saved shows its minutes, goes by its order, and is put away and back", async () => {
    const ids = (await rows()).slice(0, 3).map(({ id }) => String(id));
    for (const id of ids) await browser.cli("save", id);
    await browser.press("g", "s");
    await until("three rows", async () => (await browser.get("minutes").count()) === 3);
    const shown = async () => (await browser.get("minutes").allInnerTexts()).map((text) => Number.parseInt(text, 10));
    await browser.get("saved-order").selectOption("shortest");
    await until("the shortest first", async () => {
      const minutes = await shown();
      return minutes.length === 3 && minutes.every((one, at) => at === 0 || one >= minutes[at - 1]);
    });
    await browser.press("j");
    await until("the article is open", async () => (await browser.get("save-button").getAttribute("aria-pressed")) === "true");
    await browser.press("Shift+P");
    await toast("Put away in the archive.");
    await until("two rows are left", async () => (await browser.get("minutes").count()) === 2);
    assert.equal((await rows("--archived")).length, 1);
    await browser.press("g", "v");
    await until("it is in the archive", async () => (await browser.get("minutes").count()) === 1);
    await browser.press("z");
    await browser.get("list-notice").filter({ hasText: "The archive is empty." }).waitFor();
    assert.equal((await rows("--saved")).length, 3);
  });
});
