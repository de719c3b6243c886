use super::{Side, address, are, prints, site};

fn side<'a>(url: &'a str, title: &'a str, text: &'a str) -> Side<'a> {
    Side { url: (!url.is_empty()).then_some(url), title, text }
}

/// A hundred words, of which one in `every` is another than in the text of other `every`.
fn text(every: usize) -> String {
    let words =
        (0..100).map(|at| if every > 0 && at % every == 0 { format!("other{at}x") } else { format!("word{at}x") });
    format!("The harbour of Lisbon closes {}.", words.collect::<Vec<_>>().join(" "))
}

fn share_a_print(one: Side<'_>, other: Side<'_>) -> bool {
    let other = prints(other);
    prints(one).iter().any(|print| other.contains(print))
}

#[test]
fn ways_to_one_page_are_one_address() {
    for (one, other) in [
        ("http://www.news.example/a/b/", "https://news.example/a/b"),
        ("https://m.news.example/a", "https://mobile.news.example/a#top"),
        ("https://news.example/a?utm_source=rss&id=7", "https://news.example/a?id=7&fbclid=x"),
        ("https://amp.news.example/a", "https://news.example/a/amp/"),
        ("https://news.example/amp/a", "https://news.example/a.amp"),
        ("https://news.example/a.amp.html", "https://news.example/a.html?amp=1"),
        ("https://news-example.cdn.ampproject.org/c/s/news.example/a", "https://news.example/a?outputType=amp"),
        ("https://www.google.com/amp/s/www.news.example/a", "https://news.example/a"),
    ] {
        assert_eq!(address(one), address(other), "{one} {other}");
        assert!(address(one).is_some());
    }
}

#[test]
fn other_pages_are_other_addresses() {
    for (one, other) in [
        ("https://news.example/a?id=1", "https://news.example/a?id=2"),
        ("https://news.example/a", "https://news.example/A"),
        ("https://news.example/#!/a", "https://news.example/#!/b"),
        ("https://a.news.example/a", "https://b.news.example/a"),
        ("https://news.example/ramp", "https://news.example/r"),
    ] {
        assert_ne!(address(one), address(other), "{one} {other}");
    }
    for front in
        ["https://news.example", "https://www.news.example/?utm_source=rss", "https://news.example/#top", "no address"]
    {
        assert_eq!(address(front), None, "{front}");
    }
}

#[test]
fn a_publisher_is_known_by_the_end_of_its_host() {
    for (host, known) in [
        ("a.news.example", "news.example"),
        ("www.guardian.co.uk", "guardian.co.uk"),
        ("bbc.co.uk", "bbc.co.uk"),
        ("localhost", "localhost"),
        ("news.example", "news.example"),
    ] {
        assert_eq!(site(&format!("{host}/x?")), known);
    }
}

#[test]
fn nearly_the_same_text_is_found_and_is_alike() {
    let (one, other) = (text(0), text(50));
    let one = side("https://a.example/1", "Harbour of Lisbon closes", &one);
    let other = side("https://b.example/2", "Lisbon closes its harbour", &other);
    assert!(share_a_print(one, other) && are(one, other));
    let half = text(3);
    assert!(!are(one, side("https://b.example/2", "Lisbon closes its harbour", &half)));
}

#[test]
fn prints_find_nine_tenths_alike_almost_always() {
    let long = |from: usize, change: usize| {
        (0..400)
            .map(
                |at| if at == change || at == change + 1 { format!("x{from}y{at} ") } else { format!("w{from}y{at} ") },
            )
            .collect::<String>()
    };
    let found = (0..300)
        .filter(|from| share_a_print(side("", "", &long(*from, 999)), side("", "", &long(*from, from % 390))))
        .count();
    assert_eq!(found, 300);
    let strangers = (0..300)
        .filter(|from| share_a_print(side("", "", &long(*from, 999)), side("", "", &long(from + 1, 999))))
        .count();
    assert_eq!(strangers, 0);
}

#[test]
fn what_is_in_one_frame_is_not_the_same() {
    let frame = |numbers: [u32; 4], day: &str| {
        format!(
            "The winning numbers of the evening draw of the state lottery on {day} were {} and {} and {} and {}. Tickets can be \
             returned at every office of the state lottery until the end of the year, and prizes over ten thousand are paid out at \
             the head office in the capital on working days from nine to five. The next evening draw of the state lottery is in three days",
            numbers[0], numbers[1], numbers[2], numbers[3]
        )
    };
    let (monday, tuesday) = (frame([4, 18, 33, 41], "Monday"), frame([7, 21, 30, 44], "Tuesday"));
    let one = side("https://a.example/1", "Winning numbers of the state lottery", &monday);
    assert!(!are(one, side("https://b.example/2", "Winning numbers of the state lottery", &tuesday)));
    assert!(are(one, side("https://b.example/2", "Winning numbers of the state lottery", &monday)));
    let part = |number: &'static str| {
        if number == "1" { "Letters from the harbour, part 1" } else { "Letters from the harbour, part 2" }
    };
    let text = text(0);
    assert!(!are(side("https://a.example/1", part("1"), &text), side("https://b.example/1", part("2"), &text)));
}

#[test]
fn a_notice_in_the_place_of_two_texts_makes_them_no_one_article() {
    let wall = "Please log in or subscribe to read on. We and our 812 partners store and access information on your device, such as \
        cookies, and process personal data to show you content and to measure it. You can change your mind at any time below.";
    assert!(!are(
        side("https://a.example/1", "Flood in the valley", wall),
        side("https://b.example/2", "Budget passes parliament", wall)
    ));
}

#[test]
fn a_site_says_something_else_at_each_address() {
    let text = text(0);
    let title = "The harbour of Lisbon closes";
    assert!(!are(side("https://a.news.example/mon", title, &text), side("https://www.news.example/tue", title, &text)));
    assert!(are(side("https://a.news.example/mon", title, &text), side("", title, &text)));
}

#[test]
fn one_address_is_one_article_when_it_says_the_same() {
    let at = "https://news.example/a";
    let whole = text(0);
    let beginning: String = whole.split_inclusive(' ').take(25).collect();
    assert!(are(side(at, "The harbour closes", &whole), side(at, "Harbour closes", "Comments")), "a site of links");
    assert!(
        are(side(at, "What Lisbon did", &whole), side(at, "Closed", &beginning)),
        "an excerpt under another headline"
    );
    assert!(
        !are(side(at, "What Lisbon did", &whole), side(at, "A remark on ports", &text(1))),
        "a remark of somebody else's"
    );
    let show = "https://show.example/podcast";
    assert!(!are(
        side(show, "Episode 12: rain", "We talk about rain"),
        side(show, "Episode 13: snow", "We talk about snow")
    ));
}

#[test]
fn scripts_without_spaces_are_compared_by_their_characters() {
    let one = "東京都は月曜日、港湾施設の一部を閉鎖すると発表した。閉鎖は来月一日から始まり、工事が終わるまで続く見込みである。市民への影響は小さいとしている。";
    let other = "東京都は月曜日、港湾施設の一部を閉鎖すると発表した。閉鎖は来月一日から始まり、工事が終わるまで続く見込みだ。市民への影響は小さいとしている。";
    let (one, other) = (
        side("https://a.example/1", "東京都、港湾施設を閉鎖", one),
        side("https://b.example/2", "港湾施設を閉鎖へ 東京都", other),
    );
    assert!(are(one, other) && share_a_print(one, other));
}
