//! The binary `standfirst`: the newsroom on the command line, as CLI.md describes it. It links no window.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod args;
mod background;
mod backups;
mod batch;
mod browser_extension;
mod doctor;
mod export;
mod folds;
mod import;
mod inbound;
mod input;
mod keeping;
mod library;
mod manual;
mod marks;
mod native_host;
mod output;
mod reading;
mod refresh;
mod retention;
mod rules;
mod search;
mod share;
mod source;
mod sources;
mod texts;
mod tools;

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser as _;
use clap::error::ErrorKind;
use newsroom::{Failure, Newsroom, Options};

use args::{Args, Command};
use logbook::Logbook;
use output::Output;

/// Reading feeds is mostly small pieces of memory taken and given back on several threads, which the system's own
/// allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How long a task that cannot be stopped, such as asking for a name's address, may hold up the end.
const LAST_MOMENT: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    if let Some(caller) = browsers::caller(std::env::args_os().skip(1)) {
        return native_host::run(&caller);
    }
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return wrong_usage(&error),
    };
    let loud = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| if args.verbose { "info" } else { "off" }.into());
    let ansi = std::io::stderr().is_terminal() && output::colour_wanted();
    // Nothing listens yet, so this succeeds.
    let _ = Logbook::new(&options_of(&args).data_dir).listen(std::io::stderr, ansi, loud);
    let output = Output::new(args.json);
    // What was printed before a failure is printed.
    let outcome = run(args, &output);
    let printed = output.flush();
    match outcome.and(printed) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read our output has seen enough.
        Err(failure) if failure.code == output::CLOSED => ExitCode::SUCCESS,
        Err(failure) => {
            output.error(&failure);
            ExitCode::from(newsroom::exit_code(&failure))
        }
    }
}

/// Help and version are no errors. For the rest the last line is as every failure's, with the usage above it.
fn wrong_usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.render().to_string();
    let (why, usage) = if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        ("a command is missing", text.as_str())
    } else {
        let (why, usage) = text.split_once("\n\n").unwrap_or((&text, ""));
        (why.trim_start_matches("error: "), usage)
    };
    let output = Output::new(false);
    output.remark(usage.replace("For more information, try '--help'.", "").trim());
    output.error(&Failure::new("usage", "The command line", why, "see `standfirst help`"));
    ExitCode::from(2)
}

fn run(args: Args, output: &Output) -> Result<(), Failure> {
    let options = options_of(&args);
    let Some(command) = tools::run(args.command, output)? else { return Ok(()) };
    let folder = options.data_dir.clone();
    let newsroom = match Newsroom::open(options.clone()) {
        Err(failure) if matches!(command, Command::Doctor) => return doctor::unopened(&options, failure, output),
        Err(_) if matches!(command, Command::Log { .. }) => return doctor::log_unopened(&options, &command, output),
        Err(failure) if failure.code == "damaged" => match command {
            Command::Check { repair } => return library::unopened(failure, &folder, repair, output),
            Command::Backups => return backups::show(&newsroom::recovery::backups(&folder)?, output),
            Command::Restore { path } => return library::restore_unopened(&folder, &path, output),
            _ => return Err(failure),
        },
        opened => opened?,
    };
    let runtime = tokio::runtime::Runtime::new().map_err(|error| {
        Failure::new("internal", "Starting", error.to_string(), "close other programs and try again")
    })?;
    let outcome = runtime.block_on(dispatch(&newsroom, command, output));
    runtime.shutdown_timeout(LAST_MOMENT);
    outcome
}

fn options_of(args: &Args) -> Options {
    Options::new(args.data_dir.clone().filter(|dir| !dir.as_os_str().is_empty()))
}

async fn dispatch(newsroom: &Newsroom, command: Command, output: &Output) -> Result<(), Failure> {
    match command {
        Command::Follow { url, folder, dry_run: false } => sources::follow(newsroom, &url, folder, output).await,
        Command::Follow { url, dry_run: true, .. } => sources::preview(newsroom, &url, output).await,
        Command::Unfollow { id } => sources::unfollow(newsroom, id, output).await,
        Command::Sources => sources::list(newsroom, output),
        Command::Source(args) => source::source(newsroom, args, output).await,
        Command::Repair { ids } => source::repair(newsroom, ids, output).await,
        Command::Older { id } => source::older(newsroom, id, output).await,
        Command::Refresh { source, force } => refresh::refresh(newsroom, source, force, output).await,
        Command::Proxy { address } => source::proxy(newsroom, address, output).await,
        Command::Import(args) => import::import(newsroom, &args, output).await,
        Command::Open { what } => inbound::open(newsroom, &what, output).await,
        Command::FeedLinks { claim } => inbound::feed_links(newsroom, claim, output).await,
        Command::Export(args) => export::export(newsroom, &args, output).await,
        Command::Sample => refresh::sample(newsroom, output).await,
        Command::Serve { port, ui } => sources::serve(newsroom, port, ui, output).await,
        Command::List(filters) => reading::list(newsroom, &filters, output),
        Command::Show { id, format, text, left_out } => texts::show(newsroom, id, format, text, left_out, output).await,
        Command::RestoreBlock { id, block } => texts::restore_block(newsroom, id, block, output).await,
        Command::Offline { ids, undo } => keeping::offline(newsroom, &ids, !undo, output).await,
        Command::Keep(args) => retention::keep(newsroom, &args, output).await,
        Command::Storage { limit, compact } => keeping::storage(newsroom, limit.as_deref(), compact, output).await,
        Command::Search(args) => search::search(newsroom, &args, output),
        Command::Searches => search::searches(newsroom, output),
        Command::SaveSearch { name, query } => search::save(newsroom, name, query, output).await,
        Command::RemoveSearch { name } => search::remove(newsroom, &name, output).await,
        Command::Rules => rules::list(newsroom, output).await,
        Command::Rule(action) => rules::rule(newsroom, action, output).await,
        Command::Mute(args) => rules::mute(newsroom, args, output).await,
        Command::Hide { ids } => rules::hide(newsroom, ids, true, output).await,
        Command::Unhide { ids } => rules::hide(newsroom, ids, false, output).await,
        Command::MarkRead(what) => reading::mark_read(newsroom, &what, output),
        Command::MarkUnread { ids } => reading::set_read(newsroom, &ids, false, output),
        Command::Save { what } => reading::save(newsroom, &what, output).await,
        Command::Archive { ids } => reading::archive(newsroom, ids, true, output).await,
        Command::Unarchive { ids } => reading::archive(newsroom, ids, false, output).await,
        Command::Unsave { ids } => reading::unsave(newsroom, &ids, output),
        Command::Share { ids, to, quote } => share::share(newsroom, ids, quote, to, output).await,
        Command::ShareTargets { action } => share::targets(newsroom, action, output).await,
        Command::Tag { id, tag } => reading::tag(newsroom, id, &tag, true, output),
        Command::Untag { id, tag } => reading::tag(newsroom, id, &tag, false, output),
        Command::Folding { new } => folds::folding(newsroom, new, output).await,
        Command::Fold { id, under } => folds::fold(newsroom, id, under, output).await,
        Command::Unfold { id } => folds::unfold(newsroom, id, output).await,
        Command::Tags(what) => marks::tags(newsroom, what, output).await,
        Command::Folder { folder, rename, .. } => marks::folder(newsroom, folder, rename, output).await,
        Command::Highlight(args) => marks::highlight(newsroom, args, output).await,
        Command::Highlights { article } => marks::highlights(newsroom, article, output),
        Command::Backup { path } => backups::backup(newsroom, &path, output).await,
        Command::Restore { path } => backups::restore(newsroom, &path, output).await,
        Command::Backups => backups::list(newsroom, output).await,
        Command::Check { repair } => library::check(newsroom, repair, output),
        Command::BrowserExtension(args) => browser_extension::browser_extension(newsroom, args, output).await,
        Command::Doctor => doctor::doctor(newsroom, output).await,
        Command::Log { to } => doctor::log(newsroom, to.as_deref(), output).await,
        Command::Background(args) => background::background(newsroom, &args, output).await,
        Command::Autostart { new } => background::autostart(newsroom, new, output).await,
        Command::Batch => batch::run(newsroom, output),
        // These need no library: `tools` has done them.
        Command::ParseFeed(_)
        | Command::Extract(_)
        | Command::Sanitize(_)
        | Command::Discover(_)
        | Command::Version
        | Command::Manual { .. } => Ok(()),
    }
}
