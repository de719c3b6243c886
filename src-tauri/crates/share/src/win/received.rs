//! The other direction: what another program shares with us through the sheet. Windows offers us there only when we have
//! a package identity (SYSTEMS.md); without one this finds nothing.

use std::sync::mpsc;
use std::time::Duration;

use windows::ApplicationModel::Activation::{ActivationKind, IShareTargetActivatedEventArgs};
use windows::ApplicationModel::AppInstance;
use windows::ApplicationModel::DataTransfer::{DataPackageView, StandardDataFormats};
use windows::core::{Interface as _, Result};

use crate::intake::{Verb, request};

/// The content comes from the other program, which may hang.
const PATIENCE: Duration = Duration::from_secs(3);

/// The `standfirst:` address of the page that this start was given, if it was the share sheet that started us. Blocks for
/// three seconds at most, and only then.
#[must_use]
pub fn received() -> Option<String> {
    let started = AppInstance::GetActivatedEventArgs().ok()?;
    if started.Kind().ok()? != ActivationKind::ShareTarget {
        return None;
    }
    let operation = started.cast::<IShareTargetActivatedEventArgs>().ok()?.ShareOperation().ok()?;
    let (sender, given) = mpsc::channel();
    let data = operation.Data().ok()?;
    let reader = std::thread::Builder::new().name("share-received".to_owned());
    reader
        .spawn(move || {
            // Nobody listens any more once the patience is over.
            let _ = sender.send(given_by(&data));
        })
        .ok()?;
    let (link, words) = given.recv_timeout(PATIENCE).unwrap_or_default();
    let address = request(Verb::Save, link.as_deref(), words.as_deref());
    // The sheet closes; it has no more use for us, whatever it was.
    let _ = operation.ReportCompleted();
    address
}

/// The link and the words, as far as there are any.
fn given_by(data: &DataPackageView) -> (Option<String>, Option<String>) {
    let has = |format: Result<_>| format.and_then(|format| data.Contains(&format)).unwrap_or(false);
    let link = || data.GetWebLinkAsync()?.join()?.AbsoluteUri();
    let words = || data.GetTextAsync()?.join();
    let link = has(StandardDataFormats::WebLink()).then(|| link().ok()).flatten();
    let words = has(StandardDataFormats::Text()).then(|| words().ok()).flatten();
    (link.map(|text| text.to_string()), words.map(|text| text.to_string()))
}
