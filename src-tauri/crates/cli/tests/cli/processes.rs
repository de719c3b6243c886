//! Several processes on one library, and one that is stopped.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use crate::support::{Desk, Site, rss};

#[test]
fn two_refreshes_and_a_reader_at_once_lose_nothing() {
    let site = Site::start();
    let desk = Desk::following(&site, 40);
    site.put("/feed.xml", "application/rss+xml", rss(&site, 80));
    let ids: Vec<String> = desk.list(&[]).iter().map(|row| row["id"].to_string()).collect();
    let refreshes: Vec<_> =
        (0..2).map(|_| desk.command().args(["refresh", "--force", "--json"]).spawn().unwrap()).collect();
    let acts: String = ids.iter().map(|id| format!("save\t{id}\n")).collect();
    assert_eq!(desk.run_with(&["batch"], acts.as_bytes()).code, 0);
    for refresh in refreshes {
        let output = refresh.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    assert_eq!(desk.list(&[]).len(), 80);
    assert_eq!(desk.list(&["--saved"]).len(), ids.len());
    desk.ok(&["check"]);
}

#[test]
fn an_ack_means_on_the_disk_even_when_killed_at_once() {
    let site = Site::start();
    let desk = Desk::following(&site, 40);
    let ids: Vec<String> = desk.list(&[]).iter().map(|row| row["id"].to_string()).collect();
    let mut child = desk.command().arg("batch").spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in &ids[..10] {
        // Answered before the next line is given: each one is flushed.
        writeln!(input, "mark-read\t{id}").unwrap();
        assert_eq!(answers.next().unwrap().unwrap(), format!("ack mark-read\t{id}"));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(desk.list(&["--unread"]).len(), 30);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_refresh_and_keeps_what_arrived() {
    use std::process::Command;
    use std::time::{Duration, Instant};

    let site = Site::start();
    let desk = Desk::new();
    site.put("/feed.xml", "application/rss+xml", rss(&site, 3));
    let outline = |path| format!("<outline type='rss' xmlUrl='{}'/>", site.url(path));
    let opml = format!("<opml version='2.0'><body>{}{}</body></opml>", outline("/feed.xml"), outline("/slow"));
    desk.run_with(&["import", "-"], opml.as_bytes());
    let child = desk.command().args(["refresh", "--json"]).spawn().unwrap();
    let until = Instant::now() + Duration::from_secs(20);
    while (site.hits("/slow") == 0 || desk.list(&[]).len() < 3) && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(50));
    }
    let asked = Instant::now();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert!(asked.elapsed() < Duration::from_secs(5), "it took {:?}", asked.elapsed());
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.lines().last().unwrap().starts_with("error: Refreshing: it was stopped"), "{stderr}");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["new"], 3);
    assert_eq!(desk.list(&[]).len(), 3);
}

#[test]
fn serve_answers_on_the_port_it_names() {
    let desk = Desk::new();
    let mut child = desk.command().args(["serve", "--port", "0", "--json"]).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let port = serde_json::from_str::<serde_json::Value>(&first).unwrap()["port"].as_u64().unwrap();
    let ask = |header: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", u16::try_from(port).unwrap())).unwrap();
        write!(stream, "POST /api/overview HTTP/1.1\r\nhost: 127.0.0.1\r\n{header}content-length: 2\r\nconnection: close\r\n\r\n{{}}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let (with, without) = (ask("x-standfirst: 1\r\n"), ask(""));
    // A port in use is said to be.
    desk.run(&["serve", "--port", &port.to_string()]).failed(1);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(with.starts_with("HTTP/1.1 200") && with.contains("\"unread\":0"), "{with}");
    assert!(without.starts_with("HTTP/1.1 403"), "{without}");
}
