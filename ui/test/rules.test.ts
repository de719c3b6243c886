import { beforeEach, describe, expect, it, vi } from "vitest";
import { actionOf } from "../src/actions";
import { article, FakeBackend, source } from "../src/backend/fake";
import { Desk } from "../src/stores/desk.svelte";
import { words } from "../src/words";

let backend: FakeBackend;
let desk: Desk;

const titles = () => desk.list.rows.map((row) => row.title);
const said = () => desk.notices.shown.at(-1)?.text;

beforeEach(async () => {
  backend = new FakeBackend({
    sources: [source({ id: 1, title: "The Harbour Gazette" })],
    articles: ["Mud on the quay", "Ferries wait", "More mud"].map((title, at) => article({ id: at + 1, sourceId: 1, title, sourceTitle: "The Harbour Gazette" })),
  });
  desk = new Desk(backend);
  await desk.begin();
  await desk.openScope({ kind: "all" });
});

describe("a rule", () => {
  it("is tried as it is typed, made, and taken back", async () => {
    actionOf("new-rule").run(desk);
    expect(desk.view.page).toEqual({ kind: "rule", rule: null });
    desk.rules.change({ query: "title:mud", hide: true });
    await vi.waitFor(() => expect(desk.rules.preview?.caught).toBe(2));
    expect(backend.calls.filter(({ command }) => command === "rule_preview").length).toBe(1);
    await desk.rules.keep();
    expect(desk.view.page).toBe(null);
    expect(said()).toBe(words.ruleMade("title:mud"));
    expect(titles()).toHaveLength(3);
    await desk.undo();
    expect(backend.rules.all).toEqual([]);
    await desk.redo();
    expect(backend.rules.all.map(({ rule }) => rule.name)).toEqual(["title:mud"]);
  });

  it("says what is wrong with it instead of what it would catch", async () => {
    await desk.rules.show(null, { query: "-mud" });
    await vi.waitFor(() => expect(desk.rules.preview?.problem).toContain("nearly every article"));
  });

  it("begins with what is being looked for", async () => {
    desk.search.type("ferries");
    actionOf("new-rule").run(desk);
    await vi.waitFor(() => expect(desk.rules.preview?.caught).toBe(1));
    expect(desk.rules.draft.query).toBe("ferries");
  });

  it("is applied to what is here, and that is undone as a whole", async () => {
    const made = await backend.call("add_rule", { rule: { name: "Mud", query: "mud", read: false, save: false, hide: true, notify: false, tags: [], until: null } });
    desk.openRules();
    await vi.waitFor(() => expect(desk.rules.plain.length).toBe(1));
    await desk.rules.show(made);
    await desk.rules.apply(made);
    expect(titles()).toEqual(["Ferries wait"]);
    expect(desk.rules.deeds.map(({ did, hidden }) => [did, hidden])).toEqual([[["hide"], true], [["hide"], true]]);
    await desk.undo();
    expect(titles()).toHaveLength(3);
    await desk.redo();
    expect(titles()).toHaveLength(1);
    await desk.rules.undo(made);
    expect(titles()).toHaveLength(3);
    desk.view.lift();
    expect(desk.view.page, "back to the list of rules").toEqual({ kind: "rules" });
  });

  it("is switched off, moved and removed, each to be undone", async () => {
    for (const name of ["one", "two"]) {
      await backend.call("add_rule", { rule: { name, query: name, read: true, save: false, hide: false, notify: false, tags: [], until: null } });
    }
    await desk.rules.load();
    const [one] = desk.rules.plain;
    if (!one) throw new Error("there is none");
    await desk.rules.setActive(one, false);
    expect(desk.rules.plain[0]?.state).toBe("off");
    await desk.undo();
    expect(desk.rules.plain[0]?.state).toBe("active");
    await desk.rules.move(one, 1);
    expect(desk.rules.plain.map(({ rule }) => rule.name)).toEqual(["two", "one"]);
    await desk.undo();
    expect(desk.rules.plain.map(({ rule }) => rule.name)).toEqual(["one", "two"]);
    await desk.rules.remove(one);
    expect(desk.rules.plain.map(({ rule }) => rule.name)).toEqual(["two"]);
    await desk.undo();
    expect(desk.rules.plain.length).toBe(2);
  });
});

describe("hidden articles", () => {
  it("are out of the lists, in their own, and come back", async () => {
    await desk.open(desk.rows[0]!);
    actionOf("hide").run(desk);
    await vi.waitFor(() => expect(said()).toBe(words.hiddenNow));
    await desk.openScope({ kind: "hidden" });
    expect(titles()).toHaveLength(1);
    expect(desk.nameOf(desk.list.scope)).toBe(words.hiddenList);
    await desk.open(desk.rows[0]!);
    expect(actionOf("hide").name(desk)).toBe(words.showArticleAgain);
    actionOf("hide").run(desk);
    await vi.waitFor(() => expect(said()).toBe(words.shownNow));
    expect(backend.rules.hidden.size).toBe(0);
  });
});

describe("a mute word", () => {
  it("is what is selected in the article", async () => {
    await desk.open(desk.rows[0]!);
    desk.view.selected = () => ({ toString: () => " royal\n wedding " }) as unknown as Selection;
    actionOf("mute").run(desk);
    expect(desk.view.dialog).toEqual({ kind: "mute", word: "royal wedding" });
    await desk.rules.mute("royal wedding", "1w");
    expect(desk.rules.mutes.map(({ rule }) => rule.name)).toEqual(["royal wedding"]);
    expect(said()).toBe(words.muted("royal wedding"));
    await desk.undo();
    expect(backend.rules.all).toEqual([]);
  });

  it("that was mute already has its own end again when that is taken back", async () => {
    await desk.rules.mute("royal wedding", "2027-01-01T00:00:00Z");
    await desk.rules.mute("royal wedding", null);
    expect(backend.rules.all.map(({ rule }) => rule.until)).toEqual([null]);
    await desk.undo();
    expect(backend.rules.all.map(({ rule }) => rule.until)).toEqual(["2027-01-01T00:00:00Z"]);
    await desk.undo();
    expect(backend.rules.all).toEqual([]);
  });
});

it("what rules tell of is said once", () => {
  const stop = desk.start();
  backend.emit({ kind: "notify", notifications: [{ rule: 1, source: null, name: "Solar", articles: 3, article: 2, title: "A roof of glass" }] });
  expect(said()).toBe("Solar: “A roof of glass” and 2 more");
  stop();
});

it("every action of a rule is told in words", () => {
  expect(words.ruleDoes({ name: "", query: "", read: true, save: false, hide: false, notify: true, tags: ["sea"], until: null })).toBe("Mark read, tell me, tag “sea”.");
  expect(words.deed({ did: ["read", "tag a tag"], undone: [], hidden: false })).toBe("marked read, tagged “a tag”");
  expect(words.deed({ did: [], undone: ["hide"], hidden: false })).toBe("taken back: hidden");
  expect(words.deed({ did: ["hide"], undone: [], hidden: false })).toBe("hidden; shown again");
});

it("what a mute word is limited to is told apart from the word", () => {
  expect(words.muteRest('title:"royal wedding" OR text:"royal wedding"')).toBe("");
  expect(words.muteRest('title:"royal wedding" OR text:"royal wedding" folder:"The coast"')).toBe('folder:"The coast"');
  expect(words.muteRest("title:cup OR text:cup source:Echo")).toBe("source:Echo");
  expect(words.muteRest("cup -final")).toBe("cup -final");
});
