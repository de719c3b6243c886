//! Telling the reader of what has come: what rules and sources are to be told of, as messages of the window, and as one
//! bulletin for the desktop, outside of quiet hours.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Time;
use jiff::tz::TimeZone;
use library::{Article, ArticleId, Library, Notice, RuleId, SourceId};

use crate::wire::{Bulletin, Notification, Settings, Show};
use crate::{Event, Failure, Newsroom, lock, settings};

/// Headlines a bulletin has.
const HEADLINES: usize = 3;
/// Letters of a headline there.
const LONGEST: usize = 160;
/// Articles that are kept in mind; of more, nobody reads a list in a corner of the screen.
const MOST: usize = 1000;

impl Newsroom {
    /// Keeps in mind of what rules want the reader to be told.
    pub(crate) fn note(&self, notices: Vec<Notice>) {
        if !notices.is_empty() {
            lock(&self.0.notices).extend(notices);
        }
    }

    /// Keeps in mind what a source published whose reader wants to be told.
    pub(crate) fn note_news(&self, articles: &[ArticleId]) {
        let mut news = lock(&self.0.news);
        let room = MOST.saturating_sub(news.len());
        news.extend(articles.iter().take(room));
    }

    /// What the reader is to be told of since this was last asked.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn notifications(&self) -> Result<Vec<Notification>, Failure> {
        Ok(self.told().await?.0)
    }

    async fn told(&self) -> Result<(Vec<Notification>, Option<Bulletin>), Failure> {
        let notices = std::mem::take(&mut *lock(&self.0.notices));
        let news = std::mem::take(&mut *lock(&self.0.news));
        if notices.is_empty() && news.is_empty() {
            return Ok((Vec::new(), None));
        }
        self.with_library(move |library, now| {
            let local = TimeZone::system().to_datetime(now).time();
            let mut articles = BTreeMap::new();
            let ids: BTreeSet<ArticleId> =
                notices.iter().map(|notice| notice.article).chain(news.iter().copied()).collect();
            for id in ids {
                // It may have gone meanwhile; then there is nothing to tell.
                if let Ok(article) = library.article(id) {
                    articles.insert(id, article);
                }
            }
            // A rule may have read or hidden what its source wants to be told of.
            let wanted: Vec<ArticleId> = news
                .into_iter()
                .filter(|id| {
                    articles.get(id).is_some_and(|article| !article.row.read)
                        && library.is_hidden(*id).is_ok_and(|hidden| !hidden)
                })
                .collect();
            let mut shown: BTreeSet<ArticleId> = notices.iter().map(|notice| notice.article).collect();
            shown.extend(&wanted);
            let newest: Vec<&Article> = shown.iter().rev().filter_map(|id| articles.get(id)).collect();
            let bulletin = (!is_quiet(&settings::stored(library), local)).then(|| bulletin(&newest)).flatten();
            let mut told = by_rule(library, notices, &articles);
            told.extend(by_source(&wanted, &articles));
            Ok((told, bulletin))
        })
        .await
    }

    /// Tells the window and the desktop.
    pub(crate) async fn announce_notifications(&self) {
        match self.told().await {
            Ok((notifications, bulletin)) => {
                if !notifications.is_empty() {
                    self.announce(Event::Notify { notifications });
                }
                if let Some(bulletin) = bulletin {
                    self.announce(Event::Bulletin { bulletin });
                }
            }
            Err(failure) => tracing::warn!(%failure, "the reader is not told of what has come"),
        }
    }
}

fn by_rule(library: &Library, notices: Vec<Notice>, articles: &BTreeMap<ArticleId, Article>) -> Vec<Notification> {
    let mut by_rule: BTreeMap<RuleId, Vec<ArticleId>> = BTreeMap::new();
    for Notice { rule, article } in notices {
        by_rule.entry(rule).or_default().push(article);
    }
    let mut told = Vec::new();
    for (id, caught) in by_rule {
        let Ok(rule) = library.rule(id) else { continue };
        let notification = notification(rule.rule.name, &caught, articles);
        told.extend(notification.map(|one| Notification { rule: Some(id.get()), ..one }));
    }
    told
}

fn by_source(wanted: &[ArticleId], articles: &BTreeMap<ArticleId, Article>) -> Vec<Notification> {
    let mut by_source: BTreeMap<SourceId, Vec<ArticleId>> = BTreeMap::new();
    for id in wanted {
        if let Some(source) = articles.get(id).and_then(|article| article.row.source) {
            by_source.entry(source).or_default().push(*id);
        }
    }
    let mut told = Vec::new();
    for (source, caught) in by_source {
        let name = caught.first().and_then(|id| articles.get(id)).map(|article| article.row.source_title.clone());
        let notification = notification(name.unwrap_or_default(), &caught, articles);
        told.extend(notification.map(|one| Notification { source: Some(source.get()), ..one }));
    }
    told
}

fn notification(name: String, caught: &[ArticleId], articles: &BTreeMap<ArticleId, Article>) -> Option<Notification> {
    let newest = caught.iter().max()?;
    let title = articles.get(newest)?.row.title.clone();
    Some(Notification { rule: None, source: None, name, articles: caught.len() as u64, article: newest.get(), title })
}

/// All of it as one notification, the newest first; none when there is nothing.
fn bulletin(articles: &[&Article]) -> Option<Bulletin> {
    let first = articles.first()?;
    if articles.len() == 1 {
        let show = Show { article: Some(first.row.id.get()), ..Show::default() };
        return Some(Bulletin { title: short(&first.row.title), body: first.row.source_title.clone(), show });
    }
    let one_source = articles.iter().all(|article| article.row.source == first.row.source);
    let mut lines: Vec<String> = articles
        .iter()
        .take(HEADLINES)
        .map(|article| {
            if one_source {
                short(&article.row.title)
            } else {
                format!("{} — {}", short(&article.row.title), article.row.source_title)
            }
        })
        .collect();
    if articles.len() > HEADLINES {
        lines.push(format!("and {} more", articles.len() - HEADLINES));
    }
    let title = if one_source {
        format!("{}: {} new articles", first.row.source_title, articles.len())
    } else {
        format!("{} new articles", articles.len())
    };
    let source = first.row.source.map(SourceId::get).filter(|_| one_source);
    Some(Bulletin { title, body: lines.join("\n"), show: Show { source, ..Show::default() } })
}

fn short(title: &str) -> String {
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let head: String = title.chars().take(LONGEST - 1).collect();
    format!("{}…", head.trim_end())
}

/// A time of day as it is kept, `HH:MM`, or empty.
pub(crate) fn time_of_day(typed: &str) -> Result<String, Failure> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(String::new());
    }
    match parsed(typed) {
        Some(time) => Ok(time.strftime("%H:%M").to_string()),
        None => {
            Err(Failure::new("invalid", format!("The time {typed}"), "it is no time of day", "write it like 22:30"))
        }
    }
}

fn parsed(text: &str) -> Option<Time> {
    Time::strptime("%H:%M", text).ok()
}

/// Whether the reader does not want to be disturbed at this time of day.
fn is_quiet(settings: &Settings, now: Time) -> bool {
    let (Some(from), Some(until)) = (parsed(&settings.quiet_from), parsed(&settings.quiet_until)) else { return false };
    if from <= until { from <= now && now < until } else { now >= from || now < until }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::{is_quiet, time_of_day};
    use crate::wire::Settings;

    #[test]
    fn quiet_hours_may_go_over_midnight() {
        let quiet = |from: &str, until: &str, hour: i8, minute: i8| {
            let settings =
                Settings { quiet_from: from.to_owned(), quiet_until: until.to_owned(), ..Settings::default() };
            is_quiet(&settings, time(hour, minute, 0, 0))
        };
        for (hour, minute, wanted) in
            [(21, 59, false), (22, 0, true), (23, 59, true), (0, 0, true), (6, 59, true), (7, 0, false), (12, 0, false)]
        {
            assert_eq!(quiet("22:00", "07:00", hour, minute), wanted, "{hour}:{minute}");
        }
        assert!(quiet("12:00", "13:00", 12, 30) && !quiet("12:00", "13:00", 13, 0));
        assert!(!quiet("", "", 3, 0) && !quiet("22:00", "", 23, 0), "half a span is none");
        assert!(!quiet("08:00", "08:00", 8, 0), "nor is an empty one");
    }

    #[test]
    fn times_of_day_are_kept_alike() {
        assert_eq!(time_of_day(" 7:05 ").unwrap(), "07:05");
        assert_eq!(time_of_day("").unwrap(), "");
        for wrong in ["25:00", "7", "seven", "07:61", "07:00:00"] {
            assert_eq!(time_of_day(wrong).unwrap_err().code, "invalid", "{wrong}");
        }
    }
}
