//! Dates as pages write them, for machines and for people, to RFC 3339.

use jiff::{Timestamp, civil, tz::TimeZone};

/// A date written for machines. Without an offset it is taken as UTC, without a time as midnight.
pub(crate) fn machine(text: &str) -> Option<String> {
    let text = text.trim();
    // Pages write `+0200` and a blank for the T; both are one edit from the standard.
    let mut standard = text.replacen(' ', "T", usize::from(text.as_bytes().get(10) == Some(&b' '))).replace(' ', "");
    if let Some(at) = standard.rfind(['+', '-']).filter(|at| *at > 10)
        && standard.len() == at + 5
        && standard.is_char_boundary(at + 3)
        && !standard[at..].contains(':')
    {
        standard.insert(at + 3, ':');
    }
    if standard.parse::<Timestamp>().is_ok() {
        return Some(standard);
    }
    let day = || standard.get(..10).and_then(|day| day.parse::<civil::Date>().ok()).and_then(midnight);
    standard
        .parse::<civil::DateTime>()
        .ok()
        .and_then(utc)
        .or_else(day)
        .or_else(|| jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp().to_string()))
}

fn utc(local: civil::DateTime) -> Option<String> {
    TimeZone::UTC.to_timestamp(local).ok().map(|time| time.to_string())
}

fn midnight(day: civil::Date) -> Option<String> {
    utc(day.at(0, 0, 0, 0))
}

/// The months' names in lower case, January first: English, German, French, Spanish, Italian, Portuguese, Dutch,
/// Polish, Swedish, Russian. Three letters or more of a name stand for it.
const MONTHS: [&str; 12] = [
    "january januar jänner janvier enero gennaio janeiro januari stycznia января",
    "february februar février fevrier febrero febbraio fevereiro februari lutego февраля",
    "march märz maerz mars marzo março maart mrt marca марта",
    "april avril abril aprile kwietnia апреля",
    "may mai mayo maggio maio mei maja maj мая",
    "june juni juin junio giugno junho czerwca июня",
    "july juli juillet julio luglio julho lipca июля",
    "august août aout agosto augustus sierpnia augusti августа",
    "september septembre septiembre settembre setembro września сентября",
    "october oktober octobre octubre ottobre outubro października октября",
    "november novembre noviembre novembro listopada ноября",
    "december dezember décembre diciembre dicembre dezembro grudnia декабря",
];

/// Letters of a month's name that tell it; French June and July share three.
const STEM: usize = 3;

fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    if word.chars().count() < STEM || word == "jui" {
        return None;
    }
    let at = MONTHS.iter().position(|names| names.split(' ').any(|name| name.starts_with(&word)))?;
    i8::try_from(at + 1).ok()
}

/// The first full date in a text for people. `american` says which of 3/4/2025 is the month.
pub(crate) fn written(text: &str, american: bool) -> Option<String> {
    let pieces = pieces(text);
    (0..pieces.len()).find_map(|at| at_pieces(&pieces[at..], american)).and_then(midnight)
}

/// A run of digits or letters, and what separates it from the next.
struct Piece<'t> {
    word: &'t str,
    gap: &'t str,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let kind = |c: char| match c {
        '年' | '月' | '日' => 3,
        c if c.is_ascii_digit() => 1,
        c if c.is_alphabetic() => 2,
        _ => 0,
    };
    let mut found: Vec<Piece<'_>> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| kind(c) != kind(first)).unwrap_or(rest.len());
        let (run, tail) = rest.split_at(end);
        if kind(first) == 1 || kind(first) == 2 {
            found.push(Piece { word: run, gap: "" });
        } else if let Some(last) = found.last_mut() {
            last.gap = run;
        }
        rest = tail;
    }
    // "5 de junio de 2025", "June 5th", "am 5. Juni": the small words only tie.
    found.retain(|piece| !matches!(piece.word, "de" | "del" | "do" | "of" | "th" | "st" | "nd" | "rd" | "er"));
    found
}

fn at_pieces(pieces: &[Piece<'_>], american: bool) -> Option<civil::Date> {
    let [one, two, three, ..] = pieces else { return None };
    let number = |piece: &Piece<'_>| (piece.word.len() <= 2).then(|| piece.word.parse::<i8>().ok()).flatten();
    let year = |piece: &Piece<'_>| {
        (piece.word.len() == 4)
            .then(|| piece.word.parse::<i16>().ok())
            .flatten()
            .filter(|year| (1990..2100).contains(year))
    };
    let date = |year: i16, month: i8, day: i8| civil::Date::new(year, month, day).ok();
    if let (Some(y), Some(m), Some(d)) = (year(one), number(two), number(three)) {
        let ties = matches!((one.gap, two.gap), ("-", "-") | ("/", "/") | (".", ".") | ("年", "月") | (". ", ". "));
        return ties.then(|| date(y, m, d)).flatten();
    }
    let y = year(three)?;
    let named = number(one).zip(month(two.word)).or_else(|| number(two).zip(month(one.word)));
    if let Some((day, month)) = named {
        return date(y, month, day);
    }
    let (first, second) = (number(one)?, number(two)?);
    let month_first = match (one.gap.trim(), two.gap.trim()) {
        ("." | "-", "." | "-") => false,
        ("/", "/") => second > 12 || (american && first <= 12),
        _ => return None,
    };
    if month_first { date(y, first, second) } else { date(y, second, first) }
}

/// The date in an address such as `/2025/06/05/title`.
pub(crate) fn in_path(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').collect();
    parts
        .windows(3)
        .find_map(|parts| written(&parts.join("/"), false).filter(|_| parts[0].len() == 4))
        .or_else(|| parts.iter().find_map(|part| part.get(..10).and_then(|start| written(start, false))))
}

#[cfg(test)]
mod tests {
    use super::{in_path, machine, written};

    #[test]
    fn dates_for_machines() {
        for (text, want) in [
            ("2025-06-05T09:12:00+02:00", "2025-06-05T09:12:00+02:00"),
            ("2025-06-05T09:12:00+0200", "2025-06-05T09:12:00+02:00"),
            ("2025-06-05 09:12:00", "2025-06-05T09:12:00Z"),
            ("2025-06-05", "2025-06-05T00:00:00Z"),
            ("Thu, 05 Jun 2025 09:12:00 GMT", "2025-06-05T09:12:00Z"),
        ] {
            assert_eq!(machine(text).as_deref(), Some(want), "{text}");
        }
        assert_eq!(machine("yesterday"), None);
    }

    #[test]
    fn dates_for_people() {
        for text in [
            "Published June 5, 2025 at 9:12",
            "Thursday 5th June 2025",
            "Do, 5. Juni 2025, 9:12 Uhr",
            "05.06.2025",
            "05. 06. 2025",
            "5 juin 2025",
            "5 de junio de 2025",
            "2025年6月5日",
            "2025/06/05",
            "05/06/2025",
            "Jun 5, 2025",
        ] {
            assert_eq!(written(text, false).as_deref(), Some("2025-06-05T00:00:00Z"), "{text}");
        }
        assert_eq!(written("06/05/2025", true).as_deref(), Some("2025-06-05T00:00:00Z"));
        for text in ["10:30", "1 2 2025", "June 2025", "31.02.2025", "© 2025", "version 1.2.3"] {
            assert_eq!(written(text, false), None, "{text}");
        }
        assert_eq!(in_path("/news/2025/06/05/title-2").as_deref(), Some("2025-06-05T00:00:00Z"));
        assert_eq!(in_path("/news/2025-06-05-title").as_deref(), Some("2025-06-05T00:00:00Z"));
        assert_eq!(in_path("/a/b/1/2/2025"), None);
    }
}
