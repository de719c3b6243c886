//! Many phrases looked for at once: what that costs hardly grows with their number.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use query::{Form, Place};

use super::{Phrase, Subject};
use crate::stem::{self, Language};

/// Words of a language that are remembered; then it begins anew.
const REMEMBERED: usize = 50_000;

/// Phrases by their last words. A word that was met once is known: most words of a text are.
#[derive(Debug, Default)]
pub(crate) struct Phrasebook {
    phrases: Vec<Phrase>,
    numbers: HashMap<Phrase, usize>,
    /// Those that end with this very word.
    exact: HashMap<String, Vec<usize>>,
    /// Those that any form of their word will do for.
    any: Vec<usize>,
    beginnings: Vec<usize>,
    /// Words of the longest.
    longest: usize,
    known: Mutex<HashMap<&'static str, Known>>,
}

/// What is known of a language's words.
#[derive(Debug, Default)]
struct Known {
    stems: HashMap<String, Vec<usize>>,
    words: HashMap<Box<str>, Box<[usize]>>,
}

impl Phrasebook {
    pub(crate) fn add(&mut self, phrase: &Phrase) -> usize {
        if let Some(number) = self.numbers.get(phrase) {
            return *number;
        }
        let number = self.phrases.len();
        if let Some(last) = phrase.words.last() {
            self.exact.entry(last.clone()).or_default().push(number);
            match phrase.form {
                Form::Any if last.len() >= stem::LEAST => self.any.push(number),
                Form::Beginning => self.beginnings.push(number),
                _ => {}
            }
        }
        self.longest = self.longest.max(phrase.words.len());
        self.numbers.insert(phrase.clone(), number);
        self.phrases.push(phrase.clone());
        number
    }

    pub(crate) fn len(&self) -> usize {
        self.phrases.len()
    }

    pub(crate) fn number(&self, phrase: &Phrase) -> Option<usize> {
        self.numbers.get(phrase).copied()
    }

    /// Which phrases an article has, by their numbers.
    pub(crate) fn found(&self, subject: &Subject) -> Vec<bool> {
        let mut found = vec![false; self.phrases.len()];
        let language = subject.lang.as_deref().and_then(Language::of);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known
            .entry(language.map_or("", |language| language.code))
            .or_insert_with(|| Known { stems: self.stems(language), words: HashMap::new() });
        for (text, places) in subject.fields() {
            if self.phrases.iter().any(|phrase| places.contains(&phrase.place)) {
                self.look_through(text, places, language, known, &mut found);
            }
        }
        found
    }

    fn look_through(
        &self,
        text: &str,
        places: &[Place],
        language: Option<Language>,
        known: &mut Known,
        found: &mut [bool],
    ) {
        let mut before: Vec<Cow<'_, str>> = Vec::new();
        for word in query::words(text) {
            if known.words.len() >= REMEMBERED {
                known.words.clear();
            }
            if !known.words.contains_key(&*word.folded) {
                let ends = self.ending_with(&word.folded, language, &known.stems);
                known.words.insert(word.folded.as_ref().into(), ends.into());
            }
            for number in known.words.get(&*word.folded).into_iter().flatten() {
                let phrase = &self.phrases[*number];
                let start = &phrase.words[..phrase.words.len() - 1];
                if !found[*number]
                    && places.contains(&phrase.place)
                    && before.len() >= start.len()
                    && before[before.len() - start.len()..].iter().eq(start)
                {
                    found[*number] = true;
                }
            }
            if self.longest > 1 {
                before.push(word.folded);
            }
        }
    }

    /// The phrases that may end with a word of this language.
    fn ending_with(&self, word: &str, language: Option<Language>, stems: &HashMap<String, Vec<usize>>) -> Vec<usize> {
        let mut ends = self.exact.get(word).cloned().unwrap_or_default();
        if let Some(language) = language.filter(|_| !stems.is_empty() && word.len() >= stem::LEAST) {
            ends.extend(stems.get(&*language.stem(word)).into_iter().flatten());
        }
        let last = |number: &&usize| self.phrases[**number].words.last().is_some_and(|last| word.starts_with(&**last));
        ends.extend(self.beginnings.iter().filter(last));
        ends.sort_unstable();
        ends.dedup();
        ends
    }

    fn stems(&self, language: Option<Language>) -> HashMap<String, Vec<usize>> {
        let mut stems: HashMap<String, Vec<usize>> = HashMap::new();
        for number in &self.any {
            if let (Some(language), Some(last)) = (language, self.phrases[*number].words.last()) {
                stems.entry(language.stem(last).into_owned()).or_default().push(*number);
            }
        }
        stems
    }
}
