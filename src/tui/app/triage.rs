//! Going through calls one after another: which are reviewed, and where each was left.

use std::collections::HashSet;

use super::App;
use crate::call::{CallId, Glance, Problem};
use crate::tui::action::Screen;
use crate::tui::desk::Desk;
use crate::tui::list::CallList;
use crate::tui::msg::{CallRef, Effect, Msg, Outcome};
use crate::tui::queue::Step;
use crate::tui::remote::Ticket;
use crate::tui::standpoint::Standpoint;

/// What is opened once another page of the list has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Waits {
    #[default]
    No,
    /// The next call.
    Next,
    /// The next call that is not reviewed.
    New,
}

impl Msg {
    /// Whether the person did something, rather than the world.
    pub(super) fn is_by_hand(&self) -> bool {
        !matches!(
            self,
            Self::Loaded { .. } | Self::Confirmed { .. } | Self::Resized(_) | Self::Room(_)
        )
    }
}

impl App {
    /// What to do last, however the session ends: what was typed is kept, and the place.
    pub fn end(&mut self) -> Vec<Effect> {
        let mut effects = self.desk.as_mut().map(Desk::leave_note).unwrap_or_default();
        effects.extend(self.keep_place());
        effects
    }

    /// Keeps where the reader is in the open call.
    pub(super) fn keep_place(&mut self) -> Vec<Effect> {
        self.desk.as_ref().map_or_else(Vec::new, |desk| self.places.keep(desk))
    }

    /// The rest after a move is over, if `ticket` says so.
    pub(super) fn rested(&mut self, ticket: Ticket) -> Option<Outcome> {
        let is_due = self.places.is_due(ticket);
        is_due.then(|| Outcome { changed: false, effects: self.keep_place() })
    }

    /// A place could not be kept: said once, and not tried again.
    pub(super) fn unkept(&mut self, problem: &Problem) -> Outcome {
        let is_news = self.places.give_up();
        if is_news {
            self.say(&problem.to_string());
        }
        Outcome::of(is_news)
    }

    /// Asks which calls are reviewed.
    pub(super) fn ask_reviewed(&mut self) -> Effect {
        Effect::LoadReviewed { ticket: self.tickets.next() }
    }

    /// Takes in which calls are reviewed; what was marked meanwhile stays.
    pub(super) fn know_reviewed(&mut self, calls: Result<HashSet<CallId>, Problem>) -> Outcome {
        match calls {
            Ok(calls) => self.reviewed.extend(calls),
            Err(problem) => self.say(&problem.to_string()),
        }
        self.tell_list();
        Outcome::changed()
    }

    /// The list need not fetch what is open.
    pub(super) fn glimpse(&mut self) {
        let (Some(desk), Some(list)) = (&self.desk, self.queue.list_mut()) else { return };
        let review = &desk.review;
        if let (Some(id), Some(conversation)) = (review.call.id(), review.conversation.ready()) {
            list.see(id, &Glance::of(conversation, Some(review.length())));
        }
    }

    fn tell_list(&mut self) {
        if let Some(list) = self.queue.list_mut() {
            list.set_reviewed(&self.reviewed);
        }
    }

    /// Marks the chosen call as reviewed and goes to the next that is not; a call that was
    /// reviewed is new again.
    pub(super) fn mark_reviewed(&mut self) -> Outcome {
        let call = match self.front {
            Screen::Calls => self.queue.list().and_then(CallList::selected),
            Screen::Review | Screen::Note => {
                self.desk.as_ref().map(|desk| desk.review.call.clone())
            }
        };
        let Some(call) = call else {
            self.say("There is no call to mark.");
            return Outcome::changed();
        };
        let Some(id) = call.id() else {
            self.say("Only calls of an org are marked as reviewed; this is a saved response.");
            return Outcome::changed();
        };
        let is_new = !self.reviewed.remove(&id);
        if is_new {
            self.reviewed.insert(id);
        }
        self.tell_list();
        let save = Effect::SaveReviewed { call: id, reviewed: is_new };
        let mut outcome = match is_new {
            true => self.step_to_new(),
            false => {
                self.say("To be reviewed again.");
                Outcome::changed()
            }
        };
        outcome.effects.insert(0, save);
        outcome
    }

    /// Goes to the next call that is not reviewed: opens it, or puts the list's cursor on it.
    pub(super) fn step_to_new(&mut self) -> Outcome {
        match self.queue.step_to_new(&self.reviewed) {
            Step::To(call) if self.front == Screen::Review => return self.open(call),
            Step::To(_) => {}
            Step::Later => {
                self.waits = Waits::New;
                self.say("The list is loading.");
            }
            Step::Nowhere(why) => self.say(why),
        }
        Outcome::changed()
    }

    /// What the title says of the open call, beside its place among others.
    pub(in crate::tui) fn place(&self) -> String {
        let place = self.queue.place();
        let id = self.desk.as_ref().and_then(|desk| desk.review.call.id());
        match id.is_some_and(|id| self.reviewed.contains(&id)) {
            true if place.is_empty() => "reviewed ".to_owned(),
            true => format!("reviewed, {place}"),
            false => place,
        }
    }

    /// How a call was left in this session.
    pub(super) fn left(&self, call: &CallRef) -> Option<Box<Standpoint>> {
        self.places.of(call).cloned().map(Box::new)
    }
}
