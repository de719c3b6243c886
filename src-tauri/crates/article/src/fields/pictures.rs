//! Addresses of a picture as the raw page holds them: plain, lazy, in sets.

use url::Url;

use crate::address;
use crate::fields::sight::Sight;

/// Attributes that hold a picture's address, best first.
const SOURCES: &[&str] = &[
    "data-hi-res-src",
    "data-full-src",
    "data-large-file",
    "data-original",
    "data-lazy-src",
    "data-src",
    "data-url",
    "src",
    "data-srcset",
    "data-lazy-srcset",
    "srcset",
];

/// Parts of addresses and names of pictures that are no news picture. Sorted.
const NO_PICTURES: &[&str] = &[
    "1x1",
    "avatar",
    "badge",
    "blank.",
    "button",
    "default-image",
    "default_image",
    "emoji",
    "favicon",
    "gravatar",
    "headshot",
    "icon",
    "loading",
    "logo",
    "noimage",
    "no-image",
    "pixel",
    "placeholder",
    "spacer",
    "sprite",
    "transparent",
];

/// All addresses of a picture, best first.
pub(crate) fn addresses(sight: &Sight<'_>, at: usize, base: Option<&Url>) -> Vec<String> {
    let mut found = Vec::new();
    let mut take = |value: &str| {
        for candidate in largest_first(&value.replace(",%20http", ", http").replace("w,http", "w, http")) {
            if let Some(url) = address::web(&candidate, base).map(String::from).filter(|url| !found.contains(url)) {
                found.push(url);
            }
        }
    };
    for name in SOURCES {
        if let Some(value) = sight.attr(at, name).filter(|value| !value.starts_with("data:")) {
            take(&value);
        }
    }
    if let Some(picture) = sight.elements[at].parent.filter(|parent| sight.elements[*parent].tag == "picture") {
        for source in
            (picture + 1..sight.elements[picture].after).filter(|inner| sight.elements[*inner].tag == "source")
        {
            for name in ["srcset", "data-srcset"] {
                if let Some(value) = sight.attr(source, name) {
                    take(&value);
                }
            }
        }
    }
    if found.is_empty()
        && let Some(noscript) =
            sight.elements[at].node.parent().and_then(|parent| parent.find(&["noscript"]).into_iter().next())
    {
        // The picture of a lazy page may stand in a noscript, which the parser takes for text.
        let (text, inner) = (noscript.text(), noscript.inner_html());
        let html = if text.contains("<img") { text } else { inner };
        if let Some(source) = html.split("src=\"").nth(1).and_then(|rest| rest.split('"').next()) {
            found.extend(address::web(&source.replace("&amp;", "&"), base).map(String::from));
        }
    }
    found
}

/// The candidates of a `srcset`, the largest first; a plain address is its own.
fn largest_first(set: &str) -> Vec<String> {
    let mut all: Vec<(String, f64)> = Vec::new();
    for candidate in set.split(", ").flat_map(|part| part.split(",\n")).take(30) {
        let mut parts = candidate.trim().trim_end_matches(',').split_ascii_whitespace();
        let Some(url) = parts.next() else { continue };
        let size = parts.next().and_then(|size| size.trim_end_matches(['w', 'x', 'h']).parse().ok()).unwrap_or(0.0);
        all.push((url.to_owned(), size));
    }
    all.sort_by(|one, other| other.1.total_cmp(&one.1));
    all.into_iter().map(|(url, _)| url).collect()
}

/// Whether an address is that of a logo, a placeholder, or something else no reader looks at.
pub(crate) fn is_no_picture(url: &str) -> bool {
    let file = url.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_lowercase();
    NO_PICTURES.iter().any(|part| has_word(&file, part)) || file.rsplit('.').next() == Some("svg")
}

/// Whether a word stands in a file's name by itself: "icon" is not in "silicon-valley".
fn has_word(file: &str, word: &str) -> bool {
    file.match_indices(word).any(|(at, _)| {
        let (head, tail) = (&file[..at], &file[at + word.len()..]);
        let ends = !tail.starts_with(|c: char| c.is_alphabetic() && c != 's') || word.ends_with('.');
        !head.ends_with(char::is_alphabetic) && ends
    })
}

/// Whether a picture is too small to be looked at, as far as is said.
pub(crate) fn is_small(sight: &Sight<'_>, at: usize) -> bool {
    ["width", "height"].iter().any(|name| {
        let size = sight.attr(at, name).and_then(|size| size.trim_end_matches("px").parse::<u32>().ok());
        size.is_some_and(|size| size < 120)
    })
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    fn first(html: &str) -> Option<String> {
        let page = Document::from(html);
        let sight = Sight::of(&page);
        let at = sight.elements.iter().position(|part| part.tag == "img")?;
        addresses(&sight, at, Url::parse("https://x.example/a/").ok().as_ref()).into_iter().next()
    }

    #[test]
    fn the_best_address_of_a_picture_is_found() {
        for name in SOURCES {
            assert_eq!(
                first(&format!("<img {name}='ice.jpg'>")).as_deref(),
                Some("https://x.example/a/ice.jpg"),
                "{name}"
            );
        }
        for html in [
            "<img src='data:image/gif;base64,AA' srcset='s.jpg 300w, /big.jpg 900w'>",
            "<picture><source srcset='/big.jpg'><img src='data:x'></picture>",
            "<div><img src='data:x'><noscript><img src=\"/big.jpg\"></noscript></div>",
        ] {
            assert_eq!(first(html).as_deref(), Some("https://x.example/big.jpg"), "{html}");
        }
    }

    #[test]
    fn logos_are_no_pictures() {
        for part in NO_PICTURES {
            assert!(is_no_picture(&format!("https://x.example/img/site-{part}.png")), "{part}");
        }
        for real in ["logos/harbour.jpg", "silicon-valley.jpg", "iconic-harbour.jpg", "unloading-ships.jpg"] {
            assert!(!is_no_picture(&format!("https://x.example/{real}")), "{real}");
        }
    }
}
