//! What packages hold about the command line, made from its own definition: manual pages, and what shells complete.

use std::fs;
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;
use newsroom::Failure;

use crate::args::Args;

/// Each shell, and where below `share` it looks for what a program's arguments are.
const SHELLS: [(Shell, &str, &str); 3] = [
    (Shell::Bash, "bash-completion/completions", "standfirst"),
    (Shell::Zsh, "zsh/site-functions", "_standfirst"),
    (Shell::Fish, "fish/vendor_completions.d", "standfirst.fish"),
];

/// Writes a page for `standfirst` and one for each of its commands to `man/man1`, and the completions to where the shells
/// look for them, all below `share`, which is made if it is missing.
pub(crate) fn write(share: &Path) -> Result<(), Failure> {
    let written = pages(&share.join("man/man1")).and_then(|()| completions(share));
    written.map_err(|error| {
        Failure::new("manual", share.display().to_string(), error.to_string(), "name a folder that can be written to")
    })
}

fn pages(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let manual = Args::command().disable_help_subcommand(true);
    clap_mangen::generate_to(manual, folder)
}

fn completions(share: &Path) -> std::io::Result<()> {
    for (shell, folder, name) in SHELLS {
        let folder = share.join(folder);
        fs::create_dir_all(&folder)?;
        let mut file = fs::File::create(folder.join(name))?;
        clap_complete::generate(shell, &mut Args::command(), "standfirst", &mut file);
    }
    Ok(())
}
