//! What the library takes on the disk.

use crate::wire::{ArticleView, Storage};
use crate::{Failure, Newsroom};

impl Newsroom {
    pub(crate) async fn set_offline(&self, id: i64, _on: bool) -> Result<ArticleView, Failure> {
        self.article(id).await
    }

    /// What the library takes on the disk.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn storage(&self) -> Result<Storage, Failure> {
        Ok(Storage::default())
    }
}
