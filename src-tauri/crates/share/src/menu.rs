//! The system's share menu, where there is one.

use raw_window_handle::HasWindowHandle;

#[cfg(target_os = "macos")]
use crate::mac as system;
#[cfg(windows)]
use crate::win as system;
use crate::{Item, ShareError};

/// Where the share button is, in CSS pixels of the window, from the top left of its page: system menus hang from it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
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
        /// The system's name for it, where it tells.
        target: Option<String>,
    },
    /// The person changed their mind.
    Dismissed,
    /// `why: what to do`.
    Failed(String),
}

/// What became of a request to share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presented {
    /// The system shows its menu.
    Presented,
    /// There is no system menu: draw one of what [`targets`](crate::targets) finds, and call [`send`](crate::send).
    /// Looking for them asks other programs, so it is not done here, on the thread that draws.
    Choose,
}

/// Shows the system's share menu of `window` at `anchor`, or says that there is none. To be called on the main thread,
/// which is where systems want it; never waits for the person. `on_finish` is called once, on any thread, when a system
/// menu ends, and not at all after [`Presented::Choose`] or an error.
///
/// # Errors
/// [`ShareError::NotWeb`] when the item's address is not http or https, [`ShareError::Nothing`] when there is neither
/// address nor text.
pub fn share(
    window: &dyn HasWindowHandle,
    item: &Item,
    anchor: Anchor,
    on_finish: impl FnOnce(Finished) + Send + 'static,
) -> Result<Presented, ShareError> {
    item.check()?;
    system::present(window, item, anchor, Box::new(on_finish))
}

/// Linux and its like have no share menu.
#[cfg(not(any(windows, target_os = "macos")))]
mod system {
    use super::{Anchor, Finished, HasWindowHandle, Item, Presented, ShareError};

    #[allow(clippy::unnecessary_wraps, reason = "as the others answer")]
    pub(super) fn present(
        _window: &dyn HasWindowHandle,
        _item: &Item,
        _anchor: Anchor,
        _on_finish: Box<dyn FnOnce(Finished) + Send>,
    ) -> Result<Presented, ShareError> {
        Ok(Presented::Choose)
    }
}

#[cfg(all(test, not(any(windows, target_os = "macos"))))]
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

    fn presented(url: Option<&str>, text: Option<&str>) -> Result<Presented, ShareError> {
        let item = Item { url: url.map(str::to_owned), text: text.map(str::to_owned), ..Item::default() };
        share(&NoWindow, &item, Anchor::default(), |_| panic!("no menu was shown"))
    }

    #[test]
    fn a_system_without_a_menu_lets_the_person_choose() {
        assert_eq!(presented(Some("https://a.example/"), None), Ok(Presented::Choose));
        assert_eq!(presented(None, Some("a — https://a.example/")), Ok(Presented::Choose));
        assert_eq!(presented(Some("file:///etc/passwd"), Some("x")), Err(ShareError::NotWeb));
        assert_eq!(presented(None, Some(" ")), Err(ShareError::Nothing));
    }
}
