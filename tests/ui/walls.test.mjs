// The walls as far as a browser can test them: nothing hostile runs, nothing is loaded from elsewhere.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

describe("a hostile feed", () => {
  let browser;
  before(async () => {
    browser = await Browser.open();
    await browser.page.evaluate(() => (window.name = "untouched"));
    await browser.follow("/hostile/feed.xml", "Hostile");
  });
  after(() => browser.close());

  const hits = () => browser.site.hits.filter(({ path }) => path.startsWith("/hit/")).map(({ path }) => path);

  test("runs nothing and asks nobody", async () => {
    const title = await browser.page.title();
    const rows = await browser.get("article-row").count();
    assert.ok(rows > 0);
    for (let n = 0; n < rows; n++) {
      await browser.get("article-row").nth(n).click();
      await browser.page.waitForTimeout(400);
    }
    assert.equal(await browser.page.title(), title);
    assert.deepEqual(hits(), []);
    assert.deepEqual(browser.strangers, []);
    // Neither the window's own policy nor the frame's had to stop anything: it was all taken out before.
    assert.deepEqual(browser.errors, []);
  });

  test("meets a frame that holds by itself, should the sanitiser let something through", async () => {
    const title = await browser.page.title();
    await browser.page.evaluate((site) => {
      const pane = document.querySelector("[data-testid=article-frame]");
      const probe = pane.cloneNode();
      const head = pane.srcdoc.slice(0, pane.srcdoc.indexOf("</head>"));
      probe.dataset.testid = "probe";
      probe.srcdoc = `${head}</head><body><script>parent.document.title = "hacked"</script><img src=x onerror="parent.document.title='hacked'">
        <svg onload="parent.document.title='hacked'"></svg><img src="${site}/hit/img"><iframe src="${site}/hit/frame"></iframe>
        <style>body { background: url(${site}/hit/bg) }</style><object data="${site}/hit/object"></object>
        <form action="${site}/hit/form" method="post"></form><p id="mark">after</p>`;
      document.body.append(probe);
    }, browser.site.base);
    await until("the probe is there", () => browser.page.evaluate(() => !!document.querySelector("[data-testid=probe]").contentDocument?.querySelector("#mark")));
    await browser.page.evaluate(() => document.querySelector("[data-testid=probe]").contentDocument.querySelector("form").submit());
    await browser.page.waitForTimeout(800);
    assert.equal(await browser.page.title(), title);
    assert.deepEqual(hits(), []);
  });

  test("cannot lead the window anywhere by a link", async () => {
    const here = browser.page.url();
    const asked = [];
    await browser.page.route("**/api/open_address", (route) => {
      asked.push(route.request().postDataJSON().address);
      return route.fulfill({ json: null });
    });
    await browser.page.evaluate(() => {
      const page = document.querySelector("[data-testid=article-frame]").contentDocument;
      page.body.innerHTML = `<a id="web" href="https://example.org/a?b">web</a> <a id="js" href="javascript:parent.document.title='hacked'">js</a> <a id="own" href="/">own</a>`;
      for (const id of ["web", "js", "own"]) page.getElementById(id).click();
    });
    await until("the web link was handed over", () => asked.length > 0);
    assert.deepEqual(asked, ["https://example.org/a?b"]);
    assert.equal(browser.page.url(), here);
  });

  test("and the window has a policy of its own, without inline styles or scripts", async () => {
    const policy = await browser.page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
    assert.doesNotMatch(policy, /unsafe/);
  });
});
