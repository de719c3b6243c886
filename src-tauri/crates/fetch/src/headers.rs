//! What response headers say about time. Pure: `now` is an argument.

use jiff::Timestamp;
use reqwest::header::{self, HeaderMap, HeaderName};

/// A header's text; none when it is absent or empty.
pub(crate) fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers
        .get(name)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
        .filter(|value| !value.is_empty())
}

/// The moment dates of a response are measured from: the server's own `Date`, so that a wrong clock on either side
/// does not matter, else `now`.
pub(crate) fn server_time(headers: &HeaderMap, now: Timestamp) -> Timestamp {
    date(headers, header::DATE).unwrap_or(now)
}

/// Seconds of freshness that are left (RFC 9111, 4.2): `Cache-Control: max-age` less what `Age` says has gone by in
/// caches, else `Expires`. None for `no-cache` and `no-store`, and for an `Expires` in the past, which is there to
/// defeat caches and says nothing about when to come back.
pub(crate) fn max_age(headers: &HeaderMap, now: Timestamp) -> Option<u64> {
    let control = headers
        .get_all(header::CACHE_CONTROL)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase())
        .collect::<Vec<_>>()
        .join(",");
    let directives = || control.split(',').map(str::trim);
    if directives().any(|directive| matches!(directive, "no-cache" | "no-store")) {
        return None;
    }
    let stated = directives().find_map(|directive| seconds(directive.strip_prefix("max-age=")?.trim_matches('"')));
    let fresh = match stated {
        Some(stated) => stated.saturating_sub(text(headers, header::AGE).and_then(|age| seconds(&age)).unwrap_or(0)),
        None => until(headers, header::EXPIRES, now)?,
    };
    Some(fresh).filter(|fresh| *fresh > 0)
}

/// Seconds of `Retry-After`, given as a number or a date (RFC 9110, 10.2.3).
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<u64> {
    seconds(&text(headers, header::RETRY_AFTER)?).or_else(|| until(headers, header::RETRY_AFTER, now))
}

/// A count of seconds; one that is too long to hold counts as 2^31 (RFC 9111, 1.2.2).
fn seconds(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(1 << 31))
}

/// Seconds from `now` to the date in a header; none when it is past.
fn until(headers: &HeaderMap, name: HeaderName, now: Timestamp) -> Option<u64> {
    u64::try_from(date(headers, name)?.as_second() - now.as_second()).ok()
}

/// In any of the three forms a recipient must take (RFC 9110, 5.6.7).
fn date(headers: &HeaderMap, name: HeaderName) -> Option<Timestamp> {
    Timestamp::try_from(httpdate::parse_http_date(&text(headers, name)?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "Wed, 21 Oct 2015 07:28:00 GMT";

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    fn now() -> Timestamp {
        server_time(&headers(&[(header::DATE, NOW)]), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_in_any_form() {
        for (value, expected) in [
            ("120", Some(120)),
            ("Wed, 21 Oct 2015 07:30:00 GMT", Some(120)),
            ("Wednesday, 21-Oct-15 07:30:00 GMT", Some(120)),
            ("Wed Oct 21 07:30:00 2015", Some(120)),
            ("Wed, 21 Oct 2015 07:27:00 GMT", None),
            ("soon", None),
            ("-5", None),
            ("99999999999999999999", Some(1 << 31)),
        ] {
            assert_eq!(retry_after(&headers(&[(header::RETRY_AFTER, value)]), now()), expected, "{value}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now()), None);
    }

    #[test]
    fn dates_are_measured_by_the_servers_clock_when_it_tells() {
        let wrong: Timestamp = "2030-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(server_time(&headers(&[(header::DATE, NOW)]), wrong), now());
        assert_eq!(server_time(&HeaderMap::new(), wrong), wrong);
    }

    #[test]
    fn freshness_is_max_age_less_age_or_what_expires_leaves() {
        const CONTROL: HeaderName = header::CACHE_CONTROL;
        const LATER: &str = "Wed, 21 Oct 2015 08:28:00 GMT";
        for (pairs, expected) in [
            (vec![(CONTROL, "public, Max-Age=600")], Some(600)),
            (vec![(CONTROL, "max-age=\"600\"")], Some(600)),
            (vec![(CONTROL, "max-age=600"), (header::AGE, "100")], Some(500)),
            (vec![(CONTROL, "max-age=600"), (header::AGE, "900")], None),
            (vec![(CONTROL, "max-age=600"), (header::EXPIRES, LATER)], Some(600)),
            (vec![(CONTROL, "max-age=600, no-cache")], None),
            (vec![(CONTROL, "s-maxage=600")], None),
            (vec![(header::EXPIRES, LATER)], Some(3600)),
            (vec![(header::EXPIRES, "Wed, 21 Oct 2015 07:00:00 GMT")], None),
            (vec![(header::EXPIRES, "0")], None),
        ] {
            assert_eq!(max_age(&headers(&pairs), now()), expected, "{pairs:?}");
        }
    }
}
