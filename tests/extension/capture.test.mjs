// What is taken of a page, in Chromium: what is seen, whole, and nothing that was typed.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { picture as png } from "../fixtures/picture.mjs";
import { Site } from "../fixtures/server.mjs";
import { capture, picture } from "../../ui/extension/capture.js";
import { root } from "./browser.mjs";

const { chromium } = createRequire(join(root, "ui/package.json"))("playwright-core");

describe("what is taken of a page", () => {
  let site, browser, page;
  before(async () => {
    site = await Site.start();
    site.answers.set("/pictures/own.png", (_request, response) => response.writeHead(200, { "content-type": "image/png" }).end(png(7)));
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu"] });
    page = await browser.newPage();
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  const show = async (html, type = "text/html; charset=utf-8") => {
    site.answers.set("/page", (_request, response) => response.writeHead(200, { "content-type": type }).end(html));
    await page.goto(site.url("/page"), { waitUntil: "load" });
  };
  const taken = (limit = 15e6) => page.evaluate(capture, limit);

  test("puts what lies in shadow roots where it is seen, slots filled, in order", async () => {
    await show(`<!doctype html><body><outer-one><b slot="name">NAMED</b>LOOSE</outer-one><script>
      globalThis.made = 0;
      customElements.define("inner-one", class extends HTMLElement { constructor() { super(); globalThis.made++; this.attachShadow({mode:"open"}).innerHTML = "[<slot>UNSEEN</slot>]"; } });
      customElements.define("outer-one", class extends HTMLElement { constructor() { super(); globalThis.made++; this.attachShadow({mode:"open"}).innerHTML = "first <slot name=name></slot> <inner-one><slot></slot></inner-one> <slot name=none>FALLBACK</slot> last"; } });
    </script>`);
    const before = await page.evaluate(() => [globalThis.made, document.documentElement.outerHTML]);
    const { html } = await taken();
    const text = await page.evaluate((html) => new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/\s+/g, " ").trim(), html);
    assert.equal(text, "first NAMED [LOOSE] FALLBACK last");
    assert.deepEqual(await page.evaluate(() => [globalThis.made, document.documentElement.outerHTML]), before, "the page's own code did not run again, and the page is as it was");
  });

  test("leaves out what was typed, what runs, and what is none of the page's words", async () => {
    await show(`<!doctype html><html><head><style>S1</style><script>var S2;</script><script type="application/ld+json">{"headline":"KEPT-1"}</script><link rel="stylesheet" href="/s3.css"><link rel="canonical" href="/KEPT-2"><meta http-equiv="refresh" content="999;S4"></head>
      <body onload="S5()"><!-- S6 --><p>KEPT-3</p><input value="S7"><textarea>S8</textarea><select><option>S9</select><button value="S10">KEPT-4</button><img src="data:image/png;base64,${"S11".repeat(3000)}"><iframe srcdoc="S12" title="KEPT-5"></iframe><p data-long="${"S13".repeat(5000)}">KEPT-6</p></body></html>`);
    await page.evaluate(() => (document.querySelector("input").value = "S14"));
    const { html } = await taken();
    for (let n = 1; n <= 6; n++) assert.ok(html.includes(`KEPT-${n}`), `KEPT-${n} in ${html}`);
    assert.doesNotMatch(html, /S\d/);
  });

  test("says which pictures are its own, as they are shown, and leaves others their choice of sizes", async () => {
    await show(`<!doctype html><base href="/elsewhere/"><picture><source srcset="/pictures/own.png 1x"><img id="own" src="/pictures/none.png" srcset="/pictures/none.png 9x" width="300"></picture><img src="https://other.example/a.jpg" srcset="https://other.example/b.jpg 2x">`);
    await page.waitForFunction(() => document.getElementById("own").naturalWidth > 0);
    const { html, pictures, url } = await taken();
    assert.deepEqual(pictures, [site.url("/pictures/own.png")]);
    assert.match(html, new RegExp(`<picture><img id="own" src="${site.url("/pictures/own.png")}" width="300"></picture>`));
    assert.match(html, /b\.jpg 2x/);
    assert.match(html, new RegExp(`<base href="${site.url("/elsewhere/")}">`), "addresses are read as the page reads them");
    assert.equal(url, site.url("/page"));
    const got = await page.evaluate(([source, address]) => new Function(`return (${source})`)()(address, 1e6, 5), [String(picture), pictures[0]]);
    assert.deepEqual([got.media_type, Buffer.from(got.data, "base64").equals(png(7))], ["image/png", true]);
    for (const [address, most] of [[pictures[0], 10], [site.url("/page"), 1e6], ["https://other.example/a.jpg", 1e6]]) {
      assert.equal(await page.evaluate(([source, address, most]) => new Function(`return (${source})`)()(address, most, 5), [String(picture), address, most]), null, address);
    }
  });

  test("takes a large page without its drawings, and refuses one that is too large all the same", async () => {
    await show(`<!doctype html><p>WORDS</p><svg>${"<path d='M0 0h9'/>".repeat(500)}</svg>`);
    assert.match((await taken()).html, /<svg>/);
    const lean = await taken(2000);
    assert.ok(lean.html.includes("WORDS") && !lean.html.includes("<svg>"));
    assert.deepEqual(await taken(20), { refused: "large" });
  });

  test("takes a page of a hundred thousand elements, a thousand deep", async () => {
    await show(`<!doctype html><p id="at">begin</p>`);
    await page.evaluate(() => {
      let at = document.getElementById("at");
      for (let n = 0; n < 1000; n++) at = at.appendChild(document.createElement("i"));
      at.append("DEEP");
      document.body.append(...Array.from({ length: 80_000 }, () => document.createElement("b")));
    });
    const { html } = await taken();
    assert.match(html, /DEEP(?:<\/i>){1000}/);
    assert.equal(html.split("<b>").length, 80_001);
  });

  test("refuses what is no page", async () => {
    await show("<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml");
    assert.deepEqual(await taken(), { refused: "file" });
    await show("plain words", "text/plain");
    assert.match((await taken()).html, /plain words/);
  });
});
