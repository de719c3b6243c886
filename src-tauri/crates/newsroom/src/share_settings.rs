//! What the reader has set for sharing, kept in the library as one JSON text, and which targets were used last.

use std::collections::BTreeMap;

use library::Library;

use crate::sharing::from_share;
use crate::wire::{SharePlace, ShareServer, ShareSettings};
use crate::{Failure, Newsroom};

const KEY: &str = "share";
/// Of this machine: what programs and phones it has. Archives leave it out (`library::archive::columns`).
const RECENT_KEY: &str = "share-recent";
/// Targets remembered.
const MOST_RECENT: usize = 8;

impl Newsroom {
    /// What the reader has set for sharing, with every place that needs a server.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn share_settings(&self) -> Result<ShareSettings, Failure> {
        self.with_library(|library, _| {
            let settings = stored(library);
            Ok(shown(settings.undecorated, &places_of(&settings)))
        })
        .await
    }

    /// Keeps what the reader sets for sharing, as it is understood.
    ///
    /// # Errors
    /// `bad-template`, `bad-name`, `bad-server`, `too-many` for what cannot be used: nothing is kept then.
    pub async fn set_share_settings(&self, settings: ShareSettings) -> Result<ShareSettings, Failure> {
        let places = places(&settings).map_err(|error| from_share(&error).of("The places to share to"))?;
        let had = self.with_library(|library, _| Ok(stored(library).own)).await?;
        let new = places.own().iter().filter(|own| !had.iter().any(|had| had.name.trim() == own.name));
        for own in new {
            share::Places::is_free(&own.name).map_err(|error| from_share(&error).of("The places to share to"))?;
        }
        let shown = shown(settings.undecorated, &places);
        let json = serde_json::to_string(&shown)
            .map_err(|error| Failure::new("internal", "The settings", error.to_string(), "report this, please"))?;
        self.with_library(move |library, _| Ok(library.set_setting(KEY, &json)?)).await?;
        Ok(shown)
    }
}

/// What is set in a library. What cannot be read of it, as in an archive of a later version, is as if it were not set.
pub(crate) fn stored(library: &Library) -> ShareSettings {
    let json = library.setting(KEY).ok().flatten();
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// The places in it, if all of them can be used: a library may have taken in a stranger's archive.
pub(crate) fn places_of(settings: &ShareSettings) -> share::Places {
    places(settings).unwrap_or_default()
}

fn places(settings: &ShareSettings) -> Result<share::Places, share::ShareError> {
    let servers: BTreeMap<String, String> =
        settings.servers.iter().map(|server| (server.id.clone(), server.address.clone())).collect();
    let own = settings.own.iter();
    let own = own.map(|place| share::Own { name: place.name.clone(), template: place.template.clone() }).collect();
    share::Places::new(servers, own)
}

fn shown(undecorated: bool, places: &share::Places) -> ShareSettings {
    let servers = share::Places::on_servers().map(|(id, name)| ShareServer {
        id: id.to_owned(),
        name: name.to_owned(),
        address: places.server(id).unwrap_or_default().to_owned(),
    });
    let own = places.own().iter();
    let own = own.map(|own| SharePlace { name: own.name.clone(), template: own.template.clone() });
    ShareSettings { undecorated, servers: servers.collect(), own: own.collect() }
}

/// The targets that were used, the last one first.
pub(crate) fn recall(library: &Library) -> Vec<String> {
    let json = library.setting(RECENT_KEY).ok().flatten();
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// Puts a target before the others.
pub(crate) fn remember(library: &Library, id: &str) -> Result<(), Failure> {
    let mut recent = recall(library);
    if recent.first().is_some_and(|first| first == id) {
        return Ok(());
    }
    recent.retain(|other| other != id);
    recent.insert(0, id.to_owned());
    recent.truncate(MOST_RECENT);
    let json = serde_json::to_string(&recent)
        .map_err(|error| Failure::new("internal", "The settings", error.to_string(), "report this, please"))?;
    Ok(library.set_setting(RECENT_KEY, &json)?)
}
