//! Where the playhead is, and how it moves from moment to moment.

use super::moment::{CategoryIx, MomentIx, SpeakerIx};
use super::offset::Offset;
use super::selection::Selection;
use super::timeline::Timeline;

/// A place in the call: a time and, when it stands on a moment, which one.
///
/// Filters, reloads and resizes keep the time; the moment follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Playhead {
    /// The time.
    pub at: Offset,
    /// The moment it stands on.
    pub on: Option<MomentIx>,
}

/// Which moments a motion stops at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Every one.
    Any,
    /// Those of a category.
    Category(CategoryIx),
    /// Those by a speaker.
    Speaker(SpeakerIx),
    /// Those that need attention or are a follow-up.
    Flagged,
}

/// Later or earlier in the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Later.
    Next,
    /// Earlier.
    Previous,
}

impl Timeline {
    /// The moment that `count` steps lead to among those `shown`, or as far as they go; nothing
    /// when there is no such moment that way.
    #[must_use]
    pub fn step(
        &self,
        shown: &Selection,
        from: Playhead,
        target: Target,
        way: Direction,
        count: usize,
    ) -> Option<MomentIx> {
        let start = self.beside(from, way);
        let set = match target {
            Target::Any => return leap(shown, start, way, count),
            Target::Category(category) => self.in_category(category),
            Target::Speaker(speaker) => self.by_speaker(speaker),
            Target::Flagged => self.flagged(),
        };
        let others = count.max(1) - 1;
        match way {
            Direction::Next => shown.nth_with(set, start, others),
            Direction::Previous => shown.nth_back_with(set, start, others),
        }
    }

    /// Puts a playhead on a moment.
    #[must_use]
    pub fn playhead_on(&self, ix: MomentIx) -> Playhead {
        Playhead { at: self.moment(ix).at, on: Some(ix) }
    }

    /// Puts a playhead at a time: on the first moment at it, or on one that is shown with that
    /// time, else between moments.
    #[must_use]
    pub fn playhead_at(&self, at: Offset) -> Playhead {
        let is_at = |ix: &MomentIx| self.moment(*ix).at == at;
        let is_shown_at = |ix: &MomentIx| self.moment(*ix).at.tenths() == at.tenths();
        let first = |at| Some(self.first_at(at)).filter(|&ix| ix < self.len());
        // The first time that is rounded to the same tenth.
        let tenth = Offset::from_centis(at.tenths() * 10) - Offset::from_centis(5);
        match first(at).filter(is_at).or_else(|| first(tenth).filter(is_shown_at)) {
            Some(ix) => self.playhead_on(ix),
            None => Playhead { at, on: None },
        }
    }

    /// The shown moment at the playhead, or the last before it, or else the first: the row that a
    /// list keeps in view.
    #[must_use]
    pub fn nearest(&self, shown: &Selection, playhead: Playhead) -> Option<MomentIx> {
        let after = self.beside(playhead, Direction::Next);
        shown.last_with(None, after).or_else(|| shown.next_with(None, after))
    }

    /// The bound of what lies beyond the playhead: the first moment after it, or the one past the
    /// last before it.
    fn beside(&self, from: Playhead, way: Direction) -> usize {
        match (from.on, way) {
            (Some(ix), Direction::Next) => ix + 1,
            (Some(ix), Direction::Previous) => ix,
            (None, _) => self.first_at(from.at),
        }
    }
}

/// `count` rows on, by rank rather than by counting.
fn leap(shown: &Selection, start: usize, way: Direction, count: usize) -> Option<MomentIx> {
    let rank = shown.rank(start);
    let steps = count.max(1) - 1;
    match way {
        Direction::Next if rank < shown.len() => {
            shown.select(rank.saturating_add(steps).min(shown.len() - 1))
        }
        Direction::Previous if rank > 0 => shown.select((rank - 1).saturating_sub(steps)),
        _ => None,
    }
}
