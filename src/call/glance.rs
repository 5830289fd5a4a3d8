//! A call at a glance: what a row of a list can say of its moments.

use super::conversation::Conversation;
use super::moment::{Category, CategoryIx};
use super::next_step::{follows_next_steps, is_next_step};
use super::offset::Offset;
use super::timeline::Timeline;

/// How moments are spread over a call, and what a reviewer looks for first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// Stretches of equal length from the start to the end; none where nothing was found.
    pub stretches: [Option<Stretch>; STRETCHES],
    /// The categories that stretches name by their place here.
    pub categories: Vec<Category>,
    /// How many moments there are.
    pub moments: usize,
    /// How many need attention.
    pub attention: usize,
    /// How many are a follow-up.
    pub follow_ups: usize,
    /// Whether a moment or the summary says what is to be done next.
    pub has_next_step: bool,
}

/// How many stretches a call is cut into.
pub const STRETCHES: usize = 16;

/// The moments of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The category of most of them, by its place.
    pub category: usize,
    /// How many they are, of whatever category.
    pub moments: usize,
}

impl Glance {
    /// A glance at a call, in one pass over its moments. Without a length, it ends with them.
    #[must_use]
    pub fn of(conversation: &Conversation, length: Option<Offset>) -> Self {
        let nothing = Timeline::default();
        let timeline = conversation.timeline.ready().unwrap_or(&nothing);
        let summary = conversation.summary.ready().and_then(Option::as_ref);
        let kinds = timeline.categories().len();
        let is_next = timeline.categories().iter().position(is_next_step);
        let is_next = timeline.category_ixs().find(|ix| Some(ix.get()) == is_next);
        let mut counts = vec![0_usize; STRETCHES * kinds];
        let (mut attention, mut follow_ups) = (0, 0);
        let end = timeline.end().max(length.unwrap_or_default());
        for (_, moment) in timeline.moments() {
            counts[stretch(moment.at, end) * kinds + moment.category.get()] += 1;
            attention += usize::from(moment.flags.needs_attention);
            follow_ups += usize::from(moment.flags.follow_up);
        }
        let mut stretches = [None; STRETCHES];
        for (stretch, counts) in stretches.iter_mut().zip(counts.chunks(kinds.max(1))) {
            let most = (0..counts.len()).rev().max_by_key(|&category| counts[category]);
            let moments = counts.iter().sum();
            *stretch = most.filter(|_| moments > 0).map(|category| Stretch { category, moments });
        }
        let said = is_next.is_some_and(|ix: CategoryIx| timeline.category_count(ix) > 0);
        Self {
            stretches,
            categories: timeline.categories().to_vec(),
            moments: timeline.len(),
            attention,
            follow_ups,
            has_next_step: said
                || summary.is_some_and(|summary| follows_next_steps(summary).next().is_some()),
        }
    }
}

/// The stretch that a time falls into.
fn stretch(at: Offset, end: Offset) -> usize {
    let into = u64::from(at.centis()) * STRETCHES as u64 / u64::from(end.centis().max(1));
    usize::try_from(into).unwrap_or(STRETCHES).min(STRETCHES - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::text::clean_line;
    use crate::call::{Block, BlockKind, Part, Run, Summary};

    #[test]
    fn nothing_is_nothing() {
        let glance = Glance::of(&Conversation::default(), None);
        assert!(glance.stretches.iter().all(Option::is_none));
        assert_eq!((glance.moments, glance.has_next_step), (0, false));
    }

    #[test]
    fn a_summary_may_say_what_is_next() {
        let block = |kind, text: &str| {
            let text = clean_line(text).boxed();
            Block { kind, runs: vec![Run { text, strong: false, emphasis: false, link: None }] }
        };
        let says = |heading: &str, rest: &[&str]| {
            let mut blocks = vec![block(BlockKind::Heading, heading)];
            blocks.extend(rest.iter().map(|text| block(BlockKind::Paragraph, text)));
            let summary = Part::Ready(Some(Summary { blocks }));
            Glance::of(&Conversation { summary, ..Conversation::default() }, None).has_next_step
        };
        assert!(says(" Next steps:", &["Send it."]));
        assert!(says("次のステップ", &["見積もり"]));
        assert!(!says("Next steps", &[" "]) && !says("Next steps", &[]));
        assert!(!says("Summary", &["Next steps were not agreed."]));
    }

    #[test]
    fn every_time_falls_into_a_stretch() {
        let at = Offset::from_centis;
        assert_eq!(stretch(at(0), at(1_600)), 0);
        assert_eq!(stretch(at(99), at(1_600)), 0);
        assert_eq!(stretch(at(100), at(1_600)), 1);
        assert_eq!(stretch(at(1_600), at(1_600)), STRETCHES - 1);
        assert_eq!(stretch(Offset::LONGEST, at(0)), STRETCHES - 1);
    }
}
