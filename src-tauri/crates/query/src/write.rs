//! Values as they are to be typed.

use crate::parse::is_quote;

/// A value in quotes where it would fall apart without. A quote in it is left out: names are compared without.
#[must_use]
pub fn quoted(value: &str) -> String {
    let value: String = value.chars().map(|character| if is_quote(character) { ' ' } else { character }).collect();
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = !value.is_empty() && !value.contains(char::is_whitespace) && !value.contains(['*', ':']);
    if plain { value } else { format!("\"{value}\"") }
}
