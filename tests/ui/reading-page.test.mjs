// The reading page in the browser over the real newsroom: how articles are set, places, notes, pictures, copying, print.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

describe("the reading page", () => {
  let browser;
  before(async () => {
    browser = await Browser.open();
    await browser.cli("follow", browser.site.url("/almanac/feed.xml"));
    await browser.get("all-link").click();
    await browser.row("How Marrow Bay reads its tides").waitFor();
  });
  after(() => browser.close());

  const open = async (title) => {
    await browser.row(title).click();
    await browser.headline(title);
    await browser.body.locator("p").first().waitFor();
  };
  const frame = (work, argument) => browser.page.getByTestId("article-frame").evaluate(work, argument);
  const scroller = () => browser.page.locator(".article-pane .scroller");
  const copied = () => browser.page.evaluate(() => navigator.clipboard.readText());
  /** Marks the nth paragraph of the text, as a pointer would. */
  const mark = (n) =>
    frame((element, n) => {
      const page = element.contentDocument;
      page.defaultView.focus();
      page.getSelection().selectAllChildren(page.querySelectorAll("p")[n]);
    }, n);

  test("is set in the app's own typefaces, inside its frame too", async () => {
    await open("How Marrow Bay");
    await until("the serif is there", () => frame((element) => [...element.contentDocument.fonts].some((face) => face.family.includes("Source Serif 4") && face.status === "loaded")));
    // Only what the text has letters of is loaded.
    assert.ok(await frame((element) => [...element.contentDocument.fonts].some((face) => face.status === "unloaded")));
    await browser.press("y");
    await until("the sans is there", () => frame((element) => [...element.contentDocument.fonts].some((face) => face.family.includes("Source Sans 3") && face.status === "loaded")));
    await browser.press("y", "y");
  });

  test("is set as the reader likes it, from one place, and stays so after a restart", async () => {
    await browser.press("v");
    await browser.get("reading-settings").waitFor();
    const width = () => browser.page.locator("article").evaluate((element) => element.clientWidth);
    const before = await width();
    await browser.get("width-narrow").check({ force: true });
    await until("the lines are shorter", async () => (await width()) < before);
    await browser.get("spacing-airy").check({ force: true });
    await browser.get("justify").check();
    await browser.get("theme-sepia").check({ force: true });
    await browser.press("Escape");
    const look = () =>
      frame((element) => {
        const { body, defaultView } = element.contentDocument;
        const paragraph = defaultView.getComputedStyle(body.querySelector("p"));
        return [paragraph.textAlign, defaultView.getComputedStyle(body).backgroundColor, Math.round((100 * parseFloat(paragraph.lineHeight)) / parseFloat(paragraph.fontSize))];
      });
    const airy = ["justify", "rgb(244, 234, 213)", 185];
    await until("the frame follows", async () => JSON.stringify(await look()) === JSON.stringify(airy));
    await until("it is kept", async () => JSON.stringify(await browser.page.evaluate(async () => (await (await fetch("/api/settings", { method: "POST", headers: { "x-standfirst": "1" } })).json()).width)) === '"narrow"');
    await browser.restart();
    await browser.get("all-link").click();
    await open("How Marrow Bay");
    await until("it is as it was", async () => JSON.stringify(await look()) === JSON.stringify(airy));
    for (const key of ["w", "Shift+J", "l", "l", "Shift+T", "Shift+T"]) await browser.press(key);
  });

  test("opens where it was left, without a jump, and says how long the rest takes", async () => {
    await open("How Marrow Bay");
    await scroller().evaluate((element) => element.scrollTo(0, 1200));
    await browser.get("time-left").waitFor();
    const words = () => frame((element) => element.getBoundingClientRect().top);
    const before = await words();
    await open("一日に二度");
    assert.equal(await scroller().evaluate((element) => element.scrollTop), 0);
    // Every position that is drawn on the way: the text is seen where it was left, or not at all.
    await browser.page.evaluate(() => {
      window.seen = [];
      const look = () => {
        const article = document.querySelector("article");
        if (article && getComputedStyle(article).visibility === "visible" && article.innerText.includes("Marrow Bay reads")) window.seen.push(document.querySelector("[data-testid=article-frame]").getBoundingClientRect().top);
        if (window.seen.length < 20) requestAnimationFrame(look);
      };
      look();
    });
    await open("How Marrow Bay");
    await until("it was looked at", () => browser.page.evaluate(() => window.seen.length >= 20));
    for (const top of await browser.page.evaluate(() => window.seen)) assert.ok(Math.abs(top - before) < 40, `${top} for ${before}`);
    await browser.page.reload();
    await browser.get("all-link").click();
    await open("How Marrow Bay");
    await until("also after a reload", async () => Math.abs((await words()) - before) < 40);
    await scroller().evaluate((element) => element.scrollTo(0, 0));
  });

  test("shows a note beside its reference, and leads back from it", async () => {
    await open("How Marrow Bay");
    const reference = browser.body.locator("[role=doc-noteref]").nth(1);
    await reference.click();
    const box = browser.body.locator(".note-box");
    assert.match(await box.innerText(), /^Painted anew every spring\.\s+Go to the note$/);
    await browser.press("Escape");
    assert.equal(await box.count(), 0);
    assert.ok(await reference.evaluate((element) => element.ownerDocument.activeElement === element));
    await browser.press("Enter");
    await box.getByText("Go to the note").click();
    const back = browser.body.locator("[role=doc-backlink]").nth(1);
    await until("the note is in sight", () => back.isVisible());
    await back.click();
    await until("the reference has the focus", () => reference.evaluate((element) => element.ownerDocument.activeElement === element));
    await browser.press("j", "k");
  });

  test("says where a link leads, and gives it a menu", async () => {
    await open("How Marrow Bay");
    await scroller().evaluate((element) => element.scrollTo(0, 0));
    const link = browser.body.getByText("always have");
    await link.hover();
    await until("it is said", async () => (await browser.get("link-line").innerText()) === new URL(browser.site.base).host + "/almanac/board");
    await link.click({ button: "right" });
    await browser.get("copy-link-item").click();
    await until("it is copied", async () => (await copied()) === browser.site.url("/almanac/board"));
  });

  test("shows its pictures large, one after the other", async () => {
    await open("How Marrow Bay");
    await browser.press("f");
    const dialog = browser.get("figure-dialog");
    await dialog.getByText("The table on the harbour office’s door").waitFor();
    assert.equal(await browser.get("figure-count").innerText(), "1 of 2");
    await browser.press("ArrowRight");
    await dialog.getByText("The east mole at low water").waitFor();
    const size = () => dialog.locator("img").evaluate((element) => element.clientWidth);
    await until("it is drawn", async () => (await size()) > 300);
    const whole = await size();
    await browser.press("+");
    await until("it is larger", async () => (await size()) > 1.4 * whole);
    await browser.press("0", "ArrowRight");
    assert.equal(await browser.get("figure-count").innerText(), "1 of 2");
    await browser.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await browser.body.locator("img").first().click();
    await dialog.waitFor();
    await browser.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });

  test("what is copied says where it is from, unless the reader wants the text alone", async () => {
    await open("How Marrow Bay");
    await mark(1);
    await browser.press("Control+c");
    const line = `How Marrow Bay reads its tides — The Marrow Almanac, 21 November 2026, ${browser.site.url("/almanac/tides")}`;
    await until("the citation is copied", async () => (await copied()).endsWith(`\n\n${line}\n`));
    assert.match(await copied(), /^“In the 1\. week the board stood/);
    const html = await browser.page.evaluate(async () => (await (await navigator.clipboard.read())[0].getType("text/html")).text());
    assert.match(html, /<blockquote[^>]*cite="http.*In the 1\. week/s);
    await browser.press("Shift+C");
    await until("Markdown is copied", async () => (await copied()).startsWith("> In the 1. week"));
    assert.match(await copied(), /\n>\n> — \[How Marrow Bay reads its tides\]\(http[^)]+\/almanac\/tides\), The Marrow Almanac, 21 November 2026\n$/);
    await browser.press("Shift+Q");
    await browser.get("toast").filter({ hasText: "the text alone" }).waitFor();
    await mark(2);
    await browser.press("Control+c");
    await until("the text alone is copied", async () => /^In the 2\. week[^“]*again\.\s*$/.test(await copied()));
    await browser.press("Shift+Q");
  });

  test("prints by itself: head, text, notes and addresses, nothing of the window", async () => {
    await open("How Marrow Bay");
    await browser.page.evaluate(() => {
      window.printed = null;
      new MutationObserver((records) => {
        for (const added of records.flatMap((record) => [...record.addedNodes])) {
          if (added.className !== "print-frame") continue;
          added.addEventListener("load", () => {
            const view = added.contentWindow;
            view.print = () => {
              const sheet = [...view.document.adoptedStyleSheets].flatMap((one) => [...one.cssRules]).map((rule) => rule.cssText).join("\n");
              window.printed = { text: view.document.body.innerText, html: view.document.documentElement.outerHTML, sheet, fonts: [...view.document.fonts].filter((face) => face.status === "loaded").map((face) => face.family) };
              view.dispatchEvent(new view.Event("afterprint"));
            };
          });
        }
      }).observe(document.body, { childList: true });
    });
    await browser.press("Control+p");
    await until("it is printed", () => browser.page.evaluate(() => window.printed !== null));
    const { text, html, sheet, fonts } = await browser.page.evaluate(() => window.printed);
    for (const part of ["How Marrow Bay reads its tides", "By Ines Calder", "In the 14. week", "The sea is never late", "/almanac/board", "/almanac/tides"]) assert.ok(text.includes(part), part);
    for (const part of ["Unread", "Original page", "↩"]) assert.ok(!text.includes(part), part);
    assert.ok(fonts.some((family) => family.includes("Source Serif 4")));
    await until("its frame is gone", async () => (await browser.page.locator(".print-frame").count()) === 0);
    // On pages of paper: more than one, and nothing is cut off at their edges.
    const paper = await browser.page.context().newPage();
    await paper.setContent(html.replace(/<meta http-equiv[^>]*>/, `<style>${sheet}</style>`));
    const pdf = await paper.pdf({ format: "A4", preferCSSPageSize: true });
    assert.ok((pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length >= 3, "several pages");
    await paper.close();
    browser.strangers.length = 0;
  });

  test("keeps what is wide inside the column, and runs from right to left where the text does", async () => {
    await browser.page.setViewportSize({ width: 480, height: 800 });
    await browser.get("all-link").click().catch(() => {});
    await browser.page.setViewportSize({ width: 1000, height: 800 });
    for (const title of ["How Marrow Bay", "المدينة", "一日に二度", "Donaudampf"]) {
      await open(title);
      const [wide, text, frameWide] = await browser.page.evaluate(() => {
        const scroller = document.querySelector(".article-pane .scroller");
        const page = document.querySelector("[data-testid=article-frame]").contentDocument;
        return [scroller.scrollWidth > scroller.clientWidth + 1, page.documentElement.scrollWidth, page.documentElement.clientWidth];
      });
      assert.ok(!wide && text <= frameWide + 1, `${title}: ${text} in ${frameWide}`);
    }
    await open("How Marrow Bay");
    assert.ok(await frame((element) => { const table = element.contentDocument.querySelector("table"); return table.scrollWidth > table.clientWidth && table.tabIndex === 0; }));
    await open("المدينة");
    assert.equal(await frame((element) => element.contentDocument.defaultView.getComputedStyle(element.contentDocument.body).direction), "rtl");
    await browser.page.setViewportSize({ width: 1280, height: 860 });
  });

  test("no error was written on the way, and nobody was asked", () => {
    assert.deepEqual(browser.errors, []);
    assert.deepEqual(browser.strangers, []);
  });
});

describe("the texts of an article", () => {
  let browser;
  before(async () => {
    browser = await Browser.open();
    await browser.cli("follow", browser.site.url("/field/feed.json"));
    await browser.get("all-link").click();
    await browser.row("The owl in the lighthouse").click();
    await browser.headline("The owl in the lighthouse");
  });
  after(() => browser.close());
  const text = () => browser.body.innerText();

  test("are switched between: the feed's and the page's", async () => {
    await until("the page's text is shown", async () => (await text()).includes("moths were never the point"));
    assert.equal(await browser.get("text-page").getAttribute("aria-pressed"), "true");
    await browser.press("b");
    await until("the feed's text is shown", async () => !(await text()).includes("moths were never the point"));
    await browser.get("text-page").click();
    await until("the page's text is back", async () => (await text()).includes("moths were never the point"));
  });

  test("say what was left out, and put it back with one press; undo takes it out again", async (t) => {
    const { id } = (await browser.list())[0];
    const left = await browser.page.evaluate(async (id) => (await (await fetch("/api/article", { method: "POST", headers: { "content-type": "application/json", "x-standfirst": "1" }, body: JSON.stringify({ id }) })).json()).leftOut, id);
    if (left.length === 0) return t.skip("extraction does not note what it leaves out of this page");
    await browser.press("n");
    const block = browser.get("left-out-block").filter({ hasText: "Ten gulls" });
    await block.getByTestId("restore").click();
    await until("it is in the text", async () => (await text()).includes("Ten gulls"));
    assert.equal(await block.count(), 0);
    await browser.press("z");
    await until("it is out again", async () => !(await text()).includes("Ten gulls"));
  });

  test("are kept offline by a mark of the reader's", async () => {
    await browser.press("d");
    await browser.get("offline-mark").waitFor();
    await until("all of it is here", async () => (await browser.get("offline-mark").innerText()).trim() === "Offline");
    await browser.press("z");
    await browser.get("offline-mark").waitFor({ state: "detached" });
  });

  test("come from where the reader says, source by source", async () => {
    await browser.press("i");
    await browser.get("source-text-never").check();
    await browser.get("toast").filter({ hasText: "get their text" }).waitFor();
    await browser.page.reload();
    await browser.choose("Field Notes", "About");
    await until("it is kept", () => browser.get("source-text-never").isChecked());
  });

  test("take a room on the disk that is shown and bounded in the settings", async () => {
    await browser.press("Escape", "Control+k");
    await browser.get("palette-input").fill("settings");
    await browser.press("Enter");
    await browser.get("storage").getByText("Texts and search").waitFor();
    await browser.get("picture-limit").selectOption("512");
    await until("it is kept", async () => (await browser.page.evaluate(async () => (await (await fetch("/api/settings", { method: "POST", headers: { "x-standfirst": "1" } })).json()).pictureLimitMb)) === 512);
  });

  test("no error was written on the way", () => assert.deepEqual(browser.errors, []));
});
