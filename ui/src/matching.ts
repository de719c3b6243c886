// Which entries a few typed letters mean, best first.

/** Entries whose name has every word typed; those that begin with it first. The order is kept otherwise. */
export function matching<T>(entries: readonly T[], query: string, nameOf: (entry: T) => string): T[] {
  const wanted = plain(query).split(/\s+/u).filter((word) => word !== "");
  if (wanted.length === 0) return [...entries];
  return entries
    .map((entry, order) => ({ entry, order, rank: rank(plain(nameOf(entry)), wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.order - b.order)
    .map(({ entry }) => entry);
}

function rank(name: string, wanted: readonly string[]): number {
  if (!wanted.every((word) => name.includes(word))) return 0;
  const [first = ""] = wanted;
  if (name.startsWith(first)) return 3;
  return name.includes(` ${first}`) ? 2 : 1;
}

/** Without case and accents: "Über" is found by "uber". */
function plain(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}
