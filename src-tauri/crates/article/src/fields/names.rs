//! Names of people out of a byline, without what else bylines say: roles, dates, addresses, prompts.

use std::cell::LazyCell;

use crate::dates;

/// Words that come before a name. Sorted by language: English, German, French, Spanish and Portuguese, Italian, Dutch,
/// Scandinavian, Polish, Turkish, Russian, Chinese and Japanese.
const BY: &[&str] = &[
    "a column by ",
    "all posts by ",
    "an analysis by ",
    "article by ",
    "author: ",
    "authored by ",
    "authors: ",
    "by: ",
    "by ",
    "byby ", // once for the eye, once for screen readers
    "guest post by ",
    "opinion by ",
    "posted by ",
    "post by ",
    "published by ",
    "reported by ",
    "review by ",
    "story by ",
    "text by ",
    "view all posts by ",
    "words by ",
    "words: ",
    "written by ",
    "alle artikel von ",
    "alle beiträge von ",
    "autor: ",
    "autor/in: ",
    "autoren: ",
    "autorin: ",
    "beitrag von ",
    "ein artikel von ",
    "ein beitrag von ",
    "ein gastbeitrag von ",
    "ein kommentar von ",
    "eine kolumne von ",
    "erstellt von ",
    "foto: ",
    "gastbeitrag von ",
    "geschrieben von ",
    "interview von ",
    "kommentar von ",
    "text: ",
    "text & foto: ",
    "text & fotos: ",
    "text und foto: ",
    "text und fotos: ",
    "text von ",
    "veröffentlicht von ",
    "verfasst von ",
    "von: ",
    "von ",
    "auteur : ",
    "auteur: ",
    "écrit par ",
    "par: ",
    "par ",
    "propos recueillis par ",
    "publié par ",
    "rédigé par ",
    "escrito por ",
    "por: ",
    "por ",
    "publicado por ",
    "a cura di ",
    "di ",
    "scritto da ",
    "door: ",
    "door ",
    "geschreven door ",
    "af: ",
    "af ",
    "av: ",
    "av ",
    "skrevet av ",
    "tekst: ",
    "text av ",
    "autor ",
    "autorka: ",
    "yazar: ",
    "yazan: ",
    "автор: ",
    "автор ",
    "текст: ",
    "作者：",
    "作者:",
    "作者 ",
    "文：",
    "文/",
    "文 / ",
    "記者 ",
    "记者 ",
    "執筆：",
    "著者：",
];

/// Where names end: what bylines also say. Sorted.
const AFTER: &[&str] = &[
    " - ",
    " (",
    " about ",
    " alle artikel",
    " am ",
    " at ",
    " aus ",
    " contributor",
    " covers ",
    " follow ",
    " for ",
    " illustration by",
    " in ",
    " is a ",
    " is an ",
    " is the ",
    " ist ",
    " last updated",
    " mail",
    " on ",
    " photographs by",
    " photography by",
    " photos by",
    " posted ",
    " published",
    " publié ",
    " read more",
    " senior ",
    " staff ",
    " um ",
    " updated",
    " veröffentlicht",
    " view bio",
    " • ",
    " – ",
    " — ",
    " · ",
    " » ",
    " | ",
    "[",
    "\u{2003}",
    "｜",
];

/// Words between two names. Sorted by language: English, German, French, Spanish, Italian and Portuguese, Dutch,
/// Scandinavian, Polish and Czech.
pub(crate) const AND: &[&str] =
    &[" and ", " & ", " und ", " et ", " y ", " e ", " en ", " og ", " och ", " i ", " a ", " with ", " mit ", " con "];

/// Words of a part that is no name: a role, a desk, a prompt. Sorted.
const ROLES: &[&str] = &[
    "abo",
    "about",
    "admin",
    "administrator",
    "agencias",
    "agencies",
    "agenturen",
    "ago",
    "analyst",
    "anonymous",
    "article",
    "articles",
    "artikel",
    "author",
    "autor",
    "autoren",
    "autorin",
    "beitrag",
    "beiträge",
    "bio",
    "blog",
    "categories",
    "category",
    "chef",
    "chefredakteur",
    "chefredakteurin",
    "chief",
    "columnist",
    "columnista",
    "comments",
    "contact",
    "continue",
    "contributing",
    "contributor",
    "contributors",
    "correspondant",
    "correspondent",
    "critic",
    "date",
    "datum",
    "desk",
    "director",
    "drucken",
    "editor",
    "editor-in-chief",
    "editorial",
    "editors",
    "email",
    "executive",
    "facebook",
    "follow",
    "foto",
    "fotos",
    "founder",
    "freelance",
    "freie",
    "freier",
    "gastautor",
    "gastbeitrag",
    "gestern",
    "giornalista",
    "guest",
    "heute",
    "hours",
    "impressum",
    "instagram",
    "interview",
    "journalist",
    "journaliste",
    "journalistin",
    "kategorie",
    "kategorien",
    "kommentar",
    "kommentare",
    "kontakt",
    "korrespondent",
    "korrespondentin",
    "leiter",
    "leiterin",
    "leserbrief",
    "lesezeit",
    "linkedin",
    "login",
    "mail",
    "managing",
    "mehr",
    "menu",
    "min",
    "minute",
    "minuten",
    "minutes",
    "more",
    "nachricht",
    "newsletter",
    "periodista",
    "photo",
    "photographer",
    "podcast",
    "politics",
    "post",
    "posted",
    "posts",
    "praktikant",
    "praktikantin",
    "pressemitteilung",
    "print",
    "producer",
    "profil",
    "profile",
    "published",
    "quelle",
    "read",
    "reading",
    "redacción",
    "redactie",
    "redakce",
    "redakcja",
    "redakteur",
    "redakteurin",
    "redaktion",
    "redaktionsleiter",
    "redazione",
    "redação",
    "reporter",
    "reporterin",
    "reporters",
    "rédaction",
    "search",
    "senior",
    "share",
    "source",
    "staff",
    "subscribe",
    "suche",
    "tags",
    "team",
    "teilen",
    "time",
    "today",
    "toimittaja",
    "twitter",
    "uhr",
    "unknown",
    "updated",
    "user",
    "verslaggever",
    "veröffentlicht",
    "video",
    "views",
    "volontär",
    "volontärin",
    "webmaster",
    "website",
    "weiterlesen",
    "writer",
    "writers",
    "yesterday",
    "über",
];

/// Longer texts are no bylines, in characters.
pub(crate) const MOST: usize = 160;

/// A name is no longer than this, in characters.
const NAME: usize = 48;

/// Whether a lower-case line begins as a byline does.
pub(crate) fn begins(line: &str) -> bool {
    BY.iter().any(|by| line.starts_with(by))
}

/// The names in a byline, in its order.
pub(crate) fn people(text: &str) -> Vec<String> {
    let text = bare(text);
    if text.is_empty() || text.chars().count() > MOST {
        return Vec::new();
    }
    let mut parts = vec![text.as_str()];
    for between in [", ", "; ", ";", " / ", "、", "，", "\n"].iter().chain(AND) {
        parts = parts
            .iter()
            .flat_map(|part| {
                let whole = AND.contains(between);
                let split: Vec<&str> = part.split(between).collect();
                // A single letter or word may belong to the name ("Ortega y Gasset"): both sides must be whole names.
                let is_whole =
                    |one: &&str| is_name(bare(one).trim()) && one.trim().contains(' ') && !one.starts_with("Co. ");
                if split.len() > 1 && whole && !split.iter().all(is_whole) { vec![*part] } else { split }
            })
            .collect();
    }
    let mut found: Vec<String> = Vec::new();
    for part in parts {
        let name = bare(part);
        let known = found.iter().any(|known| known.to_lowercase() == name.to_lowercase());
        if is_name(&name) && !known {
            found.push(name);
        }
    }
    // "Jane Doe, AFP": whom she works for.
    let is_agency = |name: &String| !name.contains(' ') && name.len() <= 5 && !name.contains(char::is_lowercase);
    if found.iter().any(|name| is_whole(name)) {
        found.retain(|name| !is_agency(name));
    }
    found
}

/// The names in a line that is signed: "By Jane Doe", "Text: Jane Doe | 5 June", "5 June by Jane", "5 June | Jane Doe".
pub(crate) fn signed(line: &str) -> Option<Vec<String>> {
    let dated = LazyCell::new(|| dates::written(line, false).is_some() || dates::written(line, true).is_some());
    let parts = line.split(['|', '•', '·', '—', '–']);
    for part in parts.map(str::trim) {
        let lower = part.to_lowercase();
        let by = BY.iter().filter(|by| lower.starts_with(*by)).map(|by| by.len()).max();
        let names = || people(part);
        if let Some(length) = by {
            let names = names();
            if !names.is_empty() && (length >= 9 || names.iter().all(|name| is_whole(name))) {
                return Some(names);
            }
        }
        if !*dated {
            continue;
        }
        // Behind the date, a nickname will do.
        let inner = [" von ", " by ", " par ", " por ", " di ", " door ", " av ", " af "];
        if let Some(at) = inner.iter().filter_map(|by| lower.find(by)).min().filter(|_| lower.len() == part.len()) {
            let names = people(&part[at..]);
            if !names.is_empty() {
                return Some(names);
            }
        }
        if by.is_none() && is_name(part) && is_whole(part) && part.split(' ').count() <= 3 && part != line {
            return Some(vec![part.to_owned()]);
        }
    }
    None
}

/// Whether a line is nothing but the words before a name: "Autor:", "By".
pub(crate) fn is_label(line: &str) -> bool {
    let line = line.trim().trim_end_matches(':').trim().to_lowercase();
    !line.is_empty() && BY.iter().any(|by| by.trim_end_matches([':', ' ']) == line)
}

/// A byline without its first words and without what follows the names.
fn bare(text: &str) -> String {
    let mut text =
        text.trim().trim_matches(['|', '•', '·', '-', '–', '—', '*', '"', '„', '“', '”', '/', ',', ';', ' ']);
    // An address is where the author's page is, not a name.
    if text.starts_with("http") || text.starts_with("www.") {
        return String::new();
    }
    while let Some(by) = BY.iter().filter(|by| starts_with(text, by)).max_by_key(|by| by.len()) {
        text = text[by.len()..].trim_start_matches([':', ' ']);
    }
    let lower = text.to_lowercase();
    let mut end = text.len();
    if lower.len() == text.len() {
        for after in AFTER {
            end = lower.find(after).filter(|at| *at > 2 && *at < end && !is_inner(text, *at)).unwrap_or(end);
        }
    }
    let mut text = text.get(..end).unwrap_or(text);
    if let Some(at) = text.find('@') {
        text = text[..at].rfind(' ').map_or("", |blank| &text[..blank]);
    }
    // "Jane Doe 5 June 2025": the date begins at the first digit; a weekday or a month before it is short.
    if let Some(digit) = text.find(|c: char| c.is_ascii_digit())
        && (dates::written(text, false).is_some()
            || dates::written(text, true).is_some()
            || text[digit..].contains(':'))
    {
        text = text[..digit].trim_end();
        if let Some((head, tail)) = text.rsplit_once(' ')
            && (tail.ends_with([',', '.']) || dates::is_month(tail) || head.ends_with(','))
        {
            text = head;
        }
    }
    // "Jane Doe/AFP": whom she works for.
    if let Some((head, tail)) = text.rsplit_once('/')
        && head.contains(' ')
        && !tail.contains(char::is_lowercase)
    {
        text = head;
    }
    text.trim().trim_end_matches([',', '|', '-', '–', '/', ';', ':', '(', '•', '·']).trim().to_owned()
}

/// Whether what begins here is a bracket inside of a name: "Richard (R.J.) Roe".
fn is_inner(text: &str, at: usize) -> bool {
    let Some(rest) = text[at..].strip_prefix(" (") else { return false };
    rest.split_once(") ").is_some_and(|(inner, tail)| inner.len() <= 12 && tail.starts_with(char::is_uppercase))
}

/// A text without the words that come before a name.
pub(crate) fn without_by(text: &str) -> String {
    let mut text = text.trim();
    while let Some(by) = BY.iter().filter(|by| starts_with(text, by)).max_by_key(|by| by.len()) {
        text = text[by.len()..].trim_start_matches([':', ' ']);
    }
    text.to_owned()
}

/// Whether the text begins with the lower-case words, in any case.
fn starts_with(text: &str, words: &str) -> bool {
    text.get(..words.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(words) || (!start.is_ascii() && start.to_lowercase() == words))
}

/// Whether a text can be a name: begins with a capital (or in a script without them, or as one word a nickname), holds
/// no digits beside letters of a nickname, and no role.
pub(crate) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let length = text.chars().count();
    if words.is_empty() || words.len() > 6 || !(2..=NAME).contains(&length) || !text.contains(char::is_alphabetic) {
        return false;
    }
    let is_capital = |word: &&str| word.chars().next().is_some_and(|c| !c.is_lowercase());
    let capitals = words.iter().filter(|word| is_capital(word)).count();
    let is_role = text.split([' ', '-', '/', '\u{a0}']).any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        ROLES.binary_search(&word.as_str()).is_ok()
    });
    let is_time = words.iter().all(|word| dates::is_month(word));
    let is_cased = words.len() == 1 || capitals * 2 >= words.len() && is_capital(&words[0]);
    let has_number = text.contains(|c: char| c.is_ascii_digit()) && words.len() > 1;
    is_cased
        && !is_role
        && !is_time
        && !has_number
        && !text.contains(['?', '!', ':', '@', '{', '<', '=', '…', '©', '%'])
}

/// Whether a text is the name of a person rather than a nickname or a firm: two to four words, each with a capital.
pub(crate) fn is_whole(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let firm = ["gmbh", "inc", "ltd", "llc", "news", "media", "e.v.", "press", "verlag", "magazin", "group", "agency"];
    let is_firm = words.iter().any(|word| firm.contains(&word.to_lowercase().trim_end_matches(',')));
    (2..=4).contains(&words.len())
        && !is_firm
        && words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase) || word.len() <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_else_a_byline_says_is_not_the_name() {
        for (text, want) in [
            ("Jane Doe Fr, 18. Oktober 2019", "Jane Doe"),
            ("By: Jane Doe | Updated today", "Jane Doe"),
            ("Johanna Muster Alle Artikel", "Johanna Muster"),
            ("View all posts by Daniel Doe", "Daniel Doe"),
            ("Lauren Jarvis-Doe, December 3, 2016", "Lauren Jarvis-Doe"),
            ("By Jane Doe, Senior Politics Editor, The Paper", "Jane Doe"),
            ("Jane Doe Senior Politics Editor", "Jane Doe"),
            ("JANE DOE, MAX MUSTER and EVA ROE", "JANE DOE|MAX MUSTER|EVA ROE"),
            ("Von Max Muster und Eva Muster", "Max Muster|Eva Muster"),
            ("José Ortega y Gasset", "José Ortega y Gasset"),
            ("jane.doe@paper.example", ""),
            ("Jane Doe jane@paper.example", "Jane Doe"),
            ("Jane Doe @janedoe", "Jane Doe"),
            ("https://www.facebook.com/jane", ""),
            ("Staff", ""),
            ("flerche", "flerche"),
            ("作者：王小明", "王小明"),
            ("Par Jeanne Dupont et Luc Martin", "Jeanne Dupont|Luc Martin"),
            ("Dr. Rainer Muster", "Dr. Rainer Muster"),
            ("Jane Doe, AFP", "Jane Doe"),
            ("Jane Doe/AFP", "Jane Doe"),
            ("Richard (R.J.) Roe", "Richard (R.J.) Roe"),
            ("Jane Doe (Berlin)", "Jane Doe"),
            ("Muster GmbH & Co. KG", "Muster GmbH & Co. KG"),
            ("Jane Doe, Online-Redaktion", "Jane Doe"),
            ("Veröffentlicht am", ""),
            ("December", ""),
            ("The Paper", "The Paper"),
        ] {
            assert_eq!(people(text).join("|"), want, "{text}");
        }
    }

    #[test]
    fn signed_lines_name_somebody() {
        for (line, want) in [
            ("By Jane Doe", Some("Jane Doe")),
            ("yes! | By Jane Doe | April 13, 2020", Some("Jane Doe")),
            ("04.02.2022 | 13:10 Uhr | Uta Muster", Some("Uta Muster")),
            ("06.11.2023 13:30 von Olga", Some("Olga")),
            ("Geschrieben von Cooper am 25.08.2015 22:30", Some("Cooper")),
            ("By the way", None),
            ("North | South | East West", None),
        ] {
            assert_eq!(signed(line).map(|names| names.join("|")).as_deref(), want, "{line}");
        }
        assert!(is_label("Autor:") && is_label("By") && !is_label("Byron"));
    }

    #[test]
    fn each_word_before_a_name_goes() {
        for by in BY {
            assert_eq!(people(&format!("{by}Jane Doe")), ["Jane Doe"], "{by}");
        }
    }

    #[test]
    fn each_word_behind_a_name_goes() {
        for after in AFTER {
            assert_eq!(people(&format!("Jane Doe{after}Zzz")), ["Jane Doe"], "{after}");
        }
    }

    #[test]
    fn roles_are_sorted() {
        assert!(ROLES.is_sorted());
        for role in ROLES {
            assert!(!is_name(role), "{role}");
        }
    }
}
