// Shows how far the page is, and what else can be done with it. A click on the button has saved the page already.
import { api, text } from "./host.js";

const at = (id) => document.getElementById(id);
document.documentElement.lang = api.i18n.getUILanguage();
document.documentElement.dir = api.i18n.getMessage("@@bidi_dir") || "ltr";
for (const button of document.querySelectorAll("[data-text]")) button.textContent = text(button.dataset.text);

const [tab] = await api.tabs.query({ active: true, currentWindow: true });
const background = api.runtime.connect({ name: "popup" });
const ask = (act, url) => background.postMessage({ act, url });

function say(id, value) {
  at(id).textContent = value ?? "";
  at(id).hidden = !value;
}

function candidateRow({ url, title, how, followed }) {
  const row = document.createElement("li");
  const about = document.createElement("div");
  const [name, found, button] = ["strong", "small", "button"].map((tag) => document.createElement(tag));
  name.textContent = title;
  name.dir = "auto";
  found.textContent = how;
  found.dir = "auto";
  about.append(name, found);
  button.type = "button";
  button.textContent = text(followed ? "isFollowed" : "followThis");
  button.setAttribute("aria-label", text(followed ? "isFollowedNamed" : "followNamed", title));
  button.disabled = followed;
  button.addEventListener("click", () => ask("pick", url));
  row.append(about, button);
  return row;
}

background.onMessage.addListener((state) => {
  document.body.dataset.kind = state.kind;
  say("message", state.message);
  say("detail", state.detail);
  say("note", state.note ?? state.busy);
  at("candidates").replaceChildren(...(state.candidates ?? []).map(candidateRow));
  at("candidates").hidden = !state.candidates;
  const held = document.activeElement;
  const open = state.kind === "failed" || state.kind === "undone" || state.kind === "found";
  const missing = state.code === "missing";
  at("undo").hidden = !state.undo;
  at("undo").textContent = state.undo ?? "";
  at("save").hidden = !open;
  at("save").textContent = text(missing ? "again" : "savePage");
  at("link").hidden = !open || missing;
  at("follow").hidden = state.kind === "busy" || state.kind === "found" || state.kind === "followed" || missing;
  // Keys go on where they were, as far as that is there.
  if (!held || held === document.body || held.hidden || !held.isConnected) [...document.querySelectorAll("button:not([hidden], :disabled)")].find((button) => !button.closest("[hidden]"))?.focus();
});

at("undo").addEventListener("click", () => ask("undo"));
at("save").addEventListener("click", () => ask("save"));
at("link").addEventListener("click", () => ask("link"));
at("follow").addEventListener("click", () => ask("follow"));
background.postMessage({ act: "open", tab: { id: tab.id, url: tab.url ?? "", title: tab.title ?? "" } });
