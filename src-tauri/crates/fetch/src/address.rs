//! Which addresses are private.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Whether an address is loopback, link-local, private, shared or otherwise not on the public internet.
/// Source: the IANA special-purpose address registries (RFC 6890 and its successors), October 2024.
#[must_use]
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_private_v4(v4),
        IpAddr::V6(v6) => is_private_v6(v6),
    }
}

fn is_private_v4(v4: Ipv4Addr) -> bool {
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

fn is_private_v6(v6: Ipv6Addr) -> bool {
    // Addresses that carry a v4 one inside reach that one: mapped, compatible, NAT64 and 6to4.
    let segments = v6.segments();
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_private_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            inner(high, low)
        }
        // NAT64 of a local network, discard, and Teredo, which hides a v4 address in its bits.
        [0x64, 0xff9b, 1, ..] | [0x100, 0, 0, 0, ..] | [0x2001, 0, ..] => true,
        [first, ..] => {
            v6.is_multicast() || first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80 || first & 0xffc0 == 0xfec0
        }
    }
}

/// The address a URL names outright, when it names one; `localhost` counts.
pub(crate) fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(v4) => Some(IpAddr::V4(v4)),
        Host::Ipv6(v6) => Some(IpAddr::V6(v6)),
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            (name == "localhost" || name.ends_with(".localhost")).then_some(IpAddr::V4(Ipv4Addr::LOCALHOST))
        }
    }
}

/// Whether a URL writes out a private address, or `localhost`.
#[must_use]
pub fn names_private_host(url: &Url) -> bool {
    literal(url).is_some_and(is_private)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{is_private, names_private_host};

    #[test]
    fn a_private_host_is_known_however_it_is_spelt() {
        for spelt in [
            "127.1",
            "0x7f000001",
            "2130706433",
            "0177.0.0.1",
            "[::ffff:127.0.0.1]",
            "localhost.",
            "LOCALHOST",
            "a.localhost",
            "１２７.0.0.1",
        ] {
            assert!(names_private_host(&Url::parse(&format!("http://{spelt}/")).unwrap()), "{spelt}");
        }
        assert!(!names_private_host(&Url::parse("http://localhost.example/").unwrap()));
    }

    #[test]
    fn special_ranges_are_private_and_the_rest_is_not() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2001:0:4136:e378:8000:63bf:3fff:fdd2",
            "2002:7f00:1::",
            "255.255.255.255",
        ] {
            assert!(is_private(private.parse().unwrap()), "{private}");
        }
        for public in ["1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:2800:220:1::", "::ffff:8.8.8.8"] {
            assert!(!is_private(public.parse().unwrap()), "{public}");
        }
    }
}
