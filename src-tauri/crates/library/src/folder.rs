//! Folders: the reader's grouping of sources. A folder is the name its sources have in common.

use crate::{Library, LibraryError, SourceId};

impl Library {
    /// Gives a folder another name, or with none puts its sources out of it; returns the sources that lay in it. Where the
    /// other name is a folder already, the two become one.
    ///
    /// # Errors
    /// `Invalid` when there is no such folder.
    pub fn rename_folder(&self, from: &str, to: Option<&str>) -> Result<Vec<SourceId>, LibraryError> {
        let (from, to) = (from.to_owned(), to.map(str::to_owned));
        self.writer().write(move |transaction| {
            let moved = transaction
                .prepare_cached("UPDATE source SET folder = ?2 WHERE folder = ?1 RETURNING id")?
                .query_map((&from, to), |row| row.get(0))?
                .collect::<Result<Vec<SourceId>, _>>()?;
            if moved.is_empty() {
                let why = format!("there is none of the name “{from}”");
                return Err(LibraryError::invalid("folder", why, "look at the names in `standfirst sources`").into());
            }
            Ok(moved)
        })
    }

    /// Puts sources into a folder, or with none out of theirs.
    pub fn set_folder(&self, sources: &[SourceId], folder: Option<&str>) -> Result<(), LibraryError> {
        let (sources, folder) = (sources.to_vec(), folder.map(str::to_owned));
        self.writer().write(move |transaction| {
            let mut update = transaction.prepare_cached("UPDATE source SET folder = ?2 WHERE id = ?1")?;
            for source in sources {
                update.execute((source, &folder))?;
            }
            Ok(())
        })
    }
}
