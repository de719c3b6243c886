//! What publishers call their boxes: parts of class names, ids, `itemprop` and the like, and what each says of the box.
//!
//! Source: the defaults of `WordPress`, Drupal, Ghost, Joomla and TYPO3 themes, schema.org, the microformats hEntry, BEM
//! habits, and names seen on pages of many publishers. None names a site. Sorted within its group.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::Reason;

/// What a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// A box of this kind, not the article.
    Box(Reason),
    /// A block about the article: its author, date, or the like.
    About,
    /// The body of the article.
    Body,
    Caption,
    Credit,
    /// The introduction under a headline.
    Deck,
    /// A picture or film and what belongs to it.
    Media,
    /// Not shown, or only to screen readers.
    Hidden,
    /// A quotation set apart that repeats the text.
    PullQuote,
}

/// What the names of one element say together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a kind of name, found or not")]
pub(crate) struct Signs {
    pub(crate) is_box: Option<Reason>,
    pub(crate) about: bool,
    pub(crate) body: bool,
    pub(crate) caption: bool,
    pub(crate) credit: bool,
    pub(crate) media: bool,
    pub(crate) deck: bool,
    pub(crate) hidden: bool,
    pub(crate) pull_quote: bool,
}

/// A part is bounded by `-` where it is a whole word there; without a bound at its end it may go on (`-relat` is in
/// `related` and `relations`).
#[rustfmt::skip] // One line a word would be pages of words.
const PARTS: &[(Says, &[&str])] = &[
    (
        Says::Box(Reason::Advertisement),
        &[
            "-ad-", "-adbox", "-adcontainer", "-ads-", "-adsense", "-adslot", "-adunit", "-advert", "-adwrap", "-affiliate", "-anzeige-",
            "-banner-ad", "-billboard-", "-dfp-", "-gpt-ad", "-leaderboard-", "-mpu-", "-native-ad", "-outbrain", "-publicidad",
            "-publicite-", "-sponsor", "-taboola", "-werbung", "-zergnet",
        ],
    ),
    (
        Says::Box(Reason::Author),
        &[
            "-about-author", "-about-the-author", "-author-about", "-author-bio", "-author-box", "-author-card", "-author-description",
            "-author-info", "-author-profile", "-authorbio", "-authorbox", "-autorenbox", "-bio-", "-post-author-bio", "-saboxplugin",
        ],
    ),
    (
        Says::Box(Reason::Comments),
        &[
            "-comentarios", "-comment-form", "-comment-list", "-comment-respond", "-commentaires", "-commentlist", "-comments", "-disqus",
            "-fb-comments", "-kommentar", "-livefyre", "-no-comments", "-nocomments", "-reacties", "-reply-title", "-respond-",
        ],
    ),
    (Says::Box(Reason::Cookie), &["-adblock", "-cmp-", "-consent", "-cookie", "-gdpr", "-onetrust", "-privacy-"]),
    (
        Says::Box(Reason::Navigation),
        &[
            "--footer-", "-action-bar", "-actions-", "-article-footer", "-back-to-top", "-breadcrumb", "-crumbs-", "-entry-footer-",
            "-jump-to", "-masthead-", "-menu-", "-nav-", "-navbar", "-navigation", "-navlinks", "-next-post", "-page-footer",
            "-page-links", "-pager-", "-pagination", "-paging", "-post-footer", "-post-nav", "-prev-next", "-site-footer", "-site-header",
            "-skip-link", "-story-footer", "-toc-", "-tocbot", "-toolbar", "-topbar",
        ],
    ),
    (
        Says::Box(Reason::Newsletter),
        &[
            "-app-promo", "-call-to-action", "-cta-", "-donat", "-email-capture", "-mailchimp", "-mc-embed", "-membership-", "-newsletter",
            "-nl-signup", "-paywall", "-piano-", "-register-", "-regwall", "-sign-up", "-signup", "-subscrib", "-subscription",
        ],
    ),
    (
        Says::Box(Reason::Other),
        &[
            "-disclaimer", "-hide-print", "-modal-", "-no-print", "-noprint", "-player-", "-poll-", "-popup", "-print-only", "-promo-",
            "-promobox", "-promos-", "-promotion-", "-quiz-", "-rating", "-sidebar", "-survey", "-tooltip", "-vote-", "-voting", "-widget",
        ],
    ),
    (
        Says::Box(Reason::Related),
        &[
            "-also-like", "-also-read", "-alsoread", "-article-list", "-articlelist", "-box-links", "-content-hub", "-crosslink",
            "-entry-related", "-featured-posts", "-in-case", "-inline-link", "-inline-recirc", "-inline-story", "-jp-relatedposts",
            "-latest-", "-leia-", "-link-list", "-linkbox", "-linklist", "-more-articles", "-more-from", "-more-link", "-more-news",
            "-more-on", "-more-stories", "-morestories", "-most-popular", "-most-read", "-most-viewed", "-mostread", "-newsteaser",
            "-next-article", "-notas-relacionadas", "-popular", "-read-also", "-read-more", "-read-next", "-readmore", "-recent-posts",
            "-recirc", "-recommend", "-relacionad", "-relat", "-see-also", "-similar-", "-story-package", "-teaser-", "-teasers-",
            "-top-stories", "-trending", "-up-next", "-verwandte", "-weiterlesen", "-yarpp", "-you-may", "-you-might",
        ],
    ),
    (
        Says::Box(Reason::Share),
        &[
            "-addthis", "-addtoany", "-follow-us", "-followus", "-heateor", "-share-", "-shareaholic", "-sharebar", "-sharebox",
            "-sharebuttons", "-sharedaddy", "-shares-", "-sharetools", "-shariff", "-sharing", "-social", "-ssba", "-teilen-",
            "-tweet-this",
        ],
    ),
    (
        Says::Box(Reason::Tags),
        &[
            "-article-tags", "-cat-links", "-categories-", "-catlinks", "-entry-tags", "-keywords-", "-post-categories", "-post-tags",
            "-posttags", "-schlagwort", "-tag-cloud", "-tag-list", "-tagcloud", "-taglist", "-tags-", "-tags-links", "-topics-",
        ],
    ),
    (
        Says::About,
        &[
            "-article-info", "-article-meta", "-author-", "-author-name", "-authors-", "-autor-", "-byline", "-contributor", "-date-",
            "-date-published", "-dateline-", "-datetime", "-entry-date", "-entry-meta", "-entry-utility", "-kicker-", "-last-updated",
            "-lesezeit", "-meta-", "-metadata-", "-post-date", "-post-info", "-post-meta", "-posted-on", "-postmeta", "-pubdate",
            "-published-", "-read-time", "-reading-time", "-readingtime", "-timestamp", "-vcard-",
        ],
    ),
    (
        Says::Body,
        &[
            "-article-body", "-article-content", "-article-copy", "-article-detail", "-article-text", "-articlebody", "-articlecontent",
            "-articletext", "-artikel-body", "-artikeltext", "-blog-content", "-blog-post-content", "-body-content", "-body-copy",
            "-body-text", "-bodytext", "-content-article", "-content-body", "-content-text", "-corpo-", "-corps-", "-cuerpo-",
            "-detail-text", "-entry-body", "-entry-content", "-fulltext-", "-main-text", "-news-body", "-news-content", "-news-text",
            "-nota-cuerpo", "-page-content", "-post-body", "-post-content", "-post-entry", "-post-text", "-postbody", "-postcontent",
            "-rich-text", "-richtext", "-single-content", "-story-body", "-story-content", "-story-text", "-storybody", "-storytext",
            "-td-post-content", "-text-body", "-texto-",
        ],
    ),
    (
        Says::Caption,
        &[
            "-bildtext", "-bildunterschrift", "-bu-text", "-caption", "-cutline", "-image-desc", "-image-info", "-image-meta", "-img-desc",
            "-img-text", "-legende-", "-media-desc", "-photo-desc", "-photo-info", "-pic-text", "-wp-caption-text",
        ],
    ),
    (
        Says::Credit,
        &[
            "-bildnachweis", "-bildquelle", "-copyright", "-credit", "-fotocredit", "-fotograf", "-image-source", "-img-source",
            "-photo-by", "-photographer", "-quelle-",
        ],
    ),
    (
        Says::Deck,
        &[
            "-article-teaser-", "-bajada", "-chapeau", "-chapo", "-copete", "-deck-", "-dek-", "-einleitung", "-entradilla", "-excerpt",
            "-headline-text", "-ingress", "-intro", "-lead-", "-leader-", "-leadtext", "-lede-", "-perex", "-preface", "-sapo",
            "-standfirst", "-sub-headline", "-subheadline", "-subtitle", "-sumario", "-summary-", "-teaser-text", "-teasertext-",
            "-vorspann",
        ],
    ),
    (
        Says::Media,
        &[
            "-bild-", "-figure-", "-foto-", "-galerie-", "-gallery-", "-image-", "-imagen-", "-images-", "-img-", "-media-", "-photo-",
            "-photos-", "-pic-", "-picture-", "-visual-", "-wp-image",
        ],
    ),
    (
        Says::Hidden,
        &[
            "-a11y-only", "-accessibility-text", "-assistive-text", "-d-none-", "-offscreen", "-screen-reader", "-screenreader",
            "-sr-only", "-u-hidden", "-visually-hidden", "-visuallyhidden",
        ],
    ),
    (Says::PullQuote, &["-pull-quote", "-pullquote"]),
];

static SEARCH: LazyLock<Option<(AhoCorasick, Vec<Says>)>> = LazyLock::new(|| {
    let parts: Vec<(&str, Says)> =
        PARTS.iter().flat_map(|(says, parts)| parts.iter().map(move |part| (*part, *says))).collect();
    // Every part is a plain string, so building the search cannot fail; if it did, pages would be read without names.
    let search =
        AhoCorasick::builder().match_kind(MatchKind::Standard).build(parts.iter().map(|(part, _)| part)).ok()?;
    Some((search, parts.into_iter().map(|(_, says)| says).collect()))
});

/// Adds names to `out`, in lower case, every word between two dashes: `articleBody main_text` is
/// `--article-body--main-text-`. A name begins with two dashes, so that no part reaches over it, and a part can ask for it.
pub(crate) fn normal(names: &str, out: &mut String) {
    if out.is_empty() {
        out.push('-');
    }
    for name in names.split_ascii_whitespace().take(24) {
        if name.len() > 120 {
            continue;
        }
        out.push('-');
        let mut was_lower = false;
        for c in name.chars() {
            if c.is_ascii_alphanumeric() {
                if c.is_ascii_uppercase() && was_lower {
                    out.push('-');
                }
                was_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
                out.push(c.to_ascii_lowercase());
            } else {
                was_lower = false;
                if !out.ends_with('-') {
                    out.push('-');
                }
            }
        }
        if !out.ends_with('-') {
            out.push('-');
        }
    }
}

/// What normal names say.
pub(crate) fn signs(names: &str) -> Signs {
    let mut signs = Signs::default();
    let Some((search, says)) = SEARCH.as_ref().filter(|_| !names.is_empty()) else { return signs };
    for found in search.find_overlapping_iter(names) {
        match says[found.pattern().as_usize()] {
            Says::Box(reason) => signs.is_box = signs.is_box.or(Some(reason)),
            Says::About => signs.about = true,
            Says::Body => signs.body = true,
            Says::Caption => signs.caption = true,
            Says::Credit => signs.credit = true,
            Says::Deck => signs.deck = true,
            Says::Media => signs.media = true,
            Says::Hidden => signs.hidden = true,
            Says::PullQuote => signs.pull_quote = true,
        }
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_found_and_the_groups_are_sorted() {
        for (says, parts) in PARTS {
            assert!(parts.is_sorted(), "{says:?}");
            for part in *parts {
                assert!(
                    signs(&if part.starts_with("--") { (*part).to_owned() } else { format!("--x{part}") })
                        != Signs::default(),
                    "{part}"
                );
            }
        }
    }

    #[test]
    fn words_are_whole() {
        let of = |name: &str| {
            let mut names = String::new();
            normal(name, &mut names);
            signs(&names)
        };
        assert!(of("articleBody").body && of("Article__body").body);
        assert_eq!(of("relatedLinks").is_box, Some(Reason::Related));
        assert_eq!(of("ad").is_box, Some(Reason::Advertisement));
        for plain in ["header", "loading", "shadow", "gradient", "download"] {
            assert_eq!(of(plain), Signs::default(), "{plain}");
        }
        assert!(!of("story body").body, "two names are no one name");
    }
}
