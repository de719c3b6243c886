//! Writing ZIPs that are the same, byte for byte, whenever they are made of the same: no clock, one system, one order.

use std::io::{self, Read, Seek, SeekFrom, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// Whether a file is made smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// What was made small already, and what must be readable in place.
    Stored,
    /// Texts.
    Deflated,
}

/// A ZIP that is being written.
#[derive(Debug)]
pub(crate) struct Zipped<W: Write + Seek>(ZipWriter<Once<W>>);

impl<W: Write + Seek> Zipped<W> {
    pub(crate) fn new(out: W) -> Self {
        Self(ZipWriter::new(Once { out, failed: false }))
    }

    /// Begins a file; what is written from now on goes into it.
    pub(crate) fn begin(&mut self, name: &str, way: Way) -> io::Result<()> {
        let method = match way {
            Way::Stored => CompressionMethod::Stored,
            Way::Deflated => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .system(System::Unix)
            .unix_permissions(0o644);
        Ok(self.0.start_file(name, options)?)
    }

    pub(crate) fn file(&mut self, name: &str, way: Way, mut bytes: impl Read) -> io::Result<()> {
        self.begin(name, way)?;
        io::copy(&mut bytes, &mut self.0)?;
        Ok(())
    }

    /// Puts a comment at its end.
    pub(crate) fn sign(&mut self, comment: &str) -> io::Result<()> {
        Ok(self.0.set_comment(comment)?)
    }

    /// Ends it, and gives back what it was written to.
    pub(crate) fn finish(self) -> io::Result<W> {
        let Once { out, failed } = self.0.finish()?;
        if failed { Err(io::ErrorKind::WriteZero.into()) } else { Ok(out) }
    }
}

impl<W: Write + Seek> Write for Zipped<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// What failed once is failed, and takes everything from then on: a [`ZipWriter`] that is dropped tries to end its file, and
/// prints what that fails with.
#[derive(Debug)]
struct Once<W> {
    out: W,
    failed: bool,
}

impl<W: Write> Write for Once<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed {
            return Ok(bytes.len());
        }
        let written = self.out.write(bytes);
        self.failed = written.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failed { Ok(()) } else { self.out.flush() }
    }
}

impl<W: Seek> Seek for Once<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.out.seek(to)
    }
}
