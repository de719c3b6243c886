//! How this copy of the app came to this machine, and so who brings it up to date. A copy that a package manager installed never
//! replaces itself: the package manager would not know, and its files are not the reader's.

use std::ffi::OsString;
use std::path::Path;

use crate::Newsroom;
use crate::wire::{Failure, Installation, InstallationKind, Updates};

/// What the decision is made from.
struct Signs<'a> {
    /// Where the running program lies.
    program: &'a Path,
    /// A variable of the environment; none when it is empty.
    variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// Whether there is a file.
    is_there: &'a dyn Fn(&Path) -> bool,
}

/// Tells how the running program was installed, from where it lies and what started it. `updates_itself` says whether the
/// face was built with an updater and told where updates are.
#[must_use]
pub fn installation(updates_itself: bool) -> Installation {
    let program = std::env::current_exe().unwrap_or_default();
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let kind = kind_of(&Signs { program: &program, variable: &variable, is_there: &|path| path.exists() });
    Installation { version: env!("CARGO_PKG_VERSION").to_owned(), kind, updates: updates_of(kind, updates_itself) }
}

fn kind_of(signs: &Signs<'_>) -> InstallationKind {
    let lies_in = |name: &str| (signs.variable)(name).is_some_and(|folder| signs.program.starts_with(folder));
    let beside = |name: &str| signs.program.parent().is_some_and(|folder| (signs.is_there)(&folder.join(name)));
    // https://docs.flatpak.org/en/latest/sandbox-permissions.html: the file is there in every Flatpak.
    if (signs.is_there)(Path::new("/.flatpak-info")) {
        InstallationKind::Flatpak
    // Both name folders because what an AppImage or a Snap starts inherits its variables.
    } else if lies_in("SNAP") {
        InstallationKind::Snap
    } else if (signs.variable)("APPIMAGE").is_some() && lies_in("APPDIR") {
        InstallationKind::AppImage
    } else if signs.program.parent().is_some_and(|folder| folder.ends_with("Contents/MacOS")) {
        InstallationKind::App
    // NSIS puts its uninstaller beside the program; WiX leaves it to Windows.
    } else if beside("uninstall.exe") || lies_in("ProgramFiles") {
        InstallationKind::Installer
    } else if is_packages(signs.program) {
        InstallationKind::Package
    } else {
        InstallationKind::Source
    }
}

/// Folders that belong to package managers. `/usr/local` belongs to the administrator (Filesystem Hierarchy Standard 3.0, 4.9).
fn is_packages(program: &Path) -> bool {
    let theirs = ["/usr", "/opt", "/nix/store", "/gnu/store"];
    theirs.iter().any(|folder| program.starts_with(folder)) && !program.starts_with("/usr/local")
}

fn updates_of(kind: InstallationKind, updates_itself: bool) -> Updates {
    match kind {
        InstallationKind::Package | InstallationKind::Flatpak | InstallationKind::Snap => Updates::Packages,
        InstallationKind::AppImage | InstallationKind::App | InstallationKind::Installer if updates_itself => {
            Updates::Itself
        }
        _ => Updates::Nobody,
    }
}

impl Newsroom {
    /// This copy, and who brings it up to date.
    pub(crate) fn installation(&self) -> Installation {
        installation(self.0.options.updates_itself)
    }
}

/// The answer of a face that has no updater, or of a copy that is not its own to replace.
///
/// # Errors
/// Always `no-updater`, with what to do in its place.
pub(crate) fn no_updater<T>(here: &Installation) -> Result<T, Failure> {
    let (why, todo) = match here.updates {
        Updates::Packages => {
            ("a package manager installed this copy", "use the package manager, which updates it with everything else")
        }
        _ => ("this copy was built without an updater", "take a newer one from where this one came"),
    };
    Err(Failure::new("no-updater", "Looking for updates", why, todo))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(program: &str, variables: &[(&str, &str)], files: &[&str]) -> InstallationKind {
        kind_of(&Signs {
            program: Path::new(program),
            variable: &|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()),
            is_there: &|path| files.iter().any(|file| Path::new(file) == path),
        })
    }

    #[test]
    fn what_a_package_manager_installed_is_its_own() {
        for program in
            ["/usr/bin/standfirst-desktop", "/opt/standfirst/standfirst-desktop", "/nix/store/x/bin/standfirst"]
        {
            assert_eq!(kind(program, &[], &[]), InstallationKind::Package, "{program}");
        }
        assert_eq!(kind("/app/bin/standfirst-desktop", &[], &["/.flatpak-info"]), InstallationKind::Flatpak);
        let snap = [("SNAP", "/snap/standfirst/7")];
        assert_eq!(kind("/snap/standfirst/7/bin/standfirst-desktop", &snap, &[]), InstallationKind::Snap);
        for kind in [InstallationKind::Package, InstallationKind::Flatpak, InstallationKind::Snap] {
            assert_eq!(updates_of(kind, true), Updates::Packages, "also with an updater built in");
        }
    }

    #[test]
    fn what_a_person_put_there_updates_itself_if_it_can() {
        let appimage = [("APPIMAGE", "/home/a/Standfirst.AppImage"), ("APPDIR", "/tmp/.mount_Standf")];
        assert_eq!(kind("/tmp/.mount_Standf/usr/bin/standfirst-desktop", &appimage, &[]), InstallationKind::AppImage);
        let app = "/Applications/Standfirst.app/Contents/MacOS/standfirst-desktop";
        assert_eq!(kind(app, &[], &[]), InstallationKind::App);
        let installed = "/c/Users/a/AppData/Local/Standfirst/standfirst-desktop.exe";
        let beside = "/c/Users/a/AppData/Local/Standfirst/uninstall.exe";
        assert_eq!(kind(installed, &[], &[beside]), InstallationKind::Installer);
        for kind in [InstallationKind::AppImage, InstallationKind::App, InstallationKind::Installer] {
            assert_eq!((updates_of(kind, true), updates_of(kind, false)), (Updates::Itself, Updates::Nobody));
        }
    }

    #[test]
    fn a_program_that_an_appimage_started_is_no_appimage() {
        let inherited =
            [("APPIMAGE", "/home/a/Other.AppImage"), ("APPDIR", "/tmp/.mount_Other"), ("SNAP", "/snap/code/1")];
        assert_eq!(kind("/usr/bin/standfirst-desktop", &inherited, &[]), InstallationKind::Package);
    }

    #[test]
    fn what_was_built_here_is_updated_by_nobody() {
        for program in ["/home/a/standfirst/target/debug/standfirst-desktop", "/usr/local/bin/standfirst-desktop", ""] {
            assert_eq!(kind(program, &[], &[]), InstallationKind::Source, "{program}");
        }
        assert_eq!(updates_of(InstallationKind::Source, true), Updates::Nobody);
        let here = Installation { version: String::new(), kind: InstallationKind::Source, updates: Updates::Nobody };
        assert_eq!(no_updater::<()>(&here).map_err(|failure| failure.code), Err("no-updater".to_owned()));
    }
}
