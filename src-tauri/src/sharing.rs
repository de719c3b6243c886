//! The system's own share menu: only the shell has the window it hangs from, and the thread it must be opened on.

use newsroom::{Anchor, Failure, Presented};
use serde_json::Value;
use tauri::{Window, Wry};
use tokio::sync::oneshot;

use crate::desk::Desk;

/// `share_menu(ids, quote, anchor: { x, y, width, height })`: null once the system shows its menu, whose end comes as an
/// event; where it has none, the targets for a menu of ours, as `share_targets` gives them.
pub(crate) async fn menu(desk: &Desk, window: Window<Wry>, args: Value) -> Result<Value, Failure> {
    let (ids, quote, anchor) = read(&args)
        .ok_or_else(|| Failure::new("invalid", "Sharing", "its arguments do not fit", "reload the window"))?;
    let newsroom = desk.newsroom()?;
    let item = newsroom.share_item(ids.clone(), quote.clone()).await?;
    let (answer, answered) = oneshot::channel();
    let ended = newsroom.clone();
    let shown = window.clone().run_on_main_thread(move || {
        let presented = newsroom::present_share(&window, &item, anchor, move |end| ended.share_ended(end));
        // Nobody waits any more once the window has gone.
        let _ = answer.send(presented);
    });
    let failed = |why: String| Failure::new("failed", "The share menu", why, "try again, or copy the link instead");
    shown.map_err(|error| failed(error.to_string()))?;
    let presented = answered.await.map_err(|error| failed(error.to_string()))?;
    match presented {
        Ok(Presented::Presented) => Ok(Value::Null),
        // A system menu that cannot be shown is no reason to share nothing.
        Ok(Presented::Choose) | Err(_) => {
            let targets = newsroom.share_targets(ids, quote).await?;
            serde_json::to_value(targets).map_err(|error| failed(error.to_string()))
        }
    }
}

fn read(args: &Value) -> Option<(Vec<i64>, Option<String>, Anchor)> {
    let ids = args.get("ids")?.as_array()?.iter().map(Value::as_i64).collect::<Option<Vec<i64>>>()?;
    let quote = args.get("quote").and_then(Value::as_str).map(str::to_owned);
    let side = |name: &str| args.get("anchor")?.get(name)?.as_f64().filter(|side| side.is_finite());
    let anchor = Anchor { x: side("x")?, y: side("y")?, width: side("width")?, height: side("height")? };
    Some((ids, quote, anchor))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::read;

    #[test]
    fn what_is_shared_and_where_is_read_whole_or_not_at_all() {
        let anchor = json!({"x": 1, "y": 2.5, "width": 30, "height": 40});
        let (ids, quote, at) = read(&json!({"ids": [1, 2], "quote": "so", "anchor": anchor})).unwrap();
        assert_eq!((ids, quote.as_deref(), at.y, at.height), (vec![1, 2], Some("so"), 2.5, 40.0));
        assert!(read(&json!({"ids": [1], "quote": null, "anchor": anchor})).unwrap().1.is_none());
        for bad in [json!({}), json!({"ids": ["1"], "anchor": anchor}), json!({"ids": [1], "anchor": {"x": 1}})] {
            assert!(read(&bad).is_none(), "{bad}");
        }
    }
}
