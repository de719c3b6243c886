//! What of `WebKitGTK` this app does without. Each thing costs memory in every process, or time at the start.
//! `tests/bench/budget.py` measures it.

use std::path::Path;

use gtk::glib;
use tauri::WebviewWindow;
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};

/// Where the kernel shows what can draw for us: `renderD128` and so on.
const RENDER_NODES: &str = "/dev/dri";

/// What GTK and `WebKit` read before their first window. Each keeps a driver from being loaded (Mesa's, and LLVM with it)
/// that would then imitate a graphics card on the processor; drawing without one is faster and takes 60 MB less.
const SOFTWARE: [(&str, &str); 3] =
    [("GDK_GL", "disable"), ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"), ("WEBKIT_WEB_RENDER_DEVICE_FILE", "/dev/null")];

/// Where no graphics card can be used, nothing is prepared for one. To be called before GTK is; what a person has set
/// in the environment stands.
pub(crate) fn prepare() {
    if has_graphics(Path::new(RENDER_NODES)) {
        return;
    }
    for (name, value) in SOFTWARE {
        if let Err(error) = glib::setenv(name, value, false) {
            tracing::warn!(%error, name, "the window is drawn the slow way");
        }
    }
}

/// Turns off what nothing in the window uses.
pub(crate) fn slim(window: &WebviewWindow) {
    let outcome = window.with_webview(|webview| {
        let Some(settings) = webview.inner().settings() else { return };
        settings.set_enable_webgl(false);
        settings.set_enable_webaudio(false);
        // Pages to go back to: the window has one.
        settings.set_enable_page_cache(false);
        if !has_graphics(Path::new(RENDER_NODES)) {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    });
    if let Err(error) = outcome {
        tracing::warn!(%error, "the window keeps what it does not need");
    }
}

fn has_graphics(nodes: &Path) -> bool {
    let Ok(nodes) = nodes.read_dir() else { return false };
    nodes.flatten().any(|node| node.file_name().to_string_lossy().starts_with("renderD"))
}

#[cfg(test)]
mod tests {
    use super::has_graphics;

    #[test]
    fn a_screen_without_a_card_that_draws_is_drawn_by_the_processor() {
        let folder = std::env::temp_dir().join(format!("standfirst-dri-{}", std::process::id()));
        assert!(!has_graphics(&folder), "no folder: a container, a server");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("card0"), "").unwrap();
        assert!(!has_graphics(&folder), "a card that only shows, as virtual machines have them");
        std::fs::write(folder.join("renderD128"), "").unwrap();
        assert!(has_graphics(&folder));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
