//! The namespaces feeds use, whatever prefix a document gives them.

use std::collections::HashMap;

/// A vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Space {
    /// The format's own: RSS in an RSS document, Atom in an Atom document.
    Own,
    Atom,
    Content,
    Dc,
    DcTerms,
    FeedBurner,
    /// RFC 5005.
    History,
    /// Also Google Play's, which has the same words.
    Itunes,
    MathMl,
    Media,
    Podcast,
    Rdf,
    Svg,
    Syndication,
    WebFeeds,
    Xhtml,
    /// None that is read here.
    Other,
}

pub(crate) const SVG: &str = "http://www.w3.org/2000/svg";
pub(crate) const MATH_ML: &str = "http://www.w3.org/1998/Math/MathML";

/// The addresses of the vocabularies (in lower case, without scheme and closing slash), sorted. Sources: the
/// specifications, and for old or wrong spellings what feeds in the wild and feedparser's table have.
const ADDRESSES: &[(&str, Space)] = &[
    ("", Space::Own),
    ("backend.userland.com/blogchannelmodule", Space::Other),
    ("backend.userland.com/rss", Space::Own),
    ("backend.userland.com/rss091", Space::Own),
    ("backend.userland.com/rss092", Space::Own),
    ("backend.userland.com/rss2", Space::Own),
    ("blogs.law.harvard.edu/tech/rss", Space::Own),
    ("channel.netscape.com/rdf/simple/0.9", Space::Own),
    ("cyber.law.harvard.edu/rss/rss.html", Space::Own),
    ("example.com/dtds/podcast-1.0.dtd", Space::Itunes),
    ("github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md", Space::Podcast),
    ("my.netscape.com/publish/formats/rss-0.91.dtd", Space::Own),
    ("my.netscape.com/rdf/simple/0.9", Space::Own),
    ("my.netscape.com/rss/0.91", Space::Own),
    ("podcastindex.org/namespace/1.0", Space::Podcast),
    ("purl.org/atom/ns#", Space::Atom),
    ("purl.org/dc/elements/1.0", Space::Dc),
    ("purl.org/dc/elements/1.1", Space::Dc),
    ("purl.org/dc/terms", Space::DcTerms),
    ("purl.org/net/rss1.1#", Space::Own),
    ("purl.org/rss/1.0", Space::Own),
    ("purl.org/rss/1.0/modules/content", Space::Content),
    ("purl.org/rss/1.0/modules/rss091#", Space::Own),
    ("purl.org/rss/1.0/modules/syndication", Space::Syndication),
    ("purl.org/rss/2.0", Space::Own),
    ("purl.org/syndication/history/1.0", Space::History),
    ("rssnamespace.org/feedburner/ext/1.0", Space::FeedBurner),
    ("search.yahoo.com/mrss", Space::Media),
    ("video.search.yahoo.com/mrss", Space::Media),
    ("webfeeds.org/rss/1.0", Space::WebFeeds),
    ("www.bloglines.com/about/specs/fac-1.0", Space::Other),
    ("www.google.com/schemas/play-podcasts/1.0", Space::Itunes),
    ("www.itunes.com/dtds/podcast-1.0.dtd", Space::Itunes),
    ("www.w3.org/1998/math/mathml", Space::MathMl),
    ("www.w3.org/1999/02/22-rdf-syntax-ns#", Space::Rdf),
    ("www.w3.org/1999/xhtml", Space::Xhtml),
    ("www.w3.org/2000/svg", Space::Svg),
    ("www.w3.org/2005/atom", Space::Atom),
];

/// What a prefix means that nobody declared, sorted.
const USUAL_PREFIXES: &[(&str, Space)] = &[
    ("atom", Space::Atom),
    ("atom10", Space::Atom),
    ("content", Space::Content),
    ("dc", Space::Dc),
    ("dcterms", Space::DcTerms),
    ("feedburner", Space::FeedBurner),
    ("fh", Space::History),
    ("googleplay", Space::Itunes),
    ("itunes", Space::Itunes),
    ("media", Space::Media),
    ("podcast", Space::Podcast),
    ("rdf", Space::Rdf),
    ("rss", Space::Own),
    ("svg", Space::Svg),
    ("sy", Space::Syndication),
    ("webfeeds", Space::WebFeeds),
    ("xhtml", Space::Xhtml),
];

/// Declarations in force at one place that are kept: real documents have a dozen.
const MOST: usize = 128;

/// The declarations in force.
pub(crate) struct Declared<'a> {
    /// Depth, prefix, meaning.
    all: Vec<(usize, &'a str, Space)>,
    /// What no prefix means here: asked for nearly every element.
    bare: Space,
    /// The addresses read, for documents that say one on every element.
    known: HashMap<String, Space>,
    /// The root's own address: what it says is the format's own vocabulary, by whatever address.
    root: Option<String>,
}

impl Default for Declared<'_> {
    fn default() -> Self {
        Self { all: Vec::new(), bare: Space::Own, known: HashMap::new(), root: None }
    }
}

impl<'a> Declared<'a> {
    /// `prefix` means `address` from `depth` on.
    pub(crate) fn add(&mut self, depth: usize, prefix: &'a str, address: &str) {
        if self.all.len() < MOST {
            let address = address.trim();
            let space = if self.root.as_deref() == Some(address) { Space::Own } else { self.known(address) };
            self.all.push((depth, prefix, space));
            if prefix.is_empty() {
                self.bare = space;
            }
        }
    }

    fn known(&mut self, address: &str) -> Space {
        if let Some(space) = self.known.get(address) {
            return *space;
        }
        let space = of_address(address);
        if self.known.len() < MOST {
            self.known.insert(address.to_owned(), space);
        }
        space
    }

    /// The element at `depth` has ended.
    pub(crate) fn forget(&mut self, depth: usize) {
        while let Some((_, prefix, _)) = self.all.pop_if(|(at, ..)| *at >= depth) {
            if prefix.is_empty() {
                self.bare = self.look_up("").unwrap_or(Space::Own);
            }
        }
    }

    /// The document's first element has `prefix`, which stands for `address`.
    pub(crate) fn root(&mut self, prefix: &str, address: &str) {
        let address = address.trim();
        if matches!(of_address(address), Space::Own | Space::Atom | Space::Other) {
            self.root = Some(address.to_owned());
            for (_, known, space) in &mut self.all {
                if *known == prefix {
                    *space = Space::Own;
                }
            }
            self.bare = self.look_up("").unwrap_or(Space::Own);
        }
    }

    /// What `prefix` means here.
    pub(crate) fn space(&self, prefix: &str) -> Space {
        if prefix.is_empty() {
            return self.bare;
        }
        self.look_up(prefix).unwrap_or_else(|| {
            let usual = USUAL_PREFIXES.iter().find(|(usual, _)| usual.eq_ignore_ascii_case(prefix));
            usual.map_or(Space::Other, |(_, space)| *space)
        })
    }

    fn look_up(&self, prefix: &str) -> Option<Space> {
        self.all.iter().rev().find(|(_, known, _)| *known == prefix).map(|(.., space)| *space)
    }
}

fn of_address(address: &str) -> Space {
    let lower = address.to_ascii_lowercase();
    let bare = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))
        .unwrap_or(&lower)
        .trim_end_matches(['/', '?']);
    ADDRESSES
        .binary_search_by_key(&bare, |(known, _)| known)
        .ok()
        .and_then(|at| ADDRESSES.get(at))
        .map_or(Space::Other, |(_, space)| *space)
}

#[cfg(test)]
mod tests {
    use super::{ADDRESSES, Space, USUAL_PREFIXES, of_address};

    #[test]
    fn the_tables_are_sorted() {
        assert!(ADDRESSES.is_sorted_by_key(|(address, _)| address));
        assert!(USUAL_PREFIXES.is_sorted_by_key(|(prefix, _)| prefix));
    }

    #[test]
    fn addresses_are_known_in_their_wrong_spellings() {
        assert_eq!(of_address("http://search.yahoo.com/mrss"), Space::Media);
        assert_eq!(of_address("https://www.itunes.com/DTDs/Podcast-1.0.dtd"), Space::Itunes);
        assert_eq!(of_address("urn:x"), Space::Other);
    }
}
