//! Which cells of a frame have to be written, and in what order.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Unchanged cells between changed ones that are written again rather than skipped.
pub(super) const GAP: u16 = 4;

/// What a blank shows of a style besides its background.
pub(super) const SEEN: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED);

/// A cell to write, and where.
pub(super) type Change<'a> = (u16, u16, &'a Cell);

/// The cells that differ, with their places. Second halves of wide characters do not count: what
/// the first half draws covers them.
pub(super) fn changes<'a>(shown: &Buffer, next: &'a Buffer) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    let mut is_covered = false;
    let rows = (0..next.area.height).flat_map(|y| (0..next.area.width).map(move |x| (x, y)));
    for ((old, new), (x, y)) in shown.content.iter().zip(&next.content).zip(rows) {
        if !is_covered && old != new {
            changes.push((x, y, new));
        }
        is_covered = !is_covered && is_wide(new);
    }
    changes
}

/// The same in strokes: neighbours in a row that are written in one style. Blanks stay with what
/// they follow.
pub(super) fn strokes<'c, 'a>(changes: &'c [Change<'a>]) -> Vec<&'c [Change<'a>]> {
    let mut begun = None;
    let goes_on = |before: &Change<'a>, &(to, row, next): &Change<'a>| {
        let &(x, y, cell) = before;
        let style = begun.unwrap_or(cell);
        let is_alike = (style.fg, style.bg, style.modifier) == (next.fg, next.bg, next.modifier);
        let is_blank = is_bare(next) && !style.modifier.intersects(SEEN);
        let goes_on = row == y && to - x <= GAP && (is_alike || is_blank);
        begun = goes_on.then_some(style);
        goes_on
    };
    changes.chunk_by(goes_on).collect()
}

fn is_wide(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    symbol.len() > 1 && symbol.width() > 1
}

/// A blank that erasing leaves.
pub(super) fn is_bare(cell: &Cell) -> bool {
    cell.symbol() == " " && cell.bg == Color::Reset && !cell.modifier.intersects(SEEN)
}

/// Blanks wide characters whose second half was drawn over, as a terminal would.
pub(super) fn halve(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width);
    for i in 1..buffer.content.len() {
        let (left, right) = (&buffer.content[i - 1], &buffer.content[i]);
        if is_wide(left) && (i % width == 0 || right.symbol() != " ") {
            buffer.content[i - 1].set_symbol(" ");
        }
    }
}

/// Makes second halves of wide characters differ from anything drawn: what a terminal leaves there
/// when another character takes the first half differs from terminal to terminal.
pub(super) fn mark_halves(shown: &mut Buffer) {
    for i in 1..shown.content.len() {
        if is_wide(&shown.content[i - 1]) {
            shown.content[i].set_symbol("\u{fdd0}");
        }
    }
}
