//! TypeScript for the UI, made from the wire types and the command table.

use std::fmt::Write as _;
use std::path::Path;

use ts_rs::{Config, TS};

#[allow(clippy::wildcard_imports, reason = "the command table names nearly all of them")]
use crate::wire::*;

/// Writes one file a type and `commands.ts` into `folder`.
///
/// # Errors
/// When a file cannot be written.
pub fn write(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder)?;
    let config = Config::new().with_out_dir(folder).with_large_int("number");
    Event::export_all(&config)?;
    Failure::export_all(&config)?;
    // Only ever in lists, or where there may be none, which have no file of their own to lead to them.
    Folded::export_all(&config)?;
    SavedSearch::export_all(&config)?;
    SearchSign::export_all(&config)?;
    ShareTarget::export_all(&config)?;
    UpdateView::export_all(&config)?;
    let mut body = String::new();
    let mut names = Vec::new();
    macro_rules! describe {
        ($($name:ident($($arg:ident: $ty:ty),*) -> $out:ty;)*) => {
            $(
                let args: Vec<String> = vec![$({
                    <$ty>::export_all(&config).or_else(ignore_unexportable)?;
                    note::<$ty>(&config, &mut names);
                    format!("{}: {}", stringify!($arg), <$ty>::name(&config))
                }),*];
                <$out>::export_all(&config).or_else(ignore_unexportable)?;
                note::<$out>(&config, &mut names);
                let args = if args.is_empty() { "Record<string, never>".to_owned() } else { format!("{{ {} }}", args.join(", ")) };
                writeln!(body, "  {}: {{ args: {args}; result: {} }};", stringify!($name), <$out>::name(&config))?;
            )*
        };
    }
    crate::for_each_command!(describe);
    names.sort();
    names.dedup();
    let mut text = String::from("// Made from newsroom's command table by `make types`. Do not edit.\n");
    for name in names {
        writeln!(text, "import type {{ {name} }} from \"./{name}\";")?;
    }
    write!(text, "\nexport interface Commands {{\n{body}}}\n")?;
    std::fs::write(folder.join("commands.ts"), text)?;
    Ok(())
}

/// Strings, numbers and vectors have no file of their own.
fn ignore_unexportable(error: ts_rs::ExportError) -> Result<(), ts_rs::ExportError> {
    if matches!(error, ts_rs::ExportError::CannotBeExported(_)) { Ok(()) } else { Err(error) }
}

/// Notes the name to import for `T`, looking through `Vec<…>` and `Option<…>`.
fn note<T: TS + 'static>(config: &Config, names: &mut Vec<String>) {
    let name = T::name(config);
    let inner: String = name.trim_start_matches("Array<").chars().take_while(|c| c.is_alphanumeric()).collect();
    if inner.starts_with(char::is_uppercase) && inner != "Array" {
        names.push(inner);
    }
}

#[cfg(test)]
mod tests {
    /// `make types` runs this with `STANDFIRST_WRITE_TYPES` set; CI runs it without, and finds what is stale.
    #[test]
    fn the_ui_has_the_types_of_this_newsroom() {
        let ui = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/backend/generated");
        if std::env::var_os("STANDFIRST_WRITE_TYPES").is_some() {
            let _ = std::fs::remove_dir_all(&ui);
            super::write(&ui).unwrap();
        }
        let fresh = tempfile::tempdir().unwrap();
        super::write(fresh.path()).unwrap();
        let list = |dir: &std::path::Path| {
            let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|file| file.unwrap().path()).collect();
            files.sort();
            files
                .into_iter()
                .map(|path| (path.file_name().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap()))
                .collect::<Vec<_>>()
        };
        assert!(list(fresh.path()) == list(&ui), "the UI's types are stale: run `make types`");
    }
}
