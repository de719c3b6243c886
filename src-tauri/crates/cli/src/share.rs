//! Sharing, and what there is to share to.

use std::time::Duration;

use newsroom::wire::{SharePlace, ShareSettings, ShareTarget};
use newsroom::{Failure, Newsroom};
use serde_json::json;

use crate::args::{ShareTargetsAction, Switch};
use crate::output::{Output, column, plain};

/// How long a dialog is waited for: it closes when this program ends.
const DIALOG: Duration = Duration::from_mins(5);
/// Codes of failures after which an address is left over.
const UNOPENED: [&str; 3] = ["no-program", "not-started", "failed"];
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
    let quote = match (quote, ids.as_slice()) {
        (Some(quote), [id]) => Some(newsroom.passage(*id, &quote).await?),
        (Some(_), _) => {
            let why = "a passage is of one article";
            return Err(Failure::new("usage", "Sharing", why, "name one article, or leave `--quote` out"));
        }
        (None, _) => None,
    };
    let Some(to) = to else {
        for target in newsroom.share_targets(ids, quote).await? {
            output.show(&target, target_line)?;
        }
        output.hint("Send it with `standfirst share ID --to TARGET`");
        return Ok(());
    };
    let result = match newsroom.share(ids.clone(), quote.clone(), &to, DIALOG).await {
        Err(failure) if UNOPENED.contains(&failure.code.as_str()) => {
            // The address is made already: it can be opened elsewhere.
            if let Ok(Some(address)) = newsroom.share_address(ids, quote, &to).await {
                output.show(&json!({"kind": "address", "text": address}), |_| plain(&address))?;
            }
            return Err(failure);
        }
        result => result?,
    };
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
            let wanted = name.trim().to_lowercase();
            let bare = wanted.strip_prefix("own:").unwrap_or(&wanted);
            settings.own.retain(|own| ![&wanted, bare].contains(&own.name.to_lowercase().as_str()));
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
