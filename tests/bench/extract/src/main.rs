//! Two jobs. `bench-extract batch`: pages as JSON Lines in, articles out, as `standfirst extract --batch` does it.
//! `bench-extract speed`: the same pages by us and by dom_smoothie, side by side on one core; prints the ratio.

use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use url::Url;

struct Page {
    id: Value,
    url: Option<Url>,
    html: String,
}

fn pages() -> impl Iterator<Item = Page> {
    std::io::stdin().lock().lines().map_while(Result::ok).filter_map(|line| {
        let value: Value = serde_json::from_str(&line).ok()?;
        Some(Page {
            id: value.get("id")?.clone(),
            url: value.get("url").and_then(Value::as_str).and_then(|url| Url::parse(url).ok()),
            html: value.get("html")?.as_str()?.to_owned(),
        })
    })
}

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("batch") => batch(),
        Some("speed") => speed(),
        _ => eprintln!("error: bench-extract: no job named: say batch or speed, with pages as JSON Lines on stdin"),
    }
}

fn batch() {
    let mut out = std::io::stdout().lock();
    for page in pages() {
        let started = Instant::now();
        let mut found = json!(article::extract(&page.html, page.url.as_ref()));
        found["seconds"] = json!(started.elapsed().as_secs_f64());
        found["id"] = page.id;
        if writeln!(out, "{found}").is_err() {
            return;
        }
    }
}

fn speed() {
    let pages: Vec<Page> = pages().collect();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    // Rounds take turns, so that what else the machine does meets both alike; the best round counts.
    for _ in 0..5 {
        ours.push(timed(&pages, |page| article::extract(&page.html, page.url.as_ref()).html.as_str().len()));
        theirs.push(timed(&pages, |page| {
            let url = page.url.as_ref().map(Url::as_str);
            dom_smoothie::Readability::new(page.html.as_str(), url, None)
                .and_then(|mut readability| readability.parse())
                .map_or(0, |article| article.content.len())
        }));
    }
    let best = |rounds: &[Duration]| rounds.iter().min().copied().unwrap_or_default().as_secs_f64();
    let (ours, theirs) = (best(&ours), best(&theirs));
    let count = pages.len() as f64;
    println!("pages {}", pages.len());
    println!("standfirst   {:8.1} pages/s", count / ours);
    println!("dom_smoothie {:8.1} pages/s", count / theirs);
    println!("ratio        {:8.2}", theirs / ours);
}

fn timed(pages: &[Page], work: impl Fn(&Page) -> usize) -> Duration {
    let started = Instant::now();
    let total: usize = pages.iter().map(work).sum();
    std::hint::black_box(total);
    started.elapsed()
}
