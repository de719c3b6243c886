//! Sources out as OPML.

use feed::opml::{self, Outline};

use crate::sources::followed;
use crate::wire::ExportedFile;
use crate::{Failure, Newsroom};

impl Newsroom {
    /// All that is followed, as an OPML 2.0 document.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn export_opml_text(&self) -> Result<String, Failure> {
        self.with_library(|library, _| {
            let outlines: Vec<Outline> = followed(library.sources()?)
                .into_iter()
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

    pub(crate) async fn export_opml_file(&self) -> Result<ExportedFile, Failure> {
        let text = self.export_opml_text().await?;
        let folder = &self.0.options.downloads_dir;
        let path = folder.join(format!("standfirst-{}.opml", self.now().strftime("%Y-%m-%d")));
        let written = async {
            tokio::fs::create_dir_all(folder).await?;
            // Written beside and moved: a full disk must not cost an earlier export.
            let beside = path.with_extension("opml.part");
            tokio::fs::write(&beside, text).await?;
            tokio::fs::rename(&beside, &path).await
        };
        written.await.map_err(|error| {
            Failure::new(
                "storage",
                format!("Writing {}", path.display()),
                error.to_string(),
                "make room or give the folder write permission, then export again",
            )
        })?;
        Ok(ExportedFile { path: path.display().to_string() })
    }
}
