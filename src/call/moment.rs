//! A moment, and the tables that its small numbers point into.

use super::offset::{Offset, Window};
use super::text::Clean;

/// Position of a moment in its [`Timeline`](super::Timeline), in time order.
pub type MomentIx = usize;
/// Position of a category in its timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryIx(pub(super) u8);
/// Position of a speaker in its timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpeakerIx(pub(super) u8);

impl CategoryIx {
    /// The number.
    #[must_use]
    pub fn get(self) -> usize {
        self.0.into()
    }
}

impl SpeakerIx {
    /// The number.
    #[must_use]
    pub fn get(self) -> usize {
        self.0.into()
    }
}

/// A kind of insight, such as Question or Pricing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// `insightTypeId`, which stays when the label is translated; the label where there is none.
    pub id: Clean,
    /// `category`, in the language of the org.
    pub label: Clean,
    /// The key that names it, `a` to `z` without `j` and `k`; the first 24 categories have one.
    pub letter: Option<char>,
}

impl Category {
    /// The letter as it is shown beside the label; `#` for a category beyond the alphabet.
    #[must_use]
    pub fn mark(&self) -> char {
        self.letter.map_or('#', |letter| letter.to_ascii_uppercase())
    }
}

/// Who speaks, as the insights name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// `speakerId`: a label such as `Speaker 1`, or the id of a participant.
    pub id: Clean,
    /// `speakerRole`, such as `Agent` or `EndUser`.
    pub role: Option<Clean>,
}

/// What the org says about a moment beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags {
    /// `needsAttention`.
    pub needs_attention: bool,
    /// `isFollowup`.
    pub follow_up: bool,
    /// There is an `action`.
    pub action: bool,
}

impl Flags {
    /// Needs attention or is a follow-up: what a reviewer looks for first.
    #[must_use]
    pub fn wants_review(self) -> bool {
        self.needs_attention || self.follow_up
    }
}

/// A name and a value that this program knows nothing more about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The field's name.
    pub name: Clean,
    /// Its value, as text.
    pub value: Clean,
}

/// One mention. Text, entry numbers and rare fields live in the timeline's own stores, which
/// keeps a moment at 36 bytes and a long call in the cache.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// `momentOffset`: when it was said.
    pub at: Offset,
    /// What to play to hear it.
    pub window: Window,
    /// What kind of insight it is.
    pub category: CategoryIx,
    /// Who said it.
    pub speaker: SpeakerIx,
    /// What the org says about it.
    pub flags: Flags,
    /// The number of its insight.
    pub(super) keyword: u32,
    pub(super) text: (u32, u32),
    pub(super) sequences: u32,
    pub(super) sequence_count: u16,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_stays_small() {
        assert!(size_of::<Moment>() <= 36, "{}", size_of::<Moment>());
    }
}
