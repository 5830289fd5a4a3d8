//! What it takes to change cells on a terminal, in as few bytes as is reasonable.

use std::io::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use super::change::{Change, GAP, SEEN, is_bare};

/// Blanks that are erased rather than written.
const BLANKS: usize = 8;

/// Where a terminal's cursor is and how it writes. Every frame begins and ends in plain style.
pub(super) struct Pen<'a> {
    buffer: &'a Buffer,
    pub(super) out: Vec<u8>,
    pub(super) at: Option<(u16, u16)>,
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl<'a> Pen<'a> {
    pub(super) fn new(buffer: &'a Buffer) -> Self {
        let (fg, bg, modifier) = (Color::Reset, Color::Reset, Modifier::empty());
        Self { buffer, out: Vec::with_capacity(1024), at: None, fg, bg, modifier }
    }

    /// Erases the blanks that `changes` begin with, where that is shorter than writing them;
    /// returns how many of the changes are done with it.
    pub(super) fn erase(&mut self, changes: &[Change<'_>]) -> usize {
        let Some(&(x, y, _)) = changes.first() else { return 0 };
        let in_row = changes.iter().take_while(|(_, row, _)| *row == y).count();
        let width = self.buffer.area.width;
        let blanks = (x..width).take_while(|&x| is_bare(&self.buffer[(x, y)])).count();
        if blanks < BLANKS {
            return 0;
        }
        let end = x + u16::try_from(blanks).unwrap_or(width);
        let done = changes[..in_row].iter().take_while(|(at, ..)| (x..end).contains(at)).count();
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
        let is_reversed = modifier.contains(Modifier::REVERSED);
        !is_reversed && self.bg == bg && (self.modifier & SEEN) == (modifier & SEEN)
    }

    pub(super) fn cell(&mut self, x: u16, y: u16, cell: &Cell) {
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

    pub(super) fn go(&mut self, x: u16, y: u16) {
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
    pub(super) fn style(&mut self, cell: &Cell) {
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
