//! The sample edition: articles we wrote, inside the program, read through the same pipeline as any source's.
//! Only the transport differs: `standfirst-sample://HOST/PATH` stands for `sample/HOST/PATH` in this crate.

use jiff::{SignedDuration, Timestamp};
use library::{NewArticle, NewSource, SourceKind};
use url::Url;

use crate::{Failure, Newsroom, entries};

/// The scheme of the addresses inside the edition.
pub(crate) const SCHEME: &str = "standfirst-sample";

/// Its sources, in the order they are followed.
const SOURCES: &[&str] = &["courier/feed.xml", "fieldnotes/feed.xml", "guide/feed.json"];

/// The setting that says the edition has been offered, or is not wanted.
pub(crate) const OFFERED: &str = "sample-offered";

/// The moment after the newest article of the edition, which is shown as now.
const PRINTED: &str = "2026-11-20T08:00:00Z";

include!(concat!(env!("OUT_DIR"), "/sample.rs"));

pub(crate) fn is_sample(url: &Url) -> bool {
    url.scheme() == SCHEME
}

/// The file an address stands for.
pub(crate) fn file(url: &Url) -> Option<&'static [u8]> {
    let name = format!("{}{}", url.host_str().unwrap_or_default(), url.path());
    FILES.iter().find(|(path, _)| *path == name).map(|(_, bytes)| *bytes)
}

/// The media type by a file's ending; the edition has no others.
pub(crate) fn media_type(url: &Url) -> &'static str {
    match url.path().rsplit('.').next() {
        Some("xml") => "application/xml",
        Some("json") => "application/feed+json",
        Some("jpg") => "image/jpeg",
        Some("png") => "image/png",
        _ => "text/html; charset=utf-8",
    }
}

/// A date of the edition moved by whole days, so that a new reader finds today's paper and not an old one.
pub(crate) fn as_of(date: Timestamp, now: Timestamp) -> Timestamp {
    let printed: Timestamp = PRINTED.parse().unwrap_or(Timestamp::UNIX_EPOCH);
    let days = now.duration_since(printed).as_hours().div_euclid(24);
    date.checked_add(SignedDuration::from_hours(days.saturating_mul(24))).unwrap_or(date)
}

/// An article of the edition with the text of its page: unlike a server's, it is here already.
pub(crate) fn whole(article: NewArticle) -> NewArticle {
    let page = article.url.as_deref().and_then(|url| Url::parse(url).ok()).filter(is_sample);
    let Some((url, bytes)) = page.and_then(|url| file(&url).map(|bytes| (url, bytes))) else { return article };
    let page = article::extract(&String::from_utf8_lossy(bytes), Some(&url));
    if page.text.chars().count() <= article.text.chars().count() {
        return article;
    }
    entries::from_page_of(page, &url, article)
}

impl Newsroom {
    /// Follows the sample edition's sources, in the folder *Sample edition*. Safe to repeat.
    pub async fn add_sample(&self) -> Result<usize, Failure> {
        self.change_library(follow_all).await
    }

    /// The same for a library that never followed anything.
    pub(crate) fn add_sample_to_new_library(&self) -> Result<(), Failure> {
        let library = self.library();
        if library.setting(OFFERED)?.is_none() {
            if library.sources()?.is_empty() {
                follow_all(library, self.now())?;
            }
            library.set_setting(OFFERED, "1")?;
        }
        Ok(())
    }
}

fn follow_all(library: &library::Library, now: Timestamp) -> Result<usize, Failure> {
    for path in SOURCES {
        let url = format!("{SCHEME}://{path}");
        let title = path.split('/').next().unwrap_or(path).to_owned();
        library.add_source(
            &NewSource {
                kind: SourceKind::Feed,
                url,
                site_url: None,
                title,
                folder: Some("Sample edition".to_owned()),
            },
            now,
        )?;
    }
    Ok(SOURCES.len())
}
