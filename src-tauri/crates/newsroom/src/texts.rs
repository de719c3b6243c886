//! Which of an article's texts is shown: the feed's or its page's.

use jiff::Timestamp;
use library::{ArticleId, ArticleRow, Origin, SourceId, TextMode, Texts};

use crate::wire::{self, ArticleView, SourcePage, TextState};
use crate::{Failure, Newsroom};

/// Whether an article's page is to be asked when a person opens the article: its setting wants it, and it was not asked,
/// or failed for a reason that has passed.
pub(crate) fn wants_page(row: &ArticleRow, excerpt: bool, texts: &Texts, now: Timestamp) -> bool {
    let wanted = match texts.mode {
        TextMode::Automatic => excerpt,
        TextMode::Always => true,
        TextMode::Never => false,
    };
    let open = texts.page.as_ref().is_none_or(|page| {
        page.asked.is_none() || (page.code.is_some() && page.again.is_some_and(|again| again <= now))
    });
    let here = texts.other.as_ref().is_some_and(|other| other.article.origin == Origin::Page);
    wanted && open && !here && row.url.is_some() && texts.chosen != Some(Origin::Feed)
}

/// How both texts are, for faces.
pub(crate) fn states(shown: Origin, text: &str, excerpt: bool, texts: Texts, fetching: bool) -> wire::Texts {
    let words_of = |text: &str| u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX);
    let other = texts.other.map(|other| other.article);
    let words = |origin: Origin| {
        if shown == origin {
            return Some(words_of(text));
        }
        other.as_ref().filter(|other| other.origin == origin).map(|other| words_of(&other.text))
    };
    let state = |state: &str, words: Option<u32>, message: Option<String>| TextState {
        state: state.to_owned(),
        words: words.unwrap_or(0),
        message,
    };
    let feed = match words(Origin::Feed) {
        None => state("missing", None, None),
        here if excerpt => state("excerpt", here, None),
        here => state("here", here, None),
    };
    let note = texts.page.unwrap_or_default();
    let page = match (note.code.as_deref(), words(Origin::Page)) {
        _ if fetching => state("fetching", words(Origin::Page), None),
        (Some("paywalled"), here) => state("paywalled", here, note.message),
        (_, here @ Some(_)) => state("here", here, note.message),
        (Some(_), None) => state("failed", None, note.message),
        (None, None) if note.again.is_some() => {
            state("missing", None, Some("It is going to be fetched after a refresh.".to_owned()))
        }
        (None, None) => state("missing", None, None),
    };
    wire::Texts { shown: shown.as_str().to_owned(), feed, page }
}

impl Newsroom {
    /// Shows an article's text of the feed (`feed`) or of its page (`page`), which is asked for when it is not here.
    ///
    /// # Errors
    /// `invalid` for another name, `no-text` when there is no such text, or why the page could not be fetched.
    pub async fn show_text(&self, id: i64, which: &str) -> Result<ArticleView, Failure> {
        let origin = match which {
            "feed" => Origin::Feed,
            "page" => Origin::Page,
            other => {
                return Err(Failure::new(
                    "invalid",
                    format!("The text {other}"),
                    "there is none of that name",
                    "say feed or page",
                ));
            }
        };
        let article = ArticleId::new(id);
        if origin == Origin::Page && !self.has_text(article, origin).await? {
            self.fetch_page(article).await.map_err(|failed| failed.failure)?;
        }
        if !self.has_text(article, origin).await? {
            return Err(self.no_text(article, origin).await?);
        }
        self.change_library(move |library, _| Ok(library.show_text(article, origin)?)).await?;
        self.article(id).await
    }

    async fn has_text(&self, id: ArticleId, origin: Origin) -> Result<bool, Failure> {
        self.with_library(move |library, _| {
            let shown = library.article(id)?.origin == origin;
            Ok(shown || library.texts(id)?.other.is_some_and(|other| other.article.origin == origin))
        })
        .await
    }

    async fn no_text(&self, id: ArticleId, origin: Origin) -> Result<Failure, Failure> {
        let note = self.with_library(move |library, _| Ok(library.texts(id)?.page)).await?;
        let (what, why) = match origin {
            Origin::Feed => ("The feed's text", None),
            Origin::Page => ("The page's text", note.and_then(|note| note.message)),
        };
        let why = why.as_deref().map_or("there is none", |message| message.split(';').next().unwrap_or(message));
        Ok(Failure::new("no-text", what, why.trim_end_matches('.').replace(": ", ", "), "open the page in the browser"))
    }

    /// Decides whether the pages of a source's articles are fetched: `automatic`, `always` or `never`.
    ///
    /// # Errors
    /// `invalid` for another word, `not-found` when there is no such source.
    pub async fn set_source_text(&self, id: i64, mode: &str) -> Result<SourcePage, Failure> {
        let set = TextMode::named(mode);
        if set.as_str() != mode {
            return Err(Failure::new(
                "invalid",
                format!("The setting {mode}"),
                "there is none of that name",
                "say automatic, always or never",
            ));
        }
        self.change_library(move |library, now| Ok(library.set_text_mode(SourceId::new(id), set, now)?)).await?;
        self.source_page(id).await
    }
}
