// A desktop around the window: somebody who shows notifications and a tray on the bus of the session (python3-dbusmock), and
// the windows on the screen.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { until } from "./webdriver.mjs";

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
// Debian's own: python3-dbusmock is no package of another Python's.
const PYTHON = "/usr/bin/python3";

/** A program on the bus that writes down what it is asked. */
class Mock {
  static async start(name, ...args) {
    const mock = new Mock();
    mock.said = "";
    mock.process = spawn(PYTHON, ["-m", "dbusmock", "--session", ...args], { stdio: ["ignore", "pipe", "inherit"] });
    mock.process.stdout.on("data", (bytes) => (mock.said += bytes));
    await until(`${name} is on the bus`, async () => (await busctl("list", "--no-legend")).includes(name));
    return mock;
  }

  async end() {
    const ended = once(this.process, "exit");
    this.process.kill();
    await ended;
  }
}

export async function busctl(...args) {
  return (await run("busctl", ["--user", ...args])).stdout;
}

export async function notifications() {
  const name = "org.freedesktop.Notifications";
  const mock = await Mock.start(name, "--template", "notification_daemon", "--parameters", JSON.stringify({ capabilities: "body actions" }));
  const path = "/org/freedesktop/Notifications";
  return Object.assign(mock, {
    /** What was shown, one by one; a text may have several lines. */
    shown: () => mock.said.split(/^(?=\d+\.\d+ )/mu).filter((call) => /^\S+ Notify /u.test(call)),
    click: (id) => busctl("call", name, path, "org.freedesktop.DBus.Mock", "EmitSignal", "sssav", name, "ActionInvoked", "us", "2", "u", String(id), "s", "default"),
  });
}

export async function tray() {
  const name = "org.kde.StatusNotifierWatcher";
  const mock = await Mock.start(name, name, "/StatusNotifierWatcher", name);
  const call = (...args) => busctl("call", name, "/StatusNotifierWatcher", "org.freedesktop.DBus.Mock", ...args);
  await call("AddProperty", "ssv", name, "IsStatusNotifierHostRegistered", "b", "true");
  await call("AddMethod", "sssss", name, "RegisterStatusNotifierItem", "s", "", "");
  const item = () => mock.said.match(/RegisterStatusNotifierItem "([^"]+)"/)?.[1];
  return Object.assign(mock, {
    item,
    tip: () => busctl("get-property", item(), "/StatusNotifierItem", "org.kde.StatusNotifierItem", "ToolTip"),
    async choose(label) {
      const layout = JSON.parse(await busctl("--json=short", "call", "--", item(), "/MenuBar", "com.canonical.dbusmenu", "GetLayout", "iias", "0", "-1", "0"));
      const rows = layout.data[1][2].map(({ data: [id, facts] }) => ({ id, label: facts.label?.data }));
      const { id } = rows.find((row) => row.label === label) ?? {};
      if (id === undefined) throw new Error(`the tray's menu has ${rows.map((row) => row.label)}, not ${label}`);
      await busctl("call", "--", item(), "/MenuBar", "com.canonical.dbusmenu", "Event", "isvu", String(id), "clicked", "i", "0", "0");
    },
  });
}

/** The app's windows on the screen that are shown, by number. */
export async function windows() {
  const { stdout } = await run("xwininfo", ["-root", "-tree"]);
  const named = [...stdout.matchAll(/(0x[0-9a-f]+) "Standfirst": \("standfirst-desktop"[^)]*\)\s+(\d+)x(\d+)\+(-?\d+)\+(-?\d+)/g)];
  const large = named.filter(([, , width]) => Number(width) > 200).map(([, id, width, height, x, y]) => ({ id, width: Number(width), height: Number(height), x: Number(x), y: Number(y) }));
  const shown = await Promise.all(large.map(async ({ id }) => (await run("xwininfo", ["-id", id])).stdout.includes("IsViewable")));
  return large.filter((_, at) => shown[at]);
}

export async function closeWindow({ id }) {
  await run(PYTHON, [join(here, "close-window.py"), id]);
}
