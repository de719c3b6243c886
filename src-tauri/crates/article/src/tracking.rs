//! What addresses carry to count readers: parameters that decorate links, and pictures that only count.
//!
//! Each row names where its owner, or who studied it, describes it. Names are facts; no list was copied.

use dom_query::{Document, NodeRef};
use url::Url;

use crate::address;

/// Query parameters that say who clicked where and change nothing about the page: a name, or its beginning with `*`;
/// the sites it means that on, where elsewhere it could mean something; and the source. Sorted by name.
const DECORATION: &[(&str, &[&str], &str)] = &[
    ("__cft__[0]", &["facebook.com"], "Facebook: ClearURLs' documentation"),
    ("__hsfp", &[], "HubSpot: Cookies set in a visitor's browser"),
    ("__hssc", &[], "HubSpot: Cookies set in a visitor's browser"),
    ("__hstc", &[], "HubSpot: Cookies set in a visitor's browser"),
    ("__s", &[], "Drip: Firefox, query parameter stripping"),
    ("__tn__", &["facebook.com"], "Facebook: ClearURLs' documentation"),
    ("_branch_match_id", &[], "Branch: Link data"),
    ("_bta_c", &[], "Bronto: Brave, query string filter"),
    ("_bta_tid", &[], "Bronto: Brave, query string filter"),
    ("_ga", &[], "Google Analytics: Cross-domain measurement"),
    ("_gl", &[], "Google Analytics: Cross-domain measurement"),
    ("_hsenc", &[], "HubSpot: Tracking parameters in email links"),
    ("_hsmi", &[], "HubSpot: Tracking parameters in email links"),
    ("_ke", &[], "Klaviyo: UTM and _ke tracking"),
    ("_kx", &[], "Klaviyo: How _kx identifies visitors"),
    ("_openstat", &[], "Openstat: Brave, query string filter"),
    ("at_campaign", &[], "AT Internet: Marketing campaigns"),
    ("at_custom*", &[], "AT Internet: Marketing campaigns"),
    ("at_medium", &[], "AT Internet: Marketing campaigns"),
    ("dclid", &[], "Google Campaign Manager: Click identifiers"),
    ("dicbo", &[], "Outbrain: Conversion tracking"),
    ("echobox", &[], "Echobox: Link tagging"),
    ("epik", &[], "Pinterest: Click identifier"),
    ("fb_action_ids", &[], "Facebook: Open Graph referral parameters"),
    ("fb_action_types", &[], "Facebook: Open Graph referral parameters"),
    ("fb_ref", &[], "Facebook: Open Graph referral parameters"),
    ("fb_source", &[], "Facebook: Open Graph referral parameters"),
    ("fbclid", &[], "Meta: fbp and fbc parameters"),
    ("feature", &["youtube.com", "youtu.be"], "YouTube: ClearURLs' documentation"),
    ("gad_campaignid", &[], "Google Ads: URL parameters"),
    ("gad_source", &[], "Google Ads: URL parameters"),
    ("gbraid", &[], "Google Ads: URL parameters"),
    ("gclid", &[], "Google Ads: Auto-tagging"),
    ("gclsrc", &[], "Google Ads: Auto-tagging"),
    ("guccounter", &[], "Yahoo: ClearURLs' documentation"),
    ("guce_referrer", &[], "Yahoo: ClearURLs' documentation"),
    ("guce_referrer_sig", &[], "Yahoo: ClearURLs' documentation"),
    ("hsCtaTracking", &[], "HubSpot: Calls to action"),
    ("igsh", &[], "Instagram: Brave, query string filter"),
    ("igshid", &[], "Instagram: Brave, query string filter"),
    ("irclickid", &[], "Impact: Click identifier"),
    ("li_fat_id", &[], "LinkedIn: First-party ads tracking"),
    ("mc_cid", &[], "Mailchimp: E-commerce link tracking"),
    ("mc_eid", &[], "Mailchimp: E-commerce link tracking"),
    ("mibextid", &["facebook.com"], "Facebook: Brave, query string filter"),
    ("mkt_tok", &[], "Marketo: mkt_tok in email links"),
    ("ml_subscriber", &[], "MailerLite: Firefox, query parameter stripping"),
    ("ml_subscriber_hash", &[], "MailerLite: Firefox, query parameter stripping"),
    ("msclkid", &[], "Microsoft Advertising: Auto-tagging of click ID"),
    ("mtm_*", &[], "Matomo: Tracking campaigns"),
    ("oft_c", &[], "Olytics: Brave, query string filter"),
    ("oft_ck", &[], "Olytics: Brave, query string filter"),
    ("oft_d", &[], "Olytics: Brave, query string filter"),
    ("oft_id", &[], "Olytics: Brave, query string filter"),
    ("oft_ids", &[], "Olytics: Brave, query string filter"),
    ("oft_k", &[], "Olytics: Brave, query string filter"),
    ("oft_lk", &[], "Olytics: Brave, query string filter"),
    ("oft_sk", &[], "Olytics: Brave, query string filter"),
    ("oly_anon_id", &[], "Omeda Olytics: Firefox, query parameter stripping"),
    ("oly_enc_id", &[], "Omeda Olytics: Firefox, query parameter stripping"),
    ("piwik_campaign", &[], "Piwik: Tracking campaigns"),
    ("piwik_keyword", &[], "Piwik: Tracking campaigns"),
    ("piwik_kwd", &[], "Piwik: Tracking campaigns"),
    ("pk_*", &[], "Piwik: Tracking campaigns"),
    ("rb_clickid", &[], "Rakuten: Firefox, query parameter stripping"),
    ("rdt_cid", &[], "Reddit: Click ID"),
    ("ref_src", &["twitter.com", "x.com"], "Twitter: embedded posts' links"),
    ("ref_url", &["twitter.com", "x.com"], "Twitter: embedded posts' links"),
    ("s", &["twitter.com", "x.com"], "Twitter: ClearURLs' documentation"),
    ("s_cid", &[], "Adobe Analytics: Tracking code variable"),
    ("sccid", &[], "Snapchat: Click ID"),
    ("si", &["open.spotify.com", "soundcloud.com", "youtu.be", "youtube.com"], "Brave, query string filter"),
    ("srsltid", &[], "Google Merchant Center: Auto-tagging"),
    ("t", &["twitter.com", "x.com"], "Twitter: ClearURLs' documentation"),
    ("trk_contact", &[], "Listrak: Brave, query string filter"),
    ("trk_module", &[], "Listrak: Brave, query string filter"),
    ("trk_msg", &[], "Listrak: Brave, query string filter"),
    ("trk_sid", &[], "Listrak: Brave, query string filter"),
    ("ttclid", &[], "TikTok: Click ID"),
    ("twclid", &[], "X: Click ID"),
    ("utm_*", &[], "Google Analytics: Collect campaign data with custom URLs"),
    ("vero_conv", &[], "Vero: Firefox, query parameter stripping"),
    ("vero_id", &[], "Vero: Firefox, query parameter stripping"),
    ("vgo_ee", &[], "ActiveCampaign: Brave, query string filter"),
    ("wbraid", &[], "Google Ads: URL parameters"),
    ("wickedid", &[], "Wicked Reports: Firefox, query parameter stripping"),
    ("wt_mc*", &[], "Webtrekk: Campaign parameters"),
    ("xtor", &[], "AT Internet: Marketing campaigns"),
    ("yclid", &[], "Yandex Direct: Click labels"),
    ("ymclid", &[], "Yandex Market: Click labels"),
    ("ysclid", &[], "Yandex Search: Click labels"),
];

/// Pictures and frames that only count readers: the site (and those under it; none for any), the beginning of the path,
/// or its end after `*`, and the source. Sorted by site.
const COUNTERS: &[(&str, &str, &str)] = &[
    ("", "*/matomo.php", "Matomo: Image tracker code"),
    ("", "*/piwik.php", "Piwik: Image tracker code"),
    ("ad.doubleclick.net", "/", "Google Campaign Manager: Floodlight tags"),
    ("analytics.twitter.com", "/", "X: Universal website tag"),
    ("b.scorecardresearch.com", "/", "Comscore: Tag implementation"),
    ("bat.bing.com", "/", "Microsoft Advertising: UET tag without JavaScript"),
    ("blogger.googleusercontent.com", "/tracker/", "Blogger: what its feeds end in"),
    ("connect.facebook.net", "/", "Meta: Pixel base code"),
    ("counter.theconversation.com", "/", "The Conversation: Republishing guidelines"),
    ("counter.yadro.ru", "/", "LiveInternet: Counter code"),
    ("da.feedsportal.com", "/", "Mediafed: what its feeds ended in"),
    ("facebook.com", "/plugins/like.php", "Meta: Like button"),
    ("facebook.com", "/tr", "Meta: Pixel without JavaScript"),
    ("feedads.g.doubleclick.net", "/", "AdSense for feeds"),
    ("feeds.feedburner.com", "/~r/", "FeedBurner: Item statistics"),
    ("google-analytics.com", "/", "Google Analytics: Measurement protocol"),
    ("googleads.g.doubleclick.net", "/pagead/", "Google Ads: Conversion tag without JavaScript"),
    ("googletagmanager.com", "/ns.html", "Google Tag Manager: Install a web container"),
    ("ivwbox.de", "/", "INFOnline: SZM-Tag"),
    ("list-manage.com", "/track/open.php", "Mailchimp: About open tracking"),
    ("mc.yandex.ru", "/watch/", "Yandex Metrica: Counter without JavaScript"),
    ("met.vgwort.de", "/na/", "VG Wort: METIS Zählmarken"),
    ("pi.feedsportal.com", "/", "Mediafed: what its feeds ended in"),
    ("pixel.propublica.org", "/", "ProPublica: Steal our stories"),
    ("pixel.quantserve.com", "/", "Quantcast: Tag without JavaScript"),
    ("pixel.wp.com", "/", "WordPress.com: Stats"),
    ("platform.twitter.com", "/widgets/follow_button", "X: Follow button"),
    ("platform.twitter.com", "/widgets/tweet_button", "X: Post button"),
    ("px.ads.linkedin.com", "/", "LinkedIn: Insight tag"),
    ("sb.scorecardresearch.com", "/", "Comscore: Tag implementation"),
    ("stats.wordpress.com", "/", "WordPress.com: Stats"),
    ("t.co", "/i/adsct", "X: Universal website tag"),
    ("top-fwz1.mail.ru", "/", "Top.Mail.Ru: Counter code"),
    ("track.hubspot.com", "/", "HubSpot: Tracking code without JavaScript"),
];

/// The address without what decorates it. It leads to the same page; all that is not decoration stays as it is written.
#[must_use]
pub fn undecorated(url: &Url) -> Url {
    let mut plain = url.clone();
    if !matches!(url.scheme(), "http" | "https") {
        return plain;
    }
    let host = url.host_str().unwrap_or_default();
    if let Some(query) = url.query() {
        let kept: Vec<&str> = query.split('&').filter(|pair| !is_decoration(pair, host)).collect();
        if kept.len() < query.split('&').count() {
            plain.set_query(Some(kept.join("&").as_str()).filter(|query| !query.is_empty()));
        }
    }
    // Some put it behind the `#`, which then names no place of the page.
    if url.fragment().is_some_and(|fragment| fragment.split('&').all(|pair| is_decoration(pair, host))) {
        plain.set_fragment(None);
    }
    plain
}

/// Whether a `name=value` only decorates.
fn is_decoration(pair: &str, host: &str) -> bool {
    let Some((name, _)) = pair.split_once('=') else { return false };
    let name = name.replace("%5B", "[").replace("%5D", "]");
    DECORATION.iter().any(|(known, sites, _)| {
        let named = known.strip_suffix('*').map_or_else(
            || name.eq_ignore_ascii_case(known),
            |start| name.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start)),
        );
        named && (sites.is_empty() || sites.iter().any(|site| is_under(host, site)))
    })
}

/// Whether a host is this site or one under it.
pub(crate) fn is_under(host: &str, site: &str) -> bool {
    host.strip_suffix(site).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// Whether what is at the address only counts readers.
pub(crate) fn is_counter(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let path = url.path();
    COUNTERS.iter().any(|(site, place, _)| {
        let here = place.strip_prefix('*').map_or_else(
            || {
                path.strip_prefix(place).is_some_and(|rest| {
                    place.ends_with('/') || rest.is_empty() || !rest.starts_with(char::is_alphanumeric)
                })
            },
            |end| path.ends_with(end),
        );
        here && (site.is_empty() || is_under(host, site))
    })
}

/// Whether markup gives it no size to be seen by, or hides it. A script may show what waits for one (`data-…`).
pub(crate) fn is_unseen(node: &NodeRef<'_>) -> bool {
    let style = node.attr("style").map(|style| style.to_ascii_lowercase().replace(char::is_whitespace, ""));
    let declared = |name: &str| {
        style.as_deref().and_then(|style| {
            style
                .split(';')
                .find_map(|one| one.strip_prefix(name).and_then(|one| one.strip_prefix(':')).map(str::to_owned))
        })
    };
    let tiny = |name: &str| {
        let size = declared(name).or_else(|| node.attr(name).map(|size| size.trim().to_owned()));
        size.and_then(|size| size.trim_end_matches("!important").trim_end_matches("px").parse::<f32>().ok())
            .is_some_and(|size| size <= 1.0)
    };
    if tiny("width") && tiny("height") {
        return true;
    }
    let hidden = declared("display").is_some_and(|value| value.starts_with("none"))
        || declared("visibility").is_some_and(|value| value.starts_with("hidden"));
    hidden && !node.attrs().iter().any(|attribute| attribute.name.local.starts_with("data-"))
}

/// Takes out the pictures that only count readers.
pub(crate) fn remove_counters(document: &Document, base: Option<&Url>) {
    for image in document.select("img").nodes() {
        let counts = image.attr("src").and_then(|src| address::web(&src, base)).is_some_and(|url| is_counter(&url));
        // A placeholder of this size may stand for a picture that comes later.
        let waits = image.attrs().iter().any(|attribute| attribute.name.local.starts_with("data-"));
        if counts || (!waits && is_unseen(image)) {
            image.remove_from_parent();
        }
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{COUNTERS, DECORATION, is_counter, undecorated};
    use crate::sanitize;

    fn plain(address: &str) -> String {
        undecorated(&Url::parse(address).unwrap()).into()
    }

    #[test]
    fn each_row_of_decoration_is_taken_off() {
        for (name, sites, source) in DECORATION {
            let name = name.replace('*', "x");
            let host = sites.first().unwrap_or(&"news.example");
            let url = format!("https://www.{host}/a?id=7&{name}=b%20c&p=A+%26#top");
            assert_eq!(plain(&url), format!("https://www.{host}/a?id=7&p=A+%26#top"), "{name}: {source}");
            assert_eq!(plain(&format!("https://{host}/a?{}=1", name.to_uppercase())), format!("https://{host}/a"));
            let elsewhere = format!("https://other.example/?{name}=1");
            assert_eq!(plain(&elsewhere) == elsewhere, !sites.is_empty(), "{name}");
            assert_eq!(
                sanitize(&format!("<a href='https://{host}/?{name}=1'>x</a>"), None).as_str(),
                format!("<a href=\"https://{host}/\">x</a>")
            );
        }
    }

    #[test]
    fn what_is_no_decoration_stays_as_written() {
        for url in [
            "https://e.example/?a=b&&c&d=%7e+%20;e",
            "https://e.example/?",
            "https://e.example/?utm_source",
            "https://e.example/#utm",
            "https://e.example/#/route?x=1",
            "https://e.example/?s=query&t=5&si=2&feature=x",
            "https://notyoutube.com/?si=2",
            "https://www.youtube.com/watch?v=abc&t=30",
            "mailto:a@b.example?utm_source=x",
        ] {
            assert_eq!(plain(url), Url::parse(url).unwrap().as_str());
        }
        assert_eq!(plain("https://e.example/a#utm_source=x&xtor=1"), "https://e.example/a");
        assert_eq!(plain("https://e.example/a#at&xtor=1"), "https://e.example/a#at&xtor=1");
    }

    #[test]
    fn each_row_of_counters_is_one() {
        for (site, place, source) in COUNTERS {
            let host = if site.is_empty() { "e.example" } else { site };
            let url = format!("https://x.{host}{}?a=1", place.replace('*', "/stats"));
            assert!(is_counter(&Url::parse(&url).unwrap()), "{url}: {source}");
            assert_eq!(sanitize(&format!("<p>a<img src='{url}'></p>"), None).as_str(), "<p>a</p>", "{url}");
            assert_eq!(sanitize(&format!("<p>a</p><iframe src='{url}'></iframe>"), None).as_str(), "<p>a</p>", "{url}");
        }
        for url in ["https://www.facebook.com/travel/a.jpg", "https://e.example/tr", "https://e.example/piwik.php.png"]
        {
            assert!(!is_counter(&Url::parse(url).unwrap()), "{url}");
        }
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(DECORATION.is_sorted_by_key(|(name, ..)| name.to_lowercase()));
        assert!(COUNTERS.is_sorted_by_key(|(site, place, _)| (*site, *place)));
    }

    #[test]
    fn pictures_nobody_sees_are_taken_out() {
        for image in [
            "width=1 height=1",
            "width=0 height=0",
            "style='width:1px;height:1px'",
            "style='border: 0; WIDTH : 1px !important; height:0'",
            "style='display:none'",
            "style='visibility: hidden'",
            "width=1px height=1px alt=''",
        ] {
            let html = format!("<p>a<img src='https://e.example/x.gif' {image}></p>");
            assert_eq!(sanitize(&html, None).as_str(), "<p>a</p>", "{image}");
        }
        for image in
            ["width=100% height=300", "style='max-width:100%;height:auto'", "style='display:none' data-src=/x.gif"]
        {
            let html = format!("<p>a<img src='https://e.example/x.gif' {image}></p>");
            assert!(sanitize(&html, None).as_str().contains("<img"), "{image}");
        }
    }
}
