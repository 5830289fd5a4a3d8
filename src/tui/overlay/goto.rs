//! A prompt for a place in the call.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::line::Line;
use crate::call::{BadPlace, Place};
use crate::tui::pane::{Scene, put};

/// A place being typed.
#[derive(Debug, Default)]
pub(in crate::tui) struct GoTo {
    line: Line,
}

impl GoTo {
    /// Edits the line; says whether it changed.
    pub(in crate::tui) fn press(&mut self, event: KeyEvent) -> bool {
        self.line.press(event)
    }

    /// Pastes into the line.
    pub(in crate::tui) fn paste(&mut self, text: &str) {
        self.line.paste(text);
    }

    /// The place that is typed.
    pub(in crate::tui) fn place(&self) -> Result<Place, BadPlace> {
        self.line.text().parse()
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
        let cursor = self.line.draw(room, buffer);
        let rest = Rect { x: room.right(), width: area.right() - room.right(), ..area };
        put(
            buffer,
            rest,
            area.y,
            &[(" 1:23, 83, 50%, +30 or -30; Enter goes, Esc closes", scene.theme.dim)],
        );
        cursor
    }
}
