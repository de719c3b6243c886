//! Whom a source is asked as: a login and headers of the reader's own, for its own server and no other.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};
use url::Url;

/// A login and headers for one server. The default says nothing.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// Name and password for HTTP Basic (RFC 7617), as UTF-8.
    pub login: Option<(String, String)>,
    /// Names and values of headers.
    pub headers: Vec<(String, String)>,
    /// The value of a `Cookie` header.
    pub cookie: Option<String>,
}

/// Headers that a request makes itself, or that would change how it travels.
const OWN: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "if-modified-since",
    "if-none-match",
    "range",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

impl Access {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.login.is_none() && self.headers.is_empty() && self.cookie.is_none()
    }

    /// Why a header cannot be sent; none when it can.
    #[must_use]
    pub fn refuses(name: &str, value: &str) -> Option<&'static str> {
        let name = name.to_ascii_lowercase();
        if name == "cookie" {
            return Some("it has a place of its own, beside the headers");
        }
        if OWN.contains(&name.as_str()) {
            return Some("the app sets it itself");
        }
        if HeaderName::from_bytes(name.as_bytes()).is_err() {
            return Some("its name has characters that headers cannot have");
        }
        HeaderValue::from_str(value).is_err().then_some("its value has characters that headers cannot have")
    }

    /// The headers to send to `url`, when that is on the server of `of`: scheme, host and port alike.
    pub(crate) fn headers_for(&self, url: &Url, of: &Url) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if url.origin() != of.origin() {
            return headers;
        }
        for (name, value) in &self.headers {
            if Self::refuses(name, value).is_none()
                && let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value))
            {
                headers.insert(name, secret(value));
            }
        }
        if let Some(cookie) = self.cookie.as_deref().and_then(|cookie| HeaderValue::from_str(cookie).ok()) {
            headers.insert(COOKIE, secret(cookie));
        }
        if let Some((name, password)) = &self.login
            && let Ok(value) =
                HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(format!("{name}:{password}"))))
        {
            headers.insert(AUTHORIZATION, secret(value));
        }
        headers
    }
}

/// Not shown in logs.
fn secret(mut value: HeaderValue) -> HeaderValue {
    value.set_sensitive(true);
    value
}

impl std::fmt::Debug for Access {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        formatter
            .debug_struct("Access")
            .field("login", &self.login.as_ref().map(|(name, _)| name))
            .field("headers", &headers)
            .field("cookie", &self.cookie.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Access;
    use url::Url;

    #[test]
    fn secrets_are_for_their_own_server_and_no_log() {
        let access = Access {
            login: Some(("ann".to_owned(), "pässword".to_owned())),
            headers: vec![("X-Token".to_owned(), "t0ken".to_owned()), ("Host".to_owned(), "other".to_owned())],
            cookie: Some("id=c00kie".to_owned()),
        };
        let url = |text| Url::parse(text).unwrap();
        let own = url("https://a.example/feed");
        let sent = access.headers_for(&url("https://a.example/other"), &own);
        assert_eq!(sent["authorization"], "Basic YW5uOnDDpHNzd29yZA==");
        assert_eq!(
            (&sent["x-token"], &sent["cookie"], sent.len()),
            (&"t0ken".parse().unwrap(), &"id=c00kie".parse().unwrap(), 3)
        );
        for other in ["http://a.example/feed", "https://b.example/feed", "https://a.example:8443/feed"] {
            assert!(access.headers_for(&url(other), &own).is_empty(), "{other}");
        }
        let logged = format!("{access:?} {sent:?}");
        for secret in ["pässword", "YW5u", "t0ken", "c00kie"] {
            assert!(!logged.contains(secret), "{logged}");
        }
    }

    #[test]
    fn headers_that_cannot_be_sent_are_refused() {
        assert_eq!(Access::refuses("X-Token", "abc"), None);
        for (name, value) in [("HOST", "x"), ("a b", "x"), ("", "x"), ("x", "a\r\nb: c")] {
            assert!(Access::refuses(name, value).is_some(), "{name}");
        }
    }
}
