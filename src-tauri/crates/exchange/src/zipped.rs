//! Writing ZIPs that are the same, byte for byte, whenever they are made of the same: no clock, one system, one order.

use std::io::{Read, Seek, Write};

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
pub(crate) struct Zipped<W: Write + Seek>(ZipWriter<W>);

impl<W: Write + Seek> Zipped<W> {
    pub(crate) fn new(out: W) -> Self {
        Self(ZipWriter::new(out))
    }

    /// Begins a file; what is written from now on goes into it.
    pub(crate) fn begin(&mut self, name: &str, way: Way) -> std::io::Result<()> {
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

    pub(crate) fn file(&mut self, name: &str, way: Way, mut bytes: impl Read) -> std::io::Result<()> {
        self.begin(name, way)?;
        std::io::copy(&mut bytes, &mut self.0)?;
        Ok(())
    }

    /// Ends it, and gives back what it was written to.
    pub(crate) fn finish(self) -> std::io::Result<W> {
        Ok(self.0.finish()?)
    }
}

impl<W: Write + Seek> Write for Zipped<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}
