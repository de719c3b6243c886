//! What a reader gets of a page.
#![allow(clippy::unwrap_used, reason = "tests")]

use article::{Extracted, extract};
use url::Url;

const PROSE: &str = "The harbour froze over on Tuesday for the first time in forty years, and the ferries stayed where they were. \
                     Pupils walked across the ice to school, which the town council had forbidden and then, by noon, allowed.";

fn page(head: &str, body: &str) -> Extracted {
    let url = Url::parse("https://www.paper.example/north/harbour").unwrap();
    extract(&format!("<!doctype html><html lang=en-GB><head>{head}</head><body>{body}</body></html>"), Some(&url))
}

fn prose(times: usize) -> String {
    (0..times).fold(String::new(), |all, n| all + &format!("<p>{n}. {PROSE}</p>"))
}

#[test]
fn json_ld_names_everything_around_the_body() {
    let head = r#"<title>Harbour frozen | The Paper</title><script type="application/ld+json">{"@context":"https://schema.org","@graph":[
        {"@type":"Person","@id":"jd","name":"Jane Doe"},
        {"@type":"NewsArticle","headline":"Harbour frozen","datePublished":"2025-06-05T09:12:00+0200","dateModified":"2025-06-06",
         "author":[{"@id":"jd"},{"@type":"Person","name":"Max Muster"}],"articleSection":"North","image":{"url":"/ice.jpg"},
         "publisher":{"name":"The Paper"}},
        {"@type":"BreadcrumbList","itemListElement":[{"item":{"name":"Home"}},{"name":"North"}]}]}</script>"#;
    let got = page(head, &format!("<article><h1>Harbour frozen</h1>{}</article>", prose(4)));
    assert_eq!(got.title.as_deref(), Some("Harbour frozen"));
    assert_eq!(got.byline.as_deref(), Some("Jane Doe, Max Muster"));
    assert_eq!(got.published.as_deref(), Some("2025-06-05T09:12:00+02:00"));
    assert_eq!(got.modified.as_deref(), Some("2025-06-06T00:00:00Z"));
    assert_eq!(got.section.as_deref(), Some("North"));
    assert_eq!(got.breadcrumbs, ["Home", "North"]);
    assert_eq!(got.site.as_deref(), Some("The Paper"));
    assert_eq!(got.lead_image.as_deref(), Some("https://www.paper.example/ice.jpg"));
    assert_eq!(got.lang.as_deref(), Some("en-GB"));
}

#[test]
fn a_page_without_claims_is_read_as_a_reader_would() {
    let got = page(
        "<title>Harbour frozen – The Paper</title>",
        &format!(
            "<nav><a href=/>Home</a></nav><main><h1>Harbour frozen</h1><p class=byline>By Jane Doe</p><p class=date>5 June 2025</p>{}</main>",
            prose(5)
        ),
    );
    assert_eq!(got.title.as_deref(), Some("Harbour frozen"));
    assert_eq!(got.byline.as_deref(), Some("Jane Doe"));
    assert_eq!(got.published.as_deref(), Some("2025-06-05T00:00:00Z"));
    assert!(got.text.starts_with("0. The harbour"), "{}", got.text);
}

#[test]
fn headline_deck_and_lead_picture_stand_once() {
    let got = page(
        r#"<meta property="og:title" content="Harbour frozen"><meta property="og:image" content="https://cdn.example/harbour-ice-1200.jpg">"#,
        &format!(
            "<article><h1>Harbour frozen</h1><p class=standfirst>Ferries stay in port, pupils walk</p><figure><img src='https://cdn.example/harbour-ice-800.jpg'><figcaption>Ice in the harbour. Photo: Eva Muster</figcaption></figure>{}</article>",
            prose(4)
        ),
    );
    assert_eq!(got.deck.as_deref(), Some("Ferries stay in port, pupils walk"));
    assert_eq!(got.lead_image.as_deref(), Some("https://cdn.example/harbour-ice-800.jpg"));
    assert_eq!(got.caption.as_deref(), Some("Ice in the harbour."));
    assert_eq!(got.credit.as_deref(), Some("Photo: Eva Muster"));
    assert_eq!(got.text.lines().count(), 4, "{}", got.text);
    assert!(!got.html.as_str().contains("<img"));
}

#[test]
fn a_description_copied_from_the_first_paragraph_is_no_deck() {
    let head = format!("<title>Harbour frozen</title><meta name=description content=\"{}…\">", &PROSE[..80]);
    let got = page(&head, &format!("<article><h1>Harbour frozen</h1><p>{PROSE}</p>{}</article>", prose(4)));
    assert_eq!(got.deck, None);
    assert!(got.text.starts_with("The harbour froze"));
}

#[test]
fn boxes_around_and_inside_the_text_go() {
    let boxes = "<div class=also-read><p>Also read: <a href=/x>Bridge closed for the winter</a></p></div>\
        <p><a href=/y>Lesen Sie auch: Brücke im Winter gesperrt</a></p><p>À lire aussi : <a href=/z>Le pont est fermé</a></p>\
        <div class=newsletter-signup><p>Get the morning letter in your inbox</p></div><p>Advertisement</p>\
        <div class=share-buttons><a href=/s>Share</a></div><p>Did you find the article interesting? Share it here</p>";
    let got = page("<title>T</title>", &format!("<article>{}{boxes}{}</article>", prose(3), prose(3)));
    assert_eq!(got.text.lines().count(), 6, "{}", got.text);
}

#[test]
fn a_caption_without_markup_is_a_caption() {
    let body = format!(
        "<article>{}<div class=wp-caption><img src=/boat.jpg><p class=wp-caption-text>A boat in the ice</p></div>{}</article>",
        prose(3),
        prose(3)
    );
    let html = page("<title>T</title>", &body).html.as_str().to_owned();
    assert!(html.contains("<figcaption>A boat in the ice</figcaption>"), "{html}");
    assert!(html.contains("src=\"https://www.paper.example/boat.jpg\""));
}

#[test]
fn a_page_inside_a_form_is_still_a_page() {
    let body = format!("<form action=/x><input name=q><div><h1>Harbour</h1>{}</div></form>", prose(6));
    assert_eq!(page("<title>Harbour</title>", &body).text.lines().count(), 6);
}

#[test]
fn the_answer_has_the_fields_of_the_command_line() {
    let json = serde_json::to_value(page("", &prose(4))).unwrap();
    for field in [
        "title",
        "byline",
        "published",
        "modified",
        "lang",
        "site",
        "section",
        "breadcrumbs",
        "deck",
        "lead_image",
        "caption",
        "credit",
        "html",
        "text",
        "cited",
    ] {
        assert!(json.get(field).is_some(), "{field}");
    }
    assert!(json["html"].is_string());
}

#[test]
fn nothing_is_an_empty_article() {
    for html in ["", "<html>", "\u{0}", "<title></title>"] {
        let got = extract(html, None);
        assert_eq!((got.title, got.text.as_str()), (None, ""), "{html:?}");
    }
}

#[test]
fn a_block_left_out_is_put_back_where_it_stood() {
    let body = article::sanitize(
        "<p>One <b>bold</b><br>line.</p><figure><img src='https://x.example/a.jpg'></figure><p>Two.</p>",
        None,
    );
    let block = |before| article::LeftOut {
        reason: article::Reason::Other,
        mark: "p.x".to_owned(),
        before,
        html: article::sanitize("<p>Back.</p>", None),
        text: "Back.".to_owned(),
    };
    let text = |before| article::plain_text(&article::restore(&body, &block(before)));
    assert_eq!(text(0), "Back.\nOne bold\nline.\nTwo.");
    assert_eq!(text(2), "One bold\nline.\nBack.\nTwo.");
    assert_eq!(text(3), "One bold\nline.\nTwo.\nBack.");
}
