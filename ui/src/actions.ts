// Everything a reader can do, once. Keys, menus, the help and the palette are made from this table.
import type { ArticleCard } from "./backend/generated/ArticleCard";
import type { Desk } from "./stores/desk.svelte";
import type { IconName } from "./icons";
import { words } from "./words";

export type Group = keyof typeof words.groups;

/** Where an action is offered besides its keys: the article's bar, its "more" menu, the window's menu. */
export type Place = "bar" | "more" | "window";

export interface Action {
  id: string;
  /** May depend on what is open: "Mark read" or "Mark unread". */
  name: (desk: Desk) => string;
  group: Group;
  /** Chords as `keys.ts` writes them; sequences with a space. */
  keys: readonly string[];
  palette: boolean;
  places: readonly Place[];
  icon?: IconName;
  /** Whether it can be done now; always, when left out. */
  enabled?: (desk: Desk) => boolean;
  /** Whether what it switches is on. */
  pressed?: (desk: Desk) => boolean;
  run: (desk: Desk) => void;
}

type Parts = Omit<Action, "id" | "name" | "palette" | "places"> & { name: string | ((desk: Desk) => string) } & Partial<Pick<Action, "palette" | "places">>;

function action(id: string, parts: Parts): Action {
  const { name } = parts;
  return { palette: true, places: [], ...parts, id, name: typeof name === "string" ? () => name : name };
}

const open = (desk: Desk) => desk.current !== null;

/** Does something with the open article, and shows what went wrong. */
const withArticle = (work: (desk: Desk, card: ArticleCard) => unknown) => (desk: Desk) => {
  const card = desk.current;
  if (card) void desk.attempt(async () => work(desk, card));
};

/** The source of the list, or else of the open article. */
function sourceAtHand(desk: Desk): number | null {
  const { scope } = desk.list;
  return scope.kind === "source" ? (scope.id ?? null) : (desk.current?.sourceId ?? null);
}

function escape(desk: Desk): void {
  if (desk.search.active) {
    desk.search.end();
    desk.view.focusList();
  } else if (desk.view.pane !== "sources") desk.view.back();
}

export const ACTIONS: readonly Action[] = [
  action("next", { name: words.next, group: "articles", keys: ["j", "arrowdown"], icon: "down", run: (desk) => void desk.step(1) }),
  action("previous", { name: words.previous, group: "articles", keys: ["k", "arrowup"], icon: "up", run: (desk) => void desk.step(-1) }),
  action("page-on", { name: "Read on, then to the next unread", group: "reading", keys: ["space"], palette: false, run: (desk) => void desk.page(1) }),
  action("page-back", { name: "A page back", group: "reading", keys: ["shift+space"], palette: false, run: (desk) => void desk.page(-1) }),
  action("save", {
    name: (desk) => (desk.current?.saved ? words.unsave : words.save), group: "articles", keys: ["s"], places: ["bar"], icon: "bookmark",
    enabled: open, pressed: (desk) => desk.current?.saved ?? false,
    run: withArticle((desk, card) => desk.marks.setSaved(card, !card.saved)),
  }),
  action("share", { name: words.share, group: "articles", keys: ["shift+s", "e"], icon: "share", enabled: open, run: (desk) => (desk.view.shareOpen = true) }),
  action("open", {
    name: words.openInBrowser, group: "articles", keys: ["o"], places: ["bar"], icon: "external", enabled: (desk) => desk.current?.url != null,
    run: withArticle((desk, card) => desk.openAddress(card.url)),
  }),
  action("copy", {
    name: words.copyLink, group: "articles", keys: ["c"], places: ["bar"], icon: "link", enabled: (desk) => desk.current?.url != null,
    run: withArticle((desk, card) => desk.copyLink(card)),
  }),
  action("tag", { name: words.tag, group: "articles", keys: ["t"], places: ["bar"], icon: "tag", enabled: open, run: (desk) => desk.view.show({ kind: "tag" }) }),
  action("toggle-read", {
    name: (desk) => (desk.current?.read ? words.markUnread : words.markRead), group: "articles", keys: ["m"], places: ["bar"], icon: "circle",
    enabled: open, pressed: (desk) => !(desk.current?.read ?? true),
    run: withArticle((desk, card) => desk.marks.setRead(card, !card.read)),
  }),
  action("mark-all-read", {
    name: words.markAllRead, group: "articles", keys: ["shift+a"], icon: "check", enabled: (desk) => !desk.search.active,
    run: (desk) => void desk.attempt(() => desk.marks.markAllRead(desk.list.scope)),
  }),
  action("undo", { name: words.undo, group: "articles", keys: ["z", "mod+z"], icon: "undo", run: (desk) => void desk.undo() }),
  action("follow", { name: words.followTitle, group: "sources", keys: ["a"], icon: "plus", run: (desk) => desk.view.show({ kind: "follow", address: "" }) }),
  action("refresh", { name: words.refresh, group: "sources", keys: ["r"], icon: "refresh", run: (desk) => void desk.attempt(() => desk.refresh.start(null)) }),
  action("refresh-source", {
    name: words.refreshThis, group: "sources", keys: ["shift+r"], icon: "refresh", enabled: (desk) => sourceAtHand(desk) !== null,
    run: (desk) => void desk.attempt(() => desk.refresh.start(sourceAtHand(desk))),
  }),
  action("save-address", { name: words.saveTitle, group: "sources", keys: ["shift+n"], icon: "page-plus", run: (desk) => desk.view.show({ kind: "save" }) }),
  action("exchange", { name: words.exchange, group: "sources", keys: [], icon: "exchange", run: (desk) => desk.view.show({ kind: "exchange" }) }),
  action("unread", { name: words.unread, group: "places", keys: ["g u"], icon: "paper", run: (desk) => void desk.openScope({ kind: "unread" }) }),
  action("all", { name: words.all, group: "places", keys: ["g a"], icon: "stack", run: (desk) => void desk.openScope({ kind: "all" }) }),
  action("saved", { name: words.saved, group: "places", keys: ["g s"], icon: "bookmark", run: (desk) => void desk.openScope({ kind: "saved" }) }),
  action("search", {
    name: words.search, group: "places", keys: ["/"], icon: "search",
    run: (desk) => {
      desk.view.pane = "list";
      desk.view.focusSearch();
    },
  }),
  action("unread-only", {
    name: words.unreadOnly, group: "places", keys: ["u"], icon: "filter", pressed: (desk) => desk.preferences.now.unreadOnly,
    run: (desk) => void desk.toggleUnreadOnly(),
  }),
  action("palette", { name: words.palette, group: "window", keys: ["mod+k"], palette: false, places: ["window"], icon: "command", run: (desk) => desk.view.show({ kind: "palette" }) }),
  action("settings", { name: words.settings, group: "window", keys: [], places: ["window"], icon: "settings", run: (desk) => desk.view.show({ kind: "settings" }) }),
  action("help", { name: words.help, group: "window", keys: ["?"], places: ["window"], icon: "help", run: (desk) => desk.view.show({ kind: "help" }) }),
  action("escape", { name: words.back, group: "window", keys: ["escape"], palette: false, run: escape }),
];

/** Which action each key string does. */
export const BY_KEYS: ReadonlyMap<string, Action> = new Map(ACTIONS.flatMap((one) => one.keys.map((keys) => [keys, one] as const)));

export function actionOf(id: string): Action {
  const found = ACTIONS.find((one) => one.id === id);
  if (!found) throw new Error(`There is no action ${id}`);
  return found;
}

export function isEnabled(one: Action, desk: Desk): boolean {
  return one.enabled?.(desk) ?? true;
}
