// Links and files that are dropped on the window, and the bookmarklet.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

describe("what is dropped on the window", () => {
  let browser;
  before(async () => {
    browser = await Browser.open();
    const text = "The ferries had waited since dawn, and nobody had told the crews why the harbour stayed closed, or until when it would. ".repeat(3);
    const page = `<!doctype html><html lang="en"><title>Ferries wait</title><article><h1>Ferries wait</h1>${`<p>${text}</p>`.repeat(5)}</article>`;
    browser.site.answers.set("/ferries", (_, response) => response.writeHead(200, { "content-type": "text/html" }).end(page));
  });
  after(() => browser.close());

  /** Drags and drops as the browser does, with data of another program. */
  const drop = (texts, files = []) =>
    browser.page.evaluate(
      ([texts, files]) => {
        const dataTransfer = new DataTransfer();
        for (const [type, text] of Object.entries(texts)) dataTransfer.setData(type, text);
        for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
        for (const type of ["dragenter", "dragover", "drop"]) document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      },
      [texts, files],
    );
  const saved = async () => (await browser.list("--saved")).map((row) => row.title);

  test("a link is looked at, and its article can be saved", async () => {
    await drop({ "text/uri-list": browser.site.url("/ferries") });
    assert.equal(await browser.get("follow-address").inputValue(), browser.site.url("/ferries"));
    await browser.get("save-offer").click();
    await browser.headline("Ferries wait");
    assert.equal((await saved()).length, 1);
  });

  test("text without a link stays with what it is dropped on", async () => {
    await drop({ "text/plain": "no link at all" });
    assert.equal(await browser.get("follow-dialog").count(), 0);
  });

  test("a file that is only an address into the own network is asked about", async () => {
    const before = browser.site.hits.length;
    await drop({}, [["quay.url", `[InternetShortcut]\r\nURL=${browser.site.url("/harbour/quay")}\r\n`]]);
    await browser.get("save-dialog").filter({ hasText: "which lies in your own network" }).waitFor();
    assert.equal(await browser.get("follow-address").inputValue(), browser.site.url("/harbour/quay"));
    assert.equal(browser.site.hits.length, before, "nobody is asked before the reader says so");
    await browser.press("Escape");
  });

  test("a page is saved with its text, and that can be undone", async () => {
    const text = "The crews had waited since dawn, and nobody had told them why the harbour stayed closed, or until when it would. ".repeat(3);
    await drop({}, [["kept.html", `<!doctype html><title>A page from a file</title><article><h1>A page from a file</h1>${`<p>${text}</p>`.repeat(5)}</article>`]]);
    await browser.get("toast").filter({ hasText: "Saved “A page from a file”." }).waitFor();
    assert.ok((await saved()).includes("A page from a file"));
    await browser.get("undo-button").click();
    await until("it is not saved any more", async () => !(await saved()).includes("A page from a file"));
  });

  test("an export is looked into before anything is taken in", async () => {
    await drop({}, [["list.opml", '<opml version="2.0"><body><outline type="rss" text="A" xmlUrl="https://a.example/f"/></body></opml>']]);
    await browser.get("import-report").filter({ hasText: "1 new source" }).waitFor();
    await browser.press("Escape");
    assert.deepEqual(browser.errors, []);
  });

  test("the bookmarklet is copied, and makes the address that Standfirst takes", async () => {
    await browser.page.keyboard.press("Control+k");
    await browser.page.keyboard.type("Settings");
    await browser.press("Enter");
    await browser.get("copy-bookmarklet").click();
    await browser.get("toast").filter({ hasText: "The bookmarklet is on the clipboard." }).waitFor();
    const bookmarklet = await browser.page.evaluate(() => navigator.clipboard.readText());
    assert.match(bookmarklet, /^javascript:/);
    const called = new Function("location", "document", `${bookmarklet.replace("javascript:", "")}; return location.href`);
    const made = called({ href: browser.site.url("/ferries?a=1&b=2#c") }, { title: "Ferry & quay" });
    const url = new URL(made);
    assert.equal(url.searchParams.get("url"), browser.site.url("/ferries?a=1&b=2#c"));
    assert.equal(url.searchParams.get("title"), "Ferry & quay");
    const { title } = JSON.parse(await browser.cli("--json", "open", made));
    assert.equal(title, "Ferries wait");
  });
});
