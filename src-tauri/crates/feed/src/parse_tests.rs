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
    let many = many / 5;
    for middle in [
        "<a b='>".repeat(many),
        "<a b=\"'>".repeat(many),
        "<a xmlns:b='c'>".repeat(many),
        "<a xmlns:b='c'/>".repeat(many),
        "=\"".repeat(many),
        "<![CDATA[]]>".repeat(many),
        "]]>".repeat(many),
        "<?".repeat(many),
        "<!DOCTYPE [".repeat(many),
        "&lt;div".repeat(many),
        "<div><div ".repeat(many),
        "<category>a</category>".repeat(many),
        "<enclosure url='a'/>".repeat(many),
        "<author><name>a</name></author>".repeat(many),
        "<media:content url='a.png' width='1'/>".repeat(many),
        "&lt;img srcset='a, a, a, ".repeat(many),
        " ".repeat(many) + &"href=".repeat(many),
    ] {
        for document in [
            format!("<rss><channel><item>{middle}</item>"),
            format!("<rss><channel><item><title>{middle}"),
            format!("<feed xml:base='b/'><entry><content type='xhtml'><div>{middle}</div></content></entry>"),
            format!("<html>{middle}<pre>&lt;rss&gt;{middle}"),
        ] {
            let _ = parse(document.as_bytes(), None, Some(&Url::parse("https://a.example/b/c").unwrap()));
        }
    }
    let _ = parse("{\"items\":[".repeat(many).as_bytes(), None, None);
    let _ = crate::feeds_in_page(&"<a href=/x.rss>".repeat(1000), None);
}

#[test]
fn of_too_many_entries_the_newest_stay() {
    let item = |at: usize| format!("<item><title>{at}</title><pubDate>{}</pubDate></item>", 1_000_000_000 + at);
    let all: String = (0..crate::MOST_ENTRIES * 5 / 2).map(item).collect();
    let feed = read(&format!("<rss><channel>{all}</channel></rss>"));
    assert_eq!(feed.entries.len(), crate::MOST_ENTRIES);
    assert_eq!(feed.entries.first().unwrap().title.as_deref(), Some("15000"));
    assert_eq!(feed.entries.last().unwrap().title.as_deref(), Some("24999"));
    let bare = format!("<rss><channel>{}</channel></rss>", "<item/>".repeat(1_000_000));
    assert_eq!(read(&bare).entries.len(), crate::MOST_ENTRIES);
    let json = format!("{{\"items\":[{}{{}}]}}", "{},".repeat(30_000));
    assert_eq!(read(&json).entries.len(), crate::MOST_ENTRIES);
}

#[test]
fn nothing_a_document_says_multiplies() {
    let bomb = format!(
        "<!DOCTYPE r [<!ENTITY a '{}'><!ENTITY b '&a;&a;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]><rss><channel><title>&f;&b;</title>
        <item><description>{}</description></item></channel></rss>",
        "x".repeat(4000),
        "&a;".repeat(50_000)
    );
    let feed = read(&bomb);
    assert_eq!(feed.title.as_deref(), Some("&f;&a;&a;"));
    assert!(feed.entries[0].summary_html.as_ref().unwrap().len() < bomb.len() * 3);
    let base = format!("https://a.example/{}/", "x".repeat(900));
    let links = format!(
        "<rss xml:base='{base}'><channel><item><description>{}</description></item></channel></rss>",
        "&lt;a href=x&gt;".repeat(20_000)
    );
    assert!(read(&links).entries[0].summary_html.as_ref().unwrap().len() < links.len() * 3);
    let data = format!(
        "<rss><channel><item><enclosure url='data:,{}'/><link>/a</link></item></channel></rss>",
        "x".repeat(100_000)
    );
    assert!(read(&data).entries[0].enclosures.is_empty());
}

#[test]
fn a_feed_within_a_page_is_read() {
    let rss = "<rss version='2.0'><channel><title>A &amp;amp; B</title><item><title>One</title></item></channel></rss>";
    let shown = rss.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    for page in [
        format!("<!DOCTYPE html><html><body>{rss}</body></html>"),
        format!("<html><head><title>x</title></head><body><pre>{shown}</pre><p>y"),
        format!("<pre>{shown}"),
        "<html><body><pre>{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"A & B\",\"items\":[{\"title\":\"One\"}]}</pre>".to_owned(),
    ] {
        let feed = read(&page);
        assert_eq!((feed.title.as_deref(), titles(&feed)), (Some("A & B"), vec!["One"]), "{page}");
    }
    assert_eq!(parse(b"<html>about &lt;rss&gt; and &lt;b&gt;", None, None).err(), Some(ParseError::Page));
}

#[test]
fn a_feed_says_when_it_changes_and_where_it_goes_on() {
    let feed = read(
        "<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/' xmlns:a='http://www.w3.org/2005/Atom' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>
        <channel><ttl>99999999999</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
        <skipHours><hour>24</hour><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays>
        <itunes:new-feed-url>https://b.example/new</itunes:new-feed-url><a:link rel='next' href='?page=2'/><a:link rel='prev-archive' href='/2020'/>
        <a:link rel='hub' href='https://hub.example/'/><a:link rel='self' href='all.xml'/></channel></rss>",
    );
    assert_eq!((feed.ttl, feed.update_minutes), (Some(525_600), Some(30)));
    assert_eq!((feed.skip_hours, feed.skip_days), (vec![0, 3], vec![jiff::civil::Weekday::Sunday]));
    assert_eq!(feed.new_feed_url.as_deref(), Some("https://b.example/new"));
    assert_eq!(feed.next_url.as_deref(), Some("https://a.example/feeds/all.xml?page=2"));
    assert_eq!(feed.prev_archive_url.as_deref(), Some("https://a.example/2020"));
    assert_eq!(
        (feed.hub_url.as_deref(), feed.self_url.as_deref()),
        (Some("https://hub.example/"), Some("https://a.example/feeds/all.xml"))
    );
}

#[test]
fn media_gives_the_widest_picture_and_the_files() {
    let feed = read(
        "<rss version='2.0' xmlns:m='http://search.yahoo.com/mrss/' xmlns:fb='http://rssnamespace.org/feedburner/ext/1.0'><channel><item>
        <link>https://count.example/1</link><fb:origLink>https://a.example/1</fb:origLink>
        <m:thumbnail url='t.jpg' width='90'/><m:group><m:content url='small.jpg' medium='image' width='140'/><m:content url='large.jpg' type='image/jpeg' width='700'/>
        <m:content url='film.mp4' type='video/mp4' fileSize='7'/><m:title>Named</m:title><m:description>Told</m:description></m:group>
        <enclosure url='film.mp4' type=''/></item></channel></rss>",
    );
    let entry = &feed.entries[0];
    assert_eq!(entry.image.as_deref(), Some("https://a.example/feeds/large.jpg"));
    assert_eq!((entry.title.as_deref(), entry.summary_html.as_deref()), (Some("Named"), Some("Told")));
    assert_eq!(entry.enclosures.len(), 1);
    assert_eq!((entry.enclosures[0].media_type.as_deref(), entry.enclosures[0].length), (Some("video/mp4"), Some(7)));
    assert_eq!(entry.url.as_deref(), Some("https://count.example/1"));
    assert_eq!(entry.original_url.as_deref(), Some("https://a.example/1"));
}

#[test]
fn old_formats_are_read() {
    let rdf = read(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel><title>T</title></channel>
        <image><url>/i.gif</url><title>no</title></image><item rdf:about='https://a.example/1'><title>One</title></item></rdf:RDF>",
    );
    assert_eq!(
        (rdf.format, rdf.title.as_deref(), rdf.image.as_deref()),
        (Format::Rss0, Some("T"), Some("https://a.example/i.gif"))
    );
    assert_eq!(
        (rdf.entries[0].id.as_deref(), rdf.entries[0].url.as_deref()),
        (Some("https://a.example/1"), Some("https://a.example/1"))
    );
    let cdf = read(
        "<CHANNEL HREF='/'><TITLE>T</TITLE><ITEM HREF='1' LASTMOD='2004-04-06T23:05:43Z'><TITLE>One</TITLE><ABSTRACT>Told</ABSTRACT></ITEM></CHANNEL>",
    );
    assert_eq!((cdf.format, cdf.home_url.as_deref()), (Format::Cdf, Some("https://a.example/")));
    assert_eq!(
        (cdf.entries[0].url.as_deref(), cdf.entries[0].summary_html.as_deref()),
        (Some("https://a.example/feeds/1"), Some("Told"))
    );
    assert!(cdf.entries[0].published.is_some());
    let old = read(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><tagline>Sub</tagline><entry><title mode='escaped' type='text/html'>A &amp;amp; B</title>
        <content mode='base64' type='text/html'>PHA+aGk8L3A+</content><issued>2003-12-31</issued><modified>2004-01-01</modified></entry></feed>",
    );
    let entry = &old.entries[0];
    assert_eq!(
        (old.description.as_deref(), entry.title.as_deref(), entry.content_html.as_deref()),
        (Some("Sub"), Some("A & B"), Some("<p>hi</p>"))
    );
    assert!(entry.published < entry.updated);
}

#[test]
fn languages_are_inherited_and_taken_back() {
    let xml = "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><entry><title xml:lang='fr'>x</title><summary>y</summary></entry>
        <entry xml:lang=''><title>x</title></entry><entry><content xml:lang='pt_BR'>z</content><title>x</title></entry></feed>";
    let langs: Vec<_> = read(xml).entries.into_iter().map(|entry| entry.lang).collect();
    assert_eq!(langs, [Some("en".to_owned()), None, Some("pt-BR".to_owned())]);
    let origin = crate::Origin { language: Some("de"), ..crate::Origin::default() };
    let feed = crate::parse_from(b"<feed><entry><title>x</title></entry></feed>", origin).unwrap();
    assert_eq!((feed.language.as_deref(), feed.entries[0].lang.as_deref()), (Some("de"), Some("de")));
}

#[test]
fn entries_in_an_element_that_was_not_ended_are_read() {
    let feed = read(
        "<rss><channel><itunes:category text='A'><itunes:category text='B'/><item><title>One</title></item><item><title>Two</title></item></channel></rss>",
    );
    assert_eq!(titles(&feed), ["One", "Two"]);
    let terms: Vec<_> = feed.categories.iter().filter_map(|category| category.term.as_deref()).collect();
    assert_eq!(terms, ["A", "B"]);
}

#[test]
fn where_a_document_says_it_stands_counts() {
    let url = Url::parse("https://a.example/x/feed").unwrap();
    let base = |location| crate::base_of(Some(&url), Some(location)).unwrap().to_string();
    assert_eq!(base("../y/"), "https://a.example/y/");
    assert_eq!(base("javascript:alert(1)"), url.as_str());
}
