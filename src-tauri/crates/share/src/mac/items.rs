//! An item as `NSSharingServicePicker` takes it.

use objc2::rc::Retained;
use objc2::runtime::AnyObject;
use objc2::{AnyThread as _, available};
use objc2_app_kit::{NSImage, NSPreviewRepresentingActivityItem};
use objc2_foundation::{NSArray, NSString, NSURL};

use crate::Item;

/// The link, with title and picture as its preview where the system shows one, and the passage or the lines of several
/// articles as a text of their own. Only services that take all of it are offered, so there is no more in it than what
/// the person meant: the picture goes along as the preview and not as a file, which would leave the reading list out.
pub(super) fn of(item: &Item) -> Retained<NSArray> {
    let link = item.link().ok().flatten().and_then(|link| NSURL::URLWithString(&NSString::from_str(link.as_str())));
    let link = link.map(|link| with_preview(link, item));
    let text = item.said().map(|text| Retained::into(NSString::from_str(&text)));
    let all: Vec<Retained<AnyObject>> = link.into_iter().chain(text).collect();
    NSArray::from_retained_slice(&all)
}

/// What the share menu shows above its list, from macOS 13 on.
fn with_preview(link: Retained<NSURL>, item: &Item) -> Retained<AnyObject> {
    if !available!(macos = 13.0) {
        return link.into();
    }
    let picture = item.image.as_deref().and_then(|file| {
        NSImage::initWithContentsOfFile(NSImage::alloc(), &NSString::from_str(&file.to_string_lossy()))
    });
    let title = NSString::from_str(item.title.trim());
    let link: Retained<AnyObject> = link.into();
    // SAFETY: the class is there from macOS 13 on, and an NSURL is among what a picker's items may be.
    let previewed = unsafe {
        NSPreviewRepresentingActivityItem::initWithItem_title_image_icon(
            NSPreviewRepresentingActivityItem::alloc(),
            &link,
            (title.length() > 0).then_some(&*title),
            picture.as_deref(),
            None,
        )
    };
    previewed.into()
}
