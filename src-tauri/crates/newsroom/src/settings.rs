//! What the reader has set, kept in the library as one JSON text.

use library::Library;

use crate::wire::Settings;
use crate::{Failure, Newsroom, lock, transport};

const KEY: &str = "window";

impl Newsroom {
    /// What the reader has set.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn settings(&self) -> Result<Settings, Failure> {
        self.with_library(|library, _| Ok(stored(library))).await
    }

    /// Keeps what the reader sets; what is out of bounds is brought back into them.
    ///
    /// # Errors
    /// `invalid` for an address that is no proxy, `storage` when it cannot be kept.
    pub async fn set_settings(&self, mut settings: Settings) -> Result<Settings, Failure> {
        settings.proxy = settings.proxy.trim().to_owned();
        // Before anything is kept: a wrong proxy would take the whole network away.
        let client = transport::client(&self.0.options, &settings.proxy)?;
        settings.text_size = settings.text_size.clamp(14, 28);
        settings.refresh_minutes = settings.refresh_minutes.min(24 * 60);
        let json = serde_json::to_string(&settings)
            .map_err(|error| Failure::new("internal", "The settings", error.to_string(), "report this, please"))?;
        self.with_library(move |library, _| Ok(library.set_setting(KEY, &json)?)).await?;
        *lock(&self.0.client) = client;
        Ok(settings)
    }
}

/// What is set in a library. Settings of another version that cannot be read are worth less than a window that opens.
pub(crate) fn stored(library: &Library) -> Settings {
    let json = library.setting(KEY).ok().flatten();
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}
