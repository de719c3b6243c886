//! What connects us with the person's browsers: who may speak to us, in which words, and where a browser looks for us.
//!
//! A browser starts the program that a *host manifest* names and speaks to it through its standard input and output
//! (native messaging: <https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging>,
//! <https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Native_messaging>). There is no port that another
//! program could connect to, and the browser lets only the extensions through that the manifest names; [`caller`] looks
//! once more. No network; the folders to look and write in are arguments.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod caller;
mod connection;
mod error;
mod frame;
mod manifest;
mod message;
mod registry;
mod table;

pub use caller::{CHROMIUM_IDS, Caller, FIREFOX_IDS, caller};
pub use connection::{Connection, Places, State, connect, connections, disconnect, extension_folder};
pub use error::{ConnectError, MessageError};
pub use frame::{MOST_IN, MOST_OUT, read, write};
pub use manifest::{HOST, manifest};
pub use message::{LONGEST_HTML, Operation, Request, read_request};
pub use table::{BROWSERS, Browser, Family, System};
