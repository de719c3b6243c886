//! Where a system menu hangs: from the page's coordinates to a native view's.

use crate::Anchor;

/// A rectangle in a view's own coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Frame {
    /// The place of `anchor` in a view of this height whose page is drawn at `scale`. Views count from the bottom unless
    /// they are flipped. It is never empty, which `AppKit` takes for the whole view, and a number that is none is nought.
    pub(crate) fn in_view(anchor: Anchor, view_height: f64, flipped: bool, scale: f64) -> Self {
        let scale = if scale.is_finite() && scale > 0.0 { scale } else { 1.0 };
        let scaled = |length: f64| if length.is_finite() { length * scale } else { 0.0 };
        let (width, height) = (scaled(anchor.width).max(1.0), scaled(anchor.height).max(1.0));
        let top = scaled(anchor.y);
        Self { x: scaled(anchor.x), y: if flipped { top } else { view_height - top - height }, width, height }
    }
}

#[cfg(test)]
mod tests {
    use super::Frame;
    use crate::Anchor;

    const BUTTON: Anchor = Anchor { x: 10.0, y: 20.0, width: 30.0, height: 16.0 };

    fn frame(anchor: Anchor, flipped: bool, scale: f64) -> (f64, f64, f64, f64) {
        let Frame { x, y, width, height } = Frame::in_view(anchor, 600.0, flipped, scale);
        (x, y, width, height)
    }

    #[test]
    fn a_view_that_counts_from_the_bottom_gets_the_same_rectangle() {
        assert_eq!(frame(BUTTON, true, 1.0), (10.0, 20.0, 30.0, 16.0));
        assert_eq!(frame(BUTTON, false, 1.0), (10.0, 564.0, 30.0, 16.0));
    }

    #[test]
    fn a_zoomed_page_has_its_buttons_further_out() {
        assert_eq!(frame(BUTTON, true, 1.5), (15.0, 30.0, 45.0, 24.0));
        assert_eq!(frame(BUTTON, false, 1.5), (15.0, 546.0, 45.0, 24.0));
    }

    #[test]
    fn a_place_is_never_empty_or_nowhere() {
        assert_eq!(frame(Anchor { width: 0.0, height: 0.0, ..BUTTON }, true, 1.0), (10.0, 20.0, 1.0, 1.0));
        assert_eq!(frame(Anchor { x: f64::NAN, y: f64::INFINITY, ..BUTTON }, true, 0.0), (0.0, 0.0, 30.0, 16.0));
    }
}
