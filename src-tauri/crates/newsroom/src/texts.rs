//! Which of an article's texts is shown, and what was left out of it.

use crate::wire::{ArticleView, SourcePage};
use crate::{Failure, Newsroom};

impl Newsroom {
    pub(crate) async fn show_text(&self, id: i64, which: &str) -> Result<ArticleView, Failure> {
        if which == "page" { self.full_text(id).await } else { self.article(id).await }
    }

    pub(crate) async fn restore_block(&self, id: i64, _block: u32) -> Result<ArticleView, Failure> {
        self.article(id).await
    }

    pub(crate) async fn set_source_text(&self, id: i64, _mode: &str) -> Result<SourcePage, Failure> {
        self.source_page(id).await
    }

    pub(crate) async fn forget_restored(&self, source: i64, _mark: String) -> Result<SourcePage, Failure> {
        self.source_page(source).await
    }
}
