//! The library's own health.

use newsroom::{Failure, Newsroom};
use serde_json::json;

use crate::output::Output;

pub(crate) fn check(newsroom: &Newsroom, repair: bool, output: &Output) -> Result<(), Failure> {
    let library = newsroom.library();
    let check = if repair { library.repair()? } else { library.check()? };
    let value = json!({"integrity": check.integrity, "fts": check.fts, "schema": check.schema});
    output.show(&value, |_| {
        format!("Database: {}\nSearch index: {}\nSchema: {}", check.integrity, check.fts, check.schema)
    })?;
    if check.ok {
        return Ok(());
    }
    Err(Failure::new(
        "damaged",
        "The library",
        "it is damaged",
        "keep a copy of the folder, then run `standfirst check --repair`; a damaged database needs a backup to be restored",
    ))
}
