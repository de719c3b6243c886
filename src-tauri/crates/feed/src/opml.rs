//! OPML, the list of sources that readers exchange: read however broken, written as OPML 2.0.

use std::fmt::Write as _;

use std::collections::HashSet;

use dom_query::{Document, NodeRef};

/// One source of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The outlines it stands in, joined with ` / `.
    pub folder: Option<String>,
    /// May be empty.
    pub title: String,
    /// As written.
    pub feed_url: String,
    /// Its site, as written.
    pub site_url: Option<String>,
}

/// A list of sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opml {
    /// What the list calls itself.
    pub title: Option<String>,
    /// In the order of the file, each address once.
    pub outlines: Vec<Outline>,
    /// The line of the file that each of them stands in.
    pub lines: Vec<u64>,
    /// Addresses of pages without a feed, which the program that wrote the list reads by rules of its own.
    pub pages: HashSet<String>,
    /// What was passed over, with the reason.
    pub skipped: Vec<Passed>,
    /// What of the sources taken was left out.
    pub partly: Vec<Passed>,
}

/// Something that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The line of the file, from 1.
    pub line: u64,
    /// Its name.
    pub what: String,
    /// The reason.
    pub why: String,
}

/// What of an outline we do not take, with what it is for: the beginning of the attribute's name in small letters.
/// Source: `FreshRSS`'s documentation, `docs/en/developers/OPML.md`, and its `Services/ImportService.php`.
const NOT_OURS: &[(&str, &str)] = &[
    ("frss:css", "its rules for cutting articles out of pages"),
    ("frss:curlopt", "its settings for requests, such as cookies and headers"),
    ("frss:filters", "its rules for marking articles read"),
    ("frss:json", "its rules for reading JSON"),
    ("frss:xpath", "its rules for reading a page (XPath)"),
];

/// Why a file is no list of sources.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it is not an OPML file")]
pub struct OpmlError;

/// Reads a list. 80 of 118 lists measured are not well-formed XML (bare ampersands, unclosed outlines), so an HTML
/// parser reads them: it never gives up.
///
/// # Errors
/// [`OpmlError`] when there is no outline element at all.
pub fn read(bytes: &[u8]) -> Result<Opml, OpmlError> {
    let document = crate::encoding::decoded(bytes, None);
    let text = without_comments(&crate::encoding::to_utf8(bytes, None));
    // What stands before the document was cut off.
    let before = document.len().saturating_sub(document.find(['<', '{']).map_or(0, |at| document.len() - at));
    let first_line = 1 + count_lines(&document[..before]);
    let lower = text.to_ascii_lowercase();
    if !lower.contains("<opml") && !lower.contains("<outline") {
        return Err(OpmlError);
    }
    let document = Document::from(only_outlines(&text, &lower, first_line));
    let all = document.select("outline");
    let mut list = Opml {
        title: crate::text::plain(&document.select_single("title").text()),
        outlines: Vec::new(),
        lines: Vec::new(),
        pages: HashSet::new(),
        skipped: Vec::new(),
        partly: Vec::new(),
    };
    let mut known = HashSet::new();
    for node in all.nodes() {
        let attribute =
            |name: &str| node.attr(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let line = attribute(LINE).and_then(|line| line.parse().ok()).unwrap_or_default();
        let passed = |what: &str, why: &str| Passed { line, what: what.to_owned(), why: why.to_owned() };
        let title = attribute("title").or_else(|| attribute("text")).unwrap_or_default();
        match attribute("xmlurl")
            .or_else(|| attribute("url").filter(|_| attribute("type").is_some_and(|kind| kind == "rss")))
        {
            Some(feed_url) if !known.insert(feed_url.clone()) => {
                list.skipped.push(passed(name_or(&title, &feed_url), "listed twice"));
            }
            Some(feed_url) => {
                let left = left_out(node);
                if !left.is_empty() {
                    list.partly
                        .push(passed(name_or(&title, &feed_url), &format!("followed without {}", left.join(", "))));
                }
                // HTML+XPath, HTML+XPath+JSON+DotNotation: the address is a page's.
                if attribute("type").is_some_and(|kind| kind.to_ascii_lowercase().starts_with("html")) {
                    list.pages.insert(feed_url.clone());
                }
                list.lines.push(line);
                list.outlines.push(Outline { folder: folder(node), title, feed_url, site_url: attribute("htmlurl") });
            }
            None if node.element_children().is_empty() && !title.is_empty() => {
                list.skipped.push(passed(&title, "no feed address"));
            }
            None => {}
        }
    }
    Ok(list)
}

fn left_out(node: &NodeRef<'_>) -> Vec<&'static str> {
    let named = |beginning: &str| {
        node.attrs().iter().any(|attribute| {
            let name = attribute.name.local.to_ascii_lowercase();
            name.starts_with(beginning) && !attribute.value.trim().is_empty()
        })
    };
    NOT_OURS.iter().filter(|(beginning, _)| named(beginning)).map(|(_, what)| *what).collect()
}

/// Comments go; the lines they take stay, so that those after them keep their numbers.
fn without_comments(text: &str) -> String {
    let mut parts = text.split("<!--");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (comment, after) = part.split_once("-->").unwrap_or((part, ""));
        out.extend(comment.matches('\n'));
        out.push_str(after);
    }
    out
}

fn count_lines(text: &str) -> u64 {
    text.matches('\n').count() as u64
}

/// The attribute that tells the line an outline stands in: the parser knows none.
const LINE: &str = "standfirst-line";

/// Bytes before the first outline that are read: the title is in them.
const HEAD: usize = 8192;

/// The outlines with the head before them, as HTML. `<outline … />` is no end there; written out it is one, and
/// nesting comes out as meant. All else is left out: it says nothing, and nested deep it takes the parser minutes.
/// `lower` is the text in lower case.
fn only_outlines(text: &str, lower: &str, first_line: u64) -> String {
    let first = lower.find("<outline").unwrap_or(text.len());
    let head = (0..=HEAD.min(first)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    // A tag that is cut in two would swallow the first outline.
    out.push_str(text[..head].rfind('>').map_or("", |end| &text[..=end]));
    let mut done = first;
    let mut line = first_line + count_lines(&text[..first]);
    while let Some(start) = lower[done..].find("<outline").map(|at| done + at) {
        out.extend(lower[done..start].matches("</outline").map(|_| "</outline>"));
        let end = start + tag_end(&text[start..]);
        let tag = &text[start..end];
        line += count_lines(&text[done..start]);
        // Before the others: of two of one name the first counts.
        let _ = write!(out, "{} {LINE}=\"{line}\"", &tag[..OUTLINE]);
        line += count_lines(tag);
        let tag = &tag[OUTLINE..];
        if let Some(open) = tag.strip_suffix("/>") {
            out.push_str(open);
            out.push_str("></outline>");
        } else {
            out.push_str(tag);
        }
        done = end;
    }
    out
}

/// Letters of `<outline`.
const OUTLINE: usize = 8;

/// Just past the `>` that ends the tag at the start of `tag`; one inside a quoted value does not.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn folder(node: &NodeRef<'_>) -> Option<String> {
    let mut names: Vec<String> = node
        .ancestors(None)
        .iter()
        // A source whose end is missing seems to hold those after it.
        .filter(|parent| parent.has_name("outline") && !parent.has_attr("xmlurl"))
        .filter_map(|parent| parent.attr("title").or_else(|| parent.attr("text")))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    names.reverse();
    (!names.is_empty()).then(|| names.join(" / "))
}

fn name_or<'a>(title: &'a str, url: &'a str) -> &'a str {
    if title.is_empty() { url } else { title }
}

/// Writes the sources of a folder, each with the names of the folders within it that it stands in.
fn level(all: &[(&[&str], &Outline)], depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    let mut folders: Vec<Option<&str>> = Vec::new();
    for (names, _) in all {
        if !folders.contains(&names.first().copied()) {
            folders.push(names.first().copied());
        }
    }
    for folder in folders {
        let inside: Vec<(&[&str], &Outline)> = all
            .iter()
            .filter(|(names, _)| names.first().copied() == folder)
            .map(|(names, outline)| (names.get(1..).unwrap_or_default(), *outline))
            .collect();
        if let Some(name) = folder {
            let name = escape(name);
            let _ = writeln!(text, "{indent}<outline text=\"{name}\" title=\"{name}\">");
            level(&inside, depth + 1, text);
            let _ = writeln!(text, "{indent}</outline>");
            continue;
        }
        for (_, outline) in inside {
            let title = escape(&outline.title);
            let _ = write!(
                text,
                "{indent}<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{}\"",
                escape(&outline.feed_url)
            );
            if let Some(site) = &outline.site_url {
                let _ = write!(text, " htmlUrl=\"{}\"", escape(site));
            }
            text.push_str("/>\n");
        }
    }
}

/// Writes a list as OPML 2.0, folders as outlines around their sources, one in another where their names are joined with
/// ` / `, in the order given.
#[must_use]
pub fn write(title: &str, outlines: &[Outline]) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>{}</title>\n  </head>\n  <body>\n",
        escape(title)
    );
    let all: Vec<(Vec<&str>, &Outline)> = outlines
        .iter()
        .map(|outline| {
            let names = outline.folder.as_deref().unwrap_or_default().split(" / ").map(str::trim);
            (names.filter(|name| !name.is_empty()).collect(), outline)
        })
        .collect();
    level(&all.iter().map(|(names, outline)| (names.as_slice(), *outline)).collect::<Vec<_>>(), 2, &mut text);
    text.push_str("  </body>\n</opml>\n");
    text
}

/// Characters XML 1.0 cannot hold at all are left out.
fn escape(text: &str) -> String {
    let allowed: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r')).collect();
    quick_xml::escape::escape(allowed.as_str()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{Outline, read, write};

    fn outline(folder: Option<&str>, title: &str, url: &str) -> Outline {
        Outline {
            folder: folder.map(str::to_owned),
            title: title.to_owned(),
            feed_url: url.to_owned(),
            site_url: Some("https://a.example/?x=1&y=2".to_owned()),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let outlines = vec![
            outline(None, "A \"quoted\" & <odd> name", "https://a.example/feed?x=1&y=2"),
            outline(Some("News / Local"), "B", "https://b.example/"),
        ];
        assert_eq!(read(write("Mine", &outlines).as_bytes()).unwrap().outlines, outlines);
    }

    #[test]
    fn broken_lists_are_read() {
        let text = r#"<opml><body><outline text="Tech & more"><outline text="One" xmlUrl="https://one.example/f?a=1&b=2"/><outline title="Two" XMLURL='https://two.example/'></outline></outline><outline text="One again" xmlUrl="https://one.example/f?a=1&b=2"/><outline text="Empty"/>"#;
        let list = read(text.as_bytes()).unwrap();
        let got: Vec<_> =
            list.outlines.iter().map(|o| (o.folder.as_deref(), o.title.as_str(), o.feed_url.as_str())).collect();
        assert_eq!(
            got,
            [
                (Some("Tech & more"), "One", "https://one.example/f?a=1&b=2"),
                (Some("Tech & more"), "Two", "https://two.example/")
            ]
        );
        let skipped: Vec<_> = list.skipped.iter().map(|it| (it.what.as_str(), it.why.as_str())).collect();
        assert_eq!(skipped, [("One again", "listed twice"), ("Empty", "no feed address")]);
    }

    #[test]
    fn what_of_a_source_is_not_taken_is_said_with_its_line() {
        let text = "\n<?xml version='1.0'?>\n<opml xmlns:frss=\"https://freshrss.org/opml\"><!-- a\nb --><body>\n<outline text=\"Page\" type=\"HTML+XPath\"\n xmlUrl=\"https://a.example/\" frss:xPathItem=\"//article\" frss:cssFullContent=\"main\"/>\n<outline text=\"Feed\" type=\"rss\" xmlUrl=\"https://b.example/\" frss:ttl=\"60\"/>\n<outline text='Bare'/></body></opml>";
        let list = read(text.as_bytes()).unwrap();
        assert_eq!(list.lines, [5, 7]);
        assert!(list.pages.contains("https://a.example/") && list.pages.len() == 1);
        assert_eq!(list.partly.len(), 1);
        assert_eq!(list.partly[0].line, 5);
        assert!(list.partly[0].why.contains("XPath") && list.partly[0].why.contains("cutting articles"));
        assert_eq!((list.skipped[0].line, list.skipped[0].what.as_str()), (8, "Bare"));
    }

    #[test]
    fn what_is_no_outline_counts_for_nothing() {
        let deep = "<div>".repeat(100_000);
        let text = format!(
            "<opml><head><title>Mine</title></head><body>{deep}<!-- <outline xmlUrl='https://out.example/'/> --><outline text='F'>{deep}\
             <outline text='A' xmlUrl='https://a.example/'/></div></outline>{deep}<outline text='B' xmlUrl='https://b.example/'/>"
        );
        let list = read(text.as_bytes()).unwrap();
        let got: Vec<_> = list.outlines.iter().map(|o| (o.folder.as_deref(), o.title.as_str())).collect();
        assert_eq!((list.title.as_deref(), got), (Some("Mine"), vec![(Some("F"), "A"), (None, "B")]));
    }

    #[test]
    fn another_file_is_no_list() {
        assert!(read(b"<html><body>hello").is_err());
        assert!(read(b"hello").is_err());
    }
}
