// The .deb in the environment variable DEB: what is in it, and that its menu entry opens the window.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { until } from "../e2e/webdriver.mjs";

const run = (program, ...args) => execFileSync(program, args, { encoding: "utf8" });

describe("the Debian package", () => {
  const deb = process.env.DEB;
  let root, entry;
  before(() => {
    assert.ok(deb, "DEB names the package");
    root = mkdtempSync(join(tmpdir(), "standfirst-deb-"));
    run("dpkg-deb", "-x", deb, root);
    const folder = join(root, "usr/share/applications");
    const [name] = readdirSync(folder);
    entry = join(folder, name);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test("holds both programs, and the command line links neither GTK nor WebKit", () => {
    for (const name of ["standfirst", "standfirst-desktop"]) assert.ok(statSync(join(root, "usr/bin", name)).mode & 0o111, name);
    assert.doesNotMatch(run("ldd", join(root, "usr/bin/standfirst")), /gtk|webkit|soup/i);
    assert.match(run(join(root, "usr/bin/standfirst"), "--version"), /\d+\.\d+/);
  });

  test("asks for what it needs and recommends what makes it better, all of which Debian has", () => {
    const control = run("dpkg-deb", "-f", deb);
    assert.match(control, /^Depends: .*libwebkit2gtk-4\.1-0/m);
    assert.match(control, /^Recommends: .*hyphen-en-us/m);
    // Without apt's lists there is nothing to look the names up in.
    if (!readdirSync("/var/lib/apt/lists").some((name) => name.includes("_Packages"))) return;
    const names = control.match(/^(?:Depends|Recommends): .*$/gm).flatMap((line) => line.split(": ")[1].split(",")).map((name) => name.trim().split(" ")[0]);
    for (const name of names) assert.match(run("apt-cache", "policy", name), /Candidate: \d/, name);
  });

  test("has a valid menu entry that passes on addresses, and an icon for it", () => {
    run("desktop-file-validate", entry);
    const text = readFileSync(entry, "utf8");
    assert.match(text, /^Exec=standfirst-desktop %U$/m);
    const icon = text.match(/^Icon=(.+)$/m)[1];
    const sizes = readdirSync(join(root, "usr/share/icons/hicolor"));
    assert.ok(sizes.some((size) => existsSync(join(root, "usr/share/icons/hicolor", size, "apps", `${icon}.png`))), sizes.join(" "));
  });

  test("opens its window from the menu entry", async () => {
    const command = readFileSync(entry, "utf8").match(/^Exec=(.+)$/m)[1].replace(/ %[A-Za-z]/g, "");
    const home = mkdtempSync(join(tmpdir(), "standfirst-home-"));
    // `exec`: so that ending the child ends the program and not a shell around it.
    const child = spawn("sh", ["-c", `exec ${command}`], {
      env: { ...process.env, PATH: `${join(root, "usr/bin")}:${process.env.PATH}`, HOME: home, XDG_DATA_HOME: join(home, "data"), STANDFIRST_DATA_DIR: "" },
      stdio: ["ignore", "inherit", "pipe"],
    });
    try {
      await until("a window is on the screen", () => /"Standfirst".*1280x860/.test(run("xwininfo", "-root", "-tree")), 30_000);
      assert.match(run("xprop", "-name", "Standfirst", "WM_CLASS"), /standfirst-desktop/i, "the class the menu entry names");
      assert.ok(existsSync(join(home, "data/standfirst/library.db")), "the library is in the person's data folder");
      assert.equal(child.exitCode, null);
    } finally {
      const ended = once(child, "exit");
      child.kill();
      await ended;
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  });
});
