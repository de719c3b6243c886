//! The one window, and the wall around it: it shows the app and goes nowhere else.

use std::time::Duration;

use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Manager as _, Url, WebviewUrl, WebviewWindowBuilder, WindowEvent};

use crate::desk::Desk;
use crate::geometry;

/// The window's name within the program.
pub(crate) const NAME: &str = "main";

/// Opens the window, hidden until the UI is there, so that nobody looks at an empty one.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, NAME, WebviewUrl::default())
        .title("Standfirst")
        .inner_size(1280.0, 860.0)
        .min_inner_size(480.0, 400.0)
        .visible(false)
        // Files that are dropped come to the UI as to any page, not to the shell.
        .disable_drag_drop_handler()
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                let _ = window.show();
            }
        })
        .build()?;
    #[cfg(target_os = "linux")]
    {
        crate::printing::set_margins(&window);
        crate::engine::slim(&window);
    }
    geometry::restore(&window, &Desk::folder());
    let closing = app.clone();
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::CloseRequested { .. }) {
            keep_geometry(&closing);
        }
    });
    // Should the page never say that it has loaded, a window that tells why is better than none.
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(Duration::from_secs(4)).await;
        let _ = window.show();
    });
    Ok(())
}

/// Shows the window: the one there is, brought to the front, or a new one. `token` is a desktop's leave to do so.
pub(crate) fn show(app: &AppHandle, token: Option<String>) {
    let (here, asked) = (app.clone(), app.clone());
    let shown = asked.run_on_main_thread(move || {
        let Some(window) = here.get_webview_window(NAME) else {
            if let Err(error) = open(&here) {
                tracing::error!(%error, "the window did not open");
            }
            return;
        };
        #[cfg(target_os = "linux")]
        if let (Some(token), Ok(window)) = (token, window.gtk_window()) {
            gtk::prelude::GtkWindowExt::set_startup_id(&window, &token);
        }
        #[cfg(not(target_os = "linux"))]
        drop(token);
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    });
    if let Err(error) = shown {
        tracing::warn!(%error, "the window did not come to the front");
    }
}

/// Whether the reader is at the window, so that nothing else needs to tell.
pub(crate) fn has_focus(app: &AppHandle) -> bool {
    app.get_webview_window(NAME).is_some_and(|window| window.is_focused().unwrap_or(false))
}

/// Keeps where the window is, while there is one.
pub(crate) fn keep_geometry(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(NAME) {
        geometry::keep(&window, &Desk::folder());
    }
}

/// Whether an address is the app itself or its article pane; addresses of the world go to the browser, through
/// `open_address`.
fn is_ours(url: &Url) -> bool {
    let development = cfg!(dev) && url.host_str() == Some("127.0.0.1") && url.port() == Some(5173);
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // Windows and Android spell the app's scheme this way.
        "http" | "https" => url.host_str() == Some("tauri.localhost") || development,
        "about" => url.path() == "srcdoc",
        _ => false,
    }
}

/// Whether there is a screen to open a window on. GTK would end the program with a panic instead of an answer.
pub(crate) fn display_is_there() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn the_window_shows_the_app_and_goes_nowhere_else() {
        for address in
            ["tauri://localhost/", "tauri://localhost/index.html#x", "http://tauri.localhost/", "about:srcdoc"]
        {
            assert!(is_ours(&address.parse().unwrap()), "{address}");
        }
        for address in [
            "https://example.org/",
            "http://localhost/",
            "http://127.0.0.1:5174/",
            "tauri://evil/",
            "https://tauri.localhost.evil.example/",
            "library://localhost/abc",
            "ipc://localhost/overview",
            "about:blank",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
            "blob:tauri://localhost/x",
        ] {
            assert!(!is_ours(&address.parse().unwrap()), "{address}");
        }
    }
}
