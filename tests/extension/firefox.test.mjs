// The same extension in Debian's Firefox, driven through Marionette, which is part of it.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { Site } from "../fixtures/server.mjs";
import { folder, program, until } from "./browser.mjs";

const FIREFOX = "/usr/bin/firefox-esr";
const ID = "extension@standfirst.app";
const SENTENCE = "The harbour board met behind closed doors, and what it decided about the ferries is for subscribers alone to read. ";

/** Marionette's protocol: `length:[0, id, command, parameters]`, answered by `length:[1, id, error, result]`. */
class Marionette {
  #rest = Buffer.alloc(0);
  #waiting = new Map();
  #asked = 0;

  static async at(port) {
    const one = new Marionette();
    one.socket = connect(port, "127.0.0.1");
    one.socket.on("data", (bytes) => one.#hear(bytes));
    await once(one.socket, "connect");
    await one.ask("WebDriver:NewSession", {});
    return one;
  }

  #hear(bytes) {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const colon = this.#rest.indexOf(":");
      const length = Number(this.#rest.subarray(0, colon));
      if (colon < 0 || this.#rest.length < colon + 1 + length) return;
      const message = JSON.parse(this.#rest.subarray(colon + 1, colon + 1 + length).toString());
      this.#rest = this.#rest.subarray(colon + 1 + length);
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message;
      const one = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) one?.fail(new Error(`${error.error}: ${error.message}`));
      else one?.done(result);
    }
  }

  ask(command, parameters) {
    const id = (this.#asked += 1);
    const body = Buffer.from(JSON.stringify([0, id, command, parameters]));
    this.socket.write(Buffer.concat([Buffer.from(`${body.length}:`), body]));
    return new Promise((done, fail) => this.#waiting.set(id, { done, fail }));
  }

  /** Runs a script with the rights of the browser itself. */
  async inside(script) {
    await this.ask("Marionette:SetContext", { value: "chrome" });
    try {
      return (await this.ask("WebDriver:ExecuteScript", { script, args: [], newSandbox: true })).value;
    } finally {
      await this.ask("Marionette:SetContext", { value: "content" });
    }
  }
}

const BUTTON = `
  const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
  const window = Services.wm.getMostRecentWindow("navigator:browser");
  const button = ExtensionParent.apiManager.global.browserActionFor(WebExtensionPolicy.getByID("${ID}").extension);`;

describe("the extension in Firefox", { skip: !existsSync(FIREFOX) && `${FIREFOX} is not installed` }, () => {
  let home, env, firefox, driver, site;
  before(async () => {
    site = await Site.start();
    home = mkdtempSync(join(tmpdir(), "standfirst-firefox-"));
    env = { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, ".config"), STANDFIRST_DATA_DIR: join(home, "data"), STANDFIRST_KEYRING: "off", MOZ_HEADLESS: "1", LANG: "C.UTF-8" };
    execFileSync(program, ["browser-extension", "install", "firefox"], { env, stdio: "pipe" });
    const profile = join(home, "profile");
    mkdirSync(profile);
    const preferences = { "marionette.port": 0, "datareporting.policy.dataSubmissionEnabled": false, "browser.shell.checkDefaultBrowser": false, "app.update.enabled": false, "network.captive-portal-service.enabled": false, "network.connectivity-service.enabled": false, "browser.aboutwelcome.enabled": false, "intl.locale.requested": "en-US" };
    writeFileSync(join(profile, "user.js"), Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(""));
    firefox = spawn(FIREFOX, ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", profile], { env, stdio: "ignore" });
    const file = join(profile, "MarionetteActivePort");
    await until("Firefox listens", () => existsSync(file) && readFileSync(file, "utf8").trim() !== "", 60_000);
    driver = await Marionette.at(Number(readFileSync(file, "utf8")));
    await driver.ask("Addon:Install", { path: folder, temporary: true });
  });
  after(async () => {
    driver?.socket.destroy();
    if (firefox && firefox.exitCode === null) {
      const ended = once(firefox, "exit");
      firefox.kill();
      await ended;
    }
    await site?.stop();
    if (home) rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });

  test("saves the page a login shows by one press of its button", async () => {
    site.answers.set("/members/ferries", (request, response) => {
      const isIn = /session=ann/.test(request.headers.cookie ?? "");
      response.writeHead(isIn ? 200 : 403, { "content-type": "text/html; charset=utf-8" });
      response.end(isIn ? `<!doctype html><html lang="en"><head><title>The ferries stay</title></head><body><article><h1>The ferries stay</h1><p>${SENTENCE.repeat(4)}</p><div id="later"></div></article><script>document.getElementById("later").innerHTML = "<p>Built by a script: the night boat sails again from the first of May, and nobody had said so before.</p>"</script></body></html>` : "no");
    });
    await driver.ask("WebDriver:Navigate", { url: site.url("/harbour/") });
    await driver.ask("WebDriver:AddCookie", { cookie: { name: "session", value: "ann" } });
    await driver.ask("WebDriver:Navigate", { url: site.url("/members/ferries") });
    await driver.inside(`${BUTTON} button.triggerAction(window);`);
    const said = () => driver.inside(`${BUTTON} return button.action.getProperty(window.gBrowser.selectedTab, "title");`);
    let last;
    await until("the page is saved", async () => /^Saved/.test((last = await said())), 30_000).catch((error) => {
      throw new Error(`${error.message}; the button says: ${last}`);
    });
    assert.equal(last, "Saved The ferries stay");
    const saved = JSON.parse(execFileSync(program, ["--json", "list", "--saved"], { env, encoding: "utf8" }).split("\n")[0]);
    assert.equal(saved.url, site.url("/members/ferries"));
    assert.match(execFileSync(program, ["show", String(saved.id)], { env, encoding: "utf8" }), /Built by a script: the night boat/);
  });
});
