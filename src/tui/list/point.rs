//! What the mouse does in the list.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::CallList;
use crate::tui::action::Action;
use crate::tui::desk::point::WHEEL;
use crate::tui::pressed::Pressed;

impl CallList {
    /// Takes what the mouse did: a click chooses a call, a click on the chosen one opens it.
    pub(in crate::tui) fn point(&mut self, event: MouseEvent) -> Pressed {
        let at = Position::new(event.column, event.row);
        self.notice = None;
        match event.kind {
            MouseEventKind::ScrollDown => return self.act(Action::RowDown, Some(WHEEL)),
            MouseEventKind::ScrollUp => return self.act(Action::RowUp, Some(WHEEL)),
            MouseEventKind::Down(MouseButton::Left) => {}
            _ => return Pressed::nothing(),
        }
        let rows = self.rows_area();
        let row = self.top + usize::from(at.y.saturating_sub(rows.y));
        if !rows.contains(at) || row >= self.finder.len() {
            return Pressed::nothing();
        }
        if row == self.row() {
            return self.act(Action::OpenCall, None);
        }
        self.go_to(row);
        Pressed::changed()
    }
}
