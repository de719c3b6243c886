// Dialogs whose subject goes, and whose answer comes when they are closed.
import { mount, unmount } from "svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { article, FakeBackend, source } from "../src/backend/fake";
import Dialogs from "../src/components/Dialogs.svelte";
import { Desk } from "../src/stores/desk.svelte";
import Host from "./Host.svelte";

let backend: FakeBackend;
let desk: Desk;

beforeEach(async () => {
  backend = new FakeBackend({ sources: [source({ id: 1 })], articles: [article({ id: 1, sourceId: 1 })] });
  desk = new Desk(backend);
  await desk.sources.load();
  await desk.openScope({ kind: "unread" });
});

describe("a dialog", () => {
  it("is an orphan when its source is unfollowed elsewhere", async () => {
    desk.view.show({ kind: "rename", source: 1 });
    expect(desk.dialogIsOrphan).toBe(false);
    backend.sources = [];
    await desk.sources.load();
    expect(desk.dialogIsOrphan).toBe(true);
  });

  it("is an orphan when its article is no longer open", async () => {
    const [row] = desk.list.rows;
    if (row) await desk.open(row);
    desk.view.show({ kind: "tag" });
    expect(desk.dialogIsOrphan).toBe(false);
    desk.reading.close();
    expect(desk.dialogIsOrphan).toBe(true);
    desk.view.show({ kind: "help" });
    expect(desk.dialogIsOrphan).toBe(false);
  });

  it("is closed when its source goes, or it would take all keys unseen", async () => {
    const host = mount(Host, { target: document.body, props: { desk, what: Dialogs } });
    const drawn = () => document.querySelector('[data-testid="rename-dialog"]');
    desk.view.show({ kind: "rename", source: 1 });
    await vi.waitFor(() => expect(drawn()).not.toBeNull());
    backend.sources = [];
    await desk.sources.load();
    await vi.waitFor(() => expect(drawn()).toBeNull());
    expect(desk.view.dialog).toBeNull();
    await unmount(host);
  });
});

describe("an answer that comes when its dialog is closed", () => {
  it("closes no other dialog", () => {
    const first = { kind: "save" } as const;
    desk.view.show(first);
    desk.view.close();
    desk.view.show({ kind: "settings" });
    desk.view.close(first);
    expect(desk.view.dialog?.kind).toBe("settings");
  });

  it("follows, says so, and leaves the list where it is", async () => {
    await desk.following.follow("https://new.example/feed", null, () => false);
    expect(desk.list.scope.kind).toBe("unread");
    expect(desk.sources.overview.sources.length).toBe(2);
    expect(desk.notices.shown.at(-1)?.undo).not.toBeNull();
  });

  it("saves, says so, and opens nothing", async () => {
    await desk.following.saveAddress("https://elsewhere.example/a", () => false);
    expect(desk.list.scope.kind).toBe("unread");
    expect(desk.reading.id).toBeNull();
    expect(desk.sources.overview.saved).toBe(1);
    expect(desk.notices.shown.length).toBe(1);
  });

  it("neither closes the dialog opened since nor goes elsewhere", async () => {
    const host = mount(Host, { target: document.body, props: { desk, what: Dialogs } });
    const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
    desk.view.show({ kind: "save" });
    await vi.waitFor(() => expect(find("follow-address")).not.toBeNull());
    const field = find("follow-address") as HTMLInputElement;
    field.value = "https://elsewhere.example/a";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    backend.delay = 20;
    field.form?.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
    desk.view.close();
    desk.view.show({ kind: "settings" });
    await vi.waitFor(() => expect(desk.notices.shown.length).toBe(1));
    expect(desk.view.dialog?.kind).toBe("settings");
    expect(desk.list.scope.kind).toBe("unread");
    await unmount(host);
  });
});
