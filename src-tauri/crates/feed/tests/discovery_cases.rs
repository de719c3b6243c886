//! The yardstick's discovery cases, every kind that needs no server, when the data is there. (Crate newsroom asks a
//! server the kind `probe`.)
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "a test")]

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use url::Url;

/// The part of each kind's cases that must pass.
const WANTED: f64 = 0.95;

#[test]
fn feeds_are_found_in_nearly_all_cases_of_every_kind() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
    let Ok(cases) = std::fs::read(shared.join("kits/feeds/cases/discovery.json")) else {
        eprintln!("skipped: ../shared/kits/feeds is not on this machine");
        return;
    };
    let cases: Vec<Value> = serde_json::from_slice(&cases).unwrap();
    let mut kinds: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for case in &cases {
        let text = |name: &str| case[name].as_str().unwrap_or_default();
        let html = match case["file"].as_str() {
            Some(file) => std::fs::read_to_string(shared.join("data/feeds").join(file)).unwrap(),
            None => text("via_body").to_owned(),
        };
        let passed = match text("kind") {
            "html" | "anchor" => page(case, &html),
            "html-best" => {
                let first = found(text("page_url"), &html).into_iter().next();
                first.is_some_and(|(url, _)| case["best"].as_array().unwrap().iter().any(|best| best == url.as_str()))
            }
            "url" => rule(case, &html),
            "typed" => start(text("input")) == case["expect_start_url"].as_str().map(|url| Url::parse(url).unwrap()),
            "probe" => guessed(case),
            other => panic!("an unknown kind: {other}"),
        };
        let (all, good) = kinds.entry(text("kind").to_owned()).or_default();
        *all += 1;
        *good += u32::from(passed);
        if !passed {
            eprintln!("failed: {case}\n  found {:?}", found(text("page_url"), &html));
        }
    }
    for (kind, (all, good)) in &kinds {
        eprintln!("{kind}: {good} of {all}");
    }
    assert!(kinds.values().all(|(all, good)| f64::from(*good) >= WANTED * f64::from(*all)), "{kinds:?}");
}

fn start(typed: &str) -> Option<Url> {
    feed::addresses(typed).ok()?.into_iter().next()
}

/// Address and title, as `standfirst discover` prints them.
fn found(url: &str, html: &str) -> Vec<(String, String)> {
    let feeds = feed::feeds_in_page(html, start(url).as_ref());
    feeds.into_iter().map(|feed| (feed.url.clone(), feed.title.unwrap_or(feed.url))).collect()
}

/// All that are expected, with their titles, and as many as there should be.
fn page(case: &Value, html: &str) -> bool {
    let found = found(case["page_url"].as_str().unwrap(), html);
    case["count"].as_u64().is_none_or(|count| found.len() as u64 == count)
        && case["expect"].as_array().unwrap().iter().all(|wanted| {
            let title = wanted["title"].as_str();
            found.iter().any(|(url, said)| wanted["url"] == url.as_str() && title.is_none_or(|title| title == said))
        })
}

/// All that are expected; none at all where none is.
fn rule(case: &Value, html: &str) -> bool {
    let found = found(case["page_url"].as_str().unwrap(), html);
    let expected = case["expect"].as_array().unwrap();
    if expected.is_empty() {
        return found.is_empty();
    }
    expected.iter().all(|wanted| found.iter().any(|(url, _)| wanted["url"] == url.as_str()))
}

/// Whether it would be guessed, and within the requests that are granted, the page and its site's map included.
fn guessed(case: &Value) -> bool {
    let guesses = feed::guesses("", &Url::parse(case["page_url"].as_str().unwrap()).unwrap());
    guesses.len() as u64 + 3 <= case["max_requests"].as_u64().unwrap()
        && case["expect"]
            .as_array()
            .unwrap()
            .iter()
            .all(|wanted| guesses.iter().any(|url| wanted["url"] == url.as_str()))
}
