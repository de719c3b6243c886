//! The server, and the client that asks it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fetch::{Client, FetchError, Kind, Options, Response, Validators};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// A server, and how often it was asked.
pub(crate) struct Server {
    pub(crate) url: Url,
    pub(crate) hits: Arc<AtomicUsize>,
}

impl Server {
    #[cfg(target_os = "linux")] // for the tests that need more than one loopback address
    pub(crate) fn port(&self) -> u16 {
        self.url.port().unwrap()
    }

    pub(crate) fn at(&self, path: &str) -> Url {
        self.url.join(path).unwrap()
    }

    pub(crate) fn hits(&self) -> usize {
        self.hits.load(Ordering::SeqCst)
    }
}

/// Serves every connection at 127.0.0.1 with `answer`, which gets the request's head in lower case.
pub(crate) async fn serve<F, R>(answer: F) -> Server
where
    F: Fn(String, TcpStream) -> R + Send + Sync + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    serve_at("127.0.0.1", answer).await
}

pub(crate) async fn serve_at<F, R>(host: &str, answer: F) -> Server
where
    F: Fn(String, TcpStream) -> R + Send + Sync + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind((host, 0)).await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let (answer, hits) = (Arc::new(answer), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&hits);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (answer, hits) = (Arc::clone(&answer), Arc::clone(&counted));
            tokio::spawn(async move {
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|read| read == 1) {
                    head.push(byte[0]);
                }
                hits.fetch_add(1, Ordering::SeqCst);
                answer(String::from_utf8_lossy(&head).to_lowercase(), stream).await;
            });
        }
    });
    Server { url, hits }
}

/// Gives the same bytes to everyone.
pub(crate) async fn fixed(response: impl Into<Vec<u8>>) -> Server {
    fixed_at("127.0.0.1", response).await
}

pub(crate) async fn fixed_at(host: &str, response: impl Into<Vec<u8>>) -> Server {
    let response = Arc::new(response.into());
    serve_at(host, move |_, mut stream| {
        let response = Arc::clone(&response);
        async move {
            let _ = stream.write_all(&response).await;
        }
    })
    .await
}

pub(crate) fn ok(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut response =
        format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len()).into_bytes();
    response.extend_from_slice(body);
    response
}

pub(crate) fn redirect(status: u16, to: &str) -> String {
    format!("HTTP/1.1 {status} Moved\r\nConnection: close\r\nContent-Length: 0\r\nLocation: {to}\r\n\r\n")
}

pub(crate) fn options() -> Options {
    Options { max_bytes: 1024 * 1024, total_timeout: Duration::from_secs(20), ..Options::default() }
}

pub(crate) fn client() -> Client {
    Client::new(options()).unwrap()
}

pub(crate) async fn get(url: &Url) -> Result<Response, FetchError> {
    client().get(url, Kind::Document, &Validators::default()).await
}
