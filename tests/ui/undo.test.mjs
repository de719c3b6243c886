// Every action of the window, over the real newsroom: what changes the reader's library is undone and done again, to the
// very same state. The actions come from the help dialog, so a new one that changes something and cannot be undone, or that
// nobody said how to do, fails here.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Browser, until } from "./browser.mjs";

/** What has to be done besides pressing the key; `before`: first, `then`: after it. */
const SCRIPTS = {
  highlight: { before: select, changes: true },
  "highlight-note": {
    before: select, changes: true, steps: 2,
    then: async (browser) => {
      await browser.get("note-input").fill("a note");
      await browser.press("Escape");
    },
  },
  "remove-highlight": { before: (browser) => browser.press("]"), changes: true },
  save: { changes: true },
  archive: { before: (browser) => beSaved(browser, true), changes: true },
  "toggle-read": { changes: true },
  // What is saved is kept offline anyhow.
  offline: { before: (browser) => beSaved(browser, false), changes: true },
  "mark-all-read": { changes: true },
  "pause-source": { changes: true },
  "quiet-source": { changes: true },
  unfollow: { changes: true },
  tag: {
    changes: true,
    then: async (browser) => {
      await browser.get("tag-input").fill("new");
      await browser.press("Enter");
      await browser.get("tag-dialog").getByRole("button", { name: "new" }).waitFor();
      await browser.press("Escape");
    },
  },
  "rename-source": {
    changes: true,
    then: async (browser) => {
      await browser.get("rename-input").fill("Another name");
      await browser.get("rename-confirm").click();
    },
  },
  "rename-place": {
    before: (browser) => browser.get("tag-row").first().click(), changes: true,
    then: async (browser) => {
      await browser.get("rename-place-input").fill("renamed");
      await browser.get("rename-place-confirm").click();
    },
  },
  "remove-place": { before: (browser) => browser.get("folder-row").first().click(), changes: true },
};

// It would hide the article that the next action is about.
SCRIPTS["unread-only"] = { then: (browser) => browser.press("u") };

/** Actions that ask the network, or lead out of the window: what they bring is no mark of the reader's. */
const OUTSIDE = new Set(["refresh", "refresh-source", "stop-refresh", "older-articles", "repair-source", "repair-all", "print", "open", "open-site", "open-downloads", "resume-asking"]);

/** Only what is saved can be put away. */
async function beSaved(browser, saved) {
  const is = async () => (await browser.get("save-button").getAttribute("aria-pressed")) === String(saved);
  if (!(await is())) await browser.press("s");
  await until("it is so", is);
}

async function select(browser) {
  await browser.page.getByTestId("article-frame").evaluate((element) => {
    const page = element.contentDocument;
    const text = page.createTreeWalker(page.querySelectorAll("p")[3], 4).nextNode();
    page.getSelection().setBaseAndExtent(text, 0, text, 24);
  });
  await browser.get("selection-bar").waitFor();
}

describe("undo", () => {
  let browser;
  let actions;
  before(async () => {
    browser = await Browser.open();
    await browser.cli("follow", browser.site.url("/almanac/feed.xml"), "--folder", "World");
    const [first, second] = await browser.list();
    await browser.cli("tag", String(first.id), "sea");
    await browser.cli("tag", String(second.id), "sea");
    await browser.press("?");
    actions = await browser.get("help-action").evaluateAll((rows) => rows.map((row) => ({ id: row.dataset.action, keys: row.dataset.keys })));
    await browser.press("Escape");
    assert.ok(actions.length > 50, JSON.stringify(actions));
  });
  after(() => browser.close());

  const call = (command, args = {}) =>
    browser.page.evaluate(
      async ([command, args]) => {
        const answer = await fetch(`/api/${command}`, { method: "POST", headers: { "content-type": "application/json", "x-standfirst": "1" }, body: JSON.stringify(args) });
        if (!answer.ok) throw new Error(`${command}: ${await answer.text()}`);
        return answer.json();
      },
      [command, args],
    );

  /** All that the reader decided, as one text. */
  async function state() {
    const { sources, folders, tags, unread, saved, highlights } = await call("overview");
    const { articles } = await call("articles", { query: { scope: { kind: "all" }, unreadOnly: false, after: null, limit: 500 } });
    const marks = await call("highlights", { query: { words: "", after: null, limit: 500 } });
    const offline = await Promise.all(articles.map(async ({ id }) => (await call("article", { id })).offline.kept));
    return JSON.stringify(
      {
        sources: sources.map(({ id, title, folder, state, quiet, url }) => ({ id, title, folder, state, quiet, url })), folders, tags, unread, saved, highlights,
        articles: articles.map(({ id, read, saved, tags }) => ({ id, read, saved, tags })), offline, marks: marks.highlights.map(({ highlight: { edited: _, ...rest } }) => rest),
      },
      null,
      1,
    );
  }

  /** Presses a chord as the actions table writes it. */
  async function press(keys) {
    const names = { mod: "Control", shift: "Shift", plus: "+", space: "Space", escape: "Escape", enter: "Enter", delete: "Delete", arrowdown: "ArrowDown", arrowup: "ArrowUp" };
    for (const chord of keys.split(" ")) {
      await browser.press(chord.split("+").map((part) => names[part] ?? (/^f\d$/.test(part) ? part.toUpperCase() : part)).join("+"));
    }
  }

  /** Waits until nothing that an action began is under way: until the library says the same twice, and no dialog waits. */
  async function settled() {
    let last = await state();
    await until("the library is at rest", async () => {
      const now = await state();
      const rests = now === last;
      last = now;
      return rests;
    });
    return last;
  }

  test("every action that changes something is undone and done again", async (context) => {
    const undo = actions.find(({ id }) => id === "undo");
    const redo = actions.find(({ id }) => id === "redo");
    const changed = [];
    for (const action of actions) {
      const script = SCRIPTS[action.id] ?? {};
      if ([undo, redo].includes(action) || OUTSIDE.has(action.id)) continue;
      await context.test(action.id, async () => {
        await browser.page.reload();
        await browser.get("all-link").click();
        await browser.row("How Marrow Bay").click();
        await browser.headline("How Marrow Bay");
        await browser.body.locator("p").first().waitFor();
        await until("it is read", async () => (await call("overview")).sources.length === 1 && (await browser.get("toggle-read-button").getAttribute("aria-pressed")) === "false");
        await script.before?.(browser);
        const first = await settled();
        await press(action.keys);
        await script.then?.(browser);
        if (script.changes) await until(`${action.id} has done something`, async () => (await state()) !== first);
        const second = await settled();
        if (second === first) return browser.press("Escape", "Escape", "Escape");
        changed.push(action.id);
        const steps = script.steps ?? 1;
        for (const round of ["first", "second"]) {
          for (let step = 0; step < steps; step += 1) await press(undo.keys);
          await until(`the ${round} undoing gives what was`, async () => (await state()) === first).catch(async (error) => assert.equal(await state(), first, error.message));
          if (round === "second") break;
          for (let step = 0; step < steps; step += 1) await press(redo.keys);
          await until("redoing gives what it was made", async () => (await state()) === second).catch(async (error) => assert.equal(await state(), second, error.message));
        }
        if (action.id === "highlight") {
          // There is one to be removed.
          await press(redo.keys);
          await until("there is a highlight", async () => (await call("overview")).highlights === 1);
        }
      });
    }
    for (const [id, { changes }] of Object.entries(SCRIPTS)) assert.ok(!changes || changed.includes(id), `${id} changed nothing`);
  });

  test("nothing went wrong on the way", () => {
    assert.deepEqual([browser.errors, browser.strangers], [[], []]);
  });
});
