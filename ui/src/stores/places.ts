// How far each article has been read: where its text stood at the top of the pane, as a share of its height. In the
// window's own storage: it is written many times while reading, and a place that is lost costs a scroll, not a mark.

const KEPT = "standfirst.places";
/** Articles that are remembered: more than anybody reads at once. */
const MOST = 500;
/** Under this share nobody has begun, over the other it has been read: it opens at its headline. */
const BEGUN = 0.02;
const FINISHED = 0.97;

export class Places {
  private readonly places: Map<string, number>;

  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem"> = localStorage) {
    this.places = new Map(read(storage.getItem(KEPT)));
  }

  /** Where an article was left; 0 for its beginning. */
  of(article: Readable): number {
    return this.places.get(keyOf(article)) ?? 0;
  }

  /** Remembers where an article is: `share` of it is above the pane, and `seen` of it above the pane's end. */
  keep(article: Readable, share: number, seen: number): void {
    const key = keyOf(article);
    this.places.delete(key);
    if (share > BEGUN && seen < FINISHED) this.places.set(key, Math.round(share * 10_000) / 10_000);
    for (const oldest of this.places.keys()) {
      if (this.places.size <= MOST) break;
      this.places.delete(oldest);
    }
    try {
      this.storage.setItem(KEPT, JSON.stringify([...this.places]));
    } catch {
      // A full storage costs a place, not the reading.
    }
  }
}

interface Readable {
  id: number;
  published: string;
}

/** Another library may have the same numbers, but not for articles of the same time. */
function keyOf({ id, published }: Readable): string {
  return `${id} ${published}`;
}

function read(json: string | null): [string, number][] {
  try {
    const rows: unknown = JSON.parse(json ?? "[]");
    return Array.isArray(rows) ? rows.filter((row): row is [string, number] => Array.isArray(row) && typeof row[0] === "string" && typeof row[1] === "number") : [];
  } catch {
    return [];
  }
}
