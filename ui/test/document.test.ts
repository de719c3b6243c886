import { describe, expect, it } from "vitest";
import { contained, frameDocument, linkOf } from "../src/article/document";

const backend = { imageUrl: (key: string) => `library://localhost/${key}`, imageOrigins: ["library:", "http://library.localhost"] };
const build = (html: string, lang: string | null = "en", dir = "ltr") => frameDocument({ html, lang, dir }, backend);

describe("the document of the article frame", () => {
  it("has its policy as the first element of the head", () => {
    const first = new DOMParser().parseFromString(build("<p>x</p>"), "text/html").head.firstElementChild;
    expect(first?.getAttribute("http-equiv")).toBe("Content-Security-Policy");
    const policy = first?.getAttribute("content") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'none'");
    expect(policy).toContain("style-src 'none'");
    expect(policy).toContain("img-src library: http://library.localhost;");
    expect(policy).not.toContain("unsafe");
  });

  it("opens with the policy in its bytes too, before anything an article says", () => {
    expect(build("<p>x</p>")).toMatch(/^<!doctype html><html lang="en" dir="ltr"><head><meta http-equiv="Content-Security-Policy"/u);
    expect(build("", `"><script>alert(1)</script>`, `"><script>`)).not.toContain("<script");
  });

  it("has no script, whatever the body says", () => {
    const nasty = [
      "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)><script>alert(1)</script></svg>",
      "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<meta http-equiv=refresh content='0;url=https://evil.example'>",
      "<link rel=preconnect href=https://evil.example>", "<base href=https://evil.example>", "<form action=https://evil.example><button>x</button></form>",
      "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>", "<p style='background:url(https://evil.example)' onclick=alert(1)>x</p>",
      "</body></html><script>alert(1)</script>", "<template><script>alert(1)</script></template>", "<object data=https://evil.example></object>",
      "<video poster=https://evil.example></video>", "<a href=https://x.example ping=https://evil.example>x</a>",
    ];
    for (const html of nasty) {
      const page = new DOMParser().parseFromString(build(html), "text/html");
      expect(page.querySelector("script, iframe, object, link, base, form, svg, math, style, template, video"), html).toBeNull();
      expect(page.querySelectorAll("meta").length, html).toBe(2);
      const names = [...page.body.querySelectorAll("*")].flatMap((one) => [...one.attributes].map(({ name }) => name));
      expect(names.filter((name) => name.startsWith("on") || name === "style" || name === "ping"), html).toEqual([]);
    }
  });

  it("loads pictures of the library and no others", () => {
    expect(contained(`<img src="image:ab12" alt="A">`, backend)).toBe(`<img src="library://localhost/ab12" alt="A">`);
    for (const src of ["https://evil.example/x.png", "image:../../etc", "//evil.example", "data:image/png;base64,AA", ""]) {
      expect(contained(`<img src="${src}"><p>stays</p>`, backend), src).toBe("<p>stays</p>");
    }
    expect(contained(`<img src="image:a" srcset="https://evil.example 2x">`, backend)).not.toContain("evil");
  });

  it("keeps what an article is made of as it is", () => {
    const html = `<h2>T</h2><p>a <b>b</b> &amp; <a href="https://x.example/" title="t">c</a><br></p><ol start="3"><li>d</li></ol>` +
      `<table><tbody><tr><th scope="row">e</th><td colspan="2">f</td></tr></tbody></table><figure><figcaption lang="de">g</figcaption></figure>`;
    expect(contained(html, backend)).toBe(html);
    expect(contained("<article><section><p>words</p></section></article>", backend)).toBe("<p>words</p>");
  });

  it("lets no name of an article stand in for a property of the page", () => {
    const names = ["body", "head", "querySelectorAll", "addEventListener", "documentElement", "attributes", "remove", "localName"];
    for (const name of names) {
      const html = `<form name=${name}><input name=${name} id=${name}></form><img name=${name} src=image:a><p id=${name}>stays</p>`;
      expect(contained(html, backend), name).toBe(`<img src="library://localhost/a"><p>stays</p>`);
    }
  });

  it("has no link but to the web and to mail, and no picture as large as it likes", () => {
    for (const href of ["javascript:alert(1)", "tauri://localhost/", "file:///etc/passwd", "/settings", "https:relative", " "]) {
      expect(contained(`<a href="${href}">x</a>`, backend), href).toBe("<a>x</a>");
    }
    expect(contained(`<img src="image:a" width=99999 height=100%>`, backend)).toBe(`<img src="library://localhost/a">`);
  });

  it("leads into the reader's own network only from there", () => {
    for (const href of ["http://127.0.0.1:9222/json", "http://2130706433/", "http://[::1]/", "http://192.168.1.1/", "http://router.lan/", "http://asset.localhost/x"]) {
      const html = `<a href="${href}">x</a>`;
      expect(contained(html, backend), href).toBe("<a>x</a>");
      const home = frameDocument({ html, lang: null, dir: "ltr", url: "http://192.168.1.2/feed" }, backend);
      expect(home, href).toContain(`<a href="${href}">`);
    }
    for (const href of ["https://10.example/", "https://172.example.org/", "mailto:a@localhost.example", "http://8.8.8.8/"]) {
      expect(contained(`<a href="${href}">x</a>`, backend)).toBe(`<a href="${href}">x</a>`);
    }
    expect(contained(`<a href="http://bank.example@evil.example/">x</a>`, backend)).toBe("<a>x</a>");
  });

  it("runs from right to left when the article does", () => {
    expect(build("", "ar", "rtl")).toContain(`<html lang="ar" dir="rtl">`);
    expect(build("", null)).toContain(`<html dir="ltr">`);
  });
});

describe("links in the frame", () => {
  it("are those a browser or mail program can open", () => {
    document.body.innerHTML = `<a href="https://x.example/a"><em id="in">x</em></a><a id="mail" href="mailto:a@x.example">m</a>
      <a id="js" href="javascript:alert(1)">j</a><a id="file" href="file:///etc/passwd">f</a><a id="rel" href="/settings">r</a><p id="none">p</p>`;
    const link = (id: string) => linkOf(document.getElementById(id));
    expect(link("in")).toBe("https://x.example/a");
    expect(link("mail")).toBe("mailto:a@x.example");
    for (const id of ["js", "file", "rel", "none"]) expect(link(id), id).toBeNull();
    expect(linkOf(document.getElementById("in")?.firstChild ?? null)).toBe("https://x.example/a");
  });
});
