// Sharing: the menu that is open, what is in it, and sending what it is about.
import { failureOf } from "../backend/backend";
import type { ArticleCard } from "../backend/generated/ArticleCard";
import type { Failure } from "../backend/generated/Failure";
import type { ShareTarget } from "../backend/generated/ShareTarget";
import { words } from "../words";
import type { Desk } from "./desk.svelte";

/** A place in the window, in CSS pixels. */
export interface Anchor {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Request {
  ids: readonly number[];
  quote: string | null;
  anchor: Anchor;
}

/** From where a menu hangs: what was pressed, or would have been. The first that is in sight. */
const BUTTONS = { articles: ["picks-share", "share-button"], quote: ["selection-share-quote", "share-button"] } as const;

export class Sharing {
  /** Our menu is open, with this in it. */
  request = $state.raw<Request | null>(null);
  targets = $state.raw<readonly ShareTarget[]>([]);
  /** Whether what there is to share to is still being looked for. */
  looking = $state(false);
  failure = $state.raw<Failure | null>(null);
  private turn = 0;

  constructor(private readonly desk: Desk) {}

  /** Shares what is picked, or the open article: by the system's menu where it has one, else by ours. */
  async articles(anchor: Anchor = anchorOf(BUTTONS.articles)): Promise<void> {
    const ids = this.desk.chosen.map((card) => card.id);
    if (ids.length > 0) await this.show({ ids, quote: null, anchor });
  }

  /** Shares what is marked in the text of the open article. */
  async passage(): Promise<void> {
    const { desk } = this;
    const quote = (desk.view.selected()?.toString() ?? "").replace(/\s+/gu, " ").trim();
    if (desk.current === null) return;
    if (quote === "") return desk.notices.say(words.nothingSelected);
    await this.show({ ids: [desk.current.id], quote, anchor: anchorOf(BUTTONS.quote) });
  }

  private async show(request: Request): Promise<void> {
    const turn = ++this.turn;
    const { backend } = this.desk;
    // Open at once, so that a press is answered; who has a menu of its own lets ours be closed again.
    if (backend.drawsShareMenu) this.request = request;
    this.targets = [];
    this.failure = null;
    this.looking = true;
    try {
      const targets = await backend.shareMenu([...request.ids], request.quote, request.anchor);
      if (turn !== this.turn) return;
      this.request = targets === null ? null : request;
      this.targets = targets ?? [];
    } catch (thrown) {
      if (turn !== this.turn) return;
      if (this.request === null) throw thrown;
      this.failure = failureOf(thrown);
    } finally {
      if (turn === this.turn) this.looking = false;
    }
  }

  /** Copies the link of one article; of several, their titles and links. */
  async copyLinks(cards: readonly ArticleCard[]): Promise<void> {
    const { desk } = this;
    const [first] = cards;
    if (cards.length === 1 && first) return desk.copyLink(first);
    const { text } = await desk.backend.call("share", { ids: cards.map((card) => card.id), quote: null, target: "copy-quote" });
    await desk.backend.copyText(text ?? "");
    desk.notices.say(words.copiedLinks(cards.length));
  }

  close(): void {
    this.turn++;
    this.request = null;
    this.looking = false;
  }

  async send(target: ShareTarget): Promise<void> {
    const { desk, request } = this;
    if (request === null) return;
    const { ids, quote } = request;
    const result = await desk.backend.call("share", { ids: [...ids], quote, target: target.id });
    if (result.kind === "text" && result.text !== null) await desk.backend.copyText(result.text);
    if (result.message !== "") desk.notices.say(result.message);
  }
}

function anchorOf(buttons: readonly string[]): Anchor {
  for (const id of buttons) {
    const element = document.querySelector(`[data-testid="${id}"]`);
    const box = element?.getBoundingClientRect();
    if (box && box.width > 0) return { x: box.x, y: box.y, width: box.width, height: box.height };
  }
  return { x: window.innerWidth / 2, y: window.innerHeight / 3, width: 1, height: 1 };
}
