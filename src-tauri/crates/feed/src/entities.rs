//! Entity references as feeds use them: XML's five, HTML's many (declared nowhere), numbers, and the document's own.

use std::collections::HashMap;

use dom_query::Document;

/// Longest replacement text an own entity may have: a feed needs a namespace or a phrase, not a bomb.
const LONGEST: usize = 4096;

/// Different names one document may use: all of HTML's are fewer.
const MOST: usize = 4096;

/// What references stand for in one document.
#[derive(Default)]
pub(crate) struct Entities {
    known: HashMap<String, Option<String>>,
}

impl Entities {
    /// Takes up the `<!ENTITY name "text">` of a document type. Their texts are not expanded again, so nothing grows.
    pub(crate) fn declare(&mut self, doctype: &str) {
        for declaration in doctype.split("<!ENTITY").skip(1) {
            let Some((name, rest)) = declaration.trim_start().split_once(char::is_whitespace) else { continue };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            if let Some((value, _)) = rest[1..].split_once(quote).filter(|(value, _)| value.len() <= LONGEST) {
                self.known.entry(name.to_owned()).or_insert_with(|| Some(value.to_owned()));
            }
        }
    }

    /// The text of `&name;`; a reference nobody knows stays as it is written.
    pub(crate) fn resolve(&mut self, name: &str) -> String {
        let known = match name {
            "lt" => Some("<".to_owned()),
            "gt" => Some(">".to_owned()),
            "amp" => Some("&".to_owned()),
            "quot" => Some("\"".to_owned()),
            "apos" => Some("'".to_owned()),
            _ if name.len() > 32 || (self.known.len() >= MOST && !self.known.contains_key(name)) => None,
            _ => self.known.entry(name.to_owned()).or_insert_with(|| from_html(name)).clone(),
        };
        known.unwrap_or_else(|| format!("&{name};"))
    }

    /// All references of an attribute's value; a bare ampersand is one.
    pub(crate) fn unescape(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            match rest
                .split_once(';')
                .filter(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#'))
            {
                Some((name, after)) => {
                    out.push_str(&self.resolve(name));
                    rest = after;
                }
                None => out.push('&'),
            }
        }
        out.push_str(rest);
        out
    }
}

/// The HTML parser knows the names, and what numbers windows-1252 habits mean.
fn from_html(name: &str) -> Option<String> {
    let written = format!("&{name};");
    let read = Document::fragment(written.as_str()).text().to_string();
    (read != written && !read.is_empty()).then_some(read)
}
