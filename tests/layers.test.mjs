// The layer cake: which room may build on which. The rule stands here; ARCHITECTURE.md says why.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Our own crates that each may name, and nothing else of ours. */
const may = {
  feed: [],
  article: [],
  picture: [],
  stories: [],
  fetch: [],
  query: [],
  exchange: ["feed"], // lists of sources, encodings, dates and references are read there
  library: ["article", "query"], // addresses without what only tracks
  share: [],
  browsers: [],
  logbook: [],
  presence: [],
  sync: [],
  newsroom: ["article", "browsers", "exchange", "feed", "fetch", "library", "logbook", "picture", "presence", "query", "share", "stories", "sync"],
  cli: ["article", "browsers", "feed", "library", "logbook", "newsroom"], // article and feed for the tools that need no library
  "standfirst-desktop": ["logbook", "newsroom", "presence", "share"], // the systems' own menus belong to a window
};

/** Outside crates that open a door, and the rooms that have it. */
const doors = {
  reqwest: ["fetch"], // the network
  rustls: ["fetch"],
  axum: ["newsroom"], // the dev server, on loopback
  zbus: ["presence", "share"], // other programs of the session, over its bus: a socket of this machine, and no network
  rusqlite: ["library"], // the database
  tauri: ["standfirst-desktop"], // GTK and WebKit
  "tauri-plugin-updater": ["standfirst-desktop"], // the network, for updates that are asked for
  arboard: ["standfirst-desktop"],
  dirs: ["newsroom"],
  ksni: ["presence"],
  objc2: ["share"], // the systems' own share menus
  "objc2-app-kit": ["share"],
  "objc2-foundation": ["share"],
  windows: ["share"],
};

/** Rooms where the same bytes give the same answer: no clock, disk, network or task of their own. */
const pure = ["feed", "article", "exchange", "query", "stories"];

const effects = [
  "std::fs", "std::process", "std::env", "TcpStream", "TcpListener", "UdpSocket", "ToSocketAddrs",
  "SystemTime", "Instant::now", "Timestamp::now", "Zoned::now", "tokio",
];

/** Names in the tables whose heading ends in `dependencies`, tests' own and target-specific ones included. */
function dependencies(manifest, { tests }) {
  const names = [];
  let inside = false;
  for (const line of manifest.split("\n")) {
    const heading = line.match(/^\[(.+)\]\s*$/)?.[1];
    if (heading) {
      inside = heading.endsWith("dependencies") && (tests || !heading.endsWith("dev-dependencies"));
    } else if (inside) {
      const name = line.match(/^([A-Za-z0-9_-]+)/)?.[1];
      if (name) names.push(name);
    }
  }
  return names;
}

const crates = new Map([["standfirst-desktop", join(root, "src-tauri")]]);
for (const name of readdirSync(join(root, "src-tauri/crates"))) crates.set(name, join(root, "src-tauri/crates", name));
const manifest = (name) => readFileSync(join(crates.get(name), "Cargo.toml"), "utf8");

test("every room is in the table", () => {
  assert.deepEqual([...crates.keys()].sort(), Object.keys(may).sort());
});

for (const [name, allowed] of Object.entries(may)) {
  test(`${name} builds only on ${allowed.join(", ") || "nothing of ours"}`, () => {
    const ours = dependencies(manifest(name), { tests: false }).filter((dependency) => dependency in may);
    assert.deepEqual(ours.filter((dependency) => !allowed.includes(dependency)), []);
  });
}

for (const [crate, rooms] of Object.entries(doors)) {
  test(`${crate} is named only by ${rooms.join(", ")}`, () => {
    const naming = [...crates.keys()].filter((name) => dependencies(manifest(name), { tests: false }).includes(crate));
    assert.deepEqual(naming.filter((name) => !rooms.includes(name)), []);
  });
}

for (const name of pure) {
  test(`${name} reads no clock, disk or network`, () => {
    const sources = readdirSync(join(crates.get(name), "src"), { recursive: true }).filter((file) => file.endsWith(".rs"));
    for (const file of sources) {
      const code = readFileSync(join(crates.get(name), "src", file), "utf8").split("#[cfg(test)]")[0];
      for (const door of effects) {
        assert.ok(!code.includes(door), `${name}/src/${file} uses ${door}`);
      }
    }
  });
}

test("the workspace's rooms take dependencies from the one table of versions", () => {
  for (const name of crates.keys()) {
    for (const line of manifest(name).split("\n")) {
      assert.ok(!/^[a-z0-9_-]+\s*=\s*"[\^~=]?\d/i.test(line) || /^(version|rust-version|edition)/.test(line), `${name}: ${line}`);
    }
  }
});

/** Where the compiler's promises are ours to keep: what calls AppKit and COM. */
const sharp = /^share\/src\/(?:mac|win)(?:\.rs|\/)/;

test("unsafe code stands only where a system's own menu is called, and each block says why it is sound", () => {
  let blocks = 0;
  for (const [name, folder] of crates) {
    const sources = ["src", "tests", "build.rs"].flatMap((part) => {
      const at = join(folder, part);
      if (!existsSync(at)) return [];
      return part.endsWith(".rs") ? [part] : readdirSync(at, { recursive: true }).filter((file) => file.endsWith(".rs")).map((file) => `${part}/${file}`);
    });
    for (const source of sources) {
      const lines = readFileSync(join(folder, source), "utf8").split("\n");
      lines.forEach((line, at) => {
        const code = line.replace(/\/\/.*$/, "");
        if (!sharp.test(`${name}/${source}`)) {
          assert.doesNotMatch(code, /\bunsafe\b(?!-)|unsafe_code/, `${name}/${source}:${at + 1}`);
        } else if (/\bunsafe\s*\{|unsafe\(super/.test(code)) {
          blocks++;
          const before = lines.slice(Math.max(0, at - 4), at + 1).join("\n");
          assert.match(before, /\/\/ SAFETY: /, `${name}/${source}:${at + 1} does not say why it is sound`);
        }
      });
    }
  }
  assert.ok(blocks >= 10, `only ${blocks} blocks were found`);
});
