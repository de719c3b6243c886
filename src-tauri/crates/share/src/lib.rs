//! Sharing an article through what the system offers: its own menu where there is one, a list of targets elsewhere.
//!
//! Linux has no system share menu, so [`share`] answers [`Presented::Choose`] and the window draws ours. macOS and
//! Windows answer the same for now; their own menus come behind the same function. Nothing here goes through a shell,
//! and every text of an article stays text: programs are started with an argument vector.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod error;
mod item;
mod launcher;
mod target;

pub use error::ShareError;
pub use item::Item;
pub use target::{Sent, Target, TargetId, TargetKind};

use launcher::Launcher;
use url::Url;

/// Where the share button is, in CSS pixels of the window: system menus hang from it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs, reason = "as getBoundingClientRect gives them")]
pub struct Anchor {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// How a system menu ended; systems tell this later, hence the callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finished {
    /// The target has the item. Not: it was delivered.
    Shared {
        /// The system's name for it.
        target: String,
    },
    /// The person changed their mind.
    Dismissed,
    /// A sentence.
    Failed(String),
}

/// What became of a request to share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presented {
    /// The system shows its menu.
    Presented,
    /// There is no system menu: choose one of these and call [`send`].
    Choose(Vec<Target>),
}

/// Shows the system's share menu at `anchor`, or says what there is to choose from. Never waits for the person;
/// `on_finish` is called when a system menu ends, and not at all after [`Presented::Choose`].
///
/// # Errors
/// [`ShareError::NotWeb`] when the item's address is not http or https.
pub fn share(
    item: &Item,
    _anchor: Anchor,
    _on_finish: impl FnOnce(Finished) + Send + 'static,
) -> Result<Presented, ShareError> {
    web_address(&item.url)?;
    Ok(Presented::Choose(targets(item)))
}

/// What an item can be sent to on this system.
#[must_use]
pub fn targets(_item: &Item) -> Vec<Target> {
    target::ALL.iter().map(|id| Target { id: *id, name: id.name().to_owned(), kind: id.kind() }).collect()
}

/// Sends an item to one target.
///
/// # Errors
/// [`ShareError`]; nothing was sent then.
pub fn send(item: &Item, target: &TargetId) -> Result<Sent, ShareError> {
    send_with(item, *target, &Launcher::system())
}

/// Opens an http or https address in the person's browser, or begins a mail to a `mailto:` one.
///
/// # Errors
/// [`ShareError::NotWeb`] for any other scheme, or why no browser could be started.
pub fn open_address(address: &str) -> Result<(), ShareError> {
    let url = Url::parse(address).map_err(|_| ShareError::NotWeb)?;
    let url = if url.scheme() == "mailto" { url } else { web_address(address)? };
    Launcher::system().open(url.as_str())
}

fn send_with(item: &Item, target: TargetId, launcher: &Launcher) -> Result<Sent, ShareError> {
    let url = web_address(&item.url)?;
    match target {
        TargetId::CopyLink => Ok(Sent::Text { text: url.into(), message: "Link copied.".to_owned() }),
        TargetId::CopyQuote => Ok(Sent::Text { text: item.as_quote(), message: "Quote copied.".to_owned() }),
        TargetId::Email => {
            launcher.open(&item.as_mailto())?;
            Ok(Sent::HandedOver { message: "Handed to your e-mail program.".to_owned() })
        }
        TargetId::Browser => {
            launcher.open(url.as_str())?;
            Ok(Sent::HandedOver { message: "Opened in your browser.".to_owned() })
        }
    }
}

/// The one door: an address that leaves the app is http or https, whatever a feed claims (plugin-shell CVE-2025-31477).
fn web_address(address: &str) -> Result<Url, ShareError> {
    let url = Url::parse(address).map_err(|_| ShareError::NotWeb)?;
    if matches!(url.scheme(), "http" | "https") { Ok(url) } else { Err(ShareError::NotWeb) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item() -> Item {
        Item {
            title: "Ships & “Shoes”\n<b>today</b>".to_owned(),
            url: "https://news.example/a?b=c&d=e#f".to_owned(),
            source: Some("Harbour Courier".to_owned()),
            quote: None,
            image: None,
        }
    }

    #[test]
    fn a_link_is_copied_as_it_is() {
        let sent = send_with(&item(), TargetId::CopyLink, &Launcher::none()).unwrap();
        assert_eq!(
            sent,
            Sent::Text { text: "https://news.example/a?b=c&d=e#f".into(), message: "Link copied.".into() }
        );
    }

    #[test]
    fn a_quote_has_title_source_and_link_on_one_line() {
        let Sent::Text { text, .. } = send_with(&item(), TargetId::CopyQuote, &Launcher::none()).unwrap() else {
            panic!()
        };
        assert_eq!(text, "“Ships & “Shoes” <b>today</b>”, Harbour Courier — https://news.example/a?b=c&d=e#f");
    }

    #[test]
    fn only_web_addresses_leave_the_app() {
        for address in ["file:///etc/passwd", "javascript:alert(1)", "smb://host/x", "nonsense"] {
            assert_eq!(open_address(address), Err(ShareError::NotWeb), "{address}");
        }
        let bad = Item { url: "file:///x".to_owned(), ..item() };
        assert_eq!(send_with(&bad, TargetId::Email, &Launcher::none()), Err(ShareError::NotWeb));
    }

    #[test]
    fn a_system_without_a_menu_lets_the_person_choose() {
        let anchor = Anchor { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };
        let Presented::Choose(targets) = share(&item(), anchor, |_| panic!("no menu was shown")).unwrap() else {
            panic!()
        };
        assert_eq!(targets.iter().map(|target| target.id).collect::<Vec<_>>(), target::ALL);
    }
}
