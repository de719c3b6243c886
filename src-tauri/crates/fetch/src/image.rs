//! Which bytes are a picture the reader shows: raster formats told by their first bytes, never by the server's word,
//! so that markup served as `image/png` stays markup (Miniflux CVE-2023-27592, CVE-2025-31483).

/// The media type of a raster picture; none for anything else, SVG included.
pub(crate) fn sniff(bytes: &[u8]) -> Option<&'static str> {
    let kind = infer::get(bytes)?.mime_type();
    ["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"].into_iter().find(|allowed| *allowed == kind)
}
