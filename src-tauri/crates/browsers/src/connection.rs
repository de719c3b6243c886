//! Which browsers this person has, and whether each knows our host: looked up, made and taken back.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::error::ConnectError;
use crate::manifest::manifest;
use crate::registry;
use crate::table::{BROWSERS, Browser, System};

/// Where things lie on this machine.
#[derive(Debug, Clone)]
pub struct Places {
    /// Which way they lie.
    pub system: System,
    /// The person's home.
    pub home: PathBuf,
    /// Configuration: XDG's, `Library/Application Support`, or the local application data of Windows.
    pub config: PathBuf,
    /// The application data of Windows that follows the person to other machines; elsewhere as `config`.
    pub roaming: PathBuf,
    /// Our own data folder, where manifests lie on Windows.
    pub data: PathBuf,
    /// `/`.
    pub root: PathBuf,
    /// The command line's program; none where it has no lasting place.
    pub program: Option<PathBuf>,
}

/// Whether a browser knows our host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It does not.
    Unknown,
    /// Told for this person.
    Person,
    /// Told for everybody, by the package.
    Package,
    /// Told of a program that is no longer there, or of no program.
    Stale,
}

/// A browser, and how it stands with us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Which.
    pub browser: &'static Browser,
    /// Whether this person has ever started it.
    pub present: bool,
    /// Whether it knows our host.
    pub state: State,
}

/// All browsers we know of, in the order of the table.
#[must_use]
pub fn connections(places: &Places) -> Vec<Connection> {
    BROWSERS
        .iter()
        .map(|browser| Connection {
            browser,
            present: browser.profiles(places).is_dir(),
            state: state(browser, places),
        })
        .collect()
}

fn state(browser: &Browser, places: &Places) -> State {
    let told = places.system != System::Windows || registry::names(browser);
    // A person's own manifest goes before the one for everybody.
    match program_of(&browser.manifest(places)).filter(|_| told) {
        Some(program) if program.is_file() => State::Person,
        Some(_) => State::Stale,
        None if browser
            .shared_manifests(places)
            .any(|path| program_of(&path).is_some_and(|program| program.is_file())) =>
        {
            State::Package
        }
        None => State::Unknown,
    }
}

/// The program a manifest names, an empty path where it names none; none where there is no manifest.
fn program_of(path: &Path) -> Option<PathBuf> {
    let text = std::fs::read_to_string(path).ok()?;
    let manifest: Value = serde_json::from_str(&text).unwrap_or_default();
    Some(manifest["path"].as_str().map(PathBuf::from).unwrap_or_default())
}

/// Tells the browsers of our host; without names those that this person has. Returns which.
///
/// # Errors
/// `UnknownBrowser`, `NoBrowser`, `NoProgram`, or why one could not be told; those before it were.
pub fn connect(names: &[String], places: &Places) -> Result<Vec<&'static Browser>, ConnectError> {
    let program = places.program.as_deref().ok_or(ConnectError::NoProgram)?;
    let browsers = if names.is_empty() { present(places) } else { named(names)? };
    if browsers.is_empty() {
        return Err(ConnectError::NoBrowser);
    }
    for browser in &browsers {
        let path = browser.manifest(places);
        write(&path, &manifest(browser.family, program))
            .map_err(|error| ConnectError::Unwritten { path: path.display().to_string(), why: error.to_string() })?;
        if places.system == System::Windows {
            registry::name(browser, &path)?;
        }
    }
    Ok(browsers)
}

/// Takes back what [`connect`] told; without names, all of it. What a package told stays. Returns which were told.
///
/// # Errors
/// `UnknownBrowser`, or why a manifest could not be removed.
pub fn disconnect(names: &[String], places: &Places) -> Result<Vec<&'static Browser>, ConnectError> {
    let mut browsers = if names.is_empty() { BROWSERS.iter().collect() } else { named(names)? };
    browsers.retain(|browser| matches!(state(browser, places), State::Person | State::Stale));
    for browser in &browsers {
        if places.system == System::Windows {
            registry::forget(browser)?;
            // The file stays: other browsers of its family are told of it, too.
            continue;
        }
        let path = browser.manifest(places);
        std::fs::remove_file(&path)
            .map_err(|error| ConnectError::Unwritten { path: path.display().to_string(), why: error.to_string() })?;
    }
    Ok(browsers)
}

fn present(places: &Places) -> Vec<&'static Browser> {
    BROWSERS.iter().filter(|browser| browser.profiles(places).is_dir()).collect()
}

fn named(names: &[String]) -> Result<Vec<&'static Browser>, ConnectError> {
    let find = |name: &String| {
        let found = BROWSERS.iter().find(|browser| browser.name == name.as_str());
        found.ok_or_else(|| ConnectError::UnknownBrowser { name: name.clone() })
    };
    names.iter().map(find).collect()
}

/// Writes a file whole or not at all: a browser may look at any time.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)?;
    let beside = path.with_extension("json.new");
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, path)
}

/// Where the extension lies, as the package has it or as it stands beside a build of ours.
#[must_use]
pub fn extension_folder(places: &Places) -> Option<PathBuf> {
    let folder = places.program.as_deref()?.parent()?;
    ["../share/standfirst/extension", "../Resources/extension", "extension", "../../ui/extension"]
        .iter()
        .filter_map(|place| folder.join(place).canonicalize().ok())
        .find(|place| place.join("manifest.json").is_file())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::Value;
    use tempfile::TempDir;

    use super::{Places, State, connect, connections, disconnect};
    use crate::error::ConnectError;
    use crate::table::System;

    fn places(dir: &Path, system: System) -> Places {
        let program = dir.join("bin/standfirst");
        std::fs::create_dir_all(program.parent().unwrap()).unwrap();
        std::fs::write(&program, "").unwrap();
        Places {
            system,
            home: dir.join("home"),
            config: dir.join("home/.config"),
            roaming: dir.join("home/roaming"),
            data: dir.join("home/data"),
            root: dir.join("root"),
            program: Some(program),
        }
    }

    fn state(name: &str, places: &Places) -> (bool, State) {
        let connection = connections(places).into_iter().find(|one| one.browser.name == name).unwrap();
        (connection.present, connection.state)
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn those_that_are_there_are_told_and_the_others_are_not() {
        let dir = TempDir::new().unwrap();
        let places = places(dir.path(), System::Linux);
        assert_eq!(connect(&[], &places), Err(ConnectError::NoBrowser));
        std::fs::create_dir_all(places.config.join("chromium")).unwrap();
        std::fs::create_dir_all(places.home.join(".mozilla")).unwrap();
        assert_eq!(state("chromium", &places), (true, State::Unknown));
        let told: Vec<_> = connect(&[], &places).unwrap().iter().map(|browser| browser.name).collect();
        assert_eq!(told, ["firefox", "chromium"]);
        assert_eq!(state("chromium", &places), (true, State::Person));
        assert_eq!(state("edge", &places), (false, State::Unknown));
        let path = places.home.join(".mozilla/native-messaging-hosts/app.standfirst.host.json");
        let manifest: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(manifest["path"], places.program.as_ref().unwrap().to_str().unwrap());
        assert_eq!(manifest["allowed_extensions"][0], "extension@standfirst.app");
        assert!(manifest.get("allowed_origins").is_none());
        assert_eq!(disconnect(&[], &places).unwrap().len(), 2);
        assert!(!path.exists());
        assert!(disconnect(&[], &places).unwrap().is_empty());
    }

    #[test]
    fn one_that_is_named_is_told_before_it_was_ever_started() {
        let dir = TempDir::new().unwrap();
        let places = places(dir.path(), System::MacOs);
        connect(&names(&["edge", "firefox"]), &places).unwrap();
        assert_eq!(state("edge", &places).1, State::Person);
        assert!(places.config.join("Microsoft Edge/NativeMessagingHosts/app.standfirst.host.json").is_file());
        assert!(places.config.join("Mozilla/NativeMessagingHosts/app.standfirst.host.json").is_file());
        assert!(
            matches!(connect(&names(&["lynx"]), &places), Err(ConnectError::UnknownBrowser { name }) if name == "lynx")
        );
    }

    #[test]
    fn what_the_package_told_is_seen_and_stays() {
        let dir = TempDir::new().unwrap();
        let places = places(dir.path(), System::Linux);
        let shared = places.root.join("etc/chromium/native-messaging-hosts");
        std::fs::create_dir_all(&shared).unwrap();
        let manifest = crate::manifest(crate::Family::Chromium, places.program.as_ref().unwrap());
        std::fs::write(shared.join("app.standfirst.host.json"), manifest).unwrap();
        assert_eq!(state("chromium", &places), (false, State::Package));
        disconnect(&names(&["chromium"]), &places).unwrap();
        assert_eq!(state("chromium", &places).1, State::Package);
    }

    #[test]
    fn a_manifest_of_a_program_that_went_is_stale_and_made_new() {
        let dir = TempDir::new().unwrap();
        let mut places = places(dir.path(), System::Linux);
        connect(&names(&["brave"]), &places).unwrap();
        let gone = places.program.take().unwrap();
        std::fs::remove_file(gone).unwrap();
        assert_eq!(state("brave", &places).1, State::Stale);
        assert_eq!(connect(&names(&["brave"]), &places), Err(ConnectError::NoProgram));
        let path = places.config.join("BraveSoftware/Brave-Browser/NativeMessagingHosts/app.standfirst.host.json");
        std::fs::write(&path, "{ not json").unwrap();
        assert_eq!(state("brave", &places).1, State::Stale);
        assert_eq!(disconnect(&[], &places).unwrap().len(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told() {
        let dir = TempDir::new().unwrap();
        let places = places(dir.path(), System::Linux);
        std::fs::create_dir_all(&places.config).unwrap();
        std::fs::write(places.config.join("vivaldi"), "a file where a folder should be").unwrap();
        assert!(matches!(connect(&names(&["vivaldi"]), &places), Err(ConnectError::Unwritten { .. })));
    }
}
