//! How long articles are kept: showing and setting it, and saying what that removes.

use newsroom::wire::{KeepRule, Retention};
use newsroom::{Failure, Newsroom};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::args::{KeepArgs, SourceArgs};
use crate::output::{Output, articles};

/// Shows or sets what holds where a source says nothing else.
pub(crate) async fn keep(newsroom: &Newsroom, args: &KeepArgs, output: &Output) -> Result<(), Failure> {
    let before = newsroom.retention().await?;
    let wanted = Retention {
        rule: chosen(args.days, args.newest, args.all).unwrap_or(before.rule),
        unread_too: (before.unread_too || args.unread_too) && !args.unread_stay,
    };
    if wanted != before && !args.dry_run {
        newsroom.set_retention(wanted).await?;
    }
    let beyond = newsroom.retention_preview(None, wanted.rule, wanted.unread_too).await?.articles;
    let removed = if args.now { newsroom.remove_old(&CancellationToken::new()).await? } else { 0 };
    let value = json!({
        "rule": wanted.rule, "unread_too": wanted.unread_too, "beyond": beyond, "removed": removed,
        "dry_run": args.dry_run,
    });
    output.show(&value, |_| {
        let unread = if wanted.unread_too { "Unread ones are removed, too." } else { "Unread ones stay." };
        let rule = match wanted.rule {
            KeepRule::All | KeepRule::Library => {
                "Articles are kept for ever, where their source says nothing else".to_owned()
            }
            rule => format!("Articles are kept {}, where their source says nothing else", span(rule)),
        };
        format!("{rule}. Saved, tagged, highlighted and offline ones always stay. {unread}")
    })?;
    if removed > 0 {
        output.hint(&format!("{} removed for good", articles(removed)));
    } else if args.dry_run {
        output.hint(&format!("This would remove {}; nothing was changed", articles(beyond)));
    } else if !args.now {
        say_beyond(beyond, output);
    }
    Ok(())
}

/// The rule that the words for one source ask for.
pub(crate) fn of_source(args: &SourceArgs) -> Option<KeepRule> {
    chosen(args.keep_days, args.keep_newest, args.keep_all).or(args.keep_default.then_some(KeepRule::Library))
}

fn chosen(days: Option<u32>, newest: Option<u32>, all: bool) -> Option<KeepRule> {
    let days = days.map(|number| KeepRule::Days { number });
    days.or(newest.map(|number| KeepRule::Newest { number })).or(all.then_some(KeepRule::All))
}

/// Says what the rules as they are now remove: nothing brings it back, and until the next refresh it can be called off.
pub(crate) async fn tell(newsroom: &Newsroom, output: &Output) -> Result<(), Failure> {
    let Retention { rule, unread_too } = newsroom.retention().await?;
    say_beyond(newsroom.retention_preview(None, rule, unread_too).await?.articles, output);
    Ok(())
}

/// Tells what a rule for one source would remove; nothing is changed.
pub(crate) async fn preview(newsroom: &Newsroom, id: i64, rule: KeepRule, output: &Output) -> Result<(), Failure> {
    let unread_too = newsroom.retention().await?.unread_too;
    let beyond = newsroom.retention_preview(Some(id), rule, unread_too).await?.articles;
    output.show(&json!({"rule": rule, "beyond": beyond, "dry_run": true}), |_| {
        format!("This would remove {}; nothing was changed", articles(beyond))
    })
}

fn say_beyond(beyond: u64, output: &Output) {
    if beyond > 0 {
        let all = articles(beyond);
        output.hint(&format!(
            "The next refresh removes {all} for good; `standfirst keep --now` does it now, --all or --keep-all calls it off"
        ));
    }
}

/// A source's rule, for people.
pub(crate) fn sentence(rule: KeepRule) -> String {
    match rule {
        KeepRule::Library => "its articles as long as `standfirst keep` says".to_owned(),
        rule => format!("its articles {}", span(rule)),
    }
}

fn span(rule: KeepRule) -> String {
    match rule {
        KeepRule::Library | KeepRule::All => "for ever".to_owned(),
        KeepRule::Days { number: 1 } => "for a day after they came".to_owned(),
        KeepRule::Days { number } => format!("for {number} days after they came"),
        KeepRule::Newest { number } => format!("while they are among the {number} newest of their source"),
    }
}
