//! Searching: what is typed is read, what is found is shown, and searches are kept as lists.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use library::{Library, Search, Sort};
use query::{Clock, OPERATORS, Query, SIGNS};

use crate::wire::{
    SavedSearch, SearchCompletion, SearchHit, SearchInput, SearchNote, SearchOrder, SearchProposal, SearchResult,
    SearchSign, Searched,
};
use crate::{Failure, Newsroom, views};

/// Names of the library that are proposed at most.
const PROPOSED: usize = 8;

impl Newsroom {
    /// What a typed query means, with the notes on what could not be meant.
    #[must_use]
    pub fn read_query(&self, typed: &str) -> (Query, Vec<SearchNote>) {
        let (query, mut notes) = Query::read(typed, &clock(self.now()));
        notes.extend(Query::unknown_operators(typed));
        (query, notes.into_iter().map(note).collect())
    }

    /// What a query looks for, in words.
    #[must_use]
    pub fn tell_query(&self, query: &Query) -> String {
        query.told(&TimeZone::system())
    }

    pub(crate) async fn search(&self, input: SearchInput) -> Result<SearchResult, Failure> {
        self.with_library(move |library, now| {
            let clock = clock(now);
            let mut meant = input.text.trim().to_owned();
            let (mut query, mut notes) = Query::read(&meant, &clock);
            notes.extend(Query::unknown_operators(&meant));
            if input.typing {
                let sent = query;
                (query, notes) = Query::typing(&input.text, &clock);
                if query != sent {
                    meant.push('*');
                }
            }
            let told = query.told(&clock.zone);
            let search = Search {
                query,
                unread: input.unread_only,
                sort: match input.order {
                    SearchOrder::Relevance => Sort::Relevance,
                    SearchOrder::Date => Sort::Date,
                },
                after: input.after,
                limit: usize::try_from(input.limit.clamp(1, 500)).unwrap_or(100),
            };
            let page = library.search(&search, now)?;
            let nothing = page.hits.is_empty() && search.after.is_none();
            let searched = if nothing { Some(library.searched()?) } else { None };
            Ok(SearchResult {
                hits: page
                    .hits
                    .into_iter()
                    .map(|hit| SearchHit { article: views::card(hit.row), snippet: hit.snippet })
                    .collect(),
                next: page.next,
                meant,
                told,
                notes: notes.into_iter().map(note).collect(),
                unindexed: page.unindexed,
                searched: searched.map(|(articles, sources)| Searched { articles, sources }),
            })
        })
        .await
    }

    pub(crate) async fn count_hits(&self, text: String, typing: bool, unread: bool) -> Result<u64, Failure> {
        self.with_library(move |library, now| {
            let read = if typing { Query::typing } else { Query::read };
            Ok(library.count_hits(&read(&text, &clock(now)).0, unread)?)
        })
        .await
    }

    pub(crate) async fn complete_search(&self, before: String) -> Result<SearchCompletion, Failure> {
        self.with_library(move |library, _| {
            let completion = query::complete(&before);
            let mut proposals: Vec<SearchProposal> = completion
                .proposals
                .into_iter()
                .map(|proposal| SearchProposal { text: proposal.text, meaning: proposal.meaning })
                .collect();
            if let Some((vocabulary, beginning)) = completion.wanted {
                let names = library.names(vocabulary, &beginning, PROPOSED)?;
                proposals.extend(
                    names.iter().map(|name| SearchProposal { text: query::quoted(name), meaning: String::new() }),
                );
            }
            for proposal in &mut proposals {
                proposal.text.insert_str(0, &completion.before);
            }
            // What is typed already needs no proposal.
            proposals.retain(|proposal| proposal.text != completion.typed);
            Ok(SearchCompletion { typed: completion.typed, proposals })
        })
        .await
    }

    pub(crate) async fn saved_searches(&self) -> Result<Vec<SavedSearch>, Failure> {
        self.with_library(|library, now| {
            let saved = library.saved_searches()?;
            saved.into_iter().map(|saved| view(library, saved, now)).collect()
        })
        .await
    }

    /// Keeps a search as a list, under a name; one of that name is another from now on.
    ///
    /// # Errors
    /// `invalid` without a name, and for a query of which a part cannot be meant.
    pub async fn save_search(&self, name: String, text: String) -> Result<SavedSearch, Failure> {
        self.change_library(move |library, now| {
            understood(&text, now)?;
            view(library, library.save_search(&name, &text, now)?, now)
        })
        .await
    }

    pub(crate) async fn update_saved_search(
        &self,
        id: i64,
        name: String,
        text: String,
    ) -> Result<SavedSearch, Failure> {
        self.change_library(move |library, now| {
            understood(&text, now)?;
            view(library, library.update_saved_search(id, &name, &text)?, now)
        })
        .await
    }

    /// Keeps a search no longer.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn remove_saved_search(&self, id: i64) -> Result<(), Failure> {
        self.change_library(move |library, _| Ok(library.remove_saved_search(id)?)).await
    }
}

/// What can be typed: operators and signs, each with an example.
pub(crate) fn grammar() -> Vec<SearchSign> {
    let signs = SIGNS.iter().map(|(example, finds)| ((*example).to_owned(), (*finds).to_owned()));
    let operators = OPERATORS.iter().map(|one| (one.example.to_owned(), format!("articles {}", one.finds)));
    signs.chain(operators).map(|(example, finds)| SearchSign { example, finds }).collect()
}

/// When a day begins that is written as a search takes it; none when it is no day.
#[must_use]
pub fn moment(typed: &str, now: Timestamp) -> Option<Timestamp> {
    clock(now).moment(typed)
}

/// The present, in the system's time zone.
pub(crate) fn clock(now: Timestamp) -> Clock {
    Clock { now, zone: TimeZone::system() }
}

fn note(note: query::Note) -> SearchNote {
    SearchNote { term: note.term, message: note.message }
}

/// A list must not leave out in silence what it was to find.
fn understood(text: &str, now: Timestamp) -> Result<(), Failure> {
    Query::strict(text, &clock(now)).map(drop).map_err(|notes| {
        let told = notes.first().map_or("it asks for nothing: write a word to look for", |note| note.message.as_str());
        let (why, todo) = told.split_once(": ").unwrap_or((told, "type it anew"));
        Failure::new("invalid", "The search", why, todo)
    })
}

fn view(library: &Library, saved: library::SavedSearch, now: Timestamp) -> Result<SavedSearch, Failure> {
    let (query, _) = Query::read(&saved.query, &clock(now));
    let unread = library.count_unread_hits(&query)?;
    Ok(SavedSearch { id: saved.id, name: saved.name, query: saved.query, unread })
}
