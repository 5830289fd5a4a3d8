//! Moving through the call: motions between moments, rows and places.

use super::{Desk, Leap};
use crate::call::{Direction, Target, Timeline};
use crate::tui::action::{Action, Binding};
use crate::tui::layout::Pane;
use crate::tui::pane::Scene;
use crate::tui::pressed::Pressed;
use crate::tui::review::Review;

/// What can be done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeated {
    /// A motion between moments.
    Motion(Motion),
    /// One between hits.
    Hit(Direction),
}

impl Repeated {
    /// Whether it leads to a category or a speaker that there is.
    pub(super) fn is_known(self, timeline: &Timeline) -> bool {
        match self {
            Self::Motion(motion) => motion.is_known(timeline),
            Self::Hit(_) => true,
        }
    }
}

/// A motion between moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Motion {
    target: Target,
    way: Direction,
}

impl Motion {
    /// Whether it leads to a category or a speaker that there is.
    fn is_known(self, timeline: &Timeline) -> bool {
        match self.target {
            Target::Any | Target::Flagged => true,
            Target::Category(ix) => ix.get() < timeline.categories().len(),
            Target::Speaker(ix) => ix.get() < timeline.speakers().len(),
        }
    }

    /// The motion of an action that needs no letter or digit; nothing for other actions, or where
    /// there is no moment to start from.
    pub(super) fn of(action: Action, review: &Review) -> Option<Self> {
        use Direction::{Next, Previous};
        let moment = || review.current().map(|ix| review.timeline().moment(ix));
        let (target, way) = match action {
            Action::NextMoment => (Target::Any, Next),
            Action::PreviousMoment => (Target::Any, Previous),
            Action::NextFlagged => (Target::Flagged, Next),
            Action::NextSameCategory => (Target::Category(moment()?.category), Next),
            Action::PreviousSameCategory => (Target::Category(moment()?.category), Previous),
            Action::NextSameSpeaker => (Target::Speaker(moment()?.speaker), Next),
            Action::PreviousSameSpeaker => (Target::Speaker(moment()?.speaker), Previous),
            _ => return None,
        };
        Some(Self { target, way })
    }
}

impl Desk {
    /// Follows a motion, or says why it leads nowhere.
    pub(super) fn travel(&mut self, motion: Motion, count: usize) -> Pressed {
        self.last_motion = Some(Repeated::Motion(motion));
        if !self.review.step(motion.target, motion.way, count) {
            self.notice = Some(self.dead_end(motion));
        }
        Pressed::changed()
    }

    fn dead_end(&self, motion: Motion) -> String {
        let timeline = self.review.timeline();
        let what = match motion.target {
            Target::Any => "moment".to_owned(),
            Target::Category(ix) => timeline.category(ix).label.to_string(),
            Target::Speaker(ix) => format!("moment by {}", self.review.name(ix)),
            Target::Flagged => "moment that needs attention or a follow-up".to_owned(),
        };
        let way = match motion.way {
            Direction::Next => "later",
            Direction::Previous => "earlier",
        };
        let filtered = if self.review.filter.is_empty() { "" } else { " under the filter" };
        format!("No {way} {what}{filtered}.")
    }

    /// Completes a motion that was waiting for a letter or a digit.
    pub(super) fn complete(&mut self, row: &Binding, typed: char, count: usize) -> Pressed {
        match row.action {
            Action::SetMark => return self.set_mark(typed),
            Action::GoToMark => return self.go_to_mark(typed),
            _ => {}
        }
        let timeline = self.review.timeline();
        let target = match row.action {
            Action::NextOfCategory | Action::PreviousOfCategory => {
                timeline.category_by_letter(typed).map(Target::Category)
            }
            _ => timeline.speaker_by_digit(typed).map(Target::Speaker),
        };
        let way = match row.action {
            Action::NextOfCategory | Action::NextBySpeaker => Direction::Next,
            _ => Direction::Previous,
        };
        if let Some(target) = target {
            self.travel(Motion { target, way }, count)
        } else {
            let list = match row.action {
                Action::NextOfCategory | Action::PreviousOfCategory => "category",
                _ => "speaker",
            };
            self.notice = Some(format!("No {list} has the key {typed}; Insights shows them."));
            Pressed::changed()
        }
    }

    /// Rows, pages and ends, in the pane that has the focus.
    pub(super) fn walk(&mut self, action: Action, count: Option<usize>) -> Pressed {
        let Some(area) = self.areas().and_then(|areas| areas.body(self.focus)) else {
            return Pressed::nothing();
        };
        if matches!(action, Action::First | Action::Last) {
            self.leap = Leap::Far;
        }
        match self.focus {
            Pane::Timeline => return self.walk_timeline(action, count, area.height),
            Pane::Transcript => return self.walk_transcript(action, count, area),
            Pane::Summary | Pane::Insights | Pane::Moment => {}
        }
        let n = isize::try_from(count.unwrap_or(1)).unwrap_or(isize::MAX);
        let page = isize::try_from(area.height.saturating_sub(1).max(1)).unwrap_or(1);
        let rows = match action {
            Action::RowDown => n,
            Action::RowUp => -n,
            Action::PageDown => page.saturating_mul(n),
            Action::PageUp => page.saturating_mul(-n),
            Action::First => isize::MIN,
            _ => isize::MAX,
        };
        let scene = Scene {
            review: &self.review,
            theme: &self.theme,
            keys: &self.keys,
            colours: &self.colours,
            replay: &self.replay,
        };
        match self.focus {
            Pane::Summary => self.summary.scroll_by(rows, area.height),
            Pane::Insights => self.insights.step(rows, &self.review, area.height),
            Pane::Moment | Pane::Timeline | Pane::Transcript => {
                self.moment.scroll_by(rows, scene, area);
            }
        }
        Pressed::changed()
    }

    fn walk_timeline(&mut self, action: Action, count: Option<usize>, height: u16) -> Pressed {
        let last = self.review.shown.len().saturating_sub(1);
        let page = usize::from(height.saturating_sub(1).max(1));
        let n = count.unwrap_or(1);
        match action {
            Action::RowDown => _ = self.review.step(Target::Any, Direction::Next, n),
            Action::RowUp => _ = self.review.step(Target::Any, Direction::Previous, n),
            Action::PageDown => {
                _ = self.review.step(Target::Any, Direction::Next, page.saturating_mul(n));
            }
            Action::PageUp => {
                _ = self.review.step(Target::Any, Direction::Previous, page.saturating_mul(n));
            }
            Action::First => self.review.go_to_row(count.map_or(0, |row| row.saturating_sub(1))),
            _ => self.review.go_to_row(count.map_or(last, |row| row.saturating_sub(1))),
        }
        Pressed::changed()
    }
}
