//! The real binary on real libraries, against a real server on loopback. One program, so that it links once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::doc_markdown, clippy::format_collect)]
#![allow(clippy::print_stderr, reason = "a test says when it skips")]
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "of files that were just written")]

mod backups;
mod browsers;
mod damage;
mod doctor;
mod export;
mod folds;
mod import;
mod inbound;
mod marks;
mod offline;
mod processes;
mod reading;
mod retention;
mod rules;
mod search;
mod share;
mod sources;
mod support;
mod texts;
mod tools;
mod usage;
