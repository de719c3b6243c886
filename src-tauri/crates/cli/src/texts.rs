//! The texts of an article: which one is shown, what was left out of it, and putting that back.

use ::library::{Article, ArticleId};
use newsroom::{Failure, Newsroom};
use serde_json::{Value, json};

use crate::args::{Format, Text};
use crate::output::{Output, column, plain};
use crate::reading;

/// Characters of a reason in its column.
const REASON: usize = 13;

pub(crate) async fn show(
    newsroom: &Newsroom,
    id: i64,
    format: Format,
    text: Option<Text>,
    left_out: bool,
    output: &Output,
) -> Result<(), Failure> {
    if let Some(text) = text {
        newsroom.show_text(id, text.as_str()).await?;
    }
    if left_out { list(newsroom, id, output).await } else { reading::show(newsroom, id, format, output) }
}

/// What of the page is not in the article, a line each.
async fn list(newsroom: &Newsroom, id: i64, output: &Output) -> Result<(), Failure> {
    let view = newsroom.article(id).await?;
    for block in &view.left_out {
        let value = json!({"block": block.block, "reason": block.reason, "text": block.text, "html": block.html});
        output.show(&value, |_| {
            format!("{:>4}  {}  {}", block.block, output.dim(&column(&block.reason, REASON)), plain(&block.text))
        })?;
    }
    match view.left_out.len() {
        0 => output.hint("Nothing was left out"),
        _ => output.hint(&format!("`standfirst restore-block {id} N` puts one back")),
    }
    Ok(())
}

pub(crate) async fn restore_block(newsroom: &Newsroom, id: i64, block: u32, output: &Output) -> Result<(), Failure> {
    let view = newsroom.restore_block(id, block).await?;
    let value = json!({"id": id, "block": block, "left_out": view.left_out.len()});
    output.show(&value, |_| "Put back, here and in whatever else its source publishes".to_owned())?;
    if let Some(source) = view.card.source_id {
        output
            .hint(&format!("`standfirst source {source}` lists what was put back; --forget MARK leaves it out again"));
    }
    Ok(())
}

/// Where an article's text is from, how it came out of its page, and how its other text is.
pub(crate) fn provenance(newsroom: &Newsroom, article: &Article) -> Result<Value, Failure> {
    let id: ArticleId = article.row.id;
    let texts = newsroom.library().texts(id)?;
    let read = article.provenance.as_deref().and_then(|json| serde_json::from_str::<Value>(json).ok());
    let of = |name: &str| read.as_ref().and_then(|read| read.get(name)).cloned().unwrap_or_else(|| json!([]));
    let page = texts.page.unwrap_or_default();
    Ok(json!({
        "text": article.origin, "fetched": article.fetched, "revision": article.revisions, "excerpt": article.excerpt,
        "other_text": texts.other.map(|other| json!({
            "text": other.article.origin, "fetched": other.fetched, "html": other.article.html,
        })),
        "page": {"asked": page.asked, "again": page.again, "code": page.code, "message": page.message},
        "fields": of("fields"), "left_out": of("left_out"), "put_back": article.kept,
    }))
}
