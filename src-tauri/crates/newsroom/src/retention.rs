//! How long articles are kept: what the reader decides, what that would remove, and removing it after a refresh. What was
//! removed cannot be had back, so a face says first how much it is.

use jiff::{SignedDuration, Timestamp};
use library::{ALL, Keep, Library, SourceId, Trial};
use tokio_util::sync::CancellationToken;

use crate::wire::{KeepRule, Removal, Retention, SourcePage};
use crate::{Event, Failure, Newsroom};

/// Articles removed in one go: a few milliseconds that whoever marks one has to wait.
const AT_ONCE: usize = 50;
/// The setting with the time that retention goes by.
const CLOCK: &str = "retention-clock";
/// A clock that was set years ahead must not empty the library: from one run to the next, time goes on by this at most.
const LONGEST_STEP: SignedDuration = SignedDuration::from_hours(6);
/// A clock that was set back goes by itself.
const FAR_AHEAD: SignedDuration = SignedDuration::from_hours(1);

impl Newsroom {
    /// How long articles are kept where their source says nothing else.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn retention(&self) -> Result<Retention, Failure> {
        self.with_library(|library, _| {
            let library::Retention { keep, unread_too } = library.retention()?;
            let rule = if keep.is_all() { KeepRule::All } else { rule(Some(keep)) };
            Ok(Retention { rule, unread_too })
        })
        .await
    }

    /// Decides it. What is beyond it goes with the next [`Newsroom::remove_old`].
    ///
    /// # Errors
    /// `invalid` for the number 0.
    pub async fn set_retention(&self, retention: Retention) -> Result<Retention, Failure> {
        self.change_library(move |library, _| Ok(library.set_retention(as_kept(retention))?)).await?;
        self.retention().await
    }

    /// Gives a source a rule of its own. What is beyond it goes with the next [`Newsroom::remove_old`].
    ///
    /// # Errors
    /// `invalid` for the number 0, `not-found` when there is no such source.
    pub async fn set_source_keep(&self, id: i64, rule: KeepRule) -> Result<SourcePage, Failure> {
        self.change_library(move |library, _| Ok(library.set_source_keep(SourceId::new(id), keep(rule))?)).await?;
        self.source_page(id).await
    }

    /// What a rule would remove now: that of a source, or of the library.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn retention_preview(
        &self,
        source: Option<i64>,
        rule: KeepRule,
        unread_too: bool,
    ) -> Result<Removal, Failure> {
        let trial = match source {
            Some(id) => Trial::Source(SourceId::new(id), keep(rule)),
            None => Trial::Library(as_kept(Retention { rule, unread_too })),
        };
        self.with_library(move |library, now| {
            let removable = library.removable(trial, time(library, now))?;
            Ok(Removal { articles: removable.len() as u64 })
        })
        .await
    }

    /// Removes what is beyond the rules, a few articles at a time, until `cancel` fires; returns how many went. The room
    /// they took is used again, and what is too much of it is given back to the file system.
    ///
    /// # Errors
    /// `storage` when the library cannot be written.
    pub async fn remove_old(&self, cancel: &CancellationToken) -> Result<u64, Failure> {
        let removable =
            self.with_library(|library, now| Ok(library.removable(Trial::AsIs, step(library, now)?)?)).await?;
        let mut removed = 0;
        for some in removable.chunks(AT_ONCE) {
            if cancel.is_cancelled() {
                break;
            }
            let some = some.to_vec();
            removed += self.with_library(move |library, now| Ok(library.remove_articles(&some, now)?)).await?;
        }
        if removed > 0 {
            self.announce(Event::Changed);
        }
        while !cancel.is_cancelled() && self.with_library(|library, _| Ok(library.give_back_space()?)).await? {}
        Ok(removed)
    }

    /// The same, for a face that does not wait.
    pub(crate) fn remove_old_in_background(&self) {
        let newsroom = self.clone();
        tokio::spawn(async move {
            if let Err(failure) = newsroom.remove_old(&CancellationToken::new()).await {
                tracing::warn!(%failure, "not all that is beyond the rules was removed");
            }
        });
    }

    /// Writes the database anew without its empty room.
    ///
    /// # Errors
    /// `storage` when the disk has no room for it.
    pub async fn compact(&self) -> Result<(), Failure> {
        self.with_library(|library, _| Ok(library.compact()?)).await
    }
}

/// The rule of a source, for faces.
pub(crate) fn rule(keep: Option<Keep>) -> KeepRule {
    match keep {
        None => KeepRule::Library,
        Some(Keep { newest: Some(ALL), .. } | Keep { days: None, newest: None }) => KeepRule::All,
        Some(Keep { newest: Some(number), .. }) => KeepRule::Newest { number },
        Some(Keep { days: Some(number), .. }) => KeepRule::Days { number },
    }
}

fn keep(rule: KeepRule) -> Option<Keep> {
    match rule {
        KeepRule::Library => None,
        KeepRule::All => Some(Keep { days: None, newest: Some(ALL) }),
        KeepRule::Days { number } => Some(Keep { days: Some(number), newest: None }),
        KeepRule::Newest { number } => Some(Keep { days: None, newest: Some(number) }),
    }
}

fn as_kept(retention: Retention) -> library::Retention {
    let keep = keep(retention.rule).filter(|keep| !keep.is_all()).unwrap_or_default();
    library::Retention { keep, unread_too: retention.unread_too }
}

/// The time that retention goes by.
fn time(library: &Library, now: Timestamp) -> Timestamp {
    let last: Option<Timestamp> = library.setting(CLOCK).ok().flatten().and_then(|text| text.parse().ok());
    last.map_or(now, |last| went_on(last, now))
}

/// The same, and remembers it for the next time.
fn step(library: &Library, now: Timestamp) -> Result<Timestamp, Failure> {
    let time = time(library, now);
    // A library that keeps everything need not be written to.
    if library.has_rules()? {
        library.set_setting(CLOCK, &time.to_string())?;
    }
    Ok(time)
}

fn went_on(last: Timestamp, now: Timestamp) -> Timestamp {
    if last.duration_since(now) > FAR_AHEAD {
        return now;
    }
    last.checked_add(LONGEST_STEP).map_or(now, |furthest| furthest.min(now))
}

#[cfg(test)]
mod tests {
    use super::went_on;

    #[test]
    fn a_clock_that_is_years_ahead_empties_no_library() {
        let at = |text: &str| text.parse().unwrap();
        let last = at("2026-03-01T08:00:00Z");
        assert_eq!(went_on(last, at("2026-03-01T09:00:00Z")), at("2026-03-01T09:00:00Z"));
        assert_eq!(went_on(last, at("2036-03-01T08:00:00Z")), at("2026-03-01T14:00:00Z"));
        assert_eq!(went_on(last, at("2020-03-01T08:00:00Z")), at("2020-03-01T08:00:00Z"));
    }
}
