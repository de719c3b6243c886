//! Failures, told apart.

use fetch::FetchError;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use url::Url;

use crate::server::{fixed, get, ok};

fn answer(status: u16, headers: &str) -> String {
    format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: 0\r\n{headers}\r\n")
}

#[tokio::test]
async fn statuses_have_codes_and_some_say_when_to_come_back() {
    for (status, code) in [
        (401, "login"),
        (403, "forbidden"),
        (404, "not-found"),
        (410, "gone"),
        (418, "http"),
        (429, "too-many-requests"),
        (500, "unavailable"),
        (503, "unavailable"),
    ] {
        let server = fixed(answer(status, "Retry-After: 90\r\n")).await;
        let error = get(&server.url).await.unwrap_err();
        assert_eq!(error.code(), code);
        assert_eq!(error.retry_after(), matches!(status, 429 | 500 | 503).then_some(90), "{status}");
    }
    let dated = "Date: Tue, 24 Nov 2026 08:00:00 GMT\r\nRetry-After: Tue, 24 Nov 2026 09:00:00 GMT\r\n";
    let server = fixed(answer(503, dated)).await;
    assert_eq!(get(&server.url).await.unwrap_err().retry_after(), Some(3600));
}

#[tokio::test]
async fn a_date_is_measured_by_the_given_clock_when_the_server_has_none() {
    let server = fixed(answer(503, "Retry-After: Tue, 24 Nov 2026 09:00:00 GMT\r\n")).await;
    let options = fetch::Options {
        now: || jiff::Timestamp::from_second(1_795_507_200).unwrap(), // 08:00 of that day
        ..crate::server::options()
    };
    let client = fetch::Client::new(options).unwrap();
    let answer = client.get(&server.url, fetch::Kind::Document, &fetch::Validators::default()).await;
    assert_eq!(answer.unwrap_err().retry_after(), Some(3600));
}

#[tokio::test]
async fn a_closed_door_is_not_a_missing_house() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    assert_eq!(get(&closed).await.unwrap_err(), FetchError::Refused);
}

#[tokio::test]
async fn a_server_without_tls_is_told_by_its_handshake() {
    let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let secure = Url::parse(&format!("https://{}/", plain.local_addr().unwrap())).unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = plain.accept().await {
            let _ = stream.write_all(b"this is no handshake").await;
            // Read to its end, so that what was written is not lost with the connection.
            let _ = stream.read_to_end(&mut Vec::new()).await;
        }
    });
    let error = get(&secure).await.unwrap_err();
    assert_eq!(error, FetchError::Tls);
    assert!(error.to_string().contains("secure connection"), "{error}");
}

#[tokio::test]
async fn what_is_not_http_is_called_that() {
    let mailer = fixed("220 mail.example ESMTP ready\r\n").await;
    assert_eq!(get(&mailer.url).await.unwrap_err(), FetchError::Garbled);
    let garbled = fixed(ok("Content-Encoding: gzip\r\n", b"this was never compressed")).await;
    assert_eq!(get(&garbled.url).await.unwrap_err(), FetchError::Garbled);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_not_taken_for_a_whole_one() {
    let short = fixed("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\nhalf").await;
    assert_eq!(get(&short.url).await.unwrap_err(), FetchError::Broken);
    let chunk = fixed("HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf").await;
    assert_eq!(get(&chunk.url).await.unwrap_err(), FetchError::Broken);
}
