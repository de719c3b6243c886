// Step 6 in the real window: the share menu and what each of its rows does.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Keys, until } from "./webdriver.mjs";
import { World, follow, reading } from "./world.mjs";

describe("sharing", () => {
  let world, window;
  before(async () => {
    world = await World.create({ sample: false });
    window = await world.open();
    await follow(window, world.site.url("/harbour/feed.xml"), "The Harbour Gazette");
    await window.withText("article-row", "Night ferry returns");
    await window.press("j");
    await reading(window, "Night ferry returns");
  });
  after(() => world.end());

  const link = () => world.site.url("/harbour/ferry");
  async function choose(name) {
    await window.click("share-button");
    await (await window.withText("share-target", name)).click();
  }
  async function clipboard() {
    await window.fill("search-input", "");
    await window.click("search-input");
    await window.press([Keys.control, "v"]);
    const text = await window.run("return document.activeElement.value");
    await window.press(Keys.escape);
    return text;
  }

  test("offers what works on this system", async () => {
    await window.click("share-button");
    await window.withText("share-target", "Copy link");
    const names = await Promise.all((await window.all("share-target")).map((target) => target.text()));
    assert.deepEqual(names.map((name) => name.trim().split("\n")[0]), ["Copy link", "Copy as quote", "E-mail…", "Open in browser"]);
    await window.press(Keys.escape);
    await window.gone("share-target");
  });

  test("copies the link", async () => {
    await choose("Copy link");
    await until("the link is on the clipboard", async () => (await clipboard()) === link());
  });

  test("copies a quote: title, source, link", async () => {
    await choose("Copy as quote");
    await until("the quote is on the clipboard", async () => {
      const text = await clipboard();
      return text.includes("Night ferry returns after eleven years") && text.includes("The Harbour Gazette") && text.includes(link());
    });
  });

  test("starts a mail", async () => {
    await choose("E-mail");
    await until("a program for mail was asked", () => world.handedOver().some((line) => /mailto:/.test(line) && line.includes(encodeURIComponent(link()))));
  });

  test("opens the browser", async () => {
    await choose("Open in browser");
    await until("xdg-open was asked", () => world.handedOver().includes(`xdg-open ${link()}`));
  });
});
