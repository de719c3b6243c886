//! What programs are given, and what becomes of them: fakes on a search path of their own.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use share::{Item, Launcher, Own, Places, Sent, ShareError, TargetId, open_address_by, open_folder_by};

fn send_by(launcher: &Launcher, item: &Item, target: TargetId) -> Result<Sent, ShareError> {
    share::send_by(launcher, item, &target, &Places::default())
}

/// A folder of fakes.
struct Programs(tempfile::TempDir);

impl Programs {
    fn new(names: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let recorder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fakes/recorder");
        // Links, not copies: a file that was just written cannot be started while another test forks (ETXTBSY).
        for name in names {
            std::os::unix::fs::symlink(&recorder, dir.path().join(name)).unwrap();
        }
        Self(dir)
    }

    fn launcher(&self) -> Launcher {
        Launcher::searching(self.0.path()).with_patience(Duration::from_mins(1))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// What a program was given; none when it was not started.
    fn given(&self, program: &str) -> Option<Vec<String>> {
        let text = std::fs::read_to_string(self.file(&format!("{program}.argv"))).ok()?;
        Some(text.split_terminator('\0').map(str::to_owned).collect())
    }

    fn will_fail(&self, program: &str) {
        std::fs::write(self.file(&format!("{program}.exit")), "4").unwrap();
    }
}

fn item() -> Item {
    Item {
        title: "Ships & “Shoes”\n<b>today</b> $(id) `id` %0A --attach /etc/passwd".to_owned(),
        url: Some("https://reader:secret@news.example/a?b=c&d='e'#f".to_owned()),
        source: Some("Harbour\r\nCourier".to_owned()),
        ..Item::default()
    }
}

#[test]
fn the_browser_gets_the_address_as_its_one_argument() {
    let programs = Programs::new(&["xdg-open", "xdg-email"]);
    let sent = send_by(&programs.launcher(), &item(), TargetId::Browser).unwrap();
    assert_eq!(sent, Sent::HandedOver { message: "Opened in your browser.".to_owned() });
    assert_eq!(programs.given("xdg-open").unwrap(), ["https://reader:secret@news.example/a?b=c&d=%27e%27#f"]);
    assert_eq!(programs.given("xdg-email"), None);
}

#[test]
fn links_are_opened_as_they_are_and_nothing_but_links() {
    let programs = Programs::new(&["xdg-open", "xdg-email"]);
    for bad in ["file:///etc/passwd", "javascript:alert(1)", "smb://host/x", "-h", "--help", "/etc/passwd", ""] {
        assert_eq!(open_address_by(&programs.launcher(), bad), Err(ShareError::NotWeb), "{bad}");
        let item = Item { url: Some(bad.to_owned()), ..item() };
        for target in [TargetId::Browser, TargetId::Email, TargetId::CopyLink, TargetId::CopyQuote] {
            assert_eq!(send_by(&programs.launcher(), &item, target), Err(ShareError::NotWeb), "{bad}");
        }
    }
    assert_eq!((programs.given("xdg-open"), programs.given("xdg-email")), (None, None));
    open_address_by(&programs.launcher(), "https://a.example/?x=$(touch /tmp/never);`id`&y=1").unwrap();
    assert_eq!(programs.given("xdg-open").unwrap(), ["https://a.example/?x=$(touch%20/tmp/never);`id`&y=1"]);
}

#[test]
fn a_folder_is_opened_by_its_full_path_and_nothing_but_a_folder() {
    let programs = Programs::new(&["xdg-open"]);
    let file = programs.file("a script");
    std::fs::write(&file, "#!/bin/sh\n").unwrap();
    for bad in [file.as_path(), Path::new("src"), Path::new("--help"), Path::new(""), Path::new("/nowhere/at all")] {
        assert_eq!(open_folder_by(&programs.launcher(), bad), Err(ShareError::NoFolder), "{}", bad.display());
    }
    assert_eq!(programs.given("xdg-open"), None);
    let folder = programs.file("My books; $(id)");
    std::fs::create_dir(&folder).unwrap();
    open_folder_by(&programs.launcher(), &folder).unwrap();
    assert_eq!(programs.given("xdg-open").unwrap(), [folder.to_str().unwrap()]);
}

const MAIL: &str = "mailto:?subject=Ships%20%26%20%E2%80%9CShoes%E2%80%9D%20%3Cb%3Etoday%3C%2Fb%3E%20%24%28id%29%20%60id%60%20%250A%20--attach%20%2Fetc%2Fpasswd&body=%E2%80%9CShips%20%26%20%E2%80%9CShoes%E2%80%9D%20%3Cb%3Etoday%3C%2Fb%3E%20%24%28id%29%20%60id%60%20%250A%20--attach%20%2Fetc%2Fpasswd%E2%80%9D%2C%20Harbour%20Courier%20%E2%80%94%20https%3A%2F%2Fnews.example%2Fa%3Fb%3Dc%26d%3D%2527e%2527%23f";

#[test]
fn a_mail_goes_to_xdg_email_and_else_to_xdg_open() {
    let both = Programs::new(&["xdg-open", "xdg-email"]);
    send_by(&both.launcher(), &item(), TargetId::Email).unwrap();
    assert_eq!((both.given("xdg-email").unwrap(), both.given("xdg-open")), (vec![MAIL.to_owned()], None));
    let one = Programs::new(&["xdg-open"]);
    send_by(&one.launcher(), &item(), TargetId::Email).unwrap();
    assert_eq!(one.given("xdg-open").unwrap(), [MAIL]);
    let failing = Programs::new(&["xdg-open", "xdg-email"]);
    failing.will_fail("xdg-email");
    send_by(&failing.launcher(), &item(), TargetId::Email).unwrap();
    assert_eq!(failing.given("xdg-open").unwrap(), [MAIL]);
}

#[test]
fn a_mail_link_cannot_attach_files() {
    let programs = Programs::new(&["xdg-email"]);
    open_address_by(&programs.launcher(), "mailto:a@b.example?attach=/etc/passwd&subject=x").unwrap();
    assert_eq!(programs.given("xdg-email").unwrap(), ["mailto:a@b.example?subject=x"]);
}

#[test]
fn texts_are_copied_without_passwords_and_without_starting_anything() {
    let programs = Programs::new(&["xdg-open", "xdg-email"]);
    let text = |target| match send_by(&programs.launcher(), &item(), target).unwrap() {
        Sent::Text { text, .. } => text,
        Sent::HandedOver { .. } | Sent::Dismissed => String::new(),
    };
    assert_eq!(text(TargetId::CopyLink), "https://news.example/a?b=c&d=%27e%27#f");
    assert_eq!(
        text(TargetId::CopyQuote),
        "“Ships & “Shoes” <b>today</b> $(id) `id` %0A --attach /etc/passwd”, Harbour Courier — https://news.example/a?b=c&d=%27e%27#f"
    );
    assert_eq!((programs.given("xdg-open"), programs.given("xdg-email")), (None, None));
}

#[test]
fn a_place_is_opened_as_one_address() {
    let programs = Programs::new(&["xdg-open"]);
    let own = Own { name: "Notes".to_owned(), template: "obsidian://new?name={title}&content={url}".to_owned() };
    let places = Places::new([("mastodon".to_owned(), "social.example".to_owned())].into(), vec![own]).unwrap();
    let item = Item { title: "A & B".to_owned(), url: Some("https://e.example/?a=b".to_owned()), ..Item::default() };
    let send =
        |item: &Item, target: &str| share::send_by(&programs.launcher(), item, &target.parse().unwrap(), &places);
    assert_eq!(send(&item, "own:Notes").unwrap(), Sent::HandedOver { message: "Opened Notes.".to_owned() });
    let asked = ["obsidian://new?name=A%20%26%20B&content=https%3A%2F%2Fe.example%2F%3Fa%3Db"];
    assert_eq!(programs.given("xdg-open").unwrap(), asked);
    send(&item, "mastodon").unwrap();
    let asked = [
        "https://social.example/share?text=%E2%80%9CA%20%26%20B%E2%80%9D%20%E2%80%94%20https%3A%2F%2Fe.example%2F%3Fa%3Db",
    ];
    assert_eq!(programs.given("xdg-open").unwrap(), asked);
    for unknown in ["own:Other", "lemmy", "open-with:x"] {
        let Ok(target) = unknown.parse() else { continue };
        let sent = share::send_by(&programs.launcher(), &item, &target, &places);
        assert_eq!(sent, Err(ShareError::UnknownTarget), "{unknown}");
    }
}

#[test]
fn what_is_missing_or_fails_is_named() {
    let programs = Programs::new(&[]);
    let missing = ShareError::NoProgram { program: "xdg-open".to_owned() };
    assert_eq!(send_by(&programs.launcher(), &item(), TargetId::Browser).as_ref(), Err(&missing));
    assert_eq!(send_by(&programs.launcher(), &item(), TargetId::Email).as_ref(), Err(&missing));
    // Not a program: neither a folder nor a file without the right to run.
    std::fs::create_dir(programs.file("xdg-email")).unwrap();
    std::fs::write(programs.file("xdg-open"), "#!/bin/sh\n").unwrap();
    assert_eq!(send_by(&programs.launcher(), &item(), TargetId::Email).as_ref(), Err(&missing));
    let relative = Launcher::searching("tests/fakes:.:");
    assert_eq!(open_address_by(&relative, "https://a.example/"), Err(missing));
    let failing = Programs::new(&["xdg-open"]);
    failing.will_fail("xdg-open");
    let failed = Err(ShareError::Failed { program: "xdg-open".to_owned() });
    assert_eq!(send_by(&failing.launcher(), &item(), TargetId::Browser), failed);
}

#[test]
fn a_program_that_stays_is_neither_waited_for_nor_ended_nor_left_behind() {
    let programs = Programs::new(&["xdg-open"]);
    let hold = programs.file("xdg-open.hold");
    assert!(std::process::Command::new("mkfifo").arg(&hold).status().unwrap().success());
    let sent = send_by(&programs.launcher().with_patience(Duration::ZERO), &item(), TargetId::Browser);
    assert!(matches!(sent, Ok(Sent::HandedOver { .. })), "{sent:?}");
    // Opening the pipe waits for the fake to read from it: it is there still. Then it may go.
    std::fs::write(&hold, "go\n").unwrap();
    let pid = std::fs::read_to_string(programs.file("xdg-open.pid")).unwrap();
    let process = Path::new("/proc").join(pid.trim());
    let end = Instant::now() + Duration::from_secs(30);
    // A child that nobody collects would stay here as a zombie.
    while process.exists() {
        assert!(Instant::now() < end, "{process:?} was not reaped");
        std::thread::yield_now();
    }
}
