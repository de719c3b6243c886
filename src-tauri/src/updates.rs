//! Updates by the app itself, through Tauri's signed updater, when the reader asks. Only builds with the feature `updater` have
//! it, and of these only copies that no package manager installed. Where updates lie and whose signature they carry stands
//! in the configuration of a release (`tauri.release.conf.json`); without that there is no updater either.

use newsroom::Failure;
use serde_json::Value;
use tauri::{AppHandle, Config};

/// Whether this build can replace itself at all.
pub(crate) fn is_there(config: &Config) -> bool {
    cfg!(feature = "updater") && config.plugins.0.contains_key("updater")
}

/// Makes the updater ready, where there is one.
#[cfg_attr(not(feature = "updater"), allow(clippy::unnecessary_wraps, reason = "the same shape in both builds"))]
pub(crate) fn prepare(app: &AppHandle) -> tauri::Result<()> {
    #[cfg(feature = "updater")]
    itself::prepare(app)?;
    let _ = app;
    Ok(())
}

/// Answers `look_for_update` and `install_update`; none for other commands, and where newsroom is to say who updates this copy.
pub(crate) async fn answer(app: &AppHandle, name: &str) -> Option<Result<Value, Failure>> {
    #[cfg(feature = "updater")]
    {
        itself::answer(app, name).await
    }
    #[cfg(not(feature = "updater"))]
    {
        // The same shape in both builds.
        let _ = (app, name);
        std::future::ready(None).await
    }
}

#[cfg(feature = "updater")]
mod itself {
    use std::sync::{Mutex, PoisonError};
    use std::time::Duration;

    use newsroom::Failure;
    use newsroom::wire::{UpdateView, Updates};
    use serde_json::{Value, json};
    use tauri::{AppHandle, Manager as _};
    use tauri_plugin_updater::{Error, Update, UpdaterExt as _};

    use crate::desk::Desk;

    /// To ask what there is, and to fetch it: a hundred megabytes on a slow line.
    const LOOKING: Duration = Duration::from_secs(20);
    const FETCHING: Duration = Duration::from_mins(20);
    /// Letters of release notes that are shown.
    const MOST_NOTES: usize = 20_000;

    /// What was found last: only that can be installed.
    #[derive(Default)]
    struct Found(Mutex<Option<Update>>);

    pub(super) fn prepare(app: &AppHandle) -> tauri::Result<()> {
        if super::is_there(app.config()) {
            app.manage(Found::default());
            app.plugin(tauri_plugin_updater::Builder::new().build())?;
        }
        Ok(())
    }

    pub(super) async fn answer(app: &AppHandle, name: &str) -> Option<Result<Value, Failure>> {
        if newsroom::installation(super::is_there(app.config())).updates != Updates::Itself {
            return None;
        }
        match name {
            "look_for_update" => Some(look(app).await.map_err(|error| failure(&error))),
            "install_update" => Some(install(app).await),
            _ => None,
        }
    }

    async fn look(app: &AppHandle) -> Result<Value, Error> {
        let mut updater = app.updater_builder().timeout(LOOKING);
        // The reader's proxy is everything's.
        updater = match proxy(app).await.as_deref() {
            None => updater,
            Some("none") => updater.no_proxy(),
            Some(proxy) if proxy.contains("://") => updater.proxy(proxy.parse()?),
            Some(proxy) => updater.proxy(format!("http://{proxy}").parse()?),
        };
        let update = updater.build()?.check().await?;
        let view = update.as_ref().map(|update| UpdateView {
            version: update.version.clone(),
            notes: update.body.as_ref().map(|notes| notes.chars().take(MOST_NOTES).collect()),
        });
        *app.state::<Found>().0.lock().unwrap_or_else(PoisonError::into_inner) = update;
        Ok(json!(view))
    }

    /// As the settings have it. Its password lies in the keyring and is not looked up for this: such a proxy refuses us, and that is told.
    async fn proxy(app: &AppHandle) -> Option<String> {
        let settings = app.state::<Desk>().call(app, "settings", json!({})).await.ok()?;
        settings["proxy"].as_str().filter(|proxy| !proxy.is_empty()).map(str::to_owned)
    }

    /// Fetches what was found, checks its signature, puts it in our place and starts it. Returns only when that failed.
    async fn install(app: &AppHandle) -> Result<Value, Failure> {
        let found = app.state::<Found>().0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut update) = found else {
            return Err(Failure::new("invalid", "The update", "none was found before", "look for updates first"));
        };
        update.timeout = Some(FETCHING);
        let bytes = update.download(|_, _| {}, || {}).await.map_err(|error| failure(&error))?;
        let installed = tauri::async_runtime::spawn_blocking(move || update.install(bytes)).await;
        match installed {
            Ok(Ok(())) => app.restart(),
            Ok(Err(error)) => Err(failure(&error)),
            Err(error) => Err(Failure::new(
                "internal",
                "The update",
                error.to_string(),
                "start Standfirst again and look for updates",
            )),
        }
    }

    /// What went wrong, for a reader. Nothing was replaced in any of these cases.
    fn failure(error: &Error) -> Failure {
        let (code, why, todo) = match error {
            Error::Minisign(_)
            | Error::Base64(_)
            | Error::SignatureUtf8(_)
            | Error::SignedVersionMismatch { .. }
            | Error::MissingSignedVersion => (
                "signature",
                "it is not signed by the makers of Standfirst, so it was thrown away".to_owned(),
                "keep what you have, and try again in some days",
            ),
            Error::Reqwest(_) | Error::Network(_) | Error::ReleaseNotFound => {
                ("unreachable", format!("the server did not answer as it should ({error})"), "try again later")
            }
            Error::TargetNotFound(_) | Error::TargetsNotFound(_) => {
                ("not-found", "there is none for this system".to_owned(), "look at the download page")
            }
            Error::Io(_)
            | Error::TempDirNotOnSameMountPoint
            | Error::TempDirNotFound
            | Error::PreviousAppNotRestored(_) => (
                "storage",
                error.to_string(),
                "see that Standfirst lies in a folder you may write to, or download it anew",
            ),
            _ => ("update", error.to_string(), "download the new version and install it by hand"),
        };
        Failure::new(code, "The update", why, todo)
    }
}
