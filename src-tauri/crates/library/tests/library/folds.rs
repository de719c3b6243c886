//! Folds: what says the same lies under one, shares its status, and is seen again when that one goes.

use crate::common::{dated, guids, hours, library, new_source, now, source, store};
use library::{
    ArticleId, ArticleRow, Folded, Keep, Library, ListQuery, NewArticle, Origin, Retention, Scope, SourceId, TakenItem,
    Trial,
};

/// An article with its own address that says what all of the same `news` do.
pub(crate) fn saying(guid: &str, news: &str) -> NewArticle {
    let text: String = (0..80).map(|at| word(news, at)).collect();
    NewArticle {
        url: Some(format!("https://{guid}.example/news/{guid}")),
        title: format!("{}{}", word(news, 1), word(news, 2)),
        html: format!("<p>{text}</p>"),
        text,
        ..dated(guid, now())
    }
}

fn word(news: &str, at: u8) -> String {
    format!("{news}{}{} ", char::from(b'a' + at / 10), char::from(b'a' + at % 10))
}

fn add(library: &Library, source: SourceId, article: NewArticle) -> ArticleId {
    store(library, source, vec![article])[0]
}

/// The same news from three sources; the first leads.
fn three(library: &Library) -> ([SourceId; 3], [ArticleId; 3]) {
    let sources = ["a", "b", "c"].map(|name| source(library, name).id);
    let mut at = 0;
    let ids = sources.map(|id| {
        at += 1;
        add(library, id, saying(["a", "b", "c"][at - 1], "storm"))
    });
    (sources, ids)
}

fn row(library: &Library, id: ArticleId) -> ArticleRow {
    library.article(id).unwrap().row
}

fn also_in(library: &Library, id: ArticleId) -> Vec<i64> {
    row(library, id).also_in.iter().map(|one| one.id.get()).collect()
}

fn unread(library: &Library) -> Vec<String> {
    guids(library, &ListQuery { scope: Scope::Unread, ..ListQuery::default() })
}

fn all(library: &Library) -> Vec<String> {
    guids(library, &ListQuery::default())
}

fn is_well(library: &Library) {
    let check = library.check().unwrap();
    assert!(check.ok, "{check:?}");
}

#[test]
fn the_same_news_of_three_sources_is_one_row_and_counted_once() {
    let (_dir, library) = library();
    let (_, [a, b, c]) = three(&library);
    assert_eq!((all(&library), library.counts().unwrap().unread), (vec!["a".to_owned()], 1));
    assert_eq!(also_in(&library, a), [b.get(), c.get()]);
    assert_eq!(also_in(&library, c), [a.get(), b.get()]);
    assert_eq!((row(&library, a).folded, row(&library, c).folded), (None, Some(a)));
    assert_eq!(row(&library, a).also_in[0].source_title, "b");
    is_well(&library);
}

#[test]
fn other_news_is_left_alone() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    add(&library, a.id, saying("a", "storm"));
    add(&library, b.id, saying("b", "vote"));
    assert_eq!(library.counts().unwrap().unread, 2);
}

#[test]
fn one_address_under_two_feeds_of_a_publisher_is_one_article() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    let at = |guid: &str, url: &str| NewArticle {
        url: Some(url.to_owned()),
        title: "Ten lost at sea".to_owned(),
        ..dated(guid, now())
    };
    add(&library, a.id, at("a", "https://www.news.example/sea?utm_source=rss"));
    add(&library, b.id, at("b", "http://news.example/sea#story"));
    assert_eq!(all(&library), ["a"]);
}

#[test]
fn a_series_of_one_source_is_never_folded() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    for day in ["mon", "tue", "wed"] {
        add(&library, a.id, NewArticle { title: "Morning briefing: stormab".to_owned(), ..saying(day, "storm") });
    }
    assert_eq!(library.counts().unwrap().unread, 3);
    add(&library, b.id, saying("b", "storm"));
    add(&library, b.id, saying("b2", "storm"));
    assert_eq!(
        library.counts().unwrap().unread,
        4 - 1 + 1 - 1,
        "each lies under one of the other source, never two in one fold"
    );
    is_well(&library);
}

#[test]
fn news_of_another_month_is_other_news() {
    let (_dir, library) = library();
    let (a, b, c) = (source(&library, "a"), source(&library, "b"), source(&library, "c"));
    add(&library, a.id, NewArticle { published: Some(hours(-24 * 13)), ..saying("a", "storm") });
    add(&library, b.id, NewArticle { published: Some(hours(-24 * 60)), ..saying("b", "storm") });
    assert_eq!(all(&library).len(), 2);
    add(&library, c.id, saying("c", "storm"));
    assert_eq!(all(&library).len(), 2, "a fortnight is near enough");
}

#[test]
fn all_of_a_fold_have_one_status() {
    let (_dir, library) = library();
    let (_, [a, b, c]) = three(&library);
    library.set_read(&[c], true, now()).unwrap();
    assert!([a, b, c].iter().all(|id| row(&library, *id).read) && unread(&library).is_empty());
    library.set_read(&[b], false, now()).unwrap();
    assert!([a, b, c].iter().all(|id| !row(&library, *id).read));
    library.set_saved(b, true, now()).unwrap();
    library.tag(c, "sea", now()).unwrap();
    assert!([a, b, c].iter().all(|id| row(&library, *id).saved && row(&library, *id).tags == ["sea"]));
    assert_eq!(guids(&library, &ListQuery { scope: Scope::Saved, ..ListQuery::default() }), ["a"]);
    let change = library.mark_all_read(&Scope::All, None, now()).unwrap();
    assert!(change.count == 1 && row(&library, c).read);
    library.undo_mark_all_read(change.id).unwrap();
    assert!(!row(&library, c).read && unread(&library) == ["a"]);
    library.untag(b, "sea").unwrap();
    library.set_saved(c, false, now()).unwrap();
    assert!([a, b, c].iter().all(|id| !row(&library, *id).saved && row(&library, *id).tags.is_empty()));
    is_well(&library);
}

#[test]
fn what_the_reader_takes_out_stays_out_and_can_be_put_back() {
    let (_dir, library) = library();
    let (_, [a, b, c]) = three(&library);
    library.tag(a, "sea", now()).unwrap();
    assert_eq!(library.unfold(b).unwrap(), [Folded { id: b, under: a }]);
    assert_eq!((all(&library), unread(&library).len()), (vec!["b".to_owned(), "a".to_owned()], 2));
    assert_eq!(row(&library, b).tags, ["sea"], "it keeps what they had together");
    let other = source(&library, "d");
    add(&library, other.id, saying("d", "storm"));
    assert_eq!(also_in(&library, b), Vec::<i64>::new(), "nothing is laid under it by itself");
    library
        .store_articles(
            SourceId::new(2),
            vec![NewArticle { title: "stormac stormab".to_owned(), ..saying("b", "storm") }],
            hours(1),
        )
        .unwrap();
    assert_eq!(row(&library, b).folded, None, "also when it changes");
    library.fold(b, c).unwrap();
    assert_eq!((row(&library, b).folded, also_in(&library, a).len()), (Some(a), 3));
    assert_eq!(library.unfold(a).unwrap().len(), 3);
    assert_eq!(all(&library).len(), 4);
    assert!(library.unfold(a).is_err() && library.fold(a, a).is_err() && library.fold(a, ArticleId::new(99)).is_err());
    is_well(&library);
}

#[test]
fn folding_by_hand_takes_the_marks_along() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    let (one, other) = (add(&library, a.id, saying("a", "storm")), add(&library, b.id, saying("b", "vote")));
    library.set_saved(other, true, now()).unwrap();
    library.tag(other, "sea", now()).unwrap();
    library.fold(other, one).unwrap();
    assert!(row(&library, one).saved && row(&library, one).tags == ["sea"]);
    assert_eq!((all(&library), library.counts().unwrap().saved), (vec!["a".to_owned()], 1));
    assert!(library.fold(other, one).is_err(), "it lies there already");
    is_well(&library);
}

#[test]
fn unfollowing_lets_the_next_lead_with_the_status_they_had() {
    let (_dir, library) = library();
    let (sources, [a, b, c]) = three(&library);
    library.end_source(sources[0], now()).unwrap();
    assert_eq!((unread(&library), library.counts().unwrap().unread), (vec!["b".to_owned()], 1));
    assert_eq!(row(&library, c).folded, Some(b));
    is_well(&library);
    library.revive_source(sources[0]).unwrap();
    assert_eq!((all(&library), also_in(&library, b)), (vec!["b".to_owned()], vec![a.get(), c.get()]));
    library.set_read(&[a], true, now()).unwrap();
    library.end_source(sources[1], now()).unwrap();
    assert!(unread(&library).is_empty() && all(&library) == ["a"] && row(&library, a).read);
    is_well(&library);
    library.end_source(sources[0], now()).unwrap();
    library.end_source(sources[2], now()).unwrap();
    assert!(all(&library).is_empty());
    library.add_source(&new_source("c"), now()).unwrap();
    assert_eq!(all(&library), ["c"]);
    is_well(&library);
}

#[test]
fn a_bulk_mark_is_undone_also_for_what_leads_since() {
    let (_dir, library) = library();
    let (sources, _) = three(&library);
    let change = library.mark_all_read(&Scope::All, None, now()).unwrap();
    library.end_source(sources[0], now()).unwrap();
    assert!(unread(&library).is_empty());
    library.undo_mark_all_read(change.id).unwrap();
    assert_eq!(unread(&library), ["b"]);
    is_well(&library);
}

#[test]
fn retention_lets_the_next_lead() {
    let (_dir, library) = library();
    let (sources, [_, b, c]) = three(&library);
    library.set_source_keep(sources[0], Some(Keep { days: Some(1), newest: None })).unwrap();
    library.set_retention(Retention { unread_too: true, ..Retention::default() }).unwrap();
    let removable = library.removable(Trial::AsIs, hours(48)).unwrap();
    assert_eq!(library.remove_articles(&removable, hours(48)).unwrap(), 1);
    assert_eq!((unread(&library), also_in(&library, b)), (vec!["b".to_owned()], vec![c.get()]));
    is_well(&library);
}

#[test]
fn the_fuller_one_leads_while_nobody_has_touched_the_first() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    let at = |guid: &str, text: &str| NewArticle {
        url: Some("https://news.example/sea".to_owned()),
        title: "Ten lost at sea".to_owned(),
        text: text.to_owned(),
        ..dated(guid, now())
    };
    let first = add(&library, a.id, at("a", "Comments"));
    let whole = add(&library, b.id, at("b", &"A long account of what happened at sea. ".repeat(20)));
    assert_eq!((all(&library), row(&library, first).folded), (vec!["b".to_owned()], Some(whole)));
    assert_eq!(library.counts().unwrap().unread, 1);
    is_well(&library);
}

#[test]
fn what_the_reader_has_read_stays_on_top() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    let first = add(&library, a.id, saying("a", "storm"));
    library.set_read(&[first], true, now()).unwrap();
    add(&library, b.id, saying("b", "storm"));
    assert!(unread(&library).is_empty() && all(&library) == ["a"], "read once is read");
}

#[test]
fn a_pages_text_is_compared_when_it_comes() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    add(&library, a.id, saying("a", "storm"));
    let whole = saying("b", "storm");
    let id = add(
        &library,
        b.id,
        NewArticle { text: "In short".to_owned(), html: "<p>In short</p>".to_owned(), ..whole.clone() },
    );
    assert_eq!(all(&library).len(), 2);
    library.add_page_text(id, NewArticle { origin: Origin::Page, ..whole }, true, None, hours(1)).unwrap();
    assert_eq!(all(&library), ["a"]);
    is_well(&library);
}

#[test]
fn folding_can_be_turned_off() {
    let (_dir, library) = library();
    assert!(library.folding().unwrap());
    library.set_folding(false).unwrap();
    three(&library);
    assert_eq!((all(&library).len(), library.folding().unwrap()), (3, false));
}

#[test]
fn what_an_import_marks_of_a_folded_article_is_marked_on_the_one_on_top() {
    let (_dir, library) = library();
    let ([_, shelf, _], [top, folded, _]) = three(&library);
    let item = TakenItem { known: Some(folded), read: true, tags: vec!["sea".to_owned()], ..TakenItem::default() };
    library.take_in(shelf, vec![item], now()).unwrap();
    assert_eq!(all(&library), ["a"], "it is still one row");
    assert!(unread(&library).is_empty());
    assert_eq!((row(&library, top).saved, row(&library, top).tags), (true, vec!["sea".to_owned()]));
    library.set_saved(folded, false, now()).unwrap();
    library.untag(folded, "sea").unwrap();
    let row = row(&library, folded);
    assert_eq!((row.saved, row.tags), (false, vec![]), "and what was put on is taken off again");
    is_well(&library);
}

#[test]
fn a_source_whose_articles_are_all_folded_has_them_in_its_own_list() {
    let (_dir, library) = library();
    let (sources, [a, b, _]) = three(&library);
    let of = |source: SourceId| guids(&library, &ListQuery { scope: Scope::Source(source), ..ListQuery::default() });
    let own = add(&library, sources[1], NewArticle { published: Some(hours(-1)), ..saying("own", "calm") });
    assert_eq!(
        (of(sources[0]), of(sources[1]), of(sources[2])),
        (vec!["a".into()], vec!["b".into(), "own".into()], vec!["c".into()])
    );
    let first = ListQuery { scope: Scope::Source(sources[1]), limit: Some(1), ..ListQuery::default() };
    let page = library.list(&first).unwrap();
    let next = library.list(&ListQuery { after: page.next, ..first }).unwrap();
    assert_eq!((page.rows[0].id, next.rows[0].id, next.next), (b, own, None));
    // Its list is read with what lies on top of it, and all of that is undone.
    let change = library.mark_all_read(&Scope::Source(sources[1]), None, now()).unwrap();
    assert!(change.count == 2 && row(&library, b).read && row(&library, a).read && unread(&library).is_empty());
    library.undo_mark_all_read(change.id).unwrap();
    assert_eq!(unread(&library).len(), 2);
    library.end_source(sources[1], now()).unwrap();
    assert_eq!(of(sources[1]), [] as [String; 0]);
    is_well(&library);
}

#[test]
fn hiding_a_row_hides_all_of_its_fold_and_showing_it_leaves_the_same_one_on_top() {
    let (_dir, library) = library();
    let (_, [a, b, c]) = three(&library);
    let hidden = || guids(&library, &ListQuery { scope: Scope::Hidden, ..ListQuery::default() });
    library.set_hidden(&[a], true).unwrap();
    assert_eq!((all(&library), hidden()), (vec![], vec!["a".to_owned()]));
    library.set_hidden(&[b], false).unwrap();
    assert_eq!((all(&library), hidden(), also_in(&library, a)), (vec!["a".to_owned()], vec![], vec![b.get(), c.get()]));
    is_well(&library);
}

#[test]
fn a_highlight_in_what_is_folded_makes_no_second_row() {
    let (_dir, library) = library();
    let (sources, [a, b, _]) = three(&library);
    let quote = library::Quote { text: word("storm", 3).trim().to_owned(), ..library::Quote::default() };
    library.highlight(b, quote, None, now()).unwrap();
    assert_eq!(all(&library), ["a"]);
    // What is on top goes, and no other can be shown: then what was highlighted is.
    library.set_hidden(&[a], true).unwrap();
    assert_eq!(all(&library), ["b"]);
    library.set_hidden(&[a], false).unwrap();
    assert_eq!(all(&library), ["a"]);
    for source in sources {
        library.end_source(source, now()).unwrap();
    }
    assert_eq!(all(&library), ["b"]);
    is_well(&library);
}

#[test]
fn what_a_quiet_source_published_takes_nothing_out_of_what_is_unread() {
    let (_dir, library) = library();
    let [a, b] = ["a", "b"].map(|name| source(&library, name).id);
    library.set_quiet(a, true).unwrap();
    add(&library, a, saying("a", "storm"));
    add(&library, b, saying("b", "storm"));
    assert_eq!((unread(&library), library.counts().unwrap().unread), (vec!["b".to_owned()], 1));
}

#[test]
fn the_status_of_a_fold_is_kept_while_its_sources_are_moved_to_other_piles() {
    let (_dir, library) = library();
    let (sources, [_, b, _]) = three(&library);
    // More than are moved one by one, so that the whole source is.
    let many = (0..600).map(|n| dated(&format!("more{n}"), hours(-n))).collect();
    store(&library, sources[0], many);
    let other = (0..1200).map(|n| dated(&format!("other{n}"), hours(-n))).collect();
    store(&library, source(&library, "other").id, other);
    let change = library.mark_all_read(&Scope::Source(sources[0]), None, now()).unwrap();
    assert_eq!(change.count, 601);
    library.end_source(sources[0], now()).unwrap();
    assert!(row(&library, b).folded.is_none() && row(&library, b).read, "the next one leads, and is read");
    library.undo_mark_all_read(change.id).unwrap();
    assert!(!row(&library, b).read);
    is_well(&library);
}

#[test]
fn one_article_of_the_future_ends_no_folding() {
    let (dir, library) = library();
    let [a, b, c] = ["a", "b", "c"].map(|name| source(&library, name).id);
    let first = add(&library, a, saying("a", "storm"));
    add(&library, b, NewArticle { published: Some(hours(24 * 365)), ..saying("future", "calm") });
    // Closing does what waits to be done by itself.
    drop(library);
    let library = Library::open(dir.path()).unwrap();
    let prints = || {
        let raw = rusqlite::Connection::open(dir.path().join("library.db")).unwrap();
        let sql = "SELECT count(*) FROM print WHERE article = ?1";
        raw.query_row(sql, [first], |row| row.get::<_, i64>(0)).unwrap()
    };
    let second = add(&library, c, saying("c", "storm"));
    assert_eq!(row(&library, second).folded, Some(first));
    assert!(prints() > 0);
    // Nothing of so much later is compared with it.
    let later = NewArticle { published: Some(hours(24 * 120)), ..saying("later", "rain") };
    library.store_articles(a, vec![later], hours(24 * 120)).unwrap();
    assert_eq!(prints(), 0);
}

#[test]
fn what_was_saved_by_its_address_is_one_row_with_the_article_of_a_feed_that_is_followed_later() {
    let (_dir, library) = library();
    let kind = library::SourceKind::Saved;
    let shelf = library.add_source(&library::NewSource { kind, ..new_source("shelf") }, now()).unwrap().id;
    let saved = add(&library, shelf, saying("a", "storm"));
    library.set_saved(saved, true, now()).unwrap();
    let of_feed = add(&library, source(&library, "a").id, saying("a", "storm"));
    assert_eq!(row(&library, of_feed).folded, Some(saved));
    assert!(row(&library, of_feed).saved && all(&library) == ["a"]);
    is_well(&library);
}
