//! Bounds on size and time.

use std::time::Duration;

use fetch::{Client, FetchError, Kind, Options, Validators};
use tokio::io::AsyncWriteExt as _;

use crate::server::{fixed, get, ok, options, redirect, serve};

const SOON: Duration = Duration::from_millis(150);

async fn impatient(url: &url::Url, options: Options) -> Result<fetch::Response, FetchError> {
    Client::new(options).unwrap().get(url, Kind::Document, &Validators::default()).await
}

#[tokio::test]
async fn an_endless_body_is_dropped_at_the_bound() {
    let server = serve(|_, mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n").await;
        while stream.write_all(&[b'x'; 8192]).await.is_ok() {}
    })
    .await;
    assert_eq!(get(&server.url).await.unwrap_err(), FetchError::TooLarge { limit_mb: 1 });
}

#[tokio::test]
async fn an_announced_size_is_believed_when_it_is_too_large() {
    let server = serve(|_, mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n").await;
        // Not a byte comes; without the announcement this would end as a time-out.
        std::future::pending::<()>().await;
    })
    .await;
    assert_eq!(get(&server.url).await.unwrap_err(), FetchError::TooLarge { limit_mb: 1 });
}

#[tokio::test]
async fn a_bomb_is_measured_unpacked() {
    // 8 MiB of zeros in 8 kB.
    let bomb = include_bytes!("zeros-8m.gz");
    assert!(bomb.len() < 16 * 1024);
    let server = fixed(ok("Content-Encoding: gzip\r\n", bomb)).await;
    assert_eq!(get(&server.url).await.unwrap_err(), FetchError::TooLarge { limit_mb: 1 });
}

#[tokio::test]
async fn a_body_of_exactly_the_bound_is_whole() {
    let server = fixed(ok("", &vec![b'x'; 1024 * 1024])).await;
    assert_eq!(get(&server.url).await.unwrap().bytes.len(), 1024 * 1024);
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let server = serve(|_, stream| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    let answer = impatient(&server.url, Options { header_timeout: SOON, ..options() }).await;
    assert_eq!(answer.unwrap_err(), FetchError::Timeout);
    let answer = impatient(&server.url, Options { total_timeout: SOON, ..options() }).await;
    assert_eq!(answer.unwrap_err(), FetchError::Timeout);
}

#[tokio::test]
async fn a_body_that_stalls_is_given_up() {
    let server = serve(|_, mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf").await;
        std::future::pending::<()>().await;
    })
    .await;
    let answer = impatient(&server.url, Options { total_timeout: SOON, ..options() }).await;
    assert_eq!(answer.unwrap_err(), FetchError::Timeout);
}

#[tokio::test]
async fn a_server_that_stalls_behind_a_redirect_is_given_up() {
    let stall = serve(|_, stream| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    let server = fixed(redirect(302, stall.url.as_str())).await;
    let answer = impatient(&server.url, Options { total_timeout: SOON, ..options() }).await;
    assert_eq!(answer.unwrap_err(), FetchError::Timeout);
}
