// Step 6 in the real window: the share menu, what each kind of its rows does, a row's own menu, and several articles at once.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Keys, Window, until } from "../e2e/webdriver.mjs";
import { programs, reading } from "../e2e/world.mjs";
import { Session } from "./session.mjs";

describe("sharing", () => {
  let session, window;
  before(async () => {
    session = await Session.start();
    await session.service("kdeconnect");
    window = await Window.open({ binary: join(programs, "standfirst-desktop"), env: session.env });
    await (await window.withText("article-row", "Night ferry returns")).click();
    await reading(window, "Night ferry returns");
  });
  after(async () => {
    await window?.close();
    await session.end();
  });

  const link = () => session.site.url("/harbour/ferry");
  const names = async () => (await Promise.all((await window.all("share-target")).map((target) => target.text()))).map((name) => name.trim());
  const opened = () => window.withText("share-target", "Copy as Markdown");
  async function choose(name) {
    await window.click("share-button");
    await (await window.withText("share-target", name)).click();
    await window.gone("share-menu");
  }
  async function clipboard() {
    await window.fill("search-input", "");
    await window.click("search-input");
    await window.press([Keys.control, "v"]);
    const text = await window.run("return document.activeElement.value");
    await window.press(Keys.escape);
    return text;
  }

  test("offers what this session has, in groups, and is closed by Escape", async () => {
    await window.press([Keys.shift, "S"]);
    await opened();
    const all = await names();
    assert.deepEqual(all.slice(0, 6), ["Pixel 9", "E-mail…", "Open in browser", "Copy link", "Copy as quote", "Copy as Markdown"]);
    assert.ok(all.includes("Bluesky") && !all.includes("Mastodon"), all.join(", "));
    await window.press(Keys.escape);
    await window.gone("share-menu");
  });

  test("hands the link to a phone", async () => {
    await choose("Pixel 9");
    await window.withText("toast", "Handed to KDE Connect");
    assert.deepEqual(session.asked("kdeconnect").at(-1), ["shareUrl", link()]);
  });

  test("copies the link, and has it first the next time, where Enter takes it", async () => {
    await choose("Copy link");
    await until("the link is on the clipboard", async () => (await clipboard()) === link());
    await window.press([Keys.shift, "S"]);
    await opened();
    assert.deepEqual((await names()).slice(0, 2), ["Copy link", "Pixel 9"]);
    await window.press(Keys.escape);
    await window.gone("share-menu");
  });

  test("copies a quote: title, source, link", async () => {
    await choose("Copy as quote");
    await until("the quote is on the clipboard", async () => {
      const text = await clipboard();
      return text.includes("Night ferry returns after eleven years") && text.includes("The Harbour Gazette") && text.includes(link());
    });
  });

  test("starts a mail, and opens the browser", async () => {
    await choose("E-mail");
    await until("a program for mail was asked", () => session.given("xdg-email").some((line) => line.includes(encodeURIComponent(link()))));
    await choose("Open in browser");
    await until("xdg-open was asked", () => session.given("xdg-open").includes(link()));
  });

  test("shares a passage that is marked", async () => {
    await window.inFrame("article-frame", () => window.run("const p = document.querySelector('p'); const r = document.createRange(); r.selectNodeContents(p); const s = getSelection(); s.removeAllRanges(); s.addRange(r);"));
    await window.click("selection-share-quote");
    await opened();
    await (await window.withText("share-target", "Pixel 9")).click();
    await until("the phone got a text", () => session.asked("kdeconnect").at(-1)[0] === "shareText");
    assert.match(session.asked("kdeconnect").at(-1)[1], /^“.+”, Night ferry.*http/u);
  });

  test("has a menu on each row, about that row", async () => {
    const row = await window.withText("article-row", "Town library");
    await row.openMenu();
    await window.click("row-share");
    await opened();
    await (await window.withText("share-target", "Pixel 9")).click();
    await until("the phone got that row’s link", () => session.asked("kdeconnect").at(-1)[1].endsWith("/harbour/library") || session.asked("kdeconnect").at(-1)[1].includes("library"));
    await window.gone("picks-bar");
  });

  test("acts on several articles, with keys alone, until Escape", async () => {
    await (await window.withText("article-row", "Night ferry returns")).click();
    await reading(window, "Night ferry returns");
    await window.press([Keys.shift, Keys.down], [Keys.shift, Keys.down]);
    await window.withText("picks-count", "3 articles picked");
    await window.press([Keys.shift, "S"]);
    await opened();
    assert.ok(!(await names()).includes("Open in browser"));
    await (await window.withText("share-target", "Copy as text")).click();
    await window.gone("share-menu");
    await window.press("m");
    await until("all three are read", async () => (await session.json("list")).filter(({ read }) => read).length >= 3);
    await window.press(Keys.escape);
    await window.gone("picks-bar");
    const text = await clipboard();
    assert.equal(text.match(/ — http/gu)?.length, 3, text);
  });

  test("takes places of the reader’s own in Settings", async () => {
    await window.click("share-button");
    await window.click("share-more");
    await window.fill("share-server-mastodon", "social.example");
    await window.fill("share-own-name", "Notes");
    await window.fill("share-own-template", "javascript:alert({url})");
    await window.click("share-own-add");
    await window.withText("share-refused", "https://");
    await window.fill("share-own-template", "https://notes.example/?u={url}");
    await window.click("share-own-add");
    await window.withText("share-own", "Notes");
    await window.press(Keys.escape);
    await window.gone("settings-dialog");
    await choose("Notes");
    await until("the place was opened", () => session.given("xdg-open").includes(`https://notes.example/?u=${encodeURIComponent(link())}`));
    await choose("Mastodon");
    await until("so was the server", () => session.given("xdg-open").some((line) => line.startsWith("https://social.example/share?text=")));
  });
});
