//! Search: words, phrases, scripts without spaces, whatever people type, and a queue left by a crash.

use crate::common::{found, library, new_article, now, one, source, store};
use library::{Library, NewArticle};

fn article(guid: &str, title: &str, text: &str) -> NewArticle {
    NewArticle {
        title: title.to_owned(),
        deck: None,
        author: None,
        text: text.to_owned(),
        html: format!("<p>{text}</p>"),
        ..new_article(guid)
    }
}

#[test]
fn words_phrases_and_beginnings() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    store(
        &library,
        a.id,
        vec![
            article("title", "Ukraine talks", "Nothing else"),
            article("body", "Other", "The talks on Ukraine went on. Ümläut café naïve."),
            article("none", "Weather", "Rain and talk"),
        ],
    );
    assert_eq!(found(&library, "ukraine"), ["body", "title"]);
    assert_eq!(found(&library, "UKRAINE talks"), ["body", "title"]);
    assert_eq!(found(&library, "\"ukraine talks\""), ["title"]);
    assert_eq!(found(&library, "ukr"), ["body", "title"], "the last word is a beginning");
    assert_eq!(found(&library, "ukr "), [""; 0], "unless it is ended");
    assert_eq!(found(&library, "ukr* talks "), ["body", "title"]);
    assert_eq!(found(&library, "talks -weather -other "), ["title"]);
    assert_eq!(found(&library, "umlaut cafe NAIVE "), ["body"]);
    let hits = library.search("ukraine ", 10).unwrap();
    assert_eq!(hits[0].row.guid, "title", "a headline counts more");
    assert!(hits[0].score > hits[1].score && hits[1].score > 0.0);
    assert_eq!(hits[1].snippet, "The talks on \u{2}Ukraine\u{3} went on. Ümläut café naïve.");
    assert_eq!(library.search("ukraine ", 1).unwrap().len(), 1);
}

#[test]
fn scripts_without_spaces() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    store(
        &library,
        a.id,
        vec![
            article("ja", "東京都知事選挙の結果", "カタカナとひらがな"),
            article("zh", "中国人民", "今天天气很好"),
            article("ko", "서울에서는", "한국어 뉴스"),
            article("th", "ข่าวประเทศไทย", "วันนี้"),
        ],
    );
    for (query, guid) in [
        ("京都", "ja"),
        ("選挙 ", "ja"),
        ("カナ", "ja"),
        ("天气", "zh"),
        ("人民", "zh"),
        ("서울", "ko"),
        ("ประเทศ", "th"),
        ("ประเทศ ", "th"),
    ] {
        assert_eq!(found(&library, query), [guid], "{query}");
    }
    assert_eq!(found(&library, "京人"), [""; 0]);
    assert_eq!(found(&library, "气天"), [""; 0], "the order counts");
    assert_eq!(library.search("天气", 1).unwrap()[0].snippet, "今天\u{2}天气\u{3}很好");
}

#[test]
fn nothing_typed_breaks_the_search() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    one(&library, a.id, "g");
    for typed in [
        "AND (",
        "OR",
        "NOT",
        "NEAR(",
        "a AND",
        "\"",
        "\"\"",
        "\"\"\"",
        "*",
        "-",
        "- -",
        "^a",
        "title:",
        "title : g",
        "{a b}: c",
        "a + b",
        "'",
        "\\",
        "(((",
        "a\"b",
        "a*b*",
        "**",
        "-\"",
        "\0",
        "a\0b",
        "\u{200b}",
        "%",
        "_",
        "😀",
        "é\u{301}",
        "-a",
        "ก",
        "。",
        "\u{2}x\u{3}",
        "٣",
        "½",
    ] {
        library.search(typed, 5).unwrap_or_else(|error| panic!("{typed:?}: {error}"));
    }
    library.search(&"word ".repeat(2000), 5).unwrap();
    library.search(&"漢".repeat(500), 5).unwrap();
    assert_eq!(found(&library, "headline AND ("), [""; 0], "AND is a word");
    assert_eq!(found(&library, "(headline) g!"), ["g"]);
}

#[test]
fn a_queue_left_by_a_crash_is_finished_first() {
    let (dir, library) = library();
    let a = source(&library, "a");
    store(&library, a.id, (0..250).map(|i| new_article(&format!("g{i}"))).collect());
    library.finish_index().unwrap();
    drop(library);
    let raw = rusqlite::Connection::open(dir.path().join("library.db")).unwrap();
    raw.execute_batch(
        "INSERT INTO words (words) VALUES ('delete-all'); INSERT INTO index_queue SELECT id FROM article",
    )
    .unwrap();
    drop(raw);
    let library = Library::open(dir.path()).unwrap();
    assert_eq!(library.search("headline ", 1000).unwrap().len(), 250);
    assert_eq!(library.finish_index().unwrap(), 0);
    assert!(library.check().unwrap().ok);
}

#[test]
fn a_snippet_comes_from_where_the_words_are() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let long = format!("{} needle {}", "hay ".repeat(500), "straw ".repeat(500));
    store(
        &library,
        a.id,
        vec![
            article("long", "Long", &long),
            NewArticle { deck: Some("A deck with a pin".to_owned()), ..article("deck", "D", "none") },
        ],
    );
    let snippet = |query: &str| library.search(query, 1).unwrap()[0].snippet.clone();
    assert!(snippet("needle").contains("\u{2}needle\u{3}") && snippet("needle").starts_with('…'));
    assert_eq!(snippet("pin"), "A deck with a \u{2}pin\u{3}");
    assert_eq!(snippet("long"), "\u{2}Long\u{3}");
}

#[test]
fn marks_do_not_wait_for_the_index() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let text = "many words of text to be indexed ".repeat(100);
    let ids = store(&library, a.id, (0..1500).map(|i| article(&format!("g{i}"), "T", &text)).collect());
    let other = library.clone();
    let indexing = std::thread::spawn(move || other.finish_index().unwrap());
    let mut marked = 0;
    while !indexing.is_finished() {
        library.set_saved(ids[marked], true, now()).unwrap();
        marked += 1;
    }
    assert!(indexing.join().unwrap() > 0);
    assert!(marked >= 3, "only {marked} marks got through");
}
