//! Where an article can be sent.

use std::fmt;
use std::str::FromStr;

use crate::pages::{APPS, PAGES, Page};
use crate::{Item, Places, ShareError};

/// Bytes of what a bus calls a device or a program.
const LONGEST: usize = 200;

/// Names a target between two calls, across the wire as its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetId {
    /// The address, for the clipboard.
    CopyLink,
    /// Title, source and address, for the clipboard.
    CopyQuote,
    /// The same in Markdown.
    CopyMarkdown,
    /// A new mail in the person's program.
    Email,
    /// A program the person chooses.
    OpenWith,
    /// The page in the person's browser.
    Browser,
    /// A place of the table, on the web or a program, by its id.
    Place(&'static str),
    /// A place of the reader's own, by its name.
    Own(String),
    /// A phone, by the id KDE Connect gives it.
    KdeConnect(String),
    /// A phone, by the last part of its path at `GSConnect`.
    GsConnect(String),
    /// A contract of elementary's Contractor, by its id.
    Contract(String),
}

/// What choosing a target does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// Sends it to a device of the person's.
    Device,
    /// Hands over to another program.
    Program,
    /// Puts a text on the clipboard.
    Copy,
    /// Opens a page of the web with it.
    Page,
}

/// A row of the share menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// For [`send`](crate::send).
    pub id: TargetId,
    /// For the person.
    pub name: String,
    /// What choosing it does.
    pub kind: TargetKind,
}

/// What came of it. The messages are sentences for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "plain")]
pub enum Sent {
    /// Another program has it; whether it arrives is that program's.
    HandedOver { message: String },
    /// A text for the clipboard, which belongs to the face.
    Text { text: String, message: String },
    /// The person was asked something more, and changed their mind.
    Dismissed,
}

/// What there is everywhere for an item, in the order of the menu.
pub(crate) fn everywhere(item: &Item, places: &Places) -> Vec<Target> {
    let one = item.url.is_some();
    let mut found = vec![TargetId::Email];
    if one {
        found.push(TargetId::Browser);
        found.push(TargetId::CopyLink);
    }
    found.push(TargetId::CopyQuote);
    found.push(TargetId::CopyMarkdown);
    let mut targets: Vec<Target> = found.into_iter().map(|id| fixed(id, item)).collect();
    targets.extend(PAGES.iter().filter(|page| page.takes(item, places)).map(|page| of(page, TargetKind::Page)));
    let own = places.own().iter().filter(|own| crate::template::takes(&own.template, item));
    targets.extend(own.map(|own| Target {
        id: TargetId::Own(own.name.clone()),
        name: own.name.clone(),
        kind: TargetKind::Page,
    }));
    targets
}

/// A row of the table.
pub(crate) fn of(page: &Page, kind: TargetKind) -> Target {
    Target { id: TargetId::Place(page.id), name: page.name.to_owned(), kind }
}

/// A target that is there without looking.
pub(crate) fn fixed(id: TargetId, item: &Item) -> Target {
    let several = item.text.is_some();
    let (name, kind) = match &id {
        TargetId::CopyLink => ("Copy link", TargetKind::Copy),
        TargetId::CopyQuote if several => ("Copy as text", TargetKind::Copy),
        TargetId::CopyQuote => ("Copy as quote", TargetKind::Copy),
        TargetId::CopyMarkdown => ("Copy as Markdown", TargetKind::Copy),
        TargetId::Email => ("E-mail…", TargetKind::Program),
        TargetId::OpenWith => ("Open with…", TargetKind::Program),
        _ => ("Open in browser", TargetKind::Program),
    };
    Target { id, name: name.to_owned(), kind }
}

impl TargetKind {
    /// `device`, `program`, `copy` or `page`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Program => "program",
            Self::Copy => "copy",
            Self::Page => "page",
        }
    }
}

impl fmt::Display for TargetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CopyLink => f.write_str("copy-link"),
            Self::CopyQuote => f.write_str("copy-quote"),
            Self::CopyMarkdown => f.write_str("copy-markdown"),
            Self::Email => f.write_str("email"),
            Self::OpenWith => f.write_str("open-with"),
            Self::Browser => f.write_str("browser"),
            Self::Place(id) => f.write_str(id),
            Self::Own(name) => write!(f, "own:{name}"),
            Self::KdeConnect(id) => write!(f, "kdeconnect:{id}"),
            Self::GsConnect(id) => write!(f, "gsconnect:{id}"),
            Self::Contract(id) => write!(f, "contract:{id}"),
        }
    }
}

impl FromStr for TargetId {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Self, ShareError> {
        let fixed = [Self::CopyLink, Self::CopyQuote, Self::CopyMarkdown, Self::Email, Self::OpenWith, Self::Browser];
        if let Some(id) = fixed.into_iter().find(|id| id.to_string() == text) {
            return Ok(id);
        }
        if let Some(page) = PAGES.iter().chain(APPS).find(|page| page.id == text) {
            return Ok(Self::Place(page.id));
        }
        let (kind, name) = text.split_once(':').ok_or(ShareError::UnknownTarget)?;
        let name = name.to_owned();
        match kind {
            "own" => Ok(Self::Own(name)),
            "kdeconnect" if is_element(&name) => Ok(Self::KdeConnect(name)),
            "gsconnect" if is_element(&name) => Ok(Self::GsConnect(name)),
            "contract" if !name.is_empty() && name.len() <= LONGEST && !name.chars().any(char::is_control) => {
                Ok(Self::Contract(name))
            }
            _ => Err(ShareError::UnknownTarget),
        }
    }
}

/// Whether a name can be an element of a D-Bus path (D-Bus specification, "Valid Object Paths"): what a bus or a window
/// says goes into one.
pub(crate) fn is_element(name: &str) -> bool {
    !name.is_empty() && name.len() <= LONGEST && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::TargetId;
    use crate::ShareError;

    #[test]
    fn a_target_is_known_by_its_text_and_no_other_path_is() {
        for text in
            ["copy-link", "open-with", "mastodon", "telegram", "own:My notes: x", "kdeconnect:ab12_cd", "contract:a b"]
        {
            assert_eq!(text.parse::<TargetId>().unwrap().to_string(), text);
        }
        for text in
            ["", "fax", "kdeconnect:", "kdeconnect:../x", "kdeconnect:a/b", "gsconnect:a-b", "contract:a\nb", "page:x"]
        {
            assert_eq!(text.parse::<TargetId>(), Err(ShareError::UnknownTarget), "{text}");
        }
        assert_eq!(format!("contract:{}", "x".repeat(201)).parse::<TargetId>(), Err(ShareError::UnknownTarget));
    }
}
