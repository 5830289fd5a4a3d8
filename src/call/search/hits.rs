//! What was found, in the order of the call.

use fixedbitset::FixedBitSet;

use super::index::{ENTRIES, Index, MOMENTS, order};
use super::searched::Spot;
use crate::call::{MomentIx, Offset, Selection};

/// Places that have what was looked for: first those without a time, then by time.
///
/// They stay as three sets of bits; the place with a number is found by their counts, so that
/// hit 50,000 costs no more than hit 5.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    layers: [Selection; 3],
    hidden: usize,
}

impl Hits {
    /// Leaves out the moments that are not `shown`, and counts them.
    pub(super) fn new(found: [&FixedBitSet; 3], shown: &Selection) -> Self {
        let mut hidden = 0;
        let mut layer = 0;
        let layers = found.map(|found| {
            let mut found = found.clone();
            if layer == MOMENTS {
                let all = found.count_ones(..);
                found.intersect_with(shown.bits());
                hidden = all - found.count_ones(..);
            }
            layer += 1;
            Selection::new(found)
        });
        Self { layers, hidden }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.layers.iter().map(Selection::len).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many more there are among the moments that the filter hides.
    #[must_use]
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// Whether a place is one of them.
    #[must_use]
    pub fn has(&self, index: &Index, spot: Spot) -> bool {
        index.place(spot).is_some_and(|(layer, number)| self.layers[layer].contains(number))
    }

    /// Whether any moment from one until before another is.
    #[must_use]
    pub fn has_moments(&self, from: MomentIx, to: MomentIx) -> bool {
        self.layers[MOMENTS].any_with(None, from, to).is_some()
    }

    /// Whether any entry from one until before another is.
    #[must_use]
    pub fn has_entries(&self, from: usize, to: usize) -> bool {
        self.layers[ENTRIES].any_with(None, from, to).is_some()
    }

    /// How many come before a place, which may be one of them or not.
    #[must_use]
    pub fn rank(&self, index: &Index, spot: Spot) -> usize {
        let Some((layer, number)) = index.place(spot) else { return 0 };
        let order = index.layers[layer].order(number);
        (self.layers.iter().zip(&index.layers).enumerate())
            .map(|(other, (hits, texts))| match other.cmp(&layer) {
                std::cmp::Ordering::Less => hits.rank(texts.before(order.saturating_add(1))),
                std::cmp::Ordering::Equal => hits.rank(number),
                std::cmp::Ordering::Greater => hits.rank(texts.before(order)),
            })
            .sum()
    }

    /// How many come before a time.
    #[must_use]
    pub fn before(&self, index: &Index, at: Offset) -> usize {
        self.before_order(index, order(Some(at)))
    }

    /// The one with so many before it.
    #[must_use]
    pub fn get(&self, index: &Index, rank: usize) -> Option<Spot> {
        if rank >= self.len() {
            return None;
        }
        // The last order with no more before it.
        let (mut low, mut high) = (0, u32::MAX);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            match self.before_order(index, middle) <= rank {
                true => low = middle,
                false => high = middle - 1,
            }
        }
        let mut left = rank - self.before_order(index, low);
        for (layer, (hits, texts)) in self.layers.iter().zip(&index.layers).enumerate() {
            let from = hits.rank(texts.before(low));
            let here = hits.rank(texts.before(low.saturating_add(1))) - from;
            if left < here {
                return hits.select(from + left).map(|number| index.spot(layer, number));
            }
            left -= here;
        }
        None
    }

    fn before_order(&self, index: &Index, order: u32) -> usize {
        let layers = self.layers.iter().zip(&index.layers);
        layers.map(|(hits, texts)| hits.rank(texts.before(order))).sum()
    }
}
