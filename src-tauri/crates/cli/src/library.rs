//! The library's own health: looking, mending, and rescuing what can be read.

use std::path::Path;

use ::library::{Check, Rescue};
use newsroom::wire::LostRows;
use newsroom::{Failure, Newsroom};
use serde_json::{Value, json};

use crate::output::{Output, articles, counted, plain};

pub(crate) fn check(newsroom: &Newsroom, repair: bool, output: &Output) -> Result<(), Failure> {
    let (check, rescue) = if repair { newsroom.repair()? } else { (newsroom.library().check()?, None) };
    // A damaged library may not even list them.
    let (whole, lacking) = if check.ok { newsroom.offline_report()? } else { (0, Vec::new()) };
    let missing: Vec<_> = lacking.iter().map(|(id, message)| json!({"id": id, "message": message})).collect();
    let mut value = json!({
        "integrity": check.integrity, "fts": check.fts, "schema": check.schema,
        "offline": {"whole": whole, "missing": missing},
    });
    if let (Some(rescue), Value::Object(fields)) = (&rescue, &mut value) {
        fields.insert("rescue".to_owned(), json!(rescue));
    }
    output.show(&value, |_| {
        let mut lines = rescue.as_ref().map(told).unwrap_or_default();
        lines.extend([
            format!("Database      {}", in_short(&check.integrity)),
            format!("Search index  {}", in_short(&check.fts)),
            format!("Schema        {}", check.schema),
            format!("Offline       {}", counted(whole as u64, "article is whole", "articles are whole")),
        ]);
        lines.extend(lacking.iter().map(|(id, message)| format!("{:>7}       {}", id.get(), plain(message))));
        lines.join("\n")
    })?;
    verdict(&check)
}

/// What `SQLite` says of damage is for those who ask for it, with `--json` or `--verbose`.
fn in_short(found: &str) -> &'static str {
    if found == "ok" {
        return "ok";
    }
    tracing::info!(found, "the check complains");
    "damaged"
}

fn verdict(check: &Check) -> Result<(), Failure> {
    if check.ok {
        return Ok(());
    }
    let todo = if check.integrity == "ok" {
        "run `standfirst check --repair`, which builds the search index anew"
    } else {
        "run `standfirst check --repair`, which rescues what can be read and keeps the damaged file, or `standfirst restore` with one of `standfirst backups`"
    };
    Err(Failure::new("damaged", "The library", "it is damaged, as told above", todo))
}

/// `check` of a library too damaged to be opened: the same fields and the failure as ever, or with `repair` what came of
/// rescuing it.
pub(crate) fn unopened(failure: Failure, folder: &Path, repair: bool, output: &Output) -> Result<(), Failure> {
    if repair && failure.code == "damaged" {
        let rescue = newsroom::recovery::rescue(folder, jiff::Timestamp::now())?;
        return output.show(&json!({"rescue": rescue}), |_| told(&rescue).join("\n"));
    }
    if output.json && failure.code == "damaged" {
        output.json_line(&json!({"integrity": failure.why, "fts": "not looked at", "schema": null}))?;
    }
    Err(failure)
}

/// `restore` into the folder of a library that cannot be opened.
pub(crate) fn restore_unopened(folder: &Path, from: &Path, output: &Output) -> Result<(), Failure> {
    let from = std::path::absolute(from).unwrap_or_else(|_| from.to_owned());
    let kept = newsroom::recovery::restore(folder, &from, jiff::Timestamp::now())?;
    output.show(&json!({"before": kept}), |_| {
        format!("Restored. The damaged file was kept: {}", plain(&kept.display().to_string()))
    })
}

/// What came of a rescue, for a person.
fn told(rescue: &Rescue) -> Vec<String> {
    let mut lines = vec![
        format!("Rescued {} with what you did to them", articles(rescue.articles)),
        format!("The damaged file was kept: {}", plain(&rescue.damaged.display().to_string())),
    ];
    if rescue.without_text > 0 {
        lines.push(format!("The text of {} could not be read; it is fetched anew", articles(rescue.without_text)));
    }
    for LostRows { what, rows } in newsroom::recovery::lost(rescue) {
        lines.push(format!("Not all could be read of {what}: at least {}", counted(rows, "gap", "gaps")));
    }
    if let Some(more) = &rescue.backup {
        lines.push(format!(
            "The newest backup, {}, has what is not here: {}, {}, {}, {}, {}; \
             `standfirst restore` puts it in the place of what was rescued, and can be undone",
            plain(&more.backup.path.display().to_string()),
            articles(more.articles),
            counted(more.texts, "text", "texts"),
            counted(more.tags, "tag", "tags"),
            counted(more.highlights, "highlight", "highlights"),
            counted(more.sources, "source", "sources")
        ));
    }
    lines
}
