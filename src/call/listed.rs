//! Calls in a list.

use jiff::Timestamp;

use super::id::{CallId, CallKind};
use super::offset::Offset;
use super::problem::Problem;
use super::text::Clean;

/// What a list shows of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: CallId,
    /// Its title, if it has one.
    pub title: Option<Clean>,
    /// When it started.
    pub start: Option<Timestamp>,
    /// How long it lasted.
    pub duration: Option<Offset>,
    /// The name of the record it is about: an account, an opportunity.
    pub account: Option<Clean>,
    /// Who took part, as far as the user may see: names, else e-mail addresses or numbers.
    pub people: Vec<Clean>,
    /// The name of the user or queue it belongs to.
    pub owner: Option<Clean>,
    /// How far the org is with it.
    pub progress: Progress,
}

/// How far an org is with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Progress {
    /// Nobody said.
    #[default]
    Unknown,
    /// The summary is being made.
    Processing,
    /// It ended without a summary.
    NoSummary,
    /// There is a summary.
    Ready,
}

/// Whose calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Scope {
    /// The user's own: owned or hosted.
    #[default]
    Mine,
    /// All that the user may see.
    All,
}

/// Some calls of a list, newest first.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The calls.
    pub calls: Vec<Listed>,
    /// Where the next page starts; nothing after the last.
    pub next: Option<Cursor>,
    /// What is missing of it, such as voice calls that the user may not query.
    pub missing: Vec<Problem>,
}

/// A place between two pages, in a list that is ordered by start: a reader who comes back later
/// goes on from there, whatever has been added in front.
///
/// Calls of one start are ordered by id within their kind, so that the last of each kind tells
/// which of them were listed, however many they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The start of the last call listed; nothing once only calls without a start are left.
    pub before: Option<Timestamp>,
    /// The last call of each kind that was listed with that start.
    pub seen: Vec<CallId>,
}

impl Cursor {
    /// The last call of a kind that was listed with the cursor's start.
    #[must_use]
    pub fn last(&self, kind: CallKind) -> Option<CallId> {
        self.seen.iter().copied().find(|id| Self::kind(*id) == kind)
    }

    /// The prefix of voice calls is the surer one.
    pub(super) fn kind(id: CallId) -> CallKind {
        id.kind().unwrap_or(CallKind::Video)
    }
}
