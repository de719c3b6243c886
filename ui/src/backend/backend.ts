// The one door between the UI and the library. Components know this interface and nothing of what lies behind it.
import type { Commands } from "./generated/commands";
import type { Event } from "./generated/Event";
import type { Failure } from "./generated/Failure";
import type { ShareTarget } from "./generated/ShareTarget";

export type Command = keyof Commands;
export type Args<C extends Command> = Commands[C]["args"];
export type Result<C extends Command> = Commands[C]["result"];

export interface Backend {
  /** Calls a command; throws a {@link BackendError} that says what failed, why and what to do. */
  call<C extends Command>(command: C, args: Args<C>): Promise<Result<C>>;
  /** Tells `heard` of every event until the function returned is called. */
  listen(heard: (event: Event) => void): () => void;
  /** Where the picture of the library with this key can be loaded from: as it is read, or as a thumbnail. */
  imageUrl(key: string, size?: "thumbnail"): string;
  /** Where pictures are loaded from, as a source of a content security policy. */
  readonly imageOrigins: readonly string[];
  /** Ends the program; none where there is only a page to leave. */
  readonly quit?: () => Promise<void>;
  /** Whether our share menu will be asked for: opened at once, it answers the press. */
  readonly drawsShareMenu: boolean;
  /**
   * Opens the system's share menu at a place in the window, about articles or a passage of one; null then. Where there is
   * none, gives what ours is to offer.
   */
  shareMenu(ids: number[], quote: string | null, anchor: { x: number; y: number; width: number; height: number }): Promise<ShareTarget[] | null>;
  /** Puts text on the clipboard. */
  copyText(text: string): Promise<void>;
}

export class BackendError extends Error {
  constructor(readonly failure: Failure) {
    super(`${failure.what}: ${failure.why}: ${failure.todo}`);
    this.name = "BackendError";
  }
}

/** Whatever was thrown, as a failure that can be shown. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof BackendError) return thrown.failure;
  if (isFailure(thrown)) return thrown;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", what: "Standfirst", why, todo: "try again" };
}

export function isFailure(value: unknown): value is Failure {
  return typeof value === "object" && value !== null && "what" in value && "why" in value && "todo" in value && "code" in value;
}
