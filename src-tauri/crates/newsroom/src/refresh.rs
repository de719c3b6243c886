//! Refresh: asks the sources that are due, stores what is new, and notes how each one is.

use feed::Feed;
use fetch::{Kind, Response, Status, Validators};
use futures::{StreamExt as _, stream};
use jiff::Timestamp;
use library::{FetchOutcome, Source, SourceId};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::sources::followed;
use crate::wire::RefreshState;
use crate::{Event, Failure, Newsroom, blocking, entries, sample};

/// Sources asked side by side. `fetch` sees to it that no host gets more than its share of them.
const AT_ONCE: usize = 24;

/// Which sources to ask.
#[derive(Debug, Clone, Copy, Default)]
pub struct RefreshScope {
    /// Only this one.
    pub source: Option<SourceId>,
    /// Also those that are not due, except where the server asked to wait.
    pub force: bool,
}

/// What a refresh did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct RefreshReport {
    /// Sources asked.
    pub asked: u64,
    /// Sources that had nothing new to say.
    pub unchanged: u64,
    /// Articles not seen before.
    pub new: u64,
    /// Sources that failed.
    pub failed: u64,
}

enum Answer {
    Unchanged,
    New(u64),
}

impl Newsroom {
    /// Asks the sources of `scope` and returns when all have answered or `cancel` fires. What arrived stays.
    ///
    /// # Errors
    /// `storage` and its like: a source that fails is no failure of the refresh, a library that cannot be written is.
    pub async fn refresh(
        &self,
        scope: RefreshScope,
        cancel: &CancellationToken,
        progress: impl Fn(&RefreshState) + Send,
    ) -> Result<RefreshReport, Failure> {
        let sources = self.with_library(move |library, now| choose(library, scope, now)).await?;
        let mut state = RefreshState { running: true, total: sources.len() as u64, ..RefreshState::default() };
        progress(&state);
        let mut report = RefreshReport::default();
        let asks: Vec<_> = sources
            .into_iter()
            .map(|source| async move {
                let title = source.title.clone();
                (title, self.refresh_source(source).await)
            })
            .collect();
        let mut answers = stream::iter(asks).buffer_unordered(AT_ONCE);
        loop {
            let (title, answer) = tokio::select! {
                biased;
                () = cancel.cancelled() => break,
                answer = answers.next() => match answer { Some(answer) => answer, None => break },
            };
            report.asked += 1;
            match answer {
                Ok(Answer::Unchanged) => report.unchanged += 1,
                Ok(Answer::New(new)) => report.new += new,
                Err(failure) if crate::exit_code(&failure) > 1 => return Err(failure),
                Err(_) => report.failed += 1,
            }
            state = RefreshState {
                done: report.asked,
                new: report.new,
                failed: report.failed,
                current: Some(title),
                ..state
            };
            progress(&state);
        }
        Ok(report)
    }

    /// Starts a refresh whose progress is told as events; one asked for while another is under way comes after it.
    pub fn refresh_in_background(&self, scope: RefreshScope) {
        let cancel = CancellationToken::new();
        {
            let mut running = self.running();
            if running.state.running {
                running.next = Some(scope);
                return;
            }
            running.state = RefreshState { running: true, ..RefreshState::default() };
            running.cancel = cancel.clone();
        }
        let newsroom = self.clone();
        tokio::spawn(async move {
            let outcome = newsroom.refresh(scope, &cancel, |state| newsroom.note_progress(state.clone())).await;
            if let Err(failure) = &outcome {
                tracing::warn!(%failure, "the refresh ended early");
            }
            let ended = RefreshState {
                running: false,
                current: None,
                finished: Some(newsroom.now().to_string()),
                ..newsroom.refresh_state()
            };
            newsroom.note_progress(ended);
            newsroom.announce(Event::Changed);
            let next = newsroom.running().next.take().filter(|_| !cancel.is_cancelled());
            if let Some(next) = next {
                return newsroom.refresh_in_background(next);
            }
            if let Err(failure) = newsroom.keep_saved_offline().await {
                tracing::info!(%failure, "not every saved article is whole yet");
            }
        });
    }

    pub(crate) fn refresh_state(&self) -> RefreshState {
        self.running().state.clone()
    }

    pub(crate) fn cancel_refresh(&self) {
        self.running().cancel.cancel();
    }

    fn note_progress(&self, state: RefreshState) {
        self.running().state = state.clone();
        self.announce(Event::Refresh { state });
    }

    async fn refresh_source(&self, source: Source) -> Result<Answer, Failure> {
        let asked = self.ask_source(&source).await;
        match asked {
            Ok(Asked::Unchanged { max_age, validators }) => {
                let next_due = fetch::next_due_after_success(self.now(), max_age, None, seed(&source));
                let outcome = FetchOutcome {
                    etag: validators.etag,
                    last_modified: validators.last_modified,
                    content_hash: source.content_hash.clone(),
                    next_due,
                    title: None,
                    site_url: None,
                };
                self.with_library(move |library, now| Ok(library.record_ok(source.id, &outcome, now)?)).await?;
                Ok(Answer::Unchanged)
            }
            Ok(Asked::Read(read)) => self.keep(source, *read).await.map(Answer::New),
            Err(failure) => {
                let retry_after = failure.retry_after;
                let failure = failure.failure;
                let mut kept = failure.clone();
                if retry_after.is_some() {
                    WAIT.clone_into(&mut kept.code);
                }
                // No name can be looked up without a network: that is no fault of the source's, and ends with the outage.
                let failures = if kept.code == "unresolvable" { 1 } else { source.failures + 1 };
                let next_due = fetch::next_due_after_failure(self.now(), failures, retry_after, seed(&source));
                self.with_library(move |library, now| {
                    let message = format!("{}: {}", kept.why, kept.todo);
                    Ok(library.record_failure(source.id, &kept.code, &message, next_due, now)?)
                })
                .await?;
                Err(failure)
            }
        }
    }

    async fn ask_source(&self, source: &Source) -> Result<Asked, SourceFailure> {
        let url = Url::parse(&source.url).map_err(|_| {
            Failure::new(
                "invalid-address",
                source.url.as_str(),
                "it is not an address",
                "unfollow it and follow it anew",
            )
        })?;
        let validators = Validators { etag: source.etag.clone(), last_modified: source.last_modified.clone() };
        let response = if sample::is_sample(&url) {
            crate::transport::sample_response(&url)?
        } else {
            self.0.client.get(&url, Kind::Document, &validators).await.map_err(|error| SourceFailure {
                retry_after: error.retry_after(),
                failure: Failure::from_fetch(&error, url.as_str()),
            })?
        };
        let max_age = response.max_age;
        if response.status == Status::NotModified {
            return Ok(Asked::Unchanged { max_age, validators: response.validators });
        }
        let content_hash = hex(&Sha256::digest(&response.bytes));
        if source.content_hash.as_ref() == Some(&content_hash) {
            return Ok(Asked::Unchanged { max_age, validators: response.validators });
        }
        let now = self.now();
        let read = blocking(move || read_feed(response, content_hash, now)).await??;
        Ok(Asked::Read(Box::new(read)))
    }

    /// Stores what a source published, and returns how much of it is new.
    pub(crate) async fn keep(&self, source: Source, read: ReadFeed) -> Result<u64, Failure> {
        let next_due = fetch::next_due_after_success(self.now(), read.max_age, read.ttl, seed(&source));
        self.change_library(move |library, now| {
            // The validators go in last: after a crash between the two the feed is simply read again.
            let pictures: Vec<String> = read
                .articles
                .iter()
                .flat_map(|article| entries::pictures(article.lead_image.as_deref(), &article.html))
                .collect();
            let stored = library.store_articles(source.id, read.articles, now)?;
            library.expect_images(&pictures)?;
            if let Some(moved) = read.moved_to {
                library.move_source_url(source.id, &moved)?;
            }
            let outcome = FetchOutcome {
                etag: read.validators.etag,
                last_modified: read.validators.last_modified,
                content_hash: Some(read.content_hash),
                next_due,
                // A name given by the reader stays; one taken from the address is bettered once.
                title: read.title.filter(|_| source.last_ok.is_none()),
                site_url: read.site_url,
            };
            library.record_ok(source.id, &outcome, now)?;
            Ok(stored.new.len() as u64)
        })
        .await
    }
}

enum Asked {
    Unchanged { max_age: Option<u64>, validators: Validators },
    Read(Box<ReadFeed>),
}

/// A failure, and how long the server wants to be left alone, in seconds.
struct SourceFailure {
    failure: Failure,
    retry_after: Option<u64>,
}

impl From<Failure> for SourceFailure {
    fn from(failure: Failure) -> Self {
        Self { failure, retry_after: None }
    }
}

/// A feed that was fetched and read, ready to be stored.
pub(crate) struct ReadFeed {
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) site_url: Option<String>,
    pub(crate) url: Url,
    pub(crate) articles: Vec<library::NewArticle>,
    moved_to: Option<String>,
    validators: Validators,
    content_hash: String,
    max_age: Option<u64>,
    ttl: Option<u32>,
}

impl ReadFeed {
    /// The same feed under the address it is to be asked at.
    pub(crate) fn known_as(mut self, url: Url) -> Self {
        self.url = url;
        self
    }
}

/// Reads a response as a feed. Runs where blocking is allowed.
pub(crate) fn read_feed(response: Response, content_hash: String, now: Timestamp) -> Result<ReadFeed, Failure> {
    let url = response.final_url;
    let feed: Feed = feed::parse(&response.bytes, response.content_type.as_deref(), Some(&url)).map_err(|error| {
        Failure::new(
            "not-a-feed",
            url.as_str(),
            format!("what came back is not a feed ({error})"),
            "look whether the address has changed",
        )
    })?;
    let articles = feed.entries.into_iter().map(|entry| sample::whole(entries::from_entry(entry, &url, now))).collect();
    Ok(ReadFeed {
        title: feed.title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty()),
        description: feed.description.as_deref().map(article::text_of).filter(|text| !text.is_empty()),
        site_url: feed.home_url,
        articles,
        moved_to: response.permanent_url.map(String::from),
        validators: response.validators,
        content_hash,
        max_age: response.max_age,
        ttl: feed.ttl,
        url,
    })
}

fn choose(library: &library::Library, scope: RefreshScope, now: Timestamp) -> Result<Vec<Source>, Failure> {
    let sources = match scope {
        RefreshScope { source: Some(id), force } => {
            let source = library.source(id)?;
            if force || source.is_due(now) { vec![source] } else { Vec::new() }
        }
        RefreshScope { source: None, force: true } => library.sources()?,
        RefreshScope { source: None, force: false } => library.due_sources(now)?,
    };
    // Even a person in a hurry does not ask a server that said when to come back.
    Ok(followed(sources).into_iter().filter(|source| source.is_due(now) || !asked_to_wait(source)).collect())
}

/// The stored code of a failure that came with Retry-After.
const WAIT: &str = "asked-to-wait";

fn asked_to_wait(source: &Source) -> bool {
    source.error_code.as_deref() == Some(WAIT)
}

/// Spreads sources that were followed in one second over the minutes of their next refresh.
fn seed(source: &Source) -> u64 {
    source.id.get().unsigned_abs()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
