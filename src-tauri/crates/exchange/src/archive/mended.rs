//! A ZIP without its end: its table of contents is made anew from the headers of the files that are there. Format:
//! PKWARE's APPNOTE.TXT 6.3.10, 4.3.7 (local headers), 4.3.12 (table of contents), 4.3.14 to 4.3.16 (its end, ZIP64).

use std::io::{self, BufReader, Read, Seek, SeekFrom};

/// Bytes, and what is to be read behind them.
#[derive(Debug)]
pub(super) struct Mended<R> {
    bytes: R,
    length: u64,
    tail: Vec<u8>,
    at: u64,
}

/// Longer names are none of ours.
const LONGEST_NAME: usize = 4096;
/// More files than an archive has.
const MOST_FILES: usize = 4_000_000;

impl<R: Read + Seek> Mended<R> {
    /// Bytes as they are.
    pub(super) fn whole(mut bytes: R) -> Self {
        let length = bytes.seek(SeekFrom::End(0)).unwrap_or(0);
        Self { bytes, length, tail: Vec::new(), at: 0 }
    }
}

/// A file's header.
struct Entry {
    name: Vec<u8>,
    /// Version, flags, method, time, date.
    head: [u8; 10],
    crc: [u8; 4],
    packed: u64,
    size: u64,
    at: u64,
}

/// Makes the table of contents of what is there. The last file may be there in part.
pub(super) fn mend<R: Read + Seek>(bytes: R) -> io::Result<Mended<R>> {
    let mut mended = Mended::whole(bytes);
    mended.bytes.rewind()?;
    let mut entries = Vec::new();
    let mut reader = BufReader::new(&mut mended.bytes);
    let mut at = 0;
    while entries.len() < MOST_FILES
        && let Some((entry, data)) = header(&mut reader, at)?
    {
        let end = data.saturating_add(entry.packed);
        let is_cut = end > mended.length;
        let packed = if is_cut { mended.length.saturating_sub(data) } else { entry.packed };
        entries.push(Entry { packed, ..entry });
        if is_cut {
            break;
        }
        reader.seek(SeekFrom::Start(end))?;
        at = end;
    }
    let start = mended.length;
    let mut tail = Vec::new();
    for entry in &entries {
        contents(entry, &mut tail);
    }
    let (size, count) = (tail.len() as u64, entries.len() as u64);
    end(&mut tail, start, size, count);
    mended.tail = tail;
    mended.at = 0;
    Ok(mended)
}

/// The header at this place, and where its file's bytes begin; none where there is no more.
fn header(reader: &mut (impl Read + Seek), at: u64) -> io::Result<Option<(Entry, u64)>> {
    let mut fixed = [0; 30];
    match reader.read_exact(&mut fixed) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        done => done?,
    }
    let short = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
    let long = |at: usize| u32::from_le_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]]);
    let (name, extra) = (usize::from(short(26)), usize::from(short(28)));
    // A file whose length stands behind it cannot be stepped over; ours have it before them.
    if !fixed.starts_with(b"PK\x03\x04") || short(6) & 8 != 0 || name > LONGEST_NAME {
        return Ok(None);
    }
    let mut names = vec![0; name + extra];
    match reader.read_exact(&mut names) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        done => done?,
    }
    let extra = names.split_off(name);
    let (mut size, mut packed) = (u64::from(long(22)), u64::from(long(18)));
    if let Some(field) = zip64(&extra) {
        let wide = |at: usize| field.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes);
        size = wide(0).filter(|_| size == u64::from(u32::MAX)).unwrap_or(size);
        packed = wide(8).filter(|_| packed == u64::from(u32::MAX)).unwrap_or(packed);
    }
    let mut head = [0; 10];
    head.copy_from_slice(&fixed[4..14]);
    let crc = [fixed[14], fixed[15], fixed[16], fixed[17]];
    let data = at + 30 + (name + extra.len()) as u64;
    Ok(Some((Entry { name: names, head, crc, packed, size, at }, data)))
}

/// The field of large sizes, among the extra fields.
fn zip64(mut extra: &[u8]) -> Option<&[u8]> {
    while let [a, b, c, d, rest @ ..] = extra {
        let field = rest.get(..usize::from(u16::from_le_bytes([*c, *d])))?;
        if [*a, *b] == [1, 0] {
            return Some(field);
        }
        extra = &rest[field.len()..];
    }
    None
}

/// A file's entry in the table of contents, with its sizes as ZIP64 has them.
fn contents(entry: &Entry, out: &mut Vec<u8>) {
    out.extend_from_slice(b"PK\x01\x02");
    out.extend_from_slice(&45_u16.to_le_bytes());
    out.extend_from_slice(&entry.head);
    out.extend_from_slice(&entry.crc);
    out.extend_from_slice(&[0xff; 8]);
    out.extend_from_slice(&u16::try_from(entry.name.len()).unwrap_or(0).to_le_bytes());
    out.extend_from_slice(&28_u16.to_le_bytes());
    out.extend_from_slice(&[0; 10]);
    out.extend_from_slice(&[0xff; 4]);
    out.extend_from_slice(&entry.name);
    out.extend_from_slice(&[1, 0, 24, 0]);
    for number in [entry.size, entry.packed, entry.at] {
        out.extend_from_slice(&number.to_le_bytes());
    }
}

fn end(out: &mut Vec<u8>, start: u64, size: u64, count: u64) {
    out.extend_from_slice(b"PK\x06\x06");
    out.extend_from_slice(&44_u64.to_le_bytes());
    out.extend_from_slice(&[45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [count, count, size, start] {
        out.extend_from_slice(&number.to_le_bytes());
    }
    out.extend_from_slice(b"PK\x06\x07\0\0\0\0");
    out.extend_from_slice(&(start + size).to_le_bytes());
    out.extend_from_slice(&1_u32.to_le_bytes());
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&[0xff; 12]);
    out.extend_from_slice(&[0, 0]);
}

impl<R: Read + Seek> Read for Mended<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = if self.at < self.length {
            let left = usize::try_from(self.length - self.at).unwrap_or(usize::MAX).min(into.len());
            self.bytes.seek(SeekFrom::Start(self.at))?;
            self.bytes.read(&mut into[..left])?
        } else {
            let from = usize::try_from(self.at - self.length).unwrap_or(usize::MAX);
            self.tail.get(from..).unwrap_or_default().read(into)?
        };
        self.at += read as u64;
        Ok(read)
    }
}

impl<R> Seek for Mended<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let end = self.length + self.tail.len() as u64;
        let to = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => end.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = to.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
