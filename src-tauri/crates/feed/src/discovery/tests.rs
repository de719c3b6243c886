use super::{Way, feeds_in_page, lookup};
use url::Url;

fn at(page: &str, html: &str) -> Vec<String> {
    feeds_in_page(html, Some(&Url::parse(page).unwrap())).into_iter().map(|feed| feed.url).collect()
}

fn found(html: &str) -> Vec<String> {
    at("https://example.org/news/", html)
}

#[test]
fn declared_feeds_come_absolute_and_comments_last() {
    let html = r#"<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/"><link type="application/atom+xml" rel="ALTERNATE nofollow" href="atom.xml"><!--<link rel=alternate type=application/rss+xml href=/no>--><link rel=alternate type=text/html href=/en>"#;
    assert_eq!(found(html), ["https://example.org/news/atom.xml", "https://example.org/comments/feed/"]);
}

#[test]
fn other_links_are_no_feeds() {
    let json = "<link rel=alternate type=application/json href='/wp-json/oembed/1.0/embed'>";
    let script = "<link rel=alternate type=application/rss+xml href='javascript:alert(1)'><link rel=alternate type=application/atom+xml href=''><link rel='alternate stylesheet' type=text/xml href=/s.xml><link rel=alternate href=/de/>";
    assert!(found(json).is_empty() && found(script).is_empty());
}

#[test]
fn a_link_without_a_type_is_a_feed_when_its_address_or_rel_says_so() {
    assert_eq!(found("<link rel=alternate href=/feed.xml>"), ["https://example.org/feed.xml"]);
    assert_eq!(found("<link type=application/rss+xml href=/x>"), ["https://example.org/x"]);
    assert_eq!(found("<link rel=feed href=/x>"), ["https://example.org/x"]);
    assert_eq!(
        found("<p><link rel=alternate type='application/rss+xml;charset=utf-8' href=//b.example/x>"),
        ["https://b.example/x"]
    );
}

#[test]
fn the_pages_own_section_comes_before_its_site_and_both_before_comments_and_podcasts() {
    let link = |title: &str, href: &str| {
        format!("<link rel=alternate type=application/rss+xml title='{title}' href='{href}'>")
    };
    let html = [
        link("Podcast", "/podcast.xml"),
        link("Kommentar-Feed", "/a-post/feed/"),
        link("Site", "/feed/"),
        link("Another section", "/culture/feed/"),
        link("News, headlines only", "/news/headlines.xml"),
        link("News", "/news/rss.xml"),
    ]
    .concat();
    let order = found(&html);
    let wanted = ["/news/rss.xml", "/feed/", "/culture/feed/", "/news/headlines.xml", "/podcast.xml", "/a-post/feed/"];
    assert_eq!(order, wanted.map(|path| format!("https://example.org{path}")));
}

#[test]
fn full_text_comes_before_summaries_and_the_pages_language_before_others() {
    let html = "<html lang=de><link rel=alternate type=application/rss+xml hreflang=en href=/en.xml><link rel=alternate type=application/rss+xml title='Summary' href=/a.xml><link rel=alternate type=application/rss+xml title='Full text' href=/b.xml>";
    assert_eq!(
        at("https://example.org/", html),
        ["b", "a", "en"].map(|name| format!("https://example.org/{name}.xml"))
    );
}

#[test]
fn links_in_the_text_are_the_last_resort() {
    assert_eq!(found(r#"<p><a href="/about">About</a> <a href="/feed.xml">RSS</a>"#), ["https://example.org/feed.xml"]);
    assert_eq!(
        found(r#"<base href="https://cdn.example/"><link rel=feed href=f><a href="/feed.xml">RSS</a>"#),
        ["https://cdn.example/f"]
    );
}

#[test]
fn links_that_look_like_feeds_are_told_from_those_that_do_not() {
    let feed = |link: &str| found(link).into_iter().next();
    for link in [
        "<a href='/feedback'>Feedback</a>",
        "<a href='/about-rss'>What is RSS, and how do I read it every single morning?</a>",
        "<a href='/about'>RSS</a>",
        "<a href='https://feeds.feedburner.com/'>FeedBurner</a>",
        "<a href='mailto:feed@example.org'>Feed</a>",
    ] {
        assert_eq!(feed(link), None, "{link}");
    }
    for (link, wanted) in [
        ("<a href='/feeds/news.xml'><svg/></a>", "https://example.org/feeds/news.xml"),
        ("<a href='/?feed=rss2'>x</a>", "https://example.org/?feed=rss2"),
        ("<a href='/rss/sport'>RSS</a>", "https://example.org/rss/sport"),
        ("<a href='/x' type='application/rss+xml'>x</a>", "https://example.org/x"),
        ("<a href='feed://b.example/x'>x</a>", "https://b.example/x"),
        ("<a href='/all.rss'><svg/></a>", "https://example.org/all.rss"),
        ("<a href='/feeds/all' aria-label='RSS feed'><svg/></a>", "https://example.org/feeds/all"),
        ("<a href='https://feeds.feedburner.com/x'>x</a>", "https://feeds.feedburner.com/x"),
        ("<a href='https://feedly.com/i/subscription/feed/https%3A%2F%2Fb.example%2Ff'>x</a>", "https://b.example/f"),
    ] {
        assert_eq!(feed(link).as_deref(), Some(wanted), "{link}");
    }
    assert_eq!(found("<a href='https://b.example/rss'>b</a><a href=/rss>a</a>")[0], "https://example.org/rss");
}

#[test]
fn a_rule_comes_first_and_what_may_be_last() {
    let html = "<link rel=alternate type=application/atom+xml href=/a/b/commits/main.atom>";
    let feeds = feeds_in_page(html, Some(&Url::parse("https://github.com/a/b").unwrap()));
    assert_eq!(feeds.first().unwrap().way, Way::Rule);
    assert_eq!(feeds.last().unwrap().way, Way::Named);
    let feeds = feeds_in_page("<link rel=feed href=/f>", Some(&Url::parse("https://somewhere.example/@a").unwrap()));
    assert_eq!(feeds.iter().map(|feed| feed.way).collect::<Vec<_>>(), [Way::Named, Way::Likely]);
}

#[test]
fn what_must_be_asked_elsewhere_is_told() {
    let page = Url::parse("https://podcasts.apple.com/us/podcast/a-show/id123?i=5").unwrap();
    assert_eq!(lookup(&page).unwrap().as_str(), "https://itunes.apple.com/lookup?id=123&entity=podcast");
    assert_eq!(
        at(page.as_str(), r#"{"results":[{"feedUrl":"https://b.example/f?a=1"}]}"#),
        ["https://b.example/f?a=1"]
    );
    assert_eq!(lookup(&Url::parse("https://example.org/").unwrap()), None);
}
