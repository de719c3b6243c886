//! The browsers, and where each looks for hosts. Places as the browsers' vendors document them: developer.chrome.com
//! (native messaging), developer.mozilla.org (native manifests), learn.microsoft.com (Edge); for Brave and Vivaldi, which
//! document none, as `KeePassXC` and others find them.

use std::path::PathBuf;

use crate::connection::Places;
use crate::manifest::HOST;

/// How a browser's host manifest says who may speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// By origins.
    Chromium,
    /// By add-on ids.
    Firefox,
}

/// The systems, which differ in where things lie. An argument, so that each is tested on any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// And other systems with XDG folders.
    Linux,
    /// Folders in `Library/Application Support`.
    MacOs,
    /// The registry names the manifest.
    Windows,
}

impl System {
    /// This one.
    #[must_use]
    pub fn here() -> Self {
        if cfg!(target_os = "windows") {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Linux
        }
    }
}

/// A browser.
#[derive(Debug, PartialEq, Eq)]
pub struct Browser {
    /// As the command line calls it.
    pub name: &'static str,
    /// As its vendor calls it.
    pub title: &'static str,
    /// Its family.
    pub family: Family,
    /// Below the home folder (with a dot) or the configuration folder; the browser makes it when it first starts.
    pub(crate) linux: &'static str,
    /// Where packages put its manifest on Linux.
    pub(crate) shared: &'static [&'static str],
    /// Below `Library/Application Support`.
    pub(crate) macos: &'static str,
    /// Below the local application data, or the roaming one for Firefox: where its profiles are.
    pub(crate) windows: &'static str,
    /// Below `HKCU\Software`. Brave and Vivaldi read Chrome's.
    pub(crate) registry: &'static str,
}

/// All that are known.
pub const BROWSERS: &[Browser] = &[
    Browser {
        name: "firefox",
        title: "Firefox",
        family: Family::Firefox,
        linux: ".mozilla",
        shared: &["/usr/lib/mozilla/native-messaging-hosts", "/usr/lib64/mozilla/native-messaging-hosts"],
        macos: "Mozilla",
        windows: "Mozilla/Firefox",
        registry: "Mozilla",
    },
    Browser {
        name: "chrome",
        title: "Google Chrome",
        family: Family::Chromium,
        linux: "google-chrome",
        shared: &["/etc/opt/chrome/native-messaging-hosts"],
        macos: "Google/Chrome",
        windows: "Google/Chrome/User Data",
        registry: "Google\\Chrome",
    },
    Browser {
        name: "chromium",
        title: "Chromium",
        family: Family::Chromium,
        linux: "chromium",
        shared: &["/etc/chromium/native-messaging-hosts"],
        macos: "Chromium",
        windows: "Chromium/User Data",
        registry: "Chromium",
    },
    Browser {
        name: "edge",
        title: "Microsoft Edge",
        family: Family::Chromium,
        linux: "microsoft-edge",
        shared: &["/etc/opt/edge/native-messaging-hosts"],
        macos: "Microsoft Edge",
        windows: "Microsoft/Edge/User Data",
        registry: "Microsoft\\Edge",
    },
    Browser {
        name: "brave",
        title: "Brave",
        family: Family::Chromium,
        linux: "BraveSoftware/Brave-Browser",
        // Which of them a Brave reads depends on its version: what is here for others is not counted on.
        shared: &[],
        macos: "BraveSoftware/Brave-Browser",
        windows: "BraveSoftware/Brave-Browser/User Data",
        registry: "Google\\Chrome",
    },
    Browser {
        name: "vivaldi",
        title: "Vivaldi",
        family: Family::Chromium,
        linux: "vivaldi",
        shared: &[],
        macos: "Vivaldi",
        windows: "Vivaldi/User Data",
        registry: "Google\\Chrome",
    },
];

impl Browser {
    /// The folder that is there once the browser was started.
    pub(crate) fn profiles(&self, places: &Places) -> PathBuf {
        match places.system {
            System::Linux if self.linux.starts_with('.') => places.home.join(self.linux),
            System::Linux => places.config.join(self.linux),
            System::MacOs => places.config.join(self.macos),
            System::Windows if self.family == Family::Firefox => places.roaming.join(self.windows),
            System::Windows => places.config.join(self.windows),
        }
    }

    /// Where the manifest for this person lies.
    pub(crate) fn manifest(&self, places: &Places) -> PathBuf {
        let folder = match (places.system, self.family) {
            (System::Windows, Family::Firefox) => places.data.join("native-host/firefox"),
            (System::Windows, Family::Chromium) => places.data.join("native-host/chromium"),
            (System::Linux, Family::Firefox) => self.profiles(places).join("native-messaging-hosts"),
            _ => self.profiles(places).join("NativeMessagingHosts"),
        };
        folder.join(format!("{HOST}.json"))
    }

    /// Where the package has put a manifest for everybody.
    pub(crate) fn shared_manifests(&self, places: &Places) -> impl Iterator<Item = PathBuf> {
        let shared = if places.system == System::Linux { self.shared } else { &[] };
        shared.iter().map(|folder| places.root.join(folder.trim_start_matches('/')).join(format!("{HOST}.json")))
    }
}
