// How the window looks and fits: looks, widths, text sizes, long lists, names for every control.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

describe("the window", () => {
  let browser;
  before(async () => {
    browser = await Browser.open({ sample: true });
    await browser.get("article-row").first().click();
    await browser.get("article-headline").waitFor();
    await browser.body.locator("p").first().waitFor();
  });
  after(() => browser.close());

  const shown = (selector) => browser.page.locator(selector).isVisible();

  test("has three panes, two, or one, as there is room, and ways back", async () => {
    const panes = async () => [await shown(".sources-pane"), await shown(".list-pane"), await shown(".article-pane")];
    assert.deepEqual(await panes(), [true, true, true]);
    await browser.page.setViewportSize({ width: 800, height: 700 });
    assert.deepEqual(await panes(), [false, true, true]);
    await browser.page.setViewportSize({ width: 480, height: 700 });
    assert.deepEqual(await panes(), [false, false, true]);
    await browser.page.getByRole("button", { name: "Back to the list" }).click();
    assert.deepEqual(await panes(), [false, true, false]);
    await browser.page.getByRole("button", { name: "Back to sources" }).click();
    assert.deepEqual(await panes(), [true, false, false]);
    await browser.get("all-link").click();
    await browser.get("article-row").first().click();
    assert.deepEqual(await panes(), [false, false, true]);
    await browser.page.setViewportSize({ width: 1280, height: 860 });
  });

  test("never scrolls sideways, from 480 pixels to 4K and at twice the text size", async () => {
    for (const [width, size] of [[480, 16], [700, 16], [900, 16], [1280, 32], [3840, 16]]) {
      await browser.page.setViewportSize({ width, height: 860 });
      await browser.page.evaluate((size) => (document.documentElement.style.fontSize = `${size}px`), size);
      await browser.page.waitForTimeout(150);
      const wide = await browser.page.evaluate(() => [
        document.scrollingElement.scrollWidth > innerWidth,
        ...[...document.querySelectorAll(".scroller, .list, nav")].map((box) => box.scrollWidth > box.clientWidth + 1),
      ]);
      assert.ok(!wide.includes(true), `${width} px, text ${size}: ${wide}`);
    }
    await browser.page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
    await browser.page.setViewportSize({ width: 1280, height: 860 });
  });

  test("frame and headline scroll as one: the frame is as high as its text", async () => {
    const [frame, text] = await browser.page.evaluate(() => {
      const frame = document.querySelector("[data-testid=article-frame]");
      return [frame.clientHeight, frame.contentDocument.body.getBoundingClientRect().height];
    });
    assert.ok(text > 200 && Math.abs(frame - text) <= 1, `${frame} for ${text}`);
  });

  test("text stands out from its paper in every look (WCAG AA)", async () => {
    for (const theme of ["light", "sepia", "dark"]) {
      const low = await browser.page.evaluate((theme) => {
        document.documentElement.dataset.theme = theme;
        const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const rgb = (colour) => {
          canvas.clearRect(0, 0, 1, 1);
          canvas.fillStyle = colour;
          canvas.fillRect(0, 0, 1, 1);
          return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
        };
        const probe = document.body.appendChild(document.createElement("i"));
        const token = (name) => {
          probe.style.color = `var(${name})`;
          return rgb(getComputedStyle(probe).color);
        };
        const light = (c) => c.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const contrast = (a, b) => {
          const [x, y] = [light(token(a)), light(token(b))].sort((p, q) => q - p);
          return (x + 0.05) / (y + 0.05);
        };
        const pairs = [];
        for (const paper of ["--paper", "--paper-2", "--sheet", "--accent-wash"]) for (const ink of ["--ink", "--ink-2", "--ink-3", "--accent", "--warn"]) pairs.push([ink, paper]);
        pairs.push(["--press-ink", "--press"], ["--ink", "--mark"], ["--ink-2", "--mark"], ["--ink", "--paper-3"], ["--ink-2", "--paper-3"]);
        const low = pairs.map(([a, b]) => [a, b, contrast(a, b)]).filter(([, , ratio]) => ratio < 4.5);
        probe.remove();
        return low;
      }, theme);
      assert.deepEqual(low, [], theme);
    }
    await browser.page.evaluate(() => (document.documentElement.dataset.theme = "system"));
  });

  test("what is set is kept, and reaches the article", async () => {
    await browser.get("more-button").click();
    await browser.get("settings-item").click();
    await browser.get("theme-dark").check({ force: true });
    await browser.get("text-size").fill("24");
    await browser.press("Escape");
    await browser.page.reload();
    await browser.get("article-row").first().click();
    await browser.get("article-headline").waitFor();
    await until("the article is dark and large", () => browser.page.evaluate(() => {
      const page = document.querySelector("[data-testid=article-frame]")?.contentDocument;
      return document.documentElement.dataset.theme === "dark" && page?.body && page.documentElement.dataset.theme === "dark" && getComputedStyle(page.body).fontSize === "24px";
    }));
  });

  test("every control has a name", async () => {
    const nameless = () => browser.page.evaluate(() =>
      [...document.querySelectorAll("button, input, select, a[href], iframe, [role=separator], [role=option], [tabindex='0']")]
        .filter((one) => one.checkVisibility())
        .filter((one) => !(one.getAttribute("aria-label") || one.title || one.innerText?.trim() || one.labels?.[0]?.textContent.trim()))
        .map((one) => one.outerHTML.slice(0, 120)));
    assert.deepEqual(await nameless(), []);
    for (const [keys, dialog] of [["a", "follow-dialog"], ["t", "tag-dialog"], ["?", "help-dialog"], ["Control+k", "palette"], ["Shift+N", "save-dialog"], ["v", "reading-settings"]]) {
      await browser.press(keys);
      await browser.get(dialog).waitFor();
      assert.deepEqual(await nameless(), [], dialog);
      await browser.press("Escape");
      await browser.get(dialog).waitFor({ state: "detached" });
    }
  });

  test("Tab goes through the window and shows where it is", async () => {
    const seen = new Set();
    for (let n = 0; n < 40; n++) {
      await browser.press("Tab");
      const [name, outline] = await browser.page.evaluate(() => {
        const one = document.activeElement;
        const selected = one.querySelector?.("[aria-selected=true]");
        return [one.dataset?.testid ?? one.className, `${getComputedStyle(one).outlineStyle} ${selected ? getComputedStyle(selected).boxShadow : "none"}`];
      });
      if (name !== "" && name !== "article-frame" && name !== undefined) assert.notEqual(outline, "none none", name);
      seen.add(name);
    }
    for (const name of ["unread-link", "follow-button", "search-input", "save-button"]) assert.ok(seen.has(name), `${name} of ${[...seen]}`);
  });
});

describe("ten thousand articles", () => {
  const COUNT = 10_000;
  let browser, feed;
  before(async () => {
    browser = await Browser.open();
    const items = Array.from({ length: COUNT }, (_, n) =>
      `<item><title>Number ${n}</title><guid>n${n}</guid><pubDate>${new Date(Date.UTC(2025, 0, 1) - n * 60_000).toUTCString()}</pubDate><description>Text ${n}.</description></item>`);
    feed = createServer((_, answer) => answer.writeHead(200, { "content-type": "application/rss+xml" }).end(`<rss version="2.0"><channel><title>Many</title><link>http://127.0.0.1/</link><description/>${items.join("")}</channel></rss>`));
    await new Promise((ready) => feed.listen(0, "127.0.0.1", ready));
    await browser.cli("follow", `http://127.0.0.1:${feed.address().port}/feed`);
    await browser.page.reload();
    await browser.row("Number 0").first().waitFor();
  });
  after(async () => {
    feed.close();
    await browser.close();
  });

  test("scroll to the end without a dropped row, drawing few of them", async () => {
    const result = await browser.page.evaluate(async () => {
      const list = document.querySelector(".list");
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const height = document.querySelector("[data-testid=article-row]").getBoundingClientRect().height;
      const seen = new Set();
      let [gaps, most, still] = [0, 0, 0];
      for (let step = 0; step < 20_000 && still < 200; step++) {
        const before = list.scrollTop;
        // So far that the rows drawn next join those in view now: the longest way on which all must be seen.
        if (step > 0) list.scrollTop += list.clientHeight + height * 6;
        await frame();
        const rows = [...list.querySelectorAll("[data-testid=article-row]")].map((row) => [Number(row.getAttribute("aria-posinset")), row.getBoundingClientRect()]);
        most = Math.max(most, rows.length);
        for (const [place] of rows) seen.add(place);
        const [top, bottom] = [list.getBoundingClientRect().top, list.getBoundingClientRect().bottom];
        const end = list.querySelector(".end").getBoundingClientRect().top;
        // From the top of the view to its bottom, or to the end of the list, there is row upon row.
        const covered = rows.filter(([, box]) => box.bottom > top && box.top < bottom);
        const gapless = covered.length > 0 && covered[0][1].top <= top + 1 && covered.at(-1)[1].bottom >= Math.min(bottom, end) - 1 && covered.every(([, box], n) => n === 0 || Math.abs(box.top - covered[n - 1][1].bottom) < 1);
        if (!gapless) gaps++;
        still = list.scrollTop === before ? still + 1 : 0;
        if (document.querySelector("[data-testid=end-of-list]") && still > 3) break;
      }
      const missing = Array.from({ length: 10_000 }, (_, n) => n + 1).filter((place) => !seen.has(place));
      return { missing, gaps, most };
    });
    assert.deepEqual(result.missing, []);
    assert.equal(result.gaps, 0);
    assert.ok(result.most < 40, `${result.most} rows drawn`);
  });

  test("jumps by the scroll bar land on rows", async () => {
    for (const part of [0.5, 0.1, 0.99, 0]) {
      await browser.page.evaluate((part) => {
        const list = document.querySelector(".list");
        list.scrollTop = list.scrollHeight * part;
      }, part);
      await browser.page.waitForTimeout(100);
      const hit = await browser.page.evaluate(() => {
        const box = document.querySelector(".list").getBoundingClientRect();
        return document.elementFromPoint(box.left + 40, box.top + 60)?.closest("[data-testid=article-row]") !== null;
      });
      assert.ok(hit, String(part));
    }
  });
});
