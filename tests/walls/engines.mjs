// The two engines, behind one interface: go to a page, call something in it, and what it tried beside that.
import { createRequire } from "node:module";

import { Window, pause } from "../e2e/webdriver.mjs";

const { chromium } = createRequire(new URL("../../ui/package.json", import.meta.url))("playwright-core");

const MINIBROWSERS = ["4.1", "4.0"].map((version) => `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/webkit2gtk-${version}/MiniBrowser`);

class Chromium {
  /** What it asks for by itself, and cannot be kept from. */
  static own = /^https:\/\/[\w.-]+\.(google|googleapis|gstatic)\.com\/$/;
  /** Dialogs and windows that came up. */
  tried = [];
  static async open(port) {
    const one = new Chromium();
    one.browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      proxy: { server: `http://127.0.0.1:${port}`, bypass: "<-loopback>" },
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-popup-blocking", "--disable-sync", "--no-first-run", "--disable-default-apps"],
    });
    const context = await one.browser.newContext({ viewport: { width: 1220, height: 1600 }, serviceWorkers: "block" });
    one.page = await context.newPage();
    context.on("page", (page) => {
      one.tried.push("opened a window");
      void page.close();
    });
    one.page.on("dialog", (dialog) => {
      one.tried.push(`ran ${dialog.type()}`);
      dialog.dismiss().catch(() => {});
    });
    return one;
  }
  async go(url) {
    await this.page.goto(url, { waitUntil: "commit" });
  }
  call(script) {
    return this.page.evaluate(`(() => { ${script} })()`);
  }
  async close() {
    await this.browser.close();
  }
}

class WebKit {
  static own = /^$/;
  tried = [];
  static async open(port) {
    const { existsSync } = await import("node:fs");
    const one = new WebKit();
    const binary = MINIBROWSERS.find(existsSync);
    if (!binary) throw new Error("There is no MiniBrowser of WebKitGTK: it comes with libwebkit2gtk-4.1-0");
    const proxy = `127.0.0.1:${port}`;
    one.window = await Window.open({
      binary,
      args: ["--automation"],
      more: { proxy: { proxyType: "manual", httpProxy: proxy, sslProxy: proxy }, pageLoadStrategy: "none" },
    });
    return one;
  }
  async #ask(work) {
    // A dialog is told once, and dismissed by that.
    for (let left = 40; ; left--) {
      try {
        return await work();
      } catch (error) {
        if (left === 0 || !/unexpected alert/.test(error.message)) throw error;
        this.tried.push("ran a dialog");
      }
    }
  }
  async go(url) {
    await this.#ask(() => this.window.call("POST", "/url", { url }));
  }
  async call(script) {
    const found = await this.#ask(() => this.window.run(script));
    const handles = await this.#ask(() => this.window.call("GET", "/window/handles"));
    if (handles.length > 1) {
      this.tried.push("opened a window");
      const [own, ...others] = handles;
      for (const handle of others) {
        await this.window.call("POST", "/window", { handle });
        await this.window.call("DELETE", "/window");
      }
      await this.window.call("POST", "/window", { handle: own });
    }
    return found;
  }
  async close() {
    await this.window.close();
  }
}

export const ENGINES = { chromium: Chromium, webkit: WebKit };
export { pause };
