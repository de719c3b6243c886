//! macOS: the system's share menu, the standard item of the menu bar, and the Services menu.
//!
//! All of it is called on the main thread, and none of it waits for the person. It cannot be run where we build: the
//! check of tests/cross reads its types and selectors, the runners of .github/workflows build it, and SYSTEMS.md says
//! what has to be looked at by hand.
#![allow(unsafe_code, reason = "AppKit is called through Objective-C; every block says why it is sound")]

mod items;
mod menu;
mod services;
mod session;

pub use menu::offer_in_menu;
pub use services::receive;

use objc2::runtime::NSObjectProtocol as _;
use objc2::{MainThreadMarker, msg_send, sel};
use objc2_app_kit::NSView;
use objc2_foundation::{NSPoint, NSRect, NSRectEdge, NSSize};
use raw_window_handle::{HasWindowHandle, RawWindowHandle};

use crate::frame::Frame;
use crate::{Anchor, Finished, Item, Presented, ShareError};
use session::Session;

/// Shows `NSSharingServicePicker` at `anchor`.
pub(crate) fn present(
    window: &dyn HasWindowHandle,
    item: &Item,
    anchor: Anchor,
    on_finish: Box<dyn FnOnce(Finished) + Send>,
) -> Result<Presented, ShareError> {
    let main = MainThreadMarker::new().ok_or(ShareError::NoWindow)?;
    let handle = window.window_handle().map_err(|_| ShareError::NoWindow)?;
    let RawWindowHandle::AppKit(handle) = handle.as_raw() else { return Err(ShareError::NoWindow) };
    // SAFETY: the handle borrows the window, so that its content view lives as long as this call, and views are used on
    // the main thread only, where we are.
    let view: &NSView = unsafe { handle.ns_view.cast().as_ref() };
    let Frame { x, y, width, height } =
        Frame::in_view(anchor, view.bounds().size.height, view.isFlipped(), page_scale(view));
    // Below the button, whichever way the view counts; AppKit looks for another side when there is no room.
    let below = if view.isFlipped() { NSRectEdge::NSMaxYEdge } else { NSRectEdge::NSMinYEdge };
    let picker = Session::begin(main, item, view.window(), Some(on_finish));
    let place = NSRect::new(NSPoint::new(x, y), NSSize::new(width, height));
    picker.showRelativeToRect_ofView_preferredEdge(place, view, below);
    Ok(Presented::Presented)
}

/// How large the page in `view` is drawn: `WKWebView`'s page zoom. Its view lies in the window's content view.
fn page_scale(view: &NSView) -> f64 {
    let page_zoom = |view: &NSView| {
        // SAFETY: `pageZoom` is WKWebView's (macOS 11), a CGFloat without arguments; who has the selector answers so.
        view.respondsToSelector(sel!(pageZoom)).then(|| unsafe { msg_send![view, pageZoom] })
    };
    page_zoom(view).or_else(|| view.subviews().iter().find_map(|view| page_zoom(&view))).unwrap_or(1.0)
}
