//! From a buffer to the bytes of one whole frame.
//!
//! A writer of our own rather than a backend on top of `crossterm`: it sends what changed and
//! little more (style changes as differences, short gaps as text), it does not look at this
//! process's environment, whose colours a visitor over SSH does not share, and it never asks a
//! terminal anything.

use std::io::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Alternate screen, no cursor, no wrapping at the edge, pastes in brackets.
pub const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h";
/// Undoes [`ENTER`] wherever a frame may have been cut.
pub const LEAVE: &[u8] = b"\x1b[?2026l\x1b[m\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l";

/// Begin and end of a synchronized update: a terminal that knows them shows the frame at once,
/// others ignore them.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// Unchanged cells between changed ones that are written again rather than skipped.
const GAP: u16 = 4;

/// Blanks that are erased rather than written.
const BLANKS: usize = 8;

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
        let mut left = changes.as_slice();
        while let Some(&(x, y, cell)) = left.first() {
            let erased = pen.erase(left);
            if erased == 0 {
                pen.cell(x, y, cell);
            }
            left = &left[erased.max(1)..];
        }
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

/// The cells that differ, with their places. Second halves of wide characters do not count: what
/// the first half draws covers them.
fn changes<'a>(shown: &Buffer, next: &'a Buffer) -> Vec<(u16, u16, &'a Cell)> {
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

fn is_wide(cell: &Cell) -> bool {
    let symbol = cell.symbol();
    symbol.len() > 1 && symbol.width() > 1
}

/// A blank that erasing leaves.
fn is_bare(cell: &Cell) -> bool {
    let is_seen = cell.modifier.intersects(Modifier::REVERSED | Modifier::UNDERLINED);
    cell.symbol() == " " && cell.bg == Color::Reset && !is_seen
}

/// Blanks wide characters whose second half was drawn over, as a terminal would.
fn halve(buffer: &mut Buffer) {
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
fn mark_halves(shown: &mut Buffer) {
    for i in 1..shown.content.len() {
        if is_wide(&shown.content[i - 1]) {
            shown.content[i].set_symbol("\u{fdd0}");
        }
    }
}

/// Where a terminal's cursor is and how it writes. Every frame begins and ends in plain style.
struct Pen<'a> {
    buffer: &'a Buffer,
    out: Vec<u8>,
    at: Option<(u16, u16)>,
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl<'a> Pen<'a> {
    fn new(buffer: &'a Buffer) -> Self {
        let (fg, bg, modifier) = (Color::Reset, Color::Reset, Modifier::empty());
        Self { buffer, out: Vec::with_capacity(1024), at: None, fg, bg, modifier }
    }

    /// Erases the blanks that `changes` begin with, where that is shorter than writing them;
    /// returns how many of the changes are done with it.
    fn erase(&mut self, changes: &[(u16, u16, &Cell)]) -> usize {
        let Some(&(x, y, _)) = changes.first() else { return 0 };
        let in_row = changes.iter().take_while(|(_, row, _)| *row == y).count();
        let width = self.buffer.area.width;
        let blanks = (x..width).take_while(|&x| is_bare(&self.buffer[(x, y)])).count();
        if blanks < BLANKS {
            return 0;
        }
        let end = x + u16::try_from(blanks).unwrap_or(width);
        let done = changes[..in_row].iter().take_while(|(x, ..)| *x < end).count();
        if done < BLANKS {
            return 0;
        }
        self.go(x, y);
        if !self.suits_blanks(Color::Reset, Modifier::empty()) {
            self.style(&Cell::EMPTY);
        }
        match end == width {
            true => self.out.extend_from_slice(b"\x1b[K"),
            false => _ = write!(self.out, "\x1b[{blanks}X"),
        }
        done
    }

    /// Whether a blank looks the same in this style: it shows no foreground, weight or slant.
    fn suits_blanks(&self, bg: Color, modifier: Modifier) -> bool {
        const SEEN: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED);
        let is_reversed = modifier.contains(Modifier::REVERSED);
        !is_reversed && self.bg == bg && (self.modifier & SEEN) == (modifier & SEEN)
    }

    fn cell(&mut self, x: u16, y: u16, cell: &Cell) {
        self.go(x, y);
        if cell.symbol() != " " || !self.suits_blanks(cell.bg, cell.modifier) {
            self.style(cell);
        }
        let symbol = cell.symbol();
        self.out.extend_from_slice(symbol.as_bytes());
        let width = u16::try_from(symbol.width()).unwrap_or(1).max(1);
        // Terminals disagree about the width of what is not one plain character, and about where
        // the cursor is after the last column: say where to go on.
        let is_plain = width == 1 && symbol.chars().count() == 1;
        let next = x + width;
        self.at = (is_plain && next < self.buffer.area.width).then_some((next, y));
    }

    fn go(&mut self, x: u16, y: u16) {
        let gap = self.at.filter(|&(from, row)| row == y && from <= x).map(|(from, _)| x - from);
        match gap {
            Some(0) => {}
            Some(n) if n <= GAP && self.again(x - n, x, y) => {}
            Some(1) => self.out.extend_from_slice(b"\x1b[C"),
            Some(n) => _ = write!(self.out, "\x1b[{n}C"),
            None => {
                let _ = match (x + 1, y + 1) {
                    (1, 1) => write!(self.out, "\x1b[H"),
                    (1, row) => write!(self.out, "\x1b[{row}H"),
                    (column, row) => write!(self.out, "\x1b[{row};{column}H"),
                };
            }
        }
        self.at = Some((x, y));
    }

    /// Writes unchanged cells again where that is shorter than moving over them.
    fn again(&mut self, from: u16, to: u16, y: u16) -> bool {
        let cells = || (from..to).map(|x| &self.buffer[(x, y)]);
        let same = |cell: &Cell| match cell.symbol() {
            " " => self.suits_blanks(cell.bg, cell.modifier),
            symbol => {
                let style = (cell.fg, cell.bg, cell.modifier);
                symbol.len() == 1 && style == (self.fg, self.bg, self.modifier)
            }
        };
        if !cells().all(same) {
            return false;
        }
        let text: String = cells().map(Cell::symbol).collect();
        self.out.extend_from_slice(text.as_bytes());
        true
    }

    /// Changes the style by what differs.
    fn style(&mut self, cell: &Cell) {
        let (fg, bg, modifier) = (cell.fg, cell.bg, cell.modifier);
        if (fg, bg, modifier) == (self.fg, self.bg, self.modifier) {
            return;
        }
        let mut codes = Codes(Vec::new());
        if (fg, bg, modifier) == (Color::Reset, Color::Reset, Modifier::empty()) {
            self.out.extend_from_slice(b"\x1b[m");
        } else {
            codes.modifiers(self.modifier, modifier);
            if fg != self.fg {
                codes.colour(fg, 30);
            }
            if bg != self.bg {
                codes.colour(bg, 40);
            }
            let _ = write!(self.out, "\x1b[{}m", String::from_utf8_lossy(&codes.0));
        }
        (self.fg, self.bg, self.modifier) = (fg, bg, modifier);
    }
}

/// The parameters of one SGR sequence.
struct Codes(Vec<u8>);

impl Codes {
    fn push(&mut self, code: u16) {
        let separator = if self.0.is_empty() { "" } else { ";" };
        let _ = write!(self.0, "{separator}{code}");
    }

    fn modifiers(&mut self, old: Modifier, new: Modifier) {
        const WEIGHT: Modifier = Modifier::BOLD.union(Modifier::DIM);
        let mut old = old;
        // One code ends bold and dim alike.
        if !((old - new) & WEIGHT).is_empty() {
            self.push(22);
            old -= WEIGHT;
        }
        let table = [
            (Modifier::BOLD, 1, 22),
            (Modifier::DIM, 2, 22),
            (Modifier::ITALIC, 3, 23),
            (Modifier::UNDERLINED, 4, 24),
            (Modifier::REVERSED, 7, 27),
        ];
        for (modifier, on, off) in table {
            match (old.contains(modifier), new.contains(modifier)) {
                (false, true) => self.push(on),
                (true, false) => self.push(off),
                _ => {}
            }
        }
    }

    /// `base` is 30 for the foreground, 40 for the background.
    fn colour(&mut self, colour: Color, base: u16) {
        const NAMED: [Color; 16] = [
            Color::Black,
            Color::Red,
            Color::Green,
            Color::Yellow,
            Color::Blue,
            Color::Magenta,
            Color::Cyan,
            Color::Gray,
            Color::DarkGray,
            Color::LightRed,
            Color::LightGreen,
            Color::LightYellow,
            Color::LightBlue,
            Color::LightMagenta,
            Color::LightCyan,
            Color::White,
        ];
        match colour {
            Color::Reset => self.push(base + 9),
            Color::Indexed(n) => [base + 8, 5, n.into()].into_iter().for_each(|c| self.push(c)),
            Color::Rgb(r, g, b) => {
                let rgb = [r, g, b].map(u16::from);
                [base + 8, 2].into_iter().chain(rgb).for_each(|c| self.push(c));
            }
            named => {
                let n =
                    NAMED.iter().zip(0..).find(|(name, _)| **name == named).map_or(7, |(_, n)| n);
                self.push(if n < 8 { base + n } else { base + 60 + n - 8 });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::Style;

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
