//! The standard *Share…* item of the menu bar, which macOS has from 13 on.

use std::cell::RefCell;

use objc2::rc::Retained;
use objc2::{MainThreadMarker, available};
use objc2_app_kit::{NSApplication, NSMenu, NSMenuItem};
use objc2_foundation::NSString;

use super::session::Session;
use crate::{Item, ShareError};

/// The items that are in the menu now; the standard one belongs to its picker.
struct Offer {
    menu: Retained<NSMenu>,
    entry: Retained<NSMenuItem>,
    _session: Retained<Session>,
}

thread_local! {
    static OFFER: RefCell<Option<Offer>> = const { RefCell::new(None) };
}

/// Puts the standard *Share…* item for `item` at the end of the menu of this title, in place of the one before; none
/// takes it away. To be called on the main thread. Before macOS 13 there is no such item, and nothing happens.
///
/// # Errors
/// [`ShareError::Nothing`] and [`ShareError::NotWeb`] as for [`share`](crate::share), [`ShareError::NoWindow`] on any
/// other thread or when there is no such menu.
pub fn offer_in_menu(title: &str, item: Option<&Item>) -> Result<(), ShareError> {
    let main = MainThreadMarker::new().ok_or(ShareError::NoWindow)?;
    if !available!(macos = 13.0) {
        return Ok(());
    }
    let before = OFFER.with_borrow_mut(Option::take);
    if let Some(before) = before {
        before.menu.removeItem(&before.entry);
    }
    let Some(item) = item else { return Ok(()) };
    item.check()?;
    let menu = NSApplication::sharedApplication(main)
        .mainMenu()
        .and_then(|bar| bar.itemWithTitle(&NSString::from_str(title)))
        .and_then(|entry| entry.submenu())
        .ok_or(ShareError::NoWindow)?;
    let session = Session::new(main, item, None, None);
    let entry = session.picker().standardShareMenuItem(main);
    menu.addItem(&entry);
    OFFER.set(Some(Offer { menu, entry, _session: session }));
    Ok(())
}
