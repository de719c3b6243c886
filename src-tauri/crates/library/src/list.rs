//! Lists of articles, newest first, page by page. A cursor names the last row seen, so rows that come or go
//! between two pages neither repeat nor hide others.

use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use crate::error::Fault;
use crate::query::{self, Condition};
use crate::{AlsoIn, ArticleId, Highlight, Library, LibraryError, Order, SourceId, later, walk};

/// Which articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Scope {
    /// All that are shown.
    #[default]
    All,
    /// Unread ones.
    Unread,
    /// Saved ones, but for those that are put away.
    Saved,
    /// Saved ones that are put away.
    Archived,
    /// Those that rules took out of the lists.
    Hidden,
    /// Those of a source.
    Source(SourceId),
    /// Those of a folder's sources.
    Folder(String),
    /// Those with a tag.
    Tag(String),
    /// Those that fulfil a query.
    Search(::query::Query),
}

impl Scope {
    /// What a search is to find must be in the index.
    pub(crate) fn catch_up(&self, library: &Library) -> Result<(), LibraryError> {
        if matches!(self, Self::Search(_)) { library.catch_up() } else { Ok(()) }
    }
}

/// What to list. All conditions hold together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a condition of its own")]
pub struct ListQuery {
    /// Which articles.
    pub scope: Scope,
    /// Only unread ones.
    pub unread: bool,
    /// Only saved ones that are not put away.
    pub saved: bool,
    /// Only ones that are put away.
    pub archived: bool,
    /// Only ones with highlights.
    pub highlighted: bool,
    /// Only of this source.
    pub source: Option<SourceId>,
    /// Only of this folder's sources.
    pub folder: Option<String>,
    /// Only with this tag.
    pub tag: Option<String>,
    /// Only of this section.
    pub section: Option<String>,
    /// In which order. Any but the usual one is of what is saved or archived.
    pub order: Order,
    /// After the row of this cursor.
    pub after: Option<String>,
    /// At most so many rows; none is all.
    pub limit: Option<usize>,
}

impl ListQuery {
    /// What is unread of all is what asks for attention, so quiet sources are left out of it. Who names a source, a folder, a
    /// tag or anything else gets all of it.
    pub(crate) fn leaves_out_quiet(&self) -> bool {
        let Self {
            scope,
            unread,
            saved,
            archived,
            highlighted,
            source,
            folder,
            tag,
            section,
            order: _,
            after: _,
            limit: _,
        } = self;
        let of_all = *scope == Scope::Unread || (*scope == Scope::All && *unread);
        let named = source.is_some() || folder.is_some() || tag.is_some() || section.is_some();
        of_all && !named && !saved && !archived && !highlighted
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Newest first.
    pub rows: Vec<ArticleRow>,
    /// The cursor of the next page; none at the end.
    pub next: Option<String>,
}

/// An article in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "the marks that an article has are independent")]
pub struct ArticleRow {
    /// Its id.
    pub id: ArticleId,
    /// Its source, while that is followed.
    pub source: Option<SourceId>,
    /// Its source's name.
    pub source_title: String,
    /// Its feed's address; empty for pages saved on their own.
    pub feed: String,
    /// The entry's id in its source.
    pub guid: String,
    /// Its address.
    pub url: Option<String>,
    /// Headline.
    pub title: String,
    /// Deck.
    pub deck: Option<String>,
    /// The publisher's rubric.
    pub section: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// When it was published, or first seen where it does not say.
    pub published: Timestamp,
    /// Whether it was read.
    pub read: bool,
    /// Whether it is saved.
    pub saved: bool,
    /// When it was saved.
    pub saved_at: Option<Timestamp>,
    /// Whether it is saved and put away.
    pub archived: bool,
    /// Minutes to read the shown text; none where there is none, or nobody measured it.
    pub minutes: Option<u32>,
    /// A page saved by its address of which nothing but that is here.
    pub link_only: bool,
    /// Its tags, in alphabetical order.
    pub tags: Vec<String>,
    /// Its highlights, oldest first.
    pub highlights: Vec<Highlight>,
    /// The address of its lead image.
    pub lead_image: Option<String>,
    /// The article it lies folded under, with whose status it is shown.
    pub folded: Option<ArticleId>,
    /// The other articles of its fold, the one on top first.
    pub also_in: Vec<AlsoIn>,
}

impl Library {
    /// A page of a list.
    ///
    /// # Errors
    /// `Invalid` for a cursor that no page gave.
    pub fn list(&self, query: &ListQuery) -> Result<Page, LibraryError> {
        query.scope.catch_up(self)?;
        if query.order.is_of_length() {
            self.measure()?;
        }
        self.reader().read(|connection| {
            if query.order != Order::Published {
                let conditions = Condition::of(connection, query)?;
                return later::page(connection, &conditions, query.order, query.after.as_deref(), query.limit);
            }
            let place = walk::place_after(query.after.as_deref())?;
            page(connection, &Condition::of(connection, query)?, place, query.limit)
        })
    }
}

/// The rows that follow a place.
pub(crate) fn page(
    connection: &Connection,
    conditions: &[Condition],
    after: walk::Place,
    limit: Option<usize>,
) -> Result<Page, Fault> {
    // One row more than asked tells whether there is a next page.
    let most = limit.map_or(usize::MAX, |limit| limit.saturating_add(1));
    let mut places = walk::places(connection, conditions, after, most)?;
    if let Some(folded) = Condition::folded(conditions) {
        places.extend(walk::places(connection, &folded, after, most)?);
        places.sort_unstable_by(|one, other| other.cmp(one));
        places.truncate(most);
    }
    let more = limit.is_some_and(|limit| places.len() > limit);
    if let (true, Some(limit)) = (more, limit) {
        places.truncate(limit);
    }
    let mut rows = Vec::with_capacity(places.len());
    let mut reading = query::Rows::of(connection)?;
    for (_, id) in &places {
        rows.extend(reading.row(ArticleId::new(*id))?);
    }
    let next = places.last().filter(|_| more).map(walk::cursor);
    Ok(Page { rows, next })
}
