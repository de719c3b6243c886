//! When to ask a source again. Pure: time and the seed of the jitter are arguments.

use jiff::{SignedDuration, Timestamp};

/// Nobody is asked more often than this.
const LEAST: i64 = 15 * 60;
/// Nobody is forgotten for longer than this.
const MOST: i64 = 24 * 60 * 60;
/// A source that says nothing about itself. With the jitter it stays within the half hour between two refreshes of
/// the window.
const USUAL: i64 = 27 * 60;

/// After an answer: the longest of what the server (`max_age`, seconds) and the feed (`ttl`, minutes) ask for,
/// between 15 minutes and 24 hours, spread by up to a tenth with `seed`.
#[must_use]
pub fn next_due_after_success(now: Timestamp, max_age: Option<u64>, ttl: Option<u32>, seed: u64) -> Timestamp {
    let server = max_age.map_or(0, |seconds| i64::try_from(seconds).unwrap_or(MOST));
    let feed = ttl.map_or(0, |minutes| i64::from(minutes) * 60);
    after(now, server.max(feed).max(if server == 0 && feed == 0 { USUAL } else { 0 }), seed)
}

/// After the `failures`-th failure in a row: 27 minutes, doubled each time, at least what the server asked for in
/// `retry_after` (seconds).
#[must_use]
pub fn next_due_after_failure(now: Timestamp, failures: u32, retry_after: Option<u64>, seed: u64) -> Timestamp {
    let doubled = USUAL << failures.saturating_sub(1).min(6);
    let asked = retry_after.map_or(0, |seconds| i64::try_from(seconds).unwrap_or(MOST));
    after(now, doubled.max(asked), seed)
}

fn after(now: Timestamp, seconds: i64, seed: u64) -> Timestamp {
    let seconds = seconds.clamp(LEAST, MOST);
    // A multiplicative hash: neighbouring ids land far apart (Knuth, TAOCP 3, 6.4).
    let spread = i64::try_from(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48).unwrap_or(0);
    let jitter = seconds / 10 * spread / 0xFFFF;
    now.checked_add(SignedDuration::from_secs((seconds + jitter).min(MOST))).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::{next_due_after_failure, next_due_after_success};
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
    fn the_same_source_gets_the_same_jitter_and_neighbours_get_others() {
        let now = Timestamp::UNIX_EPOCH;
        let due = |seed| next_due_after_success(now, Some(36_000), None, seed);
        assert_eq!(due(1), due(1));
        assert_ne!(due(1), due(2));
    }
}
