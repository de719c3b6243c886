//! Any bytes are an archive or are refused; what is read of one is lines and files within bounds, and the rest is reported.
#![no_main]

use std::io::Cursor;

use exchange::archive::Archive;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut archive) = Archive::open(Cursor::new(bytes)) else { return };
    for part in archive.parts() {
        for file in archive.files(&part) {
            for (_, line) in archive.lines(&file) {
                if let Some(name) = line.get("file").and_then(|name| name.as_str()) {
                    assert!(archive.file(name, 1000).map_or(0, |bytes| bytes.len()) <= 1000);
                }
            }
        }
    }
    assert!(archive.into_report().0.iter().all(|passed| !passed.why.is_empty()));
});
