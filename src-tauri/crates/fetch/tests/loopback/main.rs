//! What a server can do to a client, and that it does not: real ones on loopback, answering byte by byte as told.
#![allow(clippy::unwrap_used, clippy::panic)]

mod bounds;
mod failures;
mod pictures;
mod politeness;
mod redirects;
mod server;
#[cfg(target_os = "linux")] // where all of 127.0.0.0/8 is loopback
mod walls;
