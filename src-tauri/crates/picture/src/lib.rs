//! A picture as it was sent, made into what a screen shows.
