//! Secrets: passwords, cookies and headers of the reader's own. They lie in the system's keyring; where there is none
//! (no desktop session, a server), in `secrets.json` beside the library, which only its owner may read.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::{Failure, lock};

/// The name under which a keyring lists them.
const SERVICE: &str = "Standfirst";

/// The key of the proxy's password.
pub(crate) const PROXY: &str = "proxy";

/// Where secrets are kept.
#[derive(Debug, Clone)]
pub(crate) struct Secrets {
    pub(crate) keyring: bool,
    pub(crate) file: PathBuf,
}

impl Secrets {
    pub(crate) fn of(options: &crate::Options) -> Self {
        Self { keyring: options.keyring, file: options.data_dir.join("secrets.json") }
    }

    /// Keeps `secret` under `key`; says whether the keyring has it (else the file).
    ///
    /// # Errors
    /// `storage` when neither can be written.
    pub(crate) fn keep(&self, key: &str, secret: &str) -> Result<bool, Failure> {
        if self.keyring {
            match in_keyring(key, |entry| entry.set_password(secret)) {
                Ok(()) => {
                    // An older copy would be found first.
                    if self.all()?.contains_key(key) {
                        self.change_file(|all| {
                            all.remove(key);
                        })?;
                    }
                    return Ok(true);
                }
                Err(error) => tracing::info!(%error, "no keyring: secrets go into a file"),
            }
        }
        self.change_file(|all| {
            all.insert(key.to_owned(), secret.to_owned());
        })?;
        Ok(false)
    }

    /// The secret under `key`, wherever it is.
    ///
    /// # Errors
    /// `no-secret` when it cannot be had: the keyring may be locked, or another computer's.
    pub(crate) fn get(&self, key: &str) -> Result<String, Failure> {
        if let Some(secret) = self.all()?.remove(key) {
            return Ok(secret);
        }
        let why = match self.keyring.then(|| in_keyring(key, keyring::Entry::get_password)) {
            Some(Ok(secret)) => return Ok(secret),
            Some(Err(error)) => format!("the keyring does not give it ({error})"),
            None => "it is not on this computer".to_owned(),
        };
        Err(Failure::new("no-secret", "The login of a source", why, "unlock the keyring, or enter the login again"))
    }

    /// Forgets the secret under `key`.
    pub(crate) fn forget(&self, key: &str) -> Result<(), Failure> {
        if self.keyring {
            // There may be none: then it is forgotten already.
            let _ = in_keyring(key, keyring::Entry::delete_credential);
        }
        if self.all()?.contains_key(key) {
            self.change_file(|all| {
                all.remove(key);
            })?;
        }
        Ok(())
    }

    /// What the file holds. One that is there and cannot be read is a failure: it must not be written over.
    fn all(&self) -> Result<BTreeMap<String, String>, Failure> {
        let unreadable = |why: String| {
            let what = format!("Reading {}", self.file.display());
            Failure::new("storage", what, why, "mend or remove the file; then enter the logins of your sources again")
        };
        match std::fs::read(&self.file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(unreadable(error.to_string())),
        }
    }

    fn change_file(&self, change: impl FnOnce(&mut BTreeMap<String, String>)) -> Result<(), Failure> {
        /// Two changes at once would lose one of them.
        static TURN: Mutex<()> = Mutex::new(());
        let _turn = lock(&TURN);
        let mut all = self.all()?;
        change(&mut all);
        write(&self.file, &serde_json::to_vec_pretty(&all).unwrap_or_default()).map_err(|error| {
            let (why, todo) = library::io_words(&error);
            Failure::new("storage", format!("Writing {}", self.file.display()), why, todo)
        })
    }
}

/// Asks the keyring about `key`, on a thread of its own: on Linux it is asked over D-Bus, which starts an async runtime and
/// panics inside of another. The thread it is called on waits.
fn in_keyring<T: Send>(key: &str, ask: impl FnOnce(&keyring::Entry) -> keyring::Result<T> + Send) -> Result<T, String> {
    let asked = std::thread::scope(|scope| {
        let asking = std::thread::Builder::new()
            .name("keyring".to_owned())
            .spawn_scoped(scope, || keyring::Entry::new(SERVICE, key).and_then(|entry| ask(&entry)));
        asking.map(std::thread::ScopedJoinHandle::join)
    });
    match asked {
        Ok(Ok(answer)) => answer.map_err(|error| error.to_string()),
        Ok(Err(_)) => Err("asking it ended early".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// Written beside and moved, readable by its owner alone from the first byte on.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension("json.part");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)
}

#[cfg(test)]
mod tests {
    use super::Secrets;

    /// Where a newsroom is opened and settings are kept, a runtime is under way.
    #[tokio::test]
    async fn asking_the_keyring_within_a_runtime_does_not_panic() {
        let dir = tempfile::tempdir().unwrap();
        let secrets = Secrets { keyring: true, file: dir.path().join("secrets.json") };
        let failure = secrets.get("a key that nobody keeps").unwrap_err();
        assert_eq!(failure.code, "no-secret");
        assert!(!failure.why.contains("ended early"), "{failure}");
        secrets.forget("a key that nobody keeps").unwrap();
    }

    #[test]
    fn without_a_keyring_a_file_of_the_owners_keeps_secrets() {
        let dir = tempfile::tempdir().unwrap();
        let secrets = Secrets { keyring: false, file: dir.path().join("secrets.json") };
        assert_eq!(secrets.get("a").unwrap_err().code, "no-secret");
        assert!(!secrets.keep("a", "one").unwrap() && !secrets.keep("b", "two").unwrap());
        assert_eq!((secrets.get("a").unwrap().as_str(), secrets.get("b").unwrap().as_str()), ("one", "two"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&secrets.file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        secrets.forget("a").unwrap();
        std::fs::write(&secrets.file, "{ broken").unwrap();
        assert_eq!(secrets.keep("c", "three").unwrap_err().code, "storage");
        assert_eq!(std::fs::read_to_string(&secrets.file).unwrap(), "{ broken", "not written over");
        std::fs::write(&secrets.file, r#"{"b":"two"}"#).unwrap();
        assert!(secrets.get("a").is_err() && secrets.get("b").is_ok());
    }
}
