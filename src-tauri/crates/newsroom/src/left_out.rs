//! What was left out of an article's page, and what the reader put back of it. The text in the library stays as it was
//! extracted; what was put back is added when it is shown, so that it can be taken out again.

use article::{LeftOut, Provenance, SafeHtml};
use library::{Article, ArticleId, Origin, SourceId};
use sha2::{Digest as _, Sha256};

use crate::refresh::hex;
use crate::wire::{ArticleView, FoundField, LeftOutView, SourcePage};
use crate::{Failure, Newsroom, entries, saving};

/// The field that tells from which program's file an article was taken in.
pub(crate) const FILE: &str = "file";

/// Characters of a block that are kept with its mark, for the list of what was put back.
const REMEMBERED: usize = 80;

/// How an article came out of its page, as the library keeps it; none where there is nothing to say.
pub(crate) fn kept(mut provenance: Provenance) -> Option<String> {
    for block in &mut provenance.left_out {
        if block.mark.is_empty() {
            // Known by its words alone: it is put back wherever it says the same.
            block.mark = format!("text:{}", hex(&Sha256::digest(&block.text)[..16]));
        }
    }
    let says = !(provenance.fields.is_empty() && provenance.left_out.is_empty());
    says.then(|| serde_json::to_string(&provenance).ok()).flatten()
}

/// How an article came out of its page.
pub(crate) fn provenance(article: &Article) -> Provenance {
    article.provenance.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

/// An article whose text is the feed's, without what its publisher puts around it. This is done when it is shown, not
/// when it is stored: a refresh has thousands of entries to store, and a reader opens one.
pub(crate) fn tidied(mut article: Article) -> Article {
    if article.origin != Origin::Feed || article.provenance.is_some() {
        return article;
    }
    let (html, left_out) = article::tidy(&SafeHtml::from_library(article.html.clone()), Some(&article.row.title));
    if !left_out.is_empty() {
        article.text = article::plain_text(&html);
        html.as_str().clone_into(&mut article.html);
        article.provenance = kept(Provenance { fields: Vec::new(), left_out });
    }
    article
}

/// The article with what the reader put back, as it is to be shown.
#[must_use]
pub fn with_restored(article: Article) -> Article {
    let mut article = tidied(article);
    let blocks = provenance(&article).left_out;
    let mut back: Vec<&LeftOut> = blocks.iter().filter(|block| article.kept.contains(&block.mark)).collect();
    if back.is_empty() {
        return article;
    }
    // From the end, so that the places of the others stay true; of two at one place, the first comes to stand first.
    back.sort_by_key(|block| block.before);
    let mut html = SafeHtml::from_library(std::mem::take(&mut article.html));
    for block in back.into_iter().rev() {
        html = article::restore(&html, block);
    }
    article.text = article::plain_text(&html);
    html.as_str().clone_into(&mut article.html);
    article
}

pub(crate) fn views(article: &Article, provenance: Provenance) -> (Vec<LeftOutView>, Vec<FoundField>) {
    let left_out = provenance.left_out.into_iter().enumerate();
    let left_out = left_out.filter(|(_, block)| !article.kept.contains(&block.mark)).map(|(at, block)| LeftOutView {
        block: u32::try_from(at).unwrap_or(u32::MAX),
        reason: serde_json::to_value(block.reason)
            .ok()
            .and_then(|reason| reason.as_str().map(str::to_owned))
            .unwrap_or_else(|| "other".to_owned()),
        html: article::rewrite_images(&block.html, &mut |url| Some(format!("image:{}", library::image_key(url)))),
        text: block.text,
    });
    let fields = provenance.fields.into_iter().map(|found| FoundField { field: found.field, way: found.way });
    (left_out.collect(), fields.collect())
}

impl Newsroom {
    /// Puts a block back that was left out of an article, here and in whatever else its source publishes.
    ///
    /// # Errors
    /// `not-found` for a block that is none.
    pub async fn restore_block(&self, id: i64, block: u32) -> Result<ArticleView, Failure> {
        self.change_library(move |library, now| {
            let article = tidied(library.article(ArticleId::new(id))?);
            let mut blocks = provenance(&article).left_out.into_iter();
            let block = usize::try_from(block).ok().and_then(|at| blocks.nth(at)).ok_or_else(|| {
                Failure::new(
                    "not-found",
                    format!("Block {block}"),
                    "no such block was left out of this article",
                    "look at the list of what was left out again",
                )
            })?;
            let source = library.source_of(article.row.id)?;
            library.expect_images(&entries::pictures(None, block.html.as_str()))?;
            let beginning: String = block.text.chars().take(REMEMBERED).collect();
            let mark = match &article.row.url {
                Some(url) if saving::known_shelf(library)? == Some(source) => library::mark_at(&block.mark, url),
                _ => block.mark,
            };
            Ok(library.keep_mark(source, &mark, &beginning, now)?)
        })
        .await?;
        self.article(id).await
    }

    /// Leaves blocks out again that [`Newsroom::restore_block`] put back.
    ///
    /// # Errors
    /// `not-found` when there is no such source.
    pub async fn forget_restored(&self, source: i64, mark: String) -> Result<SourcePage, Failure> {
        self.change_library(move |library, _| Ok(library.forget_mark(SourceId::new(source), &mark)?)).await?;
        self.source_page(source).await
    }
}
