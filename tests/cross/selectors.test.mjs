// The Objective-C side of `share`, as far as it can be checked without a Mac: a selector that no protocol has is simply
// never called, and rustc says nothing.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

import { check, protocols } from "./selectors.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = join(root, "src-tauri/crates/share/src");
const files = ["mac.rs", ...readdirSync(join(folder, "mac")).map((file) => `mac/${file}`)];
const ours = Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
const plist = readFileSync(join(root, "src-tauri/Info.plist"), "utf8");

const namedIn = (text) => [...text.matchAll(/<key>NSMessage<\/key>\s*<string>(\w+)<\/string>/g)].map((match) => match[1]);
const oldest = Number(JSON.parse(readFileSync(join(root, "src-tauri/tauri.conf.json"), "utf8")).bundle.macOS?.minimumSystemVersion ?? "10.13");

/** The bindings' source lies in cargo's registry; cargo fetches it if need be. */
function generated() {
  const options = ["metadata", "--format-version", "1", "--locked", "--filter-platform", "aarch64-apple-darwin"];
  let metadata;
  try {
    metadata = JSON.parse(execFileSync("cargo", options, { cwd: root, maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] }));
  } catch (error) {
    return { missing: `cargo has no bindings of macOS here: ${error.stderr ?? error}` };
  }
  const { manifest_path } = metadata.packages.find(({ name }) => name === "objc2-app-kit");
  const from = join(dirname(manifest_path), "src/generated");
  return { source: readdirSync(from).filter((file) => file.endsWith(".rs")).map((file) => readFileSync(join(from, file), "utf8")).join("\n") };
}

const { source, missing } = generated();
const bindings = source && protocols(source);
const checked = (sources = ours, messages = namedIn(plist)) => check({ sources, bindings, messages, oldest });

test("each method that AppKit is to call is one that it calls", { skip: missing }, () => {
  const { faults, compared } = checked();
  assert.deepEqual(faults, []);
  assert.ok(compared >= 8, `only ${compared} methods were compared`);
});

const planted = [
  ["a misspelt selector", "mac/session.rs", "didChooseSharingService:", "didChoseSharingService:", /no such method/],
  ["a selector with an argument too few", "mac/session.rs", "(sharingService:didShareItems:)", "(sharingService:)", /takes 1 arguments, the method 2/],
  ["a text where AppKit hands over a list", "mac/session.rs", "fn did_share(&self, service: &NSSharingService, _items: &NSArray)", "fn did_share(&self, service: &NSSharingService, _items: &NSString)", /takes .*&NSArray.*the method .*&NSString/],
  ["an answer of another kind", "mac/session.rs", ") -> Option<Retained<NSWindow>>", ") -> Option<Retained<NSString>>", /answers .*NSWindow/],
  ["what macOS 12 lacks, unasked for", "mac/items.rs", "available!(macos = 13.0)", "true", /NSPreviewRepresentingActivityItem is of macOS 13/],
  ["a menu item that macOS 12 lacks, unasked for", "mac/menu.rs", "available!(macos = 13.0)", "true", /standardShareMenuItem is of macOS 13/],
  ["a class nobody looked up", "mac/items.rs", "NSArray, NSString", "NSArray, NSMystery, NSString", /since when is there NSMystery/],
  ["a service nobody answers", "mac/services.rs", "saveToStandfirst:", "saveInStandfirst:", /Info.plist names saveToStandfirst/],
];

for (const [fault, file, right, wrong, told] of planted) {
  test(`${fault} is found`, { skip: missing }, () => {
    assert.ok(ours[file].includes(right), `${file} has no ${right} to spoil`);
    const { faults } = checked({ ...ours, [file]: ours[file].replace(right, wrong) });
    assert.match(faults.join("\n"), told);
  });
}

test("a service that the system is not told of is found", { skip: missing }, () => {
  assert.match(checked(ours, ["saveToStandfirst"]).faults.join("\n"), /followInStandfirst:userData:error: is not in Info.plist/);
});
