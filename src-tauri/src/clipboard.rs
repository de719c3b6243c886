//! The system's clipboard.

use std::sync::{Arc, Mutex, PoisonError};

use newsroom::Failure;

/// Kept for as long as the window is open: on X11 and Wayland what was copied lives with the program that copied it.
#[derive(Clone, Default)]
pub(crate) struct Clipboard(Arc<Mutex<Option<arboard::Clipboard>>>);

impl Clipboard {
    /// Puts a text on it.
    pub(crate) async fn put(&self, text: String) -> Result<(), Failure> {
        let held = Arc::clone(&self.0);
        // The clipboard is asked over a socket, which blocks.
        let put = tauri::async_runtime::spawn_blocking(move || {
            let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
            let mut clipboard = match held.take() {
                Some(clipboard) => clipboard,
                None => arboard::Clipboard::new()?,
            };
            // Taken out first: one that fails is not used again.
            clipboard.set_text(text)?;
            *held = Some(clipboard);
            Ok::<(), arboard::Error>(())
        });
        let failed = |why: String| Failure::new("clipboard", "Copying", why, "select the text and copy it by hand");
        put.await.map_err(|error| failed(error.to_string()))?.map_err(|error| failed(error.to_string()))
    }
}
