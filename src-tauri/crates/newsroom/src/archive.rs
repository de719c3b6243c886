//! Our own archive, as it comes in.

use crate::wire::ImportReport;
use crate::{Failure, Newsroom};

impl Newsroom {
    /// Takes an archive of our own in.
    #[allow(clippy::unused_async, reason = "reading one will wait for the disk")]
    pub(crate) async fn import_archive(&self, _bytes: Vec<u8>) -> Result<ImportReport, Failure> {
        Err(unsupported())
    }
}

pub(crate) fn unsupported() -> Failure {
    Failure::new(
        "unsupported",
        "The file",
        "it is an archive of Standfirst’s own, and this version cannot take one in yet",
        "update Standfirst, then take it in again",
    )
}
