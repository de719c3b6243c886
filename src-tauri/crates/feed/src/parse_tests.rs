use super::{ParseError, parse};
use crate::model::{Feed, Format};
use url::Url;

fn read(text: &str) -> Feed {
    parse(text.as_bytes(), None, Some(&Url::parse("https://a.example/feeds/all.xml").unwrap())).unwrap()
}

fn titles(feed: &Feed) -> Vec<&str> {
    feed.entries.iter().filter_map(|entry| entry.title.as_deref()).collect()
}

#[test]
fn an_rss_entry_comes_whole() {
    let feed = read(
        r#"<?xml version="1.0"?><rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel><title>AT&amp;amp;T &lt;b&gt;news&lt;/b&gt;</title>
        <link>/</link><ttl>60</ttl><language>en_GB</language><item><title>One &amp;amp; two</title><link>../one?a=1&amp;b=2</link><guid isPermaLink="false">g1</guid>
        <author>ann@a.example (Ann)</author><pubDate>Sat, 16 Dec 2023 14:02:33 GMT</pubDate><description>A <em>naked</em> one</description>
        <c:encoded><![CDATA[<p><a href="x">x</a> &amp; <img src='/p.png'></p>]]></c:encoded>
        <enclosure url="a.mp3" type="audio/mpeg" length="12"/><category domain="d">Science</category><comments>/c</comments></item></channel></rss>"#,
    );
    assert_eq!(
        (feed.format, feed.title.as_deref(), feed.ttl, feed.language.as_deref()),
        (Format::Rss2, Some("AT&T news"), Some(60), Some("en-GB"))
    );
    assert_eq!(feed.home_url.as_deref(), Some("https://a.example/"));
    let entry = &feed.entries[0];
    assert_eq!(entry.id.as_deref(), Some("g1"));
    assert_eq!(entry.title.as_deref(), Some("One & two"));
    assert_eq!(entry.url.as_deref(), Some("https://a.example/one?a=1&b=2"));
    assert_eq!(entry.authors[0].name.as_deref(), Some("Ann"));
    assert_eq!(entry.published.unwrap().to_string(), "2023-12-16T14:02:33Z");
    assert_eq!(entry.summary_html.as_deref(), Some("A <em>naked</em> one"));
    assert_eq!(
        entry.content_html.as_deref(),
        Some("<p><a href=\"https://a.example/feeds/x\">x</a> &amp; <img src='https://a.example/p.png'></p>")
    );
    assert_eq!(
        (entry.enclosures[0].url.as_str(), entry.enclosures[0].length),
        ("https://a.example/feeds/a.mp3", Some(12))
    );
    assert_eq!(entry.categories[0].term.as_deref(), Some("Science"));
    assert_eq!(entry.comments_url.as_deref(), Some("https://a.example/c"));
}

#[test]
fn atom_texts_are_html_by_their_kind() {
    let feed = read(
        r#"<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:base="https://b.example/x/"><a:title type="text">1 &lt; 2 &amp; <![CDATA[<3>]]></a:title>
        <a:author><a:name>Ann</a:name><a:uri>me</a:uri></a:author>
        <a:entry xml:lang="de"><a:title type="html">A &amp;amp; B</a:title><a:link href="e"/><a:id>urn:1</a:id><a:updated>2020-01-01T00:00:00Z</a:updated>
        <a:content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x<br/><a href="y">y</a></p></div></a:content><a:summary type="text">a &lt;b&gt;</a:summary></a:entry>
        <a:entry><a:content type="application/octet-stream">PHA+aGk8L3A+</a:content></a:entry></a:feed>"#,
    );
    assert_eq!(feed.title.as_deref(), Some("1 < 2 & <3>"));
    assert_eq!(feed.authors[0].url.as_deref(), Some("https://b.example/x/me"));
    let entry = &feed.entries[0];
    assert_eq!((entry.title.as_deref(), entry.lang.as_deref()), (Some("A & B"), Some("de")));
    assert_eq!(entry.url.as_deref(), Some("https://b.example/x/e"));
    assert_eq!(entry.content_html.as_deref(), Some("<p>x<br><a href=\"https://b.example/x/y\">y</a></p>"));
    assert_eq!(entry.summary_html.as_deref(), Some("a &lt;b&gt;"));
    assert_eq!(feed.entries[1].content_html.as_deref(), Some("<p>hi</p>"));
}

#[test]
fn a_cut_document_keeps_what_is_whole() {
    let whole = "<rss version='2.0'><channel><title>T</title><item><title>One</title></item><item><title>Two</title></item><item><title>Thr";
    assert_eq!(titles(&read(whole)), ["One", "Two"]);
    assert_eq!(titles(&read("<rss version='2.0'><channel><item><title>One</title><description>x")), ["One"]);
}

#[test]
fn missing_ends_cost_no_entry() {
    assert_eq!(
        titles(&read(
            "<rss><channel><item><title>One</title><item><title>Two<item><title>Three</title></channel></rss>"
        )),
        ["One", "Two", "Three"]
    );
    let feed =
        read("<rss><channel><language>en</langauge><item><title>a & b &nbsp; 1 < 2</title></item></channel></rss>");
    assert_eq!((feed.language.as_deref(), titles(&feed)), (Some("en"), vec!["a & b 1 < 2"]));
}

#[test]
fn addresses_at_home_stay() {
    let feed = read(
        "<rss><channel><link>http://127.0.0.1:8080/</link><item><link>http://localhost/1</link><enclosure url='http://192.168.1.1/a'/></item>
        <item><guid>http://10.0.0.1/2</guid></item></channel></rss>",
    );
    assert_eq!(feed.home_url.as_deref(), Some("http://127.0.0.1:8080/"));
    assert_eq!(feed.entries[0].url.as_deref(), Some("http://localhost/1"));
    assert_eq!(feed.entries[0].enclosures[0].url, "http://192.168.1.1/a");
    assert_eq!(
        (feed.entries[1].id.as_deref(), feed.entries[1].url.as_deref()),
        (Some("http://10.0.0.1/2"), Some("http://10.0.0.1/2"))
    );
}

#[test]
fn other_documents_say_what_they_are() {
    assert_eq!(parse(b" \n", None, None).err(), Some(ParseError::Empty));
    assert_eq!(parse(b"<!doctype html><html><p>hi", None, None).err(), Some(ParseError::Page));
    for other in ["hello", "<opml/>", "{}", "[1]", "<", "\u{0}"] {
        assert_eq!(parse(other.as_bytes(), None, None).err(), Some(ParseError::Unknown), "{other}");
    }
}

#[test]
fn the_json_is_the_one_of_cli_md() {
    let feed =
        read("<rss><channel><item><enclosure url='https://a.example/a' type='audio/mpeg'/></item></channel></rss>");
    let json = serde_json::to_value(&feed.entries[0]).unwrap();
    assert_eq!(json["id"], serde_json::Value::Null);
    assert_eq!(json["authors"], serde_json::json!([]));
    assert_eq!(
        json["enclosures"][0],
        serde_json::json!({"url": "https://a.example/a", "type": "audio/mpeg", "length": null})
    );
}

#[test]
fn hostile_documents_end() {
    let many = 50_000;
    let entities: String = (0..many).map(|at| format!("&e{at};")).collect::<Vec<_>>().concat();
    for middle in [
        "<a>".repeat(many),
        "</a>".repeat(many),
        "<item>".repeat(many),
        "<title><item>".repeat(many),
        "< ".repeat(many),
        "<![CDATA[".repeat(many),
        "<!-- ".repeat(many),
        "&".repeat(many),
        entities,
    ] {
        let _ = parse(
            format!("<rss><channel><item><description>{middle}</description></item></channel></rss>").as_bytes(),
            None,
            None,
        );
        let _ = parse(format!("<feed><entry><content>{middle}").as_bytes(), None, None);
        let _ = crate::opml::read(middle.as_bytes());
    }
    let _ = parse("{\"items\":[".repeat(many).as_bytes(), None, None);
    let _ = crate::feeds_in_page(&"<a href=/x.rss>".repeat(1000), None);
}
