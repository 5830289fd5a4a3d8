//! What the org knows about one call.

use std::fmt;

use jiff::Timestamp;

use super::id::CallId;
use super::moment::Fact;
use super::offset::Offset;
use super::people::Corrections;
use super::spoken::Spoken;
use super::summary::Summary;
use super::text::Clean;
use super::timeline::Timeline;
use super::transcript::Transcript;

/// The answer of `getConversationIntelligence`, read as far as it can be read.
#[derive(Debug, Clone, Default)]
pub struct Conversation {
    /// The summary, if one was generated.
    pub summary: Part<Option<Summary>>,
    /// Insights about the call as a whole.
    pub insights: Part<Vec<CallInsight>>,
    /// Insights tied to moments.
    pub timeline: Part<Timeline>,
    /// Moments and insights that could not be read.
    pub skipped: Skipped,
    /// Fields that this program does not know.
    pub facts: Vec<Fact>,
}

impl Conversation {
    /// Applies corrections by hand, and joins the moments with a transcript.
    #[must_use]
    pub fn spoken(
        &mut self,
        transcript: Option<&Transcript>,
        record: Option<&Record>,
        corrections: &Corrections,
    ) -> Spoken {
        match &mut self.timeline {
            Part::Ready(timeline) => {
                corrections.apply(timeline);
                Spoken::of(timeline, transcript, record, corrections)
            }
            Part::Unreadable(_) => {
                Spoken::of(&Timeline::default(), transcript, record, corrections)
            }
        }
    }

    /// Whether the org has nothing yet, as it is while a call is being processed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(&self.summary, Part::Ready(None))
            && matches!(&self.insights, Part::Ready(list) if list.is_empty())
            && matches!(&self.timeline, Part::Ready(line) if line.is_empty())
            && self.skipped.count == 0
    }
}

/// A part of an answer, which may be unreadable while the others are well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<T> {
    /// As read.
    Ready(T),
    /// Why not.
    Unreadable(Unreadable),
}

impl<T> Part<T> {
    /// The part, if it could be read.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(part) => Some(part),
            Self::Unreadable(_) => None,
        }
    }
}

impl<T: Default> Default for Part<T> {
    fn default() -> Self {
        Self::Ready(T::default())
    }
}

/// A place in an answer that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where, such as `momentInsights[2].momentTimes[0].momentOffset`.
    pub place: Clean,
    /// What is wrong with it, such as `a string where a number belongs`.
    pub why: Clean,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.why)
    }
}

/// What was left out, so that nobody takes the rest for all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Skipped {
    /// How many.
    pub count: usize,
    /// The first few of them.
    pub first: Vec<Unreadable>,
}

impl Skipped {
    /// How many are kept with their reasons.
    pub const KEPT: usize = 8;

    /// Counts one, and keeps its reason if it is among the first.
    pub fn add(&mut self, unreadable: Unreadable) {
        self.count += 1;
        if self.first.len() < Self::KEPT {
            self.first.push(unreadable);
        }
    }
}

/// An insight about the whole call. Its shape is not documented, so it is kept as what looks like
/// a name, what looks like a text, and the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallInsight {
    /// What it is called.
    pub name: Clean,
    /// What it says.
    pub text: Clean,
    /// Its other fields.
    pub facts: Vec<Fact>,
}

/// The record of a call: what the org knows without analysing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: CallId,
    /// Its title.
    pub name: Option<Clean>,
    /// When it started.
    pub start: Option<Timestamp>,
    /// How long it lasted.
    pub duration: Option<Offset>,
}
