//! What of this session can be shared to, found on its bus and among its programs, and how each is handed an item.
//!
//! Looking starts no service, but for Contractor, which is made to be started by being asked. A reply on a bus means that
//! a program has taken the item, and no more: the messages say so.

mod bus;
mod contractor;
mod handlers;
mod phones;
mod portal;

use std::future::Future;
use std::time::Duration;

use crate::pages::APPS;
use crate::target::{fixed, of};
use crate::{Item, Places, Sent, ShareError, Target, TargetId, TargetKind};

use bus::Bus;

/// How long each probe may take. Answers come in some milliseconds; whatever is slower is not in the menu.
const PROBE: Duration = Duration::from_millis(400);

/// Everything of the session that takes this item. All probes run side by side.
pub(crate) async fn targets(item: &Item, places: &Places) -> Vec<Target> {
    let handled = async {
        let schemes: Vec<&'static str> = APPS.iter().map(crate::pages::Page::scheme).collect();
        let looked = tokio::task::spawn_blocking(move || handlers::of_schemes(&schemes));
        let handled = within(looked).await.and_then(Result::ok).unwrap_or_default();
        let offered = APPS.iter().filter(|app| handled.contains(&app.scheme()) && app.takes(item, places));
        offered.map(|app| of(app, TargetKind::Program)).collect::<Vec<_>>()
    };
    let (of_bus, apps) = tokio::join!(on_the_bus(item), handled);
    of_bus.into_iter().chain(apps).collect()
}

async fn on_the_bus(item: &Item) -> Vec<Target> {
    let Ok(bus) = Bus::session(PROBE).await else { return Vec::new() };
    let one_link = item.url.is_some();
    let portal = async { one_link && within(portal::is_there(&bus)).await == Some(true) };
    let contracts =
        async { if one_link { within(contractor::contracts(&bus)).await.and_then(Result::ok) } else { None } };
    let (portal, kde, gs, contracts) =
        tokio::join!(portal, within(phones::kde_connect(&bus)), within(phones::gs_connect(&bus)), contracts);
    let device = |id, name| Target { id, name, kind: TargetKind::Device };
    let kde: Vec<_> = kde.and_then(Result::ok).unwrap_or_default();
    let has_phones = !kde.is_empty();
    let mut found: Vec<Target> = kde.into_iter().map(|(id, name)| device(TargetId::KdeConnect(id), name)).collect();
    let gs = gs.and_then(Result::ok).unwrap_or_default();
    found.extend(gs.into_iter().map(|(id, name)| device(TargetId::GsConnect(id), name)));
    if portal {
        found.push(fixed(TargetId::OpenWith, item));
    }
    // KDE Connect brings a contract along, which asks for one of the phones that are here by name already.
    let contracts =
        contracts.unwrap_or_default().into_iter().filter(|(id, _)| !(has_phones && contractor::is_kde_connect(id)));
    found.extend(contracts.map(|(id, name)| Target { id: TargetId::Contract(id), name, kind: TargetKind::Program }));
    found
}

async fn within<T>(probe: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(PROBE, probe).await.ok()
}

/// Has the person choose a program for the link, in the portal's own dialog.
pub(crate) async fn open_with(item: &Item, patience: Duration) -> Result<Sent, ShareError> {
    let link = item.link()?.ok_or(ShareError::Nothing)?;
    portal::open_with(bus().await?, link.as_str(), patience).await
}

/// Begins a mail by the portal, with the picture.
pub(crate) async fn email(item: &Item) -> Result<Sent, ShareError> {
    portal::email(bus().await?, item).await
}

/// Hands a link or text to KDE Connect, for one of its devices.
pub(crate) async fn kde_connect(item: &Item, id: &str) -> Result<Sent, ShareError> {
    phones::send_by_kde_connect(&bus().await?, item, id).await
}

/// The same for `GSConnect`.
pub(crate) async fn gs_connect(item: &Item, id: &str) -> Result<Sent, ShareError> {
    phones::send_by_gs_connect(&bus().await?, item, id).await
}

/// Runs a contract of Contractor's on a link.
pub(crate) async fn contract(item: &Item, id: &str) -> Result<Sent, ShareError> {
    contractor::run(&bus().await?, item, id).await
}

async fn bus() -> Result<Bus, ShareError> {
    Bus::session(bus::CALL).await
}
