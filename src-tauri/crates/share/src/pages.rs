//! Pages of the web where a person shares a link, and programs that take one by an address of their own: one table.

use crate::template;
use crate::{Item, Places, ShareError};

/// A place to share to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// For programs. Stable: what was used last is kept by it.
    pub(crate) id: &'static str,
    /// For the person.
    pub(crate) name: &'static str,
    /// The address, with gaps. `{server}` is the reader's own.
    pub(crate) template: &'static str,
    /// Characters of text it takes, where it says so.
    pub(crate) most: Option<usize>,
    /// Where its maker describes it: the documentation, or the source of what answers there.
    #[cfg_attr(not(test), allow(dead_code, reason = "for whoever changes the table; a test asks for it"))]
    pub(crate) described: &'static str,
}

const fn page(
    id: &'static str,
    name: &'static str,
    template: &'static str,
    most: Option<usize>,
    described: &'static str,
) -> Page {
    Page { id, name, template, most, described }
}

/// On the web, by name. Only pages that show what they were given and wait for the person to send it.
#[rustfmt::skip]
pub(crate) const PAGES: &[Page] = &[
    page("bluesky", "Bluesky", "https://bsky.app/intent/compose?text={text}", Some(300), "https://docs.bsky.app/docs/advanced-guides/intent-links"),
    page("facebook", "Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}", None, "https://developers.facebook.com/docs/plugins/share-button/"),
    page("hacker-news", "Hacker News", "https://news.ycombinator.com/submitlink?u={url}&t={title}", None, "https://news.ycombinator.com/bookmarklet.html"),
    page("lemmy", "Lemmy", "{server}/create_post?url={url}&title={title}&body={quote}", None, "https://github.com/LemmyNet/lemmy-ui/blob/main/src/shared/components/post/create-post.tsx"),
    page("linkding", "linkding", "{server}/bookmarks/new?url={url}&title={title}", None, "https://linkding.link/how-to/"),
    page("linkedin", "LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}", None, "https://learn.microsoft.com/en-us/linkedin/consumer/integrations/self-serve/plugins/share-plugin"),
    page("mastodon", "Mastodon", "{server}/share?text={text}", Some(500), "https://github.com/mastodon/mastodon/blob/main/app/serializers/manifest_serializer.rb"),
    page("misskey", "Misskey", "{server}/share?text={title}&url={url}", None, "https://misskey-hub.net/en/docs/for-users/features/share-form/"),
    page("pinboard", "Pinboard", "https://pinboard.in/add?url={url}&title={title}&description={quote}", None, "https://pinboard.in/howto/"),
    page("reddit", "Reddit", "https://www.reddit.com/submit?url={url}&title={title}", None, "https://github.com/reddit-archive/reddit/blob/master/r2/r2/templates/bookmarklets.html"),
    page("telegram-web", "Telegram (web)", "https://t.me/share/url?url={url}&text={title}", None, "https://core.telegram.org/widgets/share"),
    page("threads", "Threads", "https://www.threads.net/intent/post?text={text}", Some(500), "https://developers.facebook.com/docs/threads/threads-web-intents/"),
    page("wallabag", "wallabag", "{server}/bookmarklet?url={url}", None, "https://github.com/wallabag/wallabag/blob/master/src/Controller/EntryController.php"),
    page("whatsapp-web", "WhatsApp (web)", "https://wa.me/?text={text}", None, "https://faq.whatsapp.com/5913398998672934"),
    page("x", "X", "https://x.com/intent/post?text={text}", Some(280), "https://developer.x.com/en/docs/x-for-websites/tweet-button/guides/web-intent"),
];

/// Programs, offered where one is installed that opens their scheme. Signal has none that shares, and Element none.
#[rustfmt::skip]
pub(crate) const APPS: &[Page] = &[
    page("telegram", "Telegram", "tg://msg_url?url={url}&text={title}", None, "https://core.telegram.org/api/links#share-links"),
    page("whatsapp", "WhatsApp", "whatsapp://send?text={text}", None, "https://faq.whatsapp.com/425247423114725"),
];

impl Page {
    /// Whether it is each reader's own server that is asked.
    pub(crate) fn on_a_server(&self) -> bool {
        self.template.starts_with(SERVER)
    }

    /// The part before the colon.
    #[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "handlers are looked for on Linux"))]
    pub(crate) fn scheme(&self) -> &'static str {
        self.template.split(':').next().unwrap_or_default()
    }

    /// Whether it can be offered for an item.
    pub(crate) fn takes(&self, item: &Item, places: &Places) -> bool {
        template::takes(self.template, item) && (!self.on_a_server() || places.server(self.id).is_some())
    }

    /// The address for an item.
    pub(crate) fn address(&self, item: &Item, places: &Places) -> Result<String, ShareError> {
        if !self.takes(item, places) {
            return Err(ShareError::UnknownTarget);
        }
        let expanded = template::expand(self.template, item, self.most)?;
        Ok(match expanded.strip_prefix(SERVER) {
            Some(rest) => format!("{}{rest}", places.server(self.id).unwrap_or_default()),
            None => expanded,
        })
    }
}

const SERVER: &str = "{server}";

#[cfg(test)]
mod tests {
    use super::{APPS, PAGES};
    use crate::{Item, Places};

    fn item() -> Item {
        Item {
            title: "Ships & shoes".to_owned(),
            url: Some("https://e.example/a?b=c&d".to_owned()),
            source: Some("Courier".to_owned()),
            ..Item::default()
        }
    }

    fn places() -> Places {
        let servers: Vec<_> = PAGES.iter().filter(|page| page.on_a_server()).map(|page| page.id).collect();
        Places::new(servers.iter().map(|id| ((*id).to_owned(), format!("https://{id}.example"))).collect(), Vec::new())
            .unwrap()
    }

    #[test]
    fn the_tables_are_sorted_described_and_each_id_is_there_once() {
        for table in [PAGES, APPS] {
            let names: Vec<_> = table.iter().map(|page| page.name.to_lowercase()).collect();
            assert!(names.is_sorted(), "{names:?}");
        }
        let mut ids: Vec<_> = PAGES.iter().chain(APPS).map(|page| page.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), PAGES.len() + APPS.len());
        for page in PAGES.iter().chain(APPS) {
            assert!(page.described.starts_with("https://"), "{}", page.id);
        }
    }

    const LINK: &str = "https%3A%2F%2Fe.example%2Fa%3Fb%3Dc%26d";
    const TITLE: &str = "Ships%20%26%20shoes";

    /// What each place is asked, written out: an address that goes elsewhere, or says less, is seen here.
    #[test]
    fn each_place_gets_what_its_maker_describes() {
        let text = format!("%E2%80%9C{TITLE}%E2%80%9D%2C%20Courier%20%E2%80%94%20{LINK}");
        let wanted = [
            ("bluesky", format!("https://bsky.app/intent/compose?text={text}")),
            ("facebook", format!("https://www.facebook.com/sharer/sharer.php?u={LINK}")),
            ("hacker-news", format!("https://news.ycombinator.com/submitlink?u={LINK}&t={TITLE}")),
            ("lemmy", format!("https://lemmy.example/create_post?url={LINK}&title={TITLE}&body=")),
            ("linkding", format!("https://linkding.example/bookmarks/new?url={LINK}&title={TITLE}")),
            ("linkedin", format!("https://www.linkedin.com/sharing/share-offsite/?url={LINK}")),
            ("mastodon", format!("https://mastodon.example/share?text={text}")),
            ("misskey", format!("https://misskey.example/share?text={TITLE}&url={LINK}")),
            ("pinboard", format!("https://pinboard.in/add?url={LINK}&title={TITLE}&description=")),
            ("reddit", format!("https://www.reddit.com/submit?url={LINK}&title={TITLE}")),
            ("telegram-web", format!("https://t.me/share/url?url={LINK}&text={TITLE}")),
            ("threads", format!("https://www.threads.net/intent/post?text={text}")),
            ("wallabag", format!("https://wallabag.example/bookmarklet?url={LINK}")),
            ("whatsapp-web", format!("https://wa.me/?text={text}")),
            ("x", format!("https://x.com/intent/post?text={text}")),
            ("telegram", format!("tg://msg_url?url={LINK}&text={TITLE}")),
            ("whatsapp", format!("whatsapp://send?text={text}")),
        ];
        let asked: Vec<_> =
            PAGES.iter().chain(APPS).map(|page| (page.id, page.address(&item(), &places()).unwrap())).collect();
        assert_eq!(asked, wanted);
    }

    #[test]
    fn a_page_on_a_server_is_there_once_the_reader_has_named_one() {
        let mastodon = PAGES.iter().find(|page| page.id == "mastodon").unwrap();
        assert!(!mastodon.takes(&item(), &Places::default()));
        assert!(mastodon.takes(&item(), &places()));
    }

    #[test]
    fn several_articles_go_where_a_text_is_taken() {
        let several =
            Item { text: Some("A — https://e.example/a\nB — https://e.example/b".to_owned()), ..Item::default() };
        let taking: Vec<_> =
            PAGES.iter().chain(APPS).filter(|page| page.takes(&several, &places())).map(|page| page.id).collect();
        assert_eq!(taking, ["bluesky", "mastodon", "threads", "whatsapp-web", "x", "whatsapp"]);
    }
}
