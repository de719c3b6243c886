//! The desktop portal (<https://flatpak.github.io/xdg-desktop-portal/docs/>): mail, and a dialog to choose a program.
//!
//! ashpd has both, and waits in one call for the portal to take the request and for the person to answer; here these are
//! two things with a limit each, which is why the hundred lines of the protocol of requests are ours.

use std::collections::HashMap;
use std::fs::File;
use std::time::Duration;

use futures::StreamExt as _;
use zbus::zvariant::{Fd, OwnedObjectPath, OwnedValue, Value};
use zbus::{MatchRule, MessageStream, fdo::DBusProxy, message::Type, names::BusName};

use super::bus::{Bus, CALL, Place, Start};
use crate::item::one_line;
use crate::{Item, Sent, ShareError};

const NAME: &str = "org.freedesktop.portal.Desktop";
const OPEN: Place<'static> = Place {
    whom: "The desktop portal",
    service: NAME,
    path: "/org/freedesktop/portal/desktop",
    interface: "org.freedesktop.portal.OpenURI",
};
const EMAIL: Place<'static> = Place { interface: "org.freedesktop.portal.Email", ..OPEN };

/// How long a dialog stays open. The portal closes it when whoever asked for it leaves the bus, so that the connection is
/// kept for it meanwhile.
const DIALOG: Duration = Duration::from_mins(10);

/// Whether a portal runs or can be started, found without starting it.
pub(super) async fn is_there(bus: &Bus) -> bool {
    let Ok(proxy) = DBusProxy::new(&bus.connection).await else { return false };
    let Ok(name) = BusName::try_from(NAME) else { return false };
    let (runs, startable) = tokio::join!(proxy.name_has_owner(name), proxy.list_activatable_names());
    runs.unwrap_or(false) || startable.is_ok_and(|names| names.iter().any(|name| name.as_str() == NAME))
}

/// Waits for the person for `patience`; their dialog stays open for longer.
pub(super) async fn open_with(bus: Bus, link: &str, patience: Duration) -> Result<Sent, ShareError> {
    let mut options = HashMap::from([("ask", Value::from(true))]);
    let token = token();
    options.insert("handle_token", Value::from(token.as_str()));
    match request(bus, OPEN, "OpenURI", &("", link, options), &token, patience).await? {
        Answer::Done => Ok(Sent::HandedOver { message: "Handed to the program you chose.".to_owned() }),
        Answer::Cancelled => Ok(Sent::Dismissed),
        // The person is choosing.
        Answer::Open => Ok(Sent::HandedOver { message: "Choose a program.".to_owned() }),
    }
}

pub(super) async fn email(bus: Bus, item: &Item) -> Result<Sent, ShareError> {
    let token = token();
    let (subject, body) = (one_line(&item.title), item.words()?);
    let picture = item.image.as_deref().and_then(|path| File::open(path).ok());
    let has_picture = picture.is_some();
    let mut options = HashMap::from([
        ("handle_token", Value::from(token.as_str())),
        ("subject", Value::from(subject.as_str())),
        ("body", Value::from(body.as_str())),
    ]);
    if let Some(file) = picture {
        options.insert("attachment_fds", Value::from(vec![Fd::from(std::os::fd::OwnedFd::from(file))]));
    }
    let message =
        if has_picture { "Handed to your e-mail program, with the picture." } else { "Handed to your e-mail program." };
    match request(bus, EMAIL, "ComposeEmail", &("", options), &token, CALL).await? {
        Answer::Done | Answer::Open => Ok(Sent::HandedOver { message: message.to_owned() }),
        Answer::Cancelled => Ok(Sent::Dismissed),
    }
}

/// How a request stands.
enum Answer {
    Done,
    Cancelled,
    /// Taken, and not ended yet.
    Open,
}

/// Makes a request and waits for its end, for `patience` after it was taken. The end is a signal of an object whose path is
/// known before (`org.freedesktop.portal.Request`), so that none is missed.
async fn request<B>(
    bus: Bus,
    at: Place<'_>,
    method: &'static str,
    body: &B,
    token: &str,
    patience: Duration,
) -> Result<Answer, ShareError>
where
    B: serde::Serialize + zbus::zvariant::DynamicType + Sync,
{
    let refused = |why: &str| ShareError::Refused { whom: at.whom, why: why.to_owned() };
    let sender =
        bus.connection.unique_name().map(|name| name.trim_start_matches(':').replace('.', "_")).unwrap_or_default();
    let path = format!("{}/request/{sender}/{token}", at.path);
    let rule = || {
        let rule = MatchRule::builder().msg_type(Type::Signal).interface("org.freedesktop.portal.Request")?;
        Ok::<_, zbus::Error>(rule.member("Response")?.path(path.as_str())?.build().to_owned())
    };
    let rule = rule().map_err(|error| refused(&error.to_string()))?;
    let listening = tokio::time::timeout(CALL, MessageStream::for_match_rule(rule, &bus.connection, Some(4))).await;
    let mut ends =
        listening.map_err(|_| ShareError::NoAnswer { whom: at.whom })?.map_err(|error| refused(&error.to_string()))?;
    let _taken: OwnedObjectPath = bus.call(at, method, Start::IfNeeded, body).await?;
    let Ok(end) = tokio::time::timeout(patience, ends.next()).await else {
        tokio::spawn(async move {
            // However it ends: nobody is told any more.
            let _ = tokio::time::timeout(DIALOG, ends.next()).await;
            drop(bus);
        });
        return Ok(Answer::Open);
    };
    let Some(Ok(end)) = end else { return Ok(Answer::Open) };
    let (code, _): (u32, HashMap<String, OwnedValue>) =
        end.body().deserialize().map_err(|error| refused(&error.to_string()))?;
    match code {
        0 => Ok(Answer::Done),
        1 => Ok(Answer::Cancelled),
        _ => Err(refused("no program could be opened")),
    }
}

/// A name for a request that no other of this connection has.
fn token() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("standfirst_{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
