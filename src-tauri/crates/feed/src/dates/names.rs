//! Names in dates.

/// Month names by what they begin with (the longest that fits counts), sorted. Source: Unicode CLDR 46, `months`, of the
/// languages feeds come in most: ca cs da de el en es fi fr hu id it nb nl pl pt ro ru bg sv tr uk.
const MONTHS: &[(&str, i8)] = &[
    ("abr", 4),
    ("ago", 8),
    ("agu", 8),
    ("aou", 8),
    ("aoû", 8),
    ("apr", 4),
    ("ara", 12),
    ("aug", 8),
    ("avr", 4),
    ("ağu", 8),
    ("bře", 3),
    ("cze", 6),
    ("dec", 12),
    ("des", 12),
    ("dez", 12),
    ("dic", 12),
    ("dub", 4),
    ("déc", 12),
    ("eki", 10),
    ("elo", 8),
    ("ene", 1),
    ("eyl", 9),
    ("feb", 2),
    ("fev", 2),
    ("fév", 2),
    ("gen", 1),
    ("giu", 6),
    ("gru", 12),
    ("haz", 6),
    ("hei", 7),
    ("hel", 2),
    ("huh", 4),
    ("ian", 1),
    ("iul", 7),
    ("iun", 6),
    ("jan", 1),
    ("jou", 12),
    ("juil", 7),
    ("juin", 6),
    ("jul", 7),
    ("jun", 6),
    ("juny", 6),
    ("júl", 7),
    ("jún", 6),
    ("kas", 11),
    ("kes", 6),
    ("kvě", 5),
    ("kwi", 4),
    ("led", 1),
    ("lip", 7),
    ("lis", 11),
    ("lok", 10),
    ("lug", 7),
    ("lut", 2),
    ("maa", 3),
    ("maalis", 3),
    ("mag", 5),
    ("mai", 5),
    ("maig", 5),
    ("maj", 5),
    ("mar", 3),
    ("marras", 11),
    ("març", 3),
    ("may", 5),
    ("mei", 5),
    ("máj", 5),
    ("márc", 3),
    ("mär", 3),
    ("nis", 4),
    ("nov", 11),
    ("oca", 1),
    ("oct", 10),
    ("okt", 10),
    ("ott", 10),
    ("out", 10),
    ("paź", 10),
    ("pro", 12),
    ("sep", 9),
    ("set", 9),
    ("sie", 8),
    ("srp", 8),
    ("sty", 1),
    ("syy", 9),
    ("szept", 9),
    ("tam", 1),
    ("tem", 7),
    ("tou", 5),
    ("wrz", 9),
    ("zář", 9),
    ("ápr", 4),
    ("úno", 2),
    ("červen", 6),
    ("červenc", 7),
    ("červn", 6),
    ("čvc", 7),
    ("čvn", 6),
    ("říj", 10),
    ("şub", 2),
    ("απρ", 4),
    ("αυγ", 8),
    ("αύγ", 8),
    ("δεκ", 12),
    ("ιαν", 1),
    ("ιουλ", 7),
    ("ιουν", 6),
    ("ιούλ", 7),
    ("ιούν", 6),
    ("μάι", 5),
    ("μάρ", 3),
    ("μαΐ", 5),
    ("μαι", 5),
    ("μαρ", 3),
    ("μαϊ", 5),
    ("νοέ", 11),
    ("νοε", 11),
    ("οκτ", 10),
    ("σεπ", 9),
    ("φεβ", 2),
    ("авг", 8),
    ("апр", 4),
    ("бер", 3),
    ("вер", 9),
    ("гру", 12),
    ("дек", 12),
    ("жов", 10),
    ("июл", 7),
    ("июн", 6),
    ("кві", 4),
    ("лип", 7),
    ("лис", 11),
    ("лют", 2),
    ("май", 5),
    ("мар", 3),
    ("мая", 5),
    ("ное", 11),
    ("ноя", 11),
    ("окт", 10),
    ("сен", 9),
    ("сеп", 9),
    ("сер", 8),
    ("січ", 1),
    ("тра", 5),
    ("фев", 2),
    ("чер", 6),
    ("юли", 7),
    ("юни", 6),
    ("янв", 1),
    ("яну", 1),
];

/// Days of the week that begin like a month, sorted.
const DAYS: &[&str] = &["maanantai", "maandag", "mardi", "martedì", "martes", "marți", "середа"];

/// Zones by name, in minutes east, sorted. Sources: RFC 2822, 4.3, and the names broadcasters and papers write; where two
/// countries share one, that of the larger press.
const ZONES: &[(&str, i32)] = &[
    ("acdt", 630),
    ("acst", 570),
    ("adt", -180),
    ("aedt", 660),
    ("aest", 600),
    ("akdt", -480),
    ("akst", -540),
    ("art", -180),
    ("ast", -240),
    ("awst", 480),
    ("brt", -180),
    ("bst", 60),
    ("cdt", -300),
    ("cest", 120),
    ("cet", 60),
    ("cst", -360),
    ("ct", -360),
    ("edt", -240),
    ("eest", 180),
    ("eet", 120),
    ("est", -300),
    ("et", -300),
    ("gmt", 0),
    ("hkt", 480),
    ("hst", -600),
    ("ist", 330),
    ("jst", 540),
    ("kst", 540),
    ("mdt", -360),
    ("mest", 120),
    ("met", 60),
    ("msk", 180),
    ("mst", -420),
    ("mt", -420),
    ("ndt", -150),
    ("nst", -210),
    ("nzdt", 780),
    ("nzst", 720),
    ("pdt", -420),
    ("pkt", 300),
    ("pst", -480),
    ("pt", -480),
    ("sast", 120),
    ("sgt", 480),
    ("ut", 0),
    ("utc", 0),
    ("west", 60),
    ("wet", 0),
    ("wib", 420),
    ("z", 0),
];

/// The month a word in lower case names.
pub(super) fn month(word: &str) -> Option<i8> {
    if DAYS.iter().any(|day| word.starts_with(day)) {
        return None;
    }
    let fitting = MONTHS.iter().filter(|(name, _)| word.starts_with(name));
    fitting.max_by_key(|(name, _)| name.len()).map(|(_, month)| *month)
}

/// Minutes east of a zone's name in lower case.
pub(super) fn zone(word: &str) -> Option<i32> {
    ZONES.binary_search_by_key(&word, |(name, _)| name).ok().and_then(|at| ZONES.get(at)).map(|(_, minutes)| *minutes)
}

#[cfg(test)]
mod tests {
    use super::{DAYS, MONTHS, ZONES, month};

    #[test]
    fn the_tables_are_sorted() {
        assert!(MONTHS.is_sorted_by_key(|(name, _)| name));
        assert!(DAYS.is_sorted());
        assert!(ZONES.is_sorted_by_key(|(name, _)| name));
    }

    #[test]
    fn months_are_known_in_many_languages() {
        for (number, names) in [
            (3, "March mars marzo März maart marca μαρτίου марта mart maaliskuu"),
            (6, "June juin giugno juni června июня haziran kesäkuu"),
            (7, "July juillet luglio juli července июля temmuz"),
            (11, "November novembre listopada ноября kasım marraskuuta νοεμβρίου"),
        ] {
            for name in names.split(' ') {
                assert_eq!(month(&name.to_lowercase()), Some(number), "{name}");
            }
        }
        assert_eq!((month("maandag"), month("tuesday")), (None, None));
    }
}
