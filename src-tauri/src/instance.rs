//! One window for one library: whoever starts the program once more hands its arguments to the first and ends.
//!
//! Who is the first is decided by a lock on a file in the library's folder, which the system takes back however a program
//! ends; where the first can be reached stands in a second file beside it. That is a socket (a named pipe on Windows) that
//! only this person may connect to. So it needs no session bus, two libraries are two programs, and the Flatpak's and the
//! package's windows know of each other where they share a folder. `tauri-plugin-single-instance` knows one window for each
//! session, asks D-Bus without a time limit, and without a bus starts two.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tauri::AppHandle;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;

use crate::{inbound, window};

const LOCK: &str = "window.lock";
const ADDRESS: &str = "window.address";

/// The first may just be starting, or ending.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two looks meanwhile.
const PAUSE: Duration = Duration::from_millis(50);
/// To hand over, once connected.
const ONE_TALK: Duration = Duration::from_secs(5);
/// All arguments there can be, with every byte escaped.
const MOST_BYTES: u64 = 8 << 20;
/// What a desktop gives a program to come to the front with.
const LONGEST_TOKEN: usize = 512;
const TAKEN: &[u8] = b"taken\n";

/// What a second start hands to the first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Handover {
    /// Addresses and whole paths.
    pub(crate) arguments: Vec<String>,
    /// The desktop's leave to come to the front, that it gave to the second.
    activation: Option<String>,
    /// It was to start without a window, as at login.
    #[serde(default)]
    background: bool,
}

impl Handover {
    pub(crate) fn of(arguments: Vec<String>, background: bool) -> Self {
        let token = ["XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| is_token(value)));
        Self { arguments, activation: token, background }
    }

    /// Whether somebody wants the window: whoever starts a program by hand, or has something for it.
    fn wants_window(&self) -> bool {
        !self.background || !self.arguments.is_empty()
    }
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_TOKEN && !text.chars().any(char::is_control)
}

/// Whose turn it is.
#[derive(Debug)]
pub(crate) enum Claim {
    /// Ours: this is the first.
    First(Instance),
    /// Nobody's: the folder cannot be written or locked, so nobody can be told.
    Alone,
    /// Another's, who has our arguments now.
    HandedOver,
}

/// The first one's lock, held until the program ends.
#[derive(Debug)]
pub(crate) struct Instance {
    folder: PathBuf,
    _lock: File,
}

/// Becomes the first for the library in `folder`, or hands over to the one that is.
///
/// # Errors
/// Why the first could not be told, though there is one: a sentence.
pub(crate) fn claim(folder: &Path, handover: &Handover) -> Result<Claim, String> {
    let Ok(lock) = newsroom::make_folder(folder).and_then(|()| locked_file(folder)) else { return Ok(Claim::Alone) };
    let begun = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(Claim::First(Instance { folder: folder.to_owned(), _lock: lock })),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "the library's folder knows no locks: another window would not be noticed");
                return Ok(Claim::Alone);
            }
        }
        let told = hand_over(folder, handover);
        match told {
            Ok(()) => return Ok(Claim::HandedOver),
            Err(error) if begun.elapsed() >= PATIENCE => {
                return Err(format!(
                    "Standfirst is open with this library already, and does not answer ({error}): wait for it, or end it and start again"
                ));
            }
            Err(_) => std::thread::sleep(PAUSE),
        }
    }
}

fn locked_file(folder: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(folder.join(LOCK))
}

/// Tells the first, and waits until it has said that it heard.
fn hand_over(folder: &Path, handover: &Handover) -> io::Result<()> {
    let address = std::fs::read_to_string(folder.join(ADDRESS))?;
    let message = serde_json::to_vec(handover)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let talk = async {
            let mut stream = ways::connect(address.trim()).await?;
            stream.write_u32(u32::try_from(message.len()).map_err(io::Error::other)?).await?;
            stream.write_all(&message).await?;
            stream.flush().await?;
            let mut answer = [0; TAKEN.len()];
            stream.read_exact(&mut answer).await?;
            if answer == TAKEN { Ok(()) } else { Err(io::Error::other("it answered something else")) }
        };
        timeout(ONE_TALK, talk).await.map_err(|_| io::Error::other("it took too long"))?
    })
}

impl Instance {
    /// Hears those who come later, for as long as the program runs.
    pub(crate) fn listen(&self, app: &AppHandle) {
        let (folder, app) = (self.folder.clone(), app.clone());
        tauri::async_runtime::spawn(async move {
            if let Err(error) = ways::listen(&folder, move |handover| arrived(&app, handover)).await {
                tracing::warn!(%error, "a second start will not be noticed");
            }
        });
    }
}

impl Instance {
    /// Nobody is to be sent here any more.
    pub(crate) fn end(&self) {
        ways::remove(&self.folder);
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.end();
    }
}

fn arrived(app: &AppHandle, handover: Handover) {
    if handover.wants_window() {
        let token = handover.activation.filter(|token| is_token(token));
        window::show(app, token);
    }
    inbound::receive(app, handover.arguments);
}

/// Says where the first is reached, wholly or not at all.
fn publish(folder: &Path, address: &str) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(address.as_bytes())?;
    file.persist(folder.join(ADDRESS))?;
    Ok(())
}

/// One talk: a length, as much JSON, and the answer.
async fn heard(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> io::Result<Handover> {
    let talk = async {
        let length = stream.read_u32().await?;
        if u64::from(length) > MOST_BYTES {
            return Err(io::Error::other("it is too much"));
        }
        let mut message = Vec::new();
        (&mut *stream).take(length.into()).read_to_end(&mut message).await?;
        let handover = serde_json::from_slice(&message)?;
        stream.write_all(TAKEN).await?;
        stream.flush().await?;
        Ok(handover)
    };
    timeout(ONE_TALK, talk).await.map_err(|_| io::Error::other("it took too long"))?
}

/// Talks on their own, so that one that says nothing keeps no other waiting.
fn talk(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, take: impl Fn(Handover) + Send + 'static) {
    tauri::async_runtime::spawn(async move {
        let mut stream = stream;
        match heard(&mut stream).await {
            Ok(handover) => take(handover),
            Err(error) => tracing::warn!(%error, "a second start said nothing that is understood"),
        }
    });
}

#[cfg(unix)]
mod ways {
    use std::fs::Permissions;
    use std::io;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use tokio::net::{UnixListener, UnixStream};

    use super::{ADDRESS, Handover, publish, talk};

    const SOCKET: &str = "window.socket";

    pub(super) async fn connect(address: &str) -> io::Result<UnixStream> {
        UnixStream::connect(address).await
    }

    pub(super) async fn listen(folder: &Path, take: impl Fn(Handover) + Clone + Send + 'static) -> io::Result<()> {
        let (listener, place, _kept) = bind(folder)?;
        std::fs::set_permissions(&place, Permissions::from_mode(0o600))?;
        publish(folder, &place.to_string_lossy())?;
        loop {
            match listener.accept().await {
                Ok((stream, _)) => talk(stream, take.clone()),
                // Of files there may be too many open; that passes.
                Err(error) => {
                    tracing::warn!(%error, "a second start was not heard");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }

    /// In the library's folder; or in one of its own, where that name is too long for a socket (some 100 bytes) or what the
    /// folder lies on has none.
    fn bind(folder: &Path) -> io::Result<(UnixListener, PathBuf, Option<tempfile::TempDir>)> {
        let place = folder.join(SOCKET);
        // The lock is ours: whoever bound this is gone.
        let _ = std::fs::remove_file(&place);
        if let Some(listener) = UnixListener::bind(&place).ok().filter(|_| place.to_str().is_some()) {
            return Ok((listener, place, None));
        }
        let own = std::env::var_os("XDG_RUNTIME_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
        let own = tempfile::Builder::new().prefix("standfirst-").tempdir_in(own).or_else(|_| tempfile::tempdir())?;
        let place = own.path().join(SOCKET);
        Ok((UnixListener::bind(&place)?, place, Some(own)))
    }

    /// What the task that listens does not come to, when the program ends.
    pub(super) fn remove(folder: &Path) {
        let place = std::fs::read_to_string(folder.join(ADDRESS)).map(PathBuf::from);
        let _ = std::fs::remove_file(folder.join(ADDRESS));
        let _ = std::fs::remove_file(folder.join(SOCKET));
        if let Some(own) = place.ok().as_deref().and_then(Path::parent).filter(|own| *own != folder) {
            let _ = std::fs::remove_file(own.join(SOCKET));
            let _ = std::fs::remove_dir(own);
        }
    }
}

#[cfg(windows)]
mod ways {
    use std::io;
    use std::path::Path;

    use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient, ServerOptions};

    use super::{ADDRESS, Handover, publish, talk};

    /// `ERROR_PIPE_BUSY`: all of its ends are talking; the caller tries again.
    pub(super) async fn connect(address: &str) -> io::Result<NamedPipeClient> {
        ClientOptions::new().open(address)
    }

    pub(super) async fn listen(folder: &Path, take: impl Fn(Handover) + Clone + Send + 'static) -> io::Result<()> {
        // A name nobody can have taken before; who may read the library's folder may read it.
        let own = tempfile::Builder::new().prefix("standfirst-").rand_bytes(16).tempfile_in(folder)?;
        let name = own.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        let address = format!(r"\\.\pipe\{name}");
        drop(own);
        let mut next = ServerOptions::new().first_pipe_instance(true).create(&address)?;
        publish(folder, &address)?;
        loop {
            next.connect().await?;
            let stream = next;
            next = ServerOptions::new().create(&address)?;
            talk(stream, take.clone());
        }
    }

    pub(super) fn remove(folder: &Path) {
        let _ = std::fs::remove_file(folder.join(ADDRESS));
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::{Claim, Handover, claim, is_token, ways};

    fn listening(folder: &std::path::Path) -> mpsc::Receiver<Vec<String>> {
        let (tell, told) = mpsc::channel();
        let folder = folder.to_owned();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            runtime.block_on(ways::listen(&folder, move |handover| tell.send(handover.arguments).unwrap())).unwrap();
        });
        told
    }

    fn handover(arguments: &[&str]) -> Handover {
        Handover { arguments: arguments.iter().map(ToString::to_string).collect(), ..Handover::default() }
    }

    #[test]
    fn the_second_hands_over_to_the_first_of_its_own_library() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let Claim::First(first) = claim(one.path(), &Handover::default()).unwrap() else { panic!("nobody was before") };
        let told = listening(one.path());
        let second = claim(one.path(), &handover(&["https://a.example/ä", "/b\nc"])).unwrap();
        assert!(matches!(second, Claim::HandedOver));
        assert_eq!(told.recv_timeout(Duration::from_secs(10)).unwrap(), ["https://a.example/ä", "/b\nc"]);
        assert!(matches!(claim(other.path(), &Handover::default()).unwrap(), Claim::First(_)), "another library");
        drop(first);
        assert!(matches!(claim(one.path(), &Handover::default()).unwrap(), Claim::First(_)), "the first is gone");
    }

    #[test]
    fn what_a_killed_window_left_behind_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("window.lock"), "").unwrap();
        std::fs::write(folder.path().join("window.address"), "/nowhere/socket").unwrap();
        drop(std::os::unix::net::UnixListener::bind(folder.path().join("window.socket")).unwrap());
        let Claim::First(_first) = claim(folder.path(), &Handover::default()).unwrap() else { panic!("it is free") };
        let told = listening(folder.path());
        assert!(matches!(claim(folder.path(), &handover(&["x"])).unwrap(), Claim::HandedOver));
        assert_eq!(told.recv_timeout(Duration::from_secs(10)).unwrap(), ["x"]);
    }

    #[test]
    fn a_library_deep_down_is_reached_too() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("d".repeat(120)).join("e".repeat(120));
        let Claim::First(first) = claim(&deep, &Handover::default()).unwrap() else { panic!("nobody was before") };
        let told = listening(&deep);
        assert!(matches!(claim(&deep, &handover(&["x"])).unwrap(), Claim::HandedOver));
        assert_eq!(told.recv_timeout(Duration::from_secs(10)).unwrap(), ["x"]);
        let place = std::path::PathBuf::from(std::fs::read_to_string(deep.join("window.address")).unwrap());
        drop(first);
        assert!(!place.exists() && !place.parent().unwrap().exists(), "nothing is left of it");
    }

    #[test]
    fn who_says_nothing_or_nonsense_keeps_nobody_waiting() {
        use std::io::Write as _;
        let folder = tempfile::tempdir().unwrap();
        let Claim::First(_first) = claim(folder.path(), &Handover::default()).unwrap() else { panic!("nobody") };
        let told = listening(folder.path());
        assert!(matches!(claim(folder.path(), &handover(&["1"])).unwrap(), Claim::HandedOver));
        let place = std::fs::read_to_string(folder.path().join("window.address")).unwrap();
        let _silent = std::os::unix::net::UnixStream::connect(&place).unwrap();
        let mut endless = std::os::unix::net::UnixStream::connect(&place).unwrap();
        endless.write_all(&[0xff; 64]).unwrap();
        let mut nonsense = std::os::unix::net::UnixStream::connect(&place).unwrap();
        nonsense.write_all(b"\0\0\0\x02[]").unwrap();
        assert!(matches!(claim(folder.path(), &handover(&["2"])).unwrap(), Claim::HandedOver));
        let told: Vec<_> = std::iter::from_fn(|| told.recv_timeout(Duration::from_secs(2)).ok()).take(2).collect();
        assert_eq!(told, [["1"], ["2"]]);
    }

    #[test]
    fn a_folder_that_cannot_be_written_gets_its_window_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(matches!(claim(&file.join("library"), &Handover::default()).unwrap(), Claim::Alone));
    }

    #[test]
    fn a_second_start_in_the_background_opens_no_window() {
        let second = |arguments: &[&str], background| Handover { background, ..handover(arguments) };
        assert!(!second(&[], true).wants_window());
        assert!(second(&[], false).wants_window());
        assert!(second(&["https://a.example/"], true).wants_window());
        let older: Handover = serde_json::from_str(r#"{"arguments":[],"activation":null}"#).unwrap();
        assert!(older.wants_window(), "an older program says nothing of it");
    }

    #[test]
    fn a_token_is_one_line() {
        assert!(is_token("standfirst-123_TIME456"));
        for bad in ["", "a\nb", &"x".repeat(600)] {
            assert!(!is_token(bad));
        }
    }
}
