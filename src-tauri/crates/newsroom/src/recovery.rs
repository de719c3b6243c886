//! When the library is damaged: noticing it after a crash, rescuing what can be read, restoring a backup, also when it
//! cannot be opened at all.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use library::{Check, Library, LibraryError, Rescue};
use serde::Deserialize;
use serde_json::Value;

use crate::wire::{BackupView, Event, LostRows, MoreInBackup, Recovery, Rescued, Restored};
use crate::{Failure, Newsroom, Options, backups, lock};

impl Newsroom {
    /// What goes on by itself while a face is open, off its way: a look through a library whose last end was not clean, and
    /// the backup of the day.
    pub async fn keep_safe(&self) {
        if self.library().ended_uncleanly() {
            match self.with_library(|library, _| Ok(library.quick_check()?)).await {
                Ok(None) => {}
                Ok(Some(complaint)) => self.note_damage(format!("library.db is damaged ({complaint})")),
                Err(failure) if failure.code == "damaged" => self.note_damage(failure.why),
                Err(failure) => tracing::warn!(%failure, "the library was not looked through"),
            }
        }
        if let Err(failure) = self.back_up_daily().await {
            if failure.code == "damaged" {
                self.note_damage(failure.why);
            } else {
                tracing::warn!(%failure, "there is no backup of today");
            }
        }
    }

    /// The same, for a face that does not wait.
    pub fn keep_safe_in_background(&self) {
        let newsroom = self.clone();
        tokio::spawn(async move { newsroom.keep_safe().await });
    }

    fn note_damage(&self, why: String) {
        *lock(&self.0.damage) = Some(why);
        self.announce(Event::Changed);
    }

    /// Mends what can be made anew, or rescues what can be read; what `check` says afterwards, and what was rescued.
    ///
    /// # Errors
    /// `damaged` when nothing of a library could be read, `storage` when it cannot be written.
    pub fn repair(&self) -> Result<(Check, Option<Rescue>), Failure> {
        let outcome = self.library().repair(self.now())?;
        *lock(&self.0.damage) = None;
        Ok(outcome)
    }

    pub(crate) async fn recovery(&self) -> Result<Recovery, Failure> {
        let damage = lock(&self.0.damage).clone();
        let folder = self.data_dir().to_owned();
        self.with_library(move |_, _| state(&folder, damage)).await
    }

    pub(crate) async fn rescue(&self) -> Result<Rescued, Failure> {
        self.stop_asking();
        let newsroom = self.clone();
        let (_, rescue) = self.change_library(move |_, _| newsroom.repair()).await?;
        self.begin_anew().await?;
        match rescue {
            Some(rescue) => Ok(rescued(&rescue)),
            None => self.with_library(|library, _| Ok(whole(library)?)).await,
        }
    }
}

/// Rescues what can be read of a library that cannot be opened.
///
/// # Errors
/// `damaged` when nothing of a library could be read, `storage` when it cannot be written.
pub fn rescue(folder: &Path, now: Timestamp) -> Result<Rescue, Failure> {
    Ok(library::rescue(folder, now)?)
}

/// Restores a backup in the place of a library that cannot be opened; returns where the damaged file was kept.
///
/// # Errors
/// `invalid` when it is no whole backup, `storage` when it cannot be written.
pub fn restore(folder: &Path, from: &Path, now: Timestamp) -> Result<PathBuf, Failure> {
    Ok(library::restore_damaged(folder, from, now)?)
}

/// The backups of a library that cannot be opened, the newest first.
///
/// # Errors
/// `storage` when their folder cannot be read.
pub fn backups(folder: &Path) -> Result<Vec<BackupView>, Failure> {
    Ok(library::backups_in(folder)?.iter().map(backups::view).collect())
}

/// The commands that also work where the library cannot be opened; none for any other. After `rescue` and
/// `restore_backup` it can be.
pub fn call(options: &Options, failure: &Failure, name: &str, args: &Value) -> Option<Result<Value, Failure>> {
    #[derive(Deserialize)]
    struct From {
        path: PathBuf,
    }
    let (folder, now) = (&options.data_dir, (options.clock)());
    if failure.code != "damaged" {
        return None;
    }
    let to_json = |value: serde_json::Result<Value>| {
        value.map_err(|error| Failure::new("internal", "The answer", error.to_string(), "report this, please"))
    };
    Some(match name {
        "recovery" => state(folder, Some(failure.why.clone())).and_then(|state| to_json(serde_json::to_value(state))),
        "rescue" => rescue(folder, now).and_then(|rescue| to_json(serde_json::to_value(rescued(&rescue)))),
        "restore_backup" => serde_json::from_value(args.clone())
            .map_err(|error| Failure::new("invalid", "Restoring", error.to_string(), "reload the window"))
            .and_then(|From { path }| {
                let before = restore(folder, &path, now)?.display().to_string();
                let articles = whole(&Library::open(folder)?)?.articles;
                to_json(serde_json::to_value(Restored { before, articles }))
            }),
        _ => return None,
    })
}

fn state(folder: &Path, damage: Option<String>) -> Result<Recovery, Failure> {
    Ok(Recovery { damage, folder: folder.display().to_string(), backups: backups(folder)? })
}

/// What a reader calls the rows of each table. What is not here is made anew from the rest.
const NAMES: &[(&str, &str)] = &[
    ("article", "articles"),
    ("body", "texts"),
    ("change", READER),
    ("deed", "what rules did"),
    ("file", "pictures"),
    ("highlight", "highlights"),
    ("image", "pictures"),
    ("kept_mark", "blocks that you put back into articles"),
    ("moved", READER),
    ("other_text", "second texts of articles"),
    ("page", "notes on pages that were fetched"),
    ("pile", READER),
    ("provenance", "notes on where texts are from"),
    ("request", "the history of sources"),
    ("revision", "earlier versions of articles"),
    ("rule", "rules"),
    ("saved_search", "kept searches"),
    ("setting", "settings"),
    ("source", "sources"),
    ("status", READER),
    ("tag", "tags"),
];
const READER: &str = "what was read and saved";

/// What a rescue could not read all of, in a reader's words. Texts are left out where it is told how many articles lack theirs.
#[must_use]
pub fn lost(rescue: &Rescue) -> Vec<LostRows> {
    let mut all: Vec<LostRows> = Vec::new();
    for (table, rows) in &rescue.lost {
        let named = NAMES.iter().find(|(known, _)| known == table);
        let Some((_, what)) = named.filter(|(table, _)| *table != "body" || rescue.without_text == 0) else { continue };
        match all.iter_mut().find(|known| known.what == *what) {
            Some(known) => known.rows += rows,
            None => all.push(LostRows { what: (*what).to_owned(), rows: *rows }),
        }
    }
    all
}

/// Of a library that needed no rescue after all.
fn whole(library: &Library) -> Result<Rescued, LibraryError> {
    let articles = library.sizes(&std::collections::HashSet::new())?.articles;
    Ok(Rescued { articles, ..Rescued::default() })
}

fn rescued(rescue: &Rescue) -> Rescued {
    let more = rescue.backup.as_ref().map(|more| MoreInBackup {
        backup: backups::view(&more.backup),
        articles: more.articles,
        texts: more.texts,
        tags: more.tags,
        highlights: more.highlights,
        sources: more.sources,
    });
    Rescued {
        damaged: Some(rescue.damaged.display().to_string()),
        articles: rescue.articles,
        without_text: rescue.without_text,
        lost: lost(rescue),
        more,
    }
}
