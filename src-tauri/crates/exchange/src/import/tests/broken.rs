//! Files that are broken, hostile, or none of ours.

use super::*;

#[test]
fn what_is_none_of_ours_is_refused_with_a_reason() {
    assert_eq!(read(Vec::new()).unwrap_err(), ImportError::Empty);
    assert_eq!(read(b"\xef\xbb\xbf \n\t".to_vec()).unwrap_err(), ImportError::Empty);
    for file in
        ["hello", "<html><body><a href='https://a.example/'>x</a>", "{\"a\":1}", "[1,2]", "a,b\n1,2\n", "[", "{"]
    {
        assert_eq!(read(file.as_bytes().to_vec()).unwrap_err(), ImportError::Unknown, "{file}");
    }
    assert_eq!(read(zip(&[("a.txt", b"hello")])).unwrap_err(), ImportError::NothingInside);
    assert!(ImportError::Unknown.to_string().contains("Pocket"));
}

#[test]
fn encodings_and_marks_before_the_text() {
    let csv = "title,url,time_added,tags,status\nÜber,https://a.example/1,1700000000,é|ü,unread\n";
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(csv.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin: Vec<u8> = csv.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for file in [
        format!("\u{feff}{csv}").into_bytes(),
        wide,
        latin,
        csv.replace('\n', "\r\n").into_bytes(),
        csv.replace(',', ";").into_bytes(),
    ] {
        let taken = take(file);
        assert_eq!((taken.items[0].title.as_str(), taken.items[0].tags.join("|")), ("Über", "é|ü".to_owned()));
    }
}

#[test]
fn a_nul_a_formula_and_a_wrong_date_harm_nothing() {
    let taken = take(
        "title,url,time_added,tags,status\n=HYPERLINK(\"x\")\0,https://a.example/1,someday,@SUM(A1),unread\n-2+3,https://a.example/2,99999999999999999999,+1,unread\n",
    );
    assert_eq!(taken.items[0].title, "=HYPERLINK(\"x\")");
    assert_eq!(taken.items[0].tags, ["@SUM(A1)"]);
    assert_eq!((taken.items[0].saved_at, taken.items[1].saved_at), (None, None));
    assert_eq!(taken.partly.len(), 2);
    assert_eq!(taken.partly[0].to_string(), "line 2: its date “someday” cannot be read and was left out");
}

#[test]
fn a_quote_that_never_ends_costs_its_row_alone() {
    let taken = take(
        "title,url,time_added,tags,status\nOne,https://a.example/1,1,,unread\n\"Two,https://a.example/2,1,,unread\nThree,https://a.example/3,1,,unread\n\"Over\nlines\",https://a.example/4,1,,unread\n",
    );
    let got: Vec<_> = taken.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(got, ["One", "Three", "Over lines"]);
    assert_eq!(said(&taken.skipped), ["line 3: a quote begins in this row and does not end in it"]);
    assert_eq!(taken.items[2].place.to_string(), "line 5");
}

#[test]
fn a_file_that_ends_in_the_middle_gives_what_stands_before() {
    let json =
        r#"[{"title":"A","url":"https://a.example/1","is_archived":0},{"title":"B","url":"https://a.example/2","is_ar"#;
    let taken = take(json);
    assert_eq!(taken.items.len(), 1);
    assert!(taken.skipped[0].why.contains("ends in the middle"), "{:?}", taken.skipped);
    let bookmarks = take(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><A HREF=\"https://a.example/1\">One</A>\n<DT><A HREF=\"https://a.example/2\" ADD_DATE=\"17",
    );
    assert_eq!(bookmarks.items.len(), 2);
}

#[test]
fn a_cut_zip_says_that_it_is_cut() {
    let file = zip(&[("part_000000.csv", b"title,url,time_added,tags,status\nA,https://a.example/1,1,,unread\n")]);
    assert!(matches!(read(file[..file.len() / 2].to_vec()).unwrap_err(), ImportError::Broken(_)));
    let mut wrong = file.clone();
    // In the packed bytes themselves.
    wrong[60] ^= 0xff;
    assert!(read(wrong).is_err());
}

#[test]
fn a_bomb_does_not_go_off() {
    let bomb = vec![b' '; MOST_BYTES + 2];
    let list = b"title,url,time_added,tags,status\nA,https://a.example/1,1,,unread\n";
    let taken = take(zip(&[("a.csv", list), ("b.csv", &bomb)]));
    assert_eq!(taken.items.len(), 1);
    assert_eq!(said(&taken.skipped), ["b.csv: it is larger, unpacked, than any export"]);
}

#[test]
fn what_was_too_large_or_came_after_the_last_byte_of_room_was_unpacked_all_the_same() {
    let list = b"title,url,time_added,tags,status\nA,https://a.example/1,1,,unread\n";
    let large = vec![b' '; 4000];
    let mut file = zip(&[("a.csv", list), ("b.csv", &large), ("c.csv", &large), ("d.csv", list)]);
    // Whoever unpacks it finds it damaged.
    let at = file.windows(5).position(|window| window == b"d.csv").unwrap() + 5;
    file[at..at + 4].fill(0xff);
    let Ok(Found::Taken(taken)) = packed::within(file, 5000) else { panic!("refused") };
    assert_eq!(taken.items.len(), 1);
    let why = "the ZIP is larger, unpacked, than any export";
    assert_eq!(said(&taken.skipped)[1..], [format!("c.csv: {why}"), format!("d.csv: {why}")]);
}

#[test]
fn a_second_note_on_the_same_passage_was_dropped() {
    let row = |note: &str| {
        format!(
            "\"Attention is trained.\",The Slow Book,Mara Ellison,B00X,{note},yellow,,page,12,2020-10-05 10:15:30+00:00,slow\n"
        )
    };
    let head = "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags\n";
    let taken = take([head, &row("Key idea"), &row("Or is it?"), &row("Key idea")].concat());
    let [highlight] = &taken.items[0].highlights[..] else { panic!("{:?}", taken.items) };
    assert_eq!(highlight.note.as_deref(), Some("Key idea\n\nOr is it?"));
}

#[test]
fn two_pages_of_one_application_were_one_article() {
    let list = "title,url,time_added,tags,status\nA,https://a.example/#!/a,1,,unread\nB,https://a.example/#!/b,1,,unread\nC,https://a.example/#/c,1,,unread\nD,https://a.example/#part,1,,unread\n";
    let urls: Vec<String> = take(list).items.into_iter().filter_map(|item| item.url).collect();
    assert_eq!(
        urls,
        ["https://a.example/#!/a", "https://a.example/#!/b", "https://a.example/#/c", "https://a.example/"]
    );
}

#[test]
fn a_zip_with_a_password_says_so() {
    let list = b"title,url,time_added,tags,status\nA,https://a.example/1,1,,unread\n";
    let locked = |mut file: Vec<u8>, name: &str| {
        // The flag that tells it, in the file's own head and in the list.
        for at in 0..file.len() - 4 {
            let offset = match &file[at..at + 4] {
                b"PK\x03\x04" => 6,
                b"PK\x01\x02" => 8,
                _ => continue,
            };
            let names_it = file[at..].windows(name.len()).take(60).any(|window| window == name.as_bytes());
            if names_it {
                file[at + offset] |= 1;
            }
        }
        file
    };
    assert_eq!(read(locked(zip(&[("a.csv", list)]), "a.csv")).unwrap_err(), ImportError::Locked);
    let taken = take(locked(zip(&[("b.csv", list), ("a/secret.csv", list)]), "a/secret.csv"));
    assert_eq!((taken.items.len(), said(&taken.skipped).len()), (1, 1));
    assert_eq!(said(&taken.skipped), ["a/secret.csv: it cannot be unpacked without its password"]);
}

#[test]
fn names_in_a_zip_lead_nowhere() {
    let list = b"title,url,time_added,tags,status\nA,https://a.example/1,1,,unread\n";
    let taken = take(zip(&[("../../etc/passwd", list), ("/root/b.csv", b"nothing"), ("C:\\c.csv", b"")]));
    assert_eq!((taken.items.len(), taken.items[0].place.to_string().as_str()), (1, "../../etc/passwd, line 2"));
    assert_eq!(taken.skipped.len(), 2, "{:?}", said(&taken.skipped));
}

#[test]
fn a_zip_of_a_million_names_is_refused_before_they_are_read() {
    let mut entry = [0_u8; 46];
    entry[..4].copy_from_slice(b"PK\x01\x02");
    let file: Vec<u8> =
        b"PK\x03\x04".iter().copied().chain(entry.iter().copied().cycle().take(46 * 1_000_000)).collect();
    let ImportError::Broken(why) = read(file).unwrap_err() else { panic!("taken") };
    assert!(why.contains("600000 files"), "{why}");
}

#[test]
fn what_people_take_for_exports_is_named() {
    for (file, what) in [
        (&b"%PDF-1.7 x"[..], "a PDF"),
        (b"SQLite format 3\0", "a database"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"<rss version='2.0'><channel><title>T</title><item><title>x</title></item></channel></rss>", "a feed"),
    ] {
        assert_eq!(read(file.to_vec()).unwrap_err(), ImportError::Other(what));
    }
}

#[test]
fn a_file_beyond_the_bound_is_refused() {
    assert_eq!(read(vec![b' '; MOST_BYTES + 1]).unwrap_err(), ImportError::TooLarge);
}

#[test]
fn what_is_too_long_is_cut_and_reported() {
    let tags: Vec<String> = (0..200).map(|n| format!("t{n}")).collect();
    let taken = take(format!(
        "title,url,time_added,tags,status\n{},https://a.example/1,1,{},unread\n",
        "x".repeat(10_000),
        tags.join("|")
    ));
    assert_eq!((taken.items[0].title.len(), taken.items[0].tags.len()), (4096, 100));
    assert_eq!(taken.partly.len(), 1);
}

#[test]
fn bookmarks_nested_without_end_are_read_in_time() {
    let deep = "<DL><DT><H3>f</H3>".repeat(50_000);
    let taken = take(format!("<!DOCTYPE NETSCAPE-Bookmark-file-1>{deep}<DL><DT><A HREF=\"https://a.example/\">x</A>"));
    assert_eq!(taken.items.len(), 1);
    let quotes = "<a href=\"".repeat(100_000);
    take(format!("<!DOCTYPE NETSCAPE-Bookmark-file-1>{quotes}"));
    let lists = format!("[{}", "[".repeat(100_000));
    assert!(read(lists.into_bytes()).is_err());
}

/// Whatever stands in a row: the row is taken, put together with another, or in the report.
#[test]
fn nothing_in_is_lost_without_a_word() {
    // A small generator of our own: the same rows each time.
    let mut seed = 7_u32;
    let mut next = |most: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) % most
    };
    for _ in 0..300 {
        let rows = next(12);
        let mut csv = String::from("title,url,time_added,tags,status\n");
        let mut html = String::from("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n");
        let mut json = Vec::new();
        for _ in 0..rows {
            let title = ["", "A", "A, b", "<b>", "=1+1", "Ü"][next(6) as usize];
            let address =
                ["https://a.example/1", "https://a.example/2", "", "javascript:x", "nowhere", "ftp://a.example/"]
                    [next(6) as usize];
            csv.push_str(&format!("\"{title}\",{address},{},a|b,unread\n", next(3)));
            html.push_str(&format!("<DT><A HREF=\"{address}\">{}</A>\n", title.replace('<', "&lt;")));
            json.push(serde_json::json!({"title": title, "url": address, "is_archived": next(2)}));
        }
        for file in [csv, html, serde_json::to_string(&json).unwrap()] {
            if rows == 0 {
                continue;
            }
            let taken = take(file.clone());
            assert_eq!(taken.items.len() + taken.skipped.len(), rows as usize, "{file}");
        }
    }
}
