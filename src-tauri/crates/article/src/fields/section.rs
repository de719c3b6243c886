//! The rubric an article stands in, and the way to it from the site's front page.

use url::Url;

use crate::fields::claims::Claims;
use crate::fields::sight::Sight;
use crate::fields::words::{is_site, letters, same};
use crate::headline::Headline;
use crate::structured::Structured;

/// A rubric and the way it was found.
#[derive(Debug, Default)]
pub(crate) struct Section {
    pub(crate) text: String,
    pub(crate) way: String,
}

/// Names of meta elements that hold it.
const METAS: &[&str] = &[
    "article:section",
    "og:article:section",
    "section",
    "parsely-section",
    "sailthru.section",
    "cxenseparse:section",
    "category",
];

/// Names of the box around breadcrumbs. Sorted by language: English, German, French, Spanish, Portuguese, Italian, Dutch.
const TRAILS: &[&str] = &[
    " bread crumb ",
    " bread crumbs ",
    " breadcrumb ",
    " breadcrumblist ",
    " breadcrumbs ",
    " crumb ",
    " crumbs ",
    " brotkrumen ",
    " brotkrume ",
    " fildariane ",
    " migas ",
    " migaspan ",
    " briciole ",
    " kruimelpad ",
];

/// Names of a line above the headline that says the rubric.
const KICKERS: &[&str] = &[
    " articlecategory ",
    " articlesection ",
    " category ",
    " categories ",
    " cat ",
    " channel ",
    " eyebrow ",
    " kicker ",
    " label ",
    " overline ",
    " postcategory ",
    " primarycategory ",
    " rubric ",
    " rubrik ",
    " rubrique ",
    " seccion ",
    " section ",
    " sectionname ",
    " topic ",
];

/// What pages call their front page, in lower case. Sorted by language: English, German, French, Spanish and Portuguese,
/// Italian, Dutch, Scandinavian, Finnish, Polish, Czech, Russian, Turkish, Chinese, Japanese, Korean, Arabic.
const HOMES: &[&str] = &[
    "front page",
    "frontpage",
    "home",
    "home page",
    "homepage",
    "main",
    "news home",
    "start",
    "startseite",
    "zur startseite",
    "accueil",
    "inicio",
    "início",
    "portada",
    "página inicial",
    "prima pagina",
    "voorpagina",
    "forside",
    "forsiden",
    "hem",
    "hjem",
    "etusivu",
    "strona główna",
    "domů",
    "главная",
    "anasayfa",
    "ana sayfa",
    "首页",
    "首頁",
    "ホーム",
    "トップ",
    "홈",
    "الرئيسية",
];

/// What is said where no rubric is meant, in lower case. Sorted.
const NONE: &[&str] = &[
    "all",
    "allgemein",
    "article",
    "articles",
    "blog post",
    "default",
    "featured",
    "front-page",
    "frontpage",
    "general",
    "nachricht",
    "news article",
    "non classé",
    "none",
    "null",
    "page",
    "post",
    "posts",
    "sin categoría",
    "tags",
    "test",
    "uncategorised",
    "uncategorized",
    "undefined",
    "unkategorisiert",
];

/// What says no more than that a newspaper is one, in lower case: taken where nothing closer is said. Sorted.
const WIDE: &[&str] = &[
    "actualidad",
    "actualité",
    "actualités",
    "articles",
    "latest",
    "latest news",
    "nachrichten",
    "news",
    "newsroom",
    "nieuws",
    "noticias",
    "notizie",
    "notícias",
    "nyheter",
    "top stories",
    "новости",
    "ニュース",
    "新闻",
    "新聞",
];

/// A rubric is no longer than this, in characters.
const MOST: usize = 40;

pub(crate) fn breadcrumbs(sight: &Sight<'_>, ld: &Structured, title: Option<&str>) -> (Vec<String>, &'static str) {
    let mut way = "breadcrumbs on the page";
    let mut crumbs = seen(sight);
    if crumbs.is_empty() {
        crumbs.clone_from(&ld.breadcrumbs);
        way = "JSON-LD";
    }
    crumbs.dedup();
    crumbs.retain(|crumb| {
        let crumb = letters(crumb);
        title.is_none_or(|title| {
            let title = letters(title);
            crumb != title && !(crumb.len() > 24 && (title.starts_with(&crumb) || crumb.starts_with(&title)))
        })
    });
    crumbs.truncate(8);
    (crumbs, way)
}

/// The first trail of links that is called one.
fn seen(sight: &Sight<'_>) -> Vec<String> {
    for (at, part) in sight.elements.iter().enumerate() {
        let is_frame = matches!(part.tag.as_str(), "body" | "html" | "main");
        let labelled = || {
            ["ul", "ol", "nav", "div"].contains(&part.tag.as_str())
                && (sight.attr(at, "aria-label").is_some_and(|label| label.to_lowercase().contains("breadcrumb"))
                    || sight.attr(at, "itemtype").is_some_and(|kind| kind.ends_with("BreadcrumbList")))
        };
        if is_frame || sight.length(at) > 600 || !(sight.is_named(at, TRAILS) || labelled()) {
            continue;
        }
        let crumbs: Vec<String> = (at..part.after)
            .filter(|inner| sight.elements[*inner].tag == "a")
            .filter_map(|link| sight.line(link, 120))
            .map(|text| text.trim_matches(['›', '»', '>', '/', '|', '«', ' ', '\u{a0}', '→', '·']).to_owned())
            .filter(|text| !text.is_empty())
            .collect();
        if !crumbs.is_empty() {
            return crumbs;
        }
    }
    Vec::new()
}

pub(crate) fn read(
    sight: &Sight<'_>,
    ld: &Structured,
    claims: &Claims,
    headline: Option<&Headline>,
    crumbs: &[String],
    url: Option<&Url>,
    site: &[String],
) -> Option<Section> {
    let title = headline.map(|headline| headline.text.as_str()).unwrap_or_default();
    let is_rubric = |text: &str| {
        let lower = text.to_lowercase();
        (2..=MOST).contains(&text.chars().count())
            && !HOMES.contains(&lower.as_str())
            && !NONE.contains(&lower.as_str())
            && !is_site(text, site)
            && !same(text, title)
            && text.contains(char::is_alphabetic)
            && !text.contains("://")
    };
    let section = |text: &str, way: &str| {
        // "News,World" and "News > World" name several; the first is the widest. "/world/middle_east" is an address.
        let parts: Vec<&str> =
            text.split([',', ';', '>', '|', '/']).map(str::trim).filter(|part| !part.is_empty()).collect();
        let text = if text.starts_with('/') { parts.last() } else { parts.first() };
        let text = text.copied().unwrap_or_default();
        is_rubric(text).then(|| Section { text: as_shown(sight, text), way: way.to_owned() })
    };
    let metas = METAS
        .iter()
        .flat_map(|name| claims.all(name).iter().map(move |text| (text.as_str(), format!("the meta element {name}"))));
    let ld = ld.sections.iter().map(|text| (text.as_str(), "JSON-LD".to_owned()));
    let trail = crumbs.iter().map(|crumb| (crumb.as_str(), "breadcrumbs on the page".to_owned()));
    let mut all: Vec<Section> = metas.chain(ld).chain(trail).filter_map(|(text, way)| section(text, &way)).collect();
    all.extend(headline.and_then(|headline| kicker(sight, headline, &is_rubric)));
    all.extend(url.and_then(|url| folder(sight, url)).filter(|found| is_rubric(&found.text)));
    let is_wide = |found: &Section| WIDE.contains(&found.text.to_lowercase().as_str());
    let at = all.iter().position(|found| !is_wide(found)).unwrap_or(0);
    (at < all.len()).then(|| all.swap_remove(at))
}

/// A rubric as the page writes it for readers: machines are often told `politica` where readers see *Política*.
fn as_shown(sight: &Sight<'_>, text: &str) -> String {
    let key = plain(text);
    let is_slug = !text.contains(char::is_uppercase) || text.contains(['_', '-']);
    let links = sight.elements.iter().enumerate().filter(|(_, part)| is_slug && part.tag == "a").map(|(at, _)| at);
    let shown = links.filter_map(|at| sight.line(at, 2 * MOST)).find(|shown| plain(shown) == key);
    let Some(shown) = shown else {
        let words = text.replace(['_', '-'], " ");
        let mut letters = words.chars();
        return letters
            .next()
            .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
            .unwrap_or_default();
    };
    shown
}

/// Letters without their accents.
fn plain(text: &str) -> String {
    let base = |c: char| match c {
        'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        c => c,
    };
    letters(text).chars().map(base).collect()
}

/// The line right above the headline that says the rubric.
fn kicker(sight: &Sight<'_>, headline: &Headline, is_rubric: &dyn Fn(&str) -> bool) -> Option<Section> {
    let head = headline.at?;
    let begin = sight.offset(head);
    (head.saturating_sub(40)..(head + 12).min(sight.elements.len()))
        .filter(|at| sight.is_inside(*at) && sight.offset(*at).abs_diff(begin) < 160 && *at != head)
        .filter(|at| sight.is_named(*at, KICKERS) || sight.elements[*at].property == "articlesection")
        .filter_map(|at| sight.line(at, 120))
        .find(|text| is_rubric(text))
        .map(|text| text.trim_matches(['/', '|', '•', '·', '>', '»', '›', ' ']).to_owned())
        .filter(|text| is_rubric(text))
        .map(|text| Section { text, way: "above the headline".to_owned() })
}

/// Folders that say what a page is and not what it is about. Sorted.
const FOLDERS: &[&str] = &[
    "amp", "archiv", "archive", "archives", "article", "articles", "artikel", "blog", "content", "detail", "entry",
    "html", "id", "index", "item", "node", "page", "pages", "post", "posts", "press", "read", "site", "stories",
    "story", "url", "wiki", "wp",
];

/// The first folder of the address that a link on the page leads to: a weak hint.
fn folder(sight: &Sight<'_>, url: &Url) -> Option<Section> {
    let mut parts = url.path_segments()?;
    let first = parts.by_ref().find(|part| part.len() > 2)?;
    parts.next().filter(|rest| !rest.is_empty())?;
    let is_word = first.len() <= 24 && first.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    if !is_word || FOLDERS.contains(&first) {
        return None;
    }
    let end = format!("/{first}");
    let links = sight.elements.iter().enumerate().filter(|(_, part)| part.tag == "a").map(|(at, _)| at);
    links
        .filter(|at| sight.attr(*at, "href").is_some_and(|href| href.trim_end_matches('/').ends_with(&end)))
        .find_map(|at| sight.line(at, 2 * MOST))
        .map(|text| Section { text, way: "the page's address and its link".to_owned() })
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    fn section(head: &str, body: &str, url: &str) -> Option<String> {
        let page = Document::from(format!("{head}<body>{body}<h1>Harbour frozen</h1>"));
        let sight = Sight::of(&page);
        let at = sight.elements.iter().position(|part| part.tag == "h1");
        let headline = Headline { text: "Harbour frozen".to_owned(), at, way: String::new() };
        let ld = crate::structured::read(&crate::structured::scripts(&page));
        let (crumbs, _) = breadcrumbs(&sight, &ld, Some("Harbour frozen"));
        let url = Url::parse(url).unwrap();
        read(&sight, &ld, &Claims::of(&page), Some(&headline), &crumbs, Some(&url), &["The Paper".to_owned()])
            .map(|section| section.text)
    }

    const PLAIN: &str = "https://x.example/harbour";

    #[test]
    fn each_place_of_a_rubric_is_known() {
        for name in METAS {
            assert_eq!(
                section(&format!("<meta name='{name}' content=North>"), "", PLAIN).as_deref(),
                Some("North"),
                "{name}"
            );
        }
        for name in TRAILS {
            let trail = format!("<ul class='x-{}'><li><a>Home</a></li><li><a>North</a></li></ul>", name.trim());
            assert_eq!(section("", &trail, PLAIN).as_deref(), Some("North"), "{name}");
        }
        for name in KICKERS {
            let kicker = format!("<div class='x-{}'>North</div>", name.trim());
            assert_eq!(section("", &kicker, PLAIN).as_deref(), Some("North"), "{name}");
        }
        let link = "<a href=https://x.example/north/>The North</a>";
        assert_eq!(section("", link, "https://x.example/north/harbour").as_deref(), Some("The North"));
        assert_eq!(section("", "", "https://x.example/north/harbour"), None);
    }

    #[test]
    fn a_rubric_is_written_as_readers_see_it_and_as_close_as_it_is_said() {
        assert_eq!(
            section("<meta name=section content=politica>", "<a>Política</a>", PLAIN).as_deref(),
            Some("Política")
        );
        assert_eq!(
            section("<meta name=section content=/world/middle_east>", "", PLAIN).as_deref(),
            Some("Middle east")
        );
        for wide in WIDE {
            let trail = format!("<div class=breadcrumb><a>{wide}</a><a>North</a></div>");
            assert_eq!(section("", &trail, PLAIN).as_deref(), Some("North"), "{wide}");
        }
    }

    #[test]
    fn the_front_page_and_what_means_nothing_is_no_rubric() {
        for home in HOMES {
            let trail = format!("<nav class=breadcrumb><a>{home}</a> <a>North</a> <a>Harbour frozen</a></nav>");
            assert_eq!(section("", &trail, PLAIN).as_deref(), Some("North"), "{home}");
        }
        for none in NONE {
            assert_eq!(section(&format!("<meta name=section content='{none}'>"), "", PLAIN), None, "{none}");
        }
        for folder in FOLDERS {
            let link = format!("<a href=/{folder}>All</a>");
            assert_eq!(section("", &link, &format!("https://x.example/{folder}/harbour")), None, "{folder}");
        }
        assert_eq!(section("<meta name=section content='The Paper'>", "", PLAIN), None);
    }
}
