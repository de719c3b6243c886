//! What a reader types to find articles, as a tree: the one grammar of search, saved searches and rules. Pure.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]
