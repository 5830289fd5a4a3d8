//! From a buffer to the bytes of one whole frame.
//!
//! A writer of our own rather than a backend on top of `crossterm`: it sends what changed and
//! little more (style changes as differences, short gaps as text), it does not look at this
//! process's environment, whose colours a visitor over SSH does not share, and it never asks a
//! terminal anything.

mod change;
mod pen;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};

use change::{changes, halve, mark_halves, strokes};
use pen::Pen;

/// Alternate screen, no cursor, no wrapping at the edge, pastes in brackets.
pub const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h";
/// Undoes [`ENTER`] wherever a frame may have been cut.
pub const LEAVE: &[u8] =
    b"\x1b[?2026l\x1b[m\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l";

/// Buttons and the wheel, motion only while a button is down, places of any size. Mode 1003, which
/// tells every motion, would cost a slow line more than it gives.
pub(super) const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/// Undoes [`MOUSE_ON`].
pub(super) const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Begin and end of a synchronized update: a terminal that knows them shows the frame at once,
/// others ignore them.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// Remembers what a terminal shows, and encodes how it differs from what it should show.
#[derive(Debug)]
pub struct Painter {
    shown: Buffer,
    next: Buffer,
    /// What the terminal shows is unknown: clear it first.
    forgotten: bool,
    cursor: Option<Position>,
}

impl Painter {
    /// For a terminal that shows nothing known.
    #[must_use]
    pub fn new(size: Size) -> Self {
        let area = Rect::new(0, 0, size.width, size.height);
        Self {
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            forgotten: true,
            cursor: None,
        }
    }

    /// The terminal may show anything now, and have another size: the next frame is complete.
    pub fn forget(&mut self, size: Size) {
        *self = Self::new(size);
    }

    /// The bytes that bring the terminal from what it shows to what `draw` draws; none when they
    /// are the same.
    pub fn paint(&mut self, draw: impl FnOnce(&mut Buffer) -> Option<Position>) -> Vec<u8> {
        self.next.reset();
        let cursor = draw(&mut self.next);
        halve(&mut self.next);
        let changes = changes(&self.shown, &self.next);
        if changes.is_empty() && cursor == self.cursor && !self.forgotten {
            return Vec::new();
        }
        let mut pen = Pen::new(&self.next);
        pen.out.extend_from_slice(BEGIN);
        if self.forgotten {
            pen.out.extend_from_slice(b"\x1b[m\x1b[2J");
        }
        if self.cursor.is_some() && cursor != self.cursor {
            pen.out.extend_from_slice(b"\x1b[?25l");
        }
        pen.strokes(strokes(&changes));
        pen.style(&Cell::EMPTY);
        if let Some(at) = cursor {
            pen.at = None;
            pen.go(at.x, at.y);
            if cursor != self.cursor {
                pen.out.extend_from_slice(b"\x1b[?25h");
            }
        }
        let mut out = pen.out;
        out.extend_from_slice(END);
        self.cursor = cursor;
        self.forgotten = false;
        std::mem::swap(&mut self.shown, &mut self.next);
        mark_halves(&mut self.shown);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier, Style};

    fn styles() -> impl Strategy<Value = Style> {
        let colour = || {
            prop_oneof![
                Just(Color::Reset),
                Just(Color::LightBlue),
                any::<u8>().prop_map(Color::Indexed),
                any::<[u8; 3]>().prop_map(|[r, g, b]| Color::Rgb(r, g, b)),
            ]
        };
        let modifier = prop_oneof![
            Just(Modifier::empty()),
            Just(Modifier::BOLD),
            Just(Modifier::DIM),
            Just(Modifier::REVERSED),
            Just(Modifier::UNDERLINED | Modifier::ITALIC),
        ];
        (colour(), colour(), modifier)
            .prop_map(|(fg, bg, modifier)| Style::reset().fg(fg).bg(bg).add_modifier(modifier))
    }

    type Write = (u16, u16, String, Style);

    fn writes() -> impl Strategy<Value = Vec<Write>> {
        proptest::collection::vec((0u16..24, 0u16..6, "[a-z 語é]{1,9}", styles()), 0..9)
    }

    fn colour_of(colour: Color) -> vt100::Color {
        match colour {
            Color::Indexed(n) => vt100::Color::Idx(n),
            Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
            Color::LightBlue => vt100::Color::Idx(12),
            _ => vt100::Color::Default,
        }
    }

    proptest! {
        #[test]
        fn a_terminal_shows_what_was_drawn(frames in proptest::collection::vec(writes(), 1..5)) {
            let size = Size::new(24, 6);
            let mut painter = Painter::new(size);
            let rows = |n: u16| n.try_into().unwrap();
            let mut terminal = vt100::Parser::new(rows(6), rows(24), 0);
            terminal.process(ENTER);
            for frame in frames {
                let mut wanted = Buffer::empty(Rect::new(0, 0, 24, 6));
                let bytes = painter.paint(|buffer| {
                    for (x, y, text, style) in &frame {
                        buffer.set_stringn(*x, *y, text.as_str(), 24, *style);
                    }
                    halve(buffer);
                    wanted = buffer.clone();
                    None
                });
                terminal.process(&bytes);
                for (x, y) in (0..6).flat_map(|y| (0..24).map(move |x| (x, y))) {
                    let want = &wanted[(x, y)];
                    let cell = terminal.screen().cell(y, x).unwrap();
                    if cell.is_wide_continuation() {
                        continue;
                    }
                    let shown = if cell.contents().is_empty() { " " } else { cell.contents() };
                    prop_assert_eq!(shown, want.symbol(), "at {},{}", x, y);
                    prop_assert_eq!(cell.inverse(), want.modifier.contains(Modifier::REVERSED));
                    prop_assert_eq!(cell.bgcolor(), colour_of(want.bg));
                    if shown != " " || cell.inverse() {
                        prop_assert_eq!(cell.bold(), want.modifier.contains(Modifier::BOLD));
                        prop_assert_eq!(cell.fgcolor(), colour_of(want.fg));
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_changed_is_no_bytes() {
        let mut painter = Painter::new(Size::new(10, 2));
        let draw = |buffer: &mut Buffer| {
            buffer.set_string(0, 0, "hello", Style::new());
            None
        };
        assert!(!painter.paint(draw).is_empty());
        assert_eq!(painter.paint(draw), b"");
    }
}
