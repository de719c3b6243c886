// Everything a reader can do, once. Keys, menus, the help and the palette are made from this table.
import type { ArticleCard } from "./backend/generated/ArticleCard";
import type { Desk } from "./stores/desk.svelte";
import type { Settings } from "./backend/generated/Settings";
import type { IconName } from "./icons";
import { runOn, SOURCE_ACTIONS, type SourceAction, sourceAtHand } from "./sourceActions";
import { LARGEST_TEXT, SMALLEST_TEXT } from "./stores/preferences.svelte";
import { words } from "./words";

export type Group = keyof typeof words.groups;

/** Where an action is offered besides its keys: the article's bar, its "more" menu, the bar over a selection, the menu of a row of the list, the window's menu. */
export type Place = "bar" | "more" | "selection" | "row" | "window";

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
  /** What it would be done to, where its name does not say. */
  object?: (desk: Desk) => string | undefined;
  /** Also while a field or a dialog has the keys. */
  anywhere?: boolean;
  run: (desk: Desk) => void;
}

type Parts = Omit<Action, "id" | "name" | "palette" | "places"> & { name: string | ((desk: Desk) => string) } & Partial<Pick<Action, "palette" | "places">>;

function action(id: string, parts: Parts): Action {
  const { name } = parts;
  return { palette: true, places: [], ...parts, id, name: typeof name === "string" ? () => name : name };
}

const open = (desk: Desk) => desk.current !== null;
const texts = (desk: Desk) => (desk.current === null ? undefined : desk.reading.article?.texts);

/** Sets articles otherwise: it shows at once, and nothing is said. */
const restyle = (change: (now: Settings) => Partial<Settings>) => (desk: Desk) => void desk.attempt(() => desk.preferences.change(change(desk.preferences.now)));

/** The one after `now`, from the last back to the first. */
function after<T extends string>(now: T, names: Readonly<Record<T, string>>): T {
  const all = Object.keys(names) as T[];
  return all[(all.indexOf(now) + 1) % all.length] ?? now;
}

/** Does something with the open article, and shows what went wrong. */
const withArticle = (work: (desk: Desk, card: ArticleCard) => unknown) => (desk: Desk) => {
  const card = desk.current;
  if (card) void desk.attempt(async () => work(desk, card));
};

/** Whether there is something to do it to: articles that are picked, or the open one. */
const anyChosen = (desk: Desk) => desk.chosen.length > 0;
const all = (desk: Desk, has: (card: ArticleCard) => boolean) => anyChosen(desk) && desk.chosen.every(has);

/** What is saved of it: only that can be put away. */
const toPutAway = (desk: Desk) => desk.chosen.filter(({ saved }) => saved);
const allPutAway = (desk: Desk) => toPutAway(desk).length > 0 && toPutAway(desk).every(({ archived }) => archived);

/** Does something with what is picked, or the open article. */
const withChosen = (work: (desk: Desk, cards: readonly ArticleCard[]) => unknown) => (desk: Desk) => {
  const { chosen } = desk;
  if (chosen.length > 0) void desk.attempt(async () => work(desk, chosen));
};

/** What can be done with a source, for the one at hand. */
function atHand(one: SourceAction): Action {
  return action(one.id, {
    name: (desk) => one.name(sourceAtHand(desk)), group: "source", keys: one.keys, palette: one.palette, icon: one.icon,
    object: (desk) => sourceAtHand(desk)?.title,
    enabled: (desk) => {
      const source = sourceAtHand(desk);
      return source !== undefined && (one.enabled?.(source, desk) ?? true);
    },
    run: (desk) => {
      const source = sourceAtHand(desk);
      if (source) runOn(one, desk, source);
    },
  });
}

function escape(desk: Desk): void {
  if (desk.picks.active) return desk.picks.clear();
  if (desk.view.page !== null) {
    desk.view.lift();
    if (desk.view.page === null && desk.view.pane !== "sources") desk.view.focusList();
  } else if (desk.search.active) {
    desk.search.end();
    desk.view.focusList();
  } else if (desk.view.pane !== "sources") desk.view.back();
}

export const ACTIONS: readonly Action[] = [
  action("next", { name: words.next, group: "articles", keys: ["j", "arrowdown"], icon: "down", run: (desk) => void desk.step(1) }),
  action("previous", { name: words.previous, group: "articles", keys: ["k", "arrowup"], icon: "up", run: (desk) => void desk.step(-1) }),
  action("pick-next", { name: words.pickNext, group: "articles", keys: ["shift+arrowdown"], palette: false, run: (desk) => desk.picks.extend(1) }),
  action("pick-previous", { name: words.pickPrevious, group: "articles", keys: ["shift+arrowup"], palette: false, run: (desk) => desk.picks.extend(-1) }),
  action("pick", { name: words.pick, group: "articles", keys: ["mod+space"], icon: "check", enabled: (desk) => desk.rows.length > 0, run: (desk) => desk.picks.toggleAtCursor() }),
  action("page-on", { name: "Read on, then to the next unread", group: "reading", keys: ["space"], palette: false, run: (desk) => void desk.page(1) }),
  action("page-back", { name: "A page back", group: "reading", keys: ["shift+space"], palette: false, run: (desk) => void desk.page(-1) }),
  action("other-text", {
    name: (desk) => words.otherText[texts(desk)?.shown === "page" ? "feed" : "page"], group: "reading", keys: ["b"], icon: "page-plus",
    enabled: (desk) => desk.text.canSwitch, run: withArticle((desk) => desk.text.show(desk.text.other)),
  }),
  action("next-version", { name: words.nextVersion, group: "reading", keys: ["shift+v"], icon: "stack", enabled: (desk) => desk.folds.has, run: withArticle((desk) => desk.folds.next()) }),
  action("unfold", {
    name: (desk) => words.unfold(desk.current?.folded != null), group: "articles", keys: ["shift+y"], icon: "stack", enabled: (desk) => desk.folds.has,
    run: withArticle((desk) => desk.folds.unfold()),
  }),
  action("left-out", {
    name: words.showLeftOut, group: "reading", keys: ["n"], icon: "filter", enabled: (desk) => open(desk) && (desk.reading.article?.leftOut.length ?? 0) > 0,
    run: (desk) => desk.text.showLeftOut(),
  }),
  action("figures", {
    name: words.figures, group: "reading", keys: ["f"], icon: "picture", enabled: (desk) => open(desk) && desk.text.figures.length > 0,
    run: (desk) => desk.view.show({ kind: "figures", at: 0 }),
  }),
  action("reading-settings", { name: words.readingSettings, group: "reading", keys: ["v"], icon: "letters", enabled: open, run: (desk) => (desk.view.readingOpen = true) }),
  action("larger-text", {
    name: words.largerText, group: "reading", keys: ["plus", "="], icon: "plus", enabled: (desk) => desk.preferences.now.textSize < LARGEST_TEXT,
    run: restyle(({ textSize }) => ({ textSize: textSize + 1 })),
  }),
  action("smaller-text", {
    name: words.smallerText, group: "reading", keys: ["-"], icon: "minus", enabled: (desk) => desk.preferences.now.textSize > SMALLEST_TEXT,
    run: restyle(({ textSize }) => ({ textSize: textSize - 1 })),
  }),
  action("typeface", { name: words.nextTypeface, group: "reading", keys: ["y"], icon: "letters", run: restyle(({ typeface }) => ({ typeface: after(typeface, words.typefaces) })) }),
  action("width", { name: words.nextWidth, group: "reading", keys: ["w"], icon: "exchange", run: restyle(({ width }) => ({ width: after(width, words.widths) })) }),
  action("spacing", { name: words.nextSpacing, group: "reading", keys: ["l"], icon: "filter", run: restyle(({ spacing }) => ({ spacing: after(spacing, words.spacings) })) }),
  action("justify", {
    name: words.justify, group: "reading", keys: ["shift+j"], icon: "stack", pressed: (desk) => desk.preferences.now.justify, run: restyle(({ justify }) => ({ justify: !justify })),
  }),
  action("theme", { name: words.nextTheme, group: "reading", keys: ["shift+t"], icon: "circle", run: restyle(({ theme }) => ({ theme: after(theme, words.themes) })) }),
  action("cite", {
    name: words.cite, group: "reading", keys: ["shift+q"], icon: "quote", pressed: (desk) => desk.preferences.now.cite,
    run: (desk) => {
      const cite = !desk.preferences.now.cite;
      void desk.attempt(async () => {
        await desk.preferences.change({ cite });
        desk.notices.say(cite ? words.citeNow : words.citeNoMore);
      });
    },
  }),
  action("save", {
    name: (desk) => (all(desk, ({ saved }) => saved) ? words.unsave : words.save), group: "articles", keys: ["s"], places: ["bar", "row"], icon: "bookmark",
    enabled: anyChosen, pressed: (desk) => all(desk, ({ saved }) => saved),
    run: withChosen((desk, cards) => desk.marks.setAllSaved(cards, !cards.every(({ saved }) => saved))),
  }),
  action("share", { name: words.share, group: "articles", keys: ["shift+s", "e"], places: ["bar", "row"], icon: "share", enabled: anyChosen, run: withChosen((desk) => desk.sharing.articles()) }),
  action("share-quote", {
    name: words.shareQuote, group: "articles", keys: ['"'], places: ["selection"], icon: "share", enabled: open, run: withArticle((desk) => desk.sharing.passage()),
  }),
  action("archive", {
    name: (desk) => (allPutAway(desk) ? words.takeBack : words.putAway), group: "articles", keys: ["shift+p"], places: ["row"], icon: "archive",
    enabled: (desk) => toPutAway(desk).length > 0, pressed: allPutAway,
    run: withChosen((desk) => desk.marks.setArchived(toPutAway(desk), !allPutAway(desk))),
  }),
  action("open", {
    name: words.openInBrowser, group: "articles", keys: ["o"], places: ["bar", "row"], icon: "external", enabled: (desk) => desk.chosen.length === 1 && desk.chosen[0]?.url != null,
    run: withChosen((desk, [card]) => card && desk.openAddress(card.url)),
  }),
  action("copy", {
    name: (desk) => (desk.chosen.length > 1 ? words.copyLinks : words.copyLink), group: "articles", keys: ["c"], places: ["bar", "row"], icon: "link",
    enabled: (desk) => desk.chosen.some(({ url }) => url !== null), run: withChosen((desk, cards) => desk.sharing.copyLinks(cards)),
  }),
  action("tag", { name: words.tag, group: "articles", keys: ["t"], places: ["bar"], icon: "tag", enabled: open, run: (desk) => desk.view.show({ kind: "tag" }) }),
  action("toggle-read", {
    name: (desk) => (all(desk, ({ read }) => read) ? words.markUnread : words.markRead), group: "articles", keys: ["m"], places: ["bar", "row"], icon: "circle",
    enabled: anyChosen, pressed: (desk) => anyChosen(desk) && !all(desk, ({ read }) => read),
    run: withChosen((desk, cards) => desk.marks.setAllRead(cards, !cards.every(({ read }) => read))),
  }),
  action("offline", {
    name: (desk) => (desk.reading.article?.offline.kept ? words.dropOffline : words.keepOffline), group: "articles", keys: ["d"], places: ["bar"], icon: "offline",
    enabled: open, pressed: (desk) => desk.reading.article?.offline.kept ?? false,
    run: withArticle((desk) => desk.text.setOffline(!(desk.reading.article?.offline.kept ?? false))),
  }),
  action("highlight", { name: words.highlight, group: "highlights", keys: ["h"], places: ["selection"], icon: "marker", enabled: open, run: withArticle((desk) => desk.highlights.add()) }),
  action("highlight-note", {
    name: words.highlightNote, group: "highlights", keys: ["shift+e"], places: ["selection"], icon: "note", enabled: open, run: withArticle((desk) => desk.highlights.add(true)),
  }),
  action("choose-sentence", {
    name: words.chooseSentence, group: "highlights", keys: ["shift+h"], icon: "quote", enabled: open, run: (desk) => desk.highlights.chooseSentence(),
  }),
  action("next-highlight", { name: words.nextHighlight, group: "highlights", keys: ["]"], icon: "down", enabled: open, run: (desk) => desk.highlights.step(1) }),
  action("previous-highlight", { name: words.previousHighlight, group: "highlights", keys: ["["], icon: "up", enabled: open, run: (desk) => desk.highlights.step(-1) }),
  action("remove-highlight", {
    name: words.removeHighlight, group: "highlights", keys: ["delete"], icon: "trash", enabled: (desk) => open(desk) && desk.highlights.current !== undefined,
    run: withArticle((desk) => desk.highlights.current && desk.highlights.remove(desk.highlights.current)),
  }),
  action("copy-highlights", {
    name: words.copyHighlights, group: "highlights", keys: ["shift+d"], icon: "copy", enabled: (desk) => desk.sources.overview.highlights > 0,
    run: (desk) => void desk.attempt(() => desk.highlights.copyAll()),
  }),
  action("copy-quote", { name: words.copyQuote, group: "articles", keys: ["shift+c"], places: ["selection"], icon: "quote", enabled: open, run: withArticle((desk) => desk.text.copyQuote()) }),
  action("mute", {
    name: words.mute, group: "articles", keys: ["shift+w"], places: ["selection"], icon: "quiet", enabled: open,
    run: (desk) => desk.view.show({ kind: "mute", word: (desk.view.selected()?.toString() ?? "").replace(/\s+/gu, " ").trim().slice(0, 80) }),
  }),
  action("hide", {
    name: (desk) => (desk.list.scope.kind === "hidden" ? words.showArticleAgain : words.hideArticle), group: "articles", keys: ["."], places: ["row"], icon: "quiet", enabled: anyChosen,
    run: withChosen((desk, cards) => desk.rules.setHidden(cards.map(({ id }) => id), desk.list.scope.kind !== "hidden")),
  }),
  action("print", { name: words.print, group: "articles", keys: ["mod+p"], icon: "print", enabled: open, run: withArticle((desk) => desk.text.print()) }),
  action("mark-all-read", {
    name: words.markAllRead, group: "articles", keys: ["shift+a"], icon: "check",
    enabled: ({ search }) => !search.active || (search.status === "ready" && search.hits.length > 0),
    run: (desk) => void desk.attempt(() => desk.marks.markAllRead(desk.scope)),
  }),
  action("undo", { name: words.undo, group: "articles", keys: ["z", "mod+z"], icon: "undo", run: (desk) => void desk.undo() }),
  action("redo", { name: words.redo, group: "articles", keys: ["shift+z", "mod+shift+z"], icon: "redo", run: (desk) => void desk.redo() }),
  action("follow", { name: words.followTitle, group: "sources", keys: ["a"], icon: "plus", run: (desk) => desk.view.show({ kind: "follow", address: "" }) }),
  action("refresh", { name: words.refresh, group: "sources", keys: ["r"], icon: "refresh", run: (desk) => void desk.attempt(() => desk.refresh.start(null)) }),
  action("stop-refresh", {
    name: words.stopRefresh, group: "sources", keys: ["shift+escape"], icon: "close", enabled: (desk) => desk.refresh.state.running,
    run: (desk) => void desk.attempt(() => desk.refresh.cancel()),
  }),
  action("resume-asking", {
    name: words.resumeAsking, group: "sources", keys: ["shift+g"], icon: "play", enabled: (desk) => desk.unasked > 0,
    run: (desk) => void desk.attempt(() => desk.refresh.resume()),
  }),
  action("attention", { name: words.attention, group: "sources", keys: ["g n"], icon: "warning", run: (desk) => desk.openAttention() }),
  action("repair-all", {
    name: words.repairAll, group: "sources", keys: ["shift+x"], icon: "repair", enabled: (desk) => desk.sources.failing > 0 && desk.care.all === null,
    run: (desk) => {
      if (desk.view.page?.kind !== "attention") desk.openAttention();
      void desk.care.repairAll();
    },
  }),
  action("save-address", { name: words.saveTitle, group: "sources", keys: ["shift+n"], icon: "page-plus", run: (desk) => desk.view.show({ kind: "save" }) }),
  action("fetch-saved", {
    name: (desk) => (desk.sources.overview.fetching ? words.stopFetching : words.fetchSaved), group: "sources", keys: ["shift+f"], icon: "page-plus",
    enabled: (desk) => desk.sources.overview.waiting > 0,
    run: (desk) =>
      void desk.attempt(async () => {
        await desk.backend.call("fetch_saved", { on: !desk.sources.overview.fetching });
        await desk.sources.load();
      }),
  }),
  action("exchange", { name: words.exchange, group: "sources", keys: ["shift+i"], icon: "exchange", run: (desk) => desk.view.show({ kind: "exchange" }) }),
  action("export", { name: words.exportOpen, group: "sources", keys: ["mod+e"], icon: "exchange", run: (desk) => desk.view.show({ kind: "exchange", part: "export" }) }),
  action("open-downloads", {
    name: words.openDownloads, group: "sources", keys: ["g d"], icon: "folder",
    run: (desk) => void desk.attempt(() => desk.backend.call("open_downloads", {})),
  }),
  ...SOURCE_ACTIONS.map(atHand),
  action("unread", { name: words.unread, group: "places", keys: ["g u"], icon: "paper", run: (desk) => void desk.openScope({ kind: "unread" }) }),
  action("all", { name: words.all, group: "places", keys: ["g a"], icon: "stack", run: (desk) => void desk.openScope({ kind: "all" }) }),
  action("saved", { name: words.saved, group: "places", keys: ["g s"], icon: "bookmark", run: (desk) => void desk.openScope({ kind: "saved" }) }),
  action("archived", { name: words.archived, group: "places", keys: ["g v"], icon: "archive", run: (desk) => void desk.openScope({ kind: "archived" }) }),
  action("highlights", { name: words.highlights, group: "places", keys: ["g h"], icon: "marker", run: (desk) => desk.openHighlights() }),
  action("rules", { name: words.rules, group: "places", keys: ["g r"], places: ["window"], icon: "filter", run: (desk) => desk.openRules() }),
  action("new-rule", {
    name: words.newRule, group: "places", keys: ["g c"], icon: "plus",
    // What is being looked for is often what a rule is to catch.
    run: (desk) => void desk.attempt(() => desk.rules.show(null, desk.search.active ? { query: desk.search.query.trim() } : {})),
  }),
  action("hidden", { name: words.hiddenList, group: "places", keys: ["g i"], icon: "quiet", run: (desk) => void desk.openScope({ kind: "hidden" }) }),
  action("rename-place", {
    name: ({ list: { scope } }) => words.renamePlace[scope.kind === "tag" ? "tag" : "folder"], group: "sources", keys: ["shift+f2"], icon: "folder",
    object: ({ list: { scope } }) => scope.name ?? undefined, enabled: (desk) => desk.following.has(desk.list.scope),
    run: (desk) => desk.view.show({ kind: "rename-place", scope: desk.list.scope }),
  }),
  action("remove-place", {
    name: ({ list: { scope } }) => words.removePlace[scope.kind === "tag" ? "tag" : "folder"], group: "sources", keys: ["shift+delete"], icon: "trash",
    object: ({ list: { scope } }) => scope.name ?? undefined, enabled: (desk) => desk.following.has(desk.list.scope),
    run: (desk) => void desk.attempt(() => desk.following.renamePlace(desk.list.scope, null)),
  }),
  action("search", {
    name: words.search, group: "places", keys: ["/"], icon: "search",
    run: (desk) => {
      desk.view.pane = "list";
      desk.view.focusSearch();
    },
  }),
  action("search-help", { name: words.searchHelp, group: "places", keys: ["g /"], icon: "help", run: (desk) => desk.view.show({ kind: "search-help" }) }),
  action("search-order", {
    name: (desk) => (desk.search.active ? words.byDate : words.nextOrder), group: "places", keys: ["g o"], icon: "down",
    enabled: (desk) => desk.search.active || desk.list.isOrdered, pressed: (desk) => desk.search.active && desk.search.order === "date",
    run: (desk) => {
      const { search, preferences } = desk;
      if (search.active) void search.setOrder(search.order === "date" ? "relevance" : "date");
      else void desk.setSavedOrder(after(preferences.now.savedOrder, words.savedOrders));
    },
  }),
  action("keep-search", {
    name: words.keepSearch, group: "places", keys: ["g k"], icon: "bookmark", enabled: (desk) => desk.search.active,
    run: ({ search, view }) => view.show({ kind: "saved-search", text: search.outcome.meant || search.query.trim(), saved: null }),
  }),
  action("change-search", {
    name: words.changeSearch, group: "places", keys: ["g e"], icon: "settings", enabled: (desk) => desk.searches.open !== undefined,
    run: ({ searches, view }) => view.show({ kind: "saved-search", text: "", saved: searches.open?.id ?? null }),
  }),
  action("remove-search", {
    name: words.removeSearch, group: "places", keys: ["g x"], icon: "close", enabled: (desk) => desk.searches.open !== undefined,
    run: (desk) => {
      const { open } = desk.searches;
      if (open) void desk.attempt(() => desk.searches.remove(open));
    },
  }),
  action("unread-only", {
    name: words.unreadOnly, group: "places", keys: ["u"], icon: "filter", pressed: (desk) => desk.preferences.now.unreadOnly,
    run: (desk) => void desk.toggleUnreadOnly(),
  }),
  action("palette", { name: words.palette, group: "window", keys: ["mod+k"], palette: false, places: ["window"], icon: "command", run: (desk) => desk.view.show({ kind: "palette" }) }),
  action("larger", {
    name: words.larger, group: "window", keys: ["mod+plus", "mod+="], icon: "plus", anywhere: true, enabled: (desk) => desk.preferences.canZoom(1),
    run: (desk) => desk.preferences.zoomBy(1),
  }),
  action("smaller", {
    name: words.smaller, group: "window", keys: ["mod+-"], icon: "minus", anywhere: true, enabled: (desk) => desk.preferences.canZoom(-1),
    run: (desk) => desk.preferences.zoomBy(-1),
  }),
  action("normal-size", { name: words.normalSize, group: "window", keys: ["mod+0"], icon: "undo", anywhere: true, run: (desk) => desk.preferences.zoomBy(0) }),
  action("settings", { name: words.settings, group: "window", keys: [], places: ["window"], icon: "settings", run: (desk) => desk.view.show({ kind: "settings" }) }),
  action("feed-links", { name: words.claimFeedLinks, group: "window", keys: ["g f"], icon: "link", run: (desk) => void desk.attempt(() => desk.feedLinks.claim()) }),
  action("connect-browsers", { name: words.connectBrowsers, group: "window", keys: [], run: (desk) => void desk.attempt(() => desk.browsers.connect()) }),
  action("backups", { name: words.openBackups, group: "window", keys: ["g b"], icon: "archive", run: (desk) => desk.view.show({ kind: "backups" }) }),
  action("updates", { name: words.lookForUpdates, group: "window", keys: ["g y"], icon: "refresh", run: (desk) => desk.view.show({ kind: "updates" }) }),
  action("doctor", { name: words.openDoctor, group: "window", keys: ["g l"], icon: "info", run: (desk) => desk.view.show({ kind: "doctor" }) }),
  action("help", { name: words.help, group: "window", keys: ["?"], places: ["window"], icon: "help", run: (desk) => desk.view.show({ kind: "help" }) }),
  action("quit", {
    name: words.quit, group: "window", keys: ["mod+q"], icon: "close", anywhere: true, enabled: (desk) => desk.backend.quit !== undefined,
    run: (desk) => void desk.attempt(async () => desk.backend.quit?.()),
  }),
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
