// Backups and damage: nothing is replaced before the reader has read what that means, and it can be taken back.
import { type Component, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeBackend, article, source } from "../src/backend/fake";
import BackupsDialog from "../src/components/BackupsDialog.svelte";
import BrokenLibrary from "../src/components/BrokenLibrary.svelte";
import ReadOnlyNotice from "../src/components/ReadOnlyNotice.svelte";
import Recovery from "../src/components/Recovery.svelte";
import { Desk } from "../src/stores/desk.svelte";
import { words } from "../src/words";
import Host from "./Host.svelte";

let backend: FakeBackend;
let desk: Desk;
let drawn: ReturnType<typeof mount> | undefined;

const find = <T extends HTMLElement>(testid: string) => document.querySelector<T>(`[data-testid="${testid}"]`);
const draw = (what: Component) => (drawn = mount(Host, { target: document.body, props: { desk, what } }));
const called = (command: string) => backend.calls.filter((call) => call.command === command);
const text = (testid: string) => find(testid)?.textContent?.replace(/\s+/gu, " ").trim() ?? "";

beforeEach(async () => {
  localStorage.clear();
  backend = new FakeBackend({ sources: [source({ id: 1 })], articles: [1, 2, 3].map((id) => article({ id })) });
  desk = new Desk(backend);
  await desk.begin();
});
afterEach(async () => {
  if (drawn) await unmount(drawn);
  drawn = undefined;
});

describe("backups", () => {
  it("are listed, and restored only once the reader agrees", async () => {
    draw(BackupsDialog);
    await vi.waitFor(() => expect(document.querySelectorAll('[data-testid="restore"]')).toHaveLength(2));
    find("restore")?.click();
    await vi.waitFor(() => expect(text("restore-ask")).toContain("What is here now is kept as a backup, so it can be undone."));
    expect(document.activeElement).toBe(find("restore-leave"));
    find("restore-leave")?.click();
    await vi.waitFor(() => expect(find("restore-ask")).toBeNull());
    expect(called("restore_backup")).toEqual([]);
    find("restore")?.click();
    await vi.waitFor(() => expect(find("restore-do")).not.toBeNull());
    find("restore-do")?.click();
    await vi.waitFor(() => expect(called("restore_backup")).toHaveLength(1));
    const [first] = backend.backups.filter((backup) => backup.kind === "daily");
    expect(called("restore_backup")[0]?.args).toEqual({ path: first?.path });
  });

  it("restored can be undone, and nothing from before", async () => {
    desk.undoable({ done: "", undo: () => Promise.resolve(), redo: () => Promise.resolve() }, null);
    await desk.safety.restore("/a.db");
    expect(desk.undos.size).toBe(1);
    await desk.undo();
    expect(called("restore_backup").map((call) => call.args)).toEqual([{ path: "/a.db" }, { path: "/a.db.before" }]);
    expect(desk.undos.size).toBe(0);
  });

  it("say why the last one was not made", async () => {
    backend.backupTrouble = "The backup of today: the disk is full: make room";
    draw(BackupsDialog);
    await vi.waitFor(() => expect(document.body.textContent).toContain("The disk is full."));
  });
});

describe("a damaged library", () => {
  it("that cannot be opened is rescued from its page, and opened", async () => {
    Object.assign(backend, { unopened: true, damage: "library.db is not a database" });
    await desk.begin();
    expect(desk.broken?.code).toBe("damaged");
    draw(Recovery);
    await vi.waitFor(() => expect(text("damage")).toBe("What is wrong: library.db is not a database."));
    expect(text("recovery")).toContain("/home/reader/.local/share/standfirst");
    find("rescue")?.click();
    await vi.waitFor(() => expect(text("rescued")).toContain("3 articles rescued"));
    expect(text("rescued")).toContain("library.damaged-");
    find("open-rescued")?.click();
    await vi.waitFor(() => expect(desk.broken).toBeNull());
    expect(desk.list.rows).toHaveLength(3);
  });

  it("that fails when it is read says what failed, where nobody knew of the damage yet", async () => {
    const failure = { code: "damaged", what: "The library", why: "library.db is damaged", todo: "rescue it" };
    drawn = mount(Host, { target: document.body, props: { desk, what: BrokenLibrary as unknown as Component, given: { failure } } });
    await vi.waitFor(() => expect(text("damage")).toBe("What is wrong: library.db is damaged."));
  });

  it("that is open says so, and leads to what can be done", async () => {
    backend.damage = "2 pages cannot be read";
    await desk.sources.load();
    draw(ReadOnlyNotice);
    find("see-damage")?.click();
    expect(desk.view.dialog).toEqual({ kind: "recovery" });
  });
});

it("a backup is told to have what is missing, and nothing of what is not", () => {
  const more = { articles: 18, texts: 1, tags: 0, highlights: 2, sources: 0 };
  expect(words.moreInBackup("Monday", more)).toMatch(/: 18 articles, 1 text, 2 highlights\.$/u);
});
