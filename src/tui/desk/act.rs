//! What keys do where no box is open.

use super::Desk;
use super::motion::{Motion, Repeated};
use crate::call::Direction;
use crate::tui::action::{Action, Binding, Key, Screen, Then};
use crate::tui::layout::Pane;
use crate::tui::msg::Effect;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::command::CommandLine;
use crate::tui::overlay::filter::FilterBox;
use crate::tui::overlay::talk::TalkBox;
use crate::tui::pressed::Pressed;
use crate::tui::remote::Ticket;

impl Desk {
    pub(super) fn pressed_in_review(&mut self, key: Key) -> Pressed {
        if let Some(row) = self.typed.prefix.take() {
            let count = self.typed.count.take().unwrap_or(1);
            return match key {
                Key::Char(c) => self.complete(row, c, count),
                _ => Pressed::changed(),
            };
        }
        if self.typed.count.digit(key) {
            return Pressed::changed();
        }
        let Some(row) = self.keys.row(Screen::Review, key) else {
            let had_count = self.typed.count.take().is_some();
            return if had_count { Pressed::changed() } else { Pressed::nothing() };
        };
        self.choose(row)
    }

    /// Does what a row of the table says, or waits for what has to follow.
    pub(super) fn choose(&mut self, row: &'static Binding) -> Pressed {
        if row.then != Then::Nothing {
            self.typed.prefix = Some(row);
            return Pressed::changed();
        }
        let count = self.typed.count.take();
        if matches!(row.action, Action::Back | Action::Close) && count.is_some() {
            return Pressed::changed();
        }
        self.act(row.action, count)
    }

    /// Starts to wait for what follows a key, or ends that; 600 ms later the screen tells what
    /// can follow.
    pub(in crate::tui) fn wait_for_next(&mut self, tickets: &mut Ticket) -> Option<Effect> {
        self.typed.which.wait(self.typed.prefix.is_some(), tickets)
    }

    /// The time of a box that tells what can follow; false if it is not what is waited for.
    pub(in crate::tui) fn tell_next(&mut self, ticket: Ticket) -> bool {
        self.typed.which.is_due(ticket)
    }

    /// Does what a key wants; what is not about this call is handed back.
    fn act(&mut self, action: Action, count: Option<usize>) -> Pressed {
        if let Some(motion) = Motion::of(action, &self.review) {
            return self.travel(motion, count.unwrap_or(1));
        }
        match action {
            Action::RepeatMotion => match self.last_motion {
                Some(Repeated::Motion(motion)) => return self.travel(motion, count.unwrap_or(1)),
                Some(Repeated::Hit(way)) => self.next_hit(way, count.unwrap_or(1)),
                None => self.say("No motion to repeat yet."),
            },
            Action::Find => self.find(),
            Action::NextHit | Action::PreviousHit => {
                let is_next = action == Action::NextHit;
                let way = if is_next { Direction::Next } else { Direction::Previous };
                self.last_motion = Some(Repeated::Hit(way));
                self.next_hit(way, count.unwrap_or(1));
            }
            Action::SameKeyword => self.find_keyword(count.unwrap_or(1)),
            Action::ListHits => self.list_hits(),
            Action::JumpBack => self.jump_along(Direction::Previous, count.unwrap_or(1)),
            Action::JumpForward => self.jump_along(Direction::Next, count.unwrap_or(1)),
            Action::GoTo => {
                self.overlay = Overlay::Command(Box::new(CommandLine::new(Screen::Review)));
            }
            Action::Ask => self.overlay = Overlay::Command(Box::new(CommandLine::asking())),
            Action::RowDown
            | Action::RowUp
            | Action::PageDown
            | Action::PageUp
            | Action::First
            | Action::Last => {
                return self.walk(action, count);
            }
            Action::NextPane => self.focus = self.focus.next(),
            Action::PreviousPane => self.focus = self.focus.previous(),
            Action::Open => return self.open(),
            Action::Back if self.review.find.is_on() => self.review.stop_finding(),
            Action::Back | Action::Close if self.focus != Pane::Timeline => {
                self.focus = Pane::Timeline;
            }
            Action::Filter if self.review.timeline().is_empty() => {
                self.say("There is nothing to filter yet.");
            }
            Action::Filter => self.overlay = Overlay::Filter(FilterBox::default()),
            Action::ClearFilter => {
                self.review.filter = crate::call::Filter::default();
                self.review.refilter();
            }
            Action::ZoomIn | Action::ZoomOut => {
                let steps = if action == Action::ZoomIn { 1 } else { -1 };
                if !self.ruler.zoom(steps, &self.review) {
                    self.say(if steps > 0 {
                        "The ruler is zoomed in as far as it goes."
                    } else {
                        "The ruler shows the whole call."
                    });
                }
            }
            Action::CycleLanes => self.ruler.cycle(),
            Action::ShowTranscript => self.show_transcript(),
            Action::Follow => self.transcript.follow_again(),
            Action::Yank => self.yank(),
            Action::Export => self.choose_export(),
            Action::People => self.overlay = Overlay::People(Box::default()),
            Action::Tasks => self.open_tasks(),
            Action::Talk => self.overlay = Overlay::Talk(TalkBox::default()),
            action => {
                let noted = self.act_on_notes(action);
                return noted.unwrap_or_else(|| self.play(action, count));
            }
        }
        Pressed::changed()
    }

    fn open(&mut self) -> Pressed {
        if self.focus == Pane::Transcript
            && let Some(area) = self.areas().and_then(|areas| areas.body(Pane::Transcript))
        {
            self.review.playhead = self.transcript.step(0, &self.review, area);
        }
        if self.focus != Pane::Insights {
            self.focus = if self.focus == Pane::Timeline { Pane::Moment } else { Pane::Timeline };
            return Pressed::changed();
        }
        let Some(choice) = self.insights.choice(&self.review) else { return Pressed::nothing() };
        self.review.filter.toggle(choice);
        self.review.refilter();
        Pressed::changed()
    }
}
