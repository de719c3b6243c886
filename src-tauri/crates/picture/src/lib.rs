//! A picture as it was sent, made into what a screen shows: a reading size and a thumbnail. Bytes in, bytes out; only the
//! words in a drawing need the fonts of this system.
//!
//! Whatever comes out was decoded first, so it is a picture, except AVIF, which is told by its header only; SVG comes out drawn.
//! Bytes, pixels and nesting are bounded
//! here; the time is bounded by whoever calls, since no decoder can be stopped.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod decode;
mod drawing;
mod encode;
mod layers;

pub use decode::decodes;

/// Pixels across of a picture that is read: what fits the column at twice its resolution.
pub const READING: u32 = 1600;
/// Pixels across of a picture in a list, at twice the resolution of the screen.
pub const THUMBNAIL: u32 = 400;

/// A picture in the sizes that are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes {
    /// For reading; the original where that is smaller, moves, or cannot be bettered.
    pub reading: File,
    /// For lists; none where the one for reading serves.
    pub thumbnail: Option<File>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What that is.
    pub media_type: &'static str,
}

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The bytes are none, or broken.
    #[error("it is not a picture, or a broken one")]
    Broken,
    /// It has too many pixels, or a drawing too many parts.
    #[error("it is too large to be shown")]
    TooLarge,
}

/// Makes a picture of `media_type` (by its bytes, not by its server) into the sizes that are shown.
///
/// # Errors
/// What keeps it from being one.
pub fn sizes(bytes: &[u8], media_type: &str) -> Result<Sizes, PictureError> {
    if media_type == "image/svg+xml" {
        return encode::drawn(&drawing::draw(bytes, READING)?);
    }
    let Some(media_type) = encode::SHOWN.iter().find(|shown| **shown == media_type) else {
        return Err(PictureError::Broken);
    };
    let original = || File { bytes: bytes.to_vec(), media_type };
    if *media_type == "image/avif" {
        // Decoding it would take a C library (dav1d); it is the smallest of all formats as it is.
        return Ok(Sizes { reading: original(), thumbnail: None });
    }
    let decoded = decode::decode(bytes)?;
    let thumbnail =
        (decoded.image.width() > THUMBNAIL || decoded.moves).then(|| encode::thumbnail(&decoded.image)).transpose()?;
    let reading = if decoded.moves {
        // That it moves may be the point: a map over time, a machine at work.
        original()
    } else {
        encode::reading(&decoded, bytes.len())?.unwrap_or_else(original)
    };
    Ok(Sizes { reading, thumbnail })
}

/// A picture as every reader of books shows it: JPEG, PNG and GIF as they are, another one as JPEG, or as PNG where it is
/// see-through; none for what cannot be decoded here (AVIF).
#[must_use]
pub fn for_books(bytes: &[u8], media_type: &str) -> Option<File> {
    match media_type {
        "image/jpeg" => Some(File { bytes: bytes.to_vec(), media_type: "image/jpeg" }),
        "image/png" => Some(File { bytes: bytes.to_vec(), media_type: "image/png" }),
        "image/gif" => Some(File { bytes: bytes.to_vec(), media_type: "image/gif" }),
        "image/webp" => encode::for_books(&decode::decode(bytes).ok()?.image),
        _ => None,
    }
}
