// The Follow dialog: looking, following by Return, what is watched, what is followed already, and what was tried.
import { mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { article, FakeBackend, source } from "../src/backend/fake";
import type { Candidate } from "../src/backend/generated/Candidate";
import type { Preview } from "../src/backend/generated/Preview";
import { Desk } from "../src/stores/desk.svelte";
import Dialogs from "../src/components/Dialogs.svelte";
import Host from "./Host.svelte";

const candidate = (part: Partial<Candidate>): Candidate => ({
  url: "https://new.example/feed", siteUrl: null, title: "New", description: null, kind: "feed", how: "The page names this feed.",
  entries: [], followed: false, ...part,
});
const preview = (part: Partial<Preview>): Preview => ({ candidates: [], article: null, why: null, tried: [], ...part });

const SITE = "https://new.example/";
const WATCHED = "Standfirst will watch the list of headlines on this page: 24 links now.";

let backend: FakeBackend;
let desk: Desk;
let host: ReturnType<typeof mount>;
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
const followed = () => backend.calls.filter(({ command }) => command === "follow").map(({ args }) => args);

async function open(previews: Record<string, Preview>): Promise<void> {
  backend = new FakeBackend({ sources: [source({ id: 1, title: "Old", url: "https://old.example/feed" })], articles: [article({ id: 1, sourceId: 1 })], previews });
  desk = new Desk(backend);
  await desk.sources.load();
  await desk.openScope({ kind: "unread" });
  host = mount(Host, { target: document.body, props: { desk, what: Dialogs } });
  desk.view.show({ kind: "follow", address: "" });
  await vi.waitFor(() => expect(find("follow-address")).not.toBeNull());
}

function type(address: string): void {
  const field = find("follow-address") as HTMLInputElement;
  field.value = address;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Return in the address field. */
const enter = () => (find("follow-address") as HTMLInputElement).form?.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));

async function look(address: string, until: string): Promise<void> {
  type(address);
  enter();
  await vi.waitFor(() => expect(find(until)).not.toBeNull());
}

beforeEach(() => {
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = () => undefined;
});
afterEach(() => unmount(host));

describe("following", () => {
  it("takes two Returns: one looks, the next follows the best, and the new list has the focus", async () => {
    await open({ [SITE]: preview({ candidates: [candidate({}), candidate({ url: "https://new.example/comments", title: "Comments" })] }) });
    const focused = vi.fn();
    desk.view.focusList = focused;
    await look(SITE, "candidate");
    expect(followed()).toEqual([]);
    enter();
    await vi.waitFor(() => expect(desk.view.dialog).toBeNull());
    expect(followed()).toEqual([{ url: "https://new.example/feed", folder: null }]);
    expect(desk.list.scope).toEqual({ kind: "source", id: 2 });
    await vi.waitFor(() => expect(focused).toHaveBeenCalledOnce());
  });

  it("looks again when the address was changed in between", async () => {
    await open({ [SITE]: preview({ candidates: [candidate({})] }) });
    await look(SITE, "candidate");
    type("https://other.example/");
    enter();
    await vi.waitFor(() => expect(find("follow-nothing")).not.toBeNull());
    expect(followed()).toEqual([]);
  });

  it("follows the one that is chosen by Return on it", async () => {
    await open({ [SITE]: preview({ candidates: [candidate({}), candidate({ url: "https://new.example/b", title: "B" })] }) });
    await look(SITE, "candidate");
    const second = [...document.querySelectorAll<HTMLInputElement>('[data-testid="candidate"] input')][1];
    second?.click();
    second?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(followed()).toEqual([{ url: "https://new.example/b", folder: null }]));
  });

  it("says what will be watched on a page without a feed", async () => {
    await open({ [SITE]: preview({ candidates: [candidate({ kind: "page", url: SITE, how: WATCHED, entries: [{ title: "A headline", url: null, published: null }] })] }) });
    await look(SITE, "candidate");
    expect(find("candidate-how")?.textContent).toBe(WATCHED);
    expect(find("candidate")?.textContent).toContain("A headline");
  });
});

describe("what is followed already", () => {
  const old = candidate({ url: "https://old.example/feed", title: "Old", followed: true });

  it("is not followed again by Return", async () => {
    await open({ [SITE]: preview({ candidates: [old] }) });
    await look(SITE, "candidate");
    expect((find("follow-confirm") as HTMLButtonElement).disabled).toBe(true);
    expect(find("follow-confirm")?.textContent).toContain("You follow this.");
  });

  it("can be put into a folder, is said to be followed, and no undo ends it", async () => {
    await open({});
    await desk.following.follow("https://old.example/feed", "News");
    expect(desk.notices.shown.at(-1)?.text).toBe("You follow Old already. It is in the folder News.");
    expect(desk.notices.shown.at(-1)?.undo ?? null).toBeNull();
    expect(backend.sources[0]?.folder).toBe("News");
  });
});

describe("what cannot be followed", () => {
  it("says why and what to do, with all that was tried to be seen", async () => {
    const tried = Array.from({ length: 12 }, (_, n) => ({ url: `${SITE}${n}`, found: "there is nothing at this address (404)" }));
    await open({ [SITE]: preview({ why: "the server does not accept connections: check the address", tried }) });
    await look(SITE, "follow-nothing");
    expect(find("follow-nothing")?.textContent?.trim()).toBe("The server does not accept connections. Check the address.");
    const list = find("follow-tried") as HTMLDetailsElement;
    expect(list.open).toBe(true);
    expect(list.querySelectorAll("dt").length).toBe(12);
    expect(list.querySelector("dl")?.tabIndex).toBe(0);
  });
});
