// What two papers print alike is one row: read here, it is read there; both versions can be read, and taken apart.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

const TEXT = "The harbour of the old town was closed on Monday after a crane fell across the northern basin. Nobody was hurt, the harbour master said, but the ferries to the islands will leave from the fishing quay until the wreck has been lifted. A floating crane is on its way from the neighbouring port and is expected on Thursday morning, if the wind allows it. ".repeat(2);
const feed = (name, title, link) => (_, response) =>
  response.writeHead(200, { "content-type": "application/rss+xml" }).end(`<rss version="2.0"><channel><title>${name}</title><item><title>${title}</title><guid>${name}</guid><link>${link}</link><description>${TEXT}</description></item></channel></rss>`);

describe("what several sources say alike", () => {
  let browser, site, page;
  const list = async (...filters) => (await browser.cli("--json", "list", ...filters)).split("\n").filter(Boolean).map((line) => JSON.parse(line));
  before(async () => {
    browser = await Browser.open();
    ({ site, page } = browser);
    site.failing.clear();
    site.answers.set("/post/feed.xml", feed("The Morning Post", "Crane closes the harbour of the old town", "http://post.example/1"));
    site.answers.set("/echo/feed.xml", feed("The Evening Echo", "Harbour closed after crane falls", "http://echo.example/9"));
    await browser.cli("follow", site.url("/post/feed.xml"));
    await browser.cli("follow", site.url("/echo/feed.xml"));
    await browser.source("The Evening Echo").waitFor();
  });
  after(() => browser.close());

  test("is one row, with a version of each", async () => {
    const rows = await list("--unread");
    assert.deepEqual(rows.map((row) => [row.source_title, row.also_in.map((one) => one.source_title)]), [["The Morning Post", ["The Evening Echo"]]]);
    await browser.get("also-mark").filter({ hasText: "Also in The Evening Echo" }).waitFor();
    await page.getByText("Crane closes the harbour").first().click();
    await browser.get("also-in").waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/fold.png` });
    await browser.get("version").click();
    await browser.get("article-headline").filter({ hasText: "Harbour closed after crane falls" }).waitFor();
    await until("read is read in both", async () => JSON.parse(await browser.cli("--json", "show", String(rows[0].also_in[0].id))).read);
  });

  test("can be taken apart, and that undone", async () => {
    await browser.get("unfold").click();
    await until("two rows", async () => (await list()).length === 2);
    await browser.press("z");
    await until("one row again", async () => (await list()).length === 1);
    const settings = JSON.parse(await browser.cli("--json", "folding", "off"));
    assert.equal(settings.folding, false);
    assert.deepEqual(browser.errors, []);
  });
});
