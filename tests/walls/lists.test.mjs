// Each wall has its own list of what an article may hold, so that each holds alone. They must not part.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const between = (text, from, to) => text.slice(text.indexOf(from)).split(to)[0];
const quoted = (text) => [...text.matchAll(/"([\w-]+)"/g)].map(([, name]) => name);

test("the article frame may hold what the sanitiser lets through, and nothing more", () => {
  const rust = read("src-tauri/crates/article/src/safe.rs");
  const attributes = [...between(rust, ".tag_attributes", ".url_schemes").matchAll(/\("(\w+)", HashSet::from\(\[([^\]]*)\]/g)];
  const sanitiser = new Map(quoted(between(rust, "const TAGS", "];")).map((element) => [element, []]));
  for (const [, element, names] of attributes) sanitiser.set(element, quoted(names));

  const rows = [...between(read("ui/src/article/allowed.ts"), "const ELEMENTS", "};").matchAll(/^ {2}(\w+): \[(.*)\],$/gm)];
  const frame = new Map(rows.map(([, element, names]) => [element, quoted(names)]));

  const sorted = (list) => [...list].map(([element, names]) => `${element}: ${[...names].sort()}`).sort();
  assert.ok(frame.size > 40);
  assert.deepEqual(sorted(frame), sorted(sanitiser));
});
