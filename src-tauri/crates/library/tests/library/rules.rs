//! Rules: what they catch, what they do once, and what is taken back.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{found, guids, hours, library, new_article, new_source, now, source, store};
use crate::matching::Dice;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use library::{
    Action, ArticleId, Library, LibraryError, ListQuery, NewArticle, NewRule, Notice, Rule, RuleId, Scope, SourceId,
};

fn rule(query: &str, actions: &[Action]) -> NewRule {
    NewRule { name: format!("On {query}"), query: query.to_owned(), actions: actions.to_vec(), ..NewRule::default() }
}

fn add(library: &Library, query: &str, actions: &[Action]) -> RuleId {
    library.add_rule(rule(query, actions), now()).unwrap()
}

fn titled(guid: &str, title: &str, text: &str) -> NewArticle {
    NewArticle {
        title: title.to_owned(),
        deck: None,
        text: text.to_owned(),
        html: format!("<p>{text}</p>"),
        ..new_article(guid)
    }
}

fn tag(name: &str) -> Action {
    Action::Tag(name.to_owned())
}

/// Read, saved, hidden, tags.
type State = (bool, bool, bool, BTreeSet<String>);

fn state(library: &Library, id: ArticleId) -> State {
    let row = library.article(id).unwrap().row;
    let hidden = library.list(&ListQuery { scope: Scope::Hidden, ..ListQuery::default() }).unwrap();
    let hidden = hidden.rows.iter().any(|row| row.id == id);
    (row.read, row.saved, hidden, row.tags.into_iter().collect())
}

fn untouched() -> State {
    (false, false, false, BTreeSet::new())
}

fn all(library: &Library) -> Vec<String> {
    guids(library, &ListQuery::default())
}

fn did(library: &Library, rule: RuleId) -> Vec<(String, Vec<Action>)> {
    let account = library.account(rule, None, 100).unwrap();
    account.deeds.into_iter().map(|deed| (deed.row.guid, deed.did)).collect()
}

#[test]
fn new_articles_are_done_with_as_the_rules_say() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let before = store(&library, a, vec![titled("old", "Ferries on strike", "")])[0];
    let read = add(&library, "title:ferries", &[Action::Read]);
    let kept = add(&library, "harbour", &[Action::Save, tag("sea"), Action::Notify]);
    let muted = add(&library, "\"royal wedding\"", &[Action::Hide]);
    let stored = library
        .store_articles(
            a,
            vec![
                titled("ferries", "The ferry waits", "x"),
                titled("harbour", "News", "It is said that harbours close."),
                titled("wedding", "A royal wedding", "x"),
                titled("other", "A wedding, royal", "x"),
            ],
            now(),
        )
        .unwrap();
    let [ferries, harbour, wedding, other] = stored.new[..] else { panic!("{stored:?}") };
    assert_eq!(state(&library, before), untouched(), "a rule looks at what comes");
    assert_eq!(state(&library, ferries), (true, false, false, BTreeSet::new()), "in any form of the word");
    assert_eq!(state(&library, harbour), (false, true, false, BTreeSet::from(["sea".to_owned()])));
    assert!(state(&library, wedding).2);
    assert_eq!(state(&library, other), untouched());
    assert_eq!(stored.notices, [Notice { rule: kept, article: harbour }]);
    assert_eq!(all(&library).len(), 4, "what is hidden is in no list");
    assert_eq!(library.counts().unwrap().unread, 3, "nor counted");
    assert_eq!(found(&library, "royal"), ["other"], "nor found");
    assert_eq!(did(&library, read), [("ferries".to_owned(), vec![Action::Read])]);
    assert_eq!(did(&library, kept), [("harbour".to_owned(), vec![Action::Save, tag("sea"), Action::Notify])]);
    let muted = library.rule(muted).unwrap();
    assert_eq!((muted.caught, muted.last), (1, Some(now())));
}

#[test]
fn what_is_hidden_can_be_seen_and_brought_back() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    add(&library, "title:mud", &[Action::Hide]);
    let ids = store(&library, a, vec![titled("one", "Mud", "x"), titled("two", "Mud again", "x")]);
    let hidden = || guids(&library, &ListQuery { scope: Scope::Hidden, ..ListQuery::default() });
    assert_eq!(hidden().len(), 2);
    library.set_hidden(&ids[..1], false).unwrap();
    assert_eq!((all(&library), hidden()), (vec!["one".to_owned()], vec!["two".to_owned()]));
    assert_eq!(library.counts().unwrap().unread, 1);
    library.set_saved(ids[1], true, now()).unwrap();
    assert_eq!(all(&library).len(), 2, "what is saved is shown, hidden or not");
    assert!(matches!(library.set_hidden(&[ArticleId::new(99)], true), Err(LibraryError::NotFound { .. })));
}

#[test]
fn what_the_reader_undid_is_not_done_again() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let early = add(&library, "title:report", &[Action::Hide, Action::Read, tag("t")]);
    let late = add(&library, "text:solar", &[Action::Hide, Action::Read, tag("t"), tag("sun")]);
    let excerpt = NewArticle { excerpt: true, ..titled("one", "A report", "It begins.") };
    let id = store(&library, a, vec![excerpt])[0];
    library.set_hidden(&[id], false).unwrap();
    library.set_read(&[id], false, now()).unwrap();
    library.untag(id, "t").unwrap();
    let page =
        NewArticle { origin: library::Origin::Page, ..titled("one", "A report", "It begins. Solar power follows.") };
    library.add_page_text(id, page, true, None, hours(1)).unwrap();
    assert_eq!(state(&library, id), (false, false, false, BTreeSet::from(["sun".to_owned()])));
    assert_eq!(did(&library, late), [("one".to_owned(), vec![tag("sun")])]);
    assert_eq!(did(&library, early)[0].1.len(), 3, "the account tells what was done");
}

#[test]
fn the_full_text_of_an_excerpt_is_looked_at_once() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let words = add(&library, "solar", &[Action::Notify, tag("sun")]);
    let without = add(&library, "source:a -solar", &[tag("dark")]);
    let titles = add(&library, "title:solar", &[tag("headline")]);
    let excerpt = NewArticle { excerpt: true, ..titled("one", "A report", "It begins.") };
    let id = store(&library, a, vec![excerpt])[0];
    assert_eq!((did(&library, words), did(&library, without).len()), (Vec::new(), 1));
    let page = |title: &str, text: &str| NewArticle { origin: library::Origin::Page, ..titled("one", title, text) };
    let notices = library.add_page_text(id, page("Solar", "Solar power"), true, None, hours(1)).unwrap();
    assert_eq!(notices, [Notice { rule: words, article: id }]);
    assert_eq!(did(&library, titles), [], "a rule for headlines had its turn when the article came");
    let again = library.add_page_text(id, page("Solar", "Solar power, more of it"), true, None, hours(2)).unwrap();
    assert_eq!((again, did(&library, words).len()), (Vec::new(), 1));
}

#[test]
fn an_article_that_was_read_meanwhile_is_not_hidden_by_its_full_text() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    add(&library, "solar", &[Action::Hide, Action::Notify, tag("sun")]);
    let excerpt = || NewArticle { excerpt: true, ..titled("one", "A report", "It begins.") };
    let id = store(&library, a, vec![excerpt()])[0];
    library.set_read(&[id], true, hours(1)).unwrap();
    let page = NewArticle { origin: library::Origin::Page, ..titled("one", "A report", "Solar power") };
    assert_eq!(library.add_page_text(id, page, true, None, hours(1)).unwrap(), []);
    assert_eq!(state(&library, id), (true, false, false, BTreeSet::from(["sun".to_owned()])));
}

#[test]
fn rules_act_in_their_order_and_see_tags_given_before() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let second = add(&library, "tag:sea", &[Action::Save]);
    let first = add(&library, "title:harbour", &[tag("sea")]);
    let one = store(&library, a, vec![titled("one", "Harbour", "x")])[0];
    assert!(!state(&library, one).1);
    library.move_rule(first, 0).unwrap();
    assert_eq!(library.rules().unwrap().iter().map(|rule| rule.id).collect::<Vec<_>>(), [first, second]);
    let two = store(&library, a, vec![titled("two", "Harbour", "x")])[0];
    assert!(state(&library, two).1);
    assert!(matches!(library.move_rule(RuleId::new(99), 0), Err(LibraryError::NotFound { .. })));
}

#[test]
fn a_rule_rests_while_it_is_off_and_ends_with_its_day() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let until = NewRule { until: Some(hours(10)), ..rule("title:mud", &[Action::Read]) };
    let id = library.add_rule(until.clone(), now()).unwrap();
    let at = |guid: &str, hour: i64| {
        let id = library.store_articles(a, vec![titled(guid, "Mud", "x")], hours(hour)).unwrap().new[0];
        state(&library, id).0
    };
    assert!(at("one", 1));
    library.set_rule_active(id, false).unwrap();
    assert!(!at("two", 2));
    library.set_rule_active(id, true).unwrap();
    assert!(at("three", 9));
    assert!(!at("four", 10));
    let over = library.rule(id).unwrap();
    assert!(over.is_over(hours(10)) && !over.acts(hours(10)) && over.acts(hours(9)));
    let renamed = NewRule { name: "Mud".to_owned(), ..until.clone() };
    library.change_rule(id, renamed, hours(11)).unwrap();
    library.change_rule(id, NewRule { until: None, ..until.clone() }, hours(11)).unwrap();
    assert!(at("five", 12));
    // An end of before is brought back with the rule it was of, and that is over again.
    library.change_rule(id, until, hours(12)).unwrap();
    assert!(!library.rule(id).unwrap().acts(hours(12)));
}

#[test]
fn a_rule_for_a_source_follows_its_name() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    add(&library, "source:Courier", &[Action::Read]);
    let one = store(&library, a, vec![titled("one", "x", "x")])[0];
    assert!(!state(&library, one).0);
    library.update_source(a, "Courier", None).unwrap();
    let two = store(&library, a, vec![titled("two", "x", "x")])[0];
    assert!(state(&library, two).0);
    let b = library.add_source(&library::NewSource { title: "Courier".to_owned(), ..new_source("b") }, now()).unwrap();
    let three = store(&library, b.id, vec![titled("three", "x", "x")])[0];
    assert!(state(&library, three).0);
}

#[test]
fn what_hides_is_not_told_of() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    add(&library, "title:mud", &[Action::Notify]);
    add(&library, "text:royal", &[Action::Hide]);
    let articles = vec![titled("one", "Mud", "royal"), titled("two", "Mud", "plain")];
    assert_eq!(library.store_articles(a, articles, now()).unwrap().notices.len(), 1);
}

#[test]
fn queries_that_cannot_be_meant_or_match_everything_are_refused() {
    let (_dir, library) = library();
    for (query, told) in [
        ("", "It asks for nothing"),
        ("before:soon war", "`soon` is no date"),
        ("autor:ada", "did you mean `author:`"),
        ("is:unread war", "a rule looks at new ones"),
        ("-football", "nearly every article"),
        ("after:2020", "nearly every article"),
        ("link:http -football", "nearly every article"),
        ("war OR -peace", "nearly every article"),
    ] {
        let error = library.add_rule(rule(query, &[Action::Read]), now()).unwrap_err().to_string();
        assert!(error.contains(told), "{query}: {error}");
        assert_eq!(error.split(": ").count(), 3, "{error}");
        assert!(library.try_rule(query, now(), 1, now()).is_err(), "{query}");
        assert!(library::rule_problem(query, now()).is_some(), "{query}");
    }
    for query in ["war", "source:a -war", "after:2020 lang:fr", "link:github.com", "section:Sport"] {
        add(&library, query, &[Action::Read]);
    }
    let nothing = library.add_rule(rule("war", &[]), now()).unwrap_err().to_string();
    assert!(nothing.contains("it does nothing"), "{nothing}");
    assert!(library.add_rule(rule("war", &[tag(" ")]), now()).is_err());
    let past = NewRule { until: Some(now()), ..rule("war", &[Action::Read]) };
    assert!(library.add_rule(past, now()).unwrap_err().to_string().contains("it is past"));
    let named = NewRule { name: " ".to_owned(), ..rule(" war ", &[Action::Read, Action::Read, tag(" t ")]) };
    let id = library.add_rule(named, now()).unwrap();
    let Rule { rule: made, .. } = library.rule(id).unwrap();
    assert_eq!((made.name.as_str(), made.query.as_str(), made.actions), ("war", "war", vec![Action::Read, tag("t")]));
}

#[test]
fn a_rule_is_tried_on_the_last_month_and_done_there() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a").id, source(&library, "b").id);
    let days = |days: i64| now() - SignedDuration::from_hours(24 * days);
    let dated = |guid: &str, age: i64| NewArticle { published: Some(days(age)), ..titled(guid, "Mud", "x") };
    store(&library, a, vec![dated("one", 1), dated("two", 2), dated("old", 40), titled("other", "Sun", "x")]);
    store(&library, b, vec![dated("three", 3)]);
    let ids = store(&library, b, vec![dated("four", 4)]);
    library.set_hidden(&ids, true).unwrap();
    let tried = library.try_rule("title:mud", days(30), 2, now()).unwrap();
    assert_eq!((tried.looked, tried.count), (5, 4));
    assert_eq!(tried.sources, [("a".to_owned(), 2), ("b".to_owned(), 2)]);
    assert_eq!(tried.newest.iter().map(|row| row.guid.as_str()).collect::<Vec<_>>(), ["one", "two"]);
    let id = add(&library, "title:mud", &[Action::Hide, Action::Notify, tag("m")]);
    assert_eq!(did(&library, id), [], "it is only tried so far");
    let change = library.apply_rule(id, days(30), now()).unwrap();
    assert_eq!(change.count, 4);
    assert_eq!(library.apply_rule(id, days(30), now()).unwrap().count, 0, "once is enough");
    assert_eq!(library.tags().unwrap(), [("m".to_owned(), 4)]);
    library.undo_rule_change(change.id).unwrap();
    library.undo_rule_change(change.id).unwrap();
    assert_eq!(library.tags().unwrap(), []);
    assert!(state(&library, ids[0]).2, "what the reader hid stays hidden");
    assert_eq!(all(&library).len(), 5);
    assert_eq!(library.apply_rule(id, days(30), now()).unwrap().count, 4, "the reader asks for it anew");
    assert!(matches!(library.undo_rule_change(4711), Err(LibraryError::NotFound { .. })));
}

#[test]
fn a_removed_rule_gives_back_what_it_hid_and_comes_back_with_its_account() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let mud = add(&library, "title:mud", &[Action::Hide, tag("m")]);
    let rain = add(&library, "title:rain", &[Action::Hide]);
    store(&library, a, vec![titled("mud", "Mud", "x"), titled("both", "Mud and rain", "x")]);
    let hidden = || {
        let mut guids = guids(&library, &ListQuery { scope: Scope::Hidden, ..ListQuery::default() });
        guids.sort();
        guids
    };
    assert_eq!(did(&library, rain), [], "it found its work done");
    let change = library.remove_rule(mud, now()).unwrap();
    assert_eq!(change.count, 2);
    assert_eq!(hidden(), ["both"], "the other rule hides it still");
    assert_eq!(did(&library, rain), [("both".to_owned(), vec![Action::Hide])]);
    assert_eq!(library.tags().unwrap(), [("m".to_owned(), 2)], "what it tagged stays");
    assert_eq!(library.rules().unwrap().len(), 1);
    assert!(matches!(library.remove_rule(mud, now()), Err(LibraryError::NotFound { .. })));
    let later = store(&library, a, vec![titled("later", "Mud", "x")])[0];
    assert_eq!(state(&library, later), untouched());
    library.restore_rule(mud, change.id).unwrap();
    assert_eq!(hidden(), ["both", "mud"]);
    assert_eq!(library.rule(mud).unwrap().caught, 2);
}

#[test]
fn undoing_leaves_what_the_reader_did_by_hand() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let id = add(&library, "title:mud", &[Action::Read, Action::Save, tag("m")]);
    let ids = store(&library, a, vec![titled("one", "Mud", "x"), titled("two", "Mud", "x")]);
    library.set_read(&ids[..1], false, hours(1)).unwrap();
    library.set_read(&ids[..1], true, hours(2)).unwrap();
    library.set_saved(ids[0], false, hours(1)).unwrap();
    library.set_saved(ids[0], true, hours(2)).unwrap();
    let change = library.undo_rule(id, hours(3)).unwrap();
    assert_eq!(change.count, 2);
    assert_eq!(state(&library, ids[0]), (true, true, false, BTreeSet::new()));
    assert_eq!(state(&library, ids[1]), untouched());
    library.undo_rule_change(change.id).unwrap();
    assert_eq!(state(&library, ids[1]), (true, true, false, BTreeSet::from(["m".to_owned()])));
}

#[test]
fn undoing_a_rule_leaves_what_the_reader_archived_since() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let id = add(&library, "title:mud", &[Action::Save]);
    let ids = store(&library, a, vec![titled("one", "Mud", "x"), titled("two", "Mud", "x")]);
    library.set_archived(&ids[..1], true, hours(1)).unwrap();
    library.undo_rule(id, hours(2)).unwrap();
    let row = library.article(ids[0]).unwrap().row;
    assert!(row.saved && row.archived, "the reader put it away");
    assert_eq!(state(&library, ids[1]), untouched());
}

/// A rule in plain words, for the oracle: all of these hold.
#[derive(Debug, Clone)]
struct Plain {
    title: Option<&'static str>,
    anywhere: Option<&'static str>,
    source: Option<usize>,
    without: Option<&'static str>,
    tag: Option<&'static str>,
    actions: Vec<Action>,
}

const WORDS: &[&str] = &["kestrel", "mud", "sun", "wharf", "zebra"];
const TAGS: &[&str] = &["p", "q"];
const SOURCES: &[&str] = &["first", "second", "third"];

impl Plain {
    fn roll(dice: &mut Dice) -> Self {
        let mut maybe = |all: &'static [&'static str]| (dice.below(3) == 0).then(|| dice.of(all));
        let (title, anywhere, without, tag_of) = (maybe(WORDS), maybe(WORDS), maybe(WORDS), maybe(TAGS));
        let source = (dice.below(4) == 0).then(|| dice.below(SOURCES.len()));
        let plain = [Action::Read, Action::Save, Action::Hide, Action::Notify, tag("p"), tag("q")];
        let mut actions: Vec<Action> = plain.into_iter().filter(|_| dice.below(3) == 0).collect();
        if actions.is_empty() {
            actions.push(tag("p"));
        }
        let title = if title.or(anywhere).or(tag_of).is_none() && source.is_none() { Some(WORDS[0]) } else { title };
        Self { title, anywhere, source, without, tag: tag_of, actions }
    }

    fn query(&self) -> String {
        let parts = [
            self.title.map(|word| format!("title:{word}")),
            self.anywhere.map(str::to_owned),
            self.source.map(|at| format!("source:{}", SOURCES[at])),
            self.without.map(|word| format!("-{word}")),
            self.tag.map(|name| format!("tag:{name}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn fits(&self, title: &str, text: &str, source: usize, tags: &BTreeSet<String>) -> bool {
        let in_title = |word: &str| title.split(' ').any(|other| other == word);
        let anywhere = |word: &str| in_title(word) || text.split(' ').any(|other| other == word);
        self.title.is_none_or(in_title)
            && self.anywhere.is_none_or(anywhere)
            && self.source.is_none_or(|wanted| wanted == source)
            && !self.without.is_some_and(anywhere)
            && self.tag.is_none_or(|name| tags.contains(name))
    }
}

#[test]
fn rules_do_what_a_plain_oracle_says_and_undoing_all_leaves_nothing() {
    for seed in 1..=6 {
        let (_dir, library) = library();
        let sources: Vec<SourceId> = SOURCES.iter().map(|name| source(&library, name).id).collect();
        let mut dice = Dice(seed * 7919);
        let plain: Vec<Plain> = (0..8).map(|_| Plain::roll(&mut dice)).collect();
        let ids: Vec<RuleId> = plain.iter().map(|rule| add(&library, &rule.query(), &rule.actions)).collect();
        let mut wanted: BTreeMap<ArticleId, State> = BTreeMap::new();
        for number in 0..40 {
            let (title, text) = (dice.some(WORDS, 3), dice.some(WORDS, 4));
            let from = dice.below(SOURCES.len());
            let article = NewArticle { author: None, ..titled(&format!("g{number}"), &title, &text) };
            let at = hours(1) + SignedDuration::from_secs(number);
            let stored = library.store_articles(sources[from], vec![article], at).unwrap();
            let mut state = untouched();
            let mut told = Vec::new();
            for (rule, id) in plain.iter().zip(&ids) {
                if !rule.fits(&title, &text, from, &state.3) {
                    continue;
                }
                for action in &rule.actions {
                    match action {
                        Action::Read => state.0 = true,
                        Action::Save => state.1 = true,
                        Action::Hide => state.2 = true,
                        Action::Tag(name) => drop(state.3.insert(name.clone())),
                        Action::Notify => told.push(Notice { rule: *id, article: stored.new[0] }),
                    }
                }
            }
            // What the reader is not to see is not told of.
            let told = if state.2 && !state.1 && state.3.is_empty() { Vec::new() } else { told };
            assert_eq!(stored.notices, told, "{seed} {number} {plain:?}");
            wanted.insert(stored.new[0], state);
        }
        let check = |wanted: &dyn Fn(ArticleId) -> State, why: &str| {
            for id in library_ids(&library) {
                assert_eq!(state(&library, id), wanted(id), "{why} {seed} {id} {plain:?}");
            }
            assert!(library.check().unwrap().ok, "{why} {seed}");
        };
        check(&|id| wanted[&id].clone(), "done");
        // What all of them did is taken back, in any order; and what was taken back is done again.
        let mut order = ids.clone();
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        let changes: Vec<i64> = order.iter().map(|id| library.undo_rule(*id, hours(9)).unwrap().id).collect();
        check(&|_| untouched(), "undone");
        for change in changes.into_iter().rev() {
            library.undo_rule_change(change).unwrap();
        }
        check(&|id| wanted[&id].clone(), "done again");
    }
}

fn library_ids(library: &Library) -> Vec<ArticleId> {
    let mut ids = BTreeSet::new();
    for scope in [Scope::All, Scope::Hidden] {
        let page = library.list(&ListQuery { scope, ..ListQuery::default() }).unwrap();
        ids.extend(page.rows.into_iter().map(|row| row.id));
    }
    ids.into_iter().collect()
}

#[test]
fn many_rules_are_held_against_an_article_as_each_of_them_alone() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let queries = [
        "elect",
        "title:election",
        "\"cold war\"",
        "war*",
        "\"cold wa\"",
        "text:peace OR title:peace",
        "-war peace",
        "author:ada",
        "東京",
        "\"京都\"",
        "section:War peace",
        "lang:en war",
        "covid-19",
        "élection",
    ];
    let rules: Vec<RuleId> =
        queries.iter().map(|query| add(&library, query, &[tag(&format!("t{}", query.len()))])).collect();
    let words = ["elected", "cold", "war", "wars", "warm", "peaceful", "peace", "東京都", "covid", "19", "Election"];
    let mut dice = Dice(4711);
    for number in 0..120 {
        let lang = ["en", "de", "fr", "xx"][dice.below(4)];
        let article = NewArticle {
            lang: Some(lang.to_owned()),
            section: (dice.below(2) == 0).then(|| "War".to_owned()),
            author: (dice.below(3) == 0).then(|| "Ada".to_owned()),
            ..titled(&format!("g{number}"), &dice.some(&words, 4), &dice.some(&words, 9))
        };
        let id = store(&library, a, vec![article])[0];
        let subject = library.subject(id).unwrap().unwrap();
        for (query, rule) in queries.iter().zip(&rules) {
            let (read, _) = query::Query::read(query, &query::Clock { now: now(), zone: jiff::tz::TimeZone::UTC });
            let alone = library.matcher(&read).unwrap().matches(&subject);
            let turn = library.account(*rule, None, 1).unwrap().deeds.first().map(|deed| deed.row.id) == Some(id);
            // Another rule may have given the tag before; then it is not in this one's account.
            let tagged = subject_tags(&library, id).contains(&format!("t{}", query.len()));
            assert_eq!(alone, turn || (alone && tagged), "{query}: {:?}", library.article(id).unwrap());
        }
    }
}

fn subject_tags(library: &Library, id: ArticleId) -> Vec<String> {
    library.article(id).unwrap().row.tags
}

#[test]
fn a_clock_of_another_day_reads_relative_days_anew() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    add(&library, "title:mud before:2d", &[Action::Read]);
    let at = |guid: &str, published: Timestamp, seen: Timestamp| {
        let article = NewArticle { published: Some(published), ..titled(guid, "Mud", "x") };
        let id = library.store_articles(a, vec![article], seen).unwrap().new[0];
        state(&library, id).0
    };
    assert!(!at("one", hours(-24), now()));
    assert!(at("two", hours(-24), hours(48)));
}

#[test]
fn days_in_a_rule_are_the_readers() {
    let (_dir, library) = library();
    library.set_zone(TimeZone::fixed(jiff::tz::offset(9)));
    let a = source(&library, "a").id;
    let rule = add(&library, "title:mud after:today", &[Action::Read]);
    let at = |time: &str| format!("2026-{time}:00Z").parse::<Timestamp>().unwrap();
    let mud = |guid: &str, time| NewArticle { published: Some(at(time)), ..titled(guid, "Mud", "x") };
    // The first of March ends at 15:00 UTC there.
    let first = vec![mud("before", "02-28T14:00"), mud("first", "02-28T16:00")];
    library.store_articles(a, first, at("03-01T14:00")).unwrap();
    let second = vec![mud("late", "03-01T14:30"), mud("second", "03-01T15:30")];
    library.store_articles(a, second, at("03-01T16:00")).unwrap();
    let did: BTreeSet<String> = did(&library, rule).into_iter().map(|(guid, _)| guid).collect();
    assert_eq!(did, ["first", "second"].map(str::to_owned).into());
    let tried = library.try_rule("title:mud after:today", at("02-01T00:00"), 9, at("03-01T16:00")).unwrap();
    assert_eq!(tried.newest.iter().map(|row| row.guid.as_str()).collect::<Vec<_>>(), ["second"]);
}

#[test]
fn doing_an_undoing_over_again_leaves_what_the_reader_had_taken_back_before() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let mud = add(&library, "title:mud", &[Action::Hide, Action::Save]);
    let ids = store(&library, a, vec![titled("one", "Mud", "x"), titled("two", "Mud", "x")]);
    library.set_hidden(&ids[..1], false).unwrap();
    library.set_saved(ids[0], false, hours(1)).unwrap();
    let change = library.undo_rule(mud, hours(2)).unwrap();
    library.undo_rule_change(change.id).unwrap();
    assert_eq!(state(&library, ids[0]), untouched());
    assert_eq!(state(&library, ids[1]), (false, true, true, BTreeSet::new()));
    let change = library.remove_rule(mud, hours(3)).unwrap();
    library.restore_rule(mud, change.id).unwrap();
    assert_eq!(state(&library, ids[0]), untouched());
}

#[test]
fn applying_and_undoing_are_taken_back_one_after_the_other() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let id = store(&library, a, vec![titled("one", "Mud", "x")])[0];
    let mud = add(&library, "title:mud", &[tag("m")]);
    let tagged = (false, false, false, BTreeSet::from(["m".to_owned()]));
    let applied = library.apply_rule(mud, hours(-24), hours(1)).unwrap();
    let undone = library.undo_rule(mud, hours(2)).unwrap();
    assert_eq!((applied.count, undone.count, state(&library, id)), (1, 1, untouched()));
    library.undo_rule_change(undone.id).unwrap();
    assert_eq!(state(&library, id), tagged);
    library.undo_rule_change(applied.id).unwrap();
    assert_eq!(state(&library, id), untouched());
}

#[test]
fn a_changed_rule_that_is_applied_does_what_is_new_in_it() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let mud = add(&library, "title:mud", &[tag("m")]);
    let id = store(&library, a, vec![titled("one", "Mud", "x")])[0];
    library.change_rule(mud, rule("title:mud", &[tag("m"), Action::Save]), hours(1)).unwrap();
    let tagged: BTreeSet<String> = BTreeSet::from(["m".to_owned()]);
    let change = library.apply_rule(mud, hours(-24), hours(2)).unwrap();
    assert_eq!((change.count, state(&library, id)), (1, (false, true, false, tagged.clone())));
    assert_eq!(library.apply_rule(mud, hours(-24), hours(3)).unwrap().count, 0);
    library.undo_rule_change(change.id).unwrap();
    assert_eq!(state(&library, id), (false, false, false, tagged), "what it did before stays");
}

#[test]
fn a_removed_rule_inherits_nothing() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let first = add(&library, "title:mud", &[tag("m")]);
    let second = add(&library, "mud", &[tag("m")]);
    let id = store(&library, a, vec![titled("one", "Mud", "x")])[0];
    library.remove_rule(second, hours(1)).unwrap();
    library.undo_rule(first, hours(2)).unwrap();
    assert_eq!(state(&library, id), untouched());
}

#[test]
fn the_full_text_of_what_is_folded_under_an_unread_article_is_acted_on() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a").id, source(&library, "b").id);
    add(&library, "solar", &[Action::Hide]);
    let top = store(&library, a, vec![titled("top", "Another report", "y")])[0];
    let id = store(&library, b, vec![NewArticle { excerpt: true, ..titled("one", "A report", "It begins.") }])[0];
    library.fold(id, top).unwrap();
    let page = NewArticle { origin: library::Origin::Page, ..titled("one", "A report", "Solar power") };
    library.add_page_text(id, page, true, None, hours(1)).unwrap();
    assert_eq!(guids(&library, &ListQuery { scope: Scope::Hidden, ..ListQuery::default() }), ["one"]);
}
