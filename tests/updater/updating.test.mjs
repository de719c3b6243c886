// A copy that updates itself, in the real window, against a release server on loopback: what carries our signature takes its place
// and is started, what does not is thrown away. `make test-updater` builds the window with the updater and a key of its own.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Window, until } from "../e2e/webdriver.mjs";

const { UPDATER_WINDOW: program, UPDATER_KEY: key, UPDATER_PORT: port, TAURI: tauri } = process.env;
const OLD = "the copy that was here";

describe("a copy that updates itself", () => {
  let home, appimage, server, window, release, asked;

  /** What the release server has: a program that says that it was started, and its signature by a key. */
  function publish(version, signedBy, notes) {
    const file = join(home, `Standfirst_${version}.AppImage`);
    // An AppImage is a program; the updater takes nothing else.
    const code = `#include <stdio.h>\nint main(void) { FILE *file = fopen("${join(home, "started")}", "w"); return file ? fclose(file) : 1; }\n`;
    execFileSync("cc", ["-x", "c", "-o", file, "-"], { input: code });
    execFileSync(tauri, ["signer", "sign", "--private-key-path", signedBy, "--password", "", file], { stdio: ["ignore", "ignore", "inherit"] });
    const signature = readFileSync(`${file}.sig`, "utf8");
    release = { version, notes, pub_date: "2027-01-15T10:00:00Z", platforms: { "linux-x86_64": { url: `http://127.0.0.1:${port}/file`, signature } } };
    release.file = readFileSync(file);
    return release.file;
  }

  before(async () => {
    home = mkdtempSync(join(tmpdir(), "standfirst-update-"));
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.url);
      if (request.url === "/file") return response.end(release.file);
      const { file: _, ...rest } = release;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(rest));
    }).listen(Number(port), "127.0.0.1");
    await once(server, "listening");
    appimage = join(home, "Standfirst.AppImage");
    writeFileSync(appimage, OLD);
    chmodSync(appimage, 0o755);
    window = await Window.open({
      binary: program,
      env: { HOME: home, STANDFIRST_DATA_DIR: join(home, "data"), STANDFIRST_KEYRING: "off", APPIMAGE: appimage, APPDIR: dirname(program), LANG: "C.UTF-8" },
    });
    await window.get("article-row");
  });
  after(async () => {
    await window?.close();
    server?.close();
    if (home) rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  test("asks nobody before the reader asks", () => assert.deepEqual(asked, []));

  test("throws away what somebody else signed, and says so", async () => {
    const stranger = join(home, "stranger.key");
    execFileSync(tauri, ["signer", "generate", "--ci", "--password", "", "-w", stranger], { stdio: "ignore" });
    publish("9.0.0", stranger, "A trap.");
    await window.press("g", "y");
    await window.withText("update-notes", "A trap.");
    await window.click("update-install");
    await until("it is told", async () => (await window.run("return document.body.innerText")).includes("it is not signed by the makers of Standfirst"));
    assert.equal(readFileSync(appimage, "utf8"), OLD, "nothing was replaced");
    assert.ok(!existsSync(join(home, "started")));
  });

  test("shows what is new; once the reader agrees, the new version is in the old one's place, and runs", async () => {
    const bytes = publish("9.0.1", key, "The list scrolls faster.");
    await window.click("update-look");
    await window.withText("update-notes", "The list scrolls faster.");
    assert.equal(readFileSync(appimage, "utf8"), OLD, "only told so far");
    await window.click("update-install").catch(() => undefined); // the window may be gone before the click is answered
    await until("the new one was started", () => existsSync(join(home, "started")), 30_000);
    assert.ok(readFileSync(appimage).equals(bytes));
  });
});
