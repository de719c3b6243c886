//! A flood of `&` or no-break spaces is cut off before it is written out as HTML.
//!
//! For each of them html5ever's serialiser (0.40, `write_escaped`) looks through the rest of the text for a `<` or `>`
//! first: 40 KB of `&` took 20 seconds. The time is added up here as the serialiser will take it, in bytes looked at.
//! Taking elements out joins the texts beside them, so this is asked again of what has been taken apart.

/// Bytes looked at: a tenth of a second. The worst of 722 pages measured takes a ninth of it.
const MOST_LOOKS: usize = 1_000_000_000;

/// What is kept of the run of text that is too much.
const KEPT: usize = 2048;

/// The bill so far.
#[derive(Default)]
pub(crate) struct Meter {
    looks: usize,
}

impl Meter {
    /// Adds the markup that comes next. When it is too much, answers how many bytes of it can still be had.
    pub(crate) fn add(&mut self, html: &str) -> Result<(), usize> {
        let bytes = html.as_bytes();
        // Most pieces have neither, and are told so at once.
        if memchr::memchr2(b'&', 0xC2, bytes).is_none() {
            return Ok(());
        }
        let mut start = 0;
        while start < bytes.len() {
            let end = run_end(bytes, start);
            self.looks = (start..end)
                .filter(|at| is_escaped(&bytes[*at..]))
                .fold(self.looks, |looks, at| looks.saturating_add(end - at));
            if self.looks > MOST_LOOKS {
                let most = end.min(start + KEPT);
                return Err((0..=most).rev().find(|at| html.is_char_boundary(*at)).unwrap_or_default());
            }
            start = end;
        }
        Ok(())
    }
}

/// Markup without scripts as far as it can be written out in time.
pub(crate) fn affordable(html: &str) -> &str {
    Meter::default().add(html).map_or_else(|most| &html[..most], |()| html)
}

/// Quotes are written as they are in text, and end the looking in attributes; whole scripts stand in those.
const QUOTES: &[&[u8]] = &[b"&quot;", b"&#34;", b"&#x22;", b"&apos;", b"&#39;", b"&#x27;"];

/// What the serialiser stops at: `&`, and the first byte of a no-break space.
fn is_escaped(bytes: &[u8]) -> bool {
    match bytes.first() {
        Some(b'&') => !QUOTES.iter().any(|quote| bytes.starts_with(quote)),
        first => first == Some(&0xC2),
    }
}

/// Where the looking ends: at markup, or at what will be a `<` or `>` in the text.
fn run_end(bytes: &[u8], start: usize) -> usize {
    (start + 1..bytes.len())
        .find(|at| match bytes[*at] {
            b'<' | b'>' => true,
            b'&' => bytes[*at..].starts_with(b"&lt;") || bytes[*at..].starts_with(b"&gt;"),
            _ => false,
        })
        .unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{KEPT, affordable};

    #[test]
    fn what_articles_hold_passes() {
        let code = format!("<pre>{}</pre>", "if (a &lt; b &amp;&amp; c) { }\n".repeat(20_000));
        let prose = "<p>«\u{a0}Non\u{a0}», dit-elle &amp; sortit.</p>".repeat(20_000);
        let log = format!("<pre>{}</pre>", format!("{} & ", "a line of the log ".repeat(100)).repeat(500));
        let settings = format!("<div data-settings='{}'>", "{&quot;name&quot;:&quot;value&quot;},".repeat(20_000));
        for html in [&code, &prose, &log, &settings] {
            assert_eq!(affordable(html).len(), html.len());
        }
    }

    #[test]
    fn floods_are_cut() {
        for piece in ["&", "&amp;", "&nbsp;", "\u{a0}", "&a "] {
            let html = format!("<p>before</p><p>{}", piece.repeat(400_000));
            let kept = affordable(&html);
            assert!(kept.len() <= 20 + KEPT && kept.starts_with("<p>before</p>"), "{piece}: {}", kept.len());
        }
        let attribute = format!("<p>before</p><p title='{}'>x", "&".repeat(400_000));
        assert!(affordable(&attribute).len() <= 20 + KEPT);
    }

    #[test]
    fn it_takes_no_time_itself() {
        let started = Instant::now();
        affordable(&"&lt;".repeat(1_000_000));
        affordable(&"&<x>".repeat(1_000_000));
        affordable(&"<".repeat(4_000_000));
        assert!(started.elapsed() < Duration::from_secs(10));
    }
}
