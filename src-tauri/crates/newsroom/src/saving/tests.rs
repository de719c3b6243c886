use jiff::SignedDuration;
use library::ArticleId;
use url::Url;

use super::links::Link;
use crate::{Newsroom, Options};

fn open(dir: &tempfile::TempDir) -> Newsroom {
    Newsroom::open(Options { keyring: false, ..Options::new(Some(dir.path().to_owned())) }).unwrap()
}

fn page(title: &str, words: &str) -> String {
    let text = format!("<p>{}</p>", words.repeat(12)).repeat(6);
    format!("<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>")
}

async fn link(newsroom: &Newsroom, address: &str) -> ArticleId {
    let shelved =
        newsroom.put_on_shelf(vec![Url::parse(address).unwrap()], Some("A page"), Link::Outside).await.unwrap();
    ArticleId::new(shelved.card.id)
}

#[tokio::test]
async fn a_page_as_seen_wins_over_one_that_came_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(&dir);
    let address = "https://members.example/a";
    let id = link(&newsroom, address).await;
    // What a server shows to those who are not logged in.
    let public =
        page("Become a member", "Everybody may read these words, and nothing of what members read. ").repeat(2);
    let seen = page("Behind the login", "The ferries had waited since dawn, as members know. ");
    for html in [public, seen] {
        let url = Url::parse(address).unwrap();
        assert_eq!(newsroom.read_seen(id, true, url, html).await.unwrap(), id);
    }
    let article = newsroom.library().article(id).unwrap();
    assert!(article.text.contains("as members know") && !article.text.contains("Everybody"), "{}", article.text);
    assert_eq!((&*article.row.title, article.row.saved), ("Behind the login", true));
    assert_eq!(article.row.url.as_deref(), Some(address));
    assert!(newsroom.library().check().unwrap().ok);
}

#[tokio::test]
async fn a_link_whose_page_was_handed_over_is_not_asked_while_that_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(&dir);
    let id = link(&newsroom, "https://members.example/a").await;
    let now = newsroom.now();
    let waits = |at| newsroom.library().wanted_on_shelf(at, 9, 9).unwrap().len();
    assert_eq!(waits(now + SignedDuration::from_secs(5)), 1);
    newsroom.library().renew_link(id, None, now + super::WHILE_READ).unwrap();
    assert_eq!((waits(now + SignedDuration::from_secs(5)), waits(now + SignedDuration::from_mins(3))), (0, 1));
}
