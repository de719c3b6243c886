//! Rules and mute words: what the reader decides, what that would catch, what it did, and telling of what came.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use library::{Action, ArticleId, NewRule, Rule, RuleId, SourceId};

use crate::wire::{Change, DeedView, RuleAccount, RuleInput, RulePreview, RuleView, SourceShare};
use crate::{Failure, Newsroom, views};

/// Rules are tried on, and applied to, what was published within this.
const OF_LATE: SignedDuration = SignedDuration::from_hours(24 * 30);
/// Articles of a preview that are shown.
const SHOWN: usize = 20;
/// Sources of a preview that are named.
const NAMED: usize = 8;
/// Articles on a page of an account.
const PAGE: usize = 50;

impl Newsroom {
    /// All rules and mute words, in the order in which they act.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn rules(&self) -> Result<Vec<RuleView>, Failure> {
        self.with_library(|library, now| Ok(library.rules()?.into_iter().map(|rule| view(rule, now)).collect())).await
    }

    /// Makes a rule, which acts last.
    ///
    /// # Errors
    /// `invalid` says what is wrong with it.
    pub async fn add_rule(&self, rule: RuleInput) -> Result<RuleView, Failure> {
        self.change_library(move |library, now| {
            let id = library.add_rule(new_rule(rule, false, now)?, now)?;
            Ok(view(library.rule(id)?, now))
        })
        .await
    }

    /// Changes a rule; what it did stays.
    ///
    /// # Errors
    /// `invalid` says what is wrong with it; `not-found`.
    pub async fn change_rule(&self, id: i64, rule: RuleInput) -> Result<RuleView, Failure> {
        let id = RuleId::new(id);
        self.change_library(move |library, now| {
            let mute = library.rule(id)?.rule.mute;
            library.change_rule(id, new_rule(rule, mute, now)?, now)?;
            Ok(view(library.rule(id)?, now))
        })
        .await
    }

    /// Switches a rule off, or on again.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn set_rule_active(&self, id: i64, active: bool) -> Result<RuleView, Failure> {
        let id = RuleId::new(id);
        self.change_library(move |library, now| {
            library.set_rule_active(id, active)?;
            Ok(view(library.rule(id)?, now))
        })
        .await
    }

    /// Moves a rule, so that so many act before it.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn move_rule(&self, id: i64, place: u32) -> Result<(), Failure> {
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        self.change_library(move |library, _| Ok(library.move_rule(RuleId::new(id), place)?)).await
    }

    /// Removes a rule and brings back what it hid.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn remove_rule(&self, id: i64) -> Result<Change, Failure> {
        self.change_library(move |library, now| Ok(change(library.remove_rule(RuleId::new(id), now)?))).await
    }

    /// Takes a removal back.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn restore_rule(&self, id: i64, change: i64) -> Result<RuleView, Failure> {
        let id = RuleId::new(id);
        self.change_library(move |library, now| {
            library.restore_rule(id, change)?;
            Ok(view(library.rule(id)?, now))
        })
        .await
    }

    /// Which articles of the last month a query would have caught. A query that is wrong is no failure: it is still being
    /// typed.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn rule_preview(&self, query: String) -> Result<RulePreview, Failure> {
        self.with_library(move |library, now| {
            let found = match library.try_rule(&query, since(now), SHOWN, now) {
                Err(library::LibraryError::Invalid { why, todo, .. }) => {
                    let problem = Some(format!("{why}: {todo}"));
                    return Ok(RulePreview { problem, ..RulePreview::default() });
                }
                tried => tried?,
            };
            let mut sources: Vec<SourceShare> =
                found.sources.into_iter().map(|(title, articles)| SourceShare { title, articles }).collect();
            sources.truncate(NAMED);
            Ok(RulePreview {
                problem: None,
                looked: found.looked,
                caught: found.count,
                sources,
                articles: found.newest.into_iter().map(views::card).collect(),
            })
        })
        .await
    }

    /// What a rule did, page by page.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn rule_account(&self, id: i64, after: Option<i64>) -> Result<RuleAccount, Failure> {
        let id = RuleId::new(id);
        self.with_library(move |library, now| {
            let rule = view(library.rule(id)?, now);
            let account = library.account(id, after.map(ArticleId::new), PAGE)?;
            let deeds = account.deeds.into_iter().map(|deed| DeedView {
                article: views::card(deed.row),
                hidden: deed.hidden,
                at: deed.at.to_string(),
                did: deed.did.iter().map(word).collect(),
                undone: deed.undone.iter().map(word).collect(),
            });
            Ok(RuleAccount { rule, deeds: deeds.collect(), next: account.next.map(ArticleId::get) })
        })
        .await
    }

    /// Does what a rule says with the articles of the last month.
    ///
    /// # Errors
    /// `not-found`, `invalid` when its query cannot be meant any more.
    pub async fn apply_rule(&self, id: i64) -> Result<Change, Failure> {
        self.change_library(move |library, now| Ok(change(library.apply_rule(RuleId::new(id), since(now), now)?))).await
    }

    /// Takes back all that a rule did, but for what the reader changed since.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn undo_rule(&self, id: i64) -> Result<Change, Failure> {
        self.change_library(move |library, now| Ok(change(library.undo_rule(RuleId::new(id), now)?))).await
    }

    /// Takes a change of [`Self::apply_rule`] or [`Self::undo_rule`] back.
    ///
    /// # Errors
    /// `not-found` for one that never was, or is too old.
    pub async fn undo_rule_change(&self, change: i64) -> Result<(), Failure> {
        self.change_library(move |library, _| Ok(library.undo_rule_change(change)?)).await
    }

    /// Hides articles with a word or phrase in headline, deck or text.
    ///
    /// # Errors
    /// `invalid` for a word that is none, and `not-found` for a source that is not there.
    pub async fn mute(
        &self,
        word: &str,
        source: Option<i64>,
        folder: Option<String>,
        until: Option<String>,
    ) -> Result<RuleView, Failure> {
        let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
        if !word.chars().any(char::is_alphanumeric) {
            return Err(Failure::new(
                "invalid",
                "The mute word",
                "it has no letter or digit",
                "give a word or a phrase",
            ));
        }
        self.change_library(move |library, now| {
            let mut query = format!("title:{0} OR text:{0}", query::quoted(&word));
            if let Some(id) = source {
                let title = library.source(SourceId::new(id))?.title;
                query = format!("{query} source:{}", query::quoted(&title));
            }
            if let Some(folder) = folder {
                query = format!("{query} folder:{}", query::quoted(&folder));
            }
            let input = RuleInput { name: word, query, hide: true, until, ..RuleInput::default() };
            let rule = new_rule(input, true, now)?;
            // The same word twice is one, with the later end.
            let id = match library.rules()?.into_iter().find(|old| old.rule.mute && old.rule.query == rule.query) {
                Some(old) => {
                    library.change_rule(old.id, rule, now)?;
                    library.set_rule_active(old.id, true)?;
                    old.id
                }
                None => library.add_rule(rule, now)?,
            };
            Ok(view(library.rule(id)?, now))
        })
        .await
    }

    /// Brings hidden articles back into the lists, or takes articles out of them; returns those that were not so before.
    ///
    /// # Errors
    /// `not-found` names the first that does not exist.
    pub async fn set_hidden(&self, ids: Vec<i64>, hidden: bool) -> Result<Vec<i64>, Failure> {
        let ids: Vec<ArticleId> = ids.into_iter().map(ArticleId::new).collect();
        let changed = self.change_library(move |library, _| Ok(library.set_hidden(&ids, hidden)?)).await?;
        Ok(changed.into_iter().map(ArticleId::get).collect())
    }
}

fn since(now: Timestamp) -> Timestamp {
    now.checked_sub(OF_LATE).unwrap_or(Timestamp::MIN)
}

fn change(change: library::Change) -> Change {
    Change { change: change.id, count: change.count }
}

fn view(rule: Rule, now: Timestamp) -> RuleView {
    let problem = match library::rule_problem(&rule.rule.query, now) {
        Some(library::LibraryError::Invalid { why, todo, .. }) => Some(format!("{why}: {todo}")),
        _ => None,
    };
    let state = if rule.is_over(now) {
        "over"
    } else if rule.active {
        "active"
    } else {
        "off"
    };
    let has = |action: &Action| rule.rule.actions.contains(action);
    RuleView {
        id: rule.id.get(),
        rule: RuleInput {
            read: has(&Action::Read),
            save: has(&Action::Save),
            hide: has(&Action::Hide),
            notify: has(&Action::Notify),
            tags: rule
                .rule
                .actions
                .iter()
                .filter_map(|action| if let Action::Tag(tag) = action { Some(tag.clone()) } else { None })
                .collect(),
            until: rule.rule.until.map(|until| until.to_string()),
            name: rule.rule.name,
            query: rule.rule.query,
        },
        mute: rule.rule.mute,
        state: state.to_owned(),
        added: rule.added.to_string(),
        caught: rule.caught,
        last: rule.last.map(|last| last.to_string()),
        problem,
    }
}

fn new_rule(input: RuleInput, mute: bool, now: Timestamp) -> Result<NewRule, Failure> {
    let RuleInput { name, query, read, save, hide, notify, tags, until } = input;
    let until = until.map(|until| end(&until, now, TimeZone::system())).transpose()?;
    let plain = [(read, Action::Read), (save, Action::Save), (hide, Action::Hide), (notify, Action::Notify)];
    let plain = plain.into_iter().filter_map(|(wanted, action)| wanted.then_some(action));
    Ok(NewRule { name, query, actions: plain.chain(tags.into_iter().map(Action::Tag)).collect(), mute, until })
}

/// An action as faces spell it.
fn word(action: &Action) -> String {
    match action {
        Action::Read => "read".to_owned(),
        Action::Save => "save".to_owned(),
        Action::Hide => "hide".to_owned(),
        Action::Notify => "notify".to_owned(),
        Action::Tag(tag) => format!("tag {tag}"),
    }
}

/// When a rule ends: with a day of `zone`, after so many days, weeks, months or years, or at a moment.
fn end(typed: &str, now: Timestamp, zone: TimeZone) -> Result<Timestamp, Failure> {
    let typed = typed.trim();
    if let Ok(moment) = typed.parse::<Timestamp>() {
        return Ok(moment);
    }
    let today = zone.to_datetime(now).date();
    let last = typed.parse::<jiff::civil::Date>().ok().or_else(|| {
        let (count, unit) = typed.split_at_checked(typed.len().saturating_sub(1))?;
        let count = i64::from(count.parse::<u16>().ok().filter(|count| *count > 0)?);
        let span = match unit.to_ascii_lowercase().as_str() {
            "d" => Span::new().try_days(count),
            "w" => Span::new().try_weeks(count),
            "m" => Span::new().try_months(count),
            "y" => Span::new().try_years(count),
            _ => return None,
        };
        today.checked_add(span.ok()?).ok()
    });
    let end = last.and_then(|day| day.tomorrow().ok()).and_then(|day| day.to_zoned_datetime(zone).ok());
    let end = end.map(|end| end.timestamp()).ok_or_else(|| {
        Failure::new("invalid", "The end", format!("`{typed}` is no day"), "write 2026-12-31, or 2w for two weeks")
    })?;
    if end <= now {
        return Err(Failure::new("invalid", "The end", "it is past", "give a later day, or none"));
    }
    Ok(end)
}

#[cfg(test)]
mod tests {
    use jiff::tz::{TimeZone, offset};

    use super::end;

    #[test]
    fn an_end_is_a_day_a_span_or_a_moment() {
        // The second of March, where the reader is.
        let now = "2026-03-01T20:00:00Z".parse().unwrap();
        let zone = TimeZone::fixed(offset(9));
        let until = |typed: &str| end(typed, now, zone.clone());
        for (typed, expected) in [
            ("2026-03-02", "2026-03-02T15:00:00Z"),
            (" 2026-03-03 ", "2026-03-03T15:00:00Z"),
            ("1d", "2026-03-03T15:00:00Z"),
            ("2w", "2026-03-16T15:00:00Z"),
            ("1M", "2026-04-02T15:00:00Z"),
            ("1y", "2027-03-02T15:00:00Z"),
            ("2026-03-01T15:00:00Z", "2026-03-01T15:00:00Z"),
        ] {
            assert_eq!(until(typed).unwrap().to_string(), expected, "{typed}");
        }
        // A moment may be past: that is how a change of a rule that was over is taken back.
        assert_eq!(until("2026-03-01").unwrap_err().why, "it is past");
        for none in ["", "soon", "w", "0d", "-1d", "2026-13-01", "2h", "é"] {
            assert_eq!(until(none).unwrap_err().code, "invalid", "{none}");
        }
    }
}
