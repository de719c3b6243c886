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
    let mut url = match base {
        Some(base) => base.join(&href).ok()?,
        None => Url::parse(&href).ok()?,
    };
    // A name to log in with is made to look like the host.
    if !url.username().is_empty() || url.password().is_some() {
        url.set_username("").and_then(|()| url.set_password(None)).ok()?;
    }
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

/// The ranges are those of `fetch::is_private`, written out again because each wall must hold alone.
/// Source: the IANA special-purpose address registries (RFC 6890 and its successors), October 2024.
fn private_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19))
}

fn private_v6(v6: Ipv6Addr) -> bool {
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        private_v4(Ipv4Addr::new(a, b, c, d))
    };
    match v6.segments() {
        // Addresses that carry a v4 one: compatible, mapped, NAT64 and 6to4.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            inner(high, low)
        }
        // NAT64 of a local network, discard, and Teredo.
        [0x64, 0xff9b, 1, ..] | [0x100, 0, 0, 0, ..] | [0x2001, 0, ..] => true,
        [first, ..] => {
            v6.is_multicast() || first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80 || first & 0xffc0 == 0xfec0
        }
    }
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
            "http://[64:ff9b::c0a8:101]/",
            "http://[2002:7f00:1::]/",
            "http://[fec0::1]/",
            "http://198.18.0.1/",
            "http://192.0.0.8/",
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
