//! The margins of printed articles. `WebKitGTK` does not heed those of a style sheet, and its own are a printer's
//! narrowest; the other engines take them from `ui/src/styles/print.css`.

use gtk::{PageSetup, Unit};
use tauri::WebviewWindow;
use webkit2gtk::{PrintOperationExt as _, WebViewExt as _};

/// In millimetres: top, sides, bottom. As in the style sheet.
const MARGINS: (f64, f64, f64) = (20.0, 25.0, 24.0);

/// Has every print dialog of the window begin with the margins of a page that is read.
pub(crate) fn set_margins(window: &WebviewWindow) {
    let outcome = window.with_webview(|webview| {
        webview.inner().connect_print(|_, operation| {
            let setup = operation.page_setup().unwrap_or_else(PageSetup::new);
            let (top, sides, bottom) = MARGINS;
            setup.set_top_margin(top, Unit::Mm);
            setup.set_left_margin(sides, Unit::Mm);
            setup.set_right_margin(sides, Unit::Mm);
            setup.set_bottom_margin(bottom, Unit::Mm);
            operation.set_page_setup(&setup);
            // The dialog opens as it would have.
            false
        });
    });
    if let Err(error) = outcome {
        tracing::warn!(%error, "pages will be printed with the printer's own margins");
    }
}
