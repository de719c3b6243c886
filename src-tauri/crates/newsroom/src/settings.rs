//! What the reader has set, kept in the library as one JSON text.

use library::Library;
use url::Url;

use crate::secrets::{PROXY, Secrets};
use crate::wire::Settings;
use crate::{Failure, Newsroom, access, blocking, lock, telling, transport};

const KEY: &str = "window";
/// Beside the others, since it is of this machine: archives leave it out.
const PROXY_KEY: &str = "proxy";

/// Some room there must be: pictures that are being read are kept, too.
const LEAST_PICTURES_MB: u32 = 1;
/// A terabyte.
const MOST_PICTURES_MB: u32 = 1024 * 1024;

impl Newsroom {
    /// What the reader has set.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn settings(&self) -> Result<Settings, Failure> {
        self.with_library(|library, _| Ok(Settings { folding: library.folding()?, ..stored(library) })).await
    }

    /// Keeps what the reader sets; what is out of bounds is brought back into them.
    ///
    /// # Errors
    /// `invalid` for an address that is no proxy, `storage` when it cannot be kept.
    pub async fn set_settings(&self, mut settings: Settings) -> Result<Settings, Failure> {
        let known = self.settings().await?.proxy;
        if settings.proxy.trim() != known {
            with_port(settings.proxy.trim())?;
        }
        settings.proxy = self.without_password(settings.proxy.trim()).await?;
        // Before anything is kept: a wrong proxy would take the whole network away.
        // Blocking, as it may have to ask the keyring for the proxy's password.
        let (options, proxy) = (self.0.options.clone(), settings.proxy.clone());
        let client = blocking(move || transport::client(&options, &proxy)).await??;
        settings.quiet_from = telling::time_of_day(&settings.quiet_from)?;
        settings.quiet_until = telling::time_of_day(&settings.quiet_until)?;
        settings.text_size = settings.text_size.clamp(14, 28);
        settings.refresh_minutes = settings.refresh_minutes.min(24 * 60);
        settings.picture_limit_mb = settings.picture_limit_mb.clamp(LEAST_PICTURES_MB, MOST_PICTURES_MB);
        let json = serde_json::to_string(&Settings { proxy: String::new(), ..settings.clone() })
            .map_err(|error| Failure::new("internal", "The settings", error.to_string(), "report this, please"))?;
        let (folding, proxy) = (settings.folding, settings.proxy.clone());
        self.with_library(move |library, _| {
            library.set_setting(PROXY_KEY, &proxy)?;
            library.set_setting(KEY, &json)?;
            // Storing goes by it, so it lies where that looks.
            if library.folding()? != folding {
                library.set_folding(folding)?;
            }
            Ok(())
        })
        .await?;
        *lock(&self.0.client) = client;
        self.0.rescheduled.notify_one();
        Ok(settings)
    }
}

impl Newsroom {
    /// A proxy's address as it is kept; its password goes where secrets lie.
    async fn without_password(&self, proxy: &str) -> Result<String, Failure> {
        let parsed = Url::parse(proxy).or_else(|_| Url::parse(&format!("http://{proxy}")));
        let Ok(mut url) = parsed else { return Ok(proxy.to_owned()) };
        let (_, Some((_, password))) = access::split_login(&url) else { return Ok(proxy.to_owned()) };
        if password.is_empty() {
            return Ok(proxy.to_owned());
        }
        // Fails only for addresses that cannot have a password, and this one has.
        let _ = url.set_password(None);
        let secrets = Secrets::of(&self.0.options);
        blocking(move || secrets.keep(PROXY, &password)).await??;
        Ok(url.into())
    }
}

/// Refuses a bare word: a host alone is a proxy's address only with its port.
fn with_port(proxy: &str) -> Result<(), Failure> {
    let bare = !proxy.contains("://")
        && proxy.trim_end_matches('/').rsplit_once(':').is_none_or(|(_, port)| port.parse::<u16>().is_err());
    if !bare || matches!(proxy, "" | "none") {
        return Ok(());
    }
    Err(Failure::new(
        "invalid",
        format!("The proxy {proxy}"),
        "it is a name without a port",
        format!("write it like http://{proxy}:3128 or socks5h://{proxy}:1080"),
    ))
}

/// What is set in a library. Settings of another version that cannot be read are worth less than a window that opens.
pub(crate) fn stored(library: &Library) -> Settings {
    let json = library.setting(KEY).ok().flatten();
    let settings: Settings = json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
    Settings { proxy: library.setting(PROXY_KEY).ok().flatten().unwrap_or_default(), ..settings }
}
