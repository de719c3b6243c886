//! Who may go ahead: so many requests to one host at once, so many in all, so many large answers in memory. Whoever is
//! slow waits with the slow, so that nobody prompt waits for them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Requests that are slow and still waited for; when there are more, the rest takes places of the prompt ones.
const SLOW: usize = 32;
/// Answers over [`SMALL`] bytes that are in memory at once.
const LARGE: usize = 4;

/// An answer up to this size, in bytes, needs no place among the large ones.
pub(crate) const SMALL: usize = 512 * 1024;

pub(crate) struct Places {
    per_host: usize,
    patience: Duration,
    // Weak: a host nobody asks just now takes no room.
    hosts: Mutex<HashMap<String, Weak<Semaphore>>>,
    prompt: Arc<Semaphore>,
    slow: Arc<Semaphore>,
    large: Arc<Semaphore>,
}

/// A place, given back when dropped. What lies in memory keeps its place, so that requests do not outrun reading.
#[derive(Debug)]
pub(crate) struct Place {
    _permit: Option<OwnedSemaphorePermit>,
    _host: Option<Arc<Semaphore>>,
}

impl Places {
    pub(crate) fn new(per_host: usize, at_once: usize, patience: Duration) -> Self {
        Self {
            per_host: per_host.max(1),
            patience,
            hosts: Mutex::default(),
            prompt: Arc::new(Semaphore::new(at_once.max(1))),
            slow: Arc::new(Semaphore::new(SLOW)),
            large: Arc::new(Semaphore::new(LARGE)),
        }
    }

    pub(crate) async fn at_host(&self, host: &str) -> Place {
        let semaphore = {
            let mut open = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = open.get(host).and_then(Weak::upgrade) {
                known
            } else {
                open.retain(|_, semaphore| semaphore.strong_count() > 0);
                let fresh = Arc::new(Semaphore::new(self.per_host));
                open.insert(host.to_owned(), Arc::downgrade(&fresh));
                fresh
            }
        };
        Place { _permit: take(&semaphore).await, _host: Some(semaphore) }
    }

    pub(crate) async fn large(&self) -> Place {
        Place { _permit: take(&self.large).await, _host: None }
    }

    /// Does `work` in one of the places there are in all; returns the place with what came of it.
    pub(crate) async fn among_all<T>(&self, work: impl Future<Output = T>) -> (T, Place) {
        let prompt = take(&self.prompt).await;
        tokio::pin!(work);
        if let Ok(done) = timeout(self.patience, &mut work).await {
            return (done, Place { _permit: prompt, _host: None });
        }
        let permit = match Arc::clone(&self.slow).try_acquire_owned() {
            Ok(slow) => {
                drop(prompt);
                Some(slow)
            }
            Err(_) => prompt,
        };
        (work.await, Place { _permit: permit, _host: None })
    }
}

/// A semaphore is closed by nobody here; without a permit the request would simply go ahead.
async fn take(semaphore: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
    Arc::clone(semaphore).acquire_owned().await.ok()
}
