//! What sites are known to offer at their addresses. The rules are data, in [`table`]; this applies them.

mod any_site;
mod sites;
mod table;

use url::Url;

use super::anchors::has_ending;
use super::pattern::{Taken, fill, fit, mark, same_site};
use super::{FoundFeed, Way, without_feeds};
use any_site::ANY_SITE;
use sites::SITES;
use table::Rule;

/// The feeds that the rules know for an address, with what they need from its page; `canonical` is the address the page
/// says it has.
pub(super) fn feeds(url: &Url, canonical: Option<&Url>, html: &str) -> Vec<FoundFeed> {
    // An address of a feed is at its goal already.
    if without_feeds(url).is_some() || has_ending(url.path()) {
        return Vec::new();
    }
    let of = |url: &Url| {
        // A site that has its own rule for such addresses is not one of any kind, also where the rule lacks the page.
        let is_known = SITES.iter().any(|rule| taken(rule, url).is_some());
        first(SITES, url, html, Way::Rule)
            .or_else(|| (!is_known).then(|| first(ANY_SITE, url, html, Way::Likely)).flatten())
    };
    let mut feeds = of(url).unwrap_or_default();
    // Handles and short addresses: the page tells the long one, which a rule may know better.
    let other = canonical.filter(|other| {
        *other != url && matches!((other.host_str(), url.host_str()), (Some(one), Some(two)) if same_site(one, two))
    });
    feeds.extend(other.and_then(of).unwrap_or_default());
    feeds
}

/// What has to be asked before the feeds of an address can be told, where its page does not tell: the address to ask;
/// [`feeds_in_page`](super::feeds_in_page) reads the answer as it reads the page.
#[must_use]
pub fn lookup(url: &Url) -> Option<Url> {
    SITES.iter().find_map(|rule| {
        let taken = taken(rule, url)?;
        fill(rule.ask?, &taken).and_then(|ask| Url::parse(&ask).ok())
    })
}

/// The feeds of the first rule that fits; none when none does.
fn first(rules: &[Rule], url: &Url, html: &str, way: Way) -> Option<Vec<FoundFeed>> {
    rules.iter().find_map(|rule| {
        let mut taken = taken(rule, url)?;
        if !rule.page.is_empty() && !rule.page.iter().any(|marker| stands_in(html, marker, &mut taken)) {
            return None;
        }
        let feeds = rule.feeds.iter().filter_map(|(title, template)| {
            let url = Url::parse(&fill(template, &taken)?).ok()?;
            Some(FoundFeed { url: url.into(), title: Some((*title).to_owned()), media_type: None, way, foreign: false })
        });
        Some(feeds.collect())
    })
}

fn taken(rule: &Rule, url: &Url) -> Option<Taken> {
    let taken = rule.hosts.split(' ').find_map(|host| fit(url, host, rule.path, rule.query))?;
    let own = |value: &String| {
        rule.not.iter().any(|not| match not.strip_suffix('*') {
            Some(start) => value.starts_with(start),
            None => value.eq_ignore_ascii_case(not),
        })
    };
    (!taken.values().any(own)).then_some(taken)
}

/// Whether the marker stands in the page; what it marks is taken.
fn stands_in(html: &str, marker: &str, taken: &mut Taken) -> bool {
    if !marker.contains('{') {
        return html.contains(marker);
    }
    mark(html, marker).is_some_and(|(name, value)| {
        taken.insert(name, value);
        true
    })
}

#[cfg(test)]
mod tests;
