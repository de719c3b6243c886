import { describe, expect, it } from "vitest";
import { citation, htmlWithCitation, markdown, markdownWithCitation, textWithCitation } from "../src/article/citation";

const article = { title: "The Town\n That Reads", sourceTitle: "Northfield Courier", published: "2025-11-24T08:00:00Z", url: "https://courier.example/a" };

function fragment(html: string): DocumentFragment {
  const range = document.createRange();
  return range.createContextualFragment(html);
}

describe("what is copied", () => {
  it("names headline, source, day and address, with what there is of them", () => {
    expect(citation(article)).toBe("The Town That Reads — Northfield Courier, 24 November 2025, https://courier.example/a");
    expect(citation({ ...article, url: null })).toBe("The Town That Reads — Northfield Courier, 24 November 2025");
    expect(citation({ ...article, url: "standfirst-sample://a", published: "", sourceTitle: "" })).toBe("The Town That Reads");
  });

  it("is the passage and the citation as text", () => {
    expect(textWithCitation("  The water does not read.\n", article)).toBe(
      "“The water does not read.”\n\nThe Town That Reads — Northfield Courier, 24 November 2025, https://courier.example/a\n",
    );
  });

  it("is a quotation as HTML, without the library's pictures", () => {
    const html = htmlWithCitation(fragment(`<p>The <em>water</em><img src="library://localhost/a" tabindex="0"></p>`), { ...article, title: "A & <b>" });
    expect(html).toBe(
      `<blockquote cite="https://courier.example/a"><p>The <em>water</em></p></blockquote><p>— <a href="https://courier.example/a">A &amp; &lt;b&gt;</a>, Northfield Courier, 24 November 2025</p>`,
    );
  });

  it("is a Markdown quote, every line of it", () => {
    expect(markdownWithCitation(fragment("<p>One <strong>two</strong>.</p><p>Three.</p>"), article)).toBe(
      "> One **two**.\n>\n> Three.\n>\n> — [The Town That Reads](https://courier.example/a), Northfield Courier, 24 November 2025\n",
    );
  });
});

describe("Markdown", () => {
  it("keeps lists, headings, links and code, and takes no text for its own signs", () => {
    const html = `<h2>A *b*</h2><ul><li>one</li><li><p>two <a href="https://x.example/(a)">x_y</a></p></li></ul><ol start="3"><li>c</li><li>d</li></ol><pre><code>let a = 1;\n</code></pre><p>a<br>b <code>c</code></p><blockquote><p>q</p></blockquote>`;
    expect(markdown(fragment(html))).toBe(
      "## A \\*b\\*\n\n- one\n- two [x\\_y](https://x.example/%28a%29)\n\n3. c\n4. d\n\n```\nlet a = 1;\n```\n\na  \nb `c`\n\n> q",
    );
  });
});
