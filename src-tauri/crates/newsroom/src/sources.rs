//! The sources pane: what is followed, in which folder, with how much unread.

use std::collections::BTreeMap;

use library::{Source, SourceId, SourceKind};

use crate::wire::{FolderView, Overview, SourceView, TagView};
use crate::{Failure, Newsroom, lock, views};

impl Newsroom {
    pub(crate) async fn overview(&self) -> Result<Overview, Failure> {
        let damage = lock(&self.0.damage).clone();
        let fetching = lock(&self.0.saved_pages).is_some();
        self.with_library(move |library, _| {
            let counts = library.counts()?;
            let sources = followed(library.sources()?);
            let mut folders = BTreeMap::<String, u64>::new();
            for source in &sources {
                if let Some(folder) = &source.folder {
                    *folders.entry(folder.clone()).or_default() += source.unread;
                }
            }
            Ok(Overview {
                sources: sources.into_iter().map(views::source).collect(),
                folders: folders.into_iter().map(|(name, unread)| FolderView { name, unread }).collect(),
                tags: library.tags()?.into_iter().map(|(name, count)| TagView { name, count }).collect(),
                unread: counts.unread,
                saved: counts.saved,
                archived: counts.archived,
                waiting: library.waiting_on_shelf()?,
                fetching,
                highlights: counts.highlights,
                read_only: library
                    .read_only_reason()
                    .map(|why| format!("The library in {}: {why}", library.folder().display())),
                damage,
            })
        })
        .await
    }

    /// Ends following a source. Saved, tagged and highlighted articles stay.
    ///
    /// # Errors
    /// `not-found` when there is no such source.
    pub async fn unfollow(&self, id: i64) -> Result<(), Failure> {
        self.change_library(move |library, now| Ok(library.end_source(SourceId::new(id), now)?)).await
    }

    pub(crate) async fn refollow(&self, id: i64) -> Result<SourceView, Failure> {
        let id = SourceId::new(id);
        self.change_library(move |library, _| {
            library.revive_source(id)?;
            Ok(views::source(library.source(id)?))
        })
        .await
    }

    /// Gives a source another name and folder.
    ///
    /// # Errors
    /// `invalid` for an empty name, `not-found`.
    pub async fn update_source(&self, id: i64, title: String, folder: Option<String>) -> Result<SourceView, Failure> {
        let id = SourceId::new(id);
        let title = title.trim().to_owned();
        if title.is_empty() {
            return Err(Failure::new("invalid", "The new name", "it is empty", "type a name"));
        }
        let folder = named(folder);
        self.change_library(move |library, _| {
            library.update_source(id, &title, folder.as_deref())?;
            Ok(views::source(library.source(id)?))
        })
        .await
    }
}

/// Sources a person follows: not the shelf that pages saved on their own lie on.
pub(crate) fn followed(sources: Vec<Source>) -> Vec<Source> {
    sources.into_iter().filter(|source| source.kind != SourceKind::Saved).collect()
}

/// A folder's name without the blanks around it; an empty one is none.
pub(crate) fn named(folder: Option<String>) -> Option<String> {
    folder.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
}
