//! The system's share menu, where there is one.

use raw_window_handle::HasWindowHandle;

use crate::{Item, ShareError, Target, targets, web_address};

/// Where the share button is, in CSS pixels of the window: system menus hang from it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs, reason = "as getBoundingClientRect gives them")]
pub struct Anchor {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// How a system menu ended; systems tell this later, hence the callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finished {
    /// The target has the item. Not: it was delivered.
    Shared {
        /// The system's name for it.
        target: String,
    },
    /// The person changed their mind.
    Dismissed,
    /// A sentence.
    Failed(String),
}

/// What became of a request to share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presented {
    /// The system shows its menu.
    Presented,
    /// There is no system menu: choose one of these and call [`send`](crate::send).
    Choose(Vec<Target>),
}

/// Shows the system's share menu of `window` at `anchor`, or says what there is to choose from. To be called on the
/// main thread, which is where systems want it; never waits for the person. `on_finish` is called when a system menu
/// ends, and not at all after [`Presented::Choose`].
///
/// Every system answers [`Presented::Choose`] today. Linux always will, having no such menu; on macOS and Windows
/// theirs are to come behind this function, which is why it asks for a window and a place already.
///
/// # Errors
/// [`ShareError::NotWeb`] when the item's address is not http or https.
pub fn share(
    _window: &dyn HasWindowHandle,
    item: &Item,
    _anchor: Anchor,
    _on_finish: impl FnOnce(Finished) + Send + 'static,
) -> Result<Presented, ShareError> {
    web_address(&item.url)?;
    Ok(Presented::Choose(targets(item)))
}

#[cfg(test)]
mod tests {
    use raw_window_handle::{HandleError, HasWindowHandle, WindowHandle};

    use super::{Anchor, Presented, share};
    use crate::{Item, ShareError};

    struct NoWindow;

    impl HasWindowHandle for NoWindow {
        fn window_handle(&self) -> Result<WindowHandle<'_>, HandleError> {
            Err(HandleError::Unavailable)
        }
    }

    fn presented(url: &str) -> Result<Presented, ShareError> {
        let item = Item { title: "T".to_owned(), url: url.to_owned(), source: None, quote: None, image: None };
        let anchor = Anchor { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };
        share(&NoWindow, &item, anchor, |_| panic!("no menu was shown"))
    }

    #[test]
    fn a_system_without_a_menu_lets_the_person_choose() {
        let Ok(Presented::Choose(targets)) = presented("https://a.example/") else { panic!() };
        let ids: Vec<_> = targets.iter().map(|target| target.id.to_string()).collect();
        assert_eq!(ids, ["copy-link", "copy-quote", "email", "browser"]);
        assert_eq!(presented("file:///etc/passwd"), Err(ShareError::NotWeb));
    }
}
