//! Feed bytes to a [`Feed`]: RSS, RDF, Atom, JSON Feed; feeds a page names; pages watched in place of one; OPML. Pure: no network, no time, no files.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod assemble;
mod base64;
mod capture;
mod dates;
mod discovery;
mod draft;
mod encoding;
mod entities;
mod fields;
mod json;
mod links;
mod model;
pub mod opml;
mod page;
mod parse;
mod person;
mod pieces;
mod schedule;
mod spaces;
mod text;
mod tokens;
pub mod watch;

pub use dates::date;
pub use discovery::{FoundFeed, NoAddress, Way, addresses, feeds_in_page, guesses, lookup, without_feeds};
pub use encoding::decoded;
pub use entities::decode_html;
pub use model::{Author, Category, Enclosure, Entry, EntrySource, Feed, Format, MOST_ENTRIES};
pub use parse::{Origin, ParseError, base_of, parse, parse_from};
