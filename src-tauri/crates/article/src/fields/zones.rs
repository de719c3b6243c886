//! The hour a page means when it writes none: by the country of its address, or its language.

/// Countries with one time zone and no summer time, by their top-level domain. Sorted.
/// Source: IANA time zone database 2025b, file `zone1970.tab` and the rules of its zones.
const COUNTRIES: &[(&str, &str)] = &[
    ("ae", "+04:00"),
    ("ar", "-03:00"),
    ("bd", "+06:00"),
    ("by", "+03:00"),
    ("cn", "+08:00"),
    ("co", "-05:00"),
    ("hk", "+08:00"),
    ("in", "+05:30"),
    ("jp", "+09:00"),
    ("ke", "+03:00"),
    ("kr", "+09:00"),
    ("lk", "+05:30"),
    ("my", "+08:00"),
    ("ng", "+01:00"),
    ("np", "+05:45"),
    ("pe", "-05:00"),
    ("ph", "+08:00"),
    ("pk", "+05:00"),
    ("sa", "+03:00"),
    ("sg", "+08:00"),
    ("th", "+07:00"),
    ("tr", "+03:00"),
    ("tw", "+08:00"),
    ("uy", "-03:00"),
    ("ve", "-04:00"),
    ("vn", "+07:00"),
    ("za", "+02:00"),
];

/// Languages that are written in one such zone nearly always. Sorted. Source: as above, and CLDR 46, supplemental data.
const LANGUAGES: &[(&str, &str)] = &[
    ("hi", "+05:30"),
    ("ja", "+09:00"),
    ("ko", "+09:00"),
    ("th", "+07:00"),
    ("tr", "+03:00"),
    ("vi", "+07:00"),
    ("zh", "+08:00"),
];

/// The offset of a page's times from UTC, where it can be known; else UTC.
pub(crate) fn offset(host: Option<&str>, lang: impl FnOnce() -> Option<String>) -> &'static str {
    let find = |table: &[(&str, &'static str)], key: &str| {
        table.binary_search_by_key(&key, |row| row.0).ok().and_then(|at| table.get(at)).map(|row| row.1)
    };
    let country = host.and_then(|host| host.rsplit('.').next()).and_then(|end| find(COUNTRIES, end));
    let spoken = || find(LANGUAGES, &lang()?.split(['-', '_']).next()?.to_ascii_lowercase());
    country.or_else(spoken).unwrap_or("Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_and_languages_have_their_hour() {
        for (country, want) in COUNTRIES {
            assert_eq!(offset(Some(&format!("www.paper.{country}")), || None), *want);
        }
        for (lang, want) in LANGUAGES {
            assert_eq!(offset(Some("paper.example"), || Some(format!("{lang}-XX"))), *want);
        }
        assert_eq!(offset(Some("paper.example"), || Some("en".to_owned())), "Z");
        assert!(COUNTRIES.is_sorted() && LANGUAGES.is_sorted());
    }
}
