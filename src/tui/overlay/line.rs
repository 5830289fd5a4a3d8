//! One line of text being edited.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use tui_textarea::TextArea;

use crate::call::text::clean_line;

/// A line and where the cursor is in it.
#[derive(Debug)]
pub(in crate::tui) struct Line {
    area: TextArea<'static>,
}

impl Default for Line {
    fn default() -> Self {
        let mut area = TextArea::default();
        area.set_cursor_line_style(Style::new());
        // The terminal's own cursor stands there instead.
        area.set_cursor_style(Style::new());
        Self { area }
    }
}

impl Line {
    /// Edits the line; says whether the text or the cursor is another.
    pub(in crate::tui) fn press(&mut self, event: KeyEvent) -> bool {
        let before = (self.area.cursor(), self.text());
        self.area.input(event);
        before != (self.area.cursor(), self.text())
    }

    /// Pastes into the line.
    pub(in crate::tui) fn paste(&mut self, text: &str) {
        self.area.insert_str(clean_line(text).as_str());
    }

    /// The text, on one line whatever was pressed.
    pub(in crate::tui) fn text(&self) -> String {
        self.area.lines().concat()
    }

    /// Draws the line; returns where the cursor belongs.
    pub(in crate::tui) fn draw(&self, room: Rect, buffer: &mut Buffer) -> Position {
        self.area.render(room, buffer);
        let (_, scrolled) = self.area.scroll_offset();
        let column = u16::try_from(self.area.screen_cursor().col).unwrap_or(u16::MAX);
        let column = column.saturating_sub(scrolled);
        Position::new(room.x + column.min(room.width.saturating_sub(1)), room.y)
    }
}
