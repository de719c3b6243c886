//! What the desktop shows of the program beside its window: notifications, an icon in the tray with what is unread, the
//! start at login; and which of these a desktop has at all.
//!
//! Plain values go in; what the reader does with them comes back over a channel. It knows neither window nor library, and
//! links no system library: where the desktop has no tray or no notifications, there simply are none. Every call over the
//! bus has a time limit.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod autostart;
#[cfg(target_os = "linux")]
mod bus;
mod desktop;
#[cfg(target_os = "linux")]
mod tray;

pub use autostart::{Autostart, AutostartError, Standing};
pub use desktop::{Clicked, Desktop, Note, Services};
#[cfg(target_os = "linux")]
pub use tray::{Icon, Order, Tray};
