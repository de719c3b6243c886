// Several articles of the list, picked to do something with all of them at once.
import type { ArticleCard } from "../backend/generated/ArticleCard";
import type { Desk } from "./desk.svelte";

/** The library shares so many at once; other deeds take as many. */
export const MOST_PICKS = 200;

export class Picks {
  private ids = $state.raw<ReadonlySet<number>>(new Set());
  /** The row that was touched last: from it on, keys go. */
  cursor = $state<number | null>(null);
  /** From where a range reaches. */
  private from: number | null = null;
  /** The list they were picked in. */
  private list = "";

  constructor(private readonly desk: Desk) {}

  /** What is picked, in the order of the list. Rows that have gone since are no longer among them. */
  get cards(): readonly ArticleCard[] {
    if (this.ids.size === 0 || this.list !== this.desk.listIdentity) return [];
    return this.desk.rows.filter((row) => this.ids.has(row.id));
  }

  get active(): boolean {
    return this.cards.length > 0;
  }

  has(id: number): boolean {
    return this.ids.has(id) && this.list === this.desk.listIdentity;
  }

  /** Picks a row, or lets it go. The first one takes along the article that is open, as elsewhere. */
  toggle(id: number): void {
    const ids = this.present();
    if (ids.size === 0 && this.open !== null && this.open !== id) ids.add(this.open);
    if (!ids.delete(id) && ids.size < MOST_PICKS) ids.add(id);
    this.keep(ids, id);
    this.from = id;
  }

  /** Picks all rows from where the last pick began to this one, in place of what was picked. */
  reach(id: number): void {
    const { rows } = this.desk;
    const from = this.active ? (this.from ?? id) : (this.open ?? id);
    const [a, b] = [from, id].map((one) => rows.findIndex((row) => row.id === one));
    if (a === undefined || b === undefined || b < 0) return;
    const start = a < 0 ? b : a;
    const step = b < start ? -1 : 1;
    const ids = new Set<number>();
    for (let at = start; at !== b + step && ids.size < MOST_PICKS; at += step) ids.add(rows[at]?.id ?? id);
    this.keep(ids, id);
    this.from = rows[start]?.id ?? id;
  }

  /** The same by keys: one row further. */
  extend(by: 1 | -1): void {
    const { rows } = this.desk;
    const at = rows.findIndex((row) => row.id === (this.active ? this.cursor : this.open));
    const next = rows[at < 0 ? 0 : at + by];
    if (next) this.reach(next.id);
  }

  /** Picks the row the keys are at, or lets it go. */
  toggleAtCursor(): void {
    const id = this.active ? this.cursor : (this.open ?? this.desk.rows[0]?.id ?? null);
    if (id !== null) this.toggle(id);
  }

  /** Picks this row alone, for its menu. */
  only(id: number): void {
    this.keep(new Set([id]), id);
    this.from = id;
  }

  clear(): void {
    this.ids = new Set();
    this.cursor = this.from = null;
  }

  private get open(): number | null {
    const { row } = this.desk.reading;
    return this.desk.rows.some((one) => one.id === row) ? row : null;
  }

  private present(): Set<number> {
    return new Set(this.cards.map((card) => card.id));
  }

  private keep(ids: ReadonlySet<number>, cursor: number): void {
    this.ids = ids;
    this.cursor = cursor;
    this.list = this.desk.listIdentity;
  }
}
