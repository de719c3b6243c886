// Rules of the library in memory. A query is words of which one is in the headline, with `title:` and quotes left out.
import { type Args, BackendError, type Command, type Result } from "./backend";
import type { ArticleCard } from "./generated/ArticleCard";
import type { ArticleView } from "./generated/ArticleView";
import type { DeedView } from "./generated/DeedView";
import type { RuleInput } from "./generated/RuleInput";
import type { RuleView } from "./generated/RuleView";

type Done = { id: number; did: string[]; undone: string[] };
type Handled =
  | "rules" | "add_rule" | "change_rule" | "set_rule_active" | "move_rule" | "remove_rule" | "restore_rule" | "rule_preview" | "rule_account" | "apply_rule"
  | "undo_rule" | "undo_rule_change" | "mute" | "set_hidden";

export class FakeRules {
  all: RuleView[] = [];
  readonly hidden = new Set<number>();
  private readonly removed = new Map<number, RuleView>();
  private readonly done = new Map<number, Done[]>();
  private readonly changes = new Map<number, { rule: number; undone: boolean }>();
  private last = 0;

  constructor(
    private readonly articles: () => ArticleView[],
    private readonly card: (article: ArticleView) => ArticleCard,
  ) {}

  private find(id: number): RuleView {
    const found = this.all.find((rule) => rule.id === id);
    if (!found) throw new BackendError({ code: "not-found", what: "The rule", why: `there is none with the id ${id}`, todo: "look for its id in the list again" });
    return found;
  }

  private fitting(query: string): ArticleView[] {
    const asked = query.replace(/\b(?:title|text):|["“”]|\bOR\b/gu, " ").toLowerCase().split(/\s+/u).filter((word) => word !== "");
    return this.articles().filter((article) => asked.some((word) => article.title.toLowerCase().includes(word)));
  }

  private add(rule: RuleInput, mute: boolean): RuleView {
    const named = { ...rule, name: rule.name === "" ? rule.query : rule.name };
    const made: RuleView = { id: ++this.last, rule: named, mute, state: "active", added: "2025-06-01T09:00:00Z", caught: 0, last: null, problem: null };
    this.all = [...this.all, made];
    return made;
  }

  private put(changed: RuleView): RuleView {
    this.all = this.all.map((rule) => (rule.id === changed.id ? changed : rule));
    return changed;
  }

  private note(rule: number, undone: boolean): number {
    const change = this.changes.size + 1;
    this.changes.set(change, { rule, undone });
    return change;
  }

  private turn(id: number, back: boolean): number {
    const rows = this.done.get(id) ?? [];
    let count = 0;
    for (const row of rows) {
      if (back ? row.did.length === 0 : row.undone.length === 0) continue;
      [row.did, row.undone] = back ? [[], row.did] : [row.undone, []];
      if (row.did.includes("hide")) this.hidden.add(row.id);
      else this.hidden.delete(row.id);
      count += 1;
    }
    const rule = this.all.find((one) => one.id === id);
    if (rule) this.put({ ...rule, caught: rows.filter(({ did }) => did.length > 0).length });
    return count;
  }

  readonly handlers: { [C in Handled & Command]: (args: Args<C>) => Result<C> } = {
    rules: () => this.all,
    add_rule: ({ rule }) => this.add(rule, false),
    change_rule: ({ id, rule }) => this.put({ ...this.find(id), rule }),
    set_rule_active: ({ id, active }) => this.put({ ...this.find(id), state: active ? "active" : "off" }),
    move_rule: ({ id, place }) => {
      const moved = this.find(id);
      const rest = this.all.filter((rule) => rule !== moved);
      this.all = [...rest.slice(0, place), moved, ...rest.slice(place)];
      return null;
    },
    remove_rule: ({ id }) => {
      const rule = this.find(id);
      const count = this.turn(id, true);
      this.removed.set(id, rule);
      this.all = this.all.filter((one) => one.id !== id);
      return { change: this.note(id, true), count };
    },
    restore_rule: ({ id }) => {
      const rule = this.removed.get(id);
      if (rule) this.all = [...this.all, rule];
      this.turn(id, false);
      return this.find(id);
    },
    rule_preview: ({ query }) => {
      if (/^\s*(?:-|is:)/u.test(query)) {
        return { problem: "it would match nearly every article: say what it is to catch", looked: 0, caught: 0, sources: [], articles: [] };
      }
      const caught = this.fitting(query);
      const titles = [...new Set(caught.map((one) => one.sourceTitle))];
      const sources = titles.map((title) => ({ title, articles: caught.filter((one) => one.sourceTitle === title).length })).sort((a, b) => b.articles - a.articles);
      return { problem: null, looked: this.articles().length, caught: caught.length, sources, articles: caught.slice(0, 20).map(this.card) };
    },
    rule_account: ({ id }) => {
      const rule = this.find(id);
      const deeds = (this.done.get(id) ?? []).flatMap(({ id: article, did, undone }): DeedView[] => {
        const found = this.articles().find((one) => one.id === article);
        return found ? [{ article: this.card(found), hidden: this.hidden.has(article), at: "2025-06-05T09:00:00Z", did, undone }] : [];
      });
      return { rule, deeds, next: null };
    },
    apply_rule: ({ id }) => {
      const { rule } = this.find(id);
      const did = [...(["read", "save", "hide"] as const).filter((one) => rule[one]), ...rule.tags.map((tag) => `tag ${tag}`)];
      const rows = this.fitting(rule.query).map((one) => ({ id: one.id, did: [...did], undone: [] }));
      this.done.set(id, rows);
      if (rule.hide) for (const row of rows) this.hidden.add(row.id);
      this.put({ ...this.find(id), caught: rows.length, last: "2025-06-05T09:00:00Z" });
      return { change: this.note(id, false), count: rows.length };
    },
    undo_rule: ({ id }) => ({ count: this.turn(id, true), change: this.note(id, true) }),
    undo_rule_change: ({ change }) => {
      const found = this.changes.get(change);
      if (found) this.turn(found.rule, !found.undone);
      return null;
    },
    mute: ({ word, folder, until }) => {
      const input = { name: word, query: `title:"${word}" OR text:"${word}"${folder === null ? "" : ` folder:"${folder}"`}`, read: false, save: false, hide: true, notify: false, tags: [], until };
      const known = this.all.find((one) => one.mute && one.rule.query === input.query);
      return known ? this.put({ ...known, rule: input, state: "active" }) : this.add(input, true);
    },
    set_hidden: ({ ids, hidden }) => {
      for (const id of ids) {
        if (hidden) this.hidden.add(id);
        else this.hidden.delete(id);
      }
      return null;
    },
  };
}
