//! How large pictures become, and how long that takes: `cargo run -p picture --example measure -- FILE…`
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement for people who build this")]

use std::time::Instant;

fn main() {
    println!(
        "{:>10} {:>9} {:>9} {:>7}  media type of the reading size, file",
        "original", "reading", "thumbnail", "ms"
    );
    let mut sums = [0, 0, 0, 0];
    for name in std::env::args().skip(1) {
        let bytes = std::fs::read(&name).unwrap();
        let media_type = match bytes.first() {
            Some(0xff) => "image/jpeg",
            Some(0x89) => "image/png",
            Some(b'G') => "image/gif",
            Some(b'R') => "image/webp",
            _ => "image/svg+xml",
        };
        let begun = Instant::now();
        let sizes = picture::sizes(&bytes, media_type);
        let took = begun.elapsed().as_millis();
        let Ok(sizes) = sizes else {
            println!("{:>10} refused  {name}", bytes.len());
            continue;
        };
        let thumbnail = sizes.thumbnail.map_or(0, |file| file.bytes.len());
        let reading = sizes.reading.bytes.len();
        println!("{:>10} {reading:>9} {thumbnail:>9} {took:>7}  {} {name}", bytes.len(), sizes.reading.media_type);
        sums =
            [sums[0] + bytes.len(), sums[1] + reading, sums[2] + thumbnail, sums[3] + usize::try_from(took).unwrap()];
    }
    println!("{:>10} {:>9} {:>9} {:>7}  all", sums[0], sums[1], sums[2], sums[3]);
}
