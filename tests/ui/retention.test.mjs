// How long articles are kept: chosen on a source's page, said before anything goes, and gone for good.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

const feed = (site, count) => (_, response) => {
  const items = Array.from({ length: count }, (_, n) => `<item><title>News ${n}</title><guid>g${n}</guid><link>${site.url(`/post/${n}`)}</link><description>Text ${n}.</description></item>`);
  response.writeHead(200, { "content-type": "application/rss+xml" }).end(`<rss version="2.0"><channel><title>The Morning Post</title>${items.join("")}</channel></rss>`);
};

describe("how long articles are kept", () => {
  let browser, site, page;
  before(async () => {
    browser = await Browser.open();
    ({ site, page } = browser);
    site.failing.clear();
    site.answers.set("/post/feed.xml", feed(site, 60));
    await browser.cli("follow", site.url("/post/feed.xml"));
    await browser.source("The Morning Post").waitFor();
  });
  after(() => browser.close());

  test("a source's page says what goes, and it goes when the reader agrees; the rest of the feed brings nothing back", async () => {
    await browser.cli("mark-read", "--all");
    await browser.choose("The Morning Post", "About this source");
    await browser.get("keep-rule").selectOption("newest 50");
    await browser.get("keep-ask").filter({ hasText: "This removes 10 articles now. Nothing brings them back." }).waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/keep-source.png` });
    await browser.get("keep-leave").click();
    assert.equal(await browser.get("keep-rule").inputValue(), "library");
    assert.equal((await browser.list()).length, 60);
    await browser.get("keep-rule").selectOption("newest 50");
    await browser.get("keep-remove").click();
    await until("ten are gone", async () => (await browser.list()).length === 50);
    assert.equal(await browser.get("keep-rule").inputValue(), "newest 50");
    site.answers.set("/post/feed.xml", feed(site, 61));
    const refreshed = JSON.parse(await browser.cli("--json", "refresh", "--force"));
    assert.deepEqual([refreshed.new, refreshed.removed], [1, 1]);
  });

  test("the settings hold for every source, and unread articles are asked for on their own", async () => {
    await browser.press("Escape");
    await browser.get("more-button").click();
    await browser.get("settings-item").click();
    await browser.get("settings-dialog").waitFor();
    const choice = browser.get("retention").getByTestId("keep-rule");
    assert.equal(await choice.inputValue(), "all");
    await choice.selectOption("days 30");
    await until("it is set", async () => JSON.parse(await browser.cli("--json", "keep")).rule.kind === "days");
    await browser.get("keep-unread").check();
    await until("unread ones, too", async () => JSON.parse(await browser.cli("--json", "keep")).unread_too);
    await browser.get("retention").scrollIntoViewIfNeeded();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/keep-settings.png` });
    assert.deepEqual(browser.errors, []);
  });
});
