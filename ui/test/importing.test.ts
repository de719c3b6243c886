// A file that is taken in: looked into, decided, told, also when its dialog is closed.
import { mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeBackend, source } from "../src/backend/fake";
import Dialogs from "../src/components/Dialogs.svelte";
import DropVeil from "../src/components/DropVeil.svelte";
import SourcesPane from "../src/components/SourcesPane.svelte";
import { Desk } from "../src/stores/desk.svelte";
import Host from "./Host.svelte";

let backend: FakeBackend;
let desk: Desk;
const drawn: ReturnType<typeof mount>[] = [];

const draw = (what: unknown) => drawn.push(mount(Host, { target: document.body, props: { desk, what: what as typeof Dialogs } }));
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
const text = (testid: string) => find(testid)?.textContent?.replace(/\s+/gu, " ").trim() ?? "";
const called = (command: string) => backend.calls.some((call) => call.command === command);
const list = new File(["https://a.example/1\nhttps://a.example/2\n"], "saved.txt");

beforeEach(async () => {
  backend = new FakeBackend({ sources: [source({ id: 1 })], articles: [] });
  desk = new Desk(backend);
  await desk.sources.load();
});
afterEach(async () => {
  await Promise.all(drawn.splice(0).map((one) => unmount(one)));
});

describe("an import", () => {
  it("shows what is in the file before anything is taken in", async () => {
    draw(Dialogs);
    desk.view.show({ kind: "exchange" });
    await desk.importing.look(list);
    await vi.waitFor(() => expect(text("import-report")).toContain("2 new saved articles"));
    expect(text("import-skipped")).toContain("line 3: “Old news”: it has no feed address");
    expect(called("import_file")).toBe(false);
    find("import-confirm")?.click();
    await vi.waitFor(() => expect(text("import-report")).toContain("Imported from saved.txt"));
    find("import-copy")?.click();
    await vi.waitFor(() => expect(backend.copied).toContain("line 3: “Old news”"));
    expect(backend.copied).toContain("saved.txt, a list of addresses");
  });

  it("hands a large file over in parts", async () => {
    await desk.importing.look(new File(["https://a.example/1\n".repeat(450_000)], "many.txt"));
    expect(backend.calls.filter((call) => call.command === "put_file")).toHaveLength(3);
    expect(desk.importing.step).toMatchObject({ kind: "look", report: { articles: 450_000 } });
  });

  it("puts the file aside when its dialog is closed before it is decided", async () => {
    draw(Dialogs);
    desk.view.show({ kind: "exchange" });
    await vi.waitFor(() => expect(find("import-choose")).not.toBeNull());
    await desk.importing.look(list);
    await vi.waitFor(() => expect(find("import-confirm")).not.toBeNull());
    desk.view.close();
    await vi.waitFor(() => expect(called("cancel_import")).toBe(true));
    expect(desk.importing.step.kind).toBe("none");
  });

  it("says what came of it when its dialog was closed meanwhile", async () => {
    await desk.importing.look(list);
    await desk.importing.take();
    expect(desk.notices.shown.at(-1)?.text).toContain("2 new saved articles");
  });

  it("says why a file cannot be taken in, and lets another be chosen", async () => {
    draw(Dialogs);
    desk.view.show({ kind: "exchange" });
    await desk.importing.look(new File(["hello"], "x.pdf"));
    await vi.waitFor(() => expect(text("exchange-dialog")).toContain("The file x.pdf: it is none of the files"));
    expect(find("import-choose")).not.toBeNull();
  });

  it("begins with a file that is dropped anywhere", async () => {
    draw(Dialogs);
    draw(DropVeil);
    const drop = new Event("drop", { cancelable: true }) as DragEvent & { dataTransfer: unknown };
    Object.defineProperty(drop, "dataTransfer", { value: { types: ["Files"], files: [list] } });
    window.dispatchEvent(drop);
    expect(drop.defaultPrevented).toBe(true);
    await vi.waitFor(() => expect(text("import-report")).toContain("2 new saved articles"));
  });
});

describe("saved pages that are not here yet", () => {
  it("are counted, fetched and left", async () => {
    backend.waiting = 312;
    await desk.sources.load();
    draw(SourcesPane);
    await vi.waitFor(() => expect(text("waiting")).toContain("312 saved pages are not here yet"));
    find("waiting-fetch")?.click();
    await vi.waitFor(() => expect(text("waiting")).toContain("312 saved pages are being fetched"));
    find("waiting-fetch")?.click();
    await vi.waitFor(() => expect(text("waiting")).toContain("are not here yet"));
  });
});
