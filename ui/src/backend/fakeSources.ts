// What the library in memory knows of a source besides its row: its last requests, and whom it is asked as.
import type { AccessInput } from "./generated/AccessInput";
import type { AccessView } from "./generated/AccessView";
import type { RequestView } from "./generated/RequestView";
import type { SourcePage } from "./generated/SourcePage";
import type { SourceView } from "./generated/SourceView";

/** A source's page with everything that is not said left plain. */
export function sourcePage(source: SourceView, part: Partial<SourcePage> = {}): SourcePage {
  return {
    source, requests: [], schedule: "It is asked about every half hour, until it shows how often it publishes.", added: "2025-03-03T10:00:00Z",
    hub: null, hasOlder: false, retryAt: null, etag: null, lastModified: null, access: null, text: "automatic", kept: [], keep: { kind: "library" }, ...part,
  };
}

/** What a source's history says of asking it now. */
export function requestOf(source: SourceView, at: string): RequestView {
  return source.error === null
    ? { at, tookMs: 84, bytes: 0, outcome: "unchanged", sentence: "Nothing new, said the server (304)", failed: false, new: 0 }
    : { at, tookMs: 30_000, bytes: 0, outcome: source.errorCode ?? "http", sentence: source.error, failed: true, new: 0 };
}

/** As in Rust: null stays, empty goes. */
export function changedAccess(before: AccessView | null, input: AccessInput): AccessView | null {
  const login = input.login ?? before?.login ?? null;
  const next: AccessView = {
    login: login?.trim() === "" ? null : login,
    headers: input.headers?.map(({ name }) => name.trim()).filter((name) => name !== "") ?? before?.headers ?? [],
    cookie: input.cookie === null ? (before?.cookie ?? false) : input.cookie.trim() !== "",
    inKeyring: before?.inKeyring ?? true,
    inForce: true,
  };
  return next.login === null && next.headers.length === 0 && !next.cookie ? null : next;
}
