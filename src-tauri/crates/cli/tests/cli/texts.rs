//! The texts of an article, offline articles and storage on the command line.

use crate::support::{Desk, Site, has_fields, page};

/// The ids of all articles, the newest first.
fn ids(desk: &Desk) -> Vec<String> {
    desk.list(&[]).iter().map(|row| row["id"].to_string()).collect()
}

#[test]
fn a_refresh_fetches_truncated_articles_and_show_switches_between_the_texts() {
    let site = Site::start();
    let desk = Desk::following(&site, 2);
    site.put("/articles/2", "text/html", page("Headline 2 of the harbour"));
    let report = desk.ok(&["refresh", "--force", "--json"]).json();
    has_fields(&report, "asked unchanged new failed took_ms texts");
    assert_eq!(report["texts"], 1);
    let id = ids(&desk)[0].clone();
    let shown = desk.article(&id);
    has_fields(&shown["provenance"], "text fetched revision excerpt other_text page fields left_out put_back");
    assert_eq!(
        (shown["provenance"]["text"].as_str(), shown["provenance"]["other_text"]["text"].as_str()),
        (Some("page"), Some("feed"))
    );
    let feed = desk.ok(&["show", &id, "--text", "feed"]).stdout;
    assert!(feed.contains("long enough to be read") && !feed.contains("ferries had waited"), "{feed}");
    assert!(desk.ok(&["show", &id, "--text", "page"]).stdout.contains("ferries had waited"));
    assert!(desk.ok(&["show", &id, "--left-out"]).stderr.contains("Nothing was left out"));
    desk.run(&["restore-block", &id, "0"]).failed(1);
    let missing = ids(&desk)[1].clone();
    desk.run(&["show", &missing, "--text", "page"]).failed(1);
    assert_eq!(desk.article(&missing)["provenance"]["page"]["code"], "not-found");
    let told = desk.ok(&["show", &missing]).stdout;
    assert!(told.contains("This is the feed's excerpt.") && told.contains("404"), "{told}");
}

#[test]
fn a_source_can_be_told_never_to_have_its_pages_fetched() {
    let site = Site::start();
    let desk = Desk::following(&site, 1);
    let source = desk.ok(&["source", "1", "--text", "never", "--json"]).json();
    assert_eq!((source["text"].as_str(), source["kept"].as_array().map(Vec::len)), (Some("never"), Some(0)));
    desk.ok(&["refresh", "--force"]);
    assert_eq!(site.hits("/articles/1"), 0);
    assert_eq!(desk.run(&["source", "1", "--text", "often"]).code, 2);
}

#[test]
fn what_is_saved_while_its_site_is_down_says_so_and_comes_with_a_later_refresh() {
    let site = Site::start();
    let desk = Desk::following(&site, 1);
    site.fail("/articles/1", 503);
    let id = ids(&desk)[0].clone();
    let saved = desk.ok(&["save", &id]);
    assert!(saved.stderr.contains("Missing: its full text"), "{saved:?}");
    let offline = desk.ok(&["offline", &id, "--json"]).json();
    assert_eq!((offline["whole"].as_bool(), offline["missing"].as_u64()), (Some(false), Some(1)));
    let check = desk.ok(&["check", "--json"]).json();
    assert_eq!((check["offline"]["whole"].as_u64(), check["offline"]["missing"][0]["id"].as_u64()), (Some(0), Some(1)));
    site.put("/articles/1", "text/html", page("Headline 1 of the harbour"));
    desk.ok(&["show", &id, "--text", "page"]);
    assert_eq!(desk.ok(&["check", "--json"]).json()["offline"]["whole"], 1);
    assert_eq!(desk.ok(&["offline", &id, "--undo", "--json"]).json()["offline"], true, "it is saved all the same");
}

#[test]
fn storage_tells_what_is_taken_and_takes_a_limit() {
    let site = Site::start();
    let desk = Desk::following(&site, 1);
    let storage = desk.ok(&["storage", "--json"]).json();
    has_fields(&storage, "database pictures kept rest picture_count limit articles kept_articles");
    assert!(storage["database"].as_u64() > Some(10_000) && storage["limit"] == 2048_u64 << 20);
    assert_eq!(desk.ok(&["storage", "--limit", "1GB", "--json"]).json()["limit"], 1024_u64 << 20);
    desk.run(&["storage", "--limit", "much"]).failed(2);
}
