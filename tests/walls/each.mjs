// Every wall alone against our own payloads, in one engine: the tests of both engines are these.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";

import { ENGINES } from "./engines.mjs";
import { examine } from "./examine.mjs";
import { WALLS } from "./pages.mjs";
import { PAYLOADS } from "./payloads.mjs";
import { Site } from "./site.mjs";

const given = process.env.STANDFIRST_BIN ?? resolve(fileURLToPath(import.meta.url), "../../../target/debug");
const program = statSync(given).isDirectory() ? join(given, "standfirst") : given;

function sanitised() {
  const input = PAYLOADS.map((one) => JSON.stringify(one)).join("\n");
  const made = spawnSync(program, ["sanitize", "--batch"], { input, maxBuffer: 1 << 28 });
  assert.equal(made.status, 0, String(made.stderr));
  return made.stdout.toString().split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

export function eachWall(engineName) {
  describe(`in ${engineName}`, () => {
    let site, engine;
    before(async () => {
      site = await Site.start();
      engine = await ENGINES[engineName].open(site.port);
    });
    after(async () => {
      await engine?.close();
      await site?.stop();
    });

    test("the harness sees what hostile markup does where there is no wall", async () => {
      const plain = ["<script>alert(1)</script>", "<img src=nowhere onerror=alert(1)>", "<iframe src=http://evil.test/frame></iframe>", "<form name=head><input name=x></form>"];
      const found = await examine(engine, site, "none", plain.map((html, id) => ({ id, html })));
      const seen = found.map((one) => one.seen.join(", "));
      for (const [place, wanted] of ["ran alert", "ran alert", "asked for http://evil.test/frame", "clobbers document.head"].entries()) {
        assert.ok(seen[place].includes(wanted), `${plain[place]}: ${seen[place]}`);
      }
    });

    for (const [wall, { raw, says }] of Object.entries(WALLS).filter(([name]) => name !== "none")) {
      test(`${wall} holds alone: ${says}`, async () => {
        const found = await examine(engine, site, wall, raw ? PAYLOADS : sanitised());
        assert.equal(found.length, PAYLOADS.length);
        assert.deepEqual(found.filter(({ seen }) => seen.length > 0), []);
      });
    }
  });
}
