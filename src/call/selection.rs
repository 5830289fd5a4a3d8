//! Which moments are shown, as a set of bits that knows its order.

use fixedbitset::FixedBitSet;

/// Words in a block of the directory of counts.
const BLOCK: usize = 8;
const BITS: usize = usize::BITS as usize;

/// A set of moments (numbers below a fixed length) with rank and select.
///
/// Building reads one bit a moment; [`rank`](Self::rank) and [`select`](Self::select) then cost
/// about the same at a hundred moments and at a million, so a list can draw row 700,000 of a
/// filtered call without counting up to it.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    bits: FixedBitSet,
    /// Members before each block.
    before: Vec<usize>,
    len: usize,
}

impl Selection {
    /// The set of the given bits.
    #[must_use]
    pub fn new(bits: FixedBitSet) -> Self {
        let mut len = 0;
        let count = |block: &[usize]| block.iter().map(|w| w.count_ones() as usize).sum::<usize>();
        let before = bits
            .as_slice()
            .chunks(BLOCK)
            .map(|block| {
                let before = len;
                len += count(block);
                before
            })
            .collect();
        Self { bits, before, len }
    }

    /// The set, without its order.
    pub(super) fn bits(&self) -> &FixedBitSet {
        &self.bits
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether `moment` is a member.
    #[must_use]
    pub fn contains(&self, moment: usize) -> bool {
        self.bits.contains(moment)
    }

    /// How many members stand before `moment`.
    #[must_use]
    pub fn rank(&self, moment: usize) -> usize {
        let words = self.bits.as_slice();
        let word = moment / BITS;
        if word >= words.len() {
            return self.len;
        }
        let block = word / BLOCK;
        let whole = words[block * BLOCK..word].iter().map(|w| w.count_ones() as usize);
        let part = words[word] & !(usize::MAX << (moment % BITS));
        self.before[block] + whole.sum::<usize>() + part.count_ones() as usize
    }

    /// The member with `rank` members before it.
    #[must_use]
    pub fn select(&self, rank: usize) -> Option<usize> {
        if rank >= self.len {
            return None;
        }
        let block = self.before.partition_point(|&before| before <= rank) - 1;
        let mut left = rank - self.before[block];
        for (i, &word) in self.bits.as_slice()[block * BLOCK..].iter().enumerate() {
            let ones = word.count_ones() as usize;
            if left < ones {
                return Some((block * BLOCK + i) * BITS + bit(word, left));
            }
            left -= ones;
        }
        None
    }

    /// The first member at or after `from` that is also in `other`.
    #[must_use]
    pub fn next_with(&self, other: Option<&FixedBitSet>, from: usize) -> Option<usize> {
        first_common(self.bits.as_slice(), other.map(FixedBitSet::as_slice), from, self.bits.len())
    }

    /// The first member in `from..to` that is also in `other`.
    #[must_use]
    pub fn any_with(&self, other: Option<&FixedBitSet>, from: usize, to: usize) -> Option<usize> {
        first_common(self.bits.as_slice(), other.map(FixedBitSet::as_slice), from, to)
    }

    /// The last member before `to` that is also in `other`.
    #[must_use]
    pub fn last_with(&self, other: Option<&FixedBitSet>, to: usize) -> Option<usize> {
        last_common(self.bits.as_slice(), other.map(FixedBitSet::as_slice), 0, to)
    }

    /// Of the members at or after `from` that are also in `other`, the one that `nth` others come
    /// before, or the last where there are fewer. Counts by words: `nth` may be any number.
    #[must_use]
    pub fn nth_with(&self, other: &FixedBitSet, from: usize, nth: usize) -> Option<usize> {
        let mask =
            |word| if word == from / BITS { usize::MAX << (from % BITS) } else { usize::MAX };
        let words = from / BITS..self.bits.as_slice().len();
        let words = words.map(|word| (word, self.common(other, word) & mask(word)));
        nth_one(words, nth).map(|(word, bit)| word * BITS + bit)
    }

    /// The same backwards from the last before `to`.
    #[must_use]
    pub fn nth_back_with(&self, other: &FixedBitSet, to: usize, nth: usize) -> Option<usize> {
        let mask = |word| if word == to / BITS { !(usize::MAX << (to % BITS)) } else { usize::MAX };
        let words = (0..self.bits.as_slice().len().min(to.div_ceil(BITS))).rev();
        let words =
            words.map(|word| (word, (self.common(other, word) & mask(word)).reverse_bits()));
        nth_one(words, nth).map(|(word, bit)| word * BITS + BITS - 1 - bit)
    }

    fn common(&self, other: &FixedBitSet, word: usize) -> usize {
        self.bits.as_slice()[word] & other.as_slice().get(word).copied().unwrap_or(0)
    }
}

/// The bit that `nth` others come before, in numbered words; the last where there are fewer.
fn nth_one(words: impl Iterator<Item = (usize, usize)>, nth: usize) -> Option<(usize, usize)> {
    let mut left = nth;
    let mut last = None;
    for (at, word) in words {
        let ones = word.count_ones() as usize;
        if left < ones {
            return Some((at, bit(word, left)));
        }
        left -= ones;
        if word != 0 {
            last = Some((at, BITS - 1 - word.leading_zeros() as usize));
        }
    }
    last
}

/// The place of the one that `nth` others come before.
fn bit(mut word: usize, nth: usize) -> usize {
    for _ in 0..nth {
        word &= word - 1;
    }
    word.trailing_zeros() as usize
}

/// The first bit of a set in `from..to`.
#[must_use]
pub(super) fn first_in(set: &FixedBitSet, from: usize, to: usize) -> Option<usize> {
    first_common(set.as_slice(), None, from, to)
}

/// The last bit of a set in `from..to`.
#[must_use]
pub(super) fn last_in(set: &FixedBitSet, from: usize, to: usize) -> Option<usize> {
    last_common(set.as_slice(), None, from, to)
}

/// The bits of a set in `from..to`, found word by word.
pub(super) fn ones_in(
    set: &FixedBitSet,
    from: usize,
    to: usize,
) -> impl Iterator<Item = usize> + use<'_> {
    let mut at = from;
    std::iter::from_fn(move || {
        let found = first_in(set, at, to)?;
        at = found + 1;
        Some(found)
    })
}

fn first_common(a: &[usize], b: Option<&[usize]>, from: usize, to: usize) -> Option<usize> {
    let first = from / BITS;
    let last = to.div_ceil(BITS).min(a.len());
    let mut mask = usize::MAX << (from % BITS);
    for (word, &bits) in a.iter().enumerate().take(last).skip(first) {
        let both = bits & b.map_or(usize::MAX, |b| b.get(word).copied().unwrap_or(0)) & mask;
        mask = usize::MAX;
        if both != 0 {
            let found = word * BITS + both.trailing_zeros() as usize;
            return (found < to).then_some(found);
        }
    }
    None
}

fn last_common(a: &[usize], b: Option<&[usize]>, from: usize, to: usize) -> Option<usize> {
    let end = to.min(a.len() * BITS);
    let mut mask =
        if end.is_multiple_of(BITS) { usize::MAX } else { !(usize::MAX << (end % BITS)) };
    for word in (from / BITS..end.div_ceil(BITS)).rev() {
        let both = a[word] & b.map_or(usize::MAX, |b| b.get(word).copied().unwrap_or(0)) & mask;
        mask = usize::MAX;
        if both != 0 {
            let found = word * BITS + BITS - 1 - both.leading_zeros() as usize;
            return (found >= from).then_some(found);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::btree_set;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn bits(members: &BTreeSet<usize>) -> FixedBitSet {
        let mut bits = FixedBitSet::with_capacity(2_000);
        bits.extend(members.iter().copied());
        bits
    }

    proptest! {
        #[test]
        fn rank_and_select_agree_with_a_sorted_list(members in btree_set(0usize..2_000, 0..400)) {
            let list: Vec<_> = members.iter().copied().collect();
            let set = Selection::new(bits(&members));
            prop_assert_eq!(set.len(), list.len());
            for (rank, &moment) in list.iter().enumerate() {
                prop_assert_eq!(set.select(rank), Some(moment));
                prop_assert_eq!(set.rank(moment), rank);
                prop_assert!(set.contains(moment));
            }
            prop_assert_eq!(set.select(list.len()), None);
            prop_assert_eq!(set.rank(5_000), list.len());
        }

        #[test]
        fn neighbours_agree_with_a_naive_scan(
            a in btree_set(0usize..2_000, 0..300),
            b in btree_set(0usize..2_000, 0..300),
            at in 0usize..2_100, to in 0usize..2_100, nth in 0usize..100,
        ) {
            let set = Selection::new(bits(&a));
            let other = bits(&b);
            let both: BTreeSet<_> = a.intersection(&b).copied().collect();
            prop_assert_eq!(set.next_with(Some(&other), at), both.range(at..).next().copied());
            prop_assert_eq!(set.last_with(Some(&other), at), both.range(..at).next_back().copied());
            prop_assert_eq!(set.next_with(None, at), a.range(at..).next().copied());
            let ahead: Vec<_> = both.range(at..).copied().collect();
            let behind: Vec<_> = both.range(..at).rev().copied().collect();
            let nth_or_last = |list: &[usize]| list.get(nth).or(list.last()).copied();
            prop_assert_eq!(set.nth_with(&other, at, nth), nth_or_last(&ahead));
            prop_assert_eq!(set.nth_back_with(&other, at, nth), nth_or_last(&behind));
            if at <= to {
                prop_assert_eq!(set.any_with(Some(&other), at, to), both.range(at..to).next().copied());
                prop_assert_eq!(first_in(&other, at, to), b.range(at..to).next().copied());
                prop_assert_eq!(last_in(&other, at, to), b.range(at..to).next_back().copied());
            }
        }
    }
}
