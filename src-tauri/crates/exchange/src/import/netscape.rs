//! Bookmarks as browsers and bookmark services exchange them (`NETSCAPE-Bookmark-file-1`): folders, tags, what is to be read,
//! descriptions. Sources: Microsoft's "Netscape Bookmark File Format"; Firefox's `toolkit/components/places/BookmarkHTMLUtils.sys.mjs`;
//! what Pinboard, linkding and Shaarli write (`TAGS`, `TOREAD`), see wallabag's `tests/fixtures/Import/shaarli-bookmarks.html`.

use super::markup::{Piece, Pieces, attribute, plain};
use super::take::Take;
use super::{At, Item, Place, Source};

/// Folders within folders whose names are kept.
const DEEPEST: usize = 20;

/// A bookmark whose description may follow.
struct Mark {
    at: At,
    address: String,
    item: Item,
}

pub(super) fn read(document: &str, take: &mut Take) {
    // Where some are to be read, the others were.
    let knows = {
        let lower = document.to_ascii_lowercase();
        lower.contains(" toread=\"1\"") || lower.contains(" toread='1'")
    };
    let mut pieces = Pieces::of(document);
    let mut folders: Vec<Option<String>> = Vec::new();
    let mut folder: Option<String> = None;
    let mut mark: Option<Mark> = None;
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Open { name, attributes, line } => match name.to_ascii_lowercase().as_str() {
                "h3" => {
                    put(&mut mark, take);
                    let title = plain(pieces.text_until("h3"));
                    // The bar below the address is a place, not a name that the reader gave.
                    let is_place = attribute(attributes, "personal_toolbar_folder").is_some()
                        || attribute(attributes, "unfiled_bookmarks_folder").is_some();
                    folder = Some(title).filter(|title| !title.is_empty() && !is_place);
                }
                "dl" => {
                    put(&mut mark, take);
                    folders.push(folder.take());
                }
                "a" => {
                    put(&mut mark, take);
                    let title = plain(pieces.text_until("a"));
                    mark = link(attributes, &title, At::Line(line), &folders, knows, take);
                }
                "dd" => {
                    let description = pieces.text_until("dd");
                    if let Some(mark) = &mut mark {
                        describe(&mut mark.item, &description);
                    }
                }
                "dt" => put(&mut mark, take),
                _ => {}
            },
            Piece::Close(name) if name.eq_ignore_ascii_case("dl") => {
                put(&mut mark, take);
                folders.pop();
            }
            _ => {}
        }
    }
    put(&mut mark, take);
}

fn put(mark: &mut Option<Mark>, take: &mut Take) {
    if let Some(Mark { at, address, item }) = mark.take() {
        take.item(at, &address, item);
    }
}

fn link(
    attributes: &str,
    title: &str,
    at: At,
    folders: &[Option<String>],
    knows: bool,
    take: &mut Take,
) -> Option<Mark> {
    let address = attribute(attributes, "href").unwrap_or_default();
    let names: Vec<&str> = folders.iter().flatten().map(String::as_str).take(DEEPEST).collect();
    let path = (!names.is_empty()).then(|| names.join(" / "));
    // Firefox's live bookmarks were feeds.
    if let Some(feed) = attribute(attributes, "feedurl") {
        take.source(
            at,
            Source {
                place: Place::default(),
                url: feed,
                site_url: Some(address).filter(|address| !address.is_empty()),
                title: title.to_owned(),
                folder: path,
                page: false,
            },
        );
        return None;
    }
    let mut tags: Vec<String> = path.into_iter().collect();
    tags.extend(attribute(attributes, "tags").unwrap_or_default().split(',').map(str::to_owned));
    let to_read = attribute(attributes, "toread").is_some_and(|value| value == "1");
    let saved_at = attribute(attributes, "add_date").and_then(|time| take.time(at, &time));
    let item = Item { title: title.to_owned(), saved_at, read: knows.then_some(!to_read), tags, ..Item::default() };
    Some(Mark { at, address, item })
}

/// A description is the reader's own words, as Pinboard, Shaarli and browsers have it; linkding's may be the page's, and
/// notes of the reader's stand at its end.
fn describe(item: &mut Item, description: &str) {
    match description.split_once("[linkding-notes]") {
        Some((description, note)) => {
            let note = note.split("[/linkding-notes]").next().unwrap_or_default();
            item.deck = Some(plain(description));
            item.note = Some(feed::decode_html(note).trim().to_owned());
        }
        None => item.note = Some(plain(description)),
    }
}
