//! What a request says and how many there are.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fetch::{FetchError, Kind, Options, Status, Validators};
use tokio::io::AsyncWriteExt as _;
use tokio::sync::Barrier;

use crate::server::{client, fixed, get, ok, options, serve};

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let server = serve(|head, mut stream| async move {
        let response: &[u8] = if head.contains("if-none-match: \"v1\"") && head.contains("if-modified-since: tue, 24") {
            b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\nCache-Control: max-age=7200\r\n\r\n"
        } else {
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nETag: \"v1\"\r\nLast-Modified: Tue, 24 Nov 2026 08:00:00 GMT\r\nContent-Length: 2\r\n\r\nhi"
        };
        let _ = stream.write_all(response).await;
    })
    .await;
    let client = client();
    let first = client.get(&server.url, Kind::Document, &Validators::default()).await.unwrap();
    assert_eq!((first.status, first.bytes.as_slice()), (Status::Ok, b"hi".as_slice()));
    let second = client.get(&server.url, Kind::Document, &first.validators).await.unwrap();
    assert_eq!((second.status, second.max_age), (Status::NotModified, Some(7200)));
    assert_eq!(second.validators, first.validators);
}

#[tokio::test]
async fn nothing_changed_is_no_answer_to_who_did_not_ask_that() {
    let server = fixed("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n").await;
    assert_eq!(get(&server.url).await.unwrap_err(), FetchError::Http { status: 304 });
}

#[tokio::test]
async fn a_request_says_who_asks_and_nothing_about_the_reader() {
    let server = serve(|head, mut stream| async move {
        let _ = stream.write_all(&ok("Set-Cookie: who=you\r\n", head.as_bytes())).await;
    })
    .await;
    let named = "Standfirst/1.0 (desktop news reader; +https://a.example/bot)";
    let client = fetch::Client::new(Options { user_agent: named.to_owned(), ..options() }).unwrap();
    for _ in 0..2 {
        let answer = client.get(&server.url, Kind::Document, &Validators::default()).await.unwrap();
        let head = String::from_utf8(answer.bytes).unwrap();
        assert!(head.contains(&format!("user-agent: {}\r\n", named.to_lowercase())), "{head}");
        assert!(head.contains("accept-encoding: ") && head.contains("gzip") && head.contains("zstd"), "{head}");
        for telling in ["referer", "cookie", "accept-language", "if-none-match", "authorization"] {
            assert!(!head.contains(telling), "{telling}: {head}");
        }
    }
}

#[tokio::test]
async fn one_host_gets_two_requests_at_once_and_no_more() {
    let (open, most, pair) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(2)));
    let seen = Arc::clone(&most);
    let server = serve(move |_, mut stream| {
        let (open, most, pair) = (Arc::clone(&open), Arc::clone(&most), Arc::clone(&pair));
        async move {
            most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            // No answer before a second request is there: with fewer than two at once nobody would ever get one.
            pair.wait().await;
            // Whoever else is on the way arrives now: the rest is held back by the client, not by chance.
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            open.fetch_sub(1, Ordering::SeqCst);
            let _ = stream.write_all(&ok("", b"x")).await;
        }
    })
    .await;
    let client = client();
    let validators = Validators::default();
    let asks = (0..12).map(|_| client.get(&server.url, Kind::Document, &validators));
    assert!(futures::future::join_all(asks).await.iter().all(Result::is_ok));
    assert_eq!((most_of(&seen), server.hits()), (2, 12));
}

fn most_of(counter: &AtomicUsize) -> usize {
    counter.load(Ordering::SeqCst)
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_slow_host_keeps_nobody_else_waiting() {
    let slow = serve(|_, stream| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    let quick = crate::server::fixed_at("127.0.0.2", ok("", b"x")).await;
    let client = client();
    let stuck: Vec<_> = (0..5)
        .map(|_| {
            let (client, url) = (client.clone(), slow.url.clone());
            tokio::spawn(async move { client.get(&url, Kind::Document, &Validators::default()).await })
        })
        .collect();
    while slow.hits() < 2 {
        tokio::task::yield_now().await;
    }
    assert!(client.get(&quick.url, Kind::Document, &Validators::default()).await.is_ok());
    assert_eq!(slow.hits(), 2);
    // A request that is given up gives its place to the next.
    stuck[0].abort();
    while slow.hits() < 3 {
        tokio::task::yield_now().await;
    }
    for task in stuck {
        task.abort();
    }
}

#[tokio::test]
async fn a_new_tag_of_an_unchanged_document_is_the_one_to_send_next() {
    let server = serve(|head, mut stream| async move {
        let response: &[u8] = if head.contains("if-none-match: \"1\"") {
            assert!(head.contains("a-im: feed"), "{head}");
            b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\nETag: \"2\"\r\n\r\n"
        } else {
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nETag: \"1\"\r\nLast-Modified: then\r\nContent-Length: 2\r\n\r\nhi"
        };
        let _ = stream.write_all(response).await;
    })
    .await;
    let client = client();
    let first = client.get(&server.url, Kind::Document, &Validators::default()).await.unwrap();
    let second = client.get(&server.url, Kind::Document, &first.validators).await.unwrap();
    let expected = Validators { etag: Some("\"2\"".to_owned()), ..first.validators };
    assert_eq!((second.status, second.validators), (Status::NotModified, expected));
}

#[tokio::test]
async fn a_tag_of_unusual_size_is_not_kept() {
    let server = fixed(ok(&format!("ETag: \"{}\"\r\n", "x".repeat(5000)), b"x")).await;
    assert_eq!(get(&server.url).await.unwrap().validators.etag, None);
}

/// Slow servers, more than there are places: each request gives its place up in time for the prompt one.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn slow_servers_give_up_their_places() {
    let slow = serve(|_, stream| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    let quick = crate::server::fixed_at("127.0.0.2", ok("", b"x")).await;
    let client =
        fetch::Client::new(Options { at_once: 2, per_host: 8, patience: std::time::Duration::ZERO, ..options() })
            .unwrap();
    let stuck: Vec<_> = (0..8)
        .map(|_| {
            let (client, url) = (client.clone(), slow.url.clone());
            tokio::spawn(async move { client.get(&url, Kind::Document, &Validators::default()).await })
        })
        .collect();
    while slow.hits() < 2 {
        tokio::task::yield_now().await;
    }
    let answer = client.get(&quick.url, Kind::Document, &Validators::default()).await;
    assert!(answer.is_ok(), "{answer:?}");
    assert!(stuck.iter().all(|task| !task.is_finished()), "before any of the slow ones was given up");
    for task in stuck {
        task.abort();
    }
}
