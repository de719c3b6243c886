//! Rules for software that runs on hosts of any name, in the order they are tried. Whether a site runs it, only asking
//! tells, unless the page shows it. Source: each program's own documentation of its feeds.

use super::table::{Rule, at};

/// What `WordPress` pages are full of.
const WORDPRESS: &[&str] = &["/wp-content/", "/wp-includes/"];

pub(super) const ANY_SITE: &[Rule] = &[
    // GitLab: its own addresses have `/-/` in them.
    at("*", "/{group}/{project}/-/releases/*", &[("Releases", "{origin}/{group}/{project}/-/releases.atom")]),
    at("*", "/{group}/{project}/-/tags/*", &[("Tags", "{origin}/{group}/{project}/-/tags?format=atom")]),
    at(
        "*",
        "/{group}/{project}/-/commits/{ref...}",
        &[("Commits", "{origin}/{group}/{project}/-/commits/{ref}?format=atom")],
    ),
    at("*", "/{group}/{project}/-/issues/*", &[("Issues", "{origin}/{group}/{project}/-/issues.atom")]),
    at(
        "*",
        "/{group}/{sub}/{project}/-/releases/*",
        &[("Releases", "{origin}/{group}/{sub}/{project}/-/releases.atom")],
    ),
    at("*", "/{group}/{sub}/{project}/-/tags/*", &[("Tags", "{origin}/{group}/{sub}/{project}/-/tags?format=atom")]),
    at(
        "*",
        "/{group}/{sub}/{project}/-/commits/{ref...}",
        &[("Commits", "{origin}/{group}/{sub}/{project}/-/commits/{ref}?format=atom")],
    ),
    // Mastodon, Pleroma, GoToSocial and others: accounts and hashtags.
    at("*", "/@{name}/tagged/{tag}", &[("Posts with this tag", "{origin}/@{name}/tagged/{tag}.rss")]),
    at("*", "/@{name}/*", &[("Posts", "{origin}/@{name}.rss")]),
    at("*", "/users/{name}", &[("Posts", "{origin}/users/{name}.rss")]),
    at("*", "/tags/{tag}", &[("Posts with this tag", "{origin}/tags/{tag}.rss")]).page(&["mastodon"]),
    // Discourse: categories and topics end in a number.
    at(
        "*",
        "/c/{parent}/{category}/{id#}/*",
        &[("Topics of this category", "{origin}/c/{parent}/{category}/{id}.rss")],
    ),
    at("*", "/c/{category}/{id#}/*", &[("Topics of this category", "{origin}/c/{category}/{id}.rss")]),
    at("*", "/t/{topic}/{id#}/*", &[("Posts of this topic", "{origin}/t/{topic}/{id}.rss")]),
    at("*", "/latest", &[("Newest topics", "{origin}/latest.rss")]).page(&["discourse"]),
    at("*", "/tag/{tag}", &[("Topics with this tag", "{origin}/tag/{tag}.rss")]).page(&["discourse"]),
    // PeerTube: channels and accounts.
    at("*", "/c/{name}/videos", &[("Videos", "{origin}/feeds/videos.xml?videoChannelName={name}")]),
    at("*", "/video-channels/{name}/*", &[("Videos", "{origin}/feeds/videos.xml?videoChannelName={name}")]),
    at("*", "/a/{name}/video-channels", &[("Videos", "{origin}/feeds/videos.xml?accountName={name}")]),
    at("*", "/accounts/{name}/*", &[("Videos", "{origin}/feeds/videos.xml?accountName={name}")]).page(&["PeerTube"]),
    // Lemmy: communities and people.
    at("*", "/c/{name}", &[("Posts of this community", "{origin}/feeds/c/{name}.xml?sort=New")])
        .page(&["lemmy", "Lemmy"]),
    at("*", "/u/{name}", &[("Posts", "{origin}/feeds/u/{name}.xml?sort=New")]).page(&["lemmy", "Lemmy"]),
    // WordPress: sections, tags, authors.
    at("*", "/author/{name}/*", &[("Articles of this author", "{origin}/author/{name}/feed/")]).page(WORDPRESS),
    at("*", "/category/{name...}", &[("Articles of this section", "{origin}/category/{name}/feed/")]).page(WORDPRESS),
    at("*", "/tag/{name}/*", &[("Articles with this tag", "{origin}/tag/{name}/feed/")]).page(WORDPRESS),
];
