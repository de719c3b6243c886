//! Refresh: asks the sources that are due, stores what is new, and notes how each one is.

use std::time::{Duration, Instant};

use fetch::{Kind, Pace, Status, Validators};
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use jiff::Timestamp;
use library::{Marks, Published, Request, Rhythm, Source, SourceId, SourceState};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::read_feed::ReadFeed;
use crate::sources::followed;
use crate::wire::RefreshState;
use crate::{Event, Failure, Newsroom, blocking, entries, lock, page_source, sample};

/// Seconds after which a source that said it is gone is asked whether it meant it.
const CONFIRM_GONE: u64 = 24 * 60 * 60;

/// A silence counts as so many gaps, as if nothing else were known of the source.
const SILENCES: i64 = 12;

/// Faces are told at most so often that articles have come: each time they read their lists anew.
const TELL_EVERY: Duration = Duration::from_millis(500);

/// Which sources to ask.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
        // All at once: the client lets as many go ahead as the servers and this machine bear, and the prompt ones first.
        let mut answers: FuturesUnordered<_> = sources
            .into_iter()
            .map(|source| async move {
                let title = source.title.clone();
                (title, self.refresh_source(source).await)
            })
            .collect();
        let mut told = Instant::now();
        loop {
            let (title, answer) = tokio::select! {
                biased;
                () = cancel.cancelled() => break,
                answer = answers.next() => match answer { Some(answer) => answer, None => break },
            };
            report.asked += 1;
            match answer {
                Ok(Answer::Unchanged) => report.unchanged += 1,
                Ok(Answer::New(new)) => {
                    report.new += new;
                    if new > 0 && told.elapsed() >= TELL_EVERY {
                        told = Instant::now();
                        self.announce(Event::Changed);
                    }
                }
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
        self.announce(Event::Changed);
        let RefreshReport { asked, new, failed, .. } = report;
        tracing::info!(asked, new, failed, "refreshed");
        Ok(report)
    }

    /// Starts a refresh whose progress is told as events; one asked for while another is under way comes after it.
    pub fn refresh_in_background(&self, scope: RefreshScope) {
        // Also of a round whose turn comes later: it would be asked for again at once, and again.
        if scope.source.is_none() {
            *lock(&self.0.asked_all) = Some(self.now());
        }
        let cancel = CancellationToken::new();
        {
            let mut running = self.running();
            if running.state.running {
                if !running.next.contains(&scope) {
                    running.next.push(scope);
                }
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
            newsroom.announce_notifications().await;
            let next = {
                let mut running = newsroom.running();
                if cancel.is_cancelled() {
                    running.next.clear();
                }
                (!running.next.is_empty()).then(|| running.next.remove(0))
            };
            if let Some(next) = next {
                return newsroom.refresh_in_background(next);
            }
            newsroom.running().after = cancel.clone();
            if let Err(failure) = newsroom.after_refresh(&cancel).await {
                tracing::info!(%failure, "not everything that follows a refresh was done");
            }
            newsroom.announce_notifications().await;
        });
    }

    pub(crate) fn refresh_state(&self) -> RefreshState {
        self.running().state.clone()
    }

    pub(crate) fn cancel_refresh(&self) {
        let running = self.running();
        running.cancel.cancel();
        running.after.cancel();
    }

    fn note_progress(&self, state: RefreshState) {
        self.running().state = state.clone();
        self.announce(Event::Refresh { state });
    }

    async fn refresh_source(&self, source: Source) -> Result<Answer, Failure> {
        let begun = Instant::now();
        let asked = self.ask_source(&source).await;
        let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        match asked {
            Ok(Asked::Unchanged { max_age, home, marks, request }) => {
                let pace = pace(&since(source.rhythm, self.now()), max_age);
                let answer = library::Answer {
                    asked: source.url.clone(),
                    home,
                    marks,
                    next_due: fetch::next_due_after_success(self.now(), &pace, seed(&source)),
                    published: None,
                    request: Request { took_ms, ..request },
                };
                self.with_library(move |library, now| Ok(library.record_answer(source.id, answer, now)?)).await?;
                Ok(Answer::Unchanged)
            }
            Ok(Asked::Read(read)) => {
                // A page that is read another way from now on: one that stands in for it has a list, too.
                if read.watch.is_some() && source.last_ok.is_some() && self.known_of(source.id, &read).await? == 0 {
                    let failure = page_source::another_list(&source.url);
                    let refusal = self.refusal(&source, &failure, None, took_ms);
                    self.with_library(move |library, now| Ok(library.record_failure(source.id, refusal, now)?)).await?;
                    return Err(failure);
                }
                let moved_to = self.verified_move(&source, &read).await?;
                self.store(&source, *read, moved_to, took_ms).await.map(Answer::New)
            }
            Err(SourceFailure { mut failure, retry_after }) => {
                if failure.code == "login" && source.access.is_some() {
                    "the server refuses the login it was given (401)".clone_into(&mut failure.why);
                    "correct the name and password on the source's page, or with `standfirst source`"
                        .clone_into(&mut failure.todo);
                }
                let refusal = self.refusal(&source, &failure, retry_after, took_ms);
                self.with_library(move |library, now| Ok(library.record_failure(source.id, refusal, now)?)).await?;
                Err(failure)
            }
        }
    }

    fn refusal(&self, source: &Source, failure: &Failure, retry_after: Option<u64>, took_ms: u64) -> library::Refusal {
        let now = self.now();
        let gone = failure.code == "gone";
        // One 410 may be a slip of the server's: it is asked once more, a day later.
        let confirmed =
            gone && source.error_code.as_deref() == Some("gone") && source.next_due.is_some_and(|due| due <= now);
        // Without a network nobody can be asked: that is no fault of the source's, and ends with the outage.
        let offline = matches!(failure.code.as_str(), "proxy" | "no-certificates" | "unresolvable" | "unreachable");
        let failures = if offline { 1 } else { source.failures + 1 };
        let wait = if gone { Some(CONFIRM_GONE) } else { retry_after };
        library::Refusal {
            asked: source.url.clone(),
            code: failure.code.clone(),
            message: format!("{}: {}", failure.why, failure.todo),
            next_due: fetch::next_due_after_failure(now, failures, wait, seed(source)),
            retry_at: retry_after.map(|_| fetch::may_ask_at(now, retry_after)),
            gone: confirmed,
            request: Request { took_ms, bytes: 0, outcome: failure.code.clone() },
        }
    }

    async fn ask_source(&self, source: &Source) -> Result<Asked, SourceFailure> {
        let url = Url::parse(&source.url).map_err(|_| {
            Failure::new(
                "invalid-address",
                source.url.as_str(),
                "it is not an address",
                "correct it on the source's page, or unfollow it",
            )
        })?;
        let marks = &source.marks;
        let validators = Validators {
            etag: marks.etag.clone(),
            last_modified: marks.last_modified.clone(),
            url: marks.url.as_deref().and_then(|url| Url::parse(url).ok()),
        };
        let response = if sample::is_sample(&url) {
            crate::transport::sample_response(&url)?
        } else {
            let access = self.access_of(source).await?;
            // Only what was at home when the reader chose it is asked there: a name may lead elsewhere by now.
            let kind = if source.home == Some(false) { Kind::Linked } else { Kind::Document };
            self.client().get_as(&url, kind, &validators, &access).await.map_err(|error| SourceFailure {
                retry_after: error.retry_after(),
                failure: self.unfetched(&error, &url),
            })?
        };
        let max_age = response.max_age;
        let home = response.from_private;
        let bytes = response.bytes.len() as u64;
        let unchanged = |content_hash: Option<String>, validators: Validators, outcome: &str| Asked::Unchanged {
            max_age,
            home,
            marks: marks_of(validators, content_hash),
            request: Request { took_ms: 0, bytes, outcome: outcome.to_owned() },
        };
        if response.status == Status::NotModified {
            return Ok(unchanged(marks.content_hash.clone(), response.validators, "unchanged"));
        }
        let content_hash = hex(&Sha256::digest(&response.bytes));
        if marks.content_hash.as_ref() == Some(&content_hash) {
            return Ok(unchanged(Some(content_hash), response.validators, "same"));
        }
        let now = self.now();
        // As many at once as there are processors: more would only take memory.
        let desk = self.0.desks.clone().acquire_owned().await.ok();
        let (library, id, asked) = (self.0.library.clone(), source.id, source.clone());
        let known = move |entries: &[(String, i64)]| Ok(library.known_entries(id, entries)?);
        let read = move || page_source::read_as(&asked, response, content_hash, now, known).map(|read| read.at(desk));
        let read = blocking(read).await??;
        Ok(Asked::Read(Box::new(read)))
    }

    /// Where a source has moved for good, when what is there is the same source: a domain that was sold sends its
    /// readers on, too, and so does the feed of a section that was closed.
    async fn verified_move(&self, source: &Source, read: &ReadFeed) -> Result<Option<String>, Failure> {
        let Some(moved) = read.moved_to.clone() else { return Ok(None) };
        if source.url.starts_with("https:") && !moved.starts_with("https:") {
            return Ok(None);
        }
        let known = self.known_of(source.id, read).await?;
        let all = read.articles.len() + read.unchanged.len();
        // A source that was never read is whatever its address leads to.
        Ok((source.last_ok.is_none() || (all > 0 && known * 2 >= all)).then_some(moved))
    }

    /// How many of a document's entries the source has published before.
    async fn known_of(&self, id: SourceId, read: &ReadFeed) -> Result<usize, Failure> {
        let guids: Vec<String> = read.articles.iter().map(|article| article.guid.clone()).collect();
        let known = self.with_library(move |library, _| Ok(library.count_known(id, &guids)?)).await?;
        Ok(known + read.unchanged.len())
    }

    /// Stores what a source published, and returns how much of it is new.
    pub(crate) async fn keep(&self, source: Source, read: ReadFeed) -> Result<u64, Failure> {
        let moved_to = read.moved_to.clone();
        let new = self.store(&source, read, moved_to, 0).await?;
        self.announce(Event::Changed);
        Ok(new)
    }

    async fn store(
        &self,
        source: &Source,
        read: ReadFeed,
        moved_to: Option<String>,
        took_ms: u64,
    ) -> Result<u64, Failure> {
        let now = self.now();
        let newest = read.published.iter().filter(|time| **time <= now).max().copied();
        let rhythm = Rhythm { gap_minutes: fetch::gap_minutes(read.published, now), newest, ..read.rhythm };
        let answer = library::Answer {
            asked: source.url.clone(),
            home: read.home,
            marks: marks_of(read.validators, Some(read.content_hash)),
            next_due: fetch::next_due_after_success(now, &pace(&rhythm, read.max_age), seed(source)),
            request: Request { took_ms, bytes: read.bytes, outcome: "new".to_owned() },
            published: Some(Published {
                pictures: read
                    .articles
                    .iter()
                    .flat_map(|article| entries::pictures(article.lead_image.as_deref(), &article.html))
                    .collect(),
                articles: read.articles,
                unchanged: read.unchanged,
                // A name given by the reader stays; one taken from the address is bettered once.
                title: read.title.filter(|_| source.last_ok.is_none()),
                site_url: read.site_url,
                hub: read.hub,
                archive: read.archive,
                rhythm,
                watch: read.watch,
                moved_to,
            }),
        };
        let id = source.id;
        let prepared = self.with_library(move |library, _| Ok(library.prepare_answer(id, answer)?)).await?;
        let (held, desk) = read.held;
        // The next feed is read while this one goes to the disk.
        drop(desk);
        let stored = self.with_library(move |library, now| Ok(library.write_answer(prepared, now)?)).await?;
        drop(held);
        self.note(stored.notices);
        if source.notify && source.last_ok.is_some() {
            self.note_news(&stored.new);
        }
        Ok(stored.new.len() as u64)
    }
}

enum Asked {
    Unchanged { max_age: Option<u64>, home: bool, marks: Marks, request: Request },
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

fn choose(library: &library::Library, scope: RefreshScope, now: Timestamp) -> Result<Vec<Source>, Failure> {
    let sources = match scope {
        RefreshScope { source: Some(id), force } => {
            let source = library.source(id)?;
            let asked = source.ended.is_none() && (force || source.is_due(now));
            if asked { vec![source] } else { Vec::new() }
        }
        RefreshScope { source: None, force: true } => {
            library.sources()?.into_iter().filter(|source| source.state == SourceState::Active).collect()
        }
        RefreshScope { source: None, force: false } => library.due_sources(now)?,
    };
    let skipped = |source: &Source| !scope.force && fetch::is_skipped(&pace(&source.rhythm, None), now);
    Ok(followed(sources).into_iter().filter(|source| !waits(source, now) && !skipped(source)).collect())
}

/// Even a person in a hurry does not ask a server that said when to come back; a time that cannot be is none.
pub(crate) fn waits(source: &Source, now: Timestamp) -> bool {
    source.retry_at.is_some_and(|at| at > now && at <= fetch::may_ask_at(now, Some(u64::MAX)))
}

/// The rhythm of a source that has nothing new: the longer it is silent, the wider its gaps.
fn since(rhythm: Rhythm, now: Timestamp) -> Rhythm {
    let silence = rhythm.newest.map(|newest| now.duration_since(newest).as_mins() / SILENCES);
    let silence = silence.and_then(|minutes| u32::try_from(minutes).ok());
    Rhythm { gap_minutes: rhythm.gap_minutes.map(|gap| gap.max(silence.unwrap_or(0))), ..rhythm }
}

fn pace(rhythm: &Rhythm, max_age: Option<u64>) -> Pace {
    Pace {
        max_age,
        update_minutes: rhythm.update_minutes,
        gap_minutes: rhythm.gap_minutes,
        skip_hours: rhythm.skip_hours,
        skip_days: rhythm.skip_days,
    }
}

fn marks_of(validators: Validators, content_hash: Option<String>) -> Marks {
    Marks {
        etag: validators.etag,
        last_modified: validators.last_modified,
        url: validators.url.map(String::from),
        content_hash,
    }
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
