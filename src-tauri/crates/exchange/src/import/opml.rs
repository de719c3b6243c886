//! Lists of sources: `feed::opml` reads them, of whatever flavour and however broken.

use super::take::Take;
use super::{At, Place, Source};

pub(super) fn read(bytes: &[u8], take: &mut Take) {
    let Ok(list) = feed::opml::read(bytes) else {
        return take.skip(At::Whole, "", "there is no source in this list");
    };
    let text = feed::decoded(bytes, None).to_ascii_lowercase();
    if text.contains("<opml") && !text.contains("</opml") {
        take.skip(At::Whole, "", "its end is missing: it may not have come down whole");
    }
    for (outline, line) in list.outlines.into_iter().zip(list.lines) {
        let source = Source {
            place: Place::default(),
            page: list.pages.contains(&outline.feed_url),
            url: outline.feed_url,
            site_url: outline.site_url,
            title: outline.title,
            folder: outline.folder,
        };
        take.source(At::Line(line), source);
    }
    for feed::opml::Passed { line, what, why } in list.skipped {
        take.skip(At::Line(line), &what, why);
    }
    for feed::opml::Passed { line, what, why } in list.partly {
        take.partly(At::Line(line), &what, why);
    }
}
