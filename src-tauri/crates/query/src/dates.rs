//! Days as readers write them: ISO 8601 dates, whole or not, and days counted back from today.

use jiff::civil::Date;
use jiff::{Span, Timestamp};

use crate::Clock;

/// What to write for a day.
pub(crate) const SAMPLES: &[(&str, &str)] = &[
    ("today", "since last midnight"),
    ("yesterday", "the day before"),
    ("7d", "7 days ago"),
    ("2w", "2 weeks ago"),
    ("3m", "3 months ago"),
    ("1y", "a year ago"),
    ("2026", "a year, by its first day"),
    ("2026-03", "a month, by its first day"),
    ("2026-03-01", "a day"),
];

/// When a day begins in the clock's zone. A month or year begins with its first day.
pub(crate) fn moment(value: &str, clock: &Clock) -> Option<Timestamp> {
    let today = clock.now.to_zoned_datetime(clock.zone.clone()).date();
    day(value, today)?.to_zoned_datetime(clock.zone.clone()).ok().map(|start| start.timestamp())
}

fn day(value: &str, today: Date) -> Option<Date> {
    let value = value.trim().to_ascii_lowercase();
    match value.as_str() {
        "today" => return Some(today),
        "yesterday" => return today.yesterday().ok(),
        _ => {}
    }
    if let Some((count, unit)) = value.split_at_checked(value.len().saturating_sub(1)) {
        let back = |span: fn(i64) -> Result<Span, jiff::Error>| {
            let count: u16 = count.parse().ok()?;
            today.checked_sub(span(i64::from(count)).ok()?).ok()
        };
        match unit {
            "d" => return back(|count| Span::new().try_days(count)),
            "w" => return back(|count| Span::new().try_weeks(count)),
            "m" => return back(|count| Span::new().try_months(count)),
            "y" => return back(|count| Span::new().try_years(count)),
            _ => {}
        }
    }
    let mut parts = value.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |part| number(part, 2))?;
    let day = parts.next().map_or(Some(1), |part| number(part, 2))?;
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Up to so many digits; a year has all four, so that half a year typed is none.
fn number(part: &str, digits: usize) -> Option<i16> {
    let fits = if digits == 4 { part.len() == 4 } else { (1..=digits).contains(&part.len()) };
    (fits && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::moment;
    use crate::Clock;
    use jiff::tz::TimeZone;

    fn clock(zone: TimeZone) -> Clock {
        Clock { now: "2026-03-15T23:30:00Z".parse().unwrap(), zone }
    }

    #[test]
    fn a_day_is_written_in_many_ways() {
        let clock = clock(TimeZone::UTC);
        for (written, begins) in [
            ("2026-03-01", "2026-03-01"),
            ("2026-3-1", "2026-03-01"),
            ("2026-03", "2026-03-01"),
            ("2026", "2026-01-01"),
            ("today", "2026-03-15"),
            ("Yesterday", "2026-03-14"),
            ("7d", "2026-03-08"),
            ("0d", "2026-03-15"),
            ("2w", "2026-03-01"),
            ("1M", "2026-02-15"),
            ("1y", "2025-03-15"),
        ] {
            let begins = format!("{begins}T00:00:00Z").parse().unwrap();
            assert_eq!(moment(written, &clock), Some(begins), "{written}");
        }
        for none in [
            "",
            "soon",
            "202",
            "20260",
            "2026-13",
            "2026-02-30",
            "2026-03-01-1",
            "d",
            "-7d",
            "7h",
            "+1-1",
            "99999d",
            "é",
            "7é",
        ] {
            assert_eq!(moment(none, &clock), None, "{none}");
        }
    }

    #[test]
    fn a_day_begins_at_the_readers_midnight() {
        let tokyo = clock(TimeZone::fixed(jiff::tz::offset(9)));
        assert_eq!(moment("today", &tokyo), Some("2026-03-15T15:00:00Z".parse().unwrap()), "it is the 16th there");
        assert_eq!(moment("2026-03-01", &tokyo), Some("2026-02-28T15:00:00Z".parse().unwrap()));
    }
}
