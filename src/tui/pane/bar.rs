//! The bar beside rows that scroll: where in all of them the screen is, and where hits are.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Scene;

/// Keeps which of its rows have a hit, as long as nothing that they show has changed.
#[derive(Debug, Default)]
pub(in crate::tui) struct Bar {
    hits: Vec<bool>,
    fitted: Option<Key>,
}

/// The revisions of rows and of hits, how many rows there are, and the height.
type Key = (u64, u64, usize, u16);

impl Bar {
    /// Looks again where hits are, if anything changed. `has` tells whether any of some rows is
    /// one; `rows` is how many there are, `revision` counts their changes.
    pub(in crate::tui) fn refit(
        &mut self,
        (revision, hits): (u64, u64),
        rows: usize,
        height: u16,
        has: impl Fn(usize, usize) -> bool,
    ) {
        let key = (revision, hits, rows, height);
        if self.fitted.replace(key) == Some(key) {
            return;
        }
        let bound = |y: u16| usize::from(y) * rows / usize::from(height.max(1));
        // Where there are more rows on the bar than below it, one of them may be told twice.
        let end = |y: u16| bound(y + 1).max(bound(y) + 1).min(rows);
        self.hits = (0..height).map(|y| rows > 0 && has(bound(y), end(y))).collect();
    }

    /// Draws it in the last column of a region on which some of so many rows are seen; not where
    /// all of them are.
    pub(in crate::tui) fn draw(
        &self,
        scene: Scene<'_>,
        seen: Range<usize>,
        rows: usize,
        area: Rect,
        buffer: &mut Buffer,
    ) {
        if (seen.start == 0 && seen.end >= rows) || area.width == 0 {
            return;
        }
        let theme = scene.theme;
        let place = |row: usize| row.min(rows) * usize::from(area.height) / rows.max(1);
        let thumb = place(seen.start)..place(seen.end).max(place(seen.start) + 1);
        for (y, row) in (area.y..area.bottom()).zip(0..) {
            let is_hit = self.hits.get(row).copied().unwrap_or_default();
            let (sign, style) = match (is_hit, thumb.contains(&row)) {
                (true, _) => (theme.glyphs.hit, theme.notice),
                (false, true) => (theme.glyphs.thumb, theme.dim),
                (false, false) => (theme.glyphs.bar, theme.rule),
            };
            buffer[(area.right() - 1, y)].set_symbol(sign).set_style(style);
        }
    }
}
