//! `search`, and the searches that are kept.

use library::{Query, Search, Sort};
use newsroom::{Failure, Newsroom};
use serde_json::json;

use crate::args::{Order, SearchArgs};
use crate::output::{self, Output, counted, plain};
use crate::reading::{row_json, row_text};

/// Hits read from the library at a time.
const PAGE: usize = 500;

pub(crate) fn search(newsroom: &Newsroom, args: &SearchArgs, output: &Output) -> Result<(), Failure> {
    let typed = match (&args.query, &args.saved) {
        (Some(query), _) => query.clone(),
        (None, Some(name)) => named(newsroom, name)?.query,
        (None, None) => String::new(),
    };
    let query = meant(newsroom, &typed, output)?;
    let library = newsroom.library();
    if args.count {
        let count = library.count_hits(&query, args.unread)?;
        return output.show(&json!({"hits": count}), |_| count.to_string());
    }
    let mut search = Search {
        unread: args.unread,
        sort: match args.sort {
            Order::Relevance => Sort::Relevance,
            Order::Date => Sort::Date,
        },
        after: args.after.clone(),
        query,
        limit: 0,
    };
    let mut left = args.limit;
    let mut found = 0;
    while left > 0 {
        search.limit = left.min(PAGE);
        let page = library.search(&search, newsroom.now())?;
        left -= page.hits.len().min(left);
        found += page.hits.len();
        for hit in page.hits {
            let snippet: String = hit.snippet.replace(['\u{2}', '\u{3}'], "");
            let mut value = row_json(&hit.row);
            if let serde_json::Value::Object(fields) = &mut value {
                fields.insert("snippet".to_owned(), snippet.into());
                fields.insert("score".to_owned(), hit.score.into());
            }
            output.show(&value, |_| {
                format!("{}\n           {}", row_text(&hit.row, output), marked(&hit.snippet, output))
            })?;
        }
        match page.next {
            Some(next) if left > 0 => search.after = Some(next),
            Some(next) => {
                output.remark(&format!("next: {next}"));
                break;
            }
            None => break,
        }
    }
    if found == 0 && args.after.is_none() && args.limit > 0 {
        nothing(newsroom, &search.query, output)?;
    }
    Ok(())
}

/// What a query means, ready to be searched; says what in it could not be meant. When that is all of it, it is a failure.
pub(crate) fn meant(newsroom: &Newsroom, typed: &str, output: &Output) -> Result<Query, Failure> {
    let (query, notes) = newsroom.read_query(typed);
    // Without a word or an operator it asks for nothing, and finds it.
    if let Some(note) = notes.first().filter(|_| query.is_empty()) {
        let (why, todo) = note.message.split_once(": ").unwrap_or((&note.message, "write it anew"));
        return Err(Failure::new("invalid", "The search", why, todo));
    }
    for note in notes {
        output.remark(&format!("note: {}", plain(&note.message)));
    }
    // Nobody sees what comes later: what waits is indexed first, however much it is. A disk that takes nothing is no reason
    // not to search what is there.
    if let Err(error) = newsroom.library().finish_index() {
        output.remark(&format!("note: the newest articles are not searched: {error}"));
    }
    Ok(query)
}

/// What was searched in vain.
fn nothing(newsroom: &Newsroom, query: &Query, output: &Output) -> Result<(), Failure> {
    if query.is_empty() {
        output.hint("The search asks for nothing: type a word to look for.");
        return Ok(());
    }
    let (articles, sources) = newsroom.library().searched()?;
    let told = newsroom.tell_query(query);
    output.hint(&format!(
        "Nothing found. Looked through {} of {} for: {}",
        output::articles(articles),
        counted(sources, "source", "sources"),
        plain(&told)
    ));
    Ok(())
}

/// A snippet with what was looked for in bold.
fn marked(snippet: &str, output: &Output) -> String {
    snippet
        .split(['\u{2}', '\u{3}'])
        .map(|part| part.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>())
        .enumerate()
        .map(|(at, part)| if at % 2 == 1 { output.bold(&part) } else { part })
        .collect()
}

pub(crate) fn searches(newsroom: &Newsroom, output: &Output) -> Result<(), Failure> {
    let all = newsroom.library().saved_searches()?;
    if all.is_empty() {
        output.hint("No search is kept: keep one with `standfirst save-search NAME QUERY`");
    }
    for saved in all {
        output.show(&saved, |saved| format!("{:>5}  {}: {}", saved.id, plain(&saved.name), plain(&saved.query)))?;
    }
    Ok(())
}

pub(crate) async fn save(newsroom: &Newsroom, name: String, query: String, output: &Output) -> Result<(), Failure> {
    let saved = newsroom.save_search(name, query).await?;
    output.show(&json!({"id": saved.id, "name": saved.name, "query": saved.query}), |_| {
        format!("Saved the search {}: {}", plain(&saved.name), plain(&saved.query))
    })
}

pub(crate) async fn remove(newsroom: &Newsroom, name: &str, output: &Output) -> Result<(), Failure> {
    let saved = named(newsroom, name)?;
    newsroom.remove_saved_search(saved.id).await?;
    output.hint(&format!("Removed the search {}: {}", plain(&saved.name), plain(&saved.query)));
    Ok(())
}

/// The kept search of a name, or with a number.
fn named(newsroom: &Newsroom, name: &str) -> Result<library::SavedSearch, Failure> {
    let mut all = newsroom.library().saved_searches()?;
    let at = all
        .iter()
        .position(|saved| saved.name == name)
        .or_else(|| all.iter().position(|saved| saved.name.eq_ignore_ascii_case(name) || saved.id.to_string() == name));
    at.map(|at| all.swap_remove(at)).ok_or_else(|| {
        Failure::new(
            "not-found",
            format!("The search {name}"),
            "none is saved under that name",
            "see `standfirst searches`",
        )
    })
}
