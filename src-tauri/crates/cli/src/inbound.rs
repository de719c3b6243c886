//! What other programs hand over, without a window: `standfirst open` does with each what the window would, except that
//! whoever typed it need not be asked.

use std::ffi::OsString;

use newsroom::inbound::{self, Inbound, Opened};
use newsroom::{Failure, Newsroom};
use serde_json::json;
use url::Url;

use crate::output::{Output, plain};
use crate::{import, reading, sources};

/// Opens each; one that cannot be opened does not keep the others from it.
pub(crate) async fn open(newsroom: &Newsroom, what: &[OsString], output: &Output) -> Result<(), Failure> {
    let folder = std::env::current_dir().unwrap_or_default();
    let mut failed: Option<Failure> = None;
    // In rounds: what is bounded is how much comes in at once from somebody else, and this is the reader.
    for some in what.chunks(inbound::MOST_ARGUMENTS) {
        for one in inbound::arguments(some.iter().map(OsString::as_os_str), &folder) {
            if let Err(failure) = open_one(newsroom, &one, output).await
                && let Some(earlier) = failed.replace(failure)
            {
                output.error(&earlier);
            }
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn open_one(newsroom: &Newsroom, argument: &str, output: &Output) -> Result<(), Failure> {
    match inbound::parse(argument)? {
        Inbound::Show => {
            output.hint("There is no window here: start `standfirst-desktop` for one");
            Ok(())
        }
        Inbound::Save { address, .. } => save_or_follow(newsroom, &address, output).await,
        Inbound::Follow { address } => sources::follow(newsroom, address.as_str(), None, output).await,
        Inbound::File(path) => match newsroom.open_path(&path).await? {
            Opened::Import(file) => import::take_in(newsroom, file, false, output).await,
            Opened::Link(address) => save_or_follow(newsroom, &address, output).await,
            Opened::Feed(address) => sources::follow(newsroom, address.as_str(), None, output).await,
            Opened::Saved { article, .. } => reading::show_saved(newsroom, &article, output),
        },
    }
}

/// Saves the page at an address, or follows the feed that is there.
async fn save_or_follow(newsroom: &Newsroom, address: &Url, output: &Output) -> Result<(), Failure> {
    match newsroom.open_address_now(address).await? {
        Some(card) => reading::show_saved(newsroom, &card, output),
        None => sources::follow(newsroom, address.as_str(), None, output).await,
    }
}

/// Who opens `feed:` links, and with `claim` Standfirst from now on.
pub(crate) async fn feed_links(newsroom: &Newsroom, claim: bool, output: &Output) -> Result<(), Failure> {
    let links = if claim { newsroom.claim_feed_links(None).await? } else { newsroom.feed_links().await? };
    let value = json!({"handler": links.handler, "id": links.id, "ours": links.ours, "settable": links.settable});
    output.show(&value, |_| match (&links.handler, links.ours) {
        (_, true) => "Feed links open with Standfirst".to_owned(),
        (Some(name), false) => format!("Feed links open with {}", plain(name)),
        (None, false) => "No program is set to open feed links".to_owned(),
    })?;
    match &links.todo {
        _ if links.ours => {}
        Some(todo) => output.hint(&format!("To open them with Standfirst, {todo}")),
        None => output.hint("`standfirst feed-links --claim` has Standfirst open them"),
    }
    Ok(())
}
