//! Sharing an article through what the system offers: its own menu where there is one, a list of targets elsewhere.
//!
//! Linux has no system share menu, so [`share`] answers [`Presented::Choose`] and the window draws ours. macOS and
//! Windows answer the same, with the same targets, for now; their own menus come behind the same function. Nothing
//! here goes through a shell, and every text of an article stays text: programs are started with an argument vector.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod error;
#[cfg(any(test, target_os = "macos"))]
mod frame;
#[cfg(any(test, windows, target_os = "macos"))]
mod intake;
mod item;
mod launcher;
#[cfg(target_os = "macos")]
mod mac;
mod mail;
#[cfg(any(test, windows))]
mod markup;
mod menu;
mod target;
#[cfg(windows)]
mod win;

pub use error::ShareError;
pub use item::Item;
pub use launcher::Launcher;
#[cfg(target_os = "macos")]
pub use mac::{offer_in_menu, receive};
pub use menu::{Anchor, Finished, Presented, share};
pub use target::{Sent, Target, TargetId, TargetKind};
#[cfg(windows)]
pub use win::received;

use std::path::Path;

use url::Url;

/// What an item can be sent to on this system.
#[must_use]
pub fn targets(_item: &Item) -> Vec<Target> {
    target::ALL.iter().map(|id| Target { id: *id, name: id.name().to_owned(), kind: id.kind() }).collect()
}

/// Sends an item to one target. Blocks for a second or two at most, until a program has started and not failed.
///
/// # Errors
/// [`ShareError`]; nothing was sent then.
pub fn send(item: &Item, target: &TargetId) -> Result<Sent, ShareError> {
    send_by(&Launcher::system(), item, *target)
}

/// [`send`], with the programs of `launcher`.
///
/// # Errors
/// As [`send`].
pub fn send_by(launcher: &Launcher, item: &Item, target: TargetId) -> Result<Sent, ShareError> {
    item.check()?;
    let link = item.link()?.ok_or(ShareError::Nothing)?;
    match target {
        TargetId::CopyLink => Ok(Sent::Text { text: link.into(), message: "Link copied.".to_owned() }),
        TargetId::CopyQuote => Ok(Sent::Text { text: item.as_quote(&link), message: "Quote copied.".to_owned() }),
        TargetId::Email => {
            launcher.mail(&mail::write(&item.title, &item.as_quote(&link)))?;
            Ok(Sent::HandedOver { message: "Handed to your e-mail program.".to_owned() })
        }
        TargetId::Browser => {
            launcher.browse(web_address(item.url.as_deref().unwrap_or_default())?.as_str())?;
            Ok(Sent::HandedOver { message: "Opened in your browser.".to_owned() })
        }
    }
}

/// Opens an http or https address in the person's browser, or begins a mail to a `mailto:` one. Blocks as [`send`].
///
/// # Errors
/// [`ShareError::NotWeb`] for any other scheme, or why no program could be started.
pub fn open_address(address: &str) -> Result<(), ShareError> {
    open_address_by(&Launcher::system(), address)
}

/// [`open_address`], with the programs of `launcher`.
///
/// # Errors
/// As [`open_address`].
pub fn open_address_by(launcher: &Launcher, address: &str) -> Result<(), ShareError> {
    match Url::parse(address) {
        Ok(url) if url.scheme() == "mailto" => launcher.mail(&mail::harmless(&url)),
        _ => launcher.browse(web_address(address)?.as_str()),
    }
}

/// Opens a folder in the person's file manager. Blocks as [`send`].
///
/// # Errors
/// [`ShareError::NoFolder`] for anything but the full path of a folder, or why no program could be started.
pub fn open_folder(folder: &Path) -> Result<(), ShareError> {
    open_folder_by(&Launcher::system(), folder)
}

/// [`open_folder`], with the programs of `launcher`.
///
/// # Errors
/// As [`open_folder`].
pub fn open_folder_by(launcher: &Launcher, folder: &Path) -> Result<(), ShareError> {
    // A file would be opened by whatever program is set for it, and a relative name may look like an option.
    if folder.is_absolute() && folder.is_dir() { launcher.open_folder(folder) } else { Err(ShareError::NoFolder) }
}

/// The one door: an address that leaves the app is http or https, whatever a feed claims (plugin-shell CVE-2025-31477).
fn web_address(address: &str) -> Result<Url, ShareError> {
    let url = Url::parse(address).map_err(|_| ShareError::NotWeb)?;
    if matches!(url.scheme(), "http" | "https") { Ok(url) } else { Err(ShareError::NotWeb) }
}
