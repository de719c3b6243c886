//! The pictures of articles that leave: each written once, shown from where the article stands, and described where it is
//! not here.

use std::collections::HashSet;
use std::io;

use super::tree::{Element, Node};
use super::{Files, Lead, Picture, Pictures};

/// Where pictures lie.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// In what is written.
    pub(super) folder: &'static str,
    /// As an article names it.
    pub(super) seen: &'static str,
}

/// The pictures that are written already, which need not be written again.
#[derive(Debug, Default)]
pub(super) struct Written {
    names: HashSet<String>,
    /// Name and media type, in the order of writing.
    all: Vec<(String, String)>,
}

impl Written {
    /// Name and media type of each picture, in the order of writing.
    pub(super) fn all(&self) -> &[(String, String)] {
        &self.all
    }

    /// Writes the picture that an element of safe HTML names; what is to stand in its place.
    pub(super) fn show(
        &mut self,
        element: &Element,
        place: Place,
        files: &mut dyn Files,
        pictures: &mut Pictures<'_>,
    ) -> io::Result<Option<Node>> {
        let alt = element.attribute("alt").unwrap_or_default().to_owned();
        let found: Option<Picture> = element.attribute("src").and_then(pictures);
        let Some(picture) = found else { return Ok(described(alt)) };
        let name = self.write(files, place.folder, picture)?;
        let attributes = vec![("src".to_owned(), format!("{}{name}", place.seen)), ("alt".to_owned(), alt)];
        Ok(Some(Node::Element(Element { attributes, ..Element::new("img", Vec::new()) })))
    }

    /// Writes a picture below `folder`, once; returns its name there.
    fn write(&mut self, files: &mut dyn Files, folder: &str, picture: Picture) -> io::Result<String> {
        let letters: String = picture.name.chars().filter(char::is_ascii_alphanumeric).take(64).collect();
        let ending = match picture.media_type.as_str() {
            "image/jpeg" => "jpg",
            "image/png" => "png",
            "image/gif" => "gif",
            "image/webp" => "webp",
            _ => "avif",
        };
        let name = format!("{letters}.{ending}");
        if self.names.insert(name.clone()) {
            files.file(&format!("{folder}{name}"), &picture.bytes)?;
            self.all.push((name.clone(), picture.media_type));
        }
        Ok(name)
    }
}

/// The picture above the text, as a figure.
pub(super) fn lead(lead: Option<&Lead>) -> Option<Node> {
    let lead = lead?;
    let attributes =
        vec![("src".to_owned(), lead.url.clone()), ("alt".to_owned(), lead.caption.clone().unwrap_or_default())];
    let image = Element { attributes, ..Element::new("img", Vec::new()) };
    let words: Vec<&str> = [&lead.caption, &lead.credit]
        .into_iter()
        .flatten()
        .map(|words| words.trim())
        .filter(|words| !words.is_empty())
        .collect();
    let mut children = vec![Node::Element(image)];
    if !words.is_empty() {
        children.push(Node::Element(Element::new("figcaption", vec![Node::Text(words.join(" · "))])));
    }
    Some(Node::Element(Element::new("figure", children)))
}

/// What stands in the place of a picture that is not here.
fn described(alt: String) -> Option<Node> {
    (!alt.trim().is_empty()).then(|| Node::Element(Element::new("em", vec![Node::Text(alt)])))
}
