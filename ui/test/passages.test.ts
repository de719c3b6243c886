import { describe, expect, it } from "vitest";
import { PageText } from "../src/article/passages";
import { sentencesOf } from "../src/article/sentences";

function pageOf(html: string): PageText {
  document.body.innerHTML = html;
  return new PageText(document.body);
}

/** The passage from the first `from` to the end of the first `to` after it, as a selection would have it. */
function passage(page: PageText, from: string, to: string, after = 0) {
  const start = page.text.indexOf(from, after);
  return page.passageOf(page.range(start, page.text.indexOf(to, start) + to.length));
}

const TWICE = "<p>The <b>ferry</b> left. Nobody waved.</p><p>It came\n back. Nobody waved.</p>";

describe("passages", () => {
  it("are told by their words and what stands around them, across elements and blocks", () => {
    const page = pageOf(TWICE);
    expect(page.text).toBe("The ferry left. Nobody waved.\nIt came  back. Nobody waved.");
    expect(passage(page, "ferry", "It came")).toEqual({ text: "ferry left. Nobody waved.\nIt came", before: "The ", after: " back. Nobody waved." });
  });

  it("are found again, each at its own place", () => {
    const page = pageOf(TWICE);
    for (const after of [0, 30]) {
      const marked = passage(page, "Nobody", "waved", after);
      const found = marked && page.rangeOf(marked);
      expect(found?.toString()).toBe("Nobody waved");
      expect(found?.startContainer.parentElement).toBe(document.querySelectorAll("p")[after === 0 ? 0 : 1]);
    }
  });

  it("are found whatever blanks and signs the page uses", () => {
    const page = pageOf("<p>“It’s  the\nfog”</p><p>— said <i>the</i> cap\u00adtain</p>");
    expect(page.rangeOf({ text: "\"It's the fog\" - said the captain", before: "", after: "" })?.toString()).toBe("“It’s  the\nfog”— said the cap\u00adtain");
    expect(page.rangeOf({ text: "frog", before: "", after: "" })).toBeNull();
    expect(page.rangeOf({ text: " ", before: "", after: "" })).toBeNull();
  });

  it("may begin and end at elements, as selections of whole paragraphs do", () => {
    const page = pageOf("<p>One.</p><p>Two.</p><p>Three.</p>");
    const range = document.createRange();
    range.setStart(document.body, 1);
    range.setEnd(document.body, 2);
    expect(page.passageOf(range)).toEqual({ text: "Two.", before: "One.\n", after: "\nThree." });
    range.selectNodeContents(document.querySelectorAll("p")[2] as Element);
    expect(page.passageOf(range)?.text).toBe("Three.");
    range.collapse(true);
    expect(page.passageOf(range)).toBeNull();
  });

  it("do not take the box of a note for the text", () => {
    expect(pageOf('<p>Text</p><aside class="note-box">A note</aside>').text).toBe("Text");
  });
});

describe("sentences", () => {
  it("end where the language ends them, and with their block", () => {
    const page = pageOf("<h2>A title</h2><p> One thing. Another,  longer one! </p><p>最初の文。次の文。</p>");
    expect(sentencesOf(page, "xx-what-is-this-language").map(({ start, end }) => page.text.slice(start, end))).toEqual([
      "A title", "One thing.", "Another,  longer one!", "最初の文。", "次の文。",
    ]);
  });
});
