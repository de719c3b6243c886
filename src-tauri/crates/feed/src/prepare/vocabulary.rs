//! The words of the formats: roots, which elements hold others, and the one name each thing is written with.

use crate::model::Format;
use crate::pieces::Element;

/// Where an element stands.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// In an Atom document.
    pub(crate) atom: bool,
    pub(crate) in_entry: bool,
}

const RSS: &str = concat!(
    r#"<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" "#,
    r#"xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/">"#
);
const RDF: &str = concat!(
    r#"<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:atom="http://www.w3.org/2005/Atom" "#,
    r#"xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">"#
);
const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">"#;

/// The format a root stands for, how it is written, and the elements its end closes (innermost first).
pub(crate) fn root(element: &Element) -> Option<(Format, &'static str, &'static str)> {
    let is = |name: &str| element.local.eq_ignore_ascii_case(name);
    let namespace = element.namespace.as_deref().unwrap_or_default();
    if is("rss") {
        let version = element.attribute("version").unwrap_or("2.0").trim();
        Some((if version.starts_with("0.") { Format::Rss0 } else { Format::Rss2 }, RSS, "rss"))
    } else if is("rdf") {
        let old = element
            .attributes
            .iter()
            .any(|(name, value)| name.starts_with("xmlns") && value.contains("netscape.com/rdf/simple/0.9"));
        Some((if old { Format::Rss0 } else { Format::Rss1 }, RDF, "rdf:RDF"))
    } else if is("feed") && !namespace.contains("feedburner") {
        Some((Format::Atom, ATOM, "feed"))
    } else if is("channel") {
        Some((Format::Cdf, concat!(r#"<rss version="2.0">"#, "<channel>"), "channel rss"))
    } else {
        None
    }
}

/// The name an element is written with; None for what no reader needs.
pub(crate) fn name_in(place: Place, element: &Element) -> Option<String> {
    let name = element.name.as_str();
    let name = name.strip_prefix("atom:").filter(|_| place.atom).unwrap_or(name);
    if name.starts_with("?:") || (name.starts_with("rdf:") && name != "rdf:Seq") {
        return None;
    }
    if place.atom {
        return (!name.starts_with("xhtml:")).then(|| match name {
            "url" | "homepage" => "uri".to_owned(),
            name => name.to_owned(),
        });
    }
    let lower = name.to_ascii_lowercase();
    Some(
        match lower.as_str() {
            "body" | "xhtml:body" | "xhtml:div" | "fullitem" | "atom:content" => "content:encoded",
            "atom:summary" | "abstract" => "description",
            "atom:published" | "pubdate" => "pubDate",
            "dcterms:issued" | "dcterms:created" => "dc:date",
            "dc:author" => "dc:creator",
            "lastbuilddate" => "lastBuildDate",
            "managingeditor" => "managingEditor",
            "webmaster" => "webMaster",
            "textinput" => "textInput",
            "skiphours" => "skipHours",
            "skipdays" => "skipDays",
            "atom:title" | "atom:id" | "atom:category" | "atom:contributor" | "atom:source" => return None,
            "content" if place.in_entry => "content:encoded",
            _ if name.contains(':') => name,
            _ => &lower,
        }
        .to_owned(),
    )
}

/// Whether an element's children mean something each; others are one text, whatever is in it.
pub(crate) fn is_container(place: Place, name: &str) -> bool {
    match name {
        "media:group" | "media:content" | "itunes:category" | "itunes:owner" => true,
        "feed" | "entry" | "author" | "contributor" | "source" => place.atom,
        "channel" | "item" | "image" | "textInput" | "skipHours" | "skipDays" | "items" | "rdf:Seq" | "atom:author" => {
            !place.atom
        }
        _ => false,
    }
}
