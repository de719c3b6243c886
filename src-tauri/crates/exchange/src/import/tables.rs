//! The kinds of CSV. Sources, beside what each service's help page says: wallabag's `src/Import/PocketCsvImport.php` and
//! `tests/fixtures/Import/pocket.csv`, `instapaper-export.csv`, `instapaper-export-new.csv`; Karakeep's
//! `packages/shared/import-export/parsers.ts` (tags of Instapaper as a JSON list); Pocket's own `list_export`;
//! <https://docs.readwise.io/reader/docs/faqs/exporting> and <https://github.com/windchime-yk/readwise-to-raindrop>;
//! <https://help.raindrop.io/backups>.

use super::table::{self, Header, Row};
use super::take::{Take, web};
use super::{At, Highlight, Item, Kind};

/// The columns that tell each kind. The first that fits counts.
const COLUMNS: &[(Kind, &[&str])] = &[
    (Kind::InstapaperCsv, &["url", "title", "selection", "folder"]),
    (Kind::PocketCsv, &["url", "title", "time_added"]),
    (Kind::RaindropCsv, &["url", "title", "excerpt", "folder", "tags", "created"]),
    (Kind::ReadwiseCsv, &["url", "title", "document tags", "saved date"]),
    (Kind::ReadwiseHighlights, &["highlight", "book title"]),
];

pub(super) fn kind(text: &str) -> Option<Kind> {
    COLUMNS.iter().find(|(_, columns)| Header::with(text, columns).is_some()).map(|(kind, _)| *kind)
}

pub(super) fn read(kind: Kind, text: &str, take: &mut Take) {
    let columns = COLUMNS.iter().find(|(known, _)| *known == kind).map_or(&[][..], |(_, columns)| columns);
    let Some(header) = Header::with(text, columns) else { return };
    let mut broken = Vec::new();
    let mut books = Books::default();
    table::each(
        text,
        &header,
        |row| kind == Kind::ReadwiseHighlights || web(row.cell("url")).is_ok(),
        |row| match kind {
            Kind::InstapaperCsv => instapaper(&row, take),
            Kind::RaindropCsv => raindrop(&row, take),
            Kind::ReadwiseCsv => readwise(&row, take),
            Kind::ReadwiseHighlights => books.highlight(&row, take),
            _ => pocket(&row, take),
        },
        |line, why| broken.push((line, why.to_owned())),
    );
    books.finish(take);
    for (line, why) in broken {
        take.skip(At::Line(line), "", why);
    }
}

fn pocket(row: &Row<'_>, take: &mut Take) {
    let at = At::Line(row.line);
    let address = row.cell("url");
    let archived = row.cell("status") == "archive";
    let item = Item {
        // Pocket writes the address where it has no title.
        title: Some(row.cell("title")).filter(|title| *title != address).unwrap_or_default().to_owned(),
        saved_at: take.time(at, row.cell("time_added")),
        read: Some(archived),
        archived,
        tags: row.cell("tags").split('|').map(str::to_owned).collect(),
        ..Item::default()
    };
    take.item(at, address, item);
}

fn instapaper(row: &Row<'_>, take: &mut Take) {
    let at = At::Line(row.line);
    let folder = row.cell("folder");
    let archived = folder == "Archive";
    let mut tags: Vec<String> = serde_json::from_str(row.cell("tags")).unwrap_or_default();
    if !matches!(folder, "Archive" | "Unread" | "Starred" | "Liked" | "Home") {
        tags.push(folder.to_owned());
    }
    let item = Item {
        title: row.cell("title").to_owned(),
        saved_at: take.time(at, row.cell("timestamp")),
        read: Some(archived),
        archived,
        favourite: matches!(folder, "Starred" | "Liked"),
        tags,
        // What was selected on the page when it was saved.
        highlights: row
            .filled("selection")
            .map(|text| Highlight { text, ..Highlight::default() })
            .into_iter()
            .collect(),
        ..Item::default()
    };
    take.item(at, row.cell("url"), item);
}

fn raindrop(row: &Row<'_>, take: &mut Take) {
    let at = At::Line(row.line);
    let mut tags: Vec<String> = row.cell("tags").split(',').map(str::to_owned).collect();
    let folder: Vec<&str> =
        row.cell("folder").split('/').map(str::trim).filter(|name| !name.is_empty() && *name != "Unsorted").collect();
    tags.push(folder.join(" / "));
    let mut highlights: Vec<Highlight> = Vec::new();
    for line in row.cell("highlights").lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (line.strip_prefix("Note:"), highlights.last_mut()) {
            (Some(note), Some(last)) => last.note = Some(note.trim().to_owned()),
            _ => highlights.push(Highlight {
                text: line.strip_prefix("Highlight:").unwrap_or(line).trim().to_owned(),
                ..Highlight::default()
            }),
        }
    }
    let item = Item {
        title: row.cell("title").to_owned(),
        deck: row.filled("excerpt"),
        note: row.filled("note"),
        saved_at: take.time(at, row.cell("created")),
        favourite: row.cell("favorite").eq_ignore_ascii_case("true"),
        tags,
        highlights,
        ..Item::default()
    };
    take.item(at, row.cell("url"), item);
}

fn readwise(row: &Row<'_>, take: &mut Take) {
    let at = At::Line(row.line);
    // new, later, shortlist, archive; feed is what came by itself and was never saved.
    let place = row.cell("location");
    let archived = place == "archive";
    let whole = row.cell("reading progress").parse::<f64>().is_ok_and(|part| part >= 0.98);
    let address = row.cell("url");
    if place == "feed" {
        return take.skip(at, row.cell("title"), "it came with a feed in Readwise Reader and was not saved");
    }
    let item = Item {
        title: row.cell("title").to_owned(),
        saved_at: take.time(at, row.cell("saved date")),
        read: Some(archived || whole),
        archived,
        favourite: place == "shortlist",
        tags: python_list(row.cell("document tags")),
        ..Item::default()
    };
    take.item(at, address, item);
}

/// A list as Python writes it: `['a', "b's"]`.
fn python_list(text: &str) -> Vec<String> {
    let Some(inner) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) else {
        return text.split(',').map(|tag| tag.trim().to_owned()).collect();
    };
    let (mut all, mut rest) = (Vec::new(), inner.trim());
    while let Some(quote) = rest.chars().next().filter(|c| matches!(c, '\'' | '"')) {
        let mut tag = String::new();
        let mut end = rest.len();
        let mut letters = rest.char_indices().skip(1);
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\\' => tag.extend(letters.next().map(|(_, letter)| letter)),
                letter if letter == quote => {
                    end = at + 1;
                    break;
                }
                letter => tag.push(letter),
            }
        }
        all.push(tag);
        rest = rest[end..].trim_start_matches([',', ' ']);
    }
    all
}

/// Highlights of one book or article stand in rows of their own, and without its address.
#[derive(Default)]
struct Books {
    all: Vec<((String, String), At, Item)>,
    known: std::collections::HashMap<(String, String), usize>,
}

impl Books {
    fn highlight(&mut self, row: &Row<'_>, take: &mut Take) {
        let at = At::Line(row.line);
        let (title, author) = (row.cell("book title").to_owned(), row.cell("book author").to_owned());
        let text = row.cell("highlight");
        if text.is_empty() {
            return take.skip(at, &title, "there is no passage in this row");
        }
        let highlight = Highlight {
            text: text.to_owned(),
            note: row.filled("note"),
            at: take.time(at, row.cell("highlighted at")),
        };
        let tags = row.cell("document tags").split(',').map(str::to_owned);
        let key = (title, author);
        let book = *self.known.entry(key.clone()).or_insert_with(|| {
            let author = Some(key.1.clone()).filter(|author| !author.is_empty());
            self.all.push((key.clone(), at, Item { title: key.0.clone(), author, ..Item::default() }));
            self.all.len() - 1
        });
        let item = &mut self.all[book].2;
        item.saved_at = item.saved_at.min(highlight.at).or(item.saved_at).or(highlight.at);
        item.tags.extend(tags);
        item.highlights.push(highlight);
    }

    fn finish(self, take: &mut Take) {
        for (_, at, item) in self.all {
            take.item(at, "", item);
        }
    }
}
