//! Whether a feed's text is only the beginning of its article. What the text itself says comes first, then what the
//! source's pages turned out to be, then what is usual. A wrong guess costs one request, and is remembered.

mod read_on;

use feed::Entry;
use library::NewArticle;
use url::Url;

/// A text of this many characters is an article, if nothing says otherwise.
const LONG: usize = 1200;
/// Beyond this, a text that trails off does so for its own reasons.
const VERY_LONG: usize = 4000;
/// Pages after which a source is known.
const KNOWN: u32 = 3;
/// A text that is so many times shorter than the others of its document was cut.
const MUCH_SHORTER: usize = 8;

/// What only the entry tells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    /// It has a headline. A post without one is complete in itself.
    titled: bool,
    /// It has a text beside its summary.
    content: bool,
    /// Bytes of its text, markup included.
    length: usize,
}

impl Facts {
    pub(crate) fn of(entry: &Entry) -> Self {
        let filled = |html: &Option<String>| html.as_deref().map_or(0, |html| html.trim().len());
        let (content, summary) = (filled(&entry.content_html), filled(&entry.summary_html));
        Self {
            titled: entry.title.as_deref().is_some_and(|title| !title.trim().is_empty()),
            content: content > 0 && entry.content_html != entry.summary_html,
            length: if content > 0 { content } else { summary },
        }
    }
}

/// The usual length of the texts of a document.
pub(crate) fn usual_length(facts: &[Facts]) -> usize {
    let mut lengths: Vec<usize> = facts.iter().map(|facts| facts.length).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).copied().unwrap_or(0)
}

/// Whether an article's text is only a beginning. `pages` is how often pages of its source had much more, and how often
/// they had not.
pub(crate) fn is_excerpt(article: &NewArticle, facts: Facts, usual: usize, pages: (u32, u32)) -> bool {
    let Some(url) = article.url.as_deref() else { return false };
    let length = article.text.chars().count();
    if trails_off(&article.text, length) || leads_on(&article.html, &article.text, url) {
        return true;
    }
    if !facts.titled || length >= LONG {
        return facts.titled && length < VERY_LONG && facts.length * MUCH_SHORTER < usual;
    }
    let (more, same) = pages;
    if more + same >= KNOWN {
        return more > same;
    }
    if facts.content {
        return facts.length * MUCH_SHORTER < usual && usual > VERY_LONG;
    }
    // A summary in several paragraphs that comes to an end was written to be read.
    !(article.text.lines().count() > 1 && ends(&article.text))
}

/// Whether the text stops with an ellipsis. Small print may follow: `The post … appeared first on …`.
fn trails_off(text: &str, length: usize) -> bool {
    let mut last = text.lines().rev().map(str::trim).filter(|line| !line.is_empty()).take(3);
    let cut =
        |line: &str| ["[…]", "[...]", "(…)", "(...)", "[ … ]", "[&hellip;]"].iter().any(|end| line.ends_with(end));
    let dots = |line: &str| line.ends_with('…') || line.ends_with("...") || line.ends_with("。。。");
    let Some(end) = last.next() else { return false };
    if cut(end) || (length < VERY_LONG && dots(end)) {
        return true;
    }
    last.any(|line| cut(line) || (length < LONG && dots(line)))
}

/// Whether it ends with a link to the article itself that says so, or with those words.
fn leads_on(html: &str, text: &str, url: &str) -> bool {
    let end = text.lines().last().map(bare).unwrap_or_default();
    if end.chars().count() < 60 && read_on::says(&end) {
        return true;
    }
    let own = Url::parse(url).ok();
    let mut links = html.rmatch_indices("<a ").take(3).filter_map(|(at, _)| {
        let link = html.get(at..)?;
        let link = link.get(..link.find("</a>")?)?;
        let href = link.split_once("href=\"")?.1.split('"').next()?;
        Some((href, bare(&article::text_of(link))))
    });
    links.any(|(href, words)| {
        let same = match (&own, Url::parse(&href.replace("&amp;", "&"))) {
            (Some(own), Ok(href)) => own.host() == href.host() && own.path() == href.path(),
            _ => false,
        };
        read_on::is(&words) || (same && read_on::begins(&words))
    })
}

/// The words alone, in small letters: no arrows, brackets and dots around them.
fn bare(text: &str) -> String {
    let text = text.to_lowercase();
    text.trim_matches(|c: char| !c.is_alphanumeric() && !is_mark(c)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Vowel signs of Indic scripts and Thai are no letters, and belong to words.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036f | 0x0591..=0x05c7 | 0x0610..=0x061a | 0x064b..=0x065f | 0x0900..=0x0dff | 0x0e31..=0x0e4e)
}

/// Whether it comes to an end, as sentences do.
fn ends(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', '"', '”', '»', '。', '！', '？', '؟', '।', ')', '’', '“'])
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use library::NewArticle;
    use url::Url;

    use super::{Facts, is_excerpt, usual_length};
    use crate::entries;

    /// Judges the first entry of a feed, the way a refresh does.
    fn judged(items: &str, pages: (u32, u32)) -> bool {
        let url = Url::parse("https://a.example/feed").unwrap();
        let document = format!(
            "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>T</title>{items}</channel></rss>"
        );
        let feed = feed::parse(document.as_bytes(), None, Some(&url)).unwrap();
        let facts: Vec<Facts> = feed.entries.iter().map(Facts::of).collect();
        let entry = feed.entries.into_iter().next().unwrap();
        let article: NewArticle = entries::from_entry(entry, None, &url, Timestamp::UNIX_EPOCH);
        is_excerpt(&article, facts[0], usual_length(&facts), pages)
    }

    fn item(description: &str, content: &str) -> String {
        let part = |name: &str, html: &str| match html {
            "" => String::new(),
            html => format!("<{name}><![CDATA[{html}]]></{name}>"),
        };
        format!(
            "<item><title>Headline</title><link>https://a.example/1</link>{}{}</item>",
            part("description", description),
            part("content:encoded", content)
        )
    }

    #[test]
    fn texts_that_stop_are_excerpts() {
        let long = "A sentence of the story that goes on. ".repeat(60);
        for text in [
            "The council met on Tuesday and […]".to_owned(),
            "<p>The council met on Tuesday and [&#8230;]</p><p>The post <a href='https://a.example/1'>Headline</a> appeared first on <a href='https://a.example/'>A</a>.</p>".to_owned(),
            "The council met on Tuesday and...".to_owned(),
            format!("<p>{long}</p><p>And then […]</p>"),
            "<p>The council met.</p><p><a href='https://a.example/1?utm_source=rss'>Continue reading Headline →</a></p>".to_owned(),
            "<p>Der Rat trat zusammen.</p><a href='https://b.example/x'>Weiterlesen »</a>".to_owned(),
            "<p>議会は火曜日に開かれた。</p><a href='https://a.example/1'>続きを読む</a>".to_owned(),
            "<p>परिषद की बैठक हुई।</p><a href='https://a.example/1'>और पढ़ें</a>".to_owned(),
        ] {
            assert!(judged(&item("", &text), (0, 0)), "{text}");
        }
        assert!(judged(&item("<p>The council met.</p><p>[Read more]</p>", ""), (0, 0)));
        assert!(judged(&item("The council met on Tuesday.", ""), (0, 0)), "a summary and nothing else");
    }

    #[test]
    fn complete_texts_are_not() {
        let long = "A sentence of the story that goes on. ".repeat(60);
        for (description, content) in [
            ("The council met.", "<p>The council met on Tuesday. That is all.</p>"),
            ("<p>I moved the piano today.</p><p>It is by the window now.</p>", ""),
            (long.as_str(), ""),
            ("", &format!("<p>{long}{long}</p><p>And so they sailed on…</p>")),
            ("", "<p>More is in <a href='https://b.example/other'>the report of last year</a>.</p>"),
        ] {
            assert!(!judged(&item(description, content), (0, 0)), "{description} {content}");
        }
        let post =
            "<item><link>https://a.example/1</link><description>Good morning from the harbour</description></item>";
        assert!(!judged(post, (9, 0)), "a post without a headline is all there is");
        let nowhere = "<item><title>Headline</title><description>The council met.</description></item>";
        assert!(!judged(nowhere, (0, 0)), "there is no page to ask");
    }

    #[test]
    fn pages_that_had_no_more_teach_that_short_is_complete() {
        let short = item("The council met on Tuesday.", "");
        assert_eq!([judged(&short, (0, 2)), judged(&short, (0, 3)), judged(&short, (3, 1))], [true, false, true]);
        let with_content = item("The council.", "<p>The council met on Tuesday. That is all.</p>");
        assert_eq!([judged(&with_content, (0, 0)), judged(&with_content, (3, 0))], [false, true]);
    }

    #[test]
    fn one_that_is_much_shorter_than_its_neighbours_was_cut() {
        let long = "A sentence of the story that goes on. ".repeat(200);
        let others = item("", &format!("<p>{long}</p>")).repeat(4);
        let short = item("", "<p>The council met on Tuesday, and this is what it said</p>");
        assert!(judged(&(short.clone() + &others), (0, 0)));
        assert!(!judged(&(short.clone() + &short + &short), (0, 0)));
    }
}
