// A library in memory, for unit tests and for looking at the UI without a server. It keeps the promises of the real
// one that the UI relies on: order, cursors, counts, undo; it knows nothing of feeds and networks.
import { type Args, type Backend, BackendError, type Command, type Result } from "./backend";
import type { Arrival } from "./generated/Arrival";
import type { BrowserConnections } from "./generated/BrowserConnections";
import type { ArticleCard } from "./generated/ArticleCard";
import type { ArticlePage } from "./generated/ArticlePage";
import type { ArticleQuery } from "./generated/ArticleQuery";
import type { ArticleView } from "./generated/ArticleView";
import type { Doctor } from "./generated/Doctor";
import type { Show } from "./generated/Show";
import type { Background } from "./generated/Background";
import type { BackupView } from "./generated/BackupView";
import type { Event } from "./generated/Event";
import type { FeedLinks } from "./generated/FeedLinks";
import type { FileLook } from "./generated/FileLook";
import type { LeftOutView } from "./generated/LeftOutView";
import type { Overview } from "./generated/Overview";
import type { PlacedHighlight } from "./generated/PlacedHighlight";
import type { Preview } from "./generated/Preview";
import type { RefreshState } from "./generated/RefreshState";
import type { Repair } from "./generated/Repair";
import type { Retention } from "./generated/Retention";
import type { ScopeRef } from "./generated/ScopeRef";
import type { SavedOrder } from "./generated/SavedOrder";
import type { SavedSearch } from "./generated/SavedSearch";
import type { SearchSign } from "./generated/SearchSign";
import type { Settings } from "./generated/Settings";
import type { ShareSettings } from "./generated/ShareSettings";
import type { ShareTarget } from "./generated/ShareTarget";
import type { SourcePage } from "./generated/SourcePage";
import type { Updates } from "./generated/Updates";
import type { UpdateView } from "./generated/UpdateView";
import type { SourceView } from "./generated/SourceView";
import { FakeRules } from "./fakeRules";
import { changedAccess, requestOf, sourcePage } from "./fakeSources";

export interface FakeEdition {
  sources: SourceView[];
  articles: ArticleView[];
  previews?: Record<string, Preview>;
  /** What is known of sources besides, by id; plain for those left out. */
  pages?: Record<number, Partial<SourcePage>>;
  /** What comes of repairing a source, by id; it answers again for those left out. */
  repairs?: Record<number, Partial<Repair>>;
  readOnly?: string;
}

type Handlers = { [C in Command]: (args: Args<C>) => Result<C> };

const GRAMMAR: SearchSign[] = [
  { example: "war peace", finds: "articles with both words" },
  { example: "source:Guardian", finds: "articles of a source" },
  { example: "section:science", finds: "articles of a publisher's section" },
  { example: "is:unread", finds: "articles as you left them" },
];

/** How a healthy one is doing, but for one thing. */
const FAKE_REPORT: Doctor = {
  verdict: "hint",
  findings: [
    { id: "version", name: "Standfirst", verdict: "well", found: "0.1.0, installed as a package", todo: null },
    { id: "library", name: "Library", verdict: "well", found: "format 9, 1204 articles, 48.3 MB, whole", todo: null },
    { id: "proxy", name: "Proxy", verdict: "off", found: "none", todo: null },
    { id: "hyphenation", name: "Hyphenation", verdict: "hint", found: "no language: words are not divided at the ends of lines", todo: "install hyphen-en-us and its like for your languages" },
  ],
};

const IDLE: RefreshState = { running: false, done: 0, total: 0, new: 0, failed: 0, current: null, finished: null };

export class FakeBackend implements Backend {
  readonly imageOrigins = ["data:"];
  /** Everything called, in order. */
  readonly calls: { command: Command; args: unknown }[] = [];
  /** What was put on the clipboard last. */
  copied: string | null = null;
  /** Commands that fail, and how: for tests and for looking at failures. */
  readonly failing = new Map<Command, string>();
  /** Milliseconds each call takes. */
  delay = 0;
  sources: SourceView[];
  articles: ArticleView[];
  private readonly pages = new Map<number, SourcePage>();
  private settings: Settings = {
    theme: "system", textSize: 18, typeface: "serif", width: "medium", spacing: "normal", justify: false, cite: true,
    refreshMinutes: 0, unreadOnly: false, savedOrder: "newest", proxy: "", pictureLimitMb: 2048, savedOffline: true, folding: true,
    keepRunning: false, tray: true, quietFrom: "", quietUntil: "",
  };
  /** What the desktop has, and whether the program is started at login. */
  background: Background = { autostart: false, canAutostart: true, tray: true, notifications: true };
  /** What somebody outside the window wants to see in it. */
  wanted: Show | null = null;
  private sharing: ShareSettings = {
    undecorated: true, own: [],
    servers: [{ id: "lemmy", name: "Lemmy", address: "" }, { id: "mastodon", name: "Mastodon", address: "" }, { id: "wallabag", name: "wallabag", address: "" }],
  };
  private sharedTo: string | null = null;
  private searches: SavedSearch[] = [];
  backups: BackupView[] = ["2025-06-04T08:00:00Z", "2025-06-03T08:00:00Z"].map((at) => ({
    path: `/home/reader/.local/share/standfirst/backups/daily-${at}.db`, at, kind: "daily", bytes: 48_300_000,
  }));
  backupTrouble: string | null = null;
  /** Who updates this copy, and what there is. */
  updates: Updates = "itself";
  update: UpdateView | null = null;
  browsers: BrowserConnections = {
    browsers: [
      { name: "firefox", title: "Firefox", present: true, state: "unknown" },
      { name: "chromium", title: "Chromium", present: true, state: "package" },
      { name: "edge", title: "Microsoft Edge", present: false, state: "unknown" },
    ],
    extension: "/usr/share/standfirst/extension",
  };
  /** What is damaged. */
  damage: string | null = null;
  /** Whether it is so damaged that it cannot be opened: only what rescues it works. */
  unopened = false;
  /** Rules, over the articles that are here. */
  readonly rules = new FakeRules(() => this.articles, card);
  private retention: Retention = { rule: { kind: "all" }, unreadToo: false };
  private readonly heard = new Set<(event: Event) => void>();
  private readonly ended = new Map<number, SourceView>();
  private readonly changes = new Map<number, number[]>();
  private readonly renamings = new Map<number, () => void>();
  private made = 1000;
  private readonly restored = new Map<string, { article: ArticleView; back: LeftOutView }>();
  private state: RefreshState = IDLE;
  private handed = "";
  private looked: FileLook | null = null;
  /** What other programs handed over, until the window takes it. */
  readonly arrived: Arrival[] = [];
  feedLinks: FeedLinks = { handler: "Liferea", id: "net.sourceforge.liferea.desktop", ours: false, settable: true, todo: null };
  /** Saved pages that are not here yet, and whether they are being fetched. */
  waiting = 0;
  fetching = false;

  constructor(private readonly edition: FakeEdition) {
    this.sources = edition.sources.map((source) => ({ ...source }));
    this.articles = edition.articles
      .map((article) => ({ ...article, tags: [...article.tags] }))
      .sort((a, b) => b.published.localeCompare(a.published) || b.id - a.id);
  }

  async call<C extends Command>(command: C, args: Args<C>): Promise<Result<C>> {
    this.calls.push({ command, args });
    await new Promise((done) => (this.delay > 0 ? setTimeout(done, this.delay) : queueMicrotask(() => done(null))));
    if (this.unopened && !["recovery", "rescue", "restore_backup"].includes(command)) {
      throw new BackendError({ code: "damaged", what: "The library in /home/reader/.local/share/standfirst", why: this.damage ?? "it is damaged", todo: "restore a backup" });
    }
    const why = this.failing.get(command);
    if (why !== undefined) {
      throw new BackendError({ code: "fake", what: `The command ${command}`, why, todo: "try again later" });
    }
    return structuredClone(this.handlers[command](args));
  }

  private mended(): void {
    this.damage = null;
    this.unopened = false;
  }

  listen(heard: (event: Event) => void): () => void {
    this.heard.add(heard);
    return () => this.heard.delete(heard);
  }

  emit(event: Event): void {
    for (const heard of this.heard) heard(event);
  }

  imageUrl(key: string): string {
    const hue = [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9" width="1200" height="675" preserveAspectRatio="xMidYMid slice"><rect width="16" height="9" fill="hsl(${hue} 24% 62%)"/><circle cx="11.5" cy="3" r="1.6" fill="hsl(${hue} 50% 84%)"/><path d="M0 9 4 4.5 7 7 11 3.6 16 9z" fill="hsl(${hue} 26% 38%)"/></svg>`;
    return `data:image/svg+xml,${encodeURIComponent(svg)}`;
  }

  readonly drawsShareMenu = true;

  shareMenu(ids: number[], quote: string | null): Promise<ShareTarget[]> {
    return this.call("share_targets", { ids, quote });
  }

  copyText(text: string): Promise<void> {
    this.copied = text;
    return Promise.resolve();
  }

  /** Articles that came meanwhile, as a refresh brings them. */
  arrive(articles: ArticleView[]): void {
    this.articles = [...articles, ...this.articles].sort((a, b) => b.published.localeCompare(a.published) || b.id - a.id);
    this.emit({ kind: "changed" });
  }

  private renamed(count: number, undo: () => void) {
    const change = this.renamings.size + 1;
    this.renamings.set(change, undo);
    return { change, count };
  }

  private changeHighlight(id: number, change: (one: PlacedHighlight) => PlacedHighlight[]): ArticleView {
    const found = this.articles.find((one) => one.highlights.some((highlight) => highlight.id === id));
    if (!found) throw new BackendError({ code: "not-found", what: "The highlight", why: "there is none", todo: "look again" });
    found.highlights = found.highlights.flatMap((one) => (one.id === id ? change(one) : [one]));
    return { ...found };
  }

  private find(id: number): ArticleView {
    const found = this.articles.find((article) => article.id === id);
    if (!found) throw new BackendError({ code: "not-found", what: `Article ${id}`, why: "there is none", todo: "reload" });
    return found;
  }

  private inScope(scope: ScopeRef): ArticleView[] {
    const live = new Set(this.sources.map((source) => source.id));
    const folder = new Set(this.sources.filter((source) => source.folder === scope.name).map((source) => source.id));
    return this.articles.filter((article) => {
      if (article.folded !== null && !article.saved) return false;
      if (scope.kind !== "hidden" && this.rules.hidden.has(article.id) && !article.saved && article.tags.length === 0) return false;
      const kept = article.sourceId === null || live.has(article.sourceId) || article.saved || article.tags.length > 0;
      if (!kept) return false;
      switch (scope.kind) {
        case "all": return true;
        case "unread": return !article.read && !this.sources.some((one) => one.quiet && one.id === article.sourceId);
        case "saved": return article.saved && !article.archived;
        case "archived": return article.archived;
        case "source": return article.sourceId === scope.id;
        case "folder": return article.sourceId !== null && folder.has(article.sourceId);
        case "tag": return article.tags.includes(scope.name ?? "");
        case "hidden": return this.rules.hidden.has(article.id);
        case "search": return `${article.title} ${article.html}`.toLowerCase().includes((scope.name ?? "").trim().toLowerCase());
      }
    });
  }

  /** Has each article of a fold name the others. */
  private crossRefer(top: number): void {
    const all = this.articles.filter((one) => one.id === top || one.folded === top);
    for (const one of all) one.alsoIn = all.filter((other) => other !== one).map(({ id, sourceTitle }) => ({ id, sourceTitle }));
  }

  private source(id: number): SourceView {
    const found = this.sources.find((source) => source.id === id);
    if (!found) throw new BackendError({ code: "not-found", what: `Source ${id}`, why: "there is none", todo: "reload" });
    return found;
  }

  /** What is known of a source. Always the same object, so that what was changed stays. */
  page(id: number): SourcePage {
    const found = this.source(id);
    const page = this.pages.get(id) ?? sourcePage(found, this.edition.pages?.[id]);
    this.pages.set(id, page);
    page.source = found;
    return page;
  }

  /** A request, and what it leaves behind. */
  private ask(found: SourceView): void {
    const page = this.page(found.id);
    const at = new Date().toISOString();
    page.requests = [requestOf(found, at), ...page.requests].slice(0, 20);
    if (found.error === null) Object.assign(found, { lastOk: at, failures: 0 });
    else found.failures += 1;
  }

  private repair(id: number): Repair {
    const found = this.source(id);
    const repair = { repaired: true, sentence: "It answers again.", offers: [], source: found, ...this.edition.repairs?.[id] };
    if (repair.repaired) Object.assign(found, { error: null, errorCode: null, failures: 0, state: "active" });
    this.ask(found);
    return repair;
  }

  /** Knows lists of sources and of addresses. */
  private lookInto(name: string, text: string): FileLook {
    const sources = (text.match(/xmlUrl/gu) ?? []).length;
    const saved = (text.match(/^https?:/gmu) ?? []).length;
    if (sources + saved === 0) {
      throw new BackendError({ code: "unknown-file", what: `The file ${name}`, why: "it is none of the files that can be taken in", todo: "choose the file that the other program exported, as it is" });
    }
    this.looked = {
      file: (this.looked?.file ?? 0) + 1,
      report: {
        kind: sources > 0 ? "a list of sources (OPML)" : "a list of addresses", code: sources > 0 ? "opml" : "addresses", sources, followed: 0,
        articles: saved, known: 0, changed: 0, texts: 0, waiting: saved, tags: 0, highlights: 0, skipped: ["line 3: “Old news”: it has no feed address"], partly: [], stopped: false,
      },
    };
    return this.looked;
  }

  private overview(): Overview {
    const unread = (articles: ArticleView[]) => articles.filter((article) => !article.read).length;
    const tags = new Map<string, number>();
    for (const article of this.articles) for (const tag of article.tags) tags.set(tag, (tags.get(tag) ?? 0) + 1);
    const names = [...new Set(this.sources.flatMap((source) => source.folder ?? []))].sort();
    return {
      sources: this.sources
        .map((source) => ({ ...source, unread: unread(this.articles.filter((a) => a.sourceId === source.id)) }))
        .sort((a, b) => a.title.localeCompare(b.title)),
      folders: names.map((name) => ({ name, unread: unread(this.inScope({ kind: "folder", name })) })),
      tags: [...tags].map(([name, count]) => ({ name, count })).sort((a, b) => a.name.localeCompare(b.name)),
      unread: this.inScope({ kind: "unread" }).length,
      saved: this.inScope({ kind: "saved" }).length,
      archived: this.inScope({ kind: "archived" }).length,
      highlights: this.articles.reduce((sum, one) => sum + one.highlights.length, 0),
      waiting: this.waiting,
      fetching: this.fetching,
      readOnly: this.edition.readOnly ?? null,
      damage: this.damage,
    };
  }

  /** A page of what is saved or archived, in one of its orders. */
  private ordered({ scope, after, limit }: ArticleQuery, order: SavedOrder): ArticlePage {
    const at = (one: ArticleView) => one.savedAt ?? one.published;
    const rises: Record<SavedOrder, (a: ArticleView, b: ArticleView) => number> = {
      newest: (a, b) => at(b).localeCompare(at(a)) || b.id - a.id,
      oldest: (a, b) => at(a).localeCompare(at(b)) || a.id - b.id,
      shortest: (a, b) => (a.minutes ?? 0) - (b.minutes ?? 0) || a.id - b.id,
      longest: (a, b) => (b.minutes ?? 0) - (a.minutes ?? 0) || b.id - a.id,
      source: (a, b) => a.sourceTitle.localeCompare(b.sourceTitle) || at(b).localeCompare(at(a)),
    };
    const wanted = this.inScope(scope).sort(rises[order]);
    const from = Number(after ?? 0);
    return { articles: wanted.slice(from, from + limit).map(card), next: from + limit < wanted.length ? String(from + limit) : null };
  }

  private saveAddress(address: string): ArticleCard {
    const known = this.articles.find((article) => article.url === address);
    if (known) {
      known.saved = true;
      return card(known);
    }
    const id = Math.max(0, ...this.articles.map((article) => article.id)) + 1;
    const saved = article({ id, title: address, url: address, saved: true, savedAt: new Date().toISOString(), linkOnly: true, minutes: null, html: "", sourceTitle: "Saved pages" });
    this.articles.unshift(saved);
    return card(saved);
  }

  private runRefresh(source: number | null): null {
    const asked = this.sources.filter((one) => (source === null ? one.state === "active" : one.id === source));
    this.step({ ...IDLE, running: asked.length > 0, total: asked.length });
    asked.forEach((one, index) => {
      setTimeout(() => {
        if (!this.state.running) return;
        this.ask(one);
        const done = index + 1;
        const running = done < asked.length;
        const failed = this.state.failed + (one.error === null ? 0 : 1);
        this.step({ ...this.state, done, running, failed, current: one.title, finished: running ? null : new Date().toISOString() });
      }, this.delay * (index + 1) * 3);
    });
    return null;
  }

  private step(state: RefreshState): void {
    this.state = state;
    this.emit({ kind: "refresh", state });
  }

  private readonly handlers: Handlers = {
    ...this.rules.handlers,
    overview: () => this.overview(),
    articles: ({ query }) => {
      if (query.order !== undefined) return this.ordered(query, query.order);
      const wanted = this.inScope(query.scope.kind === "all" && query.unreadOnly ? { kind: "unread" } : query.scope).filter((one) => !query.unreadOnly || !one.read);
      const from = query.after === null ? 0 : wanted.findIndex((one) => before(one, query.after ?? ""));
      const page = from < 0 ? [] : wanted.slice(from, from + query.limit);
      const last = page.at(-1);
      const more = from >= 0 && from + query.limit < wanted.length && last !== undefined;
      return { articles: page.map(card), next: more ? `${last.published} ${last.id}` : null };
    },
    article: ({ id }) => this.find(id),
    full_text: ({ id }) => showText(this.find(id), "page"),
    show_text: ({ id, which }) => showText(this.find(id), which),
    restore_block: ({ id, block }) => {
      const found = this.find(id);
      const back = found.leftOut.find((one) => one.block === block);
      if (back === undefined) throw new BackendError({ code: "not-found", what: `Block ${block}`, why: "there is none", todo: "reload" });
      found.leftOut = found.leftOut.filter((one) => one !== back);
      found.html += back.html;
      if (found.sourceId !== null) this.page(found.sourceId).kept.push({ mark: `${id}-${block}`, text: back.text, at: new Date().toISOString() });
      this.restored.set(`${id}-${block}`, { article: found, back });
      return found;
    },
    forget_restored: ({ source: id, mark }) => {
      const page = this.page(id);
      page.kept = page.kept.filter((one) => one.mark !== mark);
      const kept = this.restored.get(mark);
      if (kept) {
        kept.article.html = kept.article.html.replace(kept.back.html, "");
        kept.article.leftOut = [...kept.article.leftOut, kept.back].sort((a, b) => a.block - b.block);
      }
      return page;
    },
    set_offline: ({ id, on }) => {
      const found = this.find(id);
      found.offline = { kept: on, whole: on, missing: 0, message: null };
      return found;
    },
    set_source_text: ({ id, mode }) => Object.assign(this.page(id), { text: mode }),
    storage: () => ({
      database: 48_300_000, pictures: 410_000_000, kept: 96_000_000, rest: 314_000_000, pictureCount: 1840, free: 2_400_000, limit: this.settings.pictureLimitMb * 1_000_000,
      articles: this.articles.length, keptArticles: this.articles.filter((one) => one.saved).length,
    }),
    browsers: () => this.browsers,
    connect_browsers: ({ names, on }) => {
      const told = (name: string) => names.length === 0 || names.includes(name);
      this.browsers = { ...this.browsers, browsers: this.browsers.browsers.map((one) => (told(one.name) ? { ...one, state: on ? ("person" as const) : ("unknown" as const) } : one)) };
      return this.browsers;
    },
    retention: () => this.retention,
    set_retention: ({ retention }) => (this.retention = retention),
    set_source_keep: ({ id, rule }) => Object.assign(this.page(id), { keep: rule }),
    retention_preview: ({ rule }) => ({ articles: rule.kind === "newest" ? Math.max(0, this.articles.length - rule.number) : rule.kind === "days" ? 1204 : 0 }),
    installation: () => ({ version: "0.1.0", kind: "app-image", updates: this.updates }),
    look_for_update: () => this.update,
    install_update: () => null,
    backups: () => ({ backups: this.backups, trouble: this.backupTrouble }),
    back_up: () => ({ path: "/home/reader/Downloads/standfirst-2025-06-05-091200.db" }),
    restore_backup: ({ path }) => {
      const before = { path: `${path}.before`, at: "2025-06-05T09:12:00Z", kind: "before-restore", bytes: 48_300_000 };
      this.backups = [before, ...this.backups];
      this.mended();
      return { before: before.path, articles: this.articles.length };
    },
    recovery: () => ({ damage: this.damage, folder: "/home/reader/.local/share/standfirst", backups: this.backups }),
    rescue: () => {
      this.mended();
      return { damaged: "/home/reader/.local/share/standfirst/library.damaged-20250605T091200Z", articles: this.articles.length, withoutText: 3, lost: [], more: null };
    },
    set_read: ({ ids, read }) => {
      for (const id of ids) this.find(id).read = read;
      return null;
    },
    mark_all_read: ({ scope }) => {
      const marked = this.inScope(scope).filter((one) => !one.read);
      for (const one of marked) one.read = true;
      const change = this.changes.size + 1;
      this.changes.set(change, marked.map((one) => one.id));
      return { change, count: marked.length };
    },
    undo_mark_all_read: ({ change }) => {
      for (const id of this.changes.get(change) ?? []) this.find(id).read = false;
      return null;
    },
    set_saved: ({ id, saved, since }) => {
      const found = this.find(id);
      Object.assign(found, { saved, savedAt: saved ? (since ?? new Date().toISOString()) : null, archived: found.archived && saved });
      return card(found);
    },
    set_archived: ({ ids, archived }) => {
      for (const id of ids) Object.assign(this.find(id), { archived }, archived ? { saved: true } : {});
      return null;
    },
    save_address: ({ address }) => this.saveAddress(address),
    add_tag: ({ id, tag }) => {
      const found = this.find(id);
      found.tags = [...new Set([...found.tags, tag])].sort();
      return card(found);
    },
    remove_tag: ({ id, tag }) => {
      const found = this.find(id);
      found.tags = found.tags.filter((one) => one !== tag);
      return card(found);
    },
    fold: ({ id, under }) => {
      const [found, top] = [this.find(id), this.find(under)];
      Object.assign(found, { folded: under, read: top.read });
      this.crossRefer(under);
      return card(top);
    },
    unfold: ({ id }) => {
      const out = this.articles.filter((one) => one.folded === id || (one.id === id && one.folded !== null));
      const folded = out.map((one) => ({ id: one.id, under: one.folded ?? 0 }));
      for (const one of out) Object.assign(one, { folded: null, alsoIn: [] });
      for (const { under } of folded) this.crossRefer(under);
      return folded;
    },
    add_highlight: ({ id, passage, note }) => {
      const found = this.find(id);
      const same = (one: PlacedHighlight) => (["text", "before", "after"] as const).every((part) => one.passage[part] === passage[part]);
      if (!found.highlights.some(same)) {
        const made = { id: ++this.made, article: id, passage, note, at: "2025-11-24T09:00:00Z", edited: null, place: passage };
        found.highlights = [...found.highlights, made];
      }
      return { ...found };
    },
    set_highlight_note: ({ highlight, note }) => this.changeHighlight(highlight, (one) => [{ ...one, note, edited: "2025-11-24T10:00:00Z" }]),
    remove_highlight: ({ highlight }) => this.changeHighlight(highlight, () => []),
    put_back_highlight: ({ highlight }) => {
      const found = this.find(highlight.article);
      found.highlights = [...found.highlights, { ...highlight, place: highlight.passage }].sort((a, b) => a.id - b.id);
      return { ...found };
    },
    highlights: ({ query: { words, after, limit } }) => {
      const wanted = words.toLowerCase().split(/\s+/u);
      const all = this.articles
        .flatMap((one) => one.highlights.map(({ place: _, ...highlight }) => ({ highlight, article: card(one) })))
        .filter(({ highlight, article }) => {
          const text = [highlight.passage.text, highlight.note, article.title, article.sourceTitle].join("\n").toLowerCase();
          return wanted.every((word) => text.includes(word));
        })
        .sort((a, b) => b.highlight.id - a.highlight.id);
      const from = Number(after ?? 0);
      return { highlights: all.slice(from, from + limit), next: all.length > from + limit ? String(from + limit) : null };
    },
    rename_tag: ({ name, to }) => {
      const before = this.articles.map(({ id, tags }) => ({ id, tags }));
      const having = this.articles.filter((one) => one.tags.includes(name));
      for (const one of having) one.tags = [...new Set(one.tags.flatMap((tag) => (tag !== name ? [tag] : to === null ? [] : [to])))].sort();
      return this.renamed(having.length, () => before.forEach(({ id, tags }) => (this.find(id).tags = tags)));
    },
    rename_folder: ({ name, to }) => {
      const moved = this.sources.filter(({ folder }) => folder === name).map(({ id }) => id);
      const put = (folder: string | null) => (this.sources = this.sources.map((one) => (moved.includes(one.id) ? { ...one, folder } : one)));
      put(to);
      return this.renamed(moved.length, () => put(name));
    },
    undo_renaming: ({ change }) => {
      this.renamings.get(change)?.();
      return null;
    },
    search: ({ input: { text: typed, limit, after } }) => {
      const word = typed.trim().toLowerCase();
      const all = this.articles
        .map((one) => ({ one, text: `${one.title} ${one.html.replace(/<[^>]*>/gu, " ")}`.replace(/\s+/gu, " ") }))
        .map(({ one, text }) => ({ one, text, at: text.toLowerCase().indexOf(word) }))
        .filter(({ at }) => word !== "" && at >= 0)
        .map(({ one, text, at }) => ({
          article: card(one),
          snippet: `${text.slice(Math.max(0, at - 40), at)}\u0002${text.slice(at, at + word.length)}\u0003${text.slice(at + word.length, at + 90)}`,
        }));
      const from = Number(after ?? 0);
      const hits = all.slice(from, from + limit);
      return {
        hits, next: from + limit < all.length ? String(from + limit) : null, meant: typed.trim(), told: `“${typed.trim()}”`, notes: [], unindexed: 0,
        searched: all.length === 0 ? { articles: this.articles.length, sources: this.sources.length } : null,
      };
    },
    count_hits: ({ text }) => this.inScope({ kind: "search", name: text }).length,
    complete_search: ({ before: typed }) => {
      const word = /\S*$/u.exec(typed)?.[0] ?? "";
      const known = GRAMMAR.map((sign) => `${sign.example.split(":")[0] ?? ""}:`).filter((name) => word !== "" && name.startsWith(word) && name !== word);
      return { typed: word, proposals: known.map((text) => ({ text, meaning: "articles of one kind" })) };
    },
    search_grammar: () => GRAMMAR,
    saved_searches: () =>
      this.searches.map((one) => ({ ...one, unread: this.inScope({ kind: "search", name: one.query }).filter((article) => !article.read).length })),
    save_search: ({ name, text }) => {
      const kept = { id: Math.max(0, ...this.searches.map((one) => one.id)) + 1, name, query: text, unread: null };
      this.searches = [...this.searches.filter((one) => one.name !== name), kept];
      return kept;
    },
    update_saved_search: ({ id, name, text }) => {
      const found = this.searches.find((one) => one.id === id);
      if (!found) throw new BackendError({ code: "not-found", what: `Search ${id}`, why: "there is none", todo: "reload" });
      return Object.assign(found, { name, query: text });
    },
    remove_saved_search: ({ id }) => {
      this.searches = this.searches.filter((one) => one.id !== id);
      return null;
    },
    preview: ({ address }) =>
      this.edition.previews?.[address] ?? {
        candidates: [],
        article: null,
        why: null,
        tried: [{ url: address, found: "There is no feed here, and no article either." }],
      },
    follow: ({ url, folder }) => {
      const known = this.sources.find((one) => one.url === url);
      if (known) {
        known.folder = folder ?? known.folder;
        return { ...known, already: true, how: "The address is one that you follow.", others: 0 };
      }
      const id = Math.max(0, ...this.sources.map((one) => one.id)) + 1;
      const title = Object.values(this.edition.previews ?? {}).flatMap((one) => one.candidates).find((one) => one.url === url)?.title;
      const added = source({ id, url, title: title ?? url, folder });
      this.sources.push(added);
      this.articles.unshift(article({ id: id * 1000, sourceId: id, sourceTitle: added.title, title: "First news from a new source", published: new Date().toISOString() }));
      return { ...added, already: false, how: "The address is a feed.", others: 0 };
    },
    unfollow: ({ id }) => {
      const found = this.sources.find((one) => one.id === id);
      if (found) this.ended.set(id, found);
      this.sources = this.sources.filter((one) => one.id !== id);
      return null;
    },
    refollow: ({ id }) => {
      const found = this.ended.get(id) ?? source({ id, title: "?" });
      this.sources.push(found);
      return found;
    },
    update_source: ({ id, title, folder }) => {
      const found = this.source(id);
      Object.assign(found, { title, folder });
      return found;
    },
    source_page: ({ id }) => this.page(id),
    set_source_address: ({ id, address }) => {
      const found = this.source(id);
      if (!/^https?:\/\/\S+$/u.test(address)) {
        throw new BackendError({ code: "invalid-address", what: `The address ${address}`, why: "it is none that can be fetched", todo: "use one that begins with http:// or https://" });
      }
      if (this.sources.some((one) => one.id !== id && one.url === address)) {
        throw new BackendError({ code: "followed-already", what: `The address ${address}`, why: "another of your sources has it", todo: "unfollow one of the two" });
      }
      return Object.assign(found, { url: address, error: null, errorCode: null, failures: 0 });
    },
    set_source_access: ({ id, access }) => {
      const page = this.page(id);
      page.access = changedAccess(page.access, access);
      return page;
    },
    set_source_paused: ({ id, paused }) => Object.assign(this.source(id), { state: paused ? "paused" : "active" }),
    set_source_quiet: ({ id, quiet }) => Object.assign(this.source(id), { quiet }),
    set_source_notify: ({ id, notify }) => Object.assign(this.source(id), { notify }),
    doctor: () => FAKE_REPORT,
    save_log: () => ({ path: "/home/reader/Downloads/standfirst-log-2025-11-24-080000.txt" }),
    background: () => this.background,
    set_autostart: ({ on }) => (this.background = { ...this.background, autostart: on }),
    to_show: () => {
      const { wanted } = this;
      this.wanted = null;
      return wanted;
    },
    repair_source: ({ id }) => this.repair(id),
    older_articles: ({ id }) => {
      const page = this.page(id);
      page.hasOlder = false;
      return { pages: 2, new: 41, more: false };
    },
    refresh: ({ source: id }) => this.runRefresh(id),
    refresh_due: () => this.runRefresh(null),
    cancel_refresh: () => {
      this.step({ ...this.state, running: false, finished: new Date().toISOString() });
      return null;
    },
    refresh_state: () => this.state,
    put_file: ({ file, data }) => {
      this.handed = (file === null ? "" : this.handed) + atob(data);
      return file ?? (this.looked?.file ?? 0) + 1;
    },
    open_file: ({ name }) => {
      const link = /^\[InternetShortcut\]\s+URL=(\S+)/u.exec(this.handed)?.[1];
      if (link !== undefined) return { kind: "saved", article: card(this.find(1)), already: false };
      return { kind: "file", name, look: this.lookInto(name, this.handed) };
    },
    arrivals: () => this.arrived.splice(0),
    import_file: ({ file }) => {
      if (this.looked?.file !== file) throw new BackendError({ code: "not-found", what: "The file", why: "it was put aside meanwhile", todo: "choose it again" });
      const { report } = this.looked;
      this.looked = null;
      this.waiting += report.waiting;
      return report;
    },
    cancel_import: () => {
      this.looked = null;
      return null;
    },
    fetch_saved: ({ on }) => {
      this.fetching = on;
      return null;
    },
    export: ({ what, choice }) => {
      const endings = { opml: ".opml", archive: ".zip", epub: ".epub", markdown: "-notes", html: "-pages" };
      const count = what === "opml" ? this.sources.length : choice.article === null ? this.articles.length : 1;
      return { path: `/home/reader/Downloads/standfirst-2025-11-24${endings[what]}`, count, damaged: [], kept: [] };
    },
    cancel_export: () => null,
    open_downloads: () => null,
    share_targets: ({ ids }) => {
      const target = (id: string, name: string, kind: string) => ({ id, name, kind, recent: this.sharedTo === id });
      const one = ids.length === 1 && this.find(ids[0] ?? 0).url !== null;
      const targets = [
        ...(one ? [target("kdeconnect:ab12", "Pixel 9", "device")] : []), target("email", "E-mail…", "program"),
        ...(one ? [target("open-with", "Open with…", "program"), target("browser", "Open in browser", "program"), target("copy-link", "Copy link", "copy")] : []),
        target("copy-quote", one ? "Copy as quote" : "Copy as text", "copy"), target("copy-markdown", "Copy as Markdown", "copy"),
        target("bluesky", "Bluesky", "page"), ...(one ? [target("hacker-news", "Hacker News", "page")] : []),
        ...this.sharing.own.map(({ name }) => target(`own:${name}`, name, "page")),
      ];
      return [...targets.filter(({ recent }) => recent), ...targets.filter(({ recent }) => !recent)];
    },
    share: ({ ids, quote, target }) => {
      this.sharedTo = target;
      const lines = ids.map((id) => this.find(id)).map(({ title, url }) => `${title} — ${url}`);
      const { title, sourceTitle, url } = this.find(ids[0] ?? 0);
      if (target === "copy-link") return { kind: "text", text: url, message: "Link copied." };
      if (target.startsWith("copy-")) {
        return { kind: "text", text: ids.length > 1 ? lines.join("\n") : `“${quote ?? title}”, ${sourceTitle} — ${url}`, message: "Quote copied." };
      }
      return { kind: "handedOver", text: null, message: "Handed to your e-mail program." };
    },
    share_settings: () => this.sharing,
    set_share_settings: ({ settings }) => {
      const bad = settings.own.find(({ template }) => !/^https?:\/\/.*\{(url|title|text|quote)\}/u.test(template));
      if (bad) throw new BackendError({ code: "bad-template", what: "The places to share to", why: "it does not begin with https://", todo: "write it like https://example.org/share?u={url}&t={title}" });
      return (this.sharing = settings);
    },
    open_address: () => null,
    feed_links: () => this.feedLinks,
    claim_feed_links: ({ to }) =>
      (this.feedLinks = to === null ? { ...this.feedLinks, handler: "Standfirst", id: "Standfirst.desktop", ours: true } : { ...this.feedLinks, handler: "Liferea", id: to, ours: false }),
    settings: () => this.settings,
    set_settings: ({ settings }) => (this.settings = settings),
  };
}

function before(one: ArticleView, cursor: string): boolean {
  const [published = "", id = "0"] = cursor.split(" ");
  return one.published < published || (one.published === published && one.id < Number(id));
}

/** What was there before the page's own text came. */
const excerpts = new WeakMap<ArticleView, string>();

function showText(found: ArticleView, which: string): ArticleView {
  if (which === "page" && found.texts.shown !== "page") {
    excerpts.set(found, found.html);
    found.html += "<p>And this is the rest, as the page has it.</p>";
    found.texts = { shown: "page", feed: found.texts.feed, page: { state: "here", words: 640, message: null } };
    found.excerptOnly = false;
  } else if (which === "feed" && found.texts.shown !== "feed") {
    found.html = excerpts.get(found) ?? found.html;
    found.texts = { ...found.texts, shown: "feed" };
  }
  found.origin = found.texts.shown;
  return found;
}

function card(view: ArticleView): ArticleCard {
  const { id, sourceId, sourceTitle, title, deck, section, author, url, published, read, saved, savedAt, archived, minutes, linkOnly, tags, picture, folded, alsoIn } = view;
  return { id, sourceId, sourceTitle, title, deck, section, author, url, published, read, saved, savedAt, archived, minutes, linkOnly, tags: [...tags], picture, folded, alsoIn: [...alsoIn] };
}

/** A source with everything that is not said left plain. */
export function source(part: Partial<SourceView>): SourceView {
  return {
    id: 1, kind: "feed", url: `https://source-${part.id ?? 1}.example/feed`, siteUrl: `https://source-${part.id ?? 1}.example/`,
    title: `Source ${part.id ?? 1}`, folder: null, unread: 0, lastOk: "2025-11-24T08:00:00Z", nextDue: null, failures: 0,
    error: null, errorCode: null, state: "active", quiet: false, notify: false, ...part,
  };
}

/** An article with everything that is not said left plain. */
export function article(part: Partial<ArticleView>): ArticleView {
  const id = part.id ?? 1;
  return {
    id, sourceId: null, sourceTitle: "Source 1", title: `Article ${id}`, deck: null, section: null, author: null,
    url: `https://source-1.example/${id}`, published: "2025-11-24T08:00:00Z", read: false, saved: false, savedAt: null, archived: false, linkOnly: false, tags: [], picture: null, folded: null, alsoIn: [],
    breadcrumbs: [], lang: "en", dir: "ltr", html: `<p>The text of article ${id}.</p>`, caption: null, credit: null,
    leadPicture: null, cited: [], highlights: [], minutes: 1, updated: null, origin: "feed", excerptOnly: false,
    provenance: "Text as the feed gave it, received on 24 November 2025, 08:00 UTC.",
    texts: { shown: "feed", feed: { state: part.excerptOnly ? "excerpt" : "here", words: 320, message: null }, page: { state: "missing", words: 0, message: null } },
    leftOut: [], fields: [], offline: { kept: false, whole: false, missing: 0, message: null }, ...part,
  };
}
