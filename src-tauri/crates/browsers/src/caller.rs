//! Who started this program: a browser, for which extension.

use std::ffi::OsString;
use std::path::Path;

use crate::manifest::HOST;

/// The ids our extension has in Chromium and its kin, which make them of the `key` in `ui/extension/manifest.json`: the
/// first 32 hex digits of the SHA-256 of the public key (DER), spelt with `a` to `p`. A store that signs with a key of
/// its own gives another one: it is added here.
pub const CHROMIUM_IDS: &[&str] = &["fkgihlbcfmfmkpploagkiepddhfcoeom"];

/// The ids it has in Firefox, where the manifest states it.
pub const FIREFOX_IDS: &[&str] = &["extension@standfirst.app"];

/// Who is at the other end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// Our own extension.
    Ours,
    /// Another one, by its id.
    Stranger(String),
}

/// Tells by the arguments whether a browser started us to speak with an extension; none when a person did.
///
/// Chromium gives the extension's origin first (and on Windows `--parent-window=…` after it), Firefox the path of the
/// host manifest and then the add-on's id. No command of ours looks like either, so the manifest can name the program
/// itself: no wrapper, which Windows would need a shell for, and no link that a package could lose.
pub fn caller(args: impl IntoIterator<Item = OsString>) -> Option<Caller> {
    let mut args = args.into_iter();
    let first = args.next()?;
    if let Some(origin) = first.to_string_lossy().strip_prefix("chrome-extension://") {
        return Some(known(origin.strip_suffix('/').unwrap_or(origin), CHROMIUM_IDS));
    }
    let manifest = Path::new(&first);
    let is_ours = manifest.file_stem().is_some_and(|stem| stem == HOST)
        && manifest.extension().is_some_and(|extension| extension == "json");
    is_ours.then(|| known(&args.next().unwrap_or_default().to_string_lossy(), FIREFOX_IDS))
}

fn known(id: &str, ours: &[&str]) -> Caller {
    if ours.contains(&id) { Caller::Ours } else { Caller::Stranger(id.to_owned()) }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use serde_json::Value;
    use sha2::{Digest as _, Sha256};

    use super::{CHROMIUM_IDS, Caller, FIREFOX_IDS, caller};

    fn started(args: &[&str]) -> Option<Caller> {
        caller(args.iter().map(Into::into))
    }

    #[test]
    fn a_person_at_the_command_line_is_no_browser() {
        for args in
            [&[][..], &["list"], &["import", "app.standfirst.host.json"], &["follow", "chrome-extension://x/"], &[""]]
        {
            assert_eq!(started(args), None, "{args:?}");
        }
    }

    #[test]
    fn our_extension_is_known_in_either_kind_of_browser() {
        let chromium = format!("chrome-extension://{}/", CHROMIUM_IDS[0]);
        assert_eq!(started(&[&chromium]), Some(Caller::Ours));
        assert_eq!(started(&[&chromium, "--parent-window=0"]), Some(Caller::Ours));
        let manifest = "/home/ann/.mozilla/native-messaging-hosts/app.standfirst.host.json";
        assert_eq!(started(&[manifest, FIREFOX_IDS[0]]), Some(Caller::Ours));
    }

    #[test]
    fn anybody_else_is_a_stranger() {
        let stranger = |id: &str| Some(Caller::Stranger(id.to_owned()));
        assert_eq!(
            started(&["chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh/"]),
            stranger("aaaabbbbccccddddeeeeffffgggghhhh")
        );
        assert_eq!(started(&["chrome-extension://"]), stranger(""));
        let longer = format!("{}/../x", CHROMIUM_IDS[0]);
        assert_eq!(started(&[&format!("chrome-extension://{longer}")]), stranger(&longer));
        // One kind's id is none of the other's.
        assert_eq!(started(&["/x/app.standfirst.host.json", CHROMIUM_IDS[0]]), stranger(CHROMIUM_IDS[0]));
        assert_eq!(started(&["/x/app.standfirst.host.json"]), stranger(""));
    }

    #[test]
    fn the_ids_are_those_of_the_extensions_manifest() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../ui/extension/manifest.json");
        let manifest: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let key = base64::engine::general_purpose::STANDARD.decode(manifest["key"].as_str().unwrap()).unwrap();
        let id: String = Sha256::digest(&key)[..16]
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .map(|digit| char::from(b'a' + digit))
            .collect();
        assert_eq!(CHROMIUM_IDS[0], id);
        assert_eq!(manifest["browser_specific_settings"]["gecko"]["id"], FIREFOX_IDS[0]);
    }
}
