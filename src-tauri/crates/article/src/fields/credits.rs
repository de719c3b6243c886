//! A caption and its credit apart: who took the picture is told by a few words, in any language.

/// Words a credit begins with, in lower case. Sorted by language: English, German, French, Spanish, Italian, Portuguese,
/// Dutch, Scandinavian, Finnish, Polish, Russian, Turkish, Chinese, Japanese, Korean; signs last.
const LEADS: &[&str] = &[
    "copyright:",
    "courtesy of ",
    "courtesy:",
    "credit:",
    "credits:",
    "file photo:",
    "graphic:",
    "handout/",
    "illustration by ",
    "illustration:",
    "image by ",
    "image credit:",
    "image credits:",
    "image:",
    "image via ",
    "images:",
    "photo by ",
    "photo courtesy of ",
    "photo credit:",
    "photo:",
    "photograph by ",
    "photograph:",
    "photographer:",
    "photographs:",
    "photography by ",
    "photos by ",
    "photos:",
    "picture:",
    "pictures:",
    "source:",
    "bild:",
    "bilder:",
    "bildnachweis:",
    "bildquelle:",
    "foto von ",
    "foto:",
    "fotograf:",
    "fotos:",
    "grafik:",
    "quelle:",
    "symbolbild:",
    "crédit :",
    "crédit photo",
    "crédit:",
    "crédits :",
    "crédits photo",
    "crédits:",
    "photo :",
    "photos :",
    "source :",
    "crédito:",
    "créditos:",
    "foto de ",
    "fotografía:",
    "fotógrafo:",
    "fuente:",
    "imagen:",
    "crediti:",
    "fonte:",
    "foto di ",
    "fotografia:",
    "imagem:",
    "reprodução/",
    "divulgação/",
    "beeld:",
    "bron:",
    "bilde:",
    "fotó:",
    "kilde:",
    "kuva:",
    "źródło:",
    "фото:",
    "фотография:",
    "fotoğraf:",
    "图源",
    "图片来源",
    "圖片來源",
    "摄影",
    "写真：",
    "写真:",
    "写真=",
    "撮影",
    "사진:",
    "사진=",
    "(c) ",
    "© ",
    "©",
    "ⓒ",
    "📷",
];

/// Agencies and archives a credit ends with. Sorted.
const AGENCIES: &[&str] = &[
    "AFP",
    "ANP",
    "ANSA",
    "AP",
    "AP Photo",
    "APA",
    "Adobe Stock",
    "Alamy",
    "Anadolu",
    "Associated Press",
    "Belga",
    "Bloomberg",
    "CP",
    "Corbis",
    "Depositphotos",
    "EFE",
    "EPA",
    "EPA-EFE",
    "Flickr",
    "Getty",
    "Getty Images",
    "IMAGO",
    "Imago",
    "Keystone",
    "Kyodo",
    "LUSA",
    "Lehtikuva",
    "NTB",
    "PA",
    "PA Media",
    "PA Wire",
    "Pexels",
    "Picture Alliance",
    "Pixabay",
    "Pool",
    "REUTERS",
    "Reuters",
    "Ritzau",
    "Scanpix",
    "Shutterstock",
    "TASS",
    "TT",
    "UPI",
    "USA TODAY Sports",
    "Unsplash",
    "Wikimedia Commons",
    "Wikipedia",
    "Xinhua",
    "ZUMA",
    "ddp",
    "dpa",
    "epd",
    "iStock",
    "imago",
    "picture alliance",
    "picture-alliance",
    "ullstein bild",
];

/// A credit is no longer than this, in characters.
const MOST: usize = 140;

/// The caption without its credit, and the credit.
pub(crate) fn apart(text: &str) -> (Option<String>, Option<String>) {
    let some = |text: &str| {
        let text = text.trim().trim_end_matches(['(', '/', '|', '[', '–', '-', '—', '•']).trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    // A last line of its own that begins as a credit is one.
    if let [head @ .., last] = lines.as_slice()
        && !head.is_empty()
        && (lead(last) == Some(0) || agency(last) == Some(0))
    {
        return (some(&head.join(" ")), some(&cleaned(last)));
    }
    let text = lines.join(" ");
    let at = lead(&text).into_iter().chain(agency(&text)).min();
    match at.filter(|at| text[*at..].chars().count() <= MOST) {
        Some(at) => (some(&text[..at]), some(&cleaned(&text[at..]))),
        None => (some(&text), None),
    }
}

/// A credit that is labelled once: pages repeat the label for the eye and for screen readers.
pub(crate) fn tidy(credit: &str) -> String {
    let credit = cleaned(credit);
    let (first, rest) = credit.split_once(' ').unwrap_or((&credit, ""));
    let label = first.trim_end_matches(':').to_lowercase();
    let is_label = ["credit", "credits", "image", "photo", "photograph", "crédit", "foto"].contains(&label.as_str());
    match rest.strip_prefix(first).filter(|_| is_label) {
        Some(rest) => rest.trim_start_matches([':', ' ']).to_owned(),
        None if is_label && label.starts_with("credit") && !first.ends_with(':') => rest.trim().to_owned(),
        None => credit,
    }
}

/// A credit without the bracket it stood in.
fn cleaned(credit: &str) -> String {
    let credit = credit.trim().trim_start_matches(['(', '[', '|', '/', '–', '—', ' ']);
    let open = credit.matches(['(', '[']).count();
    let credit = if open == 0 { credit.trim_end_matches([')', ']']) } else { credit };
    credit.trim().to_owned()
}

/// Where a credit begins that says so.
fn lead(text: &str) -> Option<usize> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    let starts = |at: usize| at == 0 || !lower[..at].ends_with(char::is_alphanumeric);
    LEADS.iter().filter_map(|lead| lower.match_indices(lead).map(|(at, _)| at).find(|at| starts(*at))).min()
}

/// Where the part begins that ends with an agency: at the bracket, bar or sentence's end before it.
fn agency(text: &str) -> Option<usize> {
    let trimmed = text.trim_end_matches([')', ']', '.', ' ']);
    let is_end = AGENCIES.iter().any(|name| {
        trimmed
            .strip_suffix(name)
            .is_some_and(|head| head.is_empty() || head.ends_with(['/', ' ', '(', '|', '-', ',', '©', ':']))
    });
    // "(AP Photo/Jane Doe)" begins with it.
    let bracket = trimmed.rfind('(').filter(|at| {
        AGENCIES.iter().any(|name| {
            trimmed[*at + 1..]
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ' ', ',']))
        })
    });
    if bracket.is_some() {
        return bracket;
    }
    if !is_end {
        return None;
    }
    let start = ["(", ". ", "? ", "! ", " | ", " – ", " — ", "” ", "\" ", "… "]
        .iter()
        .filter_map(|mark| trimmed.rfind(mark).map(|at| if *mark == "(" { at } else { at + mark.len() }))
        .max();
    match start {
        Some(at) => Some(at),
        // All of a short line is the credit: "Jane Doe/Getty Images".
        None if trimmed.split(' ').count() <= 6 && !trimmed.contains(", ") => Some(0),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_of_a_credit_is_known() {
        for lead in LEADS {
            let (caption, credit) = apart(&format!("Ice in the harbour. {lead}Jane Doe"));
            assert_eq!(caption.as_deref(), Some("Ice in the harbour."), "{lead}");
            assert!(credit.unwrap().ends_with("Jane Doe"), "{lead}");
        }
    }

    #[test]
    fn each_agency_ends_a_credit() {
        for name in AGENCIES {
            let want = format!("Jane Doe/{name}");
            assert_eq!(apart(&format!("Ice in the harbour. Jane Doe/{name}")).1, Some(want.clone()), "{name}");
            assert_eq!(apart(&format!("Ice in the harbour ({want})")).1, Some(want.clone()), "{name}");
            assert_eq!(apart(&want), (None, Some(want)), "{name}");
        }
        assert_eq!(apart("Ice in the harbour. (AP Photo/Jane Doe)").1.as_deref(), Some("AP Photo/Jane Doe"));
    }

    #[test]
    fn a_credit_is_labelled_once() {
        for (text, want) in [
            ("Credit Credit Jane Doe/The Paper", "Jane Doe/The Paper"),
            ("Credit Jane Doe", "Jane Doe"),
            ("Photo: Jane Doe", "Photo: Jane Doe"),
            ("(Jane Doe)", "Jane Doe"),
        ] {
            assert_eq!(tidy(text), want, "{text}");
        }
    }

    #[test]
    fn a_caption_without_credit_is_whole() {
        for text in
            ["Ice in the harbour.", "A photograph of ice", "The Reuters building in London, seen from the river"]
        {
            assert_eq!(apart(text), (Some(text.to_owned()), None), "{text}");
        }
        let (caption, credit) = apart("Ice in the harbour\n© Jane Doe");
        assert_eq!((caption.as_deref(), credit.as_deref()), (Some("Ice in the harbour"), Some("© Jane Doe")));
    }
}
