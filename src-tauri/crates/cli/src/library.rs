//! The library's own health.

use newsroom::{Failure, Newsroom};
use serde_json::json;

use crate::output::{Output, plain};

pub(crate) fn check(newsroom: &Newsroom, repair: bool, output: &Output) -> Result<(), Failure> {
    let library = newsroom.library();
    let check = if repair { library.repair(newsroom.now())?.0 } else { library.check()? };
    // A damaged library may not even list them.
    let (whole, lacking) = if check.ok { newsroom.offline_report()? } else { (0, Vec::new()) };
    let missing: Vec<_> = lacking.iter().map(|(id, message)| json!({"id": id, "message": message})).collect();
    let value = json!({
        "integrity": check.integrity, "fts": check.fts, "schema": check.schema,
        "offline": {"whole": whole, "missing": missing},
    });
    output.show(&value, |_| {
        let mut lines = vec![
            format!("Database      {}", plain(&check.integrity)),
            format!("Search index  {}", plain(&check.fts)),
            format!("Schema        {}", check.schema),
            format!("Offline       {whole} articles are whole"),
        ];
        lines.extend(lacking.iter().map(|(id, message)| format!("{:>7}       {}", id.get(), plain(message))));
        lines.join("\n")
    })?;
    if check.ok {
        return Ok(());
    }
    let todo = if check.integrity == "ok" {
        "run `standfirst check --repair`, which builds the search index anew"
    } else {
        "keep a copy of the folder, then run `standfirst check --repair`; what that cannot mend needs a backup"
    };
    Err(Failure::new("damaged", "The library", "it is damaged, as told above", todo))
}

/// The answer of `check` about a library too damaged to be opened: the same fields, and the failure as ever.
pub(crate) fn unopened(failure: Failure, output: &Output) -> Result<(), Failure> {
    if output.json && failure.code == "damaged" {
        output.json_line(&json!({"integrity": failure.why, "fts": "not looked at", "schema": null}))?;
    }
    Err(failure)
}
