//! What lies on the disk: the data folder, the library, its backups, secrets; and what the library knows of its sources.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use library::SourceState;

use super::{broken, counted, hint, off, size, well};
use crate::wire::Finding;
use crate::{Newsroom, Options, lock, settings};

/// With less than this, a refresh may not find room.
const LITTLE_ROOM: u64 = 500_000_000;
/// A log of the database that has grown beyond this was never put away.
const LARGE_LOG: u64 = 200_000_000;
/// Looking through a database larger than this takes longer than one waits for a report.
const LARGE: u64 = 1_500_000_000;
/// A backup is made every day the program runs.
const OLD_BACKUP: SignedDuration = SignedDuration::from_hours(8 * 24);
/// Failing sources that are named.
const NAMED: usize = 5;

pub(super) fn look(options: &Options) -> Vec<Finding> {
    vec![folder(&options.data_dir), secrets(options)]
}

fn folder(folder: &Path) -> Finding {
    let name = "Data folder";
    let shown = folder.display();
    if !folder.is_dir() {
        return off("folder", name, format!("{shown} is not there yet"));
    }
    // Trying is the only way to know.
    if let Err(error) = tempfile::Builder::new().prefix(".doctor-").tempfile_in(folder) {
        let (why, todo) = library::io_words(&error);
        return broken("folder", name, format!("{shown}: {why}"), todo);
    }
    match free(folder) {
        Some(room) if room < LITTLE_ROOM => hint(
            "folder",
            name,
            format!("{shown}, {} free on its disk", size(room)),
            "make room: new articles and pictures need it",
        ),
        Some(room) => well("folder", name, format!("{shown}, {} free", size(room))),
        None => well("folder", name, format!("{shown}, can be written")),
    }
}

#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}

/// The file in which secrets lie where there is no keyring.
fn secrets(options: &Options) -> Finding {
    let file = options.data_dir.join("secrets.json");
    if !file.exists() {
        return off("secrets", "Secrets", "none in a file");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if std::fs::metadata(&file).is_ok_and(|data| data.permissions().mode() & 0o077 != 0) {
            return broken(
                "secrets",
                "Secrets",
                format!("others may read {}", file.display()),
                format!("run chmod 600 {}", file.display()),
            );
        }
    }
    well("secrets", "Secrets", format!("some in {}, which only you may read", file.display()))
}

/// What there is to say of a library that is open.
pub(super) fn library(newsroom: &Newsroom) -> Vec<Finding> {
    let mut findings = vec![database(newsroom)];
    findings.extend(log(newsroom));
    findings.extend([backups(newsroom), sources(newsroom), proxy(newsroom)]);
    findings
}

fn database(newsroom: &Newsroom) -> Finding {
    let (id, name) = ("library", "Library");
    let library = newsroom.library();
    let repair = "run `standfirst check --repair`, or restore a backup";
    if let Some(why) = lock(&newsroom.0.damage).clone() {
        return broken(id, name, why, repair);
    }
    if let Some(why) = library.read_only_reason() {
        return broken(id, name, format!("it can only be read: {why}"), "make its folder and files writable");
    }
    let sizes = match library.sizes(&std::collections::HashSet::new()) {
        Ok(sizes) => sizes,
        Err(error) => return broken(id, name, error.to_string(), repair),
    };
    let articles = usize::try_from(sizes.articles).unwrap_or(usize::MAX);
    let said = format!(
        "format {}, {}, {}",
        library::NEWEST_FORMAT,
        counted(articles, "article", "articles"),
        size(sizes.database)
    );
    if sizes.database > LARGE {
        return well(id, name, format!("{said}; too large to look through here, `standfirst check` does"));
    }
    match library.quick_check() {
        Ok(None) => well(id, name, format!("{said}, whole")),
        Ok(Some(why)) => broken(id, name, format!("damaged: {why}"), repair),
        Err(error) => broken(id, name, error.to_string(), repair),
    }
}

fn log(newsroom: &Newsroom) -> Option<Finding> {
    let bytes = std::fs::metadata(newsroom.data_dir().join("library.db-wal")).ok()?.len();
    (bytes > LARGE_LOG).then(|| {
        hint(
            "database-log",
            "Database log",
            format!("{} have not been put away", size(bytes)),
            "close every Standfirst and open it again",
        )
    })
}

fn backups(newsroom: &Newsroom) -> Finding {
    let (id, name) = ("backups", "Backups");
    if let Some(failure) = lock(&newsroom.0.backup_trouble).clone() {
        return broken(id, name, format!("the last one was not made: {}", failure.why), failure.todo);
    }
    match newsroom.library().backups() {
        Err(error) => broken(id, name, error.to_string(), "look at the folder backups in the data folder"),
        Ok(all) => match all.iter().max_by_key(|backup| backup.at) {
            None => off(id, name, "none yet: one is made every day"),
            Some(newest) => {
                let found = format!("{}, the newest of {}", counted(all.len(), "backup", "backups"), day(newest.at));
                if newsroom.now().duration_since(newest.at) > OLD_BACKUP {
                    return hint(id, name, found, "let Standfirst refresh: a backup of the day comes with it");
                }
                well(id, name, found)
            }
        },
    }
}

fn sources(newsroom: &Newsroom) -> Finding {
    let (id, name) = ("sources", "Sources");
    let all = match newsroom.library().sources() {
        Ok(sources) => crate::sources::followed(sources),
        Err(error) => return broken(id, name, error.to_string(), "run `standfirst check`"),
    };
    let failing: Vec<_> =
        all.iter().filter(|source| source.state == SourceState::Active && source.error.is_some()).collect();
    let followed = format!("{} followed", all.len());
    if failing.is_empty() {
        return well(id, name, format!("{followed}, none fails"));
    }
    let host = |url: &str| {
        url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| "?".to_owned())
    };
    let mut named: Vec<String> = failing
        .iter()
        .take(NAMED)
        .map(|source| format!("{} ({})", host(&source.url), source.error_code.as_deref().unwrap_or("failed")))
        .collect();
    if failing.len() > NAMED {
        named.push(format!("{} more", failing.len() - NAMED));
    }
    let found = format!("{followed}, {}: {}", counted(failing.len(), "fails", "fail"), named.join(", "));
    hint(id, name, found, "`standfirst repair` looks where they may be now")
}

/// Without its name and password.
fn proxy(newsroom: &Newsroom) -> Finding {
    let (id, name) = ("proxy", "Proxy");
    let proxy = settings::stored(newsroom.library()).proxy;
    match proxy.as_str() {
        "" => {
            let named = ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
            let set: Vec<_> = named
                .into_iter()
                .filter(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
                .collect();
            if set.is_empty() {
                off(id, name, "none")
            } else {
                well(id, name, format!("what the system says ({})", set.join(", ")))
            }
        }
        "none" => off(id, name, "none, whatever the system says"),
        address => well(id, name, logbook::redacted(address)),
    }
}

fn day(at: Timestamp) -> String {
    at.strftime("%-d %B %Y").to_string()
}
