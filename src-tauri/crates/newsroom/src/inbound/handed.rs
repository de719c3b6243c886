//! A file that came from another program or was dropped on the window: what is in it decides what is done with it.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::path::Path;

use url::Url;

use super::{argument, shortcut};
use crate::import::ImportFile;
use crate::wire::{Arrival, ArticleCard};
use crate::{Failure, Newsroom, blocking};

/// A larger feed or page is none.
const MOST_BYTES: u64 = 16 << 20;

/// What a file turned out to be.
#[derive(Debug)]
pub enum Opened {
    /// An export of another program, a list of sources or our own archive, to be taken in.
    Import(ImportFile),
    /// Nothing but the address of a page.
    Link(Url),
    /// A feed, by the address at which it says that it is.
    Feed(Url),
    /// A page, the article of which is saved now.
    Saved {
        /// The article.
        article: Box<ArticleCard>,
        /// It was saved before.
        already: bool,
    },
}

impl Newsroom {
    /// Opens a file by its path, and saves it if it is a page.
    ///
    /// # Errors
    /// `file` when it cannot be read, `unknown-file` when it is nothing that can be opened, and those of
    /// [`Newsroom::read_import`].
    pub async fn open_path(&self, path: &Path) -> Result<Opened, Failure> {
        let name = path.display().to_string();
        let what = format!("Opening {name}");
        let path = path.to_owned();
        let file = blocking(move || {
            // A pipe or a device could keep us waiting for ever.
            if !std::fs::metadata(&path)?.is_file() {
                return Err(io::Error::other("it is no file that can be read"));
            }
            File::open(&path)
        });
        let file = file.await?.map_err(|error| unread(&what, &error))?;
        self.open_file_handed(&name, file).await
    }

    pub(super) async fn arrived_file(&self, path: &Path) -> Result<Arrival, Failure> {
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        let opened = self.open_path(path).await?;
        self.arrival(&name, opened).await
    }

    /// Opens the file that a window has put, and saves it if it is a page; what can be taken in waits for that.
    pub(crate) async fn open_file(&self, name: &str, number: i64) -> Result<Arrival, Failure> {
        let file = self.handed_file(number)?;
        match self.open_file_handed(name, file).await? {
            Opened::Import(file) => self.look_at_import(name, number, file).await,
            opened => self.arrival(name, opened).await,
        }
    }

    async fn open_file_handed(&self, name: &str, mut file: File) -> Result<Opened, Failure> {
        let what = format!("Opening {name}");
        let part = |file: &mut File, most: u64| {
            let mut bytes = Vec::new();
            file.rewind().and_then(|()| file.take(most).read_to_end(&mut bytes)).map(|_| bytes)
        };
        let read = blocking(move || {
            let head = part(&mut file, shortcut::MOST_BYTES as u64 + 1)?;
            Ok::<_, io::Error>((shortcut::address(&head), file.try_clone()?, file))
        });
        let (address, copy, mut file) = read.await?.map_err(|error| unread(&what, &error))?;
        if let Some(address) = address {
            let read = argument::web(&address);
            return read.map(Opened::Link).map_err(|(why, todo)| Failure::new("invalid-address", what, why, todo));
        }
        let not_taken = match self.read_opened(name, copy).await {
            Ok(file) => return Ok(Opened::Import(file)),
            Err(failure) if failure.code == "unknown-file" => failure,
            Err(failure) => return Err(failure),
        };
        let bytes = blocking(move || part(&mut file, MOST_BYTES + 1)).await?.map_err(|error| unread(&what, &error))?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(not_taken);
        }
        let (feed, bytes) = blocking(move || (feed_address(&bytes), bytes)).await?;
        match feed {
            Ok(Some(address)) => Ok(Opened::Feed(address)),
            Ok(None) => Err(Failure::new(
                "unknown-file",
                what,
                "it is a feed that does not say where it is from",
                "follow the address you have it from instead",
            )),
            Err(_) => match self.save_page_file(name, bytes).await? {
                Some((article, already)) => Ok(Opened::Saved { article: Box::new(article), already }),
                None => Err(not_taken),
            },
        }
    }
}

/// Where a feed says that it is, or that its site is, if it says one of them. An error when it is no feed.
fn feed_address(bytes: &[u8]) -> Result<Option<Url>, feed::ParseError> {
    let feed = feed::parse(bytes, None, None)?;
    let said = [feed.self_url.as_deref(), feed.home_url.as_deref()];
    Ok(said.into_iter().flatten().find_map(|address| argument::web(address).ok()))
}

fn unread(what: &str, error: &io::Error) -> Failure {
    Failure::new("file", what, error.to_string(), "check the file's name and that you may read it")
}
