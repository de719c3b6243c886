//! An article as queries see it.

use std::cell::OnceCell;

use query::{Place, State};
use rusqlite::{Connection, OptionalExtension as _};

use super::Phrase;
use crate::error::Fault;
use crate::query as rows;
use crate::stem::Language;
use crate::time::millis;
use crate::{ArticleId, NewArticle, Source, SourceId, index};

/// An article as queries see it. What it says is divided into words once, when the first query asks for them.
#[derive(Debug, Clone)]
pub struct Subject {
    pub(super) source: SourceId,
    pub(super) section: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) url: Option<String>,
    pub(super) published: i64,
    /// What the reader did with it, but for its tags.
    pub(super) states: Vec<State>,
    pub(super) tags: Vec<String>,
    title: Field,
    deck: Field,
    author: Field,
    source_title: Field,
    text: Field,
}

#[derive(Debug, Clone, Default)]
struct Field {
    text: String,
    words: OnceCell<Vec<String>>,
}

impl Field {
    fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), words: OnceCell::new() }
    }

    fn words(&self) -> &[String] {
        self.words.get_or_init(|| query::words(&self.text).map(|word| word.folded.into_owned()).collect())
    }
}

impl Subject {
    /// An article that has just come: unread, and without any mark. `now` counts where it has no date.
    #[must_use]
    pub fn new(article: &NewArticle, source: &Source, now: jiff::Timestamp) -> Self {
        Self::of(article, (source.id, &source.title), Vec::new(), now)
    }

    /// The same, of a source of this name, with these tags.
    pub(crate) fn of(
        article: &NewArticle,
        (source, source_title): (SourceId, &str),
        tags: Vec<String>,
        now: jiff::Timestamp,
    ) -> Self {
        Self {
            source,
            section: article.section.clone(),
            lang: article.lang.clone(),
            url: article.url.clone(),
            published: millis(article.published.unwrap_or(now)),
            states: vec![State::Unread],
            tags,
            title: Field::of(&article.title),
            deck: Field::of(article.deck.as_deref().unwrap_or_default()),
            author: Field::of(article.author.as_deref().unwrap_or_default()),
            source_title: Field::of(source_title),
            text: Field::of(&article.text),
        }
    }

    pub(crate) fn read(connection: &Connection, id: ArticleId) -> Result<Option<Self>, Fault> {
        let Some(row) = rows::row(connection, id)? else { return Ok(None) };
        let (source, lang, offline, hidden) = connection
            .prepare_cached(
                "SELECT s.source, a.lang, s.offline, s.hidden FROM status AS s JOIN article AS a ON a.id = s.id WHERE s.id = ?1",
            )?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .optional()?
            .unwrap_or((SourceId::new(0), None, false, false));
        let states = [
            (row.read, State::Read),
            (!row.read, State::Unread),
            (row.saved && !row.archived, State::Saved),
            (row.archived, State::Archived),
            (!row.highlights.is_empty(), State::Highlighted),
            (offline, State::Offline),
            (hidden, State::Hidden),
        ];
        // As the index does it: what cannot be read has no words.
        let text = index::text(connection, id).unwrap_or_default();
        Ok(Some(Self {
            source,
            section: row.section,
            lang,
            url: row.url,
            published: millis(row.published),
            states: states.into_iter().filter_map(|(is, state)| is.then_some(state)).collect(),
            tags: row.tags,
            title: Field::of(row.title),
            deck: Field::of(row.deck.unwrap_or_default()),
            author: Field::of(row.author.unwrap_or_default()),
            source_title: Field::of(row.source_title),
            text: Field::of(text),
        }))
    }

    /// A tag was put on it.
    pub(crate) fn add_tag(&mut self, tag: String) {
        self.tags.push(tag);
    }

    /// What it says, each with the places that it belongs to.
    pub(super) fn fields(&self) -> [(&str, &'static [Place]); 5] {
        [
            (&self.title.text, &[Place::Title, Place::Anywhere]),
            (&self.deck.text, &[Place::Text, Place::Anywhere]),
            (&self.author.text, &[Place::Author, Place::Anywhere]),
            (&self.source_title.text, &[Place::Anywhere]),
            (&self.text.text, &[Place::Text, Place::Anywhere]),
        ]
    }

    /// Whether the words stand where they are to be.
    pub(super) fn has(&self, phrase: &Phrase) -> bool {
        let language = self.lang.as_deref().and_then(Language::of);
        let fields: &[&Field] = match phrase.place {
            Place::Title => &[&self.title],
            Place::Author => &[&self.author],
            Place::Text => &[&self.deck, &self.text],
            Place::Anywhere => &[&self.title, &self.deck, &self.author, &self.source_title, &self.text],
        };
        fields.iter().any(|field| phrase.runs(field.words(), language).next().is_some())
    }
}

/// A language's tag as they are compared.
pub(super) fn language(tag: &str) -> String {
    tag.trim().replace('_', "-").to_ascii_lowercase()
}
