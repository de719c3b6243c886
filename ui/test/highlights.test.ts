import { mount, unmount } from "svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { actionOf } from "../src/actions";
import { highlightsMarkdown } from "../src/article/citation";
import { PageText } from "../src/article/passages";
import { article, FakeBackend, source } from "../src/backend/fake";
import type { Passage } from "../src/backend/generated/Passage";
import HighlightsPage from "../src/components/HighlightsPage.svelte";
import { Desk } from "../src/stores/desk.svelte";
import Host from "./Host.svelte";

let backend: FakeBackend;
let desk: Desk;
let text: HTMLElement;
let attached: ReturnType<Desk["highlights"]["attach"]>;
const revealed = vi.fn();
const box = { left: 0, right: 9, top: 0, bottom: 9, width: 9, height: 9 } as DOMRect;
Range.prototype.getBoundingClientRect = () => box;

/** Selects words of the text, as a reader does. */
function select(words: string): void {
  const page = new PageText(text);
  const at = page.text.indexOf(words);
  const range = page.range(at, at + words.length);
  document.getSelection()?.removeAllRanges();
  document.getSelection()?.addRange(range);
}

async function mark(words: string): Promise<void> {
  select(words);
  await desk.highlights.add();
  draw();
}

/** What the components do when the article changes. */
const draw = () => attached.draw(desk.reading.article?.highlights ?? []);
const marked = () => [...text.querySelectorAll("mark")].map((one) => [one.className, one.textContent]);

const passage = (text: string): Passage => ({ text, before: "", after: "" });
const notes = () => desk.reading.article?.highlights.map(({ passage: { text }, note }) => [text, note]);

beforeEach(async () => {
  sessionStorage.clear();
  backend = new FakeBackend({ sources: [source({ id: 1, folder: "World" })], articles: [1, 2].map((id) => article({ id, sourceId: 1, tags: id === 1 ? ["sea"] : ["sea", "ocean"] })) });
  desk = new Desk(backend);
  await desk.sources.load();
  await desk.openScope({ kind: "all" });
  const [row] = desk.list.rows;
  if (row) await desk.open(row);
  text = document.createElement("div");
  document.body.replaceChildren(text);
  text.textContent = "The text of article 1. The text of article 2.";
  attached = desk.highlights.attach({ place: 1, root: text, placed: (box) => box, reveal: revealed, sight: () => ({ top: 0, bottom: 99 }) });
  revealed.mockClear();
});

describe("a note that cannot be kept", () => {
  it("is still in its field, and is kept when that can be", async () => {
    await mark("The text");
    backend.failing.set("set_highlight_note", "disk-full");
    const open = async () => {
      const drawn = mount(Host, { target: document.body, props: { desk, what: HighlightsPage } });
      await desk.sources.load();
      await desk.highlights.load();
      const edit = await vi.waitFor(() => document.querySelector<HTMLElement>("[data-testid=note-edit]") ?? expect.unreachable());
      edit.click();
      const field = await vi.waitFor(() => document.querySelector<HTMLTextAreaElement>("[data-testid=note-input]") ?? expect.unreachable());
      return { drawn, field };
    };
    const first = await open();
    first.field.value = "why?";
    first.field.dispatchEvent(new Event("input", { bubbles: true }));
    first.field.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    await vi.waitFor(() => expect(desk.notices.shown.length).toBeGreaterThan(0));
    expect(document.querySelector("[data-testid=note-input]")).toBe(first.field);
    await unmount(first.drawn);
    backend.failing.clear();
    const second = await open();
    expect(second.field.value).toBe("why?");
    second.field.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    await vi.waitFor(() => expect(notes()).toEqual([["The text", "why?"]]));
    await unmount(second.drawn);
  });
});

describe("highlighting", () => {
  it("is undone and done again, with the note that was written later", async () => {
    await mark("The text");
    expect(notes()).toEqual([["The text", null]]);
    expect(marked()).toEqual([["marked", "The text"]]);
    expect(document.getSelection()?.isCollapsed).toBe(true);
    const made = desk.reading.article?.highlights[0];
    if (!made) throw new Error("there is no highlight");
    await desk.highlights.setNote(made, " why? ");
    draw();
    expect(marked()).toEqual([["noted", "The text"]]);
    expect(notes()).toEqual([["The text", "why?"]]);
    await desk.undo();
    await desk.undo();
    expect(notes()).toEqual([]);
    draw();
    expect(marked()).toEqual([]);
    await desk.redo();
    await desk.redo();
    expect(notes()).toEqual([["The text", "why?"]]);
    expect(desk.reading.article?.highlights[0]?.id).toBe(made.id);
  });

  it("says what to do while nothing is selected", async () => {
    document.getSelection()?.removeAllRanges();
    actionOf("highlight").run(desk);
    await vi.waitFor(() => expect(desk.notices.shown.at(-1)?.text).toContain("Select a passage first"));
  });

  it("of the same passage again makes no second one, and nothing to undo", async () => {
    await mark("The text");
    const before = desk.undos.size;
    await mark("The text");
    expect(notes()?.length).toBe(1);
    expect(desk.undos.size).toBe(before);
  });

  it("goes from one to the next and around, and Delete removes the open one", async () => {
    await mark("The text");
    await mark("of article");
    const walked = [1, 1, 1, -1].map((by) => {
      desk.highlights.step(by as 1 | -1);
      return desk.highlights.current?.passage.text;
    });
    expect(walked).toEqual(["The text", "of article", "The text", "of article"]);
    actionOf("remove-highlight").run(desk);
    await vi.waitFor(() => expect(notes()).toEqual([["The text", null]]));
    expect(desk.highlights.opened).toBeNull();
    await desk.undo();
    expect(notes()?.length).toBe(2);
  });
});

describe("a highlight without a place in the text", () => {
  it("is lost until the text has it again", async () => {
    await mark("The text");
    text.textContent = "Nothing of the kind.";
    draw();
    expect(desk.highlights.lost.map(({ passage: { text: lost } }) => lost)).toEqual(["The text"]);
    text.textContent = "The text is back.";
    draw();
    expect(desk.highlights.lost).toEqual([]);
    expect(marked()).toEqual([["marked", "The text"]]);
  });
});

describe("the page of highlights", () => {
  it("has all of them, filters, follows what changes and copies what is left", async () => {
    await mark("The text");
    const [, second] = desk.list.rows;
    if (second) await desk.open(second);
    await mark("article 1");
    desk.openHighlights();
    const rows = () => desk.highlights.rows.map(({ highlight }) => highlight.passage.text);
    await vi.waitFor(() => expect(rows()).toEqual(["article 1", "The text"]));
    desk.highlights.type("THE");
    await vi.waitFor(() => expect(rows()).toEqual(["The text"]));
    await desk.highlights.copyAll();
    expect(backend.copied).toContain("> The text\n");
    expect(backend.copied).not.toContain("article 1\n");
    desk.highlights.type("");
    await vi.waitFor(() => expect(rows().length).toBe(2));
    const [first] = desk.highlights.rows;
    if (first) await desk.highlights.remove(first.highlight);
    await vi.waitFor(() => expect(rows()).toEqual(["The text"]));
  });

  it("opens the article at the place", async () => {
    await mark("The text");
    desk.openHighlights();
    await vi.waitFor(() => expect(desk.highlights.rows.length).toBe(1));
    const [entry] = desk.highlights.rows;
    if (entry) await desk.highlights.show(entry);
    expect(desk.view.page).toBeNull();
    expect(revealed).toHaveBeenCalledTimes(1);
    expect(desk.highlights.current?.id).toBe(entry?.highlight.id);
  });

  it("is written as Markdown, article by article, with nothing taken for markup", () => {
    const { id, ...rest } = article({ id: 7, title: "On *stars*", url: "https://a.example/7" });
    const entry = (text: string, note: string | null) => ({
      highlight: { id: 1, article: 7, passage: passage(text), note, at: "2025-11-24T09:00:00Z", edited: null }, article: { id, ...rest },
    });
    expect(highlightsMarkdown([entry("One_two.\nThree.", "# no heading"), entry("Four.", null)])).toBe(
      "## [On \\*stars\\*](https://a.example/7)\n\nSource 1, 24 November 2025\n\n> One\\_two.\n>\n> Three.\n\n\\# no heading\n\n> Four.\n",
    );
  });
});

describe("tags and folders", () => {
  it("are renamed, put together and removed, and all of it undone and done again", async () => {
    const tags = () => backend.articles.map((one) => one.tags.join());
    const before = tags();
    for (const [to, after] of [["ocean", ["ocean", "ocean"]], [null, ["ocean", ""]]] as const) {
      await desk.following.renamePlace({ kind: "tag", name: "sea" }, to);
      expect(tags()).toEqual(after);
      await desk.undo();
      expect(tags()).toEqual(before);
      await desk.redo();
      expect(tags()).toEqual(after);
      await desk.undo();
    }
    await desk.openScope({ kind: "folder", name: "World" });
    await desk.following.renamePlace({ kind: "folder", name: "World" }, "News");
    expect([desk.list.scope.name, desk.sources.folderNames]).toEqual(["News", ["News"]]);
    await desk.undo();
    expect([desk.list.scope.name, desk.sources.folderNames]).toEqual(["World", ["World"]]);
    await desk.following.renamePlace({ kind: "folder", name: "World" }, null);
    expect([desk.list.scope.kind, desk.sources.folderNames]).toEqual(["all", []]);
    expect(desk.following.has({ kind: "folder", name: "World" })).toBe(false);
  });
});

describe("marking all read", () => {
  it("can be undone after the window was loaded anew", async () => {
    backend.articles.forEach((one) => (one.read = false));
    await desk.marks.markAllRead({ kind: "all" });
    const anew = new Desk(backend);
    await anew.begin();
    await anew.undo();
    expect(backend.articles.map((one) => one.read)).toEqual([false, false]);
    await anew.redo();
    expect(backend.articles.map((one) => one.read)).toEqual([true, true]);
    await anew.undo();
    const later = new Desk(backend);
    await later.begin();
    expect(later.undos.size).toBe(0);
  });
});
