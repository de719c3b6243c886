//! A source's own page: how it is, what it is asked for and as whom, and what the reader decides about it.

use library::{PastRequest, Rhythm, Source, SourceId};
use url::Url;

use crate::wire::{KeptMark, RequestView, SourcePage, SourceView};
use crate::{Failure, Newsroom, access, retention, views};

impl Newsroom {
    /// All that is known of a source.
    ///
    /// # Errors
    /// `not-found` when there is no such source.
    pub async fn source_page(&self, id: i64) -> Result<SourcePage, Failure> {
        let id = SourceId::new(id);
        self.with_library(move |library, _| {
            let source = library.source(id)?;
            Ok(SourcePage {
                requests: library.requests(id)?.into_iter().map(request).collect(),
                schedule: schedule(&source.rhythm),
                added: source.added.to_string(),
                hub: source.hub.clone(),
                has_older: source.archive.is_some(),
                retry_at: source.retry_at.map(|time| time.to_string()),
                etag: source.marks.etag.clone(),
                last_modified: source.marks.last_modified.clone(),
                access: access::view(&source),
                text: source.text.as_str().to_owned(),
                kept: library.kept_marks(id)?.into_iter().map(kept).collect(),
                keep: retention::rule(library.source_keep(id)?),
                source: views::source(source),
            })
        })
        .await
    }

    /// Asks a source by itself again, or no longer.
    ///
    /// # Errors
    /// `not-found` when there is no such source.
    pub async fn set_source_paused(&self, id: i64, paused: bool) -> Result<SourceView, Failure> {
        self.change_source(id, move |library, id| library.set_paused(id, paused)).await
    }

    /// Leaves a source out of Today, or no longer.
    ///
    /// # Errors
    /// `not-found` when there is no such source.
    pub async fn set_source_quiet(&self, id: i64, quiet: bool) -> Result<SourceView, Failure> {
        self.change_source(id, move |library, id| library.set_quiet(id, quiet)).await
    }

    /// Tells the reader of what a source publishes, or no longer.
    ///
    /// # Errors
    /// `not-found` when there is no such source.
    pub async fn set_source_notify(&self, id: i64, notify: bool) -> Result<SourceView, Failure> {
        self.change_source(id, move |library, id| library.set_notify(id, notify)).await
    }

    /// Gives a source another address; it is asked there at the next refresh.
    ///
    /// # Errors
    /// `invalid-address` for what is none, `followed-already` when another source has it.
    pub async fn set_source_address(&self, id: i64, address: &str) -> Result<SourceView, Failure> {
        let typed = address.trim().to_owned();
        let url = Url::parse(&typed).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let Some(url) = url else {
            return Err(Failure::new(
                "invalid-address",
                format!("The address {typed}"),
                "it is none that can be fetched",
                "use one that begins with http:// or https://",
            ));
        };
        let (url, login) = access::split_login(&url);
        let id_here = SourceId::new(id);
        let view = self
            .change_library(move |library, _| {
                let before = library.source(id_here)?.url;
                let same_server = Url::parse(&before).is_ok_and(|before| before.host() == url.host());
                if !library.move_source_url(id_here, url.as_str(), same_server)? {
                    return Err(Failure::new(
                        "followed-already",
                        format!("The address {url}"),
                        "another of your sources has it",
                        "unfollow one of the two",
                    ));
                }
                Ok(views::source(library.source(id_here)?))
            })
            .await?;
        if let Some(login) = login {
            self.set_source_access(id, access::input_of(login)).await?;
        }
        Ok(view)
    }

    async fn change_source(
        &self,
        id: i64,
        change: impl FnOnce(&library::Library, SourceId) -> Result<(), library::LibraryError> + Send + 'static,
    ) -> Result<SourceView, Failure> {
        let id = SourceId::new(id);
        self.change_library(move |library, _| {
            change(library, id)?;
            Ok(views::source(library.source(id)?))
        })
        .await
    }
}

fn kept(mark: library::KeptMark) -> KeptMark {
    KeptMark { mark: mark.mark, text: mark.text, at: mark.at.to_string() }
}

fn request(past: PastRequest) -> RequestView {
    RequestView {
        at: past.at.to_string(),
        took_ms: past.request.took_ms,
        bytes: past.request.bytes,
        sentence: sentence(&past),
        failed: past.message.is_some(),
        outcome: past.request.outcome,
        new: past.new,
    }
}

fn sentence(past: &PastRequest) -> String {
    match (past.request.outcome.as_str(), past.new) {
        ("unchanged", _) => "Nothing new, said the server (304)".to_owned(),
        ("same", _) => "Sent again, the same as before".to_owned(),
        ("new", 0) => "Read; no new articles".to_owned(),
        ("new", 1) => "1 new article".to_owned(),
        ("new", many) => format!("{many} new articles"),
        (_, _) => past.message.clone().unwrap_or_else(|| "It failed".to_owned()),
    }
}

/// How often it is asked and why, in a sentence.
fn schedule(rhythm: &Rhythm) -> String {
    let mut parts = Vec::new();
    if let Some(minutes) = rhythm.update_minutes.filter(|minutes| *minutes > 0) {
        parts.push(format!("it asks for {} between two requests", span(minutes)));
    }
    if let Some(minutes) = rhythm.gap_minutes {
        parts.push(format!("it has published every {} of late", span(minutes.max(1))));
    }
    if rhythm.skip_hours != 0 {
        parts.push(format!("it wants no requests in {} hours of the day", rhythm.skip_hours.count_ones()));
    }
    if rhythm.skip_days != 0 {
        parts.push(format!("it wants no requests on {} days of the week", rhythm.skip_days.count_ones()));
    }
    match parts.split_first() {
        None => "It is asked about every half hour, until it shows how often it publishes.".to_owned(),
        Some(_) => format!("How often it is asked follows from this: {}.", parts.join(", and ")),
    }
}

fn span(minutes: u32) -> String {
    let (number, unit) = match minutes {
        0..90 => (minutes, "minute"),
        90..2880 => (minutes.saturating_add(30) / 60, "hour"),
        _ => (minutes.saturating_add(720) / 1440, "day"),
    };
    if number == 1 { unit.to_owned() } else { format!("{number} {unit}s") }
}

pub(crate) fn state(source: &Source) -> &'static str {
    match source.state {
        library::SourceState::Active => "active",
        library::SourceState::Paused => "paused",
        library::SourceState::Gone => "gone",
    }
}

#[cfg(test)]
mod tests {
    use super::{schedule, span};
    use library::Rhythm;

    #[test]
    fn the_schedule_is_told_in_a_sentence() {
        assert_eq!(
            [span(1), span(60), span(90), span(1440), span(10_000)],
            ["minute", "60 minutes", "2 hours", "24 hours", "7 days"]
        );
        let rhythm = Rhythm { update_minutes: Some(180), gap_minutes: Some(600), ..Rhythm::default() };
        assert_eq!(
            schedule(&rhythm),
            "How often it is asked follows from this: it asks for 3 hours between two requests, and it has published every 10 hours of late."
        );
        assert!(schedule(&Rhythm::default()).starts_with("It is asked about every half hour"));
    }
}
