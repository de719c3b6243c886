//! `standfirst-desktop`: the window. It opens the library, shows the UI in it and passes on what the UI asks for;
//! everything that is done is done in `newsroom`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod clipboard;
#[cfg(test)]
mod command_names;
mod commands;
mod desk;
mod pictures;
#[cfg(target_os = "linux")]
mod printing;
mod sharing;
mod window;

use std::io::Write as _;
use std::process::ExitCode;

use desk::Desk;

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            // Not a log line: the last line of a program that could not start, as CLI.md promises it.
            let _ = writeln!(std::io::stderr(), "error: The window: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    if !window::display_is_there() {
        return Err("there is no display ($DISPLAY and $WAYLAND_DISPLAY are empty): start it in a desktop session, or use `standfirst` in a terminal".to_owned());
    }
    let desk = Desk::open();
    tauri::Builder::default()
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::serve)
        .invoke_handler(commands::handle)
        .manage(clipboard::Clipboard::default())
        .setup({
            let desk = desk.clone();
            move |app| {
                desk.attend(app.handle());
                window::open(app)?;
                Ok(())
            }
        })
        .manage(desk)
        .run(tauri::generate_context!())
        .map_err(|error| format!("{error}: start it from a terminal with RUST_LOG=debug to see more"))
}
