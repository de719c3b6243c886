//! Sharing articles through what this system offers, and opening addresses and the folder of exports.

use std::path::PathBuf;
use std::time::Duration;

use library::{ArticleId, Library};

use crate::share_settings::{places_of, recall, stored};
use crate::wire::{ShareResult, ShareTarget};
use crate::{Event, Failure, Newsroom, blocking};

/// Articles that are shared at once: more lines than anybody reads in a mail.
const MOST: usize = 200;
/// Characters of a passage.
const LONGEST_QUOTE: usize = 5000;
/// How many of the targets that were used last come first.
const RECENT: usize = 3;
/// How long a window waits for a dialog of another program, to hear of what fails at once.
pub(crate) const DIALOG: Duration = Duration::from_secs(2);

impl Newsroom {
    /// Where articles, or a passage of one, can be sent: those used last first. Asks the session, for less than a second.
    ///
    /// # Errors
    /// `not-found` for an article that is not here, `nothing` when there is nothing to share.
    pub async fn share_targets(&self, ids: Vec<i64>, quote: Option<String>) -> Result<Vec<ShareTarget>, Failure> {
        let item = self.share_item(ids, quote).await?;
        let (places, recent) =
            self.with_library(|library, _| Ok((places_of(&stored(library)), recall(library)))).await?;
        let mut targets: Vec<ShareTarget> = share::targets(&item, &places)
            .await
            .into_iter()
            .map(|target| ShareTarget {
                id: target.id.to_string(),
                name: target.name,
                kind: target.kind.as_str().to_owned(),
                recent: false,
            })
            .collect();
        let mut first = 0;
        for id in recent {
            if first == RECENT {
                break;
            }
            if let Some(at) = targets.iter().position(|target| target.id == id) {
                targets[first..=at].rotate_right(1);
                targets[first].recent = true;
                first += 1;
            }
        }
        Ok(targets)
    }

    /// Sends them to a target, by its id or its name. Ends after some seconds at most, but for a dialog of another program,
    /// which is waited for `patience`.
    ///
    /// # Errors
    /// As [`share_targets`](Self::share_targets), and why the target did not take it.
    pub async fn share(
        &self,
        ids: Vec<i64>,
        quote: Option<String>,
        target: &str,
        patience: Duration,
    ) -> Result<ShareResult, Failure> {
        let (item, id, places) = self.to_send(ids, quote, target).await?;
        let sent = share::send(&item, &id, &places, patience).await.map_err(|error| of_target(&error, target))?;
        if sent != share::Sent::Dismissed {
            // What was used last is a convenience: a library that cannot be written shares all the same.
            let kept =
                self.with_library(move |library, _| crate::share_settings::remember(library, &id.to_string())).await;
            if let Err(failure) = kept {
                tracing::info!(%failure, "the target is not remembered");
            }
        }
        Ok(match sent {
            share::Sent::Text { text, message } => ShareResult { kind: "text".to_owned(), text: Some(text), message },
            share::Sent::HandedOver { message } => ShareResult { kind: "handedOver".to_owned(), text: None, message },
            share::Sent::Dismissed => ShareResult { kind: "dismissed".to_owned(), text: None, message: String::new() },
        })
    }

    /// The address that a target's program would have opened; none for a target that is no address.
    ///
    /// # Errors
    /// As [`share`](Self::share).
    pub async fn share_address(
        &self,
        ids: Vec<i64>,
        quote: Option<String>,
        target: &str,
    ) -> Result<Option<String>, Failure> {
        let (item, id, places) = self.to_send(ids, quote, target).await?;
        Ok(share::address_for(&item, &id, &places).ok())
    }

    async fn to_send(
        &self,
        ids: Vec<i64>,
        quote: Option<String>,
        target: &str,
    ) -> Result<(share::Item, share::TargetId, share::Places), Failure> {
        let item = self.share_item(ids.clone(), quote.clone()).await?;
        let places = self.with_library(|library, _| Ok(places_of(&stored(library)))).await?;
        let wanted = share::spoken(target);
        let id = match target.trim().parse::<share::TargetId>().or_else(|_| wanted.parse()) {
            Ok(id) => id,
            Err(error) => {
                let unset = share::Places::on_servers()
                    .find(|(id, name)| share::spoken(name) == wanted && places.server(id).is_none());
                if let Some((id, name)) = unset {
                    return Err(without_server(id, name));
                }
                let targets = self.share_targets(ids, quote).await?;
                let named = targets.iter().find(|one| share::spoken(&one.name) == wanted);
                let named = named.ok_or_else(|| of_target(&error, target))?;
                named.id.parse().map_err(|error| of_target(&error, target))?
            }
        };
        if let share::TargetId::Place(place) = &id
            && let Some((id, name)) = share::Places::on_servers().find(|(id, _)| id == place)
            && places.server(id).is_none()
        {
            return Err(without_server(id, name));
        }
        Ok((item, id, places))
    }

    /// Tells the faces how the system's own menu ended.
    pub fn share_ended(&self, end: share::Finished) {
        match end {
            share::Finished::Shared { target } => {
                let message = match target.filter(|target| !target.trim().is_empty()) {
                    Some(target) => format!("Handed to {target}."),
                    None => "Handed over.".to_owned(),
                };
                self.announce(Event::Shared { message });
            }
            share::Finished::Dismissed => {}
            share::Finished::Failed(sentence) => {
                let (why, todo) = sentence.split_once(": ").unwrap_or((&sentence, "copy the link instead"));
                self.announce(Event::Trouble { failure: Failure::new("failed", "Sharing", why, todo) });
            }
        }
    }

    pub(crate) async fn open_address(&self, address: String) -> Result<(), Failure> {
        blocking(move || share::open_address(&address)).await?.map_err(|error| from_share(&error))
    }

    /// Of all folders this one alone: what a window asks for cannot name another.
    pub(crate) async fn open_downloads(&self) -> Result<(), Failure> {
        let folder = self.0.options.downloads_dir.clone();
        let opened = {
            let folder = folder.clone();
            blocking(move || share::open_folder(&folder)).await?
        };
        opened.map_err(|error| {
            let sentence = error.to_string();
            let (why, _) = sentence.split_once(": ").unwrap_or((&sentence, ""));
            let todo = format!("look for it in your file manager, at {}", folder.display());
            Failure::new(error.code(), "Opening the folder", why, todo)
        })
    }

    /// What is shared of these articles: the one, a passage of it, or a list of all.
    ///
    /// # Errors
    /// As [`share_targets`](Self::share_targets).
    pub async fn share_item(&self, mut ids: Vec<i64>, quote: Option<String>) -> Result<share::Item, Failure> {
        let mut known = std::collections::HashSet::new();
        ids.retain(|id| known.insert(*id));
        if ids.len() > MOST {
            let why = format!("{} articles are more than {MOST}", ids.len());
            return Err(Failure::new("invalid", "Sharing", why, "choose fewer of them"));
        }
        self.with_library(move |library, _| {
            let plain = stored(library).undecorated;
            match ids.as_slice() {
                [] => Err(Failure::new("nothing", "Sharing", "no article is chosen", "choose one first")),
                [id] => one(library, ArticleId::new(*id), quote, plain),
                _ => several(library, &ids, plain),
            }
        })
        .await
    }
}

fn one(library: &Library, id: ArticleId, quote: Option<String>, plain: bool) -> Result<share::Item, Failure> {
    let article = library.article(id)?;
    let image: Option<PathBuf> = match article.row.lead_image.as_deref() {
        Some(url) => library.image(&library::image_key(url))?.and_then(|image| image.reading).map(|file| file.path),
        None => None,
    };
    // The sample edition's own articles and pages saved from files have none that others could open.
    let url = article.row.url.filter(|url| is_web(url));
    let quote = quote.map(|quote| quote.chars().take(LONGEST_QUOTE).collect::<String>());
    Ok(share::Item {
        title: article.row.title,
        url: url.map(|url| to_share(url, plain)),
        source: Some(article.row.source_title).filter(|title| !title.is_empty()),
        quote: quote.filter(|quote| !quote.trim().is_empty()),
        image,
        ..share::Item::default()
    })
}

/// A line for each, as `share::Item` has it.
fn several(library: &Library, ids: &[i64], plain: bool) -> Result<share::Item, Failure> {
    let mut lines = Vec::with_capacity(ids.len());
    for id in ids {
        let row = library.article(ArticleId::new(*id))?.row;
        let title = row.title.split_whitespace().collect::<Vec<_>>().join(" ");
        lines.push(match row.url.filter(|url| is_web(url)) {
            Some(url) => format!("{title} — {}", passed_on(&to_share(url, plain))),
            None => title,
        });
    }
    Ok(share::Item { title: format!("{} articles", ids.len()), text: Some(lines.join("\n")), ..share::Item::default() })
}

fn is_web(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// The failure of a target that the reader named, which says what was given.
fn of_target(error: &share::ShareError, target: &str) -> Failure {
    if *error != share::ShareError::UnknownTarget {
        return from_share(error);
    }
    let why = format!("there is no target {target:?} for this now");
    Failure::new(error.code(), "Sharing", why, "see what there is with `standfirst share ID`")
}

fn without_server(id: &str, name: &str) -> Failure {
    let why = format!("no server is set for {name}");
    let todo = format!("set yours with `standfirst share-targets server {id} ADDRESS`");
    Failure::new("no-server", "Sharing", why, todo)
}

/// Without the name and password that a private feed may put into its links.
fn passed_on(address: &str) -> String {
    let Ok(mut url) = url::Url::parse(address) else { return address.to_owned() };
    // Both only fail for addresses that cannot have any.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}

/// What is passed on does not say where its reader found it. The library keeps the address as the source gave it: articles
/// are known by it.
fn to_share(address: String, plain: bool) -> String {
    if !plain {
        return address;
    }
    url::Url::parse(&address).map_or(address, |url| article::undecorated(&url).into())
}

pub(crate) fn from_share(error: &share::ShareError) -> Failure {
    let sentence = error.to_string();
    let (why, todo) = sentence.split_once(": ").unwrap_or((&sentence, "copy the link instead"));
    Failure::new(error.code(), "Sharing", why, todo)
}

#[cfg(test)]
mod tests {
    use super::to_share;

    #[test]
    fn a_shared_address_does_not_say_where_it_was_found() {
        let shared = |address: &str| to_share(address.to_owned(), true);
        assert_eq!(shared("https://e.example/a?id=1&utm_source=rss#b"), "https://e.example/a?id=1#b");
        assert_eq!(shared("https://e.example/a%7Eb?x=%20"), "https://e.example/a%7Eb?x=%20");
        assert_eq!(shared("no address"), "no address");
        let as_it_is = "https://e.example/a?utm_source=rss";
        assert_eq!(to_share(as_it_is.to_owned(), false), as_it_is, "the reader wants it whole");
    }
}
