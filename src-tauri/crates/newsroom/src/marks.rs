//! Highlights; tags and folders that are given another name.

use std::collections::VecDeque;

use library::{Article, ArticleId, HighlightId, HighlightQuery, Library, Quote, Retagged, SourceId};

use crate::wire::{
    ArticleView, Change, Highlight, HighlightEntry, HighlightsPage, HighlightsQuery, Passage, PlacedHighlight,
};
use crate::{Failure, Newsroom, left_out, lock, sources, views};

/// Characters of the nearest passage that are told.
const TOLD: usize = 160;
/// Renamings that can still be undone.
const UNDOABLE: usize = 50;

/// What was renamed in this session, the latest last.
#[derive(Debug, Default)]
pub(crate) struct Renamings {
    made: i64,
    kept: VecDeque<(i64, Renaming)>,
}

#[derive(Debug)]
enum Renaming {
    Tag(Retagged),
    Folder(String, Vec<SourceId>),
}

impl Newsroom {
    /// Marks a passage of an article as the article spells it, with or without a note.
    ///
    /// # Errors
    /// `not-found` when there is no such article, or when it does not have the passage; it says what is nearest.
    pub async fn highlight(&self, id: i64, text: &str, note: Option<String>) -> Result<library::Highlight, Failure> {
        let (id, quote) = (ArticleId::new(id), Quote::from(text));
        self.change_library(move |library, now| {
            let shown = shown_text(&left_out::with_restored(library.article(id)?));
            let place = match quote.find(&shown) {
                Some(place) => Quote::at(&shown, place),
                // The library refuses it.
                None if quote.text.trim().is_empty() => quote,
                None => return Err(lacking(id, quote.nearest(&shown).and_then(|place| shown.get(place)))),
            };
            Ok(library.highlight(id, place, note.as_deref(), now)?)
        })
        .await
    }

    /// A passage as the article spells it.
    ///
    /// # Errors
    /// As [`highlight`](Self::highlight).
    pub async fn passage(&self, id: i64, text: &str) -> Result<String, Failure> {
        let (id, quote) = (ArticleId::new(id), Quote::from(text));
        self.with_library(move |library, _| {
            let shown = shown_text(&left_out::with_restored(library.article(id)?));
            let place = quote.find(&shown).and_then(|place| shown.get(place));
            let missing = || lacking(id, quote.nearest(&shown).and_then(|place| shown.get(place)));
            place.map(str::to_owned).ok_or_else(missing)
        })
        .await
    }

    pub(crate) async fn add_highlight(
        &self,
        id: i64,
        passage: Passage,
        note: Option<String>,
    ) -> Result<ArticleView, Failure> {
        let article = ArticleId::new(id);
        self.change_library(move |library, now| {
            Ok(library.highlight(article, quote(passage), note.as_deref(), now)?)
        })
        .await?;
        self.article(id).await
    }

    pub(crate) async fn set_highlight_note(&self, id: i64, note: Option<String>) -> Result<ArticleView, Failure> {
        self.change_highlight(move |library, now| library.set_note(HighlightId::new(id), note.as_deref(), now)).await
    }

    pub(crate) async fn remove_highlight(&self, id: i64) -> Result<ArticleView, Failure> {
        self.change_highlight(move |library, _| library.remove_highlight(HighlightId::new(id))).await
    }

    pub(crate) async fn put_back_highlight(&self, highlight: Highlight) -> Result<ArticleView, Failure> {
        let time = |time: &str| {
            time.parse().map_err(|_| Failure::new("invalid", "The highlight", "its time is none", "reload the window"))
        };
        let highlight = library::Highlight {
            id: HighlightId::new(highlight.id),
            article: ArticleId::new(highlight.article),
            at: time(&highlight.at)?,
            edited: highlight.edited.as_deref().map(time).transpose()?,
            quote: quote(highlight.passage),
            note: highlight.note,
        };
        self.change_highlight(move |library, _| library.put_back_highlight(&highlight).map(|()| highlight)).await
    }

    async fn change_highlight(
        &self,
        change: impl FnOnce(&Library, jiff::Timestamp) -> Result<library::Highlight, library::LibraryError> + Send + 'static,
    ) -> Result<ArticleView, Failure> {
        let changed = self.change_library(move |library, now| Ok(change(library, now)?)).await?;
        self.article(changed.article.get()).await
    }

    pub(crate) async fn highlights(&self, query: HighlightsQuery) -> Result<HighlightsPage, Failure> {
        let limit = usize::try_from(query.limit.clamp(1, 500)).ok();
        let query = HighlightQuery { article: None, words: query.words, after: query.after, limit };
        self.with_library(move |library, _| {
            let page = library.highlights(&query)?;
            let entry = |row: library::HighlightRow| HighlightEntry {
                highlight: view(&row.highlight),
                article: views::card(row.article),
            };
            Ok(HighlightsPage { highlights: page.rows.into_iter().map(entry).collect(), next: page.next })
        })
        .await
    }

    /// Gives a tag another name, or takes it off every article.
    ///
    /// # Errors
    /// `invalid` when no article has it, or the new name cannot be one.
    pub async fn rename_tag(&self, name: String, to: Option<String>) -> Result<Change, Failure> {
        let done = self.change_library(move |library, _| Ok(library.rename_tag(&name, to.as_deref())?)).await?;
        Ok(self.remember(done.articles(), Renaming::Tag(done)))
    }

    /// Gives a folder another name, or puts its sources out of it.
    ///
    /// # Errors
    /// `invalid` when there is no such folder, or the new name is empty.
    pub async fn rename_folder(&self, name: String, to: Option<String>) -> Result<Change, Failure> {
        if to.as_ref().is_some_and(|to| to.trim().is_empty()) {
            return Err(Failure::new("invalid", "The new name", "it is empty", "type a name"));
        }
        let (from, to) = (name.clone(), sources::named(to));
        let moved = self.change_library(move |library, _| Ok(library.rename_folder(&from, to.as_deref())?)).await?;
        Ok(self.remember(moved.len(), Renaming::Folder(name, moved)))
    }

    /// Takes a renaming or removal of a tag or folder back.
    ///
    /// # Errors
    /// `not-found` for one that was not made in this session, or that is too old.
    pub(crate) async fn undo_renaming(&self, change: i64) -> Result<(), Failure> {
        let renaming = {
            let kept = &mut lock(&self.0.renamings).kept;
            let at = kept.iter().position(|(number, _)| *number == change);
            at.and_then(|at| kept.remove(at)).map(|(_, renaming)| renaming)
        };
        let renaming = renaming.ok_or_else(|| {
            Failure::new("not-found", "Undoing", "that was too long ago", "give it the former name by hand")
        })?;
        self.change_library(move |library, _| {
            match renaming {
                Renaming::Tag(done) => library.undo_rename_tag(&done)?,
                Renaming::Folder(name, sources) => library.set_folder(&sources, Some(&name))?,
            }
            Ok(())
        })
        .await
    }

    fn remember(&self, count: usize, renaming: Renaming) -> Change {
        let mut renamings = lock(&self.0.renamings);
        renamings.made += 1;
        let change = renamings.made;
        renamings.kept.push_back((change, renaming));
        if renamings.kept.len() > UNDOABLE {
            renamings.kept.pop_front();
        }
        Change { change, count: count as u64 }
    }
}

/// The text in which passages of an article are looked for: its deck, where the text does not begin with it, and its text.
fn shown_text(article: &Article) -> String {
    match article.row.deck.as_deref() {
        Some(deck) if !article.text.starts_with(deck.trim_end_matches('…')) => format!("{deck}\n{}", article.text),
        _ => article.text.clone(),
    }
}

/// An article's highlights with the places they have in its text.
pub(crate) fn placed(article: &Article) -> Vec<PlacedHighlight> {
    if article.row.highlights.is_empty() {
        return Vec::new();
    }
    let text = shown_text(article);
    let place = |mark: &library::Highlight| mark.quote.find(&text).map(|place| passage(Quote::at(&text, place)));
    article.row.highlights.iter().map(|mark| PlacedHighlight { highlight: view(mark), place: place(mark) }).collect()
}

fn view(highlight: &library::Highlight) -> Highlight {
    Highlight {
        id: highlight.id.get(),
        article: highlight.article.get(),
        passage: passage(highlight.quote.clone()),
        note: highlight.note.clone(),
        at: highlight.at.to_string(),
        edited: highlight.edited.map(|time| time.to_string()),
    }
}

fn passage(Quote { text, before, after }: Quote) -> Passage {
    Passage { text, before, after }
}

fn quote(Passage { text, before, after }: Passage) -> Quote {
    Quote { text, before, after }
}

fn lacking(id: ArticleId, nearest: Option<&str>) -> Failure {
    let why = nearest.map_or_else(
        || format!("article {id} says nothing like it"),
        |nearest| {
            let words = nearest.split_whitespace().collect::<Vec<_>>().join(" ");
            let cut = if words.chars().count() > TOLD { "…" } else { "" };
            format!(
                "article {id} does not have it; the nearest is “{}{cut}”",
                words.chars().take(TOLD).collect::<String>()
            )
        },
    );
    Failure::new("not-found", "The passage", why, format!("copy it from `standfirst show {id}`"))
}
