//! No way from a public server to a private address. A public server on loopback takes a made-up network: here
//! 127.0.0.1 is private and 127.0.0.2 is not, and names lead where the test says.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fetch::{Client, FetchError, Kind, Lookup, Network, Response, Validators};
use url::Url;

use crate::server::{Server, fixed, fixed_at, ok, options, redirect};

const PUBLIC: &str = "127.0.0.2";
const PRIVATE: &str = "127.0.0.1";

/// For each name its answers: one look-up after another, the last one for ever.
struct MadeUp {
    names: HashMap<&'static str, Vec<Vec<SocketAddr>>>,
    asked: AtomicUsize,
}

impl Network for MadeUp {
    fn lookup(&self, name: &str) -> Lookup {
        let nth = self.asked.fetch_add(1, Ordering::SeqCst);
        let answer = match self.names.get(name) {
            Some(answers) => Ok(answers[nth.min(answers.len() - 1)].clone()),
            None => Err(std::io::Error::other("no such name")),
        };
        Box::pin(async move { answer })
    }

    fn is_private(&self, address: IpAddr) -> bool {
        address != PUBLIC.parse::<IpAddr>().unwrap()
    }
}

fn at(host: &str, server: &Server) -> SocketAddr {
    SocketAddr::new(host.parse().unwrap(), server.port())
}

fn client<const N: usize>(names: [(&'static str, Vec<Vec<SocketAddr>>); N]) -> Client {
    Client::on_network(options(), Arc::new(MadeUp { names: names.into(), asked: AtomicUsize::new(0) })).unwrap()
}

async fn get(client: &Client, url: &str, kind: Kind) -> Result<Response, FetchError> {
    client.get(&Url::parse(url).unwrap(), kind, &Validators::default()).await
}

#[tokio::test]
async fn a_public_server_leads_to_no_private_address_however_it_is_written() {
    let secret = fixed(ok("", b"secret")).await;
    let port = secret.port();
    for target in [
        format!("http://127.0.0.1:{port}/"),
        format!("http://127.1:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://localhost:{port}/"),
        "http://inside.example/".to_owned(),
    ] {
        let public = fixed_at(PUBLIC, redirect(302, &target)).await;
        let client = client([
            ("public.example", vec![vec![at(PUBLIC, &public)]]),
            ("inside.example", vec![vec![at(PRIVATE, &secret)]]),
        ]);
        for kind in [Kind::Document, Kind::Linked, Kind::Image] {
            let answer = get(&client, "http://public.example/", kind).await;
            assert_eq!(answer.unwrap_err(), FetchError::PrivateAddress, "{target} {kind:?}");
        }
        assert_eq!(public.hits(), 3);
    }
    assert_eq!(secret.hits(), 0);
}

#[tokio::test]
async fn a_person_may_read_what_is_private_and_what_it_leads_to() {
    let secret = fixed(ok("", b"mine")).await;
    let door = fixed(redirect(302, "http://inside.example/")).await;
    let client = client([("inside.example", vec![vec![at(PRIVATE, &secret)]])]);
    assert!(get(&client, "http://inside.example/", Kind::Document).await.unwrap().from_private);
    assert_eq!(get(&client, door.url.as_str(), Kind::Document).await.unwrap().bytes, b"mine");
    for kind in [Kind::Linked, Kind::Image] {
        let answer = get(&client, "http://inside.example/", kind).await;
        assert_eq!(answer.unwrap_err(), FetchError::PrivateAddress, "{kind:?}");
    }
    assert_eq!(secret.hits(), 2);
}

#[tokio::test]
async fn there_is_no_way_back_in_over_a_public_server() {
    let secret = fixed(ok("", b"secret")).await;
    let public = fixed_at(PUBLIC, redirect(302, secret.url.as_str())).await;
    let door = fixed(redirect(302, "http://public.example/")).await;
    let client = client([("public.example", vec![vec![at(PUBLIC, &public)]])]);
    let answer = get(&client, door.url.as_str(), Kind::Document).await;
    assert_eq!(answer.unwrap_err(), FetchError::PrivateAddress);
    assert_eq!((door.hits(), public.hits(), secret.hits()), (1, 1, 0));
}

#[tokio::test]
async fn a_name_that_changes_its_mind_is_judged_by_where_it_leads_now() {
    let secret = fixed(ok("", b"secret")).await;
    let public = fixed_at(PUBLIC, redirect(302, "/again")).await;
    let client = client([("rebind.example", vec![vec![at(PUBLIC, &public)], vec![at(PRIVATE, &secret)]])]);
    let answer = get(&client, "http://rebind.example/", Kind::Document).await;
    assert_eq!(answer.unwrap_err(), FetchError::PrivateAddress);
    assert_eq!((public.hits(), secret.hits()), (1, 0));
}

#[tokio::test]
async fn of_mixed_answers_only_the_public_are_connected() {
    let secret = fixed(ok("", b"secret")).await;
    let public = fixed_at(PUBLIC, ok("", b"news")).await;
    let client = client([("mixed.example", vec![vec![at(PRIVATE, &secret), at(PUBLIC, &public)]])]);
    assert_eq!(get(&client, "http://mixed.example/", Kind::Linked).await.unwrap().bytes, b"news");
    assert_eq!(secret.hits(), 0);
}

#[tokio::test]
async fn a_connection_a_person_opened_to_a_private_server_serves_nobody_else() {
    // Kept open after the answer, for whoever asks the same name next.
    let secret = fixed("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine").await;
    let client = client([("inside.example", vec![vec![at(PRIVATE, &secret)]])]);
    assert!(get(&client, "http://inside.example/", Kind::Document).await.is_ok());
    let answer = get(&client, "http://inside.example/", Kind::Linked).await;
    assert_eq!(answer.unwrap_err(), FetchError::PrivateAddress);
}

#[tokio::test]
async fn an_unknown_name_is_called_that() {
    let client = client([("empty.example", vec![Vec::new()])]);
    for name in ["http://nowhere.example/", "http://empty.example/", "https://nowhere.example/"] {
        assert_eq!(get(&client, name, Kind::Document).await.unwrap_err(), FetchError::Unresolvable, "{name}");
    }
}
