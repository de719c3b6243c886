//! What this program is and what it runs on.

use std::path::Path;

use super::{off, well};
use crate::Options;
use crate::wire::Finding;

pub(super) fn version() -> Finding {
    well("version", "Standfirst", format!("{}, {}", env!("CARGO_PKG_VERSION"), kind()))
}

/// How it came to this computer.
fn kind() -> String {
    let program = std::env::current_exe().unwrap_or_default();
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let debug = if cfg!(debug_assertions) { ", a debug build" } else { "" };
    let kind = if Path::new("/.flatpak-info").exists() {
        "from a Flatpak".to_owned()
    } else if is_set("APPIMAGE") {
        "an AppImage".to_owned()
    } else if is_set("SNAP") {
        "from a Snap".to_owned()
    } else if program.starts_with("/usr/bin") || program.starts_with("/usr/lib") {
        "installed as a package".to_owned()
    } else {
        format!("run from {}", program.parent().unwrap_or(Path::new("?")).display())
    };
    format!("{kind}{debug}")
}

pub(super) fn system(options: &Options) -> Finding {
    let value = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let mut parts = vec![system_name(), std::env::consts::ARCH.to_owned()];
    if cfg!(target_os = "linux") {
        parts.extend(value("XDG_CURRENT_DESKTOP"));
        let display = match (value("WAYLAND_DISPLAY"), value("DISPLAY")) {
            (Some(_), _) => "Wayland",
            (None, Some(_)) => "X11",
            (None, None) => "no display",
        };
        parts.push(display.to_owned());
    }
    parts.extend(options.engine.clone());
    if parts.is_empty() { off("system", "System", "unknown") } else { well("system", "System", parts.join(", ")) }
}

fn system_name() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| std::env::consts::OS.to_owned(), |name| name.trim_matches('"').to_owned())
}
