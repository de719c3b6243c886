//! What a server can do to a client, and that it does not: a real one on loopback, answering byte by byte as told.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fetch::{Client, FetchError, Kind, Options, Status, Validators};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// Serves every connection with `answer`, which gets the request's head.
async fn serve<F, R>(answer: F) -> Url
where
    F: Fn(String, TcpStream) -> R + Send + Sync + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let answer = Arc::new(answer);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = Arc::clone(&answer);
            tokio::spawn(async move {
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|read| read == 1) {
                    head.push(byte[0]);
                }
                answer(String::from_utf8_lossy(&head).to_lowercase(), stream).await;
            });
        }
    });
    url
}

async fn fixed(response: impl Into<Vec<u8>>) -> Url {
    let response = Arc::new(response.into());
    serve(move |_, mut stream| {
        let response = Arc::clone(&response);
        async move {
            let _ = stream.write_all(&response).await;
        }
    })
    .await
}

fn client() -> Client {
    Client::new(Options { max_bytes: 1024 * 1024, total_timeout: Duration::from_secs(5), ..Options::default() })
        .unwrap()
}

async fn get(url: &Url) -> Result<fetch::Response, FetchError> {
    client().get(url, Kind::Document, &Validators::default()).await
}

fn ok(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut response =
        format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len()).into_bytes();
    response.extend_from_slice(body);
    response
}

fn redirect(status: u16, to: &str) -> String {
    format!("HTTP/1.1 {status} Moved\r\nConnection: close\r\nContent-Length: 0\r\nLocation: {to}\r\n\r\n")
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let url = serve(|head, mut stream| async move {
        let response: &[u8] = if head.contains("if-none-match: \"v1\"") && head.contains("if-modified-since: tue, 24") {
            b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\nCache-Control: max-age=7200\r\n\r\n"
        } else {
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nETag: \"v1\"\r\nLast-Modified: Tue, 24 Nov 2026 08:00:00 GMT\r\nContent-Length: 2\r\n\r\nhi"
        };
        let _ = stream.write_all(response).await;
    })
    .await;
    let client = client();
    let first = client.get(&url, Kind::Document, &Validators::default()).await.unwrap();
    assert_eq!((first.status, first.bytes.as_slice()), (Status::Ok, b"hi".as_slice()));
    let second = client.get(&url, Kind::Document, &first.validators).await.unwrap();
    assert_eq!((second.status, second.max_age), (Status::NotModified, Some(7200)));
    assert_eq!(second.validators, first.validators);
}

#[tokio::test]
async fn a_request_says_who_asks_and_nothing_about_the_reader() {
    let url = serve(|head, mut stream| async move {
        let _ = stream.write_all(&ok("", head.as_bytes())).await;
    })
    .await;
    let head = String::from_utf8(get(&url).await.unwrap().bytes).unwrap();
    assert!(head.contains("user-agent: standfirst"), "{head}");
    assert!(!head.contains("referer") && !head.contains("cookie"), "{head}");
}

#[tokio::test]
async fn an_endless_body_is_dropped_at_the_bound() {
    let url = serve(|_, mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n").await;
        while stream.write_all(&[b'x'; 8192]).await.is_ok() {}
    })
    .await;
    assert_eq!(get(&url).await.unwrap_err(), FetchError::TooLarge { limit_mb: 1 });
}

#[tokio::test]
async fn a_bomb_is_measured_unpacked() {
    // 8 MiB of zeros in 8 kB.
    let bomb = include_bytes!("zeros-8m.gz");
    assert!(bomb.len() < 16 * 1024);
    let url = fixed(ok("Content-Encoding: gzip\r\n", bomb)).await;
    assert_eq!(get(&url).await.unwrap_err(), FetchError::TooLarge { limit_mb: 1 });
}

#[tokio::test]
async fn a_server_that_stalls_is_given_up() {
    let url = serve(|_, stream| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    let impatient = Client::new(Options { total_timeout: Duration::from_millis(200), ..Options::default() }).unwrap();
    let answer = impatient.get(&url, Kind::Document, &Validators::default()).await;
    assert_eq!(answer.unwrap_err(), FetchError::Timeout);
}

#[tokio::test]
async fn redirects_end_and_stay_on_the_web() {
    let circle = fixed(redirect(302, "/")).await;
    assert_eq!(get(&circle).await.unwrap_err(), FetchError::TooManyRedirects);
    for elsewhere in ["file:///etc/passwd", "javascript:alert(1)", "gopher://x/"] {
        let url = fixed(redirect(302, elsewhere)).await;
        assert_eq!(get(&url).await.unwrap_err(), FetchError::InvalidAddress, "{elsewhere}");
    }
}

#[tokio::test]
async fn only_permanent_redirects_are_remembered() {
    let home = fixed(ok("", b"x")).await;
    let moved = get(&fixed(redirect(301, home.as_str())).await).await.unwrap();
    assert_eq!(moved.permanent_url, Some(home.clone()));
    let away = get(&fixed(redirect(302, home.as_str())).await).await.unwrap();
    assert_eq!((away.permanent_url, away.final_url), (None, home));
}

#[tokio::test]
async fn what_is_only_linked_to_reaches_no_private_address() {
    let url = fixed(ok("", b"secret")).await;
    let answer = client().get(&url, Kind::Linked, &Validators::default()).await;
    assert_eq!(answer.unwrap_err(), FetchError::PrivateAddress);
}

#[tokio::test]
async fn markup_is_no_picture_whatever_the_server_calls_it() {
    for body in ["<svg xmlns='http://www.w3.org/2000/svg'/>", "<html><script>1</script>", "BM picture"] {
        let url = fixed(ok("Content-Type: image/png\r\n", body.as_bytes())).await;
        let answer = client().get(&url, Kind::Image, &Validators::default()).await;
        assert_eq!(answer.unwrap_err(), FetchError::Unsupported, "{body}");
    }
}

#[tokio::test]
async fn failures_are_told_apart() {
    for (status, code) in [
        (404, "not-found"),
        (410, "gone"),
        (403, "forbidden"),
        (429, "too-many-requests"),
        (503, "unavailable"),
        (418, "http"),
    ] {
        let url =
            fixed(format!("HTTP/1.1 {status} X\r\nConnection: close\r\nRetry-After: 90\r\nContent-Length: 0\r\n\r\n"))
                .await;
        let error = get(&url).await.unwrap_err();
        assert_eq!(error.code(), code);
        assert_eq!(error.retry_after(), matches!(status, 429 | 503).then_some(90));
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    assert_eq!(get(&closed).await.unwrap_err(), FetchError::Refused);
    let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let secure = Url::parse(&format!("https://{}/", plain.local_addr().unwrap())).unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = plain.accept().await {
            let _ = stream.write_all(b"this is no handshake").await;
        }
    });
    assert_eq!(get(&secure).await.unwrap_err(), FetchError::Tls);
}

#[tokio::test]
async fn one_host_gets_two_requests_at_once() {
    static OPEN: AtomicUsize = AtomicUsize::new(0);
    static MOST: AtomicUsize = AtomicUsize::new(0);
    let url = serve(|_, mut stream| async move {
        MOST.fetch_max(OPEN.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        // Let whoever else is coming come: the others are held back by the client, not by chance.
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
        OPEN.fetch_sub(1, Ordering::SeqCst);
        let _ = stream.write_all(&ok("", b"x")).await;
    })
    .await;
    let client = client();
    let validators = Validators::default();
    let asks = (0..12).map(|_| client.get(&url, Kind::Document, &validators));
    assert!(futures::future::join_all(asks).await.iter().all(Result::is_ok));
    assert_eq!(MOST.load(Ordering::SeqCst), 2);
}
