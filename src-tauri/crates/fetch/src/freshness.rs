//! When to ask a source again. Pure: time and the seed of the jitter are arguments.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Nobody is asked more often than this.
const LEAST: i64 = 15 * 60;
/// Nobody is forgotten for longer than this; a server that asks for more peace has got its date wrong.
const MOST: i64 = 24 * 60 * 60;
/// A source that has not shown how often it publishes. With the jitter it stays within the half hour between two
/// refreshes of the window.
const USUAL: i64 = 27 * 60;
/// A source is asked this often between two of its entries: news arrives after a twelfth of the usual gap on average.
const ASKS_PER_ENTRY: i64 = 6;
/// What rarely publishes is asked twice a day all the same.
const RARELY: i64 = 12 * 60 * 60;
/// Entries that tell how often a source publishes.
const TELLING: usize = 12;

/// What is known of how often to ask. The default knows nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pace {
    /// Seconds the answer stays fresh, said the server (Cache-Control, Expires).
    pub max_age: Option<u64>,
    /// Minutes between two requests, said the feed (`ttl`, `sy:`).
    pub update_minutes: Option<u32>,
    /// Minutes between two entries of late.
    pub gap_minutes: Option<u32>,
    /// Bit n set: not in hour n, UTC (`skipHours`).
    pub skip_hours: u32,
    /// Bit n set: not on day n, UTC, from Monday (`skipDays`).
    pub skip_days: u8,
}

/// After an answer: the longest of what the server and the feed ask for, and a sixth of the time between two entries,
/// between 15 minutes and 24 hours, spread by up to a tenth with `seed`, and moved out of the hours and days to skip.
#[must_use]
pub fn next_due_after_success(now: Timestamp, pace: &Pace, seed: u64) -> Timestamp {
    let server = pace.max_age.map_or(0, |seconds| i64::try_from(seconds).unwrap_or(MOST));
    let feed = pace.update_minutes.map_or(0, |minutes| i64::from(minutes) * 60);
    let own = match pace.gap_minutes {
        Some(minutes) => (i64::from(minutes) * 60 / ASKS_PER_ENTRY).min(RARELY),
        None if server == 0 && feed == 0 => USUAL,
        None => 0,
    };
    let due = after(now, server.max(feed).max(own), seed);
    let latest = seconds_after(now, MOST);
    // Hour by hour: the first that is not skipped, a day ahead at most.
    let mut due = due;
    while is_skipped(pace, due) && due < latest {
        due = seconds_after(due, 3600 - due.as_second().rem_euclid(3600));
    }
    due.min(latest)
}

/// Whether the feed asks not to be asked at `now`. One that skips every hour, or every day, means something else.
#[must_use]
pub fn is_skipped(pace: &Pace, now: Timestamp) -> bool {
    const ALL_HOURS: u32 = (1 << 24) - 1;
    const ALL_DAYS: u8 = (1 << 7) - 1;
    let time = TimeZone::UTC.to_datetime(now);
    let (hour, day) = (time.hour().unsigned_abs(), time.weekday().to_monday_zero_offset().unsigned_abs());
    (pace.skip_hours & ALL_HOURS != ALL_HOURS && pace.skip_hours >> hour & 1 == 1)
        || (pace.skip_days & ALL_DAYS != ALL_DAYS && pace.skip_days >> day & 1 == 1)
}

/// Minutes between two entries of late, from the times of a source's newest entries up to `now`; silence since the last
/// one counts. None when fewer than two say when they were published.
#[must_use]
pub fn gap_minutes(mut published: Vec<Timestamp>, now: Timestamp) -> Option<u32> {
    published.retain(|time| *time <= now);
    published.sort_unstable_by(|a, b| b.cmp(a));
    published.truncate(TELLING);
    let oldest = *published.last().filter(|_| published.len() > 1)?;
    let gaps = i64::try_from(published.len()).ok()?;
    u32::try_from(now.duration_since(oldest).as_secs() / gaps / 60).ok()
}

/// After the `failures`-th failure in a row: 27 minutes, doubled each time, at least what the server asked for in
/// `retry_after` (seconds).
#[must_use]
pub fn next_due_after_failure(now: Timestamp, failures: u32, retry_after: Option<u64>, seed: u64) -> Timestamp {
    let doubled = (USUAL << failures.saturating_sub(1).min(6)).min(MOST);
    after(now, doubled.max(wait(retry_after)), seed)
}

/// When a server that failed at `failed` may be asked again at the earliest, also by a person in a hurry:
/// `retry_after` (seconds) later, a day at most.
#[must_use]
pub fn may_ask_at(failed: Timestamp, retry_after: Option<u64>) -> Timestamp {
    seconds_after(failed, wait(retry_after))
}

fn wait(retry_after: Option<u64>) -> i64 {
    retry_after.map_or(0, |seconds| i64::try_from(seconds).unwrap_or(MOST).min(MOST))
}

fn after(now: Timestamp, seconds: i64, seed: u64) -> Timestamp {
    let seconds = seconds.clamp(LEAST, MOST);
    // A multiplicative hash: neighbouring ids land far apart (Knuth, TAOCP 3, 6.4).
    let spread = i64::try_from(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48).unwrap_or(0);
    let jitter = seconds / 10 * spread / 0xFFFF;
    seconds_after(now, (seconds + jitter).min(MOST))
}

fn seconds_after(time: Timestamp, seconds: i64) -> Timestamp {
    time.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::{Pace, gap_minutes, is_skipped, may_ask_at, next_due_after_failure, next_due_after_success};
    use jiff::{SignedDuration, Timestamp};

    fn minutes(due: Timestamp) -> i64 {
        due.duration_since(Timestamp::UNIX_EPOCH).as_secs() / 60
    }

    fn due(pace: Pace) -> i64 {
        minutes(next_due_after_success(Timestamp::UNIX_EPOCH, &pace, 0))
    }

    #[test]
    fn a_source_is_asked_between_a_quarter_of_an_hour_and_a_day() {
        let nothing = Pace::default();
        assert_eq!(due(nothing), 27);
        assert_eq!(due(Pace { max_age: Some(1), ..nothing }), 15);
        assert_eq!(due(Pace { max_age: Some(3600), update_minutes: Some(5), ..nothing }), 60);
        assert_eq!(due(Pace { update_minutes: Some(120), ..nothing }), 120);
        assert_eq!(due(Pace { max_age: Some(u64::MAX), ..nothing }), 24 * 60);
        assert_eq!(due(Pace { update_minutes: Some(u32::MAX), ..nothing }), 24 * 60);
    }

    #[test]
    fn a_source_is_asked_as_often_as_it_publishes_calls_for() {
        let every = |minutes| due(Pace { gap_minutes: Some(minutes), ..Pace::default() });
        assert_eq!([every(0), every(60), every(6 * 60), every(24 * 60), every(u32::MAX)], [15, 15, 60, 240, 720]);
        let asked = Pace { gap_minutes: Some(60), update_minutes: Some(180), ..Pace::default() };
        assert_eq!(due(asked), 180, "what it asks for comes first");
    }

    #[test]
    fn the_gap_between_entries_counts_the_silence_since() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let hours = |all: &[i64]| all.iter().map(|hours| now - SignedDuration::from_hours(*hours)).collect::<Vec<_>>();
        assert_eq!(gap_minutes(hours(&[1, 3, 2]), now), Some(60));
        assert_eq!(gap_minutes(hours(&[100, 101]), now), Some(101 * 30));
        assert_eq!(gap_minutes(hours(&[-5, 1]), now), None, "what is yet to come tells nothing");
        assert_eq!(gap_minutes(Vec::new(), now), None);
    }

    #[test]
    fn hours_and_days_a_feed_skips_are_skipped_unless_it_skips_all() {
        // 1970-01-01 was a Thursday.
        let skips = |hours: u32, days: u8| Pace { skip_hours: hours, skip_days: days, ..Pace::default() };
        assert_eq!(due(skips(0b111, 0)), 180);
        assert_eq!(due(skips(0, 1 << 3)), 24 * 60, "Friday");
        assert_eq!(due(skips((1 << 24) - 1, 0)), 27);
        assert_eq!(due(skips(0, 127)), 27);
        assert!(is_skipped(&skips(1, 0), Timestamp::UNIX_EPOCH) && !is_skipped(&skips(2, 0), Timestamp::UNIX_EPOCH));
        assert_eq!(due(skips(0, 0b111_1000)), 24 * 60, "a day ahead at most; then it is looked at again");
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
    fn a_server_gets_the_peace_it_asks_for_and_no_more_than_a_day() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(minutes(may_ask_at(now, Some(90))), 1);
        assert_eq!(may_ask_at(now, None), now);
        assert_eq!(minutes(may_ask_at(now, Some(u64::MAX))), 24 * 60);
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
        let due = |seed| next_due_after_success(now, &Pace { max_age: Some(36_000), ..Pace::default() }, seed);
        assert_eq!(due(1), due(1));
        assert_ne!(due(1), due(2));
    }
}
