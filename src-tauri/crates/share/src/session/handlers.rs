//! Which schemes some installed program opens, read from the files that say so (MIME Applications Associations 1.0 of
//! freedesktop.org): one look at a few small files, where asking `xdg-mime` starts a shell for each scheme.

use std::path::{Path, PathBuf};

/// Bytes of such a file. A full desktop's is some 50 KB.
const LARGEST: u64 = 1024 * 1024;

/// Those of `schemes` that a program is there for.
pub(super) fn of_schemes(schemes: &[&'static str]) -> Vec<&'static str> {
    let (config, data) = (folders("XDG_CONFIG_HOME", ".config", "XDG_CONFIG_DIRS", "/etc/xdg"), data_folders());
    among(schemes, &config, &data)
}

fn among(schemes: &[&'static str], config: &[PathBuf], data: &[PathBuf]) -> Vec<&'static str> {
    let lists = config.iter().map(|folder| folder.join("mimeapps.list"));
    let lists = lists.chain(data.iter().map(|folder| folder.join("applications/mimeapps.list")));
    let lists = lists.chain(data.iter().map(|folder| folder.join("applications/mimeinfo.cache")));
    let texts: Vec<String> = lists.filter_map(|file| read(&file)).collect();
    let is_there = |program: &str| {
        let plain = !program.contains('/') && !program.starts_with('.');
        plain && data.iter().any(|folder| folder.join("applications").join(program).is_file())
    };
    let handled = |scheme: &str| texts.iter().any(|text| programs(text, scheme).any(is_there));
    schemes.iter().copied().filter(|scheme| handled(scheme)).collect()
}

/// The programs a file names for a scheme. In `[Removed Associations]` stands what must not be taken for one.
fn programs<'a>(text: &'a str, scheme: &str) -> impl Iterator<Item = &'a str> {
    let key = format!("x-scheme-handler/{scheme}");
    let mut removed = false;
    let lines = text.lines().filter_map(move |line| {
        if line.starts_with('[') {
            removed = line.trim() == "[Removed Associations]";
        }
        let (name, programs) = line.split_once('=')?;
        (!removed && name.trim() == key).then_some(programs)
    });
    lines.flat_map(|programs| programs.split(';')).map(str::trim).filter(|program| !program.is_empty())
}

fn read(file: &Path) -> Option<String> {
    let size = file.metadata().ok()?.len();
    if size > LARGEST { None } else { Some(String::from_utf8_lossy(&std::fs::read(file).ok()?).into_owned()) }
}

fn data_folders() -> Vec<PathBuf> {
    folders("XDG_DATA_HOME", ".local/share", "XDG_DATA_DIRS", "/usr/local/share:/usr/share")
}

/// The reader's own folder and then the system's (XDG Base Directory Specification).
fn folders(own: &str, in_home: &str, system: &str, usual: &str) -> Vec<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let home = set("HOME").map(|home| PathBuf::from(home).join(in_home));
    let own = set(own).map(PathBuf::from).or(home);
    let system = set(system).unwrap_or_else(|| usual.into());
    own.into_iter().chain(std::env::split_paths(&system)).filter(|folder| folder.is_absolute()).collect()
}

#[cfg(test)]
mod tests {
    use super::among;

    #[test]
    fn a_scheme_is_handled_when_its_program_is_installed() {
        let home = tempfile::tempdir().unwrap();
        let (config, data) = (home.path().join("config"), home.path().join("data"));
        let applications = data.join("applications");
        for folder in [&config, &applications] {
            std::fs::create_dir_all(folder).unwrap();
        }
        let found = || among(&["tg", "whatsapp"], std::slice::from_ref(&config), std::slice::from_ref(&data));
        let cache = "[MIME Cache]\ntext/html=a.desktop;\nx-scheme-handler/tg=gone.desktop;telegram.desktop;\nx-scheme-handler/whatsapp=gone.desktop;\n";
        std::fs::write(applications.join("mimeinfo.cache"), cache).unwrap();
        assert!(found().is_empty(), "its program was removed");
        std::fs::write(applications.join("telegram.desktop"), "[Desktop Entry]\n").unwrap();
        assert_eq!(found(), ["tg"]);
        let list = "[Removed Associations]\nx-scheme-handler/whatsapp=telegram.desktop\n[Added Associations]\nx-scheme-handler/tgx=telegram.desktop\n";
        std::fs::write(config.join("mimeapps.list"), list).unwrap();
        assert_eq!(found(), ["tg"]);
        std::fs::write(
            config.join("mimeapps.list"),
            "[Default Applications]\nx-scheme-handler/whatsapp=telegram.desktop\n",
        )
        .unwrap();
        assert_eq!(found(), ["tg", "whatsapp"]);
    }
}
