//! Queries over the library: what the index and SQL find is what reading each article says.

use crate::common::{library, new_article, new_source, now, source, store};
use jiff::{SignedDuration, tz::TimeZone};
use library::{ArticleId, Library, ListQuery, NewArticle, Subject};
use query::{Clock, Query};

fn clock() -> Clock {
    Clock { now: now(), zone: TimeZone::UTC }
}

fn read(typed: &str) -> Query {
    Query::read(typed, &clock()).0
}

fn matching(library: &Library, typed: &str) -> Vec<ArticleId> {
    library.matching(&read(typed), None, usize::MAX).unwrap_or_else(|error| panic!("{typed}: {error}"))
}

fn titles(library: &Library, typed: &str) -> Vec<String> {
    let ids = matching(library, typed);
    let mut titles: Vec<String> = ids.iter().map(|id| library.article(*id).unwrap().row.title).collect();
    titles.sort();
    titles
}

/// Numbers that are the same in each run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }

    pub(crate) fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    pub(crate) fn some(&mut self, all: &[&str], most: usize) -> String {
        let count = self.below(most + 1);
        (0..count).map(|_| self.of(all)).collect::<Vec<_>>().join(" ")
    }
}

const WORDS: &[&str] = &[
    "war",
    "wars",
    "warring",
    "Warsaw",
    "peace",
    "peaceful",
    "élection",
    "elections",
    "elected",
    "us",
    "use",
    "used",
    "covid-19",
    "Häuser",
    "Haus",
    "Straße",
    "новый",
    "новая",
    "東京",
    "京都",
    "東京都",
    "天气",
    "很好",
    "서울에서",
    "서울",
    "ไทย",
    "ประเทศไทย",
    "don't",
    "U.S.",
    "5G",
    "the",
    "guardian",
    "café",
    "कहानी",
    "hy\u{ad}phen",
    "OR",
    "\u{e000}en",
    "ﬁn",
    "½",
];
const LANGS: &[&str] = &["en", "en-GB", "de", "ru", "ja", "fr_FR", ""];
const SECTIONS: &[&str] = &["War", "World news", "Sport", "WORLD", ""];
const TAGS: &[&str] = &["holiday", "Holiday", "to read", "x"];

fn term(dice: &mut Dice) -> String {
    let word = dice.of(WORDS);
    let beginning: String = word.chars().take(1 + dice.below(4)).collect();
    let term = match dice.below(24) {
        0..=6 => word.to_owned(),
        7 => format!("\"{} {}\"", word, dice.of(WORDS)),
        8 => format!("\"{word}\""),
        9 => format!("{beginning}*"),
        10 => format!("title:{word}"),
        11 => format!("text:\"{word}\""),
        12 => format!("author:{}", dice.of(&["ada", "Example", "ada*"])),
        13 => format!("source:{}", dice.of(&["alpha", "guard", "\"The Guardian\"", "b.example", "none"])),
        14 => format!("section:{}", dice.of(&["world", "war", "\"world news\"", "spo"])),
        15 => format!("tag:{}", dice.of(&["holiday", "\"to read\"", "none"])),
        16 => format!("folder:{}", dice.of(&["f", "none"])),
        17 => format!("lang:{}", dice.of(&["en", "en-gb", "de", "fr", "e"])),
        18 => format!("link:{}", dice.of(&["example.com/1", "EXAMPLE", "g7"])),
        19 | 20 => format!("is:{}", dice.of(&["read", "unread", "saved", "tagged", "highlighted", "offline"])),
        21 => format!("after:{}", dice.of(&["2026-02-20", "3d", "today"])),
        22 => format!("before:{}", dice.of(&["2026-02-20", "3d", "today"])),
        _ => format!("text:{beginning}*"),
    };
    if dice.below(5) == 0 { format!("-{term}") } else { term }
}

#[test]
fn what_is_found_is_what_reading_each_article_says() {
    let (_dir, library) = library();
    let mut dice = Dice(0x5eed_1234_abcd);
    let mut guardian = new_source("b");
    guardian.title = "The Guardian".to_owned();
    guardian.folder = Some("F".to_owned());
    let sources = [source(&library, "alpha"), library.add_source(&guardian, now()).unwrap(), source(&library, "gone")];
    let mut all = Vec::new();
    for at in 0..240 {
        let filled = |text: String| Some(text).filter(|text| !text.is_empty());
        let article = NewArticle {
            title: dice.some(WORDS, 4),
            deck: filled(dice.some(WORDS, 4)),
            text: dice.some(WORDS, 12),
            author: filled(dice.of(&["Ada Example", "", "Adam Ähn"]).to_owned()),
            lang: filled(dice.of(LANGS).to_owned()),
            section: filled(dice.of(SECTIONS).to_owned()),
            published: Some(now() - SignedDuration::from_hours(i64::try_from(dice.below(600)).unwrap())),
            ..new_article(&format!("g{at}"))
        };
        all.extend(store(&library, sources[at % 3].id, vec![article]));
    }
    for id in &all {
        if dice.below(4) == 0 {
            library.tag(*id, dice.of(TAGS), now()).unwrap();
        }
        if dice.below(3) == 0 {
            library.set_read(&[*id], true, now()).unwrap();
        }
        if dice.below(5) == 0 {
            library.set_saved(*id, true, now()).unwrap();
        }
        if dice.below(9) == 0 {
            library.highlight(*id, "x", None, now()).unwrap();
        }
        if dice.below(9) == 0 {
            library.set_offline(*id, true).unwrap();
        }
    }
    library.end_source(sources[2].id, now()).unwrap();
    library
        .mark_all_read(&library::Scope::Source(sources[0].id), Some(now() - SignedDuration::from_hours(300)), now())
        .unwrap();

    let shown = library.list(&ListQuery::default()).unwrap().rows;
    let subjects: Vec<(ArticleId, Subject)> =
        shown.iter().map(|row| (row.id, library.subject(row.id).unwrap().unwrap())).collect();
    let mut hits = 0;
    for _ in 0..600 {
        let terms: Vec<String> = (0..=dice.below(4)).map(|_| term(&mut dice)).collect();
        let typed = terms.iter().fold(String::new(), |typed, term| {
            let join = if typed.is_empty() { "" } else { dice.of(&[" ", " ", " OR "]) };
            format!("{typed}{join}{term}")
        });
        let query = read(&typed);
        let matcher = library.matcher(&query).unwrap();
        let wanted: Vec<ArticleId> =
            subjects.iter().filter(|(_, subject)| matcher.matches(subject)).map(|(id, _)| *id).collect();
        let found = matching(&library, &typed);
        let other = wanted.iter().find(|id| !found.contains(id)).or(found.iter().find(|id| !wanted.contains(id)));
        let article = other.map(|id| library.article(*id).unwrap());
        assert_eq!(found, wanted, "{typed}: {article:?}");
        hits += wanted.len();
    }
    assert!(hits > 4_000, "the queries hardly find anything: {hits}");
}

#[test]
fn forms_of_a_word_are_found_in_its_language() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let article = |title: &str, lang: &str| NewArticle {
        title: title.to_owned(),
        lang: Some(lang.to_owned()),
        text: String::new(),
        ..new_article(title)
    };
    store(
        &library,
        a.id,
        vec![
            article("They elected a mayor", "en"),
            article("Electing again", "en-GB"),
            article("elected, it says", "ja"),
            article("Die Häuser", "de"),
            article("Ein Haus", "de"),
            article("L’arrivée du train", "fr"),
            article("Новый год", "ru"),
            article("Новая школа", "ru"),
            article("Use it", "en"),
        ],
    );
    assert_eq!(titles(&library, "elect"), ["Electing again", "They elected a mayor"]);
    assert_eq!(titles(&library, "elected"), ["Electing again", "They elected a mayor", "elected, it says"]);
    assert_eq!(titles(&library, "\"elected\""), ["They elected a mayor", "elected, it says"], "in quotes it is exact");
    assert_eq!(titles(&library, "hauses"), ["Die Häuser", "Ein Haus"]);
    assert_eq!(titles(&library, "arriver"), ["L’arrivée du train"]);
    assert_eq!(titles(&library, "новое"), ["Новая школа", "Новый год"]);
    assert_eq!(titles(&library, "us"), [""; 0], "it is no form of `use`");
}

#[test]
fn the_name_of_a_source_is_found_also_after_it_changed() {
    let (_dir, library) = library();
    let a = source(&library, "Morning Herald");
    store(&library, a.id, vec![new_article("g")]);
    assert_eq!(titles(&library, "herald body"), ["Headline g"]);
    library.update_source(a.id, "Evening Post", None).unwrap();
    assert_eq!(titles(&library, "herald"), [""; 0]);
    assert_eq!(titles(&library, "evening -war"), ["Headline g"]);
}

#[test]
fn a_query_for_nothing_finds_nothing() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    store(&library, a.id, vec![new_article("g")]);
    assert_eq!(matching(&library, ""), []);
    assert_eq!(matching(&library, "before:soon"), []);
    assert_eq!(matching(&library, "-war").len(), 1);
    let month = now() - SignedDuration::from_hours(24 * 30);
    assert_eq!(library.matching(&read("body"), Some(month), 10).unwrap().len(), 1);
    assert_eq!(library.matching(&read("body"), Some(now() + SignedDuration::from_hours(1)), 10).unwrap().len(), 0);
}

#[test]
fn an_article_that_has_just_come_is_read_as_it_will_be_stored() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let article = new_article("g");
    let matcher = library.matcher(&read("headline is:unread -is:saved source:a after:2026-02-28 lang:en")).unwrap();
    assert!(matcher.matches(&Subject::new(&article, &a, now())));
    let id = store(&library, a.id, vec![article])[0];
    assert!(matcher.matches(&library.subject(id).unwrap().unwrap()));
}

#[test]
fn what_is_hidden_is_found_where_it_is_asked_for() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let ids = store(&library, a.id, vec![new_article("seen"), new_article("hidden"), new_article("both")]);
    library.set_hidden(&ids[1..], true).unwrap();
    library.set_saved(ids[2], true, now()).unwrap();
    assert_eq!(titles(&library, "headline"), ["Headline both", "Headline seen"]);
    for query in ["is:hidden", "headline is:hidden", "is:hidden -seen", "is:hidden is:unread after:2026"] {
        assert_eq!(titles(&library, query), ["Headline both", "Headline hidden"], "{query}");
        let list = ListQuery { scope: library::Scope::Search(read(query)), ..ListQuery::default() };
        assert_eq!(library.list(&list).unwrap().rows.len(), 2, "{query}");
        assert_eq!(library.count_hits(&read(query), false).unwrap(), 2, "{query}");
        for sort in [library::Sort::Relevance, library::Sort::Date] {
            let search = library::Search { query: read(query), sort, limit: 9, ..library::Search::default() };
            assert_eq!(library.search(&search, now()).unwrap().hits.len(), 2, "{query}");
        }
    }
    assert_eq!(titles(&library, "is:hidden is:saved"), ["Headline both"]);
    let matcher = library.matcher(&read("is:hidden")).unwrap();
    let hidden = ids.iter().map(|id| matcher.matches(&library.subject(*id).unwrap().unwrap()));
    assert_eq!(hidden.collect::<Vec<_>>(), [false, true, true]);
}
