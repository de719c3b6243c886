// What the window shows besides articles: which pane is in front when there is room for one, and what is open above them.

export type Pane = "sources" | "list" | "article";

export type DialogKind =
  | { kind: "follow"; address: string }
  | { kind: "save" }
  | { kind: "exchange" }
  | { kind: "settings" }
  | { kind: "tag" }
  | { kind: "rename"; source: number }
  | { kind: "help" }
  | { kind: "palette" };

/** What the article pane lets others do with it. */
export interface Pager {
  /** Goes a page on or back; false when there is no further page. */
  page(step: 1 | -1): boolean;
}

export class View {
  pane = $state<Pane>("list");
  dialog = $state.raw<DialogKind | null>(null);
  shareOpen = $state(false);
  pager: Pager | null = null;
  /** Puts the focus into the search field. */
  focusSearch: () => void = () => undefined;
  /** Puts the focus on the list. */
  focusList: () => void = () => undefined;

  show(dialog: DialogKind): void {
    this.dialog = dialog;
  }

  /** Closes the dialog: only `which`, when that is given, as another may be open by the time its work is done. */
  close(which: DialogKind | null = this.dialog): void {
    if (this.dialog === which) this.dialog = null;
  }

  /** One pane back, as the back button says it. */
  back(): void {
    this.pane = this.pane === "article" ? "list" : "sources";
  }
}
