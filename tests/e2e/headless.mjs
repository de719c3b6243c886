// `make run` without a display: does the window's job with both faces and prints what was done.
// Usage: headless.mjs PROGRAMS_FOLDER OUTPUT_FOLDER
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { Window, until } from "./webdriver.mjs";

const [programs, out] = process.argv.slice(2).map((path) => resolve(path));
mkdirSync(out, { recursive: true });
const env = { ...process.env, STANDFIRST_DATA_DIR: process.env.STANDFIRST_DATA_DIR || join(out, "library") };

function standfirst(...args) {
  const stdout = execFileSync(join(programs, "standfirst"), ["--json", ...args], { env, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  return stdout.trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

const [sample] = standfirst("sample");
const [again] = standfirst("refresh", "--force");
const sources = standfirst("sources");
const articles = standfirst("list");
const newest = articles[0];
const show = execFileSync(join(programs, "standfirst"), ["show", String(newest.id), "--format", "text"], { env, encoding: "utf8" });

console.log(`Library: ${env.STANDFIRST_DATA_DIR}`);
console.log(`Followed ${sources.length} sources: ${sources.map((source) => source.title).join(", ")}`);
console.log(`Fetched: ${sample.new} new articles; asked all ${again.asked} again: ${again.unchanged} unchanged, ${again.failed} failed`);
console.log(`Stored: ${articles.length} articles, ${articles.filter((article) => !article.read).length} unread`);
console.log(`Newest: ${newest.title}`);
console.log(show.split("\n").filter(Boolean).slice(0, 6).map((line) => `  | ${line}`).join("\n"));

const window = await Window.open({ binary: join(programs, "standfirst-desktop"), env });
try {
  await window.click("article-row");
  await window.get("article-headline");
  await until("the article has its text", () =>
    window.inFrame("article-frame", () => window.run("return document.body.innerText.length > 200 && [...document.images].every((image) => image.complete)")));
  const picture = join(out, "window.png");
  writeFileSync(picture, await window.screenshot());
  console.log(`Window: opened under Xvfb, read the first article in it; screenshot: ${picture}`);
} finally {
  await window.close();
}
console.log("Done. On a machine with a display `make run` opens this window; in a terminal, try");
console.log(`  ${join(programs, "standfirst")} --data-dir ${env.STANDFIRST_DATA_DIR} list`);
