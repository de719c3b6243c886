//! The two texts of an article, its page's turn, and what the reader puts back.

use crate::common::{answer, dated, found, hours, library, new_article, now, one, source, store};
use library::{
    Answer, ArticleId, Keep, Library, LibraryError, NewArticle, Origin, Published, SourceId, TextMode, Trial,
};

fn page(guid: &str, text: &str) -> NewArticle {
    NewArticle { html: format!("<p>{text}</p>"), text: text.to_owned(), origin: Origin::Page, ..new_article(guid) }
}

fn excerpt(guid: &str, published: i64) -> NewArticle {
    NewArticle { excerpt: true, ..dated(guid, hours(published)) }
}

/// As a refresh brings them.
fn refreshed(library: &Library, source: SourceId, articles: Vec<NewArticle>) -> Vec<ArticleId> {
    let published = Some(Published { articles, ..Published::default() });
    library.record_answer(source, Answer { published, ..answer(hours(1)) }, now()).unwrap().new
}

fn wanted(library: &Library, at: i64) -> Vec<i64> {
    library.wanted_pages(hours(at), 10, 100).unwrap().iter().map(|page| page.article.get()).collect()
}

#[test]
fn both_texts_are_kept_whole_and_search_finds_the_one_that_is_shown() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    assert!(matches!(library.show_text(id, Origin::Page), Err(LibraryError::NotFound { what: "text", .. })));
    let from_page =
        NewArticle { provenance: Some("{\"left_out\":[]}".to_owned()), ..page("g", "A long giraffe story") };
    library.add_page_text(id, from_page.clone(), true, None, hours(1)).unwrap();
    let shown = library.article(id).unwrap();
    assert_eq!(
        (shown.origin, shown.fetched, shown.provenance.as_deref()),
        (Origin::Page, hours(1), Some("{\"left_out\":[]}"))
    );
    assert_eq!((found(&library, "giraffe").len(), found(&library, "\"body of\"").len()), (1, 0));
    library.show_text(id, Origin::Feed).unwrap();
    let shown = library.article(id).unwrap();
    assert_eq!((shown.text.as_str(), shown.fetched, shown.provenance), ("Body of g", now(), None));
    assert_eq!((found(&library, "giraffe").len(), found(&library, "\"body of\"").len()), (0, 1));
    let texts = library.texts(id).unwrap();
    let other = texts.other.unwrap();
    assert_eq!((other.article, other.fetched, texts.chosen), (from_page, hours(1), Some(Origin::Feed)));
    assert_eq!((shown.revisions, library.revisions(id).unwrap().len()), (1, 0), "nothing was published anew");
    assert!(library.check().unwrap().ok);
}

#[test]
fn a_page_that_says_less_lies_beside_the_feeds_text_with_the_reason() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    let reason = ("paywalled".to_owned(), "for subscribers".to_owned());
    library.add_page_text(id, page("g", "Subscribe"), false, Some(reason), now()).unwrap();
    assert_eq!(library.article(id).unwrap().text, "Body of g");
    let texts = library.texts(id).unwrap();
    assert_eq!(texts.other.unwrap().article.text, "Subscribe");
    let note = texts.page.unwrap();
    assert_eq!((note.code.as_deref(), note.asked, note.again), (Some("paywalled"), Some(now()), None));
}

#[test]
fn a_wall_takes_no_good_text_of_the_pages_place() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let wall = |id, show| {
        let reason = Some(("paywalled".to_owned(), "for subscribers".to_owned()));
        library.add_page_text(id, page("g", "The beginning of the story, and a wall"), show, reason, hours(1)).unwrap();
    };
    let shown = one(&library, a.id, "g");
    library.add_page_text(shown, page("g", "The whole story"), true, None, now()).unwrap();
    // A wall that says more than the feed would be shown, were there nothing better.
    wall(shown, false);
    wall(shown, true);
    assert_eq!(library.article(shown).unwrap().text, "The whole story");
    // Nor where the reader chose to see the feed's text.
    library.show_text(shown, Origin::Feed).unwrap();
    wall(shown, false);
    wall(shown, true);
    assert_eq!(library.article(shown).unwrap().text, "Body of g");
    assert_eq!(library.texts(shown).unwrap().other.unwrap().article.text, "The whole story");
}

#[test]
fn a_page_asked_anew_becomes_a_revision_when_it_says_something_else() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    for (text, revisions) in [("First", 1), ("First", 1), ("Second", 2)] {
        library.add_page_text(id, page("g", text), true, None, now()).unwrap();
        assert_eq!(library.article(id).unwrap().revisions, revisions);
    }
    assert_eq!(library.revisions(id).unwrap()[0].article.text, "First");
}

#[test]
fn excerpts_of_a_refresh_wait_for_their_pages_the_newest_first() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let mut articles = vec![new_article("complete")];
    articles.extend((1..=12).map(|n| excerpt(&format!("{n}"), -n)));
    refreshed(&library, a.id, articles);
    let pages = library.wanted_pages(now(), 10, 100).unwrap();
    let guids: Vec<String> = pages.iter().map(|page| library.article(page.article).unwrap().row.guid).collect();
    assert_eq!(guids, (1..=10).map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(library.wanted_pages(now(), 10, 3).unwrap().len(), 3);
    store(&library, a.id, vec![excerpt("from the archive", -999)]);
    assert_eq!(library.wanted_pages(now(), 100, 100).unwrap().len(), 12, "older articles are not queued");
}

#[test]
fn a_page_that_failed_comes_back_when_it_is_due_and_one_that_answered_does_not() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let ids = refreshed(&library, a.id, vec![excerpt("g", 0), excerpt("h", -1)]);
    library
        .page_failed(ids[0], Some("https://example.com/g"), "timeout", "it took too long", Some(hours(2)), now())
        .unwrap();
    library.add_page_text(ids[1], page("h", "All of it"), true, None, now()).unwrap();
    assert_eq!((wanted(&library, 1), wanted(&library, 2)), (vec![], vec![ids[0].get()]));
    library.page_failed(ids[0], Some("https://example.com/g"), "not-found", "nothing there", None, hours(2)).unwrap();
    let note = library.texts(ids[0]).unwrap().page.unwrap();
    assert_eq!((note.tries, note.code.as_deref(), wanted(&library, 999)), (2, Some("not-found"), vec![]));
    // The publisher changed it: its page may have changed, too, and is asked a day after it was last.
    let changed = NewArticle { title: "Corrected".to_owned(), ..excerpt("h", -1) };
    refreshed(&library, a.id, vec![changed]);
    assert_eq!((wanted(&library, 23), wanted(&library, 24)), (vec![], vec![ids[1].get()]));
}

#[test]
fn what_a_source_is_set_to_decides_which_pages_wait() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    library.set_text_mode(a.id, TextMode::Never, now()).unwrap();
    refreshed(&library, a.id, vec![excerpt("g", 0), new_article("complete")]);
    assert!(wanted(&library, 0).is_empty());
    library.set_text_mode(a.id, TextMode::Automatic, now()).unwrap();
    assert_eq!(wanted(&library, 0).len(), 1);
    library.set_text_mode(a.id, TextMode::Always, now()).unwrap();
    assert_eq!((wanted(&library, 0).len(), library.source(a.id).unwrap().text), (2, TextMode::Always));
    library.end_source(a.id, now()).unwrap();
    assert!(wanted(&library, 0).is_empty(), "nobody asks for what is not followed");
    assert!(matches!(
        library.set_text_mode(SourceId::new(9), TextMode::Never, now()),
        Err(LibraryError::NotFound { .. })
    ));
}

#[test]
fn a_server_that_wants_peace_keeps_its_pages_waiting() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let at = |guid: &str, url: &str| NewArticle { url: Some(url.to_owned()), ..excerpt(guid, 0) };
    let articles =
        vec![at("g", "https://one.example/g"), at("h", "https://one.example:8080/h"), at("i", "https://two.example/i")];
    refreshed(&library, a.id, articles);
    library.put_server_off("one.example", hours(3)).unwrap();
    assert_eq!((wanted(&library, 2).len(), wanted(&library, 3).len()), (2, 3), "all its pages, and no other's");
    library.put_server_off("one.example", hours(1)).unwrap();
    assert_eq!(wanted(&library, 2).len(), 2, "what is put off further stays so");
}

#[test]
fn a_page_asked_anew_while_the_feeds_text_is_chosen_keeps_what_it_said_before() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    library.add_page_text(id, page("g", "A long giraffe story"), true, None, hours(1)).unwrap();
    library.show_text(id, Origin::Feed).unwrap();
    library.add_page_text(id, page("g", "A long zebra story"), false, None, hours(2)).unwrap();
    let kept = library.revisions(id).unwrap();
    assert!(kept.iter().any(|revision| revision.article.text == "A long giraffe story"), "{kept:?}");
    assert_eq!(library.texts(id).unwrap().other.unwrap().article.text, "A long zebra story");
    let before = library.article(id).unwrap().revisions;
    library.add_page_text(id, page("g", "A long zebra story"), false, None, hours(3)).unwrap();
    assert_eq!(library.article(id).unwrap().revisions, before, "the same again is no revision");
}

#[test]
fn what_was_put_back_on_one_server_stays_out_on_another() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let at = |guid: &str, url: &str| NewArticle { url: Some(url.to_owned()), ..new_article(guid) };
    let ids = store(&library, a.id, vec![at("g", "https://one.example/g"), at("h", "https://two.example/h")]);
    library.keep_mark(a.id, &library::mark_at("aside.box", "https://one.example/g"), "zebra", now()).unwrap();
    let kept = |id| library.article(id).unwrap().kept;
    assert_eq!((kept(ids[0]), kept(ids[1])), (vec!["aside.box".to_owned()], Vec::new()));
    assert!(matches!(library.forget_mark(a.id, "aside.box"), Err(LibraryError::Invalid { .. })), "no such mark");
    library.forget_mark(a.id, "aside.box at one.example").unwrap();
    assert!(kept(ids[0]).is_empty());
}

#[test]
fn what_was_put_back_is_found_until_it_is_left_out_again() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    let provenance = r#"{"fields":[],"left_out":[{"reason":"related","mark":"aside.box","before":1,"html":"<p>zebra</p>","text":"zebra"}]}"#;
    let from_page = NewArticle { provenance: Some(provenance.to_owned()), ..page("g", "A long giraffe story") };
    library.add_page_text(id, from_page, true, None, now()).unwrap();
    assert_eq!(found(&library, "zebra").len(), 0);
    library.keep_mark(a.id, "aside.box", "zebra", now()).unwrap();
    assert_eq!((found(&library, "zebra").len(), library.article(id).unwrap().kept), (1, vec!["aside.box".to_owned()]));
    assert_eq!(library.kept_marks(a.id).unwrap()[0].text, "zebra");
    library.forget_mark(a.id, "aside.box").unwrap();
    assert_eq!((found(&library, "zebra").len(), library.kept_marks(a.id).unwrap().len()), (0, 0));
}

#[test]
fn how_pages_compare_with_the_feed_is_remembered_and_grows_old() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    for _ in 0..41 {
        library.compare_page(a, true).unwrap();
    }
    library.compare_page(a, false).unwrap();
    assert_eq!(library.source(a).unwrap().pages, (41, 1));
    library.compare_page(a, true).unwrap();
    assert_eq!(library.source(a).unwrap().pages, (21, 0));
}

#[test]
fn an_offline_article_stays_to_be_seen_when_its_source_goes() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let ids = [one(&library, a.id, "g"), one(&library, a.id, "h"), one(&library, a.id, "i")];
    library.set_offline(ids[0], true).unwrap();
    library.set_saved(ids[1], true, now()).unwrap();
    library.end_source(a.id, now()).unwrap();
    assert_eq!(library.list(&library::ListQuery::default()).unwrap().rows.len(), 2);
    assert!(library.article(ids[0]).unwrap().offline);
    assert_eq!((library.offline_articles(false).unwrap().len(), library.offline_articles(true).unwrap().len()), (1, 2));
    assert_eq!(library.kept_articles().unwrap(), ids[..2]);
    library.set_offline(ids[0], false).unwrap();
    assert_eq!(library.kept_articles().unwrap(), [ids[1]]);
}

#[test]
fn a_page_that_comes_after_its_article_went_is_no_damage() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    library.set_read(&[id], true, now()).unwrap();
    library.set_source_keep(a.id, Some(Keep { days: Some(1), newest: None })).unwrap();
    let removable = library.removable(Trial::AsIs, hours(48)).unwrap();
    assert_eq!(library.remove_articles(&removable, hours(48)).unwrap(), 1);
    let asked = Some("https://example.com/g");
    let failed = library.page_failed(id, asked, "timeout", "it took too long", None, hours(48)).unwrap_err();
    let came = library.add_page_text(id, page("g", "All of it"), true, None, hours(48)).unwrap_err();
    for error in [failed, came] {
        assert!(matches!(error, LibraryError::NotFound { what: "article", .. }), "{error}");
    }
    assert!(library.check().unwrap().ok);
}

#[test]
fn a_page_that_was_asked_before_a_restore_lands_on_no_other_article() {
    let ((_dir, library), (from, other)) = (library(), library());
    let id = one(&library, source(&library, "a").id, "g");
    assert_eq!(one(&other, source(&other, "b").id, "other"), id);
    library.restore(from.path(), now()).unwrap();
    library.add_page_text(id, page("g", "All of it"), true, None, now()).unwrap();
    library.page_failed(id, Some("https://example.com/g"), "timeout", "it took too long", None, now()).unwrap();
    assert_eq!(library.article(id).unwrap().text, "Body of other");
    let texts = library.texts(id).unwrap();
    assert_eq!((texts.other, texts.page), (None, None));
    library.page_failed(id, Some("https://example.com/other"), "timeout", "it took too long", None, now()).unwrap();
    assert!(library.texts(id).unwrap().page.is_some());
}
