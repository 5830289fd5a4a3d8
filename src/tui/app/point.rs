//! What the mouse does, wherever it is.

use crossterm::event::{MouseEvent, MouseEventKind};

use super::App;
use crate::tui::action::{Action, Screen};
use crate::tui::desk::point::WHEEL;
use crate::tui::msg::Outcome;
use crate::tui::pressed::Pressed;

impl App {
    pub(super) fn pointed(&mut self, event: MouseEvent) -> Outcome {
        let (area, look) = (self.area(), (&*self.keys, &self.theme.glyphs));
        if let Some(help) = &mut self.help {
            let action = match event.kind {
                MouseEventKind::ScrollDown => Action::RowDown,
                MouseEventKind::ScrollUp => Action::RowUp,
                _ => return Outcome::unchanged(),
            };
            (0..WHEEL).for_each(|_| help.act(action, look, area));
            return Outcome::changed();
        }
        let pressed = match (self.front, &mut self.desk, self.queue.list_mut()) {
            (Screen::Review, Some(desk), _) => desk.point(event),
            (Screen::Calls, _, Some(list)) => list.point(event),
            _ => Pressed::nothing(),
        };
        self.outcome(pressed)
    }
}
