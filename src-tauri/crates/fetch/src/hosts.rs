//! At most so many requests to one host at once; the others of that host wait, and nobody else does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(crate) struct Hosts {
    limit: usize,
    // Weak: a host nobody asks just now takes no room.
    open: Mutex<HashMap<String, Weak<Semaphore>>>,
}

/// A place at a host, given back when dropped.
pub(crate) struct Place {
    _permit: Option<OwnedSemaphorePermit>,
    _host: Arc<Semaphore>,
}

impl Hosts {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit: limit.max(1), open: Mutex::default() }
    }

    pub(crate) async fn place(&self, host: &str) -> Place {
        let semaphore = {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = open.get(host).and_then(Weak::upgrade) {
                known
            } else {
                open.retain(|_, semaphore| semaphore.strong_count() > 0);
                let fresh = Arc::new(Semaphore::new(self.limit));
                open.insert(host.to_owned(), Arc::downgrade(&fresh));
                fresh
            }
        };
        // A semaphore is closed by nobody here; without a permit the request simply goes ahead.
        let permit = Arc::clone(&semaphore).acquire_owned().await.ok();
        Place { _permit: permit, _host: semaphore }
    }
}
