//! Places in a text of entries, without the heights of any that are far away.

use ratatui::layout::Rect;

use super::entry::Look;
use super::{beside_bar, count};
use crate::tui::review::Review;

/// A row of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Place {
    pub(super) entry: usize,
    pub(super) row: usize,
}

impl Place {
    /// The first row of an entry.
    pub(super) fn of(entry: usize) -> Self {
        Self { entry, row: 0 }
    }
}

/// Entries as rows of a region: each is wrapped when it is passed, and only then.
pub(super) struct Pages<'a> {
    review: &'a Review,
    look: Look,
    height: usize,
    count: usize,
}

impl<'a> Pages<'a> {
    pub(super) fn new(review: &'a Review, area: Rect) -> Self {
        let height = usize::from(area.height).max(1);
        Self {
            review,
            look: Look::of(review, beside_bar(area).width),
            height,
            count: count(review),
        }
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// `rows` further on, or behind the last entry.
    pub(super) fn forward(&self, from: Place, rows: usize) -> Place {
        let Place { mut entry, row } = from;
        let mut left = row.saturating_add(rows);
        while entry < self.count {
            let height = self.look.height(self.review, entry);
            if left < height {
                return Place { entry, row: left };
            }
            left -= height;
            entry += 1;
        }
        Place::of(self.count)
    }

    /// `rows` back, or the first row.
    pub(super) fn back(&self, from: Place, rows: usize) -> Place {
        let Place { mut entry, mut row } = from;
        let mut left = rows;
        loop {
            if left <= row {
                return Place { entry, row: row - left };
            }
            if entry == 0 {
                return Place::default();
            }
            left -= row;
            entry -= 1;
            row = self.look.height(self.review, entry);
        }
    }

    /// A top that is a row of an entry, with no empty rows below the last one.
    pub(super) fn settled(&self, top: Place) -> Place {
        let entry = top.entry.min(self.count.saturating_sub(1));
        let mut top = if entry == top.entry { top } else { Place::of(entry) };
        if top.row > 0 {
            let height = self.look.height(self.review, entry);
            top.row = top.row.min(height.saturating_sub(1));
        }
        // An entry has at least a row: further from the end than this, the screen is full.
        match self.count - entry.min(self.count) <= self.height {
            true => top.min(self.back(Place::of(self.count), self.height)),
            false => top,
        }
    }

    /// Whether an entry is on the screen: its first row, and its last where it fits.
    pub(super) fn shows(&self, top: Place, entry: usize) -> bool {
        if Place::of(entry) < top || entry >= top.entry + self.height {
            return false;
        }
        // An entry taller than the screen shows when it begins at the top.
        Place::of(entry) == top || Place::of(entry + 1) <= self.forward(top, self.height)
    }

    /// The first entry that begins on the screen, from above, or the last, from below.
    pub(super) fn first_of(&self, top: Place, way: isize) -> usize {
        let first = top.entry + usize::from(top.row > 0);
        match way {
            0.. => first,
            _ => self.forward(top, self.height - 1).entry.max(first),
        }
    }
}
