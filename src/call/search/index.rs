//! The texts of a call, ready to be searched.

use super::fold::fold_into;
use super::searched::{Searched, Spot};
use super::texts::Texts;
use crate::call::offset::Offset;

/// All texts of a call in the form in which they are compared, with the time of each.
///
/// They lie in three layers, each in the order of time: moments, entries, and the rest. A filter
/// of moments is then a filter of one layer, bit by bit.
///
/// It is built in steps, so that a long call does not keep a key waiting.
#[derive(Debug)]
pub struct Index {
    pub(super) layers: [Layer; 3],
    /// The places of the rest.
    rest: Vec<Spot>,
    is_whole: bool,
}

/// The layer of moments.
pub(super) const MOMENTS: usize = 1;
/// The layer of entries.
pub(super) const ENTRIES: usize = 2;
/// The layer of all else. What has no time stands in it, or is an entry.
const REST: usize = 0;

/// Texts in the order of time.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub(super) texts: Texts,
    /// The order of each in the call: 0 where it has no time, else one more than its time.
    order: Vec<u32>,
}

/// Moments that are taken in at a step: about 8 MB of text.
const STEP: usize = 65_536;

impl Index {
    /// Starts to take in a call: all but its moments.
    #[must_use]
    pub fn of(searched: &Searched<'_>) -> Self {
        let mut index = Self { layers: Default::default(), rest: Vec::new(), is_whole: false };
        let mut line = String::new();
        for entry in 0..searched.entries() {
            let at = searched.placement.span(entry).map(|span| span.start);
            index.layers[ENTRIES].push(searched, (Spot::Entry(entry), at), &mut line);
        }
        for (at, spot) in searched.others() {
            index.layers[REST].push(searched, (spot, at), &mut line);
            index.rest.push(spot);
        }
        index
    }

    /// Takes in more of the moments.
    pub fn grow(&mut self, searched: &Searched<'_>) {
        if self.is_whole {
            return;
        }
        let layer = &mut self.layers[MOMENTS];
        let (from, all) = (layer.texts.len(), searched.timeline.len());
        let to = all.min(from + STEP);
        let mut line = String::new();
        for ix in from..to {
            let at = searched.timeline.moment(ix).at;
            layer.push(searched, (Spot::Moment(ix), Some(at)), &mut line);
        }
        if to == all {
            self.layers.iter_mut().for_each(Layer::shrink);
            self.is_whole = true;
        }
    }

    /// Whether it takes more than one step.
    #[must_use]
    pub fn is_long(&self) -> bool {
        self.layers[MOMENTS].texts.len() > STEP
    }

    /// Whether all is there that is to be searched.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// How much memory it takes, in bytes.
    #[must_use]
    pub fn memory(&self) -> usize {
        let layers = self.layers.iter().map(|it| it.texts.memory() + it.order.capacity() * 4);
        layers.sum::<usize>() + self.rest.capacity() * size_of::<Spot>()
    }

    /// When in the call a place is, as far as that is known.
    #[must_use]
    pub fn at(&self, spot: Spot) -> Option<Offset> {
        let (layer, number) = self.place(spot)?;
        let order = self.layers[layer].order.get(number)?;
        order.checked_sub(1).map(Offset::from_centis)
    }

    /// The place of a number in a layer.
    pub(super) fn spot(&self, layer: usize, number: usize) -> Spot {
        match layer {
            MOMENTS => Spot::Moment(number),
            ENTRIES => Spot::Entry(number),
            _ => self.rest[number],
        }
    }

    /// The layer of a place, and its number there.
    pub(super) fn place(&self, spot: Spot) -> Option<(usize, usize)> {
        match spot {
            Spot::Moment(ix) => Some((MOMENTS, ix)),
            Spot::Entry(entry) => Some((ENTRIES, entry)),
            spot => Some((REST, self.rest.iter().position(|other| *other == spot)?)),
        }
    }
}

impl Layer {
    fn push(
        &mut self,
        searched: &Searched<'_>,
        (spot, at): (Spot, Option<Offset>),
        line: &mut String,
    ) {
        line.clear();
        searched.texts(spot, |text| {
            if !line.is_empty() {
                // No word goes from one text into the next.
                line.push('\n');
            }
            fold_into(text, line);
        });
        self.texts.push(line);
        self.order.push(order(at));
    }

    fn shrink(&mut self) {
        self.texts.shrink();
        self.order.shrink_to_fit();
    }

    /// The order of a text.
    pub(super) fn order(&self, number: usize) -> u32 {
        self.order.get(number).copied().unwrap_or(u32::MAX)
    }

    /// How many texts stand before an order.
    pub(super) fn before(&self, order: u32) -> usize {
        self.order.partition_point(|&other| other < order)
    }
}

/// The order of a time in the call: what has none comes first.
pub(super) fn order(at: Option<Offset>) -> u32 {
    at.map_or(0, |at| at.centis().saturating_add(1))
}
