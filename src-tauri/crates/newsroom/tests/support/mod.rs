//! A real HTTP server on loopback whose pages a test decides, and a newsroom over a fresh library.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    reason = "shared by test files, each of which uses its part"
)]

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use newsroom::{Newsroom, Options};

#[derive(Clone)]
pub struct Page {
    pub status: u16,
    pub content_type: &'static str,
    pub body: Vec<u8>,
    pub etag: Option<&'static str>,
    pub location: Option<String>,
    pub retry_after: Option<&'static str>,
}

impl Page {
    pub fn new(content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, content_type, body: body.into(), etag: None, location: None, retry_after: None }
    }
    pub fn status(status: u16) -> Self {
        Self { status, ..Self::new("text/plain", "") }
    }
}

/// A path asked for, and the If-None-Match it was asked with.
type Hit = (String, Option<String>);

#[derive(Clone, Default)]
pub struct Site {
    pages: Arc<Mutex<HashMap<String, Page>>>,
    hits: Arc<Mutex<Vec<Hit>>>,
    otherwise: Arc<Mutex<Option<Page>>>,
    pub port: u16,
}

impl Site {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let site = Self { port: listener.local_addr().unwrap().port(), ..Self::default() };
        let routes = Router::new().fallback(answer).with_state(site.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        site
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn put(&self, path: &str, page: Page) {
        self.pages.lock().unwrap().insert(path.to_owned(), page);
    }

    /// What stands at every path that nobody put; a 404 without it.
    pub fn otherwise(&self, page: Page) {
        *self.otherwise.lock().unwrap() = Some(page);
    }

    /// Paths asked for, with the If-None-Match of each.
    pub fn hits(&self) -> Vec<Hit> {
        self.hits.lock().unwrap().clone()
    }
}

async fn answer(State(site): State<Site>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let condition = request.headers().get(header::IF_NONE_MATCH).map(|value| value.to_str().unwrap().to_owned());
    site.hits.lock().unwrap().push((path.clone(), condition.clone()));
    let put = site.pages.lock().unwrap().get(&path).cloned();
    let Some(page) = put.or_else(|| site.otherwise.lock().unwrap().clone()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = if page.etag.is_some() && page.etag == condition.as_deref() {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        (StatusCode::from_u16(page.status).unwrap(), [(header::CONTENT_TYPE, page.content_type)], page.body)
            .into_response()
    };
    let mut set = |name, value: Option<&str>| {
        if let Some(value) = value {
            response.headers_mut().insert(name, value.parse().unwrap());
        }
    };
    set(header::ETAG, page.etag);
    set(header::LOCATION, page.location.as_deref());
    set(header::RETRY_AFTER, page.retry_after);
    response
}

pub fn open(dir: &Path) -> Newsroom {
    let options = Options::new(Some(dir.join("data")));
    Newsroom::open(Options { downloads_dir: dir.join("downloads"), page_pause: Duration::ZERO, ..options }).unwrap()
}

/// A PNG of one pixel, whole: pictures are unpacked before they are kept.
pub const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\x0bIDATx\xdac\xf8\x0f\x04\x00\x09\xfb\x03\xfdh\xfa\x1c\xcc\x00\x00\x00\x00IEND\xaeB`\x82";

/// A JPEG twice as wide as high.
pub fn picture(shade: u8, width: u32) -> Vec<u8> {
    use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
    let value = |at: u32| u8::try_from(at % 200).unwrap();
    let image = RgbImage::from_fn(width, width / 2, |x, y| Rgb([shade, value(x), value(y)]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

pub fn rss(items: &str) -> String {
    format!("<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour Courier</title>{items}</channel></rss>")
}

pub fn item(n: u32, body: &str) -> String {
    format!(
        "<item><guid>g{n}</guid><title>Headline {n}</title><link>/articles/{n}</link><pubDate>Tue, {:02} Nov 2026 08:00:00 GMT</pubDate><description><![CDATA[{body}]]></description></item>",
        n % 28 + 1
    )
}

/// A page whose article is long enough to be one.
pub fn page(title: &str, picture: &str) -> String {
    let paragraph = "The ferries had waited since dawn, and the crews said that nobody had told them why the harbour stayed closed, or until when. ".repeat(3);
    format!(
        "<!doctype html><html lang=en><head><title>{title} - Courier</title><meta property=og:site_name content=Courier><meta property=og:image content='{picture}'></head><body><nav><a href=/>Home</a></nav><article><h1>{title}</h1><figure><img src='{picture}'><figcaption>Ferries at the quay <span class=credit>A. Person</span></figcaption></figure>{}</article></body></html>",
        format!("<p>{paragraph}</p>").repeat(6)
    )
}

/// A newsroom that follows a feed of these items.
pub async fn following(dir: &tempfile::TempDir, site: &Site, items: &str) -> Newsroom {
    let newsroom = open(dir.path());
    site.put("/f", Page::new("application/rss+xml", rss(items)));
    let args = serde_json::json!({"url": site.url("/f"), "folder": null});
    newsroom::commands::call(&newsroom, "follow", args).await.unwrap();
    newsroom
}

/// How often a path was asked for.
pub fn hits(site: &Site, path: &str) -> usize {
    site.hits().iter().filter(|(hit, _)| hit == path).count()
}
