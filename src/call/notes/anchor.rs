//! What a note is about, in words that outlive an answer of the org.

use crate::call::moment::MomentIx;
use crate::call::offset::Offset;
use crate::call::text::Clean;
use crate::call::timeline::Timeline;

/// What a note is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anchor {
    /// The call as a whole.
    Call,
    /// A time in it at which there was no moment.
    At(Offset),
    /// A moment.
    Moment(MomentKey),
}

impl Anchor {
    /// The time, as it was when the note was written.
    #[must_use]
    pub fn at(&self) -> Option<Offset> {
        match self {
            Self::Call => None,
            Self::At(at) => Some(*at),
            Self::Moment(key) => Some(key.at),
        }
    }
}

/// A moment by what is stable about it. A moment has no id of its own, and an org that looks at a
/// call again may move it a little, word it another way, or leave it out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MomentKey {
    /// `momentOffset`.
    pub at: Offset,
    /// `insightTypeId`.
    pub category: Clean,
    /// `speakerId`, as the org names it: merging speakers by hand changes no key.
    pub speaker: Clean,
    /// A hash of its text and keyword.
    pub said: u64,
    /// How many moments that are the same in all of this come before it.
    pub twin: u16,
}

impl MomentKey {
    /// The key of a moment.
    #[must_use]
    pub fn of(timeline: &Timeline, ix: MomentIx) -> Self {
        let at = timeline.moment(ix).at;
        let mut key = Self {
            at,
            category: timeline.category(timeline.moment(ix).category).id.clone(),
            speaker: timeline.labels()[timeline.label_of(ix).get()].id.clone(),
            said: said(timeline, ix),
            twin: 0,
        };
        let before = (timeline.first_at(at)..ix).filter(|&other| key.is_like(timeline, other));
        key.twin = u16::try_from(before.count()).unwrap_or(u16::MAX);
        key
    }

    /// The moment that is the same in everything.
    pub(super) fn exact(&self, timeline: &Timeline) -> Option<MomentIx> {
        let same_time =
            timeline.first_at(self.at)..timeline.first_at(self.at + Offset::from_centis(1));
        same_time.filter(|&ix| self.is_like(timeline, ix)).nth(self.twin.into())
    }

    fn is_like(&self, timeline: &Timeline, ix: MomentIx) -> bool {
        self.has_category(timeline, ix)
            && self.has_speaker(timeline, ix)
            && self.said == said(timeline, ix)
    }

    /// How well another moment would do, of those within reach: the lower the better.
    pub(super) fn likeness(
        &self,
        timeline: &Timeline,
        ix: MomentIx,
        said: u64,
    ) -> Option<Likeness> {
        if !self.has_category(timeline, ix) {
            return None;
        }
        let apart = timeline.moment(ix).at.centis().abs_diff(self.at.centis());
        let same_words = self.said == said && apart <= SAME_WORDS.centis();
        let same_voice = self.has_speaker(timeline, ix);
        let same_place = same_voice && apart <= SAME_PLACE.centis();
        (same_words || same_place).then_some(Likeness {
            other_words: !same_words,
            other_voice: !same_voice,
            apart,
        })
    }

    fn has_category(&self, timeline: &Timeline, ix: MomentIx) -> bool {
        timeline.category(timeline.moment(ix).category).id == self.category
    }

    fn has_speaker(&self, timeline: &Timeline, ix: MomentIx) -> bool {
        timeline.labels()[timeline.label_of(ix).get()].id == self.speaker
    }
}

/// How far a moment with the same words may have moved.
pub(super) const SAME_WORDS: Offset = Offset::from_centis(3_000);
/// How far one with other words, of the same category and speaker, may have moved.
const SAME_PLACE: Offset = Offset::from_centis(300);

/// How a moment differs from a key, the worst difference first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Likeness {
    other_words: bool,
    other_voice: bool,
    /// In hundredths of a second.
    apart: u32,
}

/// A hash of what is said in a moment, and of the keyword that is its own: that of a built-in
/// insight is a label, which may be translated.
pub(super) fn said(timeline: &Timeline, ix: MomentIx) -> u64 {
    let moment = timeline.moment(ix);
    let keyword = timeline.own_keyword(moment).map_or("", |keyword| keyword.as_str());
    super::hash(&[&timeline.text(moment), keyword])
}
