//! The Services menu of other programs: *Save to Standfirst* and *Follow in Standfirst*, as src-tauri/Info.plist names
//! them to the system. It starts us if we do not run.

use objc2::rc::Retained;
use objc2::runtime::{AnyObject, NSObject, NSObjectProtocol};
use objc2::{DefinedClass as _, MainThreadMarker, MainThreadOnly, define_class, msg_send};
use objc2_app_kit::{NSApplication, NSPasteboard, NSPasteboardTypeString, NSPasteboardTypeURL};
use objc2_foundation::NSString;

use crate::ShareError;
use crate::intake::{Verb, request};

type OnRequest = Box<dyn Fn(String)>;

define_class!(
    // SAFETY: NSObject asks nothing of its subclasses, and Services does not implement Drop.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    #[name = "StandfirstServices"]
    #[ivars = OnRequest]
    struct Services;

    unsafe impl NSObjectProtocol for Services {}

    // The selectors are those that NSServices in Info.plist has as NSMessage; tests/cross holds the two together.
    impl Services {
        #[unsafe(method(saveToStandfirst:userData:error:))]
        fn save(&self, selected: &NSPasteboard, _data: Option<&NSString>, error: *mut *mut NSString) {
            self.pass_on(Verb::Save, selected, error);
        }

        #[unsafe(method(followInStandfirst:userData:error:))]
        fn follow(&self, selected: &NSPasteboard, _data: Option<&NSString>, error: *mut *mut NSString) {
            self.pass_on(Verb::Follow, selected, error);
        }
    }
);

impl Services {
    fn pass_on(&self, verb: Verb, selected: &NSPasteboard, error: *mut *mut NSString) {
        // SAFETY: both are constants of AppKit.
        let (link, words) = unsafe { (NSPasteboardTypeURL, NSPasteboardTypeString) };
        let text = |kind| selected.stringForType(kind).map(|text| text.to_string());
        if let Some(address) = request(verb, text(link).as_deref(), text(words).as_deref()) {
            (self.ivars())(address);
        } else if !error.is_null() {
            let why = NSString::from_str("No web address is selected: select a link, or a text with one in it.");
            // SAFETY: the system hands over a place for the sentence, which is autoreleased as all that is returned so.
            unsafe { error.write(Retained::autorelease_ptr(why)) };
        }
    }
}

/// Has `on_request` called, on the main thread, with the `standfirst:` address of what a person sends us through the
/// Services menu. To be called there, once, when the application has started.
///
/// # Errors
/// [`ShareError::NoWindow`] on any other thread.
pub fn receive(on_request: impl Fn(String) + 'static) -> Result<(), ShareError> {
    let main = MainThreadMarker::new().ok_or(ShareError::NoWindow)?;
    let services = Services::alloc(main).set_ivars(Box::new(on_request) as OnRequest);
    // SAFETY: this is NSObject's `init`, which takes nothing and cannot fail.
    let services: Retained<Services> = unsafe { msg_send![super(services), init] };
    let provider: Retained<AnyObject> = services.into();
    // SAFETY: the provider answers the messages that Info.plist names.
    unsafe { NSApplication::sharedApplication(main).setServicesProvider(Some(&provider)) };
    // It serves as long as the program runs, and nobody else keeps it.
    std::mem::forget(provider);
    Ok(())
}
