//! What a page says about its article outside the body. Each field is taken from the likeliest of the places that have
//! it: JSON-LD, microdata, meta elements and the address are evidence, the visible page bears it out.

use dom_query::Document;
use url::Url;

use crate::fields::claims::Claims;
use crate::fields::deck;
use crate::fields::sight::Sight;
use crate::fields::{section, site, zones};
use crate::provenance::Found;
use crate::structured::Script;
use crate::{address, byline, headline, language, lead, published, structured};

/// The fields around the body. Texts are plain, addresses absolute, dates RFC 3339 where they could be read.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) title: Option<String>,
    pub(crate) deck: Option<String>,
    /// Whether the page shows it as a deck, and not only to machines.
    pub(crate) deck_seen: bool,
    pub(crate) byline: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    /// As the page is marked; [`language::settle`] checks it against the text.
    pub(crate) lang: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) site_names: Vec<String>,
    pub(crate) section: Option<String>,
    pub(crate) breadcrumbs: Vec<String>,
    pub(crate) lead_image: Option<String>,
    /// The address under which the page shows it, where it is another.
    pub(crate) lead_seen: Option<String>,
    pub(crate) caption: Option<String>,
    pub(crate) credit: Option<String>,
    /// The way each was found.
    pub(crate) found: Vec<Found>,
}

/// Reads the page as it came: pictures may have their real addresses, but nothing is cleaned away yet.
pub(crate) fn read(page: &Document, scripts: &[Script], url: Option<&Url>) -> Metadata {
    let sight = Sight::of(page);
    let (ld, claims) = (structured::read(scripts), Claims::of(page));
    let site = site::read(&sight, &ld, &claims, url);
    let title = headline::read(&sight, &ld, &claims, &site.names);
    let text = title.as_ref().map(|title| title.text.as_str());
    let (breadcrumbs, trail) = section::breadcrumbs(&sight, &ld, text);
    let (lang, lang_way) = language::claimed(&claims, ld.lang.as_deref());
    // Of languages, English alone writes the month first, and of its countries few others.
    let american =
        lang.as_deref().is_some_and(|lang| lang.eq_ignore_ascii_case("en") || lang.eq_ignore_ascii_case("en-us"));
    let asked = published::Page {
        sight: &sight,
        ld: &ld,
        claims: &claims,
        headline: title.as_ref(),
        url,
        american,
        offset: zones::offset(url.and_then(Url::domain), || language::settle(lang.as_deref(), sight.all()).0),
    };
    let (published, modified) = asked.read();
    let published = published.or_else(|| asked.scripted(page));
    let byline = byline::read(&sight, &ld, &claims, title.as_ref(), &site.names);
    let deck = deck::read(&sight, &ld, &claims, title.as_ref());
    let section = section::read(&sight, &ld, &claims, title.as_ref(), &breadcrumbs, url, &site.names);
    let lead = lead::read(&sight, title.as_ref(), &ld, &pictures(&ld.images, &claims, url), url);

    let mut found = Vec::new();
    let mut note = |field: &str, way: Option<String>| {
        if let Some(way) = way.filter(|way| !way.is_empty()) {
            found.push(Found { field: field.to_owned(), way });
        }
    };
    note("title", title.as_ref().map(|title| title.way.clone()));
    note("deck", deck.as_ref().map(|deck| deck.way.clone()));
    note("byline", byline.as_ref().map(|byline| byline.way.clone()));
    note("published", published.as_ref().map(|dated| dated.way.clone()));
    note("modified", modified.as_ref().map(|dated| dated.way.clone()));
    note("lang", lang.as_ref().map(|_| lang_way.to_owned()));
    note("site", site.name.as_ref().map(|_| site.way.clone()));
    note("section", section.as_ref().map(|section| section.way.clone()));
    note("breadcrumbs", breadcrumbs.first().map(|_| trail.to_owned()));
    note("lead_image", lead.url.as_ref().map(|_| lead.way.clone()));
    let (byline, authors) = byline.map(|byline| (Some(byline.text), byline.authors)).unwrap_or_default();
    Metadata {
        title: title.map(|title| title.text),
        deck_seen: deck.as_ref().is_some_and(|deck| deck.seen),
        deck: deck.map(|deck| deck.text),
        byline,
        authors,
        published: published.map(|dated| dated.time),
        modified: modified.map(|dated| dated.time),
        lang,
        site: site.name,
        site_names: site.names,
        section: section.map(|section| section.text),
        breadcrumbs,
        lead_image: lead.url,
        lead_seen: lead.seen,
        caption: lead.caption,
        credit: lead.credit,
        found,
    }
}

/// The addresses that the page names as its picture, best first.
fn pictures(ld: &[String], claims: &Claims, url: Option<&Url>) -> Vec<(String, &'static str)> {
    let named = [
        ("og:image:secure_url", "og:image"),
        ("og:image", "og:image"),
        ("og:image:url", "og:image"),
        ("twitter:image", "twitter:image"),
        ("twitter:image:src", "twitter:image"),
        ("thumbnail", "a meta element"),
        ("sailthru.image.full", "a meta element"),
        ("parsely-image-url", "a meta element"),
        ("image", "a meta element"),
    ];
    let metas = named.iter().filter_map(|(name, who)| claims.all(name).first().map(|image| (image.as_str(), *who)));
    let mut found: Vec<(String, &'static str)> = Vec::new();
    for (image, who) in ld.iter().map(|image| (image.as_str(), "JSON-LD")).chain(metas) {
        let Some(image) = address::web(image, url).map(String::from) else { continue };
        if !found.iter().any(|(known, _)| *known == image) {
            found.push((image, who));
        }
    }
    found
}
