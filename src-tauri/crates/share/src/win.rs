//! Windows: the system's share sheet, through `IDataTransferManagerInterop`.
//!
//! It is called on the thread of the window and never waits for the person: Windows asks for the content when it shows
//! the sheet, and tells the end later, or never. It cannot be run where we build; see SYSTEMS.md.
#![allow(unsafe_code, reason = "a window is handed to COM by its handle; every block says why it is sound")]

mod package;
mod received;

pub use received::received;

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use raw_window_handle::{HasWindowHandle, RawWindowHandle};
use windows::ApplicationModel::DataTransfer::{DataRequestedEventArgs, DataTransferManager, ShareCompletedEventArgs};
use windows::Foundation::TypedEventHandler;
use windows::Win32::Foundation::HWND;
use windows::Win32::UI::Shell::IDataTransferManagerInterop;
use windows::core::{HSTRING, Ref, factory};

use crate::item::one_line;
use crate::{Anchor, Finished, Item, Presented, ShareError};

thread_local! {
    /// One handler a window: a second one would be asked for the content of the first.
    static HANDLERS: RefCell<HashMap<isize, (DataTransferManager, i64)>> = RefCell::new(HashMap::new());
}

/// Who is told the end, once, by whichever event comes first.
#[derive(Clone)]
struct Told(Arc<Mutex<Option<OnFinish>>>);

type OnFinish = Box<dyn FnOnce(Finished) + Send>;

impl Told {
    fn finish(&self, finished: Finished) {
        let on_finish = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(on_finish) = on_finish {
            on_finish(finished);
        }
    }
}

impl From<windows::core::Error> for ShareError {
    fn from(error: windows::core::Error) -> Self {
        Self::System { why: reason(&error) }
    }
}

/// Windows' sentence as ours go on: on one line, without its full stop.
fn reason(error: &windows::core::Error) -> String {
    let message = one_line(&error.message());
    let message = message.trim_end_matches('.');
    if message.is_empty() { format!("Windows gave the error {}", error.code()) } else { message.to_owned() }
}

/// Shows the share sheet of `window`. Windows puts it where it likes: `_anchor` is for the others.
pub(crate) fn present(
    window: &dyn HasWindowHandle,
    item: &Item,
    _anchor: Anchor,
    on_finish: Box<dyn FnOnce(Finished) + Send>,
) -> Result<Presented, ShareError> {
    let handle = window.window_handle().map_err(|_| ShareError::NoWindow)?;
    let RawWindowHandle::Win32(handle) = handle.as_raw() else { return Err(ShareError::NoWindow) };
    // Windows before 10, and editions without the sheet: ours is drawn.
    if !DataTransferManager::IsSupported().unwrap_or(false) {
        return Ok(Presented::Choose);
    }
    let key = handle.hwnd.get();
    let hwnd = HWND(key as *mut core::ffi::c_void);
    let interop = factory::<DataTransferManager, IDataTransferManagerInterop>()?;
    // SAFETY: the handle borrows a live window, and this is the thread that owns it.
    let manager: DataTransferManager = unsafe { interop.GetForWindow(hwnd)? };
    unregister(key);
    let (item, told) = (item.clone(), Told(Arc::new(Mutex::new(Some(on_finish)))));
    let handler =
        TypedEventHandler::new(move |_: Ref<'_, DataTransferManager>, asked: Ref<'_, DataRequestedEventArgs>| {
            answer(asked.ok()?, &item, &told)
        });
    let token = manager.DataRequested(&handler)?;
    HANDLERS.with_borrow_mut(|handlers| handlers.insert(key, (manager, token)));
    // SAFETY: as above. It returns when the sheet was asked for.
    if let Err(error) = unsafe { interop.ShowShareUIForWindow(hwnd) } {
        unregister(key);
        return Err(error.into());
    }
    Ok(Presented::Presented)
}

/// Gives the sheet its content. What may take long, the picture, follows from another thread while Windows holds the
/// request open.
fn answer(asked: &DataRequestedEventArgs, item: &Item, told: &Told) -> windows::core::Result<()> {
    let request = asked.Request()?;
    let data = request.Data()?;
    if let Err(error) = package::fill(&data, item) {
        told.finish(Finished::Failed(format!("{}: copy the link instead", reason(&error))));
        return request.FailWithDisplayText(&HSTRING::from("This article cannot be shared. Copy its link instead."));
    }
    let completed = told.clone();
    data.ShareCompleted(&TypedEventHandler::new(move |_, done: Ref<'_, ShareCompletedEventArgs>| {
        let target =
            done.as_ref().and_then(|done| done.ShareTarget().ok()).and_then(|target| target.AppUserModelId().ok());
        completed.finish(Finished::Shared { target: target.map(|id| id.to_string()).filter(|id| !id.is_empty()) });
        Ok(())
    }))?;
    let cancelled = told.clone();
    data.ShareCanceled(&TypedEventHandler::new(move |_, _| {
        cancelled.finish(Finished::Dismissed);
        Ok(())
    }))?;
    if item.image.is_some() {
        let (deferral, item) = (package::Deferral(request.GetDeferral()?), item.clone());
        // Without a thread the article is shared without its picture: the deferral ends as it is dropped.
        let _ = std::thread::Builder::new().name("share-picture".to_owned()).spawn(move || {
            let _held = deferral;
            // A picture that cannot be read is left out.
            let _ = package::add_picture(&data, &item);
        });
    }
    Ok(())
}

fn unregister(key: isize) {
    let before = HANDLERS.with_borrow_mut(|handlers| handlers.remove(&key));
    if let Some((manager, token)) = before {
        // It may have gone with the sheet; then there is nothing to remove.
        let _ = manager.RemoveDataRequested(token);
    }
}
