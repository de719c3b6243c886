//! Extracts pages given as JSON lines (`id`, `url`, `html`) on standard input, for the scorers of the extraction kit.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for developers")]

use std::io::BufRead;
use std::time::Instant;

fn main() {
    let lines: Vec<String> = std::io::stdin().lock().lines().map(Result::unwrap).collect();
    std::thread::scope(|scope| {
        for half in lines.chunks(lines.len().div_ceil(2).max(1)) {
            scope.spawn(move || {
                for line in half {
                    let page: serde_json::Value = serde_json::from_str(line).unwrap();
                    let url = page["url"].as_str().and_then(|url| url::Url::parse(url).ok());
                    let begun = Instant::now();
                    let got = article::extract(page["html"].as_str().unwrap_or_default(), url.as_ref());
                    let seconds = begun.elapsed().as_secs_f64();
                    let mut got = serde_json::to_value(got).unwrap();
                    got["id"] = page["id"].clone();
                    got["seconds"] = seconds.into();
                    println!("{got}");
                }
            });
        }
    });
}
