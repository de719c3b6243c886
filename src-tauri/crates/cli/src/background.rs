//! What goes on without the window.

use newsroom::wire::Background;
use newsroom::{Failure, Newsroom};
use serde_json::json;

use crate::args::{AutostartSwitch, BackgroundArgs, Switch};
use crate::output::Output;

pub(crate) async fn background(newsroom: &Newsroom, args: &BackgroundArgs, output: &Output) -> Result<(), Failure> {
    let mut settings = newsroom.settings().await?;
    let before = settings.clone();
    if let Some(keep_running) = args.keep_running {
        settings.keep_running = keep_running == Switch::On;
    }
    if let Some(tray) = args.tray {
        settings.tray = tray == Switch::On;
    }
    if let Some(quiet) = args.quiet.as_deref().map(str::trim) {
        let (from, until) = match quiet {
            "off" => ("", ""),
            span => span.split_once(['-', '–']).ok_or_else(|| {
                Failure::new("usage", "The quiet hours", "they are no span", "write them like 22:00-07:00, or `off`")
            })?,
        };
        let hour = |time: &str| time.trim().trim_start_matches('0').to_owned();
        if !from.is_empty() && hour(from) == hour(until) {
            let why = "they begin and end at one time";
            return Err(Failure::new("usage", "The quiet hours", why, "write a span like 22:00-07:00, or `off`"));
        }
        (settings.quiet_from, settings.quiet_until) = (from.to_owned(), until.to_owned());
    }
    if settings != before {
        settings = newsroom.set_settings(settings).await?;
    }
    let Background { autostart, tray, notifications, .. } = newsroom.background().await?;
    let value = json!({
        "keep_running": settings.keep_running, "tray": settings.tray, "quiet_from": settings.quiet_from,
        "quiet_until": settings.quiet_until, "autostart": autostart,
        "desktop": {"tray": tray, "notifications": notifications},
    });
    output.show(&value, |_| {
        let kept = if settings.keep_running { "goes on fetching" } else { "ends" };
        let icon = match (settings.tray, tray) {
            (false, _) => "none",
            (true, true) => "an icon while it runs so",
            (true, false) => "an icon while it runs so; this desktop shows none",
        };
        let quiet = if settings.quiet_from.is_empty() || settings.quiet_until.is_empty() {
            "at any time".to_owned()
        } else {
            format!("not from {} to {}", settings.quiet_from, settings.quiet_until)
        };
        let shown = if notifications { "" } else { "; this desktop shows none" };
        format!(
            "Window closed   {kept}\nTray            {icon}\nNotifications   {quiet}{shown}\nAt login        {}",
            if autostart { "started, in the background" } else { "not started" }
        )
    })
}

pub(crate) async fn autostart(
    newsroom: &Newsroom,
    new: Option<AutostartSwitch>,
    output: &Output,
) -> Result<(), Failure> {
    let Background { autostart, .. } = match new {
        Some(AutostartSwitch::On) => newsroom.set_autostart(true).await?,
        Some(AutostartSwitch::Off) => newsroom.set_autostart(false).await?,
        Some(AutostartSwitch::Status) | None => newsroom.background().await?,
    };
    output.show(&json!({"autostart": autostart}), |_| {
        if autostart { "Started at login, in the background" } else { "Not started at login" }.to_owned()
    })
}
