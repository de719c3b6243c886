//! Reading: lists, one article, its full text, what the reader marks, and search.

use fetch::{Kind, Validators};
use library::{Article, ArticleId, ListQuery, NewArticle};
use url::Url;

use crate::wire::{ArticleCard, ArticlePage, ArticleQuery, ArticleView, Change, ScopeRef, SearchHit};
use crate::{Event, Failure, Newsroom, blocking, entries, lock, views};

impl Newsroom {
    pub(crate) async fn articles(&self, query: ArticleQuery) -> Result<ArticlePage, Failure> {
        let scope = views::scope(query.scope)?;
        let limit = usize::try_from(query.limit.clamp(1, 500)).unwrap_or(100);
        let query = ListQuery {
            scope,
            unread: query.unread_only,
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

    pub(crate) async fn article(&self, id: i64) -> Result<ArticleView, Failure> {
        let id = ArticleId::new(id);
        let asked = lock(&self.0.asked_pages).contains(&id);
        self.with_library(move |library, _| Ok(views::article(library.article(id)?, asked))).await
    }

    /// The article, with the text of its page where that says more than the feed did.
    ///
    /// # Errors
    /// `not-found`, or why the page could not be fetched; the article stays as it was.
    pub async fn full_text(&self, id: i64) -> Result<ArticleView, Failure> {
        self.fetch_full_text(ArticleId::new(id)).await?;
        self.article(id).await
    }

    /// Asks the article's page once a session and keeps what it says, when that is more.
    pub(crate) async fn fetch_full_text(&self, id: ArticleId) -> Result<(), Failure> {
        let article = self.with_library(move |library, _| Ok(library.article(id)?)).await?;
        let asked = lock(&self.0.asked_pages).contains(&id);
        if !views::article(article.clone(), asked).excerpt_only {
            return Ok(());
        }
        let Some(url) = article.row.url.as_deref().and_then(|url| Url::parse(url).ok()) else { return Ok(()) };
        let page = match self.page(&url, &article).await {
            Ok(page) => page,
            Err(failure) => {
                if is_final(&failure) {
                    lock(&self.0.asked_pages).insert(id);
                }
                return Err(failure);
            }
        };
        lock(&self.0.asked_pages).insert(id);
        if page.text.chars().count() > article.text.chars().count() {
            self.change_library(move |library, now| {
                library.expect_images(&entries::pictures(page.lead_image.as_deref(), &page.html))?;
                library.replace_body(id, page, now)?;
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    /// The page of an article known from its feed. What the feed said of it and the page does not say is kept.
    async fn page(&self, url: &Url, known: &Article) -> Result<NewArticle, Failure> {
        let response = self.ask(url, kind_of_page(url, &known.row.feed), &Validators::default()).await?;
        let row = known.row.clone();
        let (lang, updated) = (known.lang.clone(), known.updated);
        blocking(move || {
            let html = fetch::decode(&response.bytes, response.content_type.as_deref());
            let page = article::extract(&html, Some(&response.final_url));
            let known = NewArticle {
                guid: row.guid,
                url: row.url,
                title: row.title,
                deck: row.deck,
                section: row.section,
                author: row.author,
                published: Some(row.published),
                updated,
                lang,
                lead_image: row.lead_image,
                ..NewArticle::default()
            };
            entries::from_page_of(page, &response.final_url, known)
        })
        .await
    }

    pub(crate) async fn set_read(&self, ids: Vec<i64>, read: bool) -> Result<(), Failure> {
        let ids: Vec<ArticleId> = ids.into_iter().map(ArticleId::new).collect();
        self.change_library(move |library, now| Ok(library.set_read(&ids, read, now)?)).await
    }

    pub(crate) async fn mark_all_read(&self, scope: ScopeRef) -> Result<Change, Failure> {
        let scope = views::scope(scope)?;
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
                library.untag(id, &tag, now)?;
            }
            Ok(views::card(library.article(id)?.row))
        })
        .await
    }

    pub(crate) async fn add_highlight(
        &self,
        id: i64,
        text: String,
        note: Option<String>,
    ) -> Result<ArticleView, Failure> {
        self.change_library(move |library, now| {
            Ok(library.highlight(ArticleId::new(id), &text, note.as_deref(), now)?)
        })
        .await?;
        self.article(id).await
    }

    pub(crate) async fn search(&self, query: String, limit: u32) -> Result<Vec<SearchHit>, Failure> {
        let limit = usize::try_from(limit.clamp(1, 500)).unwrap_or(100);
        self.with_library(move |library, _| {
            let hits = library.search(&query, limit)?;
            Ok(hits.into_iter().map(|hit| SearchHit { article: views::card(hit.row), snippet: hit.snippet }).collect())
        })
        .await
    }

    pub(crate) fn announce_change(&self) {
        self.announce(Event::Changed);
    }
}

/// Whether asking again within the session would only bring the same answer.
pub(crate) fn is_final(failure: &Failure) -> bool {
    matches!(
        failure.code.as_str(),
        "forbidden" | "gone" | "http" | "not-found" | "private-address" | "too-large" | "unsupported"
    )
}

/// A page on its feed's own host is as trusted as the feed, which a person chose; any other is only linked to.
pub(crate) fn kind_of_page(page: &Url, feed: &str) -> Kind {
    match Url::parse(feed) {
        Ok(feed) if feed.host() == page.host() || fetch::names_private_host(&feed) => Kind::Document,
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
        assert_eq!(kind("http://127.0.0.1:8/a", "http://127.0.0.1:9/feed"), Kind::Document);
    }
}
