//! Entries whose id the publisher changed: the same address and the same words are the same entry, so it neither
//! appears twice nor loses what the reader did to it.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;
use url::Url;

use crate::error::Fault;
use crate::store::Prepared;
use crate::{ArticleId, NewArticle, SourceId, body, retention};

/// How many of a source's entries are looked through for each one in the document: what scrolled out of the document
/// long ago does not come back under another id.
const LOOKED_AT: usize = 3;

/// Which known articles the entries at the places `unknown` are, whose ids are unknown, where that is certain: nothing in
/// the document has that article's id itself, the address (without what only tracks) is that of one entry alone, both
/// here and in the library, and the words are the same.
pub(crate) fn known_before(
    connection: &Connection,
    source: SourceId,
    items: &[Prepared],
    unknown: &[usize],
    unchanged: &[String],
) -> Result<Vec<(usize, ArticleId)>, Fault> {
    if unknown.is_empty() {
        return Ok(Vec::new());
    }
    let said: HashSet<&String> = items.iter().map(|item| &item.article.guid).chain(unchanged).collect();
    let before = entries(connection, source, (items.len() + unchanged.len()) * LOOKED_AT + 50)?;
    let mut here = HashMap::<String, usize>::new();
    for key in items.iter().filter_map(|item| item.article.url.as_deref()).map(key) {
        *here.entry(key).or_default() += 1;
    }
    let mut renamed = Vec::new();
    for &at in unknown {
        let article = &items[at].article;
        let Some(key) = article.url.as_deref().map(key).filter(|key| here.get(key) == Some(&1)) else { continue };
        if let Some(Some(known)) = before.get(&key)
            && !said.contains(&known.guid)
            && known.title == article.title
            && has_its_words(connection, known, article)?
        {
            renamed.push((at, known.id));
        } else if let Some(print) = retention::fingerprint(article.url.as_deref(), &article.title, &article.text)
            && let Some((id, guid)) = retention::removed_before(connection, source, print)?
            && !said.contains(&guid)
        {
            renamed.push((at, id));
        }
    }
    Ok(renamed)
}

struct Known {
    id: ArticleId,
    guid: String,
    title: String,
}

/// A page may say something new every month at one address under one headline: only the same text is the same entry.
fn has_its_words(connection: &Connection, known: &Known, article: &NewArticle) -> Result<bool, Fault> {
    Ok(body::read(connection, known.id.get())?.is_some_and(|body| body.text == article.text))
}

/// The newest entries by address; none where several share one.
fn entries(connection: &Connection, source: SourceId, most: usize) -> Result<HashMap<String, Option<Known>>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT a.url, s.id, s.guid, a.title FROM status AS s CROSS JOIN article AS a ON a.id = s.id
         WHERE s.source = ?1 AND a.url IS NOT NULL ORDER BY s.published DESC, s.id DESC LIMIT ?2",
    )?;
    let rows = query.query_map((source, i64::try_from(most).unwrap_or(i64::MAX)), |row| {
        Ok((row.get::<_, String>(0)?, Known { id: row.get(1)?, guid: row.get(2)?, title: row.get(3)? }))
    })?;
    let mut found = HashMap::new();
    for row in rows {
        let (url, known) = row?;
        found.entry(key(&url)).and_modify(|known| *known = None).or_insert(Some(known));
    }
    Ok(found)
}

/// An address without its fragment and what only says who clicked where.
pub(crate) fn key(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    match Url::parse(url) {
        Ok(parsed) if url.contains('?') => article::undecorated(&parsed).into(),
        _ => url.to_owned(),
    }
}
