//! Articles grouped into stories, what else to read, and the day's edition. Pure: no network, database or Tauri.
//!
//! The room stands with nothing in it yet: grouping by event comes with the issue *Today, and a reading room people
//! love*. It will take articles in time order, as plain values, and answer with a story for each, decided only from
//! what came before, so that `newsroom` can call it as articles arrive.
