//! One text of a feed, gathered with the markup in it and brought into the one form the library gets: escaped HTML.

use quick_xml::escape::escape;
use url::Url;

use crate::links;
use crate::pieces::Element;

/// Attributes that hold an address.
pub(crate) const ADDRESSES: &[&str] = &["href", "url", "src"];

/// Elements whose text is HTML.
const HTML: &[&str] = &[
    "title",
    "description",
    "content:encoded",
    "summary",
    "content",
    "subtitle",
    "tagline",
    "info",
    "rights",
    "media:description",
];

/// Elements whose text is an address.
pub(crate) const ADDRESS_TEXTS: &[&str] = &["link", "comments", "url", "icon", "logo"];

/// An element whose end has not come.
pub(crate) struct Capture {
    pub(crate) name: String,
    element: Element,
    pub(crate) base: Option<Url>,
    pub(crate) lang: Option<String>,
    /// The element says its language itself.
    pub(crate) own_lang: bool,
    /// The text without markup.
    pub(crate) plain: String,
    /// The text as HTML, with the elements found in it.
    markup: String,
    /// Names and bases of the open elements inside.
    inside: Vec<(String, Option<Url>)>,
    pub(crate) depth: usize,
    has_elements: bool,
}

impl Capture {
    pub(crate) fn new(name: String, element: &Element, base: Option<Url>, lang: Option<String>) -> Self {
        let own_lang = element.attributes.iter().any(|(name, _)| name == "xml:lang");
        Self {
            name,
            element: element.clone(),
            base,
            lang,
            own_lang,
            plain: String::new(),
            markup: String::new(),
            inside: Vec::new(),
            depth: 0,
            has_elements: false,
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.plain.push_str(text);
        self.markup.push_str(&escape(text));
    }

    pub(crate) fn open(&mut self, element: &Element) {
        self.depth += 1;
        self.has_elements = true;
        let outer = self.inside.last().map_or(self.base.as_ref(), |(_, base)| base.as_ref());
        let base = base_of(element, outer).or_else(|| outer.cloned());
        self.markup.push('<');
        self.markup.push_str(&element.local);
        for (name, value) in attributes(element, base.as_ref()) {
            self.markup.extend([" ", &name, "=\"", &escape(value.as_str()), "\""]);
        }
        self.markup.push('>');
        self.inside.push((element.local.clone(), base));
    }

    /// True when it is the captured element itself that ends.
    pub(crate) fn close(&mut self) -> bool {
        let Some((name, _)) = self.inside.pop() else { return true };
        self.depth -= 1;
        if !matches!(
            name.to_ascii_lowercase().as_str(),
            "br" | "hr" | "img" | "input" | "wbr" | "source" | "embed" | "track" | "col" | "area"
        ) {
            self.markup.extend(["</", &name, ">"]);
        }
        false
    }

    /// What the element says; HTML where the format has it.
    pub(crate) fn value(&self, atom: bool) -> String {
        if !HTML.contains(&self.name.as_str()) {
            let text = if self.has_elements && self.name != "link" { &self.markup } else { &self.plain };
            let text = text.trim();
            let joined = self
                .base
                .as_ref()
                .filter(|_| ADDRESS_TEXTS.contains(&self.name.as_str()))
                .and_then(|base| links::joined(text, base));
            return joined.unwrap_or_else(|| text.to_owned());
        }
        let html = if atom || self.element.name.starts_with("atom:") { self.atom_html() } else { self.html() };
        match &self.base {
            Some(base) => links::absolute(&html, base).into_owned(),
            None => html,
        }
    }

    fn html(&self) -> String {
        if self.has_elements { unwrapped(&self.markup).to_owned() } else { self.plain.clone() }
    }

    /// By the kind an Atom text says it is (RFC 4287, 3.1 and 4.1.3; Atom 0.3 had `mode` as well).
    fn atom_html(&self) -> String {
        let kind = self.element.attribute("type").unwrap_or_default().trim().to_ascii_lowercase();
        let is_text = kind == "text" || kind == "text/plain";
        let is_binary =
            kind.contains('/') && !kind.starts_with("text/") && !kind.ends_with("xml") && !kind.ends_with("html");
        let decoded = (self.element.attribute("mode") == Some("base64") || (is_binary && !self.has_elements))
            .then(|| base64(&self.plain))
            .flatten();
        match decoded {
            Some(text) if is_text => escape(text).into_owned(),
            Some(text) => text,
            None if self.has_elements => unwrapped(&self.markup).to_owned(),
            // Unlabelled text is plain by the standard and HTML by habit: its look decides.
            None if kind.is_empty() && looks_like_html(&self.plain) => self.plain.clone(),
            None if kind.is_empty() || is_text || (kind.contains('/') && !kind.contains("html")) => {
                escape(self.plain.as_str()).into_owned()
            }
            None => self.plain.clone(),
        }
    }

    /// Whether an RSS id says that it is an address as well.
    pub(crate) fn is_permalink(&self) -> bool {
        let says_no =
            self.element.attribute("isPermaLink").is_some_and(|value| value.trim().eq_ignore_ascii_case("false"));
        let value = self.plain.trim();
        !says_no && (value.starts_with("http://") || value.starts_with("https://"))
    }

    /// Its attributes as they are written: the kind of text is settled, a link's address is in `href`.
    pub(crate) fn attributes(&self, atom: bool) -> Vec<(String, String)> {
        let mut all = attributes(&self.element, self.base.as_ref());
        if atom && HTML.contains(&self.name.as_str()) {
            all.retain(|(name, _)| name == "src");
            all.push(("type".to_owned(), "html".to_owned()));
        }
        let text = self.plain.trim();
        if atom && self.name == "link" && !text.is_empty() && self.element.attribute("href").is_none() {
            all.push((
                "href".to_owned(),
                self.base.as_ref().and_then(|base| links::joined(text, base)).unwrap_or_else(|| text.to_owned()),
            ));
        }
        if self.name == "itunes:image" && self.element.attribute("href").is_none() {
            let address = self.element.attribute("url").unwrap_or(text);
            all.push(("href".to_owned(), address.to_owned()));
        }
        all
    }
}

/// The base an element sets, if it sets one.
pub(crate) fn base_of(element: &Element, outer: Option<&Url>) -> Option<Url> {
    let written = element.attributes.iter().find(|(name, _)| name == "xml:base").map(|(_, value)| value.trim())?;
    match outer {
        Some(outer) => outer.join(written).ok(),
        None => Url::parse(written).ok(),
    }
}

/// An element's attributes without those of XML itself, addresses absolute.
pub(crate) fn attributes(element: &Element, base: Option<&Url>) -> Vec<(String, String)> {
    element
        .attributes
        .iter()
        .filter(|(name, _)| {
            !name.starts_with("xml") && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.'))
        })
        .map(|(name, value)| {
            let joined =
                base.filter(|_| ADDRESSES.contains(&name.as_str())).and_then(|base| links::joined(value.trim(), base));
            (name.clone(), joined.unwrap_or_else(|| value.clone()))
        })
        .collect()
}

/// XHTML stands in one bare `<div>` that is not part of it.
fn unwrapped(markup: &str) -> &str {
    let whole = markup.trim();
    let inner = whole.strip_prefix("<div>").and_then(|rest| rest.strip_suffix("</div>"));
    inner
        .filter(|inner| inner.matches("<div").count() == inner.matches("</div>").count() && !ends_early(inner))
        .unwrap_or(whole)
}

/// `a</div><div>b`: the first div is not the last's.
fn ends_early(inner: &str) -> bool {
    let mut depth = 0_i32;
    inner.match_indices("div").any(|(at, _)| {
        depth += i32::from(inner[..at].ends_with('<')) - i32::from(inner[..at].ends_with("</"));
        depth < 0
    })
}

fn looks_like_html(text: &str) -> bool {
    text.contains("</")
        || text.contains("/>")
        || ["<p>", "<br>", "<img ", "&amp;", "&lt;", "&#", "&nbsp;", "&quot;"].iter().any(|sign| text.contains(sign))
}

/// Base64 that holds UTF-8 text.
fn base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap_or_default());
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}
