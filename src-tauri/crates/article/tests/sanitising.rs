//! Laws the allow-list keeps on any input. Inputs are made from a seed, so that a failure can be repeated.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::time::{Duration, Instant};

use article::{image_urls, plain_text, sanitize, text_of, to_markdown};
use dom_query::Document;
use url::Url;

/// Pieces of markup that meet badly.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<i a=1>",
    "</i>",
    "<a href=/x>",
    "<a href='javascript:1'>",
    "</a>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<ul>",
    "<li>",
    "</ul>",
    "<svg>",
    "</svg>",
    "<math>",
    "<mtext>",
    "<mglyph>",
    "<style>",
    "</style>",
    "<title>",
    "</title>",
    "<noscript>",
    "</noscript>",
    "<template>",
    "</template>",
    "<select>",
    "<option>",
    "<form>",
    "</form>",
    "<textarea>",
    "</textarea>",
    "<iframe srcdoc='<script>1</script>' src=//e.example/1>",
    "</iframe>",
    "<img src=/p.png onerror=alert(1)>",
    "<img data-src=/q.png srcset='/r.png 2x'>",
    "<h1>",
    "</h1>",
    "<pre>\n",
    "</pre>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "text",
    "&lt;script&gt;",
    "&amp;lt;",
    "<",
    ">",
    "\"",
    "'",
    "\u{0}",
    "ü",
    "<script>alert(1)</script>",
    "<blockquote>",
    "<ruby><rt>",
    "<section>",
    "<details><summary>",
    "<p id=x class=y style=z>",
    "<iframe src=https://www.youtube.com/embed/abc title='a &amp; b'></iframe>",
    "<video poster=/p.png src=/v.mp4>",
    "</video>",
    "<object><embed src=/e>",
    "</object>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<blockquote class=twitter-tweet cite=https://x.com/i/status/1>",
    "</blockquote>",
    "<amp-youtube data-videoid=abc>",
    "<a href='https://u:p@e.example/?utm_source=x&a=b'>",
    "<dl><dt>",
    "<button>",
    "<center>",
    "<br>",
    "<caption>",
];

/// Numbers from a seed (xorshift), no more.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }

    fn markup(&mut self) -> String {
        let length = 1 + self.below(40);
        (0..length).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }
}

fn base() -> Url {
    Url::parse("https://news.example/a/").unwrap()
}

fn depth(html: &str) -> usize {
    let document = Document::fragment(html);
    let mut open: Vec<_> = document.select("html").nodes().iter().map(|node| (*node, 0)).collect();
    let mut deepest = 0;
    while let Some((node, depth)) = open.pop() {
        deepest = deepest.max(depth);
        open.extend(node.element_children().into_iter().map(|child| (child, depth + 1)));
    }
    deepest
}

#[test]
fn twice_is_once_and_only_the_listed_remains() {
    for seed in 1..=2500_u64 {
        let html = Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)).markup();
        let once = sanitize(&html, Some(&base()));
        assert_eq!(sanitize(once.as_str(), Some(&base())), once, "seed {seed}: {html}");
        assert!(once.as_str().len() <= 24 * html.len() + 1024, "seed {seed}: {html} -> {}", once.as_str());
        for element in Document::fragment(once.as_str()).select("html *").nodes() {
            let name = element.node_name().unwrap();
            assert!(
                ![
                    "script", "style", "svg", "math", "form", "iframe", "object", "link", "meta", "template", "input",
                    "h1"
                ]
                .contains(&&*name),
                "seed {seed}: {html} -> {}",
                once.as_str()
            );
            for attribute in element.attrs() {
                let known = ["href", "src", "alt", "title", "width", "height", "colspan", "rowspan", "lang", "dir"];
                assert!(known.contains(&&*attribute.name.local), "seed {seed}: {html} -> {}", once.as_str());
                if matches!(&*attribute.name.local, "href" | "src") {
                    assert!(attribute.value.starts_with("https://"), "seed {seed}: {html}");
                }
            }
        }
    }
}

#[test]
fn bombs_take_no_time_and_leave_nothing_deep() {
    for piece in [
        "<div>",
        "<blockquote>",
        "<b>",
        "<b><div></b>",
        "<ul><li>",
        "<table><tr><td>",
        "<a href=/x>",
        "<p><i>",
        "<svg><desc><div></svg>",
        "<iframe src=https://e.example/1></iframe>",
        "<div class=related><span>related</span>",
        "<!--",
        "</p>",
        "<font a=1>x<p>",
    ] {
        let html = piece.repeat(5_000);
        let start = Instant::now();
        let safe = sanitize(&html, Some(&base()));
        assert!(depth(safe.as_str()) <= 102, "{piece}: {}", depth(safe.as_str()));
        let _ = (plain_text(&safe), to_markdown(&safe), text_of(&html));
        assert!(start.elapsed() < Duration::from_secs(20), "{piece}: {:?}", start.elapsed());
    }
}

#[test]
fn size_is_bounded() {
    let html = format!("<p>{}", "word ".repeat(4_000_000));
    assert!(sanitize(&html, None).as_str().len() <= 5 * 1024 * 1024);
}

#[test]
fn only_public_pictures_of_a_public_page_remain() {
    let html = "<img src=http://localhost/1.png><img src=http://10.0.0.1/2.png><img src=http://[::1]/3.png><img src='http://169.254.1.1/4.png'>\
        <img src=//cdn.example/5.png><a href=http://192.168.1.1/>router</a>";
    let safe = sanitize(html, Some(&base()));
    assert_eq!(image_urls(&safe), ["https://cdn.example/5.png"]);
    assert!(safe.as_str().ends_with("<a>router</a>"), "{}", safe.as_str());
    let home = Url::parse("http://192.168.1.1/feed").unwrap();
    assert_eq!(image_urls(&sanitize("<img src=/2.png>", Some(&home))), ["http://192.168.1.1/2.png"]);
    assert_eq!(sanitize("<p>a<img src=/relative.png>", None).as_str(), "<p>a</p>");
}

#[test]
fn lazy_pictures_and_blocks_are_as_a_browser_would_show_them() {
    let clean = |html: &str| sanitize(html, Some(&base())).as_str().to_owned();
    for html in [
        "<img srcset='/s.png 1x, /big.png 2x'>",
        "<img src='data:image/gif;base64,R0lGOD' data-srcset='/s.png 300w, /big.png 900w'>",
        "<picture><source srcset='/big.png 900w'><img alt=''></picture>",
        "<noscript><img src=/big.png></noscript>",
        "<img src='data:image/gif;base64,R0lGOD' class=lazy><noscript><img src=/big.png></noscript>",
    ] {
        assert_eq!(image_urls(&sanitize(html, Some(&base()))), ["https://news.example/big.png"], "{html}");
    }
    assert_eq!(clean("<section>one</section><section>two</section>"), "<div>one</div><div>two</div>");
    assert_eq!(
        clean("<video src=/film.mp4></video>"),
        "<figure><figcaption><a href=\"https://news.example/film.mp4\">Shown on news.example</a></figcaption></figure>"
    );
    assert_eq!(clean("<a href=mailto:a@b.example>m</a>"), "<a href=\"mailto:a@b.example\">m</a>");
}

#[test]
fn links_to_notes_lead_into_their_own_page() {
    let base = Url::parse("https://news.example/a?b=1").unwrap();
    let clean = |html: &str| sanitize(html, Some(&base)).as_str().to_owned();
    let note =
        clean("<p>Said<sup><a id=ref1 href='#fn1'>1</a></sup></p><ol><li id=fn1>So. <a href='#ref1'>↩</a></li></ol>");
    assert_eq!(
        note,
        "<p>Said<sup><a href=\"https://news.example/a?b=1#fn1\">1</a></sup></p><ol><li>So. <a href=\"https://news.example/a?b=1#ref1\">↩</a></li></ol>"
    );
    assert_eq!(clean(&note), note);
    assert_eq!(clean("<a href='#'>up</a>"), "<a>up</a>");
    assert_eq!(sanitize("<a href='#fn1'>1</a>", None).as_str(), "<a>1</a>", "nowhere to lead without an address");
}
