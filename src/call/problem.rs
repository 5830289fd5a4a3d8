//! What went wrong, in words for the person it happened to.

use std::fmt;

use super::text::{Clean, clean, clean_line};

/// A failure that a user meets: what happened and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What sort of failure it is, for those who must react to it.
    pub kind: ProblemKind,
    /// What happened, as a sentence.
    pub what: Clean,
    /// What to do next, as a sentence.
    pub next: Clean,
}

/// Sorts of failure that differ in what follows from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// There is no valid session: sign in.
    NotSignedIn,
    /// There is no such call, or the user may not see it.
    NotFound,
    /// The org lacks the feature, or the API version is too old.
    NotOffered,
    /// A limit was reached, or the server asks to wait.
    Busy,
    /// The server could not be reached, or stopped answering.
    Unreachable,
    /// What came cannot be read.
    Unreadable,
    /// Anything else.
    Failed,
}

impl Problem {
    /// A failure. Both texts are cleaned: they may quote a server.
    #[must_use]
    pub fn new(kind: ProblemKind, what: &str, next: &str) -> Self {
        Self { kind, what: clean_line(what).boxed(), next: clean(next).boxed() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.what, self.next)
    }
}

impl std::error::Error for Problem {}
