//! What a failed request failed of: judged by the types in the chain of causes, since the texts of libraries change.

use std::error::Error;
use std::io;

use rustls::CertificateError as Certificate;

use crate::FetchError;
use crate::network::{NoSuchName, OnlyPrivate};

/// A failure of `reqwest` as one of ours.
pub(crate) fn from_reqwest(error: &reqwest::Error) -> FetchError {
    if error.is_timeout() {
        return FetchError::Timeout;
    }
    let mut next = error.source();
    while let Some(cause) = next {
        if let Some(known) = from_cause(cause) {
            return known;
        }
        next = beneath(cause);
    }
    if error.is_connect() {
        FetchError::Unreachable
    } else if error.is_builder() {
        FetchError::InvalidAddress
    } else if error.is_decode() {
        FetchError::Garbled
    } else {
        FetchError::Broken
    }
}

/// An I/O error's source skips the error it wraps, which is the one to look at.
fn beneath<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match cause.downcast_ref::<io::Error>() {
        Some(error) => error.get_ref().map(|wrapped| wrapped as &(dyn Error + 'static)),
        None => cause.source(),
    }
}

/// Why TLS could not be set up. That there are no certificates is told by the verifier's words alone.
pub(crate) fn of_setup(error: &(dyn Error + 'static)) -> FetchError {
    let lacks = |cause: &(dyn Error + 'static)| matches!(cause.downcast_ref(), Some(rustls::Error::General(words)) if words.contains("CA certificates"));
    let mut next = Some(error);
    while let Some(cause) = next {
        if lacks(cause) {
            return FetchError::NoCertificates;
        }
        next = cause.source();
    }
    FetchError::Tls
}

fn from_cause(cause: &(dyn Error + 'static)) -> Option<FetchError> {
    if cause.is::<OnlyPrivate>() {
        return Some(FetchError::PrivateAddress);
    }
    if cause.is::<NoSuchName>() {
        return Some(FetchError::Unresolvable);
    }
    if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
        return Some(from_tls(tls));
    }
    if let Some(http) = cause.downcast_ref::<hyper::Error>() {
        return match http {
            http if http.is_parse() => Some(FetchError::Garbled),
            http if http.is_incomplete_message() => Some(FetchError::Broken),
            // A transport's error; what of it, is told beneath.
            _ => None,
        };
    }
    match cause.downcast_ref::<io::Error>()?.kind() {
        io::ErrorKind::ConnectionRefused => Some(FetchError::Refused),
        io::ErrorKind::TimedOut => Some(FetchError::Timeout),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown => {
            Some(FetchError::Unreachable)
        }
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => Some(FetchError::Broken),
        _ => None,
    }
}

fn from_tls(error: &rustls::Error) -> FetchError {
    let rustls::Error::InvalidCertificate(reason) = error else { return FetchError::Tls };
    let fault = match reason {
        Certificate::Expired | Certificate::ExpiredContext { .. } => "has expired",
        Certificate::NotValidYet | Certificate::NotValidYetContext { .. } => "is not valid yet",
        Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => "is for another name",
        Certificate::UnknownIssuer => "comes from nobody this system trusts",
        Certificate::Revoked => "has been revoked",
        _ => "is faulty",
    };
    FetchError::Certificate { fault }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As TLS errors come: within an I/O error, within another.
    fn wrapped(error: rustls::Error) -> io::Error {
        io::Error::other(io::Error::new(io::ErrorKind::InvalidData, error))
    }

    fn classified(error: &(dyn Error + 'static)) -> Option<FetchError> {
        let mut next = Some(error);
        while let Some(cause) = next {
            if let Some(known) = from_cause(cause) {
                return Some(known);
            }
            next = beneath(cause);
        }
        None
    }

    #[test]
    fn a_certificate_that_fails_says_why() {
        for (reason, words) in [
            (Certificate::Expired, "has expired"),
            (Certificate::NotValidYet, "is not valid yet"),
            (Certificate::NotValidForName, "is for another name"),
            (Certificate::UnknownIssuer, "comes from nobody this system trusts"),
            (Certificate::BadEncoding, "is faulty"),
        ] {
            let error = classified(&wrapped(rustls::Error::InvalidCertificate(reason))).unwrap();
            assert_eq!(error.code(), "certificate");
            assert!(error.to_string().contains(words), "{error}");
        }
        assert_eq!(classified(&wrapped(rustls::Error::DecryptError)), Some(FetchError::Tls));
    }

    #[test]
    fn a_network_that_is_down_is_not_a_wrong_name() {
        let error = |kind: io::ErrorKind| classified(&io::Error::from(kind));
        assert_eq!(error(io::ErrorKind::NetworkUnreachable), Some(FetchError::Unreachable));
        assert_eq!(error(io::ErrorKind::HostUnreachable), Some(FetchError::Unreachable));
        assert_eq!(error(io::ErrorKind::ConnectionRefused), Some(FetchError::Refused));
        assert_eq!(error(io::ErrorKind::ConnectionReset), Some(FetchError::Broken));
    }
}
