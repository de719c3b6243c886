//! Page HTML to one clean [`Extracted`] article, and entry HTML to [`SafeHtml`]. Pure: no network, no time, no files.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod address;
mod blocks;
mod body;
mod bounds;
mod byline;
mod cited;
mod dates;
mod embeds;
mod escapes;
mod extract;
mod fields;
mod headline;
mod language;
mod lead;
mod metadata;
mod own_address;
mod parts;
mod paywall;
mod prepare;
mod provenance;
mod published;
mod render;
mod repeats;
mod safe;
mod scan;
mod structured;
mod tracking;

pub use blocks::{join, restore, without_deck};
pub use body::tidy;
pub use bounds::defused;
pub use cited::Cited;
pub use extract::{Extracted, extract, extract_keeping};
pub use language::{direction, reading_minutes};
pub use own_address::own_address;
pub use provenance::{Found, LeftOut, Provenance, Reason};
pub use render::{image_urls, plain_text, rewrite_images, text_of, to_markdown};
pub use safe::{MAX_BYTES as LONGEST_HTML, SafeHtml, sanitize};
pub use tracking::undecorated;
