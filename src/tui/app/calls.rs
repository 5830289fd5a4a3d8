//! From call to call: opened, stepped to, fetched ahead.

use std::sync::Arc;

use super::App;
use super::triage::Waits;
use crate::call::Direction;
use crate::tui::action::Screen;
use crate::tui::desk::Desk;
use crate::tui::list::CallList;
use crate::tui::msg::{CallRef, Effect, Outcome};
use crate::tui::queue::Step;
use crate::tui::review::Review;

impl App {
    /// Opens the call beside the one that is open.
    pub(super) fn step(&mut self, way: Direction) -> Outcome {
        if self.follows() {
            self.refuse();
            return Outcome::changed();
        }
        match self.queue.step(way) {
            Step::To(call) => return self.open(call),
            Step::Later => {
                self.waits = if way == Direction::Next { Waits::Next } else { Waits::No };
                self.say("The list is loading.");
            }
            Step::Nowhere(why) => self.say(why),
        }
        Outcome::changed()
    }

    /// The page arrived, or failed, that a step waited for.
    pub(super) fn go_on(&mut self, waited: Waits) -> Outcome {
        let failure = self.queue.list().and_then(|list| list.failure().cloned());
        match failure {
            Some(problem) => {
                self.say(&problem.to_string());
                Outcome::changed()
            }
            None if waited == Waits::New => self.step_to_new(),
            None => self.step(Direction::Next),
        }
    }

    /// Opens a call, unless all look at another.
    pub(super) fn open(&mut self, call: CallRef) -> Outcome {
        if self.is_kept_from(&call) {
            self.refuse();
            return Outcome::changed();
        }
        self.open_now(call)
    }

    /// Opens a call; what was fetched ahead of it is shown at once.
    pub(super) fn open_now(&mut self, call: CallRef) -> Outcome {
        self.front = Screen::Review;
        if self.desk.as_ref().is_some_and(|desk| desk.review.call == call) {
            return Outcome::changed();
        }
        let mut effects = Vec::new();
        if let Some(desk) = &mut self.desk {
            effects.extend(desk.leave());
            effects.extend(desk.leave_note());
            effects.push(Effect::Forget(desk.review.call.clone()));
            effects.extend(self.places.leave(desk));
        }
        let fetched = match self.ahead.take() {
            Some(ahead) if ahead.call == call => Some(ahead),
            other => {
                effects.extend(other.map(|other| Effect::Forget(other.call)));
                None
            }
        };
        let is_there = fetched.as_ref().is_some_and(|it| it.conversation.problem().is_none());
        let mut review = fetched.unwrap_or_else(|| self.review(call));
        if let Some(left) = self.left(&review.call) {
            review.take_up(left);
            review.stay();
        }
        let media = self.recording(&review.call);
        let desk = match &mut self.desk {
            Some(desk) => desk.with(review).hearing(media),
            None => self.new_desk(review),
        };
        let desk = self.desk.insert(desk);
        desk.offer_editor(self.editor);
        if !is_there {
            effects.extend(desk.ask(&mut self.tickets));
        }
        Outcome::with(effects)
    }

    /// Fetches the next call of the list, once the one that is open is there.
    pub(super) fn look_ahead(&mut self) -> Vec<Effect> {
        let arrived = |desk: &Desk| desk.review.conversation.ready().is_some();
        if self.front != Screen::Review || !self.desk.as_ref().is_some_and(arrived) {
            return Vec::new();
        }
        let next = self.queue.list().and_then(CallList::next);
        let is_open = |call: &CallRef| self.desk.as_ref().is_some_and(|it| it.review.call == *call);
        let Some(next) = next.filter(|call| !is_open(call)) else { return Vec::new() };
        if self.ahead.as_ref().is_some_and(|ahead| ahead.call == next) {
            return Vec::new();
        }
        let other = self.ahead.take().map(|ahead| Effect::Forget(ahead.call));
        let mut effects = Vec::from_iter(other);
        let mut ahead = self.review(next);
        effects.extend(ahead.ask(&mut self.tickets));
        self.ahead = Some(ahead);
        effects
    }

    pub(super) fn new_desk(&self, review: Review) -> Desk {
        let keys = Arc::clone(&self.keys);
        let media = self.recording(&review.call);
        let mut desk = Desk::new(review, self.theme.clone(), keys, self.size)
            .playing(self.taste)
            .hearing(media)
            .sharing(self.sharing);
        desk.set_lanes(self.lanes);
        desk
    }

    pub(super) fn review(&self, call: CallRef) -> Review {
        Review::new(call).in_zone(&self.zone).redacted(self.redacts, &self.banned)
    }
}
