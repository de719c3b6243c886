//! Which browsers can reach us through the extension, and telling them how.

use newsroom::wire::{BrowserConnection, BrowserConnections, BrowserState};
use newsroom::{Failure, Newsroom};

use crate::args::{BrowserAction, BrowserExtensionArgs};
use crate::output::{Output, plain};

pub(crate) async fn browser_extension(
    newsroom: &Newsroom,
    args: BrowserExtensionArgs,
    output: &Output,
) -> Result<(), Failure> {
    let (names, on) = match args.action {
        None => return list(newsroom, output).await,
        Some(BrowserAction::Install { browsers }) => (browsers, true),
        Some(BrowserAction::Remove { browsers }) => (browsers, false),
    };
    let told = newsroom.connect_browsers(names, on).await?;
    if output.json {
        return list(newsroom, output).await;
    }
    for title in &told {
        output.line(&if on {
            format!("{title} can reach Standfirst now")
        } else {
            format!("{title} no longer can")
        })?;
    }
    if told.is_empty() {
        output.hint("No browser had been told for this account");
    } else if on {
        output.hint(&how_to_load(&newsroom.browsers().await?));
    }
    Ok(())
}

async fn list(newsroom: &Newsroom, output: &Output) -> Result<(), Failure> {
    let connections = newsroom.browsers().await?;
    output.show(&connections, |connections| {
        let there = connections.browsers.iter().filter(|one| one.present || one.state != BrowserState::Unknown);
        let mut lines: Vec<String> = there.map(line).collect();
        if lines.is_empty() {
            lines.push(
                "No browser was found on this account; `standfirst browser-extension install NAME` names one"
                    .to_owned(),
            );
        }
        lines.push(how_to_load(connections));
        lines.join("\n")
    })
}

fn line(one: &BrowserConnection) -> String {
    let state = match one.state {
        BrowserState::Unknown => "cannot reach Standfirst yet: `standfirst browser-extension install`",
        BrowserState::Person => "can reach Standfirst",
        BrowserState::Package => "can reach Standfirst (told by the package)",
        BrowserState::Stale => "was told of a program that is gone: `standfirst browser-extension install`",
    };
    format!("{:<16} {:<10} {state}", one.title, one.name)
}

fn how_to_load(connections: &BrowserConnections) -> String {
    match &connections.extension {
        Some(folder) => format!(
            "The extension is in {}: in Chromium and its kin, open chrome://extensions, turn on “Developer mode”, choose “Load \
             unpacked” and this folder; in Firefox, open about:debugging and choose manifest.json there",
            plain(folder)
        ),
        None => "The extension itself is in the package of Standfirst, which has no folder of it here".to_owned(),
    }
}
