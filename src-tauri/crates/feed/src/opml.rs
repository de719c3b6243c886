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
    /// What was passed over, with the reason.
    pub skipped: Vec<String>,
}

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
    let text = without_comments(&crate::encoding::to_utf8(bytes, None));
    let lower = text.to_ascii_lowercase();
    if !lower.contains("<opml") && !lower.contains("<outline") {
        return Err(OpmlError);
    }
    let document = Document::from(only_outlines(&text, &lower));
    let all = document.select("outline");
    let mut list = Opml {
        title: crate::text::plain(&document.select_single("title").text()),
        outlines: Vec::new(),
        skipped: Vec::new(),
    };
    let mut known = HashSet::new();
    for node in all.nodes() {
        let attribute =
            |name: &str| node.attr(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let title = attribute("title").or_else(|| attribute("text")).unwrap_or_default();
        match attribute("xmlurl")
            .or_else(|| attribute("url").filter(|_| attribute("type").is_some_and(|kind| kind == "rss")))
        {
            Some(feed_url) if !known.insert(feed_url.clone()) => {
                list.skipped.push(format!("{}: listed twice", name_or(&title, &feed_url)));
            }
            Some(feed_url) => {
                list.outlines.push(Outline { folder: folder(node), title, feed_url, site_url: attribute("htmlurl") });
            }
            None if node.element_children().is_empty() && !title.is_empty() => {
                list.skipped.push(format!("{title}: no feed address"));
            }
            None => {}
        }
    }
    Ok(list)
}

fn without_comments(text: &str) -> String {
    let mut parts = text.split("<!--");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once("-->").map_or("", |(_, after)| after));
    }
    out
}

/// Bytes before the first outline that are read: the title is in them.
const HEAD: usize = 8192;

/// The outlines with the head before them, as HTML. `<outline … />` is no end there; written out it is one, and
/// nesting comes out as meant. All else is left out: it says nothing, and nested deep it takes the parser minutes.
/// `lower` is the text in lower case.
fn only_outlines(text: &str, lower: &str) -> String {
    let first = lower.find("<outline").unwrap_or(text.len());
    let head = (0..=HEAD.min(first)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    // A tag that is cut in two would swallow the first outline.
    out.push_str(text[..head].rfind('>').map_or("", |end| &text[..=end]));
    let mut done = first;
    while let Some(start) = lower[done..].find("<outline").map(|at| done + at) {
        out.extend(lower[done..start].matches("</outline").map(|_| "</outline>"));
        let end = start + tag_end(&text[start..]);
        let tag = &text[start..end];
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

/// Writes a list as OPML 2.0, folders as outlines around their sources, in the order given.
#[must_use]
pub fn write(title: &str, outlines: &[Outline]) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>{}</title>\n  </head>\n  <body>\n",
        escape(title)
    );
    let mut folders: Vec<Option<&str>> = Vec::new();
    for outline in outlines {
        if !folders.contains(&outline.folder.as_deref()) {
            folders.push(outline.folder.as_deref());
        }
    }
    for folder in folders {
        let indent = if let Some(name) = folder {
            let name = escape(name);
            let _ = writeln!(text, "    <outline text=\"{name}\" title=\"{name}\">");
            "      "
        } else {
            "    "
        };
        for outline in outlines.iter().filter(|outline| outline.folder.as_deref() == folder) {
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
        if folder.is_some() {
            text.push_str("    </outline>\n");
        }
    }
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
        assert_eq!(list.skipped, ["One again: listed twice", "Empty: no feed address"]);
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
