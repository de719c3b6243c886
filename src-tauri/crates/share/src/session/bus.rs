//! The session's bus, asked with a limit of time.

use std::time::Duration;

use serde::Serialize;
use zbus::proxy::{CacheProperties, MethodFlags};
use zbus::zvariant::{DynamicDeserialize, DynamicType};
use zbus::{Connection, Proxy};

use crate::ShareError;

/// How long a program may take to say that it has taken something. A service that is only being started needs a second.
pub(crate) const CALL: Duration = Duration::from_secs(5);

/// A connection to it, and the limit of each call.
pub(crate) struct Bus {
    pub(crate) connection: Connection,
    limit: Duration,
}

/// An object of a service, and one interface of it.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    /// The service as the person knows it.
    pub(crate) whom: &'static str,
    pub(crate) service: &'static str,
    pub(crate) path: &'a str,
    pub(crate) interface: &'static str,
}

/// Whether a service that does not run may be started by the call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    Never,
    IfNeeded,
}

impl Bus {
    /// Connects. `limit` is that of connecting and of each call: zbus has none for its handshake, and a bus that only
    /// listens never answers.
    ///
    /// # Errors
    /// `NoBus`, when there is none or it says nothing in time.
    pub(crate) async fn session(limit: Duration) -> Result<Self, ShareError> {
        match tokio::time::timeout(limit, Connection::session()).await {
            Ok(Ok(connection)) => Ok(Self { connection, limit }),
            Ok(Err(error)) => {
                tracing::debug!(%error, "no session bus");
                Err(ShareError::NoBus)
            }
            Err(_) => {
                tracing::debug!("the session bus does not answer");
                Err(ShareError::NoBus)
            }
        }
    }

    /// Calls a method and gives what it answers.
    pub(crate) async fn call<B, R>(
        &self,
        at: Place<'_>,
        method: &'static str,
        start: Start,
        body: &B,
    ) -> Result<R, ShareError>
    where
        B: Serialize + DynamicType + Sync,
        R: for<'d> DynamicDeserialize<'d>,
    {
        let answer = async {
            let proxy: Proxy<'_> = zbus::proxy::Builder::new(&self.connection)
                .destination(at.service)?
                .path(at.path)?
                .interface(at.interface)?
                .cache_properties(CacheProperties::No)
                .build()
                .await?;
            match start {
                Start::Never => proxy.call_with_flags(method, MethodFlags::NoAutoStart.into(), body).await,
                Start::IfNeeded => proxy.call(method, body).await.map(Some),
            }
        };
        // Not zbus's own limit: calls with flags pass it by.
        match tokio::time::timeout(self.limit, answer).await {
            Ok(Ok(Some(answer))) => Ok(answer),
            Ok(Err(error)) => Err(failure(at.whom, &error)),
            Ok(Ok(None)) | Err(_) => Err(ShareError::NoAnswer { whom: at.whom }),
        }
    }
}

/// In words: what the service says.
fn failure(whom: &'static str, error: &zbus::Error) -> ShareError {
    match error {
        zbus::Error::MethodError(name, text, _) => {
            let text = text.as_deref().unwrap_or(name.as_str());
            // What a stranger's program says goes into one line of ours, whose parts are told apart by colons.
            let why = crate::template::clip(&crate::item::one_line(text).replace(": ", " - "), 160);
            ShareError::Refused { whom, why }
        }
        other => ShareError::Refused { whom, why: crate::item::one_line(&other.to_string()).replace(": ", " - ") },
    }
}
