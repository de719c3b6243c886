//! Sharing, and what there is to share to.

use std::time::Duration;

use newsroom::wire::{SharePlace, ShareSettings, ShareTarget};
use newsroom::{Failure, Newsroom};

use crate::args::{ShareTargetsAction, Switch};
use crate::output::{Output, column, plain};

/// How long a dialog is waited for: it closes when this program ends.
const DIALOG: Duration = Duration::from_mins(5);
/// Characters of an id in its column.
const ID: usize = 28;

/// Lists the targets, or sends to one of them.
pub(crate) async fn share(
    newsroom: &Newsroom,
    ids: Vec<i64>,
    quote: Option<String>,
    to: Option<String>,
    output: &Output,
) -> Result<(), Failure> {
    let Some(to) = to else {
        for target in newsroom.share_targets(ids, quote).await? {
            output.show(&target, target_line)?;
        }
        output.hint("Send it with `standfirst share ID --to TARGET`");
        return Ok(());
    };
    let result = newsroom.share(ids, quote, &to, DIALOG).await?;
    if result.kind == "dismissed" && !output.json {
        return Ok(());
    }
    output.show(&result, |result| match &result.text {
        Some(text) => crate::output::plain_lines(text),
        None => result.message.clone(),
    })
}

fn target_line(target: &ShareTarget) -> String {
    format!("{}  {}", column(&target.id, ID), plain(&target.name))
}

/// Shows or changes what the reader has added.
pub(crate) async fn targets(
    newsroom: &Newsroom,
    action: Option<ShareTargetsAction>,
    output: &Output,
) -> Result<(), Failure> {
    let mut settings = newsroom.share_settings().await?;
    let unknown = |what: String, todo: &str| Failure::new("not-found", what, "there is none of that name", todo);
    let hint = "see what there is with `standfirst share-targets`";
    match action {
        None => return list(&settings, output),
        Some(ShareTargetsAction::Add { name, template }) => settings.own.push(SharePlace { name, template }),
        Some(ShareTargetsAction::Remove { name }) => {
            let before = settings.own.len();
            settings.own.retain(|own| own.name.to_lowercase() != name.trim().to_lowercase());
            if settings.own.len() == before {
                return Err(unknown(format!("The place {name}"), hint));
            }
        }
        Some(ShareTargetsAction::Server { place, address }) => {
            let wanted = place.to_lowercase();
            let found = settings.servers.iter_mut().find(|one| one.id == wanted || one.name.to_lowercase() == wanted);
            found.ok_or_else(|| unknown(format!("The place {place}"), hint))?.address = address.unwrap_or_default();
        }
        Some(ShareTargetsAction::Clean { new }) => settings.undecorated = new == Switch::On,
    }
    let settings = newsroom.set_share_settings(settings).await?;
    list(&settings, output)
}

fn list(settings: &ShareSettings, output: &Output) -> Result<(), Failure> {
    if output.json {
        return output.json_line(settings);
    }
    for server in &settings.servers {
        let address = if server.address.is_empty() { "no server set" } else { &server.address };
        output.line(&format!("{}  {}", column(&server.id, ID), plain(address)))?;
    }
    for own in &settings.own {
        output.line(&format!("{}  {}", column(&format!("own:{}", own.name), ID), plain(&own.template)))?;
    }
    let clean = if settings.undecorated {
        "What only tracks is left out of addresses."
    } else {
        "Addresses are shared as they are."
    };
    output.hint(clean);
    Ok(())
}
