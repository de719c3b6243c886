// What the extension consists of: it asks for no more than it says, speaks in whole sentences, and packs for both stores.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const folder = join(root, "ui/extension");
const read = (name) => readFileSync(join(folder, name), "utf8");
const manifest = JSON.parse(read("manifest.json"));
const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));

describe("the extension's files", () => {
  test("ask for no site, and for nothing that is not used", () => {
    assert.deepEqual(manifest.permissions, ["activeTab", "contextMenus", "nativeMessaging", "scripting"]);
    for (const name of ["host_permissions", "optional_host_permissions", "content_scripts", "externally_connectable", "web_accessible_resources", "content_security_policy"]) assert.equal(manifest[name], undefined, name);
    const all = scripts.map(read).join("\n");
    for (const [permission, use] of [["contextMenus", "api.contextMenus."], ["nativeMessaging", "connectNative("], ["scripting", "api.scripting."]]) assert.ok(all.includes(use), permission);
    assert.doesNotMatch(all, /XMLHttpRequest|WebSocket|sendBeacon|importScripts|\beval\(|innerHTML\s*=/, "it speaks with nobody else and runs no text");
    assert.equal(all.match(/\bfetch\(/g).length, 1, "only pictures of the page itself are fetched, by capture.js");
  });

  test("name only files that are there", () => {
    const names = [manifest.background.service_worker, ...manifest.background.scripts, manifest.action.default_popup, ...Object.values(manifest.icons), ...Object.values(manifest.action.default_icon)];
    for (const name of names) assert.ok(read(name).length > 0, name);
    const [, width] = /^.{12}IHDR/s.exec(readFileSync(join(folder, "icons/48.png"), "latin1")) ? [0, readFileSync(join(folder, "icons/48.png")).readUInt32BE(16)] : [];
    assert.equal(width, 48);
  });

  test("have the same sentences in each language, and use all of them", () => {
    const languages = Object.fromEntries(readdirSync(join(folder, "_locales")).map((lang) => [lang, JSON.parse(read(`_locales/${lang}/messages.json`))]));
    assert.ok(languages.de && languages.en);
    const names = Object.keys(languages.en).sort();
    const used = `${scripts.map(read).join("\n")}${read("popup.html")}${read("manifest.json")}`;
    for (const name of names) assert.match(used, new RegExp(`["_]${name}(?:"|__)`), `${name} is used`);
    for (const [lang, texts] of Object.entries(languages)) {
      assert.deepEqual(Object.keys(texts).sort(), names, lang);
      assert.ok(texts.description.message.length <= 132, "the stores take no longer description");
      assert.ok(texts.name.message.length <= 45, lang);
    }
    for (const [, name] of used.matchAll(/\btext\("([A-Za-z]+)"/g)) assert.ok(names.includes(name), name);
  });

  describe("for the stores", () => {
    const made = mkdtempSync(join(tmpdir(), "standfirst-zips-"));
    after(() => rmSync(made, { recursive: true, force: true }));
    const pack = (name) => execFileSync("python3", [join(root, "ui/pack-extension.py"), join(made, name)], { encoding: "utf8" }).trim().split("\n");
    const inside = (zip, name) => execFileSync("python3", ["-c", "import sys,zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))", zip, name], { encoding: "utf8" });

    test("are packed to the same bytes each time", () => {
      const [first, second] = [pack("a"), pack("b")];
      assert.equal(first.length, 2);
      first.forEach((path, n) => assert.ok(readFileSync(path).equals(readFileSync(second[n])), path));
    });

    test("have each its own background and nothing of the other's", () => {
      const [chromium, firefox] = pack("c").map((zip) => JSON.parse(inside(zip, "manifest.json")));
      assert.deepEqual(chromium.background, { service_worker: "background.js", type: "module" });
      assert.deepEqual(firefox.background, { scripts: ["background.js"], type: "module" });
      assert.equal(chromium.key ?? firefox.key ?? chromium.browser_specific_settings ?? firefox.minimum_chrome_version, undefined);
      assert.equal(firefox.browser_specific_settings.gecko.id, "extension@standfirst.app");
    });
  });
});
