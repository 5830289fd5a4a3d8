//! What a source tells about a request, step by step.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::call::Problem;
use crate::tui::Origin;

/// One step. A kept answer comes first, if at all; then what the org says.
#[derive(Debug)]
pub(in crate::session) enum Told<T> {
    /// An answer.
    Answer {
        /// As read, or why there is none.
        answer: Result<T, Problem>,
        /// Where it comes from.
        origin: Origin,
        /// Names its bytes, if it has any.
        version: Option<Version>,
    },
    /// The org's answer has the same bytes as the one that was told last.
    Same,
}

impl<T> Told<T> {
    pub(in crate::session) fn fresh(answer: Result<T, Problem>) -> Self {
        Self::Answer { answer, origin: Origin::Fresh, version: None }
    }
}

/// Names the bytes of an answer while a session lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::session) struct Version(u64);

impl Version {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        Self(hasher.finish())
    }
}
