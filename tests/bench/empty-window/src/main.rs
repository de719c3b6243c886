//! A Tauri window with one line of text, for `tests/bench/budget.py`.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!())
}
