//! A client and its bounds. Redirects are followed by hand, so that each hop is judged before it is taken.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::redirect::Policy;
use tokio::time::Instant;
use url::Url;

use crate::FetchError;
use crate::access::Access;
use crate::address;
use crate::classify;
use crate::hop::{Ask, Hop};
use crate::network::{Guard, Network, System};
use crate::places::Places;
use crate::proxy::Proxy;
use crate::response::{Response, Validators};

/// More redirects than this are a loop, or might as well be one.
const MOST_REDIRECTS: usize = 10;

/// Idle connections are closed after this: a refresh meets a host again at once or not for a quarter of an hour.
const KEEP_IDLE: Duration = Duration::from_secs(15);

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A feed or page a person asked for; the first hop may be private.
    Document,
    /// A page or feed that something public points to; nothing private is reached on the way.
    Linked,
    /// A picture an article shows. A name that leads to a private address is refused; a private address written out
    /// is not, since only an article from there is stored with one.
    Image,
    /// As [`Kind::Image`], and SVG too, told as `image/svg+xml`: for whoever draws it and shows what came of that, never
    /// the markup itself.
    Drawable,
}

/// The bounds of a client.
#[derive(Debug, Clone)]
pub struct Options {
    /// Name, version and contact.
    pub user_agent: String,
    /// For the connection alone.
    pub connect_timeout: Duration,
    /// For one hop, until the head of its answer is there; the connection included.
    pub header_timeout: Duration,
    /// For all hops together, from the first byte out to the last byte in. Waiting for a place at a busy host does
    /// not count: it is not the host that is slow then.
    pub total_timeout: Duration,
    /// Of the body, its content encoding undone.
    pub max_bytes: usize,
    /// Requests to one host at once.
    pub per_host: usize,
    /// Requests at once in all; slow ones give up their place to others.
    pub at_once: usize,
    /// A request that takes longer is slow.
    pub patience: Duration,
    /// The way out.
    pub proxy: Proxy,
    /// The clock that dates are measured by when a server does not tell its own time.
    pub now: fn() -> Timestamp,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            user_agent: "Standfirst".to_owned(),
            connect_timeout: Duration::from_secs(10),
            header_timeout: Duration::from_secs(20),
            total_timeout: Duration::from_secs(30),
            max_bytes: 16 * 1024 * 1024,
            per_host: 2,
            at_once: 64,
            patience: Duration::from_secs(2),
            proxy: Proxy::default(),
            now: Timestamp::now,
        }
    }
}

/// An HTTP client. Cheap to clone; clones share connections and limits.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    /// For addresses a person gave.
    open: OnceLock<Result<reqwest::Client, FetchError>>,
    /// For whatever a public server points to. Its connections are its own: none to a private address is among them.
    public: OnceLock<Result<reqwest::Client, FetchError>>,
    pub(crate) network: Arc<dyn Network>,
    pub(crate) options: Options,
    pub(crate) places: Places,
}

impl Client {
    /// A client on the system's network. Costs nothing yet: TLS, for which every certificate the system trusts is
    /// read, is set up with the first request, so that programs that ask nobody do not wait for it.
    ///
    /// # Errors
    /// None today.
    pub fn new(options: Options) -> Result<Self, FetchError> {
        Self::on_network(options, Arc::new(System))
    }

    /// A client whose names lead where `network` says, and to which private is what `network` calls so.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn on_network(options: Options, network: Arc<dyn Network>) -> Result<Self, FetchError> {
        let places = Places::new(options.per_host, options.at_once, options.patience);
        Ok(Self(Arc::new(Inner { open: OnceLock::new(), public: OnceLock::new(), network, options, places })))
    }

    /// The proxy that `url` is asked through, if any.
    #[must_use]
    pub fn way_to(&self, url: &Url) -> Option<&Url> {
        self.0.options.proxy.way_to(url)
    }

    /// Asks `url` as nobody in particular; see [`Client::get_as`].
    ///
    /// # Errors
    /// Every [`FetchError`].
    pub async fn get(&self, url: &Url, kind: Kind, validators: &Validators) -> Result<Response, FetchError> {
        self.get_as(url, kind, validators, &Access::default()).await
    }

    /// Asks `url`, conditionally when `validators` has something to go by, and follows redirects. Validators go to
    /// the address they came from alone: another one may use the same ones for something else. `access` goes to the
    /// server of `url` alone.
    ///
    /// # Errors
    /// Every [`FetchError`]. A body is never cut short without one.
    pub async fn get_as(
        &self,
        url: &Url,
        kind: Kind,
        validators: &Validators,
        access: &Access,
    ) -> Result<Response, FetchError> {
        let unconditional = Validators::default();
        let mut left = self.0.options.total_timeout;
        let mut seen: Vec<Url> = Vec::new();
        let mut current = url.clone();
        // The address to ask next time: where permanent redirects led, up to the first temporary one.
        let mut lasting = url.clone();
        let mut all_permanent = true;
        let mut public_only = match kind {
            Kind::Document => false,
            Kind::Linked => true,
            Kind::Image | Kind::Drawable => address::literal(url).is_none(),
        };
        loop {
            self.judge(&current, public_only, seen.is_empty())?;
            let _host = self.0.places.at_host(current.host_str().unwrap_or_default()).await;
            let validators =
                if current == *validators.url.as_ref().unwrap_or(url) { validators } else { &unconditional };
            // Before the clock runs: setting up TLS is no time of the server's.
            let http = self.0.connections(public_only)?;
            let headers = access.headers_for(&current, url);
            let begun = Instant::now();
            let ask = Ask { http, url: &current, kind, validators, public_only, headers, time: left };
            let (hop, place) = self.0.places.among_all(self.hop(ask)).await;
            match hop? {
                Hop::Done(response) => {
                    let mut response = *response;
                    if current != *url {
                        response.validators.url = Some(current);
                    }
                    response.permanent_url = Some(lasting).filter(|lasting| lasting != url);
                    if !response.bytes.is_empty() {
                        response.held.0.push(Arc::new(place));
                    }
                    return Ok(response);
                }
                Hop::Redirect { to, permanent, from_private } => {
                    left = left.saturating_sub(begun.elapsed());
                    // Once a public server has had a say, nothing private is reached any more.
                    public_only |= !from_private;
                    all_permanent &= permanent;
                    if all_permanent {
                        lasting = to.clone();
                    }
                    seen.push(addressed(std::mem::replace(&mut current, to)));
                    if seen.len() > MOST_REDIRECTS || seen.contains(&addressed(current.clone())) {
                        return Err(FetchError::TooManyRedirects);
                    }
                }
            }
        }
    }

    /// Whether an address may be asked, as far as its text tells; the guard judges where names lead.
    fn judge(&self, url: &Url, public_only: bool, first: bool) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(if first { FetchError::InvalidAddress } else { FetchError::NotHttp });
        }
        // Through a proxy nobody here sees where a name leads; one without a dot is of the reader's own network.
        let is_local_name = url.domain().is_some_and(|name| !name.trim_end_matches('.').contains('.'));
        if public_only && is_local_name && self.0.options.proxy.way_to(url).is_some() {
            return Err(FetchError::PrivateAddress);
        }
        match address::literal(url) {
            Some(address) if public_only && self.0.network.is_private(address) => Err(FetchError::PrivateAddress),
            _ => Ok(()),
        }
    }
}

impl Inner {
    /// The connections to ask by.
    ///
    /// # Errors
    /// [`FetchError::NoCertificates`] or [`FetchError::Tls`] when TLS cannot be set up, until the program ends.
    fn connections(&self, public_only: bool) -> Result<&reqwest::Client, FetchError> {
        let connections = if public_only { &self.public } else { &self.open };
        let made = connections.get_or_init(|| self.connect(public_only).map_err(|error| classify::of_setup(&error)));
        made.as_ref().map_err(Clone::clone)
    }

    fn connect(&self, public_only: bool) -> reqwest::Result<reqwest::Client> {
        let proxy = self.options.proxy.clone();
        let guard = Guard { network: Arc::clone(&self.network), public_only, proxies: proxy.names() };
        reqwest::Client::builder()
            .user_agent(&self.options.user_agent)
            .connect_timeout(self.options.connect_timeout)
            .pool_idle_timeout(KEEP_IDLE)
            .pool_max_idle_per_host(self.options.per_host)
            .redirect(Policy::none())
            .referer(false)
            // Only the way that was asked for: with one from the environment nobody would judge where it leads.
            .no_proxy()
            .proxy(reqwest::Proxy::custom(move |url| proxy.way_to(url).cloned()))
            .dns_resolver(guard)
            .build()
    }
}

/// The part of a URL that a server sees.
fn addressed(mut url: Url) -> Url {
    url.set_fragment(None);
    url
}
