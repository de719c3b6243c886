//! One annotated page from the shared data: every block kept in order, nothing around it left.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail loudly and says when it skips")]

use std::path::Path;

use serde_json::Value;
use url::Url;

fn words(text: &str) -> String {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_seed_page_becomes_one_clean_article() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data/extract/seed-page");
    let (Ok(page), Ok(expected)) =
        (std::fs::read_to_string(folder.join("page.html")), std::fs::read_to_string(folder.join("expected.json")))
    else {
        eprintln!("SKIPPED: no shared data at {}", folder.display());
        return;
    };
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let want = |field: &str| expected[field].as_str().unwrap().to_owned();
    let url = Url::parse(&want("url")).unwrap();
    let got = article::extract(&page, Some(&url));

    assert_eq!(got.title, Some(want("title")));
    assert_eq!(got.deck, Some(want("deck")));
    assert_eq!(got.byline, Some(want("byline")));
    assert_eq!(got.published, Some(want("published")));
    assert_eq!(got.section, Some(want("section")));
    assert_eq!(got.site, Some(want("site")));
    assert_eq!(serde_json::to_value(&got.breadcrumbs).unwrap(), expected["breadcrumbs"]);
    assert_eq!(got.caption.as_deref(), expected["hero"]["caption"].as_str());
    assert!(got.credit.unwrap().contains(expected["hero"]["credit"].as_str().unwrap()));
    assert_eq!(got.lead_image.as_deref(), expected["hero"]["src"].as_str());

    let body = expected["body"].as_array().unwrap();
    let lines: Vec<String> = got.text.lines().map(words).collect();
    let wanted: Vec<String> = body.iter().map(|block| words(block["text"].as_str().unwrap())).collect();
    assert_eq!(lines, wanted);
    for block in body.iter().filter(|block| block["type"] != "p") {
        let name = block["type"].as_str().unwrap();
        assert!(got.html.as_str().contains(&format!("<{name}>{}</{name}>", block["text"].as_str().unwrap())));
    }
    let text = format!(" {} ", lines.join(" "));
    for unwanted in expected["must_not_appear_in_body"].as_array().unwrap() {
        assert!(!text.contains(&format!(" {} ", words(unwanted.as_str().unwrap()))), "{unwanted}");
    }
    assert!(got.cited.iter().any(|cited| cited.name == "Hotnews"));
}
