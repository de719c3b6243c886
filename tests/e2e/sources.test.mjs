// Steps 2, 3 and 7 in the real window: following, refreshing beside a source that fails, taking sources in and out.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Keys, until } from "./webdriver.mjs";
import { World, follow } from "./world.mjs";

describe("following", () => {
  let world, window;
  before(async () => {
    world = await World.create({ sample: false });
    window = await world.open();
  });
  after(() => world.end());

  test("a site's address offers its feed with its name and newest entries, before anything is followed", async () => {
    await window.click("follow-button");
    await window.fill("follow-address", world.site.url("/harbour/"));
    await window.click("follow-look");
    const candidate = await (await window.withText("candidate", "The Harbour Gazette")).text();
    assert.match(candidate, /Night ferry returns after eleven years/);
    assert.equal((await world.json("sources")).length, 0, "looking follows nothing");
    await window.click("follow-confirm");
    await window.withText("source-row", "The Harbour Gazette");
    await window.withText("article-row", "Night ferry returns");
    assert.equal((await world.json("sources"))[0].url, world.site.url("/harbour/feed.xml"));
  });

  test("a wrong address says what was tried and what was found there", async () => {
    await window.click("follow-button");
    await window.fill("follow-address", world.site.url("/nothing/"));
    await window.click("follow-look");
    await until("the dialog names the address", async () => {
      const text = await window.run("return document.querySelector('[role=dialog]').innerText");
      return text.includes("/nothing/") && /no feed|not a feed|none/i.test(text);
    });
    await window.press(Keys.escape);
  });
});

describe("refreshing", () => {
  let world, window;
  before(async () => {
    world = await World.create({ sample: false });
    world.site.failing.clear();
    for (const path of ["/harbour/feed.xml", "/lowland/atom.xml", "/broken/feed.xml"]) await world.json("follow", world.site.url(path));
    world.site.failing.add("/broken/feed.xml");
    window = await world.open();
    await window.withText("source-row", "The Harbour Gazette");
  });
  after(() => world.end());

  test("a source that fails is marked with a reason, and the rest goes on", async () => {
    world.site.hits.length = 0;
    await window.click("refresh-button");
    await until("all three were asked", () => world.site.hits.length >= 3);
    await until("the failure is kept", async () => (await world.json("sources")).some((source) => source.failures > 0));
    const sources = await world.json("sources");
    const failed = sources.filter((source) => source.error !== null);
    assert.equal(failed.length, 1);
    assert.equal(failed[0].url, world.site.url("/broken/feed.xml"));
    assert.match(failed[0].error, /500|server/i);
    await until("its row says so", async () => {
      for (const row of await window.all("source-row")) {
        const told = `${await row.text()} ${await row.attribute("title")} ${await row.attribute("aria-label")} ${await window.run("return arguments[0].outerHTML", row)}`;
        if (/500|server/i.test(told)) return true;
      }
    });
  });

  test("what has not changed is asked for with its mark, and answered with nothing", () => {
    const asked = world.site.hitsOf("/harbour/feed.xml").at(-1);
    assert.equal(asked.status, 304);
    assert.match(asked.userAgent, /^Standfirst\/\d/);
  });

  test("progress is visible, the window answers meanwhile, and cancelling ends it", async () => {
    const slow = world.site.url("/slow/feed.xml");
    const following = world.json("follow", slow);
    await until("the slow source is asked", () => world.site.hitsOf("/slow/feed.xml").length > 0);
    world.site.release();
    await following;
    await until("the window lists four", async () => (await window.all("source-row")).length >= 4);
    world.site.hits.length = 0;
    await window.click("refresh-button");
    await window.get("refresh-progress");
    await until("the slow source is asked again", () => world.site.hitsOf("/slow/feed.xml").length > 0);
    await window.press("j");
    await window.get("article-headline");
    const asked = Date.now();
    await window.click("refresh-cancel");
    await window.gone("refresh-cancel");
    assert.ok(Date.now() - asked < 5000, "at once, not when the source answers");
    world.site.release();
  });
});

describe("taking sources in and out", () => {
  let world, window;
  before(async () => {
    world = await World.create({ sample: false });
    window = await world.open();
  });
  after(() => world.end());

  test("an OPML file is taken in with its folders", async () => {
    const path = join(world.home, "readers.opml");
    writeFileSync(path, `<opml version="2.0"><head><title>Mine</title></head><body><outline text="The coast">
      <outline type="rss" text="Gazette" xmlUrl="${world.site.url("/harbour/feed.xml")}"/></outline>
      <outline type="rss" text="Lowland" xmlUrl="${world.site.url("/lowland/atom.xml")}"/></body></opml>`);
    await window.click("import-button");
    const [input] = await until("the file field is there", async () => {
      const found = await window.all("import-file");
      return found.length > 0 && found;
    });
    await input.type(path);
    await window.withText("import-report", "2 new sources");
    await window.click("import-confirm");
    await window.withText("folder-row", "The coast");
    await window.withText("source-row", "Lowland");
    assert.deepEqual((await world.json("sources")).map((source) => source.folder).sort(), ["The coast", null].sort());
  });

  test("and written out again into the downloads folder", async () => {
    await window.click("export-button");
    const [path] = await until("a file is written", () => world.downloads().length > 0 && world.downloads());
    const text = readFileSync(path, "utf8");
    assert.match(text, /<opml version="2.0"/);
    assert.match(text, /The coast/);
    assert.ok(text.includes(world.site.url("/lowland/atom.xml")));
    assert.equal((await world.cli("import", path)).code, 0, "our own file is read again");
    await window.click("open-downloads");
    await until("its folder is opened", () => world.handedOver().includes(`xdg-open ${dirname(path)}`));
  });

  test("unfollowing can be undone", async () => {
    await window.press(Keys.escape);
    await window.gone("exchange-dialog");
    const row = await window.withText("source-row", "Lowland");
    await row.openMenu();
    await (await window.withText("[role=menuitem]", "nfollow")).click();
    await until("one is left", async () => (await world.json("sources")).length === 1);
    await window.click("undo-button");
    await window.withText("source-row", "Lowland");
    assert.equal((await world.json("sources")).length, 2);
  });
});

describe("two faces at once", () => {
  let world, window;
  before(async () => {
    world = await World.create({ sample: false });
    window = await world.open();
    await follow(window, world.site.url("/lowland/atom.xml"), "Lowland Review");
    await window.withText("article-row", "Why dikes are mown");
  });
  after(() => world.end());

  test("what the command line marks read, the window shows", async () => {
    await window.click("unread-link");
    await until("two are unread", async () => (await window.all("article-row")).length === 2);
    const { code } = await world.cli("mark-read", "--all");
    assert.equal(code, 0);
    await until("the source has no count any more", async () => {
      const row = await window.withText("source-row", "Lowland Review");
      return !/\d/.test(await row.text());
    });
  });

  test("what the command line follows, the window lists", async () => {
    await world.json("follow", world.site.url("/field/feed.json"));
    await window.withText("source-row", "Field Notes on Owls");
  });
});
