//! Articles: what is stored once, revised when its source changes it, and read in full.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row};
use serde::{Deserialize, Serialize};

use crate::alike::Side;
use crate::error::Fault;
use crate::query::{self, number, text, texts};
use crate::texts as text_of;
use crate::time::timestamp;
use crate::{ArticleId, ArticleRow, Library, LibraryError, Notice, SourceId, body, kept};

/// Where an article's text came from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The feed.
    #[default]
    Feed,
    /// Its page.
    Page,
}

/// An article to store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewArticle {
    /// The entry's id, unique in its source.
    pub guid: String,
    /// Its address.
    pub url: Option<String>,
    /// Headline, plain text.
    pub title: String,
    /// Deck, plain text.
    pub deck: Option<String>,
    /// The publisher's rubric.
    pub section: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// When it was published; first seen, where none is given.
    pub published: Option<Timestamp>,
    /// When it was changed last.
    pub updated: Option<Timestamp>,
    /// BCP 47 language.
    pub lang: Option<String>,
    /// The address of the lead image.
    pub lead_image: Option<String>,
    /// Its caption.
    pub caption: Option<String>,
    /// Its credit.
    pub credit: Option<String>,
    /// Safe HTML.
    pub html: String,
    /// The same as plain text.
    pub text: String,
    /// The publisher's breadcrumbs, outermost first.
    pub breadcrumbs: Vec<String>,
    /// Cited sources: name and address.
    pub cited: Vec<(String, Option<String>)>,
    /// Where the text came from.
    pub origin: Origin,
    /// A fingerprint of the entry as published, for [`Library::known_entries`].
    #[serde(default)]
    pub entry: Option<i64>,
    /// The feed's text is only a beginning.
    #[serde(default)]
    pub excerpt: bool,
    /// How a page's text came out of it, and what was left out: JSON (crate `article`).
    #[serde(default)]
    pub provenance: Option<String>,
}

/// What storing did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// Articles not seen before.
    pub new: Vec<ArticleId>,
    /// Articles that became a new revision.
    pub changed: Vec<ArticleId>,
    /// How many were as before.
    pub unchanged: usize,
    /// Of which new articles rules want the reader to be told.
    pub notices: Vec<Notice>,
}

/// An article in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Article {
    /// As lists have it.
    #[serde(flatten)]
    pub row: ArticleRow,
    /// Safe HTML.
    pub html: String,
    /// Plain text.
    pub text: String,
    /// The lead image's caption.
    pub caption: Option<String>,
    /// The lead image's credit.
    pub credit: Option<String>,
    /// The publisher's breadcrumbs, outermost first.
    pub breadcrumbs: Vec<String>,
    /// Cited sources: name and address.
    pub cited: Vec<(String, Option<String>)>,
    /// When its source changed it last.
    pub updated: Option<Timestamp>,
    /// BCP 47 language.
    pub lang: Option<String>,
    /// Where the text came from.
    pub origin: Origin,
    /// When this revision was fetched.
    pub fetched: Timestamp,
    /// Which revision this is, from 1.
    pub revisions: u32,
    /// The feed's text is only a beginning.
    pub excerpt: bool,
    /// The reader wants all its text and pictures here.
    pub offline: bool,
    /// How the shown text came out of its page, and what was left out: JSON (crate `article`).
    #[serde(skip)]
    pub provenance: Option<String>,
    /// What is left in of the source's pages: [`Library::keep_mark`].
    #[serde(skip)]
    pub kept: Vec<String>,
}

impl NewArticle {
    /// What of it is compared with others.
    pub(crate) fn side(&self) -> Side<'_> {
        Side { url: self.url.as_deref(), title: &self.title, text: &self.text }
    }
}

impl Origin {
    /// As the database and faces spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Page => "page",
        }
    }

    pub(crate) fn named(name: &str) -> Self {
        if name == "page" { Self::Page } else { Self::Feed }
    }
}

/// What only the article in full has, beside its row and its texts.
struct Rest {
    caption: Option<String>,
    credit: Option<String>,
    breadcrumbs: Vec<String>,
    cited: Vec<(String, Option<String>)>,
    updated: Option<Timestamp>,
    lang: Option<String>,
    origin: Origin,
    fetched: Timestamp,
    revisions: u32,
    excerpt: bool,
    offline: bool,
    source: SourceId,
}

impl Rest {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            caption: texts(row, 0)?,
            credit: texts(row, 1)?,
            // A list that cannot be read is worth less than the article beside it.
            breadcrumbs: serde_json::from_str(&text(row, 2)?).unwrap_or_default(),
            cited: serde_json::from_str(&text(row, 3)?).unwrap_or_default(),
            updated: row.get::<_, Option<i64>>(4)?.map(timestamp),
            lang: texts(row, 5)?,
            origin: Origin::named(&text(row, 6)?),
            fetched: timestamp(row.get(7)?),
            revisions: number(row, 8)?.unwrap_or_default(),
            excerpt: row.get(9)?,
            offline: row.get(10)?,
            source: row.get(11)?,
        })
    }
}

impl Library {
    /// An article in full, shown or not.
    pub fn article(&self, id: ArticleId) -> Result<Article, LibraryError> {
        self.reader().read(|connection| {
            let missing = || Fault::from(LibraryError::not_found("article", id));
            let row = query::row(connection, id)?.ok_or_else(missing)?;
            let rest = connection
                .prepare_cached(
                    "SELECT caption, credit, breadcrumbs, cited, updated, lang, origin, fetched, revision, excerpt, offline, source
                     FROM article JOIN status ON status.id = article.id WHERE article.id = ?1",
                )?
                .query_row([id], Rest::from_row)
                .optional()?
                .ok_or_else(missing)?;
            let body = body::read(connection, id.get())?;
            let (html, text) = body.map(|body| (body.html, body.text)).unwrap_or_default();
            Ok(Article {
                row,
                html,
                text,
                caption: rest.caption,
                credit: rest.credit,
                breadcrumbs: rest.breadcrumbs,
                cited: rest.cited,
                updated: rest.updated,
                lang: rest.lang,
                origin: rest.origin,
                fetched: rest.fetched,
                revisions: rest.revisions,
                excerpt: rest.excerpt,
                offline: rest.offline,
                provenance: text_of::provenance(connection, id)?,
                kept: kept::marks(connection, rest.source, id)?,
            })
        })
    }

    /// The article of a source's entry, when it is stored.
    pub fn find_article(&self, source: SourceId, guid: &str) -> Result<Option<ArticleId>, LibraryError> {
        self.reader().read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT status.id FROM status JOIN article ON article.id = status.id WHERE source = ?1 AND guid = ?2",
            )?;
            Ok(query.query_row((source, guid), |row| row.get(0)).optional()?)
        })
    }

    /// The source an article is from, followed or not; the shelf for pages saved on their own.
    pub fn source_of(&self, id: ArticleId) -> Result<SourceId, LibraryError> {
        self.reader().read(|connection| {
            let mut query = connection.prepare_cached("SELECT source FROM status WHERE id = ?1")?;
            let found = query.query_row([id], |row| row.get(0)).optional()?;
            found.ok_or_else(|| LibraryError::not_found("article", id).into())
        })
    }

    /// The article at an address, the newest where several have it. Looks through all of them.
    pub fn find_by_address(&self, url: &str) -> Result<Option<ArticleId>, LibraryError> {
        self.reader().read(|connection| {
            let mut query =
                connection.prepare_cached("SELECT id FROM article WHERE url = ?1 ORDER BY id DESC LIMIT 1")?;
            Ok(query.query_row([url], |row| row.get(0)).optional()?)
        })
    }
}
