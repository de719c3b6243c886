// The native host answers our extension alone, and the extension says what is wrong where there is no host.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";

import { Site } from "../fixtures/server.mjs";
import { ExtendedBrowser, ID, folder, program } from "./browser.mjs";

const OURS = `chrome-extension://${ID}/`;

/** Starts the host as a browser does, writes bytes to it, and gives what it answered. */
async function host(args, bytes, { keepOpen = false } = {}) {
  const data = mkdtempSync(join(tmpdir(), "standfirst-host-"));
  try {
    const child = spawn(program, args, { env: { ...process.env, STANDFIRST_DATA_DIR: data, STANDFIRST_KEYRING: "off" } });
    const [out, trouble] = [[], []];
    child.stdout.on("data", (part) => out.push(part));
    child.stderr.on("data", (part) => trouble.push(part));
    child.stdin.on("error", () => {});
    child.stdin.write(bytes);
    if (!keepOpen) child.stdin.end();
    const code = await new Promise((done) => child.on("close", done));
    const answers = [];
    for (let rest = Buffer.concat(out); rest.length > 0; ) {
      const length = rest.readUInt32LE(0);
      answers.push(JSON.parse(rest.subarray(4, 4 + length).toString()));
      rest = rest.subarray(4 + length);
    }
    return { code, answers, trouble: Buffer.concat(trouble).toString() };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** All machines these tests run on are little-endian. */
function framed(body) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

describe("the native host", () => {
  test("answers its own extension", async () => {
    const { code, answers } = await host([OURS], framed({ id: 5, op: "hello" }));
    assert.equal(code, 0);
    assert.deepEqual(answers.map(({ id, ok }) => [id, ok]), [[5, true]]);
    assert.match(answers[0].version, /^\d+\.\d+/);
    const firefox = await host(["/x/app.standfirst.host.json", "extension@standfirst.app"], framed({ id: 1, op: "hello" }));
    assert.equal(firefox.answers[0].ok, true);
  });

  test("refuses another extension before it has read a word", async () => {
    for (const args of [["chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh/"], ["/x/app.standfirst.host.json", "other@example.org"], ["/x/app.standfirst.host.json"]]) {
      const { code, answers, trouble } = await host(args, framed({ id: 1, op: "hello" }));
      assert.equal(code, 2);
      assert.deepEqual(answers, []);
      assert.match(trouble, /^error: The native host: it answers only the extension of Standfirst/);
    }
  });

  test("answers what is no request with what is wrong, and goes on", async () => {
    const bytes = Buffer.concat([framed(Buffer.from("{")), framed(Buffer.from([0xff, 0xfe])), framed({ id: 2, op: "erase" }), framed({ id: 3, op: "save-link", url: "file:///etc/passwd", title: "" }), framed({ id: 4, op: "hello" })]);
    const { code, answers } = await host([OURS], bytes);
    assert.equal(code, 0);
    const codes = Object.fromEntries(answers.map(({ id, code }) => [id, code]));
    assert.deepEqual(codes, { 0: "unknown-message", 2: "unknown-message", 3: "invalid", 4: undefined });
    assert.equal(answers.length, 5);
  });

  test("ends at a length that is none, without waiting for what would never come", async () => {
    const { code, answers } = await host([OURS], Buffer.from([0xff, 0xff, 0xff, 0xff]), { keepOpen: true });
    assert.equal(code, 1);
    assert.equal(answers[0].code, "too-large");
    const cut = await host([OURS], framed({ id: 1, op: "hello" }).subarray(0, 9));
    assert.deepEqual([cut.code, cut.answers[0].code], [1, "broken-message"]);
  });
});

describe("the extension", () => {
  test("says what to do where Standfirst is not", async () => {
    const [browser, site] = [await ExtendedBrowser.open({ told: false }), await Site.start()];
    try {
      await browser.page.goto(site.url("/harbour/"));
      const popup = await browser.press();
      await popup.says(/Standfirst was not found on this computer.*browser-extension install/);
      assert.deepEqual(await popup.buttons(), ["Try again"]);
      // Told meanwhile, the same button does it.
      browser.cli("browser-extension", "install", "chromium");
      await popup.click("Try again");
      await popup.says(/Saved|article/);
    } finally {
      await browser.close();
      await site.stop();
    }
  });

  test("of another id is not let through, though it has the same files", async () => {
    const copy = mkdtempSync(join(tmpdir(), "standfirst-other-"));
    const site = await Site.start();
    let browser;
    try {
      cpSync(folder, copy, { recursive: true });
      const manifest = JSON.parse(readFileSync(join(copy, "manifest.json"), "utf8"));
      delete manifest.key;
      writeFileSync(join(copy, "manifest.json"), JSON.stringify(manifest));
      browser = await ExtendedBrowser.open({ extension: copy });
      assert.notEqual(browser.id, ID);
      await browser.page.goto(site.url("/harbour/"));
      const popup = await browser.press();
      await popup.says(/Standfirst was not found on this computer/);
      assert.deepEqual(browser.list(), []);
    } finally {
      await browser?.close();
      await site.stop();
      rmSync(copy, { recursive: true, force: true });
    }
  });
});
