// What the pages of sources show: drawn in a document, over a library in memory.
import { type Component, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeBackend, source } from "../src/backend/fake";
import type { SourcePage as Page } from "../src/backend/generated/SourcePage";
import type { SourceView } from "../src/backend/generated/SourceView";
import AttentionPage from "../src/components/AttentionPage.svelte";
import Dialogs from "../src/components/Dialogs.svelte";
import SourcePage from "../src/components/SourcePage.svelte";
import SourcesPane from "../src/components/SourcesPane.svelte";
import { Desk } from "../src/stores/desk.svelte";
import Host from "./Host.svelte";

const FAILING = { error: "there is nothing at this address (404): check the address", errorCode: "not-found", failures: 3 };
const request = (part: object) => ({ at: "2025-11-24T08:00:00Z", tookMs: 84, bytes: 0, outcome: "unchanged", sentence: "Nothing new, said the server (304)", failed: false, new: 0, ...part });

let backend: FakeBackend;
let desk: Desk;
let drawn: ReturnType<typeof mount> | undefined;

async function start(sources: SourceView[], pages: Record<number, Partial<Page>> = {}): Promise<void> {
  backend = new FakeBackend({ sources, articles: [], pages });
  desk = new Desk(backend);
  await desk.preferences.load();
  await desk.sources.load();
}

const draw = (what: Component) => (drawn = mount(Host, { target: document.body, props: { desk, what } }));
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
const text = (testid: string) => find(testid)?.textContent?.replace(/\s+/gu, " ").trim() ?? null;
const type = (testid: string, value: string) => {
  const field = find(testid) as HTMLInputElement;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

async function about(id: number, form: "address" | "access" | null = null): Promise<void> {
  draw(SourcePage);
  await desk.openSource(id, form);
  await vi.waitFor(() => expect(find("source-page-history")).not.toBeNull());
}

beforeEach(() => localStorage.clear());
afterEach(async () => {
  if (drawn) await unmount(drawn);
  drawn = undefined;
});

describe("the page of a source", () => {
  it("says that there is no history, no login and no mark when there is none", async () => {
    await start([source({ id: 1, title: "The Courier", folder: "World" })]);
    await about(1);
    expect(text("page-title")).toBe("The Courier");
    expect(find("page-title")?.getAttribute("dir")).toBe("auto");
    expect(text("source-page-history")).toContain("It has not been asked since this is being noted.");
    expect(text("source-page-access")).toContain("Nobody in particular");
    expect(text("source-technical")).toContain("neither names a hub");
    expect(find("source-page-archive")).toBeNull();
    expect(find("source-remedy")).toBeNull();
  });

  it("tells failures in words, and not by colour alone", async () => {
    await start([source({ id: 1 })], { 1: { requests: [request({}), request({ failed: true, sentence: "the server took too long to answer: try again later", tookMs: 30_000 })] } });
    await about(1);
    const rows = [...document.querySelectorAll('[data-testid="request"]')].map((row) => row.textContent?.replace(/\s+/gu, " "));
    expect(rows[0]).toContain("Nothing new, said the server (304)");
    expect(rows[1]).toContain("Failed: the server took too long to answer");
    expect(rows[1]).toContain("30 s");
  });

  it("says where secrets are kept, and shows none", async () => {
    await start([source({ id: 1 })], { 1: { access: { login: "ann", headers: ["X-Key"], cookie: true, inKeyring: true, inForce: true }, hub: "https://hub.example/" } });
    await about(1);
    expect(text("source-page-access")).toMatch(/ann, with a password.*X-Key.*Sent.*keyring/u);
    expect(text("source-technical")).toContain("https://hub.example/");
    await desk.care.setAccess(source({ id: 1 }), { login: null, password: null, headers: null, cookie: "" });
    await vi.waitFor(() => expect(text("source-page-access")).not.toContain("Sent"));
  });

  it("asks nobody who said when to come back, and says so", async () => {
    await start([source({ id: 1 })], { 1: { retryAt: new Date(Date.now() + 3_600_000).toISOString() } });
    await about(1);
    expect((find("source-refresh") as HTMLButtonElement).disabled).toBe(true);
    expect(text("source-page-health")).toContain("The server wants no requests before");
  });

  it("warns of nothing while the reader has paused it", async () => {
    await start([source({ id: 1, ...FAILING, state: "paused" })]);
    await about(1);
    expect(text("source-page-health")).not.toContain("Could not");
    expect(text("is-paused")).toBe("Paused by you.");
    expect(text("deed-pause-source")).toBe("Resume");
  });

  it("offers first what helps: a login where one is wanted, a repair elsewhere", async () => {
    await start([source({ id: 1, ...FAILING }), source({ id: 2, error: "the server wants a login (401): give one", errorCode: "login" })]);
    await about(1);
    expect(text("source-remedy")).toBe("Repair");
    await desk.openSource(2);
    await vi.waitFor(() => expect(text("source-remedy")).toBe("Set a login…"));
    find("source-remedy")?.click();
    await vi.waitFor(() => expect(find("access-login")).not.toBeNull());
  });

  it("says under the field what is wrong with an address, and that a login stays with its server", async () => {
    await start([source({ id: 1 })], { 1: { access: { login: "ann", headers: [], cookie: false, inKeyring: true, inForce: true } } });
    await about(1, "address");
    type("address-input", "https://elsewhere.example/feed");
    await vi.waitFor(() => expect(text("source-page-address")).toContain("The login is not sent to another server: enter it again there."));
    type("address-input", "elsewhere");
    (find("address-input") as HTMLInputElement).form?.requestSubmit();
    await vi.waitFor(() => expect(text("address-failure")).toContain("it is none that can be fetched. Use one that begins with http:// or https://."));
    expect(find("address-input")?.getAttribute("aria-invalid")).toBe("true");
    find("address-input")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    await vi.waitFor(() => expect(find("address-input")).toBeNull());
    expect(backend.sources[0]?.url).toBe("https://source-1.example/feed");
  });

  it("gets older articles while there are some", async () => {
    await start([source({ id: 1 })], { 1: { hasOlder: true } });
    await about(1);
    find("source-older")?.click();
    await vi.waitFor(() => expect(text("source-page-archive")).toContain("41 older articles on 2 pages of the archive."));
    await vi.waitFor(() => expect(find("source-older")).toBeNull());
  });

  it("has no address to change and nobody to log in to for the sample edition", async () => {
    await start([source({ id: 1, kind: "sample" })]);
    await about(1);
    expect(find("address-edit")).toBeNull();
    expect(find("source-page-access")).toBeNull();
  });
});

describe("the page of the sources that need attention", () => {
  it("says of each what is wrong, since when, and after a repair what happened", async () => {
    await start([source({ id: 1 }), source({ id: 2, ...FAILING }), source({ id: 3, state: "gone" })]);
    draw(AttentionPage);
    desk.openAttention();
    await vi.waitFor(() => expect(text("page-title")).toBe("2 sources need attention"));
    const row = () => document.querySelector<HTMLElement>('[data-failing="2"]');
    expect(row()?.textContent).toMatch(/there is nothing at this address \(404\)\. Check the address\..*Tried 3 times since/su);
    row()?.querySelector<HTMLElement>('[data-testid="failing-repair"]')?.click();
    await vi.waitFor(() => expect(row()?.textContent).toContain("It answers again."));
    expect(row()?.textContent).not.toContain("Could not");
    expect(text("page-title")).toBe("1 source needs attention");
  });
});

describe("the list of very many that need attention", () => {
  it("is drawn a part at a time", async () => {
    await start(Array.from({ length: 120 }, (_, index) => source({ id: index + 1, ...FAILING })));
    draw(AttentionPage);
    desk.openAttention();
    const rows = () => document.querySelectorAll('[data-testid="failing-source"]').length;
    await vi.waitFor(() => expect(text("page-title")).toBe("120 sources need attention"));
    expect(rows()).toBe(50);
    find("attention-more")?.click();
    await vi.waitFor(() => expect(rows()).toBe(100));
    find("attention-more")?.click();
    await vi.waitFor(() => expect(find("attention-more")).toBeNull());
    expect(rows()).toBe(120);
  });
});

describe("the sources pane", () => {
  it("says paused in a word, failing in words, and how many need attention", async () => {
    await start([source({ id: 1, title: "Quiet", state: "paused", ...FAILING }), source({ id: 2, title: "Loud", ...FAILING })]);
    draw(SourcesPane);
    await vi.waitFor(() => expect(text("attention-link")).toBe("1 source needs attention"));
    const row = (id: number) => document.querySelector(`[data-source="${id}"]`)?.textContent;
    expect(row(1)).toMatch(/Quiet.*paused/su);
    expect(row(1)).not.toContain("Could not");
    expect(row(2)).toContain("Could not be refreshed: there is nothing at this address (404).");
  });

  it("says how many have not been asked, and goes on with them", async () => {
    await start([source({ id: 1, lastOk: null }), source({ id: 2 })]);
    draw(SourcesPane);
    await vi.waitFor(() => expect(text("unasked")).toContain("1 source has not been asked yet"));
    find("unasked-resume")?.click();
    await vi.waitFor(() => expect(backend.calls.some(({ command }) => command === "refresh_due")).toBe(true));
  });
});

describe("an import", () => {
  it("says how far it is in a sentence, and stops", async () => {
    await start([source({ id: 1 })]);
    draw(Dialogs);
    desk.view.show({ kind: "exchange" });
    desk.refresh.heard({ running: true, done: 312, total: 2000, new: 4120, failed: 0, current: "Source 3", finished: null });
    await vi.waitFor(() => expect(text("import-progress")).toContain("312 of 2,000 sources read, 4,120 articles"));
    find("import-cancel")?.click();
    await vi.waitFor(() => expect(backend.calls.some(({ command }) => command === "cancel_refresh")).toBe(true));
    desk.view.close();
  });
});
