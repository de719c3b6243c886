//! An EPUB 3 (EPUB 3.3, and 3.2 before it): a cover that needs no picture, a table of contents, a chapter for each article.
//!
//! Our own packaging: it is three small documents, and the libraries that write them put in the time of day and random
//! numbers, or take whole chapters as strings that nobody has looked at.

use std::io::{self, Seek, Write};

use jiff::Timestamp;

use super::pictures::{Place, Written, lead};
use super::tree::{self, Element, Node, escaped};
use super::{Files, Pictures, Piece, Zip, about, passages, xhtml};

/// Media types that every reading system must show (EPUB 3.2; WebP came with 3.3).
const CORE: &[&str] = &["image/gif", "image/jpeg", "image/png"];

const STYLE: &str = "body { line-height: 1.5; margin: 0 5%; }
h1 { line-height: 1.2; }
figure { margin: 1em 0; }
img { max-width: 100%; height: auto; }
figcaption, .about { font-size: 0.85em; }
.deck { font-style: italic; }
.cover { text-align: center; }
.cover h1 { font-size: 2.2em; margin-top: 20%; }
blockquote { margin: 1em 5%; }
table { border-collapse: collapse; }
td, th { border: 1px solid; padding: 0.2em 0.4em; vertical-align: top; }
pre { white-space: pre-wrap; }
";

/// Chapters and pictures lie in one folder.
const PLACE: Place = Place { folder: "EPUB/pictures/", seen: "pictures/" };

/// Writes an EPUB.
#[derive(Debug)]
pub struct Epub<W: Write + Seek> {
    zip: Zip<W>,
    title: String,
    written: Written,
    chapters: Vec<Chapter>,
}

#[derive(Debug)]
struct Chapter {
    title: String,
    source: String,
    lang: Option<String>,
    rtl: bool,
}

impl<W: Write + Seek> Epub<W> {
    /// Begins one with a title.
    ///
    /// # Errors
    /// What writing fails with; so do the others.
    pub fn new(out: W, title: &str) -> io::Result<Self> {
        let mut zip = Zip::new(out);
        // The first file, as it is: by this a program knows an EPUB from its first bytes (OCF 3.3, 4.3).
        zip.file("mimetype", b"application/epub+zip")?;
        zip.file("META-INF/container.xml", CONTAINER.as_bytes())?;
        zip.file("EPUB/style.css", STYLE.as_bytes())?;
        let title = if title.trim().is_empty() { "Standfirst" } else { title.trim() };
        Ok(Self { zip, title: title.to_owned(), written: Written::default(), chapters: Vec::new() })
    }

    /// Adds an article. Pictures of a kind that not every reading system shows become their descriptions.
    pub fn add(&mut self, piece: &Piece, pictures: &mut Pictures<'_>) -> io::Result<()> {
        let mut nodes = tree::parse(&piece.html);
        let mark = |run: String| vec![Node::Element(Element::new("mark", vec![Node::Text(run)]))];
        let lost = passages::mark(&mut nodes, &piece.highlights, &mark);
        nodes.splice(0..0, lead(piece.lead.as_ref()));
        let mut shown = |url: &str| pictures(url).filter(|found| CORE.contains(&found.media_type.as_str()));
        let nodes =
            tree::pictures(nodes, &mut |picture| self.written.show(&picture, PLACE, &mut self.zip, &mut shown))?;
        let mut body = format!("<h1>{}</h1>\n", escaped(titled(&piece.title)));
        if let Some(deck) = piece.deck.as_deref().filter(|deck| !deck.trim().is_empty()) {
            body.push_str(&format!("<p class=\"deck\">{}</p>\n", escaped(deck)));
        }
        let about = escaped(&about(piece));
        let about = match piece.url.as_deref().and_then(xhtml::address) {
            Some(url) => format!("<a href=\"{}\">{about}</a>", escaped(&url)),
            None => about,
        };
        body.push_str(&format!("<p class=\"about\">{about}</p>\n"));
        xhtml::flow(&nodes, &mut body);
        notes(piece, &lost, &mut body);
        let lang = piece.lang.as_deref().filter(|lang| is_language(lang));
        let chapter = Chapter {
            title: titled(&piece.title).to_owned(),
            source: piece.source.clone(),
            lang: lang.map(str::to_owned),
            rtl: piece.rtl,
        };
        self.chapters.push(chapter);
        let name = format!("EPUB/article-{:05}.xhtml", self.chapters.len());
        let page = page(titled(&piece.title), lang, piece.rtl, "", &body);
        self.zip.file(&name, page.as_bytes())
    }

    /// Ends it. `made` is when, and `identifier` what tells it from every other publication.
    pub fn finish(mut self, identifier: &str, made: Timestamp) -> io::Result<W> {
        let lang = most(self.chapters.iter().filter_map(|chapter| chapter.lang.as_deref())).unwrap_or("und").to_owned();
        let rtl = self.chapters.iter().filter(|chapter| chapter.rtl).count() * 2 > self.chapters.len();
        let cover = self.cover();
        self.zip
            .file("EPUB/cover.xhtml", page(&self.title, Some(&lang), rtl, " epub:type=\"cover\"", &cover).as_bytes())?;
        let contents = self.contents();
        self.zip.file("EPUB/nav.xhtml", page(&self.title, Some(&lang), rtl, "", &contents).as_bytes())?;
        let package = self.package(&lang, rtl, identifier, made);
        self.zip.file("EPUB/package.opf", package.as_bytes())?;
        self.zip.finish()
    }

    fn cover(&self) -> String {
        let mut sources: Vec<&str> = Vec::new();
        for chapter in &self.chapters {
            if !sources.contains(&chapter.source.as_str()) && sources.len() < 12 {
                sources.push(&chapter.source);
            }
        }
        let count = self.chapters.len();
        let count = if count == 1 { "1 article".to_owned() } else { format!("{count} articles") };
        format!(
            "<div class=\"cover\"><h1>{}</h1>\n<p>{count}</p>\n<p class=\"about\">{}</p></div>\n",
            escaped(&self.title),
            escaped(&sources.join(" · "))
        )
    }

    fn contents(&self) -> String {
        let mut items = String::from("<li><a href=\"cover.xhtml\">Cover</a></li>\n");
        for (at, chapter) in self.chapters.iter().enumerate() {
            let dir = if chapter.rtl { " dir=\"rtl\"" } else { "" };
            items.push_str(&format!(
                "<li{dir}><a href=\"article-{:05}.xhtml\">{}</a></li>\n",
                at + 1,
                escaped(&chapter.title)
            ));
        }
        format!("<nav epub:type=\"toc\" id=\"toc\"><h1>{}</h1>\n<ol>\n{items}</ol></nav>\n", escaped(&self.title))
    }

    fn package(&self, lang: &str, rtl: bool, identifier: &str, made: Timestamp) -> String {
        let mut items = String::new();
        let mut spine = String::new();
        for at in 1..=self.chapters.len() {
            items.push_str(&format!(
                "<item id=\"a{at}\" href=\"article-{at:05}.xhtml\" media-type=\"application/xhtml+xml\"/>\n"
            ));
            spine.push_str(&format!("<itemref idref=\"a{at}\"/>\n"));
        }
        for (at, (name, media_type)) in self.written.all().iter().enumerate() {
            items.push_str(&format!("<item id=\"p{at}\" href=\"pictures/{name}\" media-type=\"{media_type}\"/>\n"));
        }
        let direction = if rtl { " page-progression-direction=\"rtl\"" } else { "" };
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\" xml:lang=\"{lang}\">
<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">
<dc:identifier id=\"id\">{}</dc:identifier>
<dc:title>{}</dc:title>
<dc:language>{lang}</dc:language>
<dc:creator>Standfirst</dc:creator>
<meta property=\"dcterms:modified\">{}</meta>
<meta property=\"schema:accessMode\">textual</meta>
<meta property=\"schema:accessModeSufficient\">textual</meta>
<meta property=\"schema:accessibilityFeature\">tableOfContents</meta>
<meta property=\"schema:accessibilityFeature\">structuralNavigation</meta>
<meta property=\"schema:accessibilityHazard\">unknown</meta>
</metadata>
<manifest>
<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>
<item id=\"cover\" href=\"cover.xhtml\" media-type=\"application/xhtml+xml\"/>
<item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>
{items}</manifest>
<spine{direction}>
<itemref idref=\"cover\"/>
<itemref idref=\"nav\"/>
{spine}</spine>
</package>
",
            escaped(identifier),
            escaped(&self.title),
            made.strftime("%Y-%m-%dT%H:%M:%SZ")
        )
    }
}

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">
<rootfiles><rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles>
</container>
";

fn titled(title: &str) -> &str {
    if title.trim().is_empty() { "Untitled" } else { title.trim() }
}

fn page(title: &str, lang: Option<&str>, rtl: bool, body_type: &str, body: &str) -> String {
    let lang = lang.map(|lang| format!(" lang=\"{lang}\" xml:lang=\"{lang}\"")).unwrap_or_default();
    let dir = if rtl { "rtl" } else { "ltr" };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<!DOCTYPE html>
<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"{lang} dir=\"{dir}\">
<head><title>{}</title><link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/></head>
<body{body_type}>
{body}</body>
</html>
",
        escaped(title)
    )
}

/// What the reader noted, and passages that the text does not have any more.
pub(super) fn notes(piece: &Piece, lost: &[&super::Highlight], body: &mut String) {
    let noted = |highlight: &&super::Highlight| {
        let has_note = highlight.note.as_deref().is_some_and(|note| !note.trim().is_empty());
        has_note || lost.iter().any(|lost| std::ptr::eq(*lost, *highlight))
    };
    let noted: Vec<&super::Highlight> = piece.highlights.iter().filter(noted).collect();
    if noted.is_empty() {
        return;
    }
    body.push_str("<hr/>\n<h2>Notes</h2>\n");
    for highlight in noted {
        body.push_str(&format!("<blockquote><p>{}</p></blockquote>\n", escaped(highlight.text.trim())));
        if let Some(note) = highlight.note.as_deref().filter(|note| !note.trim().is_empty()) {
            body.push_str(&format!("<p>{}</p>\n", escaped(note.trim())));
        }
    }
}

/// Whether it has the form of a language (BCP 47): checkers refuse what feeds sometimes have there.
pub(super) fn is_language(lang: &str) -> bool {
    let mut parts = lang.split('-');
    parts
        .next()
        .is_some_and(|first| (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic()))
        && parts.all(|part| {
            let is_part = part.len() == 2 || part.len() == 4;
            is_part && part.bytes().all(|byte| byte.is_ascii_alphabetic())
        })
}

/// The one that is there most often; of several, the first.
fn most<'a>(all: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for one in all {
        match counts.iter_mut().find(|(known, _)| *known == one) {
            Some((_, count)) => *count += 1,
            None => counts.push((one, 1)),
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map(|(one, _)| *one)
}
