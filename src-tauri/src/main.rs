//! `standfirst-desktop`: the window. It opens the library, shows the UI in it and passes on what the UI asks for;
//! everything that is done is done in `newsroom`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod background;
mod clipboard;
#[cfg(test)]
mod command_names;
mod commands;
mod desk;
#[cfg(target_os = "linux")]
mod engine;
mod geometry;
mod inbound;
mod instance;
#[cfg(target_os = "macos")]
mod menubar;
mod pictures;
#[cfg(target_os = "linux")]
mod printing;
mod sharing;
mod updates;
mod window;

use std::io::Write as _;
use std::process::ExitCode;

use background::Going;
use desk::Desk;
use instance::{Claim, Handover, Instance};
use tauri::{AppHandle, Manager as _, RunEvent};

fn main() -> ExitCode {
    // Before anything else: the environment is changed, and nothing else may run meanwhile.
    #[cfg(target_os = "linux")]
    engine::prepare();
    let loud = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    // Nothing listens yet, so this succeeds.
    let _ = logbook::Logbook::new(&Desk::options().data_dir).listen(std::io::stderr, false, loud);
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            tracing::error!(why, "the window did not start");
            // Not a log line: the last line of a program that could not start, as CLI.md promises it.
            let _ = writeln!(std::io::stderr(), "error: The window: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let given = inbound::arguments();
    // What another program shares with us comes beside the arguments.
    #[cfg(windows)]
    let given = given.into_iter().chain(share::received()).collect();
    let background = std::env::args_os().skip(1).any(|argument| argument == "--background");
    let handover = Handover::of(given, background);
    let first = match instance::claim(&Desk::folder(), &handover)? {
        Claim::First(instance) => Some(instance),
        Claim::Alone => None,
        Claim::HandedOver => return Ok(()),
    };
    if !window::display_is_there() {
        return Err("there is no display ($DISPLAY and $WAYLAND_DISPLAY are empty): start it in a desktop session, or use `standfirst` in a terminal".to_owned());
    }
    tracing::info!(version = env!("CARGO_PKG_VERSION"), background, "started");
    let context = tauri::generate_context!();
    let desk = Desk::open(updates::is_there(context.config()));
    tauri::Builder::default()
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::serve)
        .invoke_handler(commands::handle)
        .manage(clipboard::Clipboard::default())
        .manage(Going::begun(background))
        .setup({
            let desk = desk.clone();
            move |app| {
                updates::prepare(app.handle())?;
                if let Some(first) = &first {
                    first.listen(app.handle());
                }
                desk.attend(app.handle());
                // One that cannot be opened is shown, so that its reader learns of it.
                if !background || desk.newsroom().is_err() {
                    window::open(app.handle())?;
                }
                #[cfg(target_os = "macos")]
                menubar::attend(app);
                inbound::receive(app.handle(), handover.arguments);
                app.manage(first);
                Ok(())
            }
        })
        .manage(desk)
        .manage(inbound::Waiting::default())
        .build(context)
        .map_err(|error| format!("{error}: start it from a terminal with RUST_LOG=debug to see more"))?
        .run(heard);
    Ok(())
}

/// What happens to the program as a whole.
fn heard(app: &AppHandle, event: RunEvent) {
    match event {
        // The last window was closed. An end that was asked for has a code.
        RunEvent::ExitRequested { code: None, api, .. } if background::goes_on(app) => api.prevent_exit(),
        // macOS hands addresses and files to the running program, and starts it first if need be.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => inbound::receive(app, urls.into_iter().map(String::from).collect()),
        // Nobody is reached here any more; the program's own end would come without a word.
        RunEvent::Exit => {
            tracing::info!("ended");
            if let Some(Some(first)) = app.try_state::<Option<Instance>>().as_deref() {
                first.end();
            }
        }
        _ => {}
    }
}
