//! Files that are nothing but an address: Windows' `.url`, macOS' `.webloc`, a desktop entry of the kind `Link`. Told by what
//! is in them, never by their names.
//!
//! Sources: the `.url` files Windows writes (`[InternetShortcut]`, no document of Microsoft's defines them); property lists
//! as Finder and Safari write them, XML and binary; the Desktop Entry Specification 1.5, "Link".

use std::io::Cursor;

/// No such file is larger.
pub(super) const MOST_BYTES: usize = 64 << 10;

/// The address in a file, as it stands there; none when it is no such file.
pub(super) fn address(bytes: &[u8]) -> Option<String> {
    if bytes.len() > MOST_BYTES {
        return None;
    }
    if bytes.starts_with(b"bplist00") {
        return of_list(bytes);
    }
    let text = feed::decoded(bytes, None);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('<') {
        return text.contains("<plist").then(|| of_list(text.as_bytes())).flatten();
    }
    of_section(text, "InternetShortcut", |_| true)
        .or_else(|| of_section(text, "Desktop Entry", |of| of("Type").as_deref() == Some("Link")))
}

fn of_list(bytes: &[u8]) -> Option<String> {
    let list = plist::Value::from_reader(Cursor::new(bytes)).ok()?;
    Some(list.as_dictionary()?.get("URL")?.as_string()?.to_owned())
}

/// `URL=` of a section, if the rest of it is as it must be. The file begins with the section, or with remarks.
fn of_section(text: &str, name: &str, is_one: impl Fn(&dyn Fn(&str) -> Option<String>) -> bool) -> Option<String> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', ';']));
    // Windows may put sections of its own before the one that counts.
    if !lines.clone().next()?.starts_with('[') {
        return None;
    }
    lines.find(|line| line.eq_ignore_ascii_case(&format!("[{name}]")))?;
    let section: Vec<(&str, &str)> =
        lines.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once('=')).collect();
    let of = |key: &str| {
        section
            .iter()
            .find(|(known, _)| known.trim().eq_ignore_ascii_case(key))
            .map(|(_, value)| value.trim().to_owned())
    };
    is_one(&of).then(|| of("URL")).flatten()
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn the_address_of_each_kind_is_found() {
        let at = |bytes: &[u8]| address(bytes);
        let whole = Some("https://a.example/x?y=1".to_owned());
        assert_eq!(at(b"[InternetShortcut]\r\nURL=https://a.example/x?y=1\r\nIconIndex=0\r\n"), whole);
        assert_eq!(at(b"\xef\xbb\xbf[{000214A0-0000-0000-C000-000000000046}]\r\nProp3=19,11\r\n[internetshortcut]\r\nurl = https://a.example/x?y=1"), whole);
        assert_eq!(at(b"# a remark\n[Desktop Entry]\nType=Link\nName=X\nURL=https://a.example/x?y=1\n"), whole);
        let xml = br#"<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd"><plist version="1.0"><dict><key>URL</key><string>https://a.example/x?y=1</string></dict></plist>"#;
        assert_eq!(at(xml), whole);
        let mut binary = Vec::new();
        plist::Value::from_reader(std::io::Cursor::new(xml)).unwrap().to_writer_binary(&mut binary).unwrap();
        assert_eq!(at(&binary), whole);
    }

    #[test]
    fn other_files_are_none() {
        for other in [
            &b"[Desktop Entry]\nType=Application\nExec=rm -rf /\nURL=https://a.example/\n"[..],
            b"[Desktop Entry]\nType=Link\nName=no address\n",
            b"https://a.example/1\nhttps://a.example/2\n",
            b"# [InternetShortcut]\nURL=https://a.example/\n",
            b"<html><body>URL=https://a.example/</body></html>",
            b"<plist><array/></plist>",
            b"bplist00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
            b"bplist00",
            b"",
        ] {
            assert_eq!(address(other), None, "{}", String::from_utf8_lossy(other));
        }
        let mut large = b"[InternetShortcut]\nURL=https://a.example/\n".to_vec();
        large.resize(70_000, b' ');
        assert_eq!(address(&large), None);
    }
}
