// Writes latest.json, which copies that update themselves ask for: the version, what is new, and for each system the file and
// its signature. Run as `node latest.mjs FOLDER VERSION ADDRESS NOTES`; signatures are the .sig files in FOLDER.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, version, address, notes] = process.argv.slice(2);

/** What each system's updater asks for (https://v2.tauri.app/plugin/updater/#static-json-file), and the file that is for it. */
const PLATFORMS = [
  ["linux-x86_64", /_amd64\.AppImage$/],
  ["linux-aarch64", /_aarch64\.AppImage$/],
  ["darwin-x86_64", /\.app\.tar\.gz$/],
  ["darwin-aarch64", /\.app\.tar\.gz$/],
  ["windows-x86_64", /-setup\.exe$/],
];

const platforms = {};
for (const [platform, file] of PLATFORMS) {
  const name = readdirSync(folder).find((one) => file.test(one));
  const signature = name && join(folder, `${name}.sig`);
  if (signature && existsSync(signature)) platforms[platform] = { url: `${address}/${encodeURIComponent(name)}`, signature: readFileSync(signature, "utf8") };
  else console.log(`::notice::${platform}: no signed file, so nothing there updates itself to ${version}`);
}
if (Object.keys(platforms).length > 0) {
  // The window shows them as plain text.
  const plain = readFileSync(notes, "utf8").trim().replace(/^#+ /gm, "").replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").replace(/[*`]/g, "");
  const release = { version, notes: plain, pub_date: new Date().toISOString(), platforms };
  writeFileSync(join(folder, "latest.json"), `${JSON.stringify(release, null, 2)}\n`);
}
