// Picking several articles, and sharing them, one, or a passage.
import { type Component, flushSync, mount, tick, unmount } from "svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import { actionOf, isEnabled } from "../src/actions";
import { article, FakeBackend, source } from "../src/backend/fake";
import { Desk } from "../src/stores/desk.svelte";
import ShareMenu from "../src/components/ShareMenu.svelte";
import SharingSettings from "../src/components/SharingSettings.svelte";
import Host from "./Host.svelte";

const hour = (n: number) => new Date(Date.UTC(2025, 10, 24) - n * 3_600_000).toISOString();

async function deskOf(count = 6): Promise<{ desk: Desk; backend: FakeBackend; picked: () => number[] }> {
  const articles = Array.from({ length: count }, (_, n) => article({ id: n + 1, sourceId: 1, title: `Article ${n + 1}`, url: `https://e.example/${n + 1}`, published: hour(n) }));
  const backend = new FakeBackend({ sources: [source({ id: 1 })], articles });
  const desk = new Desk(backend);
  await desk.begin();
  return { desk, backend, picked: () => desk.picks.cards.map(({ id }) => id) };
}

async function settled(): Promise<void> {
  await tick();
  await new Promise((done) => setTimeout(done, 5));
  flushSync();
}

describe("several articles", () => {
  it("are picked one by one, and as a range in either direction", async () => {
    const { desk, picked } = await deskOf();
    desk.picks.toggle(2);
    desk.picks.toggle(5);
    expect(picked()).toEqual([2, 5]);
    desk.picks.toggle(2);
    expect(picked()).toEqual([5]);
    desk.picks.reach(3);
    expect(picked()).toEqual([2, 3]);
    desk.picks.toggle(5);
    desk.picks.reach(4);
    expect(picked()).toEqual([4, 5]);
    desk.picks.reach(6);
    expect(picked()).toEqual([5, 6]);
  });

  it("begin with the open one", async () => {
    const { desk, picked } = await deskOf();
    await desk.open(desk.rows[1]!);
    desk.picks.toggle(4);
    expect(picked()).toEqual([2, 4]);
    actionOf("escape").run(desk);
    expect(picked()).toEqual([]);
    expect(desk.current?.id).toBe(2);
    for (let n = 0; n < 2; n++) actionOf("pick-next").run(desk);
    expect(picked()).toEqual([2, 3, 4]);
    for (let n = 0; n < 3; n++) actionOf("pick-previous").run(desk);
    expect(picked()).toEqual([1, 2]);
    actionOf("pick").run(desk);
    expect(picked()).toEqual([2]);
  });

  it("are no longer picked in another list, nor once one is opened", async () => {
    const { desk, picked } = await deskOf();
    desk.picks.toggle(2);
    await desk.openScope({ kind: "all" });
    expect(picked()).toEqual([]);
    expect(isEnabled(actionOf("share"), desk)).toBe(false);
    desk.picks.toggle(3);
    await desk.step(1);
    expect(picked()).toEqual([]);
  });

  it("are marked read and saved as one deed, which is undone as one", async () => {
    const { desk, backend } = await deskOf();
    const of = (has: "read" | "saved") => backend.articles.filter((one) => one[has]).map(({ id }) => id);
    desk.picks.toggle(1);
    desk.picks.reach(3);
    actionOf("toggle-read").run(desk);
    await vi.waitFor(() => expect(of("read")).toEqual([1, 2, 3]));
    actionOf("save").run(desk);
    await vi.waitFor(() => expect(of("saved")).toEqual([1, 2, 3]));
    await desk.undo();
    expect(of("saved")).toEqual([]);
    await desk.undo();
    expect(of("read")).toEqual([]);
    await desk.redo();
    expect(of("read")).toEqual([1, 2, 3]);
    expect(desk.rows.filter(({ read }) => read).map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it("are copied as their titles and links", async () => {
    const { desk, backend } = await deskOf();
    desk.picks.toggle(1);
    desk.picks.toggle(3);
    actionOf("copy").run(desk);
    await vi.waitFor(() => expect(backend.copied).toBe("Article 1 — https://e.example/1\nArticle 3 — https://e.example/3"));
  });
});

describe("the share menu", () => {
  let app: Record<string, never> | undefined;
  afterEach(async () => {
    if (app) await unmount(app);
    app = undefined;
  });
  const shown = () => [...document.querySelectorAll<HTMLElement>("[data-testid=share-target]")].map((one) => one.textContent.trim());

  async function open(act: (desk: Desk) => void): Promise<{ desk: Desk; backend: FakeBackend }> {
    const { desk, backend } = await deskOf();
    await desk.open(desk.rows[0]!);
    app = mount(Host, { target: document.body, props: { desk, what: ShareMenu as unknown as Component } });
    act(desk);
    await vi.waitFor(() => expect(shown().length).toBeGreaterThan(0));
    return { desk, backend };
  }
  const press = (target: string) => document.querySelector<HTMLElement>(`[data-target="${target}"]`)!.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));

  it("is in groups, and what was used last comes first the next time", async () => {
    const { desk, backend } = await open((desk) => actionOf("share").run(desk));
    const headings = () => [...document.querySelectorAll(".menu-heading")].map((one) => one.textContent);
    expect(headings()).toEqual(["Devices and apps", "Copy", "On the web"]);
    expect(shown().slice(0, 2)).toEqual(["Pixel 9", "E-mail…"]);
    press("copy-link");
    await vi.waitFor(() => expect(backend.copied).toBe("https://e.example/1"));
    await settled();
    actionOf("share").run(desk);
    await vi.waitFor(() => expect(headings()[0]).toBe("Used last"));
    expect(shown()[0]).toBe("Copy link");
    expect(shown().filter((name) => name === "Copy link")).toHaveLength(1);
  });

  it("shares all that is picked, where a text is taken", async () => {
    const { backend } = await open((desk) => {
      desk.picks.toggle(3);
      actionOf("share").run(desk);
    });
    expect(shown()).not.toContain("Pixel 9");
    press("copy-quote");
    await vi.waitFor(() => expect(backend.copied).toBe("Article 1 — https://e.example/1\nArticle 3 — https://e.example/3"));
  });

  it("shares the passage that is marked, and says when none is", async () => {
    const { desk, backend } = await deskOf();
    await desk.open(desk.rows[0]!);
    app = mount(Host, { target: document.body, props: { desk, what: ShareMenu as unknown as Component } });
    await desk.sharing.passage();
    expect(desk.sharing.request).toBeNull();
    desk.view.selected = () => ({ toString: () => " so  it\nwas " }) as Selection;
    actionOf("share-quote").run(desk);
    await vi.waitFor(() => expect(shown().length).toBeGreaterThan(0));
    press("copy-quote");
    await vi.waitFor(() => expect(backend.copied).toContain("“so it was”"));
  });

  it("says what went wrong in its own place, and closes when the system shows its own", async () => {
    const { desk, backend } = await deskOf();
    await desk.open(desk.rows[0]!);
    app = mount(Host, { target: document.body, props: { desk, what: ShareMenu as unknown as Component } });
    backend.failing.set("share_targets", "the session does not answer");
    actionOf("share").run(desk);
    await vi.waitFor(() => expect(document.querySelector("[data-testid=share-menu] [role=alert]")?.textContent).toContain("the session does not answer"));
    desk.sharing.close();
    backend.shareMenu = (async () => null) as unknown as FakeBackend["shareMenu"];
    actionOf("share").run(desk);
    await vi.waitFor(() => expect(desk.sharing.looking).toBe(false));
    expect(desk.sharing.request).toBeNull();
    const heard = vi.spyOn(desk.notices, "say");
    const deaf = desk.start();
    backend.emit({ kind: "shared", message: "Handed to Notes." });
    expect(heard).toHaveBeenCalledWith("Handed to Notes.");
    deaf();
  });

  it("can be added to, and says what cannot be used", async () => {
    const { desk, backend } = await deskOf();
    app = mount(Host, { target: document.body, props: { desk, what: SharingSettings as unknown as Component } });
    await vi.waitFor(() => expect(document.querySelector("[data-testid=share-own-add]")).not.toBeNull());
    const type = (id: string, value: string) => {
      const field = document.querySelector<HTMLInputElement>(`[data-testid=${id}]`)!;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    type("share-own-name", "Notes");
    type("share-own-template", "javascript:alert({url})");
    document.querySelector<HTMLElement>("[data-testid=share-own-add]")!.click();
    await vi.waitFor(() => expect(document.querySelector("[data-testid=share-refused]")?.textContent).toContain("https://"));
    type("share-own-template", "https://notes.example/?u={url}");
    // Leaving a field by pressing the button: both are kept, and the one does not undo the other.
    const server = document.querySelector<HTMLInputElement>("[data-testid=share-server-mastodon]")!;
    server.value = "social.example";
    server.dispatchEvent(new Event("change", { bubbles: true }));
    document.querySelector<HTMLElement>("[data-testid=share-own-add]")!.click();
    await vi.waitFor(() => expect(document.querySelector("[data-testid=share-own]")?.textContent).toContain("Notes"));
    expect(document.querySelector("[data-testid=share-refused]")).toBeNull();
    expect((await backend.call("share_settings", {})).servers.find(({ id }) => id === "mastodon")?.address).toBe("social.example");
    expect((await backend.call("share_settings", {})).own).toEqual([{ name: "Notes", template: "https://notes.example/?u={url}" }]);
  });
});
