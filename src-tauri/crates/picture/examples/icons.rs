//! Draws the app's icons from the SVGs in the folder that is named: `make icons`. PNGs for Linux, an ICO for Windows, an
//! ICNS for macOS. Small sizes have drawings of their own, whose lines lie on their pixels.
#![allow(clippy::print_stderr)] // a tool of ours, in a terminal

use std::error::Error;
use std::path::{Path, PathBuf};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// Each size of the icon theme, and the drawing it is made from.
const DRAWINGS: [(u32, &str); 9] = [
    (16, "icon-16"),
    (22, "icon-22"),
    (24, "icon-24"),
    (32, "icon-16"),
    (48, "icon-24"),
    (64, "icon"),
    (128, "icon"),
    (256, "icon"),
    (512, "icon"),
];

/// What Windows shows: title bar, task bar, Explorer.
const ICO: [u32; 6] = [16, 24, 32, 48, 64, 256];

/// Apple's names for the sizes it asks for (PNG since 10.7); <https://en.wikipedia.org/wiki/Apple_Icon_Image_format>.
const ICNS: [(&[u8; 4], u32); 7] =
    [(b"icp4", 16), (b"icp5", 32), (b"ic07", 128), (b"ic08", 256), (b"ic09", 512), (b"ic11", 32), (b"ic13", 256)];

/// macOS leaves more room around an icon than our drawing does: 824 of 1024 pixels are filled.
const APPLE_MARGIN: f32 = 824.0 / 896.0;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name the folder of the icons")?);
    for (size, _) in DRAWINGS {
        std::fs::write(folder.join(format!("{size}x{size}.png")), drawn(&folder, size, 1.0)?)?;
    }
    std::fs::write(folder.join("icon.ico"), ico(&folder)?)?;
    std::fs::write(folder.join("icon.icns"), icns(&folder)?)?;
    eprintln!("Drawn: {} PNGs, icon.ico, icon.icns in {}", DRAWINGS.len(), folder.display());
    Ok(())
}

/// One size as PNG; `filled` shrinks it around its middle.
fn drawn(folder: &Path, size: u32, filled: f32) -> Result<Vec<u8>, Box<dyn Error>> {
    let name = DRAWINGS.iter().find(|(known, _)| *known == size).map_or("icon", |(_, name)| name);
    let svg = std::fs::read_to_string(folder.join(format!("{name}.svg")))?;
    let tree = Tree::from_str(&svg, &Options::default())?;
    let mut canvas = Pixmap::new(size, size).ok_or("no room")?;
    #[allow(clippy::cast_precision_loss)] // at most 512
    let pixels = size as f32;
    let scale = pixels / tree.size().width() * filled;
    let margin = pixels * (1.0 - filled) / 2.0;
    resvg::render(&tree, Transform::from_row(scale, 0.0, 0.0, scale, margin, margin), &mut canvas.as_mut());
    Ok(canvas.encode_png()?)
}

/// A directory of PNGs, as Windows has taken them since Vista.
fn ico(folder: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let pictures = ICO.map(|size| drawn(folder, size, 1.0));
    let mut file = vec![0, 0, 1, 0];
    file.extend(u16::try_from(ICO.len())?.to_le_bytes());
    let mut offset = 6 + 16 * u32::try_from(ICO.len())?;
    let mut bytes = Vec::new();
    for (size, picture) in ICO.into_iter().zip(pictures) {
        let picture = picture?;
        let length = u32::try_from(picture.len())?;
        let side = u8::try_from(size).unwrap_or(0); // 256 is written as 0
        file.extend([side, side, 0, 0, 1, 0, 32, 0]);
        file.extend(length.to_le_bytes());
        file.extend(offset.to_le_bytes());
        offset += length;
        bytes.extend(picture);
    }
    file.extend(bytes);
    Ok(file)
}

fn icns(folder: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut body = Vec::new();
    for (name, size) in ICNS {
        // The smallest fill their square: a margin would take a third of their lines.
        let picture = drawn(folder, size, if size < 64 { 1.0 } else { APPLE_MARGIN })?;
        body.extend(name);
        body.extend(u32::try_from(picture.len() + 8)?.to_be_bytes());
        body.extend(picture);
    }
    let mut file = b"icns".to_vec();
    file.extend(u32::try_from(body.len() + 8)?.to_be_bytes());
    file.extend(body);
    Ok(file)
}
