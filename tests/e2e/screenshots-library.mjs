// Pictures of what a library of many years has: rules, imports and exports, backups, damage, folds, highlights, searches.
// Usage: screenshots-library.mjs FOLDER [LOOKS [VIEWS]], the last two regular expressions of their names.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { Keys, pause, until } from "./webdriver.mjs";
import { World } from "./world.mjs";

const folder = resolve(process.argv[2] ?? ".make/screenshots");
const [looks, chosen] = [process.argv[3], process.argv[4]].map((some) => new RegExp(some ?? ""));
mkdirSync(folder, { recursive: true });

const PLAIN = {
  folder: "Marrow Bay", papers: ["The Morning Post", "The Evening Echo"],
  titles: ["Crane closes the harbour of the old town", "Harbour closed after crane falls", "Ferries wait for the tide", "A royal wedding on the quay", "Mud on the quay again", "Council votes on the second pump"],
  rules: [["Ferries", "title:ferries OR harbour", "--mark-read", "--tag", "sea"], ["Pumps and walls", "pump OR wall -royal", "--save", "--notify", "--until", "2027-03-31"], ["Nothing of football", "football OR cup", "--hide"]],
  mutes: ["royal wedding", "celebrity"], note: "Ask Ines about this: the board stood elsewhere before the mole was built, and the chalk mark is the one thing that both accounts have in common.\n\nCompare with the minutes of 1962.",
  passages: [["How Marrow Bay", "In the 3. week the board stood where it had stood the week before, and the water came up to the mark that somebody had made with chalk and a steady hand, and went away again."], ["How Marrow Bay", "The sea is never late; it is we who come early."]],
  query: "ferries", kept: "Ships",
};
const LONG = {
  folder: "Binnenschifffahrtsangelegenheiten", papers: ["صحيفة الصباح", "Donaudampfschifffahrtsgesellschaftsnachrichten"],
  titles: ["رافعة تغلق ميناء المدينة القديمة حتى إشعار آخر", "Rinderkennzeichnungsfleischetikettierungsüberwachungsaufgabenübertragungsgesetz aufgehoben", "العبّارات تنتظر المد", "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung gilt wieder", "طين على الرصيف مرة أخرى", "Hafenkran stürzt um"],
  rules: [["قاعدة الميناء", "title:ميناء OR العبّارات", "--mark-read", "--tag", "بحر"], ["Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", "Rinderkennzeichnungsfleischetikettierungsüberwachungsaufgabenübertragungsgesetz OR Donaudampfschifffahrtsgesellschaftskapitänswitwenrente", "--save", "--tag", "Verordnungsänderungsbekanntmachung"], ["كل ما عن كرة القدم", "football OR كأس", "--hide"]],
  mutes: ["زفاف ملكي", "Unterhaltungsindustrieberichterstattung"], note: "اسأل إيناس عن هذا: كان اللوح في مكان آخر قبل بناء الرصيف.\n\nGrundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung vergleichen, dort steht es anders.",
  passages: [["المدينة", "ما تقرر في النهاية كان متواضعًا: أربعون ألف كيس رمل، ومضخة ثانية، ووعد بنقل أرشيف المدرسة إلى الطابق العلوي."], ["Donaudampf", "Die Donaudampfschifffahrtsgesellschaftskapitänswitwenrente wird ab Januar nach der Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung berechnet"]],
  query: "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung", kept: "كل ما عن الميناء",
};
const LOOKS = [
  { name: "light" }, { name: "dark" }, { name: "sepia" }, { name: "large", zoom: 200 }, { name: "narrow", width: 480 }, { name: "long", texts: LONG },
];

const OPML = (site) => `<opml version="2.0"><body>${["/harbour/feed.xml", "/field/feed.json"].map((path) => `<outline type="rss" text="${path}" xmlUrl="${site.url(path)}"/>`).join("")}
  ${Array.from({ length: 14 }, (_, n) => `<outline type="rss" text="Dead ${n}" xmlUrl="gopher://old.example/a-very-long-address-that-no-line-has-room-for/${"and-on".repeat(n)}"/>`).join("")}</body></opml>`;
const FAILED = { error: { code: "storage", what: "Writing /home/ines/Downloads/standfirst-2026-12-01.zip", why: "no room is left on the disk", todo: "make some and export again" } };
const RESCUED = {
  ok: {
    damaged: "/home/ines/.local/share/standfirst/damaged-2026-12-01T09-14-03/library.db", articles: 24_816, withoutText: 112, lost: [{ what: "what was read and saved", rows: 3 }, { what: "highlights", rows: 1 }, { what: "pictures", rows: 40 }],
    more: { backup: { path: "/b", at: "2026-11-30T07:00:00Z", kind: "daily", bytes: 1 }, articles: 18, texts: 96, tags: 2, highlights: 1, sources: 0 },
  },
};

/** What is shown, in this order: first of a library without any of it, then after `fill`, then of a damaged one. */
const EMPTY = [
  ["rules-empty", (s) => s.press("g", "r")],
  ["highlights-empty", (s) => s.press("g", "h")],
  ["hidden-empty", (s) => s.press("g", "i")],
  ["import", (s) => s.press([Keys.shift, "I"])],
  ["import-looked", (s) => s.lookInto()],
  ["import-taking", async (s) => {
    await s.lookInto();
    await s.answer("import_file", null);
    await s.click("import-confirm");
  }],
  ["import-report", async (s) => {
    await s.lookInto();
    await s.click("import-confirm");
    await s.get("import-copy");
  }],
  ...["opml", "epub", "html", "markdown", "archive"].map((kind) => [`export-${kind}`, (s) => s.exporting(kind)]),
  ["export-working", async (s) => {
    await s.answer("export", null);
    await s.exporting("epub");
    await s.click("export-button");
  }],
  ["export-done", async (s) => {
    await s.exporting("epub");
    await s.click("export-button");
    await s.get("export-path");
  }],
  ["export-failed", async (s) => {
    await s.answer("export", FAILED);
    await s.exporting("archive");
    await s.click("export-button");
  }],
  ["backups-empty", (s) => s.press("g", "b")],
];
const FILLED = [
  ["rules", (s) => s.press("g", "r")],
  ["rules-further", async (s) => {
    await s.press("g", "r");
    await s.show("[data-testid=mute-form]");
  }],
  ["rule-new", (s) => s.press("g", "c")],
  ["rule-new-preview", async (s, texts) => {
    await s.press("g", "c");
    await s.fill("rule-query-input", texts.query);
    await s.click("rule-save");
    await s.get("[data-testid=rule-preview] li");
  }],
  ["rule-new-problem", async (s) => {
    await s.press("g", "c");
    await s.fill("rule-query-input", "-ferry");
    await s.get("[role=alert]");
  }],
  ["rule-completion", async (s) => {
    await s.press("g", "c");
    await s.fill("rule-query-input", "so");
    await s.get("[role=option]");
  }],
  ["rule-account", async (s) => {
    await s.press("g", "r");
    await s.click("rule-open");
    await s.get("deed");
    await s.show("[data-testid=rule-account]");
  }],
  ["mute", async (s, texts) => {
    await s.open(texts);
    await s.press([Keys.shift, "W"]);
    await s.get("mute-dialog");
  }],
  ["hidden", (s) => s.press("g", "i")],
  ["folded-row", async (s) => {
    await s.press("g", "a");
    await s.get("also-mark");
  }],
  ["folded", async (s, texts) => {
    await s.open(texts);
    await s.get("also-in");
  }],
  ["keep-source", async (s, texts) => {
    await s.source(texts);
    await s.show("[data-testid=source-page-keep]");
  }],
  ["keep-source-ask", async (s, texts) => {
    await s.source(texts);
    await s.answer("retention_preview", { ok: { articles: 1234 } });
    await s.choose("keep-rule", "days 30");
    await s.get("keep-ask");
    await s.show("[data-testid=keep-ask]");
  }],
  ["keep-settings", async (s) => {
    await s.run("Settings");
    await s.answer("retention_preview", { ok: { articles: 1234 } });
    await s.choose("keep-rule", "days 30");
    await s.get("keep-ask");
    await s.show("[data-testid=retention]");
  }],
  ["backups", async (s) => {
    await s.press("g", "b");
    await s.get("restore");
  }],
  ["backups-made", async (s) => {
    await s.press("g", "b");
    await s.click("back-up");
    await s.get("backup-path");
  }],
  ["backups-ask", async (s) => {
    await s.press("g", "b");
    await s.click("restore");
    await s.get("restore-ask");
  }],
  ["backups-trouble", async (s) => {
    await s.answer("backups", { ok: { backups: [], trouble: "no room is left on the disk: make some" } });
    await s.press("g", "b");
  }],
  ["highlights", (s) => s.press("g", "h")],
  ["highlights-note", async (s) => {
    await s.press("g", "h");
    await s.click("note-edit");
  }],
  ["highlights-nothing", async (s) => {
    await s.press("g", "h");
    await s.fill("highlights-filter", "zyxwv");
    await s.get("no-highlights");
  }],
  ["search-completion", async (s) => {
    await s.press("/");
    await s.fill("search-input", "so");
    await s.get("[role=option]");
  }],
  ["search-values", async (s) => {
    await s.press("/");
    await s.fill("search-input", "source:");
    await s.get("[role=option]");
  }],
  ["search-found", (s, texts) => s.search(`${texts.query} before:soon`)],
  ["search-nothing", (s) => s.search("zyxwv source:almanac -ferry")],
  ["search-keep", async (s, texts) => {
    await s.search(texts.query);
    await s.press(Keys.enter, "g", "k");
    await s.get("saved-search-dialog");
  }],
  ["search-kept", (s, texts) => s.run(texts.kept)],
  ["search-help", (s) => s.press("g", "/")],
  ["undone", async (s) => {
    await s.press([Keys.shift, "A"]);
    await s.click("undo-button");
    await s.gone("undo-button");
  }],
  ["undo", async (s) => {
    await s.press([Keys.shift, "A"]);
    await s.get("undo-button");
  }],
];
const DAMAGED = [
  ["damaged", (s) => s.get("rescue")],
  ["damaged-report", async (s) => {
    await s.answer("rescue", RESCUED);
    await s.answer("recovery", { ok: { damage: null, folder: "/home/ines/.local/share/standfirst", backups: [] } });
    await s.click("rescue");
    await s.get("rescued");
  }],
  ["damaged-busy", async (s) => {
    await s.answer("rescue", null);
    await s.click("rescue");
  }],
  ["rescued", async (s) => {
    await s.click("rescue");
    await s.get("open-rescued");
  }],
];

const feed = (name, items) => (_, response) => {
  const item = ([title, link, text], n) => `<item><title>${title}</title><guid>${name} ${n}</guid><link>${link}</link><pubDate>${new Date(Date.now() - n * 3_600_000).toUTCString()}</pubDate><description>${text}</description></item>`;
  response.writeHead(200, { "content-type": "application/rss+xml" }).end(`<rss version="2.0"><channel><title>${name}</title>${items.map(item).join("")}</channel></rss>`);
};
const SAME = "The harbour of the old town was closed on Monday after a crane fell across the northern basin. Nobody was hurt, the harbour master said, but the ferries to the islands will leave from the fishing quay until the wreck has been lifted. A floating crane is on its way from the neighbouring port and is expected on Thursday morning, if the wind allows it. ".repeat(2);

/** The window of one look, and what the views above are reached by. */
class Scene {
  constructor(world, look, window) {
    Object.assign(this, { world, look, window });
    for (const verb of ["press", "fill", "click", "get", "gone"]) this[verb] = (...args) => this.window[verb](...args);
  }

  async begin(broken = false) {
    const { window, look } = this;
    await window.run(`localStorage.setItem("standfirst.zoom", arguments[0]); window.before = true; location.reload()`, String(look.zoom ?? 100));
    await until("the window is drawn anew", () => window.run("return window.before === undefined"));
    if (broken) {
      await window.get("rescue");
      await window.run(`document.documentElement.dataset.theme = arguments[0]`, ["dark", "sepia"].includes(look.name) ? look.name : "light");
    } else await until("articles are listed", async () => (await window.all("article-row")).length > 3);
  }
  /** What the command is answered; nothing ever, for null. */
  answer(command, reply) {
    return this.window.run(
      `const [command, reply] = arguments; const asked = window.fetch;
       const headers = { "content-type": "application/json", "Tauri-Response": reply?.error ? "error" : "ok" };
       window.fetch = (to, ...rest) => (!String(to).endsWith("/" + command) ? asked(to, ...rest) : reply === null ? new Promise(() => {}) : Promise.resolve(new Response(JSON.stringify(reply.error ?? reply.ok), { headers })));`,
      command, reply,
    );
  }
  async choose(testid, value) {
    await this.window.get(testid);
    await this.window.run(`const [field, value] = arguments; field.value = value; field.dispatchEvent(new Event("change", { bubbles: true }))`, await this.window.get(testid), value);
  }
  show(selector) {
    return this.window.run(`document.querySelector(arguments[0]).scrollIntoView({ block: "center" })`, selector);
  }
  async lookInto() {
    const path = join(this.world.home, "readers.opml");
    writeFileSync(path, OPML(this.world.site));
    await this.press([Keys.shift, "I"]);
    const [input] = await until("the file field is there", async () => {
      const found = await this.window.all("import-file");
      return found.length > 0 && found;
    });
    await input.type(path);
    await this.get("import-confirm");
  }
  async exporting(kind) {
    await this.press([Keys.control, "e"]);
    await this.choose("export-what", kind);
  }
  async open(texts) {
    await this.press("g", "a");
    await (await this.window.withText("article-row", texts.titles[0])).click();
    await this.get("article-headline");
  }
  async source(texts) {
    await this.open(texts);
    await this.press("i");
    await this.get("source-page-keep");
  }
  async run(name) {
    await this.press([Keys.control, "k"]);
    await this.get("palette");
    await this.press(...name);
    await pause(200);
    await this.press(Keys.enter);
    // A dialog puts the focus into its first field once it is drawn.
    await pause(300);
  }
  async search(query) {
    await this.press("/");
    await this.fill("search-input", query);
    await pause(600);
  }

  async shoot(views, broken) {
    for (const [name, reach] of views) {
      if (!chosen.test(name)) continue;
      try {
        await this.begin(broken);
        await reach(this, this.look.texts ?? PLAIN);
      } catch (error) {
        console.error(`${this.look.name} ${name}: ${error.message}`);
      }
      await pause(450);
      const path = join(folder, `library-${this.look.name}-${name}.png`);
      writeFileSync(path, await this.window.screenshot());
      console.log(path);
    }
  }
}

async function fill(world, texts) {
  const { site } = world;
  const [one, two] = texts.papers;
  const [first, again, ...others] = texts.titles;
  const same = `${first}. ${again}. ${SAME}`;
  site.answers.set("/post/feed.xml", feed(one, [[first, "http://post.example/1", same], ...others.map((title, n) => [title, `http://post.example/${n + 2}`, `${title}. The pump holds, for now.`])]));
  site.answers.set("/echo/feed.xml", feed(two, [[again, "http://echo.example/9", same]]));
  for (const [name, query, ...does] of texts.rules) await world.json("rule", "add", name, query, ...does);
  await world.json("rule", "off", String((await world.json("rules")).at(-1).id));
  await world.json("mute", texts.mutes[0], "--until", "2w");
  await world.json("follow", site.url("/post/feed.xml"), "--folder", texts.folder);
  await world.json("follow", site.url("/echo/feed.xml"), "--folder", texts.folder);
  await world.json("mute", texts.mutes[1], "--folder", texts.folder);
  const articles = await world.json("list");
  for (const [title, passage] of texts.passages) await world.json("highlight", String(articles.find((row) => row.title.startsWith(title)).id), passage, "--note", texts.note);
  await world.json("hide", ...articles.slice(3, 5).map(({ id }) => String(id)));
  await world.json("save-search", texts.kept, texts.query);
}

/** One bit of the header is another. */
function damage(world) {
  const file = join(world.data, "library.db");
  const bytes = readFileSync(file);
  bytes[3] ^= 0xff;
  writeFileSync(file, bytes);
}

for (const look of LOOKS.filter(({ name }) => looks.test(name))) {
  const world = await World.create();
  try {
    await world.json("sample");
    await world.json("follow", world.site.url("/almanac/feed.xml"), "--folder", "Marrow Bay");
    const window = await world.open();
    await window.resize(look.width ?? 1280, 860);
    const scene = new Scene(world, look, window);
    const invoke = (name, args) =>
      window.call("POST", "/execute/async", { script: "const done = arguments[2]; window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then(done, done)", args: [name, args] });
    await until("articles are listed", async () => (await window.all("article-row")).length > 3);
    const theme = ["dark", "sepia"].includes(look.name) ? look.name : "light";
    await invoke("set_settings", { settings: { ...(await invoke("settings", {})), theme } });
    await scene.shoot(EMPTY);
    await fill(world, look.texts ?? PLAIN);
    await scene.shoot(FILLED);
    await window.close();
    damage(world);
    scene.window = await world.open();
    await scene.window.resize(look.width ?? 1280, 860);
    await scene.shoot(DAMAGED, true);
  } catch (error) {
    console.error(`${look.name}: ${error.stack}`);
  }
  await world.end();
}
