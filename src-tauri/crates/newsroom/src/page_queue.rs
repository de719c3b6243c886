//! The pages that wait for their turn: asked after a refresh, the newest first, one after another at each server, and
//! only so many of each source.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use futures::{StreamExt as _, stream};
use jiff::Timestamp;
use library::{ArticleId, Wanted};
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use url::{Position, Url};

use crate::{Failure, Newsroom, lock};

/// Pages of one source after one refresh.
const PER_SOURCE: usize = 10;
/// Pages after one refresh.
const MOST: usize = 200;
/// Pages of the shelf that are asked in one round, and of one server among them.
const ROUND: usize = 40;
const PER_SERVER: usize = 5;
/// Servers asked side by side.
const AT_ONCE: usize = 8;
/// After so many failures of the network in a row there is none, and the rest waits for the next refresh.
const NO_NETWORK: u32 = 3;
/// The same on the shelf: of old bookmarks, the servers of many are gone.
const NO_NETWORK_ON_SHELF: u32 = 20;
/// Seconds that a server of the shelf's is left alone after it refused or did not answer.
const REST: u64 = 15 * 60;

/// What came of asking pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PagesFetched {
    /// Pages whose text came.
    pub came: u64,
    /// Pages that failed.
    pub failed: u64,
}

/// The same, while it is counted.
#[derive(Default)]
struct Counted {
    on_shelf: bool,
    came: AtomicU64,
    failed: AtomicU64,
    /// Failures of the network in a row.
    silent: AtomicU32,
}

impl Newsroom {
    /// Asks the pages that are due, within bounds, until `cancel` fires; returns how many texts came.
    ///
    /// # Errors
    /// `storage` and its like: a page that fails is no failure of the whole.
    pub async fn fetch_wanted_pages(&self, cancel: &CancellationToken) -> Result<u64, Failure> {
        // One worker at a time, whoever started it.
        let _turn = tokio::select! {
            biased;
            () = cancel.cancelled() => return Ok(0),
            turn = self.0.page_turn.lock() => turn,
        };
        let wanted = self.with_library(|library, now| Ok(library.wanted_pages(now, PER_SOURCE, MOST)?)).await?;
        let counted = Counted::default();
        self.ask_servers(wanted, cancel, &counted).await?;
        Ok(counted.came.into_inner())
    }

    /// Asks the pages of the shelf that are due, to the last, a few of each server at a time, and fetches their pictures,
    /// until `cancel` fires. One that cannot be had keeps what is known of it, and says why.
    ///
    /// # Errors
    /// `storage` and its like: a page that fails is no failure of the whole.
    pub async fn fetch_saved_pages(
        &self,
        cancel: &CancellationToken,
        progress: impl Fn(PagesFetched) + Send,
    ) -> Result<PagesFetched, Failure> {
        let counted = Counted { on_shelf: true, ..Counted::default() };
        let mut asked: HashSet<ArticleId> = HashSet::new();
        while !cancel.is_cancelled() && !counted.is_offline() {
            // Given back after each round, so that a refresh need not wait for thousands of pages.
            let _turn = self.0.page_turn.lock().await;
            let wanted = self.with_library(|library, now| Ok(library.wanted_on_shelf(now, PER_SERVER, ROUND)?)).await?;
            let fresh: Vec<Wanted> = wanted.into_iter().filter(|page| asked.insert(page.article)).collect();
            if fresh.is_empty() {
                break;
            }
            self.ask_servers(fresh, cancel, &counted).await?;
            progress(counted.now());
        }
        if !counted.is_offline() {
            self.keep_all_offline(cancel).await?;
        }
        Ok(counted.now())
    }

    /// Asks the pages of the shelf that are put off because they failed, without waiting until they are due, a few of each
    /// server. What its server wants left alone still is.
    ///
    /// # Errors
    /// `storage` and its like: a page that fails is no failure of the whole.
    pub async fn ask_saved_again(&self, cancel: &CancellationToken) -> Result<PagesFetched, Failure> {
        let _turn = tokio::select! {
            biased;
            () = cancel.cancelled() => return Ok(PagesFetched::default()),
            turn = self.0.page_turn.lock() => turn,
        };
        let wanted = self
            .with_library(|library, now| {
                let mut wanted = Vec::new();
                for page in library.wanted_on_shelf(Timestamp::MAX, PER_SERVER, MOST)? {
                    let note = library.texts(page.article)?.page.unwrap_or_default();
                    let asked_for_peace = note.code.as_deref() == Some("too-many-requests");
                    if note.code.is_some() && (!asked_for_peace || note.again.is_some_and(|again| again <= now)) {
                        wanted.push(page);
                    }
                }
                Ok(wanted)
            })
            .await?;
        let counted = Counted { on_shelf: true, ..Counted::default() };
        self.ask_servers(wanted, cancel, &counted).await?;
        Ok(counted.now())
    }

    /// As [`Self::fetch_saved_pages`], for a face that does not wait; one at a time.
    pub(crate) fn fetch_saved_in_background(&self) {
        let cancel = {
            let mut running = lock(&self.0.saved_pages);
            if running.is_some() {
                return;
            }
            running.insert(CancellationToken::new()).clone()
        };
        let newsroom = self.clone();
        tokio::spawn(async move {
            if let Err(failure) = newsroom.fetch_saved_pages(&cancel, |_| {}).await {
                tracing::warn!(%failure, "not all saved pages were fetched");
            }
            *lock(&newsroom.0.saved_pages) = None;
            newsroom.announce_change();
        });
    }

    /// Ends [`Newsroom::fetch_saved_in_background`]; what has come stays.
    pub(crate) fn stop_fetching_saved(&self) {
        if let Some(cancel) = &*lock(&self.0.saved_pages) {
            cancel.cancel();
        }
    }

    async fn ask_servers(
        &self,
        wanted: Vec<Wanted>,
        cancel: &CancellationToken,
        counted: &Counted,
    ) -> Result<(), Failure> {
        let servers: Vec<_> = by_server(wanted)
            .into_iter()
            .map(|(server, pages)| self.ask_server(server, pages, cancel, counted))
            .collect();
        let mut done = stream::iter(servers).buffer_unordered(AT_ONCE);
        while let Some(done) = done.next().await {
            done?;
        }
        Ok(())
    }

    /// Asks one server's pages, one after another.
    async fn ask_server(
        &self,
        server: String,
        pages: Vec<Wanted>,
        cancel: &CancellationToken,
        counted: &Counted,
    ) -> Result<(), Failure> {
        for (at, page) in pages.iter().enumerate() {
            let pause = if at == 0 { Duration::ZERO } else { self.0.options.page_pause };
            tokio::select! {
                biased;
                () = cancel.cancelled() => return Ok(()),
                () = tokio::time::sleep(pause) => {}
            }
            if counted.is_offline() {
                return Ok(());
            }
            let asked = tokio::select! {
                biased;
                () = cancel.cancelled() => return Ok(()),
                asked = self.fetch_page(page.article) => asked,
            };
            let failed = match asked {
                Ok(has_text) => {
                    counted.silent.store(0, Ordering::Relaxed);
                    let counter = if has_text { &counted.came } else { &counted.failed };
                    counter.fetch_add(1, Ordering::Relaxed);
                    continue;
                }
                Err(failed) => failed,
            };
            if crate::exit_code(&failed.failure) > 1 {
                return Err(failed.failure);
            }
            counted.failed.fetch_add(1, Ordering::Relaxed);
            if matches!(failed.failure.code.as_str(), "proxy" | "no-certificates" | "unresolvable" | "unreachable") {
                counted.silent.fetch_add(1, Ordering::Relaxed);
            } else {
                counted.silent.store(0, Ordering::Relaxed);
            }
            if failed.retry_after.is_some()
                || matches!(failed.failure.code.as_str(), "too-many-requests" | "timeout" | "refused")
            {
                // It does not want more just now, or cannot: the rest comes when it said so, or with the next refresh.
                let wait = failed.retry_after.or(counted.on_shelf.then_some(REST));
                let until = fetch::may_ask_at(self.now(), wait);
                return self.with_library(move |library, _| Ok(library.put_server_off(&server, until)?)).await;
            }
        }
        Ok(())
    }
}

impl Counted {
    /// Whether nobody can be reached.
    fn is_offline(&self) -> bool {
        let most = if self.on_shelf { NO_NETWORK_ON_SHELF } else { NO_NETWORK };
        self.silent.load(Ordering::Relaxed) >= most
    }

    fn now(&self) -> PagesFetched {
        PagesFetched { came: self.came.load(Ordering::Relaxed), failed: self.failed.load(Ordering::Relaxed) }
    }
}

/// Pages by the server that has them, named by host and port, in the order they come in.
fn by_server(wanted: Vec<Wanted>) -> Vec<(String, Vec<Wanted>)> {
    let mut servers: Vec<(String, Vec<Wanted>)> = Vec::new();
    let mut known = HashMap::new();
    for page in wanted {
        let server = Url::parse(&page.url).map(|url| url[Position::BeforeHost..Position::AfterPort].to_owned());
        let server = server.unwrap_or_default();
        let at = *known.entry(server.clone()).or_insert_with(|| {
            servers.push((server, Vec::new()));
            servers.len() - 1
        });
        servers[at].1.push(page);
    }
    servers
}
