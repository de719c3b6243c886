//! Offline means kept: the full text and every picture of an article are fetched into the library, looked at whether
//! they are whole, and said where they are not. Saved articles are kept so, unless the reader decides otherwise.

use std::collections::HashSet;

use futures::{StreamExt as _, stream};
use jiff::{SignedDuration, Timestamp};
use library::{Article, ArticleId, Library, Origin, StoredImage, TextMode, Texts};
use tokio_util::sync::CancellationToken;

use crate::wire::{ArticleView, OfflineState};
use crate::{Failure, Newsroom, entries, left_out, lock, settings, texts};

/// Pictures of one article fetched side by side.
const AT_ONCE: usize = 4;

/// What an article lacks to be read with the network off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Lacks {
    /// Its feed gave an excerpt, and its page's text is not here, but may come.
    text: bool,
    /// When its page is asked again.
    again: Option<Timestamp>,
    /// Only the beginning of its text is here, and the rest will not come by itself: why not.
    rest: Option<String>,
    /// Keys of pictures that are not here, but may come.
    pictures: Vec<String>,
    /// Pictures that will never come.
    lost: usize,
    /// All its pictures.
    all: usize,
}

impl Newsroom {
    /// Keeps an article with all its text and pictures, or no longer, and waits until they are here.
    ///
    /// # Errors
    /// `not-found`, or `storage` when the mark cannot be written. What cannot be had is no failure: the article says it.
    pub async fn set_offline(&self, id: i64, on: bool) -> Result<ArticleView, Failure> {
        let article = ArticleId::new(id);
        self.change_library(move |library, _| Ok(library.set_offline(article, on)?)).await?;
        if on {
            self.keep_offline(article).await?;
            self.announce_change();
        }
        self.article(id).await
    }

    /// Fetches what an article still lacks, and fetches anew what is damaged. What cannot be had is tried again after a
    /// later refresh.
    pub(crate) async fn keep_offline(&self, id: ArticleId) -> Result<(), Failure> {
        if let Err(failure) = self.fetch_full_text(id).await {
            if crate::exit_code(&failure) > 1 {
                return Err(failure);
            }
            tracing::info!(%failure, "the full text of an article to be kept was not had");
        }
        let lacks = self.with_library(move |library, now| verified(library, id, now)).await?;
        let fetches = lacks.pictures.iter().map(|key| async move {
            let got = self.fetch_missing_picture(key).await;
            if let Err(failure) = &got {
                tracing::info!(%failure, "a picture of an article to be kept was not had");
            }
        });
        // A vector of futures first: a lazy iterator in the stream does not prove itself Send.
        stream::iter(fetches.collect::<Vec<_>>()).buffer_unordered(AT_ONCE).collect::<Vec<()>>().await;
        let left = self.with_library(move |library, now| verified(library, id, now)).await?;
        if !left.text && left.pictures.is_empty() {
            lock(&self.0.whole).insert(id);
        }
        Ok(())
    }

    /// Whether an article reads with the network off, and what it lacks.
    ///
    /// # Errors
    /// `not-found` when there is no such article.
    pub fn offline_state(&self, id: ArticleId) -> Result<OfflineState, Failure> {
        let library = self.library();
        state(library, &library.article(id)?, &library.texts(id)?, self.now())
    }

    /// Goes once more over all articles to be kept: for those marked while the network was away or the app was closed.
    pub(crate) async fn keep_all_offline(&self, cancel: &CancellationToken) -> Result<(), Failure> {
        let kept = self
            .with_library(|library, _| {
                let mut kept = library.offline_articles(settings::stored(library).saved_offline)?;
                // Those have their turn in the queue, which asks no server too often.
                let queued = library.wanted_on_shelf(Timestamp::MAX, usize::MAX, usize::MAX)?;
                let queued: HashSet<ArticleId> = queued.into_iter().map(|page| page.article).collect();
                kept.retain(|id| !queued.contains(id));
                Ok(kept)
            })
            .await?;
        for id in kept {
            if cancel.is_cancelled() {
                return Ok(());
            }
            // Looked at once a session: unpacking hundreds of pictures after every refresh would only find them whole.
            if lock(&self.0.whole).contains(&id) {
                continue;
            }
            tokio::select! {
                biased;
                () = cancel.cancelled() => return Ok(()),
                kept = self.keep_offline(id) => match kept {
                    // One article that cannot be read keeps no other from being kept; a full disk would fail them all.
                    Err(failure) if failure.code != "storage" => tracing::warn!(%failure, "an article was not kept offline"),
                    kept => kept?,
                },
            }
        }
        Ok(())
    }

    /// How many articles that are to be kept offline are whole, and the others with what they lack.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn offline_report(&self) -> Result<(usize, Vec<(ArticleId, String)>), Failure> {
        let (library, now) = (self.library(), self.now());
        let (mut whole, mut lacking) = (0, Vec::new());
        for id in library.offline_articles(settings::stored(library).saved_offline)? {
            let lacks = match verified(library, id, now) {
                // One that is damaged must not hide what the others lack.
                Err(failure) if failure.code == "damaged" => {
                    lacking
                        .push((id, "Its text is damaged; `standfirst check --repair` has it fetched anew.".to_owned()));
                    continue;
                }
                lacks => lacks?,
            };
            match sentence(&lacks, now) {
                Some(sentence) if lacks.text || lacks.rest.is_some() || !lacks.pictures.is_empty() => {
                    lacking.push((id, sentence));
                }
                _ => whole += 1,
            }
        }
        Ok((whole, lacking))
    }
}

/// Whether an article reads with the network off, as far as the files' being there tells.
pub(crate) fn state(
    library: &Library,
    article: &Article,
    texts: &Texts,
    now: Timestamp,
) -> Result<OfflineState, Failure> {
    let kept = article.offline || (article.row.saved && settings::stored(library).saved_offline);
    if !kept {
        return Ok(OfflineState::default());
    }
    let lacks =
        lacks(library, article, texts, now, |stored| stored.reading.as_ref().is_some_and(|file| file.path.is_file()))?;
    let missing = lacks.pictures.len() + usize::from(lacks.text || lacks.rest.is_some());
    Ok(OfflineState {
        kept,
        whole: missing == 0,
        missing: u32::try_from(missing).unwrap_or(u32::MAX),
        message: sentence(&lacks, now),
    })
}

/// What an article lacks when each of its pictures is unpacked and looked at. One that is damaged is removed.
fn verified(library: &Library, id: ArticleId, now: Timestamp) -> Result<Lacks, Failure> {
    let (article, texts) = (library.article(id)?, library.texts(id)?);
    library.expect_images(&pictures(&article))?;
    lacks(library, &article, &texts, now, |stored| {
        let Some(file) = &stored.reading else { return false };
        // A file that cannot be read just now may be whole; only one that was read and is none is removed.
        let Ok(bytes) = std::fs::read(&file.path) else { return false };
        let whole = picture::decodes(&bytes, &file.media_type);
        if !whole {
            // Else the same name would be taken for the same picture.
            let _ = std::fs::remove_file(&file.path);
        }
        whole
    })
}

fn pictures(article: &Article) -> Vec<String> {
    let shown = left_out::with_restored(article.clone());
    entries::pictures(shown.row.lead_image.as_deref(), &shown.html)
}

fn lacks(
    library: &Library,
    article: &Article,
    texts: &Texts,
    now: Timestamp,
    is_here: impl Fn(&StoredImage) -> bool,
) -> Result<Lacks, Failure> {
    let waits = texts.page.as_ref().is_none_or(|page| page.asked.is_none() || page.again.is_some());
    let has_page = texts.other.as_ref().is_some_and(|other| other.article.origin == Origin::Page);
    let wanted = article.origin == Origin::Feed && article.excerpt && texts.mode != TextMode::Never;
    let chosen = texts.chosen == Some(Origin::Feed);
    let mut lacks = Lacks {
        text: wanted && waits && !has_page && !chosen && article.row.url.is_some()
            || texts::wants_page(&article.row, article.excerpt, texts, now) && article.origin == Origin::Feed,
        ..Lacks::default()
    };
    if lacks.text {
        lacks.again = texts.page.as_ref().and_then(|note| note.again);
    } else {
        lacks.rest = rest(article, texts, has_page);
    }
    for url in pictures(article) {
        lacks.all += 1;
        let key = library::image_key(&url);
        match library.image(&key)? {
            Some(stored) if is_here(&stored) => {}
            Some(stored) if stored.failed.is_some() && stored.retry_at.is_none() => lacks.lost += 1,
            _ => lacks.pictures.push(key),
        }
    }
    Ok(lacks)
}

/// Why only the beginning of an article's text is here; none where all of it is, or the reader wants no more.
fn rest(article: &Article, texts: &Texts, has_page: bool) -> Option<String> {
    let note = texts.page.as_ref();
    let is_walled = note.is_some_and(|note| note.code.as_deref() == Some("paywalled"));
    let is_excerpt = article.origin == Origin::Feed && article.excerpt && !has_page;
    if article.origin == Origin::Page && is_walled {
        return Some("Only the beginning of its text is here: the rest is behind a paywall.".to_owned());
    }
    if !is_excerpt || texts.chosen == Some(Origin::Feed) {
        return None;
    }
    let why = match (note.and_then(|note| note.message.as_deref()), article.row.url.is_some()) {
        // Its page has no more: then the excerpt was all there is.
        _ if note.is_some_and(|note| note.code.as_deref() == Some("less")) => return None,
        (Some(message), _) => lower(message),
        (None, _) if texts.mode == TextMode::Never => "its source’s pages are not fetched.".to_owned(),
        (None, true) => "its page has not been asked.".to_owned(),
        (None, false) => "it has no page to ask.".to_owned(),
    };
    let what =
        if article.text.trim().is_empty() { "Its text is not here" } else { "Only the beginning of its text is here" };
    Some(format!("{what}: {why}"))
}

/// A sentence as it goes on after a colon.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// How long it is until a time, as one says it.
fn about(until: SignedDuration) -> String {
    let minutes = (until.as_secs() + 30) / 60;
    match minutes {
        ..=1 => "a minute".to_owned(),
        2..=19 => format!("{minutes} minutes"),
        20..=44 => "half an hour".to_owned(),
        45..=89 => "an hour".to_owned(),
        90..=2159 => format!("{} hours", (minutes + 30) / 60),
        _ => format!("{} days", (minutes + 720) / 1440),
    }
}

/// What is missing, and when it is tried again; none where nothing is.
fn sentence(lacks: &Lacks, now: Timestamp) -> Option<String> {
    let pictures = |count: usize| if count == 1 { "1 picture".to_owned() } else { format!("{count} pictures") };
    let mut missing = Vec::new();
    if lacks.text {
        missing.push("its full text".to_owned());
    }
    if !lacks.pictures.is_empty() {
        missing.push(format!("{} of {}", lacks.pictures.len(), pictures(lacks.all)));
    }
    let lost = (lacks.lost > 0).then(|| format!("{} cannot be had any more.", pictures(lacks.lost)));
    let when = match lacks.again.map(|again| again.duration_since(now)).filter(SignedDuration::is_positive) {
        Some(until) => format!("with the first refresh in about {}", about(until)),
        None => "after the next refresh".to_owned(),
    };
    let missing = (!missing.is_empty()).then(|| format!("Missing: {}; tried again {when}.", missing.join(" and ")));
    let all: Vec<String> = [lacks.rest.clone(), missing, lost].into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.join(" "))
}
