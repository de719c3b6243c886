//! Any markup is sanitised to markup that is bounded, and that stays as it is when it is sanitised again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let html = String::from_utf8_lossy(bytes);
    let url = Url::parse("https://example.org/a/").ok();
    let once = article::sanitize(&html, url.as_ref());
    let size = once.as_str().len();
    // What is left open comes again in each later block, up to a bound of its own.
    assert!(size <= 64 * html.len() + 48 * 1024 * 1024, "{size} of {}", html.len());
    for bad in ["<script", "<iframe", "<style", "<form", "<svg", "<math", "<link", "<meta", "<object", "<input"] {
        assert!(!once.as_str().contains(bad), "{bad} in {}", once.as_str());
    }
    assert_eq!(article::sanitize(once.as_str(), url.as_ref()), once);
    let _ = (article::plain_text(&once), article::image_urls(&once), article::to_markdown(&once));
});
