// What is done about one page, and how far it is: `state` is all that the popup shows.
import { capture, picture } from "./capture.js";
import { api, Failure, Host, text } from "./host.js";

const LONGEST_PAGE = 15 * 1024 * 1024;
const LARGEST_PICTURE = 8 * 1024 * 1024;
/** Characters of Base64 of all pictures together. */
const ALL_PICTURES = 27 * 1024 * 1024;

export class Desk {
  /** `{ kind, message, detail, busy, undo, candidates }`; undefined before anything was done. */
  #state;
  #host;
  #popups = new Set();
  #turn = 0;
  #working = 0;
  #undo;
  #done;

  constructor(tab, done) {
    this.tab = tab;
    this.#done = done;
  }

  get isFresh() {
    return this.#state === undefined;
  }

  get isIdle() {
    return this.#working === 0 && this.#popups.size === 0;
  }

  watch(port) {
    this.#popups.add(port);
    if (this.#state) port.postMessage(this.#state);
  }

  leave(port) {
    this.#popups.delete(port);
    this.#rest();
  }

  /** Does one thing; what was being shown of another one is not shown any more. Never rejects. */
  async do(act, url, title) {
    const turn = (this.#turn += 1);
    const show = (state) => this.#turn === turn && this.#show(state);
    this.#working += 1;
    try {
      switch (act) {
        case "save": return await this.#save(show);
        case "link": return await this.#link(show, this.tab.url, this.tab.title ?? "");
        case "target": return await this.#link(show, url, title);
        case "follow": return await this.#look(show);
        case "pick": return await this.#follow(show, url);
        case "undo": return await this.#takeBack(show);
      }
    } catch (error) {
      const message = error instanceof Failure ? error.message : text("hostEnded");
      show({ kind: "failed", message, code: error.code ?? "ended" });
    } finally {
      this.#working -= 1;
      this.#rest();
    }
  }

  async #save(show) {
    show({ kind: "busy", message: text("saving") });
    const page = await this.#inPage(capture, LONGEST_PAGE);
    if (page?.refused) throw new Failure(page.refused, text(page.refused === "large" ? "tooLarge" : "noPage"));
    if (!page) throw new Failure("forbidden", text("forbidden"));
    const { url, title, html, pictures } = page;
    const saved = await this.#ask("save-page", { url, title, html }, 180);
    this.#undo = { op: "unsave", values: { article: saved.article }, message: text("removed") };
    const done = { kind: "saved", message: text(saved.already ? "savedAlready" : "saved"), detail: saved.title, undo: text(saved.already ? "remove" : "undo") };
    show({ ...done, busy: text("pictures") });
    await this.#bring(pictures);
    // The page is kept in any case: how its pictures fared is seen in the window, too.
    const { whole, missing } = await this.#ask("complete", { article: saved.article }, 180).catch(() => ({}));
    show({ ...done, note: missing ?? (whole ? text("whole") : undefined) });
  }

  /** Hands on the pictures that the page has; those that cannot be had are for the host to fetch. */
  async #bring(addresses) {
    let left = ALL_PICTURES;
    for (const address of addresses) {
      const got = left > 0 && (await this.#inPage(picture, address, LARGEST_PICTURE, 5).catch(() => null));
      if (!got || got.data.length > left) continue;
      left -= got.data.length;
      // One picture less is no reason to lose the others.
      await this.#ask("picture", { url: address, ...got }).catch(() => {});
    }
  }

  async #link(show, url, title) {
    show({ kind: "busy", message: text("saving") });
    const saved = await this.#ask("save-link", { url, title });
    this.#undo = { op: "unsave", values: { article: saved.article }, message: text("removed") };
    show({ kind: "saved", message: text(saved.already ? "savedAlready" : "linkSaved"), detail: saved.title, undo: text(saved.already ? "remove" : "undo") });
  }

  async #look(show) {
    show({ kind: "busy", message: text("looking") });
    const { candidates, why } = await this.#ask("look", { url: this.tab.url }, 120);
    if (candidates.length === 0) throw new Failure("no-feed", why ?? text("nothingToFollow"));
    show({ kind: "found", message: text("found"), candidates });
  }

  async #follow(show, url) {
    show({ kind: "busy", message: text("following") });
    const followed = await this.#ask("follow", { url }, 120);
    this.#undo = followed.already ? undefined : { op: "unfollow", values: { source: followed.source }, message: text("unfollowed") };
    show({ kind: "followed", message: text(followed.already ? "followedAlready" : "followed"), detail: followed.title, undo: this.#undo && text("undo") });
  }

  async #takeBack(show) {
    const undo = this.#undo;
    if (!undo) return;
    this.#undo = undefined;
    await this.#ask(undo.op, undo.values);
    show({ kind: "undone", message: undo.message });
  }

  #ask(op, values, seconds) {
    if (!this.#host || this.#host.isClosed) this.#host = new Host();
    return this.#host.ask(op, values, seconds);
  }

  /** Runs a function in the page; what the browser does not let us into is a failure with a sentence. */
  async #inPage(func, ...args) {
    try {
      const [{ result }] = await api.scripting.executeScript({ target: { tabId: this.tab.id }, func, args });
      return result;
    } catch {
      throw new Failure("forbidden", text("forbidden"));
    }
  }

  #show(state) {
    this.#state = state;
    for (const port of this.#popups) port.postMessage(state);
    void this.#mark(state);
  }

  /** The same in short at the button, for whoever used a key or the context menu. */
  async #mark({ kind, message, detail }) {
    const tabId = this.tab.id;
    const failed = kind === "failed";
    try {
      await api.action.setBadgeBackgroundColor({ tabId, color: failed ? "#b3261e" : "#1d2430" });
      await api.action.setBadgeText({ tabId, text: failed ? "!" : { busy: "…", saved: "✓", followed: "✓" }[kind] ?? "" });
      await api.action.setTitle({ tabId, title: [message, detail].filter(Boolean).join(" ") });
    } catch {
      // The tab was closed.
    }
  }

  #rest() {
    if (!this.isIdle) return;
    this.#host?.close();
    this.#done();
  }
}
