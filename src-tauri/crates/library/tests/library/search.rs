//! Search: words, phrases, scripts without spaces, whatever people type, and a queue left by a crash.

use std::collections::HashSet;

use crate::common::{found, hours, library, new_article, now, one, search, source, store, typing};
use library::{Library, ListQuery, NewArticle, Scope, Search, Sort};
use query::Vocabulary;

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
    let hits = search(&library, "ukraine ", 10);
    assert_eq!(hits[0].row.guid, "title", "a headline counts more");
    assert!(hits[0].score > hits[1].score && hits[1].score > 0.0);
    assert_eq!(hits[1].snippet, "The talks on \u{2}Ukraine\u{3} went on. Ümläut café naïve.");
    assert_eq!(search(&library, "ukraine ", 1).len(), 1);
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
    assert_eq!(search(&library, "天气", 1)[0].snippet, "今天\u{2}天气\u{3}很好");
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
        search(&library, typed, 5);
    }
    search(&library, &"word ".repeat(2000), 5);
    search(&library, &"漢".repeat(500), 5);
    assert_eq!(found(&library, "headline AND ("), [""; 0], "AND joins nothing here, so it is a word");
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
    assert_eq!(search(&library, "headline ", 1000).len(), 250);
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
    let snippet = |query: &str| search(&library, query, 1)[0].snippet.clone();
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

#[test]
fn words_of_two_characters_and_less_are_found_in_every_script() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let of = |guid: &str, title: &str, text: &str| article(guid, title, text);
    store(
        &library,
        a.id,
        vec![
            of("zh", "国务院发布经济数据", "上海证券交易所周一收盘上涨，投资者关注人工智能产业。"),
            of("ja", "首相が国会で答弁", "東京は雨、大阪は晴れ。選挙は来月に行われる。"),
            of("ko", "대통령은 국회에서 연설했다", "경제 전문가들은 금리 인하를 예상한다."),
            of("th", "นายกรัฐมนตรีแถลงข่าว", "ฝนตกหนักในกรุงเทพวันนี้"),
        ],
    );
    for (query, guids) in [
        ("经济", vec!["zh"]),
        ("上海", vec!["zh"]),
        ("智能", vec!["zh"]),
        ("東京", vec!["ja"]),
        ("選挙", vec!["ja"]),
        ("雨", vec!["ja"]),
        ("국회", vec!["ko"]),
        ("경제", vec!["ko"]),
        ("금리", vec!["ko"]),
        ("ฝน", vec!["th"]),
        ("ข่าว", vec!["th"]),
        ("วัน", vec!["th"]),
        ("国会", vec!["ja"]),
        ("济经", vec![]),
        ("\"上海证券\" -选举", vec!["zh"]),
    ] {
        assert_eq!(found(&library, query), guids, "{query}");
    }
}

/// Many articles about the sea, of which every third has it in its headline, the oldest first.
fn sea(library: &Library, count: i64) {
    let a = source(library, "a");
    for part in (0..count).collect::<Vec<_>>().chunks(500).rev() {
        let articles = part.iter().map(|at| NewArticle {
            published: Some(hours(-at)),
            ..article(
                &format!("g{at}"),
                if at % 3 == 0 { "The sea" } else { "Water" },
                "It is about the sea and the shore.",
            )
        });
        store(library, a.id, articles.collect());
    }
    // So many are not waited for by a search.
    library.finish_index().unwrap();
}

/// All hits, page by page.
fn walked(library: &Library, mut search: Search) -> Vec<String> {
    let mut guids = Vec::new();
    for _ in 0..1000 {
        let page = library.search(&search, now()).unwrap();
        assert!(page.hits.len() <= search.limit);
        guids.extend(page.hits.into_iter().map(|hit| hit.row.guid));
        search.after = page.next;
        if search.after.is_none() {
            return guids;
        }
    }
    panic!("it does not end");
}

#[test]
fn every_hit_is_reached_once_however_many_there_are() {
    let (_dir, library) = library();
    sea(&library, 3500);
    for sort in [Sort::Relevance, Sort::Date] {
        let guids = walked(&library, Search { sort, ..typing("sea ", 170) });
        assert_eq!(guids.len(), 3500, "{sort:?}");
        assert_eq!(guids.iter().collect::<HashSet<_>>().len(), 3500, "{sort:?}");
        match sort {
            Sort::Date => assert!(guids.iter().enumerate().all(|(at, guid)| *guid == format!("g{at}"))),
            Sort::Relevance => {
                assert_eq!(guids[0], "g0", "the newest with it in its headline");
                let titled = |guid: &String| guid[1..].parse::<i64>().unwrap() % 3 == 0;
                assert!(guids[..1000].iter().all(titled), "those with it in the headline come first");
            }
        }
    }
    assert_eq!(library.count_hits(&typing("sea ", 0).query, false).unwrap(), 3500);
    assert_eq!(library.count_hits(&typing("title:sea ", 0).query, true).unwrap(), 1167);
    library.search(&Search { after: Some("x".to_owned()), ..typing("sea", 1) }, now()).unwrap_err();
    library.search(&Search { after: Some("x".to_owned()), sort: Sort::Date, ..typing("sea", 1) }, now()).unwrap_err();
}

#[test]
fn what_comes_or_is_read_between_two_pages_changes_nothing_of_their_order() {
    let (_dir, library) = library();
    sea(&library, 1500);
    let search = Search { unread: true, ..typing("sea", 100) };
    let mut seen = Vec::new();
    let mut page = library.search(&search, now()).unwrap();
    loop {
        let ids: Vec<_> = page.hits.iter().map(|hit| hit.row.id).collect();
        library.set_read(&ids[..ids.len() / 2], true, now()).unwrap();
        if seen.is_empty() {
            let a = source(&library, "a");
            store(&library, a.id, vec![article("new", "The sea, the sea", "sea")]);
        }
        seen.extend(page.hits.into_iter().map(|hit| hit.row.guid));
        let Some(next) = page.next else { break };
        page = library.search(&Search { after: Some(next), ..search.clone() }, hours(2)).unwrap();
    }
    assert_eq!(seen.len(), 1500);
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 1500);
}

#[test]
fn a_hit_counts_by_where_it_stands_how_often_and_how_new_it_is() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let harbour = source(&library, "Harbour news");
    let old = |guid: &str, title: &str, text: &str| NewArticle {
        published: Some(hours(-9000)),
        ..article(guid, title, text)
    };
    store(
        &library,
        a.id,
        vec![
            old("once", "x", "The harbour and other things of the town."),
            old("often", "x", "The harbour, the old harbour, a new harbour: harbour."),
            NewArticle { deck: Some("In the harbour".to_owned()), ..old("deck", "x", "y") },
            old("title", "The harbour", "y"),
            NewArticle { published: Some(now()), ..article("new", "x", "The harbour and other things of the town.") },
        ],
    );
    store(&library, harbour.id, vec![old("source", "x", "y")]);
    let guids: Vec<String> = search(&library, "harbour ", 10).into_iter().map(|hit| hit.row.guid).collect();
    assert_eq!(guids, ["title", "new", "deck", "source", "often", "once"]);
}

#[test]
fn a_search_is_a_list_that_can_be_marked_read_and_put_back() {
    let (_dir, library) = library();
    sea(&library, 300);
    let scope = Scope::Search(typing("title:sea ", 0).query);
    let unread = |scope: &Scope| {
        let query = ListQuery { scope: scope.clone(), unread: true, ..ListQuery::default() };
        library.list(&query).unwrap().rows.len()
    };
    library.finish_index().unwrap();
    assert_eq!((unread(&scope), unread(&Scope::All)), (100, 300));
    let change = library.mark_all_read(&scope, None, now()).unwrap();
    assert_eq!((change.count, unread(&scope), unread(&Scope::All)), (100, 0, 200));
    assert_eq!(library.count_unread_hits(&typing("sea ", 0).query).unwrap(), Some(200));
    assert_eq!(library.count_unread_hits(&typing("source:a ", 0).query).unwrap(), Some(200));
    library.undo_mark_all_read(change.id).unwrap();
    assert_eq!((unread(&scope), unread(&Scope::All)), (100, 300));
}

#[test]
fn searches_are_kept_under_a_name() {
    let (_dir, library) = library();
    let sea = library.save_search(" Sea ", "sea OR ocean", now()).unwrap();
    let wind = library.save_search("wind", "wind", now()).unwrap();
    assert_eq!(library.saved_searches().unwrap(), [sea.clone(), wind.clone()]);
    assert_eq!(library.save_search("Sea", "sea", now()).unwrap().id, sea.id, "a name stands for one search");
    library.update_saved_search(wind.id, "Sea", "x").unwrap_err();
    library.update_saved_search(wind.id, "Weather", "wind OR rain").unwrap();
    library.update_saved_search(99, "None", "x").unwrap_err();
    library.save_search(" ", "x", now()).unwrap_err();
    library.save_search("x", " ", now()).unwrap_err();
    library.remove_saved_search(sea.id).unwrap();
    library.remove_saved_search(sea.id).unwrap_err();
    let names: Vec<String> = library.saved_searches().unwrap().into_iter().map(|saved| saved.name).collect();
    assert_eq!(names, ["Weather"]);
}

#[test]
fn names_are_completed_from_the_library() {
    let (_dir, library) = library();
    let a = source(&library, "The Morning Post");
    library.update_source(a.id, "The Morning Post", Some("Élite")).unwrap();
    let id = one(&library, a.id, "g");
    library.tag(id, "Holiday", now()).unwrap();
    library.tag(id, "holiday", now()).unwrap();
    let names = |vocabulary, beginning: &str| library.names(vocabulary, beginning, 5).unwrap();
    assert_eq!(names(Vocabulary::Sources, "mor"), ["The Morning Post"], "also by a later word");
    assert_eq!(names(Vocabulary::Sources, "ost"), [""; 0]);
    assert_eq!(names(Vocabulary::Folders, "elit"), ["Élite"]);
    assert_eq!(names(Vocabulary::Tags, ""), ["Holiday"], "what is compared alike is one");
    assert_eq!(names(Vocabulary::Sections, "w"), ["War"]);
    assert_eq!(names(Vocabulary::Authors, "exa"), ["Ada Example"]);
    assert_eq!(names(Vocabulary::Languages, ""), ["en"]);
    assert_eq!(library.searched().unwrap(), (1, 1));
}

#[test]
fn what_is_not_indexed_yet_is_told_and_comes_by_itself() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    store(&library, a.id, (0..2600).map(|at| article(&format!("g{at}"), "The sea", "")).collect());
    let mut page = library.search(&typing("sea", 1), now()).unwrap();
    assert!(page.unindexed > 0, "it was not waited for");
    while page.unindexed > 0 {
        std::thread::yield_now();
        page = library.search(&typing("sea", 1), now()).unwrap();
    }
    assert_eq!(library.count_hits(&typing("sea", 1).query, false).unwrap(), 2600);
}

#[test]
fn a_word_itself_comes_before_longer_ones_that_begin_with_it() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let new = |guid: &str, title: &str, hour| NewArticle { published: Some(hours(hour)), ..article(guid, title, "x") };
    store(
        &library,
        a,
        vec![new("itself", "Number 424", -9), new("longer", "Number 4242", 0), new("form", "Numbers 424", 0)],
    );
    library.finish_index().unwrap();
    let guids: Vec<String> = search(&library, "number 424", 10).into_iter().map(|hit| hit.row.guid).collect();
    assert_eq!(guids[0], "itself", "{guids:?}");
}
