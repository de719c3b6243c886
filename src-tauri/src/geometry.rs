//! Where the window was, kept in `window.json` beside the library: another library, another window. What is kept is only a
//! wish: screens come and go.

use std::path::Path;

use serde::{Deserialize, Serialize};
use tauri::{PhysicalPosition, PhysicalSize, WebviewWindow};

const FILE: &str = "window.json";
/// Of a window's head, so much must be on a screen to be taken hold of.
const GRIP: i64 = 64;

/// In points of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Geometry {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
    #[serde(default)]
    maximised: bool,
}

/// A screen, or the part of it that windows may use.
#[derive(Debug, Clone, Copy)]
struct Screen {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
}

/// Puts the window where it was, as far as that is on a screen.
pub(crate) fn restore(window: &WebviewWindow, folder: &Path) {
    let Some(kept) = read(folder) else { return };
    let screens: Vec<Screen> = window
        .available_monitors()
        .unwrap_or_default()
        .iter()
        .map(|screen| Screen {
            x: screen.position().x,
            y: screen.position().y,
            width: screen.size().width,
            height: screen.size().height,
        })
        .collect();
    let (geometry, in_place) = within(kept, &screens);
    let _ = window.set_size(PhysicalSize::new(geometry.width, geometry.height));
    // Wayland lets nobody say where a window is; then this does nothing.
    if in_place {
        let _ = window.set_position(PhysicalPosition::new(geometry.x, geometry.y));
    }
    if geometry.maximised {
        let _ = window.maximize();
    }
}

/// Keeps where the window is. One that fills the screen keeps the size it had before.
pub(crate) fn keep(window: &WebviewWindow, folder: &Path) {
    let maximised = window.is_maximized().unwrap_or(false) || window.is_fullscreen().unwrap_or(false);
    let (Ok(size), Ok(place)) = (window.inner_size(), window.outer_position()) else { return };
    if window.is_minimized().unwrap_or(false) || size.width == 0 {
        return;
    }
    let here = Geometry { x: place.x, y: place.y, width: size.width, height: size.height, maximised };
    let geometry = match read(folder) {
        Some(before) if maximised => Geometry { maximised, ..before },
        _ => here,
    };
    let written = serde_json::to_vec(&geometry).map_err(std::io::Error::other).and_then(|json| {
        let fresh = folder.join(format!("{FILE}.new"));
        std::fs::write(&fresh, json)?;
        std::fs::rename(fresh, folder.join(FILE))
    });
    if let Err(error) = written {
        tracing::info!(%error, "where the window was is not kept");
    }
}

fn read(folder: &Path) -> Option<Geometry> {
    serde_json::from_slice(&std::fs::read(folder.join(FILE)).ok()?).ok()
}

/// No larger than the largest screen, and in its old place only if its head can be taken hold of there.
fn within(kept: Geometry, screens: &[Screen]) -> (Geometry, bool) {
    let most = |side: fn(&Screen) -> u32| screens.iter().map(side).max().unwrap_or(u32::MAX);
    let width = kept.width.clamp(480, most(|screen| screen.width).max(480));
    let height = kept.height.clamp(400, most(|screen| screen.height).max(400));
    let (x, y) = (i64::from(kept.x), i64::from(kept.y));
    let in_place = screens.iter().any(|screen| {
        let (left, top) = (i64::from(screen.x), i64::from(screen.y));
        let (right, bottom) = (left + i64::from(screen.width), top + i64::from(screen.height));
        x + i64::from(width) >= left + GRIP && x + GRIP <= right && y >= top && y + GRIP <= bottom
    });
    (Geometry { width, height, ..kept }, in_place)
}

#[cfg(test)]
mod tests {
    use super::{Geometry, Screen, within};

    #[test]
    fn a_window_comes_back_to_where_it_can_be_reached() {
        let kept = Geometry { x: 2000, y: 100, width: 1300, height: 900, maximised: false };
        let laptop = Screen { x: 0, y: 0, width: 1400, height: 1000 };
        let beside = Screen { x: 1400, y: 0, width: 2560, height: 1440 };
        assert_eq!(within(kept, &[laptop, beside]), (kept, true));
        assert_eq!(within(kept, &[laptop]), (kept, false), "that screen is gone");
        let large = Geometry { width: 5000, height: 3000, ..kept };
        assert_eq!(within(large, &[laptop, beside]).0, Geometry { width: 2560, height: 1440, ..kept });
        let above = Geometry { y: -50, ..kept };
        assert!(!within(above, &[laptop, beside]).1, "its head is out of reach");
        assert_eq!(
            within(Geometry { width: 0, height: 0, ..kept }, &[]).0,
            Geometry { width: 480, height: 400, ..kept }
        );
    }
}
