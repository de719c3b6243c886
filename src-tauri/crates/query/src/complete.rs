//! What can come next where the reader is typing.

use crate::operators::{self, OPERATORS, STATES};
use crate::parse::{is_quote, token};
use crate::{dates, fold};

/// What can come next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The end of the text before the cursor that a proposal takes the place of.
    pub typed: String,
    /// What stays before each proposal: `-`, `tag:`, `-tag:` or nothing.
    pub before: String,
    /// What is known by the grammar alone.
    pub proposals: Vec<Proposal>,
    /// Names that the library knows, and the beginning of what was typed of one.
    pub wanted: Option<(Vocabulary, String)>,
}

/// Something to be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What takes the place of what was typed, without [`Completion::before`].
    pub text: String,
    /// What it means.
    pub meaning: String,
}

/// Names that only the library knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words are those of DESIGN.md")]
pub enum Vocabulary {
    Sources,
    Sections,
    Tags,
    Folders,
    Authors,
    Languages,
}

/// What can come after `before`, which is the text up to the cursor. Nothing where any word may come.
#[must_use]
pub fn complete(before: &str) -> Completion {
    let none = Completion { typed: String::new(), before: String::new(), proposals: Vec::new(), wanted: None };
    let mut rest = before.trim_start();
    loop {
        let is_last = |length: usize| length == rest.len();
        if rest.is_empty() {
            return none;
        }
        let last = token(rest);
        if !is_last(last.length) {
            rest = rest[last.length..].trim_start();
            continue;
        }
        let operator = last.name.and_then(operators::named);
        let sign = if last.without { "-" } else { "" };
        let closed =
            last.quoted && last.whole.len() > 1 && last.whole.ends_with(is_quote) && !last.whole.ends_with(":\"");
        return match operator {
            _ if closed => none,
            Some(operator) => {
                let (wanted, proposals) = values(operator.name, last.value);
                let before = format!("{sign}{}:", operator.name);
                Completion { typed: last.whole.to_owned(), before, proposals, wanted }
            }
            None if last.quoted => none,
            None => {
                let typed = last.value.to_ascii_lowercase();
                let proposals: Vec<Proposal> = OPERATORS
                    .iter()
                    .filter(|operator| !typed.is_empty() && operator.name.starts_with(&typed))
                    .map(|operator| Proposal {
                        text: format!("{}:", operator.name),
                        meaning: format!("articles {}", operator.finds),
                    })
                    .collect();
                Completion { typed: last.whole.to_owned(), before: sign.to_owned(), proposals, wanted: None }
            }
        };
    }
}

fn values(operator: &str, typed: &str) -> (Option<(Vocabulary, String)>, Vec<Proposal>) {
    let fixed = |all: Vec<(&str, String)>| {
        let typed = fold(typed);
        let fits = all.into_iter().filter(|(value, _)| fold(value).starts_with(&typed));
        (None, fits.map(|(value, meaning)| Proposal { text: value.to_owned(), meaning }).collect())
    };
    let vocabulary = |vocabulary| (Some((vocabulary, typed.trim().to_owned())), Vec::new());
    match operator {
        "source" => vocabulary(Vocabulary::Sources),
        "section" => vocabulary(Vocabulary::Sections),
        "tag" => vocabulary(Vocabulary::Tags),
        "folder" => vocabulary(Vocabulary::Folders),
        "author" => vocabulary(Vocabulary::Authors),
        "lang" => vocabulary(Vocabulary::Languages),
        "is" => fixed(STATES.iter().map(|(state, _)| (*state, format!("{state} articles"))).collect()),
        "before" | "after" => {
            fixed(dates::SAMPLES.iter().map(|(day, meaning)| (*day, (*meaning).to_owned())).collect())
        }
        _ => (None, Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Vocabulary, complete};

    fn texts(before: &str) -> Vec<String> {
        complete(before).proposals.into_iter().map(|proposal| proposal.text).collect()
    }

    #[test]
    fn operators_come_by_their_beginning() {
        assert_eq!(texts("war s"), ["source:", "section:"]);
        assert_eq!(texts("-ta"), ["tag:"]);
        let completion = complete("war -ta");
        assert_eq!((completion.before.as_str(), completion.typed.as_str()), ("-", "-ta"));
        for none in ["", "war ", "\"so", "\"so\"", "xyz", "-", "tag:x "] {
            assert_eq!(texts(none), [""; 0], "{none}");
            assert_eq!(complete(none).wanted, None, "{none}");
        }
    }

    #[test]
    fn values_come_from_the_grammar_or_the_library() {
        assert_eq!(texts("is:un"), ["unread"]);
        assert_eq!(texts("-is:")[0], "saved");
        assert!(texts("before:").contains(&"yesterday".to_owned()));
        for (typed, vocabulary, beginning) in [
            ("tag:", Vocabulary::Tags, ""),
            ("x source:\"The G", Vocabulary::Sources, "The G"),
            ("source:\"", Vocabulary::Sources, ""),
            ("-Folder:Mo", Vocabulary::Folders, "Mo"),
            ("author:a", Vocabulary::Authors, "a"),
            ("section:a", Vocabulary::Sections, "a"),
            ("lang:f", Vocabulary::Languages, "f"),
        ] {
            assert_eq!(complete(typed).wanted, Some((vocabulary, beginning.to_owned())), "{typed}");
        }
        let completion = complete("x -source:\"The G");
        assert_eq!((completion.before.as_str(), completion.typed.as_str()), ("-source:", "-source:\"The G"));
        assert_eq!(complete("tag:\"a b\"").wanted, None, "it is written");
    }
}
