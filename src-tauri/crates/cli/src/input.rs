//! What comes in on standard input.

use std::io::{BufRead as _, Read as _};

use newsroom::Failure;

/// All of it.
pub(crate) fn all() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| broke(&error))?;
    Ok(bytes)
}

/// Its lines, without their ends and without empty ones. A line that is no UTF-8 is the caller's to refuse.
pub(crate) fn each_line(
    mut work: impl FnMut(Result<&str, std::str::Utf8Error>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut stdin = std::io::stdin().lock();
    let mut line = Vec::new();
    while stdin.read_until(b'\n', &mut line).map_err(|error| broke(&error))? > 0 {
        let bytes = line.strip_suffix(b"\n").unwrap_or(&line);
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        if !bytes.trim_ascii().is_empty() {
            work(std::str::from_utf8(bytes))?;
        }
        line.clear();
    }
    Ok(())
}

fn broke(error: &std::io::Error) -> Failure {
    Failure::new("input", "Reading standard input", error.to_string(), "give the document on standard input")
}
