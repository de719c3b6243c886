// What runs with the rights of the repository: only actions pinned to a commit, no right but to read where none is
// needed, and no job without an end.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, ".github/workflows");

/** Python has the parser; YAML's `on` is true to it, hence the names as texts. */
const parser = `
import json, sys, yaml
class Strict(yaml.SafeLoader): pass
def mapping(loader, node):
    keys = [key.value for key, _ in node.value]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice: raise yaml.YAMLError(f"twice: {twice} at {node.start_mark}")
    return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}
Strict.add_constructor("tag:yaml.org,2002:map", mapping)
print(json.dumps(yaml.load(sys.stdin, Strict)))
`;

let skip = false;
try {
  execFileSync("python3", ["-c", "import yaml"], { stdio: "ignore" });
} catch {
  skip = "python3-yaml is not here: the workflows are not read";
}
const read = (file) => JSON.parse(execFileSync("python3", ["-c", parser], { input: readFileSync(join(folder, file)) }));

for (const file of readdirSync(folder)) {
  test(`${file} runs pinned actions, with an end and no more rights than it needs`, { skip }, () => {
    const workflow = read(file);
    assert.ok(workflow.name && workflow.on, "a name and an occasion");
    assert.ok(workflow.permissions !== undefined, "its rights are said, not the repository's default");
    assert.deepEqual(Object.entries(workflow.permissions).filter(([name, right]) => right !== "read" || name !== "contents"), []);
    for (const [name, job] of Object.entries(workflow.jobs)) {
      assert.ok(job["timeout-minutes"] <= 120, `${name} has no end`);
      for (const step of job.steps ?? []) {
        assert.ok(step.uses || step.run, `${name}: a step that does nothing`);
        if (step.uses) assert.match(step.uses, /^(?:[\w.-]+\/[\w./-]+@[0-9a-f]{40}|\.\/.*)$/, `${name}: ${step.uses} may change under us`);
        if (step.uses?.startsWith("actions/checkout@")) assert.equal(step.with?.["persist-credentials"], false, `${name} keeps its token on disk`);
        // What others write, a branch's name or a title, must not become a command.
        assert.doesNotMatch(step.run ?? "", /\$\{\{\s*(?:github\.(?:event|head_ref|ref_name)|inputs)/, `${name}: ${step.run}`);
      }
    }
  });
}

test("each pinned action says which version it is", { skip }, () => {
  for (const file of readdirSync(folder)) {
    for (const line of readFileSync(join(folder, file), "utf8").split("\n").filter((line) => /uses: [\w.-]+\//.test(line))) {
      assert.match(line, /@[0-9a-f]{40} # v\d/, `${file}: ${line.trim()}`);
    }
  }
});

test("CI builds and tests on all three systems, with the Rust that Cargo.toml promises", { skip }, () => {
  const { jobs, env } = read("ci.yml");
  assert.ok(readFileSync(join(root, "Cargo.toml"), "utf8").includes(`rust-version = "${env.RUST}"`));
  const linux = jobs.linux.steps.map((step) => step.run).join("\n");
  assert.match(linux, /^\.ci\/run$/m);
  const elsewhere = jobs.elsewhere.steps.map((step) => step.run).join("\n");
  for (const command of [/cargo build --workspace --locked/, /cargo nextest run --workspace --locked/, /cargo clippy --workspace .*-D warnings/]) {
    assert.match(elsewhere, command);
  }
  const runners = jobs.elsewhere.strategy.matrix.include.map(({ runner }) => runner);
  for (const system of ["macos", "windows"]) assert.ok(runners.some((runner) => runner.startsWith(system)), system);
});
