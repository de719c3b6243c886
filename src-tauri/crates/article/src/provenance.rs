//! What extraction did: which way each field was found, and which blocks of the page were left out, and why.

use serde::{Deserialize, Serialize};

use crate::SafeHtml;

/// How an article came out of its page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The fields that were found, and the way each was.
    pub fields: Vec<Found>,
    /// What of the page's own text was left out, in the order of the page.
    pub left_out: Vec<LeftOut>,
}

/// A field and where it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// As [`crate::Extracted`] names it.
    pub field: String,
    /// For a person: `JSON-LD`, `og:title`, `heading on the page`.
    pub way: String,
}

/// A block of the page that is not in the body. It can be put back with [`crate::restore`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Why.
    pub reason: Reason,
    /// What tells this kind of block on this site from others: the same on the site's other pages. Given to
    /// [`crate::extract_keeping`], such blocks stay in. Empty for a block that nothing tells but its words.
    pub mark: String,
    /// The top-level block of the body it stood before, counted from 0; the number of blocks for the end.
    pub before: usize,
    /// The block, safe, as it would have been shown.
    pub html: SafeHtml,
    /// Its text, plain, for a list of what was left out.
    pub text: String,
}

/// Why a block is no part of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Advertisement, or its label.
    Advertisement,
    /// Box about the author.
    Author,
    /// Readers' comments.
    Comments,
    /// Notice about cookies or consent.
    Cookie,
    /// Navigation: menus, breadcrumbs, pages, sections.
    Navigation,
    /// Prompt for a newsletter, an app or a subscription.
    Newsletter,
    /// Something else around the article.
    Other,
    /// Repeats headline, deck, byline, date or caption.
    Repeated,
    /// Links to other articles.
    Related,
    /// Prompt or buttons to share.
    Share,
    /// List of tags or topics.
    Tags,
}
