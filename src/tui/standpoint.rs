//! How a call is looked at, apart from the call and from the screen.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::layout::Pane;
use crate::call::text::Clean;
use crate::call::{Choice, Filter, LaneKind, Offset, Playhead, Timeline};

/// Everything about how one call is seen that can be restored, or shown to somebody else.
///
/// It names categories and speakers by their ids, and places by their times, so it holds for a
/// call whose moments moved and for a screen of another size. What it names and the call does not
/// have is passed over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Standpoint {
    /// Where the playhead is.
    pub at: Offset,
    /// Which of the moments at that time it is on, the first being 0; none between moments.
    pub nth: Option<usize>,
    /// The categories that the filter shows, by their ids.
    pub categories: BTreeSet<Clean>,
    /// The speakers that the filter shows, by their ids.
    pub speakers: BTreeSet<Clean>,
    /// Whether the filter shows flagged moments alone.
    pub flagged: bool,
    /// Whether it shows noted and tagged moments alone.
    pub noted: bool,
    /// Whether it leaves out dismissed moments.
    pub without_dismissed: bool,
    /// The pane that has the focus.
    pub pane: Pane,
    /// Whether the transcript is beside the timeline, where that was chosen.
    pub transcript: Option<bool>,
    /// The ruler.
    pub ruler: Stretch,
    /// What is at the top of panes that scroll.
    pub tops: Tops,
    /// What is looked for; empty while no hits are shown. This and the marks are kept with the
    /// rest, and are nobody else's: who looks along keeps their own.
    pub search: String,
    /// Places that the reader gave a letter.
    pub marks: BTreeMap<char, Offset>,
}

/// What a ruler shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stretch {
    /// Its lanes.
    pub lanes: LaneKind,
    /// How often it was halved.
    pub zoom: u32,
    /// Where it starts.
    pub from: Offset,
}

/// How far panes are scrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tops {
    /// Rows of the summary above the first that is seen.
    pub summary: usize,
    /// The chosen row of the insights, and rows above the first that is seen.
    pub insights: (usize, usize),
    /// The time of the first moment that is seen in the timeline.
    pub timeline: Offset,
    /// The first entry that is seen in the transcript.
    pub transcript: Option<Anchor>,
    /// Rows of the moment above the first that is seen.
    pub moment: usize,
}

/// A row of a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The entry's number, or that of a line in a text without structure.
    pub sequence: u32,
    /// Its rows above that one.
    pub row: usize,
    /// Whether the reader scrolled there, so that nothing moves with the playhead.
    pub scrolled: bool,
}

impl Standpoint {
    /// What of it others see: the marks and the search are each one's own.
    pub(super) fn shared(self) -> Self {
        Self { search: String::new(), marks: BTreeMap::new(), ..self }
    }

    /// The playhead of a standpoint in a call.
    pub(super) fn playhead(&self, timeline: &Timeline, length: Offset) -> Playhead {
        let Some(nth) = self.nth else {
            return timeline.playhead_at(self.at.min(length));
        };
        let first = timeline.first_at(self.at);
        let is_at = |&ix: &usize| ix < timeline.len() && timeline.moment(ix).at == self.at;
        match (first..=first.saturating_add(nth)).rev().take(MOST).find(is_at) {
            Some(ix) => timeline.playhead_on(ix),
            None => timeline.playhead_at(self.at.min(length)),
        }
    }

    /// The filter of a standpoint in a call.
    pub(super) fn filter(&self, timeline: &Timeline) -> Filter {
        let has = |ix: &_| self.categories.contains(&timeline.category(*ix).id);
        Filter {
            categories: timeline.category_ixs().filter(has).collect(),
            speakers: self.speakers.iter().filter_map(|id| timeline.speaker_of(id)).collect(),
            flagged: self.flagged,
            noted: self.noted,
            without_dismissed: self.without_dismissed,
        }
    }

    /// Takes over what a playhead and a filter say.
    pub(super) fn of(timeline: &Timeline, playhead: Playhead, filter: &Filter) -> Self {
        let Playhead { at, on } = playhead;
        Self {
            at,
            nth: on.map(|ix| ix.saturating_sub(timeline.first_at(at))),
            categories: filter
                .categories
                .iter()
                .map(|&ix| timeline.category(ix).id.clone())
                .collect(),
            speakers: filter.speakers.iter().map(|&ix| timeline.speaker(ix).id.clone()).collect(),
            flagged: filter.has(Choice::Flagged),
            noted: filter.has(Choice::Noted),
            without_dismissed: filter.has(Choice::WithoutDismissed),
            ..Self::default()
        }
    }
}

/// More moments than this are not looked through for one that is gone.
const MOST: usize = 1_000;
