// What the sources pane shows: sources, folders and tags with their counts.
import type { Backend } from "../backend/backend";
import type { Overview } from "../backend/generated/Overview";
import type { ScopeRef } from "../backend/generated/ScopeRef";
import type { SourceView } from "../backend/generated/SourceView";
import { needsAttention, notAskedYet } from "../health";
import { words } from "../words";

const NOTHING: Overview = { sources: [], folders: [], tags: [], unread: 0, saved: 0, archived: 0, highlights: 0, waiting: 0, fetching: false, readOnly: null, damage: null };

/** Between a change and the counting that follows it, in milliseconds: j, j, j is one count, not three. */
const PAUSE = 120;

export class Sources {
  overview = $state.raw<Overview>(NOTHING);
  loaded = $state(false);
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** How often the library was asked, and which of these questions was answered last. */
  private asked = 0;
  private answered = 0;

  constructor(private readonly backend: Backend) {}

  async load(): Promise<void> {
    clearTimeout(this.timer);
    const turn = (this.asked += 1);
    const overview = await this.backend.call("overview", {});
    // Answers may overtake each other: what was asked for earlier is older than what is here.
    if (turn < this.answered) return;
    this.answered = turn;
    this.overview = overview;
    this.loaded = true;
  }

  /** Counts again soon. A failure to count is not worth a message: the next change counts again. */
  recount(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load().catch(() => undefined), PAUSE);
  }

  find(id: number | null | undefined): SourceView | undefined {
    return this.overview.sources.find((source) => source.id === id);
  }

  /** Takes in what changed about a source. */
  adopt(source: SourceView): void {
    const { sources } = this.overview;
    this.overview = { ...this.overview, sources: sources.map((one) => (one.id === source.id ? { ...source, unread: one.unread } : one)) };
  }

  get failing(): number {
    return this.overview.sources.filter(needsAttention).length;
  }

  /** How many came with an import and have not been asked since. */
  get unasked(): number {
    return this.overview.sources.filter(notAskedYet).length;
  }

  get folderNames(): string[] {
    return this.overview.folders.map((folder) => folder.name);
  }

  inFolder(name: string | null): SourceView[] {
    return this.overview.sources.filter((source) => source.folder === name);
  }

  nameOf(scope: ScopeRef): string {
    switch (scope.kind) {
      case "all": return words.all;
      case "unread": return words.unread;
      case "saved": return words.saved;
      case "archived": return words.archived;
      case "hidden": return words.hiddenList;
      case "source": return this.find(scope.id)?.title ?? "";
      default: return scope.name ?? "";
    }
  }

  unreadIn(scope: ScopeRef): number {
    const { overview } = this;
    switch (scope.kind) {
      case "all":
      case "unread": return overview.unread;
      case "source": return this.find(scope.id)?.unread ?? 0;
      case "folder": return overview.folders.find((folder) => folder.name === scope.name)?.unread ?? 0;
      default: return 0;
    }
  }
}

export function sameScope(a: ScopeRef, b: ScopeRef): boolean {
  return a.kind === b.kind && (a.id ?? null) === (b.id ?? null) && (a.name ?? null) === (b.name ?? null);
}
