//! A server whose pages a test decides, and the binary over a fresh library.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use serde_json::Value;

type Pages = Arc<Mutex<HashMap<String, (u16, &'static str, String)>>>;

/// Answers until the test ends. A path nobody put is a 404; `/slow` takes a minute.
pub(crate) struct Site {
    port: u16,
    pages: Pages,
    hits: Arc<Mutex<Vec<String>>>,
}

impl Site {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let site = Self { port: listener.local_addr().unwrap().port(), pages: Pages::default(), hits: Arc::default() };
        let (pages, hits) = (site.pages.clone(), site.hits.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (pages, hits) = (pages.clone(), hits.clone());
                std::thread::spawn(move || answer(stream, &pages, &hits));
            }
        });
        site
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub(crate) fn put(&self, path: &str, content_type: &'static str, body: impl Into<String>) {
        self.pages.lock().unwrap().insert(path.to_owned(), (200, content_type, body.into()));
    }

    pub(crate) fn fail(&self, path: &str, status: u16) {
        self.pages.lock().unwrap().insert(path.to_owned(), (status, "text/plain", String::new()));
    }

    pub(crate) fn hits(&self, path: &str) -> usize {
        self.hits.lock().unwrap().iter().filter(|hit| *hit == path).count()
    }
}

fn answer(mut stream: TcpStream, pages: &Pages, hits: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else { return };
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    for line in lines {
        if line.is_ok_and(|line| line.is_empty()) {
            break;
        }
    }
    hits.lock().unwrap().push(path.clone());
    if path == "/slow" {
        std::thread::sleep(std::time::Duration::from_mins(1));
    }
    let (status, content_type, body) =
        pages.lock().unwrap().get(&path).cloned().unwrap_or((404, "text/plain", String::new()));
    let _ = write!(
        stream,
        "HTTP/1.1 {status} X\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
}

/// A feed of `count` articles, the newest last.
pub(crate) fn rss(site: &Site, count: u32) -> String {
    let items: String = (1..=count)
        .map(|n| {
            format!(
                "<item><guid>g{n}</guid><title>Headline {n} of the harbour</title><link>{}</link><category>Harbour</category>\
                 <author>a@b.example (A. Person)</author><pubDate>{}</pubDate><description>The deck of {n}, long enough to be read.</description></item>",
                site.url(&format!("/articles/{n}")),
                jiff::Timestamp::from_second(1_700_000_000 + i64::from(n) * 3600).unwrap().strftime("%a, %d %b %Y %H:%M:%S GMT"),
            )
        })
        .collect();
    format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour Courier</title><link>{}</link>{items}</channel></rss>",
        site.url("/")
    )
}

/// A page whose article is long enough to be one.
pub(crate) fn page(title: &str) -> String {
    let paragraph = "<p>The ferries had waited since dawn, and the crews said that nobody had told them why the harbour stayed closed, or until when. Later that day the wind turned, and the first of them left.</p>".repeat(8);
    format!(
        "<!doctype html><html lang=en><head><title>{title} - Courier</title></head><body><nav><a href=/>Home</a></nav><article><h1>{title}</h1>{paragraph}</article></body></html>"
    )
}

/// What a run gave back.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn lines(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Checks that it failed as every failure does: with this code and one line of three parts at the end.
    #[track_caller]
    pub(crate) fn failed(&self, code: i32) -> &str {
        assert_eq!(self.code, code, "{self:?}");
        let last = self.stderr.lines().last().unwrap_or_default();
        let parts: Vec<&str> = last.split(": ").collect();
        assert!(parts.len() == 4 && parts[0] == "error" && parts.iter().all(|part| !part.is_empty()), "{self:?}");
        last
    }
}

pub(crate) struct Desk {
    pub(crate) dir: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// A library that follows one feed of `count` articles.
    pub(crate) fn following(site: &Site, count: u32) -> Self {
        let desk = Self::new();
        site.put("/feed.xml", "application/rss+xml", rss(site, count));
        desk.ok(&["follow", &site.url("/feed.xml")]);
        desk
    }

    pub(crate) fn library(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_standfirst"));
        command
            .env("STANDFIRST_DATA_DIR", self.library())
            .env_remove("RUST_LOG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run_with(&self, args: &[&str], input: &[u8]) -> Ran {
        finish(self.command().args(args), input)
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, b"")
    }

    #[track_caller]
    pub(crate) fn ok(&self, args: &[&str]) -> Ran {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {ran:?}");
        ran
    }

    #[track_caller]
    pub(crate) fn list(&self, filters: &[&str]) -> Vec<Value> {
        self.ok(&[&["list", "--json"], filters].concat()).lines()
    }

    #[track_caller]
    pub(crate) fn article(&self, id: &str) -> Value {
        self.ok(&["show", id, "--format", "json"]).json()
    }
}

pub(crate) fn finish(command: &mut Command, input: &[u8]) -> Ran {
    let mut child = command.spawn().unwrap();
    // One that reads no input closes it early.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The names of a JSON object's fields, sorted.
pub(crate) fn fields(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

#[track_caller]
pub(crate) fn has_fields(value: &Value, wanted: &str) {
    let names = fields(value);
    for name in wanted.split_whitespace() {
        assert!(names.contains(&name), "{name} is missing in {value}");
    }
}
