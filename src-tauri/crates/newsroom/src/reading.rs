//! Reading: lists, one article, its full text, and what the reader marks.

use fetch::Kind;
use library::{ArticleId, ListQuery, Origin};
use url::Url;

use crate::wire::{ArticleCard, ArticlePage, ArticleQuery, ArticleView, Change, Folded, ScopeRef};
use crate::{Event, Failure, Newsroom, lock, saving, texts, views};

impl Newsroom {
    pub(crate) async fn articles(&self, query: ArticleQuery) -> Result<ArticlePage, Failure> {
        let scope = views::scope(query.scope, self.now())?;
        let limit = usize::try_from(query.limit.clamp(1, 500)).unwrap_or(100);
        let query = ListQuery {
            scope: scope.clone(),
            unread: query.unread_only,
            order: views::order(query.order, &scope),
            after: query.after,
            limit: Some(limit),
            ..ListQuery::default()
        };
        self.with_library(move |library, _| {
            let page = library.list(&query)?;
            Ok(ArticlePage { articles: page.rows.into_iter().map(views::card).collect(), next: page.next })
        })
        .await
    }

    /// One article to be read.
    ///
    /// # Errors
    /// `not-found` when there is no such article.
    pub async fn article(&self, id: i64) -> Result<ArticleView, Failure> {
        let id = ArticleId::new(id);
        let fetching = lock(&self.0.fetching).contains(&id);
        self.with_library(move |library, now| views::article(library, id, fetching, now)).await
    }

    /// The article, with the text of its page where that says more than the feed did.
    ///
    /// # Errors
    /// `not-found`, or why the page could not be fetched; the article stays as it was.
    pub async fn full_text(&self, id: i64) -> Result<ArticleView, Failure> {
        self.fetch_full_text(ArticleId::new(id)).await?;
        self.article(id).await
    }

    /// Asks the article's page at once, when its source's setting wants that and it was not asked yet.
    pub(crate) async fn fetch_full_text(&self, id: ArticleId) -> Result<(), Failure> {
        let wants = self
            .with_library(move |library, now| {
                let (article, texts) = (library.article(id)?, library.texts(id)?);
                let from_feed = article.origin == Origin::Feed;
                Ok(from_feed && texts::wants_page(&article.row, article.excerpt, &texts, now))
            })
            .await?;
        if wants {
            self.fetch_page(id).await.map_err(|failed| failed.failure)?;
        }
        Ok(())
    }

    pub(crate) async fn set_read(&self, ids: Vec<i64>, read: bool) -> Result<(), Failure> {
        let ids: Vec<ArticleId> = ids.into_iter().map(ArticleId::new).collect();
        self.change_library(move |library, now| Ok(library.set_read(&ids, read, now)?)).await
    }

    /// Puts saved articles away, or takes them back among what is to be read. Returns how many were not so before.
    ///
    /// # Errors
    /// `not-found` for the first that is not here; then none of them is changed.
    pub async fn set_archived(&self, ids: Vec<i64>, archived: bool) -> Result<u64, Failure> {
        let ids: Vec<ArticleId> = ids.into_iter().map(ArticleId::new).collect();
        self.change_library(move |library, now| Ok(library.set_archived(&ids, archived, now)?)).await
    }

    pub(crate) async fn mark_all_read(&self, scope: ScopeRef) -> Result<Change, Failure> {
        let scope = views::scope(scope, self.now())?;
        self.change_library(move |library, now| {
            let change = library.mark_all_read(&scope, None, now)?;
            Ok(Change { change: change.id, count: change.count })
        })
        .await
    }

    pub(crate) async fn undo_mark_all_read(&self, change: i64) -> Result<(), Failure> {
        self.change_library(move |library, _| Ok(library.undo_mark_all_read(change)?)).await
    }

    pub(crate) async fn set_tag(&self, id: i64, tag: String, on: bool) -> Result<ArticleCard, Failure> {
        let id = ArticleId::new(id);
        self.change_library(move |library, now| {
            if on {
                library.tag(id, &tag, now)?;
            } else {
                library.untag(id, &tag)?;
            }
            Ok(views::card(library.article(id)?.row))
        })
        .await
    }

    /// Folds an article under another one by hand; gives the one on top.
    ///
    /// # Errors
    /// `not-found` when one of them is not here, `invalid` when both are in one fold already.
    pub async fn fold(&self, id: i64, under: i64) -> Result<ArticleCard, Failure> {
        self.change_library(move |library, _| {
            let top = library.fold(ArticleId::new(id), ArticleId::new(under))?;
            Ok(views::card(library.article(top)?.row))
        })
        .await
    }

    /// Takes an article out of its fold, or all of them out of the fold it leads.
    ///
    /// # Errors
    /// `not-found` when it is in no fold.
    pub async fn unfold(&self, id: i64) -> Result<Vec<Folded>, Failure> {
        self.change_library(move |library, _| {
            let id = ArticleId::new(id);
            let folded = match library.unfold(id) {
                Err(library::LibraryError::NotFound { .. }) if library.article(id).is_ok() => {
                    let todo = "see with `standfirst show` which articles it is also in";
                    return Err(Failure::new("not-found", format!("Unfolding {id}"), "it is in no fold", todo));
                }
                unfolded => unfolded?,
            };
            Ok(folded.into_iter().map(|one| Folded { id: one.id.get(), under: one.under.get() }).collect())
        })
        .await
    }

    pub(crate) fn announce_change(&self) {
        self.announce(Event::Changed);
    }
}

/// A page on its feed's own host is as trusted as the feed, which a person chose; any other is only linked to.
pub(crate) fn kind_of_page(page: &Url, feed: &str) -> Kind {
    match Url::parse(feed) {
        Ok(feed) if feed.host() == page.host() || fetch::names_private_host(&feed) => Kind::Document,
        // What the reader saved of their own network is theirs.
        Ok(feed) if feed.as_str() == saving::SHELF && fetch::names_private_host(page) => Kind::Document,
        _ => Kind::Linked,
    }
}

#[cfg(test)]
mod tests {
    use super::kind_of_page;
    use fetch::Kind;
    use url::Url;

    #[test]
    fn a_public_feed_does_not_lead_into_the_readers_network() {
        let kind = |page: &str, feed| kind_of_page(&Url::parse(page).unwrap(), feed);
        assert_eq!(kind("http://192.168.1.1/reboot", "https://news.example/feed"), Kind::Linked);
        assert_eq!(kind("https://other.example/a", "https://news.example/feed"), Kind::Linked);
        assert_eq!(kind("https://news.example/a", "https://news.example/feed"), Kind::Document);
        assert_eq!(kind("http://192.168.1.9/wiki", "standfirst:saved"), Kind::Document);
        assert_eq!(kind("https://news.example/a", "standfirst:saved"), Kind::Linked);
        assert_eq!(kind("http://127.0.0.1:8/a", "http://127.0.0.1:9/feed"), Kind::Document);
    }
}
