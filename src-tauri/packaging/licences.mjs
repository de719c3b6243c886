// The licences of what both programs are made from, as their authors ask that they come along: one text for each licence
// file that differs, with the names of all packages it stands in. Run as `node licences.mjs`; writes to standard output.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const LICENCE = /^(licen[cs]e|copying|notice|unlicense|copyright)/i;

/** The crates that are linked in: not those that only test or build. */
function crates() {
  const options = { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 };
  const all = JSON.parse(execFileSync("cargo", ["metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"], options));
  const nodes = new Map(all.resolve.nodes.map((node) => [node.id, node]));
  const linked = new Set();
  const open = [...all.workspace_default_members];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (linked.has(id)) continue;
    linked.add(id);
    open.push(...nodes.get(id).deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null)).map(({ pkg }) => pkg));
  }
  const ours = new Set(all.workspace_members);
  return all.packages
    .filter(({ id }) => linked.has(id) && !ours.has(id))
    .map(({ name, version, license, repository, manifest_path }) => ({ name, version, licence: license, home: repository, folder: dirname(manifest_path) }));
}

/** What the window's page is bundled from; Svelte's own code is, though it is listed among the tools. */
function modules() {
  const lock = JSON.parse(readFileSync(join(root, "ui/package-lock.json"), "utf8"));
  return Object.entries(lock.packages)
    .filter(([path, one]) => path !== "" && (!one.dev || path === "node_modules/svelte") && existsSync(join(root, "ui", path)))
    .map(([path, one]) => ({ name: path.replace(/^.*node_modules\//, ""), version: one.version, licence: one.license, home: null, folder: join(root, "ui", path) }));
}

function texts(folder) {
  const files = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isFile() && LICENCE.test(one.name));
  return files.map(({ name }) => readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim());
}

/** All of it, the same for the same sources. */
export function thirdParty() {
  const packages = [...crates(), ...modules()].sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
  const list = packages.map(({ name, version, licence, home }) => `${name} ${version}: ${licence ?? "see its text"}${home ? `, ${home}` : ""}`);
  const holders = new Map();
  for (const { name, folder } of packages) for (const text of texts(folder)) holders.set(text, [...(holders.get(text) ?? []), name]);
  const line = "-".repeat(100);
  return ["What Standfirst is made from, and its licences.", ...list, ...[...holders].flatMap(([text, names]) => ["", line, `In ${[...new Set(names)].join(", ")}:`, "", text]), ""].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) process.stdout.write(thirdParty());
