//! What is shared as HTML, for the programs that take it.

use crate::Item;
use crate::item::one_line;

/// The name by which the markup asks for the picture that is handed over beside it.
pub(crate) const PICTURE: &str = "picture";

/// The passage as a quotation, the title as a link, its source; the picture first, if it is handed over too. Nothing of an
/// article is markup in it, whatever is in its texts. Several articles are paragraphs.
pub(crate) fn fragment(item: &Item, with_picture: bool) -> String {
    let mut html = String::new();
    if with_picture {
        html.push_str(&format!("<p><img src=\"{PICTURE}\" alt=\"\"></p>"));
    }
    if let Some(passage) = item.quote.as_deref().map(one_line).filter(|passage| !passage.is_empty()) {
        html.push_str(&format!("<blockquote><p>{}</p></blockquote>", escaped(&passage)));
    }
    if let Some(lines) = item.lines() {
        for line in lines.lines() {
            html.push_str(&format!("<p>{}</p>", escaped(line)));
        }
        return html;
    }
    let title = escaped(&one_line(&item.title));
    let mut parts = Vec::new();
    match item.link() {
        Ok(Some(link)) => {
            let link = escaped(link.as_str());
            parts.push(format!("<a href=\"{link}\">{}</a>", if title.is_empty() { &link } else { &title }));
        }
        _ if title.is_empty() => {}
        _ => parts.push(title),
    }
    parts.extend(
        item.source.as_deref().map(one_line).filter(|source| !source.is_empty()).map(|source| escaped(&source)),
    );
    if !parts.is_empty() {
        html.push_str(&format!("<p>{}</p>", parts.join(", ")));
    }
    html
}

/// A text as HTML has it, in an element or in quotation marks.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::fragment;
    use crate::Item;

    fn item() -> Item {
        Item {
            title: "Tides".to_owned(),
            url: Some("https://user:secret@a.example/x?a=1&b=2".to_owned()),
            source: Some("The Almanac".to_owned()),
            ..Item::default()
        }
    }

    #[test]
    fn a_quotation_stands_above_the_link_to_where_it_is_from() {
        let quoted = Item { quote: Some("The sea\ncame in.".to_owned()), ..item() };
        assert_eq!(
            fragment(&quoted, false),
            "<blockquote><p>The sea came in.</p></blockquote>\
             <p><a href=\"https://a.example/x?a=1&amp;b=2\">Tides</a>, The Almanac</p>"
        );
    }

    #[test]
    fn the_picture_is_asked_for_only_where_it_is_handed_over() {
        assert!(fragment(&item(), true).starts_with("<p><img src=\"picture\" alt=\"\"></p>"));
        assert!(!fragment(&item(), false).contains("<img"));
    }

    #[test]
    fn no_text_of_an_article_becomes_markup() {
        let hostile = "</a><script>x</script>\"'&";
        let html = fragment(
            &Item {
                title: hostile.to_owned(),
                source: Some(hostile.to_owned()),
                quote: Some(hostile.to_owned()),
                ..item()
            },
            false,
        );
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(html.matches("&lt;script&gt;").count(), 3);
        let lines = Item { text: Some(format!("{hostile}\nb")), ..Item::default() };
        assert_eq!(fragment(&lines, false), "<p>&lt;/a&gt;&lt;script&gt;x&lt;/script&gt;&quot;&#39;&amp;</p><p>b</p>");
    }

    #[test]
    fn what_is_missing_leaves_no_empty_place() {
        let bare = Item { url: Some("https://a.example/".to_owned()), ..Item::default() };
        assert_eq!(fragment(&bare, false), "<p><a href=\"https://a.example/\">https://a.example/</a></p>");
        assert_eq!(fragment(&Item::default(), false), "");
    }
}
