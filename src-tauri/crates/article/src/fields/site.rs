//! What the site is called, and by which names it calls itself.

use url::Url;

use crate::fields::claims::Claims;
use crate::fields::sight::Sight;
use crate::fields::words::letters;
use crate::structured::Structured;

/// A site's name and the way it was found.
#[derive(Debug, Default)]
pub(crate) struct Site {
    pub(crate) name: Option<String>,
    pub(crate) way: String,
    /// All its names, for telling them from headlines and authors.
    pub(crate) names: Vec<String>,
}

pub(crate) fn read(sight: &Sight<'_>, ld: &Structured, claims: &Claims, url: Option<&Url>) -> Site {
    let host = url.and_then(Url::domain).map(|host| host.trim_start_matches("www.").to_owned());
    let label = url.and_then(host_label);
    let tail = label.as_deref().and_then(|label| title_tail(&claims.window, label));
    let told = [
        (claims.text(&["og:site_name", "og:sitename"]), "og:site_name"),
        (tail, "the window's title"),
        (ld.publisher.clone(), "JSON-LD"),
        (claims.text(&["application-name"]), "the meta element application-name"),
        (claims.text(&["apple-mobile-web-app-title", "al:ios:app_name", "al:android:app_name"]), "a meta element"),
        (logo(sight, url), "the logo"),
        (tail_without_address(&claims.window).filter(|_| url.is_none()), "the window's title"),
        (
            claims.text(&["publisher", "dc.publisher", "cre"]).filter(|text| text.split(' ').count() <= 4),
            "a meta element",
        ),
    ];
    let is_address = |name: &str| !name.contains(' ') && name.contains('.') || name.contains("://");
    let all: Vec<(String, &str)> = told
        .into_iter()
        .filter_map(|(name, way)| Some((short(&name?, label.as_deref()), way)))
        .filter(|(name, _)| !name.is_empty())
        .collect();
    let best = all.iter().find(|(name, _)| !is_address(name) && name.chars().count() <= 60).or_else(|| all.first());
    let mut names: Vec<String> = all.iter().map(|(name, _)| name.clone()).collect();
    names.extend(label);
    names.extend(host.clone());
    match best {
        Some((name, way)) => Site { name: Some(name.clone()), way: (*way).to_owned(), names },
        None => Site { name: host, way: "the page's address".to_owned(), names },
    }
}

/// The name without a motto behind it: "The Paper | News and sport", where the address says the first.
fn short(name: &str, label: Option<&str>) -> String {
    let name = name.trim().trim_start_matches('@');
    let label = label.map(letters).unwrap_or_default();
    for bar in [" | ", " - ", " – ", " — ", ": ", " · "] {
        if let Some((head, _)) = name.split_once(bar) {
            let head_letters = letters(head);
            let is_label = !label.is_empty() && (head_letters.contains(&label) || label.contains(&head_letters));
            let is_long = bar != ": " && name.chars().count() > 30 && head.split(' ').count() <= 4;
            if head_letters.len() > 2 && (is_label || is_long) {
                return head.trim().to_owned();
            }
        }
    }
    name.to_owned()
}

/// What the picture says that leads to the front page.
fn logo(sight: &Sight<'_>, url: Option<&Url>) -> Option<String> {
    let front = url.and_then(|url| url.join("/").ok());
    let is_front = |href: &str| {
        href == "/"
            || front.as_ref().is_some_and(|front| href.trim_end_matches('/') == front.as_str().trim_end_matches('/'))
    };
    let links = (0..sight.elements.len().min(400)).filter(|at| sight.elements[*at].tag == "a");
    links.filter(|at| sight.attr(*at, "href").is_some_and(|href| is_front(&href))).find_map(|link| {
        let inner = link + 1..sight.elements[link].after;
        let told = inner.filter(|at| sight.elements[*at].tag == "img").find_map(|image| sight.attr(image, "alt"))?;
        let words = told.split(' ').filter(|word| !word.eq_ignore_ascii_case("logo")).collect::<Vec<_>>();
        let is_name = words.len() <= 4 && !["home", "homepage", "startseite"].contains(&told.to_lowercase().as_str());
        (is_name && !words.is_empty()).then(|| words.join(" "))
    })
}

/// The last part of a window's title, where no address can bear it out.
fn tail_without_address(window: &str) -> Option<String> {
    let (_, tail) = window.rsplit_once(" | ").or_else(|| window.rsplit_once(" - "))?;
    (tail.split(' ').count() <= 4).then(|| tail.trim().to_owned())
}

/// The last part of a window's title, if it is what the address says.
fn title_tail(window: &str, label: &str) -> Option<String> {
    let label = letters(label);
    [" | ", " - ", " – ", " — ", " · ", " « ", " » ", " :: "].iter().find_map(|bar| {
        let (_, tail) = window.rsplit_once(bar)?;
        let own = letters(tail);
        let is_label = own.len() > 2 && (own.contains(&label) || label.contains(&own)) && own.len() < label.len() * 3;
        is_label.then(|| tail.trim().to_owned())
    })
}

/// The part of a host that is the site's name: `paper` of `www.paper.co.uk`.
fn host_label(url: &Url) -> Option<String> {
    let host = url.domain()?.trim_start_matches("www.");
    let parts: Vec<&str> = host.split('.').collect();
    let ends = 1 + usize::from(parts.len() > 2 && parts[parts.len() - 2].len() <= 3);
    parts.get(parts.len().checked_sub(ends + 1)?).map(|label| (*label).to_owned())
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    fn name(head: &str, url: &str) -> Option<String> {
        let page = Document::from(head);
        read(
            &Sight::of(&page),
            &crate::structured::read(&crate::structured::scripts(&page)),
            &Claims::of(&page),
            Url::parse(url).ok().as_ref(),
        )
        .name
    }

    #[test]
    fn a_site_is_called_what_it_calls_itself() {
        let url = "https://www.north-courier.co.uk/x";
        for (head, want) in [
            ("<meta property=og:site_name content='The Courier'>", "The Courier"),
            ("<meta property=og:site_name content='North Courier | News and sport'>", "North Courier"),
            (
                "<meta property=og:site_name content=north-courier.co.uk><title>Ice - North Courier</title>",
                "North Courier",
            ),
            (
                "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"publisher\":{\"name\":\"NC\"}}</script>",
                "NC",
            ),
            ("<meta name=application-name content='North'>", "North"),
            ("<a href=/><img src=/l.svg alt='North Courier logo'></a>", "North Courier"),
            ("<title>Ice - and snow</title>", "north-courier.co.uk"),
        ] {
            assert_eq!(name(head, url).as_deref(), Some(want), "{head}");
        }
    }
}
