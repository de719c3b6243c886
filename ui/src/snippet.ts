// Search snippets: plain text in which U+0002 and U+0003 stand around what was found.

export interface Piece {
  text: string;
  hit: boolean;
}

/** The snippet in pieces, to be shown as text nodes. Stray or missing marks never lose text. */
export function pieces(snippet: string): Piece[] {
  const found: Piece[] = [];
  let hit = false;
  for (const part of snippet.split(/([\u0002\u0003])/u)) {
    if (part === "\u0002") hit = true;
    else if (part === "\u0003") hit = false;
    else if (part !== "") found.push({ text: part, hit });
  }
  return found;
}
