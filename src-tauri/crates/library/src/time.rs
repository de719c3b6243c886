//! Times as the database has them: whole milliseconds since 1970, UTC.

use jiff::Timestamp;

/// A time as stored.
pub(crate) fn millis(time: Timestamp) -> i64 {
    time.as_millisecond()
}

/// A stored time. One that no calendar knows can only come from damage, and is brought to the nearest that one does.
pub(crate) fn timestamp(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(if millis < 0 { Timestamp::MIN } else { Timestamp::MAX })
}
