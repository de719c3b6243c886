//! Likeness: whether two articles of different sources are one, by their address or by nearly the same words. Prints find
//! the few that may be, and [`are`] decides by all of both.
//!
//! The prints of a text are min-hashes of its runs of three words, two of them together (A. Broder, "On the resemblance
//! and containment of documents", 1997): of two texts that share nine tenths of their runs, one of three prints is the same
//! in 99 of 100 cases. A text that says something else in the same frame, as tomorrow's weather does, is told by its numbers;
//! a notice in the place of a text, by not saying what its headline does.

use std::collections::HashSet;

use query::is_spaceless;
use url::Url;

/// Words in a run.
const RUN: usize = 3;
/// A text's prints, and the min-hashes in each.
const PRINTS: usize = 3;
const HASHES: usize = 2 * PRINTS;
/// Shorter texts are too often a line that many articles have.
const FEWEST: usize = 30;
/// What follows is not looked at.
const MOST: usize = 5000;
/// The share of runs that nearly the same texts have in common (Jaccard).
const NEARLY: f64 = 0.8;
/// The share of the shorter text's runs that are in the longer one, where one is the beginning of the other.
const WITHIN: f64 = 0.8;

/// What of an article is compared.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) url: Option<&'a str>,
    pub(crate) title: &'a str,
    pub(crate) text: &'a str,
}

/// What a like article is looked for by: numbers of which two like articles share at least one, nearly always.
pub(crate) fn prints(side: Side<'_>) -> Vec<i64> {
    let mut prints = Vec::with_capacity(1 + PRINTS);
    prints.extend(side.url.and_then(address).map(|address| mixed(hash(address.as_bytes())).cast_signed()));
    let words = words(side.text);
    if words.len() >= FEWEST {
        let mut least = [u64::MAX; HASHES];
        for run in runs(&words) {
            for (least, salt) in least.iter_mut().zip(SALTS) {
                *least = (*least).min((run ^ (run >> 29)).wrapping_mul(salt));
            }
        }
        let pairs = least.chunks_exact(2).zip(SALTS);
        prints.extend(pairs.map(|(pair, salt)| mixed(pair[0] ^ mixed(pair[1] ^ salt)).cast_signed()));
    }
    prints
}

/// Whether the two say the same.
pub(crate) fn are(one: Side<'_>, other: Side<'_>) -> bool {
    let (one_at, other_at) = (one.url.and_then(address), other.url.and_then(address));
    let (one_title, other_title) = (words(one.title), words(other.title));
    if one_at.is_some() && one_at == other_at {
        // Many an entry leads to the page of its series: its address alone says too little.
        return titles_agree(&one_title, &other_title)
            || share(one.text, other.text).is_some_and(|(_, within)| within >= WITHIN);
    }
    // A site gives each of its articles one address.
    if let (Some(one), Some(other)) = (&one_at, &other_at)
        && site(one) == site(other)
    {
        return false;
    }
    if numbers(one.title) != numbers(other.title) {
        return false;
    }
    let (one_words, other_words) = (words(one.text), words(other.text));
    one_words.len().min(other_words.len()) >= FEWEST
        && is_said(&one_title, &one_words)
        && is_said(&other_title, &other_words)
        && numbers_agree(&numbers(one.text), &numbers(other.text))
        && share(one.text, other.text).is_some_and(|(all, _)| all >= NEARLY)
}

/// An article's address, whichever way to it was taken: without scheme, `www`, what only tracks, and the marks of its
/// versions for telephones and for AMP (<https://amp.dev/documentation/guides-and-tutorials/learn/amp-caches-and-cors/amp-cache-urls>).
/// None for an address that is not that of an article: a site's front page.
fn address(url: &str) -> Option<String> {
    let url = article::undecorated(&Url::parse(url).ok()?);
    let mut host = url.host_str()?.to_owned();
    let mut path = url.path().to_owned();
    // A copy that another server has: what it is a copy of stands in its path.
    let copied = match host.as_str() {
        host if host.ends_with(".cdn.ampproject.org") => {
            ["/c/s/", "/c/", "/v/s/", "/v/"].iter().find_map(|way| path.strip_prefix(way))
        }
        host if host == "google.com" || host.starts_with("www.google.") => {
            path.strip_prefix("/amp/").map(|path| path.strip_prefix("s/").unwrap_or(path))
        }
        _ => None,
    };
    if let Some((copied_host, copied_path)) = copied.and_then(|copied| copied.split_once('/')) {
        (host, path) = (copied_host.to_ascii_lowercase(), format!("/{copied_path}"));
    }
    let plain = ["www.", "m.", "mobile.", "amp."]
        .iter()
        .find_map(|prefix| host.strip_prefix(prefix).filter(|rest| rest.contains('.')));
    let host = plain.unwrap_or(&host);
    let mut path = path.trim_end_matches('/');
    path = path.strip_suffix("/amp").or_else(|| path.strip_suffix(".amp")).unwrap_or(path);
    path = path.strip_prefix("/amp/").map_or(path, |rest| &path[path.len() - rest.len() - 1..]);
    let path = path.strip_suffix(".amp.html").map_or_else(|| path.to_owned(), |path| format!("{path}.html"));
    let query: Vec<&str> = url
        .query()
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter(|pair| !matches!(*pair, "" | "amp" | "amp=1" | "amp=true" | "outputType=amp"))
        .collect();
    // `#!/path` and `#/path` name a page; any other fragment names a place on it.
    let fragment =
        url.fragment().filter(|fragment| fragment.trim_start_matches('!').starts_with('/')).unwrap_or_default();
    if path.is_empty() && query.is_empty() && fragment.is_empty() {
        return None;
    }
    Some(format!("{host}{path}?{}#{fragment}", query.join("&")))
}

/// The part of an address that one publisher has: its last two labels, or three where the second is as short as in `co.uk`.
fn site(address: &str) -> &str {
    let host = address.split(['/', '?']).next().unwrap_or_default();
    let mut ends = host.rmatch_indices('.').map(|(at, _)| at);
    let Some(first) = ends.next() else { return host };
    let Some(second) = ends.next() else { return host };
    if first - second > 4 {
        return &host[second + 1..];
    }
    ends.next().map_or(host, |third| &host[third + 1..])
}

fn titles_agree(one: &[u64], other: &[u64]) -> bool {
    let (one, other): (HashSet<&u64>, HashSet<&u64>) = (one.iter().collect(), other.iter().collect());
    let common = one.intersection(&other).count();
    common > 0 && 5 * common >= 3 * (one.len() + other.len() - common)
}

/// Whether a text says what its headline does: a third of its words at least.
fn is_said(title: &[u64], text: &[u64]) -> bool {
    let text: HashSet<&u64> = text.iter().collect();
    3 * title.iter().filter(|word| text.contains(word)).count() >= title.len().max(1)
}

/// The numbers in a text.
fn numbers(text: &str) -> HashSet<&str> {
    text.split(|character: char| !character.is_numeric()).filter(|number| !number.is_empty()).collect()
}

fn numbers_agree(one: &HashSet<&str>, other: &HashSet<&str>) -> bool {
    let common = one.intersection(other).count();
    let all = one.len() + other.len() - common;
    all <= 3 || 3 * common >= 2 * all
}

/// The share of all runs that are in both texts, and that of the shorter text's; none where one is too short to tell.
fn share(one: &str, other: &str) -> Option<(f64, f64)> {
    let sorted = |text: &str| {
        let mut runs: Vec<u64> = runs(&words(text)).collect();
        runs.sort_unstable();
        runs.dedup();
        runs
    };
    let (one, other) = (sorted(one), sorted(other));
    if one.len().min(other.len()) < 8 {
        return None;
    }
    let (mut at, mut common) = (0, 0_u32);
    for run in &one {
        at += other[at..].partition_point(|found| found < run);
        common += u32::from(other.get(at) == Some(run));
    }
    let count = |length: usize| f64::from(u32::try_from(length).unwrap_or(u32::MAX));
    let (one, other, common) = (count(one.len()), count(other.len()), f64::from(common));
    Some((common / (one + other - common), common / one.min(other)))
}

fn runs(words: &[u64]) -> impl Iterator<Item = u64> + '_ {
    words.windows(RUN).map(|run| run.iter().fold(0, |all, word| mixed(all ^ word)))
}

/// The words of a text as numbers, without case and punctuation; in scripts without spaces, each character is one.
fn words(text: &str) -> Vec<u64> {
    let mut words = Vec::with_capacity((text.len() / 5).min(MOST));
    let mut word = BEGINNING;
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            word = step(word, u32::from(character.to_ascii_lowercase()));
        } else if character == '\'' || character == '’' {
            // Written in two ways, and left out in a third.
        } else if !character.is_ascii() && character.is_alphanumeric() {
            let alone = is_spaceless(character);
            if alone && word != BEGINNING {
                words.push(word);
                word = BEGINNING;
            }
            for small in character.to_lowercase() {
                word = step(word, u32::from(small));
            }
            if alone {
                words.push(word);
                word = BEGINNING;
            }
        } else if word != BEGINNING {
            words.push(word);
            word = BEGINNING;
            if words.len() >= MOST {
                return words;
            }
        }
    }
    if word != BEGINNING {
        words.push(word);
    }
    words
}

fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(BEGINNING, |hash, byte| step(hash, u32::from(*byte)))
}

/// FNV-1a, a character at a time.
const BEGINNING: u64 = 0xcbf2_9ce4_8422_2325;
fn step(hash: u64, value: u32) -> u64 {
    (hash ^ u64::from(value)).wrapping_mul(0x0100_0000_01b3)
}

/// The finalizer of `SplitMix64`.
fn mixed(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Odd numbers, each for a way of ordering the runs.
const SALTS: [u64; HASHES] = [
    0x9e37_79b9_7f4a_7c15,
    0xc2b2_ae3d_27d4_eb4f,
    0x1656_67b1_9e37_79f9,
    0xd6e8_feb8_6659_fd93,
    0xff51_afd7_ed55_8ccd,
    0xa076_1d64_78bd_642f,
];

#[cfg(test)]
mod tests;
