//! What the mouse does: a click chooses what is under it, the wheel scrolls it.

use crossterm::event::{KeyCode, KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::{Desk, Leap};
use crate::tui::action::{Action, Key};
use crate::tui::layout::{Areas, Pane};
use crate::tui::overlay::Overlay;
use crate::tui::pressed::Pressed;

/// Rows that a step of the wheel scrolls by.
pub(in crate::tui) const WHEEL: usize = 3;

impl Desk {
    /// Takes what the mouse did.
    pub(in crate::tui) fn point(&mut self, event: MouseEvent) -> Pressed {
        let wheel = match event.kind {
            MouseEventKind::Down(MouseButton::Left) => None,
            MouseEventKind::ScrollDown => Some((Action::RowDown, KeyCode::Down)),
            MouseEventKind::ScrollUp => Some((Action::RowUp, KeyCode::Up)),
            _ => return Pressed::nothing(),
        };
        if !matches!(self.overlay, Overlay::None) {
            // A box is moved in; what is below it is not there for the mouse.
            let Some((_, code)) = wheel else { return Pressed::nothing() };
            return self.press(KeyEvent::from(code), Key::Named(code));
        }
        let Some(areas) = self.areas() else { return Pressed::nothing() };
        let at = Position::new(event.column, event.row);
        let is_over = |pane: &Pane| areas.pane(*pane).is_some_and(|area| area.contains(at));
        let pane = Pane::ALL.into_iter().find(is_over);
        self.typed = super::Typed::default();
        self.notice = None;
        let from = self.taken_up_by_hand();
        let pressed = match (wheel, pane) {
            (Some((action, _)), Some(pane)) => self.wheel(action, pane),
            (None, Some(pane)) => self.click(at, pane, &areas),
            (None, None) if areas.ruler.contains(at) => self.click_ruler(at, &areas),
            _ => Pressed::nothing(),
        };
        self.moved_from(from);
        pressed
    }

    /// Scrolls a pane, which need not have the focus.
    fn wheel(&mut self, action: Action, pane: Pane) -> Pressed {
        let focus = std::mem::replace(&mut self.focus, pane);
        let pressed = self.walk(action, Some(WHEEL));
        self.focus = focus;
        pressed
    }

    fn click_ruler(&mut self, at: Position, areas: &Areas) -> Pressed {
        let Some(time) = self.ruler.time_at(at.x, areas.ruler) else { return Pressed::nothing() };
        self.leap = Leap::Far;
        self.review.playhead = self.review.timeline().playhead_at(time);
        Pressed::changed()
    }

    fn click(&mut self, at: Position, pane: Pane, areas: &Areas) -> Pressed {
        self.focus = pane;
        let Some(body) = areas.body(pane).filter(|body| body.contains(at)) else {
            return Pressed::changed();
        };
        let row = at.y - body.y;
        match pane {
            Pane::Timeline => {
                if let Some(ix) = self.timeline.moment_at(row, &self.review) {
                    self.review.playhead = self.review.timeline().playhead_on(ix);
                }
            }
            Pane::Transcript => {
                if let Some(playhead) = self.transcript.click(row, &self.review, body) {
                    self.review.playhead = playhead;
                }
            }
            Pane::Insights => {
                if let Some(choice) = self.insights.choose_at(row, &self.review) {
                    self.review.filter.toggle(choice);
                    self.review.refilter();
                }
            }
            Pane::Summary | Pane::Moment => {}
        }
        Pressed::changed()
    }
}
