//! What plays or runs elsewhere, as a titled link to its page for people, with its picture where there is one.

use std::sync::LazyLock;

use dom_query::{Document, Matcher, NodeRef};
use url::Url;
use url::form_urlencoded::byte_serialize;

use crate::prepare::escape;
use crate::{address, tracking};

/// Where a player of some site stands, and the page that shows the same to people.
struct Place {
    /// The site's name.
    name: &'static str,
    /// Host without `www.`, path, and query of the player. `{…}` takes one segment or value, `{…*}` all that follows.
    player: &'static str,
    /// The page, made of what was taken. `{url}` alone is a whole address that was given.
    page: &'static str,
    /// Its picture, if that has an address that can be told.
    picture: Option<&'static str>,
    /// An address of the player, and what becomes of it: the row's test.
    #[cfg_attr(not(test), expect(dead_code, reason = "it stands beside what it is an example of"))]
    example: (&'static str, &'static str),
}

const fn row(
    name: &'static str,
    player: &'static str,
    page: &'static str,
    example: (&'static str, &'static str),
) -> Place {
    Place { name, player, page, picture: None, example }
}

const fn shown(place: Place, picture: &'static str) -> Place {
    Place { picture: Some(picture), ..place }
}

/// Source of each row: the site's own documentation of its embed code, where it has one; else the code it hands out.
/// Sorted by name; of one site's the narrower first.
#[rustfmt::skip]
const PLACES: &[Place] = &[
    row("Apple Music", "embed.music.apple.com/{rest*}", "https://music.apple.com/{rest*}", ("https://embed.music.apple.com/us/album/x/123?i=4", "https://music.apple.com/us/album/x/123")),
    row("Apple Podcasts", "embed.podcasts.apple.com/{rest*}", "https://podcasts.apple.com/{rest*}", ("https://embed.podcasts.apple.com/de/podcast/x/id15", "https://podcasts.apple.com/de/podcast/x/id15")),
    shown(row("archive.org", "archive.org/embed/{id}", "https://archive.org/details/{id}", ("https://archive.org/embed/film_1", "https://archive.org/details/film_1")), "https://archive.org/services/img/{id}"),
    row("Audioboom", "embeds.audioboom.com/posts/{id}/{rest*}", "https://audioboom.com/posts/{id}", ("https://embeds.audioboom.com/posts/77-x/embed/v4", "https://audioboom.com/posts/77-x")),
    row("Bluesky", "embed.bsky.app/embed/{who}/app.bsky.feed.post/{id}", "https://bsky.app/profile/{who}/post/{id}", ("https://embed.bsky.app/embed/did:plc:a1/app.bsky.feed.post/3kx?id=1", "https://bsky.app/profile/did:plc:a1/post/3kx")),
    row("CodePen", "codepen.io/{who}/embed/{id}", "https://codepen.io/{who}/pen/{id}", ("https://codepen.io/ann/embed/xYz?default-tab=css", "https://codepen.io/ann/pen/xYz")),
    row("CodePen", "codepen.io/{who}/embed/preview/{id}", "https://codepen.io/{who}/pen/{id}", ("https://codepen.io/ann/embed/preview/xYz", "https://codepen.io/ann/pen/xYz")),
    shown(row("Dailymotion", "dailymotion.com/embed/video/{id}", "https://www.dailymotion.com/video/{id}", ("//www.dailymotion.com/embed/video/x8k", "https://www.dailymotion.com/video/x8k")), "https://www.dailymotion.com/thumbnail/video/{id}"),
    shown(row("Dailymotion", "geo.dailymotion.com/player.html?video={id}", "https://www.dailymotion.com/video/{id}", ("https://geo.dailymotion.com/player.html?video=x8k", "https://www.dailymotion.com/video/x8k")), "https://www.dailymotion.com/thumbnail/video/{id}"),
    shown(row("Dailymotion", "geo.dailymotion.com/player/{player}?video={id}", "https://www.dailymotion.com/video/{id}", ("https://geo.dailymotion.com/player/xa1.html?video=x8k&mute=1", "https://www.dailymotion.com/video/x8k")), "https://www.dailymotion.com/thumbnail/video/{id}"),
    shown(row("Datawrapper", "datawrapper.dwcdn.net/{id}/{rest*}", "https://datawrapper.dwcdn.net/{id}/", ("https://datawrapper.dwcdn.net/aB3cD/12/", "https://datawrapper.dwcdn.net/aB3cD/")), "https://datawrapper.dwcdn.net/{id}/full.png"),
    row("Deezer", "widget.deezer.com/widget/{theme}/{kind}/{id}", "https://www.deezer.com/{kind}/{id}", ("https://widget.deezer.com/widget/dark/album/123", "https://www.deezer.com/album/123")),
    row("Facebook", "facebook.com/plugins/post.php?href={url}", "{url}", ("https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fa%2Fposts%2F12&width=500", "https://www.facebook.com/a/posts/12")),
    row("Facebook", "facebook.com/plugins/video.php?href={url}", "{url}", ("https://www.facebook.com/plugins/video.php?height=314&href=https%3A%2F%2Fwww.facebook.com%2Fa%2Fvideos%2F34%2F", "https://www.facebook.com/a/videos/34/")),
    shown(row("Flourish", "flo.uri.sh/{kind}/{id}/embed", "https://public.flourish.studio/{kind}/{id}/", ("https://flo.uri.sh/visualisation/123/embed?auto=1", "https://public.flourish.studio/visualisation/123/")), "https://public.flourish.studio/{kind}/{id}/thumbnail"),
    shown(row("Giphy", "giphy.com/embed/{id}", "https://giphy.com/gifs/{id}", ("https://giphy.com/embed/3o7a", "https://giphy.com/gifs/3o7a")), "https://media.giphy.com/media/{id}/giphy.gif"),
    row("Google Maps", "google.com/maps/embed/v1/place?q={place}", "https://www.google.com/maps/search/?api=1&query={place}", ("https://www.google.com/maps/embed/v1/place?key=K&q=Eiffel+Tower", "https://www.google.com/maps/search/?api=1&query=Eiffel+Tower")),
    row("Google Maps", "google.com/maps/embed?pb={pb}", "https://www.google.com/maps/search/?api=1&query={pb}", ("https://www.google.com/maps/embed?pb=!1m18!1m12!1m3!1d2624!2d2.2922926!3d48.8583736!2m3!1f0!4v15", "https://www.google.com/maps/search/?api=1&query=48.8583736%2C2.2922926")),
    row("Google Maps", "google.com/maps?q={place}", "https://www.google.com/maps/search/?api=1&query={place}", ("https://www.google.com/maps?q=Kyiv&output=embed", "https://www.google.com/maps/search/?api=1&query=Kyiv")),
    row("Google Maps", "maps.google.com/maps?q={place}", "https://www.google.com/maps/search/?api=1&query={place}", ("https://maps.google.com/maps?q=48.8,2.3&output=embed", "https://www.google.com/maps/search/?api=1&query=48.8%2C2.3")),
    row("Imgur", "imgur.com/{id}/embed", "https://imgur.com/{id}", ("https://imgur.com/a1b2/embed?pub=true", "https://imgur.com/a1b2")),
    row("Infogram", "e.infogr.am/{id}", "https://infogram.com/{id}", ("https://e.infogr.am/7b-x?src=embed", "https://infogram.com/7b-x")),
    row("Infogram", "e.infogram.com/{id}", "https://infogram.com/{id}", ("https://e.infogram.com/7b-x?src=embed", "https://infogram.com/7b-x")),
    row("Instagram", "instagram.com/{kind}/{id}/embed/{rest*}", "https://www.instagram.com/{kind}/{id}/", ("https://www.instagram.com/reel/Cx1/embed/captioned/?cr=1", "https://www.instagram.com/reel/Cx1/")),
    row("Instagram", "instagram.com/{kind}/{id}/embed", "https://www.instagram.com/{kind}/{id}/", ("https://www.instagram.com/p/Cx1/embed", "https://www.instagram.com/p/Cx1/")),
    row("Loom", "loom.com/embed/{id}", "https://www.loom.com/share/{id}", ("https://www.loom.com/embed/a1", "https://www.loom.com/share/a1")),
    row("Reddit", "embed.reddit.com/r/{group}/comments/{rest*}", "https://www.reddit.com/r/{group}/comments/{rest*}", ("https://embed.reddit.com/r/news/comments/1a/x/?embed=true", "https://www.reddit.com/r/news/comments/1a/x/")),
    row("Reddit", "redditmedia.com/r/{group}/comments/{rest*}", "https://www.reddit.com/r/{group}/comments/{rest*}", ("https://www.redditmedia.com/r/news/comments/1a/x/?ref=share", "https://www.reddit.com/r/news/comments/1a/x/")),
    row("Scribd", "scribd.com/embeds/{id}/content", "https://www.scribd.com/document/{id}", ("https://www.scribd.com/embeds/123/content?start_page=1", "https://www.scribd.com/document/123")),
    row("SoundCloud", "w.soundcloud.com/player?url={url}", "{url}", ("https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b&color=red", "https://soundcloud.com/a/b")),
    row("Spotify", "open.spotify.com/embed/{kind}/{id}", "https://open.spotify.com/{kind}/{id}", ("https://open.spotify.com/embed/episode/4rO?utm_source=generator", "https://open.spotify.com/episode/4rO")),
    row("Spotify", "open.spotify.com/embed-podcast/{kind}/{id}", "https://open.spotify.com/{kind}/{id}", ("https://open.spotify.com/embed-podcast/show/4rO", "https://open.spotify.com/show/4rO")),
    row("Streamable", "streamable.com/e/{id}", "https://streamable.com/{id}", ("https://streamable.com/e/ab1?autoplay=1", "https://streamable.com/ab1")),
    row("Streamable", "streamable.com/o/{id}", "https://streamable.com/{id}", ("https://streamable.com/o/ab1", "https://streamable.com/ab1")),
    row("TED", "embed.ted.com/talks/{rest*}", "https://www.ted.com/talks/{rest*}", ("https://embed.ted.com/talks/ann_on_x", "https://www.ted.com/talks/ann_on_x")),
    row("Telegram", "t.me/{who}/{id}?embed={embed}", "https://t.me/{who}/{id}", ("https://t.me/channel/12?embed=1", "https://t.me/channel/12")),
    row("Threads", "threads.com/{who}/post/{id}/embed", "https://www.threads.com/{who}/post/{id}", ("https://www.threads.com/@ann/post/C1/embed", "https://www.threads.com/@ann/post/C1")),
    row("Threads", "threads.net/{who}/post/{id}/embed", "https://www.threads.com/{who}/post/{id}", ("https://www.threads.net/@ann/post/C1/embed", "https://www.threads.com/@ann/post/C1")),
    row("TikTok", "tiktok.com/embed/v2/{id}", "https://www.tiktok.com/@/video/{id}", ("https://www.tiktok.com/embed/v2/71?lang=en", "https://www.tiktok.com/@/video/71")),
    row("TikTok", "tiktok.com/embed/{id}", "https://www.tiktok.com/@/video/{id}", ("https://www.tiktok.com/embed/71", "https://www.tiktok.com/@/video/71")),
    row("TikTok", "tiktok.com/player/v1/{id}", "https://www.tiktok.com/@/video/{id}", ("https://www.tiktok.com/player/v1/71?controls=1", "https://www.tiktok.com/@/video/71")),
    row("Twitch", "clips.twitch.tv/embed?clip={id}", "https://clips.twitch.tv/{id}", ("https://clips.twitch.tv/embed?clip=Abc&parent=x", "https://clips.twitch.tv/Abc")),
    row("Twitch", "player.twitch.tv/?channel={id}", "https://www.twitch.tv/{id}", ("https://player.twitch.tv/?channel=ann&parent=x", "https://www.twitch.tv/ann")),
    row("Twitch", "player.twitch.tv/?video={id}", "https://www.twitch.tv/videos/{id}", ("https://player.twitch.tv/?video=123&parent=x", "https://www.twitch.tv/videos/123")),
    row("Vimeo", "player.vimeo.com/video/{id}", "https://vimeo.com/{id}", ("https://player.vimeo.com/video/76979871?h=1", "https://vimeo.com/76979871")),
    row("VK", "vk.com/video_ext.php?oid={owner}&id={id}", "https://vk.com/video{owner}_{id}", ("https://vk.com/video_ext.php?oid=-1&id=2&hash=x", "https://vk.com/video-1_2")),
    row("X", "platform.twitter.com/embed/Tweet.html?id={id}", "https://x.com/i/status/{id}", ("https://platform.twitter.com/embed/Tweet.html?dnt=true&id=20", "https://x.com/i/status/20")),
    row("YouTube", "youtube-nocookie.com/embed/videoseries?list={id}", "https://www.youtube.com/playlist?list={id}", ("https://www.youtube-nocookie.com/embed/videoseries?list=PL1", "https://www.youtube.com/playlist?list=PL1")),
    shown(row("YouTube", "youtube-nocookie.com/embed/{id}", "https://www.youtube.com/watch?v={id}", ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0", "https://www.youtube.com/watch?v=dQw4w9WgXcQ")), "https://i.ytimg.com/vi/{id}/hqdefault.jpg"),
    row("YouTube", "youtube.com/embed/videoseries?list={id}", "https://www.youtube.com/playlist?list={id}", ("https://www.youtube.com/embed/videoseries?list=PL1", "https://www.youtube.com/playlist?list=PL1")),
    shown(row("YouTube", "youtube.com/embed/{id}", "https://www.youtube.com/watch?v={id}", ("//www.youtube.com/embed/dQw4w9WgXcQ?start=3", "https://www.youtube.com/watch?v=dQw4w9WgXcQ")), "https://i.ytimg.com/vi/{id}/hqdefault.jpg"),
    shown(row("YouTube", "youtube.com/v/{id}", "https://www.youtube.com/watch?v={id}", ("https://www.youtube.com/v/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ")), "https://i.ytimg.com/vi/{id}/hqdefault.jpg"),
];

/// Elements that a script makes a player of: what selects one, the attribute that says what, and the player it makes.
/// `{}` is the attribute's value. Sources: AMP's component reference; lite-youtube and lite-vimeo; the sites' embed codes.
const MADE_BY_SCRIPT: &[(&str, &str, &str)] = &[
    (".fb-post", "data-href", "{}"),
    (".fb-video", "data-href", "{}"),
    (".flourish-embed", "data-src", "https://flo.uri.sh/{}/embed"),
    (".imgur-embed-pub", "data-id", "https://imgur.com/{}/embed"),
    (".infogram-embed", "data-id", "https://e.infogram.com/{}"),
    ("amp-audio", "src", "{}"),
    ("amp-dailymotion", "data-videoid", "https://www.dailymotion.com/embed/video/{}"),
    ("amp-facebook", "data-href", "{}"),
    ("amp-iframe", "src", "{}"),
    ("amp-instagram", "data-shortcode", "https://www.instagram.com/p/{}/embed"),
    ("amp-tiktok", "data-src", "{}"),
    ("amp-twitter", "data-tweetid", "https://platform.twitter.com/embed/Tweet.html?id={}"),
    ("amp-video", "src", "{}"),
    ("amp-vimeo", "data-videoid", "https://player.vimeo.com/video/{}"),
    ("amp-youtube", "data-videoid", "https://www.youtube.com/embed/{}"),
    ("lite-vimeo", "videoid", "https://player.vimeo.com/video/{}"),
    ("lite-youtube", "videoid", "https://www.youtube.com/embed/{}"),
];

/// Posts that come as quotations: their class, and the attribute with their address. Their words stay; a link to the post
/// is added where there is none. Source: the sites' embed codes.
const POSTS: &[(&str, &str, &str)] = &[
    ("bluesky-embed", "data-bluesky-uri", "Bluesky"),
    ("instagram-media", "data-instgrm-permalink", "Instagram"),
    ("mastodon-embed", "data-embed-url", "Mastodon"),
    ("text-post-media", "data-text-post-permalink", "Threads"),
    ("tiktok-embed", "cite", "TikTok"),
    ("twitter-tweet", "cite", "X"),
];

/// Titles that say no more than that there is something. Source: the sites' embed codes.
const EMPTY_TITLES: &[&str] = &[
    "embed",
    "embedded content",
    "embedded post",
    "embedded video",
    "iframe",
    "twitter tweet",
    "video",
    "video player",
    "vimeo video player",
    "x post",
    "youtube video player",
];

static EMBEDS: LazyLock<Option<Matcher>> = LazyLock::new(|| {
    let made = MADE_BY_SCRIPT.iter().map(|(selector, attribute, _)| format!("{selector}[{attribute}]"));
    let all: Vec<String> =
        ["iframe", "video", "audio", "embed", "object"].map(str::to_owned).into_iter().chain(made).collect();
    Matcher::new(&all.join(", ")).ok()
});

static QUOTED: LazyLock<Option<Matcher>> = LazyLock::new(|| {
    Matcher::new(&POSTS.iter().map(|(class, ..)| format!("blockquote.{class}")).collect::<Vec<_>>().join(", ")).ok()
});

/// What plays or runs elsewhere becomes a titled link to it.
pub(crate) fn linked(document: &Document, base: Option<&Url>) {
    if let Some(matcher) = &*QUOTED {
        for quote in document.select_matcher(matcher).nodes() {
            post(quote, base);
        }
    }
    let Some(matcher) = &*EMBEDS else { return };
    for embed in document.select_matcher(matcher).nodes() {
        // What stands in another that was dealt with is gone with it.
        if embed.ancestors_it(None).any(|outer| outer.is_match(matcher)) {
            continue;
        }
        match player(embed).and_then(|src| address::web(&src, base)) {
            Some(url) if !tracking::is_counter(&url) && !tracking::is_unseen(embed) => link(embed, &url, base),
            _ => embed.remove_from_parent(),
        }
    }
}

/// Whether a script would make a player of an element.
pub(crate) fn is_made_by_script(element: &NodeRef<'_>) -> bool {
    MADE_BY_SCRIPT.iter().any(|(selector, attribute, _)| {
        let named =
            selector.strip_prefix('.').map_or_else(|| element.has_name(selector), |class| element.has_class(class));
        named && element.has_attr(attribute)
    })
}

/// Whether a quotation is a post on another site.
pub(crate) fn is_post(quote: &NodeRef<'_>) -> bool {
    POSTS.iter().any(|(class, ..)| quote.has_class(class))
}

/// The address of what an element plays.
fn player(embed: &NodeRef<'_>) -> Option<String> {
    let made = MADE_BY_SCRIPT.iter().find_map(|(selector, attribute, player)| {
        let named = selector.strip_prefix('.').map_or_else(|| embed.has_name(selector), |class| embed.has_class(class));
        named.then(|| embed.attr(attribute)).flatten().map(|value| player.replace("{}", value.trim()))
    });
    let own = ["src", "data-src", "data-lazy-src", "data"].iter().find_map(|name| embed.attr(name)).map(String::from);
    let blank = |src: &String| !src.trim().is_empty() && !src.trim_start().starts_with("about:");
    made.or(own).filter(blank).or_else(|| {
        embed.element_children().iter().find_map(|child| {
            let is_movie =
                child.attr("name").is_some_and(|name| matches!(&*name.to_ascii_lowercase(), "movie" | "src"));
            child.attr("src").or_else(|| child.attr("value").filter(|_| is_movie)).map(String::from)
        })
    })
}

/// Whether a player says what it plays, or is of a site that is known for it. What does neither on a page is a widget.
pub(crate) fn is_told(embed: &NodeRef<'_>, base: Option<&Url>) -> bool {
    let known = || player(embed).and_then(|src| address::web(&src, base)).is_some_and(|url| page_of(&url).is_some());
    !embed.has_name("iframe") || title(embed).is_some() || known()
}

/// Puts the link where the player was.
fn link(embed: &NodeRef<'_>, url: &Url, base: Option<&Url>) {
    let place = page_of(url);
    let poster = ["poster", "data-poster", "placeholder"].iter().find_map(|name| embed.attr(name));
    let poster = poster.and_then(|poster| address::web(&poster, base)).map(String::from);
    let (name, page, picture) = match place {
        Some((name, page, picture)) => (name.to_owned(), page, poster.or(picture)),
        None => (url.host_str().unwrap_or_default().trim_start_matches("www.").to_owned(), url.clone(), poster),
    };
    let title = title(embed).unwrap_or_else(|| format!("Shown on {name}"));
    let (href, words) = (escape(tracking::undecorated(&page).as_str()), escape(&title));
    let text = format!("<a href=\"{href}\">{words}</a>");
    let figure = embed.ancestors_it(Some(6)).find(|outer| outer.has_name("figure"));
    let html = match (picture, &figure) {
        (None, None) => format!("<figure><figcaption>{text}</figcaption></figure>"),
        (None, Some(_)) => text,
        (Some(picture), None) => format!(
            "<figure><a href=\"{href}\"><img src=\"{}\" alt=\"\"></a><figcaption>{text}</figcaption></figure>",
            escape(&picture)
        ),
        (Some(picture), Some(figure)) => {
            let picture = format!("<a href=\"{href}\"><img src=\"{}\" alt=\"{words}\"></a>", escape(&picture));
            let captioned = figure.descendants_it().any(|inner| inner.has_name("figcaption"));
            if captioned { picture } else { format!("{picture}<figcaption>{text}</figcaption>") }
        }
    };
    // A paragraph that holds nothing else would be left behind, empty.
    let around = embed.parent().filter(|parent| {
        parent.has_name("p") && parent.element_children().len() == 1 && parent.immediate_text().trim().is_empty()
    });
    around.as_ref().unwrap_or(embed).replace_with_html(html);
}

/// What an embed calls itself, if that says anything.
fn title(embed: &NodeRef<'_>) -> Option<String> {
    ["title", "aria-label", "data-title"].iter().find_map(|name| {
        let title = embed.attr(name)?.split_whitespace().collect::<Vec<_>>().join(" ");
        let says = !title.is_empty() && !EMPTY_TITLES.contains(&title.to_lowercase().as_str());
        says.then_some(title)
    })
}

/// A post keeps its words and has a link to where it stands.
fn post(quote: &NodeRef<'_>, base: Option<&Url>) {
    let Some((_, attribute, name)) = POSTS.iter().find(|(class, ..)| quote.has_class(class)) else { return };
    let Some(written) = quote.attr(attribute) else { return };
    let written = written.replace("at://", "https://embed.bsky.app/embed/");
    let Some(url) = address::web(&written, base) else { return };
    let page = page_of(&url).map_or_else(|| url.clone(), |(_, page, _)| page);
    let page = tracking::undecorated(&page);
    let leads_there = quote.descendants_it().any(|inner| {
        inner.has_name("a")
            && inner.attr("href").and_then(|href| address::web(&href, base)).is_some_and(|href| {
                href.host_str() == page.host_str()
                    && href.path().trim_end_matches('/') == page.path().trim_end_matches('/')
            })
    });
    if !leads_there {
        quote.append_html(format!("<p><a href=\"{}\">Shown on {name}</a></p>", escape(page.as_str())));
    }
}

/// The site, page and picture of what a player plays.
fn page_of(url: &Url) -> Option<(&'static str, Url, Option<String>)> {
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    PLACES.iter().find_map(|place| {
        let (at, pattern) = place.player.split_once('/')?;
        let taken = (at == host).then(|| taken(pattern, url)).flatten()?;
        let page = address::web(&filled(place.page, &taken)?, None)?;
        // What is for programs is no page for people.
        let for_people = !page.host_str().is_some_and(|host| host.starts_with("api."));
        for_people.then(|| (place.name, page, place.picture.and_then(|picture| filled(picture, &taken))))
    })
}

/// What stands in an address where the pattern has `{…}`, as it is written there.
fn taken<'p>(pattern: &'p str, url: &Url) -> Option<Vec<(&'p str, String)>> {
    let (path, query) = pattern.split_once('?').unwrap_or((pattern, ""));
    let mut found = Vec::new();
    let mut segments = url.path().trim_matches('/').split('/');
    let all = url.path().trim_start_matches('/');
    let mut seen = 0;
    for wanted in path.split('/').filter(|wanted| !wanted.is_empty()) {
        if wanted.ends_with("*}") {
            found.push((wanted, all.get(seen..).unwrap_or_default().to_owned()));
            segments = "".split('/');
            segments.next();
            break;
        }
        let segment = segments.next().filter(|segment| !segment.is_empty())?;
        seen += segment.len() + 1;
        if wanted.starts_with('{') {
            found.push((wanted, segment.to_owned()));
        } else if wanted != segment {
            return None;
        }
    }
    if segments.any(|segment| !segment.is_empty()) {
        return None;
    }
    for wanted in query.split('&').filter(|wanted| !wanted.is_empty()) {
        let (name, hole) = wanted.split_once('=')?;
        let (_, value) = url.query_pairs().find(|(known, value)| known == name && !value.is_empty())?;
        let value = match hole {
            "{url}" => value.into_owned(),
            "{pb}" => byte_serialize(coordinates(&value)?.as_bytes()).collect(),
            _ => byte_serialize(value.as_bytes()).collect(),
        };
        found.push((hole, value));
    }
    Some(found)
}

/// The middle of the map in Google's `pb`: `!2d` is its longitude, `!3d` its latitude.
fn coordinates(pb: &str) -> Option<String> {
    let number = |mark: &str| {
        let value = pb.split('!').find_map(|part| part.strip_prefix(mark))?;
        value.parse::<f64>().is_ok().then_some(value)
    };
    Some(format!("{},{}", number("3d")?, number("2d")?))
}

fn filled(template: &str, taken: &[(&str, String)]) -> Option<String> {
    let whole = taken.iter().fold(template.to_owned(), |made, (hole, value)| made.replace(hole, value));
    (!whole.contains('{')).then_some(whole)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{MADE_BY_SCRIPT, PLACES, POSTS, page_of};
    use crate::sanitize;

    fn clean(html: &str) -> String {
        let base = Url::parse("https://news.example/a/").unwrap();
        let once = sanitize(html, Some(&base));
        assert_eq!(sanitize(once.as_str(), Some(&base)), once, "{html}");
        once.as_str().to_owned()
    }

    #[test]
    fn each_place_has_a_page_for_people() {
        for place in PLACES {
            let (player, page) = place.example;
            let url = Url::parse("https://news.example").unwrap().join(player).unwrap();
            let found = page_of(&url).unwrap_or_else(|| panic!("{player}"));
            assert_eq!((found.0, found.1.as_str()), (place.name, page), "{player}");
            let html = clean(&format!("<iframe src=\"{player}\" title=\"It\"></iframe>"));
            let page = page.replace('&', "&amp;");
            assert!(html.contains(&format!("<a href=\"{page}\">It</a>")), "{player} -> {html}");
            assert_eq!(html.contains("<img"), place.picture.is_some(), "{html}");
        }
        assert!(PLACES.is_sorted_by_key(|place| place.name.to_lowercase()));
    }

    #[test]
    fn what_scripts_would_make_is_linked_too() {
        for (selector, attribute, player) in MADE_BY_SCRIPT {
            let value = if *player == "{}" { "https://e.example/film" } else { "visualisation" };
            let value = if player.contains("flo.uri.sh") { "visualisation/12" } else { value };
            let class = selector.strip_prefix('.');
            let name = class.map_or(*selector, |_| "div");
            let html =
                clean(&format!("<{name} class=\"{}\" {attribute}=\"{value}\"></{name}>", class.unwrap_or_default()));
            let id = value.rsplit('/').next().unwrap();
            assert!(html.contains("<a href=\"https://") && html.contains(id), "{selector} -> {html}");
        }
    }

    #[test]
    fn posts_keep_their_words_and_lead_to_where_they_stand() {
        for (class, attribute, name) in POSTS {
            let (given, page) = if *class == "bluesky-embed" {
                ("at://did:plc:a/app.bsky.feed.post/3k", "https://bsky.app/profile/did:plc:a/post/3k")
            } else {
                ("https://social.example/post/3k?utm_source=x", "https://social.example/post/3k")
            };
            let html =
                clean(&format!("<blockquote class=\"{class}\" {attribute}=\"{given}\"><p>words</p></blockquote>"));
            assert_eq!(
                html,
                format!("<blockquote><p>words</p><p><a href=\"{page}\">Shown on {name}</a></p></blockquote>")
            );
            let html = clean(&format!(
                "<blockquote class=\"{class}\" {attribute}=\"{given}\"><p><a href=\"{page}\">words</a></p></blockquote>"
            ));
            assert_eq!(html, format!("<blockquote><p><a href=\"{page}\">words</a></p></blockquote>"));
        }
    }

    #[test]
    fn a_film_is_its_picture_and_its_title() {
        assert_eq!(
            clean("<p><iframe src='https://www.youtube.com/embed/abc' title='A &lt;film&gt;'></iframe></p>"),
            "<figure><a href=\"https://www.youtube.com/watch?v=abc\"><img src=\"https://i.ytimg.com/vi/abc/hqdefault.jpg\" \
             alt=\"\"></a><figcaption><a href=\"https://www.youtube.com/watch?v=abc\">A &lt;film&gt;</a></figcaption></figure>"
        );
        assert_eq!(
            clean(
                "<figure><div><iframe src='https://www.youtube.com/embed/abc' title='A film'></iframe></div><figcaption>Said</figcaption></figure>"
            ),
            "<figure><div><a href=\"https://www.youtube.com/watch?v=abc\"><img src=\"https://i.ytimg.com/vi/abc/hqdefault.jpg\" \
             alt=\"A film\"></a></div><figcaption>Said</figcaption></figure>"
        );
        assert_eq!(
            clean("<video poster=/p.jpg title='video player'><source src=/film.mp4></video>"),
            "<figure><a href=\"https://news.example/film.mp4\"><img src=\"https://news.example/p.jpg\" alt=\"\"></a>\
             <figcaption><a href=\"https://news.example/film.mp4\">Shown on news.example</a></figcaption></figure>"
        );
        assert_eq!(
            clean("<object><param name=movie value='https://www.youtube.com/v/abc'><embed src='https://www.youtube.com/v/abc'></object>")
                .matches("watch?v=abc").count(),
            2
        );
    }

    #[test]
    fn what_leads_nowhere_or_is_not_seen_is_gone() {
        for html in [
            "<iframe srcdoc='<p>x'></iframe>",
            "<iframe src='javascript:alert(1)'></iframe>",
            "<iframe src='http://127.0.0.1/'></iframe>",
            "<iframe src='https://e.example/count' width=1 height=1></iframe>",
            "<iframe src='https://e.example/count' style='display:none;visibility:hidden'></iframe>",
            "<iframe src='about:blank'></iframe>",
            "<video></video>",
        ] {
            assert_eq!(clean(html), "", "{html}");
        }
        // What an address names is checked as any other is.
        let html =
            clean("<iframe src='https://www.facebook.com/plugins/post.php?href=http%3A%2F%2F127.0.0.1%2F'></iframe>");
        assert!(!html.contains("href=\"http://127"), "{html}");
    }
}
