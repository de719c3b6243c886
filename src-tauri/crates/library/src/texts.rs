//! The two texts of an article: that of its feed and that of its page. One is shown, in `article` and `body`; the other
//! lies beside it, whole. Which one is shown changes nothing of what was published, so it makes no revision.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Transaction};

use crate::error::Fault;
use crate::page::{self, PageNote};
use crate::store::{self, Number, Prepared, Present};
use crate::time::{millis, timestamp};
use crate::{ArticleId, Library, LibraryError, NewArticle, Notice, Origin, TextMode, alike, body, revision, status};

/// A text that is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherText {
    /// The article as it is with this text.
    pub article: NewArticle,
    /// When it was fetched.
    pub fetched: Timestamp,
}

/// What there is beside the text that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// The text that is not shown, when there is one.
    pub other: Option<OtherText>,
    /// What is known of its page; none while it was not asked and is not to be.
    pub page: Option<PageNote>,
    /// What its source's setting is.
    pub mode: TextMode,
    /// The text the reader chose.
    pub chosen: Option<Origin>,
}

impl Library {
    /// What there is beside the text that [`Library::article`] has.
    pub fn texts(&self, id: ArticleId) -> Result<Texts, LibraryError> {
        self.reader().read(|connection| {
            let (mode, chosen, origin) = connection
                .prepare_cached(
                    "SELECT o.text, s.text, a.origin FROM status AS s JOIN source AS o ON o.id = s.source
                     JOIN article AS a ON a.id = s.id WHERE s.id = ?1",
                )?
                .query_row([id], |row| {
                    let chosen = row.get::<_, Option<String>>(1)?.map(|name| Origin::named(&name));
                    Ok((TextMode::named(row.get_ref(0)?.as_str()?), chosen, Origin::named(row.get_ref(2)?.as_str()?)))
                })
                .optional()?
                .ok_or_else(|| LibraryError::not_found("article", id))?;
            let other = other(connection, id)?.filter(|other| other.article.origin != origin);
            Ok(Texts { other, page: page::note(connection, id)?, mode, chosen })
        })
    }

    /// Keeps the text of an article's page, and shows it or not. The feed's text stays beside it. The address in it is the
    /// one that was asked: an article that is at another one by now stays as it is. `note` says why it is
    /// not a whole article; such a text (a wall, a notice) takes no earlier text of the page's place, whichever the reader
    /// chose to see. Rules that ask for words look at a text that is shown for the first time; returned is of which
    /// articles they want the reader to be told.
    ///
    /// # Errors
    /// `NotFound` when there is no such article any more.
    pub fn add_page_text(
        &self,
        id: ArticleId,
        article: NewArticle,
        show: bool,
        note: Option<(String, String)>,
        now: Timestamp,
    ) -> Result<Vec<Notice>, LibraryError> {
        let watch = self.watch();
        self.writer().store(move |transaction| {
            if !page::is_at(transaction, id, article.url.as_deref())? {
                return Ok(Vec::new());
            }
            let is_whole = note.is_none();
            page::answered(transaction, id, note, now)?;
            let said = store::present(transaction, id)?;
            let shows_page = said.as_ref().is_some_and(|said| said.article.origin == Origin::Page);
            let has_page =
                shows_page || other(transaction, id)?.is_some_and(|other| other.article.origin == Origin::Page);
            if has_page && !is_whole {
                return Ok(Vec::new());
            }
            match said {
                Some(said) if said.article.origin == Origin::Feed && !show => {
                    // The page's text of before is not shown, and not lost either.
                    let before = other(transaction, id)?.filter(|before| before.article.html != article.html);
                    if let Some(before) = before.filter(|before| before.article.origin == Origin::Page) {
                        revision::keep(transaction, id, said.number, &before.article, now)?;
                        transaction
                            .prepare_cached("UPDATE article SET revision = revision + 1 WHERE id = ?1")?
                            .execute([id])?;
                    }
                    keep(transaction, id, &article, now)?;
                }
                Some(said) if said.article.origin == Origin::Feed => {
                    swap(transaction, id, &said, article.clone(), now)?;
                    return watch.look_again(transaction, id, &article, now);
                }
                // Asked anew: what it said before is kept as a revision, if it says something else now.
                Some(said) if said.article.html == article.html => set_provenance(transaction, id, &article)?,
                Some(said) => revise(transaction, id, said, article, now)?,
                None => write(transaction, id, article, digest(transaction, id)?, Number::Next, now)?,
            }
            Ok(Vec::new())
        })
    }

    /// Shows the text of the feed or of the page, and remembers that the reader chose it.
    ///
    /// # Errors
    /// `NotFound` when that text is not here.
    pub fn show_text(&self, id: ArticleId, origin: Origin) -> Result<(), LibraryError> {
        self.writer().store(move |transaction| {
            status::existing(transaction, id)?;
            let said = store::present(transaction, id)?.ok_or_else(|| LibraryError::not_found("article", id))?;
            if said.article.origin != origin {
                let other = other(transaction, id)?.filter(|other| other.article.origin == origin);
                let OtherText { article, fetched } = other.ok_or_else(|| LibraryError::not_found("text", id))?;
                swap(transaction, id, &said, article, fetched)?;
            }
            transaction.execute("UPDATE status SET text = ?2 WHERE id = ?1", (id, origin.as_str()))?;
            Ok(())
        })
    }
}

/// A source changed an entry that is here. A page's text stays where it is, unless the feed now has more.
pub(crate) fn change(
    transaction: &Transaction<'_>,
    id: ArticleId,
    item: Prepared,
    now: Timestamp,
) -> Result<(), Fault> {
    let Some(said) = store::present(transaction, id)? else {
        return store::insert(transaction, id, &item, Number::Next, now);
    };
    if said.article.origin == item.article.origin {
        revision::keep(transaction, id, said.number, &said.article, now)?;
        return write_prepared(transaction, id, &item, now);
    }
    // What changed is what the feed says; before, that lay beside the page's text.
    let before = other(transaction, id)?.map_or_else(|| said.article.clone(), |other| other.article);
    revision::keep(transaction, id, said.number, &before, now)?;
    if item.article.text.len() >= said.article.text.len() {
        keep(transaction, id, &said.article, said.fetched)?;
        return write_prepared(transaction, id, &item, now);
    }
    keep(transaction, id, &item.article, now)?;
    transaction.prepare_cached("UPDATE article SET excerpt = ?2 WHERE id = ?1")?.execute((id, item.article.excerpt))?;
    let feed = item.article;
    let page = said.article;
    let shown = NewArticle {
        html: page.html,
        text: page.text,
        origin: Origin::Page,
        lead_image: page.lead_image.or(feed.lead_image),
        caption: page.caption,
        credit: page.credit,
        deck: page.deck.or(feed.deck),
        section: page.section.or(feed.section),
        author: page.author.or(feed.author),
        lang: page.lang.or(feed.lang),
        breadcrumbs: page.breadcrumbs,
        cited: page.cited,
        provenance: page.provenance,
        ..feed
    };
    write(transaction, id, shown, item.digest, Number::Next, said.fetched)
}

/// Shows `article` in the place of what is said, which is kept beside it.
fn swap(
    transaction: &Transaction<'_>,
    id: ArticleId,
    said: &Present,
    article: NewArticle,
    fetched: Timestamp,
) -> Result<(), Fault> {
    keep(transaction, id, &said.article, said.fetched)?;
    write(transaction, id, article, said.digest.clone(), Number::Same, fetched)
}

fn revise(
    transaction: &Transaction<'_>,
    id: ArticleId,
    said: Present,
    article: NewArticle,
    now: Timestamp,
) -> Result<(), Fault> {
    revision::keep(transaction, id, said.number, &said.article, now)?;
    write(transaction, id, article, said.digest, Number::Next, now)
}

fn write(
    transaction: &Transaction<'_>,
    id: ArticleId,
    article: NewArticle,
    digest: Vec<u8>,
    number: Number,
    fetched: Timestamp,
) -> Result<(), Fault> {
    let prints = alike::prints(article.side());
    let item = Prepared { article, digest, body: None, prints, formerly: None };
    store::insert(transaction, id, &item, number, fetched)?;
    set_provenance(transaction, id, &item.article)
}

fn write_prepared(transaction: &Transaction<'_>, id: ArticleId, item: &Prepared, now: Timestamp) -> Result<(), Fault> {
    store::insert(transaction, id, item, Number::Next, now)?;
    set_provenance(transaction, id, &item.article)
}

/// Lays a text beside the one that is shown.
fn keep(transaction: &Transaction<'_>, id: ArticleId, article: &NewArticle, fetched: Timestamp) -> Result<(), Fault> {
    let json = serde_json::to_vec(article).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO other_text (article, fetched, bytes, frame) VALUES (?1, ?2, ?3, ?4)")?
        .execute((id, millis(fetched), body::count(json.len()), body::compress(&json)?))?;
    Ok(())
}

/// The text beside the one that is shown. One that is damaged is none: `check` tells of it.
pub(crate) fn other(connection: &Connection, id: ArticleId) -> Result<Option<OtherText>, Fault> {
    let row: Option<(i64, i64, Vec<u8>)> = connection
        .prepare_cached("SELECT fetched, bytes, frame FROM other_text WHERE article = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((fetched, bytes, frame)) = row else { return Ok(None) };
    let json = body::decompress(&frame, bytes).ok();
    let article = json.and_then(|json| serde_json::from_slice(&json).ok());
    Ok(article.map(|article| OtherText { article, fetched: timestamp(fetched) }))
}

/// How the shown text came out of its page: JSON; none where it has no such thing.
pub(crate) fn provenance(connection: &Connection, id: ArticleId) -> Result<Option<String>, Fault> {
    let row: Option<(i64, Vec<u8>)> = connection
        .prepare_cached("SELECT bytes, frame FROM provenance WHERE article = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let json = row.and_then(|(bytes, frame)| body::decompress(&frame, bytes).ok());
    Ok(json.and_then(|json| String::from_utf8(json).ok()))
}

pub(crate) fn set_provenance(transaction: &Transaction<'_>, id: ArticleId, article: &NewArticle) -> Result<(), Fault> {
    let Some(json) = &article.provenance else {
        transaction.prepare_cached("DELETE FROM provenance WHERE article = ?1")?.execute([id])?;
        return Ok(());
    };
    transaction
        .prepare_cached("INSERT OR REPLACE INTO provenance (article, bytes, frame) VALUES (?1, ?2, ?3)")?
        .execute((id, body::count(json.len()), body::compress(json.as_bytes())?))?;
    Ok(())
}

fn digest(connection: &Connection, id: ArticleId) -> Result<Vec<u8>, Fault> {
    let known = connection.query_row("SELECT digest FROM article WHERE id = ?1", [id], |row| row.get(0)).optional()?;
    Ok(known.ok_or_else(|| LibraryError::not_found("article", id))?)
}
