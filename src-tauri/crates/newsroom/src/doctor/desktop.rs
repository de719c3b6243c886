//! What the desktop has: the bus and who is on it, programs that open addresses, hyphenation, the start at login.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use presence::{Desktop, Services, Standing};

use super::{broken, counted, hint, off, well};
use crate::wire::Finding;
use crate::{Options, background, blocking};

/// How long a program of the desktop may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// Where browsers look for programs they may talk to, in the home folder.
const HOSTS: &[&str] = &[
    ".mozilla/native-messaging-hosts",
    ".config/google-chrome/NativeMessagingHosts",
    ".config/chromium/NativeMessagingHosts",
    ".config/BraveSoftware/Brave-Browser/NativeMessagingHosts",
    ".config/microsoft-edge/NativeMessagingHosts",
    "Library/Application Support/Mozilla/NativeMessagingHosts",
    "Library/Application Support/Google/Chrome/NativeMessagingHosts",
];

pub(super) async fn look(options: &Options) -> Vec<Finding> {
    let services = Desktop::services().await;
    let mut findings = vec![keyring(options, services)];
    if cfg!(target_os = "linux") {
        findings.extend([programs(), on_bus(services), hyphenation(), handlers().await]);
    }
    findings.extend([extension(), autostart(options)]);
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
    let asked = blocking(move || {
        let mut command = Command::new("xdg-mime");
        command.args(["query", "default", &scheme]).stdin(Stdio::null()).stderr(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().ok()?;
        let mut stdout = child.stdout.take()?;
        let (read, answer) = mpsc::channel();
        std::thread::spawn(move || {
            let mut text = String::new();
            // Nobody listens any more once the patience is over.
            let _ = stdout.by_ref().take(4096).read_to_string(&mut text).map(|_| read.send(text));
        });
        let text = answer.recv_timeout(PATIENCE);
        // It has ended, or it shall.
        let _ = child.kill();
        let _ = child.wait();
        text.ok()
    });
    let text = asked.await.ok().flatten()?;
    let name: String = text.trim().chars().filter(|c| !c.is_control()).take(100).collect();
    (!name.is_empty()).then_some(name)
}

/// Whether browsers know the program that their extension talks to.
fn extension() -> Finding {
    let (id, name) = ("extension", "Extension");
    let Some(home) = dirs::home_dir() else { return off(id, name, "no home folder") };
    let manifests: Vec<PathBuf> = HOSTS
        .iter()
        .filter_map(|folder| std::fs::read_dir(home.join(folder)).ok())
        .flat_map(|files| files.flatten().take(200).map(|file| file.path()))
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().contains("standfirst")))
        .collect();
    if manifests.is_empty() {
        return off(id, name, "no browser has it");
    }
    for manifest in &manifests {
        let program = std::fs::read(manifest).ok().filter(|bytes| bytes.len() < 65_536).and_then(|bytes| {
            let value: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
            Some(PathBuf::from(value.get("path")?.as_str()?))
        });
        if program.is_none_or(|program| !program.is_file()) {
            let todo = "register it again";
            return broken(id, name, format!("{} names a program that is not there", manifest.display()), todo);
        }
    }
    well(
        id,
        name,
        format!("{} it may talk to us", counted(manifests.len(), "browser knows that", "browsers know that")),
    )
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
