//! Feed bytes to a [`Feed`]: RSS, RDF, Atom, JSON Feed; feeds a page names; pages watched in place of one; OPML. Pure: no network, no time, no files.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod dates;
mod discovery;
mod encoding;
mod entities;
mod json;
mod links;
mod model;
pub mod opml;
mod parse;
mod person;
mod pieces;
mod prepare;
mod text;
pub mod watch;

pub use discovery::{FoundFeed, NoAddress, Way, addresses, feeds_in_page, guesses, lookup, without_feeds};
pub use model::{Author, Category, Enclosure, Entry, EntrySource, Feed, Format};
pub use parse::{ParseError, parse};
