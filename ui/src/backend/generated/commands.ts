// Made from newsroom's command table by `make types`. Do not edit.
import type { ArticleCard } from "./ArticleCard";
import type { ArticlePage } from "./ArticlePage";
import type { ArticleQuery } from "./ArticleQuery";
import type { ArticleView } from "./ArticleView";
import type { Change } from "./Change";
import type { ExportedFile } from "./ExportedFile";
import type { ImportReport } from "./ImportReport";
import type { Overview } from "./Overview";
import type { Preview } from "./Preview";
import type { RefreshState } from "./RefreshState";
import type { ScopeRef } from "./ScopeRef";
import type { SearchHit } from "./SearchHit";
import type { Settings } from "./Settings";
import type { ShareResult } from "./ShareResult";
import type { ShareTarget } from "./ShareTarget";
import type { SourceView } from "./SourceView";

export interface Commands {
  overview: { args: Record<string, never>; result: Overview };
  articles: { args: { query: ArticleQuery }; result: ArticlePage };
  article: { args: { id: number }; result: ArticleView };
  full_text: { args: { id: number }; result: ArticleView };
  set_read: { args: { ids: Array<number>, read: boolean }; result: null };
  mark_all_read: { args: { scope: ScopeRef }; result: Change };
  undo_mark_all_read: { args: { change: number }; result: null };
  set_saved: { args: { id: number, saved: boolean }; result: ArticleCard };
  save_address: { args: { address: string }; result: ArticleCard };
  add_tag: { args: { id: number, tag: string }; result: ArticleCard };
  remove_tag: { args: { id: number, tag: string }; result: ArticleCard };
  add_highlight: { args: { id: number, text: string, note: string | null }; result: ArticleView };
  search: { args: { query: string, limit: number }; result: Array<SearchHit> };
  preview: { args: { address: string }; result: Preview };
  follow: { args: { url: string, folder: string | null }; result: SourceView };
  unfollow: { args: { id: number }; result: null };
  refollow: { args: { id: number }; result: SourceView };
  update_source: { args: { id: number, title: string, folder: string | null }; result: SourceView };
  refresh: { args: { source: number | null }; result: null };
  refresh_due: { args: Record<string, never>; result: null };
  cancel_refresh: { args: Record<string, never>; result: null };
  refresh_state: { args: Record<string, never>; result: RefreshState };
  import_file: { args: { name: string, text: string }; result: ImportReport };
  export_opml: { args: Record<string, never>; result: ExportedFile };
  share_targets: { args: { id: number }; result: Array<ShareTarget> };
  share: { args: { id: number, target: string }; result: ShareResult };
  open_address: { args: { address: string }; result: null };
  settings: { args: Record<string, never>; result: Settings };
  set_settings: { args: { settings: Settings }; result: Settings };
}
