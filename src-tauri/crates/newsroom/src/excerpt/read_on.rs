//! The words of links that lead from an excerpt to its article.

/// In small letters, sorted by language. Source: the wording of `WordPress`'s own themes and of newspapers' feeds in these
/// languages, as remembered by those who wrote this table; there is no list of them to cite.
const READ_ON: &[(&str, &[&str])] = &[
    ("af", &["lees verder"]),
    ("ar", &["اقرأ المزيد", "إقرأ المزيد", "متابعة القراءة", "المزيد"]),
    ("bg", &["прочети още", "прочетете още", "виж още", "към статията"]),
    ("bn", &["আরও পড়ুন", "আরো পড়ুন"]),
    ("ca", &["llegir més", "llegeix més", "continua llegint"]),
    ("cs", &["číst dále", "číst více", "celý článek", "pokračovat ve čtení", "více"]),
    ("da", &["læs mere", "læs videre", "læs hele artiklen", "fortsæt med at læse"]),
    (
        "de",
        &[
            "weiterlesen",
            "mehr lesen",
            "zum artikel",
            "ganzen artikel lesen",
            "zum vollständigen artikel",
            "mehr erfahren",
        ],
    ),
    ("el", &["διαβάστε περισσότερα", "συνέχεια ανάγνωσης", "περισσότερα", "διαβάστε τη συνέχεια"]),
    (
        "en",
        &[
            "read more",
            "continue reading",
            "keep reading",
            "read on",
            "read the full article",
            "read the full story",
            "read full article",
            "read full story",
            "read the rest",
            "read the rest of this entry",
            "full story",
            "full article",
            "more",
        ],
    ),
    ("es", &["leer más", "leer mas", "seguir leyendo", "continuar leyendo", "sigue leyendo", "ver más"]),
    ("et", &["loe edasi", "loe lisaks", "loe rohkem"]),
    ("eu", &["irakurri gehiago", "jarraitu irakurtzen"]),
    ("fa", &["ادامه مطلب", "بیشتر بخوانید", "ادامه خبر"]),
    ("fi", &["lue lisää", "jatka lukemista", "lue koko juttu"]),
    (
        "fr",
        &[
            "lire la suite",
            "lire plus",
            "en savoir plus",
            "lire l'article",
            "lire l’article",
            "continuer la lecture",
            "suite",
        ],
    ),
    ("gl", &["ler máis", "continuar lendo"]),
    ("he", &["קרא עוד", "קראו עוד", "המשך לקרוא", "המשך קריאה", "לכתבה המלאה"]),
    ("hi", &["और पढ़ें", "आगे पढ़ें", "पूरा पढ़ें"]),
    ("hr", &["pročitaj više", "nastavi čitati", "opširnije"]),
    ("hu", &["tovább olvasom", "tovább", "bővebben", "olvass tovább", "tovább a cikkhez"]),
    ("id", &["baca selengkapnya", "baca selanjutnya", "selengkapnya", "lanjutkan membaca"]),
    ("is", &["lesa meira", "lesa áfram"]),
    ("it", &["leggi tutto", "leggi di più", "continua a leggere", "leggi l'articolo", "leggi l’articolo", "continua"]),
    ("ja", &["続きを読む", "もっと読む", "全文を読む", "記事を読む"]),
    ("ko", &["더 읽기", "계속 읽기", "더 보기", "전체 보기", "기사 전문 보기"]),
    ("lt", &["skaityti daugiau", "skaityti toliau", "plačiau"]),
    ("lv", &["lasīt vairāk", "lasīt tālāk"]),
    ("ms", &["baca lagi", "baca seterusnya"]),
    ("nb", &["les mer", "les videre", "fortsett å lese"]),
    ("nl", &["lees meer", "lees verder", "verder lezen", "lees het hele artikel"]),
    ("pl", &["czytaj więcej", "czytaj dalej", "więcej", "przeczytaj więcej"]),
    ("pt", &["leia mais", "ler mais", "continue lendo", "continuar lendo", "continuar a ler", "saiba mais"]),
    ("ro", &["citește mai mult", "citeste mai mult", "citește mai departe", "continuă să citești", "mai mult"]),
    ("ru", &["читать далее", "читать дальше", "читать полностью", "подробнее", "далее", "читать статью"]),
    ("sk", &["čítať ďalej", "čítať viac", "celý článok", "viac"]),
    ("sl", &["preberi več", "preberite več", "beri dalje"]),
    ("sr", &["pročitaj više", "прочитај више", "opširnije", "детаљније"]),
    ("sv", &["läs mer", "läs vidare", "läs hela artikeln", "fortsätt läsa", "fortsätt läsningen"]),
    ("ta", &["மேலும் படிக்க"]),
    ("th", &["อ่านต่อ", "อ่านเพิ่มเติม"]),
    ("tr", &["devamını oku", "devamı", "okumaya devam et", "daha fazla"]),
    ("uk", &["читати далі", "читати більше", "детальніше", "докладніше"]),
    ("ur", &["مزید پڑھیں"]),
    ("vi", &["đọc thêm", "đọc tiếp", "xem thêm", "xem tiếp"]),
    ("zh", &["阅读更多", "阅读全文", "閱讀更多", "閱讀全文", "继续阅读", "繼續閱讀", "查看全文", "查看更多", "更多"]),
];

/// A word or two may stand in a text for other reasons.
const PLAIN: usize = 7;

fn all() -> impl Iterator<Item = &'static str> {
    READ_ON.iter().flat_map(|(_, words)| words.iter().copied())
}

/// Whether a link's words are these.
pub(super) fn is(words: &str) -> bool {
    all().any(|known| known == words)
}

/// Whether a link's words begin with these: the headline may follow.
pub(super) fn begins(words: &str) -> bool {
    all().any(|known| words.strip_prefix(known).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// Whether a line without a link says it, and can mean nothing else.
pub(super) fn says(line: &str) -> bool {
    all().any(|known| known == line && (known.len() > PLAIN || !known.is_ascii()))
}

#[cfg(test)]
mod tests {
    use super::{READ_ON, begins, is, says};

    #[test]
    fn every_row_is_found_and_the_table_is_sorted() {
        assert!(READ_ON.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (language, words) in READ_ON {
            for words in *words {
                assert!(is(words) && begins(&format!("{words} headline")), "{language} {words}");
                assert_eq!(*words, words.to_lowercase());
            }
        }
        assert!(!is("read") && !begins("moreover it rained") && !says("more") && says("read more"));
    }
}
