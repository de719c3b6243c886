//! Backups: one a day by itself, one when the reader wants it, and putting one in the library's place.

use std::path::{Path, PathBuf};

use library::Backup;

use crate::wire::{BackupView, Backups, Event, ExportedFile, Restored};
use crate::{Failure, Newsroom, lock, transport};

impl Newsroom {
    /// The library's own backups, the newest first, and what is wrong with making them.
    ///
    /// # Errors
    /// `storage` when their folder cannot be read.
    pub async fn backups(&self) -> Result<Backups, Failure> {
        let backups = self.with_library(|library, _| Ok(library.backups()?)).await?;
        let trouble = lock(&self.0.backup_trouble).as_ref().map(ToString::to_string);
        Ok(Backups { backups: backups.iter().map(view).collect(), trouble })
    }

    /// Writes a backup to a path of the reader's choice; returns its size.
    ///
    /// # Errors
    /// `invalid` when something else lies there, `storage` when it cannot be written, `damaged` when the library is.
    pub async fn back_up(&self, path: PathBuf) -> Result<u64, Failure> {
        self.with_library(move |library, _| Ok(library.back_up(&path)?)).await
    }

    /// Writes one into the downloads folder.
    ///
    /// # Errors
    /// As [`Self::back_up`].
    pub(crate) async fn back_up_file(&self) -> Result<ExportedFile, Failure> {
        let folder = self.0.options.downloads_dir.clone();
        let path = folder.join(format!("standfirst-{}.db", self.now().strftime("%Y-%m-%d-%H%M%S")));
        let shown = shown(&path);
        let written = self.with_library(move |library, _| {
            std::fs::create_dir_all(&folder).map_err(|error| {
                let (why, todo) = library::io_words(&error);
                Failure::new("storage", format!("The folder {}", folder.display()), why, todo)
            })?;
            Ok(library.back_up(&path)?)
        });
        written.await?;
        Ok(ExportedFile { path: shown })
    }

    /// Writes the backup of the day, if it is time for one. What went wrong is told once, and with [`Self::backups`].
    ///
    /// # Errors
    /// When it could not be written; the older ones are still there.
    pub async fn back_up_daily(&self) -> Result<Option<Backup>, Failure> {
        let outcome = self.with_library(|library, now| Ok(library.back_up_daily(now)?)).await;
        let trouble = outcome.as_ref().err().cloned();
        let known = std::mem::replace(&mut *lock(&self.0.backup_trouble), trouble.clone());
        if let Some(failure) = trouble.filter(|_| known.is_none()) {
            self.announce(Event::Trouble { failure });
        }
        outcome
    }

    /// Puts a backup in the place of all that is here. A refresh under way is stopped first.
    ///
    /// # Errors
    /// `invalid` when it is no whole backup, `newer-version` when a newer version made it, `storage` when it cannot be
    /// written. Nothing was changed then.
    pub async fn restore(&self, path: PathBuf) -> Result<Restored, Failure> {
        self.stop_asking();
        let restored = self.change_library(move |library, now| Ok(library.restore(&path, now)?)).await?;
        *lock(&self.0.damage) = None;
        self.begin_anew().await?;
        Ok(Restored { before: shown(&restored.before), articles: restored.articles })
    }

    /// What is being fetched is meant for the library that is about to be replaced.
    pub(crate) fn stop_asking(&self) {
        self.cancel_refresh();
        self.stop_fetching_saved();
    }

    /// Another library has taken the place of the one by which this was set up.
    pub(crate) async fn begin_anew(&self) -> Result<(), Failure> {
        lock(&self.0.whole).clear();
        let options = self.0.options.clone();
        let client = self.with_library(move |library, _| transport::client_of(&options, library)).await?;
        *lock(&self.0.client) = client;
        Ok(())
    }
}

pub(crate) fn view(backup: &Backup) -> BackupView {
    BackupView {
        path: shown(&backup.path),
        at: backup.at.to_string(),
        kind: backup.kind.as_str().to_owned(),
        bytes: backup.bytes,
    }
}

/// A path for people.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}
