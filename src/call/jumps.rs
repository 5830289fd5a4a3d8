//! Where a reviewer was before each far motion, and the way back.

use super::offset::Offset;

/// Places that were left, the oldest first. Times, because moments come and go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Jumps {
    places: Vec<Offset>,
    /// The place that was gone back to; the number of places when none was.
    at: usize,
}

impl Jumps {
    /// Places that are kept.
    pub const MOST: usize = 100;

    /// Notes the place that a far motion leaves. Where somebody had gone back, what lay ahead of
    /// them is kept: only a place that is there twice is taken out.
    pub fn leave(&mut self, place: Offset) {
        self.places.retain(|other| *other != place);
        self.places.push(place);
        let over = self.places.len().saturating_sub(Self::MOST);
        self.places.drain(..over);
        self.at = self.places.len();
    }

    /// The place `count` jumps back from `now`, in a call that ends at `end`; nothing at the
    /// first.
    pub fn back(&mut self, now: Offset, count: usize, end: Offset) -> Option<Offset> {
        if self.at == self.places.len() {
            // So that there is a way forward to here.
            self.leave(now);
            self.at = self.places.len() - 1;
        }
        let at = self.at.saturating_sub(count.max(1));
        self.move_to(at, end)
    }

    /// The place `count` jumps forward again; nothing at the last.
    pub fn forward(&mut self, count: usize, end: Offset) -> Option<Offset> {
        let last = self.places.len().checked_sub(1)?;
        let at = self.at.saturating_add(count.max(1)).min(last);
        self.move_to(at, end)
    }

    fn move_to(&mut self, at: usize, end: Offset) -> Option<Offset> {
        if at == self.at || self.at >= self.places.len() {
            return None;
        }
        self.at = at;
        self.places.get(at).map(|place| *place.min(&end))
    }

    /// How many places there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const END: Offset = Offset::from_centis(10_000);

    fn at(centis: u32) -> Offset {
        Offset::from_centis(centis)
    }

    #[test]
    fn back_and_forward_go_the_way_that_was_gone() {
        let mut jumps = Jumps::default();
        assert_eq!(jumps.back(at(5), 1, END), None);
        assert_eq!(jumps.forward(1, END), None);
        let mut jumps = Jumps::default();
        for place in [10, 20, 30] {
            jumps.leave(at(place));
        }
        assert_eq!(jumps.forward(1, END), None);
        assert_eq!(jumps.back(at(40), 1, END), Some(at(30)));
        assert_eq!(jumps.back(at(30), 2, END), Some(at(10)));
        assert_eq!(jumps.back(at(10), 1, END), None);
        assert_eq!(jumps.forward(1, END), Some(at(20)));
        assert_eq!(jumps.forward(9, END), Some(at(40)));
        assert_eq!(jumps.forward(1, END), None);
        // From where somebody had gone back to, a new way begins.
        assert_eq!(jumps.back(at(40), 3, END), Some(at(10)));
        jumps.leave(at(10));
        assert_eq!(jumps.back(at(15), 1, END), Some(at(10)));
        assert_eq!(jumps.forward(1, END), Some(at(15)));
    }

    #[test]
    fn a_call_that_became_shorter_is_not_left() {
        let mut jumps = Jumps::default();
        jumps.leave(at(9_000));
        assert_eq!(jumps.back(at(0), 1, at(500)), Some(at(500)));
    }

    proptest! {
        #[test]
        fn no_place_is_outside_or_beyond_what_is_kept(
            steps in prop::collection::vec((0u32..4, 0u32..20_000, 0usize..5), 0..300),
        ) {
            let mut jumps = Jumps::default();
            let mut now = Offset::ZERO;
            for (step, centis, count) in steps {
                let end = at(centis);
                let to = match step {
                    0 => jumps.back(now, count, end),
                    1 => jumps.forward(count, end),
                    _ => {
                        jumps.leave(now);
                        now = at(centis);
                        None
                    }
                };
                prop_assert!(to.is_none_or(|to| to <= end));
                prop_assert!(jumps.len() <= Jumps::MOST && jumps.at <= jumps.len());
                now = to.unwrap_or(now);
            }
        }
    }
}
