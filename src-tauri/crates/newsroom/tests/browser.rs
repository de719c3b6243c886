//! Pages that a browser hands over with what only it may have.
#![allow(clippy::unwrap_used, clippy::panic, clippy::format_collect)]

mod support;

use newsroom::PictureSize;
use support::{Page, Site, hits, open, page, picture};
use url::Url;

#[tokio::test]
async fn a_page_is_kept_with_the_pictures_that_come_with_it_and_asks_nobody() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let (address, shown) =
        (Url::parse(&site.url("/members/a")).unwrap(), Url::parse(&site.url("/members/a.jpg")).unwrap());
    assert!(!newsroom.is_saved_at(address.clone()).await.unwrap());
    let html = page("For members", shown.as_str());
    let card = newsroom.take_page(address.as_str(), Some("For members"), &html).await.unwrap();
    assert!(card.saved && newsroom.is_saved_at(address.clone()).await.unwrap());

    let unasked = newsroom.give_picture(&address, "image/jpeg".to_owned(), picture(9, 800)).await;
    assert!(!unasked.unwrap(), "no article shows a picture of that address");
    let broken = newsroom.give_picture(&shown, "image/jpeg".to_owned(), b"no picture".to_vec()).await;
    assert_eq!(broken.unwrap_err().code, "unsupported");
    assert!(newsroom.give_picture(&shown, "image/jpeg".to_owned(), picture(9, 800)).await.unwrap());
    assert!(newsroom.give_picture(&shown, "image/jpeg".to_owned(), b"what is here stays".to_vec()).await.unwrap());

    let (whole, missing) = newsroom.finish_saved(card.id).await.unwrap();
    assert!(whole && missing.is_none(), "{missing:?}");
    let kept = newsroom.picture(&library::image_key(shown.as_str()), PictureSize::Reading).await.unwrap();
    assert!(image::load_from_memory(&kept.bytes).is_ok());
    assert_eq!((hits(&site, "/members/a"), hits(&site, "/members/a.jpg")), (0, 0));
}

#[tokio::test]
async fn a_picture_that_does_not_come_is_fetched_or_told() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let card = newsroom
        .take_page(&site.url("/members/b"), None, &page("For members, too", &site.url("/members/b.jpg")))
        .await
        .unwrap();
    site.put("/members/b.jpg", Page { status: 403, ..Page::new("image/jpeg", "") });
    let (whole, missing) = newsroom.finish_saved(card.id).await.unwrap();
    assert!(!whole || missing.is_some(), "what is not here is told");
    assert!(missing.unwrap().contains("1 picture"));
}

#[tokio::test]
async fn what_was_taken_back_meanwhile_is_not_saved_again() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let html = page("Taken back", &site.url("/c.jpg"));
    let card = newsroom.take_page(&site.url("/c"), None, &html).await.unwrap();
    newsroom::commands::set_saved(&newsroom, card.id, false, None).await.unwrap();
    newsroom.finish_saved(card.id).await.unwrap();
    assert!(!newsroom.is_saved_at(Url::parse(&site.url("/c")).unwrap()).await.unwrap());
    assert_eq!(hits(&site, "/c.jpg"), 0);
}
