//! Where bytes come from: the network through `fetch`, or the sample edition inside the program.

use fetch::{Client, Kind, Proxy, Response, Validators};
use library::Library;
use url::Url;

use crate::secrets::{PROXY, Secrets};
use crate::{Failure, Newsroom, Options, lock, sample, settings};

/// Who asks: name, version and where to complain.
const USER_AGENT: &str =
    concat!("Standfirst/", env!("CARGO_PKG_VERSION"), " (desktop news reader; +https://standfirst.app/bot)");

/// A feed or page over this is no newspaper.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// A client that goes out by `proxy`, as [`crate::wire::Settings`] spells it.
///
/// # Errors
/// `invalid` when that is no proxy.
pub(crate) fn client(options: &Options, proxy: &str) -> Result<Client, Failure> {
    let proxy = match proxy {
        "" => Proxy::from_variables(|name| std::env::var(name).ok()),
        "none" => Proxy::default(),
        address => Proxy::at(&with_password(options, address)).ok_or_else(|| {
            Failure::new(
                "invalid",
                format!("The proxy {}", address.rsplit('@').next().unwrap_or_default()),
                "it is no address of one",
                "write it like http://proxy.example:3128 or socks5h://localhost:1080, or leave it empty",
            )
        })?,
    };
    Client::new(fetch::Options {
        user_agent: USER_AGENT.to_owned(),
        total_timeout: options.request_timeout,
        connect_timeout: options.request_timeout.min(std::time::Duration::from_secs(10)),
        max_bytes: MAX_BYTES,
        now: options.clock,
        proxy,
        ..fetch::Options::default()
    })
    .map_err(|error| Failure::from_fetch(&error, "The network"))
}

/// A client that goes out by the proxy that is set in a library. One that is none any more must not keep anything else from
/// working.
///
/// # Errors
/// `network` when no client can be made at all.
pub(crate) fn client_of(options: &Options, library: &Library) -> Result<Client, Failure> {
    client(options, &settings::stored(library).proxy).or_else(|_| client(options, ""))
}

/// A proxy's address with the password that is kept for it.
fn with_password(options: &Options, address: &str) -> String {
    let named = Url::parse(address).ok().filter(|url| !url.username().is_empty() && url.password().is_none());
    let Some(mut url) = named else { return address.to_owned() };
    match Secrets::of(options).get(PROXY) {
        Ok(password) if url.set_password(Some(&password)).is_ok() => url.into(),
        _ => address.to_owned(),
    }
}

/// An address for people and logs: without a password.
pub(crate) fn shown(url: &Url) -> String {
    crate::access::split_login(url).0.into()
}

impl Newsroom {
    /// A failure to fetch `url`. Where a proxy stood between, it is named: it may be what failed.
    pub(crate) fn unfetched(&self, error: &fetch::FetchError, url: &Url) -> Failure {
        let failure = Failure::from_fetch(error, &shown(url));
        let client = self.client();
        let of_the_way =
            matches!(failure.code.as_str(), "refused" | "unresolvable" | "unreachable" | "timeout" | "tls");
        match client.way_to(url).filter(|_| of_the_way) {
            Some(proxy) => Failure::new(
                "proxy",
                failure.what,
                format!("it is asked through the proxy {}, and {}", shown(proxy), failure.why),
                "check the proxy in Settings, or with `standfirst proxy`",
            ),
            None => failure,
        }
    }

    pub(crate) fn client(&self) -> Client {
        lock(&self.0.client).clone()
    }

    /// Asks `url` once, conditionally when `validators` has something.
    pub(crate) async fn ask(&self, url: &Url, kind: Kind, validators: &Validators) -> Result<Response, Failure> {
        if sample::is_sample(url) {
            return sample_response(url);
        }
        let asked = self.client().get(url, kind, validators).await;
        let mut response = asked.map_err(|error| self.unfetched(&error, url))?;
        // Who looks at one answer and asks for another must not keep a place while waiting for one.
        response.held = fetch::Held::default();
        Ok(response)
    }
}

pub(crate) fn sample_response(url: &Url) -> Result<Response, Failure> {
    let bytes = sample::file(url).ok_or_else(|| {
        Failure::new(
            "not-found",
            url.as_str(),
            "the sample edition has no such page",
            "follow it anew with `standfirst sample`",
        )
    })?;
    Ok(Response::local(url.clone(), bytes.to_vec(), Some(sample::media_type(url).to_owned())))
}
