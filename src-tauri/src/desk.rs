//! The newsroom as the window has it: open, or the reason why it is not.

use newsroom::{Event, Failure, Newsroom, Options};
use tauri::{AppHandle, Emitter as _};
use tokio::sync::broadcast::error::RecvError;

/// The name under which the UI listens.
const EVENT: &str = "standfirst";

/// Cheap to clone. A library that cannot be opened still gets a window: every command then answers why.
#[derive(Clone)]
pub(crate) struct Desk(Result<Newsroom, Failure>);

impl Desk {
    /// Opens the library in `STANDFIRST_DATA_DIR` or the platform's data folder.
    pub(crate) fn open() -> Self {
        let folder = std::env::var_os("STANDFIRST_DATA_DIR").filter(|dir| !dir.is_empty()).map(Into::into);
        let mut options = Options::new(folder);
        options.sample_when_empty = true;
        let newsroom = Newsroom::open(options);
        if let Err(failure) = &newsroom {
            tracing::error!(%failure, "the library did not open");
        }
        Self(newsroom)
    }

    /// The newsroom, or why there is none.
    pub(crate) fn newsroom(&self) -> Result<&Newsroom, Failure> {
        self.0.as_ref().map_err(Clone::clone)
    }

    /// Tells the UI what happens, here and through other faces, for as long as the window lives.
    pub(crate) fn forward_events(&self, app: &AppHandle) {
        let Ok(newsroom) = self.0.clone() else { return };
        let mut events = newsroom.events();
        let app = app.clone();
        let watching = newsroom.clone();
        tauri::async_runtime::spawn(async move { watching.watch_library().await });
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
