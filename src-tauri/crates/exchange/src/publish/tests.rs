use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use super::*;
use fixture::{CROOKED, PNG, epub, pictures, piece};

#[path = "../../tests/fixture/mod.rs"]
mod fixture;

/// Files in memory.
#[derive(Default)]
struct Folder(BTreeMap<String, Vec<u8>>);

impl Files for Folder {
    fn file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        assert!(self.0.insert(name.to_owned(), bytes.to_vec()).is_none(), "{name} is written twice");
        Ok(())
    }
}

impl Folder {
    fn text(&self, name: &str) -> &str {
        std::str::from_utf8(&self.0[name]).unwrap()
    }
}

#[test]
fn front_matter_is_yaml_whatever_a_headline_looks_like() {
    let titles = [
        "Plain",
        "yes",
        "null",
        "1e3",
        "- a list",
        "a: b # c",
        "\"quoted\" 'single'",
        "back\\slash",
        "{x: [y]}",
        "%tag",
        "@at `tick`",
        "multi\nline",
        "tab\there",
        "line\u{2028}separator\u{85}next",
        "\u{feff}bom",
        "--- ...",
        "emoji 👩‍👧 עברית 東京",
        "!!binary x",
        "",
        "&anchor *alias",
        "~",
        "2026-03-01",
        "<<: merge",
        "\0null",
    ];
    for title in titles {
        let mut folder = Folder::default();
        let piece = Piece {
            title: title.to_owned(),
            tags: vec!["two words".to_owned(), "a/b".to_owned(), "#x".to_owned()],
            author: Some(title.to_owned()),
            ..piece("<p>text</p>")
        };
        let name = Markdown::default().add(&piece, &mut folder, &mut pictures).unwrap();
        let text = folder.text(&name);
        let (front, _) = text.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap();
        let front: yaml_rust2::Yaml = yaml_rust2::YamlLoader::load_from_str(front).unwrap().remove(0);
        // An empty headline is left out.
        assert_eq!(front["title"].as_str().unwrap_or_default(), title, "{text}");
        assert_eq!(front["author"].as_str().unwrap_or_default(), title);
        assert_eq!(front["url"].as_str(), Some("https://example.com/a?b=[c]|d"));
        assert_eq!(front["tags"][0].as_str(), Some("two-words"));
        assert_eq!(front["tags"][1].as_str(), Some("a/b"));
        assert_eq!(front["standfirst"].as_i64(), Some(7));
        assert_eq!(front["read"].as_bool(), Some(false));
    }
}

#[test]
fn names_of_files_are_safe_everywhere_and_stay_the_same() {
    for (title, name) in [
        ("What’s new, “Doc”?", "2026-03-01-Whats-new-Doc-7"),
        ("../../etc/passwd", "2026-03-01-etc-passwd-7"),
        ("CON", "2026-03-01-CON-7"),
        ("東京 2020", "2026-03-01-東京-2020-7"),
        ("...", "2026-03-01-untitled-7"),
        ("a\0b:c*?<>|", "2026-03-01-a-b-c-7"),
    ] {
        assert_eq!(names::stem(&Piece { title: title.to_owned(), ..piece("") }), name);
    }
    let long = names::stem(&Piece { title: "語".repeat(400), ..piece("") });
    assert!(long.len() < 200, "a name has at most 255 bytes with its ending");
    assert_eq!(names::link("articles/東 京.html"), "articles/%E6%9D%B1%20%E4%BA%AC.html");
}

#[test]
fn markdown_has_the_text_its_pictures_and_what_was_marked() {
    let mut folder = Folder::default();
    let marked = |text: &str, note: Option<&str>| Highlight {
        text: text.to_owned(),
        note: note.map(str::to_owned),
        ..Highlight::default()
    };
    let html = "<h2>Part</h2><p>One <b>two three</b> four.</p><ul><li>x</li></ul><p><img src=\"https://x.example/1.png\" alt=\"A view\">\
        <img src=\"https://x.example/2.jpg\" alt=\"Gone\"></p><p>See <a href=\"https://y.example/\">there</a>.</p>";
    let piece = Piece {
        highlights: vec![marked("two three four", Some("Why?\nBecause.")), marked("nowhere any more", None)],
        lead: Some(Lead {
            url: "https://x.example/1.png".to_owned(),
            caption: Some("The lead".to_owned()),
            credit: None,
        }),
        deck: Some("A *deck*".to_owned()),
        ..piece(html)
    };
    let name = Markdown::default().add(&piece, &mut folder, &mut pictures).unwrap();
    let text = folder.text(&name);
    for expected in [
        "# A: headline\n\n*A \\*deck\\**\n\n[The Example · 2026-03-01](<https://example.com/a?b=[c]|d>)",
        "## Part",
        "One **==two three==** ==four==.",
        "![A view](pictures/abc.png)",
        "*Gone*",
        "[there](https://y.example/)",
        "The lead",
        "## Highlights\n\n> two three four\n\nWhy?\nBecause.\n\n> nowhere any more\n",
    ] {
        assert!(text.contains(expected), "{expected:?} is not in\n{text}");
    }
    assert_eq!(folder.0["pictures/abc.png"], PNG);
    // Read by another, it is what it was.
    let body = text.split_once("\n---\n").unwrap().1;
    let events: Vec<pulldown_cmark::Event<'_>> = pulldown_cmark::Parser::new(body).collect();
    let count = |is: &dyn Fn(&pulldown_cmark::Tag<'_>) -> bool| {
        events.iter().filter(|event| matches!(event, pulldown_cmark::Event::Start(tag) if is(tag))).count()
    };
    assert_eq!(
        count(&|tag| matches!(tag, pulldown_cmark::Tag::Image { dest_url, .. } if &**dest_url == "pictures/abc.png")),
        2
    );
    assert_eq!(count(&|tag| matches!(tag, pulldown_cmark::Tag::Heading { .. })), 3);
    assert_eq!(count(&|tag| matches!(tag, pulldown_cmark::Tag::BlockQuote(_))), 2);
    assert_eq!(count(&|tag| matches!(tag, pulldown_cmark::Tag::Link { .. })), 2);
}

#[test]
fn a_headline_of_a_note_loaded_a_picture_from_elsewhere() {
    for words in [
        "![](https://evil.example/p.png)",
        "<img src=https://evil.example/p.png>",
        "x](y) ![](https://evil.example/p.png",
        "`` ![](https://evil.example/p.png) ``",
        "\\![](https://evil.example/p.png)",
        "&#33;[](https://evil.example/p.png)",
        "[link](https://evil.example/)",
        "<https://evil.example/>",
        "- a list",
        "1. a list",
        "2) *this* and __that__ ~~gone~~ &amp; # more",
        "===",
    ] {
        let words = words.to_owned();
        let piece = Piece {
            title: words.clone(),
            deck: Some(words.clone()),
            author: Some(words.clone()),
            url: Some("https://example.com/?a=\\".to_owned()),
            highlights: vec![Highlight { text: words.clone(), note: Some(words.clone()), ..Highlight::default() }],
            ..piece("<p>text <img src='https://x.example/2.jpg' alt='x](y) ![](https://evil.example/alt.png)'></p>")
        };
        let mut folder = Folder::default();
        let name = Markdown::default().add(&piece, &mut folder, &mut pictures).unwrap();
        let body = folder.text(&name).split_once("\n---\n").unwrap().1;
        let mut said = String::new();
        let all = pulldown_cmark::Options::all();
        for event in pulldown_cmark::Parser::new_ext(body, all) {
            match event {
                pulldown_cmark::Event::Text(text) | pulldown_cmark::Event::Code(text) => said.push_str(&text),
                pulldown_cmark::Event::Start(pulldown_cmark::Tag::Link { dest_url, .. }) => {
                    assert_eq!(&*dest_url, "https://example.com/?a=%5C", "{body}");
                }
                pulldown_cmark::Event::Start(
                    pulldown_cmark::Tag::Image { .. } | pulldown_cmark::Tag::List(_) | pulldown_cmark::Tag::HtmlBlock,
                )
                | pulldown_cmark::Event::Html(_)
                | pulldown_cmark::Event::InlineHtml(_) => panic!("{event:?} in {body}"),
                _ => {}
            }
        }
        // The headline, the deck, the author, the passage and the note: each as it was.
        assert_eq!(said.matches(&words).count(), 5, "{said} of {body}");
    }
}

#[test]
fn a_passage_is_marked_where_it_stands_and_not_where_its_words_stand_too() {
    let mut nodes = tree::parse("<p>the end. the</p><p>end. More &amp; more the\nend.</p>");
    let highlights = [
        Highlight { text: "the end.".to_owned(), before: "more ".to_owned(), note: None },
        Highlight { text: "the end. the end.".to_owned(), ..Highlight::default() },
        Highlight { text: "missing".to_owned(), ..Highlight::default() },
    ];
    let mark = |run: String| vec![tree::Node::Element(tree::Element::new("mark", vec![tree::Node::Text(run)]))];
    let lost = passages::mark(&mut nodes, &highlights, &mark);
    assert_eq!(lost, [&highlights[2]]);
    let mut html = String::new();
    tree::html(&nodes, &mut html);
    assert_eq!(html, "<p><mark>the end. the</mark></p><p><mark>end.</mark> More &amp; more <mark>the\nend.</mark></p>");
}

#[test]
fn crooked_markup_becomes_xhtml_that_parses_and_keeps_its_words() {
    let mut out = String::new();
    xhtml::flow(&tree::parse(CROOKED), &mut out);
    for word in [
        "bold",
        "block in a phrase",
        "stray",
        "with a block",
        "alone",
        "first a definition",
        "term",
        "not here",
        "kan",
        "only",
        "two\n  lines",
        "control",
        "bare",
        "href=\"https://x.example/%25zz%7C%5B%5D\"",
        "<ol start=\"-3\">",
        "<thead><tr><th>h</th></tr>",
    ] {
        assert!(out.contains(word), "{word} is not in\n{out}");
    }
    assert!(!out.contains("colspan") && !out.contains("datetime") && !out.contains("<col"), "{out}");
    assert!(!out.contains('\u{1}'));
    // What was a tree is one for an XML parser, which forgives nothing.
    let mut depth = 0;
    for piece in out.split('<').skip(1) {
        depth += match piece.as_bytes() {
            [b'/', ..] => -1,
            _ if piece.split('>').next().unwrap().ends_with('/') => 0,
            _ => 1,
        };
        assert!(depth >= 0, "{out}");
    }
    assert_eq!(depth, 0, "{out}");
}

#[test]
fn pages_read_with_the_network_off() {
    let mut folder = Folder::default();
    let mut pages = Html::default();
    let first = piece("<p>Text <img src=\"https://x.example/1.png\" alt=\"A view\"></p>");
    let second =
        Piece { id: 8, title: "עברית <b>".to_owned(), rtl: true, lang: Some("he".to_owned()), ..piece(CROOKED) };
    let names: Vec<String> =
        [&first, &second].map(|piece| pages.add(piece, &mut folder, &mut pictures).unwrap()).to_vec();
    pages.finish("Saved & kept", &mut folder).unwrap();
    let index = folder.text("index.html");
    assert!(index.contains("<h1>Saved &amp; kept</h1>"));
    for name in &names {
        assert!(index.contains(&format!("href=\"{}\"", names::link(name))), "{index}");
        let page = folder.text(name);
        assert!(page.contains("default-src 'none'"));
        for (at, _) in page.match_indices("src=\"") {
            assert!(page[at + 5..].starts_with("../pictures/abc.png\""), "{page}");
        }
    }
    assert!(folder.text(&names[1]).contains("<html lang=\"he\" dir=\"rtl\">"));
    assert!(index.contains("עברית &lt;b&gt;"));
}

#[test]
fn an_epub_has_its_parts_in_order_and_is_the_same_each_time() {
    let pieces = [piece(CROOKED), Piece { id: 8, rtl: true, lang: Some("fa-IR".to_owned()), ..piece("<p>x</p>") }];
    let bytes = epub(&pieces);
    assert_eq!(bytes, epub(&pieces));
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip", "known by its first bytes");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    assert!(text("EPUB/package.opf").contains("<dc:title>Saved &amp; kept</dc:title>\n<dc:language>en</dc:language>"));
    assert!(text("EPUB/package.opf").contains("2026-03-01T08:00:00Z"));
    assert!(text("EPUB/nav.xhtml").contains("article-00002.xhtml"));
    assert!(text("EPUB/article-00001.xhtml").contains("src=\"pictures/abc.png\" alt=\"A &amp; b\""));
    assert!(text("EPUB/article-00002.xhtml").contains("lang=\"fa-IR\" xml:lang=\"fa-IR\" dir=\"rtl\""));
}
