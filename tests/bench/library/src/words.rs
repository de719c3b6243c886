//! Invented words in the scripts that readers read, drawn as real texts draw them: the second word half as often as the
//! first, the hundredth a hundredth (Zipf).

use fastrand::Rng;

/// Draws are looked up in a table of this many.
const TABLE: usize = 1 << 17;

/// A language: its tag, how many of a hundred sources write in it, what its words are made of, how many it has, and
/// what stands between two of them.
pub struct Language {
    pub tag: &'static str,
    pub share: u32,
    syllables: &'static [&'static str],
    words: usize,
    space: &'static str,
    stop: &'static str,
    pub sections: &'static [&'static str],
    /// Planted where a search is to find it: in a tenth of the articles, in a hundredth, in a thousandth; and a phrase of
    /// three words in two hundredths.
    pub common: &'static str,
    pub usual: &'static str,
    pub rare: &'static str,
    pub phrase: &'static str,
}

const LATIN: &[&str] = &[
    "an", "ber", "con", "der", "el", "for", "gra", "his", "in", "ju", "ka", "lo", "men", "no", "or", "per", "qui",
    "ra", "ste", "ti", "un", "ver", "wi", "xe", "yo", "zo", "ing", "tion", "al", "ed", "re", "pro", "ment", "ly", "es",
    "man", "land", "port",
];
const GERMAN: &[&str] = &[
    "ab", "auf", "be", "ver", "ge", "schaft", "ung", "heit", "keit", "licht", "stra", "ßen", "bau", "mä", "rü", "ö",
    "haus", "wirt", "ent", "zei", "tung", "land", "ge", "richt", "en", "er", "el", "ich", "sch", "tz", "ck", "ä", "fü",
    "hl", "arbeit", "kraft",
];
const RUSSIAN: &[&str] = &[
    "а", "бо", "ве", "го", "до", "же", "за", "ить", "ка", "ло", "мо", "на", "о", "по", "ра", "ство", "то", "у", "фи",
    "ход", "це", "че", "ши", "ость", "ение", "пре", "при", "рас", "нов", "ский",
];
const ARABIC: &[&str] = &[
    "ال", "م", "ك", "تب", "در", "س", "ون", "ين", "ات", "بيت", "سل", "ام", "حر", "ب", "خ", "بر", "ق", "ل", "ع", "مل",
    "و", "زار", "ة", "ي",
];
const THAI: &[&str] = &[
    "กา",
    "ขอ",
    "คน",
    "งาน",
    "จะ",
    "ชา",
    "ดี",
    "ตา",
    "ที่",
    "นา",
    "บ้าน",
    "ประ",
    "เทศ",
    "ไทย",
    "ผู้",
    "มา",
    "ยา",
    "รัฐ",
    "เล",
    "วัน",
    "ศูนย์",
    "สา",
    "หา",
    "อา",
    "การ",
    "เมือง",
    "น้ำ",
    "ไป",
];
const KANA: &[&str] = &[
    "の", "は", "に", "を", "が", "と", "で", "し", "て", "いる", "する", "こと", "ア", "カ", "サ", "タ", "ナ", "ハ",
    "マ", "ラ", "ー", "ン", "日", "本", "国", "人", "大", "会", "社", "時", "新", "年", "政", "経", "済", "電", "力",
    "市", "場", "発", "表",
];

pub const LANGUAGES: &[Language] = &[
    Language {
        tag: "en",
        share: 40,
        syllables: LATIN,
        words: 60_000,
        space: " ",
        stop: ". ",
        sections: &[
            "Politics",
            "World",
            "War",
            "Business",
            "Science",
            "Technology",
            "Arts",
            "Sport",
            "Opinion",
            "Health",
        ],
        common: "energy",
        usual: "harbour",
        rare: "zeppelin",
        phrase: "climate summit agreement",
    },
    Language {
        tag: "de",
        share: 20,
        syllables: GERMAN,
        words: 120_000,
        space: " ",
        stop: ". ",
        sections: &["Politik", "Ausland", "Wirtschaft", "Wissen", "Feuilleton", "Sport", "Meinung"],
        common: "Energie",
        usual: "Hafenstraße",
        rare: "Zeppelin",
        phrase: "Gipfel zum Klima",
    },
    Language {
        tag: "zh",
        share: 12,
        syllables: &[],
        words: 40_000,
        space: "",
        stop: "。",
        sections: &["政治", "国际", "经济", "科技", "文化"],
        common: "能源",
        usual: "港口",
        rare: "飞艇",
        phrase: "气候峰会协议",
    },
    Language {
        tag: "ja",
        share: 12,
        syllables: KANA,
        words: 40_000,
        space: "",
        stop: "。",
        sections: &["政治", "国際", "経済", "科学", "文化"],
        common: "東京",
        usual: "港湾",
        rare: "飛行船",
        phrase: "気候変動会議",
    },
    Language {
        tag: "ru",
        share: 6,
        syllables: RUSSIAN,
        words: 90_000,
        space: " ",
        stop: ". ",
        sections: &["Политика", "Мир", "Экономика", "Наука"],
        common: "энергия",
        usual: "гавань",
        rare: "дирижабль",
        phrase: "саммит по климату",
    },
    Language {
        tag: "ar",
        share: 6,
        syllables: ARABIC,
        words: 60_000,
        space: " ",
        stop: ". ",
        sections: &["سياسة", "عالم", "اقتصاد"],
        common: "الطاقة",
        usual: "ميناء",
        rare: "منطاد",
        phrase: "قمة المناخ العالمية",
    },
    Language {
        tag: "th",
        share: 4,
        syllables: THAI,
        words: 30_000,
        space: "",
        stop: " ",
        sections: &["การเมือง", "เศรษฐกิจ"],
        common: "พลังงาน",
        usual: "ท่าเรือ",
        rare: "เรือเหาะ",
        phrase: "ข้อตกลงสภาพภูมิอากาศ",
    },
];

/// A language's words, and how to draw them.
pub struct Vocabulary {
    pub language: &'static Language,
    words: Vec<String>,
    table: Vec<u32>,
}

impl Vocabulary {
    pub fn new(language: &'static Language) -> Self {
        let mut rng = Rng::with_seed(u64::from(language.share) * 7919 + language.words as u64);
        let words = (0..language.words).map(|rank| word(language, rank, &mut rng)).collect();
        // Ranks by the sum of 1/(rank + 2.7), as far as the table is fine enough.
        let weight = |rank: usize| 1.0 / (rank as f64 + 2.7);
        let whole: f64 = (0..language.words).map(weight).sum();
        let mut table = Vec::with_capacity(TABLE);
        let (mut rank, mut until) = (0, weight(0) / whole);
        for at in 0..TABLE {
            while (at as f64) / (TABLE as f64) >= until && rank + 1 < language.words {
                rank += 1;
                until += weight(rank) / whole;
            }
            table.push(rank as u32);
        }
        Self { language, words, table }
    }

    pub fn draw(&self, rng: &mut Rng) -> &str {
        let rank = self.table[rng.usize(..TABLE)] as usize;
        // The tail is longer than the table is fine: words of the last rows stand for their neighbours.
        let spread = rank / 64;
        &self.words[if spread > 1 { (rank + rng.usize(..spread)).min(self.words.len() - 1) } else { rank }]
    }

    /// A sentence of about `words` words, with `planted` somewhere in it.
    pub fn sentence(&self, words: usize, planted: Option<&str>, rng: &mut Rng, text: &mut String) {
        let place = planted.map(|_| rng.usize(..words.max(1)));
        for at in 0..words.max(1) {
            if at > 0 {
                text.push_str(self.language.space);
            }
            match planted.filter(|_| place == Some(at)) {
                Some(planted) => text.push_str(planted),
                None => text.push_str(self.draw(rng)),
            }
        }
    }

    pub fn stop(&self) -> &'static str {
        self.language.stop
    }
}

/// Common words are short.
fn word(language: &Language, rank: usize, rng: &mut Rng) -> String {
    let syllables = match rank {
        0..50 => 1,
        50..2000 => rng.usize(1..=2),
        _ => rng.usize(2..=4),
    };
    if language.syllables.is_empty() {
        // Han: the first 3,500 characters stand for the usual ones, the lower the rank the fewer of them.
        let reach = (200 + rank / 2).min(3500) as u32;
        return (0..syllables.min(2))
            .map(|_| char::from_u32(0x4e00 + rng.u32(..reach) * 5 % 20_900).unwrap_or('一'))
            .collect();
    }
    (0..syllables).map(|_| language.syllables[rng.usize(..language.syllables.len())]).collect()
}
