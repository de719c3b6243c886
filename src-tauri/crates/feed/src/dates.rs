//! Dates as publishers write them: the standards' forms first, then whatever day, month, year, time and zone can be told
//! from the words. What says no zone is UTC; what contradicts itself is no date.

mod names;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

/// Longest text that may be a date.
const LONGEST: usize = 128;

/// Reads a date as publishers and programs write it; none where it contradicts itself.
pub fn date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let first = text.bytes().next().filter(|_| text.len() <= LONGEST)?;
    let strict = if first.is_ascii_digit() { text.parse().ok() } else { None };
    strict.or_else(|| rfc2822(text)).or_else(|| loose(text))
}

/// jiff takes zone names it does not know for UTC, so only numbers, and the names of UTC itself, are left to it.
fn rfc2822(text: &str) -> Option<Timestamp> {
    let read = |text: &str| jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp());
    match ["GMT", "UTC", "UT", "Z"].iter().find_map(|name| text.strip_suffix(name)) {
        Some(rest) if rest.ends_with(' ') => read(&format!("{rest}+0000")),
        None if text.ends_with(|c: char| c.is_ascii_digit()) => read(text),
        _ => None,
    }
}

#[derive(Default)]
struct Found {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<Time>,
    afternoon: Option<bool>,
    zone: Option<TimeZone>,
}

fn loose(text: &str) -> Option<Timestamp> {
    let lower = spaced(&text.replace("\\n", " ").to_lowercase());
    if let Ok(seconds) = lower.trim().parse::<i64>() {
        match lower.trim().len() {
            4 => {
                let year = Date::new(i16::try_from(seconds).ok()?, 1, 1).ok()?;
                return TimeZone::UTC.to_timestamp(year.to_datetime(Time::midnight())).ok();
            }
            9 | 10 => return Timestamp::from_second(seconds).ok(),
            13 => return Timestamp::from_millisecond(seconds).ok(),
            _ => {}
        }
    }
    let mut found = Found::default();
    for word in lower.split_whitespace() {
        found.take(word)?;
    }
    let mut time = found.time.unwrap_or_default();
    if let Some(afternoon) = found.afternoon {
        let hour = time.hour() % 12 + if afternoon { 12 } else { 0 };
        time = time.with().hour(hour).build().ok()?;
    }
    let date = found.date()?;
    found.zone.unwrap_or(TimeZone::UTC).to_timestamp(date.to_datetime(time)).ok()
}

/// Words set apart: commas, the `T` and `Z` of ISO 8601, `a.m.`; what stands in brackets is a remark.
fn spaced(text: &str) -> String {
    let text = text
        .split('(')
        .next()
        .unwrap_or_default()
        .replace("a.m.", " am")
        .replace("p.m.", " pm")
        .replace([',', ';'], " ");
    let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    let all: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (at, c) in all.iter().enumerate() {
        let after_digit = at > 0 && digit(all.get(at - 1));
        match c {
            't' if after_digit && digit(all.get(at + 1)) => out.push(' '),
            'z' | 'a' | 'p' if after_digit => out.extend([' ', *c]),
            // "gmt+0000"
            '+' if at > 0 && all[at - 1].is_alphabetic() => out.extend([' ', *c]),
            '년' | '월' | '일' | '年' | '月' | '日' | '号' => out.extend([*c, ' ']),
            _ => out.push(*c),
        }
    }
    out
}

impl Found {
    /// None when the word makes the whole no date.
    fn take(&mut self, word: &str) -> Option<()> {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = word.split_at(digits);
        if let Some(minutes) = names::zone(word.trim_matches('.')) {
            self.zone.get_or_insert(offset(minutes)?);
        } else if word.starts_with('+') || (word.starts_with('-') && self.time.is_some() && word.len() > 2) {
            self.zone = Some(offset(minutes(word)?)?);
        } else if let Some(rest) =
            word.strip_prefix('-').filter(|rest| self.year.is_none() && rest.starts_with(|c: char| c.is_ascii_digit()))
        {
            // "-03-12" and "-0312": ISO 8601 of 1988 leaves the century out.
            let (year, month) = rest.split_once('-').or_else(|| rest.split_at_checked(2))?;
            (self.year, self.month) = (Some(self::year(year)?), Some(month.parse().ok()?));
        } else if word.contains(':') {
            self.clock(word)?;
        } else if digits == 0 {
            self.word(word);
        } else if rest.is_empty() {
            self.number(number)?;
        } else if matches!(rest, "st" | "nd" | "rd" | "th" | "." | "일" | "日" | "号") {
            self.day = number.parse().ok();
        } else if matches!(rest, "년" | "年") {
            self.year = number.parse().ok();
            if rest == "년" {
                self.zone = Some(offset(540)?);
            }
        } else if matches!(rest, "월" | "月") {
            self.month = number.parse().ok();
        } else {
            self.numbers(word)?;
        }
        Some(())
    }

    fn word(&mut self, word: &str) {
        match word {
            "am" | "오전" | "上午" | "午前" => self.afternoon = Some(false),
            "pm" | "오후" | "下午" | "午後" => self.afternoon = Some(true),
            _ if word.contains('/') => self.zone = TimeZone::get(word).ok().or(self.zone.take()),
            // "mar. 7 avril": what seems a month before the month is a day of the week.
            _ => self.month = names::month(word).or(self.month),
        }
        if matches!(word, "오전" | "오후") {
            self.zone = offset(540);
        }
    }

    fn number(&mut self, number: &str) -> Option<()> {
        match number.len() {
            // "20031231t101455"
            4 | 6 if self.year.is_some() && self.month.is_some() && self.time.is_none() => {
                let part = |at: usize| number.get(at..at + 2).map_or(Some(0), |two| two.parse().ok());
                self.time = Some(Time::new(part(0)?, part(2)?, part(4)?, 0).ok()?);
            }
            5 | 7 => {
                let (year, day) = number.split_at(number.len() - 3);
                self.ordinal(year, day)?;
            }
            1 | 2 if self.day.is_none() => self.day = Some(number.parse().ok()?),
            2 | 4 if self.year.is_none() => self.year = Some(year(number)?),
            6 | 8 => {
                let (head, tail) = number.split_at(number.len() - 4);
                (self.year, self.month, self.day) = (Some(year(head)?), tail[..2].parse().ok(), tail[2..].parse().ok());
            }
            _ => return None,
        }
        Some(())
    }

    /// `2003-12-31`, `31.12.03`, `12/31/2003` and `31/12/2003`: a first number over 12 is a day.
    fn numbers(&mut self, word: &str) -> Option<()> {
        let separator = word.chars().find(|c| !c.is_ascii_digit())?;
        let parts: Vec<&str> = word.trim_end_matches('.').split(separator).collect();
        let (first, second, third) = match parts[..] {
            [first, second, third] => (first, second, third),
            [year, day] if separator == '-' && day.len() == 3 => return self.ordinal(year, day),
            [year, month] if separator == '-' && month.len() == 2 => (year, month, "1"),
            _ => return None,
        };
        let (y, m, d) = match separator {
            '-' => (first, second, third),
            _ if first.len() == 4 => (first, second, third),
            '/' if first.parse::<u8>().ok()? <= 12 => (third, first, second),
            '/' | '.' => (third, second, first),
            _ => return None,
        };
        // "31-Dec-2003"
        let (y, d) = if separator == '-' && first.len() < 4 && third.len() == 4 { (d, y) } else { (y, d) };
        self.year = Some(year(y)?);
        self.month = m.parse().ok().or_else(|| names::month(m));
        self.day = Some(d.parse().ok()?);
        self.month.map(|_| ())
    }

    /// A day by its number in the year.
    fn ordinal(&mut self, year: &str, day: &str) -> Option<()> {
        let first = Date::new(self::year(year)?, 1, 1).ok()?;
        let day: i64 = day.parse().ok().filter(|day| (1..=366).contains(day))?;
        let date = first.checked_add(jiff::Span::new().days(day - 1)).ok()?;
        (self.year, self.month, self.day) = (Some(date.year()), Some(date.month()), Some(date.day()));
        Some(())
    }

    /// The day meant; the 31st of a month that has 30 days is the next one.
    fn date(&self) -> Option<Date> {
        let day = self.day.unwrap_or(1);
        let first = Date::new(self.year?, self.month?, 1).ok()?;
        let date = first.checked_add(jiff::Span::new().days(i64::from(day) - 1)).ok()?;
        (1..=31).contains(&day).then_some(date)
    }

    /// `10:14`, `10:14:55.5`, `10:14:55-08:00`.
    fn clock(&mut self, word: &str) -> Option<()> {
        let (clock, zone) = word.find(['+', '-']).map_or((word, ""), |at| word.split_at(at));
        let mut parts = clock.split(':');
        let hour = parts.next()?.parse().ok()?;
        let minute = parts.next()?.parse().ok()?;
        let second = parts.next().map_or(Some(0), |second| second.split('.').next()?.parse().ok())?;
        // A second more at the end of a year.
        let second = if second == 60 { 59 } else { second };
        self.time = Some(Time::new(hour, minute, second, 0).ok()?);
        if !zone.is_empty() {
            self.zone = Some(offset(minutes(zone)?)?);
        }
        Some(())
    }
}

fn year(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    Some(match (text.len(), year) {
        (4, _) => year,
        (2, 0..70) => 2000 + year,
        (2, _) => 1900 + year,
        _ => return None,
    })
}

/// `+0100`, `+01:00`, `-8`.
fn minutes(text: &str) -> Option<i32> {
    let (sign, text) = text.split_at(1);
    let text = text.replace(':', "");
    let number: i32 = text.parse().ok()?;
    let minutes = if text.len() > 2 { number / 100 * 60 + number % 100 } else { number * 60 };
    (number % 100 < 60 || text.len() <= 2).then_some(if sign == "-" { -minutes } else { minutes })
}

fn offset(minutes: i32) -> Option<TimeZone> {
    Offset::from_seconds(minutes * 60).ok().map(TimeZone::fixed)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let same = [
            ("2003-12-31T10:14:55-08:00", "2003-12-31T18:14:55Z"),
            ("2010-11-17 08:40:07-05:00", "2010-11-17T13:40:07Z"),
            ("03-12-31", "2003-12-31T00:00:00Z"),
            ("Sat, Dec 16 2023 02:02:33 PM", "2023-12-16T14:02:33Z"),
            ("Mon, 26 January 2004 16:31:00 PT", "2004-01-27T00:31:00Z"),
            ("Fri, 31 Mar 2023 20:19:00 America/Los_Angeles", "2023-04-01T03:19:00Z"),
            ("Thu Nov 12 2020 17:00:00 GMT+0000 (Coordinated Universal Time)", "2020-11-12T17:00:00Z"),
            ("jeu., 02 avril 2020 00:00:00 +0200", "2020-04-01T22:00:00Z"),
            ("Mardi 3 mars 2020", "2020-03-03T00:00:00Z"),
            ("Nov. 16, 2020, 10:57 p.m.", "2020-11-16T22:57:00Z"),
            ("Thu, 30 Apr 2015 08:57:00 MEST", "2015-04-30T06:57:00Z"),
            ("31/12/2020", "2020-12-31T00:00:00Z"),
            ("12/31/2020 4:20 pm PST", "2021-01-01T00:20:00Z"),
            ("2004년 05월 28일  01:31:15", "2004-05-27T16:31:15Z"),
            ("1520932969", "2018-03-13T09:22:49Z"),
            ("Wed, 01 Jan 2020 10:00:00 +0000", "2020-01-01T10:00:00Z"),
            ("Wed, 01 Jan 2020 10:00:00 GMT", "2020-01-01T10:00:00Z"),
            ("Fri, 01 Jan 2020 10:00:00 Z", "2020-01-01T10:00:00Z"),
            ("mar. 7 avril 2020", "2020-04-07T00:00:00Z"),
            ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"),
            ("2004-július-13T9:15-05:00", "2004-07-13T14:15:00Z"),
            ("пятница, 3 июля 2020 г. 10:00", "2020-07-03T10:00:00Z"),
            ("2020年11月5日 8:05", "2020-11-05T08:05:00Z"),
            ("Sun Jan  4 16:29:06 2004", "2004-01-04T16:29:06Z"),
            ("Thu, 31 Jun 2004 19:48:21 GMT", "2004-07-01T19:48:21Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
            ("20031231T101455Z", "2003-12-31T10:14:55Z"),
            ("-03-12", "2003-12-01T00:00:00Z"),
            ("-0312", "2003-12-01T00:00:00Z"),
            ("03335", "2003-12-01T00:00:00Z"),
            ("2003-335", "2003-12-01T00:00:00Z"),
            ("2003-12", "2003-12-01T00:00:00Z"),
            ("2003", "2003-01-01T00:00:00Z"),
        ];
        for (written, meant) in same {
            assert_eq!(date(written).map(|read| read.to_string()).as_deref(), Some(meant), "{written}");
        }
        for none in [
            "",
            "soon",
            "2003-12-31T25:14:55Z",
            "2013-01-27-01",
            "Sun, 16 Dec 2012 11:47:32 +00:zz",
            "Sun, 99 Jun 2009 12:00:00 GMT",
            "99999999999999999999",
        ] {
            assert_eq!(date(none), None, "{none}");
        }
    }
}
