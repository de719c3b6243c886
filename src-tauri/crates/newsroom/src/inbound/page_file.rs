//! A page that lies in a file: its article goes onto the shelf, with the text it has.

use article::Extracted;
use library::NewArticle;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::refresh::hex;
use crate::wire::ArticleCard;
use crate::{Failure, Newsroom, blocking, entries, saving};

/// As far as a text is looked at to see that it is a page.
const HEAD: usize = 2048;

impl Newsroom {
    /// Saves the article of a page; none when these bytes are no page. An article that is here already is the one that is
    /// saved. Says whether it was saved before.
    ///
    /// # Errors
    /// `no-article` when there is none in it.
    pub(super) async fn save_page_file(
        &self,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Option<(ArticleCard, bool)>, Failure> {
        let digest = hex(&Sha256::digest(&bytes));
        let read = blocking(move || {
            let html = fetch::decode(&bytes, None);
            is_page(&html).then(|| {
                let address = article::own_address(&html);
                (article::extract(&html, address.as_ref()), address)
            })
        });
        let Some((page, address)) = read.await? else { return Ok(None) };
        if page.text.chars().count() < saving::LEAST_CHARS {
            return Err(Failure::new(
                "no-article",
                format!("Opening {name}"),
                "no article was found on the page",
                "open it in the browser",
            ));
        }
        if let Some(known) = self.known_at(address.iter().cloned().collect()).await? {
            let already = self.with_library(move |library, _| Ok(library.article(known)?.row.saved)).await?;
            return Ok(Some((self.save_now(known.get()).await?, already)));
        }
        let article = made(page, address, name, &digest)?;
        let (id, already) = self
            .change_library(move |library, now| {
                let shelf = saving::shelf(library, now)?;
                let guid = article.guid.clone();
                let known = library.find_article(shelf, &guid)?;
                let already = known.map(|id| library.article(id)).transpose()?.is_some_and(|known| known.row.saved);
                library.store_articles(shelf, vec![article], now)?;
                Ok((library.find_article(shelf, &guid)?, already))
            })
            .await?;
        let id =
            id.ok_or_else(|| Failure::new("internal", "The page", "it was stored and not found again", "try again"))?;
        Ok(Some((self.save_now(id.get()).await?, already)))
    }
}

/// Without an address it is known by its bytes: the same file once more is the same article.
fn made(page: Extracted, address: Option<Url>, name: &str, digest: &str) -> Result<NewArticle, Failure> {
    if let Some(url) = address {
        return Ok(entries::from_page(page, url.to_string(), &url));
    }
    let nowhere = Url::parse(saving::SHELF)
        .map_err(|error| Failure::new("internal", format!("Opening {name}"), error.to_string(), "try again"))?;
    let is_named = page.title.as_deref().is_some_and(|title| !title.trim().is_empty());
    let article = entries::from_page(page, format!("file:{digest}"), &nowhere);
    let title = if is_named { article.title } else { name.to_owned() };
    Ok(NewArticle { title, url: None, ..article })
}

fn is_page(html: &str) -> bool {
    let end = (0..=HEAD.min(html.len())).rev().find(|at| html.is_char_boundary(*at)).unwrap_or_default();
    let head = html[..end].to_ascii_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with('<')
        && ["<html", "<!doctype html", "<head", "<body", "<article"].iter().any(|tag| head.contains(tag))
}
