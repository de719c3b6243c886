//! What the reader has set, kept in the library as one JSON text.

use crate::wire::Settings;
use crate::{Failure, Newsroom};

const KEY: &str = "window";

impl Newsroom {
    pub(crate) async fn settings(&self) -> Result<Settings, Failure> {
        let stored = self.with_library(|library, _| Ok(library.setting(KEY)?)).await?;
        // Settings of another version that cannot be read are worth less than a window that opens.
        Ok(stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    pub(crate) async fn set_settings(&self, mut settings: Settings) -> Result<Settings, Failure> {
        settings.text_size = settings.text_size.clamp(14, 28);
        settings.refresh_minutes = settings.refresh_minutes.min(24 * 60);
        let json = serde_json::to_string(&settings)
            .map_err(|error| Failure::new("internal", "The settings", error.to_string(), "report this, please"))?;
        self.with_library(move |library, _| Ok(library.set_setting(KEY, &json)?)).await?;
        Ok(settings)
    }
}
