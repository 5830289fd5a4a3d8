//! Looking for something, step by step.

use std::ops::Range;

use fixedbitset::FixedBitSet;

use super::hits::Hits;
use super::index::{Index, Layer, MOMENTS};
use super::query::{Query, Word};
use super::searched::Searched;
use crate::call::selection::ones_in;
use crate::call::{MomentIx, Selection};

/// What is looked for, where it was looked for already, and what was found there.
#[derive(Debug, Clone, Default)]
pub struct Search {
    query: Query,
    layers: [Scan; 3],
}

/// How far one layer is looked through. It begins where the reader is and goes round.
#[derive(Debug, Clone, Default)]
struct Scan {
    found: FixedBitSet,
    /// The only texts that may have it: those that had less of it. Without, all may.
    within: Option<FixedBitSet>,
    /// The text to begin with.
    first: usize,
    /// How many were looked at.
    done: usize,
}

/// Bytes of text that are looked through at a step.
const STEP: usize = 1 << 23;

impl Search {
    /// Looks for nothing yet; the moments are going to be looked at from `first` on.
    #[must_use]
    pub fn new(index: &Index, first: MomentIx) -> Self {
        let scan = |layer: usize| {
            let texts = index.layers[layer].texts.len();
            let first = if layer == MOMENTS { first.min(texts.saturating_sub(1)) } else { 0 };
            Scan { found: FixedBitSet::with_capacity(texts), first, ..Scan::default() }
        };
        Self { query: Query::default(), layers: std::array::from_fn(scan) }
    }

    /// What is looked for.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Looks for something else, from the start. Where the new query has all that the last one had,
    /// only what was found is looked at again.
    pub fn look_for(&mut self, query: Query) {
        let narrows = !self.query.is_empty() && query.narrows(&self.query);
        for scan in &mut self.layers {
            scan.again(narrows);
        }
        self.query = query;
    }

    /// Whether there is more to look through.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.query.is_empty() || self.layers.iter().all(Scan::is_done)
    }

    /// Looks through some more texts of the index that it was made for.
    pub fn step(&mut self, index: &Index, searched: &Searched<'_>) {
        if self.query.is_empty() {
            return;
        }
        let mut left = STEP;
        for (number, scan) in self.layers.iter_mut().enumerate() {
            let layer = &index.layers[number];
            let has_capitals = |word: &Word, text: usize| {
                let mut has = false;
                searched.texts(index.spot(number, text), |text| has |= word.is_exactly_in(text));
                has
            };
            while left > 0 && !scan.is_done() {
                left = left.saturating_sub(scan.step(&self.query, layer, left, has_capitals));
            }
        }
    }

    /// What was found so far, without the moments that are not `shown`.
    #[must_use]
    pub fn hits(&self, shown: &Selection) -> Hits {
        Hits::new(std::array::from_fn(|layer| &self.layers[layer].found), shown)
    }
}

impl Scan {
    fn is_done(&self) -> bool {
        self.done == self.found.len()
    }

    /// Begins again; where the query narrows, with what was found or not looked at.
    fn again(&mut self, narrows: bool) {
        let mut found = FixedBitSet::with_capacity(self.found.len());
        std::mem::swap(&mut found, &mut self.found);
        let was_done = std::mem::take(&mut self.done);
        if !narrows {
            self.within = None;
            return;
        }
        let mut within = FixedBitSet::with_capacity(found.len());
        for range in self.ranges(was_done, found.len() - was_done) {
            within.insert_range(range);
        }
        if let Some(before) = &self.within {
            within.intersect_with(before);
        }
        within.union_with(&found);
        self.within = Some(within);
    }

    /// The texts after so many, in the order of looking: up to the end, and from the start.
    fn ranges(&self, done: usize, count: usize) -> [Range<usize>; 2] {
        let all = self.found.len();
        let from = self.first + done;
        let straight = from.min(all)..(from + count).min(all);
        let round = from.saturating_sub(all)..(from + count).saturating_sub(all);
        [straight, round]
    }

    /// Looks at texts of at most so many bytes, all behind one another; says at how many bytes.
    fn step(
        &mut self,
        query: &Query,
        layer: &Layer,
        bytes: usize,
        has_capitals: impl Fn(&Word, usize) -> bool,
    ) -> usize {
        let all = self.found.len();
        let from = (self.first + self.done) % all;
        let to = layer.texts.within(from, bytes).min(from + all - self.done);
        let Some((first, others)) = query.words().split_first() else { return 0 };
        let passes = |text: &usize| {
            others.iter().all(|word| layer.texts.has(*text, &word.folded))
                && query.words().iter().all(|word| !word.is_exact() || has_capitals(word, *text))
        };
        match &self.within {
            None => {
                let with = layer.texts.with(&first.folded, from..to);
                self.found.extend(with.filter(passes));
            }
            Some(within) => {
                let has = |text: &usize| layer.texts.has(*text, &first.folded);
                let among = ones_in(within, from, to);
                self.found.extend(among.filter(|text| has(text) && passes(text)));
            }
        }
        self.done += to - from;
        layer.texts.size(from..to)
    }
}
