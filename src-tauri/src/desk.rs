//! The newsroom as the window has it: open, or the reason why it is not.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use newsroom::{Event, Failure, Newsroom, Options, doctor, recovery};
use serde_json::Value;
use tauri::{AppHandle, Emitter as _};
use tokio::sync::broadcast::error::RecvError;

/// The name under which the UI listens.
const EVENT: &str = "standfirst";
/// What goes on by itself begins when the window has its first list.
const AFTER_START: Duration = Duration::from_secs(5);
/// What draws the window.
const ENGINE: &str = if cfg!(windows) {
    "WebView2"
} else if cfg!(target_os = "macos") {
    "WebKit"
} else {
    "WebKitGTK"
};

/// Cheap to clone. A library that cannot be opened still gets a window: every command then answers why, but for those
/// that rescue it.
#[derive(Clone)]
pub(crate) struct Desk {
    options: Options,
    newsroom: Arc<RwLock<Result<Newsroom, Failure>>>,
}

impl Desk {
    /// Opens the library in `STANDFIRST_DATA_DIR` or the platform's data folder. `updates_itself`: there is an updater.
    pub(crate) fn open(updates_itself: bool) -> Self {
        let mut options = Self::options();
        options.sample_when_empty = true;
        options.updates_itself = updates_itself;
        options.engine = tauri::webview_version().ok().map(|version| format!("{ENGINE} {version}"));
        Self { newsroom: Arc::new(RwLock::new(opened(&options))), options }
    }

    /// Where that library lies.
    pub(crate) fn folder() -> PathBuf {
        Self::options().data_dir
    }

    /// Those of the library in `STANDFIRST_DATA_DIR` or the platform's data folder.
    pub(crate) fn options() -> Options {
        Options::new(std::env::var_os("STANDFIRST_DATA_DIR").filter(|dir| !dir.is_empty()).map(Into::into))
    }

    /// The newsroom, or why there is none.
    pub(crate) fn newsroom(&self) -> Result<Newsroom, Failure> {
        self.newsroom.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Calls a command of newsroom's table.
    pub(crate) async fn call(&self, app: &AppHandle, name: &str, args: Value) -> Result<Value, Failure> {
        match self.newsroom() {
            Ok(newsroom) => newsroom::commands::call(&newsroom, name, args).await,
            Err(failure) if matches!(name, "doctor" | "save_log") => self.examined(name, &failure).await,
            Err(failure) => {
                let (desk, called, why) = (self.clone(), name.to_owned(), failure.clone());
                let answer = tauri::async_runtime::spawn_blocking(move || {
                    let answer = recovery::call(&desk.options, &why, &called, &args)?;
                    if answer.is_ok() && called != "recovery" {
                        *desk.newsroom.write().unwrap_or_else(PoisonError::into_inner) = opened(&desk.options);
                    }
                    Some(answer)
                });
                let answer = answer.await.ok().flatten().unwrap_or(Err(failure));
                if answer.is_ok() {
                    self.attend(app);
                }
                answer
            }
        }
    }

    /// How the program is doing whose library does not open.
    async fn examined(&self, name: &str, why: &Failure) -> Result<Value, Failure> {
        let report = doctor::examine(&self.options, Err(why)).await;
        let json = if name == "doctor" {
            serde_json::to_value(report)
        } else {
            serde_json::to_value(doctor::save_log(&self.options, &report, None)?)
        };
        json.map_err(|error| Failure::new("internal", "The answer", error.to_string(), "report this, please"))
    }

    /// Tells the UI what happens, here and through other faces, and keeps the library safe, for as long as the window lives.
    pub(crate) fn attend(&self, app: &AppHandle) {
        let Ok(newsroom) = self.newsroom() else { return };
        let mut events = newsroom.events();
        crate::inbound::resume(app);
        let app = app.clone();
        crate::background::attend(&app, &newsroom);
        let (watching, keeping) = (newsroom.clone(), newsroom);
        tauri::async_runtime::spawn(async move { watching.watch_library().await });
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(AFTER_START).await;
            keeping.keep_safe().await;
            keeping.keep_fresh().await;
        });
        tauri::async_runtime::spawn(async move {
            loop {
                let event = match events.recv().await {
                    Ok(event) => event,
                    // Some were missed; the UI looks anew at everything.
                    Err(RecvError::Lagged(_)) => Event::Changed,
                    Err(RecvError::Closed) => return,
                };
                if let Err(error) = app.emit(EVENT, event) {
                    tracing::warn!(%error, "an event did not reach the window");
                }
            }
        });
    }
}

fn opened(options: &Options) -> Result<Newsroom, Failure> {
    Newsroom::open(options.clone()).inspect_err(|failure| tracing::error!(%failure, "the library did not open"))
}
