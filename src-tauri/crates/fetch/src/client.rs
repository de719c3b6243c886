//! One request, from its bounds to its body: redirects by hand, so that each hop is judged before it is taken.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use url::Url;

use crate::FetchError;
use crate::address::{self, Guard, Lookup, is_private};
use crate::hosts::Hosts;
use crate::image;
use crate::response::{Response, Status, Validators};

/// More redirects than this are a loop, or might as well be one.
const MOST_REDIRECTS: usize = 10;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A feed or page a person asked for; the first hop may be private.
    Document,
    /// A page or feed that something public points to; nothing private is reached on the way.
    Linked,
    /// A picture an article shows. A name that leads to a private address is refused; a private address written out
    /// is not, since only an article from there is stored with one.
    Image,
}

/// The bounds of a client.
#[derive(Debug, Clone)]
pub struct Options {
    /// Name, version and contact.
    pub user_agent: String,
    /// For the connection alone.
    pub connect_timeout: Duration,
    /// For one hop, from the first byte out to the last byte in.
    pub total_timeout: Duration,
    /// Of the body, its content encoding undone.
    pub max_bytes: usize,
    /// Requests to one host at once.
    pub per_host: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            user_agent: "Standfirst".to_owned(),
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            max_bytes: 16 * 1024 * 1024,
            per_host: 2,
        }
    }
}

/// An HTTP client. Cheap to clone; clones share connections and limits.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    /// For addresses a person gave.
    open: reqwest::Client,
    /// For whatever a public server points to.
    public: reqwest::Client,
    hosts: Hosts,
    options: Options,
}

impl Client {
    /// # Errors
    /// [`FetchError::Tls`] when the TLS library cannot be set up.
    pub fn new(options: Options) -> Result<Self, FetchError> {
        Self::with_lookup(options, address::system())
    }

    pub(crate) fn with_lookup(options: Options, lookup: Lookup) -> Result<Self, FetchError> {
        let build = |public_only| {
            reqwest::Client::builder()
                .user_agent(&options.user_agent)
                .connect_timeout(options.connect_timeout)
                .timeout(options.total_timeout)
                .redirect(Policy::none())
                .referer(false)
                // A proxy from the environment would connect for us, past the guard.
                .no_proxy()
                .dns_resolver(Guard { lookup: lookup.clone(), public_only })
                .build()
                .map_err(|_| FetchError::Tls)
        };
        Ok(Self(Arc::new(Inner {
            open: build(false)?,
            public: build(true)?,
            hosts: Hosts::new(options.per_host),
            options,
        })))
    }

    /// Asks `url`, conditionally when `validators` has something to go by, and follows redirects.
    ///
    /// # Errors
    /// Every [`FetchError`]. A body is never cut short without one.
    pub async fn get(&self, url: &Url, kind: Kind, validators: &Validators) -> Result<Response, FetchError> {
        let mut current = url.clone();
        let mut permanent = None;
        let mut all_permanent = true;
        let mut public_only = match kind {
            Kind::Document => false,
            Kind::Linked => true,
            Kind::Image => address::literal(url).is_none(),
        };
        for _ in 0..=MOST_REDIRECTS {
            if !matches!(current.scheme(), "http" | "https") || current.host().is_none() {
                return Err(FetchError::InvalidAddress);
            }
            if public_only && address::literal(&current).is_some_and(is_private) {
                return Err(FetchError::PrivateAddress);
            }
            let answer = self.hop(&current, kind, validators, public_only).await?;
            match answer {
                Hop::Done(response) => {
                    return Ok(Response { permanent_url: permanent.filter(|moved| moved != url), ..*response });
                }
                Hop::Redirect { to, is_permanent, from_private } => {
                    // Once a public server has had a say, nothing private is reached any more.
                    public_only |= !from_private;
                    all_permanent &= is_permanent;
                    if all_permanent {
                        permanent = Some(to.clone());
                    }
                    current = to;
                }
            }
        }
        Err(FetchError::TooManyRedirects)
    }

    async fn hop(&self, url: &Url, kind: Kind, validators: &Validators, public_only: bool) -> Result<Hop, FetchError> {
        let inner = &self.0;
        let _place = inner.hosts.place(url.host_str().unwrap_or_default()).await;
        let client = if public_only { &inner.public } else { &inner.open };
        let mut request = client.get(url.clone()).header(header::ACCEPT, accept(kind));
        if let Some(value) = validators.etag.as_deref().and_then(|etag| HeaderValue::from_str(etag).ok()) {
            request = request.header(header::IF_NONE_MATCH, value);
        }
        if let Some(value) = validators.last_modified.as_deref().and_then(|date| HeaderValue::from_str(date).ok()) {
            request = request.header(header::IF_MODIFIED_SINCE, value);
        }
        let response = request.send().await.map_err(|error| FetchError::from_reqwest(&error))?;
        let from_private = response.remote_addr().is_some_and(|address| is_private(address.ip()));
        if public_only && from_private {
            return Err(FetchError::PrivateAddress);
        }
        let status = response.status();
        let headers = response.headers().clone();
        if status.is_redirection() && status.as_u16() != 304 {
            let to = text(&headers, header::LOCATION)
                .and_then(|location| url.join(&location).ok())
                .ok_or(FetchError::Http { status: status.as_u16() })?;
            return Ok(Hop::Redirect { to, is_permanent: matches!(status.as_u16(), 301 | 308), from_private });
        }
        let max_age = max_age(&headers);
        let next =
            Validators { etag: text(&headers, header::ETAG), last_modified: text(&headers, header::LAST_MODIFIED) };
        let done = |status, bytes, content_type, validators| {
            Ok(Hop::Done(Box::new(Response {
                status,
                final_url: url.clone(),
                permanent_url: None,
                bytes,
                content_type,
                validators,
                max_age,
                from_private,
            })))
        };
        if status.as_u16() == 304 {
            return done(Status::NotModified, Vec::new(), None, validators.clone());
        }
        if !status.is_success() {
            return Err(FetchError::from_status(status, retry_after(&headers)));
        }
        let bytes = body(response, inner.options.max_bytes).await?;
        match kind {
            Kind::Document | Kind::Linked => done(Status::Ok, bytes, text(&headers, header::CONTENT_TYPE), next),
            Kind::Image => {
                let media_type = image::sniff(&bytes).ok_or(FetchError::Unsupported)?;
                done(Status::Ok, bytes, Some(media_type.to_owned()), next)
            }
        }
    }
}

enum Hop {
    Done(Box<Response>),
    Redirect { to: Url, is_permanent: bool, from_private: bool },
}

fn accept(kind: Kind) -> &'static str {
    match kind {
        Kind::Document | Kind::Linked => {
            "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.9, */*;q=0.5"
        }
        Kind::Image => "image/avif, image/webp, image/png, image/jpeg, image/gif",
    }
}

/// The body, read in pieces so that a bomb is dropped at the bound and not after it.
async fn body(response: reqwest::Response, max_bytes: usize) -> Result<Vec<u8>, FetchError> {
    let too_large = FetchError::TooLarge { limit_mb: max_bytes / 1024 / 1024 };
    let mut bytes = Vec::new();
    let mut pieces = response.bytes_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|error| FetchError::from_reqwest(&error))?;
        if bytes.len() + piece.len() > max_bytes {
            return Err(too_large);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    headers
        .get(name)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
        .filter(|value| !value.is_empty())
}

/// Seconds of freshness by `Cache-Control: max-age` (RFC 9111, 5.2.2.1); none for no-cache and the like, and none by
/// `Expires`, which for feeds is most often a date in the past meant to defeat caches.
fn max_age(headers: &HeaderMap) -> Option<u64> {
    let control = text(headers, header::CACHE_CONTROL)?.to_ascii_lowercase();
    let mut directives = control.split(',').map(str::trim);
    directives.find_map(|directive| directive.strip_prefix("max-age=")?.trim_matches('"').parse().ok())
}

/// Seconds of `Retry-After`, given as a number or a date (RFC 9110, 10.2.3). A date is measured against the server's
/// own `Date`, so that a wrong clock on either side does not matter.
fn retry_after(headers: &HeaderMap) -> Option<u64> {
    let value = text(headers, header::RETRY_AFTER)?;
    if let Ok(seconds) = value.parse() {
        return Some(seconds);
    }
    let date = |text: &str| jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp().as_second());
    let seconds = date(&value)? - date(&text(headers, header::DATE)?)?;
    u64::try_from(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_that_leads_to_a_private_address_is_refused_for_pictures() {
        let lookup: Lookup = Arc::new(|_| Box::pin(async { Ok(vec!["127.0.0.1:9".parse().unwrap()]) }));
        let client = Client::with_lookup(Options::default(), lookup).unwrap();
        let url = Url::parse("http://pictures.example/a.png").unwrap();
        let answer = client.get(&url, Kind::Image, &Validators::default()).await;
        assert_eq!(answer.unwrap_err(), FetchError::PrivateAddress);
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("120"));
        assert_eq!(retry_after(&headers), Some(120));
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("Wed, 21 Oct 2015 07:30:00 GMT"));
        headers.insert(header::DATE, HeaderValue::from_static("Wed, 21 Oct 2015 07:28:00 GMT"));
        assert_eq!(retry_after(&headers), Some(120));
    }
}
