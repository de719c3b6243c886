//! The wall on the way in: an allow-list on a real HTML5 parser. What is not listed is not kept.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use dom_query::{Document, NodeRef};
use url::Url;

use crate::bounds::bounded;
use crate::{address, escapes, prepare, render, tracking};

/// Bytes of HTML after which [`sanitize`] and its like cut: no article is as long, and a bomb is no article.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// An article with more elements than this is none.
const MAX_ELEMENTS: usize = 400_000;

/// Deeper elements become their text; engines and our own code stay far from their stacks' ends.
const MAX_DEPTH: usize = 100;

/// Bytes of the page's address, written out for each that is relative to it.
const MOST_RESOLVED: usize = 8 * 1024 * 1024;

/// Elements with an address.
const RESOLVED: &str = "a, audio, embed, iframe, img, object, source, video";

/// HTML that holds nothing but what the reader's allow-list lets through. Only this crate makes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// HTML that [`sanitize`] made before and the library kept.
    #[must_use]
    pub fn from_library(html: String) -> Self {
        Self(html)
    }
}

/// Elements that stay. All others go, with their contents where those are no text for a reader ([`DROPPED`]), and
/// leave their contents behind where they are.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
];

/// Elements that go with all that is in them.
const DROPPED: &[&str] = &[
    "applet",
    "audio",
    "base",
    "button",
    "canvas",
    "datalist",
    "embed",
    "form",
    "frame",
    "frameset",
    "iframe",
    "input",
    "link",
    "map",
    "math",
    "meta",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "option",
    "param",
    "plaintext",
    "script",
    "select",
    "source",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "track",
    "video",
    "xmp",
];

static READER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(DROPPED.iter().copied().collect())
        .generic_attributes(HashSet::from(["dir", "lang"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("col", HashSet::from(["span"])),
            ("img", HashSet::from(["alt", "height", "src", "title", "width"])),
            ("ol", HashSet::from(["reversed", "start"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan", "scope"])),
            ("time", HashSet::from(["datetime"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "standfirst-sample"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(None)
        .strip_comments(true);
    builder
});

/// The HTML as the reader may see it: links absolute, pictures with an absolute `src` that nothing loads by itself.
/// `base` is the address of the page or entry. Doing it twice changes nothing.
#[must_use]
pub fn sanitize(html: &str, base: Option<&Url>) -> SafeHtml {
    let document = Document::fragment(&*bounded(html, MAX_BYTES, MAX_ELEMENTS));
    let base = base.filter(|base| is_affordable(base, &document));
    tracking::remove_counters(&document, base);
    prepare::pictures(&document, base);
    prepare::embeds(&document, base);
    prepare::blocks(&document);
    prepare::links(&document, base);
    let clean = READER.clean(&document.html()).to_string();
    SafeHtml(settle(clean, base))
}

/// Whether the page's own address can be written out for all that is relative to it: no article has as much to resolve.
fn is_affordable(base: &Url, document: &Document) -> bool {
    // The longest that can be met with the most of elements: most articles need not be counted.
    let length = base.as_str().len();
    length * MAX_ELEMENTS <= MOST_RESOLVED || length * document.select(RESOLVED).length() <= MOST_RESOLVED
}

/// Taking elements away can leave markup that parses differently; it is parsed until it stays as it is.
fn settle(html: String, base: Option<&Url>) -> String {
    let mut html = html;
    for _ in 0..3 {
        let document = Document::fragment(escapes::affordable(&html));
        // What parses to itself with nothing to prune is what cleaning would make of it: most HTML, at half the work.
        if !prune(&document, base) && render::inner(&document) == html {
            break;
        }
        let next = READER.clean(&document.html()).to_string();
        if next == html {
            break;
        }
        html = next;
    }
    html
}

/// Takes out pictures without an address or with one that must not be followed, and what is nested too deep. Whether
/// there was anything.
fn prune(document: &Document, base: Option<&Url>) -> bool {
    let mut pruned = false;
    for image in document.select("img").nodes() {
        if image.attr("src").and_then(|src| address::web(&src, base)).is_none() {
            image.remove_from_parent();
            pruned = true;
        }
    }
    let mut deep = Vec::new();
    let mut open: Vec<(NodeRef<'_>, usize)> = document.root().children().into_iter().map(|node| (node, 0)).collect();
    while let Some((node, depth)) = open.pop() {
        if depth > MAX_DEPTH && node.is_element() {
            deep.push(node);
        } else {
            open.extend(node.children().into_iter().map(|child| (child, depth + 1)));
        }
    }
    pruned |= !deep.is_empty();
    for node in deep {
        let text = node.text();
        node.rename("span");
        node.remove_all_attrs();
        node.set_text(escapes::affordable(&text));
    }
    pruned
}

#[cfg(test)]
mod tests {
    use super::sanitize;
    use url::Url;

    fn clean(html: &str) -> String {
        let base = Url::parse("https://news.example/a/").unwrap();
        sanitize(html, Some(&base)).as_str().to_owned()
    }

    #[test]
    fn what_runs_or_loads_or_styles_is_gone() {
        for html in [
            "<script>alert(1)</script>",
            "<p onclick=alert(1) style='position:fixed' class=x id=y name=z>",
            "<iframe srcdoc='<script>1</script>'></iframe>",
            "<svg><script>1</script></svg>",
            "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
            "<a href='java\nscript:alert(1)'>x</a>",
            "<img src=x onerror=alert(1) srcset='javascript:1 2x'>",
            "<form action=/x><input></form>",
            "<link rel=preconnect href=//evil.example>",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
            "<object data=x></object>",
            "<meta http-equiv=refresh content='0;url=//e'>",
        ] {
            let got = clean(html);
            for bad in [
                "script", "onerror", "onclick", "style", "srcset", "<form", "<input", "<iframe", "<link", "<meta",
                "<object", "<svg", "class=", "id=", "name=",
            ] {
                assert!(!got.contains(bad), "{html} -> {got}");
            }
        }
    }

    #[test]
    fn a_reader_keeps_text_links_pictures_and_tables() {
        assert_eq!(
            clean("<h1>T</h1><p>Hello <a href='b.html'>link</a></p>"),
            "<h2>T</h2><p>Hello <a href=\"https://news.example/a/b.html\">link</a></p>"
        );
        assert_eq!(
            clean("<img data-src='/big.jpg' src='data:image/gif;base64,R0' alt=A width=10 height=20>"),
            "<img src=\"https://news.example/big.jpg\" alt=\"A\" width=\"10\" height=\"20\">"
        );
        assert!(clean("<table><tr><td colspan=2>x</table>").contains("<td colspan=\"2\">x</td>"));
        assert_eq!(
            clean("<iframe src='https://www.youtube.com/embed/abc' title='A film'></iframe>"),
            "<figure><a href=\"https://www.youtube.com/watch?v=abc\"><img src=\"https://i.ytimg.com/vi/abc/hqdefault.jpg\" alt=\"\"></a>\
             <figcaption><a href=\"https://www.youtube.com/watch?v=abc\">A film</a></figcaption></figure>"
        );
    }

    #[test]
    fn trackers_and_private_pictures_are_dropped() {
        assert_eq!(
            clean("<p>a<img src='https://t.example/p.gif' width=1 height=1><img src='http://10.0.0.1/x.png'></p>"),
            "<p>a</p>"
        );
    }

    #[test]
    fn floods_of_escapes_are_no_denial_of_service() {
        let started = std::time::Instant::now();
        for piece in ["&", "&nbsp;", "<x>&</x>", "<!-- -->&", "&<wbr>"] {
            let html = piece.repeat(120_000);
            let once = clean(&html);
            assert_eq!(clean(&once), once, "{piece}");
        }
        assert!(started.elapsed() < std::time::Duration::from_secs(100), "{:?}", started.elapsed());
    }

    #[test]
    fn it_is_idempotent_and_bounded() {
        let deep = format!("{}x{}", "<div>".repeat(20_000), "</div>".repeat(20_000));
        let list = format!("{}x", "<ul><li>".repeat(3_000));
        for html in [
            deep.as_str(),
            list.as_str(),
            "<p><p>a<div>b</p><table><p>c",
            "<a href=/x><a href=/y>z",
            "a & b < c &lt;script&gt;",
            "<p>&nbsp;<b><i>x</b>y</i>",
        ] {
            let once = clean(html);
            assert_eq!(clean(&once), once);
            assert!(once.matches("<div>").count() <= 101 && once.matches("<ul>").count() <= 101);
        }
    }
}
