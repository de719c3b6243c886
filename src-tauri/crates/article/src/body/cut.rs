//! What inside the article's place is no part of it. Each rule gives a reason; what is cut is told to the reader.

use super::Known;
use super::outline::{Kind, Outline};
use super::phrases;
use super::place::Place;
use url::Url;

use crate::repeats::same_picture;
use crate::{Reason, byline, dates, embeds};

/// Words of lines that tell when something was published, or how long it takes to read. By language.
const TIMES: &[&str] = &[
    "ago",
    "gmt",
    "min",
    "mins",
    "minute",
    "minutes",
    "published",
    "read",
    "updated",
    "utc",
    "aktualisiert",
    "lesedauer",
    "lesezeit",
    "minuten",
    "stand",
    "uhr",
    "veröffentlicht",
    "lecture",
    "mis",
    "publié",
    "actualizado",
    "hace",
    "lectura",
    "publicado",
    "atualizado",
    "leitura",
    "aggiornato",
    "lettura",
    "pubblicato",
    "leestijd",
    "gepubliceerd",
];

/// For each node the reason it is left out for; a node's inside follows it.
pub(crate) type Cuts = Vec<Option<Reason>>;

/// A box with this share of the article's prose, in hundredths, is a part of it, whatever its name.
const PART: usize = 30;

/// Nobody sets more quotations apart than this, and each is looked for in the whole text.
const MOST_QUOTES: usize = 24;

/// The heading that is the article's headline.
pub(crate) fn headline(outline: &Outline<'_>, title: Option<&str>) -> Option<usize> {
    let title = phrases::plain(title?);
    let is_it = |index: &usize| {
        let node = &outline.nodes[*index];
        node.kind == Kind::Heading && node.chars <= title.len() * 3 + 40 && {
            let text = phrases::plain(&outline.line(*index));
            !text.is_empty()
                && (text == title || text.contains(&title) || (text.len() * 2 > title.len() && title.contains(&text)))
        }
    };
    let mut found: Vec<usize> = (1..outline.nodes.len()).filter(is_it).collect();
    // A first-level heading before any other: window titles and teasers repeat headlines too, and so do breadcrumbs.
    let in_trail =
        |index: usize| outline.around(index).any(|outer| outline.nodes[outer].signs.is_box == Some(Reason::Navigation));
    found.sort_by_key(|index| (in_trail(*index), outline.nodes[*index].tag != "h1", *index));
    found.first().copied()
}

/// Decides about each node inside `root`.
pub(crate) fn cuts(
    outline: &Outline<'_>,
    place: &Place<'_>,
    known: Known<'_>,
    keep: &[String],
    base: Option<&Url>,
) -> Cuts {
    let Place { root, headline, boxes, stated } = *place;
    let cuts = vec![None; outline.nodes.len()];
    let mut cutter = Cutter { outline, root, known, keep, headline, stated, cuts };
    cutter.boxes(boxes);
    cutter.widgets(base);
    cutter.labels();
    cutter.links();
    cutter.repeats();
    cutter.head();
    cutter.tail();
    cutter.unstated();
    cutter.scraps();
    cutter.lone_headings();
    cutter.cuts
}

/// Decides about a feed's entry, which is nothing but text already: no boxes have names, and no head stands over it.
pub(crate) fn entry_cuts(outline: &Outline<'_>, known: Known<'_>) -> Cuts {
    let cuts = vec![None; outline.nodes.len()];
    let mut cutter = Cutter { outline, root: 0, known, keep: &[], headline: None, stated: None, cuts };
    cutter.labels();
    cutter.repeats();
    cutter.scraps();
    cutter.lone_headings();
    cutter.cuts
}

struct Cutter<'o, 'a> {
    outline: &'o Outline<'a>,
    root: usize,
    known: Known<'o>,
    keep: &'o [String],
    headline: Option<usize>,
    /// Leaf blocks the page states as its text.
    stated: Option<&'o [bool]>,
    cuts: Cuts,
}

impl Cutter<'_, '_> {
    fn cut(&mut self, index: usize, reason: Reason) {
        let stated = matches!(reason, Reason::Other | Reason::Author | Reason::Tags | Reason::Navigation)
            && self.stated.is_some_and(|stated| stated[index]);
        if index != self.root && self.cuts[index].is_none() && !self.is_kept(index) && !stated {
            self.cuts[index] = Some(reason);
        }
    }

    fn is_kept(&self, index: usize) -> bool {
        !self.keep.is_empty() && {
            let mark = mark(self.outline, index);
            !mark.is_empty() && self.keep.contains(&mark)
        }
    }

    fn prose(&self) -> usize {
        self.outline.nodes[self.root].prose
    }

    /// Calls `f` for each node of the article that is not inside of what is cut.
    fn left(&self) -> Vec<usize> {
        let mut left = Vec::new();
        let range = self.outline.inside(self.root);
        let mut next = range.start + 1;
        while next < range.end {
            if self.cuts[next].is_some() {
                next = self.outline.nodes[next].end;
            } else {
                left.push(next);
                next += 1;
            }
        }
        left
    }

    /// Blocks of text that no other block is in, in order.
    fn leaves(&self) -> Vec<usize> {
        let is_leaf = |index: &usize| self.outline.nodes[*index].kind != Kind::Rule && self.outline.is_leaf(*index);
        self.left().into_iter().filter(is_leaf).collect()
    }

    /// Boxes told by element, role and name.
    fn boxes(&mut self, boxes: &[Option<Reason>]) {
        let all = self.prose();
        let mut quotes = 0;
        let text_begins = self.outline.inside(self.root).find(|index| {
            let node = &self.outline.nodes[*index];
            node.kind == Kind::Paragraph && node.prose > 0 && boxes[*index].is_none()
        });
        for index in self.left() {
            let node = &self.outline.nodes[index];
            let light = node.prose * 100 <= all * PART;
            let reason = match node.kind {
                Kind::Text => continue,
                // The article's own header; those of its sections hold its subheads.
                Kind::Header => (light && node.prose == 0 && text_begins.is_none_or(|text| index < text))
                    .then_some(Reason::Repeated),
                Kind::Footer if self.outline.is_within(index, Kind::Quote) => None,
                _ if node.hidden && node.images > 0 && node.chars == 0 => None,
                _ if node.signs.pull_quote => {
                    quotes += 1;
                    (quotes > MOST_QUOTES || self.is_said_elsewhere(index)).then_some(Reason::Repeated)
                }
                Kind::Quote | Kind::Figure if node.signs.is_box != Some(Reason::Advertisement) => None,
                _ => boxes[index],
            };
            // A name alone is no proof against a box of sentences that points nowhere.
            let tells = node.prose * 100 >= all * 12 && node.link_share() < 15
                || (node.prose > 0 && node.link_share() < 5 && node.names.contains("-widget"));
            let reason = reason.filter(|reason| {
                !tells || !matches!(reason, Reason::Advertisement | Reason::Other | Reason::Related) || node.hidden
            });
            if let Some(reason) = reason.filter(|reason| light || *reason == Reason::Comments)
                && !self.cuts_around(index)
            {
                self.cut(index, reason);
            }
        }
    }

    /// Whether a block is a part of a figure or a quotation, where no line is about the article.
    fn is_apart(&self, index: usize) -> bool {
        [Kind::Figure, Kind::Caption, Kind::Quote].iter().any(|kind| self.outline.is_within(index, *kind))
    }

    fn cuts_around(&self, index: usize) -> bool {
        self.outline.around(index).any(|outer| self.cuts[outer].is_some())
    }

    /// Whether the words of a node stand in the article a second time.
    fn is_said_elsewhere(&self, index: usize) -> bool {
        let words = |line: String| phrases::plain(&line);
        let quote = words(self.outline.line(index));
        let start: String = quote.chars().skip(1).take(40).collect();
        start.chars().count() < 12
            || self
                .leaves()
                .into_iter()
                .any(|leaf| !self.outline.is_in(leaf, index) && words(self.outline.line(leaf)).contains(&start))
    }

    /// Frames of other sites that do not say what they show.
    fn widgets(&mut self, base: Option<&Url>) {
        for index in self.left() {
            let node = &self.outline.nodes[index];
            if node.kind == Kind::Embed && !embeds::is_told(&node.at, base) {
                self.cut(index, Reason::Other);
            }
        }
    }

    /// Blocks that say themselves what they are.
    fn labels(&mut self) {
        for leaf in self.leaves() {
            let node = &self.outline.nodes[leaf];
            if node.chars > 400 || self.outline.is_within(leaf, Kind::Caption) || self.cuts_around(leaf) {
                continue;
            }
            let line = self.outline.line(leaf);
            let plain = phrases::plain(&line);
            let short = node.chars <= 90;
            let label = phrases::label(&plain);
            // A list of contents may have any one word in it.
            let in_list = matches!(node.kind, Kind::Item | Kind::Cell);
            let reason = label
                .filter(|_| !in_list || node.linked > 0)
                .or_else(|| {
                    phrases::beginning(&line).filter(|_| {
                        node.linked * 10 >= node.chars * 3
                            || (short && node.kind != Kind::Heading && (node.linked > 0 || !ends_sentence(&line)))
                    })
                })
                .or_else(|| phrases::prompt(&plain).filter(|_| !in_list || node.linked > 0));
            let reason =
                reason.or_else(|| self.begins_with_label(leaf)).or_else(|| is_count(&plain).then_some(Reason::Other));
            let reason = reason.or_else(|| (!in_list && self.is_pointer(leaf, &line)).then_some(Reason::Related));
            let Some(reason) = reason else { continue };
            let boxed = label.and_then(|_| self.labelled(leaf));
            if label.is_some() && node.kind == Kind::Heading {
                self.cut_links_after(leaf, reason);
            }
            self.cut(boxed.unwrap_or(leaf), reason);
        }
    }

    /// A line whose first words are a label set apart from the rest by an element: "Lire aussi", and a headline.
    fn begins_with_label(&self, leaf: usize) -> Option<Reason> {
        let node = &self.outline.nodes[leaf];
        if node.chars > 260 || node.linked * 10 < node.chars * 4 {
            return None;
        }
        let inside = &self.outline.nodes[self.outline.inside(leaf)];
        let first = inside.iter().find(|inner| inner.kind == Kind::Text && inner.chars > 0)?;
        (first.chars < node.chars).then(|| phrases::label(&phrases::plain(&first.text))).flatten()
    }

    /// Whether a line is a few words, a colon, and a link: "MIRA: …" in any language.
    fn is_pointer(&self, leaf: usize, line: &str) -> bool {
        let node = &self.outline.nodes[leaf];
        let Some(colon) = line.find([':', '：']) else { return false };
        if node.kind == Kind::Heading && line[..colon].chars().any(char::is_lowercase) {
            return false;
        }
        node.chars <= 220
            && colon <= 45
            && line[..colon].split(' ').count() <= 5
            && node.linked * 10 >= node.chars * 6
            && node.chars - node.linked <= 40
            && line.len() > colon + 12
    }

    /// The box a label names: the largest around it that holds little else but links, and no prose.
    fn labelled(&self, leaf: usize) -> Option<usize> {
        self.outline
            .around(leaf)
            .take_while(|outer| *outer > self.root)
            .take(4)
            .take_while(|outer| {
                let outer = &self.outline.nodes[*outer];
                matches!(outer.kind, Kind::Box | Kind::Aside | Kind::Header | Kind::List | Kind::Item | Kind::Figure)
                    && outer.chars <= 900
                    && (outer.prose == 0 || outer.link_share() > 50)
                    && outer.prose * 100 <= self.prose() * 10
            })
            .last()
            .filter(|outer| self.outline.nodes[*outer].links > 0 || self.outline.nodes[*outer].chars < 200)
    }

    /// What stands after a label for links: lists and lines of them.
    fn cut_links_after(&mut self, label: usize, reason: Reason) {
        let end = self.outline.nodes[self.outline.nodes[label].parent].end;
        let mut next = self.outline.nodes[label].end;
        while next < end {
            let (sibling, node) = (next, &self.outline.nodes[next]);
            next = node.end;
            if node.chars == 0 && node.images == 0 {
                continue;
            }
            if node.kind == Kind::Heading && node.linked * 2 < node.chars || node.prose > 0 || node.link_share() < 50 {
                break;
            }
            self.cut(sibling, reason);
        }
    }

    /// Lists, tables and paragraphs that are nothing but links.
    fn links(&mut self) {
        let root = &self.outline.nodes[self.root];
        if root.link_share() > 55 {
            return;
        }
        for index in self.left() {
            let node = &self.outline.nodes[index];
            if self.cuts_around(index) || node.linked == 0 || self.outline.is_within(index, Kind::Quote) {
                continue;
            }
            let lonely = node.link_share() >= 85;
            let is_list = matches!(node.kind, Kind::List | Kind::Table | Kind::Box | Kind::Definitions);
            if is_list
                && node.links >= 2
                && node.link_share() >= 70
                && node.prose * 100 <= self.prose() * 5
                && node.chars < 4000
            {
                if !self.is_announced(index) {
                    let reason = node.signs.is_box.unwrap_or(if node.chars / node.links < 20 {
                        Reason::Navigation
                    } else {
                        Reason::Related
                    });
                    self.cut(index, reason);
                }
            } else if lonely
                && matches!(node.kind, Kind::Paragraph | Kind::Box | Kind::Heading)
                && node.chars >= 15
                && node.prose == 0
                && !self.is_announced(index)
            {
                let leaf = !self.outline.nodes[index + 1..node.end].iter().any(|inner| inner.kind.is_block());
                // A subhead may be a link to what it is about; a paragraph that is only one points elsewhere.
                if leaf && (node.kind != Kind::Heading || self.outline.line(index).ends_with(['»', '>', '→', '›']))
                {
                    self.cut(index, Reason::Related);
                }
            }
        }
    }

    /// Whether the line before ends in a colon, and so announces what comes.
    fn is_announced(&self, index: usize) -> bool {
        let before = self.outline.before(index).find(|sibling| self.outline.nodes[*sibling].chars > 0);
        before.is_some_and(|sibling| {
            let line = self.outline.line(sibling);
            self.outline.nodes[sibling].chars > 30
                && self.cuts[sibling].is_none()
                && line.ends_with([':', '：'])
                && phrases::label(&phrases::plain(&line)).is_none()
        })
    }

    /// Headline, deck, byline and date, where the body says them again; and the picture shown above it.
    fn repeats(&mut self) {
        let title = self.known.title.map(phrases::plain).filter(|title| !title.is_empty());
        let deck = self.known.deck.map(phrases::plain).filter(|deck| !deck.is_empty());
        for index in self.left() {
            let node = &self.outline.nodes[index];
            if node.kind == Kind::Heading && node.chars > 0 {
                let text = phrases::plain(&self.outline.line(index));
                if title.as_ref() == Some(&text) || self.headline == Some(index) {
                    self.cut(index, Reason::Repeated);
                }
            }
        }
        for leaf in self.leaves().into_iter().take(12) {
            let text = phrases::plain(&self.outline.line(leaf));
            if title.as_ref() == Some(&text) {
                self.cut(leaf, Reason::Repeated);
            } else if deck.as_ref() == Some(&text)
                && self.outline.nodes[leaf].chars <= 220
                && !ends_sentence(&self.outline.line(leaf))
            {
                // A deck of whole sentences stays where the page has it: it is text, and some have no other beginning.
                self.cut(leaf, Reason::Repeated);
            }
        }
        if let Some(picture) = self.known.picture {
            let images: Vec<usize> = self
                .left()
                .into_iter()
                .filter(|index| self.outline.nodes[*index].kind == Kind::Image)
                .take(3)
                .collect();
            if let Some(image) = images
                .into_iter()
                .find(|image| same_picture(&self.outline.nodes[*image].at.attr_or("src", ""), picture))
            {
                let figure =
                    self.outline.around(image).take(6).find(|outer| self.outline.nodes[*outer].kind == Kind::Figure);
                self.cut(
                    figure
                        .filter(|figure| self.outline.nodes[*figure].images <= 2 && *figure > self.root)
                        .unwrap_or(image),
                    Reason::Repeated,
                );
            }
        }
    }

    /// Lines about the article before its text: byline, date, section, also where a deck stands over them.
    fn head(&mut self) {
        let mut prose = 0;
        for leaf in self.leaves().into_iter().take(40) {
            let node = &self.outline.nodes[leaf];
            if self.is_apart(leaf) {
                continue;
            }
            if node.prose > 0 && node.chars > 80 {
                prose += 1;
                if prose == 2 {
                    break;
                }
                continue;
            }
            let line = self.outline.line(leaf);
            let around = self.outline.around(leaf).take(3).take_while(|outer| *outer > self.root);
            let about = node.signs.about
                || around.map(|outer| &self.outline.nodes[outer]).any(|outer| outer.signs.about && outer.prose == 0);
            let scrap = prose == 0
                && node.chars < 25
                && !matches!(node.kind, Kind::Cell | Kind::Item | Kind::Heading)
                && !ends_sentence(&line);
            let listed = matches!(node.kind, Kind::Cell | Kind::Item) && !about;
            if (about && node.chars < 200) || (self.is_about(&line) && !listed) || scrap {
                self.cut(leaf, Reason::Repeated);
            }
        }
    }

    /// Whether a line is a byline, a date or a reading time, and little else.
    fn is_about(&self, line: &str) -> bool {
        // "The Paper | 5 June 2025, 9:12 | By Jane Doe": bars part what is about the article.
        let parts = line.split(['|', '•', '·']).filter(|part| part.chars().any(char::is_alphanumeric)).count();
        if parts >= 2
            && line.chars().count() <= 180
            && line.split(['|', '•', '·']).any(|part| self.is_about(part.trim()))
        {
            return true;
        }
        if line.chars().count() > 110 || (line.chars().count() > 45 && !line.is_ascii() && line.split(' ').count() < 4)
        {
            return false;
        }
        let text = phrases::plain(line);
        let words = text.split(' ').count();
        let says_when = text.split(|c: char| !c.is_alphabetic()).any(|word| TIMES.contains(&word));
        let is_date = words <= if says_when { 14 } else { 10 }
            && (dates::written(&text, false).is_some() || dates::written(&text, true).is_some());
        let is_time = words <= 8
            && text.contains(|c: char| c.is_ascii_digit())
            && text.split(|c: char| !c.is_alphabetic()).any(|word| TIMES.contains(&word));
        let is_byline = self.known.byline.is_some_and(|by| {
            let by = phrases::plain(by);
            let names = by.split([',', '&']).map(str::trim).filter(|name| name.len() > 4);
            text == by
                || (words <= 14
                    && !ends_sentence(line)
                    && names
                        .into_iter()
                        .any(|name| text.starts_with(name) || (text.contains(name) && byline::begins(&text))))
        });
        is_date || is_time || is_byline || says_by(line)
    }

    /// What stands after the last prose and is not text.
    fn tail(&mut self) {
        let leaves = self.leaves();
        for leaf in leaves.into_iter().rev() {
            let node = &self.outline.nodes[leaf];
            let line = self.outline.line(leaf);
            let plain = phrases::plain(&line);
            let outer_about = self.outline.around(leaf).take(3).take_while(|outer| *outer > self.root).any(|outer| {
                self.outline.nodes[outer].signs.about && self.outline.nodes[outer].prose * 100 <= self.prose() * PART
            });
            let in_figure = self.is_apart(leaf);
            if in_figure {
                continue;
            }
            // A note in italics at the end is about the author or the paper, when it is not the whole text that is set so.
            let is_note = node.italic * 10 >= node.chars * 9
                && node.chars < 500
                && (node.linked > 0 || line.contains('@'))
                && self.outline.nodes[self.root].italic * 2 < self.outline.nodes[self.root].chars
                && !["appeared", "published", "translat", "erschien", "übersetz", "traduit", "traduc"]
                    .iter()
                    .any(|word| plain.contains(word));
            let is_about = (node.signs.about || outer_about) && node.chars < 300;
            let reason = if is_about || is_note || self.is_bio(&plain, &line) {
                Some(Reason::Author)
            } else if node.link_share() > 60 && node.chars < 300 {
                Some(Reason::Related)
            } else if plain.is_empty()
                || (plain.chars().count() <= 4 && !line.chars().any(char::is_lowercase) && line.is_ascii())
                || line.starts_with('©')
                || line.starts_with("(c)")
                || self.is_about(&line)
            {
                Some(Reason::Other)
            } else {
                None
            };
            match reason {
                Some(reason) => self.cut(leaf, reason),
                None if node.prose > 0 || node.chars > 60 => break,
                None => {}
            }
        }
    }

    /// Whether a paragraph at the end tells who the author is.
    fn is_bio(&self, plain: &str, line: &str) -> bool {
        if plain.chars().count() > 600 {
            return false;
        }
        let named = self.known.byline.is_some_and(|by| {
            by.split([',', '&']).any(|name| {
                let name = phrases::plain(name);
                name.len() > 4 && plain.starts_with(&name)
            })
        });
        let tells = [
            " is a ",
            " is an ",
            " is the ",
            " writes ",
            " covers ",
            " is based ",
            " reports ",
            " ist ",
            " arbeitet ",
            " schreibt ",
            " est ",
            " es ",
            " é ",
            " è ",
            "follow ",
            "@",
            " can be reached",
            " contributed to ",
        ];
        named && (line.contains('@') || tells.iter().any(|tell| format!("{plain} ").contains(tell)))
    }

    /// Paragraphs that the page does not state as text where it states nearly all others.
    fn unstated(&mut self) {
        let Some(stated) = self.stated else { return };
        let is_paragraph = |index: &usize| {
            matches!(self.outline.nodes[*index].kind, Kind::Paragraph | Kind::Box)
                && !self.outline.around(*index).take_while(|outer| *outer > self.root).any(|outer| {
                    matches!(
                        self.outline.nodes[outer].kind,
                        Kind::List | Kind::Quote | Kind::Table | Kind::Figure | Kind::Definitions
                    )
                })
        };
        let leaves: Vec<usize> = self.leaves().into_iter().filter(is_paragraph).collect();
        let all: usize = leaves.iter().map(|leaf| self.outline.nodes[*leaf].chars).sum();
        let known: usize =
            leaves.iter().filter(|leaf| stated[**leaf]).map(|leaf| self.outline.nodes[*leaf].chars).sum();
        if known * 100 < all * 85 {
            return;
        }
        let Some(first) = leaves.iter().position(|leaf| stated[*leaf]) else { return };
        for leaf in leaves.into_iter().skip(first).filter(|leaf| !stated[*leaf]) {
            let node = &self.outline.nodes[leaf];
            if node.chars < 400 {
                let reason = if node.linked * 3 > node.chars { Reason::Related } else { Reason::Other };
                self.cut(leaf, reason);
            }
        }
    }

    /// Rules drawn in characters, and lines that announce what was cut: "More:".
    fn scraps(&mut self) {
        let left = self.leaves();
        for (at, leaf) in left.iter().copied().enumerate() {
            let node = &self.outline.nodes[leaf];
            if node.chars > 80
                || self.outline.is_within(leaf, Kind::Figure)
                || matches!(node.kind, Kind::Cell | Kind::Pre)
            {
                continue;
            }
            let line = self.outline.line(leaf);
            if !line.chars().any(char::is_alphanumeric) {
                self.cut(leaf, Reason::Repeated);
            } else if line.ends_with([':', '：']) && node.prose == 0 {
                let next = left.get(at + 1).copied().unwrap_or(self.outline.nodes[self.root].end);
                let cut_between = (self.outline.nodes[leaf].end..next).find(|between| self.cuts[*between].is_some());
                if cut_between.is_some_and(|between| self.cuts[between] == Some(Reason::Related))
                    || (at + 1 == left.len() && cut_between.is_some())
                {
                    self.cut(leaf, Reason::Related);
                }
            }
        }
    }

    /// Headings with nothing under them.
    fn lone_headings(&mut self) {
        let mut after_nothing = true;
        for index in self.left().into_iter().rev() {
            let node = &self.outline.nodes[index];
            if node.kind == Kind::Heading && node.chars > 0 && after_nothing && self.prose() > 0 {
                if node.chars > 80 || ends_sentence(&self.outline.line(index)) {
                    return;
                }
                self.cut(index, Reason::Other);
            } else if matches!(node.kind, Kind::Image | Kind::Embed)
                || (node.kind == Kind::Text && node.chars > 0 && !self.outline.is_within(index, Kind::Heading))
            {
                after_nothing = false;
            }
        }
    }
}

/// Whether any words are left.
pub(crate) fn leaves_any(outline: &Outline<'_>, root: usize, cuts: &Cuts) -> bool {
    let mut next = root;
    while next < outline.nodes[root].end {
        let node = &outline.nodes[next];
        if cuts[next].is_some() {
            next = node.end;
        } else if node.kind == Kind::Text && node.chars > 0 {
            return true;
        } else {
            next += 1;
        }
    }
    false
}

/// "14 photos".
fn is_count(plain: &str) -> bool {
    let Some((number, what)) = plain.split_once(' ') else { return false };
    number.chars().all(|c| c.is_ascii_digit())
        && ["bilder", "comments", "fotos", "images", "kommentare", "photos", "pictures", "shares", "videos"]
            .contains(&what)
}

fn ends_sentence(line: &str) -> bool {
    line.ends_with(['.', ':', '?', '!', '"', '”', '…', '。', '」', '»', '’', ')'])
}

/// Whether a short line is "By" and names: most of its words begin with a capital.
fn says_by(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    let capitals = words.iter().skip(1).filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count();
    (2..=9).contains(&words.len())
        && byline::begins(&line.to_lowercase())
        && capitals * 3 >= (words.len() - 1) * 2
        && !line.ends_with(['.', ':', '?'])
}

/// What tells a kind of block from others on its site: its element and names. Empty where it has no names, for then it is
/// told by nothing but its words.
pub(crate) fn mark(outline: &Outline<'_>, index: usize) -> String {
    let node = &outline.nodes[index];
    if node.is_line() {
        return String::new();
    }
    let class = node.at.class().unwrap_or_default();
    let is_name = |name: &&str| !name.contains(|c: char| c.is_ascii_digit()) && name.len() < 60;
    let names: Vec<&str> = class.split_ascii_whitespace().filter(is_name).take(4).collect();
    if names.is_empty() { String::new() } else { format!("{}.{}", node.tag, names.join(".")) }
}
