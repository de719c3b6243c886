//! Any page names feeds or none.
#![no_main]

use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let url = Url::parse("https://example.org/a/").ok();
    let _ = feed::feeds_in_page(&String::from_utf8_lossy(bytes), url.as_ref());
});
