//! Keeping articles offline, and the room the library takes.

use ::library::ArticleId;
use newsroom::wire::Storage;
use newsroom::{Failure, Newsroom};
use serde_json::json;

use crate::output::{Output, plain};

pub(crate) async fn offline(newsroom: &Newsroom, ids: &[i64], on: bool, output: &Output) -> Result<(), Failure> {
    let mut lacking = 0;
    for id in ids {
        let view = newsroom.set_offline(*id, on).await?;
        let state = newsroom.offline_state(ArticleId::new(*id))?;
        lacking += usize::from(state.kept && !state.whole);
        let value = json!({
            "id": id, "offline": state.kept, "whole": state.whole, "missing": state.missing, "message": state.message,
        });
        output.show(&value, |_| {
            let title = plain(&view.card.title);
            match (state.kept, state.whole, &state.message) {
                (false, ..) => format!("Not kept offline {id}: {title}"),
                (true, true, None) => format!("Offline {id}: {title}"),
                (true, _, message) => {
                    format!("Offline {id}: {title}. {}", plain(message.as_deref().unwrap_or_default()))
                }
            }
        })?;
    }
    if lacking > 0 {
        output.hint("What is missing is fetched with the next `standfirst refresh`");
    }
    Ok(())
}

pub(crate) async fn storage(newsroom: &Newsroom, limit: Option<&str>, output: &Output) -> Result<(), Failure> {
    let mut removed = 0;
    if let Some(limit) = limit {
        let mut settings = newsroom.settings().await?;
        settings.picture_limit_mb = megabytes(limit).ok_or_else(|| {
            Failure::new("usage", format!("The size {limit}"), "it is none", "write it like 500MB or 2GB")
        })?;
        newsroom.set_settings(settings).await?;
        removed = newsroom.make_room().await?;
    }
    let storage = newsroom.storage().await?;
    let Storage { database, pictures, kept, rest, picture_count, limit, articles, kept_articles } = storage;
    let value = json!({
        "database": database, "pictures": pictures, "kept": kept, "rest": rest, "picture_count": picture_count,
        "limit": limit, "articles": articles, "kept_articles": kept_articles, "removed_pictures": removed,
    });
    output.show(&value, |_| {
        let mut lines = vec![
            format!("Database   {:>10}  {articles} articles", size(database)),
            format!("Pictures   {:>10}  {picture_count} pictures, of {} at most", size(pictures), size(limit)),
            format!(
                "  kept     {:>10}  of {kept_articles} articles that are saved, offline, tagged or highlighted",
                size(kept)
            ),
            format!("  the rest {:>10}", size(rest)),
        ];
        if removed > 0 {
            lines.push(format!("{removed} pictures were removed; they are fetched again when somebody looks at them"));
        }
        lines.join("\n")
    })
}

/// `500MB`, `2 GB`, `1024` (megabytes).
fn megabytes(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase();
    let at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let number: u32 = number.parse().ok()?;
    match unit.trim() {
        "" | "m" | "mb" | "mib" => Some(number),
        "g" | "gb" | "gib" => number.checked_mul(1024),
        _ => None,
    }
}

/// A size for a person.
fn size(bytes: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes / 1024),
        1_048_576..1_073_741_824 => format!("{} MB", tenths(1 << 20)),
        _ => format!("{} GB", tenths(1 << 30)),
    }
}

#[cfg(test)]
mod tests {
    use super::{megabytes, size};

    #[test]
    fn sizes_are_read_and_told() {
        assert_eq!([megabytes("500MB"), megabytes("2 gb"), megabytes("64")], [Some(500), Some(2048), Some(64)]);
        assert_eq!([megabytes("much"), megabytes("-1MB"), megabytes("9999999GB"), megabytes("")], [None; 4]);
        assert_eq!([size(12), size(4096), size(1_600_000), size(3 << 30)], ["12 B", "4 KB", "1.5 MB", "3.0 GB"]);
    }
}
