//! The sites with rules, by host; of one host's rules the first that fits counts. Source: each site's own help pages or
//! the `<link>` elements of its pages; for `YouTube`'s playlists the prefixes of their ids (UU uploads, UULF without Shorts
//! and live, UUSH Shorts, UULV live), which `YouTube` has not written down anywhere.

use super::table::{Rule, at};

/// GitHub's own pages at the place of a name.
const GITHUB: &[&str] = &[
    "about",
    "account",
    "apps",
    "blog",
    "codespaces",
    "collections",
    "contact",
    "copilot",
    "customer-stories",
    "dashboard",
    "discussions",
    "enterprise",
    "events",
    "explore",
    "features",
    "issues",
    "join",
    "login",
    "logout",
    "marketplace",
    "mobile",
    "new",
    "notifications",
    "organizations",
    "orgs",
    "pricing",
    "pulls",
    "readme",
    "search",
    "security",
    "sessions",
    "settings",
    "signup",
    "site",
    "sponsors",
    "stars",
    "team",
    "topics",
    "trending",
    "users",
    "watching",
];
const LEMMY: &str = "beehaw.org feddit.org hexbear.net lemmy.* programming.dev sh.itjust.works sopuli.xyz";
const MASTODON: &str = "chaos.social fosstodon.org hachyderm.io infosec.exchange mas.to masto.ai mastodon.* mstdn.*";
const MEDIUM: &[&str] = &[
    "@*",
    "about",
    "explore-topics",
    "m",
    "me",
    "membership",
    "new-story",
    "p",
    "plans",
    "policy",
    "search",
    "tag",
    "topics",
];
const STACK_EXCHANGE: &str = "askubuntu.com mathoverflow.net serverfault.com stackapps.com stackoverflow.com superuser.com *.stackexchange.com *.stackoverflow.com";
const TUMBLR: &[&str] = &[
    "about",
    "api",
    "communities",
    "dashboard",
    "explore",
    "help",
    "login",
    "policy",
    "privacy",
    "register",
    "search",
    "settings",
    "tagged",
    "tips",
];
const VIMEO: &[&str] = &[
    "about",
    "blog",
    "categories",
    "channels",
    "create",
    "features",
    "groups",
    "help",
    "log_in",
    "ondemand",
    "search",
    "settings",
    "showcase",
    "stock",
    "upgrade",
    "user",
    "watch",
];
/// `YouTube`'s own pages at the place of a name, and lists that are only their reader's.
const YOUTUBE: &[&str] = &[
    "feed", "gaming", "hashtag", "kids", "LL", "LM", "live", "music", "playlist", "premium", "RD*", "results",
    "shorts", "watch", "WL",
];
const YOUTUBE_HOSTS: &str = "youtube.com music.youtube.com youtube-nocookie.com";
const YOUTUBE_CHANNEL: &[(&str, &str)] = &[
    ("Videos, Shorts and live", "https://www.youtube.com/feeds/videos.xml?channel_id=UC{id}"),
    ("Videos without Shorts", "https://www.youtube.com/feeds/videos.xml?playlist_id=UULF{id}"),
    ("Shorts", "https://www.youtube.com/feeds/videos.xml?playlist_id=UUSH{id}"),
    ("Live", "https://www.youtube.com/feeds/videos.xml?playlist_id=UULV{id}"),
];
const YOUTUBE_CHANNEL_IN_PAGE: &[&str] = &[
    "\"externalId\":\"UC{id}",
    "/feeds/videos.xml?channel_id=UC{id}",
    "rel=\"canonical\" href=\"https://www.youtube.com/channel/UC{id}",
    "itemprop=\"identifier\" content=\"UC{id}",
];
const YOUTUBE_CHANNEL_OF_VIDEO: &[&str] =
    &["itemprop=\"channelId\" content=\"UC{id}", "\"externalChannelId\":\"UC{id}", "\"channelId\":\"UC{id}"];
const YOUTUBE_PLAYLIST: &[(&str, &str)] =
    &[("Playlist", "https://www.youtube.com/feeds/videos.xml?playlist_id={list}")];

pub(super) const SITES: &[Rule] = &[
    at("*.bearblog.dev", "/*", &[("Posts", "{origin}/feed/")]),
    at(
        "*.blogspot.com",
        "/search/label/{label}",
        &[("Posts with this label", "{origin}/feeds/posts/default/-/{label}")],
    ),
    at("*.blogspot.com", "/*", &[("Posts", "{origin}/feeds/posts/default")]),
    at(
        "*.discourse.group *.discourse.org",
        "/",
        &[("Newest topics", "{origin}/latest.rss"), ("Top topics", "{origin}/top.rss")],
    ),
    at("*.discourse.group *.discourse.org", "/latest", &[("Newest topics", "{origin}/latest.rss")]),
    at("*.discourse.group *.discourse.org", "/tag/{tag}", &[("Topics with this tag", "{origin}/tag/{tag}.rss")]),
    at("*.discourse.group *.discourse.org", "/top", &[("Top topics", "{origin}/top.rss")]),
    at("*.discourse.group *.discourse.org", "/u/{name}/*", &[("Posts", "{origin}/u/{name}/activity.rss")]),
    at("*.dreamwidth.org", "/*", &[("Entries", "{origin}/data/rss")]),
    at(
        "*.ghost.io",
        "/author/{name}/*",
        &[("Articles of this author", "{origin}/author/{name}/rss/"), ("Articles", "{origin}/rss/")],
    ),
    at(
        "*.ghost.io",
        "/tag/{name}/*",
        &[("Articles with this tag", "{origin}/tag/{name}/rss/"), ("Articles", "{origin}/rss/")],
    ),
    at("*.ghost.io", "/*", &[("Articles", "{origin}/rss/")]),
    at("*.hashnode.dev", "/*", &[("Posts", "{origin}/rss.xml")]),
    at("*.hatenablog.com *.hatenablog.jp *.hatenadiary.jp", "/*", &[("Posts", "{origin}/feed")]),
    at("*.itch.io", "/{game}/devlog/*", &[("Devlog", "{origin}/{game}/devlog.rss")]),
    at("*.libsyn.com", "/*", &[("Episodes", "{origin}/rss")]),
    at("*.livejournal.com", "/*", &[("Entries", "{origin}/data/rss")]),
    at("*.medium.com", "/*", &[("Stories", "{origin}/feed")]),
    at("*.micro.blog", "/*", &[("Posts", "{origin}/feed.xml")]),
    at("*.podbean.com", "/*", &[("Episodes", "https://feed.podbean.com/{sub}/feed.xml")]).not(&["feed"]),
    at("*.substack.com", "/*", &[("Posts", "{origin}/feed")]).not(&["open"]),
    at(
        "*.tumblr.com",
        "/tagged/{tag}/*",
        &[("Posts with this tag", "{origin}/tagged/{tag}/rss"), ("Posts", "{origin}/rss")],
    ),
    at("*.tumblr.com", "/*", &[("Posts", "{origin}/rss")]),
    at(
        "*.wikipedia.org",
        "/w/index.php",
        &[("Changes of this page", "{origin}/w/index.php?title={page}&action=history&feed=atom")],
    )
    .query("title={page}&action=history"),
    at(
        "*.wikipedia.org",
        "/wiki/Special:RecentChanges",
        &[("Changes", "{origin}/w/index.php?title=Special:RecentChanges&feed=atom")],
    ),
    at(
        "*.wikipedia.org",
        "/wiki/{page...}",
        &[("Changes of this page", "{origin}/w/index.php?title={page}&action=history&feed=atom")],
    ),
    at(
        "*.wordpress.com",
        "/author/{name}/*",
        &[("Articles of this author", "{origin}/author/{name}/feed/"), ("Articles", "{origin}/feed/")],
    ),
    at(
        "*.wordpress.com",
        "/category/{name...}",
        &[("Articles of this section", "{origin}/category/{name}/feed/"), ("Articles", "{origin}/feed/")],
    ),
    at(
        "*.wordpress.com",
        "/tag/{name}/*",
        &[("Articles with this tag", "{origin}/tag/{name}/feed/"), ("Articles", "{origin}/feed/")],
    ),
    at("*.wordpress.com", "/*", &[("Articles", "{origin}/feed/"), ("Comments", "{origin}/comments/feed/")]),
    at("write.as", "/{blog}/*", &[("Posts", "{origin}/{blog}/feed/")]),
    at("anchor.fm", "/{show}/*", &[("Episodes", "https://anchor.fm/{show}/rss")]).not(&["s"]),
    at(
        "arxiv.org export.arxiv.org",
        "/list/{subject}/*",
        &[
            ("New papers", "https://rss.arxiv.org/rss/{subject}"),
            ("New papers, as Atom", "https://rss.arxiv.org/atom/{subject}"),
        ],
    ),
    at(
        "arxiv.org export.arxiv.org",
        "/archive/{subject}",
        &[
            ("New papers", "https://rss.arxiv.org/rss/{subject}"),
            ("New papers, as Atom", "https://rss.arxiv.org/atom/{subject}"),
        ],
    ),
    at("aur.archlinux.org", "/packages/*", &[("New packages", "https://aur.archlinux.org/rss/")]),
    at("bsky.app", "/profile/{name}/*", &[("Posts", "https://bsky.app/profile/{name}/rss")]),
    at("buttondown.com buttondown.email", "/{name}/*", &[("Letters", "https://buttondown.com/{name}/rss")]),
    at(
        "codeberg.org gitea.com",
        "/{owner}/{project}/commits/branch/{branch}",
        &[("Commits", "{origin}/{owner}/{project}/rss/branch/{branch}")],
    ),
    at(
        "codeberg.org gitea.com",
        "/{owner}/{project}/releases/*",
        &[("Releases", "{origin}/{owner}/{project}/releases.rss")],
    ),
    at("codeberg.org gitea.com", "/{owner}/{project}/tags", &[("Tags", "{origin}/{owner}/{project}/tags.rss")]),
    at(
        "codeberg.org gitea.com",
        "/{owner}/{project}",
        &[("Activity", "{origin}/{owner}/{project}.rss"), ("Releases", "{origin}/{owner}/{project}/releases.rss")],
    ),
    at("codeberg.org gitea.com", "/{owner}", &[("Activity", "{origin}/{owner}.rss")])
        .not(&["about", "explore", "user"]),
    at("crates.io", "/crates/{name}/*", &[("Releases", "https://static.crates.io/rss/crates/{name}.xml")]),
    at("dailymotion.com", "/playlist/{id}", &[("Playlist", "https://www.dailymotion.com/rss/playlist/{id}")]),
    at("dailymotion.com", "/{name}", &[("Videos", "https://www.dailymotion.com/rss/user/{name}")])
        .not(&["channels", "library", "search"]),
    at("dev.to", "/", &[("Posts", "https://dev.to/feed")]),
    at("dev.to", "/t/{tag}/*", &[("Posts with this tag", "https://dev.to/feed/tag/{tag}")]),
    at("dev.to", "/{name}/*", &[("Posts", "https://dev.to/feed/{name}")]).not(&[
        "about",
        "challenges",
        "contact",
        "enter",
        "p",
        "pod",
        "privacy",
        "search",
        "tags",
        "top",
        "videos",
    ]),
    // The feed needs a number that only the page tells.
    at(
        "flickr.com",
        "/photos/{name}/*",
        &[("Photographs", "https://www.flickr.com/services/feeds/photos_public.gne?id={nsid}&format=atom")],
    )
    .page(&["\"nsid\":\"{nsid}"]),
    at("gist.github.com", "/{owner}", &[("Gists", "https://gist.github.com/{owner}.atom")])
        .not(&["discover", "starred"]),
    at("github.com", "/orgs/{owner}/*", &[("Activity", "https://github.com/{owner}.atom")]),
    at("github.com", "/{owner}", &[("Activity", "https://github.com/{owner}.atom")]).not(GITHUB),
    at(
        "github.com",
        "/{owner}/{project}",
        &[
            ("Releases", "https://github.com/{owner}/{project}/releases.atom"),
            ("Commits", "https://github.com/{owner}/{project}/commits.atom"),
            ("Tags", "https://github.com/{owner}/{project}/tags.atom"),
        ],
    )
    .not(GITHUB),
    at("github.com", "/{owner}/{project}/commits", &[("Commits", "https://github.com/{owner}/{project}/commits.atom")]),
    at(
        "github.com",
        "/{owner}/{project}/commits/{path...}",
        &[("Commits", "https://github.com/{owner}/{project}/commits/{path}.atom")],
    ),
    at(
        "github.com",
        "/{owner}/{project}/discussions/*",
        &[("Discussions", "https://github.com/{owner}/{project}/discussions.atom")],
    ),
    at(
        "github.com",
        "/{owner}/{project}/releases/*",
        &[("Releases", "https://github.com/{owner}/{project}/releases.atom")],
    ),
    at("github.com", "/{owner}/{project}/tags", &[("Tags", "https://github.com/{owner}/{project}/tags.atom")]),
    at(
        "github.com",
        "/{owner}/{project}/tree/{branch}",
        &[("Commits", "https://github.com/{owner}/{project}/commits/{branch}.atom")],
    ),
    at(
        "github.com",
        "/{owner}/{project}/wiki/*",
        &[("Changes of the wiki", "https://github.com/{owner}/{project}/wiki.atom")],
    ),
    at(
        "gitlab.com gitlab.*",
        "/{group}/{project}",
        &[
            ("Activity", "{origin}/{group}/{project}.atom"),
            ("Releases", "{origin}/{group}/{project}/-/releases.atom"),
            ("Tags", "{origin}/{group}/{project}/-/tags?format=atom"),
        ],
    )
    .not(&["-", "explore", "help", "users"]),
    at(
        "gitlab.com gitlab.*",
        "/{group}/{sub}/{project}",
        &[
            ("Activity", "{origin}/{group}/{sub}/{project}.atom"),
            ("Releases", "{origin}/{group}/{sub}/{project}/-/releases.atom"),
            ("Tags", "{origin}/{group}/{sub}/{project}/-/tags?format=atom"),
        ],
    )
    .not(&["-", "explore", "help", "users"]),
    at("gitlab.com gitlab.*", "/{group}", &[("Activity", "{origin}/{group}.atom")])
        .not(&["explore", "help", "search", "users"]),
    at("goodreads.com", "/user/show/{id}", &[("Reviews", "https://www.goodreads.com/user/updates_rss/{id}")]),
    at(
        "kickstarter.com",
        "/projects/{owner}/{project}/*",
        &[("Updates", "https://www.kickstarter.com/projects/{owner}/{project}/posts.atom")],
    ),
    at(LEMMY, "/c/{name}", &[("Posts of this community", "{origin}/feeds/c/{name}.xml?sort=New")]),
    at(LEMMY, "/u/{name}", &[("Posts", "{origin}/feeds/u/{name}.xml?sort=New")]),
    at(LEMMY, "/", &[("Posts", "{origin}/feeds/all.xml?sort=New")]),
    at("letterboxd.com", "/{name}/*", &[("Diary", "https://letterboxd.com/{name}/rss/")])
        .not(&["about", "actor", "director", "film", "films", "journal", "lists", "members"]),
    at("lobste.rs", "/newest", &[("Newest stories", "https://lobste.rs/newest.rss")]),
    at("lobste.rs", "/", &[("Stories", "https://lobste.rs/rss")]),
    at("lobste.rs", "/t/{tag}", &[("Stories with this tag", "https://lobste.rs/t/{tag}.rss")]),
    at("lobste.rs", "/~{name}/*", &[("Stories", "https://lobste.rs/~{name}/stories.rss")]),
    at(MASTODON, "/tags/{tag}", &[("Posts with this tag", "{origin}/tags/{tag}.rss")]),
    at("medium.com", "/@{name}/*", &[("Stories", "https://medium.com/feed/@{name}")]),
    at("medium.com", "/tag/{tag}/*", &[("Stories with this tag", "https://medium.com/feed/tag/{tag}")]),
    at(
        "medium.com",
        "/{name}/tagged/{tag}",
        &[
            ("Stories with this tag", "https://medium.com/feed/{name}/tagged/{tag}"),
            ("Stories", "https://medium.com/feed/{name}"),
        ],
    ),
    at("medium.com", "/{name}/*", &[("Stories", "https://medium.com/feed/{name}")]).not(MEDIUM),
    at("news.google.com", "/search", &[("Search", "https://news.google.com/rss/search{?}")]).query("q={q}"),
    at("news.google.com", "/topics/{topic}", &[("Topic", "https://news.google.com/rss/topics/{topic}{?}")]),
    at(
        "news.ycombinator.com",
        "/",
        &[
            ("Front page", "https://news.ycombinator.com/rss"),
            ("Front page, with points and comments", "https://hnrss.org/frontpage"),
        ],
    ),
    at("news.ycombinator.com", "/ask", &[("Questions", "https://hnrss.org/ask")]),
    at("news.ycombinator.com", "/best", &[("Best", "https://hnrss.org/best")]),
    at("news.ycombinator.com", "/front", &[("Front page", "https://news.ycombinator.com/rss")]),
    at("news.ycombinator.com", "/item", &[("Comments", "https://hnrss.org/item?id={id}")]).query("id={id#}"),
    at("news.ycombinator.com", "/jobs", &[("Jobs", "https://hnrss.org/jobs")]),
    at("news.ycombinator.com", "/news", &[("Front page", "https://news.ycombinator.com/rss")]),
    at("news.ycombinator.com", "/newest", &[("Newest", "https://hnrss.org/newest")]),
    at("news.ycombinator.com", "/show", &[("Shown", "https://hnrss.org/show")]),
    at("news.ycombinator.com", "/submitted", &[("Stories", "https://hnrss.org/submitted?id={id}")]).query("id={id}"),
    at("news.ycombinator.com", "/threads", &[("Comments", "https://hnrss.org/threads?id={id}")]).query("id={id}"),
    at("news.ycombinator.com", "/user", &[("Stories and comments", "https://hnrss.org/user?id={id}")]).query("id={id}"),
    at("note.com", "/{name}", &[("Posts", "https://note.com/{name}/rss")]),
    at("odysee.com", "/@{channel}", &[("Videos", "https://odysee.com/$/rss/@{channel}")]),
    at("open.substack.com", "/pub/{name}/*", &[("Posts", "https://{name}.substack.com/feed")]),
    at("pinterest.com", "/{name}", &[("Pins", "https://www.pinterest.com/{name}/feed.rss")])
        .not(&["ideas", "pin", "search", "today"]),
    at("pinterest.com", "/{name}/{board}", &[("Pins of this board", "https://www.pinterest.com/{name}/{board}.rss")])
        .not(&["ideas", "pin", "search", "today"]),
    // The page names no feed; Apple's public lookup does.
    at("podcasts.apple.com itunes.apple.com", "/podcast/{show}/id{id#}", &[("Episodes", "{url}")])
        .page(&["\"feedUrl\":\"{url}"])
        .ask("https://itunes.apple.com/lookup?id={id}&entity=podcast"),
    at("podcasts.apple.com itunes.apple.com", "/{country}/podcast/{show}/id{id#}", &[("Episodes", "{url}")])
        .page(&["\"feedUrl\":\"{url}"])
        .ask("https://itunes.apple.com/lookup?id={id}&entity=podcast"),
    at("podcasts.apple.com itunes.apple.com", "/{country}/podcast/id{id#}", &[("Episodes", "{url}")])
        .page(&["\"feedUrl\":\"{url}"])
        .ask("https://itunes.apple.com/lookup?id={id}&entity=podcast"),
    at("producthunt.com", "/", &[("Launches", "https://www.producthunt.com/feed")]),
    at("pypi.org", "/project/{name}/*", &[("Releases", "https://pypi.org/rss/project/{name}/releases.xml")]),
    at("qiita.com", "/tags/{tag}", &[("Posts with this tag", "https://qiita.com/tags/{tag}/feed")]),
    at("qiita.com", "/{name}", &[("Posts", "https://qiita.com/{name}/feed")])
        .not(&["about", "search", "tags", "trend"]),
    at("reddit.com", "/", &[("Front page", "https://www.reddit.com/.rss")]),
    at("reddit.com", "/domain/{domain}/*", &[("Posts of this site", "https://www.reddit.com/domain/{domain}/.rss")]),
    at("reddit.com", "/search", &[("Search", "https://www.reddit.com/search.rss{?}")]).query("q={q}"),
    at("reddit.com", "/r/{sub}/search", &[("Search", "https://www.reddit.com/r/{sub}/search.rss{?}")]).query("q={q}"),
    at(
        "reddit.com",
        "/r/{sub}/comments/{post...}",
        &[("Comments", "https://www.reddit.com/r/{sub}/comments/{post}/.rss")],
    ),
    at("reddit.com", "/r/{sub...}", &[("Posts", "https://www.reddit.com/r/{sub}/.rss?t={t}")]).query("t={t}"),
    at("reddit.com", "/r/{sub...}", &[("Posts", "https://www.reddit.com/r/{sub}/.rss")]),
    at("reddit.com", "/user/{name}/m/{list}", &[("Posts", "https://www.reddit.com/user/{name}/m/{list}/.rss")]),
    at("reddit.com", "/user/{name}/submitted", &[("Posts", "https://www.reddit.com/user/{name}/submitted/.rss")]),
    at(
        "reddit.com",
        "/user/{name}/*",
        &[
            ("Posts and comments", "https://www.reddit.com/user/{name}/.rss"),
            ("Posts", "https://www.reddit.com/user/{name}/submitted/.rss"),
        ],
    ),
    at(
        "reddit.com",
        "/u/{name}/*",
        &[
            ("Posts and comments", "https://www.reddit.com/user/{name}/.rss"),
            ("Posts", "https://www.reddit.com/user/{name}/submitted/.rss"),
        ],
    ),
    at("royalroad.com", "/fiction/{id#}/*", &[("Chapters", "https://www.royalroad.com/fiction/syndication/{id}")]),
    at("shows.acast.com", "/{show}/*", &[("Episodes", "https://feeds.acast.com/public/shows/{show}")]),
    // The feed needs a number that only the page tells.
    at(
        "soundcloud.com",
        "/{name}/*",
        &[("Tracks", "https://feeds.soundcloud.com/users/soundcloud:users:{id}/sounds.rss")],
    )
    .page(&["soundcloud://users:{id}", "soundcloud:users:{id}"]),
    at(
        "sourceforge.net",
        "/projects/{project}/*",
        &[
            ("Files", "https://sourceforge.net/projects/{project}/rss"),
            ("Activity", "https://sourceforge.net/p/{project}/activity/feed"),
        ],
    ),
    at("spreaker.com", "/show/{id#}/*", &[("Episodes", "https://www.spreaker.com/show/{id}/episodes/feed")]),
    at("git.sr.ht", "/~{owner}/{project}/refs", &[("Tags", "https://git.sr.ht/~{owner}/{project}/refs/rss.xml")]),
    at("git.sr.ht", "/~{owner}/{project}/*", &[("Commits", "https://git.sr.ht/~{owner}/{project}/log/rss.xml")]),
    at(STACK_EXCHANGE, "/", &[("Questions", "{origin}/feeds")]),
    at(STACK_EXCHANGE, "/questions", &[("Questions", "{origin}/feeds")]),
    at(STACK_EXCHANGE, "/questions/tagged/{tag}", &[("Questions with this tag", "{origin}/feeds/tag/{tag}")]),
    at(STACK_EXCHANGE, "/questions/{id#}/*", &[("Answers", "{origin}/feeds/question/{id}")]),
    at(STACK_EXCHANGE, "/tags/{tag}/*", &[("Questions with this tag", "{origin}/feeds/tag/{tag}")]),
    at(STACK_EXCHANGE, "/users/{id#}/*", &[("Answers and questions", "{origin}/feeds/user/{id}")]),
    at("steamcommunity.com", "/groups/{name}/*", &[("Announcements", "https://steamcommunity.com/groups/{name}/rss/")]),
    at("store.steampowered.com", "/app/{id#}/*", &[("News", "https://store.steampowered.com/feeds/news/app/{id}")]),
    at(
        "store.steampowered.com",
        "/news/app/{id#}/*",
        &[("News", "https://store.steampowered.com/feeds/news/app/{id}")],
    ),
    // Whose letter it is, only the page tells.
    at("substack.com", "/@{name}/*", &[("Posts", "https://{sub}.substack.com/feed")])
        .page(&["\"subdomain\":\"{sub}", "\\\"subdomain\\\":\\\"{sub}"]),
    at("tumblr.com", "/blog/view/{name}", &[("Posts", "https://{name}.tumblr.com/rss")]),
    at("tumblr.com", "/{name}/*", &[("Posts", "https://{name}.tumblr.com/rss")]).not(TUMBLR),
    at("vimeo.com", "/channels/{name}/*", &[("Videos", "https://vimeo.com/channels/{name}/videos/rss")]),
    at("vimeo.com", "/groups/{name}/*", &[("Videos", "https://vimeo.com/groups/{name}/videos/rss")]),
    at("vimeo.com", "/{id#}/*", &[]),
    at("vimeo.com", "/{name}", &[("Videos", "https://vimeo.com/{name}/videos/rss")]).not(VIMEO),
    at("vimeo.com", "/{name}/videos", &[("Videos", "https://vimeo.com/{name}/videos/rss")]).not(VIMEO),
    at(YOUTUBE_HOSTS, "/channel/UC{id}/*", YOUTUBE_CHANNEL),
    at(YOUTUBE_HOSTS, "/playlist", YOUTUBE_PLAYLIST).query("list={list}").not(YOUTUBE),
    at(YOUTUBE_HOSTS, "/watch", YOUTUBE_PLAYLIST).query("list={list}").not(YOUTUBE),
    at(YOUTUBE_HOSTS, "/user/{name}/*", &[("Videos", "https://www.youtube.com/feeds/videos.xml?user={name}")]),
    // A handle's or a video's channel has a number that only the page tells.
    at(YOUTUBE_HOSTS, "/@{name}/*", YOUTUBE_CHANNEL).page(YOUTUBE_CHANNEL_IN_PAGE),
    at(YOUTUBE_HOSTS, "/c/{name}/*", YOUTUBE_CHANNEL).page(YOUTUBE_CHANNEL_IN_PAGE),
    at(YOUTUBE_HOSTS, "/live/{video}", YOUTUBE_CHANNEL).page(YOUTUBE_CHANNEL_OF_VIDEO),
    at(YOUTUBE_HOSTS, "/shorts/{video}", YOUTUBE_CHANNEL).page(YOUTUBE_CHANNEL_OF_VIDEO),
    at(YOUTUBE_HOSTS, "/watch", YOUTUBE_CHANNEL).page(YOUTUBE_CHANNEL_OF_VIDEO),
    at(YOUTUBE_HOSTS, "/{name}/*", YOUTUBE_CHANNEL).not(YOUTUBE).page(YOUTUBE_CHANNEL_IN_PAGE),
    at("youtu.be", "/{video}", YOUTUBE_PLAYLIST).query("list={list}").not(YOUTUBE),
    at("youtu.be", "/{video}", YOUTUBE_CHANNEL).page(YOUTUBE_CHANNEL_OF_VIDEO),
    at("zenn.dev", "/topics/{topic}", &[("Posts of this topic", "https://zenn.dev/topics/{topic}/feed")]),
    at("zenn.dev", "/{name}", &[("Posts", "https://zenn.dev/{name}/feed")])
        .not(&["articles", "books", "scraps", "topics"]),
];
