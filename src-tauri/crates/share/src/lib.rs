//! Sharing an article through what the system offers: its own menu where there is one, a list of targets elsewhere.
//!
//! Linux has no system share menu, so [`share`] answers [`Presented::Choose`] and the window draws ours from what
//! [`targets`] finds: phones and programs of the session, texts for the clipboard, and pages of the web. Nothing here goes
//! through a shell, and every text of an article stays text: programs are started with an argument vector. Everything that
//! another program has to answer has a time limit.
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
mod pages;
mod places;
#[cfg(target_os = "linux")]
mod session;
mod target;
mod template;
#[cfg(windows)]
mod win;

pub use error::ShareError;
pub use item::Item;
pub use launcher::Launcher;
#[cfg(target_os = "macos")]
pub use mac::{offer_in_menu, receive};
pub use menu::{Anchor, Finished, Presented, share};
pub use places::{Own, Places, spoken};
pub use target::{Sent, Target, TargetId, TargetKind};
#[cfg(windows)]
pub use win::received;

use std::path::Path;
use std::time::Duration;

use url::Url;

use pages::{APPS, PAGES};

/// What an item can be sent to on this system, in the order of a menu: devices and programs, texts, pages. Asks the
/// session for what is in it, for less than a second in all. Needs a Tokio runtime.
pub async fn targets(item: &Item, places: &Places) -> Vec<Target> {
    #[cfg(target_os = "linux")]
    let found = session::targets(item, places).await;
    #[cfg(not(target_os = "linux"))]
    let found = Vec::new();
    let mut targets = found;
    targets.extend(target::everywhere(item, places));
    // Stable: within a kind they stay as they were found.
    targets.sort_by_key(|target| match target.kind {
        TargetKind::Device => 0,
        TargetKind::Program => 1,
        TargetKind::Copy => 2,
        TargetKind::Page => 3,
    });
    targets
}

/// Sends an item to one target. Ends after some seconds at most, whatever other programs do. Only a dialog that another
/// program shows the person is waited for longer, for `patience`; it stays open after that. Needs a Tokio runtime.
///
/// # Errors
/// [`ShareError`]; nothing was sent then, as far as can be known.
pub async fn send(item: &Item, target: &TargetId, places: &Places, patience: Duration) -> Result<Sent, ShareError> {
    #[cfg(not(target_os = "linux"))]
    let _ = patience;
    #[cfg(target_os = "linux")]
    match target {
        TargetId::OpenWith => return session::open_with(item, patience).await,
        TargetId::KdeConnect(id) => return session::kde_connect(item, id).await,
        TargetId::GsConnect(id) => return session::gs_connect(item, id).await,
        TargetId::Contract(id) => return session::contract(item, id).await,
        TargetId::Email => {
            item.check()?;
            match session::email(item).await {
                Ok(sent) => return Ok(sent),
                Err(error) => tracing::info!(%error, "no mail by the portal"),
            }
        }
        _ => {}
    }
    let (item, target, places) = (item.clone(), target.clone(), places.clone());
    tokio::task::spawn_blocking(move || send_by(&Launcher::system(), &item, &target, &places))
        .await
        .unwrap_or(Err(ShareError::UnknownTarget))
}

/// Sends an item to a target that needs no more than the programs of `launcher`. Blocks for a second or two at most, until a
/// program has started and not failed.
///
/// # Errors
/// As [`send`]; [`ShareError::UnknownTarget`] for targets of the session.
pub fn send_by(launcher: &Launcher, item: &Item, target: &TargetId, places: &Places) -> Result<Sent, ShareError> {
    item.check()?;
    let copied = |text: String, message: &str| Ok(Sent::Text { text, message: message.to_owned() });
    let opened = |name: &str| Ok(Sent::HandedOver { message: format!("Opened {name}.") });
    match target {
        TargetId::CopyLink => copied(item.link()?.ok_or(ShareError::NoAddress)?.into(), "Link copied."),
        TargetId::CopyQuote if item.text.is_some() => copied(item.words()?, "Text copied."),
        TargetId::CopyQuote => copied(item.words()?, "Quote copied."),
        TargetId::CopyMarkdown => copied(item.as_markdown()?, "Copied as Markdown."),
        TargetId::Email => {
            launcher.mail(&address_for(item, target, places)?)?;
            Ok(Sent::HandedOver { message: "Handed to your e-mail program.".to_owned() })
        }
        TargetId::Browser => {
            launcher.browse(&address_for(item, target, places)?)?;
            Ok(Sent::HandedOver { message: "Opened in your browser.".to_owned() })
        }
        TargetId::Place(id) => {
            let place = PAGES.iter().chain(APPS).find(|page| page.id == *id).ok_or(ShareError::UnknownTarget)?;
            launcher.open(&address_for(item, target, places)?)?;
            opened(place.name)
        }
        TargetId::Own(name) => {
            launcher.open(&address_for(item, target, places)?)?;
            opened(name)
        }
        _ => Err(ShareError::UnknownTarget),
    }
}

/// The address that [`send_by`] has a program open for a target: to be used elsewhere where there is no such program.
///
/// # Errors
/// As [`send`]; [`ShareError::UnknownTarget`] for targets that are no address.
pub fn address_for(item: &Item, target: &TargetId, places: &Places) -> Result<String, ShareError> {
    item.check()?;
    match target {
        TargetId::Email => Ok(mail::write(&item.title, &item.words()?)),
        // As it is: a private page opens with the name and password in it.
        TargetId::Browser => Ok(web_address(item.url.as_deref().ok_or(ShareError::NoAddress)?)?.into()),
        TargetId::Place(id) => {
            let place = PAGES.iter().chain(APPS).find(|page| page.id == *id).ok_or(ShareError::UnknownTarget)?;
            place.address(item, places)
        }
        TargetId::Own(name) => {
            let own = places.own().iter().find(|own| own.name == *name).ok_or(ShareError::UnknownTarget)?;
            if !template::takes(&own.template, item) {
                return Err(ShareError::UnknownTarget);
            }
            template::expand(&own.template, item, None)
        }
        _ => Err(ShareError::UnknownTarget),
    }
}

/// Opens an http or https address in the person's browser, or begins a mail to a `mailto:` one. Blocks as [`send_by`].
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

/// Opens a folder in the person's file manager. Blocks as [`send_by`].
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
