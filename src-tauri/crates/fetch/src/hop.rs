//! One hop: a request to one address, bounded in time and size, without following where it points.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt as _;
use reqwest::StatusCode;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use tokio::time::{Instant, timeout};
use url::Url;

use crate::client::{Client, Kind};
use crate::places::{Place, SMALL};
use crate::response::{Response, Status, Validators};
use crate::{FetchError, classify, headers, image};

/// Bytes of an `ETag` that are kept.
const LONGEST_VALIDATOR: usize = 2048;

/// What is asked of one address.
pub(crate) struct Ask<'a> {
    pub(crate) http: &'a reqwest::Client,
    pub(crate) url: &'a Url,
    pub(crate) kind: Kind,
    pub(crate) validators: &'a Validators,
    pub(crate) public_only: bool,
    /// The reader's own, for this address.
    pub(crate) headers: HeaderMap,
    /// All that is left for it. Waiting for a place does not count.
    pub(crate) time: Duration,
}

/// What came of it.
pub(crate) enum Hop {
    Done(Box<Response>),
    Redirect { to: Url, permanent: bool, from_private: bool },
}

impl Client {
    pub(crate) async fn hop(&self, ask: Ask<'_>) -> Result<Hop, FetchError> {
        let options = &self.0.options;
        let begun = Instant::now();
        let mut request = ask.http.get(ask.url.clone()).headers(ask.headers).header(header::ACCEPT, accept(ask.kind));
        let mut conditional = false;
        let conditions =
            [(header::IF_NONE_MATCH, &ask.validators.etag), (header::IF_MODIFIED_SINCE, &ask.validators.last_modified)];
        for (name, value) in conditions {
            if let Some(value) = value.as_deref().and_then(|value| HeaderValue::from_str(value).ok()) {
                request = request.header(name, value);
                conditional = true;
            }
        }
        // A server that knows which version is here may send what is new alone (RFC 3229 with feeds).
        if ask.kind == Kind::Document && ask.validators.etag.is_some() {
            request = request.header(HeaderName::from_static("a-im"), HeaderValue::from_static("feed"));
        }
        let response = timeout(options.header_timeout.min(ask.time), request.send())
            .await
            .map_err(|_| FetchError::Timeout)?
            .map_err(|error| classify::from_reqwest(&error))?;
        // Through a proxy the address is the proxy's, and where the name leads is the proxy's to judge.
        let from_private = options.proxy.way_to(ask.url).is_none()
            && response.remote_addr().is_some_and(|address| self.0.network.is_private(address.ip()));
        if ask.public_only && from_private {
            return Err(FetchError::PrivateAddress);
        }
        let status = response.status();
        let now = headers::server_time(response.headers(), (options.now)());
        if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
            let to = headers::text(response.headers(), header::LOCATION)
                .and_then(|location| ask.url.join(&location).ok())
                .ok_or(FetchError::Http { status: status.as_u16() })?;
            let permanent = matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
            return Ok(Hop::Redirect { to, permanent, from_private });
        }
        let mut answer = Response::local(ask.url.clone(), Vec::new(), None);
        answer.from_private = from_private;
        answer.max_age = headers::max_age(response.headers(), now);
        // Only an answer to "has it changed?" says that it has not; unasked, there would be nothing to show.
        if status == StatusCode::NOT_MODIFIED && conditional {
            answer.status = Status::NotModified;
            // What it says of them now counts (RFC 9111, 4.3.4).
            let fresh = validators(response.headers());
            answer.validators = Validators {
                etag: fresh.etag.or_else(|| ask.validators.etag.clone()),
                last_modified: fresh.last_modified.or_else(|| ask.validators.last_modified.clone()),
                url: None,
            };
            return Ok(Hop::Done(Box::new(answer)));
        }
        if !status.is_success() {
            return Err(FetchError::from_status(status, headers::retry_after(response.headers(), now)));
        }
        answer.validators = validators(response.headers());
        answer.content_type = headers::text(response.headers(), header::CONTENT_TYPE);
        let left = ask.time.saturating_sub(begun.elapsed());
        let (bytes, place) = self.body(response, options.max_bytes, left).await?;
        answer.bytes = bytes;
        answer.held.0.extend(place.map(Arc::new));
        if matches!(ask.kind, Kind::Image | Kind::Drawable) {
            let drawing = || (ask.kind == Kind::Drawable).then(|| image::drawing(&answer.bytes)).flatten();
            let media_type = image::sniff(&answer.bytes).or_else(drawing).ok_or(FetchError::Unsupported)?;
            answer.content_type = Some(media_type.to_owned());
        }
        Ok(Hop::Done(Box::new(answer)))
    }

    /// The body, read in pieces so that a bomb is dropped at the bound and not after it.
    async fn body(
        &self,
        response: reqwest::Response,
        max_bytes: usize,
        mut left: Duration,
    ) -> Result<(Vec<u8>, Option<Place>), FetchError> {
        let too_large = FetchError::TooLarge { limit_mb: max_bytes / 1024 / 1024 };
        // Announced only where no encoding hides the size; then not a byte of it has to be read.
        if response.content_length().is_some_and(|length| length > max_bytes as u64) {
            return Err(too_large);
        }
        let mut bytes = Vec::new();
        let mut place = None;
        let mut pieces = response.bytes_stream();
        loop {
            let begun = Instant::now();
            let Some(piece) = timeout(left, pieces.next()).await.map_err(|_| FetchError::Timeout)? else { break };
            left = left.saturating_sub(begun.elapsed());
            let piece = piece.map_err(|error| classify::from_reqwest(&error))?;
            if bytes.len() + piece.len() > max_bytes {
                return Err(too_large);
            }
            if place.is_none() && bytes.len() + piece.len() > SMALL {
                // Bounded: whoever has a place gives it back within a request's time.
                let large = timeout(self.0.options.total_timeout * 4, self.0.places.large());
                place = Some(large.await.map_err(|_| FetchError::Timeout)?);
            }
            bytes.extend_from_slice(&piece);
        }
        Ok((bytes, place))
    }
}

fn validators(headers: &HeaderMap) -> Validators {
    // Longer ones are no validators, and would be sent back with every request.
    let short = |name| headers::text(headers, name).filter(|value| value.len() <= LONGEST_VALIDATOR);
    Validators { etag: short(header::ETAG), last_modified: short(header::LAST_MODIFIED), url: None }
}

fn accept(kind: Kind) -> &'static str {
    match kind {
        Kind::Document | Kind::Linked => {
            "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.9, */*;q=0.5"
        }
        Kind::Image => "image/avif, image/webp, image/png, image/jpeg, image/gif",
        // What can be made smaller first.
        Kind::Drawable => "image/webp, image/png, image/jpeg, image/gif, image/svg+xml;q=0.9, image/avif;q=0.5",
    }
}
