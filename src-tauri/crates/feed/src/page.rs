//! A web page where a feed was expected: whether it is one, and the feed that some servers and people put into a page.

use std::borrow::Cow;

use memchr::memmem;

use crate::entities::decode_html;
use crate::tokens::{Token, Tokens};

/// Beginnings of a feed, as markup and as the text of a page.
const BEGINNINGS: &[(&str, &str)] =
    &[("<rss", "&lt;rss"), ("<feed", "&lt;feed"), ("<rdf:RDF", "&lt;rdf:RDF"), ("<channel", "&lt;channel")];

/// Whether the first element is a page's.
pub(crate) fn is_page(text: &str) -> bool {
    for token in Tokens::of(text) {
        match token {
            Token::Doctype(doctype) if doctype.get(7..).is_some_and(|name| starts_with(name.trim_start(), "html")) => {
                return true;
            }
            Token::Open { name, .. } => {
                return ["html", "head", "body", "meta", "title", "script", "pre"]
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(name));
            }
            _ => {}
        }
    }
    false
}

/// The feed in a page: its markup, what a `<pre>` shows of it, or a JSON Feed.
pub(crate) fn feed_in(page: &str) -> Option<Cow<'_, str>> {
    let find = |needle: &str| {
        memmem::find_iter(page.as_bytes(), needle.as_bytes())
            .find(|at| !page.as_bytes().get(at + needle.len()).is_some_and(u8::is_ascii_alphanumeric))
    };
    if let Some(start) = BEGINNINGS.iter().filter_map(|(markup, _)| find(markup)).min() {
        return Some(page[start..].into());
    }
    if let Some(start) = BEGINNINGS.iter().filter_map(|(_, shown)| find(shown)).min() {
        let shown = &page[start..];
        let end = ["</pre", "</textarea", "</body"].iter().filter_map(|end| shown.find(end)).min();
        return Some(decode_html(&shown[..end.unwrap_or(shown.len())]).into_owned().into());
    }
    let version = page.find("jsonfeed.org/version")?;
    let start = page[..version].rfind('{')?;
    let end = page[version..].rfind('}').map(|at| version + at + 1)?;
    let json = &page[start..end];
    Some(if json.contains("&quot;") { decode_html(json).into_owned().into() } else { json.into() })
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}
