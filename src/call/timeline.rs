//! The moments of a call in time order, with what it takes to move among them quickly.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::moment::{Category, CategoryIx, Fact, Moment, MomentIx, Speaker, SpeakerIx};
use super::offset::Offset;
use super::text::Clean;

/// Every moment of a call, sorted by time; built by [`TimelineBuilder`](super::TimelineBuilder).
///
/// Besides the moments it keeps one bit a moment for each category, each speaker and the flags:
/// a filter is an intersection of those sets and a motion is its next bit.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    pub(super) moments: Vec<Moment>,
    /// Their times again, close together: a search by time stays in the cache.
    pub(super) offsets: Vec<Offset>,
    pub(super) text: String,
    pub(super) sequences: Vec<u32>,
    pub(super) facts: BTreeMap<MomentIx, Vec<Fact>>,
    pub(super) keywords: Vec<Clean>,
    pub(super) categories: Vec<Category>,
    pub(super) speakers: Vec<Speaker>,
    pub(super) by_category: Vec<FixedBitSet>,
    pub(super) by_speaker: Vec<FixedBitSet>,
    pub(super) flagged: FixedBitSet,
    pub(super) flagged_count: usize,
    /// One row a category, one column a speaker.
    pub(super) counts: Vec<usize>,
    pub(super) end: Offset,
    pub(super) lead: Offset,
    pub(super) tail: Offset,
    /// Who speaks as the org says, once some are merged.
    pub(super) unmerged: Option<Box<Unmerged>>,
}

/// Speakers before any were merged.
#[derive(Debug, Clone)]
pub(super) struct Unmerged {
    pub(super) labels: Vec<Speaker>,
    /// The label of each moment.
    pub(super) heard: Vec<SpeakerIx>,
    /// The speaker that each label's moments count to.
    pub(super) place: Vec<SpeakerIx>,
}

impl Timeline {
    /// How many moments there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.moments.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.moments.is_empty()
    }

    /// One moment.
    #[must_use]
    pub fn moment(&self, ix: MomentIx) -> &Moment {
        &self.moments[ix]
    }

    /// All moments, in time order.
    #[must_use]
    pub fn moments(&self) -> impl ExactSizeIterator<Item = (MomentIx, &Moment)> {
        self.moments.iter().enumerate()
    }

    /// `entries`: the transcript text of a moment, one line an entry.
    #[must_use]
    pub fn text(&self, moment: &Moment) -> Clean<&str> {
        let (start, len) = moment.text;
        Clean::part(&self.text[start as usize..start as usize + len as usize])
    }

    /// `sequences`: the numbers of the transcript entries that a moment covers.
    #[must_use]
    pub fn sequences(&self, moment: &Moment) -> &[u32] {
        let start = moment.sequences as usize;
        &self.sequences[start..start + usize::from(moment.sequence_count)]
    }

    /// `keyword`: what was matched. Equal to the category's label for built-in insights.
    #[must_use]
    pub fn keyword(&self, moment: &Moment) -> &Clean {
        &self.keywords[moment.keyword as usize]
    }

    /// The keyword where it says more than the category does.
    #[must_use]
    pub fn own_keyword(&self, moment: &Moment) -> Option<&Clean> {
        let keyword = self.keyword(moment);
        let says_more = !keyword.is_blank() && *keyword != self.category(moment.category).label;
        says_more.then_some(keyword)
    }

    /// `action` and the fields this program does not know.
    #[must_use]
    pub fn facts(&self, ix: MomentIx) -> &[Fact] {
        self.facts.get(&ix).map_or(&[], Vec::as_slice)
    }

    /// All categories, in the order of their ids.
    #[must_use]
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// One category.
    #[must_use]
    pub fn category(&self, ix: CategoryIx) -> &Category {
        &self.categories[ix.get()]
    }

    /// Their numbers.
    #[must_use]
    pub fn category_ixs(&self) -> impl ExactSizeIterator<Item = CategoryIx> + use<> {
        (0..self.categories.len()).map(|i| CategoryIx(u8::try_from(i).unwrap_or(u8::MAX)))
    }

    /// The category that a letter names.
    #[must_use]
    pub fn category_by_letter(&self, letter: char) -> Option<CategoryIx> {
        self.category_ixs().find(|&ix| self.category(ix).letter == Some(letter))
    }

    /// All speakers: numbered labels by their number, then the others as they first speak.
    #[must_use]
    pub fn speakers(&self) -> &[Speaker] {
        &self.speakers
    }

    /// One speaker.
    #[must_use]
    pub fn speaker(&self, ix: SpeakerIx) -> &Speaker {
        &self.speakers[ix.get()]
    }

    /// Their numbers.
    #[must_use]
    pub fn speaker_ixs(&self) -> impl ExactSizeIterator<Item = SpeakerIx> + use<> {
        (0..self.speakers.len()).map(|i| SpeakerIx(u8::try_from(i).unwrap_or(u8::MAX)))
    }

    /// The speaker that a digit names, `1` being the first.
    #[must_use]
    pub fn speaker_by_digit(&self, digit: char) -> Option<SpeakerIx> {
        let nth = (digit.to_digit(10)? as usize).checked_sub(1)?;
        self.speaker_ixs().nth(nth)
    }

    /// How many moments a category has by one speaker.
    #[must_use]
    pub fn count(&self, category: CategoryIx, speaker: SpeakerIx) -> usize {
        self.counts[category.get() * self.speakers.len() + speaker.get()]
    }

    /// How many moments a category has.
    #[must_use]
    pub fn category_count(&self, category: CategoryIx) -> usize {
        self.speaker_ixs().map(|speaker| self.count(category, speaker)).sum()
    }

    /// How many moments a speaker has.
    #[must_use]
    pub fn speaker_count(&self, speaker: SpeakerIx) -> usize {
        self.category_ixs().map(|category| self.count(category, speaker)).sum()
    }

    /// The moments of one category.
    #[must_use]
    pub fn in_category(&self, category: CategoryIx) -> &FixedBitSet {
        &self.by_category[category.get()]
    }

    /// The moments of one speaker.
    #[must_use]
    pub fn by_speaker(&self, speaker: SpeakerIx) -> &FixedBitSet {
        &self.by_speaker[speaker.get()]
    }

    /// The moments that need attention or are a follow-up.
    #[must_use]
    pub fn flagged(&self) -> &FixedBitSet {
        &self.flagged
    }

    /// How many moments need attention or are a follow-up.
    #[must_use]
    pub fn flagged_count(&self) -> usize {
        self.flagged_count
    }

    /// The first moment at or after a time; the number of moments when there is none.
    #[must_use]
    pub fn first_at(&self, at: Offset) -> MomentIx {
        self.offsets.partition_point(|&offset| offset < at)
    }

    /// Where the last window ends.
    #[must_use]
    pub fn end(&self) -> Offset {
        self.end
    }

    /// How far windows reach before and after their moments.
    pub(super) fn reach(&self) -> (Offset, Offset) {
        (self.lead, self.tail)
    }
}
