//! The pages that wait for their turn: asked after a refresh, the newest first, one after another at each server, and
//! only so many of each source.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use futures::{StreamExt as _, stream};
use library::Wanted;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{Failure, Newsroom};

/// Pages of one source after one refresh.
const PER_SOURCE: usize = 10;
/// Pages after one refresh.
const MOST: usize = 200;
/// Servers asked side by side.
const AT_ONCE: usize = 8;
/// After so many failures of the network in a row there is none, and the rest waits for the next refresh.
const NO_NETWORK: u32 = 3;

impl Newsroom {
    /// Asks the pages that are due, within bounds, until `cancel` fires; returns how many texts came.
    ///
    /// # Errors
    /// `storage` and its like: a page that fails is no failure of the whole.
    pub async fn fetch_wanted_pages(&self, cancel: &CancellationToken) -> Result<u64, Failure> {
        // One worker at a time, whoever started it.
        let Ok(_turn) = self.0.page_turn.try_lock() else { return Ok(0) };
        let wanted = self.with_library(|library, now| Ok(library.wanted_pages(now, PER_SOURCE, MOST)?)).await?;
        let (silent, came) = (AtomicU32::new(0), AtomicU64::new(0));
        let servers: Vec<_> =
            by_server(wanted).into_iter().map(|pages| self.ask_server(pages, cancel, &silent, &came)).collect();
        let mut done = stream::iter(servers).buffer_unordered(AT_ONCE);
        while let Some(done) = done.next().await {
            done?;
        }
        Ok(came.load(Ordering::Relaxed))
    }

    /// Asks one server's pages, one after another.
    async fn ask_server(
        &self,
        pages: Vec<Wanted>,
        cancel: &CancellationToken,
        silent: &AtomicU32,
        came: &AtomicU64,
    ) -> Result<(), Failure> {
        for (at, page) in pages.iter().enumerate() {
            let pause = if at == 0 { Duration::ZERO } else { self.0.options.page_pause };
            tokio::select! {
                biased;
                () = cancel.cancelled() => return Ok(()),
                () = tokio::time::sleep(pause) => {}
            }
            if silent.load(Ordering::Relaxed) >= NO_NETWORK {
                return Ok(());
            }
            let asked = tokio::select! {
                biased;
                () = cancel.cancelled() => return Ok(()),
                asked = self.fetch_page(page.article) => asked,
            };
            let Err(failed) = asked else {
                silent.store(0, Ordering::Relaxed);
                came.fetch_add(1, Ordering::Relaxed);
                continue;
            };
            if crate::exit_code(&failed.failure) > 1 {
                return Err(failed.failure);
            }
            let network = matches!(failed.failure.code.as_str(), "proxy" | "unresolvable" | "unreachable");
            if network {
                silent.fetch_add(1, Ordering::Relaxed);
            } else {
                silent.store(0, Ordering::Relaxed);
            }
            if failed.retry_after.is_some()
                || matches!(failed.failure.code.as_str(), "too-many-requests" | "timeout" | "refused")
            {
                // It does not want more just now, or cannot: the rest comes when it said so, or with the next refresh.
                let rest = pages[at + 1..].iter().map(|page| page.article).collect::<Vec<_>>();
                let until = fetch::may_ask_at(self.now(), failed.retry_after);
                return self.with_library(move |library, _| Ok(library.put_pages_off(&rest, until)?)).await;
            }
        }
        Ok(())
    }
}

/// Pages by the server that has them, in the order they come in.
fn by_server(wanted: Vec<Wanted>) -> Vec<Vec<Wanted>> {
    let mut servers: Vec<Vec<Wanted>> = Vec::new();
    let mut known = HashMap::new();
    for page in wanted {
        let host = Url::parse(&page.url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        let at = *known.entry(host).or_insert_with(|| {
            servers.push(Vec::new());
            servers.len() - 1
        });
        servers[at].push(page);
    }
    servers
}
