//! What it takes to change cells on a terminal, in as few bytes as is reasonable.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use super::change::{Change, GAP, SEEN, is_bare};

/// Blanks that are erased rather than written.
const BLANKS: usize = 8;

/// The most strokes that are weighed against each other.
const WEIGHED: usize = 24;

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

    /// Makes strokes, the cheapest from where and how the pen is first: a synchronized frame shows
    /// at once, so their order is free. Where there are many, they are made style by style until
    /// few are left, so that the work grows with their number, not with its square.
    pub(super) fn strokes(&mut self, mut left: Vec<&[Change<'_>]>) {
        let many = left.len().saturating_sub(WEIGHED);
        if many > 0 {
            let mut styles = Vec::new();
            left.sort_by_cached_key(|stroke| {
                let Cell { fg, bg, modifier, .. } = *stroke[0].2;
                let style = (fg, bg, modifier);
                styles.iter().position(|known| *known == style).unwrap_or_else(|| {
                    styles.push(style);
                    styles.len() - 1
                })
            });
            left.drain(..many).for_each(|stroke| self.stroke(stroke));
        }
        while !left.is_empty() {
            let next = (0..left.len()).min_by_key(|&at| self.cost(left[at]));
            self.stroke(left.remove(next.unwrap_or(0)));
        }
    }

    fn stroke(&mut self, mut left: &[Change<'_>]) {
        while let Some(&(x, y, cell)) = left.first() {
            let erased = self.erase(left);
            if erased == 0 {
                self.cell(x, y, cell);
            }
            left = &left[erased.max(1)..];
        }
    }

    /// What it takes to begin a stroke, in bytes: it is begun, and taken back.
    fn cost(&mut self, stroke: &[Change<'_>]) -> usize {
        let Some(&(x, y, cell)) = stroke.first() else { return 0 };
        let (before, now) = (self.out.len(), (self.at, self.fg, self.bg, self.modifier));
        self.begin(x, y, cell);
        let cost = self.out.len() - before;
        self.out.truncate(before);
        (self.at, self.fg, self.bg, self.modifier) = now;
        cost
    }

    fn begin(&mut self, x: u16, y: u16, cell: &Cell) {
        self.go(x, y);
        if cell.symbol() != " " || !self.suits_blanks(cell.bg, cell.modifier) {
            self.style(cell);
        }
    }

    /// Erases the blanks that `changes` begin with, where that is shorter than writing them;
    /// returns how many of the changes are done with it.
    fn erase(&mut self, changes: &[Change<'_>]) -> usize {
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
            false => self.csi(&[end - x], b'X'),
        }
        done
    }

    /// Whether a blank looks the same in this style: it shows no foreground, weight or slant.
    fn suits_blanks(&self, bg: Color, modifier: Modifier) -> bool {
        let is_reversed = modifier.contains(Modifier::REVERSED);
        !is_reversed && self.bg == bg && (self.modifier & SEEN) == (modifier & SEEN)
    }

    fn cell(&mut self, x: u16, y: u16, cell: &Cell) {
        self.begin(x, y, cell);
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
            _ => self.travel(x, y),
        }
        self.at = Some((x, y));
    }

    /// Moves by whichever is shorter: to the place itself, or by rows and columns from where the
    /// pen is. Going down by a line feed would be shorter still, but a terminal that is not in raw
    /// mode makes a carriage return of it too.
    fn travel(&mut self, x: u16, y: u16) {
        let begin = self.out.len();
        match (x, y) {
            (0, 0) => self.csi(&[], b'H'),
            (0, _) => self.csi(&[y + 1], b'H'),
            _ => self.csi(&[y + 1, x + 1], b'H'),
        }
        let Some((from, row)) = self.at else { return };
        let direct = self.out.len();
        match y.abs_diff(row) {
            0 => {}
            n => self.steps(n, if row < y { b'B' } else { b'A' }),
        }
        match x.abs_diff(from) {
            0 => {}
            _ if x == 0 => self.out.push(b'\r'),
            n if x > from => self.steps(n, b'C'),
            n @ 1..=3 => self.out.extend((0..n).map(|_| 8)),
            n => self.steps(n, b'D'),
        }
        if self.out.len() - direct < direct - begin {
            self.out.drain(begin..direct);
        } else {
            self.out.truncate(direct);
        }
    }

    fn steps(&mut self, n: u16, command: u8) {
        self.csi(if n == 1 { &[] } else { std::slice::from_ref(&n) }, command);
    }

    /// A control sequence. It is put together by hand, for it is most of what a frame weighs.
    fn csi(&mut self, parameters: &[u16], command: u8) {
        self.out.extend_from_slice(b"\x1b[");
        for (i, &parameter) in parameters.iter().enumerate() {
            if i > 0 {
                self.out.push(b';');
            }
            let digits = |n: u16| b'0' + u8::try_from(n % 10).unwrap_or(0);
            for tenth in [10_000, 1_000, 100, 10] {
                if parameter >= tenth {
                    self.out.push(digits(parameter / tenth));
                }
            }
            self.out.push(digits(parameter));
        }
        self.out.push(command);
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
        let mut codes = Codes(Vec::with_capacity(16));
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
            self.csi(&codes.0, b'm');
        }
        (self.fg, self.bg, self.modifier) = (fg, bg, modifier);
    }
}

/// The parameters of one SGR sequence.
struct Codes(Vec<u16>);

impl Codes {
    fn push(&mut self, code: u16) {
        self.0.push(code);
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
