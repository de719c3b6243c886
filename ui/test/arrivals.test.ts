// What other programs hand over: said and undone, asked about one after the other, refused.
import { mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Arrival } from "../src/backend/generated/Arrival";
import { article, FakeBackend, source } from "../src/backend/fake";
import Dialogs from "../src/components/Dialogs.svelte";
import DropVeil from "../src/components/DropVeil.svelte";
import SaveFromBrowser from "../src/components/SaveFromBrowser.svelte";
import { addressesIn } from "../src/stores/arrivals.svelte";
import { Desk } from "../src/stores/desk.svelte";
import Host from "./Host.svelte";

// jsdom lays nothing out, so it has nothing to scroll.
Element.prototype.scrollIntoView = () => undefined;

let backend: FakeBackend;
let desk: Desk;
let stop: () => void;
const drawn: ReturnType<typeof mount>[] = [];

const draw = (what: unknown) => drawn.push(mount(Host, { target: document.body, props: { desk, what: what as typeof Dialogs } }));
const find = <T extends HTMLElement>(testid: string) => document.querySelector<T>(`[data-testid="${testid}"]`);
const calls = (command: string) => backend.calls.filter((call) => call.command === command);
const said = () => desk.notices.shown.map((notice) => notice.text);
const follow = (address: string): Arrival => ({ kind: "follow", address });

/** Hands over as the shell does. */
function arrive(...arrivals: Arrival[]): void {
  backend.arrived.push(...arrivals);
  backend.emit({ kind: "arrived" });
}

beforeEach(async () => {
  backend = new FakeBackend({ sources: [source({ id: 1 })], articles: [article({ id: 1, title: "Ferries", saved: true }), article({ id: 2, title: "Quays", saved: true })] });
  desk = new Desk(backend);
  stop = desk.start();
  await vi.waitFor(() => expect(calls("arrivals")).toHaveLength(1));
});
afterEach(async () => {
  stop();
  await Promise.all(drawn.splice(0).map((one) => unmount(one)));
});

const saved = (id: number, already = false): Arrival => {
  const found = backend.articles.find((one) => one.id === id);
  if (!found) throw new Error("no such article");
  return { kind: "saved", article: { ...found }, already };
};
const isSaved = (id: number) => backend.articles.find((one) => one.id === id)?.saved;

describe("what comes in quickly", () => {
  it("is told in the order it came, though answers may overtake each other", async () => {
    const answers: ((arrivals: Arrival[]) => void)[] = [];
    const call = backend.call.bind(backend);
    vi.spyOn(backend, "call").mockImplementation((command, args) =>
      command === "arrivals" ? (new Promise((resolve) => answers.push(resolve)) as never) : call(command, args));
    const refused = (why: string): Arrival => ({ kind: "refused", failure: { code: "x", what: "Opening", why, todo: "try again" } });
    backend.emit({ kind: "arrived" });
    backend.emit({ kind: "arrived" });
    backend.emit({ kind: "arrived" });
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(0));
    // Whoever asks three times at once is answered last to first.
    for (const [at, answer] of [...answers.entries()].reverse()) answer(at === 0 ? [refused("it came first")] : []);
    await vi.waitFor(() => expect(answers.length).toBe(2));
    answers.at(-1)?.([refused("it came last")]);
    await vi.waitFor(() => expect(said().at(-1)).toContain("it came last"));
    expect(answers.length).toBe(2);
  });
});

describe("the sources", () => {
  it("are as they were asked for last, though an earlier answer comes later", async () => {
    const answers: (() => void)[] = [];
    const call = backend.call.bind(backend);
    vi.spyOn(backend, "call").mockImplementation(async (command, args) => {
      const result = await call(command, args);
      if (command === "overview") await new Promise<void>((resolve) => answers.push(resolve));
      return result as never;
    });
    const earlier = desk.sources.load();
    await vi.waitFor(() => expect(answers.length).toBe(1));
    backend.sources.splice(0);
    const later = desk.sources.load();
    await vi.waitFor(() => expect(answers.length).toBe(2));
    answers[1]?.();
    await later;
    answers[0]?.();
    await earlier;
    expect(desk.sources.overview.sources).toEqual([]);
  });
});

describe("what is saved", () => {
  it("is said by its name, and can be undone", async () => {
    arrive(saved(1));
    await vi.waitFor(() => expect(said()).toEqual(["Saved “Ferries”."]));
    await desk.undo();
    expect(isSaved(1)).toBe(false);
    await desk.redo();
    expect(isSaved(1)).toBe(true);
  });

  it("is undone together when it came together", async () => {
    arrive(saved(1), saved(2));
    await vi.waitFor(() => expect(said()).toEqual(["Saved 2 pages for later."]));
    await desk.undo();
    expect([isSaved(1), isSaved(2)]).toEqual([false, false]);
  });

  it("is undone when the link turned out to be an article that was here already", async () => {
    const link = article({ id: 9, title: "https://news.example/ferries", saved: true, linkOnly: true });
    // The newsroom lets the link go once it knows the article.
    const becomes = (id: number) => backend.emit({ kind: "saved", end: { id: 1, link: id, title: "Ferries", kind: "full", pictures: 0, why: null } });
    arrive({ kind: "saved", article: link, already: false });
    await vi.waitFor(() => expect(said()).toHaveLength(1));
    becomes(link.id);
    await desk.undo();
    expect(isSaved(1)).toBe(false);
    await desk.redo();
    expect(isSaved(1)).toBe(true);

    // Not opened: what opening marks as read would be undone first.
    await desk.following.saveAddress("https://news.example/other", () => false);
    const typed = backend.articles.find(({ linkOnly }) => linkOnly)?.id ?? 0;
    becomes(typed);
    backend.articles = backend.articles.filter(({ id }) => id !== typed);
    await desk.undo();
    expect(isSaved(1)).toBe(false);
  });

  it("is not taken away by undoing when it was saved before", async () => {
    arrive(saved(1, true));
    await vi.waitFor(() => expect(said()).toEqual(["“Ferries” was saved before."]));
    expect(desk.undos.size).toBe(0);
  });
});

describe("what is to be decided", () => {
  it("shows the address and asks nobody before the reader does", async () => {
    draw(Dialogs);
    arrive(follow("https://news.example/feed"));
    await vi.waitFor(() => expect(find<HTMLInputElement>("follow-address")?.value).toBe("https://news.example/feed"));
    expect(find("follow-dialog")?.textContent).toContain("Another program asks to follow this address.");
    expect(document.activeElement?.tagName, "a key meant for something else sets nothing off").not.toBe("INPUT");
    expect(calls("preview")).toHaveLength(0);
    find("follow-look")?.click();
    await vi.waitFor(() => expect(calls("preview")).toHaveLength(1));
  });

  it("comes one after the other, and never over a dialog that is open", async () => {
    draw(Dialogs);
    desk.view.show({ kind: "help" });
    arrive(follow("https://one.example/"), follow("https://two.example/"));
    await vi.waitFor(() => expect(desk.arrivals.waiting).toHaveLength(2));
    expect(find("follow-dialog")).toBeNull();
    desk.view.close();
    await vi.waitFor(() => expect(find<HTMLInputElement>("follow-address")?.value).toBe("https://one.example/"));
    desk.view.close();
    await vi.waitFor(() => expect(find<HTMLInputElement>("follow-address")?.value).toBe("https://two.example/"));
  });

  it("is no more than anybody would answer", async () => {
    desk.view.show({ kind: "help" });
    arrive(...Array.from({ length: 100 }, (_, n) => follow(`https://${n}.example/`)));
    await vi.waitFor(() => expect(desk.arrivals.waiting).toHaveLength(20));
  });

  it("says what leads into the own network, and saves it when the reader says so", async () => {
    draw(Dialogs);
    arrive({ kind: "save", address: "http://192.168.1.1/", title: "Router" });
    await vi.waitFor(() => expect(find("save-dialog")?.textContent).toContain("which lies in your own network"));
    expect(find("save-dialog")?.textContent).toContain("Router");
    expect(calls("save_address")).toHaveLength(0);
    find("save-confirm")?.click();
    await vi.waitFor(() => expect(calls("save_address")[0]?.args).toEqual({ address: "http://192.168.1.1/" }));
  });

  it("shows what is in a file, and takes it in when the reader says so", async () => {
    draw(Dialogs);
    const file = new File(["https://a.example/1\n"], "x.txt");
    await desk.importing.look(file);
    const { step } = desk.importing;
    if (step.kind !== "look") throw new Error("it was not looked into");
    desk.importing.clear();
    arrive({ kind: "file", name: "x.txt", look: { file: step.file, report: step.report } });
    await vi.waitFor(() => expect(find("import-report")?.textContent).toContain("1 new saved article"));
    find("import-confirm")?.click();
    await vi.waitFor(() => expect(calls("import_file")).toHaveLength(1));
  });
});

describe("a file that is handed over while another waits", () => {
  it("takes its place, and is not put aside with it", async () => {
    draw(Dialogs);
    await desk.importing.look(new File(["https://a.example/1\n"], "x.txt"));
    const { step } = desk.importing;
    if (step.kind !== "look") throw new Error("it was not looked into");
    const file = (name: string): Arrival => ({ kind: "file", name, look: { file: step.file, report: step.report } });
    desk.view.show({ kind: "exchange" });
    await vi.waitFor(() => expect(find("import-report")).not.toBeNull());
    arrive(file("older.txt"), file("newer.txt"));
    await vi.waitFor(() => expect(desk.arrivals.waiting.map((one) => "name" in one && one.name)).toEqual(["newer.txt"]));
    desk.view.close();
    await vi.waitFor(() => expect(desk.importing.step).toMatchObject({ kind: "look", name: "newer.txt" }));
    expect(calls("cancel_import")).toHaveLength(0);
    await vi.waitFor(() => expect(find("import-confirm")).not.toBeNull());
    desk.view.close();
    await vi.waitFor(() => expect(calls("cancel_import")).toHaveLength(1));
  });
});

describe("a notification that is clicked", () => {
  it("closes no dialog that is open: it waits until that is done", async () => {
    draw(Dialogs);
    desk.view.show({ kind: "saved-search", text: "half written", saved: null });
    await vi.waitFor(() => expect(calls("to_show")).toHaveLength(1));
    backend.wanted = { article: 2, source: null, save: false };
    backend.emit({ kind: "show" });
    await new Promise((after) => setTimeout(after, 0));
    expect(desk.view.dialog?.kind).toBe("saved-search");
    expect(desk.reading.id).toBeNull();
    // What is clicked meanwhile is wanted instead.
    backend.wanted = { article: 1, source: null, save: false };
    backend.emit({ kind: "show" });
    desk.view.close();
    await vi.waitFor(() => expect(desk.reading.article?.id).toBe(1));
    desk.view.show({ kind: "help" });
    desk.view.close();
    await vi.waitFor(() => expect(calls("to_show")).toHaveLength(2));
  });

  it("leaves what is asked for meanwhile to be answered", async () => {
    draw(Dialogs);
    desk.view.show({ kind: "help" });
    backend.wanted = { article: null, source: null, save: true };
    backend.emit({ kind: "show" });
    arrive(follow("https://one.example/"));
    await vi.waitFor(() => expect(desk.arrivals.waiting).toHaveLength(1));
    desk.view.close();
    await vi.waitFor(() => expect(find("follow-dialog")).not.toBeNull());
    await vi.waitFor(() => expect(desk.arrivals.waiting).toHaveLength(1));
    desk.view.close();
    await vi.waitFor(() => expect(find("save-dialog")).not.toBeNull());
  });
});

it("says why something is refused", async () => {
  arrive({ kind: "refused", failure: { code: "invalid-address", what: "Opening “x:y”", why: "x: addresses are not for Standfirst", todo: "give another" } });
  await vi.waitFor(() => expect(said()[0]).toContain("x: addresses are not for Standfirst"));
});

describe("a dropped link", () => {
  function drop(data: Record<string, string>, type = "drop"): void {
    const event = new Event(type, { bubbles: true, cancelable: true });
    const dataTransfer = { types: Object.keys(data), files: [], getData: (kind: string) => data[kind] ?? "", dropEffect: "none" };
    Object.assign(event, { dataTransfer, relatedTarget: null });
    window.dispatchEvent(event);
  }

  it("is looked at, as one that is pasted", async () => {
    draw(Dialogs);
    draw(DropVeil);
    drop({ "text/uri-list": "https://news.example/a" }, "dragenter");
    await vi.waitFor(() => expect(find("drop-veil")?.textContent).toContain("Drop the link"));
    drop({ "text/uri-list": "# a remark\r\nhttps://news.example/a\r\n" });
    await vi.waitFor(() => expect(calls("preview")[0]?.args).toEqual({ address: "https://news.example/a" }));
    expect(find("drop-veil")).toBeNull();
  });

  it("from this window stays where it is", () => {
    draw(DropVeil);
    window.dispatchEvent(new Event("dragstart"));
    drop({ "text/uri-list": "https://news.example/a" });
    expect(desk.arrivals.waiting).toHaveLength(0);
    window.dispatchEvent(new Event("dragend"));
  });

  it("is found in marked-up text, and nothing else is", () => {
    const of = (data: Record<string, string>) => addressesIn({ getData: (kind: string) => data[kind] ?? "" } as unknown as DataTransfer);
    expect(of({ "text/html": "<p>a <a href='https://a.example/x'>b</a>" })).toEqual(["https://a.example/x"]);
    expect(of({ "text/uri-list": "javascript:alert(1)\nfile:///etc/passwd" })).toEqual([]);
    expect(of({ "text/html": "<a href='javascript:alert(1)'>b</a>" })).toEqual([]);
    expect(of({ "text/uri-list": "https://a.example/\nhttps://a.example/\nhttp://b.example/" })).toEqual(["https://a.example/", "http://b.example/"]);
  });
});

describe("a dropped file that is no export", () => {
  it("is done with at once, and its dialog goes", async () => {
    draw(Dialogs);
    desk.view.show({ kind: "exchange" });
    await desk.importing.look(new File(["[InternetShortcut]\nURL=https://a.example/\n"], "x.url"));
    expect(desk.view.dialog).toBeNull();
    expect(said()).toEqual(["Saved “Ferries”."]);
  });
});

describe("feed links", () => {
  it("are opened with Standfirst only when the reader says so, and that can be undone", async () => {
    draw(SaveFromBrowser);
    await vi.waitFor(() => expect(find("feed-links")?.textContent).toBe("Feed links open with Liferea."));
    expect(calls("claim_feed_links")).toHaveLength(0);
    find("claim-feed-links")?.click();
    await vi.waitFor(() => expect(find("feed-links")?.textContent).toBe("Feed links open with Standfirst."));
    expect(find("claim-feed-links")).toBeNull();
    await desk.undo();
    expect(calls("claim_feed_links").at(-1)?.args).toEqual({ to: "net.sourceforge.liferea.desktop" });
    await vi.waitFor(() => expect(find("feed-links")?.textContent).toBe("Feed links open with Liferea."));
  });

  it("come with what to do where the system alone can set them", async () => {
    backend.feedLinks = { handler: null, id: null, ours: false, settable: false, todo: "install Standfirst’s package" };
    draw(SaveFromBrowser);
    await vi.waitFor(() => expect(find("save-from-browser")?.textContent).toContain("To open them with Standfirst, install Standfirst’s package."));
    expect(find("claim-feed-links")).toBeNull();
  });
});

it("copies the bookmarklet", async () => {
  draw(SaveFromBrowser);
  find("copy-bookmarklet")?.click();
  await vi.waitFor(() => expect(backend.copied).toContain("standfirst://save?url='+encodeURIComponent(location.href)"));
});
