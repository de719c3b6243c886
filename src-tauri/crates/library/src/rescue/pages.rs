//! The pages of a damaged database, read without `SQLite`, which gives up a whole tree for one bad page in it.
//! Format: <https://sqlite.org/fileformat2.html>.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use rusqlite::types::Value;

/// The size every library is made with.
const SIZE: usize = 4096;
/// Levels of a tree; more can only be a circle.
const DEEPEST: u32 = 20;
/// Values of one row; no table of a library has more.
const MOST_VALUES: usize = 200;
/// Bytes of one row: no text is longer.
const LONGEST: usize = 512 << 20;

const INDEX_INSIDE: u8 = 0x02;
const TABLE_INSIDE: u8 = 0x05;
const INDEX_LEAF: u8 = 0x0a;
const TABLE_LEAF: u8 = 0x0d;

/// A row as it is stored: its number (0 in indexes), and its values, of which later ones may be missing.
pub(super) type Row = (i64, Vec<Value>);

/// The leaves of a tree, or what is left of it.
#[derive(Debug, Default, Clone)]
pub(super) struct Tree {
    /// Pages that hold rows.
    pub(super) pages: Vec<u32>,
    /// Pages that should, and cannot be read.
    pub(super) broken: u64,
}

#[derive(Debug)]
pub(super) struct Pages {
    file: File,
    /// How many there are.
    pub(super) count: u32,
}

impl Pages {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let count = u32::try_from(file.metadata()?.len() / SIZE as u64).unwrap_or(u32::MAX);
        Ok(Self { file, count })
    }

    fn page(&mut self, number: u32) -> Option<[u8; SIZE]> {
        let at = u64::from(number.checked_sub(1)?) * SIZE as u64;
        let mut page = [0; SIZE];
        self.file.seek(SeekFrom::Start(at)).ok()?;
        self.file.read_exact(&mut page).ok()?;
        Some(page)
    }

    /// Follows a tree from its root.
    pub(super) fn tree(&mut self, root: u32) -> Tree {
        let mut tree = Tree::default();
        self.follow(root, &mut tree, &mut HashSet::new(), 0);
        tree
    }

    fn follow(&mut self, number: u32, tree: &mut Tree, seen: &mut HashSet<u32>, depth: u32) {
        let page = self.page(number).filter(|_| depth < DEEPEST && seen.insert(number));
        let Some(page) = page else {
            tree.broken += 1;
            return;
        };
        let page = Page { bytes: &page, start: if number == 1 { 100 } else { 0 } };
        match page.kind() {
            TABLE_LEAF | INDEX_LEAF => tree.pages.push(number),
            inside @ (TABLE_INSIDE | INDEX_INSIDE) => {
                if inside == INDEX_INSIDE {
                    tree.pages.push(number);
                }
                let cells = page.cells();
                tree.broken += u64::from(cells.len() < page.cell_count());
                let below = cells.into_iter().filter_map(|at| page.u32(at)).chain(page.u32(page.start + 8));
                for child in below.collect::<Vec<_>>() {
                    self.follow(child, tree, seen, depth + 1);
                }
            }
            _ => tree.broken += 1,
        }
    }

    /// The rows on a page of a table (`numbered`) or of an index, and how many more there should be.
    pub(super) fn rows(&mut self, number: u32, numbered: bool) -> (Vec<Row>, usize) {
        let Some(bytes) = self.page(number) else { return (Vec::new(), 1) };
        let page = Page { bytes: &bytes, start: if number == 1 { 100 } else { 0 } };
        let wanted: &[u8] = if numbered { &[TABLE_LEAF] } else { &[INDEX_LEAF, INDEX_INSIDE] };
        if !wanted.contains(&page.kind()) {
            return (Vec::new(), 1);
        }
        let cells = page.cells();
        let rows: Vec<Row> = cells.iter().filter_map(|at| self.row(&bytes, page.kind(), *at)).collect();
        let lost = page.cell_count().saturating_sub(rows.len());
        (rows, lost)
    }

    fn row(&mut self, page: &[u8; SIZE], kind: u8, at: usize) -> Option<Row> {
        let mut at = at + if kind == INDEX_INSIDE { 4 } else { 0 };
        let length = usize::try_from(varint(page, &mut at)?).ok().filter(|length| *length <= LONGEST)?;
        let number = if kind == TABLE_LEAF { varint(page, &mut at)? } else { 0 };
        // How much of a row stands on its page: section 1.6 of the format.
        let most = if kind == TABLE_LEAF { SIZE - 35 } else { (SIZE - 12) * 64 / 255 - 23 };
        let least = (SIZE - 12) * 32 / 255 - 23;
        let here = if length <= most {
            length
        } else {
            let here = least + (length - least) % (SIZE - 4);
            if here <= most { here } else { least }
        };
        let mut bytes = page.get(at..at + here)?.to_vec();
        let mut next = if here < length { read_u32(page, at + here)? } else { 0 };
        while bytes.len() < length {
            let more = self.page(next)?;
            let rest = (length - bytes.len()).min(SIZE - 4);
            bytes.extend_from_slice(&more[4..4 + rest]);
            next = read_u32(&more, 0)?;
        }
        Some((number, record(&bytes)?))
    }

    /// What kind of rows each page holds that no tree leads to any more, by its number: of a table or not. Pages that are
    /// free hold what was removed.
    pub(super) fn strays(&mut self, reached: &HashSet<u32>) -> HashMap<u32, bool> {
        let free = self.free();
        let mut strays = HashMap::new();
        for number in 2..=self.count {
            if reached.contains(&number) || free.contains(&number) {
                continue;
            }
            match self.page(number).map(|page| page[0]) {
                Some(TABLE_LEAF) => strays.insert(number, true),
                Some(INDEX_LEAF) => strays.insert(number, false),
                _ => None,
            };
        }
        strays
    }

    fn free(&mut self) -> HashSet<u32> {
        let mut free = HashSet::new();
        let mut trunk = self.page(1).and_then(|page| read_u32(&page, 32)).unwrap_or(0);
        while trunk != 0 && free.insert(trunk) {
            let Some(page) = self.page(trunk) else { break };
            let leaves = read_u32(&page, 4).map_or(0, |count| count as usize).min(SIZE / 4 - 2);
            free.extend((0..leaves).filter_map(|leaf| read_u32(&page, 8 + 4 * leaf)));
            trunk = read_u32(&page, 0).unwrap_or(0);
        }
        free
    }
}

/// A page of a tree.
struct Page<'a> {
    bytes: &'a [u8; SIZE],
    start: usize,
}

impl Page<'_> {
    fn kind(&self) -> u8 {
        self.bytes[self.start]
    }

    fn u32(&self, at: usize) -> Option<u32> {
        read_u32(self.bytes, at)
    }

    fn cell_count(&self) -> usize {
        let count = usize::from(u16::from_be_bytes([self.bytes[self.start + 3], self.bytes[self.start + 4]]));
        count.min(SIZE / 4)
    }

    /// Where the rows stand.
    fn cells(&self) -> Vec<usize> {
        let head = self.start + if matches!(self.kind(), TABLE_INSIDE | INDEX_INSIDE) { 12 } else { 8 };
        let places = (0..self.cell_count()).filter_map(|cell| self.bytes.get(head + 2 * cell..head + 2 * cell + 2));
        places
            .map(|at| usize::from(u16::from_be_bytes([at[0], at[1]])))
            .filter(|at| (head..SIZE).contains(at))
            .collect()
    }
}

fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn varint(bytes: &[u8], at: &mut usize) -> Option<i64> {
    let mut value: u64 = 0;
    for place in 0..9 {
        let byte = *bytes.get(*at)?;
        *at += 1;
        if place == 8 {
            return Some(((value << 8) | u64::from(byte)).cast_signed());
        }
        value = (value << 7) | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some(value.cast_signed());
        }
    }
    None
}

/// The values of a row. Nothing when they do not fill it exactly.
fn record(bytes: &[u8]) -> Option<Vec<Value>> {
    let mut at = 0;
    let head = usize::try_from(varint(bytes, &mut at)?).ok()?;
    let mut place = head;
    let mut values = Vec::new();
    while at < head {
        let kind = varint(bytes, &mut at)?;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            12.. => usize::try_from((kind - 12) / 2).ok()?,
            _ => return None,
        };
        let part = bytes.get(place..place.checked_add(length)?)?;
        place += length;
        values.push(match kind {
            0 => Value::Null,
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            1..=6 => Value::Integer(integer(part)),
            7 => Value::Real(f64::from_be_bytes(part.try_into().ok()?)),
            _ if kind % 2 == 0 => Value::Blob(part.to_vec()),
            _ => Value::Text(String::from_utf8(part.to_vec()).ok()?),
        });
        if values.len() > MOST_VALUES {
            return None;
        }
    }
    (at == head && place == bytes.len()).then_some(values)
}

fn integer(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| *byte >= 0x80);
    bytes.iter().fold(if negative { -1 } else { 0 }, |value, byte| (value << 8) | i64::from(*byte))
}
