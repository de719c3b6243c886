// The page of a source, and of those that need attention: what they say, and what can be done there.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

const feed = (site, title, path, home = path) => (request, response) => {
  const etag = `"${title.length}"`;
  if (request.headers["if-none-match"] === etag) return response.writeHead(304, { etag }).end();
  response.writeHead(200, { "content-type": "application/rss+xml", etag }).end(
    `<rss version="2.0"><channel><title>${title}</title><link>${site.url(home)}</link><description/><item><title>News of ${title}</title><guid>${path}</guid><description>Text.</description></item></channel></rss>`,
  );
};
const status = (number) => (_, response) => response.writeHead(number).end();

describe("the page of a source", () => {
  let browser, site, page;
  before(async () => {
    browser = await Browser.open();
    ({ site, page } = browser);
    site.failing.clear();
  });
  after(() => browser.close());

  /** Follows a feed the test answers itself, and waits until the window lists it. */
  async function follow(title, path, home) {
    site.answers.set(path, feed(site, title, path, home));
    await browser.cli("follow", site.url(path));
    await browser.source(title).waitFor();
  }
  const text = (testid) => browser.get(testid).innerText();
  const shows = (testid, what) => browser.get(testid).filter({ hasText: what }).waitFor();
  const requests = () => browser.get("request").allInnerTexts();
  const failing = (title) => browser.get("failing-source").filter({ hasText: title });

  test("tells the last requests in words: a 304, a failure, each with time and size", async () => {
    await follow("The Morning Post", "/post/feed.xml");
    await browser.choose("The Morning Post", "About this source");
    await shows("page-title", "The Morning Post");
    assert.match(await text("source-page-health"), /Last read just now\. Asked again in \d+ (min|h)\./);
    assert.equal(await text("source-page-address").then((said) => said.includes(site.url("/post/feed.xml"))), true);
    assert.match(await text("source-page-schedule"), /is asked/);
    assert.match((await requests())[0], /1 new article/);
    assert.match((await requests())[0], /\d+ B/);
    await browser.get("source-refresh").click();
    await browser.get("request").filter({ hasText: "Nothing new, said the server (304)" }).waitFor();
    site.answers.set("/post/feed.xml", status(500));
    await browser.get("source-refresh").click();
    const failed = browser.get("request").filter({ hasText: "Failed:" });
    await failed.waitFor();
    assert.match(await failed.innerText(), /Failed: the server has a problem of its own \(500\)/);
    assert.match(await text("source-page-health"), /Could not be refreshed: the server has a problem of its own \(500\)\. It will be asked again later by itself\./);
    await browser.get("source-technical").locator("summary").click();
    assert.match(await text("source-technical"), /ETag/);
    site.answers.set("/post/feed.xml", feed(site, "The Morning Post", "/post/feed.xml"));
    await browser.get("source-refresh").click();
    await browser.get("attention-link").waitFor({ state: "detached" });
    assert.doesNotMatch(await text("source-page-health"), /Could not/);
  });

  test("opens by the key i from the list, and Escape leads back to where one was", async () => {
    await browser.source("The Morning Post").click();
    await browser.row("News of The Morning Post").click();
    await browser.headline("News of The Morning Post");
    await browser.press("i");
    await browser.get("source-page").waitFor();
    assert.equal(await browser.get("article-headline").isVisible(), false);
    await browser.press("Escape");
    await browser.get("source-page").waitFor({ state: "detached" });
    assert.equal(await browser.get("article-headline").isVisible(), true);
  });

  test("pauses, so that it is not asked, and resumes; the pane says so in a word", async () => {
    await browser.choose("The Morning Post", "About this source");
    await browser.get("deed-pause-source").click();
    await browser.source("The Morning Post").filter({ hasText: "paused" }).waitFor();
    await shows("is-paused", "Paused by you.");
    const before = site.hitsOf("/post/feed.xml").length;
    await follow("Another Post", "/another/feed.xml");
    const another = site.hitsOf("/another/feed.xml").length;
    await browser.get("refresh-button").click();
    await until("the other one is asked", () => site.hitsOf("/another/feed.xml").length > another);
    await browser.get("refresh-button").waitFor();
    assert.equal(site.hitsOf("/post/feed.xml").length, before);
    await browser.get("deed-pause-source").filter({ hasText: "Resume" }).click();
    await until("it is asked again", () => site.hitsOf("/post/feed.xml").length > before);
    await browser.get("is-paused").waitFor({ state: "detached" });
    assert.doesNotMatch(await browser.source("The Morning Post").innerText(), /paused/);
  });

  test("is left out of what is unread, and says so", async () => {
    await browser.get("deed-quiet-source").click();
    await shows("is-quiet", "Quiet: left out of Unread, and of its number.");
    await browser.source("The Morning Post").filter({ hasText: "quiet" }).waitFor();
    assert.equal((await browser.list("--unread")).some((line) => line.source_title === "The Morning Post"), false);
    await browser.get("deed-quiet-source").filter({ hasText: "Show in Unread" }).click();
    await browser.get("is-quiet").waitFor({ state: "detached" });
  });

  test("takes another address, and says in words what is wrong with one", async () => {
    site.answers.set("/post/new.xml", feed(site, "The Morning Post", "/post/new.xml"));
    await browser.get("address-edit").click();
    await browser.get("address-input").fill("ftp://nowhere.example/feed");
    await browser.press("Enter");
    await shows("address-failure", "it is none that can be fetched. Use one that begins with http:// or https://.");
    await browser.get("address-input").fill(site.url("/another/feed.xml"));
    await browser.press("Enter");
    await shows("address-failure", "another of your sources has it. Unfollow one of the two.");
    await browser.get("address-input").fill(site.url("/post/new.xml"));
    await browser.press("Enter");
    await shows("source-page-address", "/post/new.xml");
    await browser.get("address-input").waitFor({ state: "detached" });
    await until("it is asked there", () => site.hitsOf("/post/new.xml").length > 0);
    await browser.get("undo-button").first().click();
    await shows("source-page-address", "/post/feed.xml");
  });

  test("takes a login that makes a source with a 401 work, and never shows its secret", async () => {
    const members = feed(site, "The Members’ Letter", "/members/feed.xml");
    await follow("The Members’ Letter", "/members/feed.xml");
    const asked = [];
    site.answers.set("/members/feed.xml", (request, response) => {
      asked.push(request.headers);
      const known = request.headers.authorization === `Basic ${Buffer.from("ann:correct horse").toString("base64")}`;
      if (known) members({ headers: {} }, response);
      else status(401)(request, response);
    });
    await browser.choose("The Members’ Letter", "About this source");
    await browser.get("source-refresh").click();
    await shows("source-page-health", "the server wants a login (401)");
    await browser.get("source-remedy").filter({ hasText: "Set a login…" }).click();
    await browser.get("access-login").fill("ann");
    await browser.get("access-password").fill("correct horse");
    await browser.get("header-add").click();
    await browser.get("header-name").fill("X-Reader");
    await browser.get("header-value").fill("secret value");
    await browser.press("Enter");
    await shows("source-page-access", "ann, with a password");
    await browser.get("source-remedy").waitFor({ state: "detached" });
    const access = await text("source-page-access");
    assert.match(access, /X-Reader/);
    assert.match(access, /kept in a file beside the library that only you can read/);
    assert.equal(asked.at(-1)["x-reader"], "secret value");
    // What is not typed anew stays.
    await browser.get("access-edit").click();
    assert.deepEqual([await browser.get("access-password").inputValue(), await browser.get("header-value").inputValue()], ["", ""]);
    await browser.get("access-cookie").fill("sid=7");
    await browser.get("access-keep").click();
    await shows("source-page-access", "Sent");
    await until("it is asked with all three", () => {
      const last = asked.at(-1);
      return last.cookie === "sid=7" && last["x-reader"] === "secret value" && last.authorization !== undefined;
    });
    await browser.get("access-edit").click();
    await browser.get("access-remove").click();
    await shows("source-page-access", "Nobody in particular");
    assert.doesNotMatch(await page.content(), /correct horse|secret value/);
    await browser.choose("The Members’ Letter", "Unfollow");
    await browser.get("source-page").waitFor({ state: "detached" });
  });

  test("a moved feed is repaired by one click, from the list of those that need attention", async () => {
    await follow("The Moved Paper", "/moved/feed.xml", "/moved/");
    await follow("The Lost Paper", "/lost/feed.xml", "/lost/");
    site.answers.set("/moved/feed.xml", status(404));
    site.answers.set("/lost/feed.xml", status(404));
    site.answers.set("/moved/", (_, response) => response.writeHead(200, { "content-type": "text/html" }).end('<title>The Moved Paper</title><link rel="alternate" type="application/rss+xml" href="/moved/2.xml">'));
    site.answers.set("/moved/2.xml", feed(site, "The Moved Paper", "/moved/2.xml", "/moved/"));
    site.answers.set("/lost/", (_, response) => response.writeHead(200, { "content-type": "text/html" }).end('<title>Lost</title><link rel="alternate" type="application/rss+xml" href="/lost/2.xml">'));
    site.answers.set("/lost/2.xml", feed(site, "The Found Paper", "/lost/2.xml", "/lost/"));
    await browser.get("refresh-button").click();
    await shows("attention-link", "2 sources need attention");
    await browser.get("attention-link").click();
    await shows("page-title", "2 sources need attention");
    assert.match(await failing("The Moved Paper").innerText(), /there is nothing at this address \(404\)[\s\S]*Last read just now\. Tried once since\./);
    await failing("The Moved Paper").getByTestId("failing-repair").click();
    await failing("The Moved Paper").filter({ hasText: `Found again at ${site.url("/moved/2.xml")}.` }).waitFor();
    assert.doesNotMatch(await failing("The Moved Paper").innerText(), /Could not be refreshed/);
    await shows("page-title", "1 source needs attention");
  });

  test("what may be it is offered, and followed when it is chosen", async () => {
    await failing("The Lost Paper").getByTestId("failing-repair").click();
    const row = failing("The Lost Paper");
    await row.filter({ hasText: "This may be it, under another name:" }).waitFor();
    await row.getByTestId("candidate").filter({ hasText: "The Found Paper" }).waitFor();
    await row.getByTestId("repair-take").click();
    await row.filter({ hasText: `Followed at ${site.url("/lost/2.xml")} from now on.` }).filter({ hasText: "It answers." }).waitFor();
    await browser.get("attention-link").waitFor({ state: "detached" });
    await shows("page-title", "All sources are well");
  });

  test("all are repaired, retried, paused and unfollowed from their list", async () => {
    const titles = ["Paper One", "Paper Two", "Paper Three"];
    for (const [n, title] of titles.entries()) await follow(title, `/paper/${n}.xml`);
    for (const n of titles.keys()) site.answers.set(`/paper/${n}.xml`, status(500));
    await browser.get("refresh-button").click();
    await shows("attention-link", "3 sources need attention");
    site.answers.set("/paper/0.xml", feed(site, "Paper One", "/paper/0.xml"));
    await browser.get("repair-all").click();
    await failing("Paper One").filter({ hasText: "It answers again." }).waitFor();
    for (const title of titles.slice(1)) await failing(title).getByTestId("repair-outcome").filter({ hasText: "it is tried again by itself" }).waitFor();
    await failing("Paper Two").getByTestId("failing-pause").click();
    await failing("Paper Two").filter({ hasText: "Paused by you." }).waitFor();
    site.answers.set("/paper/2.xml", feed(site, "Paper Three", "/paper/2.xml"));
    await failing("Paper Three").getByTestId("failing-retry").click();
    await failing("Paper Three").filter({ hasText: "It answers." }).waitFor();
    assert.doesNotMatch(await failing("Paper Three").innerText(), /not found|may be it|Could not/);
    site.answers.set("/paper/2.xml", status(500));
    await browser.get("refresh-button").click();
    await failing("Paper Three").getByTestId("failing-unfollow").click();
    await failing("Paper Three").waitFor({ state: "detached" });
    await browser.get("attention-link").waitFor({ state: "detached" });
    await browser.press("Escape");
  });

  test("no tooltip is left to cover the menu", async () => {
    const row = browser.source("Another Post");
    assert.equal(await row.getAttribute("title"), "Another Post");
    await row.click({ button: "right" });
    await page.getByRole("menuitem", { name: "About this source" }).waitFor();
    assert.equal(await row.getAttribute("title"), null);
    await browser.press("Escape");
    await page.getByRole("menuitem").first().waitFor({ state: "detached" });
    assert.equal(await row.getAttribute("title"), "Another Post");
    assert.equal(await page.evaluate(() => document.activeElement?.dataset.testid), "source-row");
  });

  test("Ctrl and plus make everything larger, up to twice, also in a dialog; Ctrl and 0 put it back", async () => {
    const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
    await browser.press("Control+=");
    assert.equal(await size(), 17.6);
    await browser.press("?");
    await browser.get("help-dialog").waitFor();
    for (let n = 0; n < 6; n += 1) await browser.press("Control+=");
    assert.equal(await size(), 32);
    await browser.press("Escape");
    await browser.get("help-dialog").waitFor({ state: "detached" });
    await page.reload();
    await browser.get("list-title").waitFor();
    assert.equal(await size(), 32);
    await browser.press("Control+-");
    assert.equal(await size(), 28);
    await browser.press("Control+0");
    assert.equal(await size(), 16);
  });

  test("the pages never scroll sideways: one pane, three panes, twice the text size, long and foreign names", async () => {
    const long = `/long/${"a-very-long-part-of-an-address/".repeat(8)}feed.xml`;
    await follow("صحيفة الضفة اليومية للأخبار والرأي", long);
    site.answers.set(long, status(500));
    await browser.get("refresh-button").click();
    await browser.get("attention-link").waitFor();
    for (const place of ["source-page", "attention-page"]) {
      await page.setViewportSize({ width: 1280, height: 860 });
      if (place === "source-page") {
        await browser.choose("صحيفة", "About this source");
        await browser.get("access-edit").click();
        await browser.get("header-add").click();
      } else await browser.get("attention-link").click();
      await browser.get(place).waitFor();
      for (const [width, zoom] of [[480, 100], [700, 100], [900, 100], [1280, 200], [480, 200]]) {
        await page.setViewportSize({ width, height: 860 });
        await page.evaluate((zoom) => (document.documentElement.style.fontSize = `${zoom}%`), zoom);
        const wide = await page.evaluate(() => {
          const scroller = document.querySelector(".page .scroller");
          return [document.scrollingElement.scrollWidth > innerWidth, scroller.scrollWidth > scroller.clientWidth + 1];
        });
        assert.deepEqual(wide, [false, false], `${place}, ${width} px, ${zoom} %`);
      }
      await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
    }
    await browser.get("page-back").click();
    await page.setViewportSize({ width: 1280, height: 860 });
  });

  test("no error was written on the way", () => assert.deepEqual(browser.errors, []));
});
