//! Finding: the line, the hits one after another, the list of them.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Desk, Leap};
use crate::call::Direction;
use crate::call::search::{Query, Spot, fold};
use crate::tui::action::{Action, Key};
use crate::tui::layout::Pane;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::find::FindLine;
use crate::tui::overlay::hits::{HitsBox, Listed};
use crate::tui::pressed::Pressed;
use crate::tui::remote::Ticket;

impl Desk {
    /// Opens the line.
    pub(super) fn find(&mut self) {
        let find = &self.review.find;
        let before = find.is_on().then(|| find.typed().to_owned());
        let line = FindLine::new(self.standpoint(), self.review.playhead, before);
        self.overlay = Overlay::Find(Box::new(line));
        self.review.get_ready_to_find();
    }

    pub(super) fn pressed_in_find(&mut self, event: KeyEvent, key: Key) -> Pressed {
        let Overlay::Find(line) = &mut self.overlay else { return Pressed::nothing() };
        match key {
            Key::Named(KeyCode::Esc) => self.leave_find(),
            Key::Named(KeyCode::Enter) => self.keep_hits(),
            Key::Named(KeyCode::Down) if self.review.find.hits().is_some() => {
                self.keep_hits();
                self.list_hits();
            }
            _ => {
                let before = line.text();
                if !line.press(event) {
                    return Pressed::nothing();
                }
                self.retyped(&before);
            }
        }
        Pressed::changed()
    }

    /// Looks for what is typed now, if that is something else.
    pub(super) fn retyped(&mut self, before: &str) {
        let Overlay::Find(line) = &self.overlay else { return };
        let text = line.text();
        if text == before {
            return;
        }
        if text.trim().is_empty() {
            self.review.stop_finding();
        } else {
            self.review.look_for(&text);
        }
        self.look_ahead();
    }

    /// Shows the first hit from where the reader was, while something is being typed.
    fn look_ahead(&mut self) {
        let Overlay::Find(line) = &self.overlay else { return };
        self.review.playhead = line.from;
        match self.review.first_hit() {
            Some(spot) => self.go_to_hit(spot),
            None => self.go_back_to_origin(),
        }
    }

    fn go_back_to_origin(&mut self) {
        let Overlay::Find(line) = &self.overlay else { return };
        self.review.playhead = line.from;
        if let Some(origin) = line.origin.clone() {
            self.stand_at(origin);
        }
    }

    /// Closes the line; everything is as it was.
    fn leave_find(&mut self) {
        self.go_back_to_origin();
        let Overlay::Find(line) = std::mem::take(&mut self.overlay) else { return };
        match line.before {
            Some(before) => self.review.look_for(&before),
            None => self.review.stop_finding(),
        }
    }

    /// Closes the line and keeps what it found; an empty one takes what was looked for last.
    fn keep_hits(&mut self) {
        let Overlay::Find(line) = std::mem::take(&mut self.overlay) else { return };
        if line.text().trim().is_empty() {
            self.next_hit(Direction::Next, 1);
        } else {
            self.say_hidden();
        }
        if self.review.playhead.at != line.from.at {
            self.review.jumps.leave(line.from.at);
        }
    }

    /// Says what is not among the hits.
    fn say_hidden(&mut self) {
        let Some((hits, _)) = self.review.find.hits() else { return };
        let clears = self.keys.key_of(Action::ClearFilter);
        match (hits.is_empty(), hits.hidden()) {
            (true, 0) if !self.review.find.is_looking() => {
                let text = format!("Nothing has \"{}\".", self.review.find.typed().trim());
                self.say(&text);
            }
            (_, 0) => {}
            (true, n) => {
                self.say(&format!("All {n} are hidden by the filter; {clears} clears it."));
            }
            (false, n) => self.say(&format!("{n} more hidden by the filter; {clears} clears it.")),
        }
    }

    /// Goes on by hits; a search that was put away is taken up again.
    pub(super) fn next_hit(&mut self, way: Direction, count: usize) {
        if !self.review.find.is_on() {
            let typed = self.review.find.typed().to_owned();
            if Query::new(&typed).is_empty() {
                self.say(&format!(
                    "Nothing was looked for yet; {} finds.",
                    self.keys.key_of(Action::Find)
                ));
                return;
            }
            self.review.look_for(&typed);
        }
        let Some((spot, round)) = self.review.hit_from(way, count) else {
            self.say_hidden();
            return;
        };
        self.leap = Leap::Far;
        self.go_to_hit(spot);
        if round && self.notice.is_none() {
            self.say(match way {
                Direction::Next => "Past the last hit: on from the first.",
                Direction::Previous => "Before the first hit: back from the last.",
            });
        }
    }

    /// Looks for the keyword of the current moment, or for its category.
    pub(super) fn find_keyword(&mut self, count: usize) {
        let timeline = self.review.timeline();
        let Some(moment) = self.review.current().map(|ix| timeline.moment(ix)) else {
            self.say("There is no moment whose keyword could be looked for.");
            return;
        };
        let label = &timeline.category(moment.category).label;
        let word = fold(timeline.own_keyword(moment).unwrap_or(label));
        self.review.look_for(&format!("\"{}\"", word.trim().replace('"', " ")));
        self.next_hit(Direction::Next, count);
    }

    /// Opens the list of hits.
    pub(super) fn list_hits(&mut self) {
        if !self.review.find.is_on() {
            self.say(&format!("Nothing is looked for; {} finds.", self.keys.key_of(Action::Find)));
            return;
        }
        let row = self.review.hit().unwrap_or_default();
        self.overlay = Overlay::Hits(HitsBox::at(row));
    }

    pub(super) fn pressed_in_hits(&mut self, key: Key) -> Pressed {
        let screen = self.screen();
        let Overlay::Hits(list) = &mut self.overlay else { return Pressed::nothing() };
        match list.press(key, &self.review, screen) {
            Listed::Nothing => Pressed::nothing(),
            Listed::Moved => Pressed::changed(),
            Listed::Closed => self.close(),
            Listed::GoTo(spot) => {
                self.leap = Leap::Far;
                self.go_to_hit(spot);
                self.close()
            }
        }
    }

    /// Goes to a hit: the playhead to its time, and its pane to where it is read.
    fn go_to_hit(&mut self, spot: Spot) {
        let at = self.review.find.hits().and_then(|(_, index)| index.at(spot));
        let timeline = self.review.timeline();
        match spot {
            Spot::Moment(ix) => {
                self.review.playhead = timeline.playhead_on(ix);
                self.see(Pane::Timeline);
            }
            Spot::Entry(entry) => {
                self.review.playhead = self.transcript.go_to(entry, &self.review);
                self.see(Pane::Transcript);
            }
            Spot::Summary(block) => {
                self.summary.show(block);
                self.see(Pane::Summary);
            }
            Spot::Insight(insight) => {
                self.insights.show(insight);
                self.see(Pane::Insights);
            }
            Spot::Person(_) | Spot::Extra(_) => {
                if let Some(at) = at {
                    self.review.playhead = timeline.playhead_at(at.min(self.review.length()));
                } else {
                    self.say("This belongs to the call as a whole, and to no time in it.");
                }
            }
        }
        self.review.went_to_hit(spot);
    }

    /// Has a pane on the screen: where it is not, it gets the focus.
    fn see(&mut self, pane: Pane) {
        if self.areas().is_none_or(|areas| areas.pane(pane).is_none()) {
            self.focus = pane;
        }
    }

    /// Goes on with a long search; says whether that was waited for.
    pub(in crate::tui) fn look_on(&mut self, ticket: Ticket) -> bool {
        let was_found = self.review.first_hit().is_some();
        let is_due = self.review.is_due_to_find(ticket);
        if is_due && !was_found && matches!(self.overlay, Overlay::Find(_)) {
            self.look_ahead();
        }
        is_due
    }
}
