//! Sites that publish no feed and show strangers no list, so that nothing is asked of them in vain.

use url::Url;

use super::pattern::same_site;

/// Host and name, by host. Source: each site's own help pages, which name no feed; most want a login or run scripts
/// before anything is seen.
const SITES: &[(&str, &str)] = &[
    ("facebook.com", "Facebook"),
    ("instagram.com", "Instagram"),
    ("linkedin.com", "LinkedIn"),
    ("open.spotify.com", "Spotify"),
    ("snapchat.com", "Snapchat"),
    ("threads.com", "Threads"),
    ("threads.net", "Threads"),
    ("tiktok.com", "TikTok"),
    ("twitch.tv", "Twitch"),
    ("twitter.com", "X"),
    ("x.com", "X"),
];

/// The name of the site, if it is known to have no feeds.
#[must_use]
pub fn without_feeds(url: &Url) -> Option<&'static str> {
    let host = url.host_str()?;
    SITES.iter().find(|(known, _)| same_site(host, known)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::{SITES, without_feeds};
    use url::Url;

    #[test]
    fn every_row_is_known_with_and_without_www_and_nothing_else_is() {
        assert!(SITES.is_sorted_by_key(|(host, _)| host));
        for (host, name) in SITES {
            for url in [format!("https://{host}/somebody"), format!("https://www.{host}/")] {
                assert_eq!(without_feeds(&Url::parse(&url).unwrap()), Some(*name), "{url}");
            }
            assert_eq!(without_feeds(&Url::parse(&format!("https://not{host}/")).unwrap()), None);
        }
    }
}
