// Rules and mute words: the list of them, the one that is open, what it would catch, and what it did.
import { failureOf } from "../backend/backend";
import type { DeedView } from "../backend/generated/DeedView";
import type { Failure } from "../backend/generated/Failure";
import type { Notification } from "../backend/generated/Notification";
import type { RuleInput } from "../backend/generated/RuleInput";
import type { RulePreview } from "../backend/generated/RulePreview";
import type { RuleView } from "../backend/generated/RuleView";
import { words } from "../words";
import { Completing } from "./completing.svelte";
import type { Desk } from "./desk.svelte";

/** Milliseconds of rest before a query is tried. */
const PAUSE = 250;

const EMPTY: RuleInput = { name: "", query: "", read: false, save: false, hide: false, notify: false, tags: [], until: null };

export class Rules {
  all = $state.raw<readonly RuleView[]>([]);
  status = $state<"loading" | "ready" | "failed">("loading");
  failure = $state.raw<Failure | null>(null);
  /** The rule whose page is open; null for a new one. */
  open = $state.raw<RuleView | null>(null);
  /** What it is to be. */
  draft = $state.raw<RuleInput>(EMPTY);
  /** What the draft would have caught; null while nobody knows. */
  preview = $state.raw<RulePreview | null>(null);
  deeds = $state.raw<readonly DeedView[]>([]);
  next = $state.raw<number | null>(null);
  readonly completing: Completing;
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly desk: Desk) {
    this.completing = new Completing(desk.backend);
  }

  get plain(): readonly RuleView[] {
    return this.all.filter(({ mute }) => !mute);
  }

  get mutes(): readonly RuleView[] {
    return this.all.filter(({ mute }) => mute);
  }

  async load(): Promise<void> {
    try {
      this.all = await this.desk.backend.call("rules", {});
      this.status = "ready";
    } catch (thrown) {
      this.failure = failureOf(thrown);
      this.status = "failed";
    }
  }

  /** Reads again what is shown, when something changed. */
  async catchUp(): Promise<void> {
    const { page } = this.desk.view;
    if (page?.kind === "rules") await this.load();
    if (page?.kind === "rule" && this.open) await this.account(this.open.id);
  }

  /** Opens the page of a rule, or of a new one that begins with `draft`. */
  async show(rule: RuleView | null, draft: Partial<RuleInput> = {}): Promise<void> {
    this.open = rule;
    this.draft = rule ? rule.rule : { ...EMPTY, ...draft };
    this.preview = null;
    this.deeds = [];
    this.next = null;
    this.completing.dismiss();
    this.desk.view.lay({ kind: "rule", rule: rule?.id ?? null });
    void this.try();
    if (rule) await this.account(rule.id);
  }

  change(part: Partial<RuleInput>): void {
    this.draft = { ...this.draft, ...part };
    if (!("query" in part)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.try(), PAUSE);
  }

  /** What the draft's query would have caught. */
  async try(): Promise<void> {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    const query = this.draft.query.trim();
    if (query === "") {
      this.preview = null;
      return;
    }
    const preview = await this.desk.backend.call("rule_preview", { query }).catch(() => null);
    if (turn === this.turn) this.preview = preview;
  }

  /** Keeps the draft: as a new rule, or in the place of the open one. */
  async keep(): Promise<void> {
    const { desk, open } = this;
    const rule = { ...this.draft, tags: [...this.draft.tags] };
    if (open) {
      const before = open.rule;
      const put = async (to: RuleInput) => this.take(await desk.backend.call("change_rule", { id: open.id, rule: to }));
      await put(rule);
      desk.undoable({ done: words.ruleBack(before.name), undo: () => put(before), redo: () => put(rule) }, words.ruleChanged(rule.name || rule.query));
    } else {
      this.made(await desk.backend.call("add_rule", { rule }), words.ruleMade);
    }
    if (desk.view.page?.kind === "rule") desk.view.lift();
    await this.load();
  }

  /** Hides what has a word: everywhere, or of one source or folder. */
  async mute(word: string, until: string | null, of: { source?: number; folder?: string } = {}): Promise<void> {
    const { desk } = this;
    if (this.status !== "ready") await this.load();
    const made = await desk.backend.call("mute", { word, source: of.source ?? null, folder: of.folder ?? null, until });
    // A word that was mute already has another end now, and undoing gives it its own back.
    const before = this.all.find(({ id }) => id === made.id);
    if (before) {
      const put = async ({ id, rule, state }: RuleView) => {
        await desk.backend.call("change_rule", { id, rule });
        await desk.backend.call("set_rule_active", { id, active: state !== "off" });
        await this.after();
      };
      desk.undoable({ done: words.ruleBack(before.rule.name), undo: () => put(before), redo: () => put(made) }, words.muted(made.rule.name));
    } else this.made(made, words.muted);
    await this.load();
  }

  private made(made: RuleView, said: (name: string) => string): void {
    const { desk } = this;
    let removal = 0;
    const undo = async () => {
      removal = (await desk.backend.call("remove_rule", { id: made.id })).change;
      await this.after();
    };
    const redo = async () => {
      await desk.backend.call("restore_rule", { id: made.id, change: removal });
      await this.after();
    };
    desk.undoable({ done: words.ruleRemoved(made.rule.name), undo, redo }, said(made.rule.name));
  }

  async remove(rule: RuleView): Promise<void> {
    const { desk } = this;
    let { change } = await desk.backend.call("remove_rule", { id: rule.id });
    if (desk.view.page?.kind === "rule") desk.view.lift();
    await this.after();
    const undo = async () => {
      await desk.backend.call("restore_rule", { id: rule.id, change });
      await this.after();
    };
    const redo = async () => {
      ({ change } = await desk.backend.call("remove_rule", { id: rule.id }));
      await this.after();
    };
    desk.undoable({ done: words.ruleRestored(rule.rule.name), undo, redo }, words.ruleRemoved(rule.rule.name));
  }

  async setActive(rule: RuleView, active: boolean): Promise<void> {
    const put = async (to: boolean) => this.take(await this.desk.backend.call("set_rule_active", { id: rule.id, active: to }));
    await put(active);
    const said = (to: boolean) => (to ? words.ruleOn : words.ruleOff)(rule.rule.name);
    this.desk.undoable({ done: said(!active), undo: () => put(!active), redo: () => put(active) }, said(active));
  }

  /** Moves a rule up or down among the rules, past mute words, which order does not matter to. */
  async move(rule: RuleView, by: 1 | -1): Promise<void> {
    const other = this.plain[this.plain.findIndex(({ id }) => id === rule.id) + by];
    const place = this.all.findIndex(({ id }) => id === other?.id);
    if (place < 0) return;
    const before = this.all.findIndex(({ id }) => id === rule.id);
    const put = async (to: number) => {
      await this.desk.backend.call("move_rule", { id: rule.id, place: to });
      await this.load();
    };
    await put(place);
    this.desk.undoable({ done: words.ruleMoved(rule.rule.name), undo: () => put(before), redo: () => put(place) }, null);
  }

  /** Does what the open rule says with the last month's articles. */
  async apply(rule: RuleView): Promise<void> {
    await this.changeAll(rule, "apply_rule", words.ruleApplied, words.ruleUndone);
  }

  /** Takes back all that the open rule did. */
  async undo(rule: RuleView): Promise<void> {
    await this.changeAll(rule, "undo_rule", words.ruleUndone, words.ruleApplied);
  }

  private async changeAll(rule: RuleView, command: "apply_rule" | "undo_rule", said: (n: number) => string, done: (n: number) => string): Promise<void> {
    const { desk } = this;
    let { change, count } = await desk.backend.call(command, { id: rule.id });
    await this.after();
    if (count === 0) return desk.notices.say(said(0));
    const undo = async () => {
      await desk.backend.call("undo_rule_change", { change });
      await this.after();
    };
    const redo = async () => {
      ({ change, count } = await desk.backend.call(command, { id: rule.id }));
      await this.after();
    };
    desk.undoable({ done: done(count), undo, redo }, said(count));
  }

  /** Shows a hidden article again, or hides it. */
  async setHidden(ids: readonly number[], hidden: boolean): Promise<void> {
    const put = async (to: boolean) => {
      await this.desk.backend.call("set_hidden", { ids: [...ids], hidden: to });
      await this.after();
    };
    await put(hidden);
    const said = (to: boolean) => (ids.length > 1 ? words.pickedHidden(ids.length, to) : to ? words.hiddenNow : words.shownNow);
    this.desk.undoable({ done: said(!hidden), undo: () => put(!hidden), redo: () => put(hidden) }, said(hidden));
  }

  async account(id: number): Promise<void> {
    const account = await this.desk.attempt(() => this.desk.backend.call("rule_account", { id, after: null }));
    if (!account || this.open?.id !== id) return;
    this.open = account.rule;
    this.deeds = account.deeds;
    this.next = account.next;
  }

  async more(): Promise<void> {
    if (!this.open || this.next === null) return;
    const account = await this.desk.backend.call("rule_account", { id: this.open.id, after: this.next });
    this.deeds = [...this.deeds, ...account.deeds];
    this.next = account.next;
  }

  /** What has come that rules tell of. */
  heard(notifications: readonly Notification[]): void {
    for (const one of notifications) this.desk.notices.say(words.notified(one.name, one.articles, one.title));
  }

  private take(rule: RuleView): void {
    this.all = this.all.map((one) => (one.id === rule.id ? rule : one));
    if (this.open?.id === rule.id) this.open = rule;
  }

  /** Lists and counts are others now. */
  private async after(): Promise<void> {
    const { desk } = this;
    await this.load();
    if (this.open) await this.account(this.open.id).catch(() => undefined);
    await desk.reopenList();
    desk.sources.recount();
  }
}
