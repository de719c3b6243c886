//! Notifications, whatever system shows them.

#[cfg(not(target_os = "linux"))]
pub use elsewhere::Desktop;
#[cfg(target_os = "linux")]
pub use linux::Desktop;

/// What a notification says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its first line.
    pub title: String,
    /// The rest, plain text with line ends.
    pub body: String,
    /// What a click on it is about; comes back with the click.
    pub about: String,
}

/// A notification was clicked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clicked {
    /// [`Note::about`].
    pub about: String,
    /// Wayland's permission to come to the front, where the desktop gives one.
    pub token: Option<String>,
}

/// What of all this a desktop has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is there or not")]
pub struct Services {
    /// A bus over which programs of one session talk.
    pub bus: bool,
    /// Somebody shows notifications.
    pub notifications: bool,
    /// Somebody shows icons in a tray.
    pub tray: bool,
    /// The portals, by which sandboxed programs and others open addresses and write mails.
    pub portal: bool,
    /// A keyring over the bus.
    pub keyring: bool,
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::{HashMap, VecDeque};
    use std::sync::{Arc, Mutex, PoisonError};

    use futures::StreamExt as _;
    use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
    use zbus::Connection;
    use zbus::zvariant::Value;

    use super::{Clicked, Note, Services};
    use crate::bus;

    const NAME: &str = "org.freedesktop.Notifications";
    const PATH: &str = "/org/freedesktop/Notifications";
    /// Notifications whose clicks are heeded; those before them have long been put away.
    const MOST: usize = 32;

    type Shown = Arc<Mutex<VecDeque<(u32, String)>>>;

    /// The desktop over the session's bus (Desktop Notifications Specification 1.3).
    #[derive(Debug, Clone)]
    pub struct Desktop {
        bus: Connection,
        shown: Shown,
    }

    impl Desktop {
        /// Connects to the bus; clicks come over the channel for as long as the desktop lives.
        ///
        /// # Errors
        /// When there is no bus.
        pub async fn connect() -> zbus::Result<(Self, UnboundedReceiver<Clicked>)> {
            let bus = bus::connect().await?;
            let shown = Shown::default();
            let (clicked, clicks) = unbounded_channel();
            // Before the first notification: no click is missed.
            let rule =
                zbus::MatchRule::builder().msg_type(zbus::message::Type::Signal).interface(NAME)?.path(PATH)?.build();
            let signals = zbus::MessageStream::for_match_rule(rule, &bus, Some(64)).await?;
            tokio::spawn(listen(signals, Arc::clone(&shown), clicked));
            Ok((Self { bus, shown }, clicks))
        }

        /// What this desktop has.
        pub async fn services() -> Services {
            match bus::connect().await {
                Ok(bus) => bus::services(&bus).await,
                Err(_) => Services::default(),
            }
        }

        /// Shows a notification.
        ///
        /// # Errors
        /// When nobody on the bus does that, or not in time.
        pub async fn show(&self, note: &Note) -> zbus::Result<()> {
            let capabilities: Vec<String> = self
                .bus
                .call_method(Some(NAME), PATH, Some(NAME), "GetCapabilities", &())
                .await?
                .body()
                .deserialize()?;
            let has = |what: &str| capabilities.iter().any(|one| one == what);
            // A server that reads markup would take a headline's for its own.
            let body = if has("body-markup") { escaped(&note.body) } else { note.body.clone() };
            let actions: &[&str] = if has("actions") { &["default", "Open"] } else { &[] };
            let hints: HashMap<&str, Value<'_>> = [
                ("desktop-entry", Value::from("Standfirst")),
                ("category", Value::from("x-news")),
                ("urgency", Value::from(1_u8)),
            ]
            .into();
            let arguments =
                ("Standfirst", 0_u32, "standfirst-desktop", note.title.as_str(), body.as_str(), actions, hints, -1_i32);
            let id: u32 =
                self.bus.call_method(Some(NAME), PATH, Some(NAME), "Notify", &arguments).await?.body().deserialize()?;
            let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
            shown.push_back((id, note.about.clone()));
            while shown.len() > MOST {
                shown.pop_front();
            }
            Ok(())
        }

        /// Shows a number on the program's icon, where the desktop has a dock that knows Unity's signal.
        ///
        /// # Errors
        /// When the bus is gone.
        pub async fn badge(&self, count: u64) -> zbus::Result<()> {
            let facts: HashMap<&str, Value<'_>> = [
                ("count", Value::from(i64::try_from(count).unwrap_or(i64::MAX))),
                ("count-visible", Value::from(count > 0)),
            ]
            .into();
            let body = ("application://Standfirst.desktop", facts);
            self.bus
                .emit_signal(
                    None::<&str>,
                    "/app/standfirst/desktop",
                    "com.canonical.Unity.LauncherEntry",
                    "Update",
                    &body,
                )
                .await
        }
    }

    async fn listen(mut signals: zbus::MessageStream, shown: Shown, clicked: UnboundedSender<Clicked>) {
        let mut token: Option<(u32, String)> = None;
        while let Some(Ok(message)) = signals.next().await {
            let header = message.header();
            match header.member().map(zbus::names::MemberName::as_str) {
                Some("ActivationToken") => token = message.body().deserialize().ok(),
                Some("ActionInvoked") => {
                    let Ok((id, _action)) = message.body().deserialize::<(u32, String)>() else { continue };
                    let about = {
                        let shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
                        shown.iter().find(|(known, _)| *known == id).map(|(_, about)| about.clone())
                    };
                    let token = token.take().filter(|(known, _)| *known == id).map(|(_, token)| token);
                    // Other programs' notifications are clicked, too.
                    let Some(about) = about else { continue };
                    if clicked.send(Clicked { about, token }).is_err() {
                        return;
                    }
                }
                _ => {}
            }
        }
    }

    fn escaped(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    }
}

/// Written by their documentation and type-checked; no such machine was at hand.
#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

    use super::{Clicked, Note, Services};

    /// The desktop's notifications.
    #[derive(Debug, Clone)]
    pub struct Desktop {
        clicked: UnboundedSender<Clicked>,
    }

    impl Desktop {
        /// Clicks come over the channel for as long as the desktop lives.
        ///
        /// # Errors
        /// None here.
        #[allow(clippy::unused_async, reason = "as on the bus")]
        pub async fn connect() -> Result<(Self, UnboundedReceiver<Clicked>), std::io::Error> {
            let (clicked, clicks) = unbounded_channel();
            Ok((Self { clicked }, clicks))
        }

        /// What this system has.
        #[allow(clippy::unused_async, reason = "as on the bus")]
        pub async fn services() -> Services {
            Services { bus: true, notifications: true, tray: true, portal: false, keyring: true }
        }

        /// Shows a notification.
        ///
        /// # Errors
        /// When the system refuses.
        pub async fn show(&self, note: &Note) -> Result<(), std::io::Error> {
            let (note, clicked) = (note.clone(), self.clicked.clone());
            show(note, clicked).await
        }
    }

    #[cfg(target_os = "macos")]
    #[allow(clippy::unused_async, reason = "as elsewhere")]
    async fn show(note: Note, clicked: UnboundedSender<Clicked>) -> Result<(), std::io::Error> {
        // The call waits for the click, so it has a thread of its own, which ends with the notification.
        std::thread::Builder::new().name("notification".to_owned()).spawn(move || {
            let mut shown = mac_notification_sys::Notification::new();
            let response = shown.title(&note.title).message(&note.body).wait_for_click(true).send();
            if matches!(response, Ok(mac_notification_sys::NotificationResponse::Click)) {
                let _ = clicked.send(Clicked { about: note.about, token: None });
            }
        })?;
        Ok(())
    }

    #[cfg(windows)]
    async fn show(note: Note, clicked: UnboundedSender<Clicked>) -> Result<(), std::io::Error> {
        let shown = tokio::task::spawn_blocking(move || {
            tauri_winrt_notification::Toast::new("app.standfirst.desktop")
                .title(&note.title)
                .text1(&note.body)
                .on_activated(move |_| {
                    let _ = clicked.send(Clicked { about: note.about.clone(), token: None });
                    Ok(())
                })
                .show()
                .map_err(std::io::Error::other)
        });
        shown.await.map_err(std::io::Error::other)?
    }

    #[cfg(not(any(target_os = "macos", windows)))]
    #[allow(clippy::unused_async, reason = "as elsewhere")]
    async fn show(_: Note, _: UnboundedSender<Clicked>) -> Result<(), std::io::Error> {
        Err(std::io::ErrorKind::Unsupported.into())
    }
}
