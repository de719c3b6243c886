//! Pictures: files below images/, known by the hash of their address.

use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

/// A picture some article shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredImage {
    /// Its key.
    pub key: String,
    /// Its address.
    pub url: String,
    /// Its file, once it was fetched.
    pub path: Option<PathBuf>,
    /// The file's media type.
    pub media_type: Option<String>,
    /// Why it cannot be had, when that will not change by itself.
    pub failed: Option<String>,
}

/// The key of the picture at an address: the SHA-256 of it in lower-case hex.
#[must_use]
pub fn image_key(url: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(url.as_bytes()).iter().fold(String::with_capacity(64), |mut key, byte| {
        let _ = write!(key, "{byte:02x}");
        key
    })
}
