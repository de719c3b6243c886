//! What other programs export, as bytes, becomes what the library can take in; what the reader has becomes files others can read. Pure.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod archive;
pub mod import;
pub mod publish;
mod zipped;
