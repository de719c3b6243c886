//! Tools that need no library: one document in, one JSON document out, or a line for a line with `--batch`.

use std::io::{BufRead as _, Read as _};

use newsroom::Failure;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use crate::args::{Command, ParseFeed, Tool};
use crate::output::Output;

/// Runs the command if it is a tool; gives it back if it is not.
pub(crate) fn run(command: Command, output: &Output) -> Result<Option<Command>, Failure> {
    match command {
        Command::ParseFeed(args) => parse_feed(&args, output)?,
        Command::Extract(tool) => on_html(&tool, output, extract)?,
        Command::Sanitize(tool) => on_html(&tool, output, sanitize)?,
        Command::Discover(tool) => on_html(&tool, output, discover)?,
        other => return Ok(Some(other)),
    }
    Ok(None)
}

#[derive(Deserialize)]
struct FeedRequest {
    path: String,
    content_type: Option<String>,
    url: Option<String>,
}

fn parse_feed(args: &ParseFeed, output: &Output) -> Result<(), Failure> {
    if !args.tool.batch {
        let bytes = standard_input()?;
        let value = feed_json(&bytes, args.content_type.as_deref(), args.tool.url.as_deref(), args.sanitize);
        return output.json_line(&value);
    }
    each_line(output, |line| {
        let request: FeedRequest =
            serde_json::from_str(line).map_err(|error| json!({"ok": false, "error": error.to_string()}))?;
        let bytes = std::fs::read(&request.path)
            .map_err(|error| json!({"ok": false, "error": format!("{}: {error}", request.path)}))?;
        Ok(feed_json(&bytes, request.content_type.as_deref(), request.url.as_deref(), args.sanitize))
    })
}

fn feed_json(bytes: &[u8], content_type: Option<&str>, url: Option<&str>, sanitize: bool) -> Value {
    let url = url.and_then(|url| Url::parse(url).ok());
    match feed::parse(bytes, content_type, url.as_ref()) {
        Ok(mut feed) => {
            let format = feed.format.as_str();
            let mut entries = std::mem::take(&mut feed.entries);
            if sanitize {
                for entry in &mut entries {
                    let base = entry.url.as_deref().and_then(|url| Url::parse(url).ok()).or_else(|| url.clone());
                    for html in [&mut entry.summary_html, &mut entry.content_html].into_iter().flatten() {
                        article::sanitize(html, base.as_ref()).as_str().clone_into(html);
                    }
                }
                feed.description =
                    feed.description.map(|text| article::sanitize(&text, url.as_ref()).as_str().to_owned());
            }
            json!({"ok": true, "error": null, "format": format, "feed": feed, "entries": entries})
        }
        Err(error) => json!({"ok": false, "error": error.to_string(), "format": null, "feed": null, "entries": []}),
    }
}

#[derive(Deserialize)]
struct HtmlRequest {
    #[serde(default)]
    id: Value,
    url: Option<String>,
    #[serde(default)]
    html: String,
}

fn on_html(tool: &Tool, output: &Output, work: fn(&str, Option<&Url>) -> Value) -> Result<(), Failure> {
    let answer = |id: Value, html: &str, url: Option<&str>| {
        let url = url.and_then(|url| Url::parse(url).ok());
        let mut value = work(html, url.as_ref());
        if let Value::Object(fields) = &mut value {
            fields.insert("id".to_owned(), id);
        }
        value
    };
    if !tool.batch {
        let html = String::from_utf8_lossy(&standard_input()?).into_owned();
        return output.json_line(&answer(Value::Null, &html, tool.url.as_deref()));
    }
    each_line(output, |line| {
        let request: HtmlRequest =
            serde_json::from_str(line).map_err(|error| json!({"id": null, "error": error.to_string()}))?;
        Ok(answer(request.id, &request.html, request.url.as_deref()))
    })
}

fn extract(html: &str, url: Option<&Url>) -> Value {
    json!(article::extract(html, url))
}

fn sanitize(html: &str, url: Option<&Url>) -> Value {
    json!({"html": article::sanitize(html, url).as_str()})
}

fn discover(html: &str, url: Option<&Url>) -> Value {
    json!({"feeds": feed::feeds_in_page(html, url)})
}

fn standard_input() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| input_broke(&error))?;
    Ok(bytes)
}

fn input_broke(error: &std::io::Error) -> Failure {
    Failure::new("input", "Reading standard input", error.to_string(), "give the document on standard input")
}

/// A line out for every line in, in order; one that cannot be done is answered with its error.
fn each_line(output: &Output, work: impl Fn(&str) -> Result<Value, Value>) -> Result<(), Failure> {
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| input_broke(&error))?;
        if !line.trim().is_empty() {
            output.json_line(&work(&line).unwrap_or_else(|error| error))?;
        }
    }
    Ok(())
}
