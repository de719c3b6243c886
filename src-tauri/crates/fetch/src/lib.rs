//! Polite HTTP: conditional requests, bounds on time and size, few connections to one host, and no way from a public
//! server to a private address. It comes back with bytes or with a failure a person understands.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod access;
mod address;
mod classify;
mod client;
mod decode;
mod error;
mod freshness;
mod headers;
mod hop;
mod image;
mod network;
mod places;
mod proxy;
mod response;

pub use access::Access;
pub use address::{is_private, names_private_host};
pub use client::{Client, Kind, Options};
pub use decode::decode;
pub use error::FetchError;
pub use freshness::{Pace, gap_minutes, is_skipped, may_ask_at, next_due_after_failure, next_due_after_success};
pub use network::{Lookup, Network, System};
pub use proxy::Proxy;
pub use response::{Held, Response, Status, Validators};
