//! When a feed says that it changes: `ttl`, `skipHours`, `skipDays` (RSS 2.0) and RSS 1.0's module `sy`.

use jiff::civil::Weekday;

/// Longest time to live that is believed: a year.
const LONGEST: u32 = 365 * 24 * 60;

/// What was read so far.
#[derive(Default)]
pub(crate) struct Schedule {
    /// Minutes.
    pub(crate) ttl: Option<u32>,
    /// Minutes, of `sy:updatePeriod`.
    period: Option<u32>,
    /// How often in that time.
    frequency: Option<u32>,
    /// One bit for each hour.
    hours: u32,
    /// One bit for each day from Monday on.
    days: u8,
}

impl Schedule {
    pub(crate) fn say_ttl(&mut self, text: &str) {
        self.ttl = self.ttl.or_else(|| number(text).map(|minutes| minutes.min(LONGEST)).filter(|minutes| *minutes > 0));
    }

    pub(crate) fn say_period(&mut self, text: &str) {
        self.period = match text.trim().to_ascii_lowercase().as_str() {
            "hourly" => Some(60),
            "daily" => Some(24 * 60),
            "weekly" => Some(7 * 24 * 60),
            "monthly" => Some(30 * 24 * 60),
            "yearly" => Some(LONGEST),
            _ => self.period,
        };
    }

    pub(crate) fn say_frequency(&mut self, text: &str) {
        self.frequency = number(text).filter(|times| *times > 0).or(self.frequency);
    }

    /// 24 is an old way to write midnight.
    pub(crate) fn say_hour(&mut self, text: &str) {
        if let Some(hour) = number(text).filter(|hour| *hour <= 24) {
            self.hours |= 1 << (hour % 24);
        }
    }

    pub(crate) fn say_day(&mut self, text: &str) {
        const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let text = text.trim();
        let is = |day: &str| text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(day));
        if let Some(at) = DAYS.iter().position(|day| is(day)) {
            self.days |= 1 << at;
        }
    }

    /// The module's defaults: once a day.
    pub(crate) fn update_minutes(&self) -> Option<u32> {
        (self.period.is_some() || self.frequency.is_some())
            .then(|| (self.period.unwrap_or(24 * 60) / self.frequency.unwrap_or(1)).max(1))
    }

    pub(crate) fn hours(&self) -> Vec<u8> {
        (0..24).filter(|hour| self.hours & (1 << hour) != 0).collect()
    }

    pub(crate) fn days(&self) -> Vec<Weekday> {
        (1..=7)
            .filter(|day| self.days & (1 << (day - 1)) != 0)
            .filter_map(|day| Weekday::from_monday_one_offset(day).ok())
            .collect()
    }
}

/// A whole number; one that is too large is the largest.
fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = &text[..text.bytes().take_while(u8::is_ascii_digit).count()];
    (!digits.is_empty()).then(|| digits.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::Schedule;
    use jiff::civil::Weekday;

    #[test]
    fn what_a_feed_says_of_its_times() {
        let mut schedule = Schedule::default();
        assert_eq!(schedule.update_minutes(), None);
        schedule.say_ttl("99999999999999999999");
        schedule.say_period(" Weekly ");
        schedule.say_frequency("2");
        for hour in ["24", "7", "7", "25", "-1", "x", " 23 "] {
            schedule.say_hour(hour);
        }
        for day in ["Sunday", "monday", "Noday", ""] {
            schedule.say_day(day);
        }
        assert_eq!((schedule.ttl, schedule.update_minutes()), (Some(525_600), Some(5040)));
        assert_eq!(schedule.hours(), [0, 7, 23]);
        assert_eq!(schedule.days(), [Weekday::Monday, Weekday::Sunday]);
        schedule.say_frequency("4000000000");
        assert_eq!(schedule.update_minutes(), Some(1));
    }
}
