//! What a request brought.

use std::sync::Arc;

use url::Url;

use crate::places::Place;

/// What a server gave to recognise a version by, and gets back with the next request (RFC 9110, 8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the headers are")]
pub struct Validators {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// The address they came from, when it is not the one that is asked: where a redirect led.
    pub url: Option<Url>,
}

/// Whether there is a new body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// `bytes` is the body.
    Ok,
    /// The version of the validators is still the newest; `bytes` is empty.
    NotModified,
}

/// Places among requests and in memory, taken until the last clone is dropped: whoever works on a response keeps them
/// until that work is stored, so that requests do not outrun it.
#[derive(Debug, Clone, Default)]
pub struct Held(pub(crate) Vec<Arc<Place>>);

/// An answer that is no failure.
#[derive(Debug, Clone)]
pub struct Response {
    /// Whether there is a body.
    pub status: Status,
    /// Where the body came from, after redirects.
    pub final_url: Url,
    /// Where 301 and 308 led, up to the first temporary redirect; none without any.
    pub permanent_url: Option<Url>,
    /// The body, its content encoding undone.
    pub bytes: Vec<u8>,
    /// The media type as the server gave it; for pictures as sniffed.
    pub content_type: Option<String>,
    /// To be given to the next request.
    pub validators: Validators,
    /// Seconds the answer stays fresh, from Cache-Control, else from an Expires to come.
    pub max_age: Option<u64>,
    /// The server that answered is on a private address: what it points to may be, too.
    pub from_private: bool,
    /// The places it takes among requests and in memory.
    pub held: Held,
}

impl Response {
    /// A response that came from no server, as of a file inside the program.
    #[must_use]
    pub fn local(url: Url, bytes: Vec<u8>, content_type: Option<String>) -> Self {
        Self {
            status: Status::Ok,
            final_url: url,
            permanent_url: None,
            bytes,
            content_type,
            validators: Validators::default(),
            max_age: None,
            from_private: false,
            held: Held::default(),
        }
    }
}
