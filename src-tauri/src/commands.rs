//! Passes the UI's calls on: newsroom's table as it is, and what only the shell can do.
//!
//! Tauri has checked a call against `capabilities/main.json` before it comes here.

use newsroom::Failure;
use serde_json::Value;
use tauri::ipc::{Invoke, InvokeBody, InvokeError};
use tauri::{Manager as _, Wry};

use crate::clipboard::Clipboard;
use crate::desk::Desk;
use crate::{sharing, updates};

/// Answers one call. Always true: an unknown name is answered too.
pub(crate) fn handle(invoke: Invoke<Wry>) -> bool {
    let Invoke { message, resolver, .. } = invoke;
    let name = message.command().to_owned();
    let args = match message.payload() {
        InvokeBody::Json(args) => args.clone(),
        InvokeBody::Raw(_) => Value::Null,
    };
    let (app, window) = (message.webview_ref().app_handle().clone(), message.webview_ref().window());
    resolver.respond_async(async move {
        #[cfg(target_os = "macos")]
        if let ("article", Some(id)) = (name.as_str(), args.get("id").and_then(Value::as_i64)) {
            crate::menubar::shows(&app, id);
        }
        let answer = match name.as_str() {
            "copy_text" => copy_text(&app.state::<Clipboard>(), args).await,
            "quit" => {
                crate::background::quit(&app);
                Ok(Value::Null)
            }
            "share_menu" => sharing::menu(&app.state::<Desk>(), window, args).await,
            _ => match updates::answer(&app, &name).await {
                Some(answer) => answer,
                None => app.state::<Desk>().call(&app, &name, args).await,
            },
        };
        answer.map_err(InvokeError::from)
    });
    true
}

/// `copy_text(text)`: newsroom gives faces the text to copy; the clipboard is the face's.
async fn copy_text(clipboard: &Clipboard, args: Value) -> Result<Value, Failure> {
    let Some(text) = args.get("text").and_then(Value::as_str) else {
        return Err(Failure::new("invalid", "Copying", "there was no text", "try again"));
    };
    clipboard.put(text.to_owned()).await.map(|()| Value::Null)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::command_names::NAMES;

    #[test]
    fn the_manifest_names_newsrooms_table_and_the_shells_own() {
        let mut table: Vec<&str> = newsroom::commands::NAMES.to_vec();
        table.extend(["copy_text", "quit", "share_menu"]);
        assert_eq!(NAMES, table, "bring src/command_names.rs up to newsroom's table");
    }

    #[test]
    fn the_capability_grants_each_command_once_and_nothing_more() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/capabilities/main.json");
        let capability: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        assert!(capability.get("remote").is_none(), "nothing remote may call");
        let granted: Vec<&str> =
            capability["permissions"].as_array().unwrap().iter().filter_map(|p| p.as_str()).collect();
        let mut wanted: BTreeSet<String> =
            NAMES.iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
        wanted.extend(["core:event:allow-listen".to_owned(), "core:event:allow-unlisten".to_owned()]);
        assert_eq!(granted.len(), wanted.len());
        assert_eq!(granted.iter().map(ToString::to_string).collect::<BTreeSet<_>>(), wanted);
        let files: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/capabilities")).unwrap().collect();
        assert_eq!(files.len(), 1, "one capability");
    }
}
