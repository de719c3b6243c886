// The .deb and the .rpm in the environment variables DEB and RPM: what is in them, and that the menu entry opens the window.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
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
    // Found on a Debian with nothing in it: no request could be made.
    assert.match(control, /^Depends: .*ca-certificates/m);
    assert.match(control, /^Recommends: .*hyphen-en-us/m);
    // Without apt's lists there is nothing to look the names up in.
    if (!readdirSync("/var/lib/apt/lists").some((name) => name.includes("_Packages"))) return;
    const names = control.match(/^(?:Depends|Recommends): .*$/gm).flatMap((line) => line.split(": ")[1].split(",")).map((name) => name.trim().split(" ")[0]);
    for (const name of names) assert.match(run("apt-cache", "policy", name), /Candidate: \d/, name);
  });

  test("has a valid menu entry that passes on addresses, and each of its actions is a command that there is", () => {
    run("desktop-file-validate", entry);
    const text = readFileSync(entry, "utf8");
    assert.match(text, /^Exec=standfirst-desktop %U$/m);
    const actions = text.match(/^Actions=(.+);$/m)[1].split(";");
    const commands = [...text.matchAll(/^Exec=(\S+) (\S+)$/gm)].filter(([, , argument]) => argument !== "%U");
    assert.equal(commands.length, actions.length);
    for (const [, program, argument] of commands) {
      assert.ok(existsSync(join(root, "usr/bin", program)), program);
      if (program === "standfirst") run(join(root, "usr/bin/standfirst"), argument, "--help");
    }
  });

  test("brings the licences of what it is made from", () => {
    const text = gunzipSync(readFileSync(join(root, "usr/share/doc/standfirst/third-party.gz"))).toString();
    for (const name of ["reqwest", "tauri", "rusqlite", "svelte", "bits-ui"]) assert.match(text, new RegExp(`^${name} \\d`, "m"), name);
    assert.match(text, /Permission is hereby granted/);
    assert.doesNotMatch(text, /^(?:nextest|vitest|playwright-core) \d/m, "tools are no part of it");
  });

  test("has an icon of every size, as large as it says, for dark and light panels too", () => {
    const icons = join(root, "usr/share/icons/hicolor");
    for (const size of [16, 22, 24, 32, 48, 64, 128, 256, 512]) {
      const png = readFileSync(join(icons, `${size}x${size}/apps/standfirst-desktop.png`));
      assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [size, size]);
      assert.ok(png.length < 8000, `${size}: ${png.length} bytes`);
    }
    for (const path of ["scalable/apps/standfirst-desktop.svg", "symbolic/apps/standfirst-desktop-symbolic.svg"]) assert.ok(existsSync(join(icons, path)), path);
  });

  test("tells software centres what it is, with the version of this package and a picture", () => {
    const file = join(root, "usr/share/metainfo/app.standfirst.desktop.metainfo.xml");
    run("appstreamcli", "validate", "--no-net", file);
    const text = readFileSync(file, "utf8");
    const version = run("dpkg-deb", "-f", deb, "Version").trim().replace(/-\d+$/, "");
    assert.equal(text.match(/<release version="([^"]+)"/)[1], version, "the newest release is this one");
    assert.match(text, /<image type="source"[^>]*>https:.*\.png<\/image>/);
    assert.ok(existsSync(join(root, "usr/share/applications", text.match(/desktop-id">([^<]+)/)[1])), "the menu entry has this name");
  });

  test("explains both programs and each command, and completes them", () => {
    const pages = join(root, "usr/share/man/man1");
    const commands = run(join(root, "usr/bin/standfirst"), "--help").split("Commands:\n")[1].split("\n\n")[0].match(/^ {2}([a-z-]+)/gm).map((name) => name.trim());
    assert.ok(commands.length > 30);
    const wanted = ["standfirst-desktop", "standfirst", ...commands.filter((name) => name !== "help").map((name) => `standfirst-${name}`)];
    for (const name of wanted) assert.match(gunzipSync(readFileSync(join(pages, `${name}.1.gz`))).toString(), /^\.TH /m, name);
    run("bash", "-n", join(root, "usr/share/bash-completion/completions/standfirst"));
    const offered = "COMP_WORDS=(standfirst mark-); COMP_CWORD=1; _standfirst standfirst mark- standfirst; echo ${COMPREPLY[*]}";
    assert.match(run("bash", "-c", `. ${join(root, "usr/share/bash-completion/completions/standfirst")}; ${offered}`), /mark-read mark-unread/);
    for (const path of ["zsh/vendor-completions/_standfirst", "fish/vendor_completions.d/standfirst.fish"]) assert.ok(existsSync(join(root, "usr/share", path)), path);
  });

  test("tells browsers of the program that the extension speaks with", { skip: !existsSync("src-tauri/native-host") && "the extension is not there yet" }, () => {
    for (const [place, allowed] of [["etc/chromium", "allowed_origins"], ["etc/opt/chrome", "allowed_origins"], ["etc/opt/edge", "allowed_origins"], ["usr/lib/mozilla", "allowed_extensions"]]) {
      const manifest = JSON.parse(readFileSync(join(root, place, "native-messaging-hosts/app.standfirst.host.json"), "utf8"));
      assert.equal(manifest.path, "/usr/bin/standfirst", place);
      assert.ok(manifest[allowed].length > 0, place);
    }
    assert.ok(existsSync(join(root, "usr/share/standfirst/extension/manifest.json")));
    assert.match(run("dpkg-deb", "-I", deb, "conffiles"), /^\/etc\/chromium\/native-messaging-hosts\/app\.standfirst\.host\.json$/m);
  });

  test("follows Debian's policy: lintian finds no error", () => {
    const { stdout, status } = spawnSync("lintian", ["--allow-root", "--fail-on", "error", "--tag-display-limit", "0", deb], { encoding: "utf8" });
    assert.equal(status, 0, stdout);
    // What is left is looked at, not hidden.
    if (stdout.trim()) console.log(stdout.trim());
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

describe("the RPM package", () => {
  const rpm = process.env.RPM;
  const query = (...args) => run("rpm", "-qp", "--nosignature", ...args, rpm);

  test("holds what the .deb holds", () => {
    const files = query("-l").split("\n");
    for (const path of [
      "/usr/bin/standfirst", "/usr/bin/standfirst-desktop", "/usr/share/applications/Standfirst.desktop", "/usr/share/man/man1/standfirst.1.gz",
      "/usr/share/metainfo/app.standfirst.desktop.metainfo.xml", "/usr/share/icons/hicolor/16x16/apps/standfirst-desktop.png",
      "/usr/share/zsh/site-functions/_standfirst", "/usr/share/mime/packages/app.standfirst.desktop.xml",
    ]) assert.ok(files.includes(path), `${path} in\n${files.join("\n")}`);
    for (const line of query("-lv").trim().split("\n")) assert.match(line, /^-rw[x-]r-[x-]r-[x-]|^drwxr-xr-x/, line);
  });

  test("asks for what it needs by what the libraries are called, which every RPM system knows", () => {
    assert.match(query("--requires"), /libwebkit2gtk-4\.1\.so\.0\(\)\(64bit\)/);
    assert.match(query("--recommends"), /hyphen-en/);
    assert.match(query("-i"), /License\s*: MIT OR Apache-2\.0/);
  });
});
