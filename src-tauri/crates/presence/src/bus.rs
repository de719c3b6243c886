//! The session's bus: reaching it, and who is on it.

use std::time::Duration;

use zbus::Connection;
use zbus::fdo::DBusProxy;

use crate::Services;

/// Nobody waits longer for a desktop.
const PATIENCE: Duration = Duration::from_secs(3);

/// # Errors
/// When there is no bus, or it does not answer in time.
pub(crate) async fn connect() -> zbus::Result<Connection> {
    let connecting = zbus::connection::Builder::session()?.method_timeout(PATIENCE).build();
    tokio::time::timeout(PATIENCE, connecting)
        .await
        .map_err(|_| zbus::Error::InputOutput(std::sync::Arc::new(std::io::ErrorKind::TimedOut.into())))?
}

/// Who is there, or would be started when asked.
pub(crate) async fn services(bus: &Connection) -> Services {
    let Ok(names) = names(bus).await else { return Services { bus: true, ..Services::default() } };
    let has = |name: &str| names.iter().any(|one| one == name);
    Services {
        bus: true,
        notifications: has("org.freedesktop.Notifications"),
        tray: has("org.kde.StatusNotifierWatcher"),
        portal: has("org.freedesktop.portal.Desktop"),
        keyring: has("org.freedesktop.secrets"),
    }
}

async fn names(bus: &Connection) -> zbus::Result<Vec<String>> {
    let proxy = DBusProxy::new(bus).await?;
    let mut all: Vec<String> = proxy.list_names().await?.iter().map(ToString::to_string).collect();
    all.extend(proxy.list_activatable_names().await?.iter().map(ToString::to_string));
    Ok(all)
}
