//! What a person types or pastes, made into addresses to ask.

use url::Url;

use crate::Failure;

/// The addresses `typed` may mean, likeliest first; see [`feed::addresses`].
pub(crate) fn candidates(typed: &str) -> Result<Vec<Url>, Failure> {
    let typed = typed.trim();
    if let Some(url) = Url::parse(typed).ok().filter(|url| url.scheme() == crate::sample::SCHEME) {
        return Ok(vec![url]);
    }
    feed::addresses(typed).map_err(|error| {
        Failure::new(
            "invalid-address",
            format!("The address “{}”", shorten(typed)),
            error.to_string(),
            "paste the address of a site, a feed or an article, such as https://example.org",
        )
    })
}

/// As it is repeated in a sentence: not all of it, and without a login.
fn shorten(text: &str) -> String {
    let start = text.find("://").map_or(0, |at| at + 3);
    let end = text[start..].find(['/', '?', '#']).map_or(text.len(), |at| start + at);
    let without = text[start..end].rfind('@').map(|at| format!("{}…{}", &text[..start], &text[start + at..]));
    let text = without.as_deref().unwrap_or(text);
    let mut short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::candidates;

    fn read(typed: &str) -> Vec<String> {
        candidates(typed).unwrap().into_iter().map(String::from).collect()
    }

    #[test]
    fn a_bare_host_is_tried_with_https_then_http() {
        assert_eq!(read("example.org/news"), ["https://example.org/news", "http://example.org/news"]);
    }

    #[test]
    fn an_address_of_the_sample_edition_is_one() {
        let address = format!("{}://guide/feed.json", crate::sample::SCHEME);
        assert_eq!(read(&address), [address]);
    }

    #[test]
    fn a_password_in_what_is_no_address_is_not_repeated() {
        for typed in
            ["http://ann:s3cret@a b/x", "ann:s3cret@a.example/x", "ftp://ann:s3cret@a.example", "http://ann:s3cret@"]
        {
            let failure = candidates(typed).unwrap_err();
            assert!(!failure.to_string().contains("s3cret"), "{failure}");
        }
    }

    #[test]
    fn what_is_no_address_is_said_to_be_none() {
        for (typed, why) in [
            ("", "it is empty"),
            ("hello world", "it has a space in it"),
            ("hello", "it is not an address"),
            ("file:///etc/passwd", "only http and https addresses can be fetched"),
        ] {
            assert_eq!(candidates(typed).unwrap_err().why, why, "{typed}");
        }
    }
}
