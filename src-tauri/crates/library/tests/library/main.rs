//! The library on real SQLite files. One program, so that it links once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::doc_markdown)]

mod articles;
mod backups;
mod common;
mod folds;
mod health;
mod highlights;
mod ids;
mod images;
mod later;
mod lists;
mod matching;
mod opening;
mod reports;
mod rescue;
mod retention;
mod rules;
mod search;
mod sources;
mod status;
mod tags;
mod texts;
