// What a reader can do with one source. Its menu and its page are made from this table, and `actions.ts` has it for the rest.
import type { SourceView } from "./backend/generated/SourceView";
import { needsAttention } from "./health";
import type { IconName } from "./icons";
import type { Desk } from "./stores/desk.svelte";
import { words } from "./words";

/** The source whose page is open, or else that of the list, or else of the open article. */
export function sourceAtHand(desk: Desk): SourceView | undefined {
  const { page } = desk.view;
  const { scope } = desk.list;
  const id = page?.kind === "source" ? page.source : scope.kind === "source" ? scope.id : desk.current?.sourceId;
  return desk.sources.find(id);
}

/** What can be done with one source: the one at hand, or the one whose menu or page is open. */
export interface SourceAction {
  id: string;
  /** In the source's own menu and page; without one, when none is at hand. */
  name: (source?: SourceView) => string;
  icon: IconName;
  keys: readonly string[];
  palette: boolean;
  /** Draws a line over it in the menu. */
  line?: boolean;
  enabled?: (source: SourceView, desk: Desk) => boolean;
  run: (desk: Desk, source: SourceView) => unknown;
}

export const SOURCE_ACTIONS: readonly SourceAction[] = [
  { id: "about-source", name: () => words.about, icon: "info", keys: ["i"], palette: true, run: (desk, source) => desk.openSource(source.id) },
  { id: "refresh-source", name: () => words.refreshThis, icon: "refresh", keys: ["shift+r"], palette: true, run: (desk, source) => desk.refresh.start(source.id) },
  {
    // The palette has it for the list, whatever that shows.
    id: "read-source", name: () => words.markThisRead, icon: "check", keys: [], palette: false,
    run: (desk, source) => desk.marks.markAllRead({ kind: "source", id: source.id }),
  },
  {
    id: "open-site", name: () => words.openSite, icon: "external", keys: ["shift+o"], palette: true, enabled: ({ siteUrl }) => siteUrl !== null,
    run: (desk, source) => desk.openAddress(source.siteUrl),
  },
  {
    id: "repair-source", name: () => words.repair, icon: "repair", keys: ["x"], palette: true, line: true, enabled: needsAttention,
    run: async (desk, source) => {
      // What comes of it is read on a page.
      if (desk.view.page === null) await desk.openSource(source.id);
      await desk.care.repair(source);
    },
  },
  {
    id: "older-articles", name: () => words.older, icon: "archive", keys: ["shift+b"], palette: true,
    enabled: ({ id }, desk) => desk.about.id === id && (desk.about.page?.hasOlder ?? false) && desk.care.fetching === null,
    run: (desk, source) => desk.care.fetchOlder(source),
  },
  {
    id: "pause-source", name: (source) => (source?.state === "paused" ? words.unpause : words.pause), icon: "pause", keys: ["p"], palette: true,
    run: (desk, source) => desk.care.setPaused(source, source.state !== "paused"),
  },
  {
    id: "quiet-source", name: (source) => (source?.quiet ? words.unquiet : words.quiet), icon: "quiet", keys: ["q"], palette: true,
    run: (desk, source) => desk.care.setQuiet(source, !source.quiet),
  },
  {
    id: "notify-source", name: (source) => (source?.notify ? words.notifyOff : words.notifyOn), icon: "bell", keys: ["g t"], palette: true,
    run: (desk, source) => desk.care.setNotify(source, !source.notify),
  },
  {
    id: "source-address", name: () => words.changeAddress, icon: "link", keys: ["shift+l"], palette: true, line: true, enabled: isFetched,
    run: (desk, source) => desk.openSource(source.id, "address"),
  },
  {
    id: "source-access", name: () => words.changeAccess, icon: "key", keys: ["shift+k"], palette: true, enabled: isFetched,
    run: (desk, source) => desk.openSource(source.id, "access"),
  },
  {
    id: "source-text", name: () => words.changeText, icon: "page-plus", keys: ["shift+m"], palette: true, enabled: isFetched,
    run: (desk, source) => desk.openSource(source.id, "text"),
  },
  {
    id: "rename-source", name: () => words.rename, icon: "folder", keys: ["f2"], palette: true,
    run: (desk, source) => desk.view.show({ kind: "rename", source: source.id }),
  },
  { id: "unfollow", name: () => words.unfollow, icon: "close", keys: ["shift+u"], palette: true, run: (desk, source) => desk.following.unfollow(source) },
];

/** The sample edition comes with the app: it has no address of its own and nobody to log in to. */
function isFetched({ kind }: SourceView): boolean {
  return kind !== "sample";
}

/** Does something with a source, and shows what went wrong. */
export function runOn(one: SourceAction, desk: Desk, source: SourceView): void {
  void desk.attempt(async () => one.run(desk, source));
}
