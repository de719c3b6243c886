//! A table of a CSV file: rows with the line they begin in, cells by the names of their columns. Quotes over lines, columns
//! in any order, and the separators that spreadsheets put in when they save a file anew.

use std::collections::HashMap;

/// Rows whose quote ends in another row that are mended: each means reading on from its next line.
const MOST_MENDED: usize = 1000;

/// The names of the columns in small letters, with their places, and the separator.
pub(super) struct Header {
    columns: HashMap<String, usize>,
    separator: u8,
}

/// A row.
pub(super) struct Row<'h> {
    header: &'h Header,
    record: csv::StringRecord,
    /// The line it begins in.
    pub(super) line: u64,
}

impl Header {
    /// The header of a table; none where the first line is none that has all of these columns.
    pub(super) fn with(text: &str, wanted: &[&str]) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}');
        b",;\t".iter().find_map(|separator| {
            let mut record = csv::StringRecord::new();
            let read = reader(text, *separator).read_record(&mut record);
            let columns: HashMap<String, usize> =
                record.iter().enumerate().map(|(at, name)| (name.trim().to_lowercase(), at)).collect();
            let has = read.is_ok() && wanted.iter().all(|name| columns.contains_key(*name));
            has.then_some(Self { columns, separator: *separator })
        })
    }
}

impl Row<'_> {
    /// A cell; empty where the row has none.
    pub(super) fn cell(&self, column: &str) -> &str {
        let cell = self.header.columns.get(column).and_then(|at| self.record.get(*at));
        cell.unwrap_or_default().trim()
    }

    /// As [`Self::cell`]; none where it is empty.
    pub(super) fn filled(&self, column: &str) -> Option<String> {
        Some(self.cell(column)).filter(|cell| !cell.is_empty()).map(str::to_owned)
    }
}

/// Calls `work` with each row after the header, and `broken` with the line of each that cannot be read. `fits` tells
/// whether a row can be one: one over several lines that cannot has a quote that ends in another row, or never.
pub(super) fn each(
    text: &str,
    header: &Header,
    fits: impl Fn(&Row<'_>) -> bool,
    mut work: impl FnMut(Row<'_>),
    mut broken: impl FnMut(u64, &str),
) {
    let text = text.trim_start_matches('\u{feff}');
    let (mut done, mut line) = (0, 1);
    let mut first = true;
    let mut mended = 0;
    'anew: loop {
        let mut reader = reader(&text[done..], header.separator);
        let mut record = csv::StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return,
                // Texts are UTF-8 and rows may be of any length: there is no other error.
                Err(_) => return broken(line + reader.position().line() - 1, "the row cannot be read"),
            }
            let at = record.position().map_or(0, csv::Position::byte);
            let begins = line + record.position().map_or(1, csv::Position::line) - 1;
            let start = done + usize::try_from(at).unwrap_or(0);
            let end = done + usize::try_from(reader.position().byte()).unwrap_or(0);
            let raw = text.get(start..end).unwrap_or_default();
            if std::mem::take(&mut first) {
                continue;
            }
            let row = Row { header, record: std::mem::take(&mut record), line: begins };
            // The parser reads on for the end of a quote, to the end of the file if need be. The rows behind it are not lost.
            let unended = end >= text.len() && raw.matches('"').count() % 2 == 1;
            if raw.trim().contains('\n') && (unended || !fits(&row)) && mended < MOST_MENDED {
                broken(begins, "a quote begins in this row and does not end in it");
                let blank = raw.len() - raw.trim_start_matches(['\n', '\r']).len();
                let next = raw[blank..].find('\n').map_or(raw.len(), |at| blank + at + 1);
                line = begins + 1;
                done = start + next;
                mended += 1;
                continue 'anew;
            }
            work(row);
        }
    }
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}
