//! Phones: KDE Connect's (its D-Bus interfaces of 22.12, `daemon.h` and `plugins/share/shareplugin.h`), and those of
//! `GSConnect`, the same protocol for GNOME (`src/service/daemon.js` and `plugins/share.js`).

use std::collections::HashMap;

use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use super::bus::{Bus, Place, Start};
use crate::target::is_element;
use crate::{Item, Sent, ShareError};

/// More devices than anybody pairs.
const MOST: usize = 20;

const KDE: Place<'static> = Place {
    whom: "KDE Connect",
    service: "org.kde.kdeconnect",
    path: "/modules/kdeconnect",
    interface: "org.kde.kdeconnect.daemon",
};

const GS_PATH: &str = "/org/gnome/Shell/Extensions/GSConnect";
const GS_DEVICE: &str = "org.gnome.Shell.Extensions.GSConnect.Device";
const GS: Place<'static> = Place {
    whom: "GSConnect",
    service: "org.gnome.Shell.Extensions.GSConnect",
    path: GS_PATH,
    interface: "org.freedesktop.DBus.ObjectManager",
};

/// The devices that are paired and can be reached: id and name.
pub(super) async fn kde_connect(bus: &Bus) -> Result<Vec<(String, String)>, ShareError> {
    let (only_reachable, only_paired) = (true, true);
    let names: HashMap<String, String> =
        bus.call(KDE, "deviceNames", Start::Never, &(only_reachable, only_paired)).await?;
    Ok(sorted(names.into_iter()))
}

/// The same, by the last part of their path.
pub(super) async fn gs_connect(bus: &Bus) -> Result<Vec<(String, String)>, ShareError> {
    type Managed = HashMap<OwnedObjectPath, HashMap<String, HashMap<String, OwnedValue>>>;
    let managed: Managed = bus.call(GS, "GetManagedObjects", Start::Never, &()).await?;
    let devices = managed.into_iter().filter_map(|(path, mut interfaces)| {
        let device = interfaces.remove(GS_DEVICE)?;
        let is = |name: &str| device.get(name).is_some_and(|value| matches!(**value, Value::Bool(true)));
        let id = path.as_str().strip_prefix(GS_PATH)?.strip_prefix("/Device/")?.to_owned();
        let name = match device.get("Name").map(|value| &**value) {
            Some(Value::Str(name)) => name.to_string(),
            _ => "Phone".to_owned(),
        };
        (is("Connected") && is("Paired")).then_some((id, name))
    });
    Ok(sorted(devices))
}

/// By name; without what could not be called again.
fn sorted(devices: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut devices: Vec<_> = devices
        .filter(|(id, _)| is_element(id))
        .map(|(id, name)| (id, crate::template::clip(&crate::item::one_line(&name), 80)))
        .collect();
    devices.sort_by(|(id, name), (other_id, other)| (name, id).cmp(&(other, other_id)));
    devices.truncate(MOST);
    devices
}

pub(super) async fn send_by_kde_connect(bus: &Bus, item: &Item, id: &str) -> Result<Sent, ShareError> {
    let path = format!("/modules/kdeconnect/devices/{id}/share");
    let share = Place { path: &path, interface: "org.kde.kdeconnect.device.share", ..KDE };
    // A link opens on the phone; a text goes to its clipboard.
    let () = match link_alone(item)? {
        Some(link) => bus.call(share, "shareUrl", Start::Never, &(link,)).await?,
        None => bus.call(share, "shareText", Start::Never, &(item.words()?,)).await?,
    };
    Ok(handed(KDE.whom))
}

pub(super) async fn send_by_gs_connect(bus: &Bus, item: &Item, id: &str) -> Result<Sent, ShareError> {
    let path = format!("{GS_PATH}/Device/{id}");
    let actions = Place { path: &path, interface: "org.gtk.Actions", ..GS };
    let (action, text) = match link_alone(item)? {
        Some(link) => ("shareUri", link),
        None => ("shareText", item.words()?),
    };
    let nothing: HashMap<String, Value<'_>> = HashMap::new();
    let () = bus.call(actions, "Activate", Start::Never, &(action, vec![Value::from(text)], nothing)).await?;
    Ok(handed(GS.whom))
}

/// The address, where there is nothing to be said with it.
fn link_alone(item: &Item) -> Result<Option<String>, ShareError> {
    item.check()?;
    let has_quote = item.quote.as_deref().is_some_and(|quote| !quote.trim().is_empty());
    Ok(if has_quote { None } else { item.link()?.map(String::from) })
}

fn handed(whom: &str) -> Sent {
    Sent::HandedOver { message: format!("Handed to {whom}, which sends it to the device.") }
}
