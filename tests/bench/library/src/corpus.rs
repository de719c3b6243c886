//! The same library again for the same number of articles: a thousand sources, unlike in language and in how much they
//! publish, over ten years, in slices of time as refreshes bring them.

use fastrand::Rng;
use jiff::Timestamp;
use library::{NewArticle, NewSource, Origin, SourceKind};

use crate::words::{LANGUAGES, Vocabulary};

pub const SOURCES: usize = 1000;
/// Articles of a source that come at once.
const AT_ONCE: usize = 25;
const FOLDERS: usize = 40;
/// 2026-03-01; the newest articles are of the days before.
pub const NOW: i64 = 1_772_323_200_000;
const TEN_YEARS: i64 = 10 * 365 * 24 * 60 * 60 * 1000;
pub const TAGS: &[&str] = &["to cite", "recipes", "Reise", "work", "later", "東京", "house", "garden"];

/// What the reader did to an article.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marked {
    pub read: bool,
    pub saved: bool,
    pub tag: Option<&'static str>,
}

pub struct Corpus {
    articles: usize,
    vocabularies: Vec<Vocabulary>,
    /// How much of all each source publishes.
    shares: Vec<f64>,
}

impl Corpus {
    pub fn new(articles: usize) -> Self {
        let weights: Vec<f64> = (0..SOURCES).map(|source| 1.0 / (spread(source) as f64 + 60.0)).collect();
        let whole: f64 = weights.iter().sum();
        let shares = weights.into_iter().map(|weight| weight / whole).collect();
        Self { articles, vocabularies: LANGUAGES.iter().map(Vocabulary::new).collect(), shares }
    }

    /// How many times the sources are asked.
    pub fn slices(&self) -> usize {
        (self.articles / (SOURCES * AT_ONCE)).max(1)
    }

    pub fn source(&self, at: usize) -> NewSource {
        let vocabulary = self.vocabulary(at);
        let mut rng = Rng::with_seed(at as u64);
        let mut title = String::new();
        vocabulary.sentence(2, None, &mut rng, &mut title);
        NewSource {
            kind: SourceKind::Feed,
            url: format!("https://source{at}.example/feed.xml"),
            site_url: Some(format!("https://source{at}.example/")),
            title: format!("{title} {at}"),
            // Every fifth lies in none.
            folder: (at % 5 > 0).then(|| format!("Folder {:02}", at % FOLDERS)),
        }
    }

    /// What a source publishes in a slice, the newest first.
    pub fn articles(&self, slice: usize, source: usize) -> Vec<(NewArticle, Marked)> {
        let slices = self.slices();
        let upto =
            |slice: usize| (self.articles as f64 * self.shares[source] * slice as f64 / slices as f64).round() as usize;
        let window = TEN_YEARS / slices as i64;
        let begin = NOW - TEN_YEARS + window * slice as i64;
        let (first, end) = (upto(slice), upto(slice + 1));
        let mut all: Vec<_> = (first..end)
            .map(|number| {
                let mut rng = Rng::with_seed((source as u64) << 32 | number as u64);
                let published = begin + window * (number - first) as i64 / (end - first) as i64 + rng.i64(0..600_000);
                let old = slices - slice > (slices / 4).max(1);
                let marked = Marked {
                    read: rng.f64() < if old { 0.9 } else { 0.3 },
                    saved: rng.u32(..200) == 0,
                    tag: (rng.u32(..100) == 0).then(|| TAGS[rng.usize(..TAGS.len())]),
                };
                (self.article(source, number, published, &mut rng), marked)
            })
            .collect();
        all.reverse();
        all
    }

    fn vocabulary(&self, source: usize) -> &Vocabulary {
        let mut place = (source * 37 % 100) as u32;
        let at = LANGUAGES.iter().position(|language| {
            let here = place < language.share;
            place = place.saturating_sub(language.share);
            here
        });
        &self.vocabularies[at.unwrap_or(0)]
    }

    fn article(&self, source: usize, number: usize, published: i64, rng: &mut Rng) -> NewArticle {
        let vocabulary = self.vocabulary(source);
        let language = vocabulary.language;
        let mut planted = Vec::new();
        for (word, of) in [(language.common, 10), (language.usual, 100), (language.rare, 1000), (language.phrase, 50)] {
            if rng.u32(..of) == 0 {
                planted.push(word);
            }
        }
        let in_title = planted.iter().find(|_| rng.u32(..5) == 0).copied();
        let (mut title, mut deck) = (String::new(), String::new());
        vocabulary.sentence(rng.usize(5..12), in_title, rng, &mut title);
        vocabulary.sentence(rng.usize(12..30), None, rng, &mut deck);
        // A half of what is long on the average to five times that: many short ones, few very long.
        let long = (2_100.0 * (rng.f64() * 2.4 - 0.9).exp()) as usize;
        let (mut html, mut text) = (String::with_capacity(long + 500), String::with_capacity(long + 200));
        let address = format!("https://source{source}.example/{}/article-{number}", 2016 + number % 10);
        while text.len() < long {
            if rng.u32(..9) == 0 {
                let begin = text.len();
                vocabulary.sentence(4, None, rng, &mut text);
                html.extend(["<h2>", &text[begin..], "</h2>"]);
                text.push('\n');
            }
            html.push_str("<p>");
            for _ in 0..rng.usize(2..6) {
                let begin = text.len();
                vocabulary.sentence(rng.usize(6..24), planted.pop(), rng, &mut text);
                if rng.u32(..8) == 0 {
                    html.push_str(&format!("<a href=\"https://source{}.example/{}\">", rng.u32(..1000), rng.u32(..)));
                    html.extend([&text[begin..], "</a>"]);
                } else {
                    html.push_str(&text[begin..]);
                }
                text.push_str(vocabulary.stop());
                html.push_str(vocabulary.stop());
            }
            html.push_str("</p>");
            text.push('\n');
            if rng.u32(..6) == 0 {
                html.push_str(&format!("<figure><img src=\"{address}/{}.jpg\" alt=\"\"></figure>", rng.u32(..)));
            }
        }
        NewArticle {
            guid: address.clone(),
            lead_image: (rng.u32(..3) > 0).then(|| format!("{address}/lead.jpg")),
            url: Some(address),
            title,
            deck: (rng.u32(..4) > 0).then_some(deck),
            section: (rng.u32(..5) > 0).then(|| language.sections[rng.usize(..language.sections.len())].to_owned()),
            author: (rng.u32(..2) > 0).then(|| format!("{} {}", vocabulary.draw(rng), vocabulary.draw(rng))),
            published: Timestamp::from_millisecond(published).ok(),
            lang: Some(language.tag.to_owned()),
            html,
            text,
            origin: Origin::Feed,
            ..NewArticle::default()
        }
    }
}

/// So that sources that publish much are not all of one language and folder.
fn spread(source: usize) -> usize {
    source * 617 % SOURCES
}
