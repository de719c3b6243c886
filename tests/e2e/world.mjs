// A world for one test: an empty home folder, programs that only note what they were asked, a web on loopback, and
// both faces of Standfirst over one library.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { Site } from "../fixtures/server.mjs";
import { Window, until } from "./webdriver.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const programs = process.env.STANDFIRST_BIN ?? join(root, "target/debug");

export class World {
  /** `sample: false` starts with an empty library that has been used before: no sample edition comes by itself. */
  static async create({ sample = true } = {}) {
    const world = new World();
    world.home = mkdtempSync(join(tmpdir(), "standfirst-e2e-"));
    world.data = join(world.home, "data");
    world.opened = join(world.home, "opened");
    world.#fakePrograms();
    world.site = await Site.start();
    if (!sample) world.seed = await world.json("follow", world.site.url("/seed/feed.xml"));
    return world;
  }

  get env() {
    return {
      HOME: this.home,
      PATH: `${join(this.home, "bin")}:${process.env.PATH}`,
      STANDFIRST_DATA_DIR: this.data,
      XDG_DATA_HOME: join(this.home, ".local/share"),
      XDG_CONFIG_HOME: join(this.home, ".config"),
      XDG_CACHE_HOME: join(this.home, ".cache"),
      LANG: "C.UTF-8",
      MESA_SHADER_CACHE_DISABLE: "true", // it would still be written while the folder is removed
    };
  }

  /** Programs that open addresses write them down, a line each, and do nothing else. */
  #fakePrograms() {
    mkdirSync(join(this.home, "bin"), { recursive: true });
    for (const name of ["xdg-open", "xdg-email"]) {
      const path = join(this.home, "bin", name);
      writeFileSync(path, `#!/bin/sh\nprintf '%s %s\\n' ${name} "$*" >> '${this.opened}'\n`);
      chmodSync(path, 0o755);
    }
  }

  /** What was handed to other programs: lines of `program arguments`. */
  handedOver() {
    return existsSync(this.opened) ? readFileSync(this.opened, "utf8").trim().split("\n") : [];
  }

  downloads() {
    const folder = join(this.home, "Downloads");
    // What is being written begins with a dot.
    const whole = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith(".")) : [];
    return whole.map((name) => join(folder, name));
  }

  /** Runs the command line; resolves with what it printed, also when it failed. */
  async cli(...args) {
    const child = spawn(join(programs, "standfirst"), args, { env: { ...process.env, ...this.env }, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (bytes) => (stdout += bytes));
    child.stderr.on("data", (bytes) => (stderr += bytes));
    const [code] = await once(child, "close");
    return { code, stdout, stderr };
  }

  /** One JSON document, or an array of the JSON lines that were printed. */
  async json(...args) {
    const { code, stdout, stderr } = await this.cli("--json", ...args);
    if (code !== 0) throw new Error(`standfirst ${args.join(" ")}: exit ${code}\n${stderr}`);
    const lines = stdout.trim().split("\n").filter(Boolean);
    return lines.length === 1 && !["sources", "list", "search", "highlights"].includes(args[0]) ? JSON.parse(lines[0]) : lines.map((line) => JSON.parse(line));
  }

  /** Opens the window; `args` are what another program starts it with. */
  async open(args = []) {
    this.window = await Window.open({ binary: join(programs, "standfirst-desktop"), args, env: this.env });
    if (this.seed) {
      await this.json("unfollow", String(this.seed.id));
      this.seed = undefined;
      await this.window.gone("source-row");
      this.site.hits.length = 0;
    }
    return this.window;
  }

  /** Starts the window's program once more, as another program does; resolves when that has ended. */
  async startAgain(args, { env = {}, cwd = this.home } = {}) {
    const child = spawn(join(programs, "standfirst-desktop"), args, { env: { ...process.env, ...this.env, ...env }, cwd, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (bytes) => (stderr += bytes));
    const late = setTimeout(() => child.kill(), 20_000);
    const [code] = await once(child, "close");
    clearTimeout(late);
    return { code, stderr };
  }

  async reopen() {
    await this.window.close();
    return this.open();
  }

  async end() {
    await this.window?.close();
    await this.site.stop();
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Follows an address in the window, from the button to the source in the list. */
export async function follow(window, address, title) {
  await window.click("follow-button");
  await window.fill("follow-address", address);
  await window.click("follow-look");
  await window.withText("candidate", title);
  await window.click("follow-confirm");
  await window.withText("source-row", title);
}

/** The text of the article pane. */
export const articleText = (window) => window.inFrame("article-frame", () => window.run("return document.body.innerText"));

/** Waits until the pane shows an article whose headline holds `title`. */
export async function reading(window, title) {
  await until(`the article “${title}” is shown`, async () => {
    const headlines = await window.all("article-headline");
    if (headlines.length > 0) return (await headlines[0].text()).includes(title);
    return (await articleText(window)).includes(title);
  });
}
