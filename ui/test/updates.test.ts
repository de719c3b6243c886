// Updates: who brings this copy up to date is said; nothing is looked for or installed that nobody asked for.
import { mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { actionOf } from "../src/actions";
import { FakeBackend } from "../src/backend/fake";
import UpdateDialog from "../src/components/UpdateDialog.svelte";
import UpdateSettings from "../src/components/UpdateSettings.svelte";
import { Desk } from "../src/stores/desk.svelte";
import { words } from "../src/words";
import Host from "./Host.svelte";

let backend: FakeBackend;
let desk: Desk;
let drawn: ReturnType<typeof mount> | undefined;

const find = <T extends HTMLElement>(testid: string) => document.querySelector<T>(`[data-testid="${testid}"]`);
const called = (command: string) => backend.calls.filter((call) => call.command === command);
const draw = (what: typeof UpdateDialog | typeof UpdateSettings) => (drawn = mount(Host, { target: document.body, props: { desk, what } }));

beforeEach(async () => {
  localStorage.clear();
  backend = new FakeBackend({ sources: [], articles: [] });
  desk = new Desk(backend);
  await desk.begin();
});
afterEach(async () => {
  if (drawn) await unmount(drawn);
  drawn = undefined;
});

describe("looking for updates", () => {
  it("shows what is new, and installs only when the reader says so", async () => {
    backend.update = { version: "0.2.0", notes: "The list scrolls faster." };
    draw(UpdateDialog);
    await vi.waitFor(() => expect(find("update-notes")?.textContent).toBe("The list scrolls faster."));
    expect(document.body.textContent).toContain("There is version 0.2.0");
    expect(called("install_update")).toEqual([]);
    find("update-install")?.click();
    await vi.waitFor(() => expect(called("install_update")).toHaveLength(1));
  });

  it("says that there is none", async () => {
    draw(UpdateDialog);
    await vi.waitFor(() => expect(document.body.textContent).toContain(words.updateNone));
    expect(find("update-install")).toBeNull();
  });

  it("asks nobody where a package manager does it", async () => {
    backend.updates = "packages";
    draw(UpdateDialog);
    await vi.waitFor(() => expect(find("update-here")?.textContent).toContain("package manager"));
    expect(called("look_for_update")).toEqual([]);
    expect(find("update-look")).toBeNull();
  });

  it("offers nothing that failed, but to look again", async () => {
    backend.update = { version: "0.2.0", notes: null };
    backend.failing.set("install_update", "it is not signed by the makers of Standfirst");
    draw(UpdateDialog);
    await vi.waitFor(() => expect(find("update-install")).not.toBeNull());
    find("update-install")?.click();
    await vi.waitFor(() => expect(find("update-look")).not.toBeNull());
    expect(find("update-install")).toBeNull();
  });

  it("does nothing by itself: not at start, and not in the settings", async () => {
    draw(UpdateSettings);
    await vi.waitFor(() => expect(find("updated-by")?.textContent).toBe(words.updatedBy.itself));
    expect(called("look_for_update")).toEqual([]);
    find("open-updates")?.click();
    expect(desk.view.dialog).toEqual({ kind: "updates" });
    expect(actionOf("updates").keys).toEqual(["g y"]);
  });
});
