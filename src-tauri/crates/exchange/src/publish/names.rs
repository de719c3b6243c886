//! Names of files: readable, the same each time, and good on every system.

use super::{Piece, day};

/// Characters of a headline in a name.
const LONGEST: usize = 60;

/// The name of an article's file without its ending: its day, its headline and its number, which keeps two apart.
pub(super) fn stem(piece: &Piece) -> String {
    let mut words = String::new();
    let mut gap = false;
    for character in piece.title.chars() {
        // Letters of every script stay; what a system, a shell or a link may take for something else goes.
        if character.is_alphanumeric() {
            if gap && !words.is_empty() {
                words.push('-');
            }
            gap = false;
            words.push(character);
        } else if character != '\'' && character != '’' {
            gap = true;
        }
        if words.chars().count() >= LONGEST || words.len() >= 150 {
            break;
        }
    }
    let words = if words.is_empty() { "untitled".to_owned() } else { words };
    format!("{}-{words}-{}", day(piece.published), piece.id)
}

/// A path as an address relative to where it is named.
pub(super) fn link(path: &str) -> String {
    let mut link = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            link.push(char::from(byte));
        } else {
            link.push_str(&format!("%{byte:02X}"));
        }
    }
    link
}
