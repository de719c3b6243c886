// The reading page where WebKit is its own judge: typefaces in the frame, copying, places, notes, pictures, print.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Keys, until } from "./webdriver.mjs";
import { reading, World } from "./world.mjs";

/** Whether a text is in a file below `folder`, as WebKit's database writes it: in one byte a letter, or in two. */
function onDisk(folder, text) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /localstorage/iu.test(entry.name));
  return files.some((entry) => {
    const bytes = readFileSync(join(entry.parentPath ?? entry.path, entry.name));
    return bytes.includes(text) || bytes.includes(Buffer.from(text, "utf16le"));
  });
}

describe("the reading page in the real window", () => {
  let world;
  let window;
  before(async () => {
    world = await World.create({ sample: false });
    await world.json("follow", world.site.url("/almanac/feed.xml"));
    window = await world.open();
    await window.click("all-link");
    await (await window.withText("article-row", "How Marrow Bay reads its tides")).click();
    await reading(window, "How Marrow Bay");
  });
  after(() => world.end());

  /** Runs the body of a function of the frame's document. */
  const inside = (script) => window.run(`const page = document.querySelector("[data-testid=article-frame]").contentDocument; ${script}`);

  test("is written in the app's own typeface, behind the frame's own policy", async () => {
    await until("the serif is there", () => inside(`return [...page.fonts].some((face) => face.family.includes("Source Serif 4") && face.status === "loaded")`));
    assert.equal(await inside(`return [...page.fonts].filter((face) => face.status === "error").length`), 0);
    const widths = await inside(`
      const line = page.createElement("span");
      line.textContent = "Hamburgefonstiv";
      page.body.append(line);
      const width = (family) => { line.style.fontFamily = family; return line.getBoundingClientRect().width; };
      const both = [width("'Source Serif 4 Variable', monospace"), width("monospace")];
      line.remove();
      return both;`);
    assert.notEqual(widths[0], widths[1]);
  });

  test("copies with the citation to the system's clipboard", async () => {
    await window.inFrame("article-frame", async () => {
      await window.run(`window.focus(); document.getSelection().selectAllChildren(document.querySelectorAll("p")[1])`);
      await window.press([Keys.control, "c"]);
    });
    await window.click("search-input");
    await window.press([Keys.control, "v"]);
    const pasted = await until("it is pasted", async () => window.run(`return document.querySelector("[data-testid=search-input]").value`));
    assert.match(pasted, /^“In the 1\. week the board stood.*”\s*How Marrow Bay reads its tides — The Marrow Almanac, 21 November 2026, http\S+\/almanac\/tides\s*$/);
    await window.press(Keys.escape);
  });

  test("opens where it was left, also after a restart", async () => {
    await (await window.withText("article-row", "How Marrow Bay")).click();
    await reading(window, "How Marrow Bay");
    await window.run(`document.querySelector(".article-pane .scroller").scrollTo(0, 1500)`);
    await window.get("time-left");
    const top = () => window.run(`return document.querySelector("[data-testid=article-frame]").getBoundingClientRect().top`);
    const before = await top();
    // The window's storage is written by a process of its own, some time later; closing the window here kills both.
    const place = await until("the place is kept", () => window.run(`return /\\d+ 2026-11-21T04[^"]*",[\\d.]+/.exec(localStorage.getItem("standfirst.places") ?? "")?.[0]`));
    await until("it is on the disk", () => onDisk(world.home, place));
    window = await world.reopen();
    await window.click("all-link");
    await (await window.withText("article-row", "How Marrow Bay")).click();
    await reading(window, "How Marrow Bay");
    await until("it is where it was", async () => Math.abs((await top()) - before) < 60);
  });

  test("shows a note in the frame, and takes it away by Escape", async () => {
    await inside(`page.querySelector("[role=doc-noteref]").click()`);
    await until("the note is shown", () => inside(`return page.querySelector(".note-box")?.textContent.includes("a machine of brass")`));
    await window.inFrame("article-frame", () => window.press(Keys.escape));
    await until("it is gone", () => inside(`return page.querySelector(".note-box") === null`));
  });

  test("shows its pictures large", async () => {
    await inside(`page.querySelector("img").click()`);
    await window.get("figure-dialog");
    await until("the picture is drawn", () => window.run(`return document.querySelector(".figure-dialog img").clientWidth > 300`));
    await window.press(Keys.escape);
    await window.gone("figure-dialog");
  });

  test("lays an article out for paper, in a document of its own", async () => {
    // Driven by tests WebKit opens no dialog: what it would print is looked at.
    await window.press([Keys.control, "p"]);
    const text = await until("it is laid out", () => window.run(`return document.querySelector(".print-frame")?.contentDocument?.body?.innerText`));
    for (const part of ["How Marrow Bay reads its tides", "In the 14. week", "/almanac/tides"]) assert.ok(text.includes(part), part);
    await until("in the app's typeface", () => window.run(`return [...document.querySelector(".print-frame").contentDocument.fonts].some((face) => face.status === "loaded" && face.family.includes("Serif"))`));
  });
});
