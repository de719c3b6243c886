//! What a reader gets of a picture.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use picture::{PictureError, decodes, sizes};

/// Something like a photograph: soft gradients, some grain.
fn photograph(width: u32, height: u32) -> DynamicImage {
    let mut seed = 1_u32;
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = u8::try_from(seed >> 29).unwrap();
        let shade = |at: u32, of: u32| u8::try_from(at * 200 / of).unwrap();
        Rgb([shade(x, width) + grain, shade(y, height) + grain, shade(x + y, width + height) + grain])
    }))
}

fn packed(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn dimensions(bytes: &[u8]) -> (u32, u32) {
    let image = image::load_from_memory(bytes).unwrap();
    (image.width(), image.height())
}

#[test]
fn a_photograph_is_resized_for_the_screen() {
    let original = packed(&photograph(3200, 2000), ImageFormat::Jpeg);
    let sizes = sizes(&original, "image/jpeg").unwrap();
    assert_eq!((dimensions(&sizes.reading.bytes), sizes.reading.media_type), ((1600, 1000), "image/webp"));
    let thumbnail = sizes.thumbnail.unwrap();
    assert_eq!(dimensions(&thumbnail.bytes), (400, 250));
    assert!(sizes.reading.bytes.len() < original.len() / 2 && thumbnail.bytes.len() < sizes.reading.bytes.len());
    assert!(decodes(&thumbnail.bytes, "image/webp"));
}

#[test]
fn the_original_is_kept_where_it_is_smaller() {
    let tiny = packed(&photograph(20, 20), ImageFormat::Png);
    let kept = sizes(&tiny, "image/png").unwrap();
    assert_eq!((kept.reading.bytes, kept.reading.media_type, kept.thumbnail), (tiny, "image/png", None));
    // A small file of a soft picture, which no second packing betters.
    let soft = DynamicImage::ImageRgb8(RgbImage::from_pixel(900, 600, Rgb([90, 120, 140])));
    let soft = webp::Encoder::from_rgb(&soft.to_rgb8(), 900, 600).encode(10.0).to_vec();
    assert_eq!(sizes(&soft, "image/webp").unwrap().reading.bytes, soft);
}

#[test]
fn a_screenshot_stays_sharp() {
    let chart =
        RgbImage::from_fn(
            1200,
            800,
            |x, y| if (x / 40 + y / 40) % 2 == 0 { Rgb([250, 250, 250]) } else { Rgb([20, 30, 90]) },
        );
    let original = packed(&DynamicImage::ImageRgb8(chart.clone()), ImageFormat::Png);
    let sizes = sizes(&original, "image/png").unwrap();
    assert_eq!(image::load_from_memory(&sizes.reading.bytes).unwrap().to_rgb8(), chart);
    assert!(sizes.reading.bytes.len() <= original.len());
}

#[test]
fn what_is_transparent_stays_so() {
    let logo = RgbaImage::from_fn(2000, 500, |x, _| Rgba([200, 0, 0, if x < 1000 { 0 } else { 255 }]));
    let original = packed(&DynamicImage::ImageRgba8(logo), ImageFormat::Png);
    let sizes = sizes(&original, "image/png").unwrap();
    let shown = image::load_from_memory(&sizes.reading.bytes).unwrap().to_rgba8();
    assert_eq!((shown.get_pixel(10, 10)[3], shown.get_pixel(1500, 10)[3]), (0, 255));
}

#[test]
fn what_moves_goes_on_moving_and_stands_still_in_lists() {
    let mut gif = Vec::new();
    let frame = |shade| Frame::new(RgbaImage::from_pixel(60, 40, Rgba([shade, shade, shade, 255])));
    GifEncoder::new(&mut gif).encode_frames([frame(0), frame(255)]).unwrap();
    let moving = sizes(&gif, "image/gif").unwrap();
    assert_eq!((moving.reading.bytes, moving.reading.media_type), (gif, "image/gif"));
    let still = image::load_from_memory(&moving.thumbnail.unwrap().bytes).unwrap().to_rgb8();
    assert!(still.get_pixel(5, 5)[0] < 40, "the first of its pictures");
}

#[test]
fn a_photograph_taken_sideways_stands_upright() {
    let mut jpeg = packed(&photograph(900, 600), ImageFormat::Jpeg);
    // EXIF with one entry: orientation 6, turned by a quarter (JEITA CP-3451, 4.6.4).
    let exif = b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    jpeg.splice(2..2, exif.iter().copied());
    assert_eq!(dimensions(&sizes(&jpeg, "image/jpeg").unwrap().reading.bytes), (600, 900));
}

#[test]
fn an_endless_strip_is_made_to_fit() {
    let strip = packed(&DynamicImage::ImageRgb8(RgbImage::from_pixel(500, 20_000, Rgb([1, 2, 3]))), ImageFormat::Png);
    let sizes = sizes(&strip, "image/png").unwrap();
    assert_eq!(dimensions(&sizes.reading.bytes), (400, 16_000));
}

#[test]
fn a_drawing_comes_out_as_pixels() {
    let svg = "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' width='800' height='400'><script>alert(1)</script>\
        <rect width='400' height='400' fill='#c00'/><text x='500' y='200' font-size='40'>1999</text></svg>";
    let sizes = sizes(svg.as_bytes(), "image/svg+xml").unwrap();
    assert_eq!(sizes.reading.media_type, "image/webp");
    let shown = image::load_from_memory(&sizes.reading.bytes).unwrap().to_rgba8();
    assert_eq!(
        (shown.dimensions(), shown.get_pixel(100, 100).0, shown.get_pixel(790, 10)[3]),
        ((800, 400), [204, 0, 0, 255], 0)
    );
    assert_eq!(dimensions(&sizes.thumbnail.unwrap().bytes), (400, 200));
}

#[test]
fn a_drawing_loads_nothing() {
    let dir = std::env::temp_dir().join(format!("standfirst-drawing-{}.png", std::process::id()));
    std::fs::write(&dir, packed(&photograph(10, 10), ImageFormat::Png)).unwrap();
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='10' height='10'><image width='10' height='10' xlink:href='{}'/></svg>",
        dir.display()
    );
    let drawn = sizes(svg.as_bytes(), "image/svg+xml").unwrap();
    std::fs::remove_file(dir).unwrap();
    let shown = image::load_from_memory(&drawn.reading.bytes).unwrap().to_rgba8();
    assert!(shown.pixels().all(|pixel| pixel[3] == 0), "a file of the reader's was drawn");
}

#[test]
fn a_drawing_takes_no_more_memory_or_time_than_it_may() {
    let svg = |inside: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='1600' height='1600'><style>.o{{opacity:.9}}</style>{inside}<rect width='9' height='9'/></svg>"
        )
    };
    let rect = "<rect width='1600' height='1600'/>";
    let nested = svg(&("<g class='o'>".repeat(90) + rect + "<path d='M0 0h9v9'/>" + &"</g>".repeat(90)));
    let masks: Vec<String> = (1..30)
        .map(|n| {
            format!("<mask id='m{n}'><g mask='url(#m{0})'>{rect}</g><g mask='url(#m{0})'>{rect}</g></mask>", n - 1)
        })
        .collect();
    let twofold = svg(&format!("<mask id='m0'>{rect}</mask>{}<g mask='url(#m8)'>{rect}</g>", masks.concat()));
    let filters = svg(&format!(
        "<filter id='f'>{}</filter><g filter='url(#f)'>{rect}</g>",
        "<feTurbulence baseFrequency='.1' numOctaves='9000'/>".repeat(9)
    ));
    for drawing in [nested, twofold, filters] {
        assert_eq!(sizes(drawing.as_bytes(), "image/svg+xml"), Err(PictureError::TooLarge));
    }
    // What drawings do have: a layer in a layer, and many beside each other.
    let chart = svg(&format!(
        "<g opacity='.5'>{}</g>",
        "<g opacity='.5'><rect width='99' height='99'/><rect width='9' height='9'/></g>".repeat(100)
    ));
    assert!(sizes(chart.as_bytes(), "image/svg+xml").is_ok());
    let large =
        "<svg xmlns='http://www.w3.org/2000/svg' width='1600' height='9000'><rect width='1600' height='9000'/></svg>";
    let (width, height) = dimensions(&sizes(large.as_bytes(), "image/svg+xml").unwrap().reading.bytes);
    assert!(width * height < 4_100_000 && height > 4000, "{width} by {height}");
    assert_eq!(sizes("<a ".repeat(700_000).as_bytes(), "image/svg+xml"), Err(PictureError::TooLarge));
}

#[test]
fn hostile_pictures_are_refused_and_break_nothing() {
    let svg = |inside: &str| format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{inside}</svg>");
    let deep = svg(&("<g>".repeat(200_000) + &"</g>".repeat(200_000)));
    let many = svg(&"<path d='M0 0h9'/>".repeat(60_000));
    let huge = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9999999'/>".to_owned();
    for drawing in [deep, many, huge] {
        assert_eq!(sizes(drawing.as_bytes(), "image/svg+xml"), Err(PictureError::TooLarge));
    }
    let laughs = "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'><!ENTITY g '&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;'>]><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>&g;</text></svg>";
    assert!(sizes(laughs.as_bytes(), "image/svg+xml").is_err());
    let whole = packed(&photograph(300, 300), ImageFormat::Png);
    assert_eq!(sizes(&whole[..whole.len() / 2], "image/png"), Err(PictureError::Broken));
    assert!(!decodes(&whole[..whole.len() / 2], "image/png") && decodes(&whole, "image/png"));
    let claims = [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(),
        &50_000_u32.to_be_bytes(),
        &50_000_u32.to_be_bytes(),
        b"\x08\x02\0\0\0\x12\x34\x56\x78",
    ]
    .concat();
    assert!(sizes(&claims, "image/png").is_err());
    assert_eq!(sizes(b"<html>", "text/html"), Err(PictureError::Broken));
    assert_eq!(sizes(b"", "image/png"), Err(PictureError::Broken));
}

#[test]
fn a_drawing_that_doubles_itself_at_every_level_is_refused_before_it_is_read() {
    let levels: String = (1..40)
        .map(|level| {
            let before = level - 1;
            format!("<mask id=\"m{level}\"><g mask=\"url(#m{before})\"><rect width=\"9\" height=\"9\" mask=\"url(#m{before})\"/></g></mask>")
        })
        .fold(String::new(), |all, one| all + &one);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{levels}<rect width=\"9\" height=\"9\" mask=\"url(#m39)\"/></svg>"
    );
    assert!(matches!(picture::sizes(svg.as_bytes(), "image/svg+xml"), Err(picture::PictureError::TooLarge)));
}
