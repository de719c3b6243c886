// The backend of the desktop window: commands over Tauri's IPC, pictures over the app's own protocol.
import { convertFileSrc, invoke } from "@tauri-apps/api/core";
import { listen as listenTo } from "@tauri-apps/api/event";
import { type Args, type Backend, BackendError, type Command, failureOf, type Result } from "./backend";
import type { Event } from "./generated/Event";
import type { ShareTarget } from "./generated/ShareTarget";

/** The name under which the shell sends every event. */
const EVENT = "standfirst";

export class TauriBackend implements Backend {
  // One of them exists on each platform: a scheme of its own, or a host where WebView2 does not know such schemes.
  readonly imageOrigins = ["library:", "http://library.localhost"];

  // macOS and Windows have a menu of their own; ours would flash up before it.
  readonly drawsShareMenu = !/Mac|Win/u.test(navigator.platform);

  async call<C extends Command>(command: C, args: Args<C>): Promise<Result<C>> {
    try {
      return await invoke<Result<C>>(command, args);
    } catch (thrown) {
      throw new BackendError(failureOf(thrown));
    }
  }

  readonly quit = async (): Promise<void> => {
    await invoke("quit");
  };

  listen(heard: (event: Event) => void): () => void {
    const stop = listenTo<Event>(EVENT, ({ payload }) => heard(payload));
    return () => void stop.then((end) => end());
  }

  imageUrl(key: string, size?: "thumbnail"): string {
    const address = convertFileSrc(key, "library");
    return size === undefined ? address : `${address}?size=${size}`;
  }

  async shareMenu(ids: number[], quote: string | null, anchor: { x: number; y: number; width: number; height: number }): Promise<ShareTarget[] | null> {
    try {
      return await invoke<ShareTarget[] | null>("share_menu", { ids, quote, anchor });
    } catch (thrown) {
      throw new BackendError(failureOf(thrown));
    }
  }

  async copyText(text: string): Promise<void> {
    try {
      await invoke("copy_text", { text });
    } catch (thrown) {
      throw new BackendError(failureOf(thrown));
    }
  }
}
