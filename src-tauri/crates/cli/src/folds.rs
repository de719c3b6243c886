//! Folds: articles of several sources that say the same, under one of them.

use newsroom::wire::Settings;
use newsroom::{Failure, Newsroom};
use serde_json::json;

use crate::args::Switch;
use crate::output::{Output, plain};

/// Shows or sets whether new articles are folded.
pub(crate) async fn folding(newsroom: &Newsroom, new: Option<Switch>, output: &Output) -> Result<(), Failure> {
    let mut settings = newsroom.settings().await?;
    if let Some(new) = new {
        settings = newsroom.set_settings(Settings { folding: new == Switch::On, ..settings }).await?;
    }
    output.show(&json!({"folding": settings.folding}), |_| {
        if settings.folding {
            "New articles of several sources that say the same are folded under one".to_owned()
        } else {
            "Every article is a row of its own; what is folded already stays so: `standfirst unfold ID`".to_owned()
        }
    })
}

pub(crate) async fn fold(newsroom: &Newsroom, id: i64, under: i64, output: &Output) -> Result<(), Failure> {
    let top = newsroom.fold(id, under).await?;
    output
        .show(&json!({"id": id, "folded": top.id}), |_| format!("Folded {id} under {}: {}", top.id, plain(&top.title)))
}

pub(crate) async fn unfold(newsroom: &Newsroom, id: i64, output: &Output) -> Result<(), Failure> {
    for one in newsroom.unfold(id).await? {
        output.show(&json!({"id": one.id, "was_under": one.under}), |_| {
            format!("Took {} out; `standfirst fold {} {}` puts it back", one.id, one.id, one.under)
        })?;
    }
    Ok(())
}
