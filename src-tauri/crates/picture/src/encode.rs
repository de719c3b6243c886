//! Resizing and packing. WebP with loss for what is seen of photographs, without where that costs no more.

use fast_image_resize::{ResizeOptions, Resizer};
use image::{DynamicImage, RgbImage, RgbaImage};

use crate::decode::Decoded;
use crate::{File, PictureError, READING, Sizes, THUMBNAIL};

/// What every engine of the window shows.
pub(crate) const SHOWN: &[&str] = &["image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"];

/// Of 100: where photographs begin to look like their originals.
const READING_QUALITY: f32 = 80.0;
const THUMBNAIL_QUALITY: f32 = 75.0;
/// WebP has no more rows, and nobody reads a picture that long.
const MOST_ROWS: u32 = 16_000;
/// Below this, in bytes, nothing is gained.
const SMALL: usize = 4096;
/// Packing more pixels without loss takes seconds.
const MOST_LOSSLESS: u64 = 3_000_000;

/// The picture for reading, when that is better than the original of `original` bytes.
pub(crate) fn reading(decoded: &Decoded, original: usize) -> Result<Option<File>, PictureError> {
    let fits = decoded.image.width() <= READING && decoded.image.height() <= MOST_ROWS;
    if fits && original <= SMALL && !decoded.turned {
        return Ok(None);
    }
    let sized = fitted(&decoded.image, READING)?;
    let packed = packed(&sized, READING_QUALITY, decoded.lossless)?;
    let original_serves = fits && !decoded.turned && original <= packed.bytes.len();
    Ok((!original_serves).then_some(packed))
}

pub(crate) fn thumbnail(image: &DynamicImage) -> Result<File, PictureError> {
    packed(&fitted(image, THUMBNAIL)?, THUMBNAIL_QUALITY, false)
}

/// The sizes of a drawing.
pub(crate) fn drawn(image: &DynamicImage) -> Result<Sizes, PictureError> {
    let thumbnail = (image.width() > THUMBNAIL).then(|| thumbnail(image)).transpose()?;
    Ok(Sizes { reading: packed(image, READING_QUALITY, true)?, thumbnail })
}

/// The picture, at most so wide, in eight bits a colour.
fn fitted(image: &DynamicImage, width: u32) -> Result<DynamicImage, PictureError> {
    let plain = if image.color().has_alpha() {
        DynamicImage::ImageRgba8(image.to_rgba8())
    } else {
        DynamicImage::ImageRgb8(image.to_rgb8())
    };
    let (from_width, from_height) = (u64::from(plain.width()), u64::from(plain.height()));
    let most_rows = u64::from(MOST_ROWS);
    let mut to = (from_width.min(u64::from(width)), from_height);
    to.1 = (from_height * to.0).div_ceil(from_width.max(1)).max(1);
    if to.1 > most_rows {
        to = ((from_width * most_rows / from_height.max(1)).max(1), most_rows);
    }
    if to == (from_width, from_height) {
        return Ok(plain);
    }
    let side = |length: u64| u32::try_from(length).unwrap_or(1);
    let (to_width, to_height) = (side(to.0), side(to.1));
    let mut small = if plain.color().has_alpha() {
        DynamicImage::ImageRgba8(RgbaImage::new(to_width, to_height))
    } else {
        DynamicImage::ImageRgb8(RgbImage::new(to_width, to_height))
    };
    let options = ResizeOptions::new();
    Resizer::new().resize(&plain, &mut small, &options).map_err(|_| PictureError::Broken)?;
    Ok(small)
}

/// Packs a picture that has eight bits a colour. One that was packed without loss stays so where that is not much larger.
fn packed(image: &DynamicImage, quality: f32, was_lossless: bool) -> Result<File, PictureError> {
    let (width, height) = (image.width(), image.height());
    let rgb;
    let encoder = match image {
        DynamicImage::ImageRgba8(rgba) => webp::Encoder::from_rgba(rgba, width, height),
        other => {
            rgb = other.to_rgb8();
            webp::Encoder::from_rgb(&rgb, width, height)
        }
    };
    let pack = |lossless| encoder.encode_simple(lossless, quality).map_err(|_| PictureError::Broken);
    let with_loss = pack(false)?;
    let file = |bytes: &[u8]| File { bytes: bytes.to_vec(), media_type: "image/webp" };
    if was_lossless && u64::from(width) * u64::from(height) <= MOST_LOSSLESS {
        // The first argument of lossless packing is effort, which costs more time than it saves room.
        let without = encoder.encode_simple(true, 30.0).map_err(|_| PictureError::Broken)?;
        if without.len() <= with_loss.len() + with_loss.len() / 4 {
            return Ok(file(&without));
        }
    }
    Ok(file(&with_loss))
}

/// As JPEG, or as PNG where it is see-through.
pub(crate) fn for_books(image: &DynamicImage) -> Option<File> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let media_type = if image.color().has_alpha() && !is_opaque(image) {
        DynamicImage::ImageRgba8(image.to_rgba8()).write_to(&mut bytes, image::ImageFormat::Png).ok()?;
        "image/png"
    } else {
        let jpeg = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 85);
        DynamicImage::ImageRgb8(image.to_rgb8()).write_with_encoder(jpeg).ok()?;
        "image/jpeg"
    };
    Some(File { bytes: bytes.into_inner(), media_type })
}

fn is_opaque(image: &DynamicImage) -> bool {
    image.to_rgba8().pixels().all(|pixel| pixel.0[3] == u8::MAX)
}
