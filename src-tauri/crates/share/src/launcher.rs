//! Hands an address to the program the person set for it, without a shell and without waiting for it to end.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::{Command, Stdio};

use crate::ShareError;

/// The program that opens addresses, with the arguments that come before the address.
#[derive(Debug, Clone)]
pub(crate) struct Launcher {
    program: OsString,
    before: Vec<OsString>,
}

impl Launcher {
    /// This system's: `xdg-open` on Linux, `open` on macOS, the URL handler of the shell library on Windows.
    pub(crate) fn system() -> Self {
        if cfg!(target_os = "macos") {
            Self { program: "open".into(), before: Vec::new() }
        } else if cfg!(windows) {
            Self { program: "rundll32".into(), before: vec!["url.dll,FileProtocolHandler".into()] }
        } else {
            Self { program: "xdg-open".into(), before: Vec::new() }
        }
    }

    #[cfg(test)]
    pub(crate) fn none() -> Self {
        Self { program: "/nowhere/opener".into(), before: Vec::new() }
    }

    pub(crate) fn open(&self, address: &str) -> Result<(), ShareError> {
        let program = self.program.to_string_lossy().into_owned();
        let started = Command::new(&self.program)
            .args(&self.before)
            .arg(address)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match started {
            Ok(mut child) => {
                // Somebody has to collect the child when it ends; the person is not made to wait for it.
                std::thread::spawn(move || child.wait());
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Err(ShareError::NoProgram { program }),
            Err(_) => Err(ShareError::NotStarted { program }),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::time::{Duration, Instant};

    use super::Launcher;
    use crate::ShareError;

    #[test]
    fn the_address_is_one_argument_whatever_is_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let log = dir.path().join("log");
        let program = dir.path().join("opener");
        std::fs::write(
            &program,
            format!("#!/bin/sh\nprintf '%s\\n' \"$#\" \"$1\" > {0}.new && mv {0}.new {0}\n", log.display()),
        )
        .unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let address = "https://a.example/?x=1&y=$(touch /tmp/never);`id`";
        Launcher { program: program.into(), before: Vec::new() }.open(address).unwrap();
        let end = Instant::now() + Duration::from_secs(10);
        while !log.exists() && Instant::now() < end {
            std::thread::yield_now();
        }
        assert_eq!(std::fs::read_to_string(log).unwrap(), format!("1\n{address}\n"));
    }

    #[test]
    fn a_missing_program_is_named() {
        assert_eq!(
            Launcher::none().open("https://a.example/"),
            Err(ShareError::NoProgram { program: "/nowhere/opener".into() })
        );
    }
}
