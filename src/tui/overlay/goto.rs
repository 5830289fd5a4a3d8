//! A prompt for a place in the call.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use tui_textarea::TextArea;

use crate::call::text::clean_line;
use crate::call::{BadPlace, Place};
use crate::tui::pane::{Scene, put};

/// A line of text being edited.
#[derive(Debug)]
pub(in crate::tui) struct GoTo {
    line: TextArea<'static>,
}

impl Default for GoTo {
    fn default() -> Self {
        let mut line = TextArea::default();
        line.set_cursor_line_style(Style::new());
        // The terminal's own cursor stands there instead.
        line.set_cursor_style(Style::new());
        Self { line }
    }
}

impl GoTo {
    /// Edits the line; says whether it changed.
    pub(in crate::tui) fn press(&mut self, event: KeyEvent) -> bool {
        let before = (self.line.cursor(), self.text());
        self.line.input(event);
        before != (self.line.cursor(), self.text())
    }

    /// Pastes into the line.
    pub(in crate::tui) fn paste(&mut self, text: &str) {
        self.line.insert_str(clean_line(text).as_str());
    }

    /// The place that is typed.
    pub(in crate::tui) fn place(&self) -> Result<Place, BadPlace> {
        self.text().parse()
    }

    fn text(&self) -> String {
        self.line.lines().concat()
    }

    /// Draws the prompt over a row; returns where the cursor belongs.
    pub(in crate::tui) fn draw(
        &self,
        scene: Scene<'_>,
        area: Rect,
        buffer: &mut Buffer,
    ) -> Position {
        buffer.set_style(area, Style::reset());
        put(buffer, area, area.y, &[(&" ".repeat(area.width.into()), scene.theme.text)]);
        let x = put(buffer, area, area.y, &[(" Go to: ", scene.theme.strong)]);
        let room = Rect { x, width: 16.min(area.right().saturating_sub(x)), ..area };
        self.line.render(room, buffer);
        let rest = Rect { x: room.right(), width: area.right() - room.right(), ..area };
        put(
            buffer,
            rest,
            area.y,
            &[(" 1:23, 83, 50%, +30 or -30; Enter goes, Esc closes", scene.theme.dim)],
        );
        let column = u16::try_from(self.line.cursor().1).unwrap_or(u16::MAX);
        Position::new(room.x + column.min(room.width.saturating_sub(1)), area.y)
    }
}
