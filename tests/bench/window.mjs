// How long a large library makes the real window wait, beside the same window with an empty one, on one machine in one
// run: the start, pages of lists and opening articles. Prints figures and ratios; asserts none.
//   node tests/bench/window.mjs DATA_DIR [ROUNDS]      (under Xvfb; STANDFIRST_BIN names the programs' folder)
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Keys, Window, pause, until } from "../e2e/webdriver.mjs";
import { programs } from "../e2e/world.mjs";

const [data, rounds = "5"] = process.argv.slice(2);
if (!data) throw new Error("window.mjs DATA_DIR [ROUNDS]: a library to open is wanted");

const sorted = (values) => values.toSorted((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];
const p95 = (values) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * 0.95))];
const show = (what, values) => console.log(`${what.padEnd(44)} median ${median(values).toFixed(1)} ms, p95 ${p95(values).toFixed(1)} ms (${values.length})`);

const home = mkdtempSync(join(tmpdir(), "standfirst-bench-"));
const open = (folder) =>
  Window.open({ binary: join(programs, "standfirst-desktop"), env: { HOME: home, STANDFIRST_DATA_DIR: folder, XDG_DATA_HOME: join(home, "share"), XDG_CACHE_HOME: join(home, "cache"), XDG_CONFIG_HOME: join(home, "config") } });

/** From the start of the program to a list that can be used, in milliseconds. */
async function start(folder) {
  const before = Date.now();
  const window = await open(folder);
  const usable = await until("the window can be used", () =>
    window.run("const mark = performance.getEntriesByName('usable')[0]; return mark && performance.timeOrigin + mark.startTime"));
  return { window, ms: usable - before };
}

/** Calls commands in the page, one after the other; how long each took from call to answer. */
const timed = (window, calls) =>
  window.call("POST", "/execute/async", {
    script: `const [calls, done] = arguments; (async () => {
      const times = []; let last;
      for (let { command, args, turn } of calls) {
        if (turn) args = { query: { ...args.query, after: last?.next ?? null } };
        const at = performance.now();
        last = await window.__TAURI_INTERNALS__.invoke(command, args);
        times.push(performance.now() - at);
      }
      return times;
    })().then(done, (error) => done({ error: JSON.stringify(error) }));`,
    args: [calls],
  });

/** Presses j in the page and waits until the headline is another one and has been drawn. */
const opened = (window) =>
  window.call("POST", "/execute/async", {
    script: `const [done] = arguments; const headline = () => document.querySelector('[data-testid="article-headline"]')?.textContent;
      const before = headline(); const at = performance.now();
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", code: "KeyJ", bubbles: true }));
      const look = () => (headline() !== before ? requestAnimationFrame(() => done(performance.now() - at)) : performance.now() - at > 5000 ? done(5000) : setTimeout(look, 0));
      look();`,
    args: [],
  });

/** Opens one article after the other by keys; how long each took. */
async function reading(window) {
  await window.press("g", "a");
  await pause(500);
  const times = [];
  for (let at = 0; at < 20; at += 1) {
    times.push(await opened(window));
    await pause(150);
  }
  await window.press(Keys.escape);
  return times;
}

try {
  const empty = join(home, "empty");
  const starts = { empty: [], full: [] };
  for (let round = 0; round < Number(rounds); round += 1) {
    for (const [kind, folder] of [["empty", empty], ["full", data]]) {
      const { window, ms } = await start(folder);
      starts[kind].push(ms);
      await window.close();
    }
  }
  show("start to usable, empty library", starts.empty);
  show("start to usable, this library", starts.full);
  console.log(`${"start, times that of an empty library".padEnd(44)} ${(median(starts.full) / median(starts.empty)).toFixed(2)} (goal 1.3)`);

  const { window } = await start(data);
  await window.call("POST", "/timeouts", { script: 60_000 });
  const overview = await window.call("POST", "/execute/async", { script: "const [done] = arguments; window.__TAURI_INTERNALS__.invoke('overview').then(done)", args: [] });
  const [source] = overview.sources;
  const folder = overview.sources.find(({ folder }) => folder)?.folder;
  const scopes = [{ kind: "all" }, { kind: "unread" }, { kind: "saved" }, source && { kind: "source", id: source.id }, folder && { kind: "folder", name: folder }, overview.tags[0] && { kind: "tag", name: overview.tags[0].name }];
  show("overview (all counts)", await timed(window, Array.from({ length: 20 }, () => ({ command: "overview", args: {} }))));
  for (const scope of scopes.filter(Boolean)) {
    const query = { scope, unreadOnly: false, after: null, limit: 100 };
    const times = await timed(window, [{ command: "articles", args: { query } }, ...Array.from({ length: 30 }, () => ({ command: "articles", args: { query }, turn: true }))]);
    if (times.error) throw new Error(times.error);
    show(`pages of 100, ${scope.kind}`, times);
  }
  const page = await window.call("POST", "/execute/async", {
    script: "const [done] = arguments; window.__TAURI_INTERNALS__.invoke('articles', { query: { scope: { kind: 'all' }, unreadOnly: false, after: null, limit: 100 } }).then(done)",
    args: [],
  });
  show("an article from the library", await timed(window, page.articles.map(({ id }) => ({ command: "article", args: { id } }))));
  const drawn = { full: await reading(window) };
  await window.close();
  // What drawing takes by itself: the same steps in a library that has next to nothing in it.
  const beside = (await start(empty)).window;
  await beside.call("POST", "/timeouts", { script: 60_000 });
  drawn.empty = await reading(beside);
  await beside.close();
  show("j to the next headline drawn, empty library", drawn.empty);
  show("j to the next headline drawn, this library", drawn.full);
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
