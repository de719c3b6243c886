//! Keeping articles offline, and the room the library takes.

use ::library::ArticleId;
use newsroom::wire::Storage;
use newsroom::{Failure, Newsroom};
use serde_json::json;

use crate::output::{Output, articles, counted, plain};

pub(crate) async fn offline(newsroom: &Newsroom, ids: &[i64], on: bool, output: &Output) -> Result<(), Failure> {
    let mut lacking = 0;
    for id in ids {
        let view = newsroom.set_offline(*id, on).await?;
        let state = newsroom.offline_state(ArticleId::new(*id))?;
        lacking += usize::from(on && state.kept && !state.whole);
        let value = json!({
            "id": id, "offline": state.kept, "whole": state.whole, "missing": state.missing, "message": state.message,
        });
        output.show(&value, |_| {
            let title = plain(&view.card.title);
            match (state.kept, state.whole, &state.message) {
                (false, ..) => format!("Not kept offline {id}: {title}"),
                (true, ..) if !on => format!("Still kept offline {id}, because it is saved: {title}"),
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

pub(crate) async fn storage(
    newsroom: &Newsroom,
    limit: Option<&str>,
    compact: bool,
    output: &Output,
) -> Result<(), Failure> {
    let mut removed = 0;
    if let Some(limit) = limit {
        let mut settings = newsroom.settings().await?;
        settings.picture_limit_mb = megabytes(limit).ok_or_else(|| {
            Failure::new(
                "usage",
                format!("The size {limit}"),
                "it is none, or nothing",
                "write it with its unit, at least 1MB: 500MB, 1.5GB",
            )
        })?;
        newsroom.set_settings(settings).await?;
        removed = newsroom.make_room().await?;
    }
    if compact {
        newsroom.compact().await?;
    }
    let storage = newsroom.storage().await?;
    let Storage { database, pictures, kept, rest, picture_count, limit, articles: count, kept_articles, free } =
        storage;
    let value = json!({
        "database": database, "pictures": pictures, "kept": kept, "rest": rest, "picture_count": picture_count,
        "limit": limit, "free": free, "articles": count, "kept_articles": kept_articles, "removed_pictures": removed,
    });
    output.show(&value, |_| {
        let mut lines = vec![
            format!("Database   {:>10}  {}", size(database), articles(count)),
            format!("  empty    {:>10}  new articles go there; --compact gives it back", size(free)),
            format!(
                "Pictures   {:>10}  {}, {} at most",
                size(pictures),
                counted(picture_count, "picture", "pictures"),
                size(limit)
            ),
            format!(
                "  kept     {:>10}  of {}",
                size(kept),
                counted(
                    kept_articles,
                    "article that is saved, offline, tagged or highlighted",
                    "articles that are saved, offline, tagged or highlighted"
                )
            ),
            format!("  the rest {:>10}", size(rest)),
        ];
        if removed > 0 {
            lines.push(counted(
                removed,
                "picture was removed; it is fetched again when somebody looks at it",
                "pictures were removed; they are fetched again when somebody looks at them",
            ));
        }
        lines.join("\n")
    })
}

/// `500MB`, `1.5 GB`. A bare number would leave it to a guess whether bytes are meant, and none at all whether all
/// pictures are to go.
fn megabytes(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase();
    let (number, unit) = text.split_at(text.find(|c: char| c.is_alphabetic())?);
    let mut megabytes: f64 = number.trim().parse().ok()?;
    match unit {
        "m" | "mb" | "mib" => {}
        "g" | "gb" | "gib" => megabytes *= 1024.0,
        _ => return None,
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is that of the limit")]
    (1.0..=f64::from(u32::MAX)).contains(&megabytes).then_some(megabytes as u32)
}

/// A size for a person.
pub(crate) fn size(bytes: u64) -> String {
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
        assert_eq!([megabytes("500MB"), megabytes("2 gb"), megabytes("1.5GB")], [Some(500), Some(2048), Some(1536)]);
        for text in ["much", "-1MB", "9999999GB", "", "64", "0", "0MB"] {
            assert_eq!(megabytes(text), None, "{text}");
        }
        assert_eq!([size(12), size(4096), size(1_600_000), size(3 << 30)], ["12 B", "4 KB", "1.5 MB", "3.0 GB"]);
    }
}
