// The backend of a plain browser: `standfirst serve`, the dev server over the same newsroom.
import { type Args, type Backend, BackendError, type Command, isFailure, type Result } from "./backend";
import type { Event } from "./generated/Event";
import type { ShareTarget } from "./generated/ShareTarget";

/** Milliseconds until events are asked for again after a refusal: twice as many each time, up to the most. */
const RETRY = 1000;
const RETRY_MOST = 30_000;

export class HttpBackend implements Backend {
  readonly imageOrigins = [location.origin];

  readonly drawsShareMenu = true;

  async call<C extends Command>(command: C, args: Args<C>): Promise<Result<C>> {
    let answer: Response;
    try {
      answer = await fetch(`/api/${command}`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-standfirst": "1" },
        body: JSON.stringify(args),
      });
    } catch {
      throw new BackendError({
        code: "unreachable",
        what: "The library",
        why: "the server does not answer",
        todo: "see that `standfirst serve` is running",
      });
    }
    const body: unknown = await answer.json().catch(() => null);
    if (answer.ok) return body as Result<C>;
    if (isFailure(body)) throw new BackendError(body);
    throw new BackendError({
      code: "internal",
      what: `The command ${command}`,
      why: `the server answered ${answer.status}`,
      todo: "see what `standfirst serve` printed",
    });
  }

  listen(heard: (event: Event) => void): () => void {
    let lost = false;
    let wait = RETRY;
    let stream: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      stream = new EventSource("/events");
      stream.onerror = () => {
        lost = true;
        // A broken connection it mends by itself; an answer that is no stream, as of a server that is starting, ends it.
        if (stream.readyState !== EventSource.CLOSED) return;
        timer = setTimeout(open, wait);
        wait = Math.min(2 * wait, RETRY_MOST);
      };
      // What happened while nobody listened is not told again.
      stream.onopen = () => {
        if (lost) heard({ kind: "changed" });
        lost = false;
        wait = RETRY;
      };
      stream.onmessage = ({ data }: MessageEvent<string>) => heard(JSON.parse(data) as Event);
    };
    open();
    return () => {
      clearTimeout(timer);
      stream.close();
    };
  }

  imageUrl(key: string, size?: "thumbnail"): string {
    const address = `/image/${encodeURIComponent(key)}`;
    return size === undefined ? address : `${address}?size=${size}`;
  }

  shareMenu(ids: number[], quote: string | null): Promise<ShareTarget[]> {
    return this.call("share_targets", { ids, quote });
  }

  async copyText(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
  }
}
