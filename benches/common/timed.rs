//! How long something takes.

use std::time::{Duration, Instant};

/// The time, and what came of it.
pub(crate) fn timed<T>(something: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = something();
    (start.elapsed(), result)
}
