//! Why a request failed, classified once, with the sentence a person reads.

use std::error::Error as _;

use reqwest::StatusCode;

use crate::address::OnlyPrivate;

/// A failure of one request. Its text is `why: what to do`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum FetchError {
    #[error("it is not an address that can be fetched: use one that begins with http:// or https://")]
    InvalidAddress,
    #[error("there is no server of that name, or the network is down: check the spelling and the connection")]
    Unresolvable,
    #[error("the server does not accept connections: try again later")]
    Refused,
    #[error("a secure connection could not be made: try again later, or look at the site in a browser")]
    Tls,
    #[error("the server took too long to answer: try again later")]
    Timeout,
    #[error("the answer is larger than {limit_mb} MB: follow a smaller feed of the site, if there is one")]
    TooLarge { limit_mb: usize },
    #[error("the server sends from address to address without end: tell its owner, or try another address")]
    TooManyRedirects,
    #[error(
        "a public server points to a private address, which is not followed: paste the private address itself if you trust it"
    )]
    PrivateAddress,
    #[error("the page is gone for good (410): unfollow it, or look for its new address")]
    Gone,
    #[error("there is nothing at this address (404): check the address, or look for the new one on the site")]
    NotFound,
    #[error("the server refuses to show this ({status}): it may want a login, or keep readers out")]
    Forbidden { status: u16 },
    #[error("the server asks for fewer requests (429): it will be asked again later by itself")]
    TooManyRequests { retry_after: Option<u64> },
    #[error("the server has a problem of its own ({status}): it will be asked again later by itself")]
    Unavailable { status: u16, retry_after: Option<u64> },
    #[error("the server answered with {status}: try again later, or look at the address in a browser")]
    Http { status: u16 },
    #[error("what came back is not a picture this app shows: open it in the browser")]
    Unsupported,
    #[error("the connection broke off: try again later")]
    Broken,
}

impl FetchError {
    /// A stable code to decide by.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidAddress => "invalid-address",
            Self::Unresolvable => "unresolvable",
            Self::Refused => "refused",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::TooLarge { .. } => "too-large",
            Self::TooManyRedirects => "redirects",
            Self::PrivateAddress => "private-address",
            Self::Gone => "gone",
            Self::NotFound => "not-found",
            Self::Forbidden { .. } => "forbidden",
            Self::TooManyRequests { .. } => "too-many-requests",
            Self::Unavailable { .. } => "unavailable",
            Self::Http { .. } => "http",
            Self::Unsupported => "unsupported",
            Self::Broken => "broken",
        }
    }

    /// Seconds the server asked to be left alone.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooManyRequests { retry_after } | Self::Unavailable { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    pub(crate) fn from_status(status: StatusCode, retry_after: Option<u64>) -> Self {
        let number = status.as_u16();
        match number {
            404 => Self::NotFound,
            410 => Self::Gone,
            401 | 402 | 403 | 407 | 451 => Self::Forbidden { status: number },
            429 => Self::TooManyRequests { retry_after },
            500..=599 => Self::Unavailable { status: number, retry_after },
            _ => Self::Http { status: number },
        }
    }

    /// Classified by the types in the chain of causes; the texts of libraries change.
    pub(crate) fn from_reqwest(error: &reqwest::Error) -> Self {
        if error.is_timeout() {
            return Self::Timeout;
        }
        let mut cause = error.source();
        while let Some(inner) = cause {
            if inner.is::<OnlyPrivate>() {
                return Self::PrivateAddress;
            }
            if inner.is::<rustls::Error>() {
                return Self::Tls;
            }
            let Some(io) = inner.downcast_ref::<std::io::Error>() else {
                cause = inner.source();
                continue;
            };
            match io.kind() {
                std::io::ErrorKind::ConnectionRefused => return Self::Refused,
                std::io::ErrorKind::TimedOut => return Self::Timeout,
                // An I/O error's source skips the error it wraps, which is the one to look at.
                _ => cause = io.get_ref().map(|wrapped| wrapped as &(dyn std::error::Error + 'static)),
            }
        }
        // What is left of a failed connection, after refusals and TLS, is the name.
        if error.is_connect() {
            Self::Unresolvable
        } else if error.is_builder() {
            Self::InvalidAddress
        } else {
            Self::Broken
        }
    }
}
