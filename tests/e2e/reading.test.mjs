// Steps 1, 3, 4 and 5 of the first slice in the real window: the sample edition, refreshing, reading by keys, saving.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Keys, pause, until } from "./webdriver.mjs";
import { World, articleText, follow, reading } from "./world.mjs";

describe("the first start", () => {
  let world;
  before(async () => (world = await World.create()));
  after(() => world.end());

  test("there is something to read at once, without a network", async () => {
    const window = await world.open();
    await until("the sample edition is listed", async () => (await window.all("article-row")).length >= 4);
    await window.withText("folder-row", "Sample edition");
    await window.click("article-row");
    await window.get("article-headline");
    await until("the article has a text", async () => (await articleText(window)).length > 200);
  });

  test("the command line has the same edition", async () => {
    const sources = await world.json("sources");
    assert.ok(sources.length >= 3 && sources.every((source) => source.error === null), JSON.stringify(sources));
  });
});

describe("reading", () => {
  let world, window;
  before(async () => {
    world = await World.create({ sample: false });
    window = await world.open();
    await follow(window, world.site.url("/harbour/feed.xml"), "The Harbour Gazette");
    await window.withText("article-row", "Night ferry returns");
  });
  after(() => world.end());

  const unread = async () => (await world.json("list", "--unread")).length;
  const article = async (title) => (await world.json("list")).find((row) => row.title.includes(title));

  test("j opens the newest, j and k go on and back, and opening marks read", async () => {
    const before = await unread();
    await window.press("j");
    await reading(window, "Night ferry returns");
    await window.press("j");
    await reading(window, "Town library lends tools & ladders");
    await window.press("k");
    await reading(window, "Night ferry returns");
    await until("two are read", async () => (await unread()) === before - 2);
  });

  test("the article stands clean: deck, picture with caption, text", async () => {
    const text = await articleText(window);
    assert.match(text, /gangway went up with eleven people/);
    const pictures = await window.inFrame("article-frame", () =>
      window.run("return [...document.images].map((image) => [image.src, image.complete && image.naturalWidth])"));
    const all = [...pictures, ...(await window.run("return [...document.images].map((image) => [image.src, image.complete && image.naturalWidth])"))];
    assert.ok(all.some(([src, width]) => src.startsWith("library:") && width === 640), JSON.stringify(all));
    assert.ok(all.every(([src]) => !src.startsWith("http")), "no picture comes from the network by itself");
  });

  test("m marks unread and read again", async () => {
    await window.press("m");
    await until("unread again", async () => !(await article("Night ferry")).read);
    await window.press("m");
    await until("read again", async () => (await article("Night ferry")).read);
  });

  test("s saves, and s again does not keep", async () => {
    await window.press("s");
    await until("saved", async () => (await article("Night ferry")).saved);
    // The key turns round what is seen.
    await until("seen to be saved", async () => (await window.run(`return document.querySelector("[data-testid=save-button]").ariaPressed`)) === "true");
    await window.press("s");
    await until("not saved", async () => !(await article("Night ferry")).saved);
  });

  test("o opens the browser", async () => {
    await window.press("o");
    await until("xdg-open was asked", () => world.handedOver().includes(`xdg-open ${world.site.url("/harbour/ferry")}`));
  });

  test("c copies the link", async () => {
    await window.press("c");
    await window.withText("toast", "on the clipboard");
    await window.click("search-input");
    await window.press([Keys.control, "v"]);
    await until("the link is on the clipboard", async () =>
      (await window.run("return document.activeElement.value")) === world.site.url("/harbour/ferry"));
    await window.press(Keys.escape);
  });

  test("space pages, and at the end goes on to the next unread one", async () => {
    await window.click("article-row");
    await reading(window, "Night ferry returns");
    await until("the next is reached", async () => {
      await window.press(" ");
      await pause(400); // a page at a time, as a reader would
      return !(await articleText(window)).includes("gangway");
    });
    await reading(window, "Kelp farm doubles");
  });

  test("? shows every key, and escape takes it away", async () => {
    await window.press("?");
    const help = await (await window.get("help-dialog")).text();
    for (const key of ["j", "k", "m", "s", "o", "c", "?"]) assert.ok(help.toLowerCase().includes(key), key);
    await window.press(Keys.escape);
    await window.gone("help-dialog");
  });

  test("marking all read can be undone", async () => {
    const before = await unread();
    assert.ok(before > 10);
    await window.click("source-row");
    await window.press([Keys.shift, "A"]);
    await until("nothing is unread", async () => (await unread()) === 0);
    await window.click("undo-button");
    await until("all are back", async () => (await unread()) === before);
  });

  test("search finds by a word of the text", async () => {
    await window.fill("search-input", "telescope");
    await until("one article is found", async () => {
      const rows = await window.all("article-row");
      return rows.length === 1 && (await rows[0].text()).includes("Town library lends");
    });
    await window.press(Keys.escape);
  });
});

describe("saved for later", () => {
  let world, window;
  before(async () => {
    world = await World.create({ sample: false });
    window = await world.open();
  });
  after(() => world.end());

  test("an address pasted in is kept as an article of no source, its pictures with it", async () => {
    await window.click("save-address");
    await window.fill("[data-testid=save-dialog] input", world.site.url("/story/lighthouse"));
    await window.click("save-confirm");
    await window.gone("save-dialog");
    await window.click("saved-link");
    await window.withText("article-row", "The owl in the lighthouse");
  });

  test("and is there, pictures too, when the network is not", async () => {
    await until("the picture is kept", () => world.site.hitsOf("/pictures/90.png").length > 0);
    await until("all of it is kept", async () => (await world.json("list", "--saved")).length === 1);
    await world.site.stop();
    window = await world.reopen();
    await window.click("saved-link");
    await window.click("article-row");
    await reading(window, "The owl in the lighthouse");
    const text = await articleText(window);
    assert.match(text, /soft thump of something landing/);
    assert.match(text, /moths were never the point/);
    assert.doesNotMatch(text, /Also read|newsletter|Ten gulls/);
    await until("the picture is shown", async () => {
      const widths = "return [...document.images].map((image) => image.complete && image.naturalWidth)";
      const all = [...(await window.run(widths)), ...(await window.inFrame("article-frame", () => window.run(widths)))];
      return all.includes(640);
    });
  });
});
