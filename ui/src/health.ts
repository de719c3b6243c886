// How a source is, from its row alone: whether it needs the reader, and the sentences that say how it stands.
import type { SourceView } from "./backend/generated/SourceView";
import { ago, ahead } from "./time";
import { words } from "./words";

/** It fails or has gone, and the reader has not said to leave it alone. */
export function needsAttention({ state, error, lastOk, failures }: SourceView): boolean {
  return state !== "paused" && (state === "gone" || error !== null || (lastOk === null && failures > 0));
}

/** It has come, with an import, and nobody has asked it since. */
export function notAskedYet({ state, error, lastOk, failures, kind }: SourceView): boolean {
  return kind !== "sample" && state === "active" && lastOk === null && failures === 0 && error === null;
}

/** Why it fails or is not asked; null while all is well. */
export function trouble(source: SourceView): string | null {
  if (source.state === "gone") return words.gone;
  if (source.error !== null) return words.failing(source.error);
  return needsAttention(source) ? words.neverAnswered : null;
}

/** Since when it has not been read, and how often it was tried. */
export function since(source: SourceView, now: Date): string {
  const read = source.lastOk === null ? words.neverRead : words.lastRead(ago(source.lastOk, now));
  return `${read} ${words.tried(source.failures, source.lastOk !== null)}`;
}

/** When it was read, and when it is asked next. `byItself`: whether this window refreshes on its own. */
export function standing(source: SourceView, now: Date, byItself: boolean): string {
  const read = source.lastOk === null ? words.notAskedYet : words.lastRead(ago(source.lastOk, now));
  return `${needsAttention(source) ? since(source, now) : read} ${next(source, now, byItself)}`;
}

function next({ state, nextDue }: SourceView, now: Date, byItself: boolean): string {
  if (state !== "active") return words.notAskedByItself;
  if (!byItself) return words.askedWhenYouDo;
  const time = nextDue === null ? null : ahead(nextDue, now);
  return time === null ? words.askedNext : words.askedAgain(time);
}

/** "840 B", "14 kB", "1.2 MB"; null for nothing. */
export function size(bytes: number): string | null {
  if (bytes <= 0) return null;
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export type Remedy = "login" | "address" | "repair";

/** What is most likely to help, by the code of the failure. */
export function remedy({ errorCode }: SourceView): Remedy {
  if (errorCode === "login" || errorCode === "no-secret") return "login";
  return errorCode === "invalid-address" ? "address" : "repair";
}
