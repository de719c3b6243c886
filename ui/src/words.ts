// Every word the UI says, in one place, so that tone is one person's and a translation is one file.
import type { Failure } from "./backend/generated/Failure";
import type { RefreshState } from "./backend/generated/RefreshState";

const count = (n: number, one: string, many: string) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
const articles = (n: number) => count(n, "article", "articles");
const sources = (n: number) => count(n, "source", "sources");

export const words = {
  app: "Standfirst",
  failure: ({ what, why, todo }: Failure) => `${what}: ${sentence(why)} ${sentence(capital(todo))}`,

  // Panes
  sourcesPane: "Sources",
  listPane: "Articles",
  articlePane: "Article",
  back: "Back",
  toSources: "Back to sources",
  toList: "Back to the list",
  resizeSources: "Width of the sources",
  resizeList: "Width of the list",
  more: "More",

  // Sources
  unread: "Unread",
  all: "Everything",
  saved: "Saved",
  tags: "Tags",
  folders: "Sources",
  unreadCount: (n: number) => `${n.toLocaleString("en")} unread`,
  failing: (reason: string) => `Could not be refreshed. ${reason}`,
  failingSince: (times: number) => (times > 1 ? `Tried ${times} times without success.` : "Will be tried again."),
  noSources: "You follow nothing yet.",
  noSourcesHint: "Paste the address of a site or a feed, and its articles come here.",
  folderToggle: (name: string, open: boolean) => `${open ? "Close" : "Open"} the folder ${name}`,
  sourceMenu: (name: string) => `What to do with ${name}`,
  rename: "Rename or move…",
  unfollow: "Unfollow",
  refreshThis: "Refresh this source",
  markThisRead: "Mark all read",
  openSite: "Open the site",
  unfollowed: (name: string) => `No longer following ${name}. Saved articles stay.`,
  followedAgain: (name: string) => `Following ${name} again.`,

  // List
  unreadOnly: "Unread only",
  search: "Search",
  searchHint: "Search everything",
  clearSearch: "End the search",
  markAllRead: "Mark all read",
  hits: (n: number, full: boolean) => (full ? `The best ${n} hits` : count(n, "hit", "hits")),
  searchTitle: (query: string) => `“${query}”`,
  noHits: (query: string) => `Nothing about “${query}”.`,
  noHitsHint: "Every word has to appear. Try fewer, or only the beginning of one.",
  loading: "Loading…",
  endOfList: "That is all.",
  endOfListHint: "You have come to the end.",
  nothingUnread: "Nothing unread.",
  nothingUnreadHint: "You have read all that your sources sent. Go outside, or look through everything again.",
  showAll: "Show everything",
  showRead: "Show what is read",
  nothingSaved: "Nothing saved yet.",
  nothingSavedHint: "Press s on an article, and it stays here with its pictures, also without a network.",
  nothingHere: "No articles here yet.",
  nothingHereHint: "They come with the next refresh.",
  listFailed: "The list could not be read.",
  tryAgain: "Try again",
  unreadMark: "Unread",
  savedMark: "Saved",

  // Article
  noArticle: "Choose an article.",
  noArticleHint: "j and k go through the list, space reads on, ? shows all keys.",
  articleFailed: "The article could not be opened.",
  by: (author: string) => `By ${author}`,
  minutes: (n: number) => `${n}\u00a0min`,
  updated: (time: string) => `Updated ${time}`,
  cited: "Cited here",
  fullTextComing: "Fetching the rest from the page…",
  fullTextFailed: (failure: Failure) => `Only the excerpt: ${sentence(failure.why)}`,
  openInBrowser: "Open in browser",
  bodyTitle: (title: string) => `Text of “${title}”`,
  picture: "Photograph",
  breadcrumbs: "Where this appeared",
  articleActions: "What to do with this article",
  save: "Save",
  unsave: "Saved",
  share: "Share",
  tag: "Tag",
  copyLink: "Copy link",
  markRead: "Mark read",
  markUnread: "Mark unread",
  next: "Next article",
  previous: "Previous article",

  // Feedback
  broken: "Your library could not be opened.",
  undo: "Undo",
  nothingToUndo: "There is nothing to undo.",
  dismiss: "Dismiss",
  copied: "The link is on the clipboard.",
  noLink: "This article has no link.",
  markedRead: "Marked read.",
  markedUnread: "Marked unread.",
  savedNow: "Saved for later.",
  unsavedNow: "No longer saved.",
  savedAddress: (title: string) => `Saved “${title}”.`,
  allRead: (n: number) => (n === 0 ? "All was read already." : `Marked ${articles(n)} read.`),
  unreadAgain: (n: number) => `${articles(n)} unread again.`,
  tagged: (tag: string) => `Tagged “${tag}”.`,
  untagged: (tag: string) => `No longer tagged “${tag}”.`,
  followed: (name: string) => `Following ${name}.`,
  followedBefore: (name: string, folder: string | null) =>
    folder === null ? `You follow ${name} already.` : `You follow ${name} already. It is in the folder ${folder}.`,
  changed: (name: string) => `Kept the changes to ${name}.`,

  // Refresh
  refresh: "Refresh",
  refreshing: "Refreshing",
  cancel: "Cancel",
  progress: ({ done, total }: RefreshState) => `${done} of ${total}`,
  refreshed: ({ new: fresh, failed, done }: RefreshState) => {
    const news = fresh === 0 ? "Nothing new" : `${count(fresh, "new article", "new articles")}`;
    const trouble = failed === 0 ? "" : ` ${sources(failed)} could not be refreshed.`;
    return `${news} from ${sources(done)}.${trouble}`;
  },
  lastRefresh: (time: string) => `Refreshed ${time}`,
  neverRefreshed: "Not refreshed yet",

  // Follow
  follow: "Follow",
  followTitle: "Follow a source",
  followHint: "Paste the address of a site, a feed or an article.",
  address: "Address",
  look: "Look",
  looking: "Looking…",
  choose: "Choose what to follow",
  newest: "Newest",
  noEntries: "It has no entries yet.",
  followedAlready: "You follow this.",
  moveThere: "Move to this folder",
  folder: "Folder",
  folderHint: "None",
  saveTitle: "Save a page",
  saveHint: "Paste the address of an article. Its text and pictures are kept here, also if you do not follow its site.",
  saving: "Saving…",
  isArticle: "This address is an article.",
  saveArticle: "Save the article",
  /** Why there is nothing, from the newsroom: `why: what to do`. */
  nothingBecause: (why: string) => why.split(": ").map((part) => sentence(capital(part))).join(" "),
  nothingFound: "Nothing to follow was found there.",
  triedSummary: (n: number) => `What was tried (${count(n, "address", "addresses")})`,

  // Import and export
  exchange: "Import and export",
  importTitle: "Import",
  importHint: "An OPML file from another reader brings its sources and folders.",
  importButton: "Choose a file…",
  importing: "Importing…",
  imported: (n: number) => (n === 0 ? "No new sources in that file." : `${count(n, "new source", "new sources")}.`),
  importedArticles: (n: number) => (n === 0 ? "" : `${articles(n)} came with it.`),
  skipped: (n: number) => `${count(n, "entry was", "entries were")} passed over:`,
  exportTitle: "Export",
  exportHint: "All your sources and folders as one OPML file, in your downloads folder.",
  exportButton: "Export sources",
  exported: "Written to",

  // Settings
  settings: "Settings",
  theme: "Colours",
  themes: { system: "As the system", light: "Light", sepia: "Sepia", dark: "Dark" },
  textSize: "Text of articles",
  sampleText: "The river had been rising since Tuesday, a hand’s breadth an hour.",
  refreshEvery: "Refresh",
  intervals: [
    { minutes: 0, name: "Only when I ask" },
    { minutes: 15, name: "Every 15 minutes" },
    { minutes: 30, name: "Every 30 minutes" },
    { minutes: 60, name: "Every hour" },
    { minutes: 240, name: "Every 4 hours" },
  ],
  everyMinutes: (n: number) => `Every ${n} minutes`,

  // Tag, rename
  tagTitle: "Tags of this article",
  newTag: "New tag",
  add: "Add",
  noTags: "No tags yet.",
  renameTitle: "Rename or move",
  name: "Name",
  keep: "Keep",
  close: "Close",

  // Keys and palette
  help: "Keys",
  helpTitle: "Keys",
  palette: "Do something…",
  paletteHint: "Type what you want to do, or where to go",
  paletteNothing: "There is nothing of that name.",
  goTo: (name: string) => `Go to ${name}`,
  then: "then",
  or: "or",
  groups: { articles: "Articles", reading: "Reading", sources: "Sources", places: "Places", window: "Window" },
} as const;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/u.test(trimmed) ? trimmed : `${trimmed}.`;
}
