// A large import: its progress, stopping it, what is left after a restart, and going on. Two thousand sources, each on a
// loopback address of its own, of which the server answers as many as the test lets it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

const COUNT = 2000;
const FIRST = 312;

describe("an import of two thousand sources", () => {
  let browser, server, port;
  let allowed = FIRST;
  const held = [];

  before(async () => {
    let answered = 0;
    const send = (request, response) => {
      answered += 1;
      response.writeHead(200, { "content-type": "application/rss+xml" }).end(
        `<rss version="2.0"><channel><title>Source ${request.headers.host}</title><link>http://${request.headers.host}/</link><description/><item><title>From ${request.headers.host}</title><guid>${request.headers.host}</guid></item></channel></rss>`,
      );
    };
    server = createServer((request, response) => (answered < allowed ? send(request, response) : held.push(() => send(request, response))));
    // All of 127.0.0.0/8 is this machine.
    server.listen(0, "0.0.0.0");
    await once(server, "listening");
    port = server.address().port;
    browser = await Browser.open();
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await browser.close();
  });

  const opml = () =>
    `<opml version="2.0"><body>${Array.from({ length: COUNT }, (_, n) => `<outline type="rss" text="Source ${n}" xmlUrl="http://127.1.${n >> 8}.${n & 255}:${port}/feed"/>`).join("")}</body></opml>`;
  const dialog = () => browser.get("exchange-dialog");
  const unasked = (where, n) => where.getByTestId("unasked").filter({ hasText: `${n} sources have not been asked yet` }).waitFor();
  const pane = () => browser.page.locator(".sources-pane");

  test("adds them at once, and says how far asking them is", async () => {
    await browser.get("import-button").click();
    await browser.get("import-file").setInputFiles({ name: "all.opml", mimeType: "text/xml", buffer: Buffer.from(opml()) });
    await browser.get("import-report").filter({ hasText: "2,000 new sources" }).waitFor();
    assert.equal(await browser.get("source-row").count(), 0, "nothing is followed before it is decided");
    await browser.get("import-confirm").click();
    await browser.get("import-report").filter({ hasText: "Imported from" }).waitFor();
    await browser.get("import-progress").filter({ hasText: `${FIRST} of 2,000 sources read, ${FIRST} articles` }).waitFor({ timeout: 60_000 });
    assert.ok((await browser.get("source-row").count()) < 300, "only the rows near the view are drawn");
  });

  test("is stopped, and says how many are left", async () => {
    await browser.get("import-cancel").click();
    await unasked(dialog(), "1,688");
    await browser.press("Escape");
    await unasked(pane(), "1,688");
    assert.equal(await browser.get("attention-link").count(), 0);
  });

  test("is known after a restart to be unfinished", async () => {
    held.length = 0;
    await browser.restart();
    // The window asks what is due when it opens; nobody answers yet.
    await browser.get("refresh-progress").filter({ hasText: "0 of 1,688" }).waitFor();
    await browser.get("refresh-cancel").click();
    await unasked(pane(), "1,688");
  });

  test("goes on to the end", async () => {
    held.length = 0;
    allowed = Infinity;
    await browser.get("unasked-resume").click();
    await browser.get("toast").filter({ hasText: "1,688 new articles from 1,688 sources." }).waitFor({ timeout: 60_000 });
    await browser.get("unasked").waitFor({ state: "detached" });
    await until("all are unread", async () => (await browser.get("unread-link").innerText()).includes("2,000"));
  });

  test("lists them all, drawn as they are scrolled to", async () => {
    const last = "Source 127.1.7.99";
    await browser.page.locator(".sources-pane nav").evaluate((nav) => (nav.scrollTop = nav.scrollHeight));
    await until("the last rows are drawn", async () => (await browser.get("source-row").last().innerText()).includes("Source 127.1.7.9"));
    await browser.source(`${last}:`).first().waitFor({ state: "attached" });
  });

  test("no error was written on the way", () => assert.deepEqual(browser.errors, []));
});
