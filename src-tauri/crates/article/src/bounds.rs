//! Before any HTML parser sees a stranger's markup, what would make it slow or huge is taken out.
//!
//! An HTML5 parser takes quadratic time for deep nesting and for elements with thousands of attributes, and multiplies
//! elements for formatting that is opened and never closed (`<b>` comes again in each later paragraph). None of this
//! occurs in articles. The scan keeps a model of the parser's open elements that errs towards more of them, never less.
//! It only ever takes away tags, before sanitising, so it cannot make anything unsafe.

use std::borrow::Cow;

use crate::escapes::Meter;

/// Tags nested deeper than this are left out; their text stays. Articles use less than 60.
const MOST_DEEP: usize = 256;
/// Formatting left open beyond this many is left out.
const MOST_FORMATTING: usize = 24;
/// Bytes of tags that a parser writes anew: open formatting and open links come again, with all that is written in
/// them, in each later block. Articles close what they open.
const MOST_REPEATED: usize = 32 * 1024 * 1024;
/// Attributes of one element.
const MOST_ATTRIBUTES: usize = 200;

/// Of a page. What a reader looks for in one comes early.
const PAGE_BYTES: usize = 4 * 1024 * 1024;
const PAGE_ELEMENTS: usize = 400_000;

/// Elements that are reopened in later blocks until they are closed. Source: HTML standard, "formatting", without `a`,
/// which closes itself.
const FORMATTING: &[&str] =
    &["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that hold nothing, or that the next of their kind closes, or that stand alone: they do not nest.
const FLAT: &[&str] = &[
    "a", "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "frame", "frameset", "head",
    "hr", "html", "image", "img", "input", "keygen", "li", "link", "meta", "optgroup", "option", "p", "param", "rb",
    "rp", "rt", "rtc", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Elements whose end closes what is open in them. All others close only what is no block.
const BLOCKS: &[&str] = &[
    "address",
    "applet",
    "article",
    "aside",
    "blockquote",
    "button",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "main",
    "marquee",
    "menu",
    "nav",
    "object",
    "ol",
    "pre",
    "section",
    "summary",
    "table",
    "template",
    "ul",
];

/// Elements an end tag does not reach through, but for their own.
const WALLS: &[&str] = &["applet", "marquee", "math", "object", "select", "svg", "table", "template"];

/// Elements whose contents are text up to their end tag.
const RAW: &[&str] = &["script", "style", "textarea", "title"];

/// A page's markup with such bounds, for any parser: what links and says something stays.
#[must_use]
pub fn defused(html: &str) -> Cow<'_, str> {
    bounded(html, PAGE_BYTES, PAGE_ELEMENTS)
}

/// The markup, at most `most_bytes` long, and such that parsing it makes about `most_elements` at most.
pub(crate) fn bounded(html: &str, most_bytes: usize, most_elements: usize) -> Cow<'_, str> {
    let html = clip(html, most_bytes);
    let mut scan = Scan::default();
    let mut meter = Meter::default();
    let mut metered = 0;
    let mut kept = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|found| at + found) {
        let Some(mark) = Mark::read(html, start) else {
            at = start + 1;
            continue;
        };
        at = mark.end;
        if let Err(most) = meter.add(&html[metered..at]) {
            return up_to(html, metered + most, kept, copied);
        }
        metered = at;
        let verdict = scan.meet(&mark, mark.cut.unwrap_or(mark.end) - start);
        if scan.elements > most_elements || scan.repeated > MOST_REPEATED {
            kept.push_str(&html[copied..start]);
            return Cow::Owned(kept);
        }
        if !verdict {
            kept.push_str(&html[copied..start]);
            copied = mark.end;
        } else if let Some(cut) = mark.cut {
            kept.push_str(&html[copied..cut]);
            kept.push('>');
            copied = mark.end;
        }
        if verdict && scan.is_raw(&mark) {
            at = end_of_raw(html, at, &mark.name);
            // A script's `&` is written as it stands.
            if matches!(mark.name.as_str(), "script" | "style") {
                metered = at;
            }
        }
    }
    if let Err(most) = meter.add(&html[metered..]) {
        return up_to(html, metered + most, kept, copied);
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[copied..]);
    Cow::Owned(kept)
}

/// What was kept, and the rest as far as `end`, which may lie in what was left out.
fn up_to(html: &str, end: usize, mut kept: String, copied: usize) -> Cow<'_, str> {
    kept.push_str(html.get(copied..end).unwrap_or_default());
    Cow::Owned(kept)
}

/// Cuts at a character, and before a tag that would be cut in two.
fn clip(html: &str, most: usize) -> &str {
    if html.len() <= most {
        return html;
    }
    let mut end = most;
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let head = &html[..end];
    match (head.rfind('<'), head.rfind('>')) {
        (Some(open), close) if close.is_none_or(|close| close < open) => &head[..open],
        _ => head,
    }
}

/// A tag or comment.
struct Mark {
    /// In lower case; empty for a comment.
    name: String,
    closes: bool,
    /// Ends in `/>`.
    is_void: bool,
    end: usize,
    /// Where the attributes become too many.
    cut: Option<usize>,
}

impl Mark {
    fn read(html: &str, start: usize) -> Option<Self> {
        let bytes = html.as_bytes();
        let comment = |end| Some(Self { name: String::new(), closes: false, is_void: false, end, cut: None });
        let closes = bytes.get(start + 1) == Some(&b'/');
        let from = start + 1 + usize::from(closes);
        match bytes.get(from)? {
            b'!' if html[start..].starts_with("<!--") => return comment(end_of_comment(html, start + 2)),
            first if !first.is_ascii_alphabetic() => {
                return (closes || matches!(first, b'!' | b'?'))
                    .then(|| html[from..].find('>').map_or(html.len(), |end| from + end + 1))
                    .and_then(comment);
            }
            _ => {}
        }
        let name_end = from + bytes[from..].iter().position(|b| is_name_end(*b)).unwrap_or(html.len() - from);
        let mut mark = Self {
            name: html[from..name_end].to_ascii_lowercase(),
            closes,
            is_void: false,
            end: html.len(),
            cut: None,
        };
        let skip = |at: usize, stop: &dyn Fn(u8) -> bool| {
            at + bytes[at..].iter().position(|b| stop(*b)).unwrap_or(bytes.len() - at)
        };
        let mut at = name_end;
        let mut attributes = 0;
        loop {
            at = skip(at, &|b| !b.is_ascii_whitespace() && b != b'/');
            match bytes.get(at) {
                None => break,
                Some(b'>') => {
                    mark.is_void = bytes[at - 1] == b'/';
                    mark.end = at + 1;
                    break;
                }
                Some(_) => {}
            }
            attributes += 1;
            if attributes > MOST_ATTRIBUTES && mark.cut.is_none() {
                mark.cut = Some(at);
            }
            // A name may begin with `=`.
            at = skip(at + 1, &|b| is_name_end(b) || b == b'=');
            let value = skip(at, &|b| !b.is_ascii_whitespace());
            if bytes.get(value) != Some(&b'=') {
                continue;
            }
            at = skip(value + 1, &|b| !b.is_ascii_whitespace());
            at = match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => (skip(at + 1, &|b| b == *quote) + 1).min(bytes.len()),
                _ => skip(at, &|b| b.is_ascii_whitespace() || b == b'>'),
            };
        }
        Some(mark)
    }
}

fn is_name_end(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

/// Comments end in `-->` or `--!>`, and `<!-->` is one.
fn end_of_comment(html: &str, from: usize) -> usize {
    html[from..]
        .match_indices("--")
        .map(|(at, _)| from + at + 2)
        .find_map(|at| ["!>", ">"].iter().find(|end| html[at..].starts_with(*end)).map(|end| at + end.len()))
        .unwrap_or(html.len())
}

fn end_of_raw(html: &str, from: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    html[from..]
        .match_indices("</")
        .map(|(at, _)| from + at)
        .find(|at| {
            bytes.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
                && bytes.get(at + 2 + name.len()).is_none_or(|b| is_name_end(*b))
        })
        .unwrap_or(html.len())
}

/// What a parser would have open here.
#[derive(Default)]
struct Scan {
    open: Vec<String>,
    /// Formatting not closed by its own end tag, wherever it was opened, and the length of its tag.
    formatting: Vec<(String, usize)>,
    /// The length of the tag of a link not closed by its own end tag.
    link: usize,
    elements: usize,
    /// Bytes of tags that come again.
    repeated: usize,
}

impl Scan {
    /// Whether the tag may stay.
    fn meet(&mut self, mark: &Mark, length: usize) -> bool {
        let name = mark.name.as_str();
        if name.is_empty() {
            return true;
        }
        // An end tag can make an element too (`</p>`), and each block brings open formatting again.
        self.elements += 1 + self.formatting.len();
        self.repeated += self.link + self.formatting.iter().map(|(_, length)| length).sum::<usize>();
        if mark.closes {
            self.close(name);
            return true;
        }
        if FORMATTING.contains(&name) {
            if self.formatting.len() >= MOST_FORMATTING {
                return false;
            }
            self.formatting.push((name.to_owned(), length));
        } else if name == "a" {
            self.link = length;
            return true;
        } else if FLAT.contains(&name) || (mark.is_void && self.in_foreign()) {
            return true;
        }
        if self.open.len() >= MOST_DEEP {
            return false;
        }
        self.open.push(name.to_owned());
        true
    }

    fn close(&mut self, name: &str) {
        let own = |open: &String| open == name;
        if let Some(at) = self.formatting.iter().rposition(|(open, _)| open == name) {
            self.formatting.remove(at);
        }
        if name == "a" {
            self.link = 0;
        }
        // Ends of formatting, and of forms, leave open what was opened inside.
        if FORMATTING.contains(&name) || name == "form" {
            if let Some(at) = self.open.iter().rposition(own) {
                self.open.remove(at);
            }
            return;
        }
        let is_block = BLOCKS.contains(&name);
        let stop = |open: &str| if is_block { WALLS.contains(&open) } else { BLOCKS.contains(&open) };
        for at in (0..self.open.len()).rev() {
            if self.open[at] == name {
                self.open.truncate(at);
                return;
            }
            if stop(&self.open[at]) {
                return;
            }
        }
    }

    fn in_foreign(&self) -> bool {
        self.open.iter().any(|open| matches!(open.as_str(), "svg" | "math"))
    }

    fn is_raw(&self, mark: &Mark) -> bool {
        // In SVG, MathML and lists of choices these names mean other things.
        !mark.closes
            && RAW.contains(&mark.name.as_str())
            && !self.in_foreign()
            && !self.open.iter().any(|open| open == "select")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(html: &str) -> Cow<'_, str> {
        bounded(html, 1 << 20, 100_000)
    }

    #[test]
    fn what_articles_hold_passes_untouched() {
        let list = format!("<ul>{}</ul>", "<li><p>a<b>b</b><img src='x>y' alt=\"<\"><br/>".repeat(2000));
        let rows = format!("<table>{}</table>", "<tr><td>1<td><i>2</i>".repeat(2000));
        let script = format!("<script>{}</script><p>a", "'<div>'".repeat(2000));
        let comments = "<!-- <div> --><!--><div></div><!x><?y>".repeat(2000);
        let picture = "<svg><g><path d=''/><circle r=1 /></g></svg>".repeat(2000);
        for html in [&list, &rows, &script, &comments, &picture, "1 < 2 <", "<", "</", "<p", "<!--", "<a href='"] {
            assert!(matches!(whole(html), Cow::Borrowed(_)), "{html:.60}");
        }
    }

    #[test]
    fn bombs_are_defused() {
        let depth = |html: &str| {
            let document = dom_query::Document::fragment(html);
            let mut open: Vec<_> = document.root().children().into_iter().map(|node| (node, 1)).collect();
            let mut deepest = 0;
            while let Some((node, depth)) = open.pop() {
                deepest = deepest.max(depth);
                open.extend(node.children().into_iter().map(|child| (child, depth + 1)));
            }
            deepest
        };
        for piece in [
            "<blockquote>",
            "<blockquote></x>",
            "<blockquote><table></blockquote></table>",
            "<b><blockquote></b>",
            "<blockquote><svg><desc></blockquote>",
            "<svg><desc><blockquote></svg>",
            "<form><blockquote></form>",
            "<!-- --!><blockquote>",
            "<blockquote a='</blockquote>'>",
        ] {
            let got = whole(&piece.repeat(5000)).into_owned();
            // Elements that do not nest in the model stand between: rows, cells, formatting that comes again.
            assert!(depth(&got) <= 4 * MOST_DEEP, "{piece}: {}", depth(&got));
        }
        let attributes = (0..5000).fold(String::new(), |all, n| all + &format!(" a{n}='1'"));
        assert!(whole(&format!("<p{attributes}>x")).ends_with(" a199='1' >x"));
        let formatting = (0..5000).fold(String::new(), |all, n| all + &format!("<div><b a{n}></div>"));
        assert_eq!(whole(&formatting).matches("<b").count(), MOST_FORMATTING);
        assert!(bounded(&"<p>a".repeat(50_000), 1 << 20, 1000).len() <= 4000);
    }

    #[test]
    fn escapes_are_metered_but_in_scripts() {
        let flood = "&".repeat(200_000);
        assert!(whole(&format!("<p>a<p>{flood}")).len() < 4000);
        assert!(whole(&format!("<p title='{flood}'>a")).len() < 4000);
        assert!(whole(&format!("<title>{flood}</title><p>a")).len() < 4000);
        assert!(whole(&format!("<svg><script>{flood}</script></svg>")).len() < 4000);
        for name in ["script", "style"] {
            let html = format!("<{name}>{flood}</{name}><p>a");
            assert_eq!(whole(&html), html.as_str());
        }
    }

    #[test]
    fn long_input_is_cut_between_tags() {
        assert_eq!(bounded("<p>abcdef", 6, 100), "<p>abc");
        assert_eq!(bounded("<p>ab<i>c", 7, 100), "<p>ab");
        assert_eq!(bounded("<p>aüb", 5, 100), "<p>a");
    }
}
