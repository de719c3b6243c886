//! Dates as pages write them, for machines and for people, to RFC 3339.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::{Timestamp, civil, tz::TimeZone};

/// A date written for machines. Without an offset it is taken as UTC, without a time as midnight.
pub(crate) fn machine(text: &str) -> Option<String> {
    machine_in(text, "Z")
}

/// As [`machine`], for a page whose times have this offset where it writes none.
pub(crate) fn machine_in(text: &str, offset: &str) -> Option<String> {
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
    if let Ok(time) = standard.parse::<Timestamp>() {
        return is_likely(TimeZone::UTC.to_datetime(time).date()).then_some(standard);
    }
    let day = || {
        let whole = standard.get(..10).or_else(|| standard.get(..9)).or_else(|| standard.get(..8))?;
        whole.parse::<civil::Date>().ok().and_then(|day| at(day.at(0, 0, 0, 0), offset))
    };
    let compact = || {
        let digits = standard.len() >= 8 && standard.bytes().all(|byte| byte.is_ascii_digit());
        // Seconds or milliseconds since 1970.
        let seconds: i64 = standard.parse().ok().filter(|_| digits)?;
        let seconds = if standard.len() == 13 { seconds / 1000 } else { seconds };
        let time = Timestamp::from_second(seconds).ok().filter(|_| (10..=13).contains(&standard.len()))?;
        is_likely(TimeZone::UTC.to_datetime(time).date()).then(|| time.to_string())
    };
    standard
        .parse::<civil::DateTime>()
        .ok()
        .and_then(|local| at(local, offset))
        .or_else(day)
        .or_else(compact)
        .or_else(|| jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp().to_string()))
}

/// Whether a page may have been published on this day: the web has no older ones.
fn is_likely(day: civil::Date) -> bool {
    (1994..2100).contains(&day.year())
}

fn at(local: civil::DateTime, offset: &str) -> Option<String> {
    is_likely(local.date()).then(|| format!("{local}{offset}"))
}

/// The months' names in lower case, January first. Three letters or more of a name stand for it. Source: Unicode CLDR
/// 46, months of the Gregorian calendar, wide, in the case that dates have: English, German, Austrian, French, Spanish,
/// Italian, Portuguese, Dutch, Polish, Swedish, Danish, Russian, Ukrainian, Czech, Croatian, Hungarian, Finnish,
/// Romanian, Turkish, Greek, Indonesian, Arabic (Egypt and Levant), Persian, Hebrew, Hindi.
const MONTHS: [&str; 12] = [
    "january januar jänner janvier enero gennaio janeiro januari stycznia января січня ledna siječnja tammikuuta ianuarie ocak ιανουαρίου يناير كانون ژانویه ינואר जनवरी január",
    "february februar feber février fevrier febrero febbraio fevereiro februari lutego февраля лютого února veljače helmikuuta februarie şubat φεβρουαρίου فبراير شباط فوریه פברואר फ़रवरी február",
    "march märz maerz mars marzo março maart mrt marca марта березня března ožujka maaliskuuta martie mart μαρτίου maret مارس آذار מרץ मार्च március marts",
    "april avril abril aprile kwietnia апреля квітня dubna travnja huhtikuuta aprilie nisan απριλίου أبريل نيسان آوریل אפריל अप्रैल április",
    "may mai mayo maggio maio mei maja maj мая травня května svibnja toukokuuta mayıs μαΐου مايو أيار مه מאי मई május",
    "june juni juin junio giugno junho czerwca июня червня června lipnja kesäkuuta iunie haziran ιουνίου يونيو حزيران ژوئن יוני जून június",
    "july juli juillet julio luglio julho lipca июля липня července srpnja heinäkuuta iulie temmuz ιουλίου يوليو تموز ژوئیه יולי जुलाई július",
    "august août aout agosto augustus sierpnia augusti августа серпня srpna kolovoza elokuuta ağustos αυγούστου agustus أغسطس آب اوت אוגוסט अगस्त augusztus",
    "september septembre septiembre settembre setembro września сентября вересня září rujna syyskuuta septembrie eylül σεπτεμβρίου سبتمبر أيلول سپتامبر ספטמבר सितंबर szeptember",
    "october oktober octobre octubre ottobre outubro października октября жовтня října listopada lokakuuta octombrie ekim οκτωβρίου أكتوبر تشرين اکتبر אוקטובר अक्टूबर október",
    "november novembre noviembre novembro listopada ноября листопада listopadu studenoga marraskuuta noiembrie kasım νοεμβρίου نوفمبر نوامبر נובמבר नवंबर",
    "december dezember décembre diciembre dicembre dezembro grudnia декабря грудня prosince prosinca joulukuuta decembrie aralık δεκεμβρίου desember ديسمبر دسامبر דצמבר दिसंबर",
];

/// Letters of a month's name that tell it; French June and July share three.
const STEM: usize = 3;

fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    if word.chars().count() < STEM || word == "jui" {
        return None;
    }
    // Polish and Croatian share a word for two months; the Polish one is written more.
    if word == "listopada" {
        return Some(11);
    }
    let of = |word: &str| {
        let start: String = word.chars().take(STEM).collect();
        let names = STARTS.get(&start)?;
        names.iter().find(|(name, _)| name.starts_with(word) || is_declined(name, word)).map(|(_, month)| *month)
    };
    // Hebrew puts a letter before.
    of(&word).or_else(|| of(word.strip_prefix('ב')?))
}

/// The months' names by their first letters: texts are full of words, and few are months.
static STARTS: LazyLock<HashMap<String, Vec<(&'static str, i8)>>> = LazyLock::new(|| {
    let mut starts: HashMap<String, Vec<(&str, i8)>> = HashMap::new();
    for (names, month) in MONTHS.iter().zip(1..) {
        for name in names.split(' ') {
            starts.entry(name.chars().take(STEM).collect()).or_default().push((name, month));
        }
    }
    starts
});

/// Whether two words share all but their last two letters, as declined names do.
fn is_declined(name: &str, word: &str) -> bool {
    let (long, length) = (name.chars().count(), word.chars().count());
    long >= 6 && length >= 5 && !word.is_ascii() && {
        let stem: String = name.chars().take(long - 1).collect();
        word.starts_with(&stem) && length <= long + 1
    }
}

/// Whether a word names a month.
pub(crate) fn is_month(word: &str) -> bool {
    month(word.trim_end_matches(['.', ','])).is_some()
}

/// The first full date in a text for people. `american` says which of 3/4/2025 is the month.
pub(crate) fn written(text: &str, american: bool) -> Option<String> {
    day(text, american).and_then(|day| at(day.at(0, 0, 0, 0), "Z"))
}

/// As [`written`], for a page whose times have this offset.
pub(crate) fn written_in(text: &str, american: bool, offset: &str) -> Option<String> {
    let day = day(text, american)?;
    let (hour, minute) = hour(text).unwrap_or((0, 0));
    at(day.at(hour, minute, 0, 0), offset)
}

fn day(text: &str, american: bool) -> Option<civil::Date> {
    let text = ascii_digits(text);
    let pieces = pieces(&text);
    (0..pieces.len()).find_map(|at| at_pieces(&pieces[at..], american)).filter(|day| is_likely(*day))
}

/// The time of day in a text: `9:12`, `9.12 Uhr`, `9:12 PM`, `9h12`.
pub(crate) fn hour(text: &str) -> Option<(i8, i8)> {
    let lower = ascii_digits(text).to_lowercase();
    let bytes = lower.as_bytes();
    bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b':' | b'.' | b'h')).find_map(|(at, byte)| {
        let head = lower.get(..at)?;
        let digits = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let minute = lower.get(at + 1..at + 3).filter(|two| two.bytes().all(|byte| byte.is_ascii_digit()))?;
        let rest = lower.get(at + 3..)?.trim_start();
        let is_time = match byte {
            b':' => !lower.get(at + 3..)?.starts_with(|c: char| c.is_ascii_digit()),
            b'.' => {
                rest.starts_with("uhr") || rest.starts_with("am") || rest.starts_with("pm") || rest.starts_with("klo")
            }
            _ => !lower.get(at + 3..)?.starts_with(char::is_alphanumeric),
        };
        let mut hour: i8 = head[head.len() - digits..].parse().ok().filter(|_| (1..=2).contains(&digits) && is_time)?;
        let minute: i8 = minute.parse().ok()?;
        let seconds = rest.strip_prefix(':').map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
        let half = seconds.trim_start().replace('.', "");
        if half.starts_with("pm") && hour < 12 {
            hour += 12;
        } else if half.starts_with("am") && hour == 12 {
            hour = 0;
        }
        (hour < 24 && minute < 60).then_some((hour, minute))
    })
}

/// Digits of other scripts as ours: Arabic, Persian, Devanagari, Bengali, Thai and full-width ones (Unicode, Nd).
fn ascii_digits(text: &str) -> String {
    let zeros = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}'];
    let digit = |c: char| {
        let zero = zeros.iter().find(|zero| (u32::from(**zero)..u32::from(**zero) + 10).contains(&u32::from(c)))?;
        char::from_digit(u32::from(c) - u32::from(*zero), 10)
    };
    text.chars().map(|c| if c.is_ascii() { c } else { digit(c).unwrap_or(c) }).collect()
}

/// A run of digits or letters, and what separates it from the next.
struct Piece<'t> {
    word: &'t str,
    gap: &'t str,
}

/// Small words inside dates: "5 de junio de 2025", "June 5th", "5. juni, 2025".
const TIES: &[&str] =
    &["de", "del", "di", "do", "of", "th", "st", "nd", "rd", "er", "den", "d", "the", "г", "tháng", "năm"];

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let kind = |c: char| match c {
        '年' | '月' | '日' | '년' | '월' | '일' => 3,
        c if c.is_ascii_digit() => 1,
        c if c.is_alphabetic() || ('\u{900}'..'\u{980}').contains(&c) => 2,
        _ => 0,
    };
    let mut found: Vec<Piece<'_>> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| kind(c) != kind(first)).unwrap_or(rest.len());
        let (run, tail) = rest.split_at(end);
        if kind(first) == 1 || kind(first) == 2 {
            found.push(Piece { word: run, gap: "" });
        } else if let Some(last) = found.last_mut()
            && (last.gap.is_empty() || kind(first) == 3)
        {
            last.gap = run;
        }
        rest = tail;
    }
    found.retain(|piece| !TIES.contains(&piece.word.to_lowercase().as_str()));
    found
}

fn at_pieces(pieces: &[Piece<'_>], american: bool) -> Option<civil::Date> {
    let [one, two, three, ..] = pieces else { return None };
    let number = |piece: &Piece<'_>| (piece.word.len() <= 2).then(|| piece.word.parse::<i8>().ok()).flatten();
    let year = |piece: &Piece<'_>| {
        let year: i16 = piece.word.parse().ok().filter(|_| piece.word.len() == 4)?;
        // Thailand counts from the Buddha's death.
        let year = if (2530..2600).contains(&year) { year - 543 } else { year };
        (1990..2100).contains(&year).then_some(year)
    };
    let date = |year: i16, month: i8, day: i8| civil::Date::new(year, month, day).ok();
    if let Some(y) = year(one) {
        let named = month(two.word).zip(number(three));
        if let Some((m, d)) = named.filter(|_| one.gap.trim().len() <= 1) {
            return date(y, m, d);
        }
        let (m, d) = (number(two)?, number(three)?);
        let ties = matches!(
            (one.gap, two.gap),
            ("-", "-") | ("/", "/") | (".", ".") | ("年", "月") | (". ", ". ") | ("년", "월") | (" / ", " / ")
        );
        return ties.then(|| date(y, m, d)).flatten();
    }
    let short_year = |piece: &Piece<'_>| {
        let year: i16 = piece.word.parse().ok().filter(|_| piece.word.len() == 2)?;
        Some(if year < 70 { 2000 + year } else { 1900 + year })
    };
    let named = number(one).zip(month(two.word)).or_else(|| number(two).zip(month(one.word)));
    if let Some((day, month)) = named {
        // "5 Jun 25", "June 5, 12:15": a short year stands right behind the month, with an apostrophe or alone.
        return date(year(three)?, month, day);
    }
    let (first, second) = (number(one)?, number(two)?);
    let whole = (one.gap.trim(), two.gap.trim());
    // "05.06.25" is a date, "1.2.3" a version and "10.30" an hour.
    let full = one.word.len() == 2 && two.word.len() == 2 && (one.gap, two.gap) == (".", ".") && three.gap != ".";
    let y = year(three).or_else(|| short_year(three).filter(|_| full))?;
    let month_first = match whole {
        ("." | "-" | "|", "." | "-" | "|") => first <= 12 && second > 12,
        ("/", "/") => second > 12 || (american && first <= 12),
        _ => return None,
    };
    if month_first { date(y, first, second) } else { date(y, second, first) }
}

/// The date in an address such as `/2025/06/05/title`, `/2025-06-05-title` or `/title-20250605`.
pub(crate) fn in_path(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').collect();
    let day = |part: &str| written(part.get(..10)?, false).filter(|_| part.as_bytes()[4].is_ascii_punctuation());
    let compact = |part: &&str| {
        let mut runs = part.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 8 && run.starts_with("20"));
        runs.find_map(|run| written(&format!("{}-{}-{}", &run[..4], &run[4..6], &run[6..]), false))
    };
    parts
        .windows(3)
        .find_map(|parts| written(&parts.join("/"), false).filter(|_| parts[0].len() == 4))
        .or_else(|| parts.iter().find_map(|part| day(part)))
        .or_else(|| {
            parts.iter().find_map(|part| {
                let at = part.find("-20")?;
                day(part.get(at + 1..)?)
            })
        })
        .or_else(|| parts.iter().find_map(compact))
}

#[cfg(test)]
mod tests {
    use super::{MONTHS, hour, in_path, machine, machine_in, written, written_in};

    #[test]
    fn dates_for_machines() {
        for (text, want) in [
            ("2025-06-05T09:12:00+02:00", "2025-06-05T09:12:00+02:00"),
            ("2025-06-05T09:12:00+0200", "2025-06-05T09:12:00+02:00"),
            ("2025-06-05 09:12:00", "2025-06-05T09:12:00Z"),
            ("2025-06-05", "2025-06-05T00:00:00Z"),
            ("20250605", "2025-06-05T00:00:00Z"),
            ("1749114720", "2025-06-05T09:12:00Z"),
            ("Thu, 05 Jun 2025 09:12:00 GMT", "2025-06-05T09:12:00Z"),
        ] {
            assert_eq!(machine(text).as_deref(), Some(want), "{text}");
        }
        assert_eq!(machine_in("2025-06-05", "+09:00").as_deref(), Some("2025-06-05T00:00:00+09:00"));
        for text in ["yesterday", "0001-01-01T00:00:00Z", "1970-01-01", "12345678901234567890"] {
            assert_eq!(machine(text), None, "{text}");
        }
    }

    #[test]
    fn dates_for_people() {
        for text in [
            "Published June 5, 2025 at 9:12",
            "Thursday 5th June 2025",
            "Do, 5. Juni 2025, 9:12 Uhr",
            "05.06.2025",
            "05.06.25",
            "05. 06. 2025",
            "5 juin 2025",
            "5 de junio de 2025",
            "2025年6月5日",
            "2025년 6월 5일",
            "2025. június 5.",
            "٥ يونيو ٢٠٢٥",
            "5 มิ.ย. 2025 (05/06/2568)",
            "5 ביוני 2025",
            "5 июня 2025 г.",
            "5 tháng 6, 2025 (05/06/2025)",
            "2025/06/05",
            "05/06/2025",
            "Jun 5, 2025",
        ] {
            assert_eq!(written(text, false).as_deref(), Some("2025-06-05T00:00:00Z"), "{text}");
        }
        assert_eq!(written("06/05/2025", true).as_deref(), Some("2025-06-05T00:00:00Z"));
        for text in
            ["10:30", "1 2 2025", "June 2025", "31.02.2025", "© 2025", "version 1.2.3", "05.06.1912", "12.30.45.67"]
        {
            assert_eq!(written(text, false), None, "{text}");
        }
    }

    #[test]
    fn each_name_of_a_month_is_known() {
        for (at, names) in MONTHS.iter().enumerate() {
            for name in names.split(' ').filter(|name| name.chars().count() >= 3 && *name != "listopada") {
                let want = format!("2025-{:02}-05T00:00:00Z", at + 1);
                assert_eq!(written(&format!("5 {name} 2025"), false), Some(want), "{name}");
            }
        }
    }

    #[test]
    fn hours_and_addresses() {
        for (text, want) in [
            ("June 5, 2025 9:12 PM", Some((21, 12))),
            ("12:05 a.m.", Some((0, 5))),
            ("5.6.2025, 9.12 Uhr", Some((9, 12))),
            ("le 5 juin à 9h12", Some((9, 12))),
            ("2025-06-05T", None),
        ] {
            assert_eq!(hour(text), want, "{text}");
        }
        assert_eq!(written_in("5 June 2025, 9:12", false, "+09:00").as_deref(), Some("2025-06-05T09:12:00+09:00"));
        for path in
            ["/news/2025/06/05/title-2", "/news/2025-06-05-title", "/title-2025-06-05.html", "/a/20250605-title"]
        {
            assert_eq!(in_path(path).as_deref(), Some("2025-06-05T00:00:00Z"), "{path}");
        }
        assert_eq!(in_path("/a/b/1/2/2025"), None);
    }
}
