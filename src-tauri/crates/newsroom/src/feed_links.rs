//! Who opens `feed:` links. Offered, never grabbed: nothing here is done unless the reader asks for it.
//!
//! Linux: the menu entry of the package names the scheme, and `xdg-mime` says and sets which entry is the default (XDG MIME
//! Applications, and what desktops make of it). Elsewhere, and in a sandbox, the system's own settings decide: we say where.

use crate::wire::FeedLinks;
use crate::{Failure, Newsroom, blocking};

/// What the system calls these links.
#[cfg(target_os = "linux")]
const TYPE: &str = "x-scheme-handler/feed";

impl Newsroom {
    /// Which program opens `feed:` links.
    ///
    /// # Errors
    /// None that is known; what cannot be told is left out.
    pub async fn feed_links(&self) -> Result<FeedLinks, Failure> {
        blocking(system::told).await
    }

    /// Has Standfirst open `feed:` links, or with `to` the program that [`FeedLinks::id`] named before.
    ///
    /// # Errors
    /// `unsupported` where only the system's settings can, `default-app` when the system did not do it.
    pub async fn claim_feed_links(&self, to: Option<String>) -> Result<FeedLinks, Failure> {
        blocking(move || system::claim(to)).await?
    }
}

#[cfg(not(target_os = "linux"))]
fn by_hand(todo: &str) -> FeedLinks {
    FeedLinks { todo: Some(todo.to_owned()), ..FeedLinks::default() }
}

#[cfg(not(target_os = "linux"))]
fn unsupported(todo: &str) -> Failure {
    Failure::new(
        "unsupported",
        "Opening feed links with Standfirst",
        "only the system’s own settings can set that",
        todo,
    )
}

#[cfg(target_os = "macos")]
mod system {
    use super::{FeedLinks, by_hand, unsupported};
    use crate::Failure;

    const TODO: &str = "in NetNewsWire’s or another reader’s settings choose Standfirst as the default reader, or set it with `duti -s app.standfirst.desktop feed`";

    pub(super) fn told() -> FeedLinks {
        by_hand(TODO)
    }

    pub(super) fn claim(_to: Option<String>) -> Result<FeedLinks, Failure> {
        Err(unsupported(TODO))
    }
}

#[cfg(windows)]
mod system {
    use super::{FeedLinks, by_hand, unsupported};
    use crate::Failure;

    const TODO: &str = "choose Standfirst for FEED under Settings, Apps, Default apps";

    pub(super) fn told() -> FeedLinks {
        FeedLinks { settable: true, ..by_hand(TODO) }
    }

    /// Windows lets no program set this; it opens the page of its settings where the reader can.
    pub(super) fn claim(_to: Option<String>) -> Result<FeedLinks, Failure> {
        match std::process::Command::new("explorer.exe").arg("ms-settings:defaultapps").spawn() {
            Ok(_) => Ok(told()),
            Err(_) => Err(unsupported(TODO)),
        }
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
mod system {
    use super::{FeedLinks, by_hand, unsupported};
    use crate::Failure;

    const TODO: &str = "choose Standfirst for feed links in your desktop’s settings";

    pub(super) fn told() -> FeedLinks {
        by_hand(TODO)
    }

    pub(super) fn claim(_to: Option<String>) -> Result<FeedLinks, Failure> {
        Err(unsupported(TODO))
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::ffi::OsString;
    use std::io::Read as _;
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use super::TYPE;
    use crate::wire::FeedLinks;
    use crate::{Failure, xdg_mime};

    /// `xdg-mime` asks a few programs of the desktop in turn.
    const PATIENCE: Duration = Duration::from_secs(8);
    /// Menu entries are small.
    const MOST_ENTRY: u64 = 64 << 10;

    const IN_SETTINGS: &str = "choose Standfirst for feed links in your desktop’s settings, under default applications";
    const INSTALL: &str = "install Standfirst’s package, which brings the menu entry that this needs";

    pub(super) fn told() -> FeedLinks {
        let id = ask(&["query", "default", TYPE]).ok().filter(|id| !id.is_empty());
        let entry = id.as_deref().and_then(entry);
        let ours = id.as_deref().is_some_and(is_ours);
        // In a sandbox the defaults are those of the sandbox.
        let sandboxed = ["FLATPAK_ID", "SNAP"].iter().any(|name| std::env::var_os(name).is_some());
        let settable = !sandboxed && our_entry().is_some();
        let todo = (!settable).then(|| if sandboxed { IN_SETTINGS } else { INSTALL }.to_owned());
        FeedLinks { handler: entry.and_then(|path| name_in(&path)).or_else(|| id.clone()), id, ours, settable, todo }
    }

    pub(super) fn claim(to: Option<String>) -> Result<FeedLinks, Failure> {
        let failed = |why: String, todo: &str| Failure::new("default-app", "Opening feed links", why, todo);
        let now = told();
        let wanted = match to {
            // What a window gives back must be an entry that is there, and nothing else.
            Some(id) if is_id(&id) && entry(&id).is_some() => id,
            Some(_) => return Err(failed("that program is not installed any more".to_owned(), IN_SETTINGS)),
            None if !now.settable => {
                let todo = now.todo.unwrap_or_default();
                return Err(Failure::new(
                    "unsupported",
                    "Opening feed links",
                    "Standfirst has no menu entry here",
                    todo,
                ));
            }
            None => our_entry().ok_or_else(|| failed("Standfirst has no menu entry here".to_owned(), INSTALL))?,
        };
        ask(&["default", &wanted, TYPE]).map_err(|why| failed(why, IN_SETTINGS))?;
        let after = told();
        if after.id.as_deref() == Some(wanted.as_str()) {
            return Ok(after);
        }
        Err(failed("the desktop kept the program it had".to_owned(), IN_SETTINGS))
    }

    fn ask(arguments: &[&str]) -> Result<String, String> {
        xdg_mime::ask(arguments, PATIENCE)
    }

    /// A file's name, not a way to one; nor anything that `xdg-mime` would take for an option.
    fn is_id(id: &str) -> bool {
        id.ends_with(".desktop") && !id.starts_with('-') && !id.contains(['/', '\\']) && id.len() < 256
    }

    fn is_ours(id: &str) -> bool {
        id.to_ascii_lowercase().contains("standfirst")
    }

    fn folders() -> Vec<PathBuf> {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let own = variable("XDG_DATA_HOME").map(PathBuf::from).or_else(dirs::data_dir);
        let shared = variable("XDG_DATA_DIRS").unwrap_or_else(|| OsString::from("/usr/local/share:/usr/share"));
        own.into_iter().chain(std::env::split_paths(&shared)).map(|folder| folder.join("applications")).collect()
    }

    fn entry(id: &str) -> Option<PathBuf> {
        is_id(id).then(|| folders().into_iter().map(|folder| folder.join(id)).find(|path| path.is_file())).flatten()
    }

    /// Our own menu entry, whatever the package calls it; only one that names the scheme will do.
    fn our_entry() -> Option<String> {
        folders().iter().find_map(|folder| {
            let names = std::fs::read_dir(folder).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            let mut ours: Vec<String> = names.filter(|name| is_id(name) && is_ours(name)).collect();
            ours.sort();
            ours.into_iter().find(|name| text(&folder.join(name)).is_some_and(|text| text.contains(TYPE)))
        })
    }

    fn text(path: &Path) -> Option<String> {
        let mut text = String::new();
        std::fs::File::open(path).ok()?.take(MOST_ENTRY).read_to_string(&mut text).ok()?;
        Some(text)
    }

    fn name_in(path: &Path) -> Option<String> {
        let text = text(path)?;
        let section = text.lines().skip_while(|line| line.trim() != "[Desktop Entry]").skip(1);
        let mut lines = section.take_while(|line| !line.starts_with('['));
        lines.find_map(|line| line.strip_prefix("Name=")).map(|name| name.trim().to_owned())
    }

    #[cfg(test)]
    mod tests {
        use super::is_id;

        #[test]
        fn only_the_name_of_an_entry_is_given_to_the_system() {
            assert!(is_id("org.example.Reader.desktop"));
            for bad in ["", "reader", "../x.desktop", "/usr/x.desktop", "--help.desktop", "a/b.desktop"] {
                assert!(!is_id(bad), "{bad}");
            }
        }
    }
}
