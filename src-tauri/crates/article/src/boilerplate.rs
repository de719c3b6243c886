//! What surrounds an article and is none of it, told by the names publishers give their boxes and by the words on them.

use dom_query::{Document, NodeRef};

/// Parts of class names and ids of boxes that are no article. Sorted. Source: boxes seen on news pages of many
/// publishers and in the defaults of `WordPress`, Drupal and Ghost themes; none names a site.
const BOXES: &[&str] = &[
    "ad-container",
    "ad-slot",
    "adslot",
    "advert",
    "also-read",
    "author-bio",
    "author-box",
    "comment-list",
    "comments",
    "cookie",
    "newsletter",
    "most-read",
    "outbrain",
    "paywall",
    "popular-now",
    "post-tags",
    "print-link",
    "promo",
    "read-also",
    "read-more",
    "readmore",
    "recirc",
    "recommend",
    "related",
    "share-",
    "sharing",
    "sidebar",
    "social",
    "sponsor",
    "subscribe",
    "taboola",
    "tag-list",
    "teaser-inline",
    "trending",
    "widget",
];

/// Words that such boxes begin with, in lower case. Sorted by language. A paragraph or heading that is nothing but one
/// of them goes, and so does a short box that begins with one.
const LABELS: &[&str] = &[
    // English
    "advertisement",
    "advertisement - story continues below",
    "also read",
    "don't miss",
    "further reading on this site",
    "leave a comment",
    "more on this",
    "more on this story",
    "most popular",
    "most read",
    "no comments",
    "others are reading now",
    "read also",
    "read more",
    "recommended",
    "related",
    "related articles",
    "related stories",
    "see also",
    "share",
    "share this",
    "share this article",
    "sign in",
    "sign up for our newsletter",
    "skip to content",
    "skip to main content",
    "sponsored",
    "story continues below",
    "subscribe to our newsletter",
    "you may also like",
    "you might also like",
    // German
    "anzeige",
    "auch interessant",
    "artikel teilen",
    "das könnte dich auch interessieren",
    "das könnte sie auch interessieren",
    "das thema könnte dich auch interessieren",
    "externer inhalt",
    "keine kommentare",
    "lesen sie hier",
    "lesen sie mehr",
    "lesen sie auch",
    "mehr zum thema",
    "werbung",
    "zum thema",
    // French
    "à lire aussi",
    "aucun commentaire",
    "lire aussi",
    "lire la suite",
    "partager cet article",
    "publicité",
    "sur le même sujet",
    // Spanish, Portuguese
    "lea también",
    "leia também",
    "leia mais",
    "lee también",
    "publicidad",
    "publicidade",
    "te puede interesar",
    // Italian, Dutch
    "leggi anche",
    "lees ook",
    "pubblicità",
    "advertentie",
    // Danish, Norwegian, Swedish
    "annonce",
    "annonse",
    "annons",
    "läs också",
    "les også",
    "læs også",
];

/// Words inside share prompts, anywhere in a short paragraph.
const PROMPTS: &[&str] = &[
    "did you find the article interesting",
    "follow us on",
    "sign up for our newsletter",
    "sign up for the newsletter",
    "share it here",
    "share the article",
    "share this story",
    // German, French
    "abonnieren sie unseren newsletter",
    "möchten sie den artikel teilen",
    "war der artikel nützlich",
    "inscrivez-vous à notre newsletter",
];

/// A box with a label and more text than this, in characters, is likelier an article about it.
const SHORT: usize = 600;

/// Removes boxes from a whole page, before its body is looked for.
pub(crate) fn remove_boxes(page: &Document) {
    page.select("script[type='application/ld+json'], script, style, template, form, button, nav, aside, footer, dialog, [hidden], [aria-hidden='true'], [role='navigation'], [role='complementary'], [role='dialog']").remove();
    for node in page.select("div, section, ul, ol, p, span, figure, header").nodes() {
        let names =
            format!("{} {}", node.class().unwrap_or_default(), node.id_attr().unwrap_or_default()).to_ascii_lowercase();
        let is_box = names.split_whitespace().any(|name| BOXES.iter().any(|part| name.contains(part)));
        // A box around the article itself is its frame, whatever it is called.
        if is_box && !holds_article(node) {
            node.remove_from_parent();
        }
    }
    remove_labels(page);
}

fn holds_article(node: &NodeRef<'_>) -> bool {
    let text: usize =
        node.find(&["p"]).iter().map(|p| p.text().trim().chars().count()).filter(|length| *length > 80).sum();
    !node.find(&["article"]).is_empty()
        || !node.find(&["main"]).is_empty()
        || !node.find(&["h1"]).is_empty()
        || text > 1500
}

/// Removes labelled boxes and what is nothing but a label.
pub(crate) fn remove_labels(page: &Document) {
    for node in page.select("p, h2, h3, h4, h5, h6, span, strong, div, li").nodes() {
        if node.parent().is_none() || node.text().chars().count() > SHORT {
            continue;
        }
        let text = normal(&node.text());
        let is_label = LABELS.contains(&text.trim_end_matches([':', '.', '!']));
        let is_prompt = text.chars().count() < 120 && PROMPTS.iter().any(|prompt| text.contains(prompt));
        if is_prompt {
            node.remove_from_parent();
        } else if is_label {
            // The label names its box: the smallest element around it with links in it and little else.
            let labelled = node.parent().filter(|parent| {
                parent.is_element()
                    && !["article", "body", "main", "section"].iter().any(|name| parent.has_name(name))
                    && parent.text().chars().count() <= SHORT
                    && !parent.find(&["a"]).is_empty()
                    && !has_prose(parent)
            });
            labelled.as_ref().unwrap_or(node).remove_from_parent();
        } else if is_link_only(node)
            && LABELS
                .iter()
                .any(|label| text.strip_prefix(label).is_some_and(|rest| rest.starts_with([':', ' ', '-', '–'])))
        {
            node.remove_from_parent();
        }
    }
}

/// Whether a paragraph stands in it that is more than a link.
fn has_prose(node: &NodeRef<'_>) -> bool {
    node.find(&["p"]).iter().any(|p| p.text().chars().count() > 100 && !is_link_only(p))
}

/// Whether nearly all the text is inside links.
fn is_link_only(node: &NodeRef<'_>) -> bool {
    let all = node.text().trim().chars().count();
    let linked: usize = node.find(&["a"]).iter().map(|link| link.text().trim().chars().count()).sum();
    linked > 0 && all <= linked + 40
}

pub(crate) fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
