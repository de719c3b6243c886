// What leaves: as what, which of it, where it lies, and what went wrong.
import { mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { actionOf } from "../src/actions";
import { BackendError } from "../src/backend/backend";
import { article, FakeBackend, source } from "../src/backend/fake";
import Dialogs from "../src/components/Dialogs.svelte";
import { Desk } from "../src/stores/desk.svelte";
import Host from "./Host.svelte";

let backend: FakeBackend;
let desk: Desk;
const drawn: ReturnType<typeof mount>[] = [];

const find = <T extends HTMLElement>(testid: string) => document.querySelector<T>(`[data-testid="${testid}"]`);
const text = (testid: string) => find(testid)?.textContent?.replace(/\s+/gu, " ").trim() ?? "";
const exports = () => backend.calls.filter((call) => call.command === "export").map((call) => call.args);

async function choose(testid: string, value: string): Promise<void> {
  await vi.waitFor(() => expect(find(testid)).not.toBeNull());
  const select = find<HTMLSelectElement>(testid)!;
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

beforeEach(async () => {
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = () => undefined;
  backend = new FakeBackend({ sources: [source({ id: 1 })], articles: [article({ id: 1, title: "Ferries" }), article({ id: 2 })] });
  desk = new Desk(backend);
  await desk.begin();
  drawn.push(mount(Host, { target: document.body, props: { desk, what: Dialogs } }));
  desk.view.show({ kind: "exchange" });
});
afterEach(async () => {
  await Promise.all(drawn.splice(0).map((one) => unmount(one)));
});

describe("an export", () => {
  it("of the sources or of everything asks for no articles", async () => {
    await choose("export-what", "archive");
    await vi.waitFor(() => expect(find("export-which")).toBeNull());
    find("export-button")?.click();
    await vi.waitFor(() => expect(text("export-path")).toContain("2 articles written to /home/reader/Downloads/standfirst-2025-11-24.zip"));
    expect(exports()).toEqual([{ what: "archive", choice: { scope: { kind: "all" }, unreadOnly: false, article: null, title: "" } }]);
  });

  it("has an action of its own, and the folder it lies in opens at a button", async () => {
    desk.view.close();
    actionOf("export").run(desk);
    await vi.waitFor(() => expect(find("export-button")).not.toBeNull());
    expect(find("open-downloads")).toBeNull();
    find("export-button")?.click();
    await vi.waitFor(() => expect(find("open-downloads")).not.toBeNull());
    find("open-downloads")?.click();
    await vi.waitFor(() => expect(backend.calls.at(-1)?.command).toBe("open_downloads"));
  });

  it("of articles takes the list that is shown, or what is chosen", async () => {
    await choose("export-what", "epub");
    await vi.waitFor(() => expect(find("export-which")?.textContent).toContain(`This list (${desk.nameOf(desk.scope)})`));
    expect(find<HTMLSelectElement>("export-which")?.querySelectorAll("option").length).toBe(3);
    find("export-button")?.click();
    await vi.waitFor(() => expect(text("export-path")).toContain(".epub"));
    await choose("export-which", "saved");
    find("export-button")?.click();
    await vi.waitFor(() => expect(exports().map((args) => (args as { choice: { scope: unknown } }).choice.scope)).toEqual([desk.scope, { kind: "saved" }]));
  });

  it("of the open article has its title", async () => {
    await desk.open(desk.list.rows[0]!);
    desk.exporting.what = "markdown";
    desk.exporting.which = "article";
    await desk.exporting.start();
    expect(exports()[0]).toMatchObject({ what: "markdown", choice: { article: desk.current?.id, title: desk.current?.title } });
  });

  it("says why it failed, and nothing when it was stopped", async () => {
    const fail = (code: string) =>
      vi.spyOn(backend, "call").mockRejectedValueOnce(new BackendError({ code, what: "Writing it", why: "the disk is full", todo: "make room" }));
    fail("storage");
    find("export-button")?.click();
    await vi.waitFor(() => expect(text("exchange-dialog")).toContain("Writing it: the disk is full"));
    fail("cancelled");
    find("export-button")?.click();
    await vi.waitFor(() => expect(text("exchange-dialog")).not.toContain("the disk is full"));
    expect(desk.exporting.busy).toBe(false);
  });
});
