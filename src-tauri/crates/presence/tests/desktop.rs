//! The desktop on a real bus of its own, with somebody who shows notifications and a tray. The tests start themselves again
//! within `dbus-run-session`, as which bus a program is on is a matter of its environment.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(clippy::type_complexity, reason = "the desktop's own signatures")]
#![allow(clippy::used_underscore_binding, reason = "the bus's macro passes on what the desktop sends and we ignore")]

use std::collections::HashMap;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use presence::{Clicked, Desktop, Icon, Note, Order, Services, Tray};
use tokio::sync::mpsc::unbounded_channel;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, Proxy};

/// Runs the ignored test of this name on a bus of its own.
fn on_a_bus(name: &str) {
    let test = std::env::current_exe().unwrap();
    let run = Command::new("dbus-run-session")
        .arg("--")
        .arg(test)
        .args(["--ignored", "--exact", name, "--nocapture"])
        .output();
    let run = run.expect("dbus-run-session: install the package dbus");
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
}

fn run(work: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(Duration::from_secs(30), work).await.expect("not in time") });
}

/// Until `look` has something.
async fn until<T>(mut look: impl AsyncFnMut() -> Option<T>) -> T {
    loop {
        if let Some(found) = look().await {
            return found;
        }
        tokio::task::yield_now().await;
    }
}

#[derive(Clone, Default)]
struct Notifications {
    shown: Arc<Mutex<Vec<(String, String, Vec<String>)>>>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[allow(clippy::unused_self)]
    fn get_capabilities(&self) -> Vec<String> {
        ["actions", "body", "body-markup"].map(str::to_owned).to_vec()
    }

    #[allow(clippy::too_many_arguments)]
    fn notify(
        &self,
        _app: String,
        _replaces: u32,
        _icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expire: i32,
    ) -> u32 {
        let mut shown = self.shown.lock().unwrap();
        shown.push((summary, body, actions));
        u32::try_from(shown.len()).unwrap() + 40
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn activation_token(emitter: &SignalEmitter<'_>, id: u32, token: &str) -> zbus::Result<()>;
}

#[test]
fn a_click_on_a_notification_says_what_it_was_about() {
    on_a_bus("clicking");
}

#[test]
#[ignore = "started on a bus by the test above"]
fn clicking() {
    run(async {
        let server = Notifications::default();
        let bus = zbus::connection::Builder::session().unwrap().name("org.freedesktop.Notifications").unwrap();
        let bus = bus.serve_at("/org/freedesktop/Notifications", server.clone()).unwrap().build().await.unwrap();
        assert!(Desktop::services().await.notifications);
        let (desktop, mut clicks) = Desktop::connect().await.unwrap();
        for number in 1..=2 {
            let note = Note {
                title: format!("Ferry {number}"),
                body: "Tom & <b>Jerry</b>".to_owned(),
                about: number.to_string(),
            };
            desktop.show(&note).await.unwrap();
        }
        let shown = server.shown.lock().unwrap().clone();
        let actions = vec!["default".to_owned(), "Open".to_owned()];
        assert_eq!(shown[0], ("Ferry 1".to_owned(), "Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;".to_owned(), actions));
        let emitter = SignalEmitter::new(&bus, "/org/freedesktop/Notifications").unwrap();
        // Another program's, and then the second of ours.
        Notifications::action_invoked(&emitter, 7, "default").await.unwrap();
        Notifications::activation_token(&emitter, 42, "leave").await.unwrap();
        Notifications::action_invoked(&emitter, 42, "default").await.unwrap();
        Notifications::action_invoked(&emitter, 41, "default").await.unwrap();
        let clicked = |about: &str, token: Option<&str>| {
            Some(Clicked { about: about.to_owned(), token: token.map(str::to_owned) })
        };
        assert_eq!(clicks.recv().await, clicked("2", Some("leave")));
        assert_eq!(clicks.recv().await, clicked("1", None));
    });
}

#[test]
fn a_desktop_with_nothing_has_nothing_and_says_so_at_once() {
    on_a_bus("nobody_there");
}

#[test]
#[ignore = "started on a bus by the test above"]
fn nobody_there() {
    run(async {
        let services = Desktop::services().await;
        assert!(services.bus && !services.notifications && !services.tray, "{services:?}");
        let (desktop, _clicks) = Desktop::connect().await.unwrap();
        let note = Note { title: "x".to_owned(), body: String::new(), about: String::new() };
        assert!(desktop.show(&note).await.is_err());
        let (orders, _) = unbounded_channel();
        let tray = Tray::show(&icon(), orders).await.expect("it waits for one to come");
        assert!(!tray.is_there());
        tray.remove().await;
    });
}

#[test]
fn without_a_bus_there_is_nothing() {
    let test = std::env::current_exe().unwrap();
    let run = Command::new(test)
        .args(["--ignored", "--exact", "no_bus", "--nocapture"])
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .env("XDG_RUNTIME_DIR", "/nonexistent")
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

#[test]
#[ignore = "started without a bus by the test above"]
fn no_bus() {
    run(async {
        assert_eq!(Desktop::services().await, Services::default());
        assert!(Desktop::connect().await.is_err());
        let (orders, _) = unbounded_channel();
        assert!(Tray::show(&icon(), orders).await.is_none());
    });
}

fn icon() -> Icon {
    Icon { width: 4, height: 4, rgba: [10, 20, 30, 255].repeat(16) }
}

#[derive(Clone, Default)]
struct Watcher {
    items: Arc<Mutex<Vec<String>>>,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: String) {
        self.items.lock().unwrap().push(service);
    }

    #[zbus(property)]
    #[allow(clippy::unused_self)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        self.items.lock().unwrap().clone()
    }

    #[zbus(property)]
    #[allow(clippy::unused_self)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

#[test]
fn the_tray_shows_what_is_unread_and_takes_orders() {
    on_a_bus("tray");
}

/// Labels of a menu by their numbers.
fn labels(layout: &Value<'_>, found: &mut Vec<(i32, String)>) {
    match layout {
        Value::Structure(item) => {
            if let [Value::I32(id), Value::Dict(facts), children] = item.fields() {
                if let Ok(Some(label)) = facts.get::<&str, &str>(&"label") {
                    found.push((*id, label.to_owned()));
                }
                labels(children, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| labels(item, found)),
        Value::Value(inner) => labels(inner, found),
        _ => {}
    }
}

#[test]
#[ignore = "started on a bus by the test above"]
fn tray() {
    run(async {
        let watcher = Watcher::default();
        let bus = Connection::session().await.unwrap();
        bus.object_server().at("/StatusNotifierWatcher", watcher.clone()).await.unwrap();
        let (order, mut orders) = unbounded_channel();
        // At login it may be there before the tray is.
        let tray = Tray::show(&icon(), order).await.unwrap();
        assert!(!tray.is_there());
        bus.request_name("org.kde.StatusNotifierWatcher").await.unwrap();
        let service = until(async || watcher.items.lock().unwrap().first().cloned()).await;
        until(async || tray.is_there().then_some(())).await;
        tray.set_unread(12).await;
        let item =
            Proxy::new(&bus, service.as_str(), "/StatusNotifierItem", "org.kde.StatusNotifierItem").await.unwrap();
        let tip: (String, Vec<(i32, i32, Vec<u8>)>, String, String) = item.get_property("ToolTip").await.unwrap();
        assert_eq!((tip.2.as_str(), tip.3.as_str()), ("Standfirst", "12 unread articles"));
        let pixmaps: Vec<(i32, i32, Vec<u8>)> = item.get_property("IconPixmap").await.unwrap();
        assert_eq!((pixmaps[0].0, pixmaps[0].1, &pixmaps[0].2[..4]), (4, 4, &[255, 10, 20, 30][..]));
        item.call_method("Activate", &(0, 0)).await.unwrap();
        assert_eq!(orders.recv().await, Some(Order::Open(None)));

        let menu = Proxy::new(&bus, service.as_str(), "/MenuBar", "com.canonical.dbusmenu").await.unwrap();
        let reply = menu.call_method("GetLayout", &(0, -1, Vec::<String>::new())).await.unwrap();
        let body = reply.body();
        let (_, (_, _, rows)): (u32, (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>)) = body.deserialize().unwrap();
        let mut found = Vec::new();
        for row in &rows {
            labels(row, &mut found);
        }
        let names: Vec<&str> = found.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(names, ["12 unread articles", "Open Standfirst", "Refresh now", "Save an article…", "Quit"]);
        for (id, label) in found.iter().skip(1) {
            menu.call_method("Event", &(*id, "clicked", Value::from(0), 0_u32)).await.unwrap();
            let wanted = match label.as_str() {
                "Open Standfirst" => Order::Open(None),
                "Refresh now" => Order::Refresh,
                "Quit" => Order::Quit,
                _ => Order::Save(None),
            };
            assert_eq!(orders.recv().await, Some(wanted));
        }
    });
}
