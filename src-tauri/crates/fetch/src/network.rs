//! Where names lead, and the guard that judges it: what is judged is what is connected.

use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::address;

/// The addresses of a name, once they are known. Port 0 stands for the port of the URL.
pub type Lookup = Pin<Box<dyn Future<Output = std::io::Result<Vec<SocketAddr>>> + Send>>;

/// The network as a client sees it: the system's in the product ([`System`]), a made-up one in tests, where a public
/// server can be had no other way.
pub trait Network: Send + Sync + 'static {
    /// The addresses `name` leads to, best first.
    fn lookup(&self, name: &str) -> Lookup;

    /// Whether nothing public may lead to `address`.
    fn is_private(&self, address: IpAddr) -> bool {
        address::is_private(address)
    }
}

/// The system's resolver.
#[derive(Debug, Clone, Copy)]
pub struct System;

impl Network for System {
    fn lookup(&self, name: &str) -> Lookup {
        let name = name.to_owned();
        Box::pin(async move { Ok(tokio::net::lookup_host((name.as_str(), 0)).await?.collect()) })
    }
}

/// Leaves private addresses out of the answers when `public_only`. Its answers are the addresses that are connected:
/// judging them here, and not in a look-up before, is what defeats a name that changes between the two.
pub(crate) struct Guard {
    pub(crate) network: Arc<dyn Network>,
    pub(crate) public_only: bool,
    /// Names of proxies: the reader chose them, wherever they are.
    pub(crate) proxies: Vec<String>,
}

/// The name only leads to private addresses.
#[derive(Debug, thiserror::Error)]
#[error("private address")]
pub(crate) struct OnlyPrivate;

/// The name leads nowhere.
#[derive(Debug, thiserror::Error)]
#[error("no such name")]
pub(crate) struct NoSuchName;

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let found = self.network.lookup(name.as_str());
        let network = Arc::clone(&self.network);
        let public_only = self.public_only && !self.proxies.iter().any(|proxy| proxy == name.as_str());
        Box::pin(async move {
            let all = found.await.map_err(|_| NoSuchName)?;
            if all.is_empty() {
                return Err(NoSuchName.into());
            }
            let kept: Vec<_> =
                all.into_iter().filter(|address| !public_only || !network.is_private(address.ip())).collect();
            if kept.is_empty() {
                return Err(OnlyPrivate.into());
            }
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}
