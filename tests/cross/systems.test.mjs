// What lies beside the code for macOS and Windows agrees with it: names, versions, addresses.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../src-tauri");
const read = (file) => readFileSync(join(folder, file), "utf8");
const app = JSON.parse(read("tauri.conf.json"));

const plist = (file) => JSON.parse(execFileSync("python3", ["-c", "import json, plistlib, sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))"], { input: read(file) }));
/** Each element as [tag without its namespace, attributes, text]. */
const elements = (file) => JSON.parse(execFileSync("python3", ["-c", `
import json, sys, xml.etree.ElementTree as tree
print(json.dumps([[e.tag.split("}")[1], {k.split("}")[-1]: v for k, v in e.attrib.items()}, (e.text or "").strip()] for e in tree.parse(sys.stdin).iter()]))`], { input: read(file) }));

test("the services that macOS lists are ours, for links and for text", () => {
  for (const service of plist("Info.plist").NSServices) {
    assert.equal(service.NSPortName, app.productName, "the system finds the program by this name");
    assert.match(service.NSMenuItem.default, /Standfirst$/);
    assert.deepEqual(service.NSSendTypes, ["public.url", "public.utf8-plain-text"]);
    assert.deepEqual(service.NSRequiredContext, {}, "without it nobody finds the service");
  }
});

test("the share extension belongs to the app and hands over as a link would", () => {
  const extension = plist("systems/macos/ShareExtension.plist");
  assert.ok(extension.CFBundleIdentifier.startsWith(`${app.identifier}.`), "or it is not loaded");
  assert.equal(extension.NSExtension.NSExtensionPointIdentifier, "com.apple.share-services");
  const source = read("systems/macos/ShareViewController.swift");
  assert.ok(source.includes(`@objc(${extension.NSExtension.NSExtensionPrincipalClass})`));
  assert.ok(source.includes("standfirst://save?url="));
  assert.ok(read("systems/macos/build-extension").includes(`-o "$slice"`) && extension.CFBundleExecutable === "StandfirstShare");
  assert.deepEqual(plist("systems/macos/ShareExtension.entitlements"), { "com.apple.security.app-sandbox": true });
});

test("the share target is the program that is installed, in its version", () => {
  const all = elements("systems/windows/AppxManifest.xml");
  const the = (tag) => all.find(([name]) => name === tag);
  assert.equal(the("Identity")[1].Name, app.identifier);
  assert.equal(the("Identity")[1].Version, `${app.version}.0`);
  assert.equal(the("Application")[1].Executable, `${app.mainBinaryName}.exe`);
  for (const icon of [the("Logo")[2], the("VisualElements")[1].Square150x150Logo, the("VisualElements")[1].Square44x44Logo]) {
    assert.ok(existsSync(join(folder, icon.replaceAll("\\", "/"))), icon);
  }
  // What share::received reads of it.
  const formats = all.filter(([name]) => name === "DataFormat").map(([, , text]) => text);
  const received = read("crates/share/src/win/received.rs");
  for (const format of ["WebLink", "Text"]) assert.ok(formats.includes(format) && received.includes(`StandardDataFormats::${format}()`), format);
});
