//! What the browser's extension wants that no other face does, and which browsers know how to reach us.

use std::path::{Path, PathBuf};

use browsers::{Connection, Places, State, System};
use library::{ArticleId, NewFile, image_key};
use url::Url;

use crate::wire::{BrowserConnection, BrowserConnections, BrowserState};
use crate::{Failure, Newsroom, blocking};

/// The command line's program.
const PROGRAM: &str = "standfirst";

impl Newsroom {
    /// Whether the article at an address is saved. One may be here without.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn is_saved_at(&self, url: Url) -> Result<bool, Failure> {
        self.with_library(move |library, _| {
            let known = library.find_by_address(exchange::import::page(url).as_str())?;
            known.map_or(Ok(false), |id| Ok(library.article(id)?.row.saved))
        })
        .await
    }

    /// Keeps a picture that somebody else has fetched, when an article shows it and it is not here. False when none does.
    ///
    /// # Errors
    /// `unsupported` for what is no picture, or `storage`.
    pub async fn give_picture(&self, url: &Url, media_type: String, bytes: Vec<u8>) -> Result<bool, Failure> {
        let key = image_key(url.as_str());
        let gate = self.gate(&key);
        let _held = gate.lock().await;
        let asked = key.clone();
        let Some(known) = self.with_library(move |library, _| Ok(library.image(&asked)?)).await? else {
            return Ok(false);
        };
        if known.reading.is_some_and(|file| file.path.is_file()) {
            return Ok(true);
        }
        let sizes = self.unpacked(bytes, media_type).await?;
        self.with_library(move |library, now| {
            let file = |file: picture::File| NewFile { bytes: file.bytes, media_type: file.media_type.to_owned() };
            Ok(library.store_image(&key, &file(sizes.reading), sizes.thumbnail.map(file).as_ref(), now)?)
        })
        .await?;
        self.announce_change();
        Ok(true)
    }

    /// Fetches what a saved article still lacks, and tells whether it is whole and what is missing. Nothing is fetched for
    /// one that is not saved any more, or that the reader does not want kept with its pictures.
    ///
    /// # Errors
    /// `not-found`, or `storage`.
    pub async fn finish_saved(&self, id: i64) -> Result<(bool, Option<String>), Failure> {
        let id = ArticleId::new(id);
        let wanted = self.with_library(move |library, _| Ok(library.article(id)?.row.saved)).await?;
        if wanted && self.keeps_saved().await? {
            self.keep_offline(id).await?;
            self.announce_change();
        }
        let newsroom = self.clone();
        let state = blocking(move || newsroom.offline_state(id)).await??;
        Ok((state.whole, state.message))
    }

    /// The browsers this person may have, and which of them know our host.
    ///
    /// # Errors
    /// `internal`.
    pub async fn browsers(&self) -> Result<BrowserConnections, Failure> {
        let places = self.0.options.browsers.clone();
        blocking(move || BrowserConnections {
            browsers: browsers::connections(&places).into_iter().map(wired).collect(),
            extension: browsers::extension_folder(&places).map(|folder| folder.display().to_string()),
        })
        .await
    }

    /// Tells browsers of our host, or takes that back; without names all that are there. Returns the titles of those that
    /// were told.
    ///
    /// # Errors
    /// `unknown-browser`, `no-browser`, `no-program`, or `storage`.
    pub async fn connect_browsers(&self, names: Vec<String>, on: bool) -> Result<Vec<String>, Failure> {
        let places = self.0.options.browsers.clone();
        let changed =
            blocking(
                move || {
                    if on { browsers::connect(&names, &places) } else { browsers::disconnect(&names, &places) }
                },
            );
        let changed = changed.await?.map_err(|error| {
            let sentence = error.to_string();
            let (why, todo) = sentence.split_once(": ").unwrap_or((&sentence, "try again"));
            Failure::new(
                error.code(),
                if on { "Connecting the browser" } else { "Disconnecting the browser" },
                why,
                todo,
            )
        })?;
        Ok(changed.into_iter().map(|browser| browser.title.to_owned()).collect())
    }
}

fn wired(connection: Connection) -> BrowserConnection {
    BrowserConnection {
        name: connection.browser.name.to_owned(),
        title: connection.browser.title.to_owned(),
        present: connection.present,
        state: match connection.state {
            State::Unknown => BrowserState::Unknown,
            State::Person => BrowserState::Person,
            State::Package => BrowserState::Package,
            State::Stale => BrowserState::Stale,
        },
    }
}

/// Where the browsers of this person keep such things, for a library in `data`.
pub(crate) fn places(data: &Path) -> Places {
    let home = dirs::home_dir().unwrap_or_else(|| PathBuf::from("."));
    let config = dirs::config_dir().unwrap_or_else(|| home.join(".config"));
    Places {
        system: System::here(),
        config: dirs::config_local_dir().unwrap_or_else(|| config.clone()),
        roaming: config,
        home,
        data: data.to_owned(),
        root: PathBuf::from("/"),
        program: program(),
    }
}

/// The command line's program, which lies beside whichever of ours runs; none where it goes when we end.
fn program() -> Option<PathBuf> {
    if std::env::var_os("APPIMAGE").is_some() || Path::new("/.flatpak-info").exists() {
        return None;
    }
    let here = std::env::current_exe().ok()?;
    let beside = here.with_file_name(format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX));
    beside.is_file().then_some(beside)
}
