//! One line of text being edited.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use tui_textarea::{CursorMove, TextArea};

use crate::call::text::clean_line;

/// A line and where its cursor is.
#[derive(Debug)]
pub(super) struct Line(TextArea<'static>);

impl Line {
    /// A line that says something already.
    pub(super) fn of(text: &str) -> Self {
        let mut line = TextArea::new(vec![text.to_owned()]);
        line.set_cursor_line_style(Style::new());
        // The terminal's own cursor stands there instead.
        line.set_cursor_style(Style::new());
        line.move_cursor(CursorMove::End);
        Self(line)
    }

    /// Edits the line; says whether it changed.
    pub(super) fn press(&mut self, event: KeyEvent) -> bool {
        let before = (self.0.cursor(), self.text());
        self.0.input(event);
        before != (self.0.cursor(), self.text())
    }

    /// Pastes into the line.
    pub(super) fn paste(&mut self, text: &str) {
        self.0.insert_str(clean_line(text).as_str());
    }

    pub(super) fn text(&self) -> String {
        self.0.lines().concat()
    }

    /// Draws the line; returns where the cursor belongs.
    pub(super) fn draw(&self, area: Rect, buffer: &mut Buffer) -> Position {
        self.0.render(area, buffer);
        let column = u16::try_from(self.0.cursor().1).unwrap_or(u16::MAX);
        Position::new(area.x + column.min(area.width.saturating_sub(1)), area.y)
    }
}
