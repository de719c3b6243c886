//! Whether a page says that the rest of its article is for subscribers.

use crate::structured::Script;
use crate::{LeftOut, Reason};

/// A text shorter than this, in characters, may be the part before a wall.
const BEGINNING: usize = 1800;

/// Words of walls, lower case. By language, sorted.
const WALLS: &[&str] = &[
    "already a subscriber",
    "for subscribers",
    "members only",
    "subscribe to continue",
    "subscribe to keep reading",
    "subscriber-only",
    "subscribers only",
    "this article is for",
    "to continue reading",
    "to read the full",
    "to read this article",
    "unlock this article",
    "abo abschließen",
    "bereits abonnent",
    "mit abo weiterlesen",
    "nur für abonnenten",
    "weiterlesen mit",
    "exklusiv für abonnenten",
    "déjà abonné",
    "réservé aux abonnés",
    "réservé à nos abonnés",
    "il vous reste",
    "contenido exclusivo",
    "para suscriptores",
    "solo para suscriptores",
    "ya soy suscriptor",
    "exclusivo para assinantes",
    "para assinantes",
    "contenuto riservato",
    "per gli abbonati",
    "alleen voor abonnees",
    "voor abonnees",
];

/// Whether the page says so: schema.org's `isAccessibleForFree`, or a wall where the text ends early.
pub(crate) fn is_paywalled(scripts: &[Script], text: &str, left_out: &[LeftOut]) -> bool {
    let short = text.chars().count() < BEGINNING;
    let claimed = scripts.iter().any(|script| says_not_free(&script.text));
    let walled =
        left_out.iter().filter(|block| matches!(block.reason, Reason::Newsletter | Reason::Other)).any(|block| {
            let words = block.text.to_lowercase();
            WALLS.iter().any(|wall| words.contains(wall))
        });
    short && (claimed || walled)
}

fn says_not_free(json: &str) -> bool {
    json.split("\"isAccessibleForFree\"").skip(1).any(|after| {
        let value = after.trim_start_matches([' ', ':', '"', '\n', '\t', '\r']);
        value.get(..5).is_some_and(|value| value.eq_ignore_ascii_case("false"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_before_a_wall_is_walled() {
        let page = |html: &str| crate::structured::scripts(&dom_query::Document::from(html));
        let claim = "<script type='application/ld+json'>{\"isAccessibleForFree\": \"False\"}</script>";
        assert!(is_paywalled(&page(claim), "Short.", &[]));
        assert!(!is_paywalled(&page(claim), &"long ".repeat(500), &[]), "what is all there is not behind a wall");
        assert!(!is_paywalled(&page("<p>x"), "Short.", &[]));
    }
}
