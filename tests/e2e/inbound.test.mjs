// What comes in from other programs, in the real window: with its start, through a second start, and what is refused. Public
// pages come through a proxy on loopback, so that the guard before private addresses is the one that is shipped.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { until } from "./webdriver.mjs";
import { World } from "./world.mjs";

const PUBLIC = "http://news.example/night-ferry";
const TEXT = "The crews had waited since dawn, and nobody had told them why the harbour stayed closed, or until when it would. ".repeat(3);
const PAGE = `<!doctype html><html lang="en"><title>The night ferry</title><article><h1>The night ferry</h1>${`<p>${TEXT}</p>`.repeat(5)}</article>`;
const call = (verb, address, more = "") => `standfirst://${verb}?url=${encodeURIComponent(address)}${more}`;

describe("from other programs", () => {
  let world, window;
  before(async () => {
    world = await World.create({ sample: false });
    await world.json("unfollow", String(world.seed.id));
    world.seed = undefined;
    await world.cli("proxy", world.site.base);
    world.site.answers.set(PUBLIC, (_, response) => response.writeHead(200, { "content-type": "text/html" }).end(PAGE));
    world.site.answers.set("/router", (_, response) => response.writeHead(200, { "content-type": "text/html" }).end(PAGE.replaceAll("The night ferry", "The router")));
    world.site.hits.length = 0;
  });
  after(() => world.end());

  const saved = async () => (await world.json("list", "--saved")).map((row) => row.title);
  const said = (text) => window.withText("toast", text);
  const value = async (selector) => (await window.get(selector)).call("GET", "/property/value");
  async function again(args, more) {
    const { code, stderr } = await world.startAgain(args, more);
    assert.equal(code, 0, stderr);
  }
  async function close(dialog) {
    await window.press("\uE00C");
    await window.gone(dialog);
  }

  test("a closed window opens with what it is started with, and saves the page", async () => {
    window = await world.open([call("save", PUBLIC, "&title=Ferry")]);
    // Its text may have come before the window listened, or come after it.
    await said("Saved “The night ferry”");
    assert.deepEqual(await saved(), ["The night ferry"]);
    await window.press("z");
    await until("it is not saved any more", async () => (await saved()).length === 0);
  });

  test("a second start hands over to the first and ends well, without a session bus", async () => {
    const begun = Date.now();
    await again([call("save", PUBLIC)], { env: { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nowhere", DISPLAY: "" } });
    assert.ok(Date.now() - begun < 10_000);
    await said("Saved “The night ferry”.");
    assert.deepEqual(await saved(), ["The night ferry"]);
  });

  test("what is to be followed shows its address, and nobody is asked before the reader says so", async () => {
    world.site.hits.length = 0;
    await again([call("follow", world.site.url("/harbour/feed.xml"))]);
    await window.withText("follow-dialog", "Another program asks to follow this address.");
    assert.equal(await value("follow-address"), world.site.url("/harbour/feed.xml"));
    assert.deepEqual(world.site.hits, []);
    await window.click("follow-look");
    await window.withText("candidate", "The Harbour Gazette");
    await close("follow-dialog");
  });

  test("a page of the own network is saved only when the reader says so", async () => {
    world.site.hits.length = 0;
    await again([call("save", world.site.url("/router"))]);
    await window.withText("save-dialog", "which lies in your own network");
    assert.deepEqual(world.site.hits, []);
    await window.click("save-confirm");
    await until("it is saved", async () => (await saved()).length === 2);
    await window.gone("save-dialog");
  });

  test("a file named from where the other program stands is looked into", async () => {
    writeFileSync(join(world.home, "my list.opml"), '<opml version="2.0"><body><outline type="rss" text="A" xmlUrl="https://a.example/f"/></body></opml>');
    await again(["my list.opml"]);
    await window.withText("import-report", "1 new source");
    assert.deepEqual(await world.json("sources"), [], "nothing is taken in unasked");
    await close("exchange-dialog");
  });

  test("what is hostile is refused with a sentence", async () => {
    await again([call("save", "file:///etc/passwd")]);
    await said("only http and https addresses can be fetched.");
    await again(["standfirst://run?url=https://a.example/"]);
    await said("“run” is nothing that Standfirst does for other programs.");
    assert.equal((await saved()).length, 2);
  });

  test("a thousand things at once end in one sentence and a window that lives", async () => {
    await again(Array.from({ length: 1000 }, (_, n) => `standfirst://run${n}?url=${"x".repeat(60)}`));
    await said("it is more than 100 things at once.");
    await window.press("j");
    await again([]);
  });

  test("another library has a window of its own", async () => {
    const other = await World.create();
    try {
      const its = await other.open();
      await its.get("article-row");
      await other.startAgain([call("follow", "https://other.example/")]).then(({ code }) => assert.equal(code, 0));
      await its.withText("follow-dialog", "Another program asks to follow this address.");
      assert.equal((await window.all("follow-dialog")).length, 0);
    } finally {
      await other.end();
    }
  });
});
