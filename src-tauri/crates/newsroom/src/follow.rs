//! Follow: what an address offers, shown before anything is followed; then following it.

use jiff::{SignedDuration, Timestamp};
use library::{Library, NewSource, Source, SourceId, SourceKind};
use url::Url;

use crate::look::{Found, Look};
use crate::sources::named;
use crate::wire::{self, Candidate, CandidateEntry, Followed, Preview};
use crate::{Failure, Newsroom, access, address, follow_words as words, lock, sample, transport, views};

/// Entries shown of each candidate.
const MOST_ENTRIES: usize = 5;

/// What was looked at is as good as asked anew for so long.
const AS_FRESH: SignedDuration = SignedDuration::from_mins(10);

/// What the last preview found.
pub(crate) struct LookedAt {
    at: Timestamp,
    found: Vec<Found>,
}

impl Newsroom {
    /// What the address offers: feeds with their newest entries, a list that can be watched, or an article to save. An
    /// address that offers nothing is no failure; `why` and `tried` say what was asked and found.
    ///
    /// # Errors
    /// `invalid-address` when nothing could be asked.
    pub async fn preview(&self, typed: &str) -> Result<Preview, Failure> {
        let look = self.look(typed).await?;
        let sources = self.with_library(|library, _| Ok(library.sources()?)).await?;
        let why = look.failure.as_ref().filter(|_| look.found.is_empty());
        let preview = Preview {
            candidates: look.found.iter().map(|found| candidate(found, &sources)).collect(),
            article: look.article,
            why: why.map(|failure| format!("{}: {}", failure.why, failure.todo)),
            tried: look.tried,
        };
        *lock(&self.0.looked_at) = Some(LookedAt { at: self.now(), found: look.found });
        Ok(preview)
    }

    /// What was just looked at under this address, so that choosing it asks nobody a second time.
    fn take_looked_at(&self, typed: &str) -> Option<Look> {
        let LookedAt { at, mut found } = lock(&self.0.looked_at).take()?;
        let is_fresh = (at..=at + AS_FRESH).contains(&self.now());
        let place = found.iter().position(|found| transport::shown(&found.feed.url) == typed.trim())?;
        is_fresh.then(|| Look::of(found.swap_remove(place)))
    }

    /// Follows the best that an address offers, and stores what it has published. What is followed already stays as it
    /// is, but for its folder, when one is given.
    ///
    /// # Errors
    /// `no-feed` with what was tried, or why nothing could be asked.
    pub async fn follow(&self, typed: &str, folder: Option<String>) -> Result<Followed, Failure> {
        let folder = named(folder);
        let asked: Vec<String> = address::candidates(typed)?.into_iter().map(String::from).collect();
        let known = self.with_library(move |library, _| Ok(library.sources()?)).await?;
        if let Some(source) = known.into_iter().find(|source| asked.contains(&source.url)) {
            return self.known(source.id, folder, words::KNOWN.to_owned(), 0).await;
        }
        let mut look = match self.take_looked_at(typed) {
            Some(look) => look,
            None => self.look(typed).await?,
        };
        if look.found.is_empty() {
            return Err(refusal(typed, look));
        }
        let Found { feed, came_from, how } = look.found.swap_remove(0);
        let others = u32::try_from(look.found.len()).unwrap_or(u32::MAX);
        let sources = self.with_library(|library, _| Ok(library.sources()?)).await?;
        if let Some(source) = sources.iter().find(|source| is_same(source, &feed, &came_from)) {
            return self.known(source.id, folder, how, others).await;
        }
        let (mut address, login) = access::split_login(&feed.url);
        // What servers never see makes no other source.
        address.set_fragment(None);
        let new = NewSource {
            kind: if feed.watch.is_some() { SourceKind::Page } else { SourceKind::Feed },
            url: address.into(),
            site_url: feed.site_url.clone(),
            title: title(&feed),
            folder,
        };
        let source = self
            .change_library(move |library, now| {
                // Whoever chose a source, even one left since, needs no sample to begin with.
                library.set_setting(sample::OFFERED, "1")?;
                Ok(library.add_source(&new, now)?)
            })
            .await?;
        let id = source.id;
        if let Some(login) = login {
            self.set_source_access(id.get(), access::input_of(login)).await?;
        }
        self.keep(source, feed).await?;
        let source = self.with_library(move |library, _| Ok(views::source(library.source(id)?))).await?;
        Ok(Followed { source, already: false, how, others })
    }

    /// A source that is followed already; a folder that is given is where it lies from now on.
    async fn known(&self, id: SourceId, folder: Option<String>, how: String, others: u32) -> Result<Followed, Failure> {
        let source = self.change_library(move |library, _| moved(library, id, folder)).await?;
        Ok(Followed { source, already: true, how, others })
    }
}

fn moved(library: &Library, id: SourceId, folder: Option<String>) -> Result<wire::SourceView, Failure> {
    let source = library.source(id)?;
    if folder.is_some() && folder != source.folder {
        library.update_source(id, &source.title, folder.as_deref())?;
    }
    Ok(views::source(library.source(id)?))
}

/// Why there is nothing to follow.
fn refusal(typed: &str, look: Look) -> Failure {
    look.failure.unwrap_or_else(|| match look.article {
        Some(article) => words::article(typed, &article.title),
        None => words::nothing(typed, &look.tried),
    })
}

/// Whether a source is what was found: by its address, or by the one a redirect leads either of them to.
fn is_same(source: &Source, feed: &crate::read_feed::ReadFeed, came_from: &Url) -> bool {
    let at = |address: &str| address == feed.url.as_str() || address == came_from.as_str();
    at(&source.url) || source.marks.url.as_deref().is_some_and(at)
}

fn title(feed: &crate::read_feed::ReadFeed) -> String {
    feed.title.clone().unwrap_or_else(|| feed.url.host_str().unwrap_or_default().to_owned())
}

fn candidate(found: &Found, sources: &[Source]) -> Candidate {
    let feed = &found.feed;
    // Not every feed begins with its newest.
    let mut newest: Vec<_> = feed.articles.iter().collect();
    newest.sort_by_key(|article| std::cmp::Reverse(article.published));
    Candidate {
        url: crate::transport::shown(&feed.url),
        site_url: feed.site_url.clone(),
        title: title(feed),
        description: feed.description.clone(),
        kind: if feed.watch.is_some() { wire::SourceKind::Page } else { wire::SourceKind::Feed },
        how: found.how.clone(),
        entries: newest
            .into_iter()
            .take(MOST_ENTRIES)
            .map(|article| CandidateEntry {
                title: article.title.clone(),
                url: article.url.clone(),
                published: article.published.map(|time| time.to_string()),
            })
            .collect(),
        followed: sources.iter().any(|source| is_same(source, feed, &found.came_from)),
    }
}
