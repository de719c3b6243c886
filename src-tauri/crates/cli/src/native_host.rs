//! A browser at the other end: it starts us for our extension and speaks through standard input and output.
//!
//! Each message is answered once, with its number. The pages are kept before they are acknowledged; what takes longer
//! (`complete`, `look`) goes on beside what else is asked. When the browser closes the pipe we end, soon: it would end us.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use browsers::{Caller, MessageError, Operation, Request};
use logbook::Logbook;
use newsroom::{Failure, Newsroom, Options, commands};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tracing_subscriber::EnvFilter;

/// Requests that are worked on at once. A browser that asks for more waits.
const AT_ONCE: usize = 8;

/// How long what was begun may take after the browser closed the pipe. Chromium ends us after two seconds.
const LAST_MOMENT: Duration = Duration::from_millis(1500);

/// The most entries of what was found that are told: a popup shows no more.
const MOST_FOUND: usize = 20;

/// Speaks with the browser until it closes the pipe. A stranger is told nothing but why not.
pub(crate) fn run(caller: &Caller) -> ExitCode {
    if let Caller::Stranger(id) = caller {
        let id: String = id.chars().filter(|c| !c.is_control()).take(80).collect();
        let _ = writeln!(
            io::stderr(),
            "error: The native host: it answers only the extension of Standfirst, not “{id}”: install the extension that comes with Standfirst"
        );
        return ExitCode::from(2);
    }
    // The browser gives us its own environment; a data folder that is named there is the one.
    let data_dir = std::env::var_os("STANDFIRST_DATA_DIR").filter(|dir| !dir.is_empty()).map(Into::into);
    let options = Options::new(data_dir);
    log_to(&options.data_dir);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: The native host: {error}: close other programs and try again");
            return ExitCode::FAILURE;
        }
    };
    let newsroom = Newsroom::open(options);
    let outcome = runtime.block_on(listen(newsroom));
    runtime.shutdown_timeout(LAST_MOMENT);
    outcome
}

/// Into the library's log, panics too, and nowhere else: what is on standard error the browser shows as its own.
fn log_to(data_dir: &Path) {
    std::panic::set_hook(Box::new(|_| {}));
    // Nothing listens yet, so this succeeds.
    let _ = Logbook::new(data_dir).listen(io::sink, false, EnvFilter::new("off"));
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "started by a browser");
}

/// Reads messages on a thread of its own, since a read of standard input cannot be given up.
async fn listen(newsroom: Result<Newsroom, Failure>) -> ExitCode {
    let (hand_on, mut messages) = tokio::sync::mpsc::channel(1);
    std::thread::spawn(move || {
        let mut pipe = io::stdin().lock();
        loop {
            let message = browsers::read(&mut pipe);
            let is_last = !matches!(message, Ok(Some(_)));
            if hand_on.blocking_send(message).is_err() || is_last {
                return;
            }
        }
    });
    let answers = Answers::default();
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut work = JoinSet::new();
    let mut code = ExitCode::SUCCESS;
    while let Some(message) = messages.recv().await {
        let message = match message {
            Ok(Some(message)) => message,
            Ok(None) => break,
            Err(error) => {
                // Nothing on the pipe has a meaning any more.
                answers.send(0, Err(failure_of(&error)));
                code = ExitCode::FAILURE;
                break;
            }
        };
        let Ok(place) = places.clone().acquire_owned().await else { break };
        let (newsroom, answers) = (newsroom.clone(), answers.clone());
        work.spawn(async move {
            let _place = place;
            let Request { id, operation } = match browsers::read_request(&message) {
                Ok(request) => request,
                Err((id, error)) => return answers.send(id, Err(failure_of(&error))),
            };
            drop(message);
            // A panic of one request is that one's failure.
            let done = match newsroom {
                Ok(newsroom) => tokio::spawn(async move { answer(&newsroom, operation).await }).await,
                Err(failure) => Ok(Err(failure)),
            };
            let lost = |_| Err(Failure::new("internal", "The request", "it ended before it was done", "try again"));
            answers.send(id, done.unwrap_or_else(lost));
        });
    }
    let _ = tokio::time::timeout(LAST_MOMENT, async { while work.join_next().await.is_some() {} }).await;
    code
}

/// Standard output, one message at a time.
#[derive(Clone, Default)]
struct Answers(Arc<Mutex<()>>);

impl Answers {
    fn send(&self, id: u32, outcome: Result<Value, Failure>) {
        let mut answer = outcome.unwrap_or_else(
            |failure| json!({"code": failure.code, "what": failure.what, "why": failure.why, "todo": failure.todo}),
        );
        let ok = answer.get("code").is_none();
        answer["id"] = id.into();
        answer["ok"] = ok.into();
        let _turn = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A browser that reads no more has closed the pipe, which ends us.
        if let Err(error) = browsers::write(&mut io::stdout().lock(), answer.to_string().as_bytes()) {
            tracing::warn!(%error, "the browser was not answered");
        }
    }
}

fn failure_of(error: &MessageError) -> Failure {
    let sentence = error.to_string();
    let (why, todo) = sentence.split_once(": ").unwrap_or((&sentence, "try again"));
    Failure::new(error.code(), "The browser's message", why, todo)
}

async fn answer(newsroom: &Newsroom, operation: Operation) -> Result<Value, Failure> {
    match operation {
        Operation::Hello => Ok(json!({"version": env!("CARGO_PKG_VERSION")})),
        Operation::SavePage { url, title, html } => {
            let already = newsroom.is_saved_at(url.clone()).await?;
            let card = newsroom.take_page(url.as_str(), Some(&title), &html).await?;
            Ok(json!({"article": card.id, "title": card.title, "already": already}))
        }
        Operation::SaveLink { url, title } => {
            let already = newsroom.is_saved_at(url.clone()).await?;
            let card = newsroom.save_link(url.as_str(), Some(&title)).await?;
            Ok(json!({"article": card.id, "title": card.title, "already": already}))
        }
        Operation::Picture { url, media_type, bytes } => {
            Ok(json!({"kept": newsroom.give_picture(&url, media_type, bytes).await?}))
        }
        Operation::Complete { article } => {
            let (whole, missing) = newsroom.finish_saved(article).await?;
            Ok(json!({"whole": whole, "missing": missing}))
        }
        Operation::Unsave { article } => {
            commands::set_saved(newsroom, article, false, None).await?;
            Ok(json!({}))
        }
        Operation::Look { url } => {
            let found = newsroom.preview(url.as_str()).await?;
            let candidates = found.candidates.iter().take(MOST_FOUND).map(|one| {
                json!({"url": one.url, "title": shortened(&one.title), "how": shortened(&one.how), "followed": one.followed})
            });
            Ok(json!({"candidates": candidates.collect::<Vec<_>>(), "why": found.why}))
        }
        Operation::Follow { url } => {
            let followed = newsroom.follow(url.as_str(), None).await?;
            Ok(json!({"source": followed.source.id, "title": followed.source.title, "already": followed.already}))
        }
        Operation::Unfollow { source } => {
            newsroom.unfollow(source).await?;
            Ok(json!({}))
        }
    }
}

/// What fits into a popup, and into a message.
fn shortened(text: &str) -> String {
    text.chars().take(300).collect()
}
