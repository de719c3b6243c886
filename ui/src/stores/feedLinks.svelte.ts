// Who opens `feed:` links on this system: told, and changed only when the reader says so.
import type { FeedLinks as Links } from "../backend/generated/FeedLinks";
import { words } from "../words";
import type { Desk } from "./desk.svelte";

export class FeedLinks {
  /** None until it has been asked. */
  now = $state.raw<Links | null>(null);

  constructor(private readonly desk: Desk) {}

  async load(): Promise<void> {
    this.now = await this.desk.backend.call("feed_links", {});
  }

  async claim(): Promise<void> {
    const { desk } = this;
    const before = await desk.backend.call("feed_links", {});
    this.now = before;
    if (before.ours) return desk.notices.say(words.feedLinksOurs);
    const put = async (to: string | null) => void (this.now = await desk.backend.call("claim_feed_links", { to }));
    await put(null);
    // Windows shows its own settings instead.
    if (!this.now.ours) return desk.notices.say(this.now.todo ?? words.feedLinksInSettings);
    const { id, handler } = before;
    if (id === null) return desk.notices.say(words.feedLinksOurs);
    desk.undoable({ done: words.feedLinksBack(handler ?? id), undo: () => put(id), redo: () => put(null) }, words.feedLinksOurs);
  }
}
