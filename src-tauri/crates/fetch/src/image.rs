//! Which bytes are a picture the reader shows: raster formats told by their first bytes, never by the server's word,
//! so that markup served as `image/png` stays markup (Miniflux CVE-2023-27592, CVE-2025-31483).

/// Pixels of a picture at most: unpacked, each takes four bytes, and a few kilobytes can claim billions.
const MOST_PIXELS: usize = 50_000_000;

/// The media type of a raster picture of a bearable size; none for anything else, SVG included.
pub(crate) fn sniff(bytes: &[u8]) -> Option<&'static str> {
    let kind = infer::get(bytes)?.mime_type();
    if imagesize::blob_size(bytes).is_ok_and(|size| size.width.saturating_mul(size.height) > MOST_PIXELS) {
        return None;
    }
    ["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"].into_iter().find(|allowed| *allowed == kind)
}

/// `image/svg+xml` for markup whose first element is `svg`.
pub(crate) fn drawing(bytes: &[u8]) -> Option<&'static str> {
    // Declarations and comments before it are short.
    let head = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes));
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    while let Some(aside) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        let end = match aside.strip_prefix("--") {
            Some(comment) => comment.find("-->").map(|at| at + 5),
            // An internal subset has declarations of its own.
            None if aside.split('>').next().is_some_and(|head| head.contains('[')) => aside.find("]>").map(|at| at + 2),
            None => aside.find('>').map(|at| at + 1),
        };
        rest = aside.get(end?..)?.trim_start();
    }
    let name = rest.strip_prefix('<')?.split([' ', '\t', '\r', '\n', '>', '/']).next()?;
    (name == "svg" || name.ends_with(":svg")).then_some("image/svg+xml")
}
