//! What each kind of file gives.

use super::*;

#[test]
fn pockets_csv() {
    let taken = take(
        "title,url,time_added,tags,status\nOne,https://a.example/1,1451606400,essays|slow reading,archive\nhttps://a.example/2,https://a.example/2,1700000000,,unread\nNo address,,1,,unread\n",
    );
    assert_eq!(taken.kind, Kind::PocketCsv);
    let one = &taken.items[0];
    assert_eq!((url(one), one.title.as_str()), ("https://a.example/1", "One"));
    assert_eq!((one.saved_at, one.read, one.archived), (at("2016-01-01T00:00:00Z"), Some(true), true));
    assert_eq!(one.tags, ["essays", "slow reading"]);
    assert_eq!((taken.items[1].title.as_str(), taken.items[1].read), ("", Some(false)));
    assert_eq!(said(&taken.skipped), ["line 4: No address: it has no address"]);
}

#[test]
fn pockets_zip_with_parts_and_highlights() {
    let head = "title,url,time_added,cursor,tags,status\n";
    let file = zip(&[
        ("part_000001.csv", format!("{head}Two,https://a.example/2,1700000000,x,,unread\n").as_bytes()),
        ("part_000000.csv", format!("{head}One,https://a.example/1,1700000000,x,a,unread\n").as_bytes()),
        (
            "annotations/part_000000.json",
            br#"[{"url":"https://a.example/2","title":"Two","highlights":[{"quote":"said there","created_at":1700000100}]}]"#,
        ),
        ("read me.bin", &[1, 2, 3]),
        ("__MACOSX/._part", &[0]),
    ]);
    let taken = take(file);
    assert_eq!(taken.items.iter().map(url).collect::<Vec<_>>(), ["https://a.example/1", "https://a.example/2"]);
    let highlight = &taken.items[1].highlights[0];
    assert_eq!((highlight.text.as_str(), highlight.at), ("said there", at("2023-11-14T22:15:00Z")));
    assert_eq!(said(&taken.skipped), ["read me.bin: it is none of the files that can be taken in"]);
}

#[test]
fn pockets_html() {
    let taken = take(
        "<!DOCTYPE html>\n<html>\n\t<!--So long and thanks for all the fish-->\n<head><title>Pocket Export</title></head>\n<body>\n<h1>Unread</h1>\n<ul>\n<li><a href=\"https://a.example/?x=1&amp;y=2\" time_added=\"1601900000\" tags=\"design,tools\">Great &amp; useful</a></li>\n<li><a href=\"javascript:alert(1)\" time_added=\"1\" tags=\"\">bad</a></li>\n</ul>\n<h1>Read Archive</h1>\n<ul><li><a href=\"https://a.example/b\" time_added=\"1601900100\" tags=\"\">https://a.example/b</a></li></ul></body></html>",
    );
    assert_eq!(taken.kind, Kind::PocketHtml);
    let one = &taken.items[0];
    assert_eq!((url(one), one.title.as_str()), ("https://a.example/?x=1&y=2", "Great & useful"));
    assert_eq!((one.tags.join("|"), one.read), ("design|tools".to_owned(), Some(false)));
    assert_eq!((taken.items[1].title.as_str(), taken.items[1].archived), ("", true));
    assert_eq!(said(&taken.skipped), ["line 9: bad: only http and https addresses can be saved, not javascript:"]);
}

#[test]
fn instapapers_csv_of_both_times() {
    let old = take(
        "URL,Title,Selection,Folder,Timestamp\nhttps://a.example/1,\"A, and B\",a passage,Starred,1694613937\nhttps://a.example/2,B,,Recipes,1694613938\n",
    );
    assert_eq!(old.kind, Kind::InstapaperCsv);
    assert!(old.items[0].favourite && old.items[0].tags.is_empty());
    assert_eq!((old.items[0].title.as_str(), old.items[0].highlights[0].text.as_str()), ("A, and B", "a passage"));
    assert_eq!((old.items[1].tags.join("|"), old.items[1].read), ("Recipes".to_owned(), Some(false)));
    let new = take(
        "URL,Title,Selection,Folder,Timestamp,Tags\nhttps://a.example/1,A,,Archive,1783091650,\"[\"\"coding\"\",\"\"b c\"\"]\"\n",
    );
    assert_eq!((new.items[0].tags.join("|"), new.items[0].archived), ("coding|b c".to_owned(), true));
}

#[test]
fn omnivores_zip() {
    let metadata = br#"[{"id":"1","slug":"space","title":"Space","description":"On space","author":"A. Person","url":"https://a.example/space","state":"Archived","readingProgress":40,"thumbnail":null,"labels":["science"],"savedAt":"2024-01-01T00:00:00.000Z","updatedAt":"2024-01-02T00:00:00.000Z","publishedAt":"2023-12-30T08:00:00.000Z"}]"#;
    let more = br#"[{"id":"2","slug":"old","title":"Old","url":"https://a.example/old","state":"Active","labels":[],"savedAt":"2024-01-03T00:00:00.000Z","publishedAt":null}]"#;
    let marks = "> First thought\nover lines \n\n#label\n\nMy note\n\n> Second ";
    let taken = take(zip(&[
        ("metadata_0_to_1.json", metadata),
        ("metadata_1_to_2.json", more),
        ("content/space.html", b"<p>The text.</p>"),
        ("content/gone.html", b"<p>?</p>"),
        ("highlights/space.md", marks.as_bytes()),
    ]));
    assert_eq!(taken.kind, Kind::Omnivore);
    let space = &taken.items[0];
    assert_eq!(taken.html(space).as_deref(), Some("<p>The text.</p>"));
    assert_eq!((space.published, space.saved_at), (at("2023-12-30T08:00:00Z"), at("2024-01-01T00:00:00Z")));
    assert_eq!(
        (space.author.as_deref(), space.deck.as_deref(), space.archived),
        (Some("A. Person"), Some("On space"), true)
    );
    let marks: Vec<_> = space.highlights.iter().map(|it| (it.text.as_str(), it.note.as_deref())).collect();
    assert_eq!(marks, [("First thought\nover lines", Some("#label\nMy note")), ("Second", None)]);
    assert_eq!((taken.items[1].read, taken.items[1].has_text()), (Some(false), false));
    assert_eq!(said(&taken.skipped), ["content/gone.html: no list in this ZIP names the article it belongs to"]);
}

#[test]
fn readwise_readers_csv() {
    let taken = take(
        "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\nA,https://a.example/1,01g,\"['a b', \"\"it's\"\"]\",2022-11-06 04:33:50+00:00,0.99,new,True\nB,https://a.example/2,01h,[],2022-11-06 04:33:50+00:00,0,archive,True\nC,https://a.example/3,01i,[],2022-11-06,0,feed,False\n",
    );
    assert_eq!(taken.kind, Kind::ReadwiseCsv);
    let one = &taken.items[0];
    assert_eq!((one.tags.join("|"), one.read, one.archived), ("a b|it's".to_owned(), Some(true), false));
    assert_eq!(one.saved_at, at("2022-11-06T04:33:50Z"));
    assert!(taken.items[1].archived);
    assert_eq!(said(&taken.skipped), ["line 4: C: it came with a feed in Readwise Reader and was not saved"]);
}

#[test]
fn readwises_highlights() {
    let taken = take(
        "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags\n\"Attention is trained.\nOver lines.\",The Slow Book,Mara Ellison,B00X,Key idea,yellow,,page,12,2020-10-05 10:15:30+00:00,slow\nSecond.,The Slow Book,Mara Ellison,B00X,,,,page,13,2020-10-06 08:00:00+00:00,slow\n,Other,X,,only a note,,,,,,\n",
    );
    assert_eq!(taken.kind, Kind::ReadwiseHighlights);
    assert_eq!(taken.items.len(), 1);
    let book = &taken.items[0];
    assert_eq!((book.url.as_deref(), book.title.as_str(), book.highlights.len()), (None, "The Slow Book", 2));
    assert_eq!(book.highlights[0].note.as_deref(), Some("Key idea"));
    assert_eq!((book.tags.join("|"), book.saved_at), ("slow".to_owned(), at("2020-10-05T10:15:30Z")));
    assert_eq!(said(&taken.skipped), ["line 5: Other: there is no passage in this row"]);
}

#[test]
fn wallabags_json_of_both_versions() {
    let two = take(
        r#"[{"id":1,"title":"A","url":"https://a.example/1","is_archived":1,"is_starred":1,"created_at":"2024-01-01T10:00:00+0000","published_at":"2023-05-05T00:00:00+0000","published_by":["B. Writer"],"content":"<p>Text</p>","tags":["x","y"],"annotations":[{"text":"my note","quote":"Text","created_at":"2024-01-02T09:00:00+0000","ranges":[]},{"text":"","quote":"bare"},{"text":"lost?","quote":null}]},{"title":"B","url":"https://a.example/2","is_archived":false,"is_starred":false,"tags":[],"content":"<p>Unable to retrieve readable content.</p>","created_at":"2024-01-01T10:00:00+0000"}]"#,
    );
    assert_eq!(two.kind, Kind::Wallabag);
    let one = &two.items[0];
    assert_eq!((two.html(one).as_deref(), one.author.as_deref()), (Some("<p>Text</p>"), Some("B. Writer")));
    assert!(one.archived && one.favourite);
    let marks: Vec<_> = one.highlights.iter().map(|it| (it.text.as_str(), it.note.as_deref())).collect();
    assert_eq!(marks, [("Text", Some("my note")), ("bare", Some("lost?"))]);
    assert!(!two.items[1].has_text(), "what says that there is no text is none");
    let one = take(
        r#"[{"0":"3","id":"3","title":"A","url":"https://a.example/1","is_read":"0","is_fav":"1","content":"<p>x</p>","user_id":"1","tags":"a,b"}]"#,
    );
    assert_eq!(
        (one.items[0].read, one.items[0].favourite, one.items[0].tags.join("|")),
        (Some(false), true, "a|b".to_owned())
    );
}

#[test]
fn karakeeps_json() {
    let taken = take(
        r#"{"bookmarks":[{"createdAt":1700000000,"title":"A","tags":["x"],"lists":["l2","smart"],"content":{"type":"link","url":"https://a.example/1"},"note":"mine","archived":true},{"createdAt":1700000001,"title":null,"tags":[],"content":{"type":"text","text":"A thought <b>\n\nof two paragraphs"},"note":null},{"createdAt":1700000002,"title":"photo","tags":[],"content":null,"note":null}],"lists":[{"id":"l1","name":"Work","type":"manual","parentId":null},{"id":"l2","name":"Go","type":"manual","parentId":"l1"},{"id":"smart","name":"S","type":"smart","query":"x","parentId":null}]}"#,
    );
    assert_eq!(taken.kind, Kind::Karakeep);
    assert_eq!(
        (taken.items[0].tags.join("|"), taken.items[0].note.as_deref()),
        ("x|Work / Go".to_owned(), Some("mine"))
    );
    assert_eq!(taken.items[0].read, Some(true));
    let thought = &taken.items[1];
    assert_eq!((thought.url.as_deref(), thought.title.as_str()), (None, "A thought <b> of two paragraphs"));
    assert_eq!(taken.html(thought).as_deref(), Some("<p>A thought &lt;b&gt;</p><p>of two paragraphs</p>"));
    assert_eq!(taken.skipped.len(), 1);
}

#[test]
fn newsblurs_stories() {
    let taken = take(
        r#"{"stories":[{"story_hash":"1:a","story_title":"A &amp; B","story_permalink":"https://a.example/1","story_content":"<p>Text</p>","story_authors":"C","story_date":"2024-01-02 03:04:05","story_timestamp":"1704164645","starred_date":"January 3rd, 2024","starred_timestamp":1704251045,"user_tags":["keep"],"user_notes":"a note","highlights":["Text"],"read_status":1}],"feeds":{}}"#,
    );
    assert_eq!(taken.kind, Kind::NewsBlur);
    let one = &taken.items[0];
    assert_eq!(
        (one.title.as_str(), one.author.as_deref(), one.tags.join("|")),
        ("A & B", Some("C"), "keep".to_owned())
    );
    assert_eq!(
        (one.published, one.saved_at, one.read),
        (at("2024-01-02T03:04:05Z"), at("2024-01-03T03:04:05Z"), Some(true))
    );
    assert_eq!((one.note.as_deref(), one.highlights[0].text.as_str()), (Some("a note"), "Text"));
}

#[test]
fn google_readers_json_and_freshrss() {
    let taken = take(
        r#"{"id":"user/ann/state/org.freshrss/starred","title":"Favourites","author":"ann","items":[{"id":"g","timestampUsec":"1700000000000000","categories":["news","user/-/state/com.google/read","user/-/state/com.google/starred","user/-/label/To keep"],"title":"A","author":"B","published":1690000000,"updated":1690000000,"alternate":[{"href":"https://a.example/1","type":"text/html"}],"content":{"content":"<p>Text</p>"},"origin":{"streamId":1,"title":"Feed","feedUrl":"https://a.example/feed"}},{"id":"h","title":"C","published":1690000000,"canonical":[{"href":"https://a.example/2"}],"summary":{"content":"x"},"categories":[]}]}"#,
    );
    assert_eq!(taken.kind, Kind::GoogleReader);
    let one = &taken.items[0];
    assert_eq!((url(one), one.read, one.tags.join("|")), ("https://a.example/1", Some(true), "To keep".to_owned()));
    assert_eq!((one.published, one.saved_at), (at("2023-07-22T04:26:40Z"), at("2023-11-14T22:13:20Z")));
    assert_eq!((url(&taken.items[1]), taken.items[1].read), ("https://a.example/2", None));
}

#[test]
fn minifluxs_entries() {
    let taken = take(
        r#"{"total":2,"entries":[{"id":1,"feed_id":2,"status":"unread","title":"A","url":"https://a.example/1","published_at":"2016-12-12T16:15:19Z","changed_at":"2017-01-01T00:00:00Z","content":"<p>Text</p>","author":"B","starred":true},{"id":2,"feed_id":2,"status":"removed","title":"C","url":"https://a.example/2"}]}"#,
    );
    assert_eq!(taken.kind, Kind::Miniflux);
    assert_eq!((taken.items[0].read, taken.items[0].published), (Some(false), at("2016-12-12T16:15:19Z")));
    assert_eq!(said(&taken.skipped), ["item 2: C: it was removed"]);
}

#[test]
fn bookmarks_of_browsers_and_services() {
    let taken = take(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n <DT><H3 PERSONAL_TOOLBAR_FOLDER=\"true\">Bar</H3>\n <DL><p>\n  <DT><H3>Research</H3>\n  <DL><p>\n   <DT><H3>Go &amp; Rust</H3>\n   <DL><p>\n    <DT><A HREF=\"https://a.example/1\" ADD_DATE=\"1700000000\" TAGS=\"x,y\" TOREAD=\"1\">One &lt;1&gt;</A>\n    <DD>About it[linkding-notes]Line 1\nLine 2[/linkding-notes]\n   </DL><p>\n  </DL><p>\n  <DT><A HREF=\"place:sort=8\">Recent</A>\n  <DT><A HREF=\"https://b.example/\" FEEDURL=\"https://b.example/feed\">Live</A>\n </DL><p>\n <DT><A HREF=\"https://a.example/2\">Two</A> <DD>Mine &amp; only\n <DT><A HREF=\"https://a.example/1#part\" TAGS=\"z\">One again</A>\n</DL>",
    );
    assert_eq!(taken.kind, Kind::Netscape);
    let one = &taken.items[0];
    assert_eq!((one.title.as_str(), one.tags.join("|")), ("One <1>", "Research / Go & Rust|x|y|z".to_owned()));
    assert_eq!((one.deck.as_deref(), one.note.as_deref()), (Some("About it"), Some("Line 1\nLine 2")));
    assert_eq!((taken.items[1].deck.as_deref(), taken.items[1].note.as_deref()), (None, Some("Mine & only")));
    assert_eq!((one.read, taken.items[1].read), (Some(true), Some(true)), "one of its two mentions is not to be read");
    assert_eq!((taken.sources[0].url.as_str(), taken.sources[0].title.as_str()), ("https://b.example/feed", "Live"));
    assert_eq!(
        said(&taken.skipped),
        [
            "line 17: Recent: only http and https addresses can be saved, not place:",
            "line 21: One again: its address is in line 12 already; tags and highlights are put together"
        ]
    );
}

#[test]
fn raindrops_csv() {
    let taken = take(
        "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n42,\"Saved, \"\"quoted\"\" title\",\"First\nSecond\",About,https://a.example/1?keep=1#part,Research/Go,\"reading, go\",2024-01-02T03:04:05.123Z,,\"Highlight:one\nNote:my note\ntwo\",true\n43,B,,,https://a.example/2,Unsorted,,2024-01-02T03:04:05.123Z,,,false\n",
    );
    assert_eq!(taken.kind, Kind::RaindropCsv);
    let one = &taken.items[0];
    assert_eq!((url(one), one.title.as_str()), ("https://a.example/1?keep=1", "Saved, \"quoted\" title"));
    assert_eq!(
        (one.tags.join("|"), one.note.as_deref(), one.favourite),
        ("reading|go|Research / Go".to_owned(), Some("First\nSecond"), true)
    );
    let marks: Vec<_> = one.highlights.iter().map(|it| (it.text.as_str(), it.note.as_deref())).collect();
    assert_eq!(marks, [("one", Some("my note")), ("two", None)]);
    assert!(taken.items[1].tags.is_empty());
}

#[test]
fn lists_of_addresses_and_of_sources() {
    let taken = take("https://a.example/1\n\nhttps://a.example/2 | Two\nnot one\n");
    assert_eq!(taken.kind, Kind::Addresses);
    assert_eq!((taken.items.len(), taken.items[1].title.as_str()), (2, "Two"));
    assert_eq!(said(&taken.skipped), ["line 4: not one: “not one” is not an address"]);

    let taken = take(
        "<?xml version='1.0'?><opml><body><outline text='Folder'>\n<outline text='A' type='HTML+XPath' xmlUrl='https://a.example/' frss:xPathItem='//a'/></outline>\n<outline text='No'/></body></opml>",
    );
    assert_eq!(taken.kind, Kind::Opml);
    assert_eq!((taken.sources[0].folder.as_deref(), taken.sources[0].page), (Some("Folder"), true));
    assert_eq!(said(&taken.skipped), ["line 3: No: no feed address"]);
    assert_eq!(said(&taken.partly), ["line 2: A: followed without its rules for reading a page (XPath)"]);
}

#[test]
fn our_own_archive_is_known_by_its_first_file() {
    let file = zip(&[("standfirst.json", b"{}"), ("articles.jsonl", b"")]);
    assert!(matches!(read(file.clone()).unwrap(), Found::Archive(bytes) if bytes == file));
}

#[test]
fn each_kind_has_its_names() {
    let codes: Vec<&str> = ["addresses", "opml", "pocket-csv"].to_vec();
    assert_eq!([Kind::Addresses, Kind::Opml, Kind::PocketCsv].map(Kind::code).to_vec(), codes);
    assert_eq!(Kind::Wallabag.name(), "wallabag");
}
