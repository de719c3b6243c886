import { describe, expect, it } from "vitest";
import { contentOf, headingNamed, notesIn } from "../src/article/notes";

/** As the sanitiser leaves a page at https://x.example/a: addresses absolute, ids gone. */
function body(html: string): HTMLElement {
  return new DOMParser().parseFromString(`<!doctype html><body>${html.replaceAll(`href="#`, `href="https://x.example/a#`)}`, "text/html").body;
}

const PAIRS = [
  ["fn1", "fnref1"], ["fn:1", "fnref:1"], ["cite_note-1", "cite_ref-1"], ["cite_note-smith-1", "cite_ref-smith_1-0"], ["footnote-1", "footnote-ref-1"],
  ["footnote-1-9934", "footnote-anchor-1-9934"], ["_ftn1", "_ftnref1"], ["sdfootnote1sym", "sdfootnote1anc"], ["note1", "ref1"], ["fn-smith", "fnref-smith"], ["fn-2031-1", "fnref-2031-1"],
];

describe("footnotes", () => {
  it.each(PAIRS)("are known by what their links still say: %s and %s", (to, back) => {
    const page = body(`<p>Text<sup><a href="#${to}">1</a></sup> and <a href="https://y.example/#1">elsewhere</a>.</p><ol><li><p>The note. <a href="#${back}">↩</a></p></li></ol>`);
    const { note, back: ways } = notesIn(page);
    expect(note.size).toBe(1);
    const [[reference, block] = []] = note;
    expect(reference?.textContent).toBe("1");
    expect(block?.textContent).toContain("The note.");
    expect([...ways.values()][0]).toBe(reference);
    expect(contentOf(block as Element, ways).textContent?.trim()).toBe("The note.");
  });

  it("of a page made of links do not hold up its article", () => {
    let compared = 0;
    const page = body(Array.from({ length: 3000 }, (_, n) => `<p><a href="#fnref${n}">${n}</a></p>`).join(""));
    for (const block of page.querySelectorAll("p")) block.contains = () => (compared++, false);
    notesIn(page);
    expect(compared).toBe(0);
  });

  it("are each their own, in their order", () => {
    const notes = [1, 2, 12].map((n) => `<li><p>Note ${n}. <a href="#fnref${n}">↩</a></p></li>`).join("");
    const page = body(`<p>${[1, 2, 12].map((n) => `x<sup><a href="#fn${n}">${n}</a></sup>`).join(" ")}</p><ol>${notes}</ol>`);
    const { note } = notesIn(page);
    expect([...note].map(([from, to]) => [from.textContent, to.textContent?.slice(0, 8).trim()])).toEqual([["1", "Note 1."], ["2", "Note 2."], ["12", "Note 12."]]);
  });

  it("are no links into another page, no headings and no notes without a way back", () => {
    expect(notesIn(body(`<p><a href="https://y.example/#fn1">1</a></p><p>x <a href="#fnref1">↩</a></p>`)).note.size).toBe(0);
    expect(notesIn(body(`<p><a href="#chapter-1">Chapter one, in which</a></p><h2>One</h2>`)).note.size).toBe(0);
    expect(notesIn(body(`<p>x<a href="#fn1">1</a></p><ol><li>no way back</li></ol>`)).note.size).toBe(0);
  });

  it("find the heading that a table of contents names", () => {
    const page = body(`<ul><li><a href="#one">1. What  happens in spring</a></li></ul><h2>What happens in Spring</h2>`);
    expect(headingNamed(page.querySelector("a") as Element, page)?.nodeName).toBe("H2");
    expect(headingNamed(body(`<a href="#x">Nothing</a><h2>Other</h2>`).querySelector("a") as Element, page)).toBeNull();
  });
});
