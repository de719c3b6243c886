//! The fields around the body, each from the likeliest of the places that have it.

pub(crate) mod attributions;
pub(crate) mod claims;
pub(crate) mod credits;
pub(crate) mod deck;
pub(crate) mod names;
pub(crate) mod pictures;
pub(crate) mod section;
pub(crate) mod sight;
pub(crate) mod site;
pub(crate) mod words;
pub(crate) mod zones;
