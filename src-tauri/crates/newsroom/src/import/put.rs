//! Files that wait to be taken in: handed over by a window in parts, or opened by another program. One at a time.

use std::fs::File;

use exchange::import::ImportError;
use tokio_util::sync::CancellationToken;

use super::{ImportFile, begun_in, not_put, put_aside, refusal, shortened};
use crate::wire::{Arrival, FileLook, ImportReport, ImportState};
use crate::{Event, Failure, Newsroom, blocking, lock};

impl Newsroom {
    /// Takes the next part of a file from a window, or the first of one, in the place of an earlier file. Returns its
    /// number.
    pub(crate) async fn put_file(&self, name: &str, file: Option<i64>, part: Vec<u8>) -> Result<i64, Failure> {
        let (number, mut handed) = if let Some(number) = file {
            let handed = lock(&self.0.importing).handed.take_if(|(known, _)| *known == number);
            handed.ok_or_else(put_aside)?
        } else {
            self.cancel_import();
            let folder = self.data_dir().to_owned();
            let handed = blocking(move || begun_in(&folder)).await??;
            let mut importing = lock(&self.0.importing);
            importing.last += 1;
            (importing.last, handed)
        };
        let added = blocking(move || handed.add(&part).map(|()| handed)).await?;
        let handed = added.map_err(|error| not_put(&error))?;
        if handed.is_too_large() {
            return Err(refusal(name, &ImportError::TooLarge));
        }
        let mut importing = lock(&self.0.importing);
        if importing.last != number {
            return Err(put_aside());
        }
        importing.handed = Some((number, handed));
        Ok(number)
    }

    /// The file that a window has put as `number`.
    pub(crate) fn handed_file(&self, number: i64) -> Result<File, Failure> {
        let handed = lock(&self.0.importing).handed.take_if(|(known, _)| *known == number);
        handed.map(|(_, handed)| handed.file).ok_or_else(put_aside)
    }

    /// Looks into a file that a window has put as `number`, and keeps it for [`Newsroom::import_looked_at`].
    pub(crate) async fn look_at_import(&self, name: &str, number: i64, file: ImportFile) -> Result<Arrival, Failure> {
        let report = self.look_into(&file).await?;
        let mut importing = lock(&self.0.importing);
        if importing.last != number {
            return Err(put_aside());
        }
        importing.looked_at = Some((number, file));
        Ok(Arrival::File { name: name.to_owned(), look: FileLook { file: number, report: shortened(report) } })
    }

    /// The same for a file that came from another program. It waits for the reader as one that was put, in the place of
    /// an earlier one: the window that asked about that may be gone. An import under way goes on.
    ///
    /// # Errors
    /// As the file's are; `not-found` when a newer one came meanwhile.
    pub(crate) async fn arrival_of_import(&self, name: &str, file: ImportFile) -> Result<Arrival, Failure> {
        let number = {
            let mut importing = lock(&self.0.importing);
            importing.last += 1;
            importing.handed = None;
            importing.looked_at = None;
            importing.last
        };
        self.look_at_import(name, number, file).await
    }

    /// Takes the file in that was looked at as `file`, and fetches in the background what has no text.
    pub(crate) async fn import_looked_at(&self, file: i64) -> Result<ImportReport, Failure> {
        let (file, cancel) = {
            let mut importing = lock(&self.0.importing);
            let kept = importing.looked_at.take_if(|(number, _)| *number == file);
            importing.cancel = CancellationToken::new();
            (kept, importing.cancel.clone())
        };
        let (_, file) = file.ok_or_else(put_aside)?;
        let tell = |state: &ImportState| self.announce(Event::Import { state: *state });
        let report = self.import(file, &cancel, tell).await;
        tell(&ImportState::default());
        let report = report?;
        if report.waiting > 0 {
            self.fetch_saved_in_background();
        }
        Ok(shortened(report))
    }

    /// Stops the import under way, and puts a file that was looked at aside.
    pub(crate) fn cancel_import(&self) {
        let mut importing = lock(&self.0.importing);
        importing.last += 1;
        importing.handed = None;
        importing.looked_at = None;
        importing.cancel.cancel();
    }
}
