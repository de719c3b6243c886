//! Why a request failed, classified once, with the sentence a person reads.

use reqwest::StatusCode;

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
    #[error("there is no way to the server: check the network connection, and try again later")]
    Unreachable,
    #[error(
        "the server cannot prove who it is, its certificate {fault}: check the date of this computer, or look at the site in a browser"
    )]
    Certificate { fault: &'static str },
    #[error("a secure connection could not be made: try again later, or look at the site in a browser")]
    Tls,
    #[error(
        "no certificates are installed on this system: install the package ca-certificates, then start Standfirst again"
    )]
    NoCertificates,
    #[error("the server took too long to answer: try again later")]
    Timeout,
    #[error("the answer is larger than {limit_mb} MB: follow a smaller feed of the site, if there is one")]
    TooLarge { limit_mb: usize },
    #[error("the server sends from address to address without end: tell its owner, or try another address")]
    TooManyRedirects,
    #[error("the server sends on to an address that is not on the web: look for another address of it in a browser")]
    NotHttp,
    #[error(
        "a public server points to a private address, which is not followed: paste the private address itself if you trust it"
    )]
    PrivateAddress,
    #[error("the page is gone for good (410): unfollow it, or look for its new address")]
    Gone,
    #[error("there is nothing at this address (404): check the address, or look for the new one on the site")]
    NotFound,
    #[error("the server wants a login ({status}): set a login for the source")]
    Login { status: u16 },
    #[error("the server refuses to show this ({status}): it may keep readers out; look at it in a browser")]
    Forbidden { status: u16 },
    #[error("the server asks for fewer requests (429): it will be asked again later by itself")]
    TooManyRequests { retry_after: Option<u64> },
    #[error("the server has a problem of its own ({status}): it will be asked again later by itself")]
    Unavailable { status: u16, retry_after: Option<u64> },
    #[error("the server answered with {status}: try again later, or look at the address in a browser")]
    Http { status: u16 },
    #[error("what came back is not a picture this app shows: open it in the browser")]
    Unsupported,
    #[error("what the server sent cannot be read as HTTP: check the address, or look at it in a browser")]
    Garbled,
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
            Self::Unreachable => "unreachable",
            Self::Certificate { .. } => "certificate",
            Self::Tls => "tls",
            Self::NoCertificates => "no-certificates",
            Self::Timeout => "timeout",
            Self::TooLarge { .. } => "too-large",
            Self::TooManyRedirects => "redirects",
            Self::NotHttp => "not-http",
            Self::PrivateAddress => "private-address",
            Self::Gone => "gone",
            Self::NotFound => "not-found",
            Self::Login { .. } => "login",
            Self::Forbidden { .. } => "forbidden",
            Self::TooManyRequests { .. } => "too-many-requests",
            Self::Unavailable { .. } => "unavailable",
            Self::Http { .. } => "http",
            Self::Unsupported => "unsupported",
            Self::Garbled => "garbled",
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
            401 => Self::Login { status: number },
            402 | 403 | 407 | 451 => Self::Forbidden { status: number },
            429 => Self::TooManyRequests { retry_after },
            500..=599 => Self::Unavailable { status: number, retry_after },
            _ => Self::Http { status: number },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FetchError as E;

    #[test]
    fn every_failure_says_why_and_what_to_do() {
        let all = [
            E::InvalidAddress,
            E::Unresolvable,
            E::Refused,
            E::Unreachable,
            E::Certificate { fault: "has expired" },
            E::Tls,
            E::NoCertificates,
            E::Timeout,
            E::TooLarge { limit_mb: 16 },
            E::TooManyRedirects,
            E::NotHttp,
            E::PrivateAddress,
            E::Gone,
            E::NotFound,
            E::Login { status: 401 },
            E::Forbidden { status: 403 },
            E::TooManyRequests { retry_after: None },
            E::Unavailable { status: 503, retry_after: None },
            E::Http { status: 418 },
            E::Unsupported,
            E::Garbled,
            E::Broken,
        ];
        let mut codes: Vec<_> = all.iter().map(E::code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all.len());
        for error in &all {
            assert_eq!(error.to_string().split(": ").count(), 2, "{error}");
        }
    }
}
