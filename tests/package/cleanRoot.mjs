// A Debian with nothing in it: bootstrapped once into an archive in .make, with what apt will want beside it, and unpacked
// anew for each test. It shares the network of this machine, for servers on loopback, and its screen; nothing else.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const kept = join(repository, ".make");
const SUITE = "bookworm";
const MIRROR = process.env.DEBIAN_MIRROR ?? "http://deb.debian.org/debian";
/** The person who uses it. */
const PERSON = { name: "reader", id: 1000 };
/** What a desktop has besides, and the package only recommends. */
const DESKTOP = ["xdg-utils", "desktop-file-utils", "hyphen-en-us"];

const run = (program, ...args) => execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** Why there can be no clean root on this machine; undefined when there can. */
export function missing() {
  if (process.getuid?.() !== 0) return "it takes root";
  const programs = ["debootstrap", "unshare", "zstd"].filter((name) => spawnSync("sh", ["-c", `command -v ${name}`]).status !== 0);
  if (programs.length > 0) return `${programs.join(", ")} is not installed`;
  if (spawnSync("unshare", ["--mount", "true"]).status !== 0) return "this machine does not let us mount";
  return undefined;
}

export class CleanRoot {
  /** Unpacks it for a package that depends on `depends`, a control file's field. */
  static unpack(depends) {
    const archive = archiveFor(depends);
    const root = new CleanRoot();
    root.path = mkdtempSync(join(tmpdir(), "standfirst-root-"));
    run("tar", "-C", root.path, "--zstd", "-xf", archive);
    chmodSync(root.path, 0o755); // everybody's, as / is
    return root;
  }

  /** The command line that runs `command` inside; mounts end with it. */
  #inside(command) {
    const script = 'mount --bind /dev "$ROOT/dev" && mount -t proc proc "$ROOT/proc" && exec chroot --userspec="$PERSON" "$ROOT" "$@"';
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh", ...command];
  }

  #environment(user, more = {}) {
    const home = user ? `/home/${PERSON.name}` : "/root";
    return {
      ROOT: this.path, PERSON: user ? `${PERSON.id}:${PERSON.id}` : "0:0",
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: home, LANG: "C.UTF-8", DEBIAN_FRONTEND: "noninteractive", ...more,
    };
  }

  /** Runs a program inside as root; gives what it printed, or throws with it. */
  run(...command) {
    return this.#execute(command, false);
  }

  /** The same as the person. */
  asPerson(...command) {
    return this.#execute(command, true);
  }

  #execute(command, user) {
    const [program, ...args] = this.#inside(command);
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", env: this.#environment(user), maxBuffer: 64 << 20 });
    if (status !== 0) throw new Error(`${command.join(" ")}: exit ${status}\n${stdout}${stderr}`);
    return stdout;
  }

  /** Installs packages from files, with what they depend on out of the archive: nothing is fetched. */
  install(...files) {
    const inside = files.map((file) => {
      if (!existsSync(file)) return file;
      const name = `/var/tmp/${createHash("sha256").update(file).digest("hex").slice(0, 8)}.deb`;
      copyFileSync(file, join(this.path, name));
      return name;
    });
    // A proxy that is not there: whoever wants the network fails.
    return this.run("apt-get", "-o", "Acquire::http::Proxy=http://127.0.0.1:9/", "install", "-y", "-q", "--no-install-recommends", ...inside);
  }

  /** Writes a program that runs `command` inside as the person, on our screen and with a session bus: for a driver of windows. */
  launcher(command, more = {}) {
    const path = `${this.path}-launcher`;
    if (process.env.XAUTHORITY) {
      copyFileSync(process.env.XAUTHORITY, join(this.path, "tmp/xauthority"));
      this.run("chown", PERSON.name, "/tmp/xauthority");
    }
    const kept = ["DISPLAY", "WEBKIT_INSPECTOR_SERVER", "TAURI_WEBVIEW_AUTOMATION", "WEBKIT_DISABLE_DMABUF_RENDERER"];
    const fixed = Object.entries({ ...this.#environment(true, more), XAUTHORITY: "/tmp/xauthority" }).map(([name, value]) => `${name}='${value}'`);
    const [program, ...args] = this.#inside(command).map((part) => `'${part.replaceAll("'", "'\\''")}'`);
    writeFileSync(path, `#!/bin/sh\nexec env -i ${kept.map((name) => `${name}="$${name}"`).join(" ")} ${fixed.join(" ")} ${program} ${args.join(" ")} "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /** A file inside. */
  file(path) {
    return join(this.path, path);
  }

  write(path, content, mode = 0o644) {
    mkdirSync(dirname(this.file(path)), { recursive: true });
    writeFileSync(this.file(path), content);
    chmodSync(this.file(path), mode);
  }

  /** All paths below that name the app, whatever their case. */
  traces() {
    const found = run("find", this.path, "-mindepth", "1", "-xdev", "-iname", "*standfirst*", "-not", "-path", `${this.path}/home/*`, "-not", "-path", `${this.path}/var/tmp/*`);
    return found.trim().split("\n").filter(Boolean).map((path) => path.slice(this.path.length));
  }

  remove() {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    rmSync(`${this.path}-launcher`, { force: true });
  }
}

/** The archive for these dependencies; made when it is not there, which takes two minutes and Debian's mirror. */
function archiveFor(depends) {
  const names = [...depends.split(",").map((one) => one.trim().split(/[ |(]/)[0]), ...DESKTOP].sort();
  const key = createHash("sha256").update([SUITE, ...names].join(" ")).digest("hex").slice(0, 12);
  const archive = join(kept, `clean-root-${key}.tar.zst`);
  if (existsSync(archive)) return archive;
  mkdirSync(kept, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), "standfirst-bootstrap-"));
  try {
    run("debootstrap", "--variant=minbase", SUITE, work, MIRROR);
    // A disk that is thrown away need not be waited for.
    writeFileSync(join(work, "etc/dpkg/dpkg.cfg.d/fast"), "force-unsafe-io\n");
    run("chroot", work, "useradd", "--create-home", "--uid", String(PERSON.id), PERSON.name);
    run("chroot", work, "apt-get", "install", "-y", "-q", "--no-install-recommends", "--download-only", ...names);
    run("tar", "-C", work, "--zstd", "--exclude=./dev/*", "--exclude=./proc/*", "--exclude=./sys/*", "-cf", `${archive}.part`, ".");
    // Of other dependencies, of before.
    for (const name of readdirSync(kept)) if (/^clean-root-.*\.zst$/.test(name)) rmSync(join(kept, name));
    renameSync(`${archive}.part`, archive);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return archive;
}
