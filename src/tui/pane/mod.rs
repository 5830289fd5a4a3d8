//! The panes, one file each: what it keeps, how it moves, how it is drawn.

pub(super) mod bar;
pub(super) mod choice;
pub(super) mod found;
pub(super) mod insights;
pub(super) mod moment;
pub(super) mod ruler;
pub(super) mod status;
pub(super) mod summary;
pub(super) mod timeline;
pub(super) mod title;
pub(super) mod transcript;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::action::{Action, Keymap};
use super::replay::Replay;
use super::review::Review;
use super::theme::Theme;
use super::wrap::{Wrap, fit};
use crate::call::Problem;

/// What a pane needs to be drawn.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) review: &'a Review,
    pub(super) theme: &'a Theme,
    pub(super) keys: &'a Keymap,
    /// A style for each category of the timeline.
    pub(super) colours: &'a [Style],
    pub(super) replay: &'a Replay,
}

/// How far a pane that is read rather than walked is scrolled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Scroll(pub(super) usize);

impl Scroll {
    /// Scrolls by rows, staying where there is something to read.
    pub(super) fn by(&mut self, rows: isize, total: usize, height: u16) {
        let most = total.saturating_sub(usize::from(height));
        self.0 = self.0.saturating_add_signed(rows).min(most);
    }
}

/// Which ways there is more of a pane than its region shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct More {
    pub(super) above: bool,
    pub(super) below: bool,
}

impl More {
    /// With `first` rows of `total` above the first of `height` rows.
    pub(super) fn of(first: usize, total: usize, height: u16) -> Self {
        Self { above: first > 0, below: first + usize::from(height) < total }
    }
}

/// Writes pieces one after another on a row; returns the column after the last.
pub(super) fn put(buffer: &mut Buffer, area: Rect, y: u16, pieces: &[(&str, Style)]) -> u16 {
    let mut x = area.x;
    if y >= area.bottom() {
        return x;
    }
    for (text, style) in pieces {
        let room = area.right().saturating_sub(x);
        x = match text.is_ascii() {
            true => put_ascii(buffer, (x, y), text, room, *style),
            false => buffer.set_stringn(x, y, text, room.into(), *style).0,
        };
    }
    x
}

/// A byte a cell: looking for clusters and their widths would be most of what drawing costs.
fn put_ascii(buffer: &mut Buffer, (x, y): (u16, u16), text: &str, room: u16, style: Style) -> u16 {
    let room = room.min(buffer.area.right().saturating_sub(x));
    let mut next = x;
    let shown = text.bytes().filter(|byte| !byte.is_ascii_control());
    for (byte, x) in shown.zip(x..x + room) {
        buffer[(x, y)].set_char(char::from(byte)).set_style(style);
        next = x + 1;
    }
    next
}

/// The same, with a sign for what does not fit.
pub(super) fn put_cut(
    buffer: &mut Buffer,
    area: Rect,
    y: u16,
    text: &str,
    look: (Style, &str),
) -> u16 {
    let (style, more) = look;
    if let (all, true) = fit(text, area.width) {
        put(buffer, area, y, &[(all, style)])
    } else {
        let (part, _) = fit(text, area.width.saturating_sub(1));
        put(buffer, area, y, &[(part, style), (more, style)])
    }
}

/// The rows that are not the data itself: what is being waited for, why there is nothing.
pub(super) fn say(buffer: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let rows = Wrap::text(text, style, area.width).take(area.height.into());
    let mut y = area.y;
    for row in rows {
        put(buffer, area, y, &row);
        y += 1;
    }
    y
}

/// A problem, what to do about it, and the key that tries again.
pub(super) fn say_problem(
    buffer: &mut Buffer,
    area: Rect,
    problem: &Problem,
    (theme, keys): (&Theme, &Keymap),
) -> u16 {
    let y = say(buffer, area, &problem.what, theme.problem);
    let rest = Rect { y, height: area.bottom().saturating_sub(y), ..area };
    let again = keys.key_of(Action::Reload);
    say(buffer, rest, &format!("{} {again} tries again.", problem.next), theme.text)
}
