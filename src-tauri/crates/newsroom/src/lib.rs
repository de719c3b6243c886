//! The use cases: follow, refresh, read, save, share, import, export. It joins `feed`, `article`, `fetch`, `library`
//! and `share`, and is the one thing that the command line, the window and the dev server call.
//!
//! A call comes in with plain values, goes to the library on a blocking thread or to the network on the async one,
//! and comes back as a wire type or a [`Failure`]. Time, the data folder and the network's bounds are given in
//! [`Options`], so that a test decides them.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod access;
mod address;
mod archive;
mod back_catalogue;
mod background;
mod backups;
mod browser;
mod clock;
pub mod commands;
pub mod doctor;
mod entries;
mod excerpt;
mod exchange;
mod export;
mod failure;
mod feed_links;
mod follow;
mod follow_words;
pub mod http;
mod import;
pub mod inbound;
mod installation;
mod left_out;
mod look;
mod marks;
mod offline;
mod page_queue;
mod page_source;
mod page_text;
mod pictures;
mod read_feed;
mod reading;
pub mod recovery;
mod refresh;
mod repair;
mod retention;
mod rules;
mod sample;
mod saving;
mod searching;
mod secrets;
mod settings;
mod share_settings;
mod sharing;
mod source_page;
mod sources;
mod storage;
mod telling;
mod texts;
mod transport;
pub mod types;
mod views;
mod watching;
pub mod wire;
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only Linux has it"))]
mod xdg_mime;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use jiff::Timestamp;
use library::{ArticleId, Library};
use tokio::sync::{Semaphore, broadcast};
use tokio_util::sync::CancellationToken;

pub use export::Selection;
pub use failure::exit_code;
pub use import::ImportFile;
pub use installation::installation;
pub use left_out::with_restored;
pub use library::make_folder;
pub use page_queue::PagesFetched;
pub use pictures::PictureSize;
pub use refresh::{RefreshReport, RefreshScope};
pub use searching::moment;
pub use share::{Anchor, Finished, Presented, share as present_share};
pub use storage::AfterRefresh;
pub use wire::{Event, Failure};

/// What a face decides when it opens the newsroom.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the library lies; made when it does not exist.
    pub data_dir: PathBuf,
    /// Where exports are written.
    pub downloads_dir: PathBuf,
    /// Where browsers keep what they are told of us.
    pub browsers: browsers::Places,
    /// The one clock.
    pub clock: fn() -> Timestamp,
    /// How long one request may take in all.
    pub request_timeout: Duration,
    /// Whether secrets go into the system's keyring; else, and where there is none, into a file only the reader may read.
    pub keyring: bool,
    /// Between two pages of one server that are fetched in the background.
    pub page_pause: Duration,
    /// Put the sample edition into a library that never had a source.
    pub sample_when_empty: bool,
    /// The face can replace this copy of the app by a newer one.
    pub updates_itself: bool,
    /// Where the system looks for what is to be started at login.
    pub autostart_dir: PathBuf,
    /// The window's program; none where it is not installed.
    pub window_program: Option<PathBuf>,
    /// What draws the window, for the doctor; none for a face without one.
    pub engine: Option<String>,
}

impl Options {
    /// The platform's own folders and clock, for a library in `data_dir`, or in the platform's data folder.
    #[must_use]
    pub fn new(data_dir: Option<PathBuf>) -> Self {
        let home = dirs::home_dir().unwrap_or_else(|| PathBuf::from("."));
        let data_dir = data_dir
            .or_else(|| dirs::data_dir().map(|dir| dir.join("standfirst")))
            .unwrap_or_else(|| home.join(".standfirst"));
        Self {
            browsers: browser::places(&data_dir),
            data_dir,
            downloads_dir: dirs::download_dir().unwrap_or_else(|| home.join("Downloads")),
            clock: Timestamp::now,
            request_timeout: Duration::from_secs(30),
            page_pause: Duration::from_secs(1),
            keyring: std::env::var_os("STANDFIRST_KEYRING").is_none_or(|value| value != "off"),
            sample_when_empty: false,
            updates_itself: false,
            autostart_dir: background::autostart_dir(&home),
            window_program: background::window_program(),
            engine: None,
        }
    }
}

/// The joined use cases over one library. Cheap to clone; every clone is the same newsroom.
#[derive(Clone)]
pub struct Newsroom(Arc<Inner>);

struct Inner {
    options: Options,
    library: Library,
    client: Mutex<fetch::Client>,
    events: broadcast::Sender<Event>,
    refresh: Mutex<Running>,
    /// Ends the export of a window.
    exporting: Mutex<CancellationToken>,
    /// Articles whose page is being asked.
    fetching: Mutex<HashSet<ArticleId>>,
    /// Told whenever one of them is done.
    fetched: tokio::sync::Notify,
    looked_at: Mutex<Option<follow::LookedAt>>,
    importing: Mutex<import::Importing>,
    /// Ends the fetching of saved pages; none while nobody fetches them.
    saved_pages: Mutex<Option<CancellationToken>>,
    /// Held by whoever works off the pages that wait.
    page_turn: tokio::sync::Mutex<()>,
    /// Pictures that are being fetched, so that none is fetched twice.
    gates: Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>,
    /// Pictures unpacked at once: each takes hundreds of megabytes at worst.
    easels: Arc<Semaphore>,
    /// Feeds read at once.
    desks: Arc<Semaphore>,
    /// What was found to be damaged.
    damage: Mutex<Option<String>>,
    /// Of which articles rules want the reader to be told.
    notices: Mutex<Vec<library::Notice>>,
    /// New articles of sources that the reader wants to be told of.
    news: Mutex<Vec<ArticleId>>,
    /// What somebody outside the window wants to see in it.
    to_show: Mutex<Option<wire::Show>>,
    /// When the sources that were due were asked last.
    asked_all: Mutex<Option<Timestamp>>,
    /// How often they are asked has changed.
    rescheduled: tokio::sync::Notify,
    /// Why the last daily backup was not made.
    backup_trouble: Mutex<Option<Failure>>,
    /// Saved articles seen this session to have all their text and pictures.
    whole: Mutex<HashSet<ArticleId>>,
    /// What other programs handed over, until a window takes it.
    arrivals: Mutex<Vec<wire::Arrival>>,
    /// What was renamed this session, to be undone.
    renamings: Mutex<marks::Renamings>,
}

#[derive(Default)]
struct Running {
    /// Asked for while another refresh was under way: their turns come after.
    next: Vec<RefreshScope>,
    state: wire::RefreshState,
    cancel: CancellationToken,
    /// Ends what follows an earlier refresh.
    after: CancellationToken,
}

impl Newsroom {
    /// Opens the library in `options.data_dir`, making it when there is none.
    ///
    /// # Errors
    /// `newer-version`, `damaged` or `storage` from the library; `network` when no HTTP client can be made.
    pub fn open(options: Options) -> Result<Self, Failure> {
        let library = Library::open(&options.data_dir)?;
        library.set_zone(jiff::tz::TimeZone::system());
        let client = transport::client_of(&options, &library)?;
        let newsroom = Self(Arc::new(Inner {
            library,
            client: Mutex::new(client),
            events: broadcast::channel(256).0,
            refresh: Mutex::default(),
            exporting: Mutex::default(),
            fetching: Mutex::default(),
            fetched: tokio::sync::Notify::new(),
            looked_at: Mutex::default(),
            importing: Mutex::default(),
            saved_pages: Mutex::default(),
            page_turn: tokio::sync::Mutex::default(),
            gates: Mutex::default(),
            easels: Arc::new(Semaphore::new(2)),
            damage: Mutex::default(),
            notices: Mutex::default(),
            news: Mutex::default(),
            to_show: Mutex::default(),
            asked_all: Mutex::default(),
            rescheduled: tokio::sync::Notify::default(),
            backup_trouble: Mutex::default(),
            whole: Mutex::default(),
            renamings: Mutex::default(),
            arrivals: Mutex::default(),
            desks: Arc::new(Semaphore::new(std::thread::available_parallelism().map_or(2, std::num::NonZero::get))),
            options,
        }));
        if newsroom.0.options.sample_when_empty {
            newsroom.add_sample_to_new_library()?;
        }
        Ok(newsroom)
    }

    /// The folder the library lies in.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.0.options.data_dir
    }

    /// What it was opened with.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.0.options
    }

    /// Events from now on. A listener that falls behind loses the oldest.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.0.events.subscribe()
    }

    /// The library itself, for the command line, whose output is rows as the library has them.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.0.library
    }

    /// Now, by the clock of [`Options`].
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.0.options.clock)()
    }

    fn announce(&self, event: Event) {
        // No listener is no failure: the command line has none.
        let _ = self.0.events.send(event);
    }

    /// Runs `work` where blocking is allowed: `SQLite` waits for the disk.
    async fn with_library<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Library, Timestamp) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let library = self.0.library.clone();
        let now = self.now();
        blocking(move || work(&library, now)).await?
    }

    /// As [`Self::with_library`], for work that changes something faces show.
    async fn change_library<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Library, Timestamp) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let done = self.with_library(work).await?;
        self.announce(Event::Changed);
        Ok(done)
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        lock(&self.0.refresh)
    }
}

/// Runs `work` on the blocking pool; a panic there becomes a [`Failure`], not a crash.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "a task ended early");
        Failure::new(
            "internal",
            "The task",
            "it ended before it was done",
            "try again; if it comes back, report it with the log",
        )
    })
}

type Telling = tokio::sync::mpsc::UnboundedSender<wire::ImportState>;

/// As [`blocking`], for long work that tells `progress` how far it is.
async fn blocking_told<T: Send + 'static>(
    progress: impl Fn(&wire::ImportState) + Send,
    work: impl FnOnce(&Telling) -> T + Send + 'static,
) -> Result<T, Failure> {
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let telling = async {
        while let Some(state) = told.recv().await {
            progress(&state);
        }
    };
    // The work has the only sender: what is told ends with it.
    tokio::join!(blocking(move || work(&tell)), telling).0
}

/// A poisoned lock still guards plain data that is whole after every statement.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
