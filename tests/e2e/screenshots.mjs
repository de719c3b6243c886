// Pictures of every view, light and dark, from the real window, for a designer's eye. Usage: screenshots.mjs FOLDER
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { Keys, pause, until } from "./webdriver.mjs";
import { World } from "./world.mjs";

const folder = resolve(process.argv[2] ?? ".make/screenshots");
mkdirSync(folder, { recursive: true });

const world = await World.create();
const { site } = world;
await world.json("sample");
site.failing.clear();
for (const path of ["/almanac/feed.xml", "/harbour/feed.xml", "/lowland/atom.xml", "/field/feed.json", "/broken/feed.xml", "/slow/feed.xml"]) {
  const following = world.json("follow", site.url(path), "--folder", "Marrow Bay");
  await until(`${path} is asked`, () => site.hitsOf(path).length > 0);
  site.release();
  await following;
}
site.failing.add("/broken/feed.xml");
const window = await world.open();

async function settle() {
  await pause(500);
}
async function shoot(name) {
  await settle();
  writeFileSync(join(folder, `${name}.png`), await window.screenshot());
  console.log(join(folder, `${name}.png`));
}
async function step(name, work) {
  try {
    await work();
    await shoot(name);
  } catch (error) {
    console.error(`${name}: ${error.message}`);
  }
  await window.press(Keys.escape).catch(() => {});
}
const command = (name, args) =>
  window.call("POST", "/execute/async", { script: "const done = arguments[2]; window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then(done, done)", args: [name, args] });

async function open(title) {
  await (await window.withText("article-row", title)).click();
  await until(`${title} is open`, async () => (await (await window.get("article-headline")).text()).includes(title));
}
const inside = (script) => window.run(`const page = document.querySelector("[data-testid=article-frame]").contentDocument; ${script}`);

await until("articles are listed", async () => (await window.all("article-row")).length > 3);
for (const theme of ["light", "dark", "sepia"]) {
  const settings = await command("settings", {});
  await command("set_settings", { settings: { ...settings, theme } });
  await window.run("location.reload()");
  await until("articles are listed", async () => (await window.all("article-row")).length > 3);
  const shot = (name, work) => step(`${theme}-${name}`, work);

  await shot("01-start", () => window.click("all-link"));
  await shot("02-article", async () => {
    await window.click("article-row");
    await window.get("article-headline");
  });
  await shot("20-reading-tides", () => open("How Marrow Bay"));
  if (theme === "sepia") continue;
  await shot("21-reading-settings", () => window.press("v"));
  await shot("22-note", () => inside(`page.querySelector("[role=doc-noteref]").click()`));
  await shot("23-table-and-lists", () => inside(`parent.document.querySelector(".article-pane .scroller").scrollBy(0, page.querySelector("table").getBoundingClientRect().top)`));
  await shot("24-figure", () => window.press("f"));
  await shot("25-justified", async () => {
    await open("How Marrow Bay");
    await window.press([Keys.shift, "J"]);
    await window.run(`document.querySelector(".article-pane .scroller").scrollTo(0, 400)`);
  });
  await window.press([Keys.shift, "J"]);
  await shot("26-right-to-left", () => open("المدينة"));
  await shot("27-japanese", () => open("一日に二度"));
  await shot("28-long-words", () => open("Donaudampf"));
  await shot("29-texts", () => open("The owl in the lighthouse"));
  await shot("30-left-out", () => window.press("n"));
  await shot("37-selection", async () => {
    await open("How Marrow Bay");
    await window.press([Keys.shift, "H"]);
    await window.press([Keys.shift, Keys.down]);
    await window.get("selection-bar");
  });
  await shot("38-highlight", async () => {
    await window.press([Keys.shift, "H"]);
    await window.press([Keys.shift, "E"]);
    await window.get("note-input");
    await window.press(..."Ask Ines about this.", Keys.escape);
    await window.press("]");
    await window.get("highlight-popover");
  });
  await shot("39-highlights", async () => {
    await window.press("g", "h");
    await window.get("highlight-item");
  });
  await shot("31-twice-the-size", async () => {
    await open("How Marrow Bay");
    for (let n = 0; n < 5; n++) await window.press([Keys.control, "+"]);
    await window.run(`document.querySelector(".article-pane .scroller").scrollTo(0, 0)`);
  });
  await window.press([Keys.control, "0"]);
  await shot("32-settings", async () => {
    await window.click("more-button");
    await window.click("settings-item");
  });
  await shot("33-storage", async () => {
    await window.click("more-button");
    await window.click("settings-item");
    await window.get("storage");
    await window.run(`document.querySelector("[data-testid=storage]").scrollIntoView({ block: "center" })`);
  });
  await shot("33-background", async () => {
    await window.click("more-button");
    await window.click("settings-item");
    await window.get("quiet-hours");
    await window.run(`document.querySelector("[data-testid=background-settings]").scrollIntoView({ block: "start" })`);
  });
  await shot("33-doctor", async () => {
    await window.press("g", "l");
    await window.get("doctor-verdict");
  });
  await shot("34-source-page", async () => {
    await window.press("i");
    await window.get("source-page");
  });
  await shot("35-attention", () => window.press("g", "n"));
  await shot("36-follow-watch", async () => {
    await window.click("follow-button");
    await window.fill("follow-address", site.url("/parish/"));
    await window.click("follow-look");
    await window.get("candidate");
  });
  await window.click("all-link");
  await window.click("article-row");
  for (const page of ["03-article-further", "04-article-end"]) await shot(page, () => window.press(" "));
  await shot("05-share", () => window.click("share-button"));
  await shot("06-keys", () => window.press("?"));
  await shot("07-follow-empty", () => window.click("follow-button"));
  await shot("08-follow-found", async () => {
    await window.click("follow-button");
    await window.fill("follow-address", site.url("/harbour/"));
    await window.click("follow-look");
    await window.get("candidate");
  });
  await shot("09-follow-nothing", async () => {
    await window.click("follow-button");
    await window.fill("follow-address", site.url("/nothing/"));
    await window.click("follow-look");
    await pause(800);
  });
  await shot("10-palette", () => window.press([Keys.control, "k"]));
  await shot("11-search", () => window.fill("search-input", "harbour"));
  await shot("12-search-nothing", () => window.fill("search-input", "zyxwv"));
  await window.fill("search-input", "").catch(() => {});
  await shot("13-saved", async () => {
    await window.click("saved-link");
  });
  await shot("14-refreshing", async () => {
    await window.click("all-link");
    await window.click("refresh-button");
    await window.get("refresh-cancel");
  });
  await window.click("refresh-cancel").catch(() => {});
  site.release();
  await shot("15-failed-source", async () => {
    await (await window.withText("source-row", "The Inland Post")).click();
  });
  await shot("16-toast", () => window.press([Keys.shift, "A"]));
  await window.click("undo-button").catch(() => {});
  for (const [name, width, height] of [["narrow", 520, 860], ["medium", 900, 700]]) {
    await window.resize(width, height);
    await shot(`17-${name}`, async () => {});
  }
  await window.resize(1280, 860);
}
await world.end();
