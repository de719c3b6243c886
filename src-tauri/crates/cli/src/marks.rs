//! Highlights; tags and folders that are given another name.

use ::library::{ArticleId, Highlight, HighlightId, HighlightQuery, HighlightRow};
use newsroom::{Failure, Newsroom};
use serde_json::{Value, json};

use crate::args::{HighlightArgs, Renaming};
use crate::output::{Output, articles, counted, plain};
use crate::reading::local;

/// Highlights read from the library at a time.
const PAGE: usize = 500;

pub(crate) async fn highlight(newsroom: &Newsroom, args: HighlightArgs, output: &Output) -> Result<(), Failure> {
    if let Some(id) = args.remove {
        newsroom.library().remove_highlight(HighlightId::new(id))?;
        return Ok(());
    }
    let (id, text) = (args.id.unwrap_or_default(), args.text.unwrap_or_default());
    let made = newsroom.highlight(id, &text, args.note).await?;
    output.show(&highlight_json(&made), |_| format!("Highlight {}: {}", made.id, plain(&made.quote.text)))
}

pub(crate) fn highlights(newsroom: &Newsroom, article: Option<i64>, output: &Output) -> Result<(), Failure> {
    let mut query =
        HighlightQuery { article: article.map(ArticleId::new), limit: Some(PAGE), ..HighlightQuery::default() };
    loop {
        let page = newsroom.library().highlights(&query)?;
        if page.rows.is_empty() && query.after.is_none() {
            output.hint("Nothing is highlighted: mark a passage with `standfirst highlight ID TEXT`");
        }
        for row in &page.rows {
            output.show(&row_json(row), |_| row_text(row, output))?;
        }
        if page.next.is_none() {
            return Ok(());
        }
        query.after = page.next;
    }
}

fn highlight_json(mark: &Highlight) -> Value {
    json!({
        "id": mark.id, "article": mark.article, "text": mark.quote.text, "before": mark.quote.before, "after": mark.quote.after,
        "note": mark.note, "at": mark.at, "edited": mark.edited,
    })
}

fn row_json(HighlightRow { highlight, article }: &HighlightRow) -> Value {
    let mut value = highlight_json(highlight);
    if let Value::Object(fields) = &mut value {
        fields.insert("title".to_owned(), article.title.clone().into());
        fields.insert("url".to_owned(), article.url.clone().into());
        fields.insert("source_title".to_owned(), article.source_title.clone().into());
    }
    value
}

fn row_text(HighlightRow { highlight, article }: &HighlightRow, output: &Output) -> String {
    let mut lines = vec![format!("{:>7} “{}”", highlight.id.get(), plain(&highlight.quote.text))];
    lines.extend(highlight.note.as_deref().map(|note| format!("        {}", output.bold(&plain(note)))));
    let about = format!(
        "{}  {}: {} ({})",
        local(highlight.at, "%Y-%m-%d %H:%M"),
        plain(&article.source_title),
        plain(&article.title),
        article.id
    );
    lines.push(format!("        {}", output.dim(&about)));
    lines.join("\n")
}

pub(crate) async fn tags(newsroom: &Newsroom, what: Renaming, output: &Output) -> Result<(), Failure> {
    let Some(tag) = what.tag else {
        let tags = newsroom.library().tags()?;
        if tags.is_empty() {
            output.hint("There are no tags: put one on an article with `standfirst tag ID TAG`");
        }
        for (name, count) in tags {
            output.show(&json!({"name": name, "articles": count}), |_| format!("{count:>7}  {}", plain(&name)))?;
        }
        return Ok(());
    };
    let done = newsroom.rename_tag(tag.clone(), what.rename.clone()).await?;
    output.show(&json!({"articles": done.count}), |_| match &what.rename {
        Some(new) => format!("{} is {} now, on {}", plain(&tag), plain(new), articles(done.count)),
        None => format!("{} is taken off {}", plain(&tag), articles(done.count)),
    })
}

pub(crate) async fn folder(
    newsroom: &Newsroom,
    folder: String,
    rename: Option<String>,
    output: &Output,
) -> Result<(), Failure> {
    let done = newsroom.rename_folder(folder.clone(), rename.clone()).await?;
    output.show(&json!({"sources": done.count}), |_| match &rename {
        Some(new) => {
            format!("{} is {} now, with {}", plain(&folder), plain(new), counted(done.count, "source", "sources"))
        }
        None => counted(done.count, "source is in no folder now", "sources are in no folder now"),
    })
}
