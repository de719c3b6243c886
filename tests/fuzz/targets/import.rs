//! Any file is an export of some program or is refused; what is taken of it has addresses that can be asked, and safe texts.
#![no_main]

use exchange::import::{self, Found};
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let Ok(Found::Taken(taken)) = import::read(bytes.to_vec()) else { return };
    for item in &taken.items {
        if let Some(url) = &item.url {
            let url = Url::parse(url).expect("an address");
            assert!(matches!(url.scheme(), "http" | "https") && url.fragment().is_none());
        }
        assert!(item.url.is_some() || item.has_text() || !item.highlights.is_empty());
        assert!(item.highlights.iter().all(|highlight| !highlight.text.trim().is_empty()));
        assert!(item.tags.iter().all(|tag| !tag.trim().is_empty()));
        let html = taken.html(item).unwrap_or_default();
        article::plain_text(&article::sanitize(&html, None));
    }
    for passed in taken.skipped.iter().chain(&taken.partly) {
        assert!(!passed.why.is_empty());
    }
});
