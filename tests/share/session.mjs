// A desktop session for one test: a home folder, a bus of its own with just the services the test names, and programs that
// write down what they are given. Nothing of it can reach the session of whoever runs the tests.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { Site } from "../fixtures/server.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const programs = process.env.STANDFIRST_BIN ?? join(root, "target/debug");
const SERVICES = "/usr/share/dbus-1/services";
/** What the portal consists of, as Debian installs it. */
const PORTAL = ["org.freedesktop.portal.Desktop", "org.freedesktop.impl.portal.desktop.gtk", "org.freedesktop.impl.portal.PermissionStore"];
/** Not pyenv's, which knows nothing of Debian's modules. */
const PYTHON = "/usr/bin/python3";

export class Session {
  static async start({ portal = false, dropsReplies = false } = {}) {
    const session = new Session();
    session.home = mkdtempSync(join(tmpdir(), "standfirst-share-"));
    session.applications = join(session.home, "share/applications");
    for (const folder of ["bin", "services", "run", "config"]) mkdirSync(join(session.home, folder), { mode: 0o700 });
    mkdirSync(session.applications, { recursive: true });
    session.portal = portal;
    for (const name of ["xdg-open", "xdg-email"]) session.program(name);
    if (portal) session.#portal();
    session.children = [];
    await session.#bus(dropsReplies);
    session.site = await Site.start();
    await session.json("follow", session.site.url("/harbour/feed.xml"));
    session.articles = await session.json("list");
    session.article = session.articles.find(({ title }) => title.includes("Night ferry"));
    return session;
  }

  get env() {
    const { home } = this;
    return {
      HOME: home, PATH: `${join(home, "bin")}:${process.env.PATH}`, LANG: "C.UTF-8", DISPLAY: process.env.DISPLAY, XAUTHORITY: process.env.XAUTHORITY,
      XDG_DATA_HOME: join(home, "share"), XDG_DATA_DIRS: this.portal ? "/usr/share" : join(home, "system"), XDG_CONFIG_HOME: join(home, "config"), XDG_CACHE_HOME: join(home, "cache"), XDG_RUNTIME_DIR: join(home, "run"),
      STANDFIRST_DATA_DIR: join(home, "library"), STANDFIRST_KEYRING: "off", DBUS_SESSION_BUS_ADDRESS: this.address, GIO_USE_VFS: "local", GTK_A11Y: "none", NO_AT_BRIDGE: "1",
    };
  }

  /** A program that writes down what it is given, a line each, and ends with `code`. */
  program(name, code = 0) {
    const path = join(this.home, "bin", name);
    writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${this.home}/${name}.given'\nexit ${code}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /** What a program was given. */
  given(name) {
    const file = join(this.home, `${name}.given`);
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }

  /** Installs a program that opens a kind of file or scheme, as the default for it. */
  handler(name, type, code = 0) {
    const path = this.program(name, code);
    writeFileSync(join(this.applications, `${name}.desktop`), `[Desktop Entry]\nType=Application\nName=${name}\nExec=${path} %u\nMimeType=${type};\n`);
    writeFileSync(join(this.home, "config/mimeapps.list"), `[Default Applications]\n${type}=${name}.desktop\n`);
  }

  #portal() {
    for (const name of PORTAL) symlinkSync(join(SERVICES, `${name}.service`), join(this.home, "services", `${name}.service`));
  }

  async #bus(dropsReplies) {
    const drop = dropsReplies ? '<deny send_type="method_return" send_requested_reply="true"/><deny send_type="error" send_requested_reply="true"/>' : "";
    const config = join(this.home, "bus.conf");
    writeFileSync(config, `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=${this.home}/run</listen><auth>EXTERNAL</auth><servicedir>${this.home}/services</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>${drop}</policy></busconfig>`);
    const bus = this.#child("dbus-daemon", [`--config-file=${config}`, "--nofork", "--print-address"], { ...process.env, ...this.env, XDG_CURRENT_DESKTOP: "GNOME" });
    const [address] = await once(bus.stdout, "data");
    this.address = String(address).trim();
  }

  #child(command, args, env) {
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "inherit"], detached: true });
    this.children.push(child);
    return child;
  }

  /** A service of tests/share/services.py on the bus; what it was asked is in `asked`. */
  async service(name) {
    const service = this.#child(PYTHON, [join(root, "tests/share/services.py"), name, join(this.home, `${name}.asked`)], { ...process.env, ...this.env });
    await once(service.stdout, "data", { signal: AbortSignal.timeout(20_000) });
    return service;
  }

  /** What a service was asked, each as `[method, ...arguments]`. */
  asked(name) {
    const file = join(this.home, `${name}.asked`);
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").filter(Boolean).map((line) => JSON.parse(line)) : [];
  }

  /** Runs the command line; resolves with what it printed, how it ended and after how many milliseconds. */
  async cli(...args) {
    const began = performance.now();
    const child = spawn(join(programs, "standfirst"), args.map(String), { env: { ...process.env, ...this.env }, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (bytes) => (stdout += bytes));
    child.stderr.on("data", (bytes) => (stderr += bytes));
    const patience = setTimeout(() => child.kill("SIGKILL"), 60_000);
    const [code] = await once(child, "close");
    clearTimeout(patience);
    return { code, stdout, stderr, took: performance.now() - began };
  }

  async json(...args) {
    const { code, stdout, stderr } = await this.cli("--json", ...args);
    if (code !== 0) throw new Error(`standfirst ${args.join(" ")}: exit ${code}\n${stderr}`);
    const lines = stdout.trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));
    return args[0] === "list" || (args[0] === "share" && !args.includes("--to")) ? lines : lines[0];
  }

  /** The ids of what an article can be shared to. */
  async targets(...args) {
    return (await this.json("share", this.article.id, ...args)).map(({ id }) => id);
  }

  share(target, ...args) {
    return this.json("share", this.article.id, "--to", target, ...args);
  }

  async end() {
    await this.site.stop();
    for (const child of this.children.reverse()) {
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended already.
      }
    }
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
