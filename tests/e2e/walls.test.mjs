// The walls, in the engine that has to hold: a hostile feed runs nothing and asks nobody; the window goes nowhere.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { pause, until } from "./webdriver.mjs";
import { World, articleText, follow } from "./world.mjs";

describe("a hostile feed", () => {
  let world, window;
  before(async () => {
    world = await World.create({ sample: false });
    window = await world.open();
    await follow(window, world.site.url("/hostile/feed.xml"), "Hostile");
  });
  after(() => world.end());

  const hits = () => world.site.hits.filter((hit) => hit.path.startsWith("/hit/")).map((hit) => hit.path);

  test("runs nothing and asks nobody", async () => {
    const title = await window.run("return document.title");
    await (await window.withText("article-row", "Title")).click();
    await until("the article is shown", async () => (await articleText(window)).includes("The text after."));
    await pause(1500);
    assert.equal(await window.run("return document.title"), title);
    assert.deepEqual(hits(), []);
  });

  test("makes no element out of markup in titles", async () => {
    const made = "return document.querySelectorAll('[data-testid=article-row] script, [data-testid=article-headline] *, [data-testid=source-row] img, img[src=x]').length";
    assert.equal(await window.run(made), 0);
  });

  test("its links lead nowhere but to the web", async () => {
    const links = await window.inFrame("article-frame", () => window.run("return [...document.links].map((link) => link.href)"));
    assert.deepEqual(links.filter((href) => !/^(https?|mailto):/.test(href)), []);
    await (await window.withText("article-row", "A link that is a script")).click();
    await until("the second is shown", async () => (await articleText(window)).includes("Nothing to see."));
    await window.press("o");
    await pause(500);
    assert.deepEqual(world.handedOver().filter((line) => !/ https?:/.test(line)), []);
  });

  test("the pane holds by itself, should the sanitiser ever let something through", async () => {
    await window.run(`
      const pane = document.querySelector('[data-testid=article-frame]');
      const probe = pane.cloneNode();
      const head = pane.srcdoc.slice(0, pane.srcdoc.search(/<\\/head>|<body/i));
      probe.dataset.testid = "probe";
      probe.srcdoc = head + arguments[0];
      document.body.append(probe);`,
      `<script>parent.document.title = "hacked"; document.title = "hacked"</script><img src=x onerror="parent.document.title='hacked'">
       <svg onload="parent.document.title='hacked'"></svg><img src="${world.site.url("/hit/img")}"><iframe src="${world.site.url("/hit/frame")}"></iframe>
       <style>@import "${world.site.url("/hit/css")}";body{background:url(${world.site.url("/hit/bg")})}</style>
       <object data="${world.site.url("/hit/object")}"></object><video src="${world.site.url("/hit/video")}"></video>
       <form id=f action="${world.site.url("/hit/form")}" method=post></form><p id=mark>after</p>`);
    await until("the probe is there", () => window.run("return document.querySelector('[data-testid=probe]').contentDocument?.querySelector('#mark') && true"));
    await window.run("document.querySelector('[data-testid=probe]').contentDocument.querySelector('form').submit()");
    await pause(1500);
    assert.notEqual(await window.run("return document.title"), "hacked");
    assert.deepEqual(hits(), []);
  });
});

describe("the window", () => {
  let world, window;
  before(async () => {
    world = await World.create();
    window = await world.open();
    await window.get("article-row");
  });
  after(() => world.end());

  test("goes nowhere, opens no other, asks no network and runs nothing written into it", async () => {
    const here = await window.run("return location.href");
    await window.run("location.href = arguments[0]", world.site.url("/hit/navigation"));
    await window.run("window.open(arguments[0])", world.site.url("/hit/window"));
    await window.run("fetch(arguments[0]).catch(() => {}); new Image().src = arguments[0]", world.site.url("/hit/fetch"));
    await window.run("const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.head.append(s)");
    await pause(800);
    assert.equal(await window.run("return location.href"), here);
    assert.equal(await window.run("return window.ran ?? null"), null);
    assert.equal((await window.call("GET", "/window/handles")).length, 1);
    assert.deepEqual(world.site.hits, []);
  });

  test("may call the commands it was granted and no others", async () => {
    const call = (name) => window.call("POST", "/execute/async", {
      script: "const done = arguments[1]; window.__TAURI_INTERNALS__.invoke(arguments[0]).then(() => done('answered'), (error) => done(String(error.why ?? error)))",
      args: [name],
    });
    assert.equal(await call("refresh_state"), "answered");
    for (const name of ["plugin:window|close", "plugin:webview|create_webview", "plugin:app|version", "plugin:path|resolve_directory", "nothing_of_ours"]) {
      assert.match(await call(name), /not allowed|not found/i, name);
    }
    assert.equal(await window.run("return window.__TAURI__ ?? null"), null);
  });
});

describe("a library that cannot be opened", () => {
  let world;
  before(async () => (world = await World.create()));
  after(() => world.end());

  test("gets a window that says why, and is left as it is", async () => {
    mkdirSync(world.data, { recursive: true });
    const file = join(world.data, "library.db");
    const foreign = "this is no database, but somebody's file".repeat(200);
    writeFileSync(file, foreign);
    const window = await world.open();
    await until("the window says why", async () => /damaged|not a (Standfirst )?library|cannot be (read|opened)/i.test(await window.run("return document.body.innerText")));
    assert.equal(readFileSync(file, "utf8"), foreign);
  });
});
