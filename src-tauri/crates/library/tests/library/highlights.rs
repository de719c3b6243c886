//! Highlights: made, noted, removed and put back; listed; kept whatever becomes of the article.

use crate::common::{found, guids, hours, library, new_article, now, one, source, store};
use library::{
    ArticleId, Highlight, HighlightId, HighlightQuery, Library, LibraryError, ListQuery, NewArticle, Quote,
    TakenHighlight, TakenItem,
};

fn quote(text: &str, before: &str, after: &str) -> Quote {
    Quote { text: text.to_owned(), before: before.to_owned(), after: after.to_owned() }
}

fn all(library: &Library) -> Vec<Highlight> {
    let rows = library.highlights(&HighlightQuery::default()).unwrap().rows;
    rows.into_iter().map(|row| row.highlight).collect()
}

fn having(library: &Library, words: &str) -> Vec<String> {
    let query = HighlightQuery { words: words.to_owned(), ..HighlightQuery::default() };
    library.highlights(&query).unwrap().rows.into_iter().map(|row| row.highlight.quote.text).collect()
}

#[test]
fn the_same_words_at_two_places_are_two_highlights() {
    let (_dir, library) = library();
    let id = one(&library, source(&library, "a").id, "g");
    let first = library.highlight(id, quote("waved", "Nobody ", "."), None, now()).unwrap();
    let second = library.highlight(id, quote("waved", "All ", "."), Some(" why? "), hours(1)).unwrap();
    assert_ne!(first.id, second.id);
    assert_eq!((second.note.as_deref(), second.edited), (Some("why?"), None));
    let again = library.highlight(id, quote("waved", "Nobody ", "."), Some("new"), hours(2)).unwrap();
    assert_eq!(
        (again.id, again.note.as_deref(), again.at, again.edited),
        (first.id, Some("new"), now(), Some(hours(2)))
    );
    assert_eq!(library.counts().unwrap().highlights, 2);
}

#[test]
fn a_highlight_is_removed_and_put_back_as_it_was() {
    let (dir, library) = library();
    let id = one(&library, source(&library, "a").id, "g");
    let made = library.highlight(id, quote("Body", "", " of g"), Some("a note"), now()).unwrap();
    let noted = library.set_note(made.id, Some("another"), hours(1)).unwrap();
    assert_eq!((noted.note.as_deref(), noted.edited), (Some("another"), Some(hours(1))));
    assert_eq!(library.set_note(made.id, Some("another"), hours(2)).unwrap(), noted, "nothing changed");
    assert_eq!(library.remove_highlight(made.id).unwrap(), noted);
    assert!(all(&library).is_empty());
    library.put_back_highlight(&noted).unwrap();
    library.put_back_highlight(&noted).unwrap();
    drop(library);
    let library = Library::open(dir.path()).unwrap();
    assert_eq!(all(&library), [noted]);
    assert_eq!(library.set_note(made.id, Some(" "), hours(3)).unwrap().note, None);
    library.remove_highlight(made.id).unwrap();
    let later = library.highlight(id, "of", None, now()).unwrap();
    assert!(later.id > made.id, "an id is never given twice");
    for failed in [library.set_note(made.id, None, now()), library.remove_highlight(HighlightId::new(99))] {
        assert!(matches!(failed, Err(LibraryError::NotFound { .. })));
    }
    let nowhere = Highlight { article: ArticleId::new(99), ..later };
    assert!(matches!(library.put_back_highlight(&nowhere), Err(LibraryError::NotFound { .. })));
}

#[test]
fn all_highlights_are_listed_page_by_page() {
    let (_dir, library) = library();
    let ids = store(&library, source(&library, "a").id, (0..5).map(|i| new_article(&format!("a{i}"))).collect());
    // Several at one moment.
    for (at, id) in ids.iter().enumerate() {
        library.highlight(*id, format!("Passage {at}").as_str(), None, hours(i64::try_from(at).unwrap() / 2)).unwrap();
    }
    let mut query = HighlightQuery { limit: Some(2), ..HighlightQuery::default() };
    let mut walked = Vec::new();
    loop {
        let page = library.highlights(&query).unwrap();
        assert!(page.rows.len() <= 2);
        walked.extend(page.rows.iter().map(|row| row.highlight.quote.text.clone()));
        // One that is removed meanwhile neither ends the list nor hides another.
        if let Some(row) = page.rows.last() {
            library.remove_highlight(row.highlight.id).unwrap();
        }
        let Some(next) = page.next else { break };
        query.after = Some(next);
    }
    assert_eq!(walked, ["Passage 4", "Passage 3", "Passage 2", "Passage 1", "Passage 0"]);
    query.after = Some("nonsense".to_owned());
    assert!(matches!(library.highlights(&query), Err(LibraryError::Invalid { .. })));
    let of = |id| HighlightQuery { article: Some(id), ..HighlightQuery::default() };
    assert!(library.highlights(&of(ids[1])).unwrap().rows.is_empty());
    library.highlight(ids[1], "Body", None, now()).unwrap();
    assert_eq!(library.highlights(&of(ids[1])).unwrap().rows[0].article.guid, "a1");
    assert!(matches!(library.highlights(&of(ArticleId::new(99))), Err(LibraryError::NotFound { .. })));
}

#[test]
fn highlights_are_found_by_passage_note_and_headline() {
    let (_dir, library) = library();
    let ids = store(&library, source(&library, "a").id, ["tide", "wood"].map(new_article).to_vec());
    library.highlight(ids[0], "The Übersee ferry", Some("ask Ida"), now()).unwrap();
    library.highlight(ids[1], "An old oak", None, hours(1)).unwrap();
    for (words, expected) in [
        ("übersee", vec!["The Übersee ferry"]),
        ("ida  FERRY", vec!["The Übersee ferry"]),
        ("headline wood", vec!["An old oak"]),
        ("headline", vec!["An old oak", "The Übersee ferry"]),
        ("ida oak", vec![]),
        ("%", vec![]),
    ] {
        assert_eq!(having(&library, words), expected, "{words}");
    }
}

#[test]
fn articles_with_highlights_are_listed() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let ids = store(&library, a.id, (0..4).map(|i| new_article(&format!("a{i}"))).collect());
    let query = ListQuery { highlighted: true, ..ListQuery::default() };
    assert!(guids(&library, &query).is_empty());
    let marks: Vec<_> =
        ["Body", "of"].iter().map(|text| library.highlight(ids[1], *text, None, now()).unwrap()).collect();
    library.highlight(ids[3], "Body", None, now()).unwrap();
    assert_eq!(guids(&library, &query), ["a1", "a3"]);
    library.set_read(&ids[3..], true, now()).unwrap();
    assert_eq!(guids(&library, &ListQuery { unread: true, ..query.clone() }), ["a1"]);
    library.end_source(a.id, now()).unwrap();
    assert_eq!(guids(&library, &query), ["a1", "a3"], "what the reader marked stays in sight");
    library.remove_highlight(marks[0].id).unwrap();
    assert_eq!(guids(&library, &query), ["a1", "a3"]);
    library.remove_highlight(marks[1].id).unwrap();
    assert_eq!(guids(&library, &query), ["a3"]);
    library.put_back_highlight(&marks[1]).unwrap();
    assert_eq!(guids(&library, &query), ["a1", "a3"]);
}

#[test]
fn a_highlight_outlives_every_change_of_its_article() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    let text = "The ferry left at nine. The harbour was grey, and nobody waved.";
    let revised = |text: &str| NewArticle { html: format!("<p>{text}</p>"), text: text.to_owned(), ..new_article("g") };
    library.store_articles(a.id, vec![revised(text)], now()).unwrap();
    let place = text.find("The harbour").unwrap();
    let made = library.highlight(id, Quote::at(text, place..text.len()), None, now()).unwrap();
    for (version, expected) in [
        (
            "Update: the ferry left at ten. The harbor was gray, and nobody waved.",
            Some("The harbor was gray, and nobody waved."),
        ),
        ("There was no ferry.", None),
    ] {
        library.store_articles(a.id, vec![revised(version)], hours(1)).unwrap();
        let article = library.article(id).unwrap();
        assert_eq!(article.row.highlights, std::slice::from_ref(&made));
        assert_eq!(made.quote.find(&article.text).map(|place| &article.text[place]), expected);
    }
    assert_eq!(found(&library, "ferry"), ["g"]);
}

#[test]
fn what_other_programs_marked_is_taken_in_once() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    library.highlight(id, quote("Body", "", " of g"), None, now()).unwrap();
    let item = |note: Option<&str>| TakenItem {
        known: Some(id),
        highlights: vec![TakenHighlight { text: "Body".to_owned(), note: note.map(str::to_owned), at: None }],
        ..TakenItem::default()
    };
    let take = |note: Option<&str>, expected: Option<&str>| {
        library.take_in(a.id, vec![item(note)], now()).unwrap();
        let marks = all(&library);
        assert_eq!((marks.len(), marks[0].note.as_deref()), (1, expected), "{note:?}");
        marks[0].id
    };
    take(None, None);
    take(Some("theirs"), Some("theirs"));
    // A second note on the same passage was dropped.
    take(Some("other"), Some("theirs\n\nother"));
    take(Some("theirs"), Some("theirs\n\nother"));
    let made = take(Some("other\n\ntheirs"), Some("theirs\n\nother"));
    // What the reader made of it stands.
    library.set_note(made, Some("mine"), hours(1)).unwrap();
    take(Some("other"), Some("mine"));
}
