//! list, show, marks, search, save, batch, check.

use crate::support::{Desk, Site, has_fields, page, rss};

const ROW: &str = "id feed guid url title deck section author published read saved tags highlights";

#[test]
fn list_is_newest_first_and_goes_on_by_cursor() {
    let site = Site::start();
    let desk = Desk::following(&site, 7);
    let all = desk.list(&[]);
    has_fields(&all[0], ROW);
    let guids: Vec<&str> = all.iter().map(|row| row["guid"].as_str().unwrap()).collect();
    assert_eq!(guids, ["g7", "g6", "g5", "g4", "g3", "g2", "g1"]);
    assert_eq!(all[0]["feed"], site.url("/feed.xml"));
    assert_eq!(all[0]["section"], "Harbour");
    assert!(all[0]["published"].as_str().unwrap().ends_with('Z'));

    let mut walked = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let mut args = vec!["list", "--json", "--limit", "3"];
        if let Some(after) = &after {
            args.extend(["--after", after]);
        }
        let page = desk.ok(&args);
        walked.extend(page.lines());
        after = page.stderr.lines().find_map(|line| line.strip_prefix("next: ")).map(str::to_owned);
        if after.is_none() {
            break;
        }
    }
    assert_eq!(walked, all);
    assert!(desk.list(&["--limit", "0"]).is_empty());
    desk.run(&["list", "--after", "nonsense"]).failed(1);
    desk.run(&["list", "--source", "99"]).failed(1);
}

#[test]
fn marks_are_kept_and_filter() {
    let site = Site::start();
    let desk = Desk::following(&site, 5);
    let ids: Vec<String> = desk.list(&[]).iter().map(|row| row["id"].to_string()).collect();
    desk.ok(&["mark-read", &ids[0], &ids[1]]);
    assert_eq!(desk.list(&["--unread"]).len(), 3);
    desk.ok(&["mark-unread", &ids[0]]);
    assert_eq!(desk.list(&["--unread"]).len(), 4);
    desk.ok(&["tag", &ids[2], "ports and ships"]);
    assert_eq!(desk.list(&["--tag", "ports and ships"])[0]["tags"], serde_json::json!(["ports and ships"]));
    desk.ok(&["untag", &ids[2], "ports and ships"]);
    assert!(desk.list(&["--tag", "ports and ships"]).is_empty());
    desk.ok(&["highlight", &ids[3], "long enough", "--note", "is it?"]);
    let marked = desk.article(&ids[3]);
    assert_eq!(marked["highlights"], serde_json::json!(["long enough"]));
    assert_eq!(marked["notes"], serde_json::json!(["is it?"]));
    desk.ok(&["save", &ids[4]]);
    assert_eq!(desk.list(&["--saved"]).len(), 1);
    desk.ok(&["unsave", &ids[4]]);
    assert!(desk.list(&["--saved"]).is_empty());
    assert_eq!(desk.list(&["--section", "Harbour"]).len(), 5);
    assert!(desk.list(&["--section", "Weather"]).is_empty());

    let cut = desk.list(&[])[2]["published"].as_str().unwrap().to_owned();
    assert_eq!(desk.ok(&["mark-read", "--all", "--before", &cut, "--json"]).json()["marked"], 2);
    assert_eq!(desk.ok(&["mark-read", "--all", "--source", "1", "--json"]).json()["marked"], 2);
    assert!(desk.list(&["--unread"]).is_empty());

    for wrong in [
        vec!["mark-read", "99"],
        vec!["mark-read", &ids[0], "99"],
        vec!["mark-read", "--all", "--source", "99"],
        vec!["mark-unread", "99"],
        vec!["save", "99"],
        vec!["unsave", "99"],
        vec!["tag", "99", "x"],
        vec!["tag", &ids[0], " "],
        vec!["untag", "99", "x"],
        vec!["highlight", "99", "x"],
        vec!["highlight", &ids[0], ""],
        vec!["show", "99"],
    ] {
        desk.run(&wrong).failed(1);
    }
}

#[test]
fn show_prints_an_article_in_each_format() {
    let site = Site::start();
    site.put("/articles/1", "text/html", page("The harbour is closed"));
    let desk = Desk::new();
    let saved = desk.ok(&["save", &site.url("/articles/1"), "--json"]).json();
    has_fields(&saved, ROW);
    has_fields(&saved, "lead_image caption credit cited related story html text");
    assert_eq!(saved["saved"], true);
    let id = saved["id"].to_string();
    // What became of saving it is told beside the article.
    let mut article = saved.clone();
    for beside in ["whole", "missing"] {
        assert!(article.as_object_mut().unwrap().remove(beside).is_some(), "{beside}");
    }
    assert_eq!(desk.article(&id), article);
    assert_eq!(desk.ok(&["--json", "show", &id]).json(), article);
    let text = desk.ok(&["show", &id]).stdout;
    assert!(text.starts_with(saved["title"].as_str().unwrap()) && text.contains("The ferries"), "{text}");
    assert!(!text.contains('<'));
    assert!(desk.ok(&["show", &id, "--format", "markdown"]).stdout.starts_with("# The harbour is closed"));
    assert!(desk.ok(&["show", &id, "--format", "html"]).stdout.contains("<p>The ferries"));
    // It belongs to no source, and is there when the site is gone.
    site.fail("/articles/1", 404);
    assert_eq!(desk.list(&["--saved"])[0]["feed"], "");
    assert!(desk.ok(&["sources", "--json"]).stdout.is_empty());
}

#[test]
fn save_takes_several_and_does_what_it_can() {
    let site = Site::start();
    site.put("/articles/9", "text/html", page("Night ferries"));
    let desk = Desk::following(&site, 2);
    let id = desk.list(&[])[0]["id"].to_string();
    let ran = desk.run(&["save", &site.url("/nothing"), "not an address", &id, &site.url("/articles/9"), "--json"]);
    ran.failed(1);
    assert_eq!(ran.lines().len(), 3);
    assert_eq!(ran.stderr.lines().filter(|line| line.starts_with("error: ")).count(), 1);
    // A page that cannot be had is a link, and says why.
    assert_eq!(ran.stderr.lines().filter(|line| line.starts_with("note: ")).count(), 1, "{}", ran.stderr);
    let saved = desk.list(&["--saved"]);
    assert_eq!(saved.iter().map(|row| row["link_only"] == true).filter(|is| *is).count(), 1);
    assert_eq!(saved.len(), 3);
    // A feed is to be followed, not saved.
    let feed = desk.ok(&["save", &site.url("/feed.xml")]);
    assert!(feed.stderr.contains("It is a feed") || feed.stderr.contains("it is a feed"), "{}", feed.stderr);
    assert!(feed.stderr.to_lowercase().contains("follow it"), "{}", feed.stderr);
}

#[test]
fn what_is_saved_is_listed_in_its_orders_and_put_away() {
    let site = Site::start();
    let desk = Desk::following(&site, 3);
    let ids: Vec<String> = desk.list(&[]).iter().map(|row| row["id"].to_string()).collect();
    // Not in the order of their publication.
    for id in [&ids[1], &ids[0], &ids[2]] {
        desk.ok(&["save", id]);
    }
    let listed = |args: &[&str]| -> Vec<String> { desk.list(args).iter().map(|row| row["id"].to_string()).collect() };
    let reversed = |ids: Vec<String>| ids.into_iter().rev().collect::<Vec<_>>();
    assert_eq!(listed(&["--saved", "--sort", "date"]), [&ids[2], &ids[0], &ids[1]].map(Clone::clone));
    assert_eq!(listed(&["--saved", "--sort", "oldest"]), reversed(listed(&["--saved", "--sort", "date"])));
    assert_eq!(listed(&["--saved", "--sort", "shortest"]), reversed(listed(&["--saved", "--sort", "length"])));
    assert_eq!(listed(&["--saved", "--sort", "source"]), listed(&["--saved", "--sort", "date"]), "one source");
    assert!(desk.run(&["list", "--sort", "length"]).failed(1).contains("--saved"));
    desk.ok(&["archive", &ids[0], &ids[1]]);
    assert_eq!(listed(&["--saved"]), [ids[2].clone()]);
    assert_eq!(listed(&["--archived", "--sort", "date"]), [ids[0].clone(), ids[1].clone()]);
    let row = &desk.list(&["--archived"])[0];
    assert_eq!((&row["saved"], &row["archived"]), (&true.into(), &true.into()));
    assert!(row["minutes"].as_u64().is_some_and(|minutes| minutes >= 1), "{row}");
    assert_eq!(desk.ok(&["search", "is:archived", "--json"]).lines().len(), 2);
    desk.ok(&["unarchive", &ids[0]]);
    desk.ok(&["unsave", &ids[1]]);
    assert_eq!((listed(&["--saved"]).len(), listed(&["--archived"]).len()), (2, 0));
    desk.run(&["archive", "9999"]).failed(1);
}

#[test]
fn what_was_not_in_the_archive_is_not_counted_as_back() {
    let site = Site::start();
    let desk = Desk::following(&site, 2);
    let ids: Vec<String> = desk.list(&[]).iter().map(|row| row["id"].to_string()).collect();
    let told = |args: &[&str]| desk.ok(args).stderr.trim().to_owned();
    assert_eq!(told(&["unarchive", &ids[0]]), "Nothing of that was in the archive");
    assert_eq!(told(&["archive", &ids[0]]), "1 article put away");
    assert_eq!(told(&["archive", &ids[0], &ids[1]]), "1 article put away");
    assert_eq!(told(&["archive", &ids[0]]), "All of that was in the archive already");
    assert_eq!(told(&["unarchive", &ids[0], &ids[1], &ids[1]]), "2 articles back among what is saved");
}

#[test]
fn a_password_in_the_address_of_a_save_is_not_kept() {
    let (desk, site) = (Desk::new(), Site::start());
    site.put("/kept", "text/html", page("Kept"));
    for path in ["/kept", "/nothing"] {
        let address = site.url(path).replace("://", "://ann:s3cretword@");
        let ran = desk.ok(&["save", &address, "--json"]);
        assert!(!format!("{ran:?}").contains("s3cretword") && !ran.stdout.contains("ann:"), "{ran:?}");
        assert_eq!(ran.json()["url"], site.url(path));
    }
    let refused = desk.run(&["save", "http://ann:s3cretword@a b/x"]);
    assert!(!refused.failed(1).contains("s3cretword"), "{refused:?}");
    assert_eq!(desk.list(&["--saved"]).len(), 2);
    let holds = |file: &std::path::Path| std::fs::read(file).unwrap().windows(10).any(|some| some == b"s3cretword");
    let mut folders = vec![desk.library()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                assert!(!path.is_file() || !holds(&path), "{}", path.display());
            }
        }
    }
}

#[test]
fn a_save_that_failed_says_why_and_is_asked_again_by_force() {
    let (desk, site) = (Desk::new(), Site::start());
    site.fail("/busy", 503);
    let ran = desk.ok(&["save", &site.url("/busy")]);
    assert!(ran.stderr.contains("503"), "{ran:?}");
    assert!(ran.stderr.contains("tried again with the first refresh in about half an hour"), "{ran:?}");
    assert!(ran.stderr.contains(&format!("`standfirst save {}` tries at once", site.url("/busy"))), "{ran:?}");
    let asked = site.hits("/busy");
    desk.ok(&["refresh"]);
    assert_eq!(site.hits("/busy"), asked, "it is not due");
    let forced = desk.ok(&["refresh", "--force"]);
    assert_eq!(forced.stdout.trim(), "No source was due; asked 1 saved page again, 0 came");
    site.put("/busy", "text/html", page("No longer busy"));
    let forced = desk.ok(&["refresh", "--force", "--json"]).json();
    assert_eq!((&forced["saved_asked"], &forced["saved_came"]), (&1.into(), &1.into()));
    assert_eq!(desk.list(&["--saved"])[0]["title"], "No longer busy");
}

#[test]
fn search_ranks_and_never_trips_over_its_words() {
    let site = Site::start();
    let desk = Desk::following(&site, 5);
    let hits = desk.ok(&["search", "headline 3", "--json"]).lines();
    has_fields(&hits[0], ROW);
    has_fields(&hits[0], "snippet score");
    assert_eq!(hits[0]["guid"], "g3");
    assert!(!hits[0]["snippet"].as_str().unwrap().contains(['\u{2}', '\u{3}']));
    assert_eq!(desk.ok(&["search", "harbour", "--limit", "2", "--json"]).lines().len(), 2);
    assert!(desk.ok(&["search", "harbour"]).stdout.contains("Headline"));
    for words in ["\"", "AND", "a OR", "*", "(", "", "'; DROP TABLE article; --", "nowhere", "NEAR(a b)"] {
        desk.ok(&["search", "--json", "--", words]);
    }
}

#[test]
fn batch_acknowledges_what_it_did_and_only_that() {
    let site = Site::start();
    let desk = Desk::following(&site, 3);
    let id = desk.list(&[])[0]["id"].to_string();
    let lines = [
        format!("mark-read\t{id}"),
        format!("save\t{id}"),
        format!("tag\t{id}\ta tag"),
        format!("highlight\t{id}\tThe deck\tmy note"),
        "mark-read\t99".to_owned(),
        "dance\t1".to_owned(),
        format!("tag\t{id}"),
        "mark-read\tx".to_owned(),
        format!("mark-unread\t{id}"),
    ];
    let ran = desk.run_with(&["batch"], lines.join("\n").as_bytes());
    let acks: Vec<String> = lines[..4].iter().chain(lines.last()).map(|line| format!("ack {line}")).collect();
    assert_eq!(ran.stdout.lines().collect::<Vec<_>>(), acks);
    assert!(ran.failed(1).contains("4 of its lines"));
    assert_eq!(ran.stderr.lines().count(), 5);
    assert!(ran.stderr.contains("write mark-read, mark-unread, save"), "{ran:?}");
    let article = desk.article(&id);
    assert_eq!((article["read"].as_bool(), article["saved"].as_bool()), (Some(false), Some(true)));
    assert_eq!(article["tags"], serde_json::json!(["a tag"]));
    let undo = format!("unsave\t{id}\r\nuntag\t{id}\ta tag\r\n\r\n");
    assert_eq!(desk.run_with(&["batch"], undo.as_bytes()).code, 0);
    assert!(desk.list(&["--saved"]).is_empty());
    // Bytes that are no text are a bad line like another.
    let ran = desk.run_with(&["batch"], &[b"save\t\xff\n", format!("save\t{id}\n").as_bytes()].concat());
    ran.failed(1);
    assert_eq!(ran.stdout, format!("ack save\t{id}\n"));
}

#[test]
fn check_tells_that_all_is_well() {
    let site = Site::start();
    let desk = Desk::following(&site, 3);
    let check = desk.ok(&["check", "--json"]).json();
    has_fields(&check, "integrity fts schema");
    assert_eq!((check["integrity"].as_str(), check["fts"].as_str()), (Some("ok"), Some("ok")));
    assert!(check["schema"].as_u64().is_some());
    assert_eq!(desk.ok(&["check", "--repair", "--json"]).json(), check);
    desk.ok(&["check"]);
}

#[test]
fn a_feed_cannot_speak_to_the_terminal() {
    let (site, desk) = (Site::start(), Desk::new());
    let feed = rss(&site, 1)
        .replace("Headline 1", "Head\u{9b}2Jline &#155;31m &#x1b;[31m")
        .replace("Harbour Courier", "Harbour\u{9b}5m Courier");
    site.put("/feed.xml", "application/rss+xml; charset=utf-8", feed);
    desk.ok(&["follow", &site.url("/feed.xml")]);
    let id = desk.list(&[])[0]["id"].to_string();
    for args in [
        vec!["sources"],
        vec!["list"],
        vec!["list", "--json"],
        vec!["show", &id],
        vec!["show", &id, "--format", "html"],
        vec!["show", &id, "--format", "markdown"],
        vec!["search", "harbour"],
    ] {
        let ran = desk.ok(&args);
        assert!(!ran.stdout.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')), "{args:?}: {ran:?}");
    }
}
