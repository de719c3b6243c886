//! What comes in from other programs, into the running window or with its start: arguments, deep links, files. All ways end
//! in [`receive`]; what is done about it is decided in `newsroom::inbound`.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Manager as _};

use crate::desk::Desk;

/// What came in while there was no library to take it.
#[derive(Debug, Default)]
pub(crate) struct Waiting(Mutex<Vec<String>>);

/// The arguments this program was started with, without its own options.
pub(crate) fn arguments() -> Vec<String> {
    let given: Vec<OsString> = std::env::args_os().skip(1).filter(|one| !is_option(one)).collect();
    let folder = std::env::current_dir().unwrap_or_default();
    whole(given.iter().map(OsString::as_os_str), &folder)
}

fn whole<'a>(given: impl IntoIterator<Item = &'a OsStr>, folder: &Path) -> Vec<String> {
    newsroom::inbound::arguments(given, folder)
}

/// Files and addresses come with their whole name from whoever hands them over; what begins like an option is one.
fn is_option(argument: &OsStr) -> bool {
    argument.as_encoded_bytes().starts_with(b"-")
}

/// Takes what another program handed over: addresses, and whole paths of files. The arguments of a second start, a deep
/// link, what macOS opens with us, its Services and the tray all come here.
pub(crate) fn receive(app: &AppHandle, arguments: Vec<String>) {
    if arguments.is_empty() {
        return;
    }
    let arguments: Vec<OsString> = arguments.into_iter().map(OsString::from).collect();
    // Bounded once more: not all ways come by `arguments`.
    let arguments = whole(arguments.iter().map(OsString::as_os_str), Path::new("/"));
    if let Ok(newsroom) = app.state::<Desk>().newsroom() {
        tauri::async_runtime::spawn(async move { newsroom.receive(arguments).await });
        return;
    }
    let waiting = app.state::<Waiting>();
    let mut waiting = waiting.0.lock().unwrap_or_else(PoisonError::into_inner);
    waiting.extend(arguments);
    waiting.truncate(newsroom::inbound::MOST_ARGUMENTS + 1);
}

/// Takes what waited for the library to be opened.
pub(crate) fn resume(app: &AppHandle) {
    let Some(waiting) = app.try_state::<Waiting>() else { return };
    let waited = std::mem::take(&mut *waiting.0.lock().unwrap_or_else(PoisonError::into_inner));
    receive(app, waited);
}
