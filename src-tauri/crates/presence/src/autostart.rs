//! Start at login: a file where the desktop looks for such, or a value in Windows' registry. Off until the reader sets it.

use std::path::{Path, PathBuf};

/// What the program is started with: no window, until somebody wants it.
const ARGUMENT: &str = "--background";
/// Where the program takes its library's folder from.
#[cfg(any(test, not(windows)))]
const VARIABLE: &str = "STANDFIRST_DATA_DIR";
#[cfg(not(any(target_os = "macos", windows)))]
const DESKTOP_FILE: &str = "autostart/app.standfirst.desktop.desktop";
#[cfg(any(test, target_os = "macos"))]
const AGENT: &str = "app.standfirst.desktop";
#[cfg(windows)]
const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";

/// Why it could not be set.
#[derive(Debug, thiserror::Error)]
#[error("{why}: {todo}")]
pub struct AutostartError {
    why: String,
    todo: String,
}

impl AutostartError {
    fn new(why: impl ToString, todo: &str) -> Self {
        Self { why: why.to_string(), todo: todo.to_owned() }
    }
}

/// How it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Not started at login.
    Off,
    /// Started at login.
    On,
    /// It is to be started, but what is to be started is not there any more.
    Lost(PathBuf),
}

/// The start of one program at login.
#[derive(Debug, Clone)]
pub struct Autostart {
    /// Where the system keeps what belongs to the reader: `~/.config`, `~/Library/LaunchAgents`. Unused on Windows.
    pub folder: PathBuf,
    /// The window's program; none when it is not installed.
    pub program: Option<PathBuf>,
    /// The folder of its library where that is not the usual one. Unused on Windows, whose entries set no variables.
    pub library: Option<PathBuf>,
}

impl Autostart {
    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let Some(program) = self.entered() else { return Standing::Off };
        if program.is_file() { Standing::On } else { Standing::Lost(program) }
    }

    /// Starts the program at login from now on, or no longer.
    ///
    /// # Errors
    /// When there is no such program, or the entry cannot be written.
    pub fn set(&self, on: bool) -> Result<(), AutostartError> {
        if !on {
            return self.leave();
        }
        let program = self.program.as_deref().ok_or_else(|| {
            AutostartError::new(
                "the window's program, standfirst-desktop, is not beside this one",
                "install it, or set this in the window",
            )
        })?;
        self.enter(program)
    }
}

#[cfg(not(windows))]
impl Autostart {
    fn file(&self) -> PathBuf {
        #[cfg(target_os = "macos")]
        return self.folder.join(format!("{AGENT}.plist"));
        #[cfg(not(target_os = "macos"))]
        self.folder.join(DESKTOP_FILE)
    }

    fn entered(&self) -> Option<PathBuf> {
        let text = std::fs::read_to_string(self.file()).ok()?;
        #[cfg(target_os = "macos")]
        return program_of_agent(&text);
        #[cfg(not(target_os = "macos"))]
        program_of_entry(&text)
    }

    fn enter(&self, program: &Path) -> Result<(), AutostartError> {
        #[cfg(target_os = "macos")]
        let text = agent(program, self.library.as_deref());
        #[cfg(not(target_os = "macos"))]
        let text = entry(program, self.library.as_deref());
        let file = self.file();
        let written = file.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&file, text));
        written.map_err(|error| {
            AutostartError::new(format!("{} cannot be written ({error})", file.display()), "see whose folder it is")
        })
    }

    fn leave(&self) -> Result<(), AutostartError> {
        let file = self.file();
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(AutostartError::new(format!("{} cannot be removed ({error})", file.display()), "remove it by hand"))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(windows)]
impl Autostart {
    fn entered(&self) -> Option<PathBuf> {
        let line = windows_registry::CURRENT_USER.open(RUN).ok()?.get_string("Standfirst").ok()?;
        Some(PathBuf::from(line.trim_start_matches('"').split('"').next()?))
    }

    fn enter(&self, program: &Path) -> Result<(), AutostartError> {
        let line = format!("\"{}\" {ARGUMENT}", program.display());
        windows_registry::CURRENT_USER
            .create(RUN)
            .and_then(|key| key.set_string("Standfirst", line))
            .map_err(|error| AutostartError::new(error, "see who manages this computer"))
    }

    fn leave(&self) -> Result<(), AutostartError> {
        if self.entered().is_none() {
            return Ok(());
        }
        windows_registry::CURRENT_USER
            .create(RUN)
            .and_then(|key| key.remove_value("Standfirst"))
            .map_err(|error| AutostartError::new(error, "see who manages this computer"))
    }
}

/// A desktop entry (freedesktop.org, Desktop Entry Specification 1.5, "The Exec key").
#[cfg(any(test, not(any(target_os = "macos", windows))))]
fn entry(program: &Path, library: Option<&Path>) -> String {
    let mut exec = quoted(&program.to_string_lossy());
    if let Some(library) = library {
        exec = format!("env {} {exec}", quoted(&format!("{VARIABLE}={}", library.display())));
    }
    format!(
        "[Desktop Entry]\nType=Application\nName=Standfirst\nComment=Fetches your sources and waits in the background\n\
         Exec={exec} {ARGUMENT}\nIcon=standfirst-desktop\nTerminal=false\nX-GNOME-Autostart-Delay=10\n"
    )
}

/// An argument of the Exec key.
#[cfg(any(test, not(any(target_os = "macos", windows))))]
fn quoted(argument: &str) -> String {
    let mut quoted = String::from("\"");
    for c in argument.chars() {
        match c {
            // Once for the quotation, and each backslash once more for the string.
            '"' | '`' | '$' => quoted.extend(["\\\\", &c.to_string()]),
            '\\' => quoted.push_str("\\\\\\\\"),
            '%' => quoted.push_str("%%"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(any(test, not(any(target_os = "macos", windows))))]
fn program_of_entry(text: &str) -> Option<PathBuf> {
    let value = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='));
    // How desktops' own settings switch an entry off.
    let off = value("Hidden").is_some_and(|value| value.trim() == "true")
        || value("X-GNOME-Autostart-enabled").is_some_and(|value| value.trim() == "false");
    let line = value("Exec").filter(|_| !off)?.trim();
    let string = line.replace("\\\\", "\\");
    let mut arguments = arguments(&string)?.into_iter();
    let program = match arguments.next()? {
        env if env == "env" => arguments.find(|argument| !argument.starts_with(VARIABLE))?,
        program => program,
    };
    Some(PathBuf::from(program))
}

/// The arguments of an Exec key; none where a quotation does not end.
#[cfg(any(test, not(any(target_os = "macos", windows))))]
fn arguments(line: &str) -> Option<Vec<String>> {
    let (mut found, mut argument, mut within) = (Vec::new(), String::new(), false);
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => within = !within,
            '\\' if within => argument.extend(chars.next()),
            ' ' if !within => found.push(std::mem::take(&mut argument)),
            c => argument.push(c),
        }
    }
    found.push(argument);
    found.retain(|argument| !argument.is_empty());
    (!within).then(|| found.into_iter().map(|argument| argument.replace("%%", "%")).collect())
}

/// A launch agent (`man launchd.plist`).
#[cfg(any(test, target_os = "macos"))]
fn agent(program: &Path, library: Option<&Path>) -> String {
    let safe = |path: &Path| path.to_string_lossy().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let program = safe(program);
    let variables = library.map_or_else(String::new, |library| {
        format!("<key>EnvironmentVariables</key><dict><key>{VARIABLE}</key><string>{}</string></dict>\n", safe(library))
    });
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\"><dict>\n<key>Label</key><string>{AGENT}</string>\n<key>ProgramArguments</key><array>\n\
         <string>{program}</string>\n<string>{ARGUMENT}</string>\n</array>\n{variables}<key>RunAtLoad</key><true/>\n</dict></plist>\n"
    )
}

#[cfg(any(test, target_os = "macos"))]
fn program_of_agent(text: &str) -> Option<PathBuf> {
    let (_, rest) = text.split_once("<array>")?;
    let (program, _) = rest.trim_start().strip_prefix("<string>")?.split_once("</string>")?;
    Some(PathBuf::from(program.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{agent, entry, program_of_agent, program_of_entry};

    const AWKWARD: &[&str] =
        &["/usr/bin/standfirst-desktop", "/home/a b/100 % $HOME/\"x\" `y` \\z & <w>/standfirst-desktop"];

    #[test]
    fn what_is_entered_is_what_is_started() {
        for path in AWKWARD {
            for library in [None, Some(Path::new("/y z/=\"100 %\"")), Some(Path::new(path))] {
                assert_eq!(program_of_entry(&entry(Path::new(path), library)), Some(PathBuf::from(path)));
                assert_eq!(program_of_agent(&agent(Path::new(path), library)), Some(PathBuf::from(path)));
            }
        }
        assert_eq!(program_of_entry("[Desktop Entry]\nExec=/usr/bin/x --background\nHidden=true\n"), None);
        assert_eq!(program_of_entry("[Desktop Entry]\nExec=/usr/bin/x\nX-GNOME-Autostart-enabled=false\n"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn it_is_off_until_it_is_set_and_off_again_after() {
        use super::{Autostart, Standing};
        let home = tempfile::tempdir().unwrap();
        let program = home.path().join("standfirst desktop");
        std::fs::write(&program, "").unwrap();
        let autostart = Autostart { folder: home.path().join("config"), program: Some(program.clone()), library: None };
        assert_eq!(autostart.standing(), Standing::Off);
        autostart.set(false).unwrap();
        autostart.set(true).unwrap();
        assert_eq!(autostart.standing(), Standing::On);
        std::fs::remove_file(&program).unwrap();
        assert_eq!(autostart.standing(), Standing::Lost(program));
        autostart.set(false).unwrap();
        assert_eq!(autostart.standing(), Standing::Off);
        let nothing = Autostart { program: None, ..autostart };
        assert!(nothing.set(true).unwrap_err().to_string().contains("install it"));
    }
}
