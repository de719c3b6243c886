//! Patterns of addresses, as the rules write them, and what they take out of one.
//!
//! A path pattern is written in segments: `{name}` takes one segment or part of one, `{name#}` digits only, `{name...}`
//! all that are left, a last `*` stands for whatever follows, also nothing. A query pattern is `name={name}`, joined by `&`.
//! A host pattern is a host, `*.host` for any one name before it (taken as `{sub}`), or `name.*` for any host that begins so.

use std::collections::BTreeMap;

use url::Url;

/// What a pattern took out of an address, by name.
pub(super) type Taken = BTreeMap<String, String>;

/// Names before a host that lead to the same site.
const SAME_SITE: &[&str] = &["m.", "mobile.", "new.", "np.", "old.", "www."];

/// Takes an address apart; none when it does not fit.
pub(super) fn fit(url: &Url, host: &str, path: &str, query: &str) -> Option<Taken> {
    let mut taken = Taken::new();
    fit_host(url.host_str()?, host, &mut taken)?;
    fit_path(url, path, &mut taken)?;
    for wanted in query.split('&').filter(|wanted| !wanted.is_empty()) {
        let (name, pattern) = wanted.split_once('=')?;
        let value = url.query_pairs().find(|(given, _)| given == name)?.1.into_owned();
        let encoded = url::form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>();
        fit_segment(&encoded, pattern, &mut taken)?;
    }
    let authority = &url[url::Position::BeforeHost..url::Position::AfterPort];
    taken.insert("origin".to_owned(), format!("{}://{authority}", url.scheme()));
    taken.insert(
        "?".to_owned(),
        url.query().filter(|query| !query.is_empty()).map_or_else(String::new, |query| format!("?{query}")),
    );
    Some(taken)
}

/// Whether two hosts are of one site, apart from names that only tell its faces apart.
pub(super) fn same_site(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

fn bare(host: &str) -> &str {
    SAME_SITE.iter().find_map(|face| host.strip_prefix(face).filter(|rest| rest.contains('.'))).unwrap_or(host)
}

fn fit_host(host: &str, pattern: &str, taken: &mut Taken) -> Option<()> {
    if pattern == "*" {
        return Some(());
    }
    if let Some(rest) = pattern.strip_prefix('*') {
        let sub = host.strip_suffix(rest).filter(|sub| !sub.is_empty() && !sub.contains('.') && *sub != "www")?;
        taken.insert("sub".to_owned(), sub.to_owned());
        return Some(());
    }
    if let Some(name) = pattern.strip_suffix('*') {
        return host.starts_with(name).then_some(());
    }
    (bare(host) == pattern || host == pattern).then_some(())
}

fn fit_path(url: &Url, pattern: &str, taken: &mut Taken) -> Option<()> {
    let mut given = url.path_segments()?.filter(|segment| !segment.is_empty());
    let mut wanted = pattern.split('/').filter(|segment| !segment.is_empty());
    loop {
        let Some(next) = wanted.next() else { return given.next().is_none().then_some(()) };
        if next == "*" {
            return Some(());
        }
        if let Some(name) = next.strip_prefix('{').and_then(|name| name.strip_suffix("...}")) {
            let rest = given.collect::<Vec<_>>().join("/");
            return (!rest.is_empty()).then(|| {
                taken.insert(name.to_owned(), rest);
            });
        }
        fit_segment(given.next()?, next, taken)?;
    }
}

/// Fits one segment: text, `{name}`, text.
fn fit_segment(given: &str, pattern: &str, taken: &mut Taken) -> Option<()> {
    let Some((before, rest)) = pattern.split_once('{') else { return (given == pattern).then_some(()) };
    let (name, after) = rest.split_once('}')?;
    let value = given.strip_prefix(before)?.strip_suffix(after)?;
    let name = match name.strip_suffix('#') {
        Some(name) => value.bytes().all(|byte| byte.is_ascii_digit()).then_some(name)?,
        None => name,
    };
    if value.is_empty() {
        return None;
    }
    taken.insert(name.to_owned(), value.to_owned());
    Some(())
}

/// Takes what stands at the marker out of a page's text: letters, digits, `-`, `_` and `@`, or for `{url}` an address in a
/// JSON string.
pub(super) fn mark(text: &str, marker: &str) -> Option<(String, String)> {
    let (before, rest) = marker.split_once('{')?;
    let name = rest.strip_suffix('}')?;
    text.match_indices(before).take(20).find_map(|(at, _)| {
        let rest = &text[at + before.len()..];
        let value = if name == "url" {
            rest.split('"').next().unwrap_or_default().replace("\\/", "/").replace("\\u0026", "&")
        } else {
            let end =
                rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '@')).unwrap_or(rest.len());
            rest[..end].to_owned()
        };
        (!value.is_empty() && value.len() < 2000).then(|| (name.to_owned(), value))
    })
}

/// The template with what was taken in its places; none when something is missing.
pub(super) fn fill(template: &str, taken: &Taken) -> Option<String> {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, place)) = rest.split_once('{') {
        let (name, after) = place.split_once('}')?;
        filled.push_str(before);
        filled.push_str(taken.get(name)?);
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::{fill, fit, mark};
    use url::Url;

    fn filled(url: &str, host: &str, path: &str, query: &str, template: &str) -> Option<String> {
        fit(&Url::parse(url).unwrap(), host, path, query).and_then(|taken| fill(template, &taken))
    }

    #[test]
    fn what_fits_is_taken_and_put_in_its_place() {
        assert_eq!(filled("https://m.a.example/x/y/", "a.example", "/x/{id}", "", "{id}!").as_deref(), Some("y!"));
        assert_eq!(
            filled("https://a.example/c/n/67", "*", "/c/{n}/{id#}", "", "{origin}/{id}").as_deref(),
            Some("https://a.example/67")
        );
        assert_eq!(filled("https://sub.a.example/", "*.a.example", "/*", "", "{sub}").as_deref(), Some("sub"));
        assert_eq!(
            filled("https://a.example/r/b/c?q=1", "a.example", "/r/{rest...}", "", "{rest}{?}").as_deref(),
            Some("b/c?q=1")
        );
        assert_eq!(
            filled("https://a.example/s?v=2&list=a%20b", "a.example", "/s", "list={l}", "{l}").as_deref(),
            Some("a+b")
        );
    }

    #[test]
    fn what_does_not_fit_gives_nothing() {
        for (url, host, path, query) in [
            ("https://nota.example/x", "a.example", "/x", ""),
            ("https://a.example/x/y", "a.example", "/x", ""),
            ("https://a.example/c/n/x7", "a.example", "/c/{n}/{id#}", ""),
            ("https://a.example/s?list=", "a.example", "/s", "list={l}"),
            ("https://www.a.example/", "*.a.example", "/*", ""),
            ("https://a.example/", "a.example", "/{rest...}", ""),
        ] {
            assert_eq!(filled(url, host, path, query, "x"), None, "{url}");
        }
    }

    #[test]
    fn a_marker_takes_a_name_or_an_address() {
        assert_eq!(mark(r#"{"id":"UCab-1_x","y":1}"#, r#""id":"UC{id}"#), Some(("id".to_owned(), "ab-1_x".to_owned())));
        assert_eq!(
            mark(r#"{"feedUrl":"https:\/\/a.example\/f?x=1\u0026y=2"}"#, r#""feedUrl":"{url}"#).unwrap().1,
            "https://a.example/f?x=1&y=2"
        );
        assert_eq!(mark("nothing", "id={id}"), None);
    }
}
