//! The dev server: the same commands over HTTP on loopback, so that the whole UI runs in a plain browser.
//!
//! `POST /api/COMMAND` with a JSON object of arguments, `GET /events` (server-sent), `GET /image/KEY?size=thumbnail`, and the built
//! UI below `/`. A POST needs the header `x-standfirst`, which a page of another origin cannot send unasked, and every
//! request a loopback `Host`, so that a name bound to 127.0.0.1 by somebody else gets nothing.

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::path::{Component, Path as FilePath, PathBuf};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event as SseEvent, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Json, Response};
use axum::routing::{get, post};
use futures::StreamExt as _;
use tokio::net::TcpListener;
use tokio_stream::wrappers::BroadcastStream;

use crate::{Failure, Newsroom, PictureSize, commands};

/// The largest part of a file that comes in at a time, as Base64, and some room.
const LARGEST_BODY: usize = 16 << 20;

#[derive(Clone)]
struct Site {
    newsroom: Newsroom,
    ui: Option<PathBuf>,
}

/// Serves on 127.0.0.1 until the future is dropped; tells `ready` the port, which is one that is free for `port` 0.
///
/// # Errors
/// `port` when it cannot be had.
pub async fn serve(newsroom: Newsroom, port: u16, ui: Option<PathBuf>, ready: impl FnOnce(u16)) -> Result<(), Failure> {
    let taken = |error: std::io::Error| {
        Failure::new("port", format!("The port {port}"), error.to_string(), "choose another with --port")
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(taken)?;
    ready(listener.local_addr().map_err(taken)?.port());
    let watching = newsroom.clone();
    newsroom.keep_safe_in_background();
    let fresh = newsroom.clone();
    let fresh = tokio::spawn(async move { fresh.keep_fresh().await });
    let watch = tokio::spawn(async move { watching.watch_library().await });
    let routes = Router::new()
        .route("/api/{command}", post(command))
        .route("/events", get(events))
        .route("/image/{key}", get(image))
        .fallback(file)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn(loopback_only))
        .with_state(Site { newsroom, ui });
    let served = axum::serve(listener, routes).await.map_err(taken);
    watch.abort();
    fresh.abort();
    served
}

async fn loopback_only(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if matches!(name, "127.0.0.1" | "localhost" | "[::1]") {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

async fn command(State(site): State<Site>, Path(name): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    if !headers.contains_key("x-standfirst") {
        return StatusCode::FORBIDDEN.into_response();
    }
    let args = if body.is_empty() { Ok(serde_json::json!({})) } else { serde_json::from_slice(&body) };
    let outcome = match args {
        Ok(args) => commands::call(&site.newsroom, &name, args).await,
        Err(error) => {
            Err(Failure::new("invalid", format!("The command {name}"), error.to_string(), "send a JSON object"))
        }
    };
    match outcome {
        Ok(value) => Json(value).into_response(),
        Err(failure) => (StatusCode::UNPROCESSABLE_ENTITY, Json(failure)).into_response(),
    }
}

async fn events(State(site): State<Site>) -> Response {
    let stream = BroadcastStream::new(site.newsroom.events())
        .filter_map(async |event| Some(Ok::<_, Infallible>(SseEvent::default().json_data(event.ok()?).ok()?)));
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}

async fn image(State(site): State<Site>, Path(key): Path<String>, RawQuery(query): RawQuery) -> Response {
    match site.newsroom.picture(&key, PictureSize::of_query(query.as_deref())).await {
        Ok(picture) => (
            [(header::CONTENT_TYPE, picture.media_type), (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned())],
            picture.bytes,
        )
            .into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A file of the built UI; any path without one is the app itself.
async fn file(State(site): State<Site>, request: Request) -> Response {
    let Some(ui) = &site.ui else { return StatusCode::NOT_FOUND.into_response() };
    let wanted = FilePath::new(request.uri().path().trim_start_matches('/'));
    let inside = wanted.components().all(|part| matches!(part, Component::Normal(_)));
    let path = if inside && ui.join(wanted).is_file() { ui.join(wanted) } else { ui.join("index.html") };
    let media_type = match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    };
    match tokio::fs::read(&path).await {
        Ok(bytes) => ([(header::CONTENT_TYPE, media_type)], Body::from(bytes)).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
