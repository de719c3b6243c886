//! What a page says about its article outside the body: title, deck, authors, dates, section, breadcrumbs, picture.
//! Each field is taken from the likeliest place that has it: JSON-LD, meta elements, then the visible page.

use dom_query::Document;
use jiff::{Timestamp, civil, tz::TimeZone};
use url::Url;

use crate::boilerplate::normal;
use crate::structured::{self, Structured};
use crate::{address, text_of};

/// The fields around the body. Texts are plain, addresses absolute, dates RFC 3339 where they could be read.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) title: Option<String>,
    pub(crate) deck: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) lang: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) breadcrumbs: Vec<String>,
    pub(crate) lead_image: Option<String>,
}

/// Words that come before a name in a byline. Sorted by language: English, German, French, Spanish, Italian, Dutch.
const BY: &[&str] = &["written by ", "story by ", "by ", "von ", "par ", "por ", "di ", "door "];

pub(crate) fn read(page: &Document, url: Option<&Url>) -> Metadata {
    let ld = structured::read(page);
    let meta = |names: &[&str]| names.iter().find_map(|name| meta(page, name));
    let site = meta(&["og:site_name"]).or_else(|| ld.publisher.clone()).or_else(|| meta(&["application-name"]));
    let title = title(page, &ld, site.as_deref());
    let breadcrumbs = breadcrumbs(page, &ld, title.as_deref());
    let visible_deck = first_text(
        page,
        &[
            "[itemprop='alternativeHeadline']",
            "[class*='standfirst']",
            "[class*='subtitle']",
            "[class*='dek']",
            "[class*='deck']",
            ".post-excerpt",
            "[class*='article-summary']",
            "header [class*='lead']",
        ],
    );
    let described = meta(&["og:description", "description", "twitter:description"]);
    let image =
        ld.image.clone().or_else(|| meta(&["og:image:secure_url", "og:image", "twitter:image", "twitter:image:src"]));
    Metadata {
        deck: visible_deck
            .or(described)
            .or_else(|| ld.description.clone())
            .filter(|deck| title.as_deref().is_none_or(|title| normal(deck) != normal(title))),
        byline: byline(page, &ld),
        published: ld
            .published
            .as_deref()
            .and_then(date)
            .or_else(|| {
                meta(&[
                    "article:published_time",
                    "datePublished",
                    "og:published_time",
                    "parsely-pub-date",
                    "sailthru.date",
                    "date",
                    "dc.date",
                    "DC.date.issued",
                    "pubdate",
                    "publish-date",
                ])
                .as_deref()
                .and_then(date)
            })
            .or_else(|| visible_date(page)),
        modified: ld
            .modified
            .as_deref()
            .and_then(date)
            .or_else(|| meta(&["article:modified_time", "og:updated_time", "dateModified"]).as_deref().and_then(date)),
        lang: attribute(page, "html[lang]", "lang")
            .or_else(|| meta(&["og:locale", "content-language"]))
            .map(|lang| lang.replace('_', "-")),
        section: meta(&["article:section", "section"])
            .or_else(|| ld.section.clone())
            .or_else(|| breadcrumbs.get(1).cloned()),
        lead_image: image.and_then(|image| address::web(&image, url)).map(String::from),
        breadcrumbs,
        site,
        title,
    }
}

fn meta(page: &Document, name: &str) -> Option<String> {
    ["property", "name", "itemprop"]
        .iter()
        .find_map(|kind| attribute(page, &format!("meta[{kind}='{name}']"), "content"))
        .map(|content| text_of(&content))
        .filter(|content| !content.is_empty())
}

fn attribute(page: &Document, selector: &str, name: &str) -> Option<String> {
    page.select_single(selector).attr(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

fn first_text(page: &Document, selectors: &[&str]) -> Option<String> {
    selectors.iter().find_map(|selector| {
        let node = page.select_single(selector);
        let text = text_of(&node.html());
        (!text.is_empty() && text.chars().count() < 600).then_some(text)
    })
}

/// The one first-level heading when the page's other claims bear it out, else the claims without the site's name.
fn title(page: &Document, ld: &Structured, site: Option<&str>) -> Option<String> {
    let headings: Vec<String> =
        page.select("h1").iter().map(|h1| text_of(&h1.html())).filter(|text| !text.is_empty()).collect();
    let claimed = meta(page, "og:title").or_else(|| ld.headline.clone()).or_else(|| meta(page, "twitter:title"));
    let window = text_of(&page.select_single("title").html());
    let bears = |heading: &&String| {
        [claimed.as_deref(), ld.headline.as_deref(), Some(window.as_str())].into_iter().flatten().any(|claim| {
            normal(claim).contains(&normal(heading)) || normal(heading).contains(&normal(claim)) && !claim.is_empty()
        })
    };
    let heading =
        headings.iter().find(bears).or(headings.first().filter(|_| headings.len() == 1 && claimed.is_none())).cloned();
    heading
        .or(claimed)
        .or_else(|| Some(window).filter(|window| !window.is_empty()))
        .map(|title| without_site(&title, site))
}

/// Window titles end in the site's name after a bar or dash; a headline does not.
fn without_site(title: &str, site: Option<&str>) -> String {
    let Some(site) = site else { return title.to_owned() };
    for bar in [" | ", " - ", " – ", " — ", " · ", " :: "] {
        if let Some((head, tail)) = title.rsplit_once(bar)
            && normal(tail) == normal(site)
            && !head.trim().is_empty()
        {
            return head.trim().to_owned();
        }
    }
    title.to_owned()
}

fn byline(page: &Document, ld: &Structured) -> Option<String> {
    let listed = (!ld.authors.is_empty()).then(|| ld.authors.join(", "));
    let found = listed
        .or_else(|| {
            ["author", "parsely-author", "sailthru.author", "dc.creator", "article:author"]
                .iter()
                .find_map(|name| meta(page, name))
        })
        // An address is where the author's page is, not a name.
        .filter(|name| !name.starts_with("http"))
        .or_else(|| {
            first_text(
                page,
                &[
                    "[itemprop='author'] [itemprop='name']",
                    "[rel='author']",
                    "[itemprop='author']",
                    ".byline__name",
                    "[class*='byline'] a",
                    "[class*='author-name']",
                    "[class*='byline']",
                    ".author",
                ],
            )
        })?;
    let lower = found.to_lowercase();
    let name = BY
        .iter()
        .find(|by| lower.starts_with(*by))
        .map_or(found.as_str(), |by| found.get(by.len()..).unwrap_or(&found));
    let name = name.trim().trim_end_matches(',');
    (!name.is_empty() && name.chars().count() <= 120).then(|| name.to_owned())
}

fn breadcrumbs(page: &Document, ld: &Structured, title: Option<&str>) -> Vec<String> {
    let mut crumbs: Vec<String> = Vec::new();
    for selector in ["[class*='breadcrumb']", "[id*='breadcrumb']", "[aria-label*='readcrumb']"] {
        let trail = page.select_single(selector);
        crumbs = trail.select("a").iter().map(|link| text_of(&link.html())).filter(|text| !text.is_empty()).collect();
        if !crumbs.is_empty() {
            break;
        }
    }
    if crumbs.is_empty() {
        crumbs.clone_from(&ld.breadcrumbs);
    }
    crumbs.dedup();
    crumbs.retain(|crumb| title.is_none_or(|title| normal(title) != normal(crumb)));
    crumbs.truncate(8);
    crumbs
}

fn visible_date(page: &Document) -> Option<String> {
    let marked = ["[itemprop='datePublished']", "time[pubdate]", "article time[datetime]", "time[datetime]"];
    marked.iter().find_map(|selector| {
        let node = page.select_single(selector);
        node.attr("content").or_else(|| node.attr("datetime")).and_then(|value| date(&value))
    })
}

/// A date as pages write them for machines, as RFC 3339. Without an offset it is taken as UTC, without a time as
/// midnight.
fn date(text: &str) -> Option<String> {
    let text = text.trim();
    // Pages write `+0200` and a blank for the T; both are one edit from the standard.
    let mut standard = text.replacen(' ', "T", usize::from(text.as_bytes().get(10) == Some(&b' '))).replace(' ', "");
    if let Some(at) = standard.rfind(['+', '-']).filter(|at| *at > 10)
        && standard.len() == at + 5
        && standard.is_char_boundary(at + 3)
        && !standard[at..].contains(':')
    {
        standard.insert(at + 3, ':');
    }
    if standard.parse::<Timestamp>().is_ok() {
        return Some(standard);
    }
    let utc = |local: civil::DateTime| TimeZone::UTC.to_timestamp(local).ok().map(|time| time.to_string());
    standard
        .parse::<civil::DateTime>()
        .ok()
        .and_then(utc)
        .or_else(|| {
            standard.get(..10).and_then(|day| day.parse::<civil::Date>().ok()).and_then(|day| utc(day.at(0, 0, 0, 0)))
        })
        .or_else(|| jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp().to_string()))
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates_are_read_in_the_forms_pages_use() {
        for (text, want) in [
            ("2025-06-05T09:12:00+02:00", "2025-06-05T09:12:00+02:00"),
            ("2025-06-05T09:12:00+0200", "2025-06-05T09:12:00+02:00"),
            ("2025-06-05 09:12:00", "2025-06-05T09:12:00Z"),
            ("2025-06-05", "2025-06-05T00:00:00Z"),
            ("Thu, 05 Jun 2025 09:12:00 GMT", "2025-06-05T09:12:00Z"),
        ] {
            assert_eq!(date(text).as_deref(), Some(want), "{text}");
        }
        assert_eq!(date("yesterday"), None);
    }
}
