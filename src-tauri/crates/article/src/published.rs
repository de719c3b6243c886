//! When it was published, and when it was changed: of all dates that the page and its address give, the likeliest.

use url::Url;

use crate::dates;
use crate::fields::claims::Claims;
use crate::fields::deck::first_prose;
use crate::fields::sight::{Place, Sight};
use crate::headline::Headline;
use crate::structured::Structured;

/// A date in RFC 3339 and the way it was found.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Dated {
    pub(crate) time: String,
    pub(crate) way: String,
}

/// Names of meta elements that hold the date of publication, with how much each counts.
const METAS: &[(&str, i32)] = &[
    ("article:published_time", 40),
    ("article:published", 38),
    ("article.published", 36),
    ("og:published_time", 38),
    ("og:article:published_time", 38),
    ("datepublished", 38),
    ("og:pubdate", 36),
    ("parsely-pub-date", 36),
    ("sailthru.date", 34),
    ("citation_publication_date", 34),
    ("citation_date", 30),
    ("cxenseparse:recs:publishtime", 34),
    ("originalpublicationdate", 34),
    ("publication_date", 34),
    ("publish-date", 34),
    ("publish_date", 34),
    ("publishdate", 34),
    ("published", 32),
    ("pubdate", 34),
    ("article:create", 30),
    ("dcterms.created", 32),
    ("dc.date.issued", 34),
    ("dc.date.created", 32),
    ("dcterms.issued", 34),
    ("dcterms.date", 28),
    ("dc.date", 28),
    ("date", 28),
    ("article_date_original", 34),
    ("last-modified", 4),
    ("revised", 4),
];

/// Names of meta elements that hold the date of the last change.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:modified",
    "lastmod",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "article:modified_date",
];

/// Names of elements with a date. Sorted by language: English, German, French, Spanish and Portuguese and Italian.
const NAMES: &[&str] = &[
    " byline ",
    " created ",
    " date ",
    " dateline ",
    " datepublished ",
    " datetime ",
    " entrydate ",
    " info ",
    " meta ",
    " metadata ",
    " postdate ",
    " postmeta ",
    " posted ",
    " postedon ",
    " pubdate ",
    " publication ",
    " publish ",
    " published ",
    " publishdate ",
    " publishedon ",
    " time ",
    " timestamp ",
    " datum ",
    " veroeffentlicht ",
    " zeit ",
    " fecha ",
    " data ",
];

/// Names of elements with another date. Sorted.
const OTHER_NAMES: &[&str] = &[
    " comment ",
    " comments ",
    " countdown ",
    " deadline ",
    " event ",
    " events ",
    " expire ",
    " modified ",
    " related ",
    " update ",
    " updated ",
];

/// Words before the date of publication, in lower case. Sorted by language: English, German, French, Spanish, Italian,
/// Portuguese, Dutch, Scandinavian, Polish, Russian, Turkish, Chinese and Japanese.
const PUBLISHED: &[&str] = &[
    "date:",
    "first published",
    "issued",
    "originally published",
    "posted",
    "publication date",
    "published",
    "datum:",
    "erschienen",
    "erstellt",
    "geschrieben am",
    "stand:",
    "veröffentlicht",
    "vom ",
    "mis en ligne",
    "paru le",
    "publié",
    "fecha:",
    "publicado",
    "pubblicato",
    "data:",
    "publicada",
    "geplaatst",
    "gepubliceerd",
    "julkaistu",
    "publicerad",
    "publisert",
    "udgivet",
    "data publikacji",
    "opublikowano",
    "опубликовано",
    "yayınlanma",
    "发布时间",
    "公開日",
    "投稿日",
    "掲載日",
    "발행일",
    "입력",
];

/// Words before the date of a change, in lower case. In the order of the languages above.
const UPDATED: &[&str] = &[
    "changed",
    "edited",
    "last ",
    "modified",
    "revised",
    "update",
    "aktualisiert",
    "geändert",
    "letzte",
    "zuletzt",
    "mis à jour",
    "modifié",
    "actualizado",
    "última",
    "aggiornato",
    "ultimo aggiornamento",
    "atualizad",
    "bijgewerkt",
    "laatst",
    "oppdatert",
    "opdateret",
    "uppdaterad",
    "päivitetty",
    "aktualizacja",
    "обновлено",
    "güncelleme",
    "更新",
    "수정",
];

/// Text with a date in it is about something else when it is longer, in bytes.
const LINE: usize = 200;

/// A date is the article's from this score on.
const ENOUGH: i32 = 4;

/// Names that scripts on a page give the date of publication. Sorted.
const SCRIPTED: &[&str] = &[
    "createdAt",
    "created_at",
    "dateCreated",
    "datePosted",
    "datePublished",
    "date_published",
    "firstPublished",
    "pubDate",
    "publicationDate",
    "publicationTime",
    "publishDate",
    "publishTime",
    "published",
    "publishedAt",
    "publishedDate",
    "published_at",
    "published_time",
];

/// So many lines of a box are looked at.
const LINES: usize = 8;

/// Who asks, and what is known of the page.
pub(crate) struct Page<'p> {
    pub(crate) sight: &'p Sight<'p>,
    pub(crate) ld: &'p Structured,
    pub(crate) claims: &'p Claims,
    pub(crate) headline: Option<&'p Headline>,
    pub(crate) url: Option<&'p Url>,
    /// Whether the page writes the month first.
    pub(crate) american: bool,
    /// The offset of its times from UTC where it writes none.
    pub(crate) offset: &'static str,
}

struct Candidate {
    score: i32,
    dated: Dated,
    /// Whether it is said to be the date of a change.
    updated: bool,
    /// Whether the page shows it, and the hour it shows.
    seen: bool,
    hour: Option<(i8, i8)>,
}

impl Page<'_> {
    /// Dates of publication and of the last change.
    pub(crate) fn read(&self) -> (Option<Dated>, Option<Dated>) {
        let mut all = self.claimed();
        all.extend(self.seen());
        let days: Vec<(String, bool)> = all.iter().map(|one| (day(&one.dated.time).to_owned(), one.seen)).collect();
        for one in &mut all {
            // What another place says too is likelier.
            let own = day(&one.dated.time);
            let agreeing = days.iter().filter(|(other, seen)| other == own && *seen != one.seen).count();
            one.score += if agreeing > 0 { 8 } else { 0 };
        }
        // A date in passing is none of the article's.
        let best = all.iter().filter(|one| !one.updated && one.score >= ENOUGH).map(|one| one.score).max();
        // Of near-equal claims the earliest: what is later is a change. Of dates on the page the first.
        let published = best.and_then(|most| {
            let mut likely = all.iter().filter(|one| !one.updated && one.score + 3 >= most);
            let first = likely.clone().find(|one| one.score == most)?;
            if first.seen {
                Some(first)
            } else {
                likely.by_ref().filter(|one| !one.seen).min_by_key(|one| instant(&one.dated.time))
            }
        });
        let confirmed = |published: &Candidate| {
            let own = day(&published.dated.time);
            !published.seen && days.iter().any(|(other, seen)| *seen && other == own)
        };
        let first = published.map(|one| {
            let mut dated = Self::as_shown(one, &all);
            if confirmed(one) {
                dated.way += ", confirmed by the date on the page";
            }
            dated
        });
        let modified = self.modified(&all);
        let first = first.or_else(|| {
            modified.clone().map(|dated| Dated { way: format!("only a change is dated: {}", dated.way), ..dated })
        });
        (first, modified)
    }

    fn candidate(&self, score: i32, text: &str, way: &str) -> Option<Candidate> {
        let time =
            dates::machine_in(text, self.offset).or_else(|| dates::written_in(text, self.american, self.offset))?;
        Some(Candidate { score, dated: Dated { time, way: way.to_owned() }, updated: false, seen: false, hour: None })
    }

    fn claimed(&self) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        found.extend(self.ld.published.as_deref().and_then(|text| self.candidate(40, text, "JSON-LD")));
        for (name, score) in METAS {
            found.extend(
                self.claims
                    .first(&[name])
                    .and_then(|(_, text)| self.candidate(*score, text, &format!("the meta element {name}"))),
            );
        }
        let address = self.url.and_then(|url| dates::in_path(url.path()));
        found.extend(address.and_then(|time| self.candidate(31, &time[..10], "the page's address")));
        // Pictures lie in folders by date.
        let pictures = self
            .ld
            .images
            .iter()
            .map(String::as_str)
            .chain(self.claims.text(&["og:image"]).as_deref())
            .find_map(dates::in_path);
        found.extend(pictures.and_then(|time| self.candidate(6, &time[..10], "the address of the picture")));
        found
    }

    /// A date in a script's data, for pages that are made by one.
    pub(crate) fn scripted(&self, page: &dom_query::Document) -> Option<Dated> {
        page.select("script:not([src])").nodes().iter().find_map(|script| {
            let text = script.text();
            let at = SCRIPTED
                .iter()
                .filter_map(|name| {
                    memchr::memmem::find(text.as_bytes(), format!("\"{name}\"").as_bytes())
                        .map(|at| at + name.len() + 2)
                })
                .min()?;
            let rest = text.get(at..)?.trim_start_matches([' ', ':', '"']);
            let value: String = rest.chars().take_while(|c| *c != '"' && *c != ',').take(40).collect();
            let time = dates::machine_in(&value, self.offset)
                .or_else(|| dates::written_in(&value, self.american, self.offset))?;
            Some(Dated { time, way: "data in a script on the page".to_owned() })
        })
    }

    fn modified(&self, all: &[Candidate]) -> Option<Dated> {
        let claim = |text: &str, way: &str| self.candidate(0, text, way).map(|one| one.dated);
        let ld = self.ld.modified.as_deref().and_then(|text| claim(text, "JSON-LD"));
        ld.or_else(|| {
            self.claims.first(MODIFIED).and_then(|(name, text)| claim(text, &format!("the meta element {name}")))
        })
        .or_else(|| all.iter().filter(|one| one.updated).max_by_key(|one| one.score).map(|one| one.dated.clone()))
    }

    /// Dates a reader sees.
    fn seen(&self) -> Vec<Candidate> {
        let sight = self.sight;
        let head = self.headline.and_then(|headline| headline.at);
        let begin = head.map(|head| sight.offset(head));
        let prose = head.and_then(|head| first_prose(sight, head)).map(|at| sight.offset(at));
        let mut found = Vec::new();
        for (at, part) in sight.elements.iter().enumerate() {
            let stated = || {
                let is_time = part.tag == "time" || part.tag == "abbr" || part.property.contains("date");
                let mut names = ["datetime", "content", "title"].iter().filter(|_| is_time);
                names.find_map(|name| sight.attr(at, name)).filter(|text| dates::machine(text).is_some())
            };
            let length = sight.length(at);
            let has_digits = || sight.lines(at).contains(|c: char| c.is_numeric());
            let stated = stated();
            if stated.is_none() && (length == 0 || length > LINE || !has_digits()) {
                continue;
            }
            let around = self.around(at, begin, prose);
            if let Some(mut one) =
                stated.as_deref().and_then(|stated| self.candidate(0, stated, "the time on the page"))
            {
                let text = sight.line(at, LINE).unwrap_or_default();
                (one.seen, one.hour) = (true, dates::hour(&text));
                one.score = self.worth(at, &text, true) + around;
                one.updated = self.is_update(at, &text.to_lowercase(), None);
                found.push(one);
                continue;
            }
            // All of a short page is no box of several lines about one thing.
            if ["body", "html"].contains(&part.tag.as_str()) && sight.lines(at).contains('\n') {
                continue;
            }
            let mut before = None;
            for line in sight.lines(at).lines().take(LINES).filter(|_| length <= LINE) {
                let one = self
                    .candidate(0, line, "the date on the page")
                    .filter(|_| !line.contains('©') && !line.contains("(c)"));
                if let Some(mut one) = one {
                    (one.seen, one.hour) = (true, dates::hour(line));
                    one.score = self.worth(at, line, false) + around;
                    one.updated = self.is_update(at, &line.to_lowercase(), before);
                    found.push(one);
                }
                before = Some(line);
            }
        }
        found
    }

    /// How much it counts where an element stands.
    fn around(&self, at: usize, begin: Option<usize>, prose: Option<usize>) -> i32 {
        let own = self.sight.offset(at);
        let near = match begin {
            Some(begin) if own >= begin && prose.is_none_or(|prose| own <= prose) => 10 * i32::from(own < begin + 1200),
            Some(begin) if own < begin && own + 400 > begin => 6,
            Some(_) => -4,
            None => 0,
        };
        near - match self.sight.elements[at].place {
            Place::Around => 22,
            Place::Hidden => 6,
            Place::Page => 2,
            Place::Article => 0,
        }
    }

    /// How much the way counts in which an element gives a date.
    fn worth(&self, at: usize, text: &str, stated: bool) -> i32 {
        let sight = self.sight;
        let part = &sight.elements[at];
        let lower = text.to_lowercase();
        let marked = part.property.contains("datepublished") || sight.attr(at, "pubdate").is_some();
        let mut worth = match part.tag.as_str() {
            _ if marked => 30,
            "time" => 24,
            _ if stated => 22,
            _ if sight.is_named(at, NAMES) => 18,
            _ => 8,
        };
        if PUBLISHED.iter().any(|word| lower.starts_with(word)) {
            worth += 8;
        }
        // A line that is little else than the date is about the article; one with more is of it.
        let words = text.split(' ').count();
        worth += if words <= 5 && worth <= 8 { 3 } else { 0 };
        worth -= if words > 12 && !sight.is_named(at, NAMES) { 14 } else { 0 };
        worth - if part.tag == "a" || part.tag == "li" { 3 } else { 0 }
    }

    /// Whether a date is one of a change, by the words before it or the element's name; or of something else.
    fn is_update(&self, at: usize, lower: &str, before: Option<&str>) -> bool {
        let sight = self.sight;
        let first_of = |words: &[&str]| words.iter().filter_map(|word| lower.find(word)).min();
        let date = lower.find(|c: char| c.is_numeric()).unwrap_or(usize::MAX);
        let (updated, published) = (first_of(UPDATED), first_of(PUBLISHED));
        let by_words = updated.is_some_and(|at| at < date && published.is_none_or(|published| published > at));
        let by_name = sight.upwards(at).take(3).any(|outer| sight.is_named(outer, OTHER_NAMES));
        let label = || {
            // The label may be an element or a line of its own, right before the date's.
            let text = before.unwrap_or_else(|| sight.before(at, 40)).to_lowercase();
            let line = text.rsplit('\n').find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
            let label = line.trim_end_matches([':', ' ']);
            !label.contains(char::is_numeric)
                && UPDATED
                    .iter()
                    .any(|word| label.ends_with(word.trim()) || label.starts_with(word) && label.len() < 30)
        };
        let marked = self.sight.elements[at].property.contains("modified");
        by_words || marked || published.is_none() && (by_name || label())
    }

    /// The time as the page shows it: machines are often told the hour in UTC, readers that of the place. Where the page
    /// shows an hour, the difference is the place's offset.
    fn as_shown(best: &Candidate, all: &[Candidate]) -> Dated {
        let mut dated = best.dated.clone();
        let Ok(time) = dated.time.parse::<jiff::Timestamp>() else { return dated };
        if best.seen && best.hour.is_none() || !dated.time.ends_with(['Z', '0']) || dated.time.contains("T00:00:00") {
            return dated;
        }
        let in_utc = dated.time.ends_with('Z') || dated.time.ends_with("+00:00");
        let utc = jiff::tz::TimeZone::UTC.to_datetime(time);
        for one in all.iter().filter(|one| in_utc && !one.updated && one.score > 10) {
            let Some((hour, minute)) = one.hour else { continue };
            let Ok(day) = day(&one.dated.time).parse::<jiff::civil::Date>() else { continue };
            let Ok(apart) = day.at(hour, minute, utc.second(), 0).since(utc) else { continue };
            let Ok(minutes) = apart.total((jiff::Unit::Minute, day)) else { continue };
            #[expect(clippy::cast_possible_truncation, reason = "a few days at most, and whole minutes")]
            let minutes = minutes.round() as i32;
            if minutes != 0 && minutes % 15 == 0 && (-12 * 60..=14 * 60).contains(&minutes) {
                let Ok(offset) = jiff::tz::Offset::from_seconds(minutes * 60) else { continue };
                let local = offset.to_datetime(time);
                let (sign, minutes) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
                dated.time = format!("{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60);
                return dated;
            }
        }
        dated
    }
}

fn day(time: &str) -> &str {
    time.get(..10).unwrap_or_default()
}

fn instant(time: &str) -> i64 {
    time.parse::<jiff::Timestamp>().map_or(i64::MAX, jiff::Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    fn both(html: &str, url: Option<&str>) -> (Option<String>, Option<String>) {
        let page = Document::from(html);
        let sight = Sight::of(&page);
        let at = sight.elements.iter().position(|part| part.tag == "h1");
        let headline = Headline { text: "H".to_owned(), at, way: String::new() };
        let url = url.map(|url| Url::parse(url).unwrap());
        let (published, modified) = Page {
            sight: &sight,
            ld: &crate::structured::read(&crate::structured::scripts(&page)),
            claims: &Claims::of(&page),
            headline: Some(&headline),
            url: url.as_ref(),
            american: false,
            offset: "Z",
        }
        .read();
        (published.map(|dated| dated.time), modified.map(|dated| dated.time))
    }

    fn published(html: &str) -> Option<String> {
        both(html, None).0
    }

    const DAY: &str = "2025-06-05T00:00:00Z";

    #[test]
    fn each_meta_element_that_dates_a_page_is_known() {
        for (name, _) in METAS {
            assert_eq!(
                published(&format!("<meta name='{name}' content=2025-06-05><h1>H</h1>")).as_deref(),
                Some(DAY),
                "{name}"
            );
        }
        for name in MODIFIED {
            let got = both(&format!("<meta name='{name}' content=2025-06-05><h1>H</h1>"), None);
            assert_eq!(got.1.as_deref(), Some(DAY), "{name}");
        }
    }

    #[test]
    fn each_word_for_a_change_marks_one() {
        for word in UPDATED {
            let html = format!("<h1>H</h1><p>{word} 7.6.2025</p><p>5.6.2025</p>");
            assert_eq!(both(&html, None), (Some(DAY.to_owned()), Some("2025-06-07T00:00:00Z".to_owned())), "{word}");
        }
    }

    #[test]
    fn each_word_for_publishing_marks_it() {
        for word in PUBLISHED {
            let html = format!("<h1>H</h1><p>9.6.2025</p><p>{word} 5.6.2025</p>");
            assert_eq!(published(&html).as_deref(), Some(DAY), "{word}");
        }
    }

    #[test]
    fn dates_of_others_are_not_its_own() {
        let html = "<aside><time datetime=2025-01-01>x</time></aside><h1>H</h1><p>5 June 2025</p><div class=comments><time datetime=2025-06-09>9 June</time></div><footer>Stand: 1.1.2024</footer>";
        assert_eq!(published(html).as_deref(), Some(DAY));
        assert_eq!(published("<h1>H</h1><p>© 5.6.2025</p>"), None);
    }

    #[test]
    fn an_address_dates_a_page_and_the_hour_shown_tells_the_place() {
        assert_eq!(both("<h1>H</h1>", Some("https://x.example/2025/06/05/h")).0.as_deref(), Some(DAY));
        let html = "<meta property=article:published_time content=2025-06-06T05:35:00+00:00><h1>H</h1><p>Posted: Jun 5, 2025 / 10:35 PM PDT</p>";
        assert_eq!(published(html).as_deref(), Some("2025-06-05T22:35:00-07:00"));
    }
}
