//! Who wrote it, as RSS says it in one line: `mail (Name)`, `Name (mail)`, `Name <mail>`, a name, a mail address.

use crate::model::Author;
use crate::text::label;

/// Reads one line.
pub(crate) fn person(line: &str) -> Option<Author> {
    let line = label(line)?;
    for (open, close) in [('(', ')'), ('<', '>')] {
        let Some((outside, inside)) = line.strip_suffix(close).and_then(|rest| rest.split_once(open)) else { continue };
        let (outside, inside) = (outside.trim(), inside.trim());
        if is_mail(outside) {
            return Some(author(Some(inside), Some(outside)));
        }
        if is_mail(inside) {
            return Some(author(Some(outside), Some(inside)));
        }
    }
    Some(if is_mail(&line) { author(None, Some(&line)) } else { author(Some(&line), None) })
}

fn author(name: Option<&str>, email: Option<&str>) -> Author {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Author {
        name: name.and_then(some),
        email: email.and_then(|email| some(email.trim_start_matches("mailto:"))),
        url: None,
    }
}

fn is_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
        && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::person;

    #[test]
    fn one_line_gives_name_and_mail() {
        let read =
            |line| person(line).map(|author| (author.name.unwrap_or_default(), author.email.unwrap_or_default()));
        let both = Some(("Ann Onym".to_owned(), "ann@a.example".to_owned()));
        assert_eq!(read("ann@a.example (Ann Onym)"), both);
        assert_eq!(read("Ann Onym (ann@a.example)"), both);
        assert_eq!(read(" Ann  Onym &lt;ann@a.example&gt;"), both);
        assert_eq!(read("Ann (the second)"), Some(("Ann (the second)".to_owned(), String::new())));
        assert_eq!(read(" "), None);
    }
}
