//! The words of the formats: which elements hold others, and what each of the others says.

use crate::pieces::Element;
use crate::spaces::Space;

/// Where an element stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    /// Around the feed, or somewhere that is of no interest: only a root or an entry counts here.
    Nowhere,
    Feed,
    Entry,
    /// `rank` says how much it means beside other ways to say it.
    Author {
        rank: u8,
    },
    Contributor,
    /// Of an Atom entry.
    Source,
    /// `itunes:category`, which holds others.
    Category,
    Image,
    SkipHours,
    SkipDays,
    /// `media:group` and `media:content`: their elements are the entry's.
    Media,
}

/// What an element is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// Its children mean something each.
    Holds(Within),
    Says(Field),
    Nothing,
}

/// What one text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    AuthorEmail,
    AuthorLine {
        rank: u8,
    },
    AuthorName,
    AuthorUrl,
    Category,
    Comments,
    /// The whole text; the lowest rank is taken.
    Content {
        rank: u8,
    },
    Day,
    Enclosure,
    EnclosureOriginal,
    Hour,
    Icon,
    Id,
    Image {
        rank: u8,
    },
    Keywords,
    Language,
    Link,
    LinkOriginal,
    NewFeed,
    Period,
    PeriodFrequency,
    Published {
        rank: u8,
    },
    Source,
    SourceTitle,
    Summary {
        rank: u8,
    },
    Title {
        rank: u8,
    },
    Ttl,
    Updated {
        rank: u8,
    },
}

/// Longest name that means something.
const LONGEST: usize = 24;

/// What `element` is for where it stands.
pub(crate) fn what(element: &Element<'_>, within: Within, is_atom: bool) -> What {
    if matches!(within, Within::Nowhere) || element.space == Space::Other {
        return What::Nothing;
    }
    let mut lower = [0; LONGEST];
    let Some(lower) = lower.get_mut(..element.name.len()) else { return What::Nothing };
    lower.copy_from_slice(element.name.as_bytes());
    lower.make_ascii_lowercase();
    let Ok(name) = std::str::from_utf8(lower) else { return What::Nothing };
    let space = if is_atom && element.space == Space::Atom { Space::Own } else { element.space };
    match within {
        Within::Feed | Within::Entry | Within::Media => of_thing(space, name, within, is_atom),
        Within::Author { .. } | Within::Contributor => match name {
            "name" => What::Says(Field::AuthorName),
            "email" => What::Says(Field::AuthorEmail),
            "uri" | "url" | "homepage" => What::Says(Field::AuthorUrl),
            _ => What::Nothing,
        },
        Within::Source => match name {
            "title" => What::Says(Field::SourceTitle),
            "link" => What::Says(Field::Link),
            "id" => What::Says(Field::Id),
            _ => What::Nothing,
        },
        Within::Category if space == Space::Itunes && name == "category" => What::Holds(Within::Category),
        Within::Image if name == "url" => What::Says(Field::Image { rank: 0 }),
        Within::SkipHours if name == "hour" => What::Says(Field::Hour),
        Within::SkipDays if name == "day" => What::Says(Field::Day),
        Within::Nowhere | Within::Category | Within::Image | Within::SkipHours | Within::SkipDays => What::Nothing,
    }
}

/// A child of a feed or an entry.
fn of_thing(space: Space, name: &str, within: Within, is_atom: bool) -> What {
    let in_feed = within == Within::Feed;
    match space {
        Space::Own if is_atom => own_atom(name),
        Space::Own => own_rss(name, in_feed),
        Space::Atom => atom_in_rss(name),
        Space::Itunes if name == "category" => What::Holds(Within::Category),
        Space::Itunes if name == "owner" => What::Holds(Within::Author { rank: 5 }),
        Space::Media if matches!(name, "content" | "group" | "thumbnail") => What::Holds(Within::Media),
        Space::Xhtml => match name {
            "body" | "div" => What::Says(Field::Content { rank: 1 }),
            _ => What::Nothing,
        },
        _ => extension(space, name).map_or(What::Nothing, What::Says),
    }
}

/// RFC 4287, and the words of Atom 0.3.
fn own_atom(name: &str) -> What {
    What::Says(match name {
        "author" => return What::Holds(Within::Author { rank: 0 }),
        "contributor" => return What::Holds(Within::Contributor),
        "source" => return What::Holds(Within::Source),
        "title" => Field::Title { rank: 0 },
        "link" => Field::Link,
        "id" => Field::Id,
        "category" => Field::Category,
        "summary" | "subtitle" | "tagline" => Field::Summary { rank: 0 },
        "info" => Field::Summary { rank: 5 },
        "content" => Field::Content { rank: 0 },
        "published" | "issued" => Field::Published { rank: 0 },
        "created" => Field::Published { rank: 2 },
        "updated" | "modified" => Field::Updated { rank: 0 },
        "icon" => Field::Icon,
        "logo" => Field::Image { rank: 0 },
        _ => return What::Nothing,
    })
}

/// RSS 0.90 to 2.0, CDF, and what publishers write into them.
fn own_rss(name: &str, in_feed: bool) -> What {
    What::Says(match name {
        "image" => return What::Holds(Within::Image),
        "skiphours" => return What::Holds(Within::SkipHours),
        "skipdays" => return What::Holds(Within::SkipDays),
        "title" => Field::Title { rank: 0 },
        "link" | "a" => Field::Link,
        "guid" | "id" => Field::Id,
        "description" | "abstract" => Field::Summary { rank: 0 },
        "tagline" | "subtitle" | "summary" => Field::Summary { rank: 6 },
        "body" | "div" | "fullitem" | "fulltext" | "encoded" | "content" if !in_feed => Field::Content { rank: 1 },
        "category" => Field::Category,
        "tags" | "keywords" => Field::Keywords,
        "author" | "managingeditor" => Field::AuthorLine { rank: 0 },
        "webmaster" if in_feed => Field::AuthorLine { rank: 4 },
        "pubdate" | "published" | "date" => Field::Published { rank: 0 },
        "created" => Field::Published { rank: 2 },
        "lastbuilddate" | "updated" | "modified" => Field::Updated { rank: 0 },
        "language" | "lang" => Field::Language,
        "ttl" => Field::Ttl,
        "comments" => Field::Comments,
        "enclosure" => Field::Enclosure,
        "source" => Field::Source,
        "icon" => Field::Icon,
        "logo" => Field::Image { rank: 1 },
        "thumbnail" | "thumb" | "featuredimage" => Field::Image { rank: 3 },
        _ => return What::Nothing,
    })
}

fn atom_in_rss(name: &str) -> What {
    What::Says(match name {
        "author" => return What::Holds(Within::Author { rank: 1 }),
        "link" => Field::Link,
        "category" => Field::Category,
        "content" => Field::Content { rank: 2 },
        "summary" | "subtitle" => Field::Summary { rank: 1 },
        "published" | "issued" => Field::Published { rank: 1 },
        "updated" | "modified" => Field::Updated { rank: 1 },
        "icon" => Field::Icon,
        "logo" => Field::Image { rank: 1 },
        _ => return What::Nothing,
    })
}

/// The other vocabularies, by what they add to both formats.
fn extension(space: Space, name: &str) -> Option<Field> {
    Some(match (space, name) {
        (Space::Content, "encoded") => Field::Content { rank: 0 },
        (Space::Dc | Space::DcTerms, "title") => Field::Title { rank: 1 },
        (Space::Dc, "description") | (Space::DcTerms, "description" | "abstract") => Field::Summary { rank: 2 },
        (Space::Dc | Space::DcTerms, "creator" | "author") => Field::AuthorLine { rank: 1 },
        (Space::Dc | Space::DcTerms, "subject") | (Space::Media, "category") => Field::Category,
        (Space::Dc, "date") => Field::Published { rank: 2 },
        (Space::Dc | Space::DcTerms, "issued" | "available") => Field::Published { rank: 3 },
        (Space::Dc | Space::DcTerms, "created") | (Space::DcTerms, "date") => Field::Published { rank: 4 },
        (Space::Dc | Space::DcTerms, "modified") => Field::Updated { rank: 2 },
        (Space::Dc | Space::DcTerms, "language") => Field::Language,
        (Space::FeedBurner, "origlink") => Field::LinkOriginal,
        (Space::FeedBurner, "origenclosurelink") => Field::EnclosureOriginal,
        (Space::Itunes, "title") => Field::Title { rank: 3 },
        (Space::Itunes, "author") => Field::AuthorLine { rank: 3 },
        (Space::Itunes, "summary" | "description") => Field::Summary { rank: 3 },
        (Space::Itunes, "subtitle") => Field::Summary { rank: 4 },
        (Space::Itunes, "image") => Field::Image { rank: 2 },
        (Space::Itunes | Space::Media, "keywords") => Field::Keywords,
        (Space::Itunes, "new-feed-url") => Field::NewFeed,
        (Space::Media, "title") => Field::Title { rank: 2 },
        (Space::Media, "description") => Field::Summary { rank: 1 },
        (Space::Syndication, "updateperiod") => Field::Period,
        (Space::Syndication, "updatefrequency") => Field::PeriodFrequency,
        (Space::WebFeeds, "icon") => Field::Icon,
        (Space::WebFeeds, "logo" | "cover") => Field::Image { rank: 3 },
        _ => return None,
    })
}
