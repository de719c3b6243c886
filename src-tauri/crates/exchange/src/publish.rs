//! Articles as files that others read: Markdown for note-takers, an EPUB, pages of HTML. One article at a time, so that no
//! more than one is ever in memory; the same articles give the same bytes.
//!
//! What comes in is safe already (crate `article`). Pictures are asked for by their addresses, and what is not there becomes
//! its description: nothing that leaves here loads anything from the network.

mod epub;
mod html;
mod markdown;
mod names;
mod passages;
mod pictures;
mod tree;
mod xhtml;

#[cfg(test)]
mod tests;

use std::io::{self, Read as _};

use jiff::Timestamp;

pub use epub::Epub;
pub use html::Html;
pub use markdown::Markdown;

/// An article that leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Piece {
    /// Its number in the library, which keeps names of files apart and the same.
    pub id: i64,
    /// Headline.
    pub title: String,
    /// Deck.
    pub deck: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// Its source's name.
    pub source: String,
    /// Its address.
    pub url: Option<String>,
    /// When it was published.
    pub published: Timestamp,
    /// When the reader saved it.
    pub saved: bool,
    /// Whether it was read.
    pub read: bool,
    /// The publisher's rubric.
    pub section: Option<String>,
    /// BCP 47 language.
    pub lang: Option<String>,
    /// It is written from right to left.
    pub rtl: bool,
    /// Its tags.
    pub tags: Vec<String>,
    /// What the reader marked.
    pub highlights: Vec<Highlight>,
    /// The picture above the text, which the text has not.
    pub lead: Option<Lead>,
    /// Safe HTML.
    pub html: String,
}

/// A passage the reader marked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Highlight {
    /// The passage.
    pub text: String,
    /// Some of the words before it, which tell it from the same words elsewhere.
    pub before: String,
    /// What was noted beside it.
    pub note: Option<String>,
}

/// The picture above a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lead {
    /// Its address.
    pub url: String,
    /// Its caption.
    pub caption: Option<String>,
    /// Its credit.
    pub credit: Option<String>,
}

/// A picture's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What tells it from others, in letters and digits: its hash.
    pub name: String,
    /// `image/jpeg`, `image/png`, `image/gif`, `image/webp` or `image/avif`.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Where pictures come from: the one at an address, if it is here.
pub type Pictures<'a> = dyn FnMut(&str) -> Option<Picture> + 'a;

/// Where files go.
pub trait Files {
    /// Writes a file. `name` is a path with `/`, below wherever they go.
    ///
    /// # Errors
    /// What writing fails with.
    fn file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()>;
}

/// A ZIP as a place where files go.
#[derive(Debug)]
pub struct Zip<W: io::Write + io::Seek>(crate::zipped::Zipped<W>);

impl<W: io::Write + io::Seek> Zip<W> {
    /// Begins one.
    pub fn new(out: W) -> Self {
        Self(crate::zipped::Zipped::new(out))
    }

    /// Ends it, and gives back what it was written to.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }

    /// Says in it what it is, so that [`is_ours`] knows it again.
    ///
    /// # Errors
    /// None in fact: what a comment fails with is its length.
    pub fn sign(&mut self, kind: &str) -> io::Result<()> {
        self.0.sign(&format!("{SIGNED}{kind}"))
    }
}

/// The comment of a ZIP of notes or pages begins so.
const SIGNED: &str = "Standfirst ";

/// Whether a file is an export of ours of this kind: what may be replaced by a newer one.
pub fn is_ours(file: impl io::Read + io::Seek, kind: &str) -> bool {
    let mut file = io::BufReader::new(file);
    if kind == "opml" {
        let mut head = Vec::new();
        let read = io::Read::take(&mut file, 512).read_to_end(&mut head);
        return read.is_ok() && String::from_utf8_lossy(&head).contains("<title>Standfirst</title>");
    }
    let Ok(mut zip) = zip::ZipArchive::new(file) else { return false };
    match kind {
        "archive" => zip.by_name(crate::archive::MANIFEST).is_ok(),
        "epub" => zip.by_name("EPUB/package.opf").is_ok_and(|package| {
            let mut text = String::new();
            package.take(1 << 20).read_to_string(&mut text).is_ok() && text.contains("urn:standfirst:")
        }),
        kind => zip.comment() == format!("{SIGNED}{kind}").as_bytes(),
    }
}

impl<W: io::Write + io::Seek> Files for Zip<W> {
    fn file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        use crate::zipped::Way;
        let small = name.starts_with("pictures/") || name.contains("/pictures/") || name == "mimetype";
        self.0.file(name, if small { Way::Stored } else { Way::Deflated }, bytes)
    }
}

/// The day something was published, as in 2026-03-01.
fn day(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d").to_string()
}

/// Who wrote it, where, and when.
fn about(piece: &Piece) -> String {
    let parts = [piece.author.clone().unwrap_or_default(), piece.source.clone(), day(piece.published)];
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}
