//! The binary `standfirst`: the newsroom on the command line, as CLI.md describes it. It links no window.

mod args;
mod batch;
mod library;
mod output;
mod reading;
mod sources;
mod tools;

use std::process::ExitCode;

use clap::Parser as _;
use newsroom::{Failure, Newsroom, Options};

use args::{Args, Command};
use output::Output;

fn main() -> ExitCode {
    let args = Args::parse();
    let _ = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| if args.verbose { "info" } else { "off" }.into()),
        )
        .try_init();
    let output = Output::new(args.json);
    match run(args, &output) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read our output has seen enough.
        Err(failure) if failure.code == output::CLOSED => ExitCode::SUCCESS,
        Err(failure) => {
            output.error(&failure);
            ExitCode::from(newsroom::exit_code(&failure))
        }
    }
}

fn run(args: Args, output: &Output) -> Result<(), Failure> {
    let Some(command) = tools::run(args.command, output)? else { return Ok(()) };
    let newsroom = Newsroom::open(Options::new(args.data_dir))?;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| {
        Failure::new("internal", "Starting", error.to_string(), "close other programs and try again")
    })?;
    runtime.block_on(dispatch(&newsroom, command, output))
}

async fn dispatch(newsroom: &Newsroom, command: Command, output: &Output) -> Result<(), Failure> {
    match command {
        Command::Follow { url, folder, dry_run } => sources::follow(newsroom, &url, folder, dry_run, output).await,
        Command::Unfollow { id } => newsroom.unfollow(id).await,
        Command::Sources => sources::list(newsroom, output),
        Command::Refresh { source, force } => sources::refresh(newsroom, source, force, output).await,
        Command::Import { file } => sources::import(newsroom, &file, output).await,
        Command::Export { what, to } => sources::export(newsroom, what, to.as_deref(), output).await,
        Command::Sample => sources::sample(newsroom, output).await,
        Command::Serve { port, ui } => sources::serve(newsroom, port, ui, output).await,
        Command::List(filters) => reading::list(newsroom, &filters, output),
        Command::Show { id, format } => reading::show(newsroom, id, format, output),
        Command::Search { query, limit } => reading::search(newsroom, &query, limit, output),
        Command::MarkRead(what) => reading::mark_read(newsroom, &what, output),
        Command::MarkUnread { ids } => reading::set_read(newsroom, &ids, false),
        Command::Save { what } => reading::save(newsroom, &what, output).await,
        Command::Unsave { ids } => reading::unsave(newsroom, &ids),
        Command::Tag { id, tag } => reading::tag(newsroom, id, &tag, true),
        Command::Untag { id, tag } => reading::tag(newsroom, id, &tag, false),
        Command::Highlight { id, text, note } => reading::highlight(newsroom, id, &text, note.as_deref()),
        Command::Check { repair } => library::check(newsroom, repair, output),
        Command::Batch => batch::run(newsroom, output),
        Command::ParseFeed(_) | Command::Extract(_) | Command::Sanitize(_) | Command::Discover(_) => Ok(()),
    }
}
