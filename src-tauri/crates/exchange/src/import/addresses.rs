//! A list of addresses, one a line. A title may follow a bar, as OneTab writes it (`ADDRESS | TITLE`).

use super::take::{Take, web};
use super::{At, Item};

/// Lines that tell whether a text is such a list.
const LOOKED_AT: usize = 20;

pub(super) fn is_list(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LOOKED_AT).collect();
    let addresses = lines.iter().filter(|line| web(split(line).0).is_ok()).count();
    addresses > 0 && addresses * 2 >= lines.len()
}

pub(super) fn read(text: &str, take: &mut Take) {
    for (at, line) in (1..).zip(text.lines()) {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if line.is_empty() {
            continue;
        }
        let (address, title) = split(line);
        take.item(At::Line(at), address, Item { title: title.to_owned(), ..Item::default() });
    }
}

fn split(line: &str) -> (&str, &str) {
    line.split_once(" | ").map_or((line, ""), |(address, title)| (address.trim(), title.trim()))
}
