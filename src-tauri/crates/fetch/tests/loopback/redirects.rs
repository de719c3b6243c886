//! Where redirects lead, where they end, and which are remembered.

use fetch::{Access, FetchError, Kind, Options, Proxy, Status, Validators};
use tokio::io::AsyncWriteExt as _;

use crate::server::{client, fixed, get, ok, options, redirect, serve};

#[tokio::test]
async fn a_circle_is_left_at_its_first_return() {
    let circle = fixed(redirect(302, "/#again")).await;
    assert_eq!(get(&circle.url).await.unwrap_err(), FetchError::TooManyRedirects);
    assert_eq!(circle.hits(), 1);
}

#[tokio::test]
async fn a_chain_ends_after_ten() {
    // /n leads to /n-1; /0 is there.
    let server = serve(|head, mut stream| async move {
        let number: u32 = head.split(['/', ' ']).nth(2).unwrap().parse().unwrap();
        let response = match number {
            0 => ok("", b"x"),
            more => redirect(301, &format!("/{}", more - 1)).into_bytes(),
        };
        let _ = stream.write_all(&response).await;
    })
    .await;
    let arrived = get(&server.at("/10")).await.unwrap();
    assert_eq!((arrived.final_url, arrived.permanent_url), (server.at("/0"), Some(server.at("/0"))));
    assert_eq!(get(&server.at("/11")).await.unwrap_err(), FetchError::TooManyRedirects);
}

#[tokio::test]
async fn redirects_stay_on_the_web() {
    for elsewhere in ["file:///etc/passwd", "javascript:alert(1)", "gopher://x/", "data:text/plain,x", "ftp://x/"] {
        let server = fixed(redirect(301, elsewhere)).await;
        assert_eq!(get(&server.url).await.unwrap_err(), FetchError::NotHttp, "{elsewhere}");
    }
    for typed in ["file:///etc/passwd", "mailto:a@b.example"] {
        assert_eq!(get(&typed.parse().unwrap()).await.unwrap_err(), FetchError::InvalidAddress);
    }
}

#[tokio::test]
async fn a_redirect_to_nowhere_is_a_failure() {
    let nowhere = fixed("HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").await;
    assert_eq!(get(&nowhere.url).await.unwrap_err(), FetchError::Http { status: 302 });
}

#[tokio::test]
async fn only_permanent_redirects_are_remembered() {
    let home = fixed(ok("", b"x")).await.url;
    for (status, remembered) in [(301, true), (308, true), (302, false), (303, false), (307, false)] {
        let moved = get(&fixed(redirect(status, home.as_str())).await.url).await.unwrap();
        assert_eq!(moved.permanent_url.is_some(), remembered, "{status}");
        assert_eq!(moved.final_url, home);
    }
    // Permanent, temporary, permanent: remembered up to the temporary one.
    let third = fixed(redirect(301, home.as_str())).await.url;
    let second = fixed(redirect(302, third.as_str())).await.url;
    let first = fixed(redirect(308, second.as_str())).await.url;
    assert_eq!(get(&first).await.unwrap().permanent_url, Some(second));
}

#[tokio::test]
async fn validators_go_to_the_address_they_came_from_alone() {
    const TAGGED: &str = "ETag: \"1\"\r\n";
    // Another document with the same tag: had it been asked conditionally, it would say that nothing changed.
    let other = serve(|head, mut stream| async move {
        let response = if head.contains("if-none-match") {
            b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_vec()
        } else {
            ok(TAGGED, b"other")
        };
        let _ = stream.write_all(&response).await;
    })
    .await;
    let known = Validators { etag: Some("\"1\"".to_owned()), last_modified: None, url: None };
    let away = fixed(redirect(302, other.url.as_str())).await.url;
    let answer = client().get(&away, Kind::Document, &known).await.unwrap();
    assert_eq!((answer.status, answer.bytes.as_slice()), (Status::Ok, b"other".as_slice()));
    let there = Validators { url: Some(other.url.clone()), ..known.clone() };
    assert_eq!(answer.validators, there, "for where they came from");
    let again = client().get(&away, Kind::Document, &there).await.unwrap();
    assert_eq!(
        (again.status, again.validators),
        (Status::NotModified, there.clone()),
        "asked there, behind the redirect"
    );
    let moved = fixed(redirect(301, other.url.as_str())).await.url;
    let answer = client().get(&moved, Kind::Document, &known).await.unwrap();
    assert_eq!((answer.permanent_url, answer.validators), (Some(other.url.clone()), there.clone()));
    assert_eq!(client().get(&other.url, Kind::Document, &there).await.unwrap().status, Status::NotModified);
}

#[tokio::test]
async fn a_login_and_cookies_go_to_their_own_server_alone() {
    let echo = |head: String, mut stream: tokio::net::TcpStream| async move {
        let _ = stream.write_all(&ok("", head.as_bytes())).await;
    };
    let (own, other) = (serve(echo).await, serve(echo).await);
    let access = Access {
        login: Some(("ann".to_owned(), "secret".to_owned())),
        headers: vec![("X-Token".to_owned(), "t0ken".to_owned())],
        cookie: Some("id=1".to_owned()),
    };
    let asked = async |url: &url::Url| {
        let answer = client().get_as(url, Kind::Document, &Validators::default(), &access).await.unwrap();
        String::from_utf8(answer.bytes).unwrap()
    };
    let head = asked(&own.url).await;
    for sent in ["authorization: basic ", "x-token: t0ken", "cookie: id=1"] {
        assert!(head.contains(sent), "{sent}: {head}");
    }
    let head = asked(&fixed(redirect(301, other.url.as_str())).await.url).await;
    for kept in ["authorization", "x-token", "cookie"] {
        assert!(!head.contains(kept), "{kept}: {head}");
    }
}

#[tokio::test]
async fn a_proxy_is_asked_in_the_servers_place() {
    let proxy = serve(|head, mut stream| async move {
        let _ = stream.write_all(&ok("", head.as_bytes())).await;
    })
    .await;
    let proxied = fetch::Client::new(Options { proxy: Proxy::at(proxy.url.as_str()).unwrap(), ..options() }).unwrap();
    let url = url::Url::parse("http://far.example/feed").unwrap();
    for kind in [Kind::Document, Kind::Linked] {
        let answer = proxied.get(&url, kind, &Validators::default()).await.unwrap();
        let head = String::from_utf8(answer.bytes).unwrap();
        assert!(head.starts_with("get http://far.example/feed http/1.1"), "{head}");
        assert!(!answer.from_private, "the proxy is at home, not the server");
    }
    let home = fixed(ok("", b"straight")).await;
    let answer = proxied.get(&home.url, Kind::Document, &Validators::default()).await.unwrap();
    assert_eq!(answer.bytes, b"straight", "what is private is asked straight");
}
