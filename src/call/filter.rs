//! Which moments a reviewer wants to see.

use std::collections::BTreeSet;

use fixedbitset::FixedBitSet;

use super::moment::{CategoryIx, SpeakerIx};
use super::notes::Placed;
use super::selection::Selection;
use super::timeline::Timeline;

/// A choice of categories × speakers × flags. Nothing chosen in one of the three means all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Any of these categories.
    pub categories: BTreeSet<CategoryIx>,
    /// By any of these speakers.
    pub speakers: BTreeSet<SpeakerIx>,
    /// Only what needs attention or is a follow-up.
    pub flagged: bool,
    /// Only what the reviewer noted something about, or tagged.
    pub noted: bool,
    /// Nothing that the reviewer dismissed.
    pub without_dismissed: bool,
}

/// One thing to choose or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// A category.
    Category(CategoryIx),
    /// A speaker.
    Speaker(SpeakerIx),
    /// The flags.
    Flagged,
    /// Notes and tags.
    Noted,
    /// What is not dismissed.
    WithoutDismissed,
}

impl Filter {
    /// Whether everything is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.categories.is_empty()
            && self.speakers.is_empty()
            && !self.flagged
            && !self.asks_notes()
    }

    /// Whether what is noted about the call decides what is shown.
    #[must_use]
    pub fn asks_notes(&self) -> bool {
        self.noted || self.without_dismissed
    }

    /// Whether `choice` is chosen.
    #[must_use]
    pub fn has(&self, choice: Choice) -> bool {
        match choice {
            Choice::Category(ix) => self.categories.contains(&ix),
            Choice::Speaker(ix) => self.speakers.contains(&ix),
            Choice::Flagged => self.flagged,
            Choice::Noted => self.noted,
            Choice::WithoutDismissed => self.without_dismissed,
        }
    }

    /// Chooses what was not chosen, and the reverse.
    pub fn toggle(&mut self, choice: Choice) {
        match choice {
            Choice::Category(ix) => toggle(&mut self.categories, ix),
            Choice::Speaker(ix) => toggle(&mut self.speakers, ix),
            Choice::Flagged => self.flagged = !self.flagged,
            Choice::Noted => self.noted = !self.noted,
            Choice::WithoutDismissed => self.without_dismissed = !self.without_dismissed,
        }
    }

    /// The moments that pass, where nothing is noted.
    #[must_use]
    pub fn select(&self, timeline: &Timeline) -> Selection {
        Selection::new(self.bits(timeline))
    }

    /// The moments that pass.
    #[must_use]
    pub fn select_noted(&self, timeline: &Timeline, placed: &Placed) -> Selection {
        let mut bits = self.bits(timeline);
        if self.noted {
            let mut noted = placed.noted().clone();
            noted.union_with(placed.tagged());
            bits.intersect_with(&noted);
        }
        if self.without_dismissed {
            bits.difference_with(placed.dismissed());
        }
        Selection::new(bits)
    }

    fn bits(&self, timeline: &Timeline) -> FixedBitSet {
        let mut bits = FixedBitSet::with_capacity(timeline.len());
        if self.categories.is_empty() {
            bits.insert_range(..);
        }
        for &category in &self.categories {
            bits.union_with(timeline.in_category(category));
        }
        if !self.speakers.is_empty() {
            let mut theirs = FixedBitSet::with_capacity(timeline.len());
            for &speaker in &self.speakers {
                theirs.union_with(timeline.by_speaker(speaker));
            }
            bits.intersect_with(&theirs);
        }
        if self.flagged {
            bits.intersect_with(timeline.flagged());
        }
        bits
    }
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, item: T) {
    if !set.remove(&item) {
        set.insert(item);
    }
}
