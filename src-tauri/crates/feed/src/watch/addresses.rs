//! What the address of an article looks like, and what it tells.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use url::Url;

/// First steps of a path that lead to lists and services, never to an article.
const SERVICES: &[&str] = &[
    "about",
    "account",
    "archive",
    "archives",
    "author",
    "authors",
    "categories",
    "category",
    "contact",
    "cookies",
    "events",
    "faq",
    "help",
    "impressum",
    "jobs",
    "kontakt",
    "login",
    "newsletter",
    "newsletters",
    "page",
    "people",
    "privacy",
    "register",
    "search",
    "shop",
    "signup",
    "subscribe",
    "tag",
    "tags",
    "terms",
    "topic",
    "topics",
    "user",
    "users",
];

/// Endings of pages, as opposed to files to download.
const PAGES: &[&str] = &["asp", "aspx", "cfm", "htm", "html", "php", "shtml"];

/// Characters of a last step without a word in it that still may be an article's, as in scripts that are not ours.
const LONG: usize = 18;

/// The segments that are not empty.
pub(super) fn segments(url: &Url) -> Vec<&str> {
    url.path_segments().into_iter().flatten().filter(|segment| !segment.is_empty()).collect()
}

/// Whether it looks like an article's: words joined in its last step, a number, or a date.
pub(super) fn is_article(url: &Url) -> bool {
    let steps = segments(url);
    let Some((last, before)) = steps.split_last() else { return false };
    if steps.first().is_some_and(|first| SERVICES.contains(&first.to_ascii_lowercase().as_str()) && steps.len() < 4) {
        return false;
    }
    let (name, ending) = last.rsplit_once('.').unwrap_or((last, ""));
    let words = name.split(['-', '_', '+']).filter(|word| word.chars().any(char::is_alphabetic)).count();
    let numbered = |text: &str| text.bytes().filter(u8::is_ascii_digit).count() >= 4;
    words >= 3
        || date(url).is_some()
        || numbered(name)
        || name.len() >= LONG
        || (PAGES.contains(&ending) && words >= 2)
        || (!before.is_empty() && words >= 2 && !name.ends_with(char::is_numeric))
        || before.last().is_some_and(|id| numbered(id))
        || url
            .query_pairs()
            .any(|(name, value)| matches!(&*name, "id" | "p" | "article" | "aid") && numbered(&format!("000{value}")))
}

/// The kind of path: how many steps, and which of them are numbers or joined words.
pub(super) fn shape(url: &Url) -> String {
    let kind = |segment: &&str| {
        if segment.bytes().all(|byte| byte.is_ascii_digit()) {
            '#'
        } else if segment.matches(['-', '_']).count() >= 2 {
            '*'
        } else {
            'w'
        }
    };
    segments(url).iter().map(kind).collect()
}

/// The day in a path such as `/2026/11/24/` or `/2026-11-24-`.
pub(super) fn date(url: &Url) -> Option<Timestamp> {
    let path = url.path();
    path.char_indices().filter(|(_, c)| matches!(c, '/' | '-' | '_')).find_map(|(at, _)| {
        let mut numbers = path[at + 1..].splitn(4, ['/', '-', '_', '.']);
        let mut next = |digits: &[usize]| {
            let number = numbers.next().filter(|text| digits.contains(&text.len()))?;
            number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.parse::<i16>().ok())?
        };
        let (year, month, day) = (next(&[4])?, next(&[1, 2])?, next(&[1, 2])?);
        let day = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        (1990..2100).contains(&year).then(|| TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok())?
    })
}

/// Whether two addresses are of one site: the same host, but for `www` and `m`, or one a part of the other.
pub(super) fn same_site(one: &Url, other: &Url) -> bool {
    let bare = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        ["www.", "m."].iter().find_map(|face| host.strip_prefix(face)).unwrap_or(host).to_owned()
    };
    let (one, other) = (bare(one), bare(other));
    let part = |part: &str, whole: &str| part.strip_suffix(whole).is_some_and(|rest| rest.ends_with('.'));
    one == other || part(&one, &other) || part(&other, &one)
}

#[cfg(test)]
mod tests {
    use super::{SERVICES, date, is_article, same_site, shape};
    use url::Url;

    fn url(path: &str) -> Url {
        Url::parse("https://a.example").unwrap().join(path).unwrap()
    }

    #[test]
    fn articles_are_told_from_lists_and_services() {
        for path in [
            "/news/the-harbour-is-closed",
            "/2026/11/24/x",
            "/story.php?id=7",
            "/a/12345",
            "/n/harbour-closed.html",
            "/xw3kd9s8f7g6h5j4k3l2",
        ] {
            assert!(is_article(&url(path)), "{path}");
        }
        for path in ["/", "/sport", "/en/culture", "/about-us", "/tag/some-long-tag-name", "/page/2"] {
            assert!(!is_article(&url(path)), "{path}");
        }
        assert!(SERVICES.is_sorted());
        for first in SERVICES {
            assert!(!is_article(&url(&format!("/{first}/one-two-three"))), "{first}");
        }
    }

    #[test]
    fn the_day_is_read_where_one_is() {
        assert_eq!(date(&url("/x/2026/11/24/y")).unwrap().to_string(), "2026-11-24T00:00:00Z");
        assert_eq!(date(&url("/2026-11-24-y")).unwrap().to_string(), "2026-11-24T00:00:00Z");
        for path in ["/2026/13/24/y", "/2026/11/y", "/12026/11/24/"] {
            assert_eq!(date(&url(path)), None, "{path}");
        }
    }

    #[test]
    fn sites_and_shapes_are_compared() {
        let other = |host: &str| Url::parse(&format!("https://{host}/")).unwrap();
        assert!(same_site(&other("www.a.example"), &other("news.a.example")));
        assert!(!same_site(&other("a.example"), &other("nota.example")));
        assert_eq!(shape(&url("/2026/news/one-two-three")), "#w*");
    }
}
