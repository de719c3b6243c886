//! What a panic leaves behind: where it was and by which way, before anything else is done.

use std::backtrace::Backtrace;
use std::panic::PanicHookInfo;

use crate::Logbook;
use crate::redaction::{redacted, without_quotations};

/// By this a line is known as that of a panic.
pub(crate) const SIGN: &str = "PANIC";
/// Functions that are named, from the panic outwards.
const FRAMES: usize = 40;

/// Has every panic of this program noted, and then handled as before.
pub(crate) fn note_in(logbook: Logbook) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        logbook.write(&told(panic));
        before(panic);
    }));
}

fn told(panic: &PanicHookInfo<'_>) -> String {
    let now = jiff::Timestamp::now();
    let thread = std::thread::current();
    let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    // The standard library quotes the text that was cut at a wrong place, or the values that differ: an article's, maybe.
    let words = redacted(&without_quotations(panic.payload_as_str().unwrap_or("something that is no text")));
    let mut text = format!(
        "{now} {SIGN} standfirst {}: {words}\n  at {place}, in the thread {}\n",
        env!("CARGO_PKG_VERSION"),
        thread.name().unwrap_or("without a name")
    );
    let backtrace = Backtrace::force_capture().to_string();
    let frames = backtrace
        .lines()
        .map(str::trim)
        .filter(|line| line.split_once(": ").is_some_and(|(number, _)| number.parse::<u32>().is_ok()));
    let ours = |frame: &&str| {
        ![
            "std::backtrace",
            "core::panicking",
            "std::panicking",
            "rust_begin_unwind",
            "logbook::panics",
            "std::sys::backtrace",
        ]
        .iter()
        .any(|inner| frame.contains(inner))
    };
    for frame in frames.filter(ours).take(FRAMES) {
        text.push_str("    ");
        text.push_str(frame);
        text.push('\n');
    }
    text
}
