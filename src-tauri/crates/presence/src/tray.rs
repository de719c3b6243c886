//! The icon in the tray (`StatusNotifierItem`), with what is unread and a menu. No system library is needed: where no tray
//! is on the bus, none is shown, and it appears when one comes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ksni::menu::StandardItem;
use ksni::{Handle, MenuItem, ToolTip, TrayMethods as _};
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::timeout;

/// Nobody waits longer for a tray. At login it has much to do.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is chosen there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Show the window; with Wayland's permission to come to the front, where the desktop gave one.
    Open(Option<String>),
    /// Ask the sources now.
    Refresh,
    /// Save an address.
    Save(Option<String>),
    /// End the program.
    Quit,
}

/// A picture: red, green, blue and opacity of each point, row by row.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "plain")]
pub struct Icon {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

/// The icon in the tray, for as long as this lives.
pub struct Tray {
    handle: Handle<Item>,
    there: Arc<AtomicBool>,
}

impl std::fmt::Debug for Tray {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tray").field("there", &self.is_there()).finish_non_exhaustive()
    }
}

impl Tray {
    /// Puts the icon there, now or when a tray comes; none when there is no bus. What is chosen goes to `orders`.
    pub async fn show(icon: &Icon, orders: UnboundedSender<Order>) -> Option<Self> {
        let there = Arc::new(AtomicBool::new(true));
        let sandboxed = std::path::Path::new("/.flatpak-info").exists();
        let item =
            Item { unread: 0, icons: [pixmap(icon, false), pixmap(icon, true)], orders, there: Arc::clone(&there) };
        // At login the tray may come later than its icons.
        let spawned = item.assume_sni_available(true).disable_dbus_name(sandboxed).spawn();
        match timeout(PATIENCE, spawned).await {
            Ok(Ok(handle)) => Some(Self { handle, there }),
            Ok(Err(error)) => {
                tracing::info!(%error, "no icon in the tray");
                None
            }
            Err(_) => {
                tracing::info!("no icon in the tray: the desktop does not answer");
                None
            }
        }
    }

    /// Whether the desktop shows it.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.there.load(Ordering::Relaxed)
    }

    /// Shows how many articles are unread.
    pub async fn set_unread(&self, unread: u64) {
        if timeout(PATIENCE, self.handle.update(move |item| item.unread = unread)).await.is_err() {
            tracing::info!("the tray does not take what is unread");
        }
    }

    /// Takes it away.
    pub async fn remove(self) {
        // One that does not answer is gone with the connection.
        let _ = timeout(PATIENCE, self.handle.shutdown()).await;
    }
}

struct Item {
    unread: u64,
    /// Without and with the dot of what is unread.
    icons: [ksni::Icon; 2],
    orders: UnboundedSender<Order>,
    there: Arc<AtomicBool>,
}

impl Item {
    fn order(&self, order: Order) {
        // Nobody takes orders any more while the program ends.
        let _ = self.orders.send(order);
    }

    fn unread(&self) -> String {
        match self.unread {
            0 => "Nothing unread".to_owned(),
            1 => "1 unread article".to_owned(),
            many => format!("{many} unread articles"),
        }
    }
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "standfirst".to_owned()
    }

    fn title(&self) -> String {
        "Standfirst".to_owned()
    }

    fn icon_pixmap(&self) -> Vec<ksni::Icon> {
        vec![self.icons[usize::from(self.unread > 0)].clone()]
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip { title: "Standfirst".to_owned(), description: self.unread(), ..ToolTip::default() }
    }

    fn activate(&mut self, _: i32, _: i32) {
        self.order(Order::Open(ksni::current_xdg_activation_token()));
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        let item = |label: &str, activate: Box<dyn Fn(&mut Self) + Send + Sync>| {
            MenuItem::from(StandardItem { label: label.to_owned(), activate, ..StandardItem::default() })
        };
        vec![
            MenuItem::from(StandardItem { label: self.unread(), enabled: false, ..StandardItem::default() }),
            MenuItem::Separator,
            item("Open Standfirst", Box::new(|this| this.order(Order::Open(ksni::current_xdg_activation_token())))),
            item("Refresh now", Box::new(|this| this.order(Order::Refresh))),
            item("Save an article…", Box::new(|this| this.order(Order::Save(ksni::current_xdg_activation_token())))),
            MenuItem::Separator,
            item("Quit", Box::new(|this| this.order(Order::Quit))),
        ]
    }

    fn watcher_online(&self) {
        self.there.store(true, Ordering::Relaxed);
    }

    fn watcher_offline(&self, _: ksni::OfflineReason) -> bool {
        self.there.store(false, Ordering::Relaxed);
        // One may come yet.
        true
    }
}

/// The protocol's order of colours, with a dot in the corner if there is something to read.
fn pixmap(icon: &Icon, dotted: bool) -> ksni::Icon {
    let (width, height) = (i64::from(icon.width), i64::from(icon.height));
    let radius = width / 5;
    let (across, down) = (width - radius - 1, height - radius - 1);
    let mut data = Vec::with_capacity(icon.rgba.len());
    for (point, colours) in (0_i64..).zip(icon.rgba.chunks_exact(4)) {
        let (column, row) = (point % width.max(1), point / width.max(1));
        let distance = (column - across).pow(2) + (row - down).pow(2);
        match (colours, dotted) {
            (_, true) if distance <= radius.pow(2) => data.extend([0xff, 0xc0, 0x39, 0x2b]),
            // A rim, so that the dot is one on any ground.
            (_, true) if distance <= (radius + radius / 3 + 1).pow(2) => data.extend([0; 4]),
            ([red, green, blue, opacity], _) => data.extend([*opacity, *red, *green, *blue]),
            _ => {}
        }
    }
    ksni::Icon {
        width: i32::try_from(icon.width).unwrap_or_default(),
        height: i32::try_from(icon.height).unwrap_or_default(),
        data,
    }
}
