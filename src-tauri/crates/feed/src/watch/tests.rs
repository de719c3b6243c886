#![allow(clippy::format_collect, reason = "a few lines of a page in a test")]

use super::{Broken, Watch, find, read};
use url::Url;

fn url(path: &str) -> Url {
    Url::parse("https://courier.example").unwrap().join(path).unwrap()
}

/// A front page: navigation, a list under a heading, other lists beside it, a foot.
fn front(count: usize) -> String {
    let item = |n: usize| {
        format!(
            "<article class='card card-{n}'><a href='/news/harbour-story-number-{n}'><img data-src='/p/{n}.jpg' src='data:image/gif;base64,x'></a><h3 class=title><a href='/news/harbour-story-number-{n}'>The harbour stays closed for day {n} of the strike</a></h3><time datetime='2026-11-{:02}T08:00:00Z'>a day</time><p>The ferries had waited since dawn, and nobody said why.</p><a href='/news/harbour-story-number-{n}'>Read more</a><a href='/tag/boats' rel=tag>Boats</a></article>",
            n % 28 + 1
        )
    };
    let nav = |names: &[&str]| {
        names
            .iter()
            .map(|name| {
                format!(
                    "<li><a href='/{name}/all-the-news-of-{name}'>{name} and all that there is to say of it</a></li>"
                )
            })
            .collect::<String>()
    };
    format!(
        "<html><head><title>Courier</title></head><body><header><h1>Courier</h1><nav><ul>{0}</ul></nav></header><div class=main-menu><ul>{0}</ul></div><main><h2>Latest</h2><div class=cards>{1}</div></main><aside><h2>Most read</h2><ul class=top>{2}</ul></aside><footer><ul>{0}</ul></footer></body></html>",
        nav(&["sport", "culture", "politics", "weather", "travel", "money"]),
        (1..=count).map(item).collect::<String>(),
        (50..60)
            .map(|n| format!(
                "<li><a href='/news/old-story-number-{n}'>An old story that many people read, number {n}</a></li>"
            ))
            .collect::<String>(),
    )
}

#[test]
fn the_list_of_headlines_is_found_and_neither_navigation_nor_most_read() {
    let watch = find(&front(12), &url("/")).unwrap();
    let Watch::List { heading, count, places } = &watch else { panic!("{watch:?}") };
    assert_eq!((heading.as_deref(), *count, places.len()), (Some("Latest"), 12, 1));
    assert_eq!(
        watch.explained(12),
        "Standfirst will watch the list of headlines under “Latest” on this page: 12 links now."
    );
    let listing = read(&watch, &front(12), &url("/")).unwrap();
    assert_eq!(listing.title.as_deref(), Some("Courier"));
    let entry = &listing.entries[1];
    assert_eq!(entry.title.as_deref(), Some("The harbour stays closed for day 2 of the strike"));
    assert_eq!(entry.url.as_deref(), Some("https://courier.example/news/harbour-story-number-2"));
    assert_eq!(entry.image.as_deref(), Some("https://courier.example/p/2.jpg"));
    assert_eq!(entry.published.unwrap().to_string(), "2026-11-03T08:00:00Z");
    assert_eq!(entry.summary_html.as_deref(), Some("The ferries had waited since dawn, and nobody said why."));
}

#[test]
fn a_page_is_read_the_same_way_later_and_through_storage() {
    let watch = find(&front(12), &url("/")).unwrap();
    let stored: Watch = serde_json::from_str(&serde_json::to_string(&watch).unwrap()).unwrap();
    assert_eq!(stored, watch);
    assert_eq!(read(&stored, &front(20), &url("/")).unwrap().entries.len(), 20);
    assert_eq!(read(&stored, &front(3), &url("/")).unwrap().entries.len(), 3);
}

#[test]
fn what_can_no_longer_be_read_is_said_to_be_broken() {
    let watch = find(&front(12), &url("/")).unwrap();
    assert_eq!(read(&watch, &front(1), &url("/")).unwrap_err(), Broken::Emptied);
    let anew = front(12).replace("class=title", "class=headline");
    assert_eq!(read(&watch, &anew, &url("/")).unwrap_err(), Broken::Gone);
    assert_eq!(read(&find(&anew, &url("/")).unwrap(), &anew, &url("/")).unwrap().entries.len(), 12);
    assert_eq!(read(&watch, "", &url("/")).unwrap_err(), Broken::Gone);
    assert_eq!(read(&Watch::Structured, &front(12), &url("/")).unwrap_err(), Broken::Unreadable);
    assert_eq!(read(&Watch::Sitemap, &front(12), &url("/")).unwrap_err(), Broken::Unreadable);
}

#[test]
fn a_page_without_a_list_gives_none() {
    for html in [
        "",
        "<p>Hello.",
        "<nav><a href=/one-two-three>One two three</a><a href=/two-three-four>Two three four</a><a href=/three-four-five>Three four five</a></nav>",
        "<ul><li><a href=/a>A</a><li><a href=/b>B</a><li><a href=/c>C</a><li><a href=/d>D</a></ul>",
        "<div><a href=/a/1234>Read more</a><a href=/a/1235>Read more</a><a href=/a/1236>Read more</a></div>",
        "<ul><li><a href=https://b.example/one-two-three>One two three four</a><li><a href=https://b.example/two-three-four>Two three four five</a><li><a href=https://b.example/three-four-five>Three four five six</a></ul>",
    ] {
        assert_eq!(find(html, &url("/")), None, "{html}");
    }
}

#[test]
fn what_stands_in_sentences_dates_and_comments_are_no_headlines() {
    let each = |around: &dyn Fn(u32) -> String| (1..9).map(around).collect::<String>();
    let prose = each(&|n| {
        format!(
            "<p>As was said here before, <a href='/p/what-was-said-{n}'>what was said {n}</a>, and as it will be said again.</p>"
        )
    });
    let dates = each(&|n| format!("<li><a href='/archive/2026-{n:02}-some-month'>{n} May 2026 at 10:00</a>"));
    let comments = each(&|n| {
        format!("<div class=comment><h3><a href='/p/a-post-{n}'>A comment on what was said before</a></h3></div>")
    });
    for html in [prose, dates, comments] {
        assert_eq!(find(&html, &url("/")), None, "{html}");
    }
    let html = front(12).replace("<title>", "<meta property=article:published_time content=2026-11-24><title>");
    assert_eq!(find(&html, &url("/a-story")), None);
}

#[test]
fn plain_lists_and_tables_without_classes_are_read_too() {
    let list = (1..9)
        .map(|n| format!("<li>2026-11-{n:02} <a href='/p/{n}.html'>What I did on the {n}th day</a>"))
        .collect::<String>();
    let watch =
        find(&format!("<body><p><a href=/about>About me and my site</a><h1>Posts</h1><ul>{list}</ul>"), &url("/"))
            .unwrap();
    assert!(matches!(&watch, Watch::List { count: 8, .. }), "{watch:?}");
    let rows = (1..9)
        .map(|n| {
            format!("<tr><td>{n}<td><a href='/notice?id=100{n}'>Notice {n} of the harbour office to all boats</a>")
        })
        .collect::<String>();
    let watch = find(&format!("<body><table>{rows}</table>"), &url("/")).unwrap();
    assert!(matches!(&watch, Watch::List { count: 8, .. }), "{watch:?}");
}

#[test]
fn lists_in_scripts_without_spaces_are_read() {
    let list = (1..9)
        .map(|n| format!("<li><a href='/news/2026112400{n}'>港の封鎖が続く中で船は{n}日目を迎えた</a>"))
        .collect::<String>();
    assert!(find(&format!("<ul>{list}</ul>"), &url("/")).is_some());
}

#[test]
fn the_lead_story_belongs_to_the_list() {
    let lead = (90..93).map(|n| format!("<section class=hero><h2><a href='/news/lead-story-number-{n}'>The strike in the harbour ends on day {n}</a></h2></section>")).collect::<String>();
    let html = front(12).replace("<div class=cards>", &format!("{lead}<div class=cards>"));
    let watch = find(&html, &url("/")).unwrap();
    let listing = read(&watch, &html, &url("/")).unwrap();
    assert_eq!(listing.entries.len(), 15);
    assert!(listing.entries[0].title.as_deref().unwrap().contains("90"));
}

#[test]
fn what_the_page_describes_for_search_engines_is_read() {
    let items = (1..6).map(|n| format!(r#"{{"@type":"ListItem","position":{n},"item":{{"@type":"NewsArticle","url":"/n/{n}","headline":"Story &amp; {n}","datePublished":"2026-11-0{n}","image":["/p.jpg"]}}}}"#)).collect::<Vec<_>>().join(",");
    let html = format!(
        r#"<script type="application/ld+json">{{"@graph":[{{"@type":"BreadcrumbList","itemListElement":[{{"@type":"ListItem","item":"/x"}}]}},{{"@type":"CollectionPage","mainEntity":{{"@type":"ItemList","itemListElement":[{items}]}}}}]}}</script>"#
    );
    let watch = find(&html, &url("/")).unwrap();
    assert_eq!(watch, Watch::Structured);
    let entries = read(&watch, &html, &url("/")).unwrap().entries;
    assert_eq!(entries.len(), 5);
    assert_eq!(entries[0].title.as_deref(), Some("Story & 1"));
    assert_eq!(entries[0].published.unwrap().to_string(), "2026-11-01T00:00:00Z");
    assert_eq!(entries[0].image.as_deref(), Some("https://courier.example/p.jpg"));
    let bare = r#"<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"ListItem","url":"/n/one"},{"@type":"ListItem","url":"/n/two"},{"@type":"ListItem","url":"/n/three"}]}</script><a href=/n/one>The first</a><a href=/n/two>The second</a><a href=/n/three>The third</a>"#;
    assert_eq!(
        read(&find(bare, &url("/")).unwrap(), bare, &url("/")).unwrap().entries[2].title.as_deref(),
        Some("The third")
    );
    let shop = bare.replace("ListItem\",\"url", "Product\",\"url");
    assert_eq!(find(&shop, &url("/")), None);
}

#[test]
fn a_news_sitemap_is_read_with_or_without_prefixes() {
    let map = r#"<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://courier.example/a?x=1&amp;y=2</loc><news:news><news:publication><news:name>Courier</news:name></news:publication><news:publication_date>2026-11-24T08:00+01:00</news:publication_date><news:title><![CDATA[Boats & more]]></news:title></news:news><image:image><image:loc>https://courier.example/p.jpg</image:loc></image:image></url><url><loc>https://courier.example/about</loc></url><url><loc>https://other.example/b</loc><news:news><news:title>Not of this site</news:title></news:news></url></urlset>"#;
    let watch = find(map, &url("/news.xml")).unwrap();
    assert_eq!(watch, Watch::Sitemap);
    let entries = read(&watch, map, &url("/news.xml")).unwrap().entries;
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].title.as_deref(), Some("Boats & more"));
    assert_eq!(entries[0].url.as_deref(), Some("https://courier.example/a?x=1&y=2"));
    assert_eq!(entries[0].published.unwrap().to_string(), "2026-11-24T07:00:00Z");
    assert_eq!(entries[0].image.as_deref(), Some("https://courier.example/p.jpg"));
    assert_eq!(read(&watch, "<urlset></urlset>", &url("/news.xml")).unwrap().entries.len(), 0);
    assert_eq!(find("<urlset><url><loc>https://courier.example/a</loc></url></urlset>", &url("/sitemap.xml")), None);
}

#[test]
fn the_maps_of_a_site_are_told_those_of_news_first() {
    let robots = "User-agent: *\nDisallow: /x\nSitemap: https://courier.example/sitemap.xml\nsitemap:/news-sitemap.xml\nSitemap: https://other.example/news.xml\n";
    let maps: Vec<String> =
        super::sitemaps_in_robots(robots, &url("/robots.txt")).into_iter().map(String::from).collect();
    assert_eq!(maps, ["https://courier.example/news-sitemap.xml", "https://courier.example/sitemap.xml"]);
    let index = "<sitemapindex><sitemap><loc>https://courier.example/sitemap-2026.xml</loc></sitemap><sitemap><loc>https://courier.example/sitemap-news.xml</loc></sitemap></sitemapindex>";
    let maps = super::news_in_index(index, &url("/sitemap.xml"));
    assert_eq!(maps, [url("/sitemap-news.xml")]);
    assert!(super::news_in_index("<urlset>", &url("/sitemap.xml")).is_empty());
}

#[test]
fn the_head_of_an_article_in_a_list_is_not_the_pages_head_and_related_articles_are_no_list() {
    let posts = (1..9).map(|n| format!("<article class='post category-social'><header class=entry-header><h2><a href='/p/parish-news-{n}/'>Parish news of week {n}</a></h2></header></article>")).collect::<String>();
    let aside = (1..9)
        .map(|n| format!("<li><a href='/p/older-parish-news-{n}/'>Older parish news of a week</a>"))
        .collect::<String>();
    let html = format!("<div id=content>{posts}</div><div class=sidebar><h2>Recent</h2><ul>{aside}</ul></div>");
    let entries = read(&find(&html, &url("/")).unwrap(), &html, &url("/")).unwrap().entries;
    assert_eq!((entries.len(), entries[0].title.as_deref()), (8, Some("Parish news of week 1")));
    assert_eq!(
        find(&format!("<article><h1>One</h1></article><div class=related-articles><ul>{aside}</ul></div>"), &url("/a")),
        None
    );
}
