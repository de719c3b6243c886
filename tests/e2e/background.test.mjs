// The program without its window, on a desktop with a tray and notifications: what it fetches, what it tells, what a click
// leads to, and that it ends when it is told to.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { closeWindow, notifications, tray, windows } from "./desktop.mjs";
import { until } from "./webdriver.mjs";
import { World, programs } from "./world.mjs";

const FEED = "/harbour/feed.xml";

describe("without the window", () => {
  let world, bell, corner, app, source;
  let items = [];
  const publish = (...titles) => {
    items = [...items, ...titles];
    const rss = items.map((title, at) => `<item><title>${title}</title><link>${world.site.url(`/harbour/${at}`)}</link><guid>${at}</guid><description>All of it, at length and in full.</description></item>`);
    world.site.answers.set(FEED, (_, response) => response.writeHead(200, { "content-type": "application/rss+xml" }).end(`<rss version="2.0"><channel><title>The Harbour Gazette</title><link>${world.site.url("/harbour/")}</link><description/>${rss.join("")}</channel></rss>`));
  };
  const start = (...args) => {
    app = spawn(join(programs, "standfirst-desktop"), args, { env: { ...process.env, ...world.env }, stdio: ["ignore", "inherit", "inherit"] });
    app.ended = once(app, "exit");
  };
  const web = () => execFileSync("ps", ["-eo", "ppid,args"], { encoding: "utf8" }).split("\n").filter((line) => Number(line.trim().split(" ")[0]) === app.pid && line.includes("WebKitWebProcess"));
  const unread = async () => (await world.json("list", "--unread")).map(({ title }) => title);

  before(async () => {
    [bell, corner] = await Promise.all([notifications(), tray()]);
    world = await World.create();
    publish("Old news");
    source = await world.json("follow", world.site.url(FEED));
    await world.json("source", String(source.id), "--notify", "on");
    await world.json("mark-read", "--all");
  });
  after(async () => {
    app?.kill("SIGKILL");
    await Promise.all([bell, corner].map((mock) => mock?.end()));
    await world.end();
  });

  test("starts with an icon in the tray and no window", async () => {
    start("--background");
    await until("the icon is in the tray", () => corner.item());
    assert.match(await corner.tip(), /Nothing unread/);
    assert.deepEqual(await windows(), []);
    assert.equal(web().length, 0, "nothing draws");
  });

  test("fetches when the tray says so, and tells of one article by its headline", async () => {
    publish("Night ferry returns");
    await corner.choose("Refresh now");
    await until("the desktop was told", () => bell.shown().length === 1);
    assert.match(bell.shown()[0], /"Night ferry returns" "The Harbour Gazette"/);
    await until("the icon counts it", async () => /1 unread article/.test(await corner.tip()));
  });

  test("a click opens the article in a window", async () => {
    await bell.click(1);
    await until("the window is there", async () => (await windows()).length === 1);
    // Whatever is shown there is read.
    await until("the article was opened", async () => (await unread()).length === 0);
  });

  test("closing the window ends what draws it, and nothing else", async () => {
    await world.json("background", "--keep-running", "on");
    await closeWindow((await windows())[0]);
    await until("the window is gone", async () => (await windows()).length === 0);
    await until("its processes are gone", () => web().length === 0);
    assert.equal(app.exitCode, null);
    assert.ok(existsSync(join(world.data, "window.json")));
  });

  test("several articles are one notification", async () => {
    publish("One", "Two", "Three", "Four");
    await corner.choose("Refresh now");
    await until("the desktop was told", () => bell.shown().length === 2);
    assert.match(bell.shown()[1], /"The Harbour Gazette: 4 new articles" ".*and 1 more"/s);
  });

  test("in quiet hours nothing is told, and nothing is lost", async () => {
    await world.json("background", "--quiet", "00:00-23:59");
    publish("In the night");
    await corner.choose("Refresh now");
    await until("it was fetched", async () => (await unread()).includes("In the night"));
    await until("the icon counts it", async () => /5 unread articles/.test(await corner.tip()));
    assert.equal(bell.shown().length, 2);
    await world.json("background", "--quiet", "off");
  });

  test("the tray opens the window where it was", async () => {
    const { width, height } = JSON.parse(readFileSync(join(world.data, "window.json"), "utf8"));
    await corner.choose("Open Standfirst");
    const [window] = await until("the window is there", async () => ((await windows()).length === 1 ? windows() : null));
    assert.deepEqual([window.width, window.height], [width, height]);
  });

  test("another process is noticed without looking again and again", async () => {
    await world.json("mark-read", "--all");
    await until("the icon knows", async () => /Nothing unread/.test(await corner.tip()));
  });

  test("ends when it is told to, and the log says what it did and not what was read", async () => {
    await corner.choose("Quit");
    const [code] = await app.ended;
    assert.equal(code, 0);
    const { stdout } = await world.cli("log");
    assert.match(stdout, /INFO standfirst_desktop: started/);
    assert.match(stdout, /INFO standfirst_desktop: ended/);
    for (const word of ["Night ferry", "/harbour/feed", world.home]) assert.ok(!stdout.includes(word), word);
  });

  test("closing the window ends a program that is not to go on", async () => {
    await world.json("background", "--keep-running", "off");
    start();
    const [window] = await until("the window is there", async () => ((await windows()).length === 1 ? windows() : null));
    await closeWindow(window);
    const [code] = await app.ended;
    assert.equal(code, 0);
  });
});
