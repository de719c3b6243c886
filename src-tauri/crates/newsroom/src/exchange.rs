//! Sources out as OPML.

use feed::opml::{self, Outline};

use crate::sources::followed;
use crate::{Failure, Newsroom, sample};

impl Newsroom {
    /// All that is followed, but for the sample edition, as an OPML 2.0 document.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn export_opml_text(&self) -> Result<String, Failure> {
        self.with_library(|library, _| {
            let outlines: Vec<Outline> = followed(library.sources()?)
                .into_iter()
                // They are inside this program.
                .filter(|source| !source.url.starts_with(sample::SCHEME))
                .map(|source| Outline {
                    folder: source.folder,
                    title: source.title,
                    feed_url: source.url,
                    site_url: source.site_url,
                })
                .collect();
            Ok(opml::write("Standfirst", &outlines))
        })
        .await
    }
}
