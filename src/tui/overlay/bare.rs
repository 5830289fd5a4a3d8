//! A text alone on the screen, to be selected by hand: no frame beside it, nothing over it.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::step::{page, rows_by};
use crate::call::text::Clean;
use crate::tui::action::Key;
use crate::tui::pane::{More, Scene, Scroll, put, put_cut};
use crate::tui::wrap::Wrap;

/// Keeps the text, and its rows at the width of the screen.
#[derive(Debug)]
pub(in crate::tui) struct Bare {
    text: Clean,
    rows: Vec<String>,
    scroll: Scroll,
    area: Rect,
}

/// What a key came to.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::tui) enum Looked {
    /// Nothing.
    Nothing,
    /// Another part is seen.
    Moved,
    /// It is to be closed.
    Closed,
}

impl Bare {
    pub(in crate::tui) fn new(text: Clean) -> Self {
        Self { text, rows: Vec::new(), scroll: Scroll::default(), area: Rect::default() }
    }

    /// Wraps the text again if the screen is another.
    pub(in crate::tui) fn refit(&mut self, area: Rect) {
        if self.area == area {
            return;
        }
        self.area = area;
        let rows = Wrap::text(&self.text, ratatui::style::Style::new(), area.width);
        self.rows = rows.map(|row| row.iter().map(|(text, _)| *text).collect()).collect();
        self.scroll.by(0, self.rows.len(), self.height());
    }

    /// Rows for the text, below the hint.
    fn height(&self) -> u16 {
        self.area.height.saturating_sub(1)
    }

    /// Takes a key.
    pub(in crate::tui) fn press(&mut self, key: Key) -> Looked {
        if matches!(key, Key::Named(KeyCode::Esc) | Key::Char('q')) {
            return Looked::Closed;
        }
        let Some(by) = rows_by(key, page(self.area, 2)) else { return Looked::Nothing };
        let before = self.scroll;
        self.scroll.by(by, self.rows.len(), self.height());
        if self.scroll == before { Looked::Nothing } else { Looked::Moved }
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) {
        let theme = scene.theme;
        Clear.render(area, buffer);
        let more = More::of(self.scroll.0, self.rows.len(), self.height());
        let hint = match (more.above, more.below) {
            (false, false) => "Select it as your terminal does; Esc closes.",
            _ => "Select it as your terminal does; j and k scroll, Esc closes.",
        };
        put_cut(buffer, area, area.y, hint, (theme.dim, theme.glyphs.more));
        let rows = self.rows.iter().skip(self.scroll.0);
        for (row, y) in rows.zip(area.y + 1..area.bottom()) {
            put(buffer, area, y, &[(row, theme.text)]);
        }
    }
}
