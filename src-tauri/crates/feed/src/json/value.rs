//! As much JSON as a JSON Feed needs: only its own names, three levels, a hundred of a kind. All else is passed over.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The names that are read, sorted. Source: jsonfeed.org, version 1.1.
const NAMES: &[&str] = &[
    "attachments",
    "author",
    "authors",
    "banner_image",
    "content_html",
    "content_text",
    "date_modified",
    "date_published",
    "description",
    "external_url",
    "favicon",
    "feed_url",
    "home_page_url",
    "hubs",
    "icon",
    "id",
    "image",
    "items",
    "language",
    "mime_type",
    "name",
    "next_url",
    "size_in_bytes",
    "summary",
    "tags",
    "title",
    "url",
    "version",
];

/// Values of one list that are kept.
const MOST: usize = 100;

/// An item, its list of authors, an author: what is deeper is nothing a feed says.
const DEEPEST: u8 = 3;

/// One value.
#[derive(Debug, Default)]
pub(crate) enum Value {
    #[default]
    Nothing,
    /// A text, or a number as written: ids are numbers at some publishers.
    Text(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
}

impl Value {
    pub(crate) fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Object(fields) => fields.iter().find(|(known, _)| known == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// A text that is not empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Self::as_text)
    }

    pub(crate) fn list(&self, name: &str) -> impl Iterator<Item = &Value> {
        match self.get(name) {
            Some(Self::List(all)) => all.as_slice(),
            _ => &[],
        }
        .iter()
    }

    /// The first of a name stays.
    pub(crate) fn set(&mut self, name: String, value: Value) {
        if !self.is_object() {
            *self = Self::Object(Vec::new());
        }
        if let Self::Object(fields) = self
            && !fields.iter().any(|(known, _)| *known == name)
        {
            fields.push((name, value));
        }
    }
}

/// Who is told what a document says, as it is read.
pub(crate) trait Read {
    /// A field of the document itself.
    fn field(&mut self, name: String, value: Value);
    /// The document has a list of items.
    fn items(&mut self);
    /// One item, whole.
    fn item(&mut self, item: Value);
}

/// Reads a document; false when it is no JSON throughout. What was whole until then has been told.
pub(crate) fn read(text: &str, reader: &mut impl Read) -> bool {
    serde_json::Deserializer::from_str(text).deserialize_map(Outermost(reader)).is_ok()
}

struct Outermost<'r, R>(&'r mut R);

impl<'de, R: Read> Visitor<'de> for Outermost<'_, R> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a JSON Feed")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if name == "items" {
                map.next_value_seed(Items(&mut *self.0))?;
            } else if NAMES.binary_search(&name.as_str()).is_ok() {
                let value = map.next_value_seed(Limited(DEEPEST))?;
                self.0.field(name, value);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct Items<'r, R>(&'r mut R);

impl<'de, R: Read> DeserializeSeed<'de> for Items<'_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de, R: Read> Visitor<'de> for Items<'_, R> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("items")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut all: S) -> Result<(), S::Error> {
        self.0.items();
        while let Some(item) = all.next_element_seed(Limited(DEEPEST))? {
            self.0.item(item);
        }
        Ok(())
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
}

/// A value with so many levels.
struct Limited(u8);

impl<'de> DeserializeSeed<'de> for Limited {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Limited {
    type Value = Value;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a value")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut all: S) -> Result<Value, S::Error> {
        let mut kept = Vec::new();
        if let Some(deeper) = self.0.checked_sub(1) {
            while kept.len() < MOST {
                let Some(value) = all.next_element_seed(Limited(deeper))? else { return Ok(Value::List(kept)) };
                kept.push(value);
            }
        }
        while all.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::List(kept))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Value, M::Error> {
        let mut object = Value::Object(Vec::new());
        while let Some(name) = map.next_key::<String>()? {
            match self.0.checked_sub(1).filter(|_| NAMES.binary_search(&name.as_str()).is_ok()) {
                Some(deeper) => object.set(name, map.next_value_seed(Limited(deeper))?),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(object)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_names_are_sorted() {
        assert!(super::NAMES.is_sorted());
    }
}
