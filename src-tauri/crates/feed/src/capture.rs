//! One text of a feed, gathered with the markup in it, and brought into the form the reader gets.

use std::borrow::Cow;
use std::rc::Rc;

use url::Url;

use crate::base64;
use crate::fields::Field;
use crate::links;
use crate::model::Author;
use crate::person::person;
use crate::pieces::Element;
use crate::spaces::{MATH_ML, SVG, Space};
use crate::text::{escaped, push_escaped};

/// HTML elements that have no end tag.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Markup that was text all along shows one of these.
const HTML_SIGNS: &[&str] = &["</", "/>", "<p>", "<br>", "<img ", "&amp;", "&lt;", "&#", "&nbsp;", "&quot;"];

/// An element whose end has not come.
pub(crate) struct Capture<'a> {
    pub(crate) field: Field,
    pub(crate) element: Element<'a>,
    pub(crate) base: Option<Rc<Url>>,
    pub(crate) lang: Option<Rc<str>>,
    /// The text; with elements inside, the text as HTML.
    text: Cow<'a, str>,
    /// White space that counts when more text follows; at the ends it does not, and costs no copy of the text.
    blank: Cow<'a, str>,
    has_elements: bool,
    inside: Vec<Inside<'a>>,
}

/// An open element of the markup.
struct Inside<'a> {
    name: &'a str,
    space: Space,
    base: Option<Rc<Url>>,
}

impl<'a> Capture<'a> {
    pub(crate) fn new(field: Field, element: Element<'a>, base: Option<Rc<Url>>, lang: Option<Rc<str>>) -> Self {
        let (text, blank) = (Cow::Borrowed(""), Cow::Borrowed(""));
        Self { field, element, base, lang, text, blank, has_elements: false, inside: Vec::new() }
    }

    /// How many of its elements are open, itself left out.
    pub(crate) fn depth(&self) -> usize {
        self.inside.len()
    }

    pub(crate) fn text(&mut self, text: Cow<'a, str>) {
        if self.has_elements {
            push_escaped(&text, self.text.to_mut());
        } else if text.trim_ascii().is_empty() {
            self.blank = text;
        } else if self.text.is_empty() {
            self.text = text;
        } else {
            let blank = std::mem::take(&mut self.blank);
            self.text.to_mut().extend([blank.as_ref(), text.as_ref()]);
        }
    }

    pub(crate) fn open(&mut self, element: &Element<'a>) {
        if !self.has_elements {
            self.has_elements = true;
            self.text = Cow::Owned(escaped(&self.text).into_owned());
            let blank = std::mem::take(&mut self.blank);
            self.text.to_mut().push_str(&blank);
        }
        let (outer, outer_space) =
            self.inside.last().map_or((&self.base, Space::Own), |inside| (&inside.base, inside.space));
        let base = base_of(element, outer.as_ref());
        let out = self.text.to_mut();
        out.push('<');
        out.push_str(element.name);
        let address = match element.space {
            Space::Svg => SVG,
            Space::MathMl => MATH_ML,
            _ => "",
        };
        if !address.is_empty() && element.space != outer_space {
            out.extend([" xmlns=\"", address, "\""]);
        }
        let mut has_xlink = false;
        for (name, value) in element.attributes() {
            let is_name =
                |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b':' | b'-' | b'_' | b'.');
            if name.starts_with("xml") || !name.bytes().all(is_name) {
                continue;
            }
            if name.starts_with("xlink:") && !has_xlink {
                has_xlink = true;
                out.push_str(" xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
            }
            let joined = base
                .as_ref()
                .filter(|_| is_address(name) && !value.starts_with('#'))
                .and_then(|base| links::joined(&value, base));
            let value = joined.map_or(value, Cow::Owned);
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            let mut done = 0;
            for quote in memchr::memchr_iter(b'"', value.as_bytes()) {
                push_escaped(&value[done..quote], out);
                out.push_str("&quot;");
                done = quote + 1;
            }
            push_escaped(&value[done..], out);
            out.push('"');
        }
        out.push('>');
        self.inside.push(Inside { name: element.name, space: element.space, base });
    }

    /// True when it is the captured element itself that ends.
    pub(crate) fn close(&mut self) -> bool {
        let Some(inside) = self.inside.pop() else { return true };
        if !VOID.iter().any(|known| known.eq_ignore_ascii_case(inside.name)) {
            let out = self.text.to_mut();
            out.push_str("</");
            out.push_str(inside.name);
            out.push('>');
        }
        false
    }

    /// The text as it stands, without markup.
    pub(crate) fn plain(&self) -> Cow<'_, str> {
        let text = self.text.trim_ascii();
        if self.has_elements { crate::text::plain(text).unwrap_or_default().into() } else { text.into() }
    }

    /// The text as it stands, with markup that was meant as text.
    pub(crate) fn words(&self) -> Cow<'_, str> {
        self.text.trim_ascii().into()
    }

    /// A person in one line, or in elements within it as Atom has them.
    pub(crate) fn person(&self) -> Option<Author> {
        let part = |name: &str| {
            let (_, rest) = self.text.split_once(&format!("<{name}>"))?;
            crate::text::plain(rest.split_once("</")?.0)
        };
        if self.has_elements && self.text.contains("</name>") {
            return Some(Author { name: part("name"), email: part("email"), url: part("uri").or_else(|| part("url")) });
        }
        person(&self.text)
    }

    /// The text as HTML: whatever the element says it is.
    pub(crate) fn html(&self, is_atom: bool) -> Cow<'_, str> {
        if is_atom || self.element.space == Space::Atom {
            return self.atom_html();
        }
        if self.has_elements { unwrapped(&self.text).into() } else { self.text.trim_ascii().into() }
    }

    /// By the kind an Atom text says it is (RFC 4287, 3.1 and 4.1.3; Atom 0.3 had `mode` as well).
    fn atom_html(&self) -> Cow<'_, str> {
        let kind =
            self.element.attribute("type").map(|kind| kind.trim_ascii().to_ascii_lowercase()).unwrap_or_default();
        let is_text = kind == "text" || kind == "text/plain";
        let is_binary =
            kind.contains('/') && !kind.starts_with("text/") && !kind.ends_with("xml") && !kind.ends_with("html");
        if self.has_elements {
            let markup = unwrapped(&self.text);
            // Escaped HTML within a bare div: the kind says HTML, and what is in it has no element of its own.
            let is_escaped = kind == "html" && !markup.contains('<') && markup.contains("&lt;");
            return if is_escaped { crate::entities::decode_html(markup) } else { markup.into() };
        }
        let text = self.text.trim_ascii();
        let is_base64 = is_binary || self.element.attribute("mode").is_some_and(|mode| mode == "base64");
        match is_base64.then(|| base64::text(text)).flatten() {
            Some(read) if is_text => escaped(&read).into_owned().into(),
            Some(read) => read.into(),
            // Unlabelled text is plain by the standard and HTML by habit: its look decides.
            None if memchr::memchr2(b'<', b'&', text.as_bytes()).is_none() => escaped(text),
            None if kind.is_empty() && HTML_SIGNS.iter().any(|sign| text.contains(sign)) => text.into(),
            None if kind.is_empty() || is_text || (kind.contains('/') && !kind.contains("html")) => escaped(text),
            None => text.into(),
        }
    }
}

/// Attributes of XHTML that hold an address.
fn is_address(name: &str) -> bool {
    matches!(name, "cite" | "href" | "poster" | "src")
}

/// The base in force in an element.
pub(crate) fn base_of(element: &Element<'_>, outer: Option<&Rc<Url>>) -> Option<Rc<Url>> {
    let own = element.of_xml("base").and_then(|written| match outer {
        Some(outer) => outer.join(written.trim_ascii()).ok(),
        None => Url::parse(written.trim_ascii()).ok(),
    });
    own.map(Rc::new).or_else(|| outer.cloned())
}

/// XHTML stands in one bare `<div>` that is not part of it.
fn unwrapped(markup: &str) -> &str {
    let whole = markup.trim_ascii();
    let Some(inner) = whole.strip_prefix("<div>").and_then(|rest| rest.strip_suffix("</div>")) else { return whole };
    // `a</div><div>b`: the first div is not the last's.
    let mut depth = 0_usize;
    for at in memchr::memmem::find_iter(inner.as_bytes(), b"div") {
        if inner[..at].ends_with("</") {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return whole,
            }
        } else if inner[..at].ends_with('<') {
            depth += 1;
        }
    }
    inner.trim_ascii()
}
