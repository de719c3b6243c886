// One test's surroundings: a web on loopback, a library of its own behind `standfirst serve`, and a page in Debian's
// Chromium that shows the built UI. STANDFIRST_BIN names the program, or the folder it is in.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { Site } from "../fixtures/server.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const { chromium } = createRequire(join(root, "ui/package.json"))("playwright-core");
const given = process.env.STANDFIRST_BIN ?? join(root, "target/debug");
const program = statSync(given).isDirectory() ? join(given, "standfirst") : given;

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export class Browser {
  /** Requests that went anywhere but to the server, errors of the page, and what its policy had to stop. */
  strangers = [];
  errors = [];

  static async open({ sample = false, width = 1280, height = 860, colorScheme = "light" } = {}) {
    const one = new Browser();
    one.home = mkdtempSync(join(tmpdir(), "standfirst-ui-"));
    one.env = { ...process.env, HOME: one.home, STANDFIRST_DATA_DIR: join(one.home, "data"), XDG_DOWNLOAD_DIR: "", LANG: "C.UTF-8", STANDFIRST_KEYRING: "off" };
    one.site = await Site.start();
    if (sample) await one.cli("sample");
    one.base = await one.#serve();
    one.chromium = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
    const context = await one.chromium.newContext({ viewport: { width, height }, colorScheme });
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: one.base });
    one.page = await context.newPage();
    one.page.setDefaultTimeout(15_000);
    one.page.on("pageerror", (error) => one.errors.push(String(error)));
    one.page.on("console", (message) => {
      const text = message.text();
      // Chromium warns of the frame's sandbox; see DESIGN on why it is so, and walls.test.mjs on what holds.
      // A picture that is not there and a command that failed are answers, not errors of the page.
      if (message.type() === "error" && !text.startsWith("Failed to load resource")) one.errors.push(text);
    });
    one.page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(one.base) && !/^(data|blob|about):/.test(url)) one.strangers.push(url);
    });
    await one.page.goto(one.base);
    await one.page.getByTestId("list-title").waitFor();
    return one;
  }

  /** Ends the server and starts it again on the same library, as a restart of the app does. */
  async restart() {
    this.server.removeAllListeners("exit");
    const ended = once(this.server, "exit");
    this.server.kill();
    await ended;
    this.base = await this.#serve();
    // Another port is another origin.
    await this.page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: this.base });
    await this.page.goto(this.base);
    await this.get("list-title").waitFor();
  }

  async #serve() {
    this.server = spawn(program, ["serve", "--port", "0", "--ui", join(root, "ui/dist")], { env: this.env, stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    return new Promise((done, fail) => {
      this.server.stdout.on("data", (bytes) => {
        said += bytes;
        const address = /http:\/\/[\d.]+:\d+/.exec(said)?.[0];
        if (address) done(address);
      });
      this.server.on("exit", (code) => fail(new Error(`standfirst serve ended with ${code}: ${said}`)));
    });
  }

  /** Runs the command line on the same library; resolves with what it printed. */
  async cli(...args) {
    const child = spawn(program, args, { env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    let [out, trouble] = ["", ""];
    child.stdout.on("data", (bytes) => (out += bytes));
    child.stderr.on("data", (bytes) => (trouble += bytes));
    const code = await new Promise((done) => child.on("close", done));
    if (code !== 0) throw new Error(`standfirst ${args.join(" ")}: exit ${code}\n${trouble}`);
    return out;
  }

  async list(...args) {
    return (await this.cli("--json", "list", ...args)).split("\n").filter(Boolean).map((line) => JSON.parse(line));
  }

  get(testid) {
    return this.page.getByTestId(testid);
  }

  source(title) {
    return this.get("source-row").filter({ hasText: title });
  }

  /** Opens what a source's menu names. */
  async choose(title, item) {
    await this.source(title).click({ button: "right" });
    await this.page.getByRole("menuitem", { name: item }).click();
  }

  row(text) {
    return this.get("article-row").filter({ hasText: text });
  }

  /** The text inside the article frame. */
  get body() {
    return this.page.frameLocator("[data-testid=article-frame]").locator("body");
  }

  /** Follows an address of the site, from the button to the source in the list. */
  async follow(path, title) {
    await this.get("follow-button").click();
    await this.get("follow-address").fill(this.site.url(path));
    await this.get("follow-look").click();
    await this.get("candidate").filter({ hasText: title }).first().waitFor();
    await this.get("follow-confirm").click();
    await this.get("source-row").filter({ hasText: title }).waitFor();
  }

  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async headline(title) {
    await this.get("article-headline").filter({ hasText: title }).waitFor();
  }

  downloads() {
    const folder = join(this.home, "Downloads");
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  }

  async close() {
    await this.chromium?.close();
    this.server?.removeAllListeners("exit");
    this.server?.kill();
    await this.site?.stop();
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Looks until it is so. */
export async function until(what, look, ms = 15_000) {
  const end = Date.now() + ms;
  for (;;) {
    if (await look()) return;
    if (Date.now() > end) throw new Error(`after ${ms} ms still not: ${what}`);
    await new Promise((done) => setTimeout(done, 60));
  }
}
