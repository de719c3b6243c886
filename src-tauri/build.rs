//! Declares the window's commands to Tauri, so that each needs a grant in `capabilities/main.json`, and embeds the UI.

#[path = "src/command_names.rs"]
mod command_names;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=src/command_names.rs");
    // The UI is embedded by a macro, which cargo cannot see reading it.
    println!("cargo::rerun-if-changed=../ui/dist");
    let manifest = tauri_build::AppManifest::new().commands(command_names::NAMES);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}
