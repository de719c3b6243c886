// Puts what packages hold beside the programs into .make/package: manual, completions, metainfo, icons, documents.
// Run as `node stage.mjs PROGRAMS VERSION`, where PROGRAMS is the folder of the built `standfirst`.
// Environment: STANDFIRST_SCREENSHOTS, the address of the folder that holds screenshot.png; SOURCE_DATE_EPOCH.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { thirdParty } from "./licences.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const [programs, version] = process.argv.slice(2);
if (!programs || !version) throw new Error("usage: stage.mjs PROGRAMS VERSION");

/** The name of the package; Tauri makes it from the product's name. */
const NAME = "standfirst";
const SCREENSHOTS = process.env.STANDFIRST_SCREENSHOTS || "https://standfirst.app/screenshots";
const MAINTAINER = process.env.STANDFIRST_MAINTAINER || "The Standfirst developers <packages@standfirst.app>";

const stage = join(root, ".make/package");
rmSync(stage, { recursive: true, force: true });

function write(path, content) {
  const to = join(stage, path);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, content);
  chmodSync(to, 0o644); // whatever this machine's mask is
}

const read = (...path) => readFileSync(join(...path), "utf8");
const packed = (text) => gzipSync(text, { level: 9 });

/** When the last change was made: the same sources give the same package. */
function lastChange() {
  const seconds = process.env.SOURCE_DATE_EPOCH || execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" });
  return new Date(Number(seconds) * 1000);
}

/** CHANGELOG.md's headings: `## 0.2.0, 2027-01-15`, or `## 0.2.0, not released yet`. */
function releases() {
  const found = [...read(root, "CHANGELOG.md").matchAll(/^## (\d+\.\d+\.\d+)(?:, (\d{4}-\d{2}-\d{2})|, not released yet)?\s*$/gm)];
  if (found.length === 0) throw new Error("CHANGELOG.md names no release");
  const today = lastChange().toISOString().slice(0, 10);
  return found.map(([, number, date]) => `    <release version="${number}" date="${date ?? today}" type="${date ? "stable" : "development"}"/>`);
}

/** As a field of a Debian control file takes a text of several lines. */
const indented = (text) => text.trim().split("\n").map((line) => (line.trim() === "" ? " ." : ` ${line.trimEnd()}`)).join("\n");

function debianChangelog() {
  const date = lastChange().toUTCString().replace("GMT", "+0000");
  return `${NAME} (${version}-1) stable; urgency=medium\n\n  * Release ${version}; changelog.gz beside this file tells what changed.\n\n -- ${MAINTAINER}  ${date}\n`;
}

// The manual and what shells complete, from the command line's own definition.
execFileSync(join(programs, "standfirst"), ["manual", join(stage, "share")], { stdio: "inherit" });
const manual = join(stage, "share/man/man1");
copyFileSync(join(here, "standfirst-desktop.1"), join(manual, "standfirst-desktop.1"));
for (const page of readdirSync(manual)) {
  write(`share/man/man1/${page}.gz`, packed(read(manual, page)));
  rmSync(join(manual, page));
}

write("share/metainfo/app.standfirst.desktop.metainfo.xml", read(here, "app.standfirst.desktop.metainfo.xml").replace("@RELEASES@", releases().join("\n")).replace("@SCREENSHOTS@", SCREENSHOTS));
write("share/mime/packages/app.standfirst.desktop.xml", read(here, "app.standfirst.desktop.mime.xml"));
write("share/icons/hicolor/scalable/apps/standfirst-desktop.svg", read(root, "src-tauri/icons/icon.svg"));
write("share/icons/hicolor/symbolic/apps/standfirst-desktop-symbolic.svg", read(root, "src-tauri/icons/symbolic.svg"));

// How browsers reach us (src-tauri/native-host/README.md): what they are told, and the extension for those who load it by hand.
const hosts = join(root, "src-tauri/native-host");
for (const folder of ["etc", "lib"]) mkdirSync(join(stage, folder), { recursive: true });
if (existsSync(hosts)) {
  const host = "native-messaging-hosts/app.standfirst.host.json";
  for (const place of ["etc/chromium", "etc/opt/chrome", "etc/opt/edge"]) write(`${place}/${host}`, read(hosts, "chromium.json"));
  write(`lib/mozilla/${host}`, read(hosts, "firefox.json"));
  cpSync(join(root, "ui/extension"), join(stage, `share/${NAME}/extension`), { recursive: true });
}

const copyright = read(here, "copyright").replace("@MIT@", indented(read(root, "LICENSE-MIT").split("\n\n").slice(2).join("\n\n")));
write(`share/doc/${NAME}/copyright`, copyright.replace("@OFL@", indented(read(root, "ui/src/typefaces-licence.txt"))));
write(`share/doc/${NAME}/third-party.gz`, packed(thirdParty()));
write(`share/doc/${NAME}/changelog.gz`, packed(read(root, "CHANGELOG.md")));
write(`deb/share/doc/${NAME}/changelog.Debian.gz`, packed(debianChangelog()));
write(`deb/share/lintian/overrides/${NAME}`, read(here, "lintian-overrides"));
write("deb/maintainer", MAINTAINER);
