//! Tags: the reader's own words on articles.

use jiff::Timestamp;
use rusqlite::Transaction;

use crate::error::Fault;
use crate::time::millis;
use crate::{ArticleId, Library, LibraryError};

/// Characters of a tag, at most.
pub const LONGEST_TAG: usize = 100;

/// A tag that was given another name, or taken off every article; what undoing that needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retagged {
    from: String,
    to: Option<String>,
    /// The articles that had it, and since when.
    articles: Vec<(ArticleId, i64)>,
    /// Those of them that did not have the new name before.
    new: Vec<ArticleId>,
}

impl Retagged {
    /// How many articles had the tag.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.articles.len()
    }
}

impl Library {
    /// Puts a tag on an article. Blanks around it do not count.
    ///
    /// # Errors
    /// `Invalid` for an empty tag or one longer than [`LONGEST_TAG`]; `NotFound`.
    pub fn tag(&self, id: ArticleId, name: &str, now: Timestamp) -> Result<(), LibraryError> {
        let name = usable(name)?;
        self.change_shared(id, move |transaction, id| {
            transaction
                .execute("INSERT OR IGNORE INTO tag (article, name, at) VALUES (?1, ?2, ?3)", (id, name, millis(now)))
        })
    }

    /// Takes a tag off an article.
    pub fn untag(&self, id: ArticleId, name: &str) -> Result<(), LibraryError> {
        let name = name.trim().to_owned();
        self.change_shared(id, move |transaction, id| {
            transaction.execute("DELETE FROM tag WHERE article = ?1 AND name = ?2", (id, name))
        })
    }

    /// All tags in alphabetical order, with how many articles have each.
    pub fn tags(&self) -> Result<Vec<(String, u64)>, LibraryError> {
        self.reader().read(|connection| {
            let mut query = connection
                .prepare_cached("SELECT name, count(*) FROM tag GROUP BY name ORDER BY name COLLATE NOCASE, name")?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Gives a tag another name on all its articles, or with none takes it off them. Where the other name is a tag already,
    /// the two become one.
    ///
    /// # Errors
    /// `Invalid` where no article has the tag, and as [`Library::tag`].
    pub fn rename_tag(&self, from: &str, to: Option<&str>) -> Result<Retagged, LibraryError> {
        let (from, to) = (from.trim().to_owned(), to.map(usable).transpose()?);
        self.writer().write(move |transaction| {
            let articles = transaction
                .prepare_cached("SELECT article, at FROM tag WHERE name = ?1 ORDER BY article")?
                .query_map([&from], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<Vec<(ArticleId, i64)>, _>>()?;
            if articles.is_empty() {
                return Err(LibraryError::invalid(
                    "tag",
                    format!("no article has the tag “{from}”"),
                    "look at the tags there are with `standfirst tags`",
                )
                .into());
            }
            let mut new = Vec::new();
            if to.as_ref() != Some(&from) {
                // The new one first: an article that only its tag keeps in sight stays there.
                for (article, at) in articles.iter().filter(|_| to.is_some()) {
                    new.extend((put(transaction, *article, to.as_deref(), *at)? > 0).then_some(*article));
                }
                transaction.execute("DELETE FROM tag WHERE name = ?1", [&from])?;
            }
            Ok(Retagged { from, to, articles, new })
        })
    }

    /// Takes a renaming or removal of a tag back.
    pub fn undo_rename_tag(&self, done: &Retagged) -> Result<(), LibraryError> {
        let done = done.clone();
        self.writer().write(move |transaction| {
            for (article, at) in &done.articles {
                put(transaction, *article, Some(&done.from), *at)?;
            }
            let mut delete = transaction.prepare_cached("DELETE FROM tag WHERE article = ?1 AND name = ?2")?;
            for article in &done.new {
                delete.execute((article, &done.to))?;
            }
            Ok(())
        })
    }
}

fn put(transaction: &Transaction<'_>, article: ArticleId, name: Option<&str>, at: i64) -> Result<usize, Fault> {
    Ok(transaction
        .prepare_cached("INSERT OR IGNORE INTO tag (article, name, at) VALUES (?1, ?2, ?3)")?
        .execute((article, name, at))?)
}

/// A tag as it is kept: in one line, without blanks around it.
pub(crate) fn usable(name: &str) -> Result<String, LibraryError> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(LibraryError::invalid("tag", "it is empty", "give it at least one letter"));
    }
    if name.chars().count() > LONGEST_TAG {
        let why = format!("it is longer than {LONGEST_TAG} characters");
        return Err(LibraryError::invalid("tag", why, "give it a shorter name"));
    }
    Ok(name)
}

/// A tag another program kept, cut to the length of a tag.
pub(crate) fn cut(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    name.chars().take(LONGEST_TAG).collect::<String>().trim_end().to_owned()
}
