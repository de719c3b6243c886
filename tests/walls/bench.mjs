// The walls against payloads, a table: `node tests/walls/bench.mjs --bin standfirst [--engine webkit] [--wall frame] FILE…`.
// The files hold a line of JSON each, {id, html}. Exits with 1 if anything came through a wall.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { ENGINES } from "./engines.mjs";
import { examine } from "./examine.mjs";
import { WALLS } from "./pages.mjs";
import { Site } from "./site.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    bin: { type: "string" },
    engine: { type: "string", multiple: true },
    wall: { type: "string", multiple: true },
    out: { type: "string", default: ".make/walls" },
  },
});

const lines = (text) => text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
const text = positionals.map((file) => readFileSync(file, "utf8")).join("\n");
const raw = lines(text);
const made = spawnSync(values.bin, ["sanitize", "--batch"], { input: raw.map((one) => JSON.stringify({ id: one.id, html: one.html })).join("\n"), maxBuffer: 1 << 30 });
const sanitised = lines(made.stdout.toString());
if (sanitised.length !== raw.length) throw new Error(`of ${raw.length} payloads ${sanitised.length} were sanitised: ${made.stderr}`);

mkdirSync(values.out, { recursive: true });
console.log(`${raw.length} payloads. A row counts payloads that did something; "none" shows that the harness sees.\n`);
console.log("| engine | wall | payloads | ran or armed | asked | elements, attributes | addresses | clobbered | covered, went, changed |");
console.log("|---|---|---|---|---|---|---|---|---|");
const KINDS = [/^(ran|armed|opened)/, /^asked/, /^(element|attribute|custom|positioned)/, /^(scheme|private|credentials)/, /^clobbers/, /^(covers|went|took|broke|never|parses)/];
let through = 0;
for (const engineName of values.engine ?? Object.keys(ENGINES)) {
  for (const wall of values.wall ?? Object.keys(WALLS)) {
    const site = await Site.start();
    const engine = await ENGINES[engineName].open(site.port);
    const items = WALLS[wall].raw ? raw : sanitised;
    const found = await examine(engine, site, wall, items, (count) => process.stderr.write(`\r${engineName} ${wall} ${count} `));
    await engine.close();
    await site.stop();
    process.stderr.write("\r");
    const counts = KINDS.map((kind) => found.filter(({ seen }) => seen.some((what) => kind.test(what))).length);
    console.log(`| ${[engineName, wall, found.length, ...counts].join(" | ")} |`);
    const bad = found.filter(({ seen }) => seen.length > 0);
    writeFileSync(`${values.out}/${engineName}-${wall}.jsonl`, bad.map((one) => `${JSON.stringify(one)}\n`).join(""));
    if (wall !== "none") through += bad.length;
  }
}
console.log(`\nWhat each did: ${values.out}/ENGINE-WALL.jsonl`);
process.exitCode = through > 0 ? 1 : 0;
