//! The program without its window: what keeps it going, the tray, the desktop's notifications, and the one way to end it.

use std::sync::atomic::{AtomicBool, Ordering};

use newsroom::wire::{Bulletin, Show};
use newsroom::{Event, Newsroom, RefreshScope};
use presence::{Clicked, Desktop, Note};
use tauri::{AppHandle, Manager as _};
use tokio::sync::broadcast::error::RecvError;

use crate::desk::Desk;
use crate::window;

/// How the program goes on.
#[derive(Debug, Default)]
pub(crate) struct Going {
    /// It was started without a window, at login.
    background: AtomicBool,
    /// The reader wants it to end.
    ending: AtomicBool,
    /// Somebody attends to the desktop already.
    attended: AtomicBool,
}

impl Going {
    /// `background`: started without a window.
    pub(crate) fn begun(background: bool) -> Self {
        Self { background: background.into(), ..Self::default() }
    }

    pub(crate) fn in_background(&self) -> bool {
        self.background.load(Ordering::Relaxed)
    }
}

/// Whether the program goes on now that its last window is closed.
pub(crate) fn goes_on(app: &AppHandle) -> bool {
    let going = app.state::<Going>();
    if going.ending.load(Ordering::Relaxed) {
        return false;
    }
    let kept = app.state::<Desk>().newsroom().is_ok_and(|newsroom| newsroom.keeps_running().0);
    kept || going.in_background()
}

/// Ends the program, whatever it would go on with.
pub(crate) fn quit(app: &AppHandle) {
    app.state::<Going>().ending.store(true, Ordering::Relaxed);
    window::keep_geometry(app);
    app.exit(0);
}

/// Attends to the desktop for as long as the program runs: shows what is to be shown, does what is chosen there.
pub(crate) fn attend(app: &AppHandle, newsroom: &Newsroom) {
    if app.state::<Going>().attended.swap(true, Ordering::Relaxed) {
        return;
    }
    let (app, newsroom) = (app.clone(), newsroom.clone());
    tauri::async_runtime::spawn(async move {
        let events = newsroom.events();
        // Where there is no bus there is nobody to tell; the window tells what it can.
        match Desktop::connect().await {
            Ok((desktop, clicks)) => {
                tauri::async_runtime::spawn(heed(clicks, app.clone(), newsroom.clone()));
                listen(events, app, newsroom, Some(desktop)).await;
            }
            Err(error) => {
                tracing::info!(%error, "the desktop is not told of anything");
                listen(events, app, newsroom, None).await;
            }
        }
    });
}

async fn listen(
    mut events: tokio::sync::broadcast::Receiver<Event>,
    app: AppHandle,
    newsroom: Newsroom,
    desktop: Option<Desktop>,
) {
    let mut sign = sign::Sign::default();
    sign.show(&app, &newsroom, desktop.as_ref()).await;
    loop {
        match events.recv().await {
            Ok(Event::Bulletin { bulletin }) => {
                if let Some(desktop) = &desktop
                    && !window::has_focus(&app)
                {
                    tell(desktop, &bulletin).await;
                }
            }
            // A refresh under way says so a hundred times; its end counts.
            Ok(Event::Changed) | Err(RecvError::Lagged(_)) => sign.show(&app, &newsroom, desktop.as_ref()).await,
            Ok(_) => {}
            // The library was lost; who opens another attends anew.
            Err(RecvError::Closed) => {
                app.state::<Going>().attended.store(false, Ordering::Relaxed);
                return;
            }
        }
    }
}

async fn tell(desktop: &Desktop, bulletin: &Bulletin) {
    let about = serde_json::to_string(&bulletin.show).unwrap_or_default();
    let note = Note { title: bulletin.title.clone(), body: bulletin.body.clone(), about };
    if let Err(error) = desktop.show(&note).await {
        tracing::info!(%error, "the desktop shows no notification");
    }
}

/// A click on a notification shows what it was about.
async fn heed(mut clicks: tokio::sync::mpsc::UnboundedReceiver<Clicked>, app: AppHandle, newsroom: Newsroom) {
    while let Some(Clicked { about, token }) = clicks.recv().await {
        newsroom.show(serde_json::from_str(&about).unwrap_or_default());
        window::show(&app, token);
    }
}

/// What is done from the tray.
fn refresh(newsroom: &Newsroom) {
    newsroom.refresh_in_background(RefreshScope { source: None, force: true });
}

fn save(app: &AppHandle, newsroom: &Newsroom, token: Option<String>) {
    newsroom.show(Show { save: true, ..Show::default() });
    window::show(app, token);
}

/// What is unread, on the desktop: the tray's icon while the program may go on without a window, and the dock's number.
#[cfg(target_os = "linux")]
mod sign {
    use std::time::{Duration, Instant};

    use newsroom::Newsroom;
    use presence::{Desktop, Icon, Order, Tray};
    use tauri::AppHandle;
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    use super::{Going, quit, refresh, save};
    use crate::window;

    /// A desktop that has no place for the icon is not asked again for so long: each asking takes seconds where nobody
    /// answers, and the newsroom changes all the time.
    const PAUSE: Duration = Duration::from_mins(5);

    #[derive(Default)]
    pub(super) struct Sign {
        tray: Option<Tray>,
        failed: Option<Instant>,
        told: Option<u64>,
    }

    impl Sign {
        pub(super) async fn show(&mut self, app: &AppHandle, newsroom: &Newsroom, desktop: Option<&Desktop>) {
            use tauri::Manager as _;
            let (keeps_running, wanted) = newsroom.keeps_running();
            let wanted = wanted && (keeps_running || app.state::<Going>().in_background());
            if !wanted && let Some(tray) = self.tray.take() {
                tray.remove().await;
            }
            let failed_lately = self.failed.is_some_and(|at| at.elapsed() < PAUSE);
            if wanted && self.tray.is_none() && desktop.is_some() && !failed_lately {
                let (order, orders) = unbounded_channel();
                let picture = tauri::include_image!("icons/128x128.png");
                let icon = Icon { width: picture.width(), height: picture.height(), rgba: picture.rgba().to_vec() };
                self.tray = Tray::show(&icon, order).await;
                self.failed = self.tray.is_none().then(Instant::now);
                self.told = None;
                tauri::async_runtime::spawn(obey(orders, app.clone(), newsroom.clone()));
            }
            let Ok(unread) = newsroom.unread().await else { return };
            if self.told.replace(unread) == Some(unread) {
                return;
            }
            if let Some(tray) = &self.tray {
                tray.set_unread(unread).await;
            }
            if let Some(desktop) = desktop {
                // A dock that does not know the signal does not miss it.
                let _ = desktop.badge(unread).await;
            }
        }
    }

    async fn obey(mut orders: UnboundedReceiver<Order>, app: AppHandle, newsroom: Newsroom) {
        while let Some(order) = orders.recv().await {
            match order {
                Order::Open(token) => window::show(&app, token),
                Order::Refresh => refresh(&newsroom),
                Order::Save(token) => save(&app, &newsroom, token),
                Order::Quit => quit(&app),
            }
        }
    }
}

/// The same by Tauri's own tray. Type-checked; no such machine was at hand.
#[cfg(not(target_os = "linux"))]
mod sign {
    use newsroom::Newsroom;
    use presence::Desktop;
    use tauri::menu::{Menu, MenuItem};
    use tauri::tray::{TrayIcon, TrayIconBuilder};
    use tauri::{AppHandle, Manager as _};

    use super::{Going, quit, refresh, save};
    use crate::window;

    #[derive(Default)]
    pub(super) struct Sign {
        tray: Option<TrayIcon>,
        told: Option<u64>,
    }

    impl Sign {
        #[allow(clippy::unused_async, reason = "as on Linux")]
        pub(super) async fn show(&mut self, app: &AppHandle, newsroom: &Newsroom, _: Option<&Desktop>) {
            let (keeps_running, wanted) = newsroom.keeps_running();
            let wanted = wanted && (keeps_running || app.state::<Going>().in_background());
            if !wanted && let Some(tray) = self.tray.take() {
                let _ = app.remove_tray_by_id(tray.id());
            }
            if wanted && self.tray.is_none() {
                self.tray = tray(app, newsroom).inspect_err(|error| tracing::info!(%error, "no icon in the tray")).ok();
                self.told = None;
            }
            let Ok(unread) = newsroom.unread().await else { return };
            if self.told.replace(unread) == Some(unread) {
                return;
            }
            if let Some(tray) = &self.tray {
                let _ = tray.set_tooltip(Some(format!("Standfirst: {unread} unread")));
            }
            if let Some(window) = app.get_webview_window(window::NAME) {
                let _ = window.set_badge_count(i64::try_from(unread).ok().filter(|count| *count > 0));
            }
        }
    }

    fn tray(app: &AppHandle, newsroom: &Newsroom) -> tauri::Result<TrayIcon> {
        let item = |id: &str, text: &str| MenuItem::with_id(app, id, text, true, None::<&str>);
        let items = [
            item("open", "Open Standfirst")?,
            item("refresh", "Refresh now")?,
            item("save", "Save an article…")?,
            item("quit", "Quit")?,
        ];
        let menu = Menu::with_items(app, &items.each_ref().map(|item| item as &dyn tauri::menu::IsMenuItem<_>))?;
        let newsroom = newsroom.clone();
        TrayIconBuilder::new()
            .icon(tauri::include_image!("icons/32x32.png"))
            .menu(&menu)
            .on_menu_event(move |app, event| match event.id().as_ref() {
                "open" => window::show(app, None),
                "refresh" => refresh(&newsroom),
                "save" => save(app, &newsroom, None),
                _ => quit(app),
            })
            .build(app)
    }
}
