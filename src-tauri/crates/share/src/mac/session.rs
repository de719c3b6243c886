//! One share menu from its showing to its end. `AppKit` does not keep a picker or its delegate alive; this does.

use std::cell::RefCell;
use std::ptr::NonNull;

use objc2::rc::Retained;
use objc2::runtime::{NSObject, NSObjectProtocol, ProtocolObject};
use objc2::{
    AnyThread as _, DefinedClass as _, MainThreadMarker, MainThreadOnly, Message as _, define_class, msg_send,
};
use objc2_app_kit::{
    NSApplication, NSSharingContentScope, NSSharingService, NSSharingServiceDelegate, NSSharingServicePicker,
    NSSharingServicePickerDelegate, NSWindow,
};
use objc2_foundation::{NSArray, NSError, NSString};

use super::items;
use crate::item::one_line;
use crate::{Finished, Item};

/// `NSUserCancelledError`.
const CANCELLED: isize = 3072;
/// Menus whose end was never told: some services tell none. The oldest is let go for a new one.
const MOST: usize = 8;

type OnFinish = Box<dyn FnOnce(Finished) + Send>;

thread_local! {
    static OPEN: RefCell<Vec<Retained<Session>>> = const { RefCell::new(Vec::new()) };
}

pub(super) struct State {
    subject: Retained<NSString>,
    window: Option<Retained<NSWindow>>,
    picker: Retained<NSSharingServicePicker>,
    /// Gone once the end was told.
    on_finish: RefCell<Option<OnFinish>>,
}

define_class!(
    // SAFETY: NSObject asks nothing of its subclasses, and Session does not implement Drop.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    #[name = "StandfirstShareSession"]
    #[ivars = State]
    pub(super) struct Session;

    unsafe impl NSObjectProtocol for Session {}

    unsafe impl NSSharingServicePickerDelegate for Session {
        #[unsafe(method_id(sharingServicePicker:delegateForSharingService:))]
        fn delegate_for(
            &self,
            _picker: &NSSharingServicePicker,
            _service: &NSSharingService,
        ) -> Option<Retained<ProtocolObject<dyn NSSharingServiceDelegate>>> {
            Some(ProtocolObject::from_retained(self.retain()))
        }

        #[unsafe(method(sharingServicePicker:didChooseSharingService:))]
        fn did_choose(&self, _picker: &NSSharingServicePicker, service: Option<&NSSharingService>) {
            match service {
                Some(service) => service.setSubject(Some(&self.ivars().subject)),
                None => self.finish(Finished::Dismissed),
            }
        }
    }

    unsafe impl NSSharingServiceDelegate for Session {
        // Mail reads the subject here at the latest.
        #[unsafe(method(sharingService:willShareItems:))]
        fn will_share(&self, service: &NSSharingService, _items: &NSArray) {
            service.setSubject(Some(&self.ivars().subject));
        }

        #[unsafe(method(sharingService:didShareItems:))]
        fn did_share(&self, service: &NSSharingService, _items: &NSArray) {
            self.finish(Finished::Shared { target: Some(service.title().to_string()) });
        }

        #[unsafe(method(sharingService:didFailToShareItems:error:))]
        fn did_fail(&self, _service: &NSSharingService, _items: &NSArray, error: &NSError) {
            self.finish(if error.code() == CANCELLED {
                Finished::Dismissed
            } else {
                let why = one_line(&error.localizedDescription().to_string());
                Finished::Failed(format!("{}: try again, or copy the link instead", why.trim_end_matches('.')))
            });
        }

        #[unsafe(method_id(sharingService:sourceWindowForShareItems:sharingContentScope:))]
        fn source_window(
            &self,
            _service: &NSSharingService,
            _items: &NSArray,
            scope: NonNull<NSSharingContentScope>,
        ) -> Option<Retained<NSWindow>> {
            // SAFETY: AppKit hands over a place to write to for the time of the call.
            unsafe { scope.write(NSSharingContentScope::Item) };
            self.ivars().window.clone().or_else(|| NSApplication::sharedApplication(self.mtm()).mainWindow())
        }
    }
);

impl Session {
    /// A picker for `item`, kept until its end was told.
    pub(super) fn begin(
        main: MainThreadMarker,
        item: &Item,
        window: Option<Retained<NSWindow>>,
        on_finish: Option<OnFinish>,
    ) -> Retained<NSSharingServicePicker> {
        let session = Self::new(main, item, window, on_finish);
        let picker = session.ivars().picker.clone();
        let given_up = OPEN.with_borrow_mut(|open| {
            // Only here: a session that ends is being called by AppKit and must outlive that.
            open.retain(|session| session.ivars().on_finish.borrow().is_some());
            open.push(session);
            (open.len() > MOST).then(|| open.remove(0))
        });
        if let Some(session) = given_up {
            session.finish(Finished::Dismissed);
        }
        picker
    }

    /// A session that its caller keeps.
    pub(super) fn new(
        main: MainThreadMarker,
        item: &Item,
        window: Option<Retained<NSWindow>>,
        on_finish: Option<OnFinish>,
    ) -> Retained<Self> {
        // SAFETY: the items are an NSURL or its preview and an NSString, which a picker takes.
        let picker =
            unsafe { NSSharingServicePicker::initWithItems(NSSharingServicePicker::alloc(), &items::of(item)) };
        let state = State {
            subject: NSString::from_str(item.title.trim()),
            window,
            picker: picker.clone(),
            on_finish: RefCell::new(on_finish),
        };
        // SAFETY: this is NSObject's `init`, which takes nothing and cannot fail.
        let session: Retained<Self> = unsafe { msg_send![super(Self::alloc(main).set_ivars(state)), init] };
        picker.setDelegate(Some(ProtocolObject::from_ref(&*session)));
        session
    }

    /// The picker, for as long as the session is kept.
    pub(super) fn picker(&self) -> &NSSharingServicePicker {
        &self.ivars().picker
    }

    /// Tells the end, once.
    fn finish(&self, finished: Finished) {
        // Taken before the call: who is told may share again at once.
        let told = self.ivars().on_finish.borrow_mut().take();
        if let Some(on_finish) = told {
            on_finish(finished);
        }
    }
}
