//! The page as a reader sees it, walked once: every element with its names, its text and where it stands. What looks
//! for a field looks here, because asking the document again and again by selectors takes longer than parsing it.

use dom_query::{Document, NodeRef};

use crate::body::is_hiding;

/// Everything on the page, in its order.
pub(crate) struct Sight<'a> {
    /// All shown text: white space collapsed, a line end around every block.
    text: String,
    pub(crate) elements: Vec<Part<'a>>,
}

/// One element.
pub(crate) struct Part<'a> {
    pub(crate) node: NodeRef<'a>,
    pub(crate) tag: String,
    /// Class names and id, as words: ` article header byline `. A word of two parts is there as both and as one.
    pub(crate) names: String,
    /// What microdata or `RDFa` calls it, in lower case.
    pub(crate) property: String,
    /// Where its text begins and ends.
    start: usize,
    end: usize,
    /// The elements around it and the first one behind it.
    pub(crate) parent: Option<usize>,
    pub(crate) after: usize,
    /// The part of the page it stands in.
    pub(crate) place: Place,
    role: String,
    hidden: bool,
}

/// What a part of the page is for, as far as its markup tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Inside `article`, `main` or an element called so.
    Article,
    /// Nothing is said.
    Page,
    /// Not shown.
    Hidden,
    /// Navigation, footers, sidebars, comments, boxes about other articles.
    Around,
}

/// Elements that a line ends before and after.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// Elements whose text nobody reads.
const UNSEEN: &[&str] = &["head", "noscript", "script", "select", "style", "svg", "template", "textarea"];

/// Words among the names of what stands around an article. Sorted.
const AROUND: &[&str] = &[
    " ad ",
    " ads ",
    " aside ",
    " carousel ",
    " comment ",
    " commentlist ",
    " comments ",
    " cookie ",
    " disqus ",
    " footer ",
    " kommentare ",
    " menu ",
    " mostread ",
    " nav ",
    " navbar ",
    " navigation ",
    " newsletter ",
    " offcanvas ",
    " outbrain ",
    " popular ",
    " popup ",
    " promo ",
    " recirc ",
    " recommendations ",
    " recommended ",
    " related ",
    " respond ",
    " sidebar ",
    " taboola ",
    " teaser ",
    " teasers ",
    " trending ",
    " widget ",
];

/// Names of an article's own parts that sound like the above. Sorted.
const OWN: &[&str] = &[
    " articlefooter ",
    " assetfooter ",
    " bodyfooter ",
    " contentfooter ",
    " entryfooter ",
    " postfooter ",
    " storyfooter ",
];

/// More elements than this are walked no further; the page was bounded before.
const MOST: usize = 60_000;

impl<'a> Sight<'a> {
    pub(crate) fn of(page: &'a Document) -> Self {
        let mut sight = Self { text: String::new(), elements: Vec::new() };
        sight.walk(page);
        sight.find_places();
        sight
    }

    fn walk(&mut self, page: &'a Document) {
        let sight = self;
        let mut open: Vec<usize> = Vec::new();
        let Some(mut node) = page.root().first_child() else { return };
        // No recursion: depth is a stranger's choice.
        loop {
            let entered = sight.enter(node, open.last().copied());
            if let Some(at) = entered
                && let Some(child) = node.first_child()
            {
                open.push(at);
                node = child;
                continue;
            }
            if let Some(at) = entered {
                sight.leave(at);
            }
            loop {
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                let Some(at) = open.pop() else { return };
                node = sight.elements[at].node;
                sight.leave(at);
            }
        }
    }

    /// Takes a node in. An element to be looked into is given back.
    fn enter(&mut self, node: NodeRef<'a>, parent: Option<usize>) -> Option<usize> {
        if node.is_text() {
            self.say(&node.text());
            return None;
        }
        let element = node.element_ref()?;
        let tag = &*element.name.local;
        if UNSEEN.contains(&tag) || self.elements.len() >= MOST {
            return None;
        }
        let mut part = Part {
            node,
            tag: tag.to_owned(),
            names: String::from(" "),
            property: String::new(),
            start: 0,
            end: 0,
            parent,
            after: 0,
            place: Place::Page,
            role: String::new(),
            hidden: false,
        };
        for attribute in &element.attrs {
            let value = attribute.value.trim();
            match &*attribute.name.local {
                "class" | "id" => words_of_names(value, &mut part.names),
                "itemprop" | "property" => part.property = value.to_lowercase(),
                "hidden" => part.hidden = true,
                "style" => part.hidden |= is_hiding(value),
                "role" => part.role = value.to_lowercase(),
                _ => {}
            }
        }
        if BLOCKS.contains(&tag) {
            self.break_line();
        }
        part.start = self.text.len();
        self.elements.push(part);
        Some(self.elements.len() - 1)
    }

    fn leave(&mut self, at: usize) {
        let after = self.elements.len();
        let part = &mut self.elements[at];
        part.after = after;
        part.end = self.text.len();
        if BLOCKS.contains(&part.tag.as_str()) {
            self.break_line();
        }
    }

    fn say(&mut self, text: &str) {
        let mut blank = text.starts_with(char::is_whitespace);
        for word in text.split_whitespace() {
            if blank && !self.text.is_empty() && !self.text.ends_with(['\n', ' ']) {
                self.text.push(' ');
            }
            // Soft hyphens and their like are for the browser's lines, not part of a word.
            self.text.extend(word.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}')));
            blank = true;
        }
        if text.ends_with(char::is_whitespace) && !self.text.is_empty() && !self.text.ends_with(['\n', ' ']) {
            self.text.push(' ');
        }
    }

    fn break_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Says of every element which part of the page it stands in. Boxes are known by their names, but one around the
    /// headline or much of the text is the article's frame.
    fn find_places(&mut self) {
        let headings: Vec<usize> =
            self.elements.iter().enumerate().filter(|(_, part)| part.tag == "h1").map(|(at, _)| at).collect();
        for at in 0..self.elements.len() {
            let part = &self.elements[at];
            let outer = part.parent.map_or(Place::Page, |parent| self.elements[parent].place);
            let tag = part.tag.as_str();
            let holds_headline = || {
                let next = headings.partition_point(|heading| *heading < at);
                headings.get(next).is_some_and(|heading| *heading < part.after)
            };
            let is_box = match tag {
                "body" | "html" | "main" | "article" | "h1" => false,
                // An article's own footer often holds its byline.
                "footer" => outer != Place::Article,
                "nav" | "aside" => true,
                _ => {
                    ["navigation", "complementary", "contentinfo", "dialog"].contains(&part.role.as_str())
                        || AROUND.iter().any(|word| part.names.contains(word))
                            && !OWN.iter().any(|word| part.names.contains(word))
                            && !holds_headline()
                            && (part.end - part.start) * FRAME <= self.text.len()
                }
            };
            let is_article =
                ["article", "main"].contains(&tag) || part.role == "main" || part.property.contains("articlebody");
            let hidden = part.hidden && !["body", "html"].contains(&tag);
            self.elements[at].place = match outer {
                _ if is_box => Place::Around,
                Place::Page if is_article => Place::Article,
                outer if hidden => outer.max(Place::Hidden),
                outer => outer,
            };
        }
    }

    /// The text of an element, its blocks a line each.
    pub(crate) fn lines(&self, at: usize) -> &str {
        let part = &self.elements[at];
        self.text.get(part.start..part.end).unwrap_or_default().trim()
    }

    /// The text of an element in one line, if it is no longer than `most` bytes.
    pub(crate) fn line(&self, at: usize, most: usize) -> Option<String> {
        let text = self.lines(at);
        (!text.is_empty() && text.len() <= most).then(|| text.replace('\n', " "))
    }

    /// All text of the page.
    pub(crate) fn all(&self) -> &str {
        &self.text
    }

    /// At most so many bytes of text that stand right before an element.
    pub(crate) fn before(&self, at: usize, most: usize) -> &str {
        let end = self.elements[at].start;
        let mut begin = end.saturating_sub(most);
        while !self.text.is_char_boundary(begin) {
            begin += 1;
        }
        self.text.get(begin..end).unwrap_or_default()
    }

    /// How much text there is before an element, in bytes: what is near to another is told by it.
    pub(crate) fn offset(&self, at: usize) -> usize {
        self.elements[at].start
    }

    /// How much text there is in an element, in bytes.
    pub(crate) fn length(&self, at: usize) -> usize {
        self.elements[at].end - self.elements[at].start
    }

    /// Whether the text at an offset stands in the article, as far as is known.
    pub(crate) fn is_inside_at(&self, offset: usize) -> bool {
        let holder = self.elements.iter().rfind(|part| part.start <= offset && offset < part.end);
        holder.is_none_or(|part| part.place < Place::Hidden)
    }

    pub(crate) fn attr(&self, at: usize, name: &str) -> Option<String> {
        let value = self.elements[at].node.attr(name)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// An element and those around it, inmost first.
    pub(crate) fn upwards(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(at), |at| self.elements[*at].parent)
    }

    /// Whether one of the words is among an element's names.
    pub(crate) fn is_named(&self, at: usize, words: &[&str]) -> bool {
        let names = &self.elements[at].names;
        names.len() > 1 && words.iter().any(|word| names.contains(word))
    }

    /// Whether an element stands in the article, as far as is known.
    pub(crate) fn is_inside(&self, at: usize) -> bool {
        self.elements[at].place < Place::Hidden
    }
}

/// Of how many parts of the page's text one makes a box that is no box, whatever it is called.
const FRAME: usize = 3;

/// `articleHeader__by-line` as ` article header by line byline `.
fn words_of_names(value: &str, into: &mut String) {
    for name in value.split_ascii_whitespace().take(40) {
        let from = into.len();
        let (mut before, mut parts) = ('-', 0);
        for c in name.chars().take(80) {
            if !c.is_alphanumeric() {
                if before != '-' {
                    into.push(' ');
                    parts += 1;
                }
                before = '-';
                continue;
            }
            if c.is_uppercase() && before.is_lowercase() {
                into.push(' ');
                parts += 1;
            }
            into.extend(c.to_lowercase());
            before = c;
        }
        if before != '-' {
            into.push(' ');
            parts += 1;
        }
        if parts > 1 {
            let joined: Vec<String> = {
                let words: Vec<&str> = into[from..].split(' ').filter(|word| !word.is_empty()).collect();
                words.windows(2).map(<[&str]>::concat).collect()
            };
            for word in joined {
                into.push_str(&word);
                into.push(' ');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words() {
        let mut names = String::from(" ");
        words_of_names("articleHeader__by-line js", &mut names);
        assert_eq!(names, " article header by line articleheader headerby byline js ");
    }

    #[test]
    fn texts_and_places_are_known_after_one_walk() {
        let page = Document::from(
            "<body><nav><a>Home</a></nav><article><h1>A <b>bold</b>\n headline</h1><p>One.</p><div>Two<br>lines</div><footer>By me</footer></article><script>no</script><footer>©</footer>",
        );
        let sight = Sight::of(&page);
        let find = |tag: &str| sight.elements.iter().position(|part| part.tag == tag).unwrap();
        assert_eq!(sight.lines(find("h1")), "A bold headline");
        assert_eq!(sight.lines(find("div")), "Two\nlines");
        assert_eq!(sight.elements[find("a")].place, Place::Around);
        assert_eq!(sight.elements[find("footer")].place, Place::Article);
        assert_eq!(sight.lines(find("body")).lines().last(), Some("©"));
    }
}
