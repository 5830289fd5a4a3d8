//! Places that are left and come back to: jumps and marks.

use super::Desk;
use crate::call::{Direction, Marks, Offset, Playhead};
use crate::tui::action::Action;
use crate::tui::layout::Pane;
use crate::tui::overlay::Overlay;
use crate::tui::pressed::Pressed;
use crate::tui::review::Review;

/// Whether the motion of a key is one to come back from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Leap {
    /// When it goes further than a screen.
    #[default]
    ByRows,
    /// However far it goes.
    Far,
    /// It is the way back itself.
    Back,
}

impl Desk {
    /// A key moved the playhead, or did not: from a far motion there is a way back.
    pub(super) fn moved_from(&mut self, from: Playhead) {
        let leap = std::mem::take(&mut self.leap);
        let to = self.review.playhead;
        // While something is typed, hits are only looked at.
        if from.at == to.at || leap == Leap::Back || matches!(self.overlay, Overlay::Find(_)) {
            return;
        }
        if leap == Leap::Far || self.is_beyond_screen(from.at, to.at) {
            self.review.jumps.leave(from.at);
        }
    }

    fn is_beyond_screen(&self, from: Offset, to: Offset) -> bool {
        let review = &self.review;
        let body = self.areas().and_then(|areas| areas.body(self.focus));
        let height = usize::from(body.map_or(self.size.height, |body| body.height));
        let rows = |at: Offset| match self.focus {
            Pane::Transcript => review.spoken.placement.entry_at(at).unwrap_or_default(),
            _ => review.shown.rank(review.timeline().first_at(at)),
        };
        rows(from).abs_diff(rows(to)) > height
    }

    /// Goes back the way that was come, or forward again.
    pub(super) fn jump_along(&mut self, way: Direction, count: usize) {
        self.leap = Leap::Back;
        let (now, end) = (self.review.playhead.at, self.review.length());
        let place = match way {
            Direction::Previous => self.review.jumps.back(now, count, end),
            Direction::Next => self.review.jumps.forward(count, end),
        };
        match (place, way) {
            (Some(at), _) => self.go_to_time(at),
            (None, Direction::Previous) => self.say("There is no place to go back to."),
            (None, Direction::Next) => self.say("There is no place to go forward to."),
        }
    }

    /// Puts the playhead at a time.
    pub(super) fn go_to_time(&mut self, at: Offset) {
        self.review.playhead = self.review.timeline().playhead_at(at);
    }

    /// Lets a letter stand for the playhead's time.
    pub(super) fn set_mark(&mut self, name: char) -> Pressed {
        let at = self.review.playhead.at;
        match self.review.marks.set(name, at) {
            true => {
                self.say(&format!(
                    "Mark {name} is at {at}; {}{name} goes there.",
                    self.keys.key_of(Action::GoToMark)
                ));
            }
            false => self.say("A mark is a letter from a to z, or a capital."),
        }
        Pressed::changed()
    }

    pub(super) fn go_to_mark(&mut self, name: char) -> Pressed {
        match self.review.marks.get(name, self.review.length()) {
            Some(at) => {
                self.leap = Leap::Far;
                self.go_to_time(at);
            }
            None if Marks::is_name(name) => {
                self.say(&format!(
                    "There is no mark {name}; {}{name} sets it.",
                    self.keys.key_of(Action::SetMark)
                ));
            }
            None => self.say("A mark is a letter from a to z, or a capital."),
        }
        Pressed::changed()
    }
}

impl Review {
    /// The marks that are set: their letters, and the times with what is there.
    pub(in crate::tui) fn marks_told(&self) -> Vec<(char, String)> {
        let told = |at: Offset| {
            let on = self.timeline().playhead_at(at).on.map(|ix| self.timeline().moment(ix));
            match on {
                Some(moment) => {
                    format!("{at} {}", self.timeline().category(moment.category).label)
                }
                None => at.to_string(),
            }
        };
        self.marks.all(self.length()).map(|(name, at)| (name, told(at))).collect()
    }
}
