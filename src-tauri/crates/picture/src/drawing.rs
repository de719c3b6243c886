//! SVG, drawn: what comes out is pixels. Nothing it names is loaded, neither from the network nor from the disk, and no
//! script of it exists any more.

use std::sync::{Arc, OnceLock};

use image::{DynamicImage, RgbaImage};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use crate::PictureError;
use crate::layers;

const MOST_BYTES: usize = 2 * 1024 * 1024;
/// Every element is drawn.
const MOST_ELEMENTS: usize = 50_000;
/// Readers of SVG call themselves for what is in an element.
const DEEPEST: usize = 100;
/// A larger one is drawn smaller.
const MOST_PIXELS: f32 = 4_000_000.0;
/// Longer than wide as no drawing is: scaled down to [`MOST_PIXELS`] there would be nothing to see.
const LONGEST: f32 = 100_000.0;
/// Room for [`DEEPEST`] calls, which the usual thread may not have.
const STACK: usize = 32 * 1024 * 1024;

/// Draws an SVG, at most so wide.
pub(crate) fn draw(bytes: &[u8], widest: u32) -> Result<DynamicImage, PictureError> {
    bearable(bytes)?;
    let bytes = bytes.to_vec();
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || drawn(&bytes, widest));
    // A panic in there is a broken picture.
    thread.map_err(|_| PictureError::Broken)?.join().map_err(|_| PictureError::Broken)?
}

fn drawn(bytes: &[u8], widest: u32) -> Result<DynamicImage, PictureError> {
    let options = Options {
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        fontdb: fonts(),
        ..Options::default()
    };
    let tree = Tree::from_data(bytes, &options).map_err(|_| PictureError::Broken)?;
    let size = tree.size();
    if size.height() > LONGEST {
        return Err(PictureError::TooLarge);
    }
    let fits = (MOST_PIXELS / (size.width() * size.height())).sqrt();
    let scale = (widest_f(widest) / size.width()).min(fits).min(1.0);
    let (width, height) = (whole(size.width() * scale), whole(size.height() * scale));
    layers::bearable(&tree, (width, height))?;
    let mut canvas = Pixmap::new(width, height).ok_or(PictureError::TooLarge)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut canvas.as_mut());
    let pixels = canvas.pixels().iter().flat_map(|pixel| {
        let plain = pixel.demultiply();
        [plain.red(), plain.green(), plain.blue(), plain.alpha()]
    });
    let image = RgbaImage::from_raw(width, height, pixels.collect()).ok_or(PictureError::Broken)?;
    Ok(DynamicImage::ImageRgba8(image))
}

/// Elements that are drawn again wherever they are referred to, also from one another: so many of them may double what
/// is drawn so many times. Real drawings have a few. By name, with how many there may be.
const REFERRED: &[(&[u8], usize)] = &[
    (b"clippath", 64),
    (b"filter", 64),
    (b"marker", 32),
    (b"mask", 10),
    (b"pattern", 10),
    (b"symbol", 400),
    (b"use", 400),
];

/// Whether it can be read without end of memory or stack: judged by its text alone, before anything reads it.
fn bearable(bytes: &[u8]) -> Result<(), PictureError> {
    if bytes.len() > MOST_BYTES {
        return Err(PictureError::TooLarge);
    }
    let (mut depth, mut elements) = (0_usize, 0_usize);
    let mut referred = [0_usize; REFERRED.len()];
    // One step per tag, however long it is: `>` is only looked for up to the next `<`, which no tag holds.
    for tag in bytes.split(|byte| *byte == b'<').skip(1) {
        match tag.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) => {
                elements += 1;
                // A prefix of a name's own makes it no other element.
                let name = tag.split(|byte| !byte.is_ascii_alphanumeric() && *byte != b':').next().unwrap_or_default();
                let name = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
                if let Some(at) = REFERRED.iter().position(|(known, _)| name.eq_ignore_ascii_case(known)) {
                    referred[at] += 1;
                    if referred[at] > REFERRED[at].1 {
                        return Err(PictureError::TooLarge);
                    }
                }
                let end = tag.iter().position(|byte| *byte == b'>').unwrap_or(tag.len());
                depth += usize::from(tag.get(end.wrapping_sub(1)) != Some(&b'/'));
            }
        }
        if depth > DEEPEST || elements > MOST_ELEMENTS {
            return Err(PictureError::TooLarge);
        }
    }
    Ok(())
}

/// The system's fonts, read when the first drawing needs them.
fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let read = || {
        let mut fonts = Database::new();
        fonts.load_system_fonts();
        Arc::new(fonts)
    };
    Arc::clone(FONTS.get_or_init(read))
}

#[allow(clippy::cast_precision_loss, reason = "a few thousand")]
fn widest_f(widest: u32) -> f32 {
    widest as f32
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a positive length; too large saturates")]
fn whole(length: f32) -> u32 {
    (length.ceil() as u32).max(1)
}
