//! What of a page is its article: small pages, each with one trap that a real page had.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use article::{Extracted, Reason, extract, extract_keeping, plain_text};
use url::Url;

const ONE: &str = "The harbour froze over in the night, and the ferries, which had run for thirty years without a pause, stayed where they were.";
const TWO: &str = "By noon the first skaters had crossed to the island; by evening, said the harbour master, there were hundreds of them on the ice.";
const THREE: &str = "Nobody remembers such a winter, not even the oldest of the fishermen, who remember everything else about the place.";

fn page(body: &str) -> String {
    format!(
        "<html lang=en><head><title>The harbour froze | Paper</title></head><body><nav><a href=/>Home</a> <a href=/n>News</a></nav>{body}<footer>© Paper</footer></body></html>"
    )
}

fn read(html: &str) -> Extracted {
    extract(html, Url::parse("https://paper.example/news/harbour").ok().as_ref())
}

/// The article of a page with `inside` between its first and its second paragraph.
fn with(inside: &str) -> Extracted {
    read(&page(&format!(
        "<article><h1>The harbour froze</h1><div class=article-body><p>{ONE}</p>{inside}<p>{TWO}</p><p>{THREE}</p></div></article>"
    )))
}

fn clean() -> String {
    format!("{ONE}\n{TWO}\n{THREE}")
}

#[test]
fn boxes_are_left_out_by_their_names_and_said_so() {
    for (inside, reason) in [
        ("<div class='related-links'><a href=/a>Ice in the south of the country</a></div>", Reason::Related),
        ("<div class=newsletter-signup><p>Our best stories, every morning.</p></div>", Reason::Newsletter),
        ("<div id=inlineShareBar>Share this with all your friends</div>", Reason::Share),
        ("<div class='ad-slot'>Buy the warm coats of Smith &amp; Sons</div>", Reason::Advertisement),
        ("<aside>Weather on the coast today</aside>", Reason::Other),
        ("<div class=cookieBanner>We and our partners keep things</div>", Reason::Cookie),
    ] {
        let got = with(inside);
        assert_eq!(got.text, clean(), "{inside}");
        let left: Vec<Reason> = got.provenance.left_out.iter().map(|block| block.reason).collect();
        assert!(left.contains(&reason), "{inside}: {left:?}");
    }
}

#[test]
fn a_kind_of_block_that_was_put_back_stays_in_the_next_article() {
    let inside = "<div class='story-teaser box'>A <b>map</b> of the ice, with all its cracks and holes.</div>";
    let got = with(inside);
    let block = got.provenance.left_out.iter().find(|block| block.text.contains("map")).unwrap();
    let back = article::restore(&got.html, block);
    assert_eq!(plain_text(&back), format!("{ONE}\nA map of the ice, with all its cracks and holes.\n{TWO}\n{THREE}"));
    let html = page(&format!("<article><div class=article-body><p>{ONE}</p>{inside}<p>{TWO}</p></div></article>"));
    let kept = extract_keeping(&html, None, std::slice::from_ref(&block.mark));
    assert!(kept.text.contains("A map of the ice"), "{}", kept.text);
}

#[test]
fn lines_that_only_point_elsewhere_go_in_any_language() {
    for inside in [
        "<p>Also read: <a href=/a>Ice in the south of the country</a></p>",
        "<p><strong>Lesen Sie auch:</strong> <a href=/a>Eis im Süden des Landes</a></p>",
        "<p>MIRA: <a href=/a>El hielo en el sur del país</a></p>",
        "<section><span>Lire aussi</span> <a href=/a>La glace dans le sud</a></section>",
        "<p><a href=/a>Ice in the south of the country, and what it means for you</a></p>",
        "<h3>Related stories</h3><ul><li><a href=/a>Ice in the south of the country</a></li><li><a href=/b>A bridge in the north</a></li></ul>",
        "<p>Sign up for our newsletter to get more of this.</p>",
        "<p>Follow us on Facebook and be the first to know.</p>",
        "<p>ADVERTISEMENT</p>",
        "<p>___</p>",
    ] {
        assert_eq!(with(inside).text, clean(), "{inside}");
    }
}

#[test]
fn what_tells_something_stays_whatever_it_looks_like() {
    for (inside, words) in [
        ("<p>He reads <a href=/a>the sea</a>: every wave of it, he says, is a letter.</p>", "every wave of it"),
        (
            "<p>These are the harbours that are closed for the time being:</p><ul><li><a href=/a>The old harbour</a></li><li><a href=/b>The new harbour</a></li></ul>",
            "The new harbour",
        ),
        (
            "<aside><p>The island has four hundred inhabitants, two shops and one school. In summer ten times as many people live there, and in winter, when the ferries cannot run, nobody comes and nobody goes for weeks on end, sometimes months.</p></aside>",
            "two shops",
        ),
        ("<p class=paywall>A short line behind a wall.</p>", "behind a wall"),
        (
            "<blockquote><p>Ice!</p><p><a href=https://x.example/1>— The Paper (@paper) June 5</a></p></blockquote>",
            "@paper",
        ),
        ("<pre>let ice = 1;\nlet sea = 2;</pre>", "let sea = 2;"),
        ("<table><tr><th>Day<th>Ice<tr><td>Monday<td>3 cm</table>", "Monday 3 cm"),
    ] {
        let got = with(inside);
        assert!(got.text.contains(words), "{inside}: {}", got.text);
    }
}

#[test]
fn a_pull_quote_that_repeats_the_text_goes_and_one_that_does_not_stays() {
    let repeated = with("<div class=pullquote>By noon the first skaters had crossed to the island</div>");
    assert_eq!(repeated.text, clean());
    let own = with("<div class=pullquote>I have never been so cold in all my life, and never so happy.</div>");
    assert!(own.text.contains("never so happy"));
}

#[test]
fn lines_among_blocks_and_lines_parted_by_breaks_are_paragraphs() {
    let html = page(&format!(
        "<div id=story><h1>The harbour froze</h1>{ONE}<br><br>{TWO}<div class=share-bar>Share</div>{THREE}</div>"
    ));
    let got = read(&html);
    assert_eq!(got.html.as_str(), format!("<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>"));
}

#[test]
fn a_body_in_several_parts_is_one() {
    let part = |text: &str| {
        format!("<div class=section><div class='post__content'><p>{text}</p></div></div><div class=ad>Coats</div>")
    };
    let got = read(&page(&format!("<main><h1>The harbour froze</h1>{}{}{}</main>", part(ONE), part(TWO), part(THREE))));
    assert_eq!(got.text, clean());
}

#[test]
fn comments_may_be_longer_than_what_they_are_about() {
    let comment =
        format!("<li><p>{TWO} I was there, and it was colder than that. {THREE} So they say, at least.</p></li>")
            .repeat(9);
    let got = read(&page(&format!(
        "<div class=post><h1>The harbour froze</h1><p>{ONE}</p><p>{TWO}</p></div><div id=comments><ol>{comment}</ol></div>"
    )));
    assert_eq!(got.text, format!("{ONE}\n{TWO}"));
}

#[test]
fn headline_byline_and_date_are_not_said_again() {
    let html = page(&format!(
        "<article><div class=article-body><h1>The harbour froze</h1><p>By Jane Doe</p><p>5 June 2025, 9:12 am</p><p>3 min read</p><p>{ONE}</p><p>{TWO}</p></div></article>"
    ));
    assert_eq!(read(&html).text, format!("{ONE}\n{TWO}"));
}

#[test]
fn the_end_is_the_last_of_the_text() {
    for end in [
        "<p><em>Jane Doe is a reporter for the Paper. Write to her at <a href='mailto:j@p.example'>j@p.example</a>.</em></p>",
        "<p>© Paper 2025. All rights reserved.</p>",
        "<h3>More on this story</h3>",
        "<p class=tags><a href=/t>Ice</a> <a href=/u>Harbours</a></p>",
        "<div class=author-bio><p>Jane Doe writes about the sea, and has done so for many years now.</p></div>",
    ] {
        let got = read(&page(&format!(
            "<article><div class=article-body><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>{end}</div></article>"
        )));
        assert_eq!(got.text, clean(), "{end}");
    }
}

#[test]
fn captions_belong_to_their_pictures_also_without_a_figure() {
    for inside in [
        "<div class='photo-box'><img src=/ice.jpg width=800 height=500><p class=caption>The ice. <span class=credit>Jane Doe/Agency</span></p></div>",
        "<figure><img src=/ice.jpg><figcaption>The ice. <span class=credit>Jane Doe/Agency</span></figcaption></figure>",
        "<p><img src=/ice.jpg></p><p><em>The ice. Jane Doe/Agency</em></p>",
    ] {
        let got = with(inside);
        assert_eq!(got.text, clean(), "{inside}");
        let html = got.html.as_str();
        assert!(html.contains("<figure><img src=\"https://paper.example/ice.jpg\""), "{html}");
        let caption = html.split("<figcaption>").nth(1).unwrap_or_default();
        assert!(caption.starts_with("The ice.") || caption.starts_with("<em>The ice."), "{html}");
        assert!(caption.contains("Jane Doe/Agency"), "{html}");
    }
}

#[test]
fn subheads_are_headings_of_the_right_level() {
    let got = with("<h4>The first night</h4>");
    assert!(got.html.as_str().contains("<h2>The first night</h2>"), "{}", got.html.as_str());
    let got = with("<p><strong>The first night</strong></p>");
    assert!(got.html.as_str().contains("<h2>The first night</h2>"), "{}", got.html.as_str());
    let got = with("<p><strong>He said it was over.</strong></p>");
    assert!(got.html.as_str().contains("<p><strong>He said it was over.</strong></p>"), "{}", got.html.as_str());
}

#[test]
fn an_introduction_above_the_text_is_its_first_paragraph() {
    let deck =
        "For the first time in thirty years the ferries do not run, and the island is on its own until the thaw comes.";
    let html = page(&format!(
        "<article><header><h1>The harbour froze</h1><p class=standfirst>{deck}</p></header><div class=article-body><p>{ONE}</p><p>{TWO}</p></div></article>"
    ));
    let got = read(&html);
    assert_eq!(got.deck.as_deref(), Some(deck));
    assert_eq!(got.text, format!("{deck}\n{ONE}\n{TWO}"));
    let shown = article::without_deck(&got.html, deck).unwrap();
    assert_eq!(plain_text(&shown), format!("{ONE}\n{TWO}"));
    assert_eq!(article::without_deck(&got.html, "Something else."), None);
}

#[test]
fn what_a_page_states_to_machines_tells_text_from_what_stands_in_it() {
    let stated = format!("{ONE} {TWO} {THREE} {ONE} {TWO}");
    let html = page(&format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{stated}\"}}</script><main><h1>The harbour froze</h1><div class=x><p>{ONE}</p><p>The Paper has asked its readers for their photographs of the ice.</p><p>{TWO}</p><p>{THREE}</p></div></main>"
    ));
    assert_eq!(read(&html).text, clean());
}

#[test]
fn nothing_is_cut_to_nothing() {
    let html = "<html><head><meta property='og:description' content='A line, and no more'></head><body><div><p>A line, and no more</p></div></body></html>";
    assert_eq!(read(html).text, "A line, and no more");
}

#[test]
fn verse_and_scripts_without_points_are_text_too() {
    let verse = "The ice is on the harbour<br>The ferry in the ice<br>The captain on the ferry<br>And both have paid the price<br>".repeat(4);
    let got = read(&format!(
        "<body><div class='widget Blog'><h1>Ice</h1><div class='post-body entry-content'>{verse}</div></div><aside><div class=widget-content>Thank you for your support, dear reader, and come again soon.</div></aside></body>"
    ));
    assert!(got.text.starts_with("The ice is on the harbour"), "{}", got.text);
    assert!(!got.text.contains("support"));
}

#[test]
fn a_feeds_own_text_loses_what_stands_around_it_and_nothing_else() {
    let entry = |around: &str| article::sanitize(&format!("<p>{ONE}</p><p>{TWO}</p>{around}"), None);
    for around in [
        "<p>Read more: <a href='https://x.example/a'>Ice in the south of the country</a></p>",
        "<p>The post <a href='https://x.example/a'>The harbour froze</a> appeared first on <a href='https://x.example'>Paper</a>.</p>",
        "<p>Sign up for our newsletter to get more of this.</p>",
    ] {
        let (html, left_out) = article::tidy(&entry(around), Some("The harbour froze"));
        assert_eq!(plain_text(&html), format!("{ONE}\n{TWO}"), "{around}");
        assert_eq!(left_out.len(), 1, "{around}");
        assert_eq!(plain_text(&article::restore(&html, &left_out[0])), plain_text(&entry(around)), "{around}");
    }
    let plain = entry("<p>More of it <a href='https://x.example/a'>here</a>, he said.</p>");
    assert_eq!(article::tidy(&plain, Some("The harbour froze")), (plain, Vec::new()));
}

#[test]
fn an_empty_cell_as_deep_as_can_be_is_no_panic() {
    let deep = format!("<p>Advertisement</p>{}<table><tr><td>a<td></tr><tr><td>b<td></tr></table>", "<div>".repeat(79));
    for depth in 70..90 {
        let html = format!(
            "<p>{ONE}</p><p>Advertisement</p>{}<table><tr><td>a<td></tr><tr><td>b<td></tr></table>",
            "<div>".repeat(depth)
        );
        let (tidied, _) = article::tidy(&article::sanitize(&html, None), None);
        assert!(plain_text(&tidied).contains('b'), "{depth}");
        assert!(read(&page(&html)).text.contains("The harbour"), "{depth}");
    }
    assert!(plain_text(&article::tidy(&article::sanitize(&deep, None), None).0).contains('a'));
}

#[test]
fn a_caption_in_a_cell_is_written_once() {
    let got = with("<table><tr><th>Day<th>Ice</tr><tr><td>1<p class=caption>Source: X</p></td><td>2</td></tr></table>");
    assert_eq!(got.html.as_str().matches("Source: X").count(), 1, "{}", got.html.as_str());
}

#[test]
fn a_plain_line_put_back_brings_no_other_lines() {
    let got = with("<p>Also read: <a href=/a>Ice in the south of the country</a></p>");
    let block = got.provenance.left_out.iter().find(|block| block.text.contains("Also read")).unwrap();
    assert_eq!(block.mark, "", "it is known by its words alone");
}

#[test]
fn a_block_put_back_on_a_private_page_keeps_its_pictures() {
    let home = Url::parse("http://192.168.1.5/news").unwrap();
    let body = article::sanitize("<p>One.</p><figure><img src=/a.jpg></figure>", Some(&home));
    let block = article::LeftOut {
        reason: Reason::Other,
        mark: String::new(),
        before: 0,
        html: article::sanitize("<p><a href=/b>Back</a></p>", Some(&home)),
        text: "Back".to_owned(),
    };
    let back = article::restore(&body, &block);
    assert!(back.as_str().contains("http://192.168.1.5/a.jpg") && back.as_str().contains("http://192.168.1.5/b"));
    assert_eq!(article::sanitize(back.as_str(), Some(&home)), back, "what is put together is as safe as its parts");
}

#[test]
fn a_page_made_of_names_cites_a_few() {
    let names = "told Xaaa, told Xbbb, told Xccc, told Xddd, ".repeat(10_000);
    let got = read(&page(&format!("<article><p>{ONE}</p><p>{names}</p></article>")));
    assert!(got.cited.len() <= 12, "{:?}", got.cited.len());
}

#[test]
fn what_is_shown_above_the_text_is_not_listed_as_left_out() {
    let html = page(&format!(
        "<article><h1>The harbour froze</h1><div class=article-body><figure><img src=/ice.jpg width=800><figcaption>The ice at dusk. <span class=credit>Photo: Jane Doe</span></figcaption></figure><p>{ONE}</p><p>Also read: <a href=/a>Ice in the south of the country</a></p><p>{TWO}</p></div></article>"
    ));
    let html = html.replace("<title>", "<meta property='og:image' content='https://paper.example/ice.jpg'><title>");
    let got = read(&html);
    assert_eq!(got.caption.as_deref(), Some("The ice at dusk."));
    let left: Vec<&str> = got.provenance.left_out.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(left, ["Also read: Ice in the south of the country"]);
}
