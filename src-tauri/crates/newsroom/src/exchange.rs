//! Taking sources in and out as OPML.

use std::collections::HashSet;

use feed::opml::{self, Outline};
use library::{NewSource, SourceKind};
use url::Url;

use crate::sources::{followed, named};
use crate::wire::{ExportedFile, ImportReport};
use crate::{Failure, Newsroom, access, blocking, sample};

impl Newsroom {
    /// Takes in an OPML file: follows what it lists and is not followed yet. `name` is for messages.
    ///
    /// # Errors
    /// `not-opml` when the file holds no outline at all; nothing is changed then.
    pub async fn import(&self, name: &str, bytes: Vec<u8>) -> Result<ImportReport, Failure> {
        let file = blocking(move || opml::read(&bytes)).await?.map_err(|error| {
            Failure::new(
                "not-opml",
                format!("The file {name}"),
                error.to_string(),
                "choose an OPML file, as other readers export them",
            )
        })?;
        let (report, logins) = self
            .change_library(move |library, now| {
                let mut known: HashSet<String> = library.sources()?.into_iter().map(|source| source.url).collect();
                let skipped =
                    file.skipped.iter().map(|passed| format!("line {}: {}: {}", passed.line, passed.what, passed.why));
                let mut report = ImportReport { sources: 0, articles: 0, skipped: skipped.collect() };
                let (mut fresh, mut logins) = (Vec::new(), Vec::new());
                for outline in file.outlines {
                    let Ok(url) = Url::parse(&outline.feed_url) else {
                        report.skipped.push(format!("{}: “{}” is not an address", outline.title, outline.feed_url));
                        continue;
                    };
                    let (mut url, login) = access::split_login(&url);
                    url.set_fragment(None);
                    if !matches!(url.scheme(), "http" | "https") && !sample::is_sample(&url) {
                        report
                            .skipped
                            .push(format!("{}: only http and https addresses can be followed", outline.title));
                    } else if !known.insert(url.to_string()) {
                        report.skipped.push(format!("{}: followed already", outline.title));
                    } else {
                        let title = if outline.title.is_empty() {
                            url.host_str().unwrap_or_default().to_owned()
                        } else {
                            outline.title
                        };
                        logins.push(login);
                        fresh.push(NewSource {
                            kind: SourceKind::Feed,
                            url: url.into(),
                            site_url: outline.site_url,
                            title,
                            folder: named(outline.folder),
                        });
                    }
                }
                let ids = library.add_sources(&fresh, now)?;
                report.sources = fresh.len() as u64;
                let logins: Vec<_> = ids.into_iter().zip(logins).filter_map(|(id, login)| Some((id, login?))).collect();
                Ok((report, logins))
            })
            .await?;
        for (id, login) in logins {
            self.set_source_access(id.get(), access::input_of(login)).await?;
        }
        Ok(report)
    }

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
