//! Articles: stored once, revised, read in full.

use crate::common::{found, guids, hours, library, new_article, now, one, source, store};
use library::{ArticleId, Library, LibraryError, ListQuery, NewArticle, Origin, SourceId};

#[test]
fn an_article_comes_back_as_it_went_in() {
    let (dir, library) = library();
    let a = source(&library, "a");
    let new = NewArticle {
        html: "<p>Grüße \u{1f5de}</p>\0".to_owned(),
        text: "Grüße \u{1f5de}".to_owned(),
        updated: Some(hours(-1)),
        ..new_article("g")
    };
    let id = store(&library, a.id, vec![new.clone()])[0];
    drop(library);
    let library = Library::open(dir.path()).unwrap();
    let article = library.article(id).unwrap();
    assert_eq!(
        (&article.html, &article.text, &article.breadcrumbs, &article.cited),
        (&new.html, &new.text, &new.breadcrumbs, &new.cited)
    );
    assert_eq!(
        (article.updated, article.fetched, article.revisions, article.origin),
        (new.updated, now(), 1, Origin::Feed)
    );
    assert_eq!(
        (article.row.title, article.row.deck, article.row.section, article.row.author),
        (new.title, new.deck, new.section, new.author)
    );
    assert_eq!((article.row.source, article.row.feed, article.row.guid), (Some(a.id), a.url, "g".to_owned()));
    assert_eq!((article.row.read, article.row.saved, article.row.published), (false, false, now()));
    assert!(matches!(library.article(ArticleId::new(99)), Err(LibraryError::NotFound { .. })));
    assert_eq!(library.find_article(a.id, "none").unwrap(), None);
}

#[test]
fn an_entry_is_stored_once() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    let twice = vec![new_article("g"), NewArticle { title: "Second".to_owned(), ..new_article("g") }, new_article("h")];
    let first = library.store_articles(a.id, twice.clone(), now()).unwrap();
    assert_eq!((first.new.len(), first.changed.len(), first.unchanged), (2, 0, 0));
    let again = library.store_articles(a.id, twice, hours(1)).unwrap();
    assert_eq!((again.new.len(), again.changed.len(), again.unchanged), (0, 0, 2));
    assert_eq!(library.store_articles(b.id, vec![new_article("g")], now()).unwrap().new.len(), 1, "another source's");
    assert_eq!(library.article(first.new[0]).unwrap().row.title, "Headline g");
    assert!(matches!(
        library.store_articles(SourceId::new(9), vec![new_article("g")], now()),
        Err(LibraryError::NotFound { .. })
    ));
}

#[test]
fn a_change_becomes_a_revision_and_a_new_date_does_not() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    library.set_read(&[id], true, now()).unwrap();
    let redated = NewArticle { published: Some(hours(5)), updated: Some(hours(5)), ..new_article("g") };
    assert_eq!(library.store_articles(a.id, vec![redated], hours(5)).unwrap().unchanged, 1);
    let changed = NewArticle {
        text: "Rewritten zebra".to_owned(),
        html: "<p>Rewritten zebra</p>".to_owned(),
        ..new_article("g")
    };
    assert_eq!(library.store_articles(a.id, vec![changed], hours(6)).unwrap().changed, [id]);
    let article = library.article(id).unwrap();
    assert_eq!(
        (article.text.as_str(), article.revisions, article.fetched, article.row.read),
        ("Rewritten zebra", 2, hours(6), true)
    );
    let revisions = library.revisions(id).unwrap();
    assert_eq!((revisions.len(), revisions[0].number, revisions[0].replaced), (1, 1, hours(6)));
    assert_eq!(revisions[0].article, new_article("g"));
    assert_eq!((found(&library, "zebra").len(), found(&library, "\"body of\"").len()), (1, 0));
}

#[test]
fn revisions_do_not_pile_up_without_end() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    for round in 0..40 {
        let changed = NewArticle { title: format!("Round {round}"), ..new_article("g") };
        library.store_articles(a.id, vec![changed], now()).unwrap();
    }
    let numbers: Vec<u32> = library.revisions(id).unwrap().iter().map(|revision| revision.number).collect();
    assert_eq!((numbers.len(), numbers[0], numbers[1], numbers.last()), (21, 1, 21, Some(&40)));
    assert_eq!(library.article(id).unwrap().revisions, 41);
}

#[test]
fn a_full_text_is_not_lost_to_the_next_excerpt() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    let full = "The full giraffe text. ".repeat(50);
    let page = NewArticle {
        html: format!("<p>{full}</p>"),
        text: full.clone(),
        origin: Origin::Page,
        caption: Some("From the page".to_owned()),
        ..new_article("g")
    };
    library.add_page_text(id, page, true, None, hours(1)).unwrap();
    let article = library.article(id).unwrap();
    assert_eq!((&article.text, article.origin, article.revisions), (&full, Origin::Page, 1));
    assert_eq!(library.texts(id).unwrap().other.unwrap().article, new_article("g"), "the feed's text is kept, whole");
    assert_eq!(found(&library, "giraffe").len(), 1);
    assert_eq!(library.store_articles(a.id, vec![new_article("g")], hours(2)).unwrap().unchanged, 1);
    let excerpt = NewArticle {
        title: "New headline".to_owned(),
        text: "Short".to_owned(),
        html: "Short".to_owned(),
        ..new_article("g")
    };
    assert_eq!(library.store_articles(a.id, vec![excerpt], hours(3)).unwrap().changed, [id]);
    let article = library.article(id).unwrap();
    assert_eq!((article.row.title.as_str(), &article.text, article.origin), ("New headline", &full, Origin::Page));
    assert_eq!(article.caption.as_deref(), Some("From the page"));
    assert_eq!(library.texts(id).unwrap().other.unwrap().article.text, "Short");
    let before = library.revisions(id).unwrap();
    assert_eq!((article.revisions, before.len(), &before[0].article.text), (2, 1, &new_article("g").text));
    assert!(matches!(
        library.add_page_text(ArticleId::new(9), new_article("x"), true, None, now()),
        Err(LibraryError::NotFound { .. })
    ));
}

#[test]
fn entries_without_a_date_stay_in_the_order_of_the_feed() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let undated = |guid: &str| NewArticle { published: None, ..new_article(guid) };
    store(&library, a.id, ["newest", "older", "oldest"].map(undated).to_vec());
    library.store_articles(a.id, vec![undated("later")], hours(1)).unwrap();
    assert_eq!(guids(&library, &ListQuery::default()), ["later", "newest", "older", "oldest"]);
}

#[test]
fn long_and_empty_texts_are_kept() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let long = NewArticle { html: String::new(), text: "word ".repeat(400_000), ..new_article("long") };
    let empty = NewArticle { html: String::new(), text: String::new(), title: String::new(), ..new_article("empty") };
    let ids = store(&library, a.id, vec![long, empty]);
    assert_eq!(library.article(ids[0]).unwrap().text.len(), 2_000_000);
    assert_eq!(library.article(ids[1]).unwrap().text, "");
}

#[test]
fn entries_that_are_here_as_they_are_need_not_be_stored_again() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let printed = |guid: &str, entry| NewArticle { entry: Some(entry), ..new_article(guid) };
    let known = |entry| library.known_entries(a, &[("g".to_owned(), entry), ("h".to_owned(), 1)]).unwrap();
    assert_eq!(known(1), [false, false]);
    let id = store(&library, a, vec![printed("g", 1)])[0];
    assert_eq!(known(1), [true, false]);
    // Published anew with a difference that no reader sees.
    assert_eq!(library.store_articles(a, vec![printed("g", 2)], hours(1)).unwrap().unchanged, 1);
    assert_eq!((known(1), known(2)), (vec![false, false], vec![true, false]));
    // The text of its page does not make the entry another.
    let page = NewArticle { origin: Origin::Page, ..new_article("g") };
    library.add_page_text(id, page, true, None, hours(2)).unwrap();
    assert_eq!(known(2), [true, false]);
}
