//! A feed's entries and a page's extract, made into the library's articles.

use std::collections::{HashMap, HashSet};

use article::{Extracted, SafeHtml};
use feed::Entry;
use jiff::{SignedDuration, Timestamp};
use library::{NewArticle, Origin};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::excerpt::{self, Facts};
use crate::refresh::hex;
use crate::{Failure, left_out, sample};

/// Decks are for lists: longer summaries are cut here, at a word.
const DECK_CHARS: usize = 300;

/// Clocks of publishers may run ahead of ours by this.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// A document's entries, made into what is stored.
pub(crate) struct Made {
    /// But for those that are known.
    pub(crate) articles: Vec<NewArticle>,
    /// Ids of those that are known.
    pub(crate) unchanged: Vec<String>,
    /// When they were published.
    pub(crate) published: Vec<Timestamp>,
}

/// For a document of which nothing is in the library.
#[allow(clippy::unnecessary_wraps, reason = "an answer of the kind that `made` asks for")]
pub(crate) fn none_known(entries: &[(String, i64)]) -> Result<Vec<bool>, Failure> {
    Ok(vec![false; entries.len()])
}

/// Makes the entries of the document at `url` into articles, but for those that `known` knows by id and fingerprint:
/// making an entry safe is most of the work. `pages` is how the source's pages compared with its texts so far.
pub(crate) fn made(
    entries: Vec<Entry>,
    url: &Url,
    now: Timestamp,
    pages: (u32, u32),
    known: impl FnOnce(&[(String, i64)]) -> Result<Vec<bool>, Failure>,
) -> Result<Made, Failure> {
    let facts: Vec<Facts> = entries.iter().map(Facts::of).collect();
    let usual = excerpt::usual_length(&facts);
    let guids = guids(&entries);
    let prints: Vec<(String, i64)> = guids
        .iter()
        .zip(&entries)
        .map(|(guid, entry)| (guid.clone().unwrap_or_default(), fingerprint(entry)))
        .collect();
    let known = known(&prints)?;
    let mut made = Made {
        articles: Vec::new(),
        unchanged: Vec::new(),
        published: entries.iter().filter_map(|entry| entry.published.or(entry.updated)).collect(),
    };
    let entries = entries.into_iter().zip(facts);
    for ((((entry, facts), guid), (_, print)), known) in entries.zip(guids).zip(prints).zip(known) {
        match guid {
            Some(guid) if known => made.unchanged.push(guid),
            guid => {
                let mut article = NewArticle { entry: Some(print), ..from_entry(entry, guid, url, now) };
                article.excerpt = excerpt::is_excerpt(&article, facts, usual, pages);
                made.articles.push(sample::whole(article));
            }
        }
    }
    Ok(made)
}

/// The ids of a feed's entries; none where only the words tell one. An id that several of them share, with different
/// addresses, tells nothing: those are known by their addresses.
fn guids(entries: &[Entry]) -> Vec<Option<String>> {
    fn id(entry: &Entry) -> Option<&str> {
        entry.id.as_deref().filter(|id| !id.trim().is_empty())
    }
    let url = |entry: &Entry| entry.url.clone().filter(|url| is_web(url));
    let mut addresses: HashMap<&str, HashSet<Option<&str>>> = HashMap::new();
    for entry in entries {
        if let Some(id) = id(entry) {
            addresses.entry(id).or_default().insert(entry.url.as_deref());
        }
    }
    let tells = |id: &&str| addresses.get(id).is_none_or(|all| all.len() < 2);
    entries
        .iter()
        .map(|entry| {
            id(entry).filter(tells).map(str::to_owned).or_else(|| url(entry)).or_else(|| id(entry).map(str::to_owned))
        })
        .collect()
}

/// What tells an entry that changed from one that did not, before anything is made of it. A new version of this program
/// may make something else of it, and so tells them all anew.
fn fingerprint(entry: &Entry) -> i64 {
    let mut digest = Sha256::new_with_prefix(env!("CARGO_PKG_VERSION"));
    digest.update(serde_json::to_vec(entry).unwrap_or_default());
    let bytes = digest.finalize();
    bytes[..8].iter().fold(0_i64, |number, byte| number << 8 | i64::from(*byte))
}

/// The article an entry of the feed at `feed_url` publishes. `now` is for dates only.
pub(crate) fn from_entry(entry: Entry, guid: Option<String>, feed_url: &Url, now: Timestamp) -> NewArticle {
    // A counter between feed and page slows the reader down, and those of closed services lead nowhere.
    let url = [&entry.original_url, &entry.url].into_iter().flatten().find(|url| is_web(url)).cloned();
    // A public feed does not become part of the reader's network by an entry that links into it.
    let base = url
        .as_deref()
        .filter(|url| may_show(url, feed_url))
        .and_then(|url| Url::parse(url).ok())
        .unwrap_or_else(|| feed_url.clone());
    let content = entry.content_html.as_deref().filter(|html| !html.trim().is_empty());
    let summary = entry.summary_html.as_deref().filter(|html| !html.trim().is_empty());
    let html = article::sanitize(content.or(summary).unwrap_or_default(), Some(&base));
    let text = article::plain_text(&html);
    let deck = summary.map(article::text_of).filter(|deck| !deck.is_empty());
    let title = entry.title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| untitled(&text, url.as_deref()));
    let picture = entry
        .image
        .or_else(|| {
            entry.enclosures.iter().find(|enclosure| is_picture(enclosure)).map(|enclosure| enclosure.url.clone())
        })
        .or_else(|| article::image_urls(&html).into_iter().next())
        .filter(|url| is_web(url) && may_show(url, feed_url));
    let shift = |date: Timestamp| if sample::is_sample(feed_url) { sample::as_of(date, now) } else { date };
    NewArticle {
        guid: guid.unwrap_or_else(|| by_words(&title, &text)),
        entry: None,
        deck: deck.or_else(|| (!text.is_empty()).then(|| text.clone())).map(|deck| cut(&deck)),
        section: entry.categories.first().and_then(|category| category.label.clone().or_else(|| category.term.clone())),
        author: byline(&entry.authors),
        // A date in the future would pin the article to the top; it then counts from when it was first seen.
        published: entry.published.or(entry.updated).map(shift).filter(|date| *date <= now + AHEAD),
        updated: entry.updated.map(shift),
        lang: entry.lang,
        lead_image: picture,
        caption: None,
        credit: None,
        html: html.as_str().to_owned(),
        text,
        breadcrumbs: Vec::new(),
        cited: Vec::new(),
        origin: Origin::Feed,
        excerpt: false,
        provenance: None,
        url,
        title,
    }
}

/// The article a page holds. `guid` is the entry's, or the page's address when it belongs to no source.
pub(crate) fn from_page(page: Extracted, guid: String, url: &Url) -> NewArticle {
    NewArticle {
        provenance: left_out::kept(page.provenance),
        excerpt: false,
        guid,
        title: page.title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| url.to_string()),
        url: Some(url.to_string()),
        deck: page.deck.or_else(|| (!page.text.is_empty()).then(|| cut(&page.text))),
        section: page.section,
        author: page.byline,
        published: page.published.as_deref().and_then(|date| date.parse().ok()),
        updated: page.modified.as_deref().and_then(|date| date.parse().ok()),
        lang: page.lang,
        lead_image: page.lead_image.filter(|url| is_web(url)),
        caption: page.caption,
        credit: page.credit,
        html: page.html.as_str().to_owned(),
        text: page.text,
        breadcrumbs: page.breadcrumbs,
        cited: page.cited.into_iter().map(|cited| (cited.name, cited.url)).collect(),
        origin: Origin::Page,
        entry: None,
    }
}

/// The article of the page an entry leads to. What the feed said of it stands; the page adds what the feed left out.
pub(crate) fn from_page_of(page: Extracted, url: &Url, known: NewArticle) -> NewArticle {
    let page = from_page(page, known.guid, url);
    // A file or feed without a title has the address in its place.
    let is_named = known.url.as_ref().is_none_or(|address| *address != known.title);
    NewArticle {
        title: if is_named { known.title } else { page.title },
        url: known.url,
        published: known.published.or(page.published),
        updated: known.updated.or(page.updated),
        deck: page.deck.or(known.deck),
        section: page.section.or(known.section),
        author: page.author.or(known.author),
        lang: page.lang.or(known.lang),
        lead_image: page.lead_image.or(known.lead_image),
        entry: known.entry,
        excerpt: known.excerpt,
        ..page
    }
}

/// Every picture an article shows, the lead first.
pub(crate) fn pictures(lead: Option<&str>, html: &str) -> Vec<String> {
    let mut all: Vec<String> = lead.map(str::to_owned).into_iter().collect();
    for url in article::image_urls(&SafeHtml::from_library(html.to_owned())) {
        if !all.contains(&url) {
            all.push(url);
        }
    }
    all
}

/// An entry without an id and an address is known by its words.
pub(crate) fn by_words(title: &str, text: &str) -> String {
    let digest = Sha256::digest(format!("{title}\n{text}"));
    format!("words:{}", hex(&digest[..16]))
}

pub(crate) fn untitled(text: &str, url: Option<&str>) -> String {
    let words: Vec<&str> = text.split_whitespace().take(12).collect();
    if words.is_empty() { url.unwrap_or("Untitled").to_owned() } else { words.join(" ") }
}

fn byline(authors: &[feed::Author]) -> Option<String> {
    let names: Vec<&str> =
        authors.iter().filter_map(|author| author.name.as_deref().or(author.email.as_deref())).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn is_picture(enclosure: &feed::Enclosure) -> bool {
    enclosure.media_type.as_deref().is_some_and(|media_type| media_type.starts_with("image/"))
}

/// A public feed shows no picture of the reader's own network.
fn may_show(picture: &str, feed_url: &Url) -> bool {
    fetch::names_private_host(feed_url) || !Url::parse(picture).is_ok_and(|url| fetch::names_private_host(&url))
}

fn is_web(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") || sample::is_sample(&url))
}

/// At most [`DECK_CHARS`] characters, ended at a word with an ellipsis.
pub(crate) fn cut(text: &str) -> String {
    if text.chars().count() <= DECK_CHARS {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let head: String = text.chars().take(DECK_CHARS).collect();
    let end = head.rfind(char::is_whitespace).unwrap_or(head.len());
    format!("{}…", head[..end].split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use feed::Entry;
    use jiff::Timestamp;
    use url::Url;

    use super::{from_entry, pictures};

    fn shown(feed_url: &str) -> Vec<String> {
        let document = br#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","url":"http://127.0.0.1/a","image":"http://192.168.1.1/lead.png","content_html":"<p>x<img src='http://192.168.1.1/reboot'><img src='https://pictures.example/a.png'></p>"}]}"#;
        let url = Url::parse(feed_url).unwrap();
        let entry: Entry = feed::parse(document, None, Some(&url)).unwrap().entries.remove(0);
        let article = from_entry(entry, None, &url, Timestamp::UNIX_EPOCH);
        pictures(article.lead_image.as_deref(), &article.html)
    }

    #[test]
    fn a_public_feed_shows_no_picture_of_the_readers_network_even_by_an_entry_that_links_there() {
        assert_eq!(shown("https://news.example/feed"), ["https://pictures.example/a.png"]);
        assert_eq!(shown("http://10.0.0.2/feed").len(), 3);
    }

    #[test]
    fn an_article_leads_to_its_page_past_the_counter() {
        let document = b"<rss xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'><channel><item><title>x</title><link>https://count.example/1</link><f:origLink>https://a.example/1</f:origLink></item></channel></rss>";
        let entry = feed::parse(document, None, None).unwrap().entries.remove(0);
        let article = from_entry(entry, None, &Url::parse("https://a.example/feed").unwrap(), Timestamp::UNIX_EPOCH);
        assert_eq!(article.url.as_deref(), Some("https://a.example/1"));
    }
}
