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
    "general",
    "nachricht",
    "news article",
    "non classé",
    "none",
    "null",
    "page",
    "post",
    "sin categoría",
    "uncategorised",
    "uncategorized",
    "undefined",
    "unkategorisiert",
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
        // "News,World" and "News > World" name several; the first is the widest.
        let text = text.split([',', ';', '>', '|']).next().unwrap_or_default().trim();
        is_rubric(text).then(|| Section { text: text.to_owned(), way: way.to_owned() })
    };
    let claimed = METAS
        .iter()
        .filter_map(|name| Some((*name, claims.first(&[name])?.1)))
        .find_map(|(name, text)| section(text, &format!("the meta element {name}")))
        .or_else(|| ld.sections.iter().find_map(|text| section(text, "JSON-LD")));
    let trail = || crumbs.iter().find_map(|crumb| section(crumb, "breadcrumbs on the page"));
    let kicker = || kicker(sight, headline?, &is_rubric);
    claimed.or_else(trail).or_else(kicker).or_else(|| section(&folder(url?)?, "the page's address"))
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
        .map(|text| Section { text, way: "above the headline".to_owned() })
}

/// Folders that say what a page is and not what it is about. Sorted.
const FOLDERS: &[&str] = &[
    "amp", "archiv", "archive", "archives", "article", "articles", "artikel", "blog", "content", "detail", "entry",
    "html", "id", "index", "item", "node", "page", "pages", "post", "posts", "press", "read", "site", "stories",
    "story", "url", "wiki", "wp",
];

/// The first folder of the address, if it is a word: a weak hint.
fn folder(url: &Url) -> Option<String> {
    let mut parts = url.path_segments()?;
    let first = parts.by_ref().find(|part| part.len() > 2)?;
    parts.next().filter(|rest| !rest.is_empty())?;
    let is_word = first.len() <= 20 && first.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if !is_word || FOLDERS.contains(&first) || first.matches('-').count() > 2 {
        return None;
    }
    let words = first.replace('-', " ");
    let mut letters = words.chars();
    Some(letters.next()?.to_uppercase().collect::<String>() + letters.as_str())
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
        let ld = crate::structured::read(&page);
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
        assert_eq!(section("", "", "https://x.example/north/harbour").as_deref(), Some("North"));
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
            assert_eq!(section("", "", &format!("https://x.example/{folder}/harbour")), None, "{folder}");
        }
        assert_eq!(section("<meta name=section content='The Paper'>", "", PLAIN), None);
    }
}
