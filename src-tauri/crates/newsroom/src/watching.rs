//! Noticing what another process wrote to the library: the system tells when its files change, so that nobody has to look
//! again and again. Where it does not, a look now and then remains.

use std::time::Duration;

use crate::{Event, Newsroom};

/// Between two looks where the system tells nothing.
#[cfg(not(target_os = "linux"))]
const EVERY: Duration = Duration::from_millis(1500);
/// And where it does: file systems of other machines do not tell what others wrote there.
#[cfg(target_os = "linux")]
const EVERY: Duration = Duration::from_mins(5);
/// A refresh writes many times in a row; that is one change.
#[cfg(target_os = "linux")]
const SETTLE: Duration = Duration::from_millis(400);

impl Newsroom {
    /// Tells listeners when another process wrote to the library. Runs until dropped.
    pub async fn watch_library(&self) {
        #[cfg(target_os = "linux")]
        let mut changes =
            changes(self.data_dir()).inspect_err(|error| tracing::info!(%error, "nobody tells of changes")).ok();
        let mut seen = None;
        let _ = self.with_library(|library, _| Ok(library.remove_dropped_links()?)).await;
        self.resume_saves().await;
        loop {
            let version = self.with_library(|library, _| Ok(library.data_version()?)).await.ok();
            if version.is_some() && seen.is_some() && version != seen {
                self.announce(Event::Changed);
                // A link may have been put there by a program that does not wait for its text.
                self.resume_saves().await;
            }
            seen = version.or(seen);
            #[cfg(target_os = "linux")]
            wait(&mut changes).await;
            #[cfg(not(target_os = "linux"))]
            tokio::time::sleep(EVERY).await;
        }
    }
}

#[cfg(target_os = "linux")]
type Changes = inotify::EventStream<[u8; 4096]>;

/// What happens to the files of the database: it is written to its log, and a restored one takes its place.
#[cfg(target_os = "linux")]
fn changes(folder: &std::path::Path) -> std::io::Result<Changes> {
    use inotify::WatchMask;
    let inotify = inotify::Inotify::init()?;
    inotify.watches().add(folder, WatchMask::MODIFY | WatchMask::CREATE | WatchMask::MOVED_TO)?;
    inotify.into_event_stream([0; 4096])
}

/// Until a file of the database has changed, or it is time to look without being told.
#[cfg(target_os = "linux")]
async fn wait(changes: &mut Option<Changes>) {
    use futures::{FutureExt as _, StreamExt as _};

    let Some(stream) = changes else { return tokio::time::sleep(EVERY).await };
    let told = async {
        while let Some(Ok(event)) = stream.next().await {
            if event.name.is_some_and(|name| name.to_string_lossy().starts_with("library.db")) {
                return true;
            }
        }
        false
    };
    match tokio::time::timeout(EVERY, told).await {
        Ok(true) => {
            tokio::time::sleep(SETTLE).await;
            while stream.next().now_or_never().flatten().is_some() {}
        }
        // The folder has gone, and with it who told.
        Ok(false) => *changes = None,
        Err(_) => {}
    }
}
