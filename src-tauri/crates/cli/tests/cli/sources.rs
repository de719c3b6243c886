//! follow, unfollow, sources, refresh, import, export, sample.

use crate::support::{Desk, Site, has_fields, page, rss};

const SOURCE: &str = "id kind url site_url title folder unread last_ok next_due failures error";

#[test]
fn follow_takes_a_feed_or_the_site_that_names_it() {
    let (site, desk) = (Site::start(), Desk::new());
    site.put("/feed.xml", "application/rss+xml", rss(&site, 3));
    site.put(
        "/",
        "text/html",
        "<head><title>Courier</title><link rel=alternate type=application/rss+xml href=/feed.xml></head>",
    );
    let source = desk.ok(&["follow", &site.url("/"), "--folder", "News", "--json"]).json();
    has_fields(&source, SOURCE);
    assert_eq!((source["title"].as_str(), source["kind"].as_str()), (Some("Harbour Courier"), Some("feed")));
    assert_eq!((source["unread"].as_u64(), source["folder"].as_str()), (Some(3), Some("News")));
    assert_eq!(source["url"], site.url("/feed.xml"));
    // A second time is the same source.
    assert_eq!(desk.ok(&["--json", "follow", &site.url("/feed.xml")]).json()["id"], source["id"]);
    assert_eq!(desk.ok(&["sources", "--json"]).lines().len(), 1);
    assert_eq!(desk.list(&["--folder", "News"]).len(), 3);
    assert!(desk.ok(&["sources"]).stdout.contains("Harbour Courier"));
}

#[test]
fn following_says_what_was_found_and_what_was_followed_before() {
    let (site, desk) = (Site::start(), Desk::new());
    site.put("/feed.xml", "application/rss+xml", rss(&site, 3));
    site.put("/b.xml", "application/rss+xml", rss(&site, 1).replace("Courier", "Comments"));
    let link = "<link rel=alternate type=application/rss+xml href=/feed.xml><link rel=alternate type=application/rss+xml title=Comments href=/b.xml>";
    site.put("/", "text/html", link);
    let said = desk.ok(&["follow", &site.url("/")]).stdout;
    for part in
        ["Following Harbour Courier (source 1)", &site.url("/feed.xml"), "The page names this feed.", "1 more feed"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    let said = desk.ok(&["follow", &site.url("/feed.xml"), "--folder", "News"]).stdout;
    assert!(said.starts_with("Following Harbour Courier already (source 1), in the folder News"), "{said}");
    let again = desk.ok(&["follow", &site.url("/"), "--json"]).json();
    assert_eq!((again["already"].as_bool(), again["folder"].as_str()), (Some(true), Some("News")));
}

#[test]
fn a_page_without_a_feed_is_followed_and_says_when_its_list_is_gone() {
    let (site, desk) = (Site::start(), Desk::new());
    let list = |numbers: std::ops::Range<u32>| {
        numbers
            .map(|n| {
                format!("<li><a href='/news/harbour-story-number-{n}'>The harbour stays closed for day {n}</a></li>")
            })
            .collect::<String>()
    };
    site.put("/news/", "text/html", format!("<h2>Latest</h2><ul>{}</ul>", list(1..6)));
    let offer = desk.ok(&["follow", &site.url("/news/"), "--dry-run"]).stdout;
    assert!(offer.contains("will watch the list of headlines under “Latest” on this page: 5 links now."), "{offer}");
    assert!(offer.contains("The harbour stays closed for day 1"), "{offer}");
    let source = desk.ok(&["follow", &site.url("/news/"), "--json"]).json();
    assert_eq!((source["kind"].as_str(), source["unread"].as_u64()), (Some("page"), Some(5)));
    site.put("/news/", "text/html", format!("<h2>Latest</h2><ul>{}</ul>", list(1..9)));
    assert_eq!(desk.ok(&["refresh", "--force", "--json"]).json()["new"], 3);
    site.put("/news/", "text/html", "<p>We have moved.");
    assert_eq!(desk.ok(&["refresh", "--force", "--json"]).json()["failed"], 1);
    let error = desk.ok(&["sources", "--json"]).lines()[0]["error"].as_str().unwrap().to_owned();
    assert!(error.starts_with("the list that was watched is no longer on the page"), "{error}");
}

#[test]
fn a_dry_run_shows_and_follows_nothing() {
    let (site, desk) = (Site::start(), Desk::new());
    site.put("/feed.xml", "application/rss+xml", rss(&site, 3));
    let offer = desk.ok(&["follow", &site.url("/feed.xml"), "--dry-run", "--json"]).json();
    has_fields(&offer["candidates"][0], "url site_url title description followed entries");
    has_fields(&offer["candidates"][0]["entries"][0], "title url published");
    has_fields(&offer["tried"][0], "url found");
    assert!(desk.ok(&["follow", &site.url("/feed.xml"), "--dry-run"]).stdout.contains("Harbour Courier"));
    assert!(desk.ok(&["sources", "--json"]).stdout.is_empty());
    // An article's page is something to save.
    site.put("/articles/1", "text/html", page("The harbour is closed"));
    let offer = desk.ok(&["follow", &site.url("/articles/1"), "--dry-run", "--json"]).json();
    assert!(offer["article"]["title"].as_str().unwrap().contains("The harbour is closed"), "{offer}");
    desk.run(&["follow", &site.url("/nothing"), "--dry-run"]).failed(1);
}

#[test]
fn a_wrong_address_says_what_was_tried() {
    let (site, desk) = (Site::start(), Desk::new());
    site.put("/plain", "text/html", "<p>No feed here.</p>");
    assert!(desk.run(&["follow", &site.url("/plain")]).failed(1).contains("/plain"));
    assert!(desk.run(&["follow", &site.url("/nothing")]).failed(1).contains("/nothing"));
    for wrong in ["not an address", "", "file:///etc/passwd", "ftp://example.org/", "http://"] {
        desk.run(&["follow", wrong]).failed(1);
    }
    assert!(desk.ok(&["sources", "--json"]).stdout.is_empty());
}

#[test]
fn refresh_asks_what_is_due_and_tells_health() {
    let site = Site::start();
    let desk = Desk::following(&site, 3);
    site.fail("/gone.xml", 500);
    let opml = format!(
        "<opml version='2.0'><body><outline type='rss' text='Gone' xmlUrl='{}'/></body></opml>",
        site.url("/gone.xml")
    );
    assert_eq!(desk.run_with(&["import", "-", "--json"], opml.as_bytes()).json()["sources"], 1);
    let report = desk.ok(&["refresh", "--json"]).json();
    has_fields(&report, "asked unchanged new failed took_ms");
    assert_eq!((report["asked"].as_u64(), report["failed"].as_u64()), (Some(1), Some(1)));
    assert_eq!(desk.ok(&["refresh", "--json"]).json()["asked"], 0);
    let gone = desk.ok(&["sources", "--json"]).lines().into_iter().find(|source| source["title"] == "Gone").unwrap();
    assert_eq!(gone["failures"], 1);
    assert!(gone["error"].as_str().is_some_and(|error| error.len() > 10), "{gone}");
    assert!(desk.ok(&["sources"]).stdout.contains("! "));

    site.put("/feed.xml", "application/rss+xml", rss(&site, 5));
    let report = desk.ok(&["refresh", "--force", "--source", "1", "--json"]).json();
    assert_eq!((report["asked"].as_u64(), report["new"].as_u64()), (Some(1), Some(2)));
    assert_eq!(desk.ok(&["refresh", "--force", "--source", "1", "--json"]).json()["unchanged"], 1);
    assert_eq!(site.hits("/feed.xml"), 3);
    desk.run(&["refresh", "--source", "99"]).failed(1);
}

#[test]
fn unfollow_keeps_what_was_saved() {
    let site = Site::start();
    let desk = Desk::following(&site, 3);
    let kept = desk.list(&[])[1]["id"].to_string();
    desk.ok(&["save", &kept]);
    desk.ok(&["unfollow", "1"]);
    assert!(desk.ok(&["sources", "--json"]).stdout.is_empty());
    assert_eq!(desk.list(&["--saved"])[0]["id"].to_string(), kept);
    assert_eq!(desk.list(&[]).len(), 1);
    desk.run(&["unfollow", "99"]).failed(1);
}

#[test]
fn opml_goes_in_and_out() {
    let (site, desk) = (Site::start(), Desk::new());
    let opml = format!(
        "<opml version='2.0'><body><outline text='News'><outline type='rss' text='A &amp; B' xmlUrl='{}'/></outline>\
         <outline type='rss' text='Wrong' xmlUrl='javascript:alert(1)'/></body></opml>",
        site.url("/a.xml")
    );
    let file = desk.dir.path().join("in.opml");
    std::fs::write(&file, &opml).unwrap();
    let report = desk.ok(&["import", file.to_str().unwrap(), "--json"]).json();
    has_fields(&report, "sources articles skipped");
    assert_eq!((report["sources"].as_u64(), report["skipped"].as_array().unwrap().len()), (Some(1), 1));
    assert_eq!(desk.ok(&["sources", "--json"]).lines()[0]["folder"], "News");

    let out = desk.ok(&["export", "opml"]).stdout;
    assert!(out.contains("A &amp; B") && out.contains(&site.url("/a.xml")), "{out}");
    let to = desk.dir.path().join("out.opml");
    desk.ok(&["export", "opml", "--to", to.to_str().unwrap()]);
    assert_eq!(std::fs::read_to_string(&to).unwrap().trim(), out.trim());
    let again = Desk::new();
    assert_eq!(again.ok(&["import", to.to_str().unwrap(), "--json"]).json()["sources"], 1);

    desk.run(&["import", "/nowhere/x.opml"]).failed(1);
    desk.run_with(&["import", "-"], b"hello, this is not a list").failed(1);
    desk.run_with(&["import", "-"], b"").failed(1);
    desk.run(&["export", "opml", "--to", "/nowhere/x.opml"]).failed(5);
}

#[test]
fn the_sample_edition_needs_no_network() {
    let (site, desk) = (Site::start(), Desk::new());
    let opml = format!("<opml version='2.0'><body><outline type='rss' xmlUrl='{}'/></body></opml>", site.url("/a.xml"));
    desk.run_with(&["import", "-"], opml.as_bytes());
    let report = desk.ok(&["sample", "--json"]).json();
    assert_eq!((report["sources"].as_u64(), report["failed"].as_u64()), (Some(3), Some(0)));
    let articles = desk.list(&[]);
    assert_eq!(report["new"].as_u64(), Some(articles.len() as u64));
    assert!(articles.len() >= 5);
    assert_eq!(site.hits("/a.xml"), 0, "other sources are left alone");
    let whole = desk.article(&articles[0]["id"].to_string());
    assert!(whole["text"].as_str().unwrap().chars().count() > 300, "{whole}");
    // A second time adds nothing.
    desk.ok(&["sample"]);
    assert_eq!(desk.list(&[]).len(), articles.len());
}

#[test]
fn what_is_no_address_of_a_proxy_is_refused_with_an_example() {
    let desk = Desk::new();
    for wrong in ["nonsense", "ftp://a.example:21", "http://"] {
        assert!(desk.run(&["proxy", wrong]).failed(1).contains("socks5h://"), "{wrong}");
    }
    for right in ["127.0.0.1:9", "socks5h://localhost:1080", "none", "system"] {
        desk.ok(&["proxy", right]);
    }
}

#[test]
fn an_empty_answer_and_a_source_that_is_nowhere_else_are_said() {
    let (site, desk) = (Site::start(), Desk::new());
    site.put("/nothing", "text/html", "");
    assert!(desk.run(&["follow", &site.url("/nothing")]).failed(1).contains("(an empty answer)"));
    let desk = Desk::following(&site, 1);
    site.fail("/feed.xml", 404);
    desk.ok(&["refresh", "--force"]);
    assert!(desk.run(&["repair"]).failed(1).ends_with("pause or unfollow them"));
}

#[test]
fn every_source_that_was_asked_is_in_one_of_the_numbers() {
    let site = Site::start();
    let desk = Desk::following(&site, 2);
    site.put(
        "/feed.xml",
        "application/rss+xml",
        crate::support::rss(&site, 2).replace("The deck of 1", "Another deck"),
    );
    assert!(desk.ok(&["refresh", "--force"]).stdout.contains("1 changed, 0 unchanged, 0 failed"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_system_without_certificates_is_not_the_sites_fault() {
    let (site, desk) = (Site::start(), Desk::new());
    site.put("/feed.xml", "application/rss+xml", rss(&site, 1));
    let mut command = desk.command();
    command.env("SSL_CERT_FILE", "/dev/null").env_remove("SSL_CERT_DIR");
    let said = crate::support::finish(command.args(["follow", &site.url("/feed.xml")]), b"");
    assert!(said.failed(1).contains("install the package ca-certificates"), "{said:?}");
}
