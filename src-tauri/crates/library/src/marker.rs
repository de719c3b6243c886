//! The marker: a small file beside the database that says which library belongs here. Without it an emptied or
//! exchanged database would look like a new one, and the program would quietly begin afresh over lost data.

use std::io;

use crate::place::{Place, write_whole};

const TITLE: &str = "Standfirst library";

/// What the marker says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Marker {
    /// There is none: a new folder, or one from before its first opening ended.
    Absent,
    /// There is one that says nothing: a library was here.
    Unreadable,
    /// The library with this id belongs here.
    Of(String),
}

pub(crate) fn read(place: &Place) -> io::Result<Marker> {
    let bytes = match std::fs::read(place.marker()) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Marker::Absent),
        Err(error) => return Err(error),
    };
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.lines();
    let titled = lines.next() == Some(TITLE);
    let id = lines.next().and_then(|line| line.strip_prefix("id ")).filter(|id| is_id(id));
    Ok(match id {
        Some(id) if titled => Marker::Of(id.to_owned()),
        _ => Marker::Unreadable,
    })
}

pub(crate) fn write(place: &Place, id: &str) -> io::Result<()> {
    let text = format!(
        "{TITLE}\nid {id}\nThis file tells Standfirst that the library.db beside it is its own. Keep both together.\n"
    );
    write_whole(&place.marker(), text.as_bytes())
}

/// 32 hex digits.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
