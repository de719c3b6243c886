//! Accounts on other servers (Google Reader API, Miniflux, Fever): their subscriptions and read states, both ways.
//!
//! The room stands with nothing in it yet. It will speak HTTP through `fetch` and hand plain values to `newsroom`,
//! which alone writes to the library.
