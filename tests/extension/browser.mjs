// Debian's Chromium with our extension, told of the native host by `standfirst browser-extension install`, over a library
// of its own. The extension's button is pressed as a person presses it (CDP's Extensions.triggerAction gives the extension
// the same rights in the tab); the popup it opens is read and clicked.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const folder = join(root, "ui/extension");
const { chromium } = createRequire(join(root, "ui/package.json"))("playwright-core");
const given = process.env.STANDFIRST_BIN ?? join(root, "target/debug");
export const program = statSync(given).isDirectory() ? join(given, "standfirst") : given;

/** What the key in the manifest comes to; browsers/src/caller.rs has the same, and a test that it is so. */
export const ID = "fkgihlbcfmfmkpploagkiepddhfcoeom";

const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--enable-unsafe-extension-debugging", "--disable-features=DisableLoadExtensionCommandLineSwitch"];

export class ExtendedBrowser {
  static async open({ extension = folder, told = true, lang = "en-US" } = {}) {
    const one = new ExtendedBrowser();
    one.home = mkdtempSync(join(tmpdir(), "standfirst-ext-"));
    one.data = join(one.home, "data");
    const config = join(one.home, ".config");
    // `dbus` off: Chromium looks for a keyring there. The rest is what keeps a test from the person at the machine.
    one.env = { ...process.env, HOME: one.home, XDG_CONFIG_HOME: config, STANDFIRST_DATA_DIR: one.data, STANDFIRST_KEYRING: "off", LANG: "C.UTF-8", LANGUAGE: lang };
    if (told) one.cli("browser-extension", "install", "chromium");
    one.context = await chromium.launchPersistentContext(join(config, "chromium"), {
      executablePath: "/usr/bin/chromium",
      headless: true,
      ignoreDefaultArgs: ["--disable-extensions"],
      env: one.env,
      args: [...ARGS, `--lang=${lang}`, `--load-extension=${extension}`],
    });
    one.worker = one.context.serviceWorkers()[0] ?? (await one.context.waitForEvent("serviceworker", { timeout: 20_000 }));
    one.id = new URL(one.worker.url()).host;
    one.page = one.context.pages()[0] ?? (await one.context.newPage());
    one.cdp = await one.context.browser().newBrowserCDPSession();
    return one;
  }

  /** Runs the command line on the library; what it printed. */
  cli(...args) {
    return execFileSync(program, args, { env: this.env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  /** The app's window over this library, in a tab of its own. */
  async window() {
    this.server = spawn(program, ["serve", "--port", "0", "--ui", join(root, "ui/dist")], { env: this.env, stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    const base = await new Promise((done, fail) => {
      this.server.stdout.on("data", (bytes) => {
        said += bytes;
        const address = /http:\/\/[\d.]+:\d+/.exec(said)?.[0];
        if (address) done(address);
      });
      this.server.on("exit", (code) => fail(new Error(`standfirst serve ended with ${code}: ${said}`)));
    });
    const page = await this.context.newPage();
    await page.goto(base);
    return page;
  }

  list(...args) {
    return this.cli("--json", "list", ...args).split("\n").filter(Boolean).map((line) => JSON.parse(line));
  }

  /** Presses the extension's button on the tab that is shown, and gives its popup. */
  async press() {
    await this.page.bringToFront();
    const { targetInfos } = await this.cdp.send("Target.getTargets", { filter: [{ type: "tab" }] });
    const tab = targetInfos.find(({ url }) => url === this.page.url());
    if (!tab) throw new Error(`no tab shows ${this.page.url()}: ${targetInfos.map(({ url }) => url).join(" ")}`);
    await this.cdp.send("Extensions.triggerAction", { id: this.id, targetId: tab.targetId });
    return Popup.find(this.cdp, this.id);
  }

  async close() {
    this.server?.removeAllListeners("exit");
    this.server?.kill();
    await this.context?.close();
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** The popup, which Playwright does not know as a page: spoken with through its own session. */
export class Popup {
  #asked = 0;
  #waiting = new Map();

  static async find(cdp, id) {
    const popup = new Popup();
    popup.cdp = cdp;
    const target = await until("the popup is open", async () => {
      const { targetInfos } = await cdp.send("Target.getTargets");
      return targetInfos.find(({ url }) => url === `chrome-extension://${id}/popup.html`);
    });
    popup.target = target.targetId;
    const { sessionId } = await cdp.send("Target.attachToTarget", { targetId: target.targetId, flatten: false });
    popup.session = sessionId;
    popup.hear = ({ sessionId: from, message }) => {
      if (from !== sessionId) return;
      const { id: number, result, error } = JSON.parse(message);
      const one = popup.#waiting.get(number);
      popup.#waiting.delete(number);
      if (error) one?.fail(new Error(error.message));
      else one?.done(result);
    };
    cdp.on("Target.receivedMessageFromTarget", popup.hear);
    return popup;
  }

  async send(method, params = {}) {
    const id = (this.#asked += 1);
    const answer = new Promise((done, fail) => this.#waiting.set(id, { done, fail }));
    await this.cdp.send("Target.sendMessageToTarget", { sessionId: this.session, message: JSON.stringify({ id, method, params }) });
    return answer;
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** What a person reads in it. */
  text() {
    return this.evaluate("document.body?.innerText ?? ''");
  }

  /** Waits until it says this. */
  async says(pattern, ms = 30_000) {
    let last = "";
    await until(`the popup says ${pattern}`, async () => pattern.test((last = await this.text())), ms).catch((error) => {
      throw new Error(`${error.message}; it says: ${last}`);
    });
    return last;
  }

  buttons() {
    return this.evaluate("[...document.querySelectorAll('button')].filter((one) => one.checkVisibility()).map((one) => one.getAttribute('aria-label') ?? one.textContent)");
  }

  /** Clicks the button of that name. */
  async click(name) {
    const clicked = await this.evaluate(
      `(() => { const one = [...document.querySelectorAll('button')].find((one) => one.checkVisibility() && !one.disabled && (one.getAttribute('aria-label') ?? one.textContent) === ${JSON.stringify(name)}); one?.click(); return Boolean(one); })()`,
    );
    if (!clicked) throw new Error(`there is no button ${name}: ${(await this.buttons()).join(", ")}`);
  }

  async screenshot() {
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    return Buffer.from(data, "base64");
  }

  async close() {
    this.cdp.off("Target.receivedMessageFromTarget", this.hear);
    await this.cdp.send("Target.closeTarget", { targetId: this.target }).catch(() => {});
  }
}

/** Looks until there is something. */
export async function until(what, look, ms = 15_000) {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`after ${ms} ms still not: ${what}`);
    await new Promise((done) => setTimeout(done, 60));
  }
}
