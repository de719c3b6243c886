// Sharing by the real desktop portal with its GTK part, on a bus of its own, under a screen without a monitor.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { after, before, describe, test } from "node:test";

import { until } from "../e2e/webdriver.mjs";
import { Session } from "./session.mjs";

const run = promisify(execFile);

describe("the desktop portal", { skip: existsSync("/usr/libexec/xdg-desktop-portal") ? false : "xdg-desktop-portal is not installed here" }, () => {
  let session;
  before(async () => {
    session = await Session.start({ portal: true });
    session.handler("mailer", "x-scheme-handler/mailto");
  });
  after(() => session.end());

  test("is offered though it does not run, and looking does not start it", async () => {
    const targets = await session.targets();
    assert.ok(targets.includes("open-with"), targets.join(" "));
    const { stdout } = await run("gdbus", ["call", "--session", "-d", "org.freedesktop.DBus", "-o", "/", "-m", "org.freedesktop.DBus.NameHasOwner", "org.freedesktop.portal.Desktop"], { env: { ...process.env, ...session.env } });
    assert.equal(stdout.trim(), "(false,)");
  });

  test("begins a mail with the picture attached", async () => {
    // Fetches the picture, as reading the article does.
    await session.json("offline", session.article.id);
    const { message } = await session.share("email");
    assert.equal(message, "Handed to your e-mail program, with the picture.");
    await until("the mail program was started", () => session.given("mailer").length > 0);
    const mail = new URL(session.given("mailer")[0]);
    const field = (name) => decodeURIComponent(mail.search.slice(1).split("&").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "");
    assert.equal(field("subject"), session.article.title);
    assert.ok(field("body").includes(session.site.url("/harbour/ferry")));
    const picture = field("attachment") || field("attach");
    assert.ok(existsSync(picture), `the picture is at ${picture}`);
    assert.deepEqual(session.given("xdg-email"), [], "and nothing else was asked");
  });

  test("asks the person for a program, and takes no for an answer", { skip: process.env.DISPLAY ? false : "there is no screen" }, async () => {
    const env = { ...process.env, ...session.env };
    const asked = session.cli("share", session.article.id, "--to", "open-with");
    const dialog = await until("the dialog is open", async () => (await run("xdotool", ["search", "--onlyvisible", "--name", "Open With"], { env })).stdout.trim().split("\n")[0]);
    let ended = false;
    void asked.then(() => (ended = true));
    await until("the dialog is closed", async () => {
      await run("xdotool", ["windowfocus", dialog], { env }).catch(() => undefined);
      await run("xdotool", ["key", "--clearmodifiers", "Escape"], { env });
      return ended;
    });
    const { code, stdout } = await asked;
    assert.equal(code, 0);
    assert.equal(stdout.trim(), "", "nothing was handed over, and nothing is said");
    assert.notEqual((await session.json("share", session.article.id))[0].id, "open-with", "nor is it what was used last");
  });
});
