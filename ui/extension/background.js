// What a click, a key or the context menu does: it goes on also when the popup is closed.
import { Desk } from "./desk.js";
import { api, text } from "./host.js";

/** By tab. Gone when nobody looks and nothing is under way. */
const desks = new Map();

/** What the next popup of a tab is opened for, where that is not to save the page. */
const intents = new Map();

function deskOf(tab) {
  let desk = desks.get(tab.id);
  // Another page in the same tab is another matter; what is under way for the one before goes on by itself.
  if (!desk || desk.tab.url !== tab.url) desks.set(tab.id, (desk = new Desk(tab, () => desks.get(tab.id) === desk && desks.delete(tab.id))));
  return desk;
}

api.runtime.onConnect.addListener((port) => {
  if (port.name !== "popup" || port.sender?.id !== api.runtime.id) return;
  let desk;
  port.onMessage.addListener((asked) => {
    if (asked.act === "open") {
      desk = deskOf(asked.tab);
      desk.watch(port);
      const intent = intents.get(asked.tab.id) ?? "save";
      intents.delete(asked.tab.id);
      if (desk.isFresh) void desk.do(intent);
    } else if (desk) void desk.do(asked.act, asked.url);
  });
  port.onDisconnect.addListener(() => desk?.leave(port));
});

const MENU = [
  ["save", ["page"], "savePage"],
  ["follow", ["page"], "follow"],
  ["save-target", ["link"], "saveTarget"],
];

api.runtime.onInstalled.addListener(async () => {
  await api.contextMenus.removeAll();
  for (const [id, contexts, name] of MENU) {
    const patterns = contexts.includes("link") ? "targetUrlPatterns" : "documentUrlPatterns";
    api.contextMenus.create({ id, contexts, title: text(name), [patterns]: ["http://*/*", "https://*/*"] });
  }
});

api.contextMenus.onClicked.addListener((info, tab) => {
  if (!tab) return;
  if (info.menuItemId === "follow") followIn(tab);
  else if (info.menuItemId === "save") void deskOf(tab).do("save");
  else if (info.menuItemId === "save-target") void deskOf(tab).do("target", info.linkUrl, info.linkText ?? "");
});

api.commands.onCommand.addListener((command, tab) => {
  if (!tab) return;
  if (command === "save-link") void deskOf(tab).do("link");
  else if (command === "follow") followIn(tab);
});

/** What is found is chosen from in the popup. */
function followIn(tab) {
  intents.set(tab.id, "follow");
  api.action.openPopup().catch(() => {
    // A browser that opens none by itself: the next click on the button does.
    void api.action.setTitle({ tabId: tab.id, title: text("clickToFollow") });
  });
}
