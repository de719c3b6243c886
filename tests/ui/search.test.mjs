// Searching in the browser against the real library: completion, counts, order, what is found in vain, kept searches.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

describe("searching", () => {
  let browser;
  before(async () => {
    browser = await Browser.open();
    await browser.follow("/harbour/", "The Harbour Gazette");
    await browser.row("Night ferry returns").waitFor();
  });
  after(() => browser.close());

  const field = () => browser.get("search-input");
  const rows = () => browser.get("article-row").count();
  const said = () => browser.get("search-count").textContent();

  test("operators and their values are completed by keys alone", async () => {
    await browser.press("/");
    await browser.page.keyboard.type("sour");
    await browser.get("search-proposals").getByRole("option", { name: "source:" }).waitFor();
    await browser.press("Tab");
    assert.equal(await field().inputValue(), "source:");
    await browser.get("search-proposals").getByRole("option", { name: "The Harbour Gazette" }).waitFor();
    await browser.press("ArrowDown");
    const chosen = await field().getAttribute("aria-activedescendant");
    assert.equal(await browser.page.locator(`[id="${chosen}"]`).getAttribute("aria-selected"), "true");
    await browser.press("Enter");
    assert.equal(await field().inputValue(), 'source:"The Harbour Gazette" ');
    await until("all of it is found", async () => (await rows()) > 3);
    await browser.page.keyboard.type("telescope");
    await until("one is found", async () => (await said()) === "1 hit");
    assert.equal(await rows(), 1);
  });

  test("Escape puts the proposals away first, and then the search", async () => {
    await field().fill("tit");
    await browser.get("search-proposals").getByRole("option").first().waitFor();
    await browser.press("Escape");
    await until("they are away", async () => (await browser.get("search-proposals").getByRole("option").count()) === 0);
    assert.equal(await field().inputValue(), "tit");
    await browser.press("Escape");
    assert.equal(await field().inputValue(), "");
  });

  test("what is found in vain says what was searched, and what could not be meant is told", async () => {
    await field().fill("zyxwv -ferry");
    const notice = browser.get("list-notice");
    await notice.filter({ hasText: "“zyxwv”" }).waitFor();
    const text = await notice.innerText();
    assert.match(text, /Looked through \d+ articles of 1 source for “zyxwv”; without “ferry”\./u);
    await field().fill("ferry before:soon");
    await browser.get("search-notes").filter({ hasText: "no date" }).waitFor();
    assert.ok((await rows()) >= 1);
  });

  test("the help has an example of everything, to be tried", async () => {
    await field().fill("");
    await browser.get("search-help-button").click();
    const dialog = browser.get("search-help-dialog");
    for (const example of ["-football", "is:unread", "lang:fr"]) await dialog.getByRole("button", { name: example, exact: true }).waitFor();
    await dialog.getByRole("button", { name: "is:unread", exact: true }).click();
    assert.equal(await field().inputValue(), "is:unread");
    await until("unread ones are found", async () => (await rows()) > 3);
    await until("typing goes on in the field", () => browser.page.evaluate(() => document.activeElement.dataset.testid === "search-input"));
  });

  test("a search is marked read as one, and put back", async () => {
    await field().fill("ferry");
    await until("it is found", async () => /^\d+ hits?$/u.test(await said()));
    const unread = async () => (await browser.list()).filter((row) => !row.read).length;
    const before = await unread();
    await browser.get("mark-all-read-button").click();
    await until("some are read", async () => (await unread()) < before && (await unread()) > 0);
    await browser.get("undo-button").click();
    await until("all are unread again", async () => (await unread()) === before);
  });

  test("a search is kept as a list, renamed, removed and brought back", async () => {
    await field().fill("ferry OR telescope");
    await until("it is found", async () => /^\d+ hits?$/u.test(await said()));
    await browser.get("keep-search-button").click();
    await browser.get("saved-search-name").fill("Ships and stars");
    await browser.press("Enter");
    const row = browser.get("search-row");
    await row.filter({ hasText: "Ships and stars" }).waitFor();
    assert.equal(await browser.get("list-title").textContent(), "Ships and stars");
    await until("its articles are listed", async () => (await rows()) >= 2);
    await browser.get("change-search-button").click();
    await browser.get("saved-search-query").fill("ferry before:soon");
    await browser.get("saved-search-confirm").click();
    await browser.get("toast").filter({ hasText: "no date" }).waitFor();
    await browser.get("saved-search-query").fill("telescope");
    await browser.get("saved-search-confirm").click();
    await until("the list is of the new words", async () => (await rows()) === 1);
    await browser.press("g");
    await browser.press("x");
    await until("it is gone", async () => (await row.count()) === 0);
    await browser.press("z");
    await row.filter({ hasText: "Ships and stars" }).waitFor();
  });

  test("no error was written on the way", () => assert.deepEqual(browser.errors, []));
});
