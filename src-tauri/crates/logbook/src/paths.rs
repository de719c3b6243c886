//! Paths in a line of the log. Somebody chose the names of folders and files, and they say what is read as well as an
//! address does; left are where a path begins, the kind of file, and the names that are ours.

/// Files of the library and of the program, whose names nobody chose.
const OURS: &[&str] = &[
    "Standfirst.desktop",
    "app.standfirst.desktop.desktop",
    "library.db",
    "library.db-shm",
    "library.db-wal",
    "secrets.json",
    "standfirst",
    "standfirst-desktop",
    "standfirst.log",
    "window.address",
    "window.lock",
    "window.socket",
];
/// Where the system keeps its own.
const SYSTEM: &[&str] =
    &["/app/", "/bin/", "/dev/", "/etc/", "/lib/", "/lib64/", "/opt/", "/proc/", "/rustc/", "/sys/", "/usr/"];
/// Where the sources of other crates lie, in the place of a panic.
const CRATES: &str = "/.cargo/registry/src/";
/// Words further on that may belong to a name with spaces.
const WORDS: usize = 16;

fn is_separator(c: char) -> bool {
    matches!(c, '/' | '\\')
}

/// Where a whole path begins in a word: at its beginning, or behind a sign as in `path=/x` and `C:\\x`.
pub(crate) fn begins(word: &str) -> Option<usize> {
    if word.contains("://") || word.to_ascii_lowercase().contains("%3a%2f%2f") {
        return None;
    }
    let mut before = '(';
    for (at, c) in word.char_indices() {
        let behind = &word[at + c.len_utf8()..];
        let is_begun = match c {
            '~' => behind.contains(is_separator),
            _ => is_separator(c) && behind.starts_with(|c: char| !matches!(c, ',' | ';' | ')' | '.' | ':')),
        };
        if is_begun && matches!(before, '(' | '[' | '=' | ':' | ',') {
            return Some(at);
        }
        before = c;
    }
    None
}

/// The path at the beginning of `text`. Behind an opening quote it goes on to the closing one; else over following words,
/// while one of these has a further part of a path or ends as a file's name does.
pub(crate) fn whole(text: &str, before: Option<char>) -> &str {
    let line = text.trim_end_matches(['\n', '\r']);
    let closing = match before {
        Some('“') => Some('”'),
        Some('‘') => Some('’'),
        Some('«') => Some('»'),
        Some('<') => Some('>'),
        Some(c @ ('"' | '\'' | '`')) => Some(c),
        _ => None,
    };
    if let Some(end) = closing.and_then(|closing| line.find(closing)) {
        return &line[..end];
    }
    let mut whole = 0;
    let mut at = 0;
    for (number, word) in line.split_inclusive(char::is_whitespace).take(WORDS).enumerate() {
        let bare = word.trim_end();
        // Another field of the event, or another path or address.
        if number > 0 && (bare.contains('=') || begins(bare) == Some(0) || bare.contains("://")) {
            break;
        }
        let end = bare.find(['"', '“', '”', '`', '<', '>', '|', '{', '}']);
        let said = bare[..end.unwrap_or(bare.len())].trim_end_matches([',', ';', ':', ')', ']', '.']);
        if number == 0 || said.contains(is_separator) || extension(said).is_some() {
            whole = at + said.len();
        }
        // A sentence goes on.
        if end.is_some() || bare.ends_with([':', ';']) {
            break;
        }
        at += word.len();
    }
    &line[..whole]
}

/// What is left of it.
pub(crate) fn into(path: &str, out: &mut String) {
    if SYSTEM.iter().any(|folder| path.starts_with(folder)) || path.contains(CRATES) && !path.contains(' ') {
        return out.push_str(path);
    }
    out.push_str(if path.starts_with('~') { "~/…" } else { "/…" });
    let name = path.rsplit(is_separator).next().unwrap_or_default();
    if OURS.contains(&name) {
        out.extend(["/", name]);
    } else if let Some(kind) = extension(name) {
        out.extend([".", kind]);
    }
}

/// `html` of `a.html`.
fn extension(name: &str) -> Option<&str> {
    let (_, kind) = name.rsplit_once('.')?;
    let is_one = (2..=7).contains(&kind.len())
        && kind.chars().all(|c| c.is_ascii_alphanumeric())
        && kind.starts_with(|c: char| c.is_ascii_alphabetic());
    is_one.then_some(kind)
}

#[cfg(test)]
mod tests {
    use crate::redacted;

    #[test]
    fn the_name_of_a_file_does_not_stay_in_the_log() {
        for (text, wanted) in [
            ("could not read ~/Documents/divorce.html: it is empty", "could not read ~/….html: it is empty"),
            ("could not read /home/anna/My divorce papers.html: why", "could not read /….html: why"),
            ("path=/media/usb/secret/list.opml bytes=3", "path=/….opml bytes=3"),
            ("file=\"/srv/anna/my divorce\" x=1", "file=\"/…\" x=1"),
            ("“/tmp/affair of mine.epub” is full", "“/….epub” is full"),
            ("(/home/anna/a@b.html), then", "(/….html), then"),
            ("C:\\Users\\anna\\divorce.pdf", "C:/….pdf"),
            ("to /home/anna/x and to /home/anna/y.zip", "to /… and to /….zip"),
            ("~/Downloads/a.html", "~/….html"),
        ] {
            assert_eq!(redacted(text), wanted, "{text}");
        }
    }

    #[test]
    fn names_that_nobody_chose_stay() {
        for (text, wanted) in [
            ("~/.local/share/standfirst/library.db is locked", "~/…/library.db is locked"),
            ("/data/anna/library.db-wal: it is gone", "/…/library.db-wal: it is gone"),
            ("/usr/lib/libwebkit.so.4 is missing", "/usr/lib/libwebkit.so.4 is missing"),
            (
                "at /rustc/0a1b/library/core/src/str/mod.rs:5:9, in",
                "at /rustc/0a1b/library/core/src/str/mod.rs:5:9, in",
            ),
            ("at src-tauri/crates/feed/src/a.rs:1:2", "at src-tauri/crates/feed/src/a.rs:1:2"),
            ("and/or, 3 / 4, read /", "and/or, 3 / 4, read /"),
        ] {
            assert_eq!(redacted(text), wanted, "{text}");
        }
    }
}
