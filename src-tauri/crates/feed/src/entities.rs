//! References as feeds use them: XML's five, HTML's many (declared nowhere), numbers, and the document's own entities.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;

use memchr::memchr;
use web_atoms::{C1_REPLACEMENTS, NAMED_ENTITIES};

use crate::tokens::{Token, Tokens};

/// Longest name of a reference; HTML's longest has 31 letters.
const LONGEST_NAME: usize = 32;

/// Longest name that HTML reads without a semicolon (`&Atilde`).
const LONGEST_BARE_NAME: usize = 6;

/// Longest replacement text an own entity may have: a feed needs a namespace or a phrase, not a bomb.
const LONGEST_TEXT: usize = 4096;

/// Texts that are looked through without the machinery that long ones need.
const SHORT: usize = 16;

/// What escaped HTML is full of.
const USUAL: &[(&str, char)] = &[("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("amp;", '&')];

/// Own entities of one document that are read.
const MOST: usize = 1024;

/// What references stand for in one document.
#[derive(Default)]
pub(crate) struct Entities<'a> {
    own: HashMap<&'a str, &'a str>,
    /// Bytes that own entities may still put in: their texts are not expanded again and never outgrow the document.
    budget: Cell<usize>,
}

impl<'a> Entities<'a> {
    /// Takes up the `<!ENTITY name "text">` of the document's type. External entities are never fetched.
    pub(crate) fn of(document: &'a str) -> Self {
        let mut entities = Self { own: HashMap::new(), budget: Cell::new(document.len() / 2 + LONGEST_TEXT * 2) };
        for token in Tokens::of(document) {
            match token {
                Token::Doctype(doctype) => entities.declare(doctype),
                Token::Open { .. } | Token::Close(_) => break,
                _ => {}
            }
        }
        entities
    }

    fn declare(&mut self, doctype: &'a str) {
        for declaration in doctype.split("<!ENTITY").skip(1).take(MOST) {
            let Some((name, rest)) = declaration.trim_start().split_once(char::is_whitespace) else { continue };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            if let Some((value, _)) = rest[1..].split_once(quote).filter(|(value, _)| value.len() <= LONGEST_TEXT) {
                self.own.entry(name).or_insert(value);
            }
        }
    }

    /// XML text with its references resolved; one that nobody knows stays as it is written, a bare ampersand too.
    pub(crate) fn decode<'t>(&self, text: &'t str) -> Cow<'t, str> {
        decode_with(text, |rest, out| {
            for (written, character) in USUAL {
                if rest.starts_with(written) {
                    out.push(*character);
                    return written.len();
                }
            }
            let Some((name, len)) = reference(rest) else { return 0 };
            if !self.own.is_empty()
                && let Some(own) = self.own.get(name)
            {
                let Some(left) = self.budget.get().checked_sub(own.len()) else { return 0 };
                self.budget.set(left);
                // A number or a name of HTML's in it is meant as such; another own entity stays as it is written.
                out.push_str(&decode_with(own, |rest, out| {
                    reference(rest).filter(|(name, _)| push_named(name, out)).map_or(0, |(_, len)| len)
                }));
                return len;
            }
            if push_named(name, out) { len } else { 0 }
        })
    }
}

/// HTML text with its references resolved, those without their semicolon too.
pub fn decode_html(text: &str) -> Cow<'_, str> {
    decode_with(text, |rest, out| {
        if let Some((_, len)) = reference(rest).filter(|(name, _)| push_named(name, out)) {
            return len;
        }
        if let Some(digits) = rest.strip_prefix('#').map(|rest| rest.bytes().take_while(u8::is_ascii_digit).count())
            && digits > 0
            && push_named(&rest[..=digits], out)
        {
            return digits + 1;
        }
        let letters = rest.bytes().take(LONGEST_BARE_NAME).take_while(u8::is_ascii_alphanumeric).count();
        for len in (2..=letters).rev() {
            if let Some(&(first, _)) = NAMED_ENTITIES.get(&rest[..len]).filter(|(first, _)| *first != 0) {
                out.extend(char::from_u32(first));
                return len;
            }
        }
        0
    })
}

/// `put` gets what follows an ampersand, writes what it stands for and says how long it was; 0 leaves it a bare one.
fn decode_with<'t>(text: &'t str, put: impl Fn(&'t str, &mut String) -> usize) -> Cow<'t, str> {
    // Most texts are a word, or the blank between two elements.
    if text.len() < SHORT && !text.bytes().any(|byte| byte == b'&') {
        return Cow::Borrowed(text);
    }
    let Some(first) = memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let (mut done, mut next) = (0, Some(first));
    while let Some(at) = next {
        out.push_str(&text[done..at]);
        done = at + 1;
        match put(&text[done..], &mut out) {
            0 => out.push('&'),
            len => done += len,
        }
        next = memchr(b'&', &text.as_bytes()[done..]).map(|found| done + found);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// The name of a reference that ends with its semicolon, and the bytes both take.
fn reference(rest: &str) -> Option<(&str, usize)> {
    let end = rest.bytes().take(LONGEST_NAME).take_while(|byte| !matches!(byte, b';' | b'&' | b'<' | b' ')).count();
    (end > 0 && rest.as_bytes().get(end) == Some(&b';')).then(|| (&rest[..end], end + 1))
}

/// Writes the characters of `name` (`amp`, `#38`, `#x26`); false when nobody knows it.
fn push_named(name: &str, out: &mut String) -> bool {
    match name {
        "lt" => out.push('<'),
        "gt" => out.push('>'),
        "amp" => out.push('&'),
        "quot" => out.push('"'),
        "apos" => out.push('\''),
        _ if name.starts_with('#') => {
            let number = match name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => name[1..].parse(),
            };
            let Ok(number) = number else { return false };
            out.extend(character(number));
        }
        _ => {
            let mut key = [0; LONGEST_NAME + 1];
            let Some(place) = key.get_mut(..=name.len()) else { return false };
            place[..name.len()].copy_from_slice(name.as_bytes());
            place[name.len()] = b';';
            let known = std::str::from_utf8(place).ok().and_then(|key| NAMED_ENTITIES.get(key));
            let Some(&(first, second)) = known.filter(|(first, _)| *first != 0) else { return false };
            out.extend(char::from_u32(first));
            out.extend(char::from_u32(second).filter(|_| second != 0));
        }
    }
    true
}

/// The character a number stands for: those of windows-1252 where Unicode has controls, none for other controls.
fn character(number: u32) -> Option<char> {
    match number {
        0x80..=0x9f => windows(number),
        0..0x20 | 0x7f if !matches!(number, 9 | 10 | 13) => None,
        _ => char::from_u32(number),
    }
}

/// What windows-1252 has at a place where Unicode has a control character (HTML standard, 13.2.5.80).
pub(crate) fn windows(number: u32) -> Option<char> {
    let at = usize::try_from(number.checked_sub(0x80)?).ok()?;
    *C1_REPLACEMENTS.get(at)?
}

#[cfg(test)]
mod tests {
    use super::{Entities, decode_html};

    #[test]
    fn references_are_resolved_once() {
        let read = |text| Entities::of("").decode(text).into_owned();
        assert_eq!(read("a &lt;&amp;amp;&gt; &nbsp;&eacute;&#x41;&#66;"), "a <&amp;> \u{a0}éAB");
        assert_eq!(
            read("AT&T & Co; &unknown; &#146; &#0;&#xFFFFFFFF;&#x1FFFFFFFF;."),
            "AT&T & Co; &unknown; ’ &#x1FFFFFFFF;."
        );
        assert_eq!(decode_html("caf&eacute &copy2020 &ampx; &#8217s"), "café ©2020 &x; ’s");
    }

    #[test]
    fn own_entities_are_read_and_do_not_grow() {
        let document =
            "<!DOCTYPE a [<!ENTITY i \"tag:\"><!ENTITY j '&i;&i;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]><a>";
        let entities = Entities::of(document);
        assert_eq!(entities.decode("&i;x &j; &f;"), "tag:x &i;&i; &f;");
        let bomb = format!("<!DOCTYPE a [<!ENTITY b '{}'>]><a>", "x".repeat(4000));
        let read = Entities::of(&bomb).decode(&"&b;".repeat(100_000)).len();
        assert!(read < 320_000, "{read}");
    }
}
