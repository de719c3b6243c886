// A W3C WebDriver client for the real window: starts WebKitWebDriver with the environment the app shall have, and
// gives a test its few verbs. No library: the protocol is JSON over HTTP.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const WAIT_MS = 15_000;

/** Key codes of the WebDriver standard. */
export const Keys = { enter: "\uE007", escape: "\uE00C", tab: "\uE004", control: "\uE009", shift: "\uE008", down: "\uE015" };

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

/** Calls `look` until it gives something; its last error says why it did not. */
export async function until(what, look, ms = WAIT_MS) {
  const end = Date.now() + ms;
  let last;
  do {
    try {
      const found = await look();
      if (found) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await pause(60);
  } while (Date.now() < end);
  throw new Error(`after ${ms} ms still not: ${what}`, { cause: last });
}

/** One window of the app. Selectors are CSS, or the name of a `data-testid`. */
export class Window {
  static async open({ binary, args = [], env = {}, more = {} }) {
    const port = await freePort();
    const driver = spawn("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], {
      // Without the first, WebKit waits for ever for an app that does not know that it is driven.
      env: { ...process.env, TAURI_WEBVIEW_AUTOMATION: "true", ...env },
      // The app inherits these: its end must not be waited for through them.
      stdio: ["ignore", "ignore", "pipe"],
      detached: true, // a process group, so that nothing of it outlives the test
    });
    const window = new Window();
    window.driver = driver;
    window.base = `http://127.0.0.1:${port}`;
    window.log = "";
    driver.stderr.on("data", (bytes) => (window.log += bytes));
    // Should a process of the app outlive the driver, the test need not wait for it.
    driver.stderr.unref();
    try {
      await until("WebKitWebDriver answers", async () => (await fetch(`${window.base}/status`)).ok);
      const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary, args }, ...more } };
      const session = await window.call("POST", "/session", { capabilities });
      window.base += `/session/${session.sessionId}`;
      await window.call("POST", "/timeouts", { script: WAIT_MS, implicit: 0, pageLoad: WAIT_MS });
    } catch (error) {
      process.kill(-driver.pid);
      throw new Error(`the window did not open; its log:\n${window.log}`, { cause: error });
    }
    return window;
  }

  async call(method, path, body) {
    const answer = await fetch(this.base + path, {
      method,
      headers: { "content-type": "application/json" },
      body: method === "POST" ? JSON.stringify(body ?? {}) : undefined,
      signal: AbortSignal.timeout(60_000),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message} (${method} ${path})`);
    return value;
  }

  async close() {
    await this.call("DELETE", "").catch(() => {});
    const ended = once(this.driver, "exit");
    process.kill(-this.driver.pid, "SIGKILL");
    await ended;
  }

  async all(selector) {
    const value = css(selector);
    const found = await this.call("POST", "/elements", { using: "css selector", value });
    return found.map((reference) => new Element(this, reference[ELEMENT]));
  }

  /** The first that is shown; waits for it. */
  async get(selector, ms) {
    return until(`${selector} is shown`, async () => {
      for (const element of await this.all(selector)) if (await element.isShown()) return element;
    }, ms);
  }

  /** The first shown whose text holds `text`. */
  async withText(selector, text, ms) {
    return until(`${selector} says “${text}”`, async () => {
      for (const element of await this.all(selector)) if ((await element.text()).includes(text)) return element;
    }, ms);
  }

  async gone(selector, ms) {
    await until(`${selector} is gone`, async () => {
      for (const element of await this.all(selector)) if (await element.isShown()) return false;
      return true;
    }, ms);
  }

  async click(selector) {
    // A list may replace a row between finding and clicking it.
    await until(`${selector} can be clicked`, async () => {
      await (await this.get(selector)).click();
      return true;
    });
  }

  async fill(selector, text) {
    const field = await this.get(selector);
    await field.call("POST", "/clear");
    if (text !== "") await field.type(text);
  }

  /** Keys pressed wherever the focus is, one after the other; several in an array are held together. */
  async press(...keys) {
    const actions = keys.flatMap((key) => {
      const chord = [key].flat();
      return [...chord.map((value) => ({ type: "keyDown", value })), ...chord.toReversed().map((value) => ({ type: "keyUp", value }))];
    });
    await this.call("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Runs the body of a function in the page. Elements may be given and come back as references. */
  run(script, ...args) {
    return this.call("POST", "/execute/sync", { script, args: args.map((arg) => (arg instanceof Element ? arg.reference : arg)) });
  }

  async inFrame(selector, work) {
    const frame = await this.get(selector);
    await this.call("POST", "/frame", { id: frame.reference });
    try {
      return await work();
    } finally {
      await this.call("POST", "/frame", { id: null });
    }
  }

  async screenshot() {
    return Buffer.from(await this.call("GET", "/screenshot"), "base64");
  }

  resize(width, height) {
    return this.call("POST", "/window/rect", { width, height });
  }
}

class Element {
  constructor(window, id) {
    this.window = window;
    this.id = id;
  }
  get reference() {
    return { [ELEMENT]: this.id };
  }
  call(method, path, body) {
    return this.window.call(method, `/element/${this.id}${path}`, body);
  }
  text() {
    return this.call("GET", "/text");
  }
  isShown() {
    return this.call("GET", "/displayed");
  }
  click() {
    return this.call("POST", "/click");
  }
  type(text) {
    return this.call("POST", "/value", { text });
  }
  /** Its menu, by the secondary button of the mouse. */
  openMenu() {
    const actions = [{ type: "pointerMove", origin: this.reference, x: 0, y: 0 }, { type: "pointerDown", button: 2 }, { type: "pointerUp", button: 2 }];
    return this.window.call("POST", "/actions", { actions: [{ type: "pointer", id: "mouse", actions }] });
  }
  attribute(name) {
    return this.call("GET", `/attribute/${name}`);
  }
}

const css = (selector) => (/^[a-z][a-z-]+$/.test(selector) ? `[data-testid="${selector}"]` : selector);
