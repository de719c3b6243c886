//! What a file is, told by its beginning and its names of columns and keys.

use super::{lists, tables};

/// The kinds of files that are taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One address a line.
    Addresses,
    /// What Google Reader made, and FreshRSS, Inoreader and others after it: articles as JSON.
    GoogleReader,
    /// Instapaper's CSV.
    InstapaperCsv,
    /// Karakeep's (Hoarder's) JSON.
    Karakeep,
    /// Miniflux's entries as its API gives them.
    Miniflux,
    /// Bookmarks as browsers exchange them.
    Netscape,
    /// `NewsBlur`'s saved stories.
    NewsBlur,
    /// Omnivore's export.
    Omnivore,
    /// A list of sources.
    Opml,
    /// Pocket's highlights.
    PocketAnnotations,
    /// Pocket's CSV, as it exported from 2023 to its end.
    PocketCsv,
    /// Pocket's HTML, as it exported before.
    PocketHtml,
    /// Raindrop's CSV.
    RaindropCsv,
    /// Readwise Reader's CSV.
    ReadwiseCsv,
    /// Readwise's highlights.
    ReadwiseHighlights,
    /// wallabag's JSON, of both versions.
    Wallabag,
}

/// Each kind, its name for programs, and its name for people. Sorted by the first name.
const NAMES: &[(Kind, &str, &str)] = &[
    (Kind::Addresses, "addresses", "a list of addresses"),
    (Kind::GoogleReader, "google-reader", "articles as Google Reader exported them (FreshRSS, Inoreader)"),
    (Kind::InstapaperCsv, "instapaper-csv", "Instapaper"),
    (Kind::Karakeep, "karakeep", "Karakeep"),
    (Kind::Miniflux, "miniflux", "Miniflux"),
    (Kind::Netscape, "bookmarks", "bookmarks"),
    (Kind::NewsBlur, "newsblur", "NewsBlur’s saved stories"),
    (Kind::Omnivore, "omnivore", "Omnivore"),
    (Kind::Opml, "opml", "a list of sources (OPML)"),
    (Kind::PocketAnnotations, "pocket-annotations", "Pocket’s highlights"),
    (Kind::PocketCsv, "pocket-csv", "Pocket"),
    (Kind::PocketHtml, "pocket-html", "Pocket (HTML)"),
    (Kind::RaindropCsv, "raindrop-csv", "Raindrop"),
    (Kind::ReadwiseCsv, "readwise-csv", "Readwise Reader"),
    (Kind::ReadwiseHighlights, "readwise-highlights", "Readwise’s highlights"),
    (Kind::Wallabag, "wallabag", "wallabag"),
];

impl Kind {
    fn names(self) -> (&'static str, &'static str) {
        NAMES.iter().find(|(kind, ..)| *kind == self).map_or(("", ""), |(_, code, name)| (*code, *name))
    }

    /// For programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.names().0
    }

    /// For people.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.names().1
    }

    /// All that can be taken in, for people.
    #[must_use]
    pub fn all_names() -> String {
        "OPML, bookmarks, Pocket, Instapaper, Omnivore, Readwise, wallabag, Karakeep, NewsBlur, FreshRSS, Miniflux, \
         Raindrop, a list of addresses, or Standfirst’s own archive"
            .to_owned()
    }
}

/// Beginnings of files that people take for exports.
const OTHERS: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"GIF8", "a picture"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3\0", "a database"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
];

/// What a file is that is no export; none where that is not sure.
pub(super) fn other(bytes: &[u8]) -> Option<&'static str> {
    OTHERS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, name)| *name)
}

/// How far a text is looked at for its first words.
const HEAD: usize = 64 << 10;

/// What a text is; none when it is nothing that is known.
pub(super) fn of(text: &str) -> Option<Kind> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    match text.bytes().next()? {
        b'{' | b'[' => lists::kind(text),
        b'<' => markup(text),
        _ => tables::kind(text).or_else(|| super::addresses::is_list(text).then_some(Kind::Addresses)).or_else(|| {
            // Something stands before the list.
            let lower = head(text).to_ascii_lowercase();
            lower.contains("<opml").then_some(Kind::Opml)
        }),
    }
}

fn markup(text: &str) -> Option<Kind> {
    let lower = head(text).to_ascii_lowercase();
    if lower.contains("<opml") || lower.contains("<outline") {
        Some(Kind::Opml)
    } else if lower.contains("netscape-bookmark-file") || lower.contains("<dt><a ") || lower.contains("<dt><h3") {
        Some(Kind::Netscape)
    } else if lower.contains("pocket export") || lower.contains(" time_added=") {
        Some(Kind::PocketHtml)
    } else {
        None
    }
}

fn head(text: &str) -> &str {
    let end = (0..=HEAD.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    &text[..end]
}
