//! Rules and mute words: listing, making, changing and trying them, and their account.

use std::fmt::Write as _;

use ::library::ArticleId;
use newsroom::wire::{Change, DeedView, Notification, RuleInput, RulePreview, RuleView};
use newsroom::{Failure, Newsroom};
use serde_json::{Value, json};

use crate::args::{MuteArgs, RuleAction, RuleDoes};
use crate::output::{Output, articles, column, plain};
use crate::reading::local;

/// Characters of a name in its column.
const NAME: usize = 24;

/// All rules, mute words too, in the order in which they act.
pub(crate) async fn list(newsroom: &Newsroom, output: &Output) -> Result<(), Failure> {
    let rules = newsroom.rules().await?;
    if rules.is_empty() {
        output.hint("There are no rules: make one with `standfirst rule add NAME QUERY --mark-read`, or mute a word with `standfirst mute WORD`");
    }
    for rule in rules {
        output.show(&rule_json(&rule), |_| rule_line(&rule))?;
    }
    Ok(())
}

pub(crate) async fn rule(newsroom: &Newsroom, action: RuleAction, output: &Output) -> Result<(), Failure> {
    match action {
        RuleAction::Add { name, query, does, dry_run } => {
            let input = does.over(RuleInput { name, query, ..RuleInput::default() });
            if dry_run {
                return preview(newsroom, &input, output).await;
            }
            let made = newsroom.add_rule(input).await?;
            output.show(&rule_json(&made), |_| format!("Rule {}: {}", made.id, sentence(&made)))?;
            tell_of_late(newsroom, &made, output).await
        }
        RuleAction::Show { id } => account(newsroom, id, output).await,
        RuleAction::Change { id, name, query, does, forever, dry_run } => {
            let before = find(newsroom, id).await?.rule;
            let input = RuleInput {
                name: name.unwrap_or(before.name.clone()),
                query: query.unwrap_or(before.query.clone()),
                ..before
            };
            let mut input = does.over(input);
            if forever {
                input.until = None;
            }
            if dry_run {
                return preview(newsroom, &input, output).await;
            }
            let rule = newsroom.change_rule(id, input).await?;
            output.show(&rule_json(&rule), |_| sentence(&rule))
        }
        RuleAction::Off { id } => switch(newsroom, id, false, output).await,
        RuleAction::On { id } => switch(newsroom, id, true, output).await,
        RuleAction::Move { id, place } => {
            newsroom.move_rule(id, place.saturating_sub(1)).await?;
            let all = newsroom.rules().await?;
            let place = all.iter().position(|rule| rule.id == id).map_or(1, |at| at + 1);
            output.hint(&format!("The rule acts as number {place} of {} now", all.len()));
            Ok(())
        }
        RuleAction::Apply { id } => {
            let change = newsroom.apply_rule(id).await?;
            show_change(change, "done with, of those of the last month", output)?;
            output.hint(&format!("`standfirst rule undo-change {}` takes it back", change.change));
            Ok(())
        }
        RuleAction::Undo { id } => {
            let change = newsroom.undo_rule(id).await?;
            show_change(change, "as before; what you changed since stays", output)?;
            output.hint(&format!("`standfirst rule undo-change {}` does it all again", change.change));
            Ok(())
        }
        RuleAction::UndoChange { change } => {
            newsroom.undo_rule_change(change).await?;
            output.hint(&format!("Took the change {change} back"));
            Ok(())
        }
        RuleAction::Remove { id } => {
            let removed = find(newsroom, id).await?;
            let change = newsroom.remove_rule(id).await?;
            output.show(&json!({"id": id, "change": change.change, "shown_again": change.count}), |_| {
                let back =
                    if change.count > 0 { format!("; {} shown again", articles(change.count)) } else { String::new() };
                format!("Removed the rule {}{back}", plain(&removed.rule.name))
            })?;
            output.hint(&format!("`standfirst rule restore {id} {}` brings it back", change.change));
            Ok(())
        }
        RuleAction::Restore { id, change } => {
            let rule = newsroom.restore_rule(id, change).await?;
            output.show(&rule_json(&rule), |_| sentence(&rule))
        }
    }
}

/// Mutes a word, or lists those that are muted.
pub(crate) async fn mute(newsroom: &Newsroom, args: MuteArgs, output: &Output) -> Result<(), Failure> {
    let Some(word) = args.word else {
        let mut muted = newsroom.rules().await?;
        muted.retain(|rule| rule.mute);
        if muted.is_empty() {
            output.hint("Nothing is muted: mute a word with `standfirst mute WORD`");
        }
        for rule in muted {
            output.show(&rule_json(&rule), |_| rule_line(&rule))?;
        }
        return Ok(());
    };
    let muted = newsroom.mute(&word, args.source, args.folder, args.until).await?;
    output.show(&rule_json(&muted), |_| {
        let end = muted.rule.until.as_deref().map(|until| format!(" {}", ends(until))).unwrap_or_default();
        format!("Muted “{}”{end} (rule {})", plain(&muted.rule.name), muted.id)
    })?;
    output.hint(&format!("`standfirst rule remove {}` ends it and shows again what it hid", muted.id));
    tell_of_late(newsroom, &muted, output).await
}

/// Shows hidden articles again, or hides articles; says which are as they were.
pub(crate) async fn hide(newsroom: &Newsroom, ids: Vec<i64>, hidden: bool, output: &Output) -> Result<(), Failure> {
    let changed = newsroom.set_hidden(ids.clone(), hidden).await?;
    for id in ids {
        let row = newsroom.library().article(ArticleId::new(id))?.row;
        let kept =
            [(row.saved, "saved"), (!row.tags.is_empty(), "tagged"), (!row.highlights.is_empty(), "highlighted")];
        let kept: Vec<&str> = kept.into_iter().filter_map(|(is, word)| is.then_some(word)).collect();
        let title = plain(&row.title);
        output.hint(&match (hidden, changed.contains(&id), kept.as_slice()) {
            (true, _, [_, ..]) => format!("{id} stays in the lists, because it is {}: {title}", kept.join(" and ")),
            (true, true, _) => format!("Hidden {id}: {title}; `standfirst unhide {id}` shows it again"),
            (true, false, _) => format!("{id} is hidden already: {title}"),
            (false, true, _) => format!("Shown again {id}: {title}"),
            (false, false, _) => format!("{id} is not hidden: {title}"),
        });
    }
    Ok(())
}

/// What has come that rules want the reader to be told of.
pub(crate) fn tell(notifications: &[Notification], output: &Output) {
    for Notification { name, articles: count, article, title, .. } in notifications {
        let more = if *count > 1 { format!(", and {} more", count - 1) } else { String::new() };
        output.hint(&format!("{}: {} (article {article}{more})", plain(name), plain(title)));
    }
}

pub(crate) fn notifications_json(notifications: &[Notification]) -> Value {
    notifications
        .iter()
        .map(|one| json!({"rule": one.rule, "source": one.source, "name": one.name, "articles": one.articles, "article": one.article, "title": one.title}))
        .collect()
}

async fn find(newsroom: &Newsroom, id: i64) -> Result<RuleView, Failure> {
    Ok(newsroom.rule_account(id, None).await?.rule)
}

async fn switch(newsroom: &Newsroom, id: i64, active: bool, output: &Output) -> Result<(), Failure> {
    let rule = newsroom.set_rule_active(id, active).await?;
    output.show(&rule_json(&rule), |_| sentence(&rule))
}

fn show_change(change: Change, what: &str, output: &Output) -> Result<(), Failure> {
    output.show(&json!({"change": change.change, "articles": change.count}), |_| {
        format!("{} {what}", articles(change.count))
    })
}

/// What it would catch, and nothing is changed.
async fn preview(newsroom: &Newsroom, input: &RuleInput, output: &Output) -> Result<(), Failure> {
    let RulePreview { problem, looked, caught, sources, articles: newest } =
        newsroom.rule_preview(input.query.clone()).await?;
    if let Some(problem) = problem {
        let (why, todo) = problem.split_once(": ").unwrap_or((&problem, "correct it"));
        return Err(Failure::new("invalid", "The rule's query", why, todo));
    }
    let value = json!({
        "looked": looked, "caught": caught, "dry_run": true,
        "sources": sources.iter().map(|one| json!({"title": one.title, "articles": one.articles})).collect::<Vec<_>>(),
        "newest": newest.iter().map(|one| json!({"id": one.id, "title": one.title, "source": one.source_title})).collect::<Vec<_>>(),
    });
    output.show(&value, |_| {
        let mut text = format!("It would have caught {caught} of the {} of the last month", articles(looked));
        for one in &sources {
            let _ = write!(text, "\n{:>7}  {}", one.articles, plain(&one.title));
        }
        for one in &newest {
            let _ = write!(text, "\n{:>7}  {}  {}", one.id, column(&one.source_title, NAME), plain(&one.title));
        }
        text
    })
}

/// Says what of the last month a new rule does not touch by itself.
async fn tell_of_late(newsroom: &Newsroom, rule: &RuleView, output: &Output) -> Result<(), Failure> {
    if output.json {
        return Ok(());
    }
    let caught = newsroom.rule_preview(rule.rule.query.clone()).await?.caught;
    if caught > 0 {
        output.hint(&format!(
            "It looks at what comes from now on; `standfirst rule apply {}` does it with {} of the last month",
            rule.id,
            articles(caught)
        ));
    }
    Ok(())
}

async fn account(newsroom: &Newsroom, id: i64, output: &Output) -> Result<(), Failure> {
    let mut page = newsroom.rule_account(id, None).await?;
    let rule = page.rule;
    if !output.json {
        output.line(&sentence(&rule))?;
        if page.deeds.is_empty() {
            output.line("It has done nothing so far.")?;
        }
    }
    let mut deeds = Vec::new();
    loop {
        for deed in &page.deeds {
            if output.json {
                deeds.push(deed_json(deed));
            } else {
                output.line(&deed_line(deed))?;
            }
        }
        let Some(next) = page.next else { break };
        page = newsroom.rule_account(id, Some(next)).await?;
    }
    if output.json { output.json_line(&json!({"rule": rule_json(&rule), "deeds": deeds})) } else { Ok(()) }
}

fn deed_line(deed: &DeedView) -> String {
    let mut did = deed.did.join(", ");
    if !deed.undone.is_empty() {
        let _ = write!(did, "{}taken back: {}", if did.is_empty() { "" } else { "; " }, deed.undone.join(", "));
    }
    if deed.did.iter().any(|one| one == "hide") && !deed.hidden {
        did.push_str("; shown again");
    }
    format!(
        "{:>7}  {}  {}  {} ({did})",
        deed.article.id,
        local_of(&deed.at),
        column(&deed.article.source_title, NAME),
        plain(&deed.article.title)
    )
}

fn deed_json(deed: &DeedView) -> Value {
    json!({
        "article": deed.article.id, "title": deed.article.title, "at": deed.at, "did": deed.did, "undone": deed.undone,
        "hidden": deed.hidden,
    })
}

fn rule_json(rule: &RuleView) -> Value {
    let RuleInput { name, query, read, save, hide, notify, tags, until } = &rule.rule;
    json!({
        "id": rule.id, "name": name, "query": query, "read": read, "save": save, "hide": hide, "notify": notify,
        "tags": tags, "until": until, "mute": rule.mute, "state": rule.state, "added": rule.added,
        "caught": rule.caught, "last": rule.last, "problem": rule.problem,
    })
}

fn rule_line(rule: &RuleView) -> String {
    let state = match rule.state.as_str() {
        "off" => " (off)",
        "over" => " (over)",
        _ => "",
    };
    let about = if rule.mute { "mute".to_owned() } else { does(&rule.rule) };
    let end = rule.rule.until.as_deref().filter(|_| rule.state != "over").map(|until| format!(", {}", ends(until)));
    let mut line = format!(
        "{:>5} {:>6}  {}  {}: {about}{}{state}",
        rule.id,
        rule.caught,
        column(&rule.rule.name, NAME),
        plain(&rule.rule.query),
        end.unwrap_or_default()
    );
    if let Some(problem) = &rule.problem {
        let _ = write!(line, "\n{:>14}does nothing: {}", "", plain(problem));
    }
    line
}

/// A rule in a sentence.
fn sentence(rule: &RuleView) -> String {
    let RuleInput { name, query, until, .. } = &rule.rule;
    let state = match rule.state.as_str() {
        "off" => ". It is switched off",
        "over" => ". It is over",
        _ => "",
    };
    let end = until.as_deref().filter(|_| rule.state != "over").map(|until| format!(", {}", ends(until)));
    let last = rule.last.as_deref().map(|last| format!(", the last {}", local_of(last))).unwrap_or_default();
    format!(
        "{}: {} what matches {}{}{state}. {} so far{last}",
        plain(name),
        does(&rule.rule),
        plain(query),
        end.unwrap_or_default(),
        articles(rule.caught)
    )
}

fn does(rule: &RuleInput) -> String {
    let plain_deeds = [(rule.read, "mark read"), (rule.save, "save"), (rule.hide, "hide"), (rule.notify, "notify")];
    let mut all: Vec<String> = plain_deeds.into_iter().filter(|(on, _)| *on).map(|(_, name)| name.to_owned()).collect();
    all.extend(rule.tags.iter().map(|tag| format!("tag {}", plain(tag))));
    all.join(", ")
}

fn local_of(time: &str) -> String {
    time.parse().map_or_else(|_| time.to_owned(), |time| local(time, "%Y-%m-%d %H:%M"))
}

/// A rule ends when its last day does.
fn ends(until: &str) -> String {
    let last =
        until.parse::<jiff::Timestamp>().ok().and_then(|end| end.checked_sub(jiff::SignedDuration::from_secs(1)).ok());
    format!("until {}", last.map_or_else(|| until.to_owned(), |last| local(last, "%Y-%m-%d")))
}

impl RuleDoes {
    /// What was asked for, over what is there.
    fn over(self, rule: RuleInput) -> RuleInput {
        let chosen = self.mark_read || self.save || self.hide || self.notify || !self.tag.is_empty();
        let until = self.until.or(rule.until);
        if !chosen {
            return RuleInput { until, ..rule };
        }
        RuleInput {
            read: self.mark_read,
            save: self.save,
            hide: self.hide,
            notify: self.notify,
            tags: self.tag,
            until,
            ..rule
        }
    }
}
