//! Settings: texts by name.
