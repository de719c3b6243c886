//! Other programs' files, told apart by what is in them, never by their names.
//!
//! [`read`] takes the bytes of one file and gives what the library can take in, with a report of what was passed over:
//! every row, item or link of a file is either taken or in the report. Each format's module names the source of its
//! shape. Nothing here is safe to be shown yet: texts are as the file has them.

mod addresses;
mod karakeep;
mod kind;
mod lists;
mod markup;
mod netscape;
mod newsblur;
mod omnivore;
mod opml;
mod packed;
mod pocket;
mod reader_json;
mod table;
mod tables;
mod take;
mod taken;
mod wallabag;

#[cfg(test)]
mod tests;

pub use kind::Kind;
pub use take::page;
pub use taken::{At, Highlight, Item, Passed, Place, Source, Taken};

use take::Take;

/// The largest file that is read, and the most that is unpacked of one.
pub const MOST_BYTES: usize = 100 << 20;

/// What a file turned out to be.
#[derive(Debug)]
pub enum Found {
    /// What another program exported.
    Taken(Box<Taken>),
    /// Our own archive, which `exchange::archive` reads.
    Archive(Vec<u8>),
}

/// Why nothing of a file can be taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It has no bytes, or nothing but blanks.
    #[error("it is empty")]
    Empty,
    /// It is larger than [`MOST_BYTES`].
    #[error("it is larger than {} MB", MOST_BYTES >> 20)]
    TooLarge,
    /// It is none of the kinds.
    #[error("it is none of the files that can be taken in ({})", Kind::all_names())]
    Unknown,
    /// It is something else that is known, and not for this.
    #[error("it is {0}, and no export of another program")]
    Other(&'static str),
    /// A ZIP whose files cannot be unpacked without its password.
    #[error("it is a ZIP with a password")]
    Locked,
    /// It begins as a ZIP and cannot be unpacked.
    #[error("it is a ZIP that cannot be unpacked ({0}); it may not have come down whole")]
    Broken(String),
    /// A ZIP with none of the kinds in it.
    #[error("nothing in this ZIP is one of the files that can be taken in ({})", Kind::all_names())]
    NothingInside,
}

/// Reads a file.
///
/// # Errors
/// [`ImportError`] when it is none that can be taken in. A file that is broken somewhere is taken up to there, and its
/// report says so.
pub fn read(bytes: Vec<u8>) -> Result<Found, ImportError> {
    if bytes.len() > MOST_BYTES {
        return Err(ImportError::TooLarge);
    }
    if packed::is_zip(&bytes) {
        return packed::read(bytes);
    }
    if let Some(other) = kind::other(&bytes) {
        return Err(ImportError::Other(other));
    }
    let text = feed::decoded(&bytes, None);
    let text: String = if text.contains('\0') { text.replace('\0', "") } else { text.into_owned() };
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    let Some(kind) = kind::of(&text) else {
        return Err(if is_feed(&bytes) { ImportError::Other("a feed") } else { ImportError::Unknown });
    };
    let mut take = Take::new(kind);
    one(kind, &text, &bytes, &mut take);
    Ok(Found::Taken(Box::new(take.done())))
}

fn is_feed(bytes: &[u8]) -> bool {
    feed::parse(bytes, None, None).is_ok()
}

/// Reads one text of a known kind. `bytes` are what it was decoded from.
fn one(kind: Kind, text: &str, bytes: &[u8], take: &mut Take) {
    match kind {
        Kind::Addresses => addresses::read(text, take),
        Kind::InstapaperCsv | Kind::PocketCsv | Kind::RaindropCsv | Kind::ReadwiseCsv | Kind::ReadwiseHighlights => {
            tables::read(kind, text, take);
        }
        Kind::Karakeep => karakeep::read(text, take),
        Kind::Miniflux | Kind::GoogleReader => reader_json::read(kind, text, take),
        Kind::Netscape => netscape::read(text, take),
        Kind::NewsBlur => newsblur::read(text, take),
        Kind::Omnivore => omnivore::read(text, take),
        Kind::Opml => opml::read(bytes, take),
        Kind::PocketAnnotations => pocket::annotations(text, take),
        Kind::PocketHtml => pocket::html(text, take),
        Kind::Wallabag => wallabag::read(text, take),
    }
}
