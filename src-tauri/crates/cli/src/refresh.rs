//! Refreshing, with a bar on a terminal and a clean end by Ctrl-C.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use ::library::SourceId;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use newsroom::{AfterRefresh, Failure, Newsroom, PagesFetched, RefreshReport, RefreshScope};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::output::{Output, articles, counted, plain};
use crate::rules;

/// What has not come until then comes after the next refresh.
const LONGEST_AFTER: Duration = Duration::from_mins(1);

/// The scheme of the sample edition's addresses, which are inside the program.
const SAMPLE: &str = "standfirst-sample:";

pub(crate) async fn refresh(
    newsroom: &Newsroom,
    source: Option<i64>,
    force: bool,
    output: &Output,
) -> Result<(), Failure> {
    let started = Instant::now();
    let (report, cancelled) = shown(newsroom, RefreshScope { source: source.map(SourceId::new), force }).await?;
    let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let RefreshReport { asked, unchanged, new, failed } = report;
    // One source that is asked is not the shelf.
    let also_saved = force && source.is_none();
    let (again, AfterRefresh { texts, removed_articles, .. }) = if cancelled {
        (PagesFetched::default(), AfterRefresh::default())
    } else {
        after(newsroom, also_saved).await?
    };
    let saved_asked = again.came + again.failed;
    let notifications = newsroom.notifications().await?;
    let value = json!({
        "asked": asked, "unchanged": unchanged, "new": new, "failed": failed, "took_ms": took_ms, "texts": texts,
        "saved_asked": saved_asked, "saved_came": again.came, "removed": removed_articles, "notifications": rules::notifications_json(&notifications),
    });
    output.show(&value, |_| {
        let mut said = summary(report);
        if saved_asked > 0 {
            let pages = counted(saved_asked, "saved page", "saved pages");
            said = format!("{said}; asked {pages} again, {} came", again.came);
        }
        if texts > 0 {
            said = format!("{said}; {} fetched", counted(texts, "full text", "full texts"));
        }
        said
    })?;
    rules::tell(&notifications, output);
    if removed_articles > 0 {
        output.hint(&format!("{} removed, as you decided (`standfirst keep`)", articles(removed_articles)));
    }
    if asked == 0 && source.is_some() && !cancelled {
        output.hint("It is not due, paused, or asked to be left alone: `standfirst source ID` says which; --force asks what is not due");
    }
    if failed > 0 {
        output.hint("`standfirst sources` says what is wrong with those that failed; `standfirst repair` looks where they may be now");
    }
    if cancelled {
        return Err(Failure::new(
            "cancelled",
            "Refreshing",
            "it was stopped before all sources had answered",
            "run it again for the rest; what had arrived is kept",
        ));
    }
    Ok(())
}

/// Adds the sample edition and reads it. No other source is asked, so it needs no network.
pub(crate) async fn sample(newsroom: &Newsroom, output: &Output) -> Result<(), Failure> {
    let sources = newsroom.add_sample().await?;
    let mut sum = RefreshReport::default();
    for source in newsroom.library().sources()?.iter().filter(|source| source.url.starts_with(SAMPLE)) {
        let (report, _) = shown(newsroom, RefreshScope { source: Some(source.id), force: false }).await?;
        sum.asked += report.asked;
        sum.unchanged += report.unchanged;
        sum.new += report.new;
        sum.failed += report.failed;
    }
    let value = json!({"sources": sources, "asked": sum.asked, "new": sum.new, "failed": sum.failed});
    output.show(&value, |_| format!("Following the {sources} sources of the sample edition. {}", summary(sum)))
}

fn summary(report: RefreshReport) -> String {
    let RefreshReport { asked, unchanged, new, failed } = report;
    if asked == 0 {
        return "No source was due".to_owned();
    }
    let changed = asked.saturating_sub(unchanged + failed);
    format!(
        "Asked {}: {}; {changed} changed, {unchanged} unchanged, {failed} failed",
        counted(asked, "source", "sources"),
        counted(new, "new article", "new articles"),
    )
}

/// Fetches the texts that wait and what offline articles lack, for as long as one waits for a command; `also_saved`: first
/// the saved pages that failed, whether they are due or not.
async fn after(newsroom: &Newsroom, also_saved: bool) -> Result<(PagesFetched, AfterRefresh), Failure> {
    let cancel = CancellationToken::new();
    let stop = cancel.clone();
    let stopping = tokio::spawn(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = tokio::time::sleep(LONGEST_AFTER) => {}
        }
        stop.cancel();
    });
    let done = async {
        let again = if also_saved { newsroom.ask_saved_again(&cancel).await? } else { PagesFetched::default() };
        Ok((again, newsroom.after_refresh(&cancel).await?))
    };
    let done = done.await;
    stopping.abort();
    done
}

/// Refreshes; says whether it was stopped. What arrived until then stays.
async fn shown(newsroom: &Newsroom, scope: RefreshScope) -> Result<(RefreshReport, bool), Failure> {
    let target =
        if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    let cancel = CancellationToken::new();
    let on_interrupt = cancel.clone();
    let listening = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            on_interrupt.cancel();
        }
    });
    let report = newsroom
        .refresh(scope, &cancel, |state| {
            bar.set_length(state.total);
            bar.set_position(state.done);
            bar.set_message(state.current.as_deref().map(plain).unwrap_or_default());
        })
        .await;
    listening.abort();
    bar.finish_and_clear();
    Ok((report?, cancel.is_cancelled()))
}
