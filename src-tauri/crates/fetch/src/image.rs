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
