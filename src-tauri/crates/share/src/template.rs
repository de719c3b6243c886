//! Addresses with gaps: `https://a.example/share?u={url}&t={title}`. What fills a gap is percent-encoded whole, so that no
//! title can add a parameter or leave its place.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::item::one_line;
use crate::{Item, ShareError};

/// Unreserved characters of RFC 3986 stay, all others are encoded: the sites differ on the rest.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The gaps there are.
pub(crate) const GAPS: &[&str] = &["url", "title", "text", "quote"];

/// Programs' schemes that a template of the reader's may have besides http and https. Each takes a text or link in a way
/// its maker describes; none runs anything.
const SCHEMES: &[&str] = &[
    "joplin",   // https://joplinapp.org/help/apps/external_links/
    "logseq",   // https://docs.logseq.com/#/page/logseq%20protocol
    "obsidian", // https://help.obsidian.md/Extending+Obsidian/Obsidian+URI
    "tg",       // https://core.telegram.org/api/links#share-links
    "whatsapp", // https://faq.whatsapp.com/5913398998672934
];

/// Bytes of a template.
const LONGEST: usize = 500;
/// Characters of what fills one gap: an address of some thousand bytes is more than servers take.
const MOST: usize = 1500;

/// Whether a template of the reader's can be used; why not, if not.
///
/// # Errors
/// [`ShareError::BadTemplate`].
pub(crate) fn check(template: &str) -> Result<(), ShareError> {
    let refuse = |why: &'static str| Err(ShareError::BadTemplate { why });
    if template.len() > LONGEST {
        return refuse("it is longer than 500 bytes");
    }
    if template.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return refuse("there are blanks in it");
    }
    let gaps: Vec<&str> = gaps(template).collect();
    if gaps.is_empty() {
        return refuse("it has none of {url}, {title}, {text} and {quote}");
    }
    if gaps.iter().any(|gap| !GAPS.contains(gap)) {
        return refuse("only {url}, {title}, {text} and {quote} are known");
    }
    let Some((scheme, rest)) = template.split_once("://") else { return refuse("it does not begin with https://") };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if scheme.contains('{') || host.contains('{') {
        return refuse("where it goes must not depend on the article");
    }
    if host.is_empty() {
        return refuse("it names no server");
    }
    let filled = fill(template, |_| "x".to_owned());
    let Ok(url) = Url::parse(&filled) else { return refuse("it is no address") };
    let web = matches!(url.scheme(), "http" | "https");
    if !web && !SCHEMES.contains(&url.scheme()) {
        return refuse("only https, http and the schemes of a few known programs are opened");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("there is a name or password in it");
    }
    Ok(())
}

/// Whether the template says something of this item: one that has a gap for an address needs one, and one without any
/// needs a text.
pub(crate) fn takes(template: &str, item: &Item) -> bool {
    item.url.is_some() || !gaps(template).any(|gap| gap == "url")
}

/// The address for an item. `most` is how many characters of text the place takes, where it says so: the text is cut and
/// the link in it stays.
///
/// # Errors
/// As [`Item::check`].
pub(crate) fn expand(template: &str, item: &Item, most: Option<usize>) -> Result<String, ShareError> {
    let link = item.link()?;
    let words = item.words_within(most.unwrap_or(MOST))?;
    Ok(fill(template, |gap| match gap {
        "url" => link.as_ref().map(ToString::to_string).unwrap_or_default(),
        "title" => clip(&one_line(&item.title), MOST),
        "quote" => clip(&one_line(item.quote.as_deref().unwrap_or_default()), MOST),
        _ => words.clone(),
    }))
}

/// At most so many characters, the last of them an ellipsis where something is missing.
pub(crate) fn clip(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut clipped: String = text.chars().take(most.saturating_sub(1)).collect();
    clipped.truncate(clipped.trim_end().len());
    clipped.push('…');
    clipped
}

/// The names of its gaps; empty for one that is not closed.
fn gaps(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).map(|after| after.split_once('}').map_or("", |(gap, _)| gap))
}

/// In one pass: a title that holds `{url}` stays what it is.
fn fill(template: &str, value: impl Fn(&str) -> String) -> String {
    let mut parts = template.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}') {
            Some((gap, after)) if GAPS.contains(&gap) => {
                filled.extend(utf8_percent_encode(&value(gap), VALUE));
                filled.push_str(after);
            }
            _ => {
                filled.push('{');
                filled.push_str(part);
            }
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::{check, clip, expand};
    use crate::Item;

    #[test]
    fn what_a_reader_may_add_leads_to_one_known_place() {
        for good in [
            "https://a.example/share?u={url}",
            "http://localhost:9090/bookmarks/new?url={url}&title={title}",
            "https://a.example/{quote}#{text}",
            "obsidian://new?content={text}",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "https://a.example/",
            "javascript:alert({url})",
            "file:///etc/{url}",
            "data://x/{text}",
            "{url}",
            "https://{title}/x",
            "https://{title}.example/x",
            "{title}://a.example/",
            "https:///x?{url}",
            "https://u:p@a.example/{url}",
            "https://a.example/ {url}",
            "https://a.example/{secret}?{url}",
            "ssh://a.example/{url}",
            "https://a.example/{url",
            "mailto:?body={text}",
            "-h{url}",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
        assert!(check(&format!("https://a.example/{}?{{url}}", "x".repeat(500))).is_err());
    }

    #[test]
    fn no_title_leaves_its_place() {
        let item = Item {
            title: "A & B=c?#/{url}\r\n%20".to_owned(),
            url: Some("https://reader:secret@e.example/a?b=c&d#e".to_owned()),
            quote: Some("so".to_owned()),
            ..Item::default()
        };
        assert_eq!(
            expand("https://a.example/s?u={url}&t={title}&q={quote}&{open", &item, None).unwrap(),
            "https://a.example/s?u=https%3A%2F%2Fe.example%2Fa%3Fb%3Dc%26d%23e&t=A%20%26%20B%3Dc%3F%23%2F%7Burl%7D%20%2520&q=so&{open"
        );
    }

    #[test]
    fn a_text_is_cut_and_its_link_stays() {
        let item = Item {
            title: "word ".repeat(200),
            url: Some("https://e.example/a".to_owned()),
            source: Some("Courier".to_owned()),
            ..Item::default()
        };
        let text = item.words_within(100).unwrap();
        assert!(text.chars().count() <= 100, "{text}");
        assert!(text.starts_with("“word word ") && text.ends_with("…”, Courier — https://e.example/a"), "{text}");
        assert_eq!(clip("åäö", 3), "åäö");
        assert_eq!(clip("åäöü", 3), "åä…");
    }
}
