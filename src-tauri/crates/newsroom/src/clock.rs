//! When the sources are asked by themselves: with a window or without, and with nothing to do in between.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use library::{Source, SourceKind, SourceState};

use crate::{Newsroom, RefreshScope, lock, settings};

/// The longest sleep in one go: a computer that was asleep itself does not count that time, and what fell due meanwhile
/// waits no longer than this.
const NAP: Duration = Duration::from_mins(5);

impl Newsroom {
    /// Asks the sources that are due as often as the reader has set, and sleeps until the next is. Runs until dropped.
    pub async fn keep_fresh(&self) {
        loop {
            let next = self.next_round().await;
            loop {
                let left = next.map(|next| next.duration_since(self.now()));
                if left.is_some_and(|left| left <= SignedDuration::ZERO) {
                    self.refresh_in_background(RefreshScope::default());
                    break;
                }
                let nap = left.and_then(|left| Duration::try_from(left).ok()).map_or(NAP, |left| left.min(NAP));
                tokio::select! {
                    () = tokio::time::sleep(nap), if next.is_some() => {}
                    () = self.0.rescheduled.notified() => break,
                }
            }
        }
    }

    async fn next_round(&self) -> Option<Timestamp> {
        let last = *lock(&self.0.asked_all);
        let known = self.with_library(|library, now| {
            let minutes = settings::stored(library).refresh_minutes;
            Ok((minutes, library.sources().map(|sources| earliest(&sources, now))?))
        });
        // A library that cannot be read now may be at the next round.
        let (minutes, due) = known.await.unwrap_or((60, None));
        next_round(minutes, last, due, self.now())
    }
}

/// When the first source wants to be asked; none when there is no source to ask.
fn earliest(sources: &[Source], now: Timestamp) -> Option<Timestamp> {
    let asked = sources.iter().filter(|source| {
        source.kind != SourceKind::Saved && source.state == SourceState::Active && source.ended.is_none()
    });
    asked.map(|source| if source.is_due(now) { now } else { source.next_due.unwrap_or(now) }).min()
}

/// The next round is a pause after the last one, or later when nobody is due by then; none when the reader wants none.
fn next_round(minutes: u32, last: Option<Timestamp>, due: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    if minutes == 0 {
        return None;
    }
    let pause = SignedDuration::from_mins(minutes.into());
    // A clock that was set back has no part in this.
    let last = last.filter(|last| *last <= now);
    let round = last.map_or(now, |last| last.saturating_add(pause).unwrap_or(now));
    // Nobody to ask: a source that comes is asked as it comes.
    Some(round.max(due.unwrap_or(now.saturating_add(pause).unwrap_or(now))))
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use library::{NewSource, SourceKind};

    use super::next_round;
    use crate::{Newsroom, Options, RefreshScope};

    #[tokio::test]
    async fn a_round_that_falls_due_while_a_refresh_runs_is_asked_for_once() {
        let dir = tempfile::tempdir().unwrap();
        // Takes connections and never answers.
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let newsroom = Newsroom::open(Options { keyring: false, ..Options::new(Some(dir.path().to_owned())) }).unwrap();
        let source = NewSource {
            kind: SourceKind::Feed,
            url: format!("http://{}/f", silent.local_addr().unwrap()),
            site_url: None,
            title: "Silent".to_owned(),
            folder: None,
        };
        let source = newsroom.library().add_source(&source, newsroom.now()).unwrap();
        newsroom.refresh_in_background(RefreshScope { source: Some(source.id), force: true });
        let due = newsroom.next_round().await.unwrap();
        assert!(due <= newsroom.now(), "a round is due");
        newsroom.refresh_in_background(RefreshScope::default());
        assert!(newsroom.refresh_state().running, "the one before has not ended");
        let next = newsroom.next_round().await.unwrap();
        assert!(next > newsroom.now() + SignedDuration::from_mins(5), "not over and over: {next}");
    }

    #[test]
    fn rounds_keep_their_pause_and_wait_for_who_is_due() {
        let now: Timestamp = "2025-06-04T08:00:00Z".parse().unwrap();
        let at = |minutes: i64| now + SignedDuration::from_mins(minutes);
        assert_eq!(next_round(0, None, Some(now), now), None, "never is never");
        assert_eq!(next_round(30, None, Some(now), now), Some(now), "the first at once");
        assert_eq!(next_round(30, Some(now), Some(now), now), Some(at(30)), "however many are due");
        assert_eq!(next_round(30, Some(at(-10)), Some(at(-5)), now), Some(at(20)));
        assert_eq!(next_round(30, Some(at(-10)), Some(at(90)), now), Some(at(90)), "nobody is due before");
        assert_eq!(
            next_round(30, Some(at(-300)), Some(at(-200)), now),
            Some(at(-200).max(at(-270))),
            "after a night's sleep"
        );
        assert_eq!(next_round(30, Some(at(600)), Some(now), now), Some(now), "the clock was set back");
        assert_eq!(next_round(30, Some(at(-40)), None, now), Some(at(30)), "without sources there is no hurry");
    }
}
