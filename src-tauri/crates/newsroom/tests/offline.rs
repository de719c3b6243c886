//! Pictures in the sizes a screen shows, articles that read with the network off, and the room all that takes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::format_collect)]

mod support;

use newsroom::{Newsroom, PictureSize, RefreshScope, commands};
use serde_json::{Value, json};
use support::{Page, Site, following, hits, item, page, picture};
use tokio_util::sync::CancellationToken;

async fn call(newsroom: &Newsroom, name: &str, args: Value) -> Value {
    commands::call(newsroom, name, args).await.unwrap_or_else(|failure| panic!("{name}: {failure}"))
}

async fn ids(newsroom: &Newsroom) -> Vec<Value> {
    let query = json!({"query": {"scope": {"kind": "all"}, "unreadOnly": false, "after": null, "limit": 500}});
    call(newsroom, "articles", query).await["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|card| card["id"].clone())
        .collect()
}

async fn refresh(newsroom: &Newsroom) {
    let cancel = CancellationToken::new();
    newsroom.refresh(RefreshScope { source: None, force: true }, &cancel, |_| ()).await.unwrap();
    newsroom.after_refresh(&cancel).await.unwrap();
}

/// An entry that is complete and shows these pictures.
fn showing(n: u32, pictures: &[&str]) -> String {
    let figures: String = pictures.iter().map(|path| format!("<p><img src='{path}'></p>")).collect();
    item(n, &format!("<p>All there is.</p>{figures}<p>The end.</p>"))
}

fn key(site: &Site, path: &str) -> String {
    library::image_key(&site.url(path))
}

fn size(bytes: &[u8]) -> (u32, u32) {
    let image = image::load_from_memory(bytes).unwrap();
    (image.width(), image.height())
}

#[tokio::test]
async fn a_picture_is_fetched_once_and_comes_in_two_sizes() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &showing(1, &["/a.jpg"])).await;
    site.put("/a.jpg", Page::new("image/jpeg", picture(9, 2400)));
    let key = key(&site, "/a.jpg");
    let (small, large) =
        tokio::join!(newsroom.picture(&key, PictureSize::Thumbnail), newsroom.picture(&key, PictureSize::Reading));
    assert_eq!((size(&small.unwrap().bytes), size(&large.unwrap().bytes)), ((400, 200), (1600, 800)));
    assert_eq!(hits(&site, "/a.jpg"), 1);
    assert_eq!(
        (PictureSize::of_query(Some("size=thumbnail")), PictureSize::of_query(None)),
        (PictureSize::Thumbnail, PictureSize::Reading)
    );
}

#[tokio::test]
async fn a_drawing_is_shown_as_pixels_and_markup_never() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &showing(1, &["/a.svg", "/b.png"])).await;
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='40'><script>1</script><rect width='60' height='40'/></svg>";
    site.put("/a.svg", Page::new("image/svg+xml", svg));
    site.put("/b.png", Page::new("image/png", "<html><script>1</script>"));
    let drawn = newsroom.picture(&key(&site, "/a.svg"), PictureSize::Reading).await.unwrap();
    assert_eq!((size(&drawn.bytes), drawn.media_type.as_str()), ((60, 40), "image/webp"));
    assert!(newsroom.picture(&key(&site, "/b.png"), PictureSize::Reading).await.is_err());
}

#[tokio::test]
async fn a_picture_that_failed_for_a_passing_reason_is_tried_again_later() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &showing(1, &["/a.jpg", "/gone.jpg"])).await;
    site.put("/a.jpg", Page::status(503));
    for path in ["/a.jpg", "/gone.jpg"] {
        for _ in 0..3 {
            assert!(newsroom.picture(&key(&site, path), PictureSize::Reading).await.is_err());
        }
        assert_eq!(hits(&site, path), 1, "not at every look");
    }
    let stored = |path: &str| newsroom.library().image(&key(&site, path)).unwrap().unwrap();
    let later = newsroom.now() + jiff::SignedDuration::from_mins(2);
    assert!(!stored("/a.jpg").rests(later) && stored("/gone.jpg").rests(later));
}

#[tokio::test]
async fn an_article_marked_offline_reads_with_the_network_off_and_says_what_is_missing() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &item(1, "Ferries waited while the harbour stayed closed […]")).await;
    site.put("/articles/1", Page::new("text/html", page("Headline 1", "/quay.jpg")));
    let id = ids(&newsroom).await[0].clone();
    let before = call(&newsroom, "article", json!({"id": id})).await;
    assert_eq!(before["offline"], json!({"kept": false, "whole": false, "missing": 0, "message": null}));
    site.put("/quay.jpg", Page::status(503));
    let marked = call(&newsroom, "set_offline", json!({"id": id, "on": true})).await;
    assert_eq!(marked["offline"]["missing"], 1);
    assert_eq!(marked["offline"]["message"], "Missing: 1 of 1 picture; tried again after the next refresh.");
    assert!(!before["html"].as_str().unwrap().contains("crews") && marked["html"].as_str().unwrap().contains("crews"));
    site.put("/quay.jpg", Page::new("image/jpeg", picture(1, 800)));
    refresh(&newsroom).await;
    let whole = call(&newsroom, "article", json!({"id": id})).await;
    assert_eq!(whole["offline"], json!({"kept": true, "whole": true, "missing": 0, "message": null}));
    for path in ["/f", "/articles/1", "/quay.jpg"] {
        site.put(path, Page::status(500));
    }
    let lead = whole["leadPicture"].as_str().unwrap();
    assert_eq!(size(&newsroom.picture(lead, PictureSize::Reading).await.unwrap().bytes), (800, 400));
    assert_eq!(newsroom.offline_report().unwrap(), (1, vec![]));
    let undone = call(&newsroom, "set_offline", json!({"id": id, "on": false})).await;
    assert_eq!(undone["offline"]["kept"], false);
}

#[tokio::test]
async fn a_damaged_picture_of_an_offline_article_is_seen_and_fetched_anew() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &showing(1, &["/a.jpg"])).await;
    site.put("/a.jpg", Page::new("image/jpeg", picture(1, 900)));
    let id = ids(&newsroom).await[0].clone();
    call(&newsroom, "set_offline", json!({"id": id, "on": true})).await;
    let file = newsroom.library().image(&key(&site, "/a.jpg")).unwrap().unwrap().reading.unwrap().path;
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, vec![0; whole.len()]).unwrap();
    let (count, lacking) = newsroom.offline_report().unwrap();
    assert_eq!((count, lacking.len()), (0, 1));
    call(&newsroom, "set_offline", json!({"id": id, "on": true})).await;
    assert_eq!((std::fs::read(&file).unwrap(), hits(&site, "/a.jpg")), (whole, 2));
}

#[tokio::test]
async fn saved_articles_are_kept_offline_unless_the_reader_decides_otherwise() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &(showing(2, &["/a.jpg"]) + &showing(1, &["/b.jpg"]))).await;
    for path in ["/a.jpg", "/b.jpg"] {
        site.put(path, Page::new("image/jpeg", picture(1, 900)));
    }
    let ids = ids(&newsroom).await;
    newsroom.save_now(ids[0].as_i64().unwrap()).await.unwrap();
    let mut settings = call(&newsroom, "settings", json!({})).await;
    assert_eq!((settings["savedOffline"].as_bool(), settings["pictureLimitMb"].as_u64()), (Some(true), Some(2048)));
    settings["savedOffline"] = json!(false);
    call(&newsroom, "set_settings", json!({"settings": settings})).await;
    newsroom.save_now(ids[1].as_i64().unwrap()).await.unwrap();
    refresh(&newsroom).await;
    assert_eq!((hits(&site, "/a.jpg"), hits(&site, "/b.jpg")), (1, 0));
}

#[tokio::test]
async fn pictures_over_the_limit_go_but_not_those_of_articles_that_are_kept() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &(showing(2, &["/a.jpg"]) + &showing(1, &["/b.jpg"]))).await;
    // Noise packs badly: two of these are more than the least limit there is.
    let mut seed = 1_u32;
    let noise = image::RgbImage::from_fn(1000, 1200, |_, _| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        image::Rgb([seed.to_le_bytes()[3], seed.to_le_bytes()[2], 0])
    });
    for path in ["/a.jpg", "/b.jpg"] {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let shade = image::imageops::huerotate(&noise, i32::from(path == "/b.jpg") * 90);
        shade.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
        site.put(path, Page::new("image/jpeg", bytes.into_inner()));
        newsroom.picture(&key(&site, path), PictureSize::Reading).await.unwrap();
    }
    let ids = ids(&newsroom).await;
    call(&newsroom, "add_tag", json!({"id": ids[0], "tag": "sea"})).await;
    let storage = call(&newsroom, "storage", json!({})).await;
    let bytes = |name: &str| storage[name].as_u64().unwrap();
    assert!(bytes("kept") > 0 && bytes("rest") > 0 && bytes("pictures") == bytes("kept") + bytes("rest"), "{storage}");
    assert_eq!(
        (bytes("pictureCount"), bytes("articles"), bytes("keptArticles"), bytes("limit")),
        (2, 2, 1, 2048 << 20)
    );
    let mut settings = call(&newsroom, "settings", json!({})).await;
    settings["pictureLimitMb"] = json!(0);
    let set = call(&newsroom, "set_settings", json!({"settings": settings})).await;
    assert_eq!(set["pictureLimitMb"], 1, "the least there is");
    let over = bytes("pictures") > 1 << 20;
    assert_eq!(newsroom.make_room().await.unwrap(), u64::from(over));
    assert!(over, "{storage}");
    let here = |path: &str| newsroom.library().image(&key(&site, path)).unwrap().unwrap().reading.is_some();
    assert_eq!((here("/a.jpg"), here("/b.jpg")), (true, false));
}

#[tokio::test]
async fn saving_the_address_of_a_known_article_saves_that_article() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &showing(1, &[])).await;
    let id = ids(&newsroom).await[0].clone();
    let saved = call(&newsroom, "save_address", json!({"address": site.url("/articles/1#part")})).await;
    assert_eq!((saved["id"].clone(), ids(&newsroom).await.len()), (id, 1));
}

// Named after omnivore#3017: what was saved could not be read once the network, or the service, was gone.
#[tokio::test]
async fn omnivore_3017_saved_items_are_not_available_offline() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &item(1, "Ferries waited while the harbour stayed closed […]")).await;
    site.put("/articles/1", Page::new("text/html", page("Headline 1", "/quay.jpg")));
    site.put("/quay.jpg", Page::new("image/jpeg", picture(1, 800)));
    let id = ids(&newsroom).await[0].clone();
    call(&newsroom, "set_saved", json!({"id": id, "saved": true})).await;
    refresh(&newsroom).await;
    // Saving is answered at once; what it fetches comes when it comes.
    let whole = async {
        while call(&newsroom, "article", json!({"id": id})).await["offline"]["whole"] != true {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), whole).await.unwrap();
    let server_is_gone = |site: &Site| {
        for path in ["/f", "/articles/1", "/quay.jpg"] {
            site.put(path, Page::status(410));
        }
    };
    server_is_gone(&site);
    refresh(&newsroom).await;
    let reads = |newsroom: Newsroom, id: Value| async move {
        let saved = call(&newsroom, "article", json!({"id": id})).await;
        assert_eq!(saved["offline"], json!({"kept": true, "whole": true, "missing": 0, "message": null}));
        assert!(saved["html"].as_str().unwrap().contains("crews"));
        let lead = saved["leadPicture"].as_str().unwrap();
        assert_eq!(size(&newsroom.picture(lead, PictureSize::Reading).await.unwrap().bytes), (800, 400));
    };
    reads(newsroom.clone(), id.clone()).await;
    let asked = site.hits().len();
    drop(newsroom);
    // After a restart, and after the source was unfollowed.
    let newsroom = support::open(dir.path());
    call(&newsroom, "unfollow", json!({"id": 1})).await;
    reads(newsroom, id).await;
    assert_eq!(site.hits().len(), asked, "nobody was asked for it");
}

#[tokio::test]
async fn one_damaged_article_hides_neither_what_the_others_lack_nor_what_the_library_takes() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    for path in ["/a.jpg", "/b.jpg"] {
        site.put(path, Page::status(503));
    }
    let newsroom = following(&dir, &site, &(showing(2, &["/a.jpg"]) + &showing(1, &["/b.jpg"]))).await;
    let ids = ids(&newsroom).await;
    for id in &ids {
        call(&newsroom, "set_offline", json!({"id": id, "on": true})).await;
    }
    let raw = rusqlite::Connection::open(dir.path().join("data/library.db")).unwrap();
    raw.execute("UPDATE body SET frame = zeroblob(9) WHERE article = ?1", [ids[0].as_i64()]).unwrap();
    drop(raw);
    let (_, lacking) = newsroom.offline_report().unwrap();
    assert_eq!(lacking.len(), 2, "{lacking:?}");
    assert!(lacking.iter().any(|(_, message)| message.contains("damaged")), "{lacking:?}");
    assert_eq!(call(&newsroom, "storage", json!({})).await["keptArticles"], 2);
    newsroom.make_room().await.unwrap();
    refresh(&newsroom).await;
}
