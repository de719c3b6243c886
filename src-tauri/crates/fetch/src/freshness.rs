//! When to ask a source again. Pure: time and the seed of the jitter are arguments.

use jiff::{SignedDuration, Timestamp};

/// Nobody is asked more often than this.
const LEAST: i64 = 15 * 60;
/// Nobody is forgotten for longer than this, except those who ask for it.
const MOST: i64 = 24 * 60 * 60;
/// A server that asks for more peace than this has got its date wrong, and would be lost for good.
const LONGEST_WAIT: i64 = 7 * 24 * 60 * 60;
/// A source that says nothing about itself. With the jitter it stays within the half hour between two refreshes of
/// the window.
const USUAL: i64 = 27 * 60;

/// After an answer: the longest of what the server (`max_age`, seconds) and the feed (`ttl`, minutes) ask for,
/// between 15 minutes and 24 hours, spread by up to a tenth with `seed`.
#[must_use]
pub fn next_due_after_success(now: Timestamp, max_age: Option<u64>, ttl: Option<u32>, seed: u64) -> Timestamp {
    let server = max_age.map_or(0, |seconds| i64::try_from(seconds).unwrap_or(MOST));
    let feed = ttl.map_or(0, |minutes| i64::from(minutes) * 60);
    after(now, server.max(feed).max(if server == 0 && feed == 0 { USUAL } else { 0 }), MOST, seed)
}

/// After the `failures`-th failure in a row: 27 minutes, doubled each time, at least what the server asked for in
/// `retry_after` (seconds).
#[must_use]
pub fn next_due_after_failure(now: Timestamp, failures: u32, retry_after: Option<u64>, seed: u64) -> Timestamp {
    let doubled = (USUAL << failures.saturating_sub(1).min(6)).min(MOST);
    let asked = wait(retry_after);
    if asked > doubled { after(now, asked, LONGEST_WAIT, seed) } else { after(now, doubled, MOST, seed) }
}

/// When a server that failed at `failed` may be asked again at the earliest, also by a person in a hurry:
/// `retry_after` (seconds) later, a week at most.
#[must_use]
pub fn may_ask_at(failed: Timestamp, retry_after: Option<u64>) -> Timestamp {
    failed.checked_add(SignedDuration::from_secs(wait(retry_after))).unwrap_or(failed)
}

fn wait(retry_after: Option<u64>) -> i64 {
    retry_after.map_or(0, |seconds| i64::try_from(seconds).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT))
}

fn after(now: Timestamp, seconds: i64, most: i64, seed: u64) -> Timestamp {
    let seconds = seconds.clamp(LEAST, most);
    // A multiplicative hash: neighbouring ids land far apart (Knuth, TAOCP 3, 6.4).
    let spread = i64::try_from(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48).unwrap_or(0);
    let jitter = seconds / 10 * spread / 0xFFFF;
    now.checked_add(SignedDuration::from_secs((seconds + jitter).min(most))).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::{may_ask_at, next_due_after_failure, next_due_after_success};
    use jiff::Timestamp;

    fn minutes(due: Timestamp) -> i64 {
        due.duration_since(Timestamp::UNIX_EPOCH).as_secs() / 60
    }

    #[test]
    fn a_source_is_asked_between_a_quarter_of_an_hour_and_a_day() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(minutes(next_due_after_success(now, Some(1), None, 0)), 15);
        assert_eq!(minutes(next_due_after_success(now, Some(3600), Some(5), 0)), 60);
        assert_eq!(minutes(next_due_after_success(now, None, Some(120), 0)), 120);
        assert_eq!(minutes(next_due_after_success(now, Some(u64::MAX), None, 7)), 24 * 60);
        assert_eq!(minutes(next_due_after_success(now, None, None, 0)), 27);
    }

    #[test]
    fn failures_back_off_and_the_server_has_the_last_word() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(minutes(next_due_after_failure(now, 1, None, 0)), 27);
        assert_eq!(minutes(next_due_after_failure(now, 3, None, 0)), 108);
        assert_eq!(minutes(next_due_after_failure(now, 40, None, 0)), 24 * 60);
        assert_eq!(minutes(next_due_after_failure(now, 1, Some(7200), 0)), 120);
    }

    #[test]
    fn a_server_gets_the_peace_it_asks_for_and_no_more_than_a_week() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(minutes(may_ask_at(now, Some(90))), 1);
        assert_eq!(may_ask_at(now, None), now);
        assert_eq!(minutes(may_ask_at(now, Some(u64::MAX))), 7 * 24 * 60);
        for seed in 0..100 {
            for asked in [1, 1000, 100_000, 300_000, u64::MAX] {
                let due = next_due_after_failure(now, 2, Some(asked), seed);
                assert!(due >= may_ask_at(now, Some(asked)) && due <= may_ask_at(now, Some(u64::MAX)), "{asked}");
            }
        }
    }

    #[test]
    fn the_same_source_gets_the_same_jitter_and_neighbours_get_others() {
        let now = Timestamp::UNIX_EPOCH;
        let due = |seed| next_due_after_success(now, Some(36_000), None, seed);
        assert_eq!(due(1), due(1));
        assert_ne!(due(1), due(2));
    }
}
