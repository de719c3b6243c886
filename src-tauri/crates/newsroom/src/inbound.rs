//! What other programs hand over: deep links, files, addresses. All ways lead here, from the window as from the command
//! line, and what may be done unasked is decided here: a page of the web is saved, since that can be undone; what leads into
//! the reader's own network, and what would be followed or taken in, waits for the reader.

mod argument;
mod handed;
mod page_file;
mod shortcut;

use std::ffi::OsStr;
use std::path::Path;

use fetch::names_private_host;
use futures::{StreamExt as _, stream};
use library::ArticleId;
use url::Url;

pub use argument::{Inbound, MOST_ARGUMENTS, MOST_BYTES, parse};
pub use handed::Opened;

use crate::page_text::PageFailure;
use crate::wire::{Arrival, ArticleCard};
use crate::{Event, Failure, Newsroom, lock, saving, views};

/// Saves that are worked on at once.
const AT_ONCE: usize = 4;
/// Arrivals that wait for a window; what comes after is told in the log alone.
const MOST_WAITING: usize = 200;

/// The arguments of a program, as [`parse`] reads them: the name of a file becomes its whole path, seen from `folder`, and
/// what is too long or too much is cut to where it is seen to be.
pub fn arguments<'a>(given: impl IntoIterator<Item = &'a OsStr>, folder: &Path) -> Vec<String> {
    given.into_iter().take(MOST_ARGUMENTS + 1).map(|one| bounded(whole(one, folder))).collect()
}

fn whole(given: &OsStr, folder: &Path) -> String {
    let path = folder.join(given);
    // A file may be called like an address.
    let is_address = given.to_str().is_some_and(argument::has_scheme) && !path.is_file();
    if given.is_empty() || is_address {
        return given.to_string_lossy().into_owned();
    }
    match path.to_str() {
        Some(path) => path.to_owned(),
        // A name that is no text goes through as an address of the file.
        None => Url::from_file_path(&path).map_or_else(|()| path.to_string_lossy().into_owned(), String::from),
    }
}

fn bounded(mut argument: String) -> String {
    if argument.len() > MOST_BYTES {
        let end = (0..=MOST_BYTES + 4).rev().find(|at| argument.is_char_boundary(*at)).unwrap_or_default();
        argument.truncate(end);
    }
    argument
}

impl Newsroom {
    /// Takes what other programs handed over, as [`arguments`] has made it. What is to be said or asked about it waits for
    /// the window, which is told by [`Event::Arrived`].
    pub async fn receive(&self, arguments: Vec<String>) {
        let too_many = arguments.len() > MOST_ARGUMENTS;
        let mut arrived =
            stream::iter(arguments.into_iter().take(MOST_ARGUMENTS).map(|one| self.arrive(one))).buffered(AT_ONCE);
        while let Some(arrival) = arrived.next().await {
            if let Some(arrival) = arrival {
                self.has_arrived(arrival);
            }
        }
        if too_many {
            let failure = Failure::new(
                "too-many",
                "Opening what was handed over",
                format!("it is more than {MOST_ARGUMENTS} things at once"),
                "open the others once more: only the first were taken",
            );
            self.has_arrived(Arrival::Refused { failure });
        }
    }

    /// What came in since the last call. Saved articles are as they are by now: the end of a save may have been told while
    /// no window listened yet.
    pub(crate) async fn arrivals(&self) -> Vec<Arrival> {
        let mut came = std::mem::take(&mut *lock(&self.0.arrivals));
        for arrival in &mut came {
            if let Arrival::Saved { article, .. } = arrival {
                let id = ArticleId::new(article.id);
                let now = self.with_library(move |library, _| Ok(views::card(library.article(id)?.row))).await;
                // A link that has become another article keeps the name it came with.
                **article = now.unwrap_or_else(|_| (**article).clone());
            }
        }
        came
    }

    fn has_arrived(&self, arrival: Arrival) {
        let mut waiting = lock(&self.0.arrivals);
        if waiting.len() >= MOST_WAITING {
            tracing::warn!("more came in than anybody looked at");
            return;
        }
        waiting.push(arrival);
        drop(waiting);
        self.announce(Event::Arrived);
    }

    async fn arrive(&self, argument: String) -> Option<Arrival> {
        let arrival = match parse(&argument) {
            Ok(Inbound::Show) => return None,
            Ok(Inbound::Save { address, title }) => self.saved_or_asked(&address, title).await,
            Ok(Inbound::Follow { address }) => Ok(Arrival::Follow { address: address.into() }),
            Ok(Inbound::File(path)) => self.arrived_file(&path).await,
            Err(failure) => Err(failure),
        };
        Some(arrival.unwrap_or_else(|failure| Arrival::Refused { failure }))
    }

    /// Saves a page that somebody else named, if it is of the public web; asks the reader if it is not.
    async fn saved_or_asked(&self, address: &Url, title: Option<String>) -> Result<Arrival, Failure> {
        let ask = || Arrival::Save { address: address.to_string(), title: title.clone() };
        if names_private_host(address) {
            return Ok(ask());
        }
        let already = self.is_saved_at(address.clone()).await?;
        let shelved = self.shelve_link(address.as_str(), title.as_deref()).await?;
        let article = if shelved.is_link {
            let follow = Arrival::Follow { address: address.to_string() };
            self.finish_or_ask(ArticleId::new(shelved.card.id), already, ask(), follow);
            shelved.card
        } else {
            self.follow_up(shelved)
        };
        Ok(Arrival::Saved { article: Box::new(article), already })
    }

    /// Fetches the text of a link in the background. One that leads into the reader's own network all the same is not saved,
    /// unless it was `already`, but asked about; nor is a feed, which can be followed.
    fn finish_or_ask(&self, link: ArticleId, already: bool, ask: Arrival, follow: Arrival) {
        let newsroom = self.clone();
        tokio::spawn(async move {
            let ended = match newsroom.fetch_page_of(link).await {
                Ok(came) => newsroom.end_save(link, came.article).await,
                Err(PageFailure { failure, .. }) if failure.code == "private-address" || saving::is_feed(&failure) => {
                    let left = if already { Ok(()) } else { newsroom.mark_saved(link, false).await.map(drop) };
                    let instead = if saving::is_feed(&failure) { follow } else { ask };
                    left.map(|()| newsroom.has_arrived(instead))
                }
                Err(_) => newsroom.end_save(link, link).await,
            };
            if let Err(failure) = ended {
                tracing::warn!(%failure, "a saved link waits for its text");
            }
        });
    }

    /// As [`Newsroom::save_address_now`], for what the reader opens, which may be no article: none when a feed is there. That
    /// is to be followed, so its link is saved no more, unless it was before.
    ///
    /// # Errors
    /// Those of [`Newsroom::save_address`].
    pub async fn open_address_now(&self, address: &Url) -> Result<Option<ArticleCard>, Failure> {
        let already = self.is_saved_at(address.clone()).await?;
        let saving::Shelved { card, is_link } = self.shelve_typed(address.as_str()).await?;
        if !is_link {
            return self.save_now(card.id).await.map(Some);
        }
        let link = ArticleId::new(card.id);
        let id = match self.fetch_page_of(link).await {
            Ok(came) => came.article,
            Err(failed) if crate::exit_code(&failed.failure) > 1 => return Err(failed.failure),
            Err(failed) if saving::is_feed(&failed.failure) => {
                if !already {
                    self.mark_saved(link, false).await?;
                }
                return Ok(None);
            }
            Err(_) => link,
        };
        self.end_save(link, id).await?;
        self.with_library(move |library, _| Ok(Some(views::card(library.article(id)?.row)))).await
    }

    /// What is to be said or asked about a file that was read.
    async fn arrival(&self, name: &str, opened: Opened) -> Result<Arrival, Failure> {
        match opened {
            Opened::Import(file) => self.arrival_of_import(name, file).await,
            Opened::Link(address) => self.saved_or_asked(&address, None).await,
            Opened::Feed(address) => Ok(Arrival::Follow { address: address.into() }),
            Opened::Saved { article, already } => Ok(Arrival::Saved { article, already }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::{OsStr, OsString};

    use super::{MOST_ARGUMENTS, MOST_BYTES, arguments};

    #[test]
    fn names_of_files_become_whole_paths_and_addresses_stay() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("feed:x.opml"), "").unwrap();
        let here = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let given = [
            "a.opml",
            "/b.opml",
            "https://a.example/x",
            "standfirst://save?url=x",
            "feed:x.opml",
            "x:y",
            "file:///tmp/a%20b",
            "",
        ];
        let whole = arguments(given.map(OsStr::new), folder.path());
        let expected = [
            &here("a.opml"),
            "/b.opml",
            "https://a.example/x",
            "standfirst://save?url=x",
            &here("feed:x.opml"),
            &here("x:y"),
            "file:///tmp/a%20b",
            "",
        ];
        assert_eq!(whole, expected);
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_still_leads_to_its_file() {
        use std::os::unix::ffi::OsStrExt as _;
        let name = OsStr::from_bytes(b"a\xff.opml");
        let whole = arguments([name], std::path::Path::new("/tmp"));
        assert_eq!(whole, ["file:///tmp/a%FF.opml"]);
        assert_eq!(super::parse(&whole[0]).unwrap(), super::Inbound::File(std::path::Path::new("/tmp").join(name)));
    }

    #[test]
    fn more_than_is_read_is_not_carried_about() {
        let long = OsString::from(format!("https://a.example/{}", "ä".repeat(100_000)));
        let given = vec![long; 1000];
        let whole = arguments(given.iter().map(OsString::as_os_str), std::path::Path::new("/"));
        assert_eq!(whole.len(), MOST_ARGUMENTS + 1, "one more tells that there were more");
        assert!(whole.iter().all(|one| one.len() <= MOST_BYTES + 4 && super::parse(one).is_err()));
    }
}
