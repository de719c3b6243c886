// The sentences of a text, to be marked by keys alone.
import type { PageText } from "./passages";

/** From one place of the text to another. */
export interface Span {
  start: number;
  end: number;
}

/** The sentences of a text, block by block, without the blanks around them. */
export function sentencesOf({ text }: Pick<PageText, "text">, lang: string | null): Span[] {
  const segmenter = segmenterFor(lang);
  const sentences: Span[] = [];
  let line = 0;
  for (const block of text.split("\n")) {
    for (const { segment, index } of segmenter.segment(block)) {
      const start = line + index + (segment.length - segment.trimStart().length);
      const end = line + index + segment.trimEnd().length;
      if (start < end) sentences.push({ start, end });
    }
    line += block.length + 1;
  }
  return sentences;
}

function segmenterFor(lang: string | null): Intl.Segmenter {
  try {
    return new Intl.Segmenter(lang ?? undefined, { granularity: "sentence" });
  } catch {
    // A language that pages write and nobody speaks.
    return new Intl.Segmenter(undefined, { granularity: "sentence" });
  }
}
