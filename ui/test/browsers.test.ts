// The browser's extension in Settings: the reader's browsers are told of the app, and untold again.
import { mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { actionOf } from "../src/actions";
import { FakeBackend, source } from "../src/backend/fake";
import BrowserExtension from "../src/components/BrowserExtension.svelte";
import { Desk } from "../src/stores/desk.svelte";
import Host from "./Host.svelte";

let backend: FakeBackend;
let desk: Desk;
let drawn: ReturnType<typeof mount> | undefined;

const find = <T extends HTMLElement>(testid: string) => document.querySelector<T>(`[data-testid="${testid}"]`);
const rows = () => [...document.querySelectorAll('[data-testid="browser"]')].map((row) => row.textContent?.replace(/\s+/gu, " ").trim());
const asked = () => backend.calls.filter((call) => call.command === "connect_browsers").map((call) => call.args);

beforeEach(async () => {
  localStorage.clear();
  backend = new FakeBackend({ sources: [source({ id: 1 })], articles: [] });
  desk = new Desk(backend);
  await desk.begin();
});
afterEach(async () => {
  if (drawn) await unmount(drawn);
  drawn = undefined;
});

describe("the browser's extension", () => {
  it("shows the browsers that are there, and connects those that are not yet", async () => {
    drawn = mount(Host, { target: document.body, props: { desk, what: BrowserExtension } });
    await vi.waitFor(() => expect(rows()).toEqual(["FirefoxNot connected", "ChromiumConnected"]));
    expect(find("extension-folder")?.textContent).toBe("/usr/share/standfirst/extension");
    find("connect-browsers")?.click();
    await vi.waitFor(() => expect(rows()).toEqual(["FirefoxConnected", "ChromiumConnected"]));
    expect(asked()).toEqual([{ names: ["firefox"], on: true }]);
    expect(find("connect-browsers")).toBeNull();
    await desk.undo();
    await vi.waitFor(() => expect(rows()[0]).toBe("FirefoxNot connected"));
  });

  it("says when there is nothing to be told", async () => {
    await backend.call("connect_browsers", { names: [], on: true });
    actionOf("connect-browsers").run(desk);
    await vi.waitFor(() => expect(desk.notices.shown.at(-1)?.text).toBe("Your browsers are connected already."));
    expect(asked()).toHaveLength(1);
  });
});
