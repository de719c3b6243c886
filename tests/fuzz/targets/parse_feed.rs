//! Any bytes are a feed or are refused, and what is read is not much larger than what came.
#![no_main]

use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let url = Url::parse("https://example.org/a/feed.xml").ok();
    let Ok(feed) = feed::parse(bytes, None, url.as_ref()) else { return };
    assert!(feed.entries.len() <= feed::MOST_ENTRIES);
    let texts =
        feed.entries.iter().flat_map(|entry| [&entry.title, &entry.summary_html, &entry.content_html, &entry.url]);
    let size: usize = texts.flatten().map(String::len).sum();
    assert!(size <= bytes.len() * 8 + 128 * 1024, "{size} of {}", bytes.len());
});
