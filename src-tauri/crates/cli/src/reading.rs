//! Lists, articles, and what the reader marks.

use ::library::{Article, ArticleId, ArticleRow, ListQuery, Order, Scope, SourceId};
use article::SafeHtml;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use newsroom::wire::ArticleCard;
use newsroom::{Failure, Newsroom};
use serde_json::{Value, json};

use crate::args::{Filters, Format, MarkRead, Sort};
use crate::output::{Output, articles, column, plain, plain_lines};
use crate::texts;

/// Articles read from the library at a time, so that a list of a million starts at once and stays small.
const PAGE: usize = 500;

/// Characters of a source's name in its column.
const NAME: usize = 20;

pub(crate) fn list(newsroom: &Newsroom, filters: &Filters, output: &Output) -> Result<(), Failure> {
    let mut told = unknown(newsroom, filters, output)?;
    let mut left = filters.limit.unwrap_or(usize::MAX);
    let mut query = asked(newsroom, filters)?;
    while left > 0 {
        query.limit = Some(left.min(PAGE));
        let page = newsroom.library().list(&query)?;
        left -= page.rows.len().min(left);
        for row in &page.rows {
            told = true;
            output.show(&row_json(row), |_| row_text(row, output))?;
        }
        match page.next {
            Some(next) if left > 0 => query.after = Some(next),
            Some(next) => {
                output.remark(&format!("next: {next}"));
                break;
            }
            None => break,
        }
    }
    if !told && filters.limit != Some(0) && filters.after.is_none() {
        let any = newsroom.library().searched()?.0 > 0;
        output.hint(if any {
            "No article is like that"
        } else {
            "No articles are here yet: `standfirst follow ADDRESS`, or `standfirst sample` for something to read"
        });
    }
    Ok(())
}

/// What the filters ask for, without a limit.
pub(crate) fn asked(newsroom: &Newsroom, filters: &Filters) -> Result<ListQuery, Failure> {
    if let Some(id) = filters.source {
        // A number that is no source's is a mistake, not an empty list.
        newsroom.library().source(SourceId::new(id))?;
    }
    Ok(ListQuery {
        scope: if filters.hidden { Scope::Hidden } else { Scope::All },
        unread: filters.unread,
        saved: filters.saved,
        archived: filters.archived,
        order: order(filters)?,
        highlighted: filters.highlighted,
        source: filters.source.map(SourceId::new),
        folder: filters.folder.clone(),
        tag: filters.tag.clone(),
        section: filters.section.clone(),
        after: filters.after.clone(),
        limit: None,
    })
}

fn order(filters: &Filters) -> Result<Order, Failure> {
    let Some(sort) = filters.sort else { return Ok(Order::Published) };
    if !filters.saved && !filters.archived {
        let why = "only what is saved or archived has another order";
        return Err(Failure::new("invalid", "The list", why, "add --saved or --archived, or leave --sort out"));
    }
    Ok(match sort {
        Sort::Date => Order::Newest,
        Sort::Oldest => Order::Oldest,
        Sort::Length => Order::Longest,
        Sort::Shortest => Order::Shortest,
        Sort::Source => Order::Source,
    })
}

/// Says so where there is no such folder or tag: an empty list alone looks as if all was read. Returns whether it did.
pub(crate) fn unknown(newsroom: &Newsroom, filters: &Filters, output: &Output) -> Result<bool, Failure> {
    let mut told = false;
    if let Some(folder) = &filters.folder
        && !newsroom.library().sources()?.iter().any(|source| source.folder.as_ref() == Some(folder))
    {
        output.remark(&format!("There is no folder {}; `standfirst sources` shows those that are", plain(folder)));
        told = true;
    }
    if let Some(tag) = &filters.tag
        && !newsroom.library().tags()?.iter().any(|(name, _)| name == tag)
    {
        output.remark(&format!("No article has the tag {}", plain(tag)));
        told = true;
    }
    Ok(told)
}

pub(crate) fn row_json(row: &ArticleRow) -> Value {
    json!({
        "id": row.id, "feed": row.feed, "guid": row.guid, "url": row.url, "title": row.title, "deck": row.deck, "section": row.section,
        "author": row.author, "published": row.published, "read": row.read, "saved": row.saved, "tags": row.tags,
        "saved_at": row.saved_at, "archived": row.archived, "minutes": row.minutes, "link_only": row.link_only,
        "highlights": row.highlights.iter().map(|mark| &mark.quote.text).collect::<Vec<_>>(),
        "source": row.source, "source_title": row.source_title, "folded": row.folded, "also_in": row.also_in,
    })
}

pub(crate) fn row_text(row: &ArticleRow, output: &Output) -> String {
    let marks = format!(
        "{}{}",
        if row.read { ' ' } else { '•' },
        match (row.saved, row.archived) {
            (true, false) => '★',
            (true, true) => '☆',
            _ => ' ',
        }
    );
    let mut title = plain(&row.title);
    if row.folded.is_none() && !row.also_in.is_empty() {
        title = format!("{title}  (+{})", row.also_in.len());
    }
    let about = format!("{}  {}", local(row.published, "%Y-%m-%d %H:%M"), column(&row.source_title, NAME));
    if row.saved
        && let Some(minutes) = row.minutes
    {
        title = format!("{title}  ({minutes} min)");
    } else if row.link_only {
        title = format!("{title}  (link only)");
    }
    let title = if row.read { title } else { output.bold(&title) };
    format!("{:>7} {marks} {}  {title}", row.id.get(), output.dim(&about))
}

/// A time as the person's clock shows it.
pub(crate) fn local(time: Timestamp, format: &str) -> String {
    time.to_zoned_datetime(TimeZone::system()).strftime(format).to_string()
}

pub(crate) fn show(newsroom: &Newsroom, id: i64, format: Format, output: &Output) -> Result<(), Failure> {
    let article = newsroom::with_restored(newsroom.library().article(ArticleId::new(id))?);
    let format = if output.json { Format::Json } else { format };
    match format {
        Format::Json => output.json_line(&article_json(newsroom, &article)?),
        Format::Html => output.line(&plain_lines(&article.html)),
        Format::Markdown => {
            let body = article::to_markdown(&SafeHtml::from_library(article.html.clone()));
            output.line(&plain_lines(&format!(
                "# {}\n\n{}\n\n{}\n",
                plain(&article.row.title),
                head(newsroom, &article)?.join("\n\n"),
                body.trim()
            )))
        }
        Format::Text => {
            let title = output.bold(&plain(&article.row.title));
            let text = plain_lines(&article.text.replace('\n', "\n\n"));
            output.line(&format!(
                "{title}\n{}\n\n{}",
                output.wrapped(&head(newsroom, &article)?.join("\n")),
                output.wrapped(&text)
            ))
        }
    }
}

/// What stands under the headline; also why there is no more than the feed's excerpt, where the page did not give more.
fn head(newsroom: &Newsroom, article: &Article) -> Result<Vec<String>, Failure> {
    let row = &article.row;
    let by: Vec<String> =
        [row.author.as_deref().unwrap_or_default(), &row.source_title, &local(row.published, "%Y-%m-%d %H:%M %Z")]
            .iter()
            .filter(|part| !part.is_empty())
            .map(|part| plain(part))
            .collect();
    let deck = row.deck.as_deref().filter(|deck| !article.text.starts_with(deck.trim_end_matches('…'))).map(plain);
    let why = if article.excerpt { newsroom.library().texts(row.id)?.page.and_then(|page| page.message) } else { None };
    let why = why.map(|why| match article.text.trim() {
        "" => plain(&why),
        _ => format!("This is the feed's excerpt. {}", plain(&why)),
    });
    let also: Vec<String> =
        row.also_in.iter().map(|one| format!("{} ({})", plain(&one.source_title), one.id.get())).collect();
    let also = (!also.is_empty()).then(|| format!("Also in {}", also.join(", ")));
    Ok([deck, Some(by.join(" · ")), row.url.as_deref().map(plain), also, why].into_iter().flatten().collect())
}

fn article_json(newsroom: &Newsroom, article: &Article) -> Result<Value, Failure> {
    let mut value = row_json(&article.row);
    let cited: Vec<Value> = article.cited.iter().map(|(name, url)| json!({"name": name, "url": url})).collect();
    let more = json!({
        "html": article.html, "text": article.text, "breadcrumbs": article.breadcrumbs, "lang": article.lang, "updated": article.updated,
        "lead_image": article.row.lead_image, "caption": article.caption, "credit": article.credit, "cited": cited,
        // Stories are grouped by a later version; the fields are there for programs that look for them.
        "related": [], "story": null,
        "notes": article.row.highlights.iter().map(|mark| &mark.note).collect::<Vec<_>>(),
        "provenance": texts::provenance(newsroom, article)?,
    });
    if let (Value::Object(fields), Value::Object(more)) = (&mut value, more) {
        fields.extend(more);
    }
    Ok(value)
}

pub(crate) fn mark_read(newsroom: &Newsroom, what: &MarkRead, output: &Output) -> Result<(), Failure> {
    if let Some(change) = what.undo {
        newsroom.library().undo_mark_all_read(change)?;
        output.hint("What was marked is unread again, but for what you read since");
        return Ok(());
    }
    if !what.all {
        return set_read(newsroom, &what.ids, true, output);
    }
    let scope = match what.source.map(SourceId::new) {
        // A number that is no source's would mark nothing and look like success.
        Some(id) => Scope::Source(newsroom.library().source(id)?.id),
        None => Scope::All,
    };
    let change = newsroom.library().mark_all_read(&scope, what.before, newsroom.now())?;
    output.show(&json!({"marked": change.count, "change": change.id}), |_| format!("{} marked read", change.count))?;
    if change.count > 0 {
        output.hint(&format!("`standfirst mark-read --undo {}` takes it back", change.id));
    }
    Ok(())
}

pub(crate) fn set_read(newsroom: &Newsroom, ids: &[i64], read: bool, output: &Output) -> Result<(), Failure> {
    let ids: Vec<ArticleId> = ids.iter().copied().map(ArticleId::new).collect();
    newsroom.library().set_read(&ids, read, newsroom.now())?;
    let count = articles(ids.len() as u64);
    output.hint(&format!("{count} marked {}", if read { "read" } else { "unread" }));
    Ok(())
}

/// Saves each; one that cannot be had does not keep the others from being saved.
pub(crate) async fn save(newsroom: &Newsroom, what: &[String], output: &Output) -> Result<(), Failure> {
    let mut failed = None;
    for one in what {
        let saved = match one.parse::<i64>() {
            Ok(id) => newsroom.save_now(id).await,
            Err(_) => newsroom.save_address_now(one).await,
        };
        match saved {
            Ok(card) => show_saved(newsroom, &card, output)?,
            Err(failure) => {
                if let Some(earlier) = failed.replace(failure) {
                    output.error(&earlier);
                }
            }
        }
    }
    failed.map_or(Ok(()), Err)
}

/// The article that was saved, and what of it is here.
pub(crate) fn show_saved(newsroom: &Newsroom, card: &ArticleCard, output: &Output) -> Result<(), Failure> {
    let article = newsroom.library().article(ArticleId::new(card.id))?;
    let state = newsroom.offline_state(article.row.id)?;
    let page = newsroom.library().texts(article.row.id)?.page;
    // It failed, and may come later.
    let waits = page.as_ref().is_some_and(|page| page.code.is_some() && page.again.is_some());
    let missing = match (state.message, page.and_then(|page| page.message)) {
        (Some(state), Some(why)) if waits => Some(format!("{why} {state}")),
        (state, why) => state.or(why),
    };
    let mut value = article_json(newsroom, &article)?;
    if let Value::Object(fields) = &mut value {
        fields.insert("whole".to_owned(), state.whole.into());
        fields.insert("missing".to_owned(), missing.clone().into());
    }
    output.show(&value, |_| format!("Saved {}: {}", card.id, plain(&card.title)))?;
    let at_once = match article.row.url.as_deref().filter(|_| waits) {
        Some(url) => format!(" `standfirst save {}` tries at once", plain(url)),
        None => String::new(),
    };
    match &missing {
        // It is saved, but not as one would expect.
        Some(message) if article.row.link_only => {
            output.remark(&format!("note: {} is saved as a link only. {}{at_once}", card.id, plain(message)));
        }
        Some(message) => output.hint(&plain(message)),
        None => {}
    }
    Ok(())
}

/// Puts articles away, all or none of them, or takes them back.
pub(crate) async fn archive(
    newsroom: &Newsroom,
    ids: Vec<i64>,
    archived: bool,
    output: &Output,
) -> Result<(), Failure> {
    let changed = newsroom.set_archived(ids, archived).await?;
    let count = articles(changed);
    output.hint(&match (archived, changed) {
        (true, 0) => "All of that was in the archive already".to_owned(),
        (true, _) => format!("{count} put away"),
        (false, 0) => "Nothing of that was in the archive".to_owned(),
        (false, _) => format!("{count} back among what is saved"),
    });
    Ok(())
}

pub(crate) fn unsave(newsroom: &Newsroom, ids: &[i64], output: &Output) -> Result<(), Failure> {
    let library = newsroom.library();
    for id in ids.iter().copied().map(ArticleId::new) {
        let row = library.article(id)?.row;
        library.set_saved(id, false, newsroom.now())?;
        let title = plain(&row.title);
        output.hint(&if row.saved {
            format!("No longer saved {}: {title}", id.get())
        } else {
            format!("{} was not saved: {title}", id.get())
        });
    }
    Ok(())
}

pub(crate) fn tag(newsroom: &Newsroom, id: i64, tag: &str, on: bool, output: &Output) -> Result<(), Failure> {
    let (library, id) = (newsroom.library(), ArticleId::new(id));
    let row = library.article(id)?.row;
    let had = row.tags.iter().any(|known| known == tag.trim());
    let _: () = if on { library.tag(id, tag, newsroom.now())? } else { library.untag(id, tag)? };
    let (tag, title) = (plain(tag), plain(&row.title));
    output.hint(&match (on, had) {
        (true, false) => format!("Tagged {} with {tag}: {title}", id.get()),
        (true, true) => format!("{} has the tag {tag} already: {title}", id.get()),
        (false, true) => format!("Took the tag {tag} off {}: {title}", id.get()),
        (false, false) => format!("{} has no tag {tag}: {title}", id.get()),
    });
    Ok(())
}
