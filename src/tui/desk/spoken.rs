//! What has to do with what was said: moving in the transcript, people, talk.

use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

use super::{Desk, Leap};
use crate::call::Corrections;
use crate::tui::action::{Action, Key};
use crate::tui::layout::{Column, Pane};
use crate::tui::msg::Effect;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::people::Decided;
use crate::tui::overlay::talk::Talked;
use crate::tui::pressed::Pressed;

impl Desk {
    /// Entries move the playhead, pages only what is on the screen.
    pub(super) fn walk_transcript(
        &mut self,
        action: Action,
        count: Option<usize>,
        area: Rect,
    ) -> Pressed {
        let review = &self.review;
        let n = isize::try_from(count.unwrap_or(1)).unwrap_or(isize::MAX);
        let page = isize::try_from(area.height.saturating_sub(1).max(1)).unwrap_or(1);
        let entry = |row: usize| row.saturating_sub(1);
        self.review.playhead = match action {
            Action::RowDown => self.transcript.step(n, review, area),
            Action::RowUp => self.transcript.step(-n, review, area),
            Action::First => self.transcript.go_to(count.map_or(0, entry), review),
            Action::Last => self.transcript.go_to(count.map_or(usize::MAX, entry), review),
            _ => {
                let way = if action == Action::PageDown { page } else { -page };
                self.transcript.scroll_by(way.saturating_mul(n), review, area);
                return Pressed::changed();
            }
        };
        Pressed::changed()
    }

    /// Shares the timeline's column with the transcript, or no longer.
    pub(super) fn show_transcript(&mut self) {
        let column = match self.column() {
            Column::Shared => Column::Alone,
            Column::Alone => Column::Shared,
        };
        self.column = Some(column);
        let pane = self.areas().and_then(|areas| areas.pane(Pane::Transcript));
        match (column, pane) {
            (Column::Shared, None) => self.focus = Pane::Transcript,
            (Column::Alone, _) if self.focus == Pane::Transcript => self.focus = Pane::Timeline,
            _ => {}
        }
    }

    /// Takes corrections about people, and has them kept.
    fn correct(&mut self, names: Corrections) -> Pressed {
        if self.review.is_redacted() {
            let key = self.keys.key_of(Action::Redact);
            self.say(&format!(
                "Names are corrected in the view that is not redacted; {key} goes there."
            ));
            return Pressed::changed();
        }
        self.review.correct(names.clone());
        self.arrived();
        let Some(call) = self.review.call.id() else {
            self.say("Names of a saved response hold for this session.");
            return Pressed::changed();
        };
        let effects = vec![Effect::SaveNames { call, names }];
        Pressed { changed: true, effects, wants: None }
    }

    pub(super) fn press_people(&mut self, event: KeyEvent, key: Key) -> Pressed {
        let screen = self.screen();
        let Overlay::People(people) = &mut self.overlay else { return Pressed::nothing() };
        match people.press(event, key, &self.review, screen) {
            Decided::Nothing => return Pressed::nothing(),
            Decided::Changed => {}
            Decided::Names(names) => return self.correct(names),
            Decided::Say(text) => self.say(text),
            Decided::Closed => return self.close(),
        }
        Pressed::changed()
    }

    pub(super) fn press_talk(&mut self, key: Key) -> Pressed {
        let screen = self.screen();
        let Overlay::Talk(talk) = &mut self.overlay else { return Pressed::nothing() };
        match talk.press(key, &self.review, screen) {
            Talked::Nothing => Pressed::nothing(),
            Talked::Changed => Pressed::changed(),
            Talked::GoTo(at) => {
                self.leap = Leap::Far;
                self.go_to_time(at);
                self.transcript.follow_again();
                self.close()
            }
            Talked::Closed => self.close(),
        }
    }
}
