//! Any page has one article or none, and its body is as safe as what the sanitiser makes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let html = String::from_utf8_lossy(bytes);
    let url = Url::parse("https://example.org/a/").ok();
    let page = article::extract(&html, url.as_ref());
    let size = page.html.as_str().len();
    assert!(size <= 64 * html.len() + 48 * 1024 * 1024, "{size} of {}", html.len());
    assert_eq!(article::sanitize(page.html.as_str(), url.as_ref()), page.html);
});
