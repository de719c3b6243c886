//! When it was published: structured claims, then the date a reader sees.

use dom_query::Document;
use url::Url;

use crate::dates;
use crate::metadata::meta;
use crate::structured::Structured;

/// Names of meta elements that hold it, likeliest first.
const METAS: &[&str] = &[
    "article:published_time",
    "datePublished",
    "og:published_time",
    "og:article:published_time",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "dcterms.created",
    "dcterms.date",
    "DC.date.issued",
    "DC.date.created",
    "DC.Date",
    "dc.date",
    "publish-date",
    "publishdate",
    "pubdate",
    "date",
];

/// The date in RFC 3339. `american`: the page writes the month first.
pub(crate) fn read(page: &Document, ld: &Structured, url: Option<&Url>, american: bool) -> Option<String> {
    let machine_or_written = |text: &str| dates::machine(text).or_else(|| dates::written(text, american));
    ld.published
        .as_deref()
        .and_then(machine_or_written)
        .or_else(|| METAS.iter().filter_map(|name| meta(page, name)).find_map(|text| machine_or_written(&text)))
        .or_else(|| visible(page, url, american))
}

/// Elements that hold the date of publication, likeliest first.
const DATED: &[&str] = &[
    "[itemprop='datePublished']",
    "time[pubdate]",
    "time[class*='publi']",
    "article time[datetime]",
    "time[datetime]",
    "time",
    "[class*='publish']",
    "[class*='pubdate']",
    "[class*='posted']",
    "[class*='date']",
    "[class*='Date']",
    "[id*='date']",
    "[class*='datum']",
    "[class*='byline']",
    "[class*='meta']",
    "[class*='info']",
    "[class*='author']",
];

/// Parts of class names of elements with another date, and words such a date begins with.
const OTHER_CLASSES: &[&str] = &["updat", "modif", "comment", "event", "expire"];
const OTHER_WORDS: &[&str] = &["updat", "modif", "last ", "aktualisiert", "geändert", "zuletzt", "mis à jour"];

/// Text with a date in it is about something else when it is longer.
const DATE_LINE: usize = 160;

/// The date a reader sees: marked up, in a line that is little else, or in the address.
fn visible(page: &Document, url: Option<&Url>, american: bool) -> Option<String> {
    let marked = DATED.iter().find_map(|place| {
        page.select(place).nodes().iter().take(12).find_map(|node| {
            let stated = node.attr("content").or_else(|| node.attr("datetime"));
            if let Some(date) = stated.and_then(|value| dates::machine(&value)) {
                return Some(date);
            }
            let text = text_within(&node.text(), DATE_LINE)?;
            let (class, lower) = (node.class().unwrap_or_default().to_lowercase(), text.to_lowercase());
            let is_other = OTHER_CLASSES.iter().any(|part| class.contains(part))
                || OTHER_WORDS.iter().any(|word| lower.starts_with(word));
            (!is_other).then(|| dates::written(&text, american)).flatten()
        })
    });
    marked.or_else(|| url.and_then(|url| dates::in_path(url.path()))).or_else(|| {
        page.select("p, div, span, td, li, em, small, h4, h5, h6").nodes().iter().take(4000).find_map(|node| {
            let text = text_within(&node.text(), DATE_LINE / 2)?;
            (!text.contains('©')).then(|| dates::written(&text, american)).flatten()
        })
    })
}

fn text_within(text: &str, most: usize) -> Option<String> {
    if text.len() > most * 8 {
        return None;
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (text.chars().count() <= most).then_some(text)
}
