//! Any file is a list of sources or is refused; what was read is written and read back alike.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(list) = feed::opml::read(bytes) else { return };
    let written = feed::opml::write("List", &list.outlines);
    if !list.outlines.is_empty() {
        assert!(feed::opml::read(written.as_bytes()).is_ok());
    }
});
