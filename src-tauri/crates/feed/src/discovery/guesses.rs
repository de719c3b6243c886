//! Where a feed may be although no page names it: asked one after the other, so there are few.

use dom_query::Document;
use url::Url;

/// Places of a feed in a site's root, likeliest first. Source: the defaults of `WordPress` (`/feed/`), Gatsby, Drupal and
/// hand-made sites (`/rss.xml`), Jekyll with its plugin (`/feed.xml`), Hugo (`/index.xml`), Ghost (`/rss/`).
const ROOT: &[&str] =
    &["/feed/", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/rss/", "/feed.json", "/feed", "/rss"];

/// Places beside a page that is not the front page: its section's own feed.
const SECTION: &[&str] = &["feed/", "feed.xml", "rss.xml", "index.xml"];

/// What a page's `<meta name=generator>` begins with, and where that software has its feed.
/// Source: the software's own documentation.
const SOFTWARE: &[(&str, &str)] = &[
    ("blogger", "/feeds/posts/default"),
    ("discourse", "/latest.rss"),
    ("drupal", "/rss.xml"),
    ("eleventy", "/feed/feed.xml"),
    ("gatsby", "/rss.xml"),
    ("ghost", "/rss/"),
    ("hexo", "/atom.xml"),
    ("hugo", "/index.xml"),
    ("jekyll", "/feed.xml"),
    ("joomla", "/?format=feed&type=rss"),
    ("mediawiki", "/index.php?title=Special:RecentChanges&feed=atom"),
    ("pelican", "/feeds/all.atom.xml"),
    ("squarespace", "/?format=rss"),
    ("wix.com", "/blog-feed.xml"),
    ("wordpress", "/feed/"),
    ("zola", "/atom.xml"),
];

/// Requests that guessing may cost.
const MOST: usize = 9;

/// The addresses to try for a page that names no feed, likeliest first.
#[must_use]
pub fn guesses(html: &str, url: &Url) -> Vec<Url> {
    let generator = Document::from(html).select_single("meta[name=generator][content]").attr_or("content", "");
    let generator = generator.trim().to_ascii_lowercase();
    let known = SOFTWARE.iter().filter(|(name, _)| generator.starts_with(name)).map(|(_, path)| *path);
    let mut section = url.clone();
    section.set_query(None);
    section.set_fragment(None);
    // A section is a folder, with or without its slash; a name with an ending is a page in one.
    let last = url.path().rsplit('/').next().unwrap_or_default();
    if !last.is_empty() && !last.contains('.') {
        section.set_path(&format!("{}/", url.path()));
    }
    let beside: &[&str] = if section.path().matches('/').count() > 1 { SECTION } else { &[] };
    let mut found: Vec<Url> = Vec::new();
    let places = beside.iter().filter_map(|path| section.join(path).ok());
    for guess in places.chain(known.chain(ROOT.iter().copied()).filter_map(|path| url.join(path).ok())) {
        if found.len() < MOST && guess != *url && !found.contains(&guess) {
            found.push(guess);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{MOST, ROOT, SOFTWARE, guesses};
    use url::Url;

    fn paths(html: &str, url: &str) -> Vec<String> {
        let url = Url::parse(url).unwrap();
        guesses(html, &url).iter().map(|guess| guess[url::Position::BeforePath..].to_owned()).collect()
    }

    #[test]
    fn the_root_is_tried_in_order() {
        assert_eq!(paths("", "https://a.example/"), ROOT);
    }

    #[test]
    fn a_section_is_tried_before_the_root_and_within_the_bound() {
        for url in ["https://a.example/blog/", "https://a.example/blog", "https://a.example/blog/page.html"] {
            let paths = paths("", url);
            assert_eq!(&paths[..2], ["/blog/feed/", "/blog/feed.xml"], "{url}");
            assert!(paths.contains(&"/feed/".to_owned()) && paths.len() == MOST, "{paths:?}");
        }
    }

    #[test]
    fn every_software_is_known_by_its_name() {
        assert!(SOFTWARE.is_sorted());
        for (name, path) in SOFTWARE {
            let html = format!("<meta name=generator content='{} 1.2'>", name.to_uppercase());
            assert_eq!(paths(&html, "https://a.example/")[0], *path, "{name}");
        }
    }
}
