//! The end of a saved link: its page is asked, or given by a browser, and becomes the article; or the link stays, and says
//! why. Either is told once ([`Event::Saved`]) and is seen with the article ever after.

use article::{Extracted, Found, Provenance};
use library::{Article, ArticleId, Library, NewArticle, Origin};
use url::Url;

use super::{no_article, with_article};
use crate::page_text::{self, Before, Came, PageFailure};
use crate::wire::{Event, SaveEnd, SaveKind};
use crate::{Failure, Newsroom, blocking, entries, left_out, lock};

/// The field that tells how the address of a link came.
const LINK: &str = "link";
/// The field that tells that a text was taken from a page as a browser showed it.
pub(crate) const SEEN: &str = "seen";

/// How the address of a link came. It is kept with the link, as what may be asked goes by it, also after a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// The reader typed it.
    Typed,
    /// The reader typed it without a scheme: where https leads nowhere, http is tried.
    Guessed,
    /// From another program or page: it leads into no private network.
    Outside,
}

impl Link {
    const ALL: [Self; 3] = [Self::Typed, Self::Guessed, Self::Outside];

    fn name(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Guessed => "guessed",
            Self::Outside => "outside",
        }
    }

    /// As the library keeps it with the article.
    pub(super) fn kept(self) -> Option<String> {
        let field = Found { field: LINK.to_owned(), way: self.name().to_owned() };
        left_out::kept(Provenance { fields: vec![field], left_out: Vec::new() })
    }

    /// Of an article that is a link and has no text yet.
    pub(crate) fn of(article: &Article) -> Option<Self> {
        if article.origin != Origin::Feed || !article.html.is_empty() {
            return None;
        }
        let fields = left_out::provenance(article).fields;
        let way = fields.into_iter().find(|found| found.field == LINK)?.way;
        // What cannot be read gets the least.
        Some(Self::ALL.into_iter().find(|link| link.name() == way).unwrap_or(Self::Outside))
    }

    /// As what its page is asked.
    pub(crate) fn kind(self) -> fetch::Kind {
        if self == Self::Outside { fetch::Kind::Linked } else { fetch::Kind::Document }
    }
}

/// Whether an article is a link without a text.
pub(super) fn waits(library: &Library, id: ArticleId) -> Result<bool, Failure> {
    Ok(Link::of(&library.article(id)?).is_some())
}

impl Newsroom {
    /// Asks the page of a link, keeps its text and pictures, and tells the end. Returns the article that it is now: another,
    /// when the page is one that is here already.
    ///
    /// # Errors
    /// When the library cannot be written. A page that cannot be had is no failure: the link says it.
    pub(crate) async fn finish_link(&self, link: ArticleId) -> Result<ArticleId, Failure> {
        let article = match self.fetch_page_of(link).await {
            Ok(Came { article, .. }) => article,
            Err(failed) if crate::exit_code(&failed.failure) > 1 => return Err(failed.failure),
            Err(_) => link,
        };
        self.end_save(link, article).await?;
        Ok(article)
    }

    /// Keeps what came with its pictures, and tells how the save ended.
    pub(crate) async fn end_save(&self, link: ArticleId, article: ArticleId) -> Result<(), Failure> {
        if self.keeps_saved().await? {
            self.keep_offline(article).await?;
        }
        let end = self.with_library(move |library, _| ended(library, link, article)).await?;
        // Nobody waits for the end of what is not saved any more.
        if let Some(end) = end {
            self.announce(Event::Saved { end });
        }
        self.announce_change();
        Ok(())
    }

    pub(crate) fn end_save_in_background(&self, link: ArticleId, article: ArticleId) {
        let newsroom = self.clone();
        tokio::spawn(async move {
            if let Err(failure) = newsroom.end_save(link, article).await {
                tracing::warn!(%failure, "a saved page is not whole yet");
            }
        });
    }

    /// Asks the page of a link, and has its article take the link's place.
    pub(crate) async fn fetch_link(&self, id: ArticleId, before: Before, link: Link) -> Result<Came, PageFailure> {
        let address = before.feed.url.clone().unwrap_or_default();
        let mut tried = Err(Failure::new(
            "invalid-address",
            "The page",
            "its address is none",
            "remove the link, and save the page by its address",
        )
        .into());
        if let Ok(url) = Url::parse(&address) {
            tried = self.whole_page(&url, &before).await;
            if let (Err(failed), Link::Guessed) = (&tried, link)
                && matches!(failed.failure.code.as_str(), "refused" | "tls" | "timeout" | "unreachable")
                && let Some(plain) = with_http(&url)
                && let Ok(page) = self.whole_page(&plain, &before).await
            {
                tried = Ok(page);
            }
        }
        match tried {
            Ok((url, page)) => {
                let judged = page_text::judge(&page, &before);
                // What somebody else made of the link meanwhile stays.
                let article = self.became(id, url, page, before.feed, judged.note).await?.unwrap_or(id);
                Ok(Came { has_text: true, article })
            }
            Err(failed) => {
                self.note_failed_page(id, &before, &failed).await?;
                Err(failed)
            }
        }
    }

    /// The article of a link's page takes the link's place; or the article does that is at the page's address already.
    /// Returns which it is; none where the link is none any more, and nothing was changed.
    async fn became(
        &self,
        id: ArticleId,
        url: Url,
        page: Extracted,
        link: NewArticle,
        note: Option<(String, String)>,
    ) -> Result<Option<ArticleId>, Failure> {
        self.change_library(move |library, now| {
            let url = exchange::import::page(url);
            let known =
                if link.url.as_deref() == Some(url.as_str()) { None } else { library.find_by_address(url.as_str())? };
            if let Some(known) = known.filter(|known| *known != id)
                && library.merge_link(id, known, now)?
            {
                return Ok(Some(known));
            }
            let article = in_place_of(link, page, &url);
            library.expect_images(&entries::pictures(article.lead_image.as_deref(), &article.html))?;
            Ok(library.fill_link(id, article, note, now)?.then_some(id))
        })
        .await
    }

    /// Takes the article out of a page that a browser gave, and puts it in the place of a link, or beside what is known.
    pub(super) async fn read_seen(
        &self,
        id: ArticleId,
        is_link: bool,
        url: Url,
        html: String,
    ) -> Result<ArticleId, Failure> {
        // As many at once as there are processors, as feeds are read.
        let desk = self.0.desks.clone().acquire_owned().await.ok();
        let read = blocking(move || {
            let _desk = desk;
            let page = with_article(article::extract(&html, Some(&url)), &url);
            (page.map(seen).map_err(|failure| failure_of_seen(failure, &url)), url)
        });
        let (page, url) = read.await?;
        let page = match page {
            Ok(page) => page,
            Err(failure) if is_link => {
                let look = move |library: &Library, _| Ok((waits(library, id)?, page_text::before(library, id)?));
                let (waits, before) = self.with_library(look).await?;
                if waits {
                    self.note_failed_page(id, &before, &failure.into()).await?;
                }
                return Ok(id);
            }
            // What is here already says more than nothing.
            Err(_) => return Ok(id),
        };
        let before = self.with_library(move |library, _| page_text::before(library, id)).await?;
        let judged = page_text::judge(&page, &before);
        if is_link {
            let became = self.became(id, url.clone(), page.clone(), before.feed, judged.note).await?;
            return if let Some(id) = became { Ok(id) } else { self.show_seen(id, url, page).await };
        }
        if !judged.show {
            return Ok(id);
        }
        let show = !before.feed_chosen;
        self.change_library(move |library, now| {
            let article = entries::from_page_of(page, &url, before.feed);
            library.expect_images(&entries::pictures(article.lead_image.as_deref(), &article.html))?;
            library.add_page_text(id, article, show, judged.note, now)?;
            Ok(id)
        })
        .await
    }

    /// The page of a link came from its server while it was read as a browser showed it: what was seen is what was saved, and
    /// what came stays as an earlier revision. A wall that was seen is no better than what came.
    async fn show_seen(&self, id: ArticleId, url: Url, page: Extracted) -> Result<ArticleId, Failure> {
        let note = page.paywalled.then(page_text::paywalled);
        self.change_library(move |library, now| {
            let came = page_text::before(library, id)?.feed;
            let asked = came.url.clone();
            let article = NewArticle { url: asked, ..in_place_of(came, page, &url) };
            library.expect_images(&entries::pictures(article.lead_image.as_deref(), &article.html))?;
            library.add_page_text(id, article, true, note, now)?;
            Ok(id)
        })
        .await
    }

    /// Waits until nobody asks an article's page.
    pub(crate) async fn until_fetched(&self, id: ArticleId) {
        loop {
            let fetched = self.0.fetched.notified();
            tokio::pin!(fetched);
            fetched.as_mut().enable();
            if !lock(&self.0.fetching).contains(&id) {
                return;
            }
            fetched.await;
        }
    }
}

/// The article of a page that was a link. What a browser called the page is only a name for what has none.
fn in_place_of(link: NewArticle, page: Extracted, url: &Url) -> NewArticle {
    let is_named = page.title.as_ref().is_some_and(|title| !title.trim().is_empty());
    let article = entries::from_page(page, link.guid, url);
    NewArticle { title: if is_named { article.title } else { link.title }, ..article }
}

fn with_http(url: &Url) -> Option<Url> {
    let mut url = Some(url.clone()).filter(|url| url.scheme() == "https")?;
    url.set_scheme("http").ok()?;
    Some(url)
}

/// The article as it was seen: its other parts were not.
fn seen(mut page: Extracted) -> Extracted {
    page.parts.clear();
    page.provenance.fields.push(Found { field: SEEN.to_owned(), way: "as the browser showed it".to_owned() });
    page
}

fn failure_of_seen(failure: Failure, url: &Url) -> Failure {
    let Failure { code, .. } = &failure;
    if code == super::NO_ARTICLE {
        no_article(url, "no article was found on the page as the browser showed it")
    } else {
        failure
    }
}

/// How a save ended; none when it is not saved any more.
fn ended(library: &Library, link: ArticleId, id: ArticleId) -> Result<Option<SaveEnd>, Failure> {
    let (article, note) = (library.article(id)?, library.texts(id)?.page);
    if !article.row.saved {
        return Ok(None);
    }
    let is_link = Link::of(&article).is_some();
    let why = note.as_ref().and_then(|note| note.message.as_deref());
    let shown = left_out::with_restored(article);
    let mut pictures = 0;
    for url in entries::pictures(shown.row.lead_image.as_deref(), &shown.html) {
        let stored = library.image(&library::image_key(&url))?;
        pictures += u32::from(stored.is_some_and(|stored| stored.reading.is_some()));
    }
    Ok(Some(SaveEnd {
        id: id.get(),
        link: link.get(),
        title: shown.row.title,
        kind: match why {
            _ if is_link => SaveKind::Link,
            Some(_) => SaveKind::Partly,
            None => SaveKind::Full,
        },
        pictures,
        why: why.map(|why| why.strip_prefix(page_text::NOT_HAD).unwrap_or(why).to_owned()),
    }))
}
