// What the window shows besides articles: which pane is in front when there is room for one, and what is open above them.

import type { ScopeRef } from "../backend/generated/ScopeRef";

export type Pane = "sources" | "list" | "article";

export type DialogKind =
  /** `outside`: another program named the address, and nobody is asked there before the reader says so. */
  | { kind: "follow"; address: string; outside?: boolean }
  /** With an address, it is one that another program named and that is not saved unasked. */
  | { kind: "save"; address?: string; title?: string | null }
  /** `part`: what of it is in front. */
  | { kind: "exchange"; part?: "export" }
  /** `part`: what of it is brought into sight. */
  | { kind: "settings"; part?: "sharing" }
  | { kind: "backups" }
  | { kind: "updates" }
  | { kind: "doctor" }
  | { kind: "recovery" }
  | { kind: "tag" }
  | { kind: "mute"; word: string }
  | { kind: "rename"; source: number }
  | { kind: "rename-place"; scope: ScopeRef }
  | { kind: "figures"; at: number }
  | { kind: "saved-search"; text: string; saved: number | null }
  | { kind: "search-help" }
  | { kind: "help" }
  | { kind: "palette" };

/** A part of a source's page that is open to be changed. */
export type SourceForm = "address" | "access" | "text";

/** What lies over the article: the page of a source, of all that need attention, of all highlights, of rules, of one of them. */
export type Page = { kind: "source"; source: number; form: SourceForm | null } | { kind: "attention" } | { kind: "highlights" } | { kind: "rules" } | { kind: "rule"; rule: number | null };

/** What the article pane lets others do with it. */
export interface Pager {
  /** Goes a page on or back; false when there is no further page. */
  page(step: 1 | -1): boolean;
}

export class View {
  pane = $state<Pane>("list");
  dialog = $state.raw<DialogKind | null>(null);
  page = $state.raw<Page | null>(null);
  /** A menu of the pointer's is open: no tooltip may come over it. */
  menuOpen = $state(false);
  /** The menu of an article of the list is open. */
  rowMenuOpen = $state(false);
  /** How articles are set is being changed. */
  readingOpen = $state(false);
  /** Minutes that the rest of the open article takes; null at its beginning and end. */
  timeLeft = $state<number | null>(null);
  /** Where the link under the pointer or the focus leads. */
  leadsTo = $state.raw<string | null>(null);
  /** The link whose menu is open, and where in the window. */
  linkMenu = $state.raw<{ address: string; x: number; y: number } | null>(null);
  /** What is marked in the text of the open article. */
  selected: () => Selection | null = () => null;
  pager: Pager | null = null;
  /** The pane that was in front, and the page that was open, before the present one. */
  private before: { pane: Pane; page: Page | null } = { pane: "list", page: null };
  /** Puts the focus into the search field. */
  focusSearch: () => void = () => undefined;
  /** Brings a part of the article's page into sight. */
  reveal: (part: "left-out") => void = () => undefined;
  /** Puts the focus on the list. */
  focusList: () => void = () => undefined;

  /** Lets keys page through `scroller`, less `overlap` pixels, until the function returned is called. */
  pageBy(scroller: HTMLElement, overlap: () => number): () => void {
    const pager: Pager = {
      page(step) {
        const { scrollTop, clientHeight, scrollHeight } = scroller;
        const room = step > 0 ? scrollHeight - clientHeight - scrollTop > 2 : scrollTop > 2;
        if (room) scroller.scrollBy({ top: step * Math.max(clientHeight - overlap(), clientHeight / 2) });
        return room;
      },
    };
    this.pager = pager;
    return () => {
      if (this.pager === pager) this.pager = null;
    };
  }

  show(dialog: DialogKind): void {
    this.dialog = dialog;
  }

  /** Closes the dialog: only `which`, when that is given, as another may be open by the time its work is done. */
  close(which: DialogKind | null = this.dialog): void {
    if (this.dialog === which) this.dialog = null;
  }

  /** Lays a page over the article. */
  lay(page: Page): void {
    // From one source's page to another's the way back stays; from the list of those that fail it leads there.
    if (this.page === null) this.before = { pane: this.pane, page: null };
    else if ((this.page.kind === "attention" && page.kind === "source") || (this.page.kind === "rules" && page.kind === "rule")) this.before = { pane: this.before.pane, page: this.page };
    this.page = page;
    this.pane = "article";
  }

  /** Takes the page away: what was before it is there again. */
  lift(): void {
    const { page, pane } = this.before;
    this.before = { pane, page: null };
    this.page = page;
    if (page === null) this.pane = pane;
  }

  /** Takes all pages away, for an article. */
  clear(): void {
    this.page = null;
  }

  /** One pane back, as the back button says it. */
  back(): void {
    if (this.page !== null) return this.lift();
    this.pane = this.pane === "article" ? "list" : "sources";
  }
}
