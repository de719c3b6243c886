//! Addresses inside HTML: which are kept, and what they are relative to.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// The absolute http or https address `href` means on a page at `base`; none for any other scheme, and none for a
/// private host named by a public page: following or loading that would reach into the reader's own network.
pub(crate) fn web(href: &str, base: Option<&Url>) -> Option<Url> {
    let href: String = href.trim().chars().filter(|c| !c.is_control()).collect();
    if href.is_empty() {
        return None;
    }
    let url = match base {
        Some(base) => base.join(&href).ok()?,
        None => Url::parse(&href).ok()?,
    };
    let sample = base.is_some_and(|base| base.scheme() == url.scheme() && url.scheme() == "standfirst-sample");
    if !matches!(url.scheme(), "http" | "https") && !sample {
        return None;
    }
    let is_home = base.is_some_and(is_private);
    (!is_private(&url) || is_home).then_some(url)
}

/// As [`web`], and `mailto:` too.
pub(crate) fn link(href: &str, base: Option<&Url>) -> Option<Url> {
    if href.trim().to_ascii_lowercase().starts_with("mailto:") {
        return Url::parse(href.trim()).ok();
    }
    web(href, base)
}

/// Whether a URL names a loopback, private or link-local host outright. Names that only resolve to one are judged
/// when they are fetched.
fn is_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(v4)) => private_v4(v4),
        Some(Host::Ipv6(v6)) => private_v6(v6),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            name == "localhost"
                || [".localhost", ".local", ".internal", ".lan", ".home.arpa"].iter().any(|end| name.ends_with(end))
        }
        None => false,
    }
}

fn private_v4(v4: Ipv4Addr) -> bool {
    let [a, b, ..] = v4.octets();
    v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
}

fn private_v6(v6: Ipv6Addr) -> bool {
    let first = v6.segments()[0];
    v6.is_loopback()
        || v6.is_unspecified()
        || v6.is_multicast()
        || first & 0xfe00 == 0xfc00
        || first & 0xffc0 == 0xfe80
        || v6.to_ipv4().is_some_and(private_v4)
}

#[cfg(test)]
mod tests {
    use super::web;
    use url::Url;

    #[test]
    fn only_public_web_addresses_are_kept_on_a_public_page() {
        let base = Url::parse("https://news.example/a/b").unwrap();
        assert_eq!(web("../c?d#e", Some(&base)).unwrap().as_str(), "https://news.example/c?d#e");
        for bad in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "file:///x",
            "data:text/html,x",
            "http://127.0.0.1/",
            "http://[::1]/",
            "http://2130706433/",
            "http://192.168.0.1/x",
            "http://printer.local/",
            "",
        ] {
            assert!(web(bad, Some(&base)).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_private_page_may_name_its_own_network() {
        let base = Url::parse("http://127.0.0.1:8000/a").unwrap();
        assert!(web("/b.png", Some(&base)).is_some());
    }
}
