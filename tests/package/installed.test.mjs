// The life of the .deb in the environment variable DEB on a Debian with nothing in it: installed with apt, opened from its menu
// entry, used, brought up to date, removed. Skips, and says why, where there can be no such Debian.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Window, until } from "../e2e/webdriver.mjs";
import { follow, reading } from "../e2e/world.mjs";
import { Site } from "../fixtures/server.mjs";
import { CleanRoot, missing } from "./cleanRoot.mjs";

const run = (program, ...args) => execFileSync(program, args, { encoding: "utf8" });
const deb = process.env.DEB;
const why = missing();
const DATA = "/home/reader/.local/share/standfirst";
const NOTED = "/home/reader/opened";

/** The same package under the number of an older version. */
function older(folder) {
  const root = join(folder, "root");
  run("dpkg-deb", "-R", deb, root);
  const control = join(root, "DEBIAN/control");
  writeFileSync(control, readFileSync(control, "utf8").replace(/^Version: .*$/m, "Version: 0.0.1-1"));
  const file = join(folder, "older.deb");
  run("dpkg-deb", "-Znone", "--build", root, file);
  rmSync(root, { recursive: true });
  return file;
}

describe("the package, installed", { skip: why && `no clean Debian here: ${why}` }, () => {
  let root, site, folder, window;
  const cli = (...args) => root.asPerson("standfirst", "--json", ...args);
  const lines = (...args) => cli(...args).trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const entry = () => readFileSync(root.file("usr/share/applications/Standfirst.desktop"), "utf8");

  before(async () => {
    assert.ok(deb, "DEB names the package");
    folder = mkdtempSync(join(tmpdir(), "standfirst-older-"));
    root = CleanRoot.unpack(run("dpkg-deb", "-f", deb, "Depends"));
    site = await Site.start();
  });
  after(async () => {
    await window?.close();
    await site?.stop();
    root?.remove();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const command = () => entry().match(/^Exec=(\S+)/m)[1];
  async function open() {
    // The screen's session bus is not this person's.
    const binary = root.launcher(["dbus-run-session", "--", command()], { BROWSER: "/usr/local/bin/browser" });
    window = await Window.open({ binary });
    return window;
  }

  test("installs with apt and what it depends on, and nothing else is missing", () => {
    root.install(older(folder));
    for (const program of ["standfirst", "standfirst-desktop"]) assert.doesNotMatch(root.run("ldd", `/usr/bin/${program}`), /not found/, program);
    assert.match(root.asPerson("standfirst", "--version"), /^standfirst \d/);
    assert.equal(JSON.parse(cli("version")).updates, "packages");
    root.install("desktop-file-utils", "xdg-utils");
    for (const type of ["text/x-opml+xml", "application/rss+xml", "x-scheme-handler/feed", "x-scheme-handler/standfirst"]) {
      assert.match(root.run("grep", `^${type}=`, "/usr/share/applications/mimeinfo.cache"), /Standfirst\.desktop/, `offered for ${type}`);
    }
    assert.match(root.run("grep", "feed+json", "/usr/share/mime/globs"), /jsonfeed/, "and the type nobody else defines is known");
  });

  test("opens from the menu entry; a source is followed and read", async () => {
    root.write("/usr/local/bin/browser", `#!/bin/sh\nprintf '%s\\n' "$1" >> ${NOTED}\n`, 0o755);
    await open();
    await until("the sample edition is there", async () => (await window.all("article-row")).length > 0);
    await follow(window, site.url("/harbour/feed.xml"), "The Harbour Gazette");
    await (await window.withText("article-row", "Night ferry returns")).click();
    await reading(window, "Night ferry returns");
    await until("it is read", () => lines("list").some((row) => row.title.includes("Night ferry") && row.read));
  });

  test("shares: the browser of the desktop is given the article's address", async () => {
    await window.press("o");
    await until("the address arrived", () => existsSync(root.file(NOTED)) && readFileSync(root.file(NOTED), "utf8").includes("/harbour/ferry"), 20_000);
  });

  test("saves what another program hands over by the scheme", async () => {
    const address = site.url("/harbour/library");
    // As a browser starts what the menu entry names; the open window takes it, and asks, because the page lies in its own network.
    root.asPerson(command(), `standfirst://save?url=${encodeURIComponent(address)}`);
    await window.click("save-confirm");
    await until("it is saved", () => lines("list", "--saved").some((row) => row.title.includes("Town library")), 30_000);
  });

  test("is brought up to date over its library, which stays and opens", async () => {
    await window.close();
    window = undefined;
    const [sources, articles] = [cli("sources"), cli("list", "--saved")];
    root.install(deb);
    assert.match(root.run("dpkg-query", "-W", "-f=${Version}", "standfirst"), new RegExp(run("dpkg-deb", "-f", deb, "Version").trim()));
    cli("check");
    assert.deepEqual([cli("sources"), cli("list", "--saved")], [sources, articles]);
    await open();
    await window.withText("source-row", "The Harbour Gazette");
    await window.close();
    window = undefined;
  });

  test("removed, it leaves the library and nothing else; purged, not even its settings of the system", () => {
    root.run("apt-get", "remove", "-y", "-q", "standfirst");
    assert.ok(existsSync(root.file(`${DATA}/library.db`)), "the library stays");
    const ours = (path) => !path.startsWith("/etc/") && !path.startsWith("/var/lib/dpkg/info/");
    assert.deepEqual(root.traces().filter(ours), []);
    root.run("apt-get", "purge", "-y", "-q", "standfirst");
    assert.deepEqual(root.traces(), []);
    assert.ok(existsSync(root.file(`${DATA}/library.db`)), "the library stays");
    assert.doesNotMatch(root.run("cat", "/usr/share/applications/mimeinfo.cache"), /Standfirst/);
    assert.ok(readdirSync(root.file(DATA)).length > 1);
  });
});
