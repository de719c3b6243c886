use std::collections::HashSet;

use super::super::feeds_in_page;
use super::{ANY_SITE, SITES, taken};
use url::Url;

/// Address, page, first feed: at least one for every rule.
const EXAMPLES: &[(&str, &str, &str)] = &[
    ("https://blog.bearblog.dev/a", "", "https://blog.bearblog.dev/feed/"),
    ("https://a.blogspot.com/2024/01/x.html", "", "https://a.blogspot.com/feeds/posts/default"),
    ("https://a.blogspot.com/search/label/boats", "", "https://a.blogspot.com/feeds/posts/default/-/boats"),
    ("https://a.dreamwidth.org/", "", "https://a.dreamwidth.org/data/rss"),
    ("https://a.ghost.io/author/b/", "", "https://a.ghost.io/author/b/rss/"),
    ("https://a.ghost.io/tag/b/", "", "https://a.ghost.io/tag/b/rss/"),
    ("https://a.ghost.io/", "", "https://a.ghost.io/rss/"),
    ("https://a.hashnode.dev/", "", "https://a.hashnode.dev/rss.xml"),
    ("https://a.hatenablog.com/entry/1", "", "https://a.hatenablog.com/feed"),
    ("https://a.itch.io/game/devlog/1/x", "", "https://a.itch.io/game/devlog.rss"),
    ("https://a.libsyn.com/", "", "https://a.libsyn.com/rss"),
    ("https://a.livejournal.com/1.html", "", "https://a.livejournal.com/data/rss"),
    ("https://a.medium.com/", "", "https://a.medium.com/feed"),
    ("https://a.micro.blog/", "", "https://a.micro.blog/feed.xml"),
    ("https://a.podbean.com/e/1", "", "https://feed.podbean.com/a/feed.xml"),
    ("https://a.substack.com/p/some-post", "", "https://a.substack.com/feed"),
    ("https://a.tumblr.com/", "", "https://a.tumblr.com/rss"),
    ("https://a.tumblr.com/tagged/b", "", "https://a.tumblr.com/tagged/b/rss"),
    (
        "https://en.wikipedia.org/wiki/Boat",
        "",
        "https://en.wikipedia.org/w/index.php?title=Boat&action=history&feed=atom",
    ),
    (
        "https://en.wikipedia.org/wiki/Special:RecentChanges",
        "",
        "https://en.wikipedia.org/w/index.php?title=Special:RecentChanges&feed=atom",
    ),
    ("https://a.wordpress.com/author/b/", "", "https://a.wordpress.com/author/b/feed/"),
    ("https://a.wordpress.com/category/b/c/", "", "https://a.wordpress.com/category/b/c/feed/"),
    ("https://a.wordpress.com/tag/b/", "", "https://a.wordpress.com/tag/b/feed/"),
    ("https://a.wordpress.com/2024/01/02/x/", "", "https://a.wordpress.com/feed/"),
    ("https://write.as/a/", "", "https://write.as/a/feed/"),
    ("https://anchor.fm/a", "", "https://anchor.fm/a/rss"),
    ("https://arxiv.org/list/cs.CL/recent", "", "https://rss.arxiv.org/rss/cs.CL"),
    ("https://arxiv.org/archive/math", "", "https://rss.arxiv.org/rss/math"),
    ("https://aur.archlinux.org/packages", "", "https://aur.archlinux.org/rss/"),
    ("https://bsky.app/profile/a.example", "", "https://bsky.app/profile/a.example/rss"),
    ("https://buttondown.com/a/archive/", "", "https://buttondown.com/a/rss"),
    ("https://codeberg.org/a/b/commits/branch/main", "", "https://codeberg.org/a/b/rss/branch/main"),
    ("https://codeberg.org/a/b/releases", "", "https://codeberg.org/a/b/releases.rss"),
    ("https://codeberg.org/a/b/tags", "", "https://codeberg.org/a/b/tags.rss"),
    ("https://codeberg.org/a/b", "", "https://codeberg.org/a/b.rss"),
    ("https://codeberg.org/a", "", "https://codeberg.org/a.rss"),
    ("https://crates.io/crates/url", "", "https://static.crates.io/rss/crates/url.xml"),
    ("https://www.dailymotion.com/playlist/x1", "", "https://www.dailymotion.com/rss/playlist/x1"),
    ("https://www.dailymotion.com/a", "", "https://www.dailymotion.com/rss/user/a"),
    ("https://dev.to/", "", "https://dev.to/feed"),
    ("https://dev.to/t/rust", "", "https://dev.to/feed/tag/rust"),
    ("https://dev.to/ben", "", "https://dev.to/feed/ben"),
    (
        "https://www.flickr.com/photos/a/",
        r#"{"nsid":"12@N01"}"#,
        "https://www.flickr.com/services/feeds/photos_public.gne?id=12@N01&format=atom",
    ),
    ("https://gist.github.com/a", "", "https://gist.github.com/a.atom"),
    ("https://github.com/orgs/a/repositories", "", "https://github.com/a.atom"),
    ("https://github.com/a", "", "https://github.com/a.atom"),
    ("https://www.github.com/a/b/", "", "https://github.com/a/b/releases.atom"),
    ("https://github.com/a/b/commits", "", "https://github.com/a/b/commits.atom"),
    ("https://github.com/a/b/commits/main/src/lib.rs", "", "https://github.com/a/b/commits/main/src/lib.rs.atom"),
    ("https://github.com/a/b/discussions", "", "https://github.com/a/b/discussions.atom"),
    ("https://github.com/a/b/releases/tag/v1", "", "https://github.com/a/b/releases.atom"),
    ("https://github.com/a/b/tags", "", "https://github.com/a/b/tags.atom"),
    ("https://github.com/a/b/tree/main", "", "https://github.com/a/b/commits/main.atom"),
    ("https://github.com/a/b/wiki", "", "https://github.com/a/b/wiki.atom"),
    ("https://gitlab.com/a/b", "", "https://gitlab.com/a/b.atom"),
    ("https://gitlab.example/a", "", "https://gitlab.example/a.atom"),
    ("https://www.goodreads.com/user/show/1-a", "", "https://www.goodreads.com/user/updates_rss/1-a"),
    ("https://www.kickstarter.com/projects/a/b/posts", "", "https://www.kickstarter.com/projects/a/b/posts.atom"),
    ("https://lemmy.world/c/boats", "", "https://lemmy.world/feeds/c/boats.xml?sort=New"),
    ("https://beehaw.org/u/a", "", "https://beehaw.org/feeds/u/a.xml?sort=New"),
    ("https://programming.dev/", "", "https://programming.dev/feeds/all.xml?sort=New"),
    ("https://letterboxd.com/a/films/", "", "https://letterboxd.com/a/rss/"),
    ("https://lobste.rs/", "", "https://lobste.rs/rss"),
    ("https://lobste.rs/t/rust", "", "https://lobste.rs/t/rust.rss"),
    ("https://lobste.rs/~a", "", "https://lobste.rs/~a/stories.rss"),
    ("https://medium.com/@a/a-story-1", "", "https://medium.com/feed/@a"),
    ("https://medium.com/tag/rust/latest", "", "https://medium.com/feed/tag/rust"),
    ("https://medium.com/a/tagged/b", "", "https://medium.com/feed/a/tagged/b"),
    ("https://medium.com/a", "", "https://medium.com/feed/a"),
    ("https://news.ycombinator.com", "", "https://news.ycombinator.com/rss"),
    ("https://news.ycombinator.com/ask", "", "https://hnrss.org/ask"),
    ("https://news.ycombinator.com/best", "", "https://hnrss.org/best"),
    ("https://news.ycombinator.com/front", "", "https://news.ycombinator.com/rss"),
    ("https://news.ycombinator.com/item?id=1", "", "https://hnrss.org/item?id=1"),
    ("https://news.ycombinator.com/jobs", "", "https://hnrss.org/jobs"),
    ("https://news.ycombinator.com/news", "", "https://news.ycombinator.com/rss"),
    ("https://news.ycombinator.com/newest", "", "https://hnrss.org/newest"),
    ("https://news.ycombinator.com/show", "", "https://hnrss.org/show"),
    ("https://news.ycombinator.com/submitted?id=a", "", "https://hnrss.org/submitted?id=a"),
    ("https://news.ycombinator.com/threads?id=a", "", "https://hnrss.org/threads?id=a"),
    ("https://news.ycombinator.com/user?id=a", "", "https://hnrss.org/user?id=a"),
    ("https://note.com/a", "", "https://note.com/a/rss"),
    ("https://odysee.com/@a:1", "", "https://odysee.com/$/rss/@a:1"),
    ("https://open.substack.com/pub/a/p/b", "", "https://a.substack.com/feed"),
    ("https://www.pinterest.com/a/", "", "https://www.pinterest.com/a/feed.rss"),
    ("https://www.pinterest.com/a/b/", "", "https://www.pinterest.com/a/b.rss"),
    ("https://itunes.apple.com/podcast/a/id1", r#"{"feedUrl":"https://b.example/f"}"#, "https://b.example/f"),
    ("https://podcasts.apple.com/de/podcast/a/id1", r#"{"feedUrl":"https://b.example/f"}"#, "https://b.example/f"),
    ("https://podcasts.apple.com/de/podcast/id1", r#"{"feedUrl":"https://b.example/f"}"#, "https://b.example/f"),
    ("https://www.producthunt.com/", "", "https://www.producthunt.com/feed"),
    ("https://pypi.org/project/a/", "", "https://pypi.org/rss/project/a/releases.xml"),
    ("https://qiita.com/tags/rust", "", "https://qiita.com/tags/rust/feed"),
    ("https://qiita.com/a", "", "https://qiita.com/a/feed"),
    ("https://www.reddit.com/", "", "https://www.reddit.com/.rss"),
    ("https://www.reddit.com/domain/a.example/", "", "https://www.reddit.com/domain/a.example/.rss"),
    ("https://www.reddit.com/search/?q=boats&sort=new", "", "https://www.reddit.com/search.rss?q=boats&sort=new"),
    (
        "https://www.reddit.com/r/a/search?q=b&restrict_sr=1",
        "",
        "https://www.reddit.com/r/a/search.rss?q=b&restrict_sr=1",
    ),
    ("https://www.reddit.com/r/a/comments/b/c/", "", "https://www.reddit.com/r/a/comments/b/c/.rss"),
    ("https://old.reddit.com/r/a/top/?t=week", "", "https://www.reddit.com/r/a/top/.rss?t=week"),
    ("https://np.reddit.com/r/a+b", "", "https://www.reddit.com/r/a+b/.rss"),
    ("https://www.reddit.com/user/a/m/b", "", "https://www.reddit.com/user/a/m/b/.rss"),
    ("https://www.reddit.com/user/a/submitted/", "", "https://www.reddit.com/user/a/submitted/.rss"),
    ("https://www.reddit.com/user/a", "", "https://www.reddit.com/user/a/.rss"),
    ("https://www.reddit.com/u/a", "", "https://www.reddit.com/user/a/.rss"),
    ("https://www.royalroad.com/fiction/1/a", "", "https://www.royalroad.com/fiction/syndication/1"),
    ("https://shows.acast.com/a/episodes/b", "", "https://feeds.acast.com/public/shows/a"),
    (
        "https://soundcloud.com/a",
        "<meta content='soundcloud://users:7'>",
        "https://feeds.soundcloud.com/users/soundcloud:users:7/sounds.rss",
    ),
    ("https://sourceforge.net/projects/a/files/", "", "https://sourceforge.net/projects/a/rss"),
    ("https://www.spreaker.com/show/12", "", "https://www.spreaker.com/show/12/episodes/feed"),
    ("https://git.sr.ht/~a/b/refs", "", "https://git.sr.ht/~a/b/refs/rss.xml"),
    ("https://git.sr.ht/~a/b", "", "https://git.sr.ht/~a/b/log/rss.xml"),
    ("https://superuser.com/", "", "https://superuser.com/feeds"),
    ("https://tex.stackexchange.com/questions", "", "https://tex.stackexchange.com/feeds"),
    ("https://stackoverflow.com/questions/tagged/rust+url", "", "https://stackoverflow.com/feeds/tag/rust+url"),
    ("https://stackoverflow.com/questions/11/why", "", "https://stackoverflow.com/feeds/question/11"),
    ("https://askubuntu.com/tags/a/info", "", "https://askubuntu.com/feeds/tag/a"),
    ("https://mathoverflow.net/users/1/a", "", "https://mathoverflow.net/feeds/user/1"),
    ("https://steamcommunity.com/groups/a", "", "https://steamcommunity.com/groups/a/rss/"),
    ("https://store.steampowered.com/app/440/A/", "", "https://store.steampowered.com/feeds/news/app/440"),
    ("https://store.steampowered.com/news/app/440", "", "https://store.steampowered.com/feeds/news/app/440"),
    ("https://substack.com/@a", r#"{"subdomain":"b"}"#, "https://b.substack.com/feed"),
    ("https://www.tumblr.com/blog/view/a", "", "https://a.tumblr.com/rss"),
    ("https://www.tumblr.com/a/12/b", "", "https://a.tumblr.com/rss"),
    ("https://vimeo.com/channels/a", "", "https://vimeo.com/channels/a/videos/rss"),
    ("https://vimeo.com/groups/a", "", "https://vimeo.com/groups/a/videos/rss"),
    ("https://vimeo.com/12345", "", ""),
    ("https://vimeo.com/a", "", "https://vimeo.com/a/videos/rss"),
    ("https://vimeo.com/a/videos", "", "https://vimeo.com/a/videos/rss"),
    ("https://www.youtube.com/channel/UCa-b/videos", "", "https://www.youtube.com/feeds/videos.xml?channel_id=UCa-b"),
    ("https://m.youtube.com/playlist?list=PLa", "", "https://www.youtube.com/feeds/videos.xml?playlist_id=PLa"),
    (
        "https://www.youtube.com/watch?v=a&list=PLa&index=4",
        "",
        "https://www.youtube.com/feeds/videos.xml?playlist_id=PLa",
    ),
    ("https://www.youtube.com/user/a", "", "https://www.youtube.com/feeds/videos.xml?user=a"),
    (
        "https://www.youtube.com/@a/shorts",
        r#"{"externalId":"UCb"}"#,
        "https://www.youtube.com/feeds/videos.xml?channel_id=UCb",
    ),
    (
        "https://www.youtube.com/c/a/videos",
        r#"{"externalId":"UCb"}"#,
        "https://www.youtube.com/feeds/videos.xml?channel_id=UCb",
    ),
    ("https://www.youtube.com/a", r#"{"externalId":"UCb"}"#, "https://www.youtube.com/feeds/videos.xml?channel_id=UCb"),
    (
        "https://www.youtube.com/live/a",
        r#"<meta itemprop="channelId" content="UCb">"#,
        "https://www.youtube.com/feeds/videos.xml?channel_id=UCb",
    ),
    (
        "https://www.youtube.com/shorts/a",
        r#"<meta itemprop="channelId" content="UCb">"#,
        "https://www.youtube.com/feeds/videos.xml?channel_id=UCb",
    ),
    (
        "https://www.youtube.com/watch?v=a",
        r#"<meta itemprop="channelId" content="UCb">"#,
        "https://www.youtube.com/feeds/videos.xml?channel_id=UCb",
    ),
    ("https://youtu.be/a?list=PLa", "", "https://www.youtube.com/feeds/videos.xml?playlist_id=PLa"),
    ("https://youtu.be/a", r#"{"channelId":"UCb"}"#, "https://www.youtube.com/feeds/videos.xml?channel_id=UCb"),
    ("https://zenn.dev/topics/rust", "", "https://zenn.dev/topics/rust/feed"),
    ("https://zenn.dev/a", "", "https://zenn.dev/a/feed"),
    ("https://meta.discourse.org/", "", "https://meta.discourse.org/latest.rss"),
    ("https://meta.discourse.org/latest", "", "https://meta.discourse.org/latest.rss"),
    ("https://meta.discourse.org/tag/a", "", "https://meta.discourse.org/tag/a.rss"),
    ("https://a.discourse.group/top", "", "https://a.discourse.group/top.rss"),
    ("https://a.discourse.group/u/b/summary", "", "https://a.discourse.group/u/b/activity.rss"),
    (
        "https://en.wikipedia.org/w/index.php?title=Boat&action=history",
        "",
        "https://en.wikipedia.org/w/index.php?title=Boat&action=history&feed=atom",
    ),
    ("https://lobste.rs/newest", "", "https://lobste.rs/newest.rss"),
    ("https://mastodon.social/tags/rust", "", "https://mastodon.social/tags/rust.rss"),
    ("https://news.google.com/search?q=boats&hl=en-GB", "", "https://news.google.com/rss/search?q=boats&hl=en-GB"),
    ("https://news.google.com/topics/abc?hl=en-GB", "", "https://news.google.com/rss/topics/abc?hl=en-GB"),
    ("https://gitlab.com/a/b/c", "", "https://gitlab.com/a/b/c.atom"),
    // Software on hosts of any name.
    ("https://code.example/a/b/c/-/releases", "", "https://code.example/a/b/c/-/releases.atom"),
    ("https://code.example/a/b/c/-/tags", "", "https://code.example/a/b/c/-/tags?format=atom"),
    ("https://code.example/a/b/c/-/commits/main", "", "https://code.example/a/b/c/-/commits/main?format=atom"),
    ("https://code.example/a/b/-/releases/v1", "", "https://code.example/a/b/-/releases.atom"),
    ("https://gitlab.com/a/b/-/tags", "", "https://gitlab.com/a/b/-/tags?format=atom"),
    ("https://code.example/a/b/-/commits/main", "", "https://code.example/a/b/-/commits/main?format=atom"),
    ("https://code.example/a/b/-/issues", "", "https://code.example/a/b/-/issues.atom"),
    ("https://social.example/@a/tagged/b", "", "https://social.example/@a/tagged/b.rss"),
    ("https://social.example/@a", "", "https://social.example/@a.rss"),
    ("https://social.example/users/a", "", "https://social.example/users/a.rss"),
    ("https://social.example/tags/a", "<div id=mastodon>", "https://social.example/tags/a.rss"),
    ("https://talk.example/c/a/b/7", "", "https://talk.example/c/a/b/7.rss"),
    ("https://talk.example/c/a/7", "", "https://talk.example/c/a/7.rss"),
    ("https://talk.example/t/a/7/3", "", "https://talk.example/t/a/7.rss"),
    ("https://talk.example/latest", "discourse", "https://talk.example/latest.rss"),
    ("https://talk.example/tag/a", "discourse", "https://talk.example/tag/a.rss"),
    ("https://tube.example/c/a/videos", "", "https://tube.example/feeds/videos.xml?videoChannelName=a"),
    ("https://tube.example/video-channels/a/videos", "", "https://tube.example/feeds/videos.xml?videoChannelName=a"),
    ("https://tube.example/a/b/video-channels", "", "https://tube.example/feeds/videos.xml?accountName=b"),
    ("https://tube.example/accounts/a", "PeerTube", "https://tube.example/feeds/videos.xml?accountName=a"),
    ("https://links.example/c/a", "lemmy", "https://links.example/feeds/c/a.xml?sort=New"),
    ("https://links.example/u/a", "lemmy", "https://links.example/feeds/u/a.xml?sort=New"),
    ("https://blog.example/author/a/", "/wp-content/", "https://blog.example/author/a/feed/"),
    ("https://blog.example/category/a/b/", "/wp-content/", "https://blog.example/category/a/b/feed/"),
    ("https://blog.example/tag/a/", "/wp-includes/", "https://blog.example/tag/a/feed/"),
];

#[test]
fn every_rule_does_what_it_says() {
    for (address, html, wanted) in EXAMPLES {
        let feeds = feeds_in_page(html, Some(&Url::parse(address).unwrap()));
        assert_eq!(feeds.first().map_or("", |feed| feed.url.as_str()), *wanted, "{address}");
        assert!(feeds.iter().all(|feed| feed.title.is_some()), "{address}");
    }
}

#[test]
fn every_rule_has_an_example() {
    let urls: Vec<Url> = EXAMPLES.iter().map(|(address, ..)| Url::parse(address).unwrap()).collect();
    for rule in SITES.iter().chain(ANY_SITE) {
        assert!(urls.iter().any(|url| taken(rule, url).is_some()), "{} {}", rule.hosts, rule.path);
    }
}

#[test]
fn the_rules_of_a_host_stand_together() {
    let mut seen = HashSet::new();
    let mut last = "";
    for rule in SITES {
        assert!(rule.hosts == last || seen.insert(rule.hosts), "{} stands twice", rule.hosts);
        last = rule.hosts;
    }
}

#[test]
fn what_is_no_source_has_no_feed() {
    for address in [
        "https://www.youtube.com/watch?v=a",
        "https://www.youtube.com/@a",
        "https://www.youtube.com/playlist?list=",
        "https://www.youtube.com/playlist?list=WL",
        "https://www.youtube.com/results",
        "https://example.com/channel/UCa",
        "https://github.com/",
        "https://github.com/features",
        "https://github.com/a/b/blob/main/README.md",
        "https://github.com/a/b/c/d/e/f",
        "https://notgithub.com/a",
        "https://x.com/@a",
        "https://example.org/a",
        "https://medium.com/",
    ] {
        assert!(feeds_in_page("", Some(&Url::parse(address).unwrap())).is_empty(), "{address}");
    }
}
