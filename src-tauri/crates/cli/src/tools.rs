//! Tools that need no library: one document in, one JSON document out, or a line for a line with `--batch`.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use feed::Origin;
use newsroom::Failure;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use crate::args::{Command, ParseFeed, Tool};
use crate::input;
use crate::output::Output;

/// Runs the command if it is a tool; gives it back if it is not.
pub(crate) fn run(command: Command, output: &Output) -> Result<Option<Command>, Failure> {
    match command {
        Command::ParseFeed(args) => parse_feed(&args, output)?,
        Command::Extract(tool) => on_html(&tool, output, extract)?,
        Command::Sanitize(tool) => on_html(&tool, output, sanitize)?,
        Command::Discover(tool) => on_html(&tool, output, discover)?,
        Command::Version => version(output)?,
        Command::Manual { share } => crate::manual::write(&share)?,
        other => return Ok(Some(other)),
    }
    Ok(None)
}

/// The window of a copy that no package manager installed has the updater; here we can only say so.
fn version(output: &Output) -> Result<(), Failure> {
    output.show(&newsroom::installation(true), |here| {
        let name = |value: Value| value.as_str().unwrap_or_default().to_owned();
        let (kind, updates) = (name(json!(here.kind)), name(json!(here.updates)));
        format!("standfirst {}\ninstalled as: {kind}\nupdated by: {updates}", here.version)
    })
}

#[derive(Deserialize)]
struct FeedRequest {
    path: String,
    content_type: Option<String>,
    url: Option<String>,
    /// Other headers of the response, of which `Content-Location` and `Content-Language` say something of the feed.
    headers: Option<BTreeMap<String, String>>,
}

fn parse_feed(args: &ParseFeed, output: &Output) -> Result<(), Failure> {
    if !args.tool.batch {
        let bytes = input::all()?;
        let url = args.tool.url.as_deref().and_then(|url| Url::parse(url).ok());
        let origin = Origin { content_type: args.content_type.as_deref(), url: url.as_ref(), language: None };
        let value = feed_json(&bytes, origin, args.sanitize);
        return output.json_line(&value);
    }
    each_line(output, |line| {
        let request: FeedRequest =
            serde_json::from_str(line).map_err(|error| json!({"ok": false, "error": error.to_string()}))?;
        let bytes = std::fs::read(&request.path)
            .map_err(|error| json!({"ok": false, "error": format!("{}: {error}", request.path)}))?;
        let header = |name: &str| {
            let all = request.headers.iter().flatten();
            all.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str()).next()
        };
        let url = request.url.as_deref().and_then(|url| Url::parse(url).ok());
        let base = feed::base_of(url.as_ref(), header("content-location"));
        let origin = Origin {
            content_type: request.content_type.as_deref(),
            url: base.as_ref(),
            language: header("content-language"),
        };
        Ok(feed_json(&bytes, origin, args.sanitize))
    })
}

fn feed_json(bytes: &[u8], origin: Origin<'_>, sanitize: bool) -> Value {
    let url = origin.url.cloned();
    match feed::parse_from(bytes, origin) {
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
    url: Option<String>,
    /// An address alone may be enough, for `discover`.
    #[serde(default)]
    html: String,
}

fn on_html(tool: &Tool, output: &Output, work: fn(&str, Option<&str>) -> Value) -> Result<(), Failure> {
    let answer = |id: Value, html: &str, url: Option<&str>| {
        let mut value = work(html, url);
        if let Value::Object(fields) = &mut value {
            fields.insert("id".to_owned(), id);
        }
        value
    };
    if !tool.batch {
        let html = String::from_utf8_lossy(&input::all()?).into_owned();
        return output.json_line(&answer(Value::Null, &html, tool.url.as_deref()));
    }
    each_line(output, |line| {
        let request: Value =
            serde_json::from_str(line).map_err(|error| json!({"id": null, "error": error.to_string()}))?;
        let id = request.get("id").cloned().unwrap_or_default();
        let HtmlRequest { url, html } =
            serde_json::from_value(request).map_err(|error| json!({"id": id, "error": error.to_string()}))?;
        Ok(answer(id, &html, url.as_deref()))
    })
}

fn extract(html: &str, url: Option<&str>) -> Value {
    json!(article::extract(html, parsed(url).as_ref()))
}

fn sanitize(html: &str, url: Option<&str>) -> Value {
    json!({"html": article::sanitize(html, parsed(url).as_ref()).as_str()})
}

fn parsed(url: Option<&str>) -> Option<Url> {
    url.and_then(|url| Url::parse(url).ok())
}

/// The address may be written as a person types it; `start` is where `follow` would begin to ask.
fn discover(html: &str, url: Option<&str>) -> Value {
    let start = url.and_then(|typed| feed::addresses(typed).ok()?.into_iter().next());
    let feeds: Vec<Value> = feed::feeds_in_page(&article::defused(html), start.as_ref())
        .into_iter()
        .map(
            |feed| json!({"url": feed.url, "title": feed.title.as_ref().unwrap_or(&feed.url), "type": feed.media_type}),
        )
        .collect();
    json!({"start": start, "feeds": feeds})
}

/// A line out for every line in, in order; one that cannot be done is answered with its error.
fn each_line(output: &Output, work: impl Fn(&str) -> Result<Value, Value>) -> Result<(), Failure> {
    input::each_line(|line| {
        let answer = match line {
            // The next document is answered also where this one breaks a library that we stand on.
            Ok(line) => catch_unwind(AssertUnwindSafe(|| work(line).unwrap_or_else(|error| error)))
                .unwrap_or_else(|_| refused("the document broke its reader")),
            Err(error) => refused(&error.to_string()),
        };
        output.json_line(&answer)?;
        output.flush()
    })
}

fn refused(why: &str) -> Value {
    json!({"ok": false, "id": null, "error": why})
}
