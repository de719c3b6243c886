//! The host manifest: by which a browser finds the program and knows who may speak to it.

use std::path::Path;

use serde_json::json;

use crate::caller::{CHROMIUM_IDS, FIREFOX_IDS};
use crate::table::Family;

/// The host's name, under which extensions ask for it; its manifest is `HOST.json`.
pub const HOST: &str = "app.standfirst.host";

/// The manifest of the host that is `program`, for browsers of one family.
#[must_use]
pub fn manifest(family: Family, program: &Path) -> String {
    let mut manifest = json!({
        "name": HOST,
        "description": "Saves pages and follows sites in Standfirst",
        "path": program,
        "type": "stdio",
    });
    match family {
        Family::Chromium => {
            let origins = CHROMIUM_IDS.iter().map(|id| format!("chrome-extension://{id}/"));
            manifest["allowed_origins"] = origins.collect();
        }
        Family::Firefox => manifest["allowed_extensions"] = FIREFOX_IDS.iter().copied().collect(),
    }
    format!("{manifest:#}\n")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::manifest;
    use crate::table::Family;

    /// What the packages contain is what this makes.
    #[test]
    fn the_packages_manifests_are_those_of_the_program_where_packages_put_it() {
        for (family, name) in [(Family::Chromium, "chromium.json"), (Family::Firefox, "firefox.json")] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../native-host").join(name);
            let made = manifest(family, Path::new("/usr/bin/standfirst"));
            if std::env::var_os("STANDFIRST_WRITE_MANIFESTS").is_some() {
                std::fs::write(&path, &made).unwrap();
            }
            let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
            let lies_there = read(&std::fs::read_to_string(&path).unwrap());
            assert_eq!(lies_there, read(&made), "STANDFIRST_WRITE_MANIFESTS=1 writes {name} anew");
        }
    }
}
