//! The text of an article's page: fetched, in all its parts, compared with the feed's, and kept beside it.

use std::collections::HashSet;

use article::Extracted;
use fetch::{Kind, Validators};
use library::{Article, ArticleId, NewArticle, Origin, SourceId};
use url::Url;

use crate::reading::kind_of_page;
use crate::saving::{self, Link};
use crate::{Failure, Newsroom, blocking, entries, lock};

/// Parts of one article that are fetched beside its first page.
const MOST_PARTS: usize = 20;
/// Failures in a row after which nobody asks by themselves any more.
const MOST_TRIES: u32 = 5;
/// A page has much more than the feed when it has so many characters more, and half as many again.
const MUCH_MORE: usize = 200;
/// Words of the feed that it takes to tell whether a page is about the same.
const TELLING: usize = 5;

/// Why a page's text could not be had, and how long its server wants to be left alone, in seconds.
pub(crate) struct PageFailure {
    pub(crate) failure: Failure,
    pub(crate) retry_after: Option<u64>,
}

impl From<Failure> for PageFailure {
    fn from(failure: Failure) -> Self {
        Self { failure, retry_after: None }
    }
}

/// What came of asking a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Came {
    /// Whether it has a text.
    pub(crate) has_text: bool,
    /// Whose it is: of a saved link, another article than was asked for, where its page is one that was here already.
    pub(crate) article: ArticleId,
}

/// What is known of an article before its page is asked.
pub(crate) struct Before {
    /// As the feed gave it; as the page did, where the feed's text is not here.
    pub(crate) feed: NewArticle,
    /// How its address came, where it is a saved link and nothing else.
    link: Option<Link>,
    source: SourceId,
    /// The source's address.
    asked_at: String,
    keep: Vec<String>,
    always: bool,
    /// The reader chose the feed's text.
    pub(crate) feed_chosen: bool,
    pub(crate) tries: u32,
}

/// What a page turned out to be.
pub(crate) struct Judged {
    pub(crate) show: bool,
    pub(crate) note: Option<(String, String)>,
    /// Whether it had much more than the feed; none where it was no fair comparison.
    more: Option<bool>,
}

impl Newsroom {
    /// Asks an article's page and keeps its text; shows it where that is better than the feed's. Why there is none is
    /// kept with the article. False where the page has no text.
    pub(crate) async fn fetch_page(&self, id: ArticleId) -> Result<bool, PageFailure> {
        let link = self.with_library(move |library, _| link_of(library, id)).await?;
        let came = self.fetch_page_of(id).await;
        // How a save ends is told once; that a later try failed, too, is no news.
        if let Some(tries) = link
            && (came.is_ok() || tries == 0)
        {
            self.end_save_in_background(id, came.as_ref().map_or(id, |came| came.article));
        }
        came.map(|came| came.has_text)
    }

    /// As [`Self::fetch_page`], and tells nobody of the end of a save. When somebody else is asking the page already, waits
    /// for what comes.
    pub(crate) async fn fetch_page_of(&self, id: ArticleId) -> Result<Came, PageFailure> {
        let is_first = lock(&self.0.fetching).insert(id);
        if !is_first {
            self.until_fetched(id).await;
            return Ok(Came { has_text: true, article: id });
        }
        // Also when the refresh is cancelled and this never goes on.
        let _fetching = Fetching(self, id);
        self.fetch_and_keep(id).await
    }

    async fn fetch_and_keep(&self, id: ArticleId) -> Result<Came, PageFailure> {
        let before = self.with_library(move |library, _| before(library, id)).await?;
        if let Some(link) = before.link {
            return self.fetch_link(id, before, link).await;
        }
        let address = before.feed.url.clone().unwrap_or_default();
        let page = match Url::parse(&address) {
            Ok(url) => self.whole_page(&url, &before).await,
            Err(_) => Err(Failure::new(
                "invalid-address",
                "The article's page",
                "its address is none",
                "read what the feed gave, or look on the site",
            )
            .into()),
        };
        let (url, page) = match page {
            Ok(page) => page,
            Err(failed) => {
                self.note_failed_page(id, &before, &failed).await?;
                return Err(failed);
            }
        };
        let judged = judge(&page, &before);
        let (feed, source, show) = (before.feed, before.source, judged.show && !before.feed_chosen);
        let notices = self
            .change_library(move |library, now| {
                if page.text.trim().is_empty() {
                    let (code, message) = judged.note.unwrap_or_default();
                    library.page_failed(id, feed.url.as_deref(), &code, &message, None, now)?;
                    return Ok(None);
                }
                if let Some(more) = judged.more {
                    library.compare_page(source, more)?;
                }
                let article = entries::from_page_of(page, &url, feed);
                library.expect_images(&entries::pictures(article.lead_image.as_deref(), &article.html))?;
                Ok(Some(library.add_page_text(id, article, show, judged.note, now)?))
            })
            .await?;
        let has_text = notices.is_some();
        self.note(notices.unwrap_or_default());
        Ok(Came { has_text, article: id })
    }

    /// Keeps with an article why its page could not be had.
    pub(crate) async fn note_failed_page(
        &self,
        id: ArticleId,
        before: &Before,
        failed: &PageFailure,
    ) -> Result<(), Failure> {
        let again = self.again(failed, before.tries, id);
        let (code, message) = (failed.failure.code.clone(), sentence(&failed.failure));
        let asked = before.feed.url.clone();
        self.change_library(move |library, now| {
            Ok(library.page_failed(id, asked.as_deref(), &code, &message, again, now)?)
        })
        .await
    }

    /// The article of a page with all its parts, and the page's own address.
    pub(crate) async fn whole_page(&self, url: &Url, before: &Before) -> Result<(Url, Extracted), PageFailure> {
        let (url, first) = self.one_page(url, before, before.kind(url)).await?;
        let mut rest = Vec::new();
        for (part, kind) in parts(&first, &url, before.kind(&url)) {
            let Ok((_, page)) = self.one_page(&part, before, kind).await else { break };
            rest.push(page);
        }
        let joined = joined(first, rest).await?;
        Ok((url, joined))
    }

    async fn one_page(&self, url: &Url, before: &Before, kind: Kind) -> Result<(Url, Extracted), PageFailure> {
        let response = if crate::sample::is_sample(url) {
            crate::transport::sample_response(url)?
        } else {
            // The login of the source is for its own server.
            let own = Url::parse(&before.asked_at).is_ok_and(|feed| feed.origin() == url.origin());
            let id = before.source;
            let access = if own {
                let source = self.with_library(move |library, _| Ok(library.source(id)?)).await?;
                self.access_of(&source).await?
            } else {
                fetch::Access::default()
            };
            self.client().get_as(url, kind, &Validators::default(), &access).await.map_err(|error| PageFailure {
                retry_after: error.retry_after(),
                failure: self.unfetched(&error, url),
            })?
        };
        // As many at once as there are processors, as feeds are read.
        let desk = self.0.desks.clone().acquire_owned().await.ok();
        let (keep, is_link) = (before.keep.clone(), before.link.is_some());
        let read = blocking(move || {
            let _desk = desk;
            if is_link {
                return saving::read_page(&response, &keep).map(|page| (response.final_url, page));
            }
            let html = fetch::decode(&response.bytes, response.content_type.as_deref());
            let page = article::extract_keeping(&html, Some(&response.final_url), &keep);
            Ok((response.final_url, page))
        });
        Ok(read.await??)
    }

    /// When a page that failed is asked again; none for never by itself.
    fn again(&self, failed: &PageFailure, tries: u32, id: ArticleId) -> Option<jiff::Timestamp> {
        let passes = !is_final(&failed.failure) && tries + 1 < MOST_TRIES;
        let seed = id.get().unsigned_abs();
        passes.then(|| fetch::next_due_after_failure(self.now(), tries + 1, failed.retry_after, seed))
    }
}

/// The other parts of an article at `url`, and as what each is asked: as `own` on the page's own server, else as what a
/// stranger links to. The first that cannot be had is the last that is asked: what follows it would tear the text apart,
/// and what came before it is worth having.
pub(crate) fn parts(first: &Extracted, url: &Url, own: Kind) -> Vec<(Url, Kind)> {
    let mut seen = HashSet::from([url.clone()]);
    let parts = first.parts.iter().take(MOST_PARTS).filter_map(|part| Url::parse(part).ok());
    // A part on another server is none.
    let parts = parts.filter(|part| part.host() == url.host() && seen.insert(part.clone()));
    parts.map(|part| if part.origin() == url.origin() { (part, own) } else { (part, Kind::Linked) }).collect()
}

/// An article with the parts of it that came.
pub(crate) async fn joined(first: Extracted, rest: Vec<Extracted>) -> Result<Extracted, Failure> {
    if rest.is_empty() { Ok(first) } else { blocking(move || article::join(first, rest)).await }
}

/// An article whose page is being asked, as long as this is held.
struct Fetching<'n>(&'n Newsroom, ArticleId);

impl Drop for Fetching<'_> {
    fn drop(&mut self) {
        lock(&self.0.0.fetching).remove(&self.1);
        self.0.0.fetched.notify_waiters();
    }
}

impl Before {
    /// As what a page of the article's is asked.
    fn kind(&self, url: &Url) -> Kind {
        self.link.map_or_else(|| kind_of_page(url, &self.asked_at), Link::kind)
    }
}

/// How often the page of a saved link failed; none where the article is no link that waits for its text.
fn link_of(library: &library::Library, id: ArticleId) -> Result<Option<u32>, Failure> {
    let is_link = Link::of(&library.article(id)?).is_some();
    if is_link { Ok(Some(library.texts(id)?.page.map_or(0, |page| page.tries))) } else { Ok(None) }
}

pub(crate) fn before(library: &library::Library, id: ArticleId) -> Result<Before, Failure> {
    let article = library.article(id)?;
    let texts = library.texts(id)?;
    let source = library.source(library.source_of(id)?)?;
    let (keep, link) = (article.kept.clone(), Link::of(&article));
    let other = texts.other.filter(|other| other.article.origin == Origin::Feed);
    let feed = match other {
        Some(other) => NewArticle { excerpt: article.excerpt, ..other.article },
        None => as_known(article),
    };
    Ok(Before {
        feed,
        link,
        source: source.id,
        asked_at: source.url,
        keep,
        always: texts.mode == library::TextMode::Always,
        feed_chosen: texts.chosen == Some(Origin::Feed),
        tries: texts.page.map_or(0, |page| page.tries),
    })
}

fn as_known(article: Article) -> NewArticle {
    let row = article.row;
    NewArticle {
        guid: row.guid,
        url: row.url,
        title: row.title,
        deck: row.deck,
        section: row.section,
        author: row.author,
        published: Some(row.published),
        updated: article.updated,
        lang: article.lang,
        lead_image: row.lead_image,
        text: article.text,
        excerpt: article.excerpt,
        ..NewArticle::default()
    }
}

/// Whether a page's text is to be shown in the place of the feed's, and if not, why.
pub(crate) fn judge(page: &Extracted, before: &Before) -> Judged {
    let (feed, text) = (before.feed.text.trim(), page.text.trim());
    let (had, has) = (feed.chars().count(), text.chars().count());
    let kept = |code: &str, message: &str| Judged {
        show: false,
        note: Some((code.to_owned(), message.to_owned())),
        more: None,
    };
    if page.paywalled {
        return Judged { show: has > had, note: Some(paywalled()), more: None };
    }
    if text.is_empty() {
        let what = "No article was found on the page";
        return kept(
            "no-article",
            &if had == 0 { format!("{what}.") } else { format!("{what}; what the feed gave is shown.") },
        );
    }
    // An address in the title's place says nothing of what the page is to be about.
    let is_named = before.link.is_none() || before.feed.url.as_ref() != Some(&before.feed.title);
    if is_named && !is_about(page, &before.feed) {
        let what = "The page shows something else, such as a question for consent or a login";
        // Of a page that was saved there may be nothing better.
        return Judged {
            show: had == 0,
            ..kept(
                "other",
                &if had == 0 { format!("{what}.") } else { format!("{what}; what the feed gave is shown.") },
            )
        };
    }
    let more = Some(has > had + MUCH_MORE && has > had + had / 2);
    // What the reader wants from the page need not be longer, only whole.
    let enough = if before.always { had - had / 5 } else { had + 1 };
    if has < enough {
        let message = "The page has no more than the feed gave; the feed's text is shown.";
        return Judged { more, ..kept("less", message) };
    }
    Judged { show: true, note: None, more }
}

/// The note of a page that shows its beginning only.
pub(crate) fn paywalled() -> (String, String) {
    ("paywalled".to_owned(), "The page shows the rest of its text to subscribers only.".to_owned())
}

/// Whether a page is about what the feed's entry is: a consent wall, a login or an error page has none of its words.
fn is_about(page: &Extracted, feed: &NewArticle) -> bool {
    let here = words(&format!(
        "{} {} {}",
        page.title.as_deref().unwrap_or_default(),
        page.deck.as_deref().unwrap_or_default(),
        page.text
    ));
    let share = |text: &str| {
        let wanted = words(text);
        let found = wanted.iter().filter(|word| here.contains(*word)).count();
        (wanted.len(), found)
    };
    let (titled, of_title) = share(&feed.title);
    let (said, of_text) = share(&feed.text);
    // Where the feed says next to nothing there is nothing to go by.
    if titled + said < TELLING {
        return true;
    }
    of_title * 2 >= titled.max(1) || of_text * 3 >= said.max(1)
}

/// The words of a text that carry meaning: those of some length, in small letters; of scripts without spaces, each
/// character.
fn words(text: &str) -> HashSet<String> {
    let text = text.to_lowercase();
    let mut words: HashSet<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3).map(str::to_owned).collect();
    let spaceless =
        |c: &char| matches!(u32::from(*c), 0x0e00..=0x0eff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7a3);
    words.extend(text.chars().filter(spaceless).map(String::from));
    words
}

/// Whether asking again would only bring the same answer.
pub(crate) fn is_final(failure: &Failure) -> bool {
    matches!(
        failure.code.as_str(),
        "forbidden"
            | "gone"
            | "http"
            | "not-found"
            | "private-address"
            | "too-large"
            | "unsupported"
            | "invalid-address"
            | saving::NO_ARTICLE
    )
}

/// How the sentence about a page that could not be had begins.
pub(crate) const NOT_HAD: &str = "The page could not be had: ";

/// A failure without its address, for the reading page.
fn sentence(failure: &Failure) -> String {
    let todo = match failure.code.as_str() {
        // The advice is for sources; a page has its copies.
        "gone" | "not-found" => "look for it on its site, or in a web archive",
        _ => &failure.todo,
    };
    format!("{NOT_HAD}{}. {}.", failure.why, capital(todo))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use article::Extracted;
    use library::NewArticle;

    use super::is_about;

    fn about(title: &str, text: &str, page: &str) -> bool {
        let page = Extracted { text: page.to_owned(), ..Extracted::default() };
        is_about(&page, &NewArticle { title: title.to_owned(), text: text.to_owned(), ..NewArticle::default() })
    }

    #[test]
    fn a_page_about_something_else_is_told_by_its_words() {
        let (title, text) =
            ("Ferry returns after the storm", "The first ferry since Sunday reached the harbour this morning.");
        assert!(about(
            title,
            text,
            "The storm kept the ferry at sea. On its return after three days the harbour cheered."
        ));
        assert!(!about(
            title,
            text,
            "We value your privacy. We and our partners store cookies on your device. Accept all."
        ));
        assert!(!about(title, text, "Sorry, something went wrong. Please try again later."));
        assert!(about("東京の港に船が戻る", "嵐のあと船が港に戻った。", "嵐が去り、船は三日ぶりに東京の港へ戻った。"));
        assert!(!about("東京の港に船が戻る", "嵐のあと船が港に戻った。", "Cookie einstellungen akzeptieren"));
        assert!(about("Ode", "", "Anything may be the poem."), "nothing to go by");
    }
}
