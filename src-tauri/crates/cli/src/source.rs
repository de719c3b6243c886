//! One source: how it is, what it is asked for and as whom; repair; the back catalogue.

use std::io::{IsTerminal as _, Read as _};

use ::library::{PastRequest, SourceId};
use newsroom::wire::{AccessInput, HeaderInput, SourcePage};
use newsroom::{Failure, Newsroom, RefreshScope};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::args::{SourceArgs, Switch};
use crate::output::{Output, counted, plain};
use crate::retention;

/// Changes what was asked for, then shows the source.
pub(crate) async fn source(newsroom: &Newsroom, args: SourceArgs, output: &Output) -> Result<(), Failure> {
    let id = args.id;
    // Before anything is changed: a source that is not there has nothing to change.
    let before = newsroom.source_page(id).await?;
    if let Some(rule) = retention::of_source(&args).filter(|_| args.dry_run) {
        return retention::preview(newsroom, id, rule, output).await;
    }
    if args.rename.is_some() || args.folder.is_some() || args.no_folder {
        let title = args.rename.clone().unwrap_or_else(|| before.source.title.clone());
        let folder = args.folder.clone().or_else(|| before.source.folder.clone().filter(|_| !args.no_folder));
        newsroom.update_source(id, title, folder).await?;
    }
    if let Some(address) = &args.address {
        newsroom.set_source_address(id, address).await?;
    }
    if let Some(input) = access(&args, &before)? {
        newsroom.set_source_access(id, input).await?;
    }
    if args.pause || args.resume {
        newsroom.set_source_paused(id, args.pause).await?;
    }
    if args.quiet || args.loud {
        newsroom.set_source_quiet(id, args.quiet).await?;
    }
    if let Some(notify) = args.notify {
        newsroom.set_source_notify(id, notify == Switch::On).await?;
    }
    if let Some(text) = args.text {
        newsroom.set_source_text(id, text.as_str()).await?;
    }
    if let Some(rule) = retention::of_source(&args) {
        newsroom.set_source_keep(id, rule).await?;
        retention::tell(newsroom, output).await?;
    }
    if let Some(mark) = args.forget.clone() {
        newsroom.forget_restored(id, mark).await?;
    }
    if args.address.is_some() {
        // Asked at once: whether the address is right is seen now, and not at the next refresh.
        let scope = RefreshScope { source: Some(SourceId::new(id)), force: true };
        newsroom.refresh(scope, &CancellationToken::new(), |_| ()).await?;
    }
    let page = newsroom.source_page(id).await?;
    let requests = newsroom.library().requests(SourceId::new(id))?;
    output.show(&page_json(&page, &requests), |_| page_text(&page, output))
}

/// Secrets come by standard input, where no list of processes and no shell's history shows them.
fn access(args: &SourceArgs, before: &SourcePage) -> Result<Option<AccessInput>, Failure> {
    if args.no_access {
        let none = AccessInput {
            login: Some(String::new()),
            password: None,
            headers: Some(Vec::new()),
            cookie: Some(String::new()),
        };
        return Ok(Some(none));
    }
    if args.login.as_deref().or(args.header.as_deref()).is_some_and(|name| name.trim().is_empty()) {
        return Err(Failure::new("usage", "The name", "it is empty", "give one; --no-access forgets what is set"));
    }
    let mut input = AccessInput::default();
    if let Some(login) = &args.login {
        input.login = Some(login.clone());
        input.password = Some(secret(&format!("Password of {login}"))?);
    } else if args.cookie {
        input.cookie = Some(secret("Cookie")?);
    } else if let Some(name) = &args.header {
        let known = before.access.iter().flat_map(|access| access.headers.clone());
        let mut headers: Vec<HeaderInput> = known
            .filter(|known| !known.eq_ignore_ascii_case(name))
            .map(|name| HeaderInput { name, value: None })
            .collect();
        headers.push(HeaderInput { name: name.clone(), value: Some(secret(&format!("Value of {name}"))?) });
        input.headers = Some(headers);
    } else {
        return Ok(None);
    }
    Ok(Some(input))
}

fn secret(what: &str) -> Result<String, Failure> {
    let mut text = String::new();
    let stdin = std::io::stdin();
    let read = if stdin.is_terminal() {
        let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{what}: ").as_bytes());
        stdin.read_line(&mut text)
    } else {
        stdin.lock().read_to_string(&mut text)
    };
    read.map_err(|error| Failure::new("usage", what, error.to_string(), "write it to standard input"))?;
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    if text.is_empty() {
        return Err(Failure::new(
            "usage",
            what,
            "nothing came on standard input",
            "write it there; --no-access takes it away",
        ));
    }
    Ok(text)
}

fn page_json(page: &SourcePage, requests: &[PastRequest]) -> serde_json::Value {
    let source = &page.source;
    json!({
        "id": source.id, "url": source.url, "site_url": source.site_url, "title": source.title, "folder": source.folder,
        "state": source.state, "quiet": source.quiet, "notify": source.notify, "unread": source.unread, "added": page.added,
        "last_ok": source.last_ok, "next_due": source.next_due, "retry_at": page.retry_at, "failures": source.failures,
        "error": source.error, "error_code": source.error_code, "schedule": page.schedule, "hub": page.hub,
        "has_older": page.has_older, "etag": page.etag, "last_modified": page.last_modified,
        "access": page.access.as_ref().map(|access| json!({
            "login": access.login, "headers": access.headers, "cookie": access.cookie, "in_keyring": access.in_keyring,
        })),
        "requests": requests, "text": page.text, "keep": page.keep,
        "kept": page.kept.iter().map(|kept| json!({"mark": kept.mark, "text": kept.text, "at": kept.at})).collect::<Vec<_>>(),
    })
}

fn page_text(page: &SourcePage, output: &Output) -> String {
    let source = &page.source;
    let mut lines = vec![output.bold(&plain(&source.title)), plain(&source.url)];
    let mut fact = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            lines.push(format!("  {name:<13} {}", plain(value)));
        }
    };
    fact("site", source.site_url.as_deref());
    fact("folder", source.folder.as_deref());
    let quiet = if source.quiet { ", quiet" } else { "" };
    fact("state", Some(&format!("{}{quiet}", source.state)));
    fact("notify", source.notify.then_some("of its new articles"));
    fact("last answer", source.last_ok.as_deref().or(Some("never")));
    let next = source.next_due.as_deref().unwrap_or("with the next refresh");
    fact("next request", Some(next).filter(|_| source.state == "active"));
    fact("not before", page.retry_at.as_deref());
    fact("failing", source.error.as_deref());
    fact("schedule", Some(&page.schedule));
    fact("hub", page.hub.as_deref());
    fact("older", page.has_older.then(|| format!("`standfirst older {}` fetches them", source.id)).as_deref());
    let pages = match page.text.as_str() {
        "always" => "the pages of its articles are always fetched",
        "never" => "the pages of its articles are not fetched",
        _ => "the pages of its articles are fetched where the feed gives an excerpt",
    };
    fact("text", Some(pages));
    let keep = retention::sentence(page.keep);
    fact("keeps", Some(&keep));
    for kept in &page.kept {
        fact("put back", Some(&format!("{} ({})", kept.mark, kept.text)));
    }
    if let Some(access) = &page.access {
        let place = if access.in_keyring { "the system's keyring" } else { "secrets.json in the data folder" };
        let login = access.login.as_deref().map(|login| format!("as {login}"));
        let cookie = access.cookie.then(|| "with a cookie".to_owned());
        let headers = (!access.headers.is_empty()).then(|| format!("with {}", access.headers.join(", ")));
        let all: Vec<String> = [login, cookie, headers].into_iter().flatten().collect();
        let sent = if access.in_force { "" } else { "; not sent, for the source has moved to another server" };
        fact("asked", Some(&format!("{} (secrets in {place}{sent})", all.join(", "))));
    }
    for request in &page.requests {
        lines.push(format!(
            "  {}  {}{} ({} ms)",
            output.dim(request.at.get(..19).unwrap_or(&request.at)),
            if request.failed { "! " } else { "" },
            plain(request.sentence.split(": ").next().unwrap_or_default()),
            request.took_ms
        ));
    }
    lines.join("\n")
}

/// Looks for failing sources where they may be now: the ones named, else all that fail.
pub(crate) async fn repair(newsroom: &Newsroom, ids: Vec<i64>, output: &Output) -> Result<(), Failure> {
    let ids = if ids.is_empty() {
        let failing = newsroom.library().sources()?.into_iter().filter(|source| source.error.is_some());
        failing.map(|source| source.id.get()).collect()
    } else {
        ids
    };
    if ids.is_empty() {
        output.hint("No source fails");
    }
    let (mut left, mut offered) = (0, false);
    for id in ids {
        let repair = newsroom.repair_source(id).await?;
        left += u64::from(!repair.repaired);
        offered |= !repair.offers.is_empty();
        let value = json!({
            "id": id, "repaired": repair.repaired, "sentence": repair.sentence, "url": repair.source.url,
            "offers": repair.offers.iter().map(|offer| json!({"url": offer.url, "title": offer.title})).collect::<Vec<_>>(),
        });
        output.show(&value, |_| {
            let mut lines =
                vec![format!("{:>5}  {}  {}", id, output.bold(&plain(&repair.source.title)), plain(&repair.sentence))];
            lines.extend(repair.offers.iter().map(|offer| {
                format!("       standfirst source {id} --address {}   # {}", plain(&offer.url), plain(&offer.title))
            }));
            lines.join("\n")
        })?;
    }
    if left > 0 {
        return Err(Failure::new(
            "not-repaired",
            "Repairing",
            counted(left, "source is not well", "sources are not well"),
            if offered { "choose among what was found, pause or unfollow them" } else { "pause or unfollow them" },
        ));
    }
    Ok(())
}

/// Fetches older articles of a source that offers its archive.
pub(crate) async fn older(newsroom: &Newsroom, id: i64, output: &Output) -> Result<(), Failure> {
    let older = newsroom.older_articles(id).await?;
    output.show(&older, |older| {
        let more = if older.more { "; the archive goes on, run it again for more" } else { "; that is all there is" };
        let articles = counted(older.new, "older article", "older articles");
        format!("{articles} from {}{more}", counted(older.pages, "page", "pages"))
    })
}

/// Shows the proxy, after setting it when an address is given.
pub(crate) async fn proxy(newsroom: &Newsroom, address: Option<String>, output: &Output) -> Result<(), Failure> {
    let mut settings = newsroom.settings().await?;
    if let Some(address) = address {
        let address = address.trim().to_owned();
        settings.proxy = if address == "system" { String::new() } else { address };
        settings = newsroom.set_settings(settings).await?;
    }
    let proxy = if settings.proxy.is_empty() { "system" } else { &settings.proxy };
    output.show(&json!({ "proxy": proxy }), |_| match proxy {
        "system" => "What http_proxy, https_proxy, all_proxy and no_proxy say".to_owned(),
        "none" => "None: everything is asked straight".to_owned(),
        address => plain(address),
    })
}
