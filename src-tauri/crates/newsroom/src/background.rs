//! What goes on without the window: whether it may, the start at login, and what somebody outside the window wants to see.

use std::path::{Path, PathBuf};

use presence::{Autostart, Desktop, Standing};

use crate::wire::{Background, Event, Show};
use crate::{Failure, Newsroom, Options, lock, settings};

impl Newsroom {
    /// Whether the program goes on when its window is closed, and has an icon in the tray then.
    #[must_use]
    pub fn keeps_running(&self) -> (bool, bool) {
        let settings = settings::stored(self.library());
        (settings.keep_running, settings.tray)
    }

    /// Unread articles, as the window counts them.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn unread(&self) -> Result<u64, Failure> {
        self.with_library(|library, _| Ok(library.counts()?.unread)).await
    }

    /// Wants something to be seen in the window, which may be there or come.
    pub fn show(&self, show: Show) {
        *lock(&self.0.to_show) = Some(show);
        self.announce(Event::Show);
    }

    pub(crate) fn to_show(&self) -> Option<Show> {
        lock(&self.0.to_show).take()
    }

    /// How all of that stands.
    ///
    /// # Errors
    /// None so far.
    pub async fn background(&self) -> Result<Background, Failure> {
        let services = Desktop::services().await;
        let autostart = autostart(&self.0.options);
        Ok(Background {
            autostart: autostart.standing() != Standing::Off,
            can_autostart: autostart.program.is_some(),
            tray: services.tray,
            notifications: services.notifications,
        })
    }

    /// Starts the window's program at login, or no longer.
    ///
    /// # Errors
    /// `autostart` when the system's entry cannot be written, as in a Flatpak.
    pub async fn set_autostart(&self, on: bool) -> Result<Background, Failure> {
        if on && in_flatpak() {
            let (why, todo) = ("a Flatpak cannot set it", "add Standfirst to the start in the desktop's own settings");
            return Err(Failure::new("autostart", "The start at login", why, todo));
        }
        autostart(&self.0.options).set(on).map_err(|error| {
            let sentence = error.to_string();
            let (why, todo) = sentence.rsplit_once(": ").unwrap_or((&sentence, "set it in the system's own settings"));
            Failure::new("autostart", "The start at login", why, todo)
        })?;
        self.background().await
    }
}

pub(crate) fn autostart(options: &Options) -> Autostart {
    let folder = std::path::absolute(&options.data_dir).unwrap_or_else(|_| options.data_dir.clone());
    let library = (folder != Options::new(None).data_dir).then_some(folder);
    Autostart { folder: options.autostart_dir.clone(), program: options.window_program.clone(), library }
}

/// Where the system keeps what is started at login.
pub(crate) fn autostart_dir(home: &Path) -> PathBuf {
    if cfg!(target_os = "macos") {
        return home.join("Library/LaunchAgents");
    }
    dirs::config_dir().unwrap_or_else(|| home.join(".config"))
}

/// Whether this runs in a Flatpak: what is written for the desktop stays inside, and our program is none it could start.
fn in_flatpak() -> bool {
    Path::new("/.flatpak-info").exists()
}

/// The window's program: an AppImage as a whole, or what lies beside this program. None that could be started at login in
/// a Flatpak.
pub(crate) fn window_program() -> Option<PathBuf> {
    if in_flatpak() {
        return None;
    }
    let packed = std::env::var_os("APPIMAGE").map(PathBuf::from).filter(|path| path.is_file());
    packed.or_else(|| {
        let beside =
            std::env::current_exe().ok()?.with_file_name(format!("standfirst-desktop{}", std::env::consts::EXE_SUFFIX));
        beside.is_file().then_some(beside)
    })
}
