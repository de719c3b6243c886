//! What drawing an SVG takes beside its canvas. Each group with an opacity, filter, mask or clip path is drawn on a layer
//! of its own, and a few hundred bytes can ask for gigabytes of those, or for hours of filters.

use resvg::usvg::filter::Kind;
use resvg::usvg::{Group, Node, Tree};

use crate::PictureError;

/// Bytes of the layers that are held at once.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// Pixels of all layers, filters, masks and clip paths, one after the other: seconds.
const MOST_PIXELS: u64 = 1_000_000_000;
/// What anything takes, however small: masks and patterns may use each other twofold, and twofold again.
const LEAST: u64 = 1_000;
/// Pixels a step of a filter that widens or thins looks at for each: its radius is anything.
const AROUND: u64 = 4_096;

struct Work {
    /// Pixels of the canvas, as which each layer counts.
    canvas: u64,
    pixels: u64,
}

/// Whether a drawing can be made on a canvas of this size.
pub(crate) fn bearable(tree: &Tree, (width, height): (u32, u32)) -> Result<(), PictureError> {
    let mut work = Work { canvas: u64::from(width) * u64::from(height), pixels: 0 };
    work.group(tree.root(), 0)
}

impl Work {
    /// Walks a group that is drawn while so many pixels of layers are held.
    fn group(&mut self, group: &Group, held: u64) -> Result<(), PictureError> {
        let mut held = held;
        if group.should_isolate() {
            let primitives = group.filters().iter().flat_map(|filter| filter.primitives());
            let (results, filtering) =
                primitives.fold((0, 0), |(count, cost), one| (count + 1, cost + effort(one.kind())));
            let masks = u64::from(group.mask().is_some()) + u64::from(group.clip_path().is_some());
            held = held.saturating_add(self.canvas.saturating_mul(1 + masks + results));
            self.spend(self.canvas.saturating_mul(1 + masks + filtering))?;
        }
        if held.saturating_mul(4) > MOST_BYTES {
            return Err(PictureError::TooLarge);
        }
        for node in group.children() {
            self.spend(LEAST)?;
            let mut ends = Ok(());
            // Masks, clip paths and patterns have drawings of their own.
            node.subroots(|root| {
                if ends.is_ok() {
                    ends = self.spend(LEAST).and_then(|()| self.group(root, held));
                }
            });
            ends?;
            if let Node::Group(inner) = node {
                self.group(inner, held)?;
            }
        }
        Ok(())
    }

    fn spend(&mut self, pixels: u64) -> Result<(), PictureError> {
        self.pixels = self.pixels.saturating_add(pixels);
        if self.pixels > MOST_PIXELS { Err(PictureError::TooLarge) } else { Ok(()) }
    }
}

/// What a step of a filter does for each pixel.
fn effort(kind: &Kind) -> u64 {
    match kind {
        Kind::ConvolveMatrix(filter) => u64::from(filter.matrix().columns()) * u64::from(filter.matrix().rows()),
        Kind::Turbulence(filter) => u64::from(filter.num_octaves()).saturating_mul(8),
        Kind::Morphology(_) => AROUND,
        _ => 8,
    }
}
