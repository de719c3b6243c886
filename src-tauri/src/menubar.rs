//! macOS: what the menu bar and the Services menu have to do with us. Tauri puts up the standard menus (the program's own,
//! File, Edit, View, Window), so that copying and pasting have their keys; *File › Share…* is added here.

use std::sync::atomic::{AtomicI64, Ordering};

use tauri::{App, AppHandle, Manager as _};

use crate::desk::Desk;

/// The menu's title, as Tauri has it.
const FILE: &str = "File";

/// The article that the window asked for last; what is looked up for another one comes too late.
static SHOWN: AtomicI64 = AtomicI64::new(0);

/// Takes what people send us through the Services menu of other programs.
pub(crate) fn attend(app: &App) {
    let handle = app.handle().clone();
    if let Err(error) = share::receive(move |address| crate::inbound::receive(&handle, vec![address])) {
        tracing::warn!(%error, "other programs' Services menu does not reach us");
    }
}

/// Has *File › Share…* share this article, which the window asks for because it shows it.
pub(crate) fn shows(app: &AppHandle, article: i64) {
    let Ok(newsroom) = app.state::<Desk>().newsroom() else { return };
    SHOWN.store(article, Ordering::SeqCst);
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        // What cannot be shared is not offered.
        let item = newsroom.share_item(vec![article], None).await.ok();
        let put = app.run_on_main_thread(move || {
            if SHOWN.load(Ordering::SeqCst) == article
                && let Err(error) = share::offer_in_menu(FILE, item.as_ref())
            {
                tracing::debug!(%error, "File > Share… is not there");
            }
        });
        if let Err(error) = put {
            tracing::debug!(%error, "File > Share… is not there");
        }
    });
}
