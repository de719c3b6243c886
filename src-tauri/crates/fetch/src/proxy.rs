//! The way out: straight, or through a proxy for the addresses it is meant for.

use url::{Host, Url};

use crate::address;

/// Proxies by the scheme of what is asked. The default has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxy {
    http: Option<Url>,
    https: Option<Url>,
    /// Hosts that are asked straight: names with all their subdomains; `*` is every host.
    except: Vec<String>,
}

impl Proxy {
    /// One proxy for everything: `http:`, `https:`, `socks5:` or `socks5h:`. None when the address is of another kind.
    #[must_use]
    pub fn at(address: &str) -> Option<Self> {
        let url = parse(address)?;
        Some(Self { http: Some(url.clone()), https: Some(url), except: Vec::new() })
    }

    /// What the usual variables say: `http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`, small or large. As in curl,
    /// `HTTP_PROXY` in large letters does not count: on web servers it is the visitor's to set (CVE-2016-5385).
    #[must_use]
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let either = |name: &str| set(name).or_else(|| set(&name.to_uppercase()));
        let all = either("all_proxy");
        let of = |own: Option<String>| own.or_else(|| all.clone()).as_deref().and_then(parse);
        Self {
            http: of(set("http_proxy")),
            https: of(either("https_proxy")),
            except: either("no_proxy")
                .unwrap_or_default()
                .split(',')
                .map(|name| name.trim().trim_start_matches("*.").trim_start_matches('.').to_ascii_lowercase())
                .filter(|name| !name.is_empty())
                .collect(),
        }
    }

    /// The proxy to ask `url` through. Private addresses and `localhost` are asked straight: a proxy outside could not
    /// reach them, and should not hear of them.
    #[must_use]
    pub fn way_to(&self, url: &Url) -> Option<&Url> {
        let proxy = if url.scheme() == "https" { self.https.as_ref() } else { self.http.as_ref() }?;
        let host = url.host_str()?.to_ascii_lowercase();
        let excepted = self.except.iter().any(|name| {
            name == "*" || host == *name || host.strip_suffix(name.as_str()).is_some_and(|front| front.ends_with('.'))
        });
        (!excepted && !address::names_private_host(url)).then_some(proxy)
    }

    /// The names of the proxies themselves.
    pub(crate) fn names(&self) -> Vec<String> {
        let name = |url: &Url| match url.host() {
            Some(Host::Domain(name)) => Some(name.to_owned()),
            _ => None,
        };
        [&self.http, &self.https].into_iter().flatten().filter_map(name).collect()
    }
}

fn parse(address: &str) -> Option<Url> {
    let address = address.trim();
    let url = if address.contains("://") { Url::parse(address) } else { Url::parse(&format!("http://{address}")) };
    url.ok().filter(|url| matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::Proxy;
    use url::Url;

    fn way(proxy: &Proxy, to: &str) -> Option<String> {
        proxy.way_to(&Url::parse(to).unwrap()).map(Url::to_string)
    }

    #[test]
    fn the_usual_variables_are_read_as_curl_reads_them() {
        let proxy = Proxy::from_variables(|name| {
            let value = match name {
                "http_proxy" => "proxy.example:3128",
                "HTTPS_PROXY" => "socks5h://tunnel.example:1080",
                "no_proxy" => "quiet.example, .inner.example,*.star.example",
                "HTTP_PROXY" => "http://evil.example",
                _ => return None,
            };
            Some(value.to_owned())
        });
        assert_eq!(way(&proxy, "http://a.example/").as_deref(), Some("http://proxy.example:3128/"));
        assert_eq!(way(&proxy, "https://a.example/").as_deref(), Some("socks5h://tunnel.example:1080"));
        for straight in [
            "http://quiet.example/",
            "https://a.quiet.example/",
            "http://x.inner.example/",
            "http://x.star.example/",
            "http://127.0.0.1/",
            "http://localhost:8000/",
            "http://192.168.1.1/",
        ] {
            assert_eq!(way(&proxy, straight), None, "{straight}");
        }
        assert!(way(&proxy, "http://unquiet.example/").is_some());
    }

    #[test]
    fn an_address_that_is_no_proxy_is_none() {
        assert!(Proxy::at("10.0.0.1:3128").is_some());
        for wrong in ["", "ftp://a.example", "http://", "not an address"] {
            assert_eq!(Proxy::at(wrong), None, "{wrong}");
        }
        assert_eq!(way(&Proxy::default(), "http://a.example/"), None);
    }
}
