//! What is played of a recording, and how long that takes.

use crate::call::offset::{Offset, Window};
use crate::call::selection::Selection;
use crate::call::timeline::Timeline;

/// How long a moment is played whose window says nothing.
const UNSAID: Offset = Offset::from_centis(500);

/// Stretches of a recording that are played one after another, without what lies between them.
///
/// Two clocks meet here: times of the recording, and times of playing, which begin at zero and
/// stand still over what is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Course {
    stretches: Vec<Stretch>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    window: Window,
    /// Where it begins by the clock of playing.
    begins: Offset,
}

impl Course {
    /// All of a recording.
    #[must_use]
    pub fn whole(end: Offset) -> Self {
        Self::of([Window { start: Offset::ZERO, end }], end)
    }

    /// Windows in the order of time, those that touch or overlap as one, as far as `end`. Windows
    /// that are over before they begin are none.
    #[must_use]
    pub fn of(windows: impl IntoIterator<Item = Window>, end: Offset) -> Self {
        let within = |window: Window| Window { end: window.end.min(end), ..window };
        let is_some = |window: &Window| window.start < window.end;
        let mut windows: Vec<_> = windows.into_iter().map(within).filter(is_some).collect();
        // Those of moments are in order but for a few, which this sort makes use of.
        windows.sort_by_key(|window| window.start);
        let mut merged: Vec<Window> = Vec::new();
        for window in windows {
            match merged.last_mut() {
                Some(last) if window.start <= last.end => last.end = last.end.max(window.end),
                _ => merged.push(window),
            }
        }
        Self::in_order(merged)
    }

    /// The windows of the moments that are shown, and nothing between them.
    #[must_use]
    pub fn of_moments(timeline: &Timeline, shown: &Selection, end: Offset) -> Self {
        let first = shown.next_with(None, 0);
        let all = std::iter::successors(first, |&ix| shown.next_with(None, ix + 1));
        let window = |ix| {
            let Window { start, end } = timeline.moment(ix).window;
            Window { start, end: if start < end { end } else { start + UNSAID } }
        };
        Self::of(all.map(window), end)
    }

    /// The same without `cuts`, which are in order and apart.
    #[must_use]
    pub fn without(&self, cuts: &[Window]) -> Self {
        let mut kept = Vec::with_capacity(self.stretches.len() + cuts.len());
        for Stretch { window, .. } in &self.stretches {
            let mut from = window.start;
            let first = cuts.partition_point(|cut| cut.end <= from);
            for cut in cuts[first..].iter().take_while(|cut| cut.start < window.end) {
                if from < cut.start {
                    kept.push(Window { start: from, end: cut.start });
                }
                from = cut.end;
            }
            if from < window.end {
                kept.push(Window { start: from, end: window.end });
            }
        }
        Self::in_order(kept)
    }

    fn in_order(windows: Vec<Window>) -> Self {
        let mut begins = Offset::ZERO;
        let stretch = |window: Window| {
            let stretch = Stretch { window, begins };
            begins = begins + (window.end - window.start);
            stretch
        };
        Self { stretches: windows.into_iter().map(stretch).collect() }
    }

    /// Whether nothing is played.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    /// The stretches, in order and apart.
    #[must_use]
    pub fn stretches(&self) -> impl ExactSizeIterator<Item = Window> {
        self.stretches.iter().map(|stretch| stretch.window)
    }

    /// How long it plays.
    #[must_use]
    pub fn length(&self) -> Offset {
        let last = self.stretches.last();
        last.map_or(Offset::ZERO, |last| last.begins + (last.window.end - last.window.start))
    }

    /// Where the last stretch ends in the recording.
    #[must_use]
    pub fn end(&self) -> Offset {
        self.stretches.last().map_or(Offset::ZERO, |last| last.window.end)
    }

    /// What is played next from a place: the rest of its stretch, or of what comes after; nothing
    /// at the end.
    #[must_use]
    pub fn next_from(&self, at: Offset) -> Option<Window> {
        let Stretch { window, .. } = self.stretches.get(self.position(at))?;
        Some(Window { start: window.start.max(at), ..*window })
    }

    /// How much has been played by a place of the recording; over what is left out, as much as
    /// before it.
    #[must_use]
    pub fn played_by(&self, at: Offset) -> Offset {
        match self.stretches.get(self.position(at)) {
            Some(stretch) => stretch.begins + (at - stretch.window.start),
            None => self.length(),
        }
    }

    /// The place in the recording once so much has been played; its end when that is all.
    #[must_use]
    pub fn place_after(&self, played: Offset) -> Offset {
        let begun = self.stretches.partition_point(|stretch| stretch.begins <= played);
        match begun.checked_sub(1).map(|last| self.stretches[last]) {
            Some(Stretch { window, begins }) => (window.start + (played - begins)).min(window.end),
            None => Offset::ZERO,
        }
    }

    /// The first stretch that is not over at a place.
    fn position(&self, at: Offset) -> usize {
        self.stretches.partition_point(|stretch| stretch.window.end <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn window(start: u32, end: u32) -> Window {
        Window { start: Offset::from_centis(start), end: Offset::from_centis(end) }
    }

    fn at(centis: u32) -> Offset {
        Offset::from_centis(centis)
    }

    #[test]
    fn what_is_left_out_takes_no_time() {
        let course = Course::of([window(500, 900), window(100, 300), window(200, 400)], at(1_000));
        assert_eq!(course.stretches().collect::<Vec<_>>(), [window(100, 400), window(500, 900)]);
        assert_eq!((course.length(), course.end()), (at(700), at(900)));
        assert_eq!(course.played_by(at(450)), at(300));
        assert_eq!(course.place_after(at(299)), at(399));
        assert_eq!(course.place_after(at(300)), at(500), "and goes on at once");
        assert_eq!(course.place_after(at(9_999)), at(900));
        assert_eq!(course.next_from(at(450)), Some(window(500, 900)));
        assert_eq!(course.next_from(at(600)), Some(window(600, 900)));
        assert_eq!(course.next_from(at(900)), None);
        assert!(Course::whole(Offset::ZERO).is_empty());
    }

    fn windows() -> impl Strategy<Value = Vec<Window>> {
        let one = (0u32..2_000, 0u32..300).prop_map(|(start, long)| window(start, start + long));
        proptest::collection::vec(one, 0..30)
    }

    proptest! {
        #[test]
        fn a_course_is_its_windows_without_its_cuts(
            all in windows(), cuts in windows(), end in 0u32..2_500,
        ) {
            let cuts: Vec<_> = Course::of(cuts, Offset::LONGEST).stretches().collect();
            let course = Course::of(all.clone(), at(end)).without(&cuts);
            let within = |list: &[Window], centis: u32| {
                list.iter().any(|window| (window.start..window.end).contains(&at(centis)))
            };
            let stretches: Vec<_> = course.stretches().collect();
            for centis in 0..2_600 {
                let wanted = centis < end && within(&all, centis) && !within(&cuts, centis);
                prop_assert_eq!(within(&stretches, centis), wanted, "{}", centis);
            }
            prop_assert!(stretches.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }

        #[test]
        fn playing_goes_on_never_back_and_never_out(
            all in windows(), steps in proptest::collection::vec(0u32..500, 0..40),
        ) {
            let course = Course::of(all, at(2_000));
            let mut played = Offset::ZERO;
            let mut place = course.place_after(played);
            for step in steps {
                played = played + at(step);
                let next = course.place_after(played);
                prop_assert!(next >= place && next <= at(2_000));
                let inside = course.next_from(next).is_none_or(|window| window.start == next);
                prop_assert!(inside, "{next} is played");
                // And back again, for as long as there is something to play.
                prop_assert_eq!(course.played_by(next), played.min(course.length()));
                place = next;
            }
        }
    }
}
