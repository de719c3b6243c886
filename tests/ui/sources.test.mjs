// Sources in the browser: following, refreshing, trouble, taking in and out.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

describe("sources", () => {
  let browser;
  before(async () => (browser = await Browser.open()));
  after(() => browser.close());

  const sources = async () => (await browser.cli("--json", "sources")).split("\n").filter(Boolean).map((line) => JSON.parse(line));

  test("with none, the window says what to do", async () => {
    await browser.get("list-notice").filter({ hasText: "You follow nothing yet." }).waitFor();
  });

  test("a wrong address says what was tried and what was there", async () => {
    await browser.press("a");
    await browser.get("follow-address").fill(browser.site.url("/nothing/"));
    await browser.press("Enter");
    const tried = browser.get("follow-tried");
    await tried.waitFor();
    assert.ok((await tried.innerText()).includes("/nothing/"));
    await browser.press("Escape");
    await browser.get("follow-dialog").waitFor({ state: "detached" });
  });

  test("looking shows name and entries and follows nothing; following asks for a folder", async () => {
    await browser.press("a");
    await browser.get("follow-address").fill(browser.site.url("/harbour/"));
    await browser.get("follow-look").click();
    const offer = browser.get("candidate").filter({ hasText: "The Harbour Gazette" }).first();
    await offer.waitFor();
    assert.match(await offer.innerText(), /Night ferry returns after eleven years/);
    assert.equal((await sources()).length, 0);
    await browser.get("folder-input").fill("Marrow Bay");
    await browser.get("follow-confirm").click();
    await browser.row("Night ferry returns").waitFor();
    await browser.get("folder-row").filter({ hasText: "Marrow Bay" }).waitFor();
    assert.equal((await sources())[0].folder, "Marrow Bay");
  });

  test("a page without a feed is followed by two Returns, and the list has the focus", async () => {
    await browser.press("a");
    await browser.get("follow-address").fill(browser.site.url("/parish/"));
    await browser.press("Enter");
    const offer = browser.get("candidate").filter({ hasText: "Hill Parish" });
    await offer.waitFor();
    assert.match(await offer.innerText(), /will watch the list of headlines under “Latest” on this page: 4 links now\./);
    await browser.press("Enter");
    await browser.row("A bell is heard again").waitFor();
    await browser.get("follow-dialog").waitFor({ state: "detached" });
    await until("the list has the focus", () => browser.page.evaluate(() => document.activeElement?.getAttribute("role") === "listbox"));
    const followed = (await sources()).find(({ kind }) => kind === "page");
    assert.equal(followed.url, browser.site.url("/parish/"));
    await browser.cli("unfollow", String(followed.id));
    await until("the window has noticed", async () => (await browser.get("source-row").count()) === 1);
  });

  test("a source that fails is marked with its reason, in the row and in full", async () => {
    browser.site.failing.clear();
    await browser.cli("follow", browser.site.url("/broken/feed.xml"));
    browser.site.failing.add("/broken/feed.xml");
    await until("the window lists it", async () => (await browser.get("source-row").count()) === 2);
    await browser.get("refresh-button").click();
    const failing = browser.get("source-row").filter({ hasText: "Could not be refreshed" });
    await failing.waitFor();
    await failing.click();
    assert.match(await browser.get("source-health").innerText(), /500|server/i);
  });

  test("progress is seen, the window answers meanwhile, and cancelling ends it", async () => {
    const following = browser.cli("follow", browser.site.url("/slow/feed.xml"));
    await until("it is asked", () => browser.site.hitsOf("/slow/feed.xml").length > 0);
    browser.site.release();
    await following;
    await until("the window lists it", async () => (await browser.get("source-row").count()) === 3);
    await browser.press("r");
    await browser.get("refresh-progress").waitFor();
    await browser.press("g", "a", "j");
    await browser.get("article-headline").waitFor();
    await browser.get("refresh-cancel").click();
    await browser.get("refresh-cancel").waitFor({ state: "detached", timeout: 5000 });
    browser.site.release();
  });

  test("the menu of a source renames, moves and unfollows, with a way back", async () => {
    const row = browser.get("source-row").filter({ hasText: "The Harbour Gazette" });
    await row.click({ button: "right" });
    await browser.page.getByRole("menuitem", { name: "Rename or move" }).click();
    await browser.get("rename-input").fill("The Gazette");
    await browser.get("folder-input").fill("");
    await browser.get("rename-confirm").click();
    const renamed = browser.get("source-row").filter({ hasText: "The Gazette" });
    await renamed.waitFor();
    assert.equal((await sources()).find(({ url }) => url.includes("harbour")).folder, null);
    await renamed.click({ button: "right" });
    await browser.page.getByRole("menuitem", { name: "Unfollow" }).click();
    await renamed.waitFor({ state: "detached" });
    await browser.get("undo-button").click();
    await renamed.waitFor();
  });

  test("an OPML file is taken in, with what was passed over; and written out again", async () => {
    await browser.get("import-button").click();
    const opml = `<opml version="2.0"><body><outline text="The coast"><outline type="rss" text="Lowland" xmlUrl="${browser.site.url("/lowland/atom.xml")}"/></outline><outline text="Wrong" type="rss" xmlUrl="file:///etc/passwd"/></body></opml>`;
    await browser.get("import-file").setInputFiles({ name: "mine.opml", mimeType: "text/xml", buffer: Buffer.from(opml) });
    await browser.get("import-report").filter({ hasText: "1 new source" }).waitFor();
    await browser.get("import-confirm").click();
    await browser.get("import-report").filter({ hasText: "Imported from" }).waitFor();
    assert.equal(await browser.get("import-skipped").locator("li").count(), 1);
    await browser.get("export-button").click();
    await browser.get("export-path").waitFor();
    assert.match(readFileSync(browser.downloads()[0], "utf8"), /The coast/);
    await browser.press("Escape");
    await browser.get("folder-row").filter({ hasText: "The coast" }).waitFor();
  });

  test("what the other face does is seen here", async () => {
    await browser.cli("follow", browser.site.url("/field/feed.json"));
    await browser.get("source-row").filter({ hasText: "Field Notes on Owls" }).waitFor();
  });

  test("no error was written on the way", () => assert.deepEqual(browser.errors, []));
});
