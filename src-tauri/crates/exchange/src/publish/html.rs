//! Pages of HTML that read in any browser with the network off: an index, a page for each article, pictures beside them. They
//! run nothing and load nothing from elsewhere.

use std::io;

use super::epub::{is_language, notes};
use super::pictures::{Place, Written, lead};
use super::tree::{self, Element, Node, escaped};
use super::{Files, Pictures, Piece, about, names, passages, xhtml};

const STYLE: &str = ":root { color-scheme: light dark; }
body { font: 1.1rem/1.55 Georgia, 'Source Serif 4', serif; margin: 2rem auto; max-width: 40rem; padding: 0 1rem; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.2; }
a { color: inherit; }
img { height: auto; max-width: 100%; }
figure { margin: 1.5rem 0; }
figcaption, .about { font-size: 0.85rem; opacity: 0.8; }
.deck { font-style: italic; }
mark { background: #ffe58a; color: #111; }
blockquote { border-inline-start: 3px solid; margin-inline: 0; padding-inline-start: 1rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
td, th { border: 1px solid; padding: 0.2rem 0.5rem; vertical-align: top; }
pre { overflow-x: auto; }
.index { list-style: none; padding: 0; }
.index li { margin-block-end: 1.5rem; }
";

/// No script, no frame, nothing from elsewhere, whatever an article holds.
const POLICY: &str =
    "default-src 'none'; img-src 'self' file:; style-src 'self' file:; base-uri 'none'; form-action 'none'";

/// Articles lie in a folder beside that of the pictures.
const PLACE: Place = Place { folder: "pictures/", seen: "../pictures/" };

/// Writes pages.
#[derive(Debug, Default)]
pub struct Html {
    written: Written,
    items: Vec<String>,
}

impl Html {
    /// Adds an article; returns the name of its page.
    ///
    /// # Errors
    /// What writing fails with; so do the others.
    pub fn add(&mut self, piece: &Piece, files: &mut dyn Files, pictures: &mut Pictures<'_>) -> io::Result<String> {
        let mut nodes = tree::parse(&piece.html);
        let mark = |run: String| vec![Node::Element(Element::new("mark", vec![Node::Text(run)]))];
        let lost = passages::mark(&mut nodes, &piece.highlights, &mark);
        nodes.splice(0..0, lead(piece.lead.as_ref()));
        let nodes = tree::pictures(nodes, &mut |picture| self.written.show(&picture, PLACE, files, pictures))?;
        let title = if piece.title.trim().is_empty() { "Untitled" } else { piece.title.trim() };
        let mut body =
            format!("<p class=\"about\"><a href=\"../index.html\">All articles</a></p>\n<h1>{}</h1>\n", escaped(title));
        let deck = piece.deck.as_deref().filter(|deck| !deck.trim().is_empty());
        let deck = deck.map(|deck| format!("<p class=\"deck\">{}</p>\n", escaped(deck))).unwrap_or_default();
        body.push_str(&deck);
        let said = escaped(&about(piece));
        let said = match piece.url.as_deref().and_then(xhtml::address) {
            Some(url) => format!("<a href=\"{}\" rel=\"noreferrer\">{said}</a>", escaped(&url)),
            None => said,
        };
        body.push_str(&format!("<p class=\"about\">{said}</p>\n"));
        xhtml::flow(&nodes, &mut body);
        notes(piece, &lost, &mut body);
        let name = format!("articles/{}.html", names::stem(piece));
        let lang = piece.lang.as_deref().filter(|lang| is_language(lang));
        files.file(&name, page(title, lang, piece.rtl, "../", &body).as_bytes())?;
        let dir = if piece.rtl { " dir=\"rtl\"" } else { "" };
        self.items.push(format!(
            "<li{dir}><a href=\"{}\"><strong>{}</strong></a>\n{deck}<p class=\"about\">{}</p></li>\n",
            escaped(&names::link(&name)),
            escaped(title),
            escaped(&about(piece))
        ));
        Ok(name)
    }

    /// Writes the index and the style.
    pub fn finish(self, title: &str, files: &mut dyn Files) -> io::Result<()> {
        let body = format!("<h1>{}</h1>\n<ul class=\"index\">\n{}</ul>\n", escaped(title), self.items.concat());
        files.file("style.css", STYLE.as_bytes())?;
        files.file("index.html", page(title, None, false, "", &body).as_bytes())
    }
}

fn page(title: &str, lang: Option<&str>, rtl: bool, up: &str, body: &str) -> String {
    let lang = lang.map(|lang| format!(" lang=\"{lang}\"")).unwrap_or_default();
    let dir = if rtl { "rtl" } else { "ltr" };
    format!(
        "<!DOCTYPE html>
<html{lang} dir=\"{dir}\">
<head>
<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"referrer\" content=\"no-referrer\">
<title>{}</title>
<link rel=\"stylesheet\" href=\"{up}style.css\">
</head>
<body>
{body}</body>
</html>
",
        escaped(title)
    )
}
