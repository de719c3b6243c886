//! What the desktop has: the bus and who is on it, programs that open addresses, hyphenation, the start at login.

use std::path::Path;
use std::time::Duration;

use browsers::State;
use presence::{Desktop, Services, Standing};

use super::{broken, hint, off, well};
use crate::wire::Finding;
use crate::{Options, background, blocking, xdg_mime};

/// How long a program of the desktop may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
pub(super) async fn look(options: &Options) -> Vec<Finding> {
    let services = Desktop::services().await;
    let mut findings = vec![keyring(options, services)];
    if cfg!(target_os = "linux") {
        findings.extend([programs(), on_bus(services), hyphenation(), handlers().await]);
    }
    findings.extend([extension(options), autostart(options)]);
    findings
}

fn keyring(options: &Options, services: Services) -> Finding {
    let (id, name) = ("keyring", "Keyring");
    if !options.keyring {
        return off(id, name, "not used (STANDFIRST_KEYRING=off): passwords go into a file only you may read");
    }
    if services.keyring {
        return well(id, name, "there; passwords of sources go into it");
    }
    off(id, name, "none here: passwords of sources go into a file only you may read")
}

fn programs() -> Finding {
    let found = |program: &str| {
        std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
            .any(|folder| folder.join(program).is_file())
    };
    if found("xdg-open") {
        well("programs", "Programs", "xdg-open is there: links and folders open")
    } else {
        broken("programs", "Programs", "xdg-open is missing: links do not open", "install the package xdg-utils")
    }
}

fn on_bus(services: Services) -> Finding {
    let (id, name) = ("desktop", "Desktop");
    if !services.bus {
        return off(id, name, "no session bus: no notifications, no tray, no portals");
    }
    let named = [("notifications", services.notifications), ("a tray", services.tray), ("portals", services.portal)];
    let join = |there: bool| {
        named.iter().filter(|(_, has)| *has == there).map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    };
    let (has, lacks) = (join(true), join(false));
    match (has.is_empty(), lacks.is_empty()) {
        (_, true) => well(id, name, format!("has {has}")),
        (true, _) => off(id, name, format!("has none of {lacks}")),
        _ => well(id, name, format!("has {has}; not {lacks}")),
    }
}

/// Words are divided by the lists of the packages `hyphen-*`.
fn hyphenation() -> Finding {
    let (id, name) = ("hyphenation", "Hyphenation");
    let folders = ["/usr/share/hyphen", "/app/share/hyphen"].into_iter().map(Path::new);
    let mut languages: Vec<String> = folders
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flat_map(|files| files.flatten().take(500))
        .filter_map(|file| {
            Some(file.file_name().to_str()?.strip_prefix("hyph_")?.strip_suffix(".dic")?.split('_').next()?.to_owned())
        })
        .collect();
    languages.sort();
    languages.dedup();
    if languages.is_empty() {
        return hint(
            id,
            name,
            "no language: words are not divided at the ends of lines",
            "install hyphen-en-us and its like for your languages",
        );
    }
    well(id, name, languages.join(" "))
}

/// Who opens addresses that begin with `standfirst:` and `feed:`.
async fn handlers() -> Finding {
    let (id, name) = ("handlers", "Links");
    let (own, feed) = tokio::join!(handler("standfirst"), handler("feed"));
    let said = |handler: &Option<String>| handler.clone().unwrap_or_else(|| "nobody".to_owned());
    let found = format!("standfirst: is opened by {}, feed: by {}", said(&own), said(&feed));
    if own.is_some() { well(id, name, found) } else { off(id, name, found) }
}

async fn handler(scheme: &str) -> Option<String> {
    let scheme = format!("x-scheme-handler/{scheme}");
    let asked = blocking(move || xdg_mime::ask(&["query", "default", &scheme], PATIENCE));
    let text = asked.await.ok()?.ok()?;
    let name: String = text.chars().filter(|c| !c.is_control()).take(100).collect();
    (!name.is_empty()).then_some(name)
}

/// Whether browsers know the program that their extension talks to: what Settings tell of them, too.
fn extension(options: &Options) -> Finding {
    let (id, name) = ("extension", "Extension");
    let connections = browsers::connections(&options.browsers);
    let titles = |wanted: &[State]| {
        let found = connections.iter().filter(|connection| wanted.contains(&connection.state));
        found.map(|connection| connection.browser.title).collect::<Vec<_>>().join(", ")
    };
    let (stale, told) = (titles(&[State::Stale]), titles(&[State::Person, State::Package]));
    if !stale.is_empty() {
        return broken(
            id,
            name,
            format!("{stale}: what they are told to talk to is not there"),
            "connect them again in Settings, or run `standfirst browser-extension`",
        );
    }
    if told.is_empty() {
        off(id, name, "no browser knows us")
    } else {
        well(id, name, format!("may talk to us: {told}"))
    }
}

fn autostart(options: &Options) -> Finding {
    let (id, name) = ("autostart", "At login");
    match background::autostart(options).standing() {
        Standing::Off => off(id, name, "not started"),
        Standing::On => well(id, name, "started, in the background"),
        Standing::Lost(program) => broken(
            id,
            name,
            format!("{} is to be started and is not there", program.display()),
            "run `standfirst autostart on` again, or `off`",
        ),
    }
}
