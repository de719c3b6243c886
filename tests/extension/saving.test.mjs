// A page behind a login is saved by one press of the extension's button, with what its scripts built and the pictures that
// only this browser may have; then its server goes away, and it is read in the app.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { picture } from "../fixtures/picture.mjs";
import { Site } from "../fixtures/server.mjs";
import { ExtendedBrowser, until } from "./browser.mjs";

const SENTENCE = "The harbour board met behind closed doors, and what it decided about the ferries is for subscribers alone to read. ";

/** A newspaper whose articles, and whose pictures, are for those who are logged in. */
function membersOnly(site) {
  const isIn = (request) => /session=ann/.test(request.headers.cookie ?? "");
  const html = (response, body, status = 200) => response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(body);
  site.answers.set("/login", (request, response) => {
    if (request.method === "POST") return response.writeHead(303, { location: "/members/ferries", "set-cookie": "session=ann; HttpOnly; Path=/" }).end();
    html(response, `<!doctype html><title>Log in</title><form method="post"><input name="name"><input name="password" type="password"><button>Log in</button></form>`);
  });
  site.answers.set("/members/ferries", (request, response) => {
    if (!isIn(request)) return html(response, "<!doctype html><title>Log in</title><p>Only for members.</p>", 403);
    html(
      response,
      `<!doctype html><html lang="en"><head><title>The ferries stay – The Members’ Gazette</title><link rel="alternate" type="application/rss+xml" href="/harbour/feed.xml" title="Gazette">
       <meta name="csrf-token" content="TOKEN-IN-META"></head><body>
       <nav><a href="/">Home</a></nav><article><h1>The ferries stay</h1><p>${SENTENCE.repeat(4)}</p>
       <figure><img src="/members/quay.png" alt="The quay at dawn" width="600"><figcaption>The quay at dawn</figcaption></figure>
       <div id="later"></div><members-note></members-note></article>
       <form><input type="hidden" name="csrf" value="TOKEN-IN-INPUT"><textarea>DRAFT-IN-TEXTAREA</textarea><input type="password" value="PASSWORD-IN-INPUT"></form>
       <script>
         document.getElementById("later").innerHTML = "<p>" + "Built by a script: the night boat sails again from the first of May, and nobody had said so before. ".repeat(3) + "</p>";
         customElements.define("members-note", class extends HTMLElement {
           constructor() { super(); this.attachShadow({ mode: "open" }).innerHTML = "<style>p{color:red}</style><p>" + "In a shadow root: the captain thanked her crew, who had not been asked either. ".repeat(3) + "</p>"; }
         });
       </script></body></html>`,
    );
  });
  site.answers.set("/members/quay.png", (request, response) => {
    if (!isIn(request)) return response.writeHead(403).end();
    response.writeHead(200, { "content-type": "image/png", "cache-control": "private, max-age=600" }).end(picture(90));
  });
}

describe("the extension's button", () => {
  let browser, site;
  before(async () => {
    site = await Site.start();
    membersOnly(site);
    browser = await ExtendedBrowser.open();
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  test("follows a site from what is found on it, and takes that back", async () => {
    await browser.page.goto(site.url("/harbour/"));
    const popup = await browser.press();
    await popup.says(/Saved|no article|text and pictures|Undo/i);
    await popup.click("Follow this site…");
    await popup.says(/Found on this site/);
    const [first] = (await popup.buttons()).filter((name) => name.startsWith("Follow "));
    assert.match(first, /Harbour Gazette/);
    await popup.click(first);
    await popup.says(/Following[^…]*The Harbour Gazette/s);
    assert.match(browser.cli("sources"), /The Harbour Gazette/);
    await popup.click("Undo");
    await popup.says(/No longer following/);
    assert.doesNotMatch(browser.cli("sources"), /The Harbour Gazette/);
    await popup.close();
  });

  test("saves the page a login shows, as the browser shows it, and it is read with its server gone", async () => {
    await browser.page.goto(site.url("/login"));
    await browser.page.getByRole("button", { name: "Log in" }).click();
    await browser.page.getByText("Built by a script").waitFor();
    const asked = () => site.hitsOf("/members/ferries").length + site.hitsOf("/members/quay.png").length;
    await browser.page.waitForLoadState("networkidle");
    const before = asked();
    const popup = await browser.press();
    await popup.says(/Saved\s+The ferries stay/);
    await popup.says(/With all its text and pictures/);
    assert.equal(asked(), before, "nothing was asked of the server again");
    await popup.close();
    await site.stop();

    const article = browser.list("--saved").find(({ title }) => /The ferries stay/.test(title));
    assert.ok(article, "it is in the Saved list");
    const shown = browser.cli("show", String(article.id));
    for (const text of [/behind closed doors/, /Built by a script: the night boat/, /In a shadow root: the captain/]) assert.match(shown, text);
    const everything = browser.cli("--json", "show", String(article.id));
    assert.doesNotMatch(everything, /TOKEN|DRAFT|PASSWORD/, "what stood in forms was not taken");
    assert.equal(JSON.parse(everything).lead_image, site.url("/members/quay.png"));

    const page = await browser.window();
    await page.getByTestId("list-title").waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    await page.getByTestId("article-row").filter({ hasText: "The ferries stay" }).click();
    await page.frameLocator("[data-testid=article-frame]").getByText("In a shadow root: the captain").waitFor();
    const quay = page.getByTestId("lead-picture").locator("img");
    await until("its picture is drawn", () => quay.evaluate((image) => image.complete && image.naturalWidth > 0));
    await page.close();
  });

  test("takes a save back", async () => {
    site = await Site.start();
    membersOnly(site);
    await browser.context.addCookies([{ name: "session", value: "ann", url: site.base }]);
    await browser.page.goto(site.url("/members/ferries"));
    const saved = () => browser.list("--saved").filter(({ url }) => url === site.url("/members/ferries")).length;
    const popup = await browser.press();
    await popup.says(/With all its text and pictures/);
    assert.equal(saved(), 1);
    await popup.click("Undo");
    await popup.says(/No longer saved/);
    assert.equal(saved(), 0);
    await popup.close();
  });

  test("keeps the link alone of a page that is none", async () => {
    site.answers.set("/chart.svg", (_request, response) => response.writeHead(200, { "content-type": "image/svg+xml" }).end('<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'));
    await browser.page.goto(site.url("/chart.svg"));
    const popup = await browser.press();
    await popup.says(/This is a file, not a page/);
    await popup.click("Save link only");
    await popup.says(/Link saved/);
    await until("the link is there", () => browser.list("--saved").some(({ url }) => url === site.url("/chart.svg")));
    await popup.close();
  });

  test("keeps a link of the page from the context menu, with no popup", async () => {
    await browser.page.goto(site.url("/harbour/"));
    const link = site.url("/harbour/a-link-nobody-opened");
    await browser.worker.evaluate(async (linkUrl) => {
      const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
      chrome.contextMenus.onClicked.dispatch({ menuItemId: "save-target", linkUrl }, tab);
    }, link);
    await until("the link is there", () => browser.list("--saved").some(({ url }) => url === link));
    const badge = () => browser.worker.evaluate(async () => chrome.action.getBadgeText({ tabId: (await chrome.tabs.query({ active: true, currentWindow: true }))[0].id }));
    await until("the button says so", async () => (await badge()) === "✓");
  });

  test("says so where the browser lets nobody in", async () => {
    await browser.page.goto("chrome://version/");
    const popup = await browser.press();
    await popup.says(/The browser lets no extension see this page/);
    await popup.close();
  });
});
