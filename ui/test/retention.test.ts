// How long articles are kept: nothing is removed before the reader has read how much it is.
import { type Component, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeBackend, article, source } from "../src/backend/fake";
import RetentionSettings from "../src/components/RetentionSettings.svelte";
import SourcePage from "../src/components/SourcePage.svelte";
import { Desk } from "../src/stores/desk.svelte";
import Host from "./Host.svelte";

let backend: FakeBackend;
let desk: Desk;
let drawn: ReturnType<typeof mount> | undefined;

const find = <T extends HTMLElement>(testid: string) => document.querySelector<T>(`[data-testid="${testid}"]`);
const draw = (what: Component) => (drawn = mount(Host, { target: document.body, props: { desk, what } }));
const called = (command: string) => backend.calls.filter((call) => call.command === command);

function pick(value: string): void {
  const select = find<HTMLSelectElement>("keep-rule");
  if (!select) throw new Error("there is no choice");
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

beforeEach(async () => {
  localStorage.clear();
  backend = new FakeBackend({ sources: [source({ id: 1 })], articles: [1, 2, 3].map((id) => article({ id })) });
  desk = new Desk(backend);
  await desk.preferences.load();
  await desk.sources.load();
});
afterEach(async () => {
  if (drawn) await unmount(drawn);
  drawn = undefined;
});

describe("how long articles are kept", () => {
  it("says how much is removed, and removes nothing when the reader leaves it", async () => {
    draw(RetentionSettings);
    await vi.waitFor(() => expect(find("keep-rule")).not.toBeNull());
    expect(find<HTMLSelectElement>("keep-rule")?.value).toBe("all");
    pick("days 30");
    await vi.waitFor(() => expect(find("keep-ask")?.textContent).toContain("This removes 1,204 articles now. Nothing brings them back."));
    expect(document.activeElement).toBe(find("keep-leave"));
    find("keep-leave")?.click();
    await vi.waitFor(() => expect(find("keep-ask")).toBeNull());
    expect(find<HTMLSelectElement>("keep-rule")?.value).toBe("all");
    expect(called("set_retention")).toEqual([]);
  });

  it("is set once the reader agrees", async () => {
    draw(RetentionSettings);
    await vi.waitFor(() => expect(find("keep-rule")).not.toBeNull());
    pick("days 30");
    await vi.waitFor(() => expect(find("keep-remove")?.textContent).toContain("Remove 1,204 articles"));
    find("keep-remove")?.click();
    await vi.waitFor(() => expect(called("set_retention")).toHaveLength(1));
    expect(called("set_retention")[0]?.args).toEqual({ retention: { rule: { kind: "days", number: 30 }, unreadToo: false } });
  });

  it("asks nothing when nothing goes", async () => {
    draw(SourcePage);
    await desk.openSource(1, null);
    await vi.waitFor(() => expect(find("keep-rule")).not.toBeNull());
    expect(find<HTMLSelectElement>("keep-rule")?.value).toBe("library");
    pick("newest 50");
    await vi.waitFor(() => expect(called("set_source_keep")[0]?.args).toEqual({ id: 1, rule: { kind: "newest", number: 50 } }));
    expect(find("keep-ask")).toBeNull();
    expect(find<HTMLSelectElement>("keep-rule")?.value).toBe("newest 50");
  });
});
