//! Decoding, within bounds.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{AnimationDecoder as _, DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::PictureError;

/// As crate `fetch` has it: unpacked, each takes four bytes.
const MOST_PIXELS: u64 = 50_000_000;
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// A picture, unpacked and upright.
pub(crate) struct Decoded {
    /// The first of its pictures, where it moves.
    pub(crate) image: DynamicImage,
    /// It has several.
    pub(crate) moves: bool,
    /// It was turned to stand upright, as its camera noted.
    pub(crate) turned: bool,
    /// It was packed without loss, as drawings and screenshots are.
    pub(crate) lossless: bool,
}

/// Whether a stored file still is a whole picture.
#[must_use]
pub fn decodes(bytes: &[u8], media_type: &str) -> bool {
    // AVIF is not decoded here: its first bytes must do.
    if media_type == "image/avif" { bytes.get(4..8) == Some(b"ftyp") } else { decode(bytes).is_ok() }
}

pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded, PictureError> {
    let format = image::guess_format(bytes).map_err(|_| PictureError::Broken)?;
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader().into_dimensions().map_err(|_| PictureError::Broken)?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PictureError::TooLarge);
    }
    let mut reader = reader();
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| PictureError::Broken)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| PictureError::Broken)?;
    image.apply_orientation(orientation);
    Ok(Decoded {
        moves: moves(bytes, format),
        turned: orientation != Orientation::NoTransforms,
        lossless: matches!(format, ImageFormat::Png | ImageFormat::Gif),
        image,
    })
}

fn moves(bytes: &[u8], format: ImageFormat) -> bool {
    let cursor = Cursor::new(bytes);
    match format {
        ImageFormat::Gif => GifDecoder::new(cursor).is_ok_and(|gif| gif.into_frames().take(2).flatten().count() > 1),
        ImageFormat::Png => PngDecoder::new(cursor).is_ok_and(|png| png.is_apng().unwrap_or(false)),
        ImageFormat::WebP => WebPDecoder::new(cursor).is_ok_and(|webp| webp.has_animation()),
        _ => false,
    }
}
