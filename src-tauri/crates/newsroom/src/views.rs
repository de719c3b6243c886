//! The library's rows, made into what faces show.

use article::SafeHtml;
use jiff::Timestamp;
use library::{ArticleId, ArticleRow, Library, Order, Origin, Scope, Source, SourceId};

use crate::wire::{
    AlsoIn, ArticleCard, ArticleView, Cited, Failure, SavedOrder, ScopeKind, ScopeRef, SourceKind, SourceView,
};
use crate::{entries, left_out, marks, offline, sample, saving, searching, source_page, texts};

pub(crate) fn source(source: Source) -> SourceView {
    let kind = if source.url.starts_with(sample::SCHEME) {
        SourceKind::Sample
    } else if source.kind == library::SourceKind::Page {
        SourceKind::Page
    } else {
        SourceKind::Feed
    };
    SourceView {
        state: source_page::state(&source).to_owned(),
        quiet: source.quiet,
        notify: source.notify,
        id: source.id.get(),
        kind,
        url: source.url,
        site_url: source.site_url,
        title: source.title,
        folder: source.folder,
        unread: source.unread,
        last_ok: source.last_ok.map(|time| time.to_string()),
        next_due: source.next_due.map(|time| time.to_string()),
        failures: source.failures,
        error: source.error,
        error_code: source.error_code,
    }
}

pub(crate) fn card(row: ArticleRow) -> ArticleCard {
    ArticleCard {
        id: row.id.get(),
        source_id: row.source.map(SourceId::get),
        source_title: row.source_title,
        title: row.title,
        deck: row.deck,
        section: row.section,
        author: row.author,
        url: row.url,
        published: row.published.to_string(),
        read: row.read,
        saved: row.saved,
        saved_at: row.saved_at.map(|time| time.to_string()),
        archived: row.archived,
        minutes: row.minutes,
        link_only: row.link_only,
        tags: row.tags,
        picture: row.lead_image.as_deref().map(library::image_key),
        folded: row.folded.map(ArticleId::get),
        also_in: row
            .also_in
            .into_iter()
            .map(|one| AlsoIn { id: one.id.get(), source_title: one.source_title })
            .collect(),
    }
}

/// An article, ready to be shown. `fetching` tells whether its page is being asked just now.
pub(crate) fn article(
    library: &Library,
    id: ArticleId,
    fetching: bool,
    now: Timestamp,
) -> Result<ArticleView, Failure> {
    let (article, texts) = (left_out::tidied(library.article(id)?), library.texts(id)?);
    let offline = offline::state(library, &article, &texts, now)?;
    let (left_out, fields) = left_out::views(&article, left_out::provenance(&article));
    let article = left_out::with_restored(article);
    let highlights = marks::placed(&article);
    let mut safe = SafeHtml::from_library(article.html);
    // A page's introduction is the first paragraph of its text; here it stands above it as the deck.
    let lifted = article.row.deck.as_deref().and_then(|deck| article::without_deck(&safe, deck));
    let is_lifted = lifted.is_some();
    safe = lifted.unwrap_or(safe);
    let shown = article::image_urls(&safe);
    let html = article::rewrite_images(&safe, &mut |url| Some(format!("image:{}", library::image_key(url))));
    let lead = article.row.lead_image.clone().filter(|lead| !shown.contains(lead));
    let from_page = article.origin == Origin::Page;
    let excerpt_only = !from_page && article.excerpt && texts::wants_page(&article.row, article.excerpt, &texts, now);
    let repeats = !is_lifted && article.row.deck.as_deref().is_some_and(|deck| begins_with(&article.text, deck));
    let file = fields.iter().find(|found| found.field == left_out::FILE).map(|found| &found.way);
    let is_seen = from_page && fields.iter().any(|found| found.field == saving::SEEN);
    let provenance = format!(
        "{} on {}{}.",
        match file {
            Some(kind) => format!("Taken in from a file ({kind})"),
            None if is_seen => "Text taken from the page as the browser showed it".to_owned(),
            None if article.row.link_only => "Saved by its address".to_owned(),
            None if from_page => "Text taken from the page fetched".to_owned(),
            None => "Text as the feed gave it, received".to_owned(),
        },
        article.fetched.strftime("%-d %B %Y, %H:%M UTC"),
        if article.revisions > 1 { format!(", revision {}", article.revisions) } else { String::new() },
    );
    let mut view = ArticleView {
        texts: texts::states(article.origin, &article.text, article.excerpt, texts, fetching),
        left_out,
        fields,
        offline,
        breadcrumbs: article.breadcrumbs,
        dir: article::direction(article.lang.as_deref(), &article.text).to_owned(),
        lang: article.lang,
        html,
        caption: article.caption,
        credit: article.credit,
        lead_picture: lead.as_deref().map(library::image_key),
        cited: article.cited.into_iter().map(|(name, url)| Cited { name, url }).collect(),
        highlights,
        updated: article.updated.map(|time| time.to_string()),
        origin: if from_page { "page" } else { "feed" }.to_owned(),
        excerpt_only,
        provenance,
        card: card(article.row),
    };
    // Of what is shown, with all that was put back; the list has it of what is stored.
    view.card.minutes = (!article.text.is_empty()).then(|| article::reading_minutes(&article.text));
    if repeats {
        view.card.deck = None;
    }
    Ok(view)
}

/// Whether `deck` is only the beginning of `text`, so that showing both would say it twice.
fn begins_with(text: &str, deck: &str) -> bool {
    let words = |text: &str| {
        text.split_whitespace().take(8).map(|word| word.trim_end_matches('…').to_owned()).collect::<Vec<_>>()
    };
    let deck_words = words(&entries::cut(deck));
    !deck_words.is_empty() && words(text).starts_with(&deck_words)
}

/// The order of a list; every one but those of what is saved has the usual one.
pub(crate) fn order(order: Option<SavedOrder>, scope: &Scope) -> Order {
    match order.filter(|_| matches!(scope, Scope::Saved | Scope::Archived)) {
        None => Order::Published,
        Some(SavedOrder::Newest) => Order::Newest,
        Some(SavedOrder::Oldest) => Order::Oldest,
        Some(SavedOrder::Shortest) => Order::Shortest,
        Some(SavedOrder::Longest) => Order::Longest,
        Some(SavedOrder::Source) => Order::Source,
    }
}

/// `now` is what dates of a search are counted from.
pub(crate) fn scope(scope: ScopeRef, now: Timestamp) -> Result<Scope, Failure> {
    let missing = |what: &str| Failure::new("invalid", "The list", format!("it names no {what}"), "reload the window");
    Ok(match scope.kind {
        ScopeKind::All => Scope::All,
        ScopeKind::Unread => Scope::Unread,
        ScopeKind::Saved => Scope::Saved,
        ScopeKind::Archived => Scope::Archived,
        ScopeKind::Hidden => Scope::Hidden,
        ScopeKind::Source => Scope::Source(SourceId::new(scope.id.ok_or_else(|| missing("source"))?)),
        ScopeKind::Folder => Scope::Folder(scope.name.ok_or_else(|| missing("folder"))?),
        ScopeKind::Tag => Scope::Tag(scope.name.ok_or_else(|| missing("tag"))?),
        ScopeKind::Search => {
            let typed = scope.name.ok_or_else(|| missing("search"))?;
            Scope::Search(query::Query::read(&typed, &searching::clock(now)).0)
        }
    })
}
