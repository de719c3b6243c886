//! What a rule is made of. Patterns, templates and markers are those of [`super::super::pattern`].

/// What a site offers at addresses of one kind.
pub(super) struct Rule {
    /// Host patterns, with blanks between.
    pub(super) hosts: &'static str,
    pub(super) path: &'static str,
    pub(super) query: &'static str,
    /// Values that are the site's own pages, where a name is taken; with a last `*`, all that begin so.
    pub(super) not: &'static [&'static str],
    /// The rule needs the page: one of these must stand in it.
    pub(super) page: &'static [&'static str],
    /// The page does not tell: this is to be asked, and the markers stand in the answer.
    pub(super) ask: Option<&'static str>,
    /// Title and template of each feed, best first.
    pub(super) feeds: &'static [(&'static str, &'static str)],
}

/// A rule that needs the address alone.
pub(super) const fn at(
    hosts: &'static str,
    path: &'static str,
    feeds: &'static [(&'static str, &'static str)],
) -> Rule {
    Rule { hosts, path, query: "", not: &[], page: &[], ask: None, feeds }
}

impl Rule {
    /// Only with this query.
    pub(super) const fn query(self, query: &'static str) -> Self {
        Self { query, ..self }
    }

    /// Not for these names.
    pub(super) const fn not(self, not: &'static [&'static str]) -> Self {
        Self { not, ..self }
    }

    /// Only with one of these in the page.
    pub(super) const fn page(self, page: &'static [&'static str]) -> Self {
        Self { page, ..self }
    }

    /// Not without asking there.
    pub(super) const fn ask(self, ask: &'static str) -> Self {
        Self { ask: Some(ask), ..self }
    }
}
