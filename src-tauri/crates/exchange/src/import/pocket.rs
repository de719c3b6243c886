//! Pocket, but for its CSV: the HTML of its export until 2023 (`ril_export.html`), and the highlights in the ZIP of later
//! ones. Sources: wallabag's `src/Import/PocketHtmlImport.php` and `tests/fixtures/Import/ril_export.html`; Pocket's
//! `servers/account-data-deleter` (`annotationsExportService.ts`).

use serde_json::Value;

use super::lists::{self, text};
use super::markup::{Piece, Pieces, attribute, plain};
use super::take::Take;
use super::{At, Highlight, Item};

pub(super) fn html(document: &str, take: &mut Take) {
    let mut pieces = Pieces::of(document);
    let mut archived = false;
    while let Some(piece) = pieces.next() {
        let Piece::Open { name, attributes, line } = piece else { continue };
        if name.eq_ignore_ascii_case("h1") {
            archived = pieces.text_until("h1").to_lowercase().contains("archive");
        } else if name.eq_ignore_ascii_case("a") {
            let title = plain(pieces.text_until("a"));
            let address = attribute(attributes, "href").unwrap_or_default();
            let at = At::Line(line);
            let saved_at = attribute(attributes, "time_added").and_then(|time| take.time(at, &time));
            let item = Item {
                // Pocket writes the address where it has no title.
                title: if title == address { String::new() } else { title },
                saved_at,
                read: Some(archived),
                archived,
                tags: attribute(attributes, "tags")
                    .map(|tags| tags.split(',').map(str::to_owned).collect())
                    .unwrap_or_default(),
                ..Item::default()
            };
            take.item(at, &address, item);
        }
    }
}

pub(super) fn annotations(json: &str, take: &mut Take) {
    lists::read(json, "", take, &mut |take, at, item| {
        let url = text(&item, "url").unwrap_or_default();
        let mut highlights = Vec::new();
        for one in item.get("highlights").and_then(Value::as_array).into_iter().flatten() {
            highlights.push(Highlight {
                text: text(one, "quote").unwrap_or_default(),
                note: text(one, "note"),
                at: lists::time(take, at, one, "created_at"),
            });
        }
        take.highlights(at, &url, &text(&item, "title").unwrap_or_default(), highlights);
    });
}
