// The arithmetic of a virtual list of rows of one height: which rows are drawn, and where.

export interface Window {
  /** First row drawn. */
  from: number;
  /** One past the last row drawn. */
  to: number;
}

/**
 * Rows to draw for a viewport, with `spare` more on either side so that a quick scroll never shows a gap.
 * All lengths are CSS pixels. Nothing is drawn while the row height is unknown (0).
 */
export function windowOf(count: number, row: number, scroll: number, viewport: number, spare: number): Window {
  if (count <= 0 || row <= 0) return { from: 0, to: 0 };
  const first = Math.floor(Math.max(0, scroll) / row);
  const last = Math.ceil((Math.max(0, scroll) + Math.max(0, viewport)) / row);
  const to = Math.min(count, last + spare);
  return { from: Math.max(0, Math.min(first - spare, to)), to };
}

/** Where to scroll so that row `index` is wholly seen; the present place if it is already. */
export function reveal(index: number, row: number, scroll: number, viewport: number): number {
  const top = index * row;
  if (top < scroll) return top;
  if (top + row > scroll + viewport) return top + row - viewport;
  return scroll;
}

/** Whether the end is so near that the next page should be asked for. */
export function nearEnd(count: number, row: number, scroll: number, viewport: number, rows: number): boolean {
  return row > 0 && scroll + viewport >= (count - rows) * row;
}
