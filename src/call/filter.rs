//! Which moments a reviewer wants to see.

use std::collections::BTreeSet;

use fixedbitset::FixedBitSet;

use super::moment::{CategoryIx, SpeakerIx};
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
}

impl Filter {
    /// Whether everything is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.categories.is_empty() && self.speakers.is_empty() && !self.flagged
    }

    /// Whether `choice` is chosen.
    #[must_use]
    pub fn has(&self, choice: Choice) -> bool {
        match choice {
            Choice::Category(ix) => self.categories.contains(&ix),
            Choice::Speaker(ix) => self.speakers.contains(&ix),
            Choice::Flagged => self.flagged,
        }
    }

    /// Chooses what was not chosen, and the reverse.
    pub fn toggle(&mut self, choice: Choice) {
        match choice {
            Choice::Category(ix) => toggle(&mut self.categories, ix),
            Choice::Speaker(ix) => toggle(&mut self.speakers, ix),
            Choice::Flagged => self.flagged = !self.flagged,
        }
    }

    /// The moments that pass.
    #[must_use]
    pub fn select(&self, timeline: &Timeline) -> Selection {
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
        Selection::new(bits)
    }
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, item: T) {
    if !set.remove(&item) {
        set.insert(item);
    }
}
