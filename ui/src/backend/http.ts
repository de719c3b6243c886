// The backend of a plain browser: `standfirst serve`, the dev server over the same newsroom.
import { type Args, type Backend, BackendError, type Command, isFailure, type Result } from "./backend";
import type { Event } from "./generated/Event";

export class HttpBackend implements Backend {
  readonly imageOrigins = [location.origin];

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
    const stream = new EventSource("/events");
    let lost = false;
    stream.onerror = () => (lost = true);
    // What happened while nobody listened is not told again.
    stream.onopen = () => {
      if (lost) heard({ kind: "changed" });
      lost = false;
    };
    stream.onmessage = ({ data }: MessageEvent<string>) => heard(JSON.parse(data) as Event);
    return () => stream.close();
  }

  imageUrl(key: string): string {
    return `/image/${encodeURIComponent(key)}`;
  }

  async copyText(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
  }
}
